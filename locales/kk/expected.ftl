### Кім күтіледі: күннің тізімі, тағы бір адам, жүктелген тізім, жұмыс берушіге арналған парақ.

expected-tab = Күтілетіндер
expected-title = Күтілетіндер: { $day }
expected-counts = Тізімде барлығы: { $all }. Күтілуде: { $waiting }. Келді: { $came }. Болдырылмады: { $off }.
expected-none = Бұл күні ешкім күтілмейді.
expected-page = Жолдар: { $first }–{ $last }, барлығы { $all }

## Күн

expected-days = Күнді таңдау
expected-day = Күні
expected-before = Алдыңғы күн
expected-after = Келесі күн
expected-today = Бүгін
expected-show = Көрсету

## Жол

expected-who = Кім келеді
expected-numbers = ЖСН, телефон
expected-from = Жазба қайдан
expected-state = Күйі
expected-acts = Әрекеттер
expected-nameless = Тегі көрсетілмеген
expected-of-list = тізім: { $list }
expected-booked-by = жаздырған адам: { $name }
expected-paid-by = төлейтін: { $name }
expected-state-waiting = күтілуде
expected-state-came = келді
expected-state-off = болдырылмады
expected-two-days = Әртүрлі күнге ауыстырылған: { $days }. Дұрыс күнге ауыстырыңыз.
expected-twice = Екі жұмыс орнында әртүрлі карточкамен қабылданған. Басшыға хабарлаңыз.
expected-receive = Қабылдау
expected-move = Ауыстыру
expected-cancel = Жазбаны болдырмау
expected-cancel-go = Осы адамның жазбасын болдырмау
expected-new-day = Жаңа күні
expected-reason-hint = Мысалы: жұмыс беруші сұрады. Денсаулық туралы мәлімет жазбаңыз.

## Тағы бір адам

expected-add = Адам енгізу
expected-add-title = Кім күтіледі
expected-who-hint = Келетін адамның өзі. Тегі немесе ЖСН жеткілікті.
expected-booker = Кім жаздырды
expected-booker-hint = Басқа адам жаздырған болса
expected-payer = Кім төлейді
expected-counterparty = Жұмыс беруші, сақтандырушы
expected-services = Қызметтер
expected-list = Тізімнің атауы
expected-full-name = Аты-жөні бір ұяшықта

## Басқа біреудің тізімі

expected-import = Тізімді жүктеу
expected-import-why = Жұмыс берушінің немесе сақтандыру компаниясының тізімі: XLSX немесе CSV файлы, әр жолда бір адам. Бағдарламаға тек төменде таңдағаныңыз түседі.
expected-import-choose = Файлды таңдау
expected-import-other = Басқа файл таңдау
expected-import-for-all = Бұл өз мәні жоқ жолдардың бәріне қатысты.
expected-import-header = Бірінші жолда бағандардың атауы тұр
expected-import-columns = Қай бағанда не тұр
expected-import-column = Баған { $number }: { $first }
expected-column-none = жүктелмейді
expected-import-counts = Жол саны: { $rows }. Енгізуге болады: { $good }. Тізімде бар: { $already }. Қатесі бар: { $refused }.
expected-import-go = Енгізілетін жол саны: { $count }
expected-import-busy = Енгізілуде: { $taken }, барлығы { $all }. Бұл терезені жаппаңыз.
expected-import-done = Енгізілді: { $taken }. Тізімде бұрыннан бар: { $already }. Қатесі бар: { $refused }.
expected-bad-title = Қатесі бар жолдар: { $count }
expected-bad-number = Файлдың жолы
expected-bad-what = Нені түзету керек
expected-bad-page = Қатесі бар жолдардың барлығы: { $all }

## Жұмыс берушіге арналған парақ

expected-sheet = Жұмыс берушіге арналған парақ
expected-sheet-why = Парақта тегі мен бас әріптер және адамның келген-келмегені ғана бар. Парақты көрсету мен сақтау журналға жазылады.

## Сақтау мерзімі

expected-keep = Сақтау мерзімі
expected-kept-days = Жазба өз күнінен кейін неше күн сақталады
expected-keep-why = Содан кейін күтілген адам туралы жазылғанның бәрі барлық жұмыс орнында жойылады. Келген адамның карточкасы қалады.

## Қабылдауда

expected-offer = күтіледі: { $name }
expected-booked = Бұл адам күтілген
expected-booked-services = қызметтер: { $services }
expected-booked-off = Жазба болдырылмаған еді, бірақ адам келді.
expected-booked-drop = Жазбасыз келді
