### Алғашқы іске қосу: тілден бірінші пациентке дейін.

setup-steps = Баптау қадамдары
setup-step-done = орындалды
setup-step-language = Тіл
setup-step-desk = Жұмыс орны
setup-step-manager = Басшы
setup-step-create = Құру
setup-step-kit = Қалпына келтіру парағы
setup-step-patient = Бірінші пациент

setup-welcome = Қош келдіңіз
setup-welcome-what = Тіркеу: осы компьютердегі зертхананың тіркеу бөлімі. Интернет керек емес. Баптау шамамен бес минут алады.
setup-language = Экран тілі

## Ұйым

setup-organisation-why = Бұл мәліметтер келісімде және барлық қағаздарда тұрады.
setup-org-name-kk = Қазақша атауы
setup-org-name-ru = Орысша атауы
setup-org-number = БСН немесе ЖСН
setup-org-number-hint = 12 цифр. Жеке кәсіпкер үшін бұл ЖСН.
setup-org-address-kk = Қазақша мекенжайы
setup-org-address-ru = Орысша мекенжайы
setup-org-email-hint = Пациент келісімді осы мекенжай арқылы кері қайтарып ала алады.

## Жұмыс орны

setup-desk-why = Әр жұмыс орны жазбаларды өзі нөмірлейді, байланыс болмаса да.
setup-desk-name = Жұмыс орнының атауы
setup-desk-name-hint = Мысалы: Тіркеу бөлімі 1
setup-desk-site = Пункт
setup-desk-site-hint = Компьютер қайда тұр: мысалы, филиалдың немесе көшенің атауы.
setup-desk-prefix = Нөмірлердің басы
setup-desk-prefix-hint = 100 бен 999 аралығындағы үш цифр. Әр жұмыс орнында өзінікі.

## Басшы

setup-manager-why = Бағдарламадағы бірінші адам. Қалғандарын ол қосады.
setup-login-hint = Қысқаша, мысалы: aigul

## Құру

setup-create = Құру
setup-create-why = Тексеріңіз. Құрылғаннан кейін дискіде шифрланған база мен журналдың бірінші парағы пайда болады.
setup-creating = Құрылуда…
setup-creating-why = Кілттер есептелуде. Бұл бірнеше секунд алады.

## Қалпына келтіру парағы

setup-kit-why = Құпиясөз ұмытылса немесе компьютер бұзылса, деректерді тек осы парақ ашады. Бізде көшірмесі жоқ.
setup-kit-save = Парақты PDF түрінде сақтау
setup-kit-keep = Екі дана басып шығарыңыз. Оларды компьютерден бөлек, әртүрлі жерде сақтаңыз. Басып шығарған соң файлды өшіріңіз.
setup-kit-digits = Цифрларды осы жерде көрсету
setup-kit-fingerprint = Таңбасы: { $fingerprint }
setup-kit-back = Парақтағы екі топты енгізіңіз
setup-kit-back-why = Осылайша парақтың басып шығарылғаны және оқылатыны көрінеді.
setup-kit-confirm = Парақ менде, жалғастыру
setup-kit-sheet = Қалпына келтіру парағы
