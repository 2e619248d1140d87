### Қызметтер мен прейскурант: күшіндегісі, нұсқалары, файл, бір қызмет, пробиркалар, таңдаулылар.

services-title = Қызметтер

## Күшіндегі прейскурант

services-day = Қай күнге
services-day-show = Көрсету
services-in-force = Күшінде: «{ $name }», басталған күні: { $day }. Қызмет саны: { $count }.
services-none = Бұл күнге прейскурант жоқ
services-none-what = Қызметтер мен бағалар тұрған файлды таңдаңыз: XLSX немесе CSV, әр жолда бір қызмет.
services-search = Коды немесе атауы
services-code = Коды
services-name = Атауы
services-name-kk = Атауы (қаз)
services-name-ru = Атауы (орыс)
services-short = Заттаңбаға арналған қысқа атауы
services-short-column = Қысқаша
services-short-hint = 24 таңбаға дейін. Бос болса, заттаңбада коды тұрады.
services-tube = Пробирка
services-price = Бағасы, ₸
services-fasting = Аш қарынға
services-hint-kk = Уақыты (қаз)
services-hint-ru = Уақыты (орыс)
services-hint-hint = Мысалы: 7:00 мен 11:00 аралығында
services-parts = Құрамы
services-parts-hint = Кешен үшін: қызметтердің кодтары үтір арқылы.
services-panel = Кешен: { $parts }
services-amended = өзгертілген күні: { $day }
services-questioned = екі жұмыс орны әртүрлі өзгерткен: ашып, дұрысын сақтаңыз
services-page = Көрсетілгені: { $first }–{ $last }, барлығы { $all }

## Бір қызмет

services-add = Қызмет қосу
services-edit = Қызметті өзгерту: { $code }
services-edit-short = Өзгерту
services-from = Қай күннен бастап
services-from-hint = Бос болса, бүгіннен бастап
services-drop = Қызметті алып тастау
services-drop-reason = Қызмет неге енді көрсетілмейді
services-drop-go = Осы күннен бастап алып тастау

## Нұсқалары

services-versions = Прейскуранттар
services-version-from = Күшіне енетін күні
services-version-count = Қызмет саны
services-version-state = Күйі
services-version-by = Кім, қашан енгізді
services-state-in-force = күшінде
services-state-waits = күнін күтуде
services-state-past = мерзімі өтті
services-state-replaced = басқасымен ауыстырылды
services-state-withdrawn = болдырылмады: { $reason }
services-rival = Бұл күнге әртүрлі жұмыс орнынан екі прейскурант енгізілген. Кейін енгізілгені күшінде; дұрыс емесін болдырмаңыз.
services-withdraw = Болдырмау
services-withdraw-title = Прейскурантты болдырмау: «{ $name }»
services-withdraw-why = Ол күшін жояды да, оның алдындағысы қайта күшіне енеді. Ол туралы жазба журналда қалады.

## Файл

services-import = Файлдан енгізу
services-import-why = Прейскурант тұтас енгізіледі немесе мүлде енгізілмейді. Бұрынғысы журналда қалады, қабылданған тапсырыстар өзгермейді.
services-choose = Файлды таңдау
services-other = Басқа файл таңдау
services-list-name = Прейскурант қалай аталады
services-list-name-hint = Мысалы: 1/2027 прейскуранты
services-valid-from = Қай күннен бастап күшінде
services-header = Бірінші жолда бағандардың атауы тұр
services-one-name = Бір тілдегі атау екі тілге де жарайды
services-leave-bad = Қатесі бар жолдарсыз енгізу
services-check = Файлды тексеру
services-counts = Жол саны: { $rows }. Жарайды: { $good }. Қатесі бар: { $bad }.
services-compared = Салыстырылған прейскурант: «{ $name }». Жаңа: { $new }, бағасы басқа: { $prices }, басқасы өзгерген: { $others }, алып тасталады: { $gone }, өзгеріссіз: { $same }.
services-first = Бұл – бірінші прейскурант: салыстыратын ештеңе жоқ.
services-go = Енгізілетін қызмет саны: { $count }
services-issued = Прейскурант енгізілді
services-changes = Не өзгереді, саны: { $count }
services-change = Өзгеріс
services-before = Бұрын
services-after = Енді
services-change-new = жаңа
services-change-price = бағасы басқа
services-change-other = өзгертілген
services-change-gone = алып тасталады
services-bad-title = Қатесі бар жолдар: { $count }
services-bad-number = Файлдың жолы
services-bad-code = Коды
services-bad-why = Неге жарамайды
services-report = Қатесі бар жолдарды файлға сақтау
services-report-done = Файл сақталды
services-unknown-tubes = Зертхана бұл пробиркаларды әлі білмейді. Оларды екі тілде атап, сақтаңыз.

## Пробиркалар

services-tubes = Пробиркалар
services-tubes-new = Жаңа пробиркалар
services-tubes-why = Пробирканы файлда атайтын сөз және оның екі тілдегі атауы.
services-tube-word = Файлдағы сөз
services-tube-kk = Қазақша
services-tube-ru = Орысша
services-tube-gone = Қолданылмайды
services-tube-add = Пробирка қосу
services-tubes-save = Пробиркаларды сақтау
services-tubes-saved = Пробиркалар сақталды

## Таңдаулылар

services-favourites = Таңдаулылар: Alt+1 … Alt+9
services-favourites-why = Ең жиі тоғыз қызмет. Барлық жұмыс орнында қолданылады.
services-favourite = Alt+{ $digit }
services-favourites-save = Таңдаулыларды сақтау
services-favourites-saved = Таңдаулылар сақталды
