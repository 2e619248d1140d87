### Адам оқитын журнал: қорытындылар және әр жазба нені тіркейді.

## Қорытындылар

journal-verdict-whole = Журнал өзгертілмеген. Жазбалар саны: { $count }. Тексерілген уақыты: { $time }
journal-verdict-whole-unanchored = Журнал бірінші жазбадан соңғы жазбаға дейін бүтін, соңын салыстыратын дерек жоқ. Жазбалар саны: { $count }
journal-verdict-shortened = Журналда соңғы жазбалар жетіспейді. Журналдағы жазбалар саны: { $count }
journal-verdict-damaged = Журнал өзгертілген немесе бүлінген. Бірінші қате жазба: { $seq }
journal-verdict-fork = Бір нөмірлі екі жазба табылды: { $seq }. Жұмыс орны тоқтатылды, шешімді басшы қабылдайды
journal-verdict-damaged-no-place = Журнал өзгертілген немесе бүлінген. Бүлінген жерді атау мүмкін емес
journal-verdict-fork-no-place = Бір нөмірлі екі жазба табылды. Жұмыс орны тоқтатылды, шешімді басшы қабылдайды
journal-verdict-rewritten = Журнал қайта жазылған: ол бөлек сақталатын белгімен сәйкес келмейді. Жазбалар саны: { $count }
journal-verdict-foreign = Бұл басқа ұйымның журналы
journal-verdict-empty = Журнал бос
journal-verdict-newer = Журналды жаңарақ бағдарлама жазған. Бағдарламаны жаңартыңыз

## Жазба түрлері

journal-kind-genesis = Жұмыс орнының журналы басталды
journal-kind-session-opened = Қызметкер бағдарламаға кірді
journal-kind-session-closed = Бағдарламадағы жұмыс аяқталды
journal-kind-session-closed-crash = Бағдарламадан шықпай жұмыс үзілді, сеанс келесі кіргенде жабылды
journal-kind-checkpoint = Журналдың бақылау нүктесі жазылды
journal-kind-heads-seen = Басқа жұмыс орындарының жазбалары алынды
journal-kind-sign-in-failed = Кіру әрекеті сәтсіз аяқталды
journal-kind-erasure-receipt = Жұмыс орны деректердің жойылғанын растады
journal-kind-subject-destroyed = Дербес деректер жойылды
journal-kind-kit-used = Қалпына келтіру парағы пайдаланылды
journal-kind-org-founded = Ұйым құрылды
journal-kind-root-replaced = Қалпына келтіру парағы ауыстырылды
journal-kind-device-enrolled = Жұмыс орны қосылды
journal-kind-device-revoked = Жұмыс орны ажыратылды
journal-kind-role-set = Қызметкердің рөлі тағайындалды
journal-kind-staff-key-added = Қызметкерге кілт берілді
journal-kind-staff-removed = Қызметкердің кіру құқығы тоқтатылды
journal-kind-organisation-described = Ұйым туралы мәліметтер жазылды
journal-kind-policy-published = Саясаттың редакциясы жарияланды
journal-kind-document-published = Ішкі құжаттың редакциясы жарияланды
journal-kind-acquaintance-signed = Қызметкер құжатпен танысты
journal-kind-training-recorded = Қызметкерді оқыту жазылды
journal-kind-staff-described = Қызметкер туралы мәліметтер жазылды
journal-kind-device-described = Жұмыс орны туралы мәліметтер жазылды
journal-kind-patient-registered = Пациент тіркелді
journal-kind-patient-amended = Пациенттің деректері өзгертілді
journal-kind-consent-given = Пациент келісім берді
journal-kind-consent-refused = Пациент келісім беруден бас тартты
journal-kind-consent-withdrawn = Пациент келісімді кері қайтарып алды
journal-kind-consent-annulled = Келісім туралы жазба қате енгізілген деп танылды
journal-kind-consent-filed = Қол қойылған келісім парағы тігілді
journal-kind-relation-set = Пациенттің атынан кім әрекет ететіні жазылды
journal-kind-relation-ended = Пациенттің атынан енді әрекет етпейтіні жазылды
journal-kind-list-opened = Пациенттер тізімі ашылды
journal-kind-list-opened-search = Пациенттерді іздеу ашылды
journal-kind-list-opened-today = Бір күннің пациенттер тізімі ашылды
journal-kind-list-opened-lookalikes = Ұқсас карточкалар көрсетілді
journal-kind-list-opened-journal = Журнал оқылды
journal-kind-list-shown = Пациенттер тізімінің жолдары көрсетілді
journal-kind-card-opened = Пациенттің карточкасы ашылды
journal-kind-field-revealed = Карточканың жасырын өрісі көрсетілді
journal-kind-document-released = Құжат басып шығарылды немесе сақталды
journal-kind-journal-exported = Журнал файлға шығарылды
journal-kind-backup-made = Сақтық көшірме жасалып, тексерілді
journal-kind-backup-key-named = Сақтық көшірмелерді ашатын парақ аталды
journal-kind-setting-changed = Зертхананың баптауы өзгертілді
journal-kind-list-opened-expected = Бір күні күтілетіндердің тізімі ашылды
journal-kind-expected-listed = Адам күтілетіндер тізіміне енгізілді
journal-kind-expected-moved = Күтілетін адам басқа күнге ауыстырылды
journal-kind-expected-cancelled = Күтілетін адамның жазбасы болдырылмады
journal-kind-expected-arrived = Күтілген адам келіп, қабылданды
journal-kind-expected-purged = Күтілген адам туралы жазбаны сақтау мерзімі бітіп, деректер жойылды
journal-kind-unknown = Жаңарақ бағдарламаның жазбасы
