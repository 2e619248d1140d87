### Проверка сканера в настройках и строка о последнем скане внизу экрана.

scanner-title = Сканер
scanner-why = Что прислал сканер, как быстро и что из этого поняла программа. Прочитанное нигде не записывается и исчезает, когда вы уходите с этой страницы.
scanner-area = Место для пробы
scanner-area-hint = Поставьте сюда курсор и отсканируйте этикетку, документ или любой штрихкод.
scanner-none = Пока ничего не отсканировано.
scanner-kind = Распознано
scanner-kind-iin = ИИН
scanner-kind-order = номер заказа
scanner-kind-service = код услуги
scanner-kind-unknown = не распознано
scanner-text = Прочитано по клавишам
scanner-whole = Показать целиком
scanner-check = Контрольная цифра
scanner-check-good = сходится
scanner-check-order = её проверяет вкладка «Заказы»
scanner-count = Знаков
scanner-pause = Самая долгая пауза
scanner-pause-good = { $ms } мс, укладывается в { $limit } мс
scanner-pause-slow = { $ms } мс, а нужно не больше { $limit } мс
scanner-pause-ms = Пауза, мс
scanner-end = В конце
scanner-end-enter = Enter
scanner-end-tab = Tab
scanner-end-none = ничего
scanner-layout = Раскладка клавиатуры
scanner-layout-same = знаков не меняет
scanner-layout-differs = дала бы другие знаки; программа читает сами клавиши, поэтому код верен
scanner-advice = Что настроить в сканере
scanner-advice-good = Ничего: программа прочтёт такой код с любого экрана.
scanner-advice-slow = Уменьшите паузу между знаками (inter-character delay) до 0–10 мс: медленный код программа принимает за набор на клавиатуре.
scanner-advice-end = Включите Enter (CR) после кода: без него программа не знает, что код кончился.
scanner-advice-short = Код короче 6 знаков программа принимает за набор на клавиатуре: печатайте коды длиннее.
scanner-advice-strange = Часть знаков пришла не обычными клавишами. Выберите в сканере USB-клавиатуру (HID) и раскладку США (US), выключите ввод через Alt.
scanner-advice-extra = Рядом с номером есть лишние знаки. Выключите в сканере префикс, знак вида кода (AIM ID) и всё, кроме Enter, после кода.
scanner-advice-unknown = Сканер настроен верно, но это не ИИН, не номер заказа и не код услуги: такой код ни один экран не примет.
scanner-recent = Предыдущие пробы

## Строка внизу экрана

scanner-status-taken = Сканер { $time }: { $what }
scanner-status-unused = Сканер { $time }: { $what }, здесь не нужен
scanner-status-unknown = Сканер { $time }: код не распознан
scanner-status-no-service = Сканер { $time }: услуги с таким кодом нет
