### Баптаудағы сканерді тексеру және экранның төменгі жағындағы соңғы скан туралы жол.

scanner-title = Сканер
scanner-why = Сканер не жіберді, қандай жылдамдықпен және бағдарлама одан нені түсінді. Оқылған код еш жерге жазылмайды, осы беттен шыққанда жойылады.
scanner-area = Сынап көретін орын
scanner-area-hint = Меңзерді осында қойып, заттаңбаны, құжатты немесе кез келген штрихкодты сканерлеңіз.
scanner-none = Әзірге ештеңе сканерленген жоқ.
scanner-kind = Танылғаны
scanner-kind-iin = ЖСН
scanner-kind-order = тапсырыс нөмірі
scanner-kind-service = қызмет коды
scanner-kind-unknown = танылмады
scanner-text = Пернелер бойынша оқылғаны
scanner-whole = Түгел көрсету
scanner-check = Бақылау цифры
scanner-check-good = сәйкес келеді
scanner-check-order = оны «Тапсырыстар» беті тексереді
scanner-count = Таңба саны
scanner-pause = Ең ұзақ кідіріс
scanner-pause-good = { $ms } мс, { $limit } мс шегінен аспайды
scanner-pause-slow = { $ms } мс, ал шегі { $limit } мс
scanner-pause-ms = Кідіріс, мс
scanner-end = Соңында
scanner-end-enter = Enter
scanner-end-tab = Tab
scanner-end-none = ештеңе жоқ
scanner-layout = Пернетақта тілі
scanner-layout-same = таңбаларды өзгертпейді
scanner-layout-differs = басқа таңбалар берер еді; бағдарлама пернелердің өзін оқиды, сондықтан код дұрыс
scanner-advice = Сканерде нені баптау керек
scanner-advice-good = Ештеңені: мұндай кодты бағдарлама кез келген экранда оқиды.
scanner-advice-slow = Таңбалар арасындағы кідірісті (inter-character delay) 0–10 мс етіп азайтыңыз: баяу келген кодты бағдарлама пернеден терілген мәтін деп қабылдайды.
scanner-advice-end = Кодтан кейін Enter (CR) жіберуді қосыңыз: онсыз бағдарлама кодтың аяқталғанын білмейді.
scanner-advice-short = 6 таңбадан қысқа кодты бағдарлама пернеден терілген мәтін деп қабылдайды: ұзағырақ код басып шығарыңыз.
scanner-advice-strange = Таңбалардың бір бөлігі әдеттегі пернелермен келген жоқ. Сканерде USB-пернетақта (HID) режимін және АҚШ пернетақтасын (US) таңдап, Alt арқылы енгізуді өшіріңіз.
scanner-advice-extra = Нөмірдің жанында артық таңбалар бар. Сканерде префиксті және код түрінің белгісін (AIM ID) өшіріңіз, кодтан кейін Enter ғана қалсын.
scanner-advice-unknown = Сканер дұрыс бапталған, бірақ бұл код ЖСН де, тапсырыс нөмірі де, қызмет коды да емес: экран оны танымайды.
scanner-recent = Алдыңғы сынақтар

## Экранның төменгі жағындағы жол

scanner-status-taken = Сканер { $time }: { $what }
scanner-status-unused = Сканер { $time }: { $what }, бұл экранда қолданылмайды
scanner-status-unknown = Сканер { $time }: код танылмады
scanner-status-no-service = Сканер { $time }: мұндай коды бар қызмет жоқ
