### First run: from the language to the first patient.

setup-steps = Шаги настройки
setup-step-done = сделано
setup-step-language = Язык
setup-step-desk = Рабочее место
setup-step-manager = Руководитель
setup-step-create = Создание
setup-step-kit = Лист восстановления
setup-step-patient = Первый пациент

setup-welcome = Добро пожаловать
setup-welcome-what = Тіркеу: регистратура лаборатории на этом компьютере. Интернет не нужен. Настройка займёт около пяти минут.
setup-language = Язык экрана

## Organisation

setup-organisation-why = Эти сведения стоят в согласии и на всех бумагах.
setup-org-name-kk = Название на казахском
setup-org-name-ru = Название на русском
setup-org-number = БИН или ИИН
setup-org-number-hint = 12 цифр. У индивидуального предпринимателя это ИИН.
setup-org-address-kk = Адрес на казахском
setup-org-address-ru = Адрес на русском
setup-org-email-hint = По этому адресу пациент может отозвать согласие.

## Desk

setup-desk-why = Каждое рабочее место нумерует записи само, даже без связи.
setup-desk-name = Название рабочего места
setup-desk-name-hint = Например: Регистратура 1
setup-desk-site = Пункт
setup-desk-site-hint = Где стоит компьютер: например, название филиала или улицы.
setup-desk-prefix = Начало номеров
setup-desk-prefix-hint = Три цифры от 100 до 999. У каждого рабочего места свои.

## Manager

setup-manager-why = Первый человек в программе. Он добавит остальных.
setup-login-hint = Коротко, например: aigul

## Creation

setup-create = Создать
setup-create-why = Проверьте. После создания на диске появится зашифрованная база и первая запись журнала.
setup-creating = Создаётся…
setup-creating-why = Вычисляются ключи. Это занимает несколько секунд.

## Recovery sheet

setup-kit-why = Если пароль забыт или компьютер сломан, данные откроет только этот лист. Копии у нас нет.
setup-kit-save = Сохранить лист как PDF
setup-kit-keep = Напечатайте два экземпляра, не больше. Храните их запертыми в разных местах, не рядом с компьютером. Файл после печати удалите.
setup-kit-digits = Показать цифры здесь
setup-kit-fingerprint = Отпечаток: { $fingerprint }
setup-kit-back = Введите две группы с листа
setup-kit-back-why = Так видно, что лист напечатан и читается.
setup-kit-confirm = Лист у меня, продолжить
setup-kit-sheet = Лист восстановления
setup-kit-new = Новый лист восстановления
setup-kit-new-why = Прежний лист это рабочее место больше не открывает. Сохраните новый и сделайте новую резервную копию. Прежний нужен, только пока хранятся прежние копии.
