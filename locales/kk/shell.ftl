### Экран айналасындағы терезе: бөлімдер, күй жолағы, көмек.

shell-tab-intake = Қабылдау
shell-tabs = Бөлімдер
shell-language = Тіл
shell-lock = Құлыптау
shell-help = Пернелер
shell-registered-today = Бүгін қабылданды: { $count }
shell-keychain-absent = Кілттер қоймасы жоқ: құпиясөз кемінде 15 таңба болуы керек
shell-kdf-floor = Құпиясөз қорғанысы әлсіретілген
shell-training-mark = Оқу режимі
shell-nothing = Сіздің рөліңізге арналған экран әзірге жоқ. Рөл рұқсат ететін істер керек кезде ұсынылады: сағат, дискідегі орын.
shell-save-pdf = PDF сақтау

## Пернелер

shell-keys-title = Осы экранның пернелері
shell-key-next = келесі өріс
shell-key-back = бір қадам артқа, қаралама сақталады
shell-key-help = осы көмек
shell-key-switch = қызметкерді ауыстыру, қаралама сақталады
shell-key-list = табылған карточкалар тізімі бойынша
shell-key-space = Бос орын пернесі
shell-key-choose = тізімнен карточканы таңдау
shell-key-exact = ЖСН немесе телефон толық сәйкес келсе, карточканы ашу

## Сағат

shell-clock-title = Компьютер сағаты
shell-clock-behind = Компьютер сағаты: { $shown }. Журналдағы соңғы жазба: { $last }. Бұл шешілгенше ештеңе жазылмайды. Күні мен уақытын (UTC+5) дұрыстаңыз.
shell-clock-today = Бүгінгі күн
shell-clock-today-hint = Осы экранға емес, басқа сағатқа қараңыз.
shell-clock-confirm = Сағат дұрысталды
shell-clock-manager = Сағат дұрыс болса, оны зертхана басшысы немесе әкімші бағдарламаға кіріп растайды.

## Қиындықтар

shell-summary-title = Төменде жазылғанды тексеріңіз
shell-paste-cut = Тым көп мәтін қойылды, артығы алып тасталды. Өрісті тексеріңіз.
shell-problem-unknown = Орындалмады. Коды: { $code }
    .hint = Әрекетті қайталаңыз. Көмектеспесе, кодты зертхана басшысына айтыңыз.
shell-problem-trace = Қате туралы жазбаның нөмірі: { $trace }
shell-trouble-title = Бағдарлама деректерді аша алмай тұр

## A recovery sheet that was replaced without the one before

shell-kit-title = Қалпына келтіру парағы ауыстырылды
shell-kit-replaced = Қалпына келтіру парағы жоғалған деп ауыстырылды: { $at }. Ауыстырған: { $by }, «{ $desk }» жұмыс орны.
shell-kit-fingerprint = Жаңа парақтың таңбасы: { $fingerprint }.
shell-kit-alarm = Басшы бұдан хабарсыз болса, сол жұмыс орнын дереу ажыратып, құпиясөзді өзгертіңіз.
shell-kit-accept = Жаңа парақтағы таңба
shell-kit-accept-hint = Бұл жұмыс орнының базасын әзірге бұрынғы парақ ашады
shell-kit-accept-go = Жаңа параққа көшу
