### Тапсырыстар (S4): не тапсырылды, тізім, бір тапсырыс, дайындық файлы.

orders-tab = Тапсырыстар
orders-title = Тапсырыстар

## Не тапсырылды

orders-services = Қызметтер
orders-add-hint = Enter қызметті дәл кодымен алады, ↓ мен бос орын пернесі – тізімнен.
orders-add-not-code = Мұндай коды бар қызмет жоқ. Тізімнен ↓ пернесімен таңдаңыз.
orders-offers = Табылған қызметтер
orders-favourites = Таңдаулылар
orders-last = Өткен жолғыдай
orders-last-none = Бұрынғы тапсырыс жоқ
orders-last-card = Алдымен карточканы таңдаңыз
orders-drop = Алып тастау: { $code }
orders-code = Коды
orders-service = Қызмет
orders-tube = Пробирка
orders-price = Бағасы
orders-fasting = аш қарынға
orders-cito = CITO, кезектен тыс
orders-funding = Кім төлейді
orders-funding-paid = пациент (ақылы)
orders-funding-osms = МӘМС
orders-funding-gobmp = ТМККК
orders-funding-contract = шарт бойынша
orders-funding-insurance = ЕМС
orders-counterparty = Ұйым немесе сақтандыру компаниясы
orders-referrer = Кім жіберді
orders-sampled = Материал қашан алынды
orders-sampled-hint = Бүгінгі уақыт, мысалы 8:30, немесе күні мен уақыты.
orders-receipt = Чек нөмірі
orders-receipt-hint = Төленген болса, кассаның чегінен.
orders-total = Барлығы
orders-due = Төленуі керек
orders-due-of = Төленуі керек: { $amount }
orders-nothing-due = Пациент төлемейді
orders-labels = Пробирка саны: { $tubes }
orders-given = Тапсырыс нөмірі
orders-claim = Алу коды
orders-claim-keep = Слипті беріңіз: онда нөмір мен код бар. Тапсырыс солар бойынша беріледі. Экранда код қайтып көрінбейді.

## Тізім

orders-find = Тапсырыс нөмірі
orders-find-go = Табу
orders-scan = Сканер
orders-scan-find = тапсырысты ашады
orders-scan-ready = дайын деп белгілейді
orders-scan-done = Дайын деп белгіленді: { $number }
orders-filter = Көрсету
orders-filter-all = барлығы
orders-filter-unpaid = төленбегендер
orders-filter-questioned = сұрағы барлар
orders-number = Нөмірі
orders-whose = Кімдікі
orders-state = Күйі
orders-sum = Сомасы
orders-anonymous = карточкасыз
orders-none = Мұндай тапсырыс жоқ
orders-next = Тағы көрсету
orders-unpaid = төленбеген
orders-shared = Жұмыс орындарының нөмір префиксі бірдей: { $desks }. Тапсырыс нөмірлері сәйкес келуі мүмкін – аты бойынша таңдаңыз. Әкімшіге хабарлаңыз.
orders-state-placed = ресімделді
orders-state-ready = дайын
orders-state-cancelled = болдырылмады
orders-state-handed-over = берілді
orders-state-moved = көшірілді
orders-question = сұрақ
orders-question-state = Жұмыс орындары бір-бірінен хабарсыз әртүрлі белгілеген. Шын күйін қайта белгілеңіз.
orders-question-terms = Қызметтер екі жұмыс орнында өзгертілген. Дұрысын сақтаңыз.
orders-question-payment = Төлем әртүрлі белгіленген. Белгіні алып тастаңыз немесе дұрысын қойыңыз.
orders-open = Тапсырысты ашу: { $number }
orders-lies-ready = дайын тапсырыс жатыр, күні { $date }

## Бір тапсырыс

orders-pick = Тапсырысты тізімнен таңдаңыз немесе заттаңбаны сканерлеңіз.
orders-ready = Дайын деп белгілеу
orders-hand-over = Беру
orders-cancel = Тапсырысты болдырмау
orders-reopen = Қате белгіні алып тастау
orders-change = Өзгерту
orders-pay = Төлемді белгілеу
orders-unpay = Төлем белгісін алып тастау
orders-move = Тапсырысты көшіру
orders-to = Кімге
orders-to-person = пациенттің өзіне
orders-to-representative = өкіліне
orders-to-designated = өзі атаған адамға
orders-to-attorney = сенімхат бойынша
orders-who = Тегі, аты, әкесінің аты
orders-basis = Сенімхат
orders-basis-hint = Нөмірі, күні, кім берген, қай күнге дейін
orders-seen = Құжат көрсетілді, адам мен деректер сәйкес
orders-seen-type = Құжат
orders-seen-number = Құжаттың нөмірі
orders-signed = Қолы
orders-signed-paper = актіде
orders-signed-pad = экранда
orders-sign-again = Қайта қол қою
orders-given-other = басқа адамға
orders-print-act = Беру актісі
orders-given-person = пациенттің өзіне
orders-given-representative = пациенттің өкіліне
orders-given-designated = пациент атаған адамға
orders-given-attorney = сенімхат бойынша
orders-document-id-card = жеке куәлік
orders-document-passport = Қазақстан Республикасы азаматының паспорты
orders-document-residence-permit = ықтиярхат
orders-document-foreign-passport = шет мемлекеттің паспорты
orders-document-birth-certificate = туу туралы куәлік
orders-document-digital = цифрлық құжат (eGov Mobile)
orders-document-other = басқа құжат
orders-claim-typed = Слиптегі алу коды
orders-amount = Сомасы, ₸
orders-amount-hint = Бос болса – төленуі керек соманың бәрі.
orders-move-why = Тапсырыс сол нөмірімен басқа карточкаға өтеді. Заттаңбалар мен слипті қайта беріңіз.
orders-move-to = Қай карточкаға
orders-move-chosen = Мына карточкаға: { $name }
orders-move-consents = Келісім осы карточкаға тапсырыспен бірге қате жазылған:
orders-steps = Не болды
orders-paid-by = Төленді: { $amount }, чек { $receipt }
orders-papers = Тапсырыс қағаздары
orders-print-slip = Слип
orders-print-labels = { $count } заттаңба
orders-print-tube = Заттаңба: { $tube }
orders-relabel = Жаңа заттаңбаларды жапсырыңыз: { $tubes }.
orders-given-to = кімге: { $name }
orders-anonymous-allow = Карточкасыз тапсырыс қабылдау
orders-anonymous-new = Карточкасыз тапсырыс
orders-anonymous-why = Аты да, хабарлама да жоқ: тек нөмір мен алу коды.
orders-anonymous-place = Ресімдеу
orders-anonymous-print = Ресімдеп, басып шығару
orders-unpaid-shift = Төленбеген тапсырыстар: { $count }
orders-unpaid-none = Төленбеген тапсырыс жоқ.
orders-card-none = Тапсырыс жоқ

## Дайындық файлы

orders-file = Файлдан дайындық
orders-file-why = Тапсырыс нөмірлері бар XLSX немесе CSV файлы. Басқа бағандар оқылмайды.
orders-file-header = Бірінші жолда бағандардың атаулары тұр
orders-file-counts = Жол саны: { $rows }. Белгіленеді: { $good }. Бұрыннан дайын: { $already }. Ештеңе белгілемейді: { $bad }.
orders-file-go = Дайын деп белгілеу: { $count }
orders-file-progress = Қаралған жолдар: { $done }, барлығы { $rows }
orders-file-done = Дайын деп белгіленді: { $marked }. Бұрыннан дайын: { $already }. Ештеңе белгілемеді: { $refused }.
orders-file-stop = Тоқтату
orders-file-stopped = Тоқтатылды. Белгіленгені қалды. Жалғастыру үшін сол файлды қайта белгілеңіз.
orders-file-bad = Ештеңе белгілемейтін жолдар: { $count }
orders-file-typed = Жолда не тұр

## Дайын тапсырыстар тізімдері салынатын қалта

orders-folder-title = Қалтадан дайындық
orders-folder-why = Анализатор немесе зертхана бағдарламасы қалтаға дайын тапсырыстардың тізімін (XLSX немесе CSV) салады. Бұл жұмыс орны оларды өзі дайын деп белгілейді және пациенттерге хабарламаларды кезекке қояды. Файлдар тек оқылады: көшірілмейді де, жойылмайды да.
orders-folder-path = Тізімдер қалтасы
orders-folder-path-hint = Толық жолы. Бос болса, жұмыс орны өзі ештеңе белгілемейді.
orders-folder-saved = Жазылды. Жұмыс орны ашық тұрғанда тізімдер белгіленеді.
orders-folder-off = Жазылды. Жұмыс орны өзі ештеңе белгілемейді.
orders-folder-today = Бүгін қалтадан белгіленді: { $marked }, соңғысы сағат { $at }.
orders-folder-none = Бүгін қалтадан ештеңе белгіленген жоқ.
orders-folder-already = Бұрыннан дайын: { $count }.
orders-folder-bad = Ештеңе белгілемеген жолдар: { $count }.
orders-folder-file = { $name }, { $at }. Белгіленді: { $marked }. Белгіленбеген жолдар: { $bad }.
orders-folder-fault = { $name }. Файлдан ештеңе белгіленген жоқ.
orders-folder-look = Қарау
orders-folder-look-at = Файлды қарау: { $name }
