### Мәтіннің редакциялары: тізімі, өңдеу, екі мәтіннің айырмашылығы.

## Редакциялар

edition-versions = Барлық редакциялар
edition-none-policy = Саясат әлі жарияланған жоқ.
edition-stands = Күйі
edition-stands-in-force = бүгін қолданыста
edition-stands-future = әлі күшіне енген жоқ
edition-stands-past = бұрын қолданыста болған
edition-stands-replaced = сол күннің редакциясымен ауыстырылған
edition-published = Жарияланған уақыты
edition-published-by = Кім жариялады
edition-acts = Әрекеттер
edition-open = Оқу
edition-next = Осының негізінде жаңа редакция
edition-of = Редакция: { $revision }

## Өңдеу

edition-new-policy = Саясаттың жаңа редакциясы
edition-new-policy-why = Мәтіндер алдыңғы редакциядан алынды. Берілген келісім көрсетілген редакциямен бірге қалады; келесі келгенде пациенттен қайта сұралады.
edition-leave = Кейінге қалдыру, қаралама сақталады
edition-published-note = Жарияланды. Редакция: { $revision }
edition-draft-offer = Аяқталмаған редакция бар, сақталған уақыты: { $at }
edition-draft-drop = Қараламаны өшіру
edition-differences = Екі мәтіннің айырмашылығы
edition-differences-why = Бағдарлама тармақ нөмірлерін, абзацтарды, сандарды, күндерді, телефондар мен мекенжайларды салыстырады. Жариялауға тыйым салмайды: шешімді өзіңіз қабылдайсыз.
edition-differences-none = Айырмашылық табылмады. Мағынасын бәрібір өзіңіз салыстырыңыз.
edition-differences-seen = Бұл айырмашылықтарды көрдім, оларға жол беруге болады
edition-place = Тармақ № { $clause }
edition-place-start = Бірінші тармаққа дейін
edition-place-whole = Бүкіл мәтін

edition-differs-same = Екі өрісте де бірдей мәтін тұр
edition-differs-clause-kk = тек қазақша мәтінде бар
edition-differs-clause-ru = тек орысша мәтінде бар
edition-differs-paragraphs = абзац саны қазақша мәтінде { $kk }, орысша мәтінде { $ru }
edition-differs-number-kk = { $value } саны тек қазақша мәтінде бар
edition-differs-number-ru = { $value } саны тек орысша мәтінде бар
edition-differs-date-kk = { $value } күні тек қазақша мәтінде бар
edition-differs-date-ru = { $value } күні тек орысша мәтінде бар
edition-differs-email-kk = { $value } мекенжайы тек қазақша мәтінде бар
edition-differs-email-ru = { $value } мекенжайы тек орысша мәтінде бар
edition-differs-phone-kk = { $value } телефоны тек қазақша мәтінде бар
edition-differs-phone-ru = { $value } телефоны тек орысша мәтінде бар
edition-differs-identity-kk = { $value } БСН немесе ЖСН нөмірі тек қазақша мәтінде бар
edition-differs-identity-ru = { $value } БСН немесе ЖСН нөмірі тек орысша мәтінде бар
edition-differs-shorter-kk = қазақша мәтін әлдеқайда қысқа
edition-differs-shorter-ru = орысша мәтін әлдеқайда қысқа
