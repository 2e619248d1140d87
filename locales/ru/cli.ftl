### Ответы программы без окна (tirkeu). Ошибки стоят в error.ftl.

cli-init-done = Лаборатория создана
cli-init-keychain = Часть ключа хранится в связке ключей этого компьютера
cli-init-no-keychain = Связки ключей на этом компьютере нет: пароли не короче 15 знаков
cli-init-kit = Напечатайте лист восстановления (tirkeu form kit --out), затем введите с него группы { $groups } (tirkeu form kit --typed-back). Без листа и без пароля данные потеряны навсегда.
cli-kit-confirmed = Лист восстановления подтверждён. Его секрет остался только на бумаге.
cli-patient-added = Сохранено. Карточка { $id }
cli-patient-more = Показаны не все. Уточните запрос.
cli-form-saved = Сохранено. SHA-256: { $hash }
cli-verdict-whole = Журнал не изменён. Записей: { $count }
cli-demo-done = Учебная лаборатория готова, данные вымышлены. Пациентов: { $count }
cli-demo-login = { $role }: имя для входа { $login }, пароль { $password }
cli-input = Не удалось прочитать: { $what }
cli-io = Файл или вывод недоступен
