### Orders (S4): what is ordered, the list, one order, a file of ready marks.

orders-tab = Заказы
orders-title = Заказы

## What is ordered

orders-services = Услуги
orders-add-hint = Enter берёт услугу по точному коду, ↓ и пробел – из списка.
orders-add-not-code = Услуги с таким кодом нет. Выберите из списка стрелкой ↓.
orders-offers = Найденные услуги
orders-favourites = Избранное
orders-last = Как в прошлый раз
orders-last-none = Прошлых заказов нет
orders-last-card = Сначала выберите карточку
orders-drop = Убрать { $code }
orders-code = Код
orders-service = Услуга
orders-tube = Пробирка
orders-price = Цена
orders-fasting = натощак
orders-cito = CITO, вне очереди
orders-funding = Кто платит
orders-funding-paid = пациент (платно)
orders-funding-osms = ОСМС
orders-funding-gobmp = ГОБМП
orders-funding-contract = по договору
orders-funding-insurance = ДМС
orders-counterparty = Организация или страховая
orders-referrer = Кто направил
orders-sampled = Когда взят материал
orders-sampled-hint = Время сегодня, например 8:30, или дата и время.
orders-receipt = Номер чека
orders-receipt-hint = С чека кассы, если уже оплачено.
orders-total = Итого
orders-due = К оплате
orders-due-of = К оплате: { $amount }
orders-nothing-due = Пациент не платит
orders-labels = Пробирок: { $tubes }
orders-given = Номер заказа
orders-claim = Код получения
orders-claim-keep = Отдайте слип: на нём номер и код. По ним заказ выдадут. На экране код больше не появится.

## The list

orders-find = Номер заказа
orders-find-go = Найти
orders-scan = Сканер
orders-scan-find = открывает заказ
orders-scan-ready = отмечает готовым
orders-scan-done = Отмечен готовым: { $number }
orders-filter = Показать
orders-filter-all = все
orders-filter-unpaid = не оплачены
orders-filter-questioned = с вопросами
orders-number = Номер
orders-whose = Чей
orders-state = Состояние
orders-sum = Сумма
orders-anonymous = без карточки
orders-none = Таких заказов нет
orders-next = Показать ещё
orders-unpaid = не оплачен
orders-shared = У рабочих мест один префикс номеров: { $desks }. Номера заказов могут совпасть – выбирайте по имени. Сообщите администратору.
orders-state-placed = оформлен
orders-state-ready = готов
orders-state-cancelled = отменён
orders-state-handed-over = выдан
orders-state-moved = перенесён
orders-question = вопрос
orders-question-state = Рабочие места отметили разное, не зная друг о друге. Отметьте ещё раз, как есть.
orders-question-terms = Услуги изменены на двух рабочих местах. Сохраните, как верно.
orders-question-payment = Оплата отмечена по-разному. Снимите отметку или поставьте верную.
orders-open = Открыть заказ { $number }
orders-lies-ready = лежит готовый заказ от { $date }

## One order

orders-pick = Выберите заказ в списке или отсканируйте этикетку.
orders-ready = Отметить готовым
orders-hand-over = Выдать
orders-cancel = Отменить заказ
orders-reopen = Снять ошибочную отметку
orders-change = Изменить
orders-pay = Отметить оплату
orders-unpay = Снять отметку об оплате
orders-move = Перенести заказ
orders-to = Кому
orders-to-person = самому пациенту
orders-to-representative = представителю
orders-to-designated = названному человеку
orders-to-attorney = по доверенности
orders-who = Фамилия, имя, отчество
orders-basis = Доверенность
orders-basis-hint = Номер, дата, кем выдана, до какого дня
orders-seen = Документ показан, лицо и данные совпадают
orders-seen-type = Документ
orders-seen-number = Номер документа
orders-signed = Подпись
orders-signed-paper = на акте
orders-signed-pad = на экране
orders-sign-again = Расписаться заново
orders-given-other = другому человеку
orders-print-act = Акт выдачи
orders-given-person = пациенту
orders-given-representative = представителю пациента
orders-given-designated = человеку, которого назвал пациент
orders-given-attorney = по доверенности
orders-document-id-card = удостоверение личности
orders-document-passport = паспорт гражданина Республики Казахстан
orders-document-residence-permit = вид на жительство
orders-document-foreign-passport = паспорт иностранного государства
orders-document-birth-certificate = свидетельство о рождении
orders-document-digital = цифровой документ (eGov Mobile)
orders-document-other = другой документ
orders-claim-typed = Код получения со слипа
orders-amount = Сумма, ₸
orders-amount-hint = Если пусто – вся сумма к оплате.
orders-move-why = Заказ уйдёт на другую карточку с тем же номером. Этикетки и слип отдайте заново.
orders-move-to = На какую карточку
orders-move-chosen = На карточку: { $name }
orders-move-consents = Согласие записано на эту карточку по ошибке вместе с заказом:
orders-steps = Что было
orders-paid-by = Оплачено { $amount }, чек { $receipt }
orders-papers = Бумаги заказа
orders-print-slip = Слип
orders-print-labels = { $count ->
    [one] { $count } этикетка
    [few] { $count } этикетки
   *[other] { $count } этикеток
}
orders-print-tube = Этикетка: { $tube }
orders-relabel = Наклейте новые этикетки: { $tubes }.
orders-given-to = кому: { $name }
orders-anonymous-allow = Принимать заказы без карточки
orders-anonymous-new = Заказ без карточки
orders-anonymous-why = Ни имени, ни сообщений: только номер и код получения.
orders-anonymous-place = Оформить
orders-anonymous-print = Оформить и напечатать
orders-unpaid-shift = Не оплачены заказы: { $count }
orders-unpaid-none = Неоплаченных заказов нет.
orders-card-none = Заказов нет

## A file of ready marks

orders-file = Готовность из файла
orders-file-why = Файл XLSX или CSV с номерами заказов. Остальные столбцы не читаются.
orders-file-header = В первой строке названия столбцов
orders-file-counts = Строк: { $rows }. Будут отмечены: { $good }. Уже готовы: { $already }. Ничего не отметят: { $bad }.
orders-file-go = Отметить готовыми: { $count }
orders-file-progress = Просмотрено строк: { $done } из { $rows }
orders-file-done = Отмечено готовыми: { $marked }. Уже были готовы: { $already }. Ничего не отметили: { $refused }.
orders-file-stop = Прервать
orders-file-stopped = Прервано. Отмеченное осталось. Чтобы продолжить, отметьте тот же файл ещё раз.
orders-file-bad = Строки, которые ничего не отметят: { $count }
orders-file-typed = Что в строке

## The folder with lists of ready orders

orders-folder-title = Готовность из папки
orders-folder-why = Анализатор или лабораторная программа кладёт в папку списки готовых заказов (XLSX или CSV). Это рабочее место само отмечает их готовыми и ставит в очередь сообщения пациентам. Файлы только читаются: их не переносят и не удаляют.
orders-folder-path = Папка со списками
orders-folder-path-hint = Полный путь. Пусто: рабочее место само ничего не отмечает.
orders-folder-saved = Записано. Списки отмечаются, пока рабочее место открыто.
orders-folder-off = Записано. Само рабочее место ничего не отмечает.
orders-folder-today = Из папки сегодня отмечено: { $marked }, последний раз в { $at }.
orders-folder-none = Из папки сегодня ничего не отмечено.
orders-folder-already = Уже были готовы: { $count }.
orders-folder-bad = Строк, которые ничего не отметили: { $count }.
orders-folder-file = { $name }, { $at }. Отмечено: { $marked }. Не отмечено строк: { $bad }.
orders-folder-fault = { $name }. Из файла ничего не отмечено.
orders-folder-look = Посмотреть
orders-folder-look-at = Посмотреть файл { $name }
