### Хабарламалар (S5): жіберу кезегі, әлі айтылмағандар, бір тапсырыстың хабарламалары, жұмыс орнының арналары.

notices-tab = Хабарламалар
notices-title = Хабарламалар

## What the person is sent. `{ $number }` is the order's number; `{ $phone }` the laboratory's phone; nothing else may stand there

notices-text-ready = №{ $number } тапсырыс дайын. Жеке куәлігіңізді ала келіңіз.
notices-text-short = №{ $number } тапсырыс дайын.
notices-text-part = №{ $number } тапсырыс ішінара дайын. Қалғаны туралы хабарлаймыз.
notices-text-late = №{ $number } тапсырыс кешігеді. Дайын болғанда хабарлаймыз.
notices-text-call = №{ $number } тапсырыс бойынша қоңырау шалыңыз: { $phone }

## The last line of the window

notices-status-queued = кезектегі хабарламалар: { $count }
notices-status-unknown = нәтижесі белгісіз хабарламалар: { $count }
notices-status-none = хабарламалар: кезек жоқ

## The list

notices-filter = Көрсету
notices-filter-untold = дайын, хабарланбаған
notices-filter-queued = кезекте
notices-filter-sending = жіберіліп жатқан
notices-filter-accepted = шлюз қабылдаған
notices-filter-delivered = жеткізілген
notices-filter-failed = жеткізілмеген
notices-filter-unknown = нәтижесі белгісіз
notices-filter-dropped = кезектен алынған
notices-state-queued = Кезекте
notices-state-sending = Жіберіліп жатыр
notices-state-accepted = Шлюз қабылдады
notices-state-delivered = Жеткізілді
notices-state-failed = Жеткізілмеді
notices-state-unknown = Нәтижесі белгісіз
notices-state-dropped = Кезектен алынды
notices-none = Хабарлама жоқ
notices-none-untold = Дайын тапсырыстардың бәрі туралы хабарланған немесе хабарлама кезекте тұр
notices-order = Тапсырыс
notices-whose = Кімдікі
notices-state = Күйі
notices-channel-sms = SMS
notices-channel-email = Эл. пошта
notices-figures = 30 күнде
notices-count = Саны
notices-next = Әрі қарай
notices-open-order = Тапсырысты ашу: { $number }
notices-by = Кезекке қойған: { $by }
notices-sender = Жіберетін жұмыс орны: { $desk }
notices-disputed = Бұл хабарламаны жіберу екі жұмыс орнына тапсырылған. Басшы біреуіне тапсырмайынша, оны ешкім жібермейді.
notices-parts = SMS бөліктері: { $parts }
notices-price = құны: { $price }
notices-again-reason = Қайта жіберу себебі: { $reason }
notices-why-not = Неге хабарланбады

## What is said of an order

notices-about = Не туралы хабарлау керек
notices-about-none = таңдаңыз
notices-about-ready = тапсырыс дайын
notices-about-part = бір бөлігі дайын
notices-about-late = тапсырыс кешігеді
notices-about-call = қоңырау шалуды сұраймыз

## Why messages wait

notices-hold-quiet = Бұл сағаттарда ешкімді мазаламаймыз. Хабарламалар сағат { $until } болғанда жіберіледі.
notices-hold-exchange = Бұл жұмыс орны басқаларымен көптен алмасқан жоқ. Хабарламалар алмасқаннан кейін жіберіледі: біреу келісімін кері қайтарып алған болуы мүмкін.
notices-hold-cap = Бүгінгі хабарламалар шегіне жетті. Қалғандары ертең жіберіледі.
notices-hold-paused = Жіберу тоқтап тұр: { $cause }. Келесі әрекет уақыты: { $until }.
notices-hold-stopped = Хабарламаларды «{ $desk }» жұмыс орны жіберетін, ол енді жұмыс істемейді. Басшы жіберуді басқа жұмыс орнында баптаулардың «Хабарламалар» бөлімінде қосып, кезекті соған алады.
notices-hold-low = Шлюздегі шотта аз қалды: { $balance }. Шотты толтырыңыз: ақша біткенде SMS кетпейді.
notices-hold-unset = Бірде-бір жұмыс орны хабарлама жібермейді. Жіберуді басшы баптаулардың «Хабарламалар» бөлімінде қосады.

## What may be done

notices-tell-sms = SMS арқылы хабарлау
notices-tell-email = Эл. пошта арқылы хабарлау
notices-again = Қайта жіберу
notices-again-why = Неге қайта жіберіледі
notices-again-unknown = Алдыңғы хабарламаның кеткен-кетпегені белгісіз. Адам оны екі рет алуы мүмкін.
notices-take-back = Кезектен алу
notices-take-over = Осы жұмыс орнынан жіберу
notices-take-over-all = Бүкіл кезекті осы жұмыс орнына алу
notices-taken = Алынды. Хабарламалар алмасудан кейін он минуттан соң жіберіледі: бұрынғы жұмыс орны бірдеңе жіберіп қойған болуы мүмкін.
notices-before = Алдыңғы хабарлама: { $cause }
notices-shared = Бұл мекенжай пациентке қатысы жоқ тағы { $count } адамда жазылған. Кімдікі екенін сұраңыз. Ең қысқа мәтін жіберіледі.
notices-shared-yes = Тексерілді: осында жіберілсін
notices-preview = Жіберілетін мәтін: «{ $text }»
notices-of-order = Пациентке хабарламалар

## Why a message stands as it does

notices-cause-other = шлюздің жауабы: «{ $code }»
notices-cause-by-hand = кезектен қызметкер алды
notices-cause-program-ended = жауап келгенше бағдарлама жабылып қалды
notices-cause-not-found = шлюз мұндай хабарлама алмаған
notices-cause-notice-shared = бұл мекенжай енді басқа адамдарда да жазылған
notices-cause-network = шлюзбен байланыс жоқ
notices-cause-timeout = шлюз уақытында жауап бермеді
notices-cause-broken = байланыс жарты жолда үзілді
notices-cause-certificate = шлюздің сертификаты расталмады
notices-cause-encryption = шифрланған байланыс орнамады
notices-cause-login = логин, құпиясөз немесе кілт қабылданбады
notices-cause-account = шлюздегі есептік жазба жұмыс істемейді
notices-cause-money = шлюздегі шотта ақша таусылды
notices-cause-ip-blocked = шлюз бұл желі мекенжайын қабылдамайды
notices-cause-rate = тым жиі, шлюз күте тұруды сұрайды
notices-cause-busy = шлюз бос емес
notices-cause-settings = арнаның баптаулары сай келмейді
notices-cause-server-fault = шлюзде ақау бар
notices-cause-bad-answer = шлюздің жауабы түсініксіз
notices-cause-bad-sender = жіберуші шлюзде мақұлданбаған
notices-cause-later = алушының сервері кейінірек жіберуді сұрайды
notices-cause-duplicate = шлюз хабарламаны қайталау деп есептеді
notices-cause-bad-address = шлюз мұндай мекенжайды қабылдамады
notices-cause-no-recipient = мұндай алушы жоқ
notices-cause-bad-text = шлюз мәтінді қабылдамады
notices-cause-forbidden = шлюз мұндай мәтінге, жіберушіге немесе мекенжайға тыйым салады
notices-cause-rejected = шлюз хабарламаны қабылдамай тастады
notices-cause-undelivered = жеткізу мүмкін болмады
notices-cause-expired = жеткізу мерзімі өтті
notices-cause-stopped = жіберу шлюзде тоқтатылған

## The channels of a desk and the words of the laboratory

notices-set-title = Хабарламалар
notices-set-lead = Келісім берген пациентке тапсырысы дайын болғанын бағдарлама өзі хабарлайды. Мәтін бұл қандай тапсырыс екенін білдірмейді.
notices-set-sms = SMS
notices-set-email = Электрондық пошта
notices-set-gateway = Бұл жұмыс орны не арқылы жібереді
notices-set-gateway-none = жібермейді
notices-set-gateway-mobizon = Mobizon.kz
notices-set-gateway-smsc = SMSC.kz
notices-set-gateway-smtp = пошта сервері
notices-set-gateway-training = оқу шлюзі: бәрі көрінеді, ештеңе кетпейді
notices-set-elsewhere = Қазір «{ $desk }» жұмыс орны жібереді. Сақтасаңыз, осы жұмыс орны жіберетін болады.
notices-set-here = Осы жұмыс орны жібереді
notices-set-login = Логин
notices-set-key = API кілті
notices-set-password = Құпиясөз
notices-set-secret-kept = Осы жұмыс орнында сақтаулы. Өзгертпеу үшін бос қалдырыңыз.
notices-set-secret-hint = Тек осында, шифрланған базада сақталады
notices-set-address = Шлюздің мекенжайы
notices-set-address-hint = Бос болса: шлюздің әдеттегі мекенжайы
notices-set-host = Пошта сервері
notices-set-port = Порт
notices-set-port-hint = Бос болса: 465, STARTTLS болса 587
notices-set-starttls = STARTTLS арқылы қосылу
notices-set-from = Жіберушінің пошта жәшігі
notices-set-sender = SMS жіберушісі: «{ $sender }». Адам оны келісімнен көреді. «Деректер тізбесі» бөлімінде өзгертіледі.
notices-set-named = Келісімде аталған шлюз: «{ $named }». Хабарламалар дәл сол арқылы жіберілуі тиіс.
notices-set-sender-none = SMS жіберушісі көрсетілмеген. Оны «Деректер тізбесі» бөлімінде жазыңыз: адам оны келісімнен көруі керек.
notices-set-low = Шотта осыдан аз қалса, ескерту
notices-set-low-hint = Бос болса: 1000. Шот сағатына бір рет сұралады
notices-set-save = Арнаны сақтау
notices-set-check = Байланысты тексеру
notices-set-checked = Байланыс бар, кіру деректері қабылданды
notices-set-balance = Шотта: { $balance }
notices-set-rules = Қашан және кімге
notices-set-quiet-from = Мазаламау: сағат нешеден
notices-set-quiet-to = сағат нешеге дейін
notices-set-quiet-hint = Алматы уақыты. Әдетте 21-ден 8-ге дейін
notices-set-cap = Күніне ең көбі неше хабарлама
notices-set-foreign = Шетелдік нөмірлерге жазу
notices-set-texts = Мәтіндер
notices-set-texts-hint = { "{n}" } орнына тапсырыс нөмірі, { "{phone}" } орнына зертхананың телефоны қойылады. Мәтінде зертхананың, талдаулардың атауы және сілтеме болмайды: жүгіну фактісінің өзі құпия (Денсаулық туралы кодекстің 273-бабы).
notices-set-wording-ready = Пациентке: тапсырыс дайын
notices-set-wording-short = Ортақ немесе бөтен телефонға: тапсырыс дайын
notices-set-wording-part = Бір бөлігі дайын
notices-set-wording-late = Тапсырыс кешігеді
notices-set-wording-call = Қоңырау шалуды сұрау
notices-set-in-kk = { $what }, қазақша
notices-set-in-ru = { $what }, орысша
notices-set-length = Ең ұзын жағдайдағы таңбалар: { $units } / { $single }
notices-set-long = Ең ұзын жағдайдағы таңбалар: { $units } / { $single }. Бөлініп кетеді, бөлік саны: { $parts }, әрқайсысы ақылы. Мәтінді қысқартыңыз.
