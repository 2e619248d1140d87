### Осы жұмыс орнының принтерлері, басып шығару, әлі басып шығарылмағандар.

printers-title = Принтерлер
printers-why = Әр қағаз қайда басып шығарылады. Баптау тек осы жұмыс орнында қолданылады.
printers-kind-label = Пробирка заттаңбалары
printers-kind-slip = Слип
printers-kind-consent = Келісім парағы
printers-kind-receipt = Келісім туралы растама
printers-kind-other = Қалған қағаздар
printers-printer = Принтер
printers-copies = Көшірме саны
printers-with-save = сақтаумен бірге, F9
printers-own = Жүйе өзі таңдайды
printers-own-named = Жүйе өзі таңдайды: { $printer }
printers-lost = { $printer } (қазір жоқ)
printers-none = Бұл компьютерде бірде-бір принтер жоқ. Оны жүйе баптауында қосып, тізімді жаңартыңыз.
printers-silent = Осы компьютердің басып шығару қызметі жауап бермейді. Таңдалғаны сақталады, әзірге басып шығару мүмкін емес.
printers-again = Тізімді жаңарту
printers-label = Заттаңба
printers-width = Ені, мм
printers-height = Биіктігі, мм
printers-dpi = Дюймдегі нүкте саны
printers-dpi-hint = Әдетте 203, кейде 300 немесе 600.
printers-saved = Жазылды. Осы жұмыс орнында қолданылады.
printers-test = Сынақ заттаңбасы
printers-test-why = Аты жоқ, нөмірі ешбір тапсырыста кездеспейтін заттаңба басып шығарылады. Жиегі түгел көрінуі, штрихкоды сканермен оқылуы керек.
printers-test-unsaved = Алдымен сақтаңыз: жазылған баптау бойынша басып шығарылады.
printers-proof = сынақ
printers-proof-letters = ӘҒҚҢӨҰҮҺІ Ёё

printers-list = Компьютердің принтерлері
printers-name = Атауы
printers-now = Қазір
printers-waiting = Кезекте
printers-default = жүйе таңдаған
printers-state-idle = дайын
printers-state-printing = басып шығаруда
printers-state-stopped = тоқтатылған
printers-state-refuses = тапсырма қабылдамайды

printers-print = Басып шығару
printers-sent-out = Басып шығарылды. Принтер: { $printer }
printers-sent-queued = Принтерге берілді: { $printer }
printers-sent-stuck = Принтерде күтіп тұр, { $printer }: { $reason }
printers-sent-failed = Басып шығарылмады, принтер { $printer }: { $reason }
printers-kept = Қағаз басып шығарылмағандар тізімінде қалды.
printers-after-busy = Басып шығарылуда…
printers-after-out = Басып шығаруға берілді: { $papers }
printers-after-waits = Басып шығарылмады: { $papers } –
printers-pieces-label = { $count } заттаңба
printers-pieces-slip = { $count ->
    [1] слип
   *[other] { $count } слип
}
printers-pieces-receipt = { $count ->
    [1] келісім туралы растама
   *[other] келісім туралы { $count } растама
}
printers-key-last = соңғы пациенттің қағаздарын басып шығару
printers-last-none = Кіргеннен бері әлі ешкім сақталған жоқ.

printers-status = Басып шығарылмады: { $count }
printers-unprinted = Әлі басып шығарылмағандар
printers-unprinted-why = Тізімде аты-жөндер жоқ. Әр қайталап басып шығару журналға жазылады.
printers-unprinted-none = Бәрі басып шығарылды.
printers-paper = Қағаз
printers-at = Қашан
printers-what = Күйі
printers-print-all = Бәрін басып шығару
printers-print-one = Қайта басып шығару
printers-drop = Тізімнен алып тастау
printers-row-asked = принтерге берілмеді
printers-row-queued = принтерде, басып шығарылып жатыр
printers-row-stuck = принтерде күтіп тұр: { $reason }
printers-row-failed = басып шығарылмады: { $reason }

printers-reason-paper-out = қағаз бітті
printers-reason-paper-wrong = басқа өлшемдегі қағаз керек
printers-reason-paper-jam = қағаз тұрып қалды
printers-reason-cover-open = қақпағы ашық
printers-reason-ink-out = бояуы немесе лентасы бітті
printers-reason-offline = принтер жауап бермейді
printers-reason-paused = принтер тоқтатылған
printers-reason-held = тапсырма кідіртілген
printers-reason-paper-low = қағаз аз қалды
printers-reason-ink-low = бояу аз қалды
printers-reason-other = принтерді қарап шығу керек
printers-reason-stopped = принтер осы тапсырмада тоқтап қалды
printers-reason-cancelled = тапсырма кезектен алынды
printers-reason-failed = басып шығару қызметі тапсырманы орындамады
printers-reason-silent = басып шығару қызметі жауап бермейді
printers-reason-gone = принтер енді жоқ
printers-reason-none = принтер таңдалмаған
printers-reason-refuses = принтер тапсырма қабылдамайды
printers-reason-format = принтер PDF басып шығармайды
printers-reason-refused = басып шығару қызметі қабылдамады
