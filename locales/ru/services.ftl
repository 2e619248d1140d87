### Услуги и прейскурант: что действует, версии, файл, одна услуга, пробирки, избранное.

services-title = Услуги

## Что действует

services-day = На какой день
services-day-show = Показать
services-in-force = Действует «{ $name }» с { $day }. Услуг: { $count }.
services-none = На этот день прейскуранта нет
services-none-what = Выберите файл с услугами и ценами: XLSX или CSV, одна услуга в строке.
services-search = Код или название
services-code = Код
services-name = Название
services-name-kk = Название (каз)
services-name-ru = Название (рус)
services-short = Краткое название для этикетки
services-short-column = Кратко
services-short-hint = До 24 знаков. Если пусто, на этикетке код.
services-tube = Пробирка
services-price = Цена, ₸
services-fasting = Натощак
services-hint-kk = Когда (каз)
services-hint-ru = Когда (рус)
services-hint-hint = Например: с 7:00 до 11:00
services-parts = Состав
services-parts-hint = Для комплекса: коды услуг через запятую.
services-panel = Комплекс: { $parts }
services-amended = изменено с { $day }
services-questioned = два рабочих места изменили по-разному: откройте и сохраните, как верно
services-page = Показано { $first }–{ $last } из { $all }

## Одна услуга

services-add = Добавить услугу
services-edit = Изменить услугу { $code }
services-edit-short = Изменить
services-from = С какого дня
services-from-hint = Если пусто, с сегодняшнего
services-drop = Снять услугу
services-drop-reason = Почему услугу больше не оказывают
services-drop-go = Снять с этого дня

## Версии

services-versions = Прейскуранты
services-version-from = Действует с
services-version-count = Услуг
services-version-state = Состояние
services-version-by = Кто и когда ввёл
services-state-in-force = действует
services-state-waits = ждёт своего дня
services-state-past = прошёл
services-state-replaced = заменён другим
services-state-withdrawn = отменён: { $reason }
services-rival = На этот день два прейскуранта с разных рабочих мест. Действует введённый позже; отмените неверный.
services-withdraw = Отменить
services-withdraw-title = Отменить прейскурант «{ $name }»
services-withdraw-why = Он перестанет действовать, и вернётся тот, что был до него. Запись о нём останется в журнале.

## Файл

services-import = Ввести из файла
services-import-why = Прейскурант вводится целиком или не вводится совсем. Прежний остаётся в журнале, уже принятые заказы не меняются.
services-choose = Выбрать файл
services-other = Выбрать другой файл
services-list-name = Как называется прейскурант
services-list-name-hint = Например: прейскурант 1/2027
services-valid-from = С какого дня действует
services-header = В первой строке названия столбцов
services-one-name = Название на одном языке годится для обоих
services-leave-bad = Ввести без строк с ошибками
services-check = Проверка файла
services-counts = Строк: { $rows }. Годятся: { $good }. С ошибками: { $bad }.
services-compared = По сравнению с «{ $name }» – новых: { $new }, с другой ценой: { $prices }, изменено другое: { $others }, снимается: { $gone }, без изменений: { $same }.
services-first = Это первый прейскурант: сравнивать не с чем.
services-go = Ввести услуг: { $count }
services-issued = Прейскурант введён
services-changes = Что изменится: { $count }
services-change = Изменение
services-before = Было
services-after = Станет
services-change-new = новая
services-change-price = другая цена
services-change-other = изменено
services-change-gone = снимается
services-bad-title = Строки с ошибками: { $count }
services-bad-number = Строка файла
services-bad-code = Код
services-bad-why = Почему не годится
services-report = Сохранить строки с ошибками в файл
services-report-done = Файл сохранён
services-unknown-tubes = Этих пробирок лаборатория ещё не знает. Назовите их на обоих языках и сохраните.

## Пробирки

services-tubes = Пробирки
services-tubes-new = Новые пробирки
services-tubes-why = Слово, которым пробирку называют в файле, и её названия на обоих языках.
services-tube-word = Слово в файле
services-tube-kk = По-казахски
services-tube-ru = По-русски
services-tube-gone = Не используется
services-tube-add = Добавить пробирку
services-tubes-save = Сохранить пробирки
services-tubes-saved = Пробирки сохранены

## Избранное

services-favourites = Избранное: Alt+1 … Alt+9
services-favourites-why = Девять самых частых услуг. Действует на всех рабочих местах.
services-favourite = Alt+{ $digit }
services-favourites-save = Сохранить избранное
services-favourites-saved = Избранное сохранено
