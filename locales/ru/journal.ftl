### The journal read by a person: verdicts and what each kind of entry records.

## Verdicts

journal-verdict-whole = Журнал не изменён. Записей: { $count }. Проверен: { $time }
journal-verdict-whole-unanchored = Журнал цел от первой до последней записи, конец не с чем сверить. Записей: { $count }
journal-verdict-shortened = В журнале не хватает последних записей. Записей в журнале: { $count }
journal-verdict-damaged = Журнал изменён или повреждён. Первая неверная запись: { $seq }
journal-verdict-fork = Найдены две записи с одним номером: { $seq }. Рабочее место остановлено, решает руководитель
journal-verdict-damaged-no-place = Журнал изменён или повреждён. Место повреждения назвать нельзя
journal-verdict-fork-no-place = Найдены две записи с одним номером. Рабочее место остановлено, решает руководитель
journal-verdict-rewritten = Журнал переписан: он не совпадает с отметкой, которая хранится отдельно. Записей: { $count }
journal-verdict-foreign = Это журнал другой организации
journal-verdict-empty = Журнал пуст
journal-verdict-newer = Журнал записан более новой программой. Обновите программу

## Kinds of entries

journal-kind-genesis = Начат журнал рабочего места
journal-kind-session-opened = Работник вошёл в программу
journal-kind-session-closed = Работа в программе завершена
journal-kind-session-closed-crash = Работа оборвалась без выхода, сеанс закрыт при следующем входе
journal-kind-checkpoint = Записана контрольная точка журнала
journal-kind-heads-seen = Получены записи других рабочих мест
journal-kind-sign-in-failed = Неудачная попытка входа
journal-kind-erasure-receipt = Рабочее место подтвердило уничтожение данных
journal-kind-subject-destroyed = Персональные данные уничтожены
journal-kind-kit-used = Использован лист восстановления
journal-kind-org-founded = Организация заведена
journal-kind-root-replaced = Лист восстановления заменён
journal-kind-device-enrolled = Рабочее место подключено
journal-kind-device-revoked = Рабочее место отключено
journal-kind-role-set = Назначена роль работника
journal-kind-staff-key-added = Работнику выдан ключ
journal-kind-staff-removed = Работник лишён доступа
journal-kind-organisation-described = Записаны сведения об организации
journal-kind-policy-published = Опубликована редакция политики
journal-kind-document-published = Опубликована редакция внутреннего документа
journal-kind-acquaintance-signed = Работник ознакомлен с документом
journal-kind-training-recorded = Записано обучение работника
journal-kind-staff-described = Записаны сведения о работнике
journal-kind-device-described = Записаны сведения о рабочем месте
journal-kind-patient-registered = Пациент зарегистрирован
journal-kind-patient-amended = Данные пациента изменены
journal-kind-consent-given = Пациент дал согласие
journal-kind-consent-refused = Пациент отказался дать согласие
journal-kind-consent-withdrawn = Пациент отозвал согласие
journal-kind-consent-annulled = Запись о согласии признана ошибочно внесённой
journal-kind-consent-filed = Подписанный лист согласия подшит
journal-kind-relation-set = Записано, кто действует за пациента
journal-kind-relation-ended = Записано, что за пациента больше не действуют
journal-kind-cards-merged = Записано, что две карточки одного человека
journal-kind-cards-parted = Записано, что две карточки разных людей
journal-kind-list-opened = Открыт список пациентов
journal-kind-list-opened-search = Открыт поиск пациентов
journal-kind-list-opened-today = Открыт список пациентов за день
journal-kind-list-opened-lookalikes = Показаны похожие карточки
journal-kind-list-opened-journal = Прочитан журнал
journal-kind-list-shown = Показаны строки списка пациентов
journal-kind-card-opened = Открыта карточка пациента
journal-kind-field-revealed = Показано скрытое поле карточки
journal-kind-document-released = Документ напечатан или сохранён
journal-kind-journal-exported = Журнал выгружен в файл
journal-kind-backup-made = Сделана и проверена резервная копия
journal-kind-backup-key-named = Назван лист, который открывает резервные копии
journal-kind-setting-changed = Настройка лаборатории изменена
journal-kind-patient-imported = Карточка перенесена из старого списка
journal-kind-list-opened-legacy = Показано, у кого из старого списка уже есть карточка
journal-kind-list-opened-family = Показано, за кого ещё отвечает представитель
journal-kind-list-opened-expected = Открыт список ожидаемых за день
journal-kind-expected-listed = Человек внесён в список ожидаемых
journal-kind-expected-moved = Ожидаемый перенесён на другой день
journal-kind-expected-cancelled = Запись ожидаемого отменена
journal-kind-expected-arrived = Ожидаемый пришёл и принят
journal-kind-expected-purged = Срок хранения записи об ожидаемом истёк, данные удалены
journal-kind-unknown = Запись более новой программы

## Записи предложением

journal-said-about = { $what }: { $patient }
journal-said-unknown = Запись более новой программы, вид { $kind }
journal-nobody-known = данных здесь нет
journal-no-role = роли нет
journal-desk-itself = рабочее место само
journal-kind-list-opened-draft = Взята чужая незаконченная форма
journal-kind-card-opened-full = Показаны все поля карточки без масок
journal-kind-journal-exported-bodies = Журнал выгружен в файл вместе с данными всех людей
journal-said-field-revealed = Показано скрытое поле «{ $field }»
journal-said-patient-amended = Изменены данные пациента ({ $fields })
journal-said-patient-imported = Карточка перенесена из старого списка «{ $source }»
journal-said-list-shown = Показаны строки списка, людей: { $count }
journal-said-document-released-preview = Документ показан на экране ({ $document })
journal-said-document-released-save = Документ сохранён в файл ({ $document })
journal-said-document-released-print = Документ напечатан ({ $document })
journal-said-document-released = Документ выдан ({ $document })
journal-said-journal-exported = Журнал выгружен в файл, записей: { $count }
journal-said-journal-exported-bodies = Журнал выгружен в файл вместе с данными всех людей, записей: { $count }
journal-said-sign-in-failed = Неудачные попытки входа: { $count }, последняя: { $last }
journal-said-role-set = Назначена роль «{ $role }», работник: { $staff }
journal-said-staff-key-added = Выдан ключ, работник: { $staff }, рабочее место: { $desk }
journal-said-staff-removed = Лишён доступа работник: { $staff }
journal-said-staff-described = Записано имя работника: { $staff }
journal-said-device-enrolled = Подключено рабочее место: { $desk }
journal-said-device-revoked = Отключено рабочее место: { $desk }
journal-said-device-described = Описано рабочее место: { $desk }
journal-said-policy-published = Опубликована политика { $code }, редакция { $revision }
journal-said-document-published = Опубликован внутренний документ { $code }, редакция { $revision }
journal-said-setting-changed = Изменена настройка: { $setting }
journal-said-training-recorded = Записано обучение: { $topic }
journal-said-acquaintance-signed = Работник ознакомлен с документом, редакция { $revision }
journal-said-erasure-receipt = Рабочее место подтвердило уничтожение, записей: { $count }
journal-document-1 = лист согласия
journal-document-2 = памятка пациенту
journal-document-3 = доказательство согласия
journal-document-4 = лист восстановления
journal-document-5 = кто пришёл по списку
journal-document-6 = контрольный лист журнала
journal-document-7 = кто открывал карточку
journal-document-8 = непринятые строки старого списка
journal-document-9 = форма запроса субъекта
journal-setting-data-list = какие данные собираются
journal-setting-cover = когда закрывается экран
journal-setting-trail-hours = часы работы лаборатории
journal-setting-trail-cards = сколько карточек в час много
journal-setting-training = учебный режим
journal-setting-expected-days = сколько дней хранятся записи об ожидаемых
journal-setting-director-kk = директор (по-казахски)
journal-setting-director-ru = директор (по-русски)
journal-setting-director-dative-kk = директор, кому (по-казахски)
journal-setting-director-dative-ru = директор, кому (по-русски)
journal-field-surname = фамилия
journal-field-name = имя
journal-field-patronymic = отчество
journal-field-iin = ИИН
journal-field-birth-date = дата рождения
journal-field-sex = пол
journal-field-doc-type = вид документа
journal-field-doc-number = номер документа
journal-field-doc-issued-on = дата выдачи документа
journal-field-doc-issued-by = кем выдан документ
journal-field-doc-checked = документ сверен
journal-field-phone = телефон
journal-field-phone-owner = чей телефон
journal-field-language = язык пациента
journal-field-kind = почему нет ИИН
journal-field-newborn-number = номер из двойни
journal-field-latin-name = имя латинскими буквами
journal-field-citizenship = гражданство
journal-field-polyclinic = поликлиника
journal-field-address = адрес
journal-field-address-registered = адрес регистрации
journal-field-email = электронная почта
journal-field-phone-2 = второй телефон
journal-field-phone-2-owner = чей второй телефон
journal-field-supplied-by = кто сообщил данные
journal-field-designated = кому можно сообщить

## Что сделано и чем кончилось

journal-doing-card = карточка открыта
journal-doing-reveal = показано скрытое
journal-doing-list = списки
journal-doing-paper = документы
journal-doing-export = выгрузки журнала
journal-doing-journal = чтение журнала
journal-doing-patient = данные пациента
journal-doing-consent = согласия
journal-doing-expected = ожидаемые
journal-doing-session = входы и выходы
journal-doing-sign-in-failed = неудачные входы
journal-doing-access = роли, ключи, рабочие места
journal-doing-laboratory = документы и настройки
journal-doing-destruction = уничтожение данных
journal-doing-desk = записи самого рабочего места
journal-doing-legacy = перенос старой базы
journal-doing-unknown = неизвестное этой программе
journal-outcome-done = выполнено
journal-outcome-failed = не удалось
journal-outcome-void = не имеет силы: не было права или запись неверна
journal-outcome-waiting = ждёт записей другого рабочего места
journal-outcome-unknown = этой программе неизвестно

## Столбцы

journal-column-time = Время
journal-column-who = Кто
journal-column-role = Роль тогда
journal-column-what = Что
journal-column-desk = Рабочее место
journal-column-seq = Номер записи
journal-column-outcome = Исход
journal-column-hash = Хеш записи

## Экран журнала

journal-tab = Журнал
journal-title = Журнал
journal-unchecked = Журнал в этом сеансе ещё не проверен целиком
journal-check = Проверить журнал
journal-check-again = Проверить ещё раз
journal-checking = Идёт проверка журнала: { $percent } %
journal-check-stop = Прервать проверку
journal-check-stopped = Проверка прервана, до конца она не дошла
journal-filters = Отбор
journal-filter-staff = Кто
journal-filter-doing = Что сделано
journal-filter-outcome = Исход
journal-filter-desk = Рабочее место
journal-filter-from = С какого дня
journal-filter-to = По какой день
journal-filter-iin = ИИН пациента
journal-filter-find = Или найти по имени
journal-filter-find-title = Чьи записи: найти пациента
journal-filter-any = все
journal-filter-go = Отобрать
journal-filter-clear = Снять отбор
journal-filter-patient = Только записи о пациенте: { $patient }
journal-views = Готовые виды
journal-view-all = все записи
journal-view-no-intake = карточка без приёма
journal-view-out-of-hours = вне часов работы
journal-view-many-cards = много карточек за час
journal-view-reveals = показано скрытое
journal-view-reprints = повторная печать
journal-view-failed-sign-ins = неудачные входы
journal-view-exports = выгрузки
journal-view-why-no-intake = Карточку открывали в день, когда о пациенте ничего не записано. Это повод спросить, а не нарушение.
journal-view-why-out-of-hours = Записи людей раньше { $from }:00 и начиная с { $to }:00.
journal-view-why-many-cards = Часы, за которые один работник открыл больше карточек, чем { $cards }.
journal-view-why-reprints = Тот же документ того же согласия выдан ещё раз.
journal-usual = Что считать обычным
journal-usual-from = Работа начинается, час
journal-usual-to = Работа кончается, час
journal-usual-cards = Карточек в час не больше
journal-empty = Таких записей нет
journal-more-looked = В просмотренной части таких записей нет. Смотрите дальше.
journal-older = Раньше
journal-newest = К новым
journal-about = Все записи об этом пациенте
journal-clock-differs = часы расходились
journal-open = Открыть запись № { $seq }
journal-hour-cards = карточек: { $cards }
journal-hour-show = Показать карточки: { $by }, { $day }

## Запись целиком

journal-entry = Запись № { $seq }
journal-entry-header = Что подписано
journal-entry-body = Что сказано в записи
journal-entry-erased = Содержание уничтожено или сюда не пришло. Подпись и место в журнале остались.
journal-entry-unknown = Содержание этой программе неизвестно: запись сделана более новой программой.
journal-entry-nothing = Кроме вида записи, ничего не сказано.
journal-entry-card = Открыть карточку
journal-signature-valid = Подпись рабочего места верна
journal-signature-broken = Подпись рабочего места неверна
journal-signature-no-key = Ключ этого рабочего места неизвестен, подпись проверить нечем

## Выгрузка

journal-export = Выгрузить
journal-export-why = В файл попадут записи по нынешнему отбору. Выгрузка сама станет записью журнала.
journal-export-form = Вид файла
journal-export-csv = CSV
journal-export-xlsx = XLSX
journal-export-jsonl = JSONL, весь журнал для проверки
journal-export-go = Сохранить в файл
journal-export-rows = Строк: { $rows }
journal-export-done = Сохранено. SHA-256 файла:

## Контрольный лист

journal-sheet = Контрольный лист
journal-sheet-why = Напечатайте лист, подпишите и положите в папку. По нему видно, переписан ли журнал.
journal-sheet-old = Сверить старый лист
journal-sheet-mark = Код с листа
journal-sheet-mark-hint = Отсканируйте код или введите НОМЕР:ХЕШ
journal-sheet-compare = Сверить
journal-sheet-agrees = Лист сходится с журналом. Запись { $seq } от { $at }, рабочее место: { $desk }. С тех пор записей: { $since }
journal-sheet-differs = Лист не сходится с журналом: под номером { $seq } стоит другая запись. Журнал переписан. Рабочее место: { $desk }
journal-sheet-ahead = В журнале нет записи { $seq }, которая стоит на листе: не хватает последних записей. Рабочее место: { $desk }
journal-sheet-unknown = Записей этого рабочего места здесь нет. Сверьте лист на нём самом.
journal-seen-print = Напечатать для пациента
journal-seen-opened = карточка открыта, номера скрыты
journal-seen-edited = карточка открыта для исправления, все поля
journal-seen-revealed = показано скрытое поле
journal-seen-listed = строка в списке
journal-seen-document = документ
