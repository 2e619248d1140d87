### Who is expected: the list of a day, one more person, an imported list, an employer's sheet.

expected-tab = Ожидаются
expected-title = Ожидаются: { $day }
expected-counts = Всего в списке: { $all }. Ждём: { $waiting }. Пришли: { $came }. Отменены: { $off }.
expected-none = На этот день никого не ждут.
expected-page = Строки { $first }–{ $last } из { $all }

## The day

expected-days = Выбор дня
expected-day = День
expected-before = Предыдущий день
expected-after = Следующий день
expected-today = Сегодня
expected-show = Показать

## A row

expected-who = Кто придёт
expected-numbers = ИИН, телефон
expected-from = Откуда запись
expected-state = Состояние
expected-acts = Действия
expected-nameless = Фамилия не указана
expected-of-list = список: { $list }
expected-booked-by = записал(а): { $name }
expected-paid-by = платит: { $name }
expected-state-waiting = ждём
expected-state-came = пришёл(а)
expected-state-off = отменено
expected-two-days = Перенесено на разные дни: { $days }. Перенесите на верный день.
expected-twice = Принят(а) на двух рабочих местах с разными карточками. Сообщите руководителю.
expected-receive = Принять
expected-move = Перенести
expected-cancel = Отменить запись
expected-cancel-go = Отменить запись этого человека
expected-new-day = Новый день
expected-reason-hint = Например: попросил работодатель. Сведений о здоровье не пишите.

## One more person

expected-add = Внести человека
expected-add-title = Кого ждём
expected-who-hint = Того, кто придёт. Хватит фамилии или ИИН.
expected-booker = Кто записал
expected-booker-hint = Если записал другой человек
expected-payer = Кто платит
expected-counterparty = Работодатель, страховая
expected-services = Услуги
expected-list = Название списка
expected-full-name = ФИО в одной ячейке

## Somebody else's list

expected-import = Загрузить список
expected-import-why = Список работодателя или страховой: файл XLSX или CSV, по одному человеку в строке. В программу попадёт только то, что вы выберете ниже.
expected-import-choose = Выбрать файл
expected-import-other = Выбрать другой файл
expected-import-for-all = Это относится ко всем строкам, в которых своего значения нет.
expected-import-header = В первой строке названия столбцов
expected-import-columns = Что в каком столбце
expected-import-column = Столбец { $number }: { $first }
expected-column-none = не загружать
expected-import-counts = Строк: { $rows }. Можно внести: { $good }. Уже есть в списке: { $already }. С ошибками: { $refused }.
expected-import-go = Внести строк: { $count }
expected-import-busy = Вносится: { $taken } из { $all }. Не закрывайте это окно.
expected-import-done = Внесено: { $taken }. Уже были в списке: { $already }. С ошибками: { $refused }.
expected-bad-title = Строки с ошибками: { $count }
expected-bad-number = Строка файла
expected-bad-what = Что исправить
expected-bad-page = Всего строк с ошибками: { $all }

## An employer's sheet

expected-sheet = Лист для работодателя
expected-sheet-why = На листе только фамилии с инициалами и отметка, пришёл человек или нет. Показ и сохранение листа записываются в журнал.

## How long

expected-keep = Срок хранения
expected-kept-days = Сколько дней хранить запись после её дня
expected-keep-why = Потом всё, что записано об ожидаемом, удаляется на всех рабочих местах. Карточка того, кто пришёл, остаётся.

## At the intake

expected-offer = ожидается: { $name }
expected-booked = Человека ждали
expected-booked-services = услуги: { $services }
expected-booked-off = Запись была отменена, но человек пришёл.
expected-booked-drop = Пришёл не по записи
