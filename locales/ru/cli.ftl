### Ответы программы без окна (tirkeu). Ошибки стоят в error.ftl.

cli-init-done = Лаборатория создана
cli-init-keychain = Часть ключа хранится в связке ключей этого компьютера
cli-init-no-keychain = Связки ключей на этом компьютере нет: пароли не короче 15 знаков
cli-init-kit = Напечатайте лист восстановления (tirkeu form kit --out), затем подайте с него на стандартный ввод группы { $groups } (tirkeu form kit --typed-back). Без листа и без пароля данные потеряны навсегда.
cli-kit-confirmed = Лист восстановления подтверждён. Его секрет остался только на бумаге.
cli-patient-added = Сохранено. Карточка { $id }
cli-patient-more = Показаны не все. Уточните запрос.
cli-form-saved = Сохранено. SHA-256: { $hash }
cli-demo-done = Учебная лаборатория готова, данные вымышлены. Пациентов: { $count }
cli-demo-login = { $role }: имя для входа { $login }, пароль { $password }
cli-clock-confirmed = Подтверждено: часы компьютера верные. Работа продолжается.
cli-reserve-released = Запас места освобождён: 16 МиБ. Войдите и освободите место на диске.

## Что не удалось прочитать

cli-what-password = пароль
cli-what-form = анкета (JSON)
cli-what-heads = файл с отпечатками журнала (--heads)
cli-what-export = выгрузка журнала
cli-what-command = команда (JSON, одна строка)
cli-what-query = что искать
cli-what-kit = группы цифр с листа восстановления
cli-what-reason = причина

## Проверка журнала

cli-verify-desk = Рабочее место { $device }: проверено записей: { $entries }, последняя верная: { $last }, её отпечаток { $head }
cli-verify-desk-empty = Рабочее место { $device }: ни одной верной записи
cli-verify-line = Журнал изменён или повреждён. Файл { $file }, строка { $line }: это не строка выгрузки журнала
cli-verify-no-place = Журнал изменён или повреждён. Место повреждения назвать нельзя
cli-verify-total = Всего проверено записей: { $count }. Рабочих мест: { $desks }
