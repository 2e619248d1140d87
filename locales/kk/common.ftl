### Көптеген экран мен қағазға ортақ сөздер.

common-app = Тіркеу
common-language-kk = Қазақша
common-language-ru = Русский

## Әрекеттер

common-save = Сақтау
common-cancel = Болдырмау
common-close = Жабу
common-back = Артқа
common-next = Әрі қарай
common-yes = Иә
common-change = Өзгерту
common-retry = Қайталау
common-continue = Жалғастыру
common-sign-in = Кіру

## Күйлер

common-saved = Сақталды
common-loading = Жүктелуде
common-optional = міндетті емес
common-required = міндетті
common-not-given = көрсетілмеген
common-nothing-found = Ештеңе табылмады
common-training = Оқу режимі: хабарламалар жіберілмейді, деректер ойдан алынған
common-update-program = Бағдарламаны жаңартыңыз

## Уақыт

common-date = Күні
common-time = Уақыты
common-working-days-left = { $days } жұмыс күні қалды
common-years-old = { $years } жас

## Ұйым

common-organisation = Ұйым
common-bin = БСН
common-address = Мекенжайы
common-phone = Телефоны
common-email = Электрондық поштасы
common-policy = Саясат
common-revision = Редакция
common-effective-date = Күшіне ену күні

## Адамдар

common-patients = Пациенттер
common-card = Карточка
common-iin = ЖСН
common-full-name = Тегі, аты, әкесінің аты (бар болса)
common-surname = Тегі
common-given-name = Аты
common-birth-date = Туған күні
common-sex = Жынысы
common-sex-male = ер
common-sex-female = әйел
common-contact-phone = Байланыс телефоны
common-reason = Себебі

## Жеке басты куәландыратын құжаттар

common-document-number = Құжаттың нөмірі
common-document-issued-on = Берілген күні
common-document-issued-by = Кім берген
common-document-identity-card = жеке куәлік
common-document-passport = паспорт
common-document-residence-permit = тұруға ықтиярхат
common-document-foreign-passport = шетел азаматының паспорты
common-document-birth-certificate = туу туралы куәлік
common-document-digital = цифрлық құжат (eGov Mobile)

## Қызметкерлер

common-role-registrar = тіркеуші
common-role-senior = аға тіркеуші
common-role-manager = зертхана басшысы
common-role-administrator = әкімші
common-role-auditor = аудитор
common-login = Кіру аты
common-password = Құпиясөз

## Келісім бір сөзбен

common-consent-present = келісім бар
common-consent-stale = келісім ескірген
common-consent-refused = келісім беруден бас тарту
common-consent-absent = келісім жоқ
common-consent-destroyed = деректер жойылған
common-consent-withdrawn = келісім кері қайтарып алынған
common-consent-by-mistake = қате енгізілген
