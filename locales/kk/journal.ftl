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
journal-kind-cards-merged = Екі карточка бір адамдікі екені жазылды
journal-kind-cards-parted = Екі карточка екі адамдікі екені жазылды
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
journal-kind-patient-imported = Карточка ескі тізімнен көшірілді
journal-kind-list-opened-legacy = Ескі тізімдегі кімнің карточкасы бар екені көрсетілді
journal-kind-list-opened-family = Өкіл тағы кім үшін жауап беретіні көрсетілді
journal-kind-list-opened-expected = Бір күні күтілетіндердің тізімі ашылды
journal-kind-expected-listed = Адам күтілетіндер тізіміне енгізілді
journal-kind-expected-moved = Күтілетін адам басқа күнге ауыстырылды
journal-kind-expected-cancelled = Күтілетін адамның жазбасы болдырылмады
journal-kind-expected-arrived = Күтілген адам келіп, қабылданды
journal-kind-expected-purged = Күтілген адам туралы жазбаны сақтау мерзімі бітіп, деректер жойылды
journal-kind-unknown = Жаңарақ бағдарламаның жазбасы

## Жазбалар сөйлем түрінде

journal-said-about = { $what }: { $patient }
journal-said-unknown = Жаңарақ бағдарламаның жазбасы, түрі { $kind }
journal-nobody-known = деректер мұнда жоқ
journal-no-role = рөлі жоқ
journal-desk-itself = жұмыс орнының өзі
journal-kind-list-opened-draft = Басқа қызметкердің аяқталмаған формасы алынды
journal-kind-card-opened-full = Карточканың барлық өрісі жасырылмай көрсетілді
journal-kind-journal-exported-bodies = Журнал барлық адамның деректерімен бірге файлға шығарылды
journal-said-field-revealed = Жасырын өріс көрсетілді: «{ $field }»
journal-said-patient-amended = Пациенттің деректері өзгертілді ({ $fields })
journal-said-patient-imported = Карточка ескі тізімнен көшірілді («{ $source }»)
journal-said-list-shown = Тізім жолдары көрсетілді, адам саны: { $count }
journal-said-document-released-preview = Құжат экранда көрсетілді ({ $document })
journal-said-document-released-save = Құжат файлға сақталды ({ $document })
journal-said-document-released-print = Құжат басып шығарылды ({ $document })
journal-said-document-released = Құжат берілді ({ $document })
journal-said-journal-exported = Журнал файлға шығарылды, жазбалар саны: { $count }
journal-said-journal-exported-bodies = Журнал барлық адамның деректерімен бірге файлға шығарылды, жазбалар саны: { $count }
journal-said-sign-in-failed = Сәтсіз кіру әрекеттері: { $count }, соңғысы: { $last }
journal-said-role-set = «{ $role }» рөлі тағайындалды, қызметкер: { $staff }
journal-said-staff-key-added = Кілт берілді, қызметкер: { $staff }, жұмыс орны: { $desk }
journal-said-staff-removed = Кіру құқығы тоқтатылған қызметкер: { $staff }
journal-said-staff-described = Қызметкердің аты жазылды: { $staff }
journal-said-device-enrolled = Қосылған жұмыс орны: { $desk }
journal-said-device-revoked = Ажыратылған жұмыс орны: { $desk }
journal-said-device-described = Сипатталған жұмыс орны: { $desk }
journal-said-policy-published = Саясат жарияланды: { $code }, редакциясы: { $revision }
journal-said-document-published = Ішкі құжат жарияланды: { $code }, редакциясы: { $revision }
journal-said-setting-changed = Баптау өзгертілді: { $setting }
journal-said-training-recorded = Оқыту жазылды: { $topic }
journal-said-acquaintance-signed = Қызметкер құжатпен танысты, редакциясы: { $revision }
journal-said-erasure-receipt = Жұмыс орны жойылғанын растады, жазбалар саны: { $count }
journal-document-1 = келісім парағы
journal-document-2 = пациентке арналған жадынама
journal-document-3 = келісімнің дәлелі
journal-document-4 = қалпына келтіру парағы
journal-document-5 = тізім бойынша кім келді
journal-document-6 = журналдың бақылау парағы
journal-document-7 = карточканы кім ашты
journal-document-8 = ескі тізімнің алынбаған жолдары
journal-document-9 = субъектінің сұрау салу нысаны
journal-setting-data-list = қандай деректер жиналады
journal-setting-cover = экран қашан жабылады
journal-setting-trail-hours = зертхананың жұмыс сағаттары
journal-setting-trail-cards = сағатына қанша карточка көп
journal-setting-training = оқу режимі
journal-setting-expected-days = күтілетіндер туралы жазбалар неше күн сақталады
journal-setting-director-kk = директор (қазақша)
journal-setting-director-ru = директор (орысша)
journal-setting-director-dative-kk = директор, кімге (қазақша)
journal-setting-director-dative-ru = директор, кімге (орысша)
journal-field-surname = тегі
journal-field-name = аты
journal-field-patronymic = әкесінің аты
journal-field-iin = ЖСН
journal-field-birth-date = туған күні
journal-field-sex = жынысы
journal-field-doc-type = құжаттың түрі
journal-field-doc-number = құжаттың нөмірі
journal-field-doc-issued-on = құжаттың берілген күні
journal-field-doc-issued-by = құжатты кім берді
journal-field-doc-checked = құжат салыстырылды
journal-field-phone = телефон
journal-field-phone-owner = телефон кімдікі
journal-field-language = пациенттің тілі
journal-field-kind = ЖСН неге жоқ
journal-field-newborn-number = егіздің нөмірі
journal-field-latin-name = латын әріптерімен аты
journal-field-citizenship = азаматтығы
journal-field-polyclinic = емхана
journal-field-address = мекенжай
journal-field-address-registered = тіркелген мекенжай
journal-field-email = электрондық пошта
journal-field-phone-2 = екінші телефон
journal-field-phone-2-owner = екінші телефон кімдікі
journal-field-supplied-by = деректерді кім хабарлады
journal-field-designated = кімге хабарлауға болады

## Не істелді және немен аяқталды

journal-doing-card = карточка ашылды
journal-doing-reveal = жасырын дерек көрсетілді
journal-doing-list = тізімдер
journal-doing-paper = құжаттар
journal-doing-export = журналды файлға шығару
journal-doing-journal = журналды оқу
journal-doing-patient = пациенттің деректері
journal-doing-consent = келісімдер
journal-doing-expected = күтілетіндер
journal-doing-session = кіру мен шығу
journal-doing-sign-in-failed = сәтсіз кіру
journal-doing-access = рөлдер, кілттер, жұмыс орындары
journal-doing-laboratory = құжаттар мен баптаулар
journal-doing-destruction = деректерді жою
journal-doing-desk = жұмыс орнының өз жазбалары
journal-doing-legacy = ескі базаны көшіру
journal-doing-unknown = бұл бағдарламаға белгісіз
journal-outcome-done = орындалды
journal-outcome-failed = сәтсіз болды
journal-outcome-void = күші жоқ: құқығы болмаған немесе жазба қате
journal-outcome-waiting = басқа жұмыс орнының жазбаларын күтіп тұр
journal-outcome-unknown = бұл бағдарламаға белгісіз

## Бағандар

journal-column-time = Уақыты
journal-column-who = Кім
journal-column-role = Сол кездегі рөлі
journal-column-what = Не
journal-column-desk = Жұмыс орны
journal-column-seq = Жазба нөмірі
journal-column-outcome = Нәтижесі
journal-column-hash = Жазбаның хеші

## Журнал экраны

journal-tab = Журнал
journal-title = Журнал
journal-unchecked = Журнал бұл сеанста әлі толық тексерілген жоқ
journal-check = Журналды тексеру
journal-check-again = Қайта тексеру
journal-checking = Журнал тексерілуде: { $percent } %
journal-check-stop = Тексеруді тоқтату
journal-check-stopped = Тексеру тоқтатылды, соңына жеткен жоқ
journal-filters = Іріктеу
journal-filter-staff = Кім
journal-filter-doing = Не істелді
journal-filter-outcome = Нәтижесі
journal-filter-desk = Жұмыс орны
journal-filter-from = Қай күннен
journal-filter-to = Қай күнге дейін
journal-filter-iin = Пациенттің ЖСН
journal-filter-find = Немесе аты бойынша табу
journal-filter-find-title = Кімнің жазбалары: пациентті табу
journal-filter-any = барлығы
journal-filter-go = Іріктеу
journal-filter-clear = Іріктеуді алып тастау
journal-filter-patient = Тек осы пациент туралы жазбалар: { $patient }
journal-views = Дайын көріністер
journal-view-all = барлық жазба
journal-view-no-intake = қабылдаусыз ашылған карточка
journal-view-out-of-hours = жұмыс уақытынан тыс
journal-view-many-cards = бір сағатта көп карточка
journal-view-reveals = жасырын дерек көрсетілді
journal-view-reprints = қайта басып шығару
journal-view-failed-sign-ins = сәтсіз кіру
journal-view-exports = файлға шығару
journal-view-why-no-intake = Карточка пациент туралы ештеңе жазылмаған күні ашылған. Бұл – бұзушылық емес, сұрауға себеп.
journal-view-why-out-of-hours = Адамдардың сағат { $from }:00 болғанға дейінгі және { $to }:00 болғаннан кейінгі жазбалары.
journal-view-why-many-cards = Бір қызметкер бір сағатта ашқан карточка саны мынадан көп: { $cards }.
journal-view-why-reprints = Сол келісімнің сол құжаты тағы бір рет берілді.
journal-usual = Ненің қалыпты саналатыны
journal-usual-from = Жұмыс басталатын сағат
journal-usual-to = Жұмыс аяқталатын сағат
journal-usual-cards = Сағатына карточка саны, ең көбі
journal-empty = Мұндай жазба жоқ
journal-more-looked = Қаралған бөлікте мұндай жазба жоқ. Әрі қарай қараңыз.
journal-older = Бұрынғылары
journal-newest = Жаңаларына
journal-about = Осы пациент туралы барлық жазба
journal-clock-differs = сағаттар сәйкес келмеген
journal-open = Жазбаны ашу, № { $seq }
journal-hour-cards = карточка саны: { $cards }
journal-hour-show = Карточкаларды көрсету: { $by }, { $day }

## Жазба толығымен

journal-entry = Жазба № { $seq }
journal-entry-header = Қол қойылған деректер
journal-entry-body = Жазбада айтылғаны
journal-entry-erased = Мазмұны жойылған немесе мұнда келмеген. Қолтаңбасы мен журналдағы орны сақталған.
journal-entry-unknown = Мазмұны бұл бағдарламаға белгісіз: жазбаны жаңарақ бағдарлама жасаған.
journal-entry-nothing = Жазбаның түрінен басқа ештеңе айтылмаған.
journal-entry-card = Карточканы ашу
journal-signature-valid = Жұмыс орнының қолтаңбасы дұрыс
journal-signature-broken = Жұмыс орнының қолтаңбасы қате
journal-signature-no-key = Бұл жұмыс орнының кілті белгісіз, қолтаңбаны тексеру мүмкін емес

## Файлға шығару

journal-export = Файлға шығару
journal-export-why = Файлға қазіргі іріктеудегі жазбалар түседі. Шығарудың өзі журналға жазылады.
journal-export-form = Файл түрі
journal-export-csv = CSV
journal-export-xlsx = XLSX
journal-export-jsonl = JSONL, тексеруге арналған толық журнал
journal-export-go = Файлға сақтау
journal-export-rows = Жолдар саны: { $rows }
journal-export-done = Сақталды. Файлдың SHA-256 хеші:

## Бақылау парағы

journal-sheet = Бақылау парағы
journal-sheet-why = Парақты басып шығарып, қол қойып, папкаға салыңыз. Журналдың қайта жазылған-жазылмағаны сол бойынша көрінеді.
journal-sheet-old = Ескі парақты салыстыру
journal-sheet-mark = Парақтағы код
journal-sheet-mark-hint = Кодты сканерлеңіз немесе НӨМІР:ХЕШ түрінде енгізіңіз
journal-sheet-compare = Салыстыру
journal-sheet-agrees = Парақ журналға сәйкес келеді. Жазба: { $seq }, уақыты: { $at }, жұмыс орны: { $desk }. Содан бергі жазбалар саны: { $since }
journal-sheet-differs = Парақ журналға сәйкес келмейді: { $seq } нөмірінде басқа жазба тұр. Журнал қайта жазылған. Жұмыс орны: { $desk }
journal-sheet-ahead = Парақтағы { $seq } нөмірлі жазба журналда жоқ: соңғы жазбалар жетіспейді. Жұмыс орны: { $desk }
journal-sheet-unknown = Бұл жұмыс орнының жазбалары мұнда жоқ. Парақты сол жұмыс орнында салыстырыңыз.
journal-seen-print = Пациент үшін басып шығару
journal-seen-opened = карточка ашылды, нөмірлер жасырылған
journal-seen-edited = карточка түзету үшін ашылды, барлық өріс
journal-seen-revealed = жасырын өріс көрсетілді
journal-seen-listed = тізімдегі жол
journal-seen-document = құжат
