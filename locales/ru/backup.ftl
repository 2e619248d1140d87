### Backups: where they go, one now, what lies there; a desk out of one.

backup-title = Резервные копии
backup-why = Копия держит весь журнал рабочего места. Открывает её только лист восстановления: вору она бесполезна, а без листа не вернуть и данные. Храните их порознь.
backup-folder = Папка на другом диске, флешке или в сети
backup-folder-hint = Полный путь. Флешку можно вставить позже.
backup-pick = Выбрать…
backup-at = Каждый день в
backup-at-hint = Часы и минуты. Если программа была закрыта, копия делается при первой возможности.
backup-daily = Хранить дней
backup-weekly = недель
backup-monthly = месяцев
backup-saved = Сохранено
backup-now = Сделать копию сейчас
backup-stop = Остановить
backup-writing = Копия пишется
backup-checking = Копия читается с диска и проверяется
backup-restoring = Копия проверяется и восстанавливается
backup-entries = записей: { $count }
backup-done = Резервная копия проверена
backup-last = Последняя проверенная копия: { $at }
backup-last-none = Ни одной копии ещё не сделано
backup-last-failed = Последняя попытка не удалась
backup-lying = Что лежит в папке
backup-lying-none = В папке нет копий этого рабочего места.
backup-lying-away = Папки сейчас нет: флешка вынута или сетевой ресурс недоступен.
backup-col-at = Сделана
backup-col-file = Файл
backup-col-size = МБ
backup-col-mark = Состояние
backup-mark-checked = проверена
backup-mark-changed = размер изменился после проверки
backup-mark-unknown = журналу не известна
backup-key-title = Назовите лист восстановления
backup-key-why = Это рабочее место ещё не знает, для какого листа шифровать копии. Введите восемь групп с листа один раз. Отпечаток нужного листа: { $fingerprint }
backup-key-ask = Это рабочее место ещё не знает, для какого листа шифровать копии. Лист восстановления вводит руководитель.
backup-key-go = Назвать лист

## The line at the foot

backup-status-none = копии ещё не делались
backup-status-today = копия сегодня
backup-status-days = копия, дней назад: { $days }
backup-status-failed = копия не удалась

## A desk out of a backup

backup-restore-open = Восстановить из копии
backup-restore-title = Восстановление из копии
backup-restore-why = Нужны резервная копия и лист восстановления. Рабочее место начнётся как новое: со своими ключами, своей приставкой к номерам и новым листом. Остальным работникам руководитель выдаёт доступ заново.
backup-restore-pick = Выбрать файл…
backup-restore-none = файл не выбран
backup-restore-older = Этот компьютер помнит больше записей, чем лежит в копии. В копии: { $held }, было: { $claimed }. Если есть копия новее, возьмите её.
backup-restore-accept = Понимаю, что записи после копии не вернутся, и продолжаю
backup-restore-go = Восстановить

## A lost recovery sheet

backup-lost-open = Лист восстановления утерян
backup-lost-title = Новый лист вместо утерянного
backup-lost-what = Программа сделает новый лист восстановления: напечатайте его и введите две группы с бумаги. Прежний лист больше ничего не откроет на этом рабочем месте, даже если найдётся.
backup-lost-then = Копии, сделанные раньше, открывает только прежний лист: сделайте новую копию сразу. На всех рабочих местах 30 дней будет видно, кто заменил лист; на каждом из них руководитель вводит отпечаток нового листа.
backup-lost-go = Сделать новый лист
