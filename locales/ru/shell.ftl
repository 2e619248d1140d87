### The window around the screens: tabs, status bar, help, what every form says of itself.

shell-tab-intake = Приём
shell-tabs = Разделы
shell-language = Язык
shell-lock = Заблокировать
shell-help = Клавиши
shell-registered-today = Принято сегодня: { $count }
shell-keychain-absent = Нет связки ключей: пароль от 15 знаков
shell-kdf-floor = Защита пароля ослаблена
shell-training-mark = Учебный режим
shell-nothing = Для вашей роли здесь ещё нет экранов. То, что она позволяет, предлагается, когда понадобится: часы, место на диске.
shell-save-pdf = Сохранить PDF

## Keys

shell-keys-title = Клавиши этого экрана
shell-key-next = следующее поле
shell-key-back = на шаг назад, черновик сохранится
shell-key-help = эта подсказка
shell-key-switch = сменить сотрудника, черновик сохранится
shell-key-list = по списку найденных карточек
shell-key-space = Пробел
shell-key-choose = выбрать карточку в списке
shell-key-exact = открыть карточку, если ИИН или телефон совпал полностью

## The clock

shell-clock-title = Часы компьютера
shell-clock-behind = Часы компьютера: { $shown }. Последняя запись журнала: { $last }. Пока это не решено, ничего не записывается. Поставьте верные дату и время (UTC+5).
shell-clock-today = Сегодняшнее число
shell-clock-today-hint = Посмотрите на другие часы, не на этот экран.
shell-clock-confirm = Часы исправлены
shell-clock-manager = Если часы уже верные, это подтверждает после входа руководитель лаборатории или администратор.

## Problems

shell-summary-title = Проверьте, что написано ниже
shell-paste-cut = Вставлено слишком много текста, лишнее отброшено. Проверьте поле.
shell-problem-unknown = Не получилось. Код: { $code }
    .hint = Повторите действие. Если не помогло, сообщите код руководителю лаборатории.
shell-problem-trace = Номер записи об ошибке: { $trace }
shell-trouble-title = Программа не может открыть данные

## A recovery sheet that was replaced without the one before

shell-kit-title = Лист восстановления заменён
shell-kit-replaced = { $at } лист восстановления заменён как утерянный. Заменил(а): { $by }, рабочее место «{ $desk }».
shell-kit-used = { $at } на рабочем месте «{ $desk }» базу открыли по листу восстановления, которого здесь не знают. Теперь действует лист, сделанный там.
shell-kit-fingerprint = Отпечаток нового листа: { $fingerprint }.
shell-kit-alarm = Если руководитель об этом не знает, немедленно отключите то рабочее место и смените пароль руководителя.
shell-kit-accept = Отпечаток с нового листа
shell-kit-accept-hint = До этого здесь не делаются копии, и по листу это рабочее место не вернуть
shell-kit-accept-go = Перейти на новый лист
