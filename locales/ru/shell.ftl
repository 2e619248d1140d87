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
shell-save-pdf = Сохранить PDF

## Keys

shell-keys-title = Клавиши этого экрана
shell-key-next = следующее поле
shell-key-back = на шаг назад, черновик сохранится
shell-key-help = эта подсказка
shell-key-list = по списку найденных карточек
shell-key-space = Пробел
shell-key-choose = выбрать карточку в списке
shell-key-exact = открыть карточку, если ИИН или телефон совпал полностью

## Problems

shell-summary-title = Проверьте, что написано ниже
shell-paste-cut = Вставлено слишком много текста, лишнее отброшено. Проверьте поле.
shell-problem-unknown = Не получилось. Код: { $code }
    .hint = Повторите действие. Если не помогло, сообщите код руководителю лаборатории.
shell-problem-trace = Номер записи об ошибке: { $trace }
shell-trouble-title = Программа не может открыть данные
