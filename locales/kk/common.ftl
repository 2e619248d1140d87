### Көптеген экран мен қағазға ортақ сөздер.

common-app = Тіркеу
common-language-kk = Қазақша
common-language-ru = Русский

## Әрекеттер

common-save = Сақтау
common-save-and-print = Сақтау және басып шығару
common-cancel = Болдырмау
common-close = Жабу
common-back = Артқа
common-next = Әрі қарай
common-yes = Иә
common-no = Жоқ
common-open = Ашу
common-change = Өзгерту
common-add = Қосу
common-remove = Алып тастау
common-print = Басып шығару
common-search = Іздеу
common-retry = Қайталау
common-done = Дайын
common-copy = Көшіру
common-show = Көрсету
common-hide = Жасыру
common-continue = Жалғастыру
common-sign-in = Кіру
common-lock = Экранды құлыптау

## Күйлер

common-saved = Сақталды
common-not-saved = Сақталмады
common-loading = Жүктелуде
common-optional = міндетті емес
common-required = міндетті
common-not-given = көрсетілмеген
common-nothing-found = Ештеңе табылмады
common-draft-kept = Қаралама сақталды
common-offline = байланыс жоқ
common-training = Оқу режимі: хабарламалар жіберілмейді, деректер ойдан алынған
common-update-program = Бағдарламаны жаңартыңыз
common-checked-with-document = құжатпен салыстырып тексерілді

## Уақыт

common-date = Күні
common-time = Уақыты
common-today = Бүгін
common-clock-differs = сағаттар сәйкес келмеген
common-almaty-time = Алматы уақыты (UTC+5)
common-working-days-left = { $days } жұмыс күні қалды
common-working-days-overdue = мерзімі { $days } жұмыс күні бұрын өтті
common-years-old = { $years } жас

## Ұйым

common-organisation = Ұйым
common-bin = БСН
common-bin-full = Бизнес сәйкестендіру нөмірі
common-address = Мекенжайы
common-phone = Телефоны
common-email = Электрондық поштасы
common-director = Директор
common-policy = Саясат
common-revision = Редакция
common-effective-date = Күшіне ену күні

## Адамдар

common-patient = Пациент
common-patients = Пациенттер
common-card = Карточка
common-iin = ЖСН
common-iin-full = Жеке сәйкестендіру нөмірі
common-full-name = Тегі, аты, әкесінің аты (бар болса)
common-surname = Тегі
common-given-name = Аты
common-patronymic = Әкесінің аты (бар болса)
common-birth-date = Туған күні
common-sex = Жынысы
common-sex-male = ер
common-sex-female = әйел
common-contact-phone = Байланыс телефоны
common-email-optional = Электрондық пошта (бар болса)
common-home-address = Тұрғылықты жерінің мекенжайы
common-signature = Қолы
common-reason = Себебі

## Жеке басты куәландыратын құжаттар

common-document = Жеке басты куәландыратын құжат
common-document-number = Құжаттың нөмірі
common-document-issued-on = Берілген күні
common-document-issued-by = Кім берген
common-document-identity-card = жеке куәлік
common-document-passport = паспорт
common-document-residence-permit = тұруға ықтиярхат
common-document-stateless = азаматтығы жоқ адамның куәлігі
common-document-refugee = босқын куәлігі
common-document-foreign-passport = шетел азаматының паспорты
common-document-birth-certificate = туу туралы куәлік
common-document-digital = цифрлық құжат (eGov Mobile)

## Қызметкерлер

common-role-registrar = тіркеуші
common-role-manager = зертхана басшысы
common-registration-desk = тіркеу бөлімі
common-login = Кіру аты
common-password = Құпиясөз

## Келісім бір сөзбен

common-consent-present = келісім бар
common-consent-stale = келісім ескірген
common-consent-refused = келісім беруден бас тарту
common-consent-absent = келісім жоқ
common-consent-withdrawn = келісім кері қайтарып алынған
common-consent-by-mistake = қате енгізілген
