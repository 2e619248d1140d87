### Words that many screens and papers share.

common-app = Тіркеу
common-language-kk = Қазақша
common-language-ru = Русский

## Actions

common-save = Сохранить
common-save-and-print = Сохранить и напечатать
common-cancel = Отмена
common-close = Закрыть
common-back = Назад
common-next = Далее
common-yes = Да
common-no = Нет
common-open = Открыть
common-change = Изменить
common-add = Добавить
common-remove = Убрать
common-print = Напечатать
common-search = Поиск
common-retry = Повторить
common-done = Готово
common-copy = Копировать
common-show = Показать
common-hide = Скрыть
common-continue = Продолжить
common-sign-in = Войти
common-lock = Заблокировать экран

## States

common-saved = Сохранено
common-not-saved = Не сохранено
common-loading = Загружается
common-optional = необязательно
common-required = обязательно
common-not-given = не указано
common-nothing-found = Ничего не найдено
common-draft-kept = Черновик сохранён
common-offline = нет связи
common-training = Учебный режим: сообщения не отправляются, данные вымышлены
common-update-program = Обновите программу
common-checked-with-document = сверено с документом

## Time

common-date = Дата
common-time = Время
common-today = Сегодня
common-clock-differs = часы расходились
common-almaty-time = Время Алматы (UTC+5)
common-working-days-left = { $n ->
    [one] остался { $days } раб. день
    [few] осталось { $days } раб. дня
    [many] осталось { $days } раб. дней
   *[other] осталось { $days } раб. дня
}
common-working-days-overdue = просрочено: { $n ->
    [one] { $days } раб. день
    [few] { $days } раб. дня
    [many] { $days } раб. дней
   *[other] { $days } раб. дня
}
common-years-old = { $n ->
    [one] { $years } год
    [few] { $years } года
    [many] { $years } лет
   *[other] { $years } года
}

## Organisation

common-organisation = Организация
common-bin = БИН
common-bin-full = Бизнес-идентификационный номер
common-address = Адрес
common-phone = Телефон
common-email = Электронная почта
common-director = Директор
common-policy = Политика
common-revision = Редакция
common-effective-date = Дата вступления в силу

## People

common-patient = Пациент
common-patients = Пациенты
common-card = Карточка
common-iin = ИИН
common-iin-full = Индивидуальный идентификационный номер
common-full-name = Фамилия, имя, отчество (при наличии)
common-surname = Фамилия
common-given-name = Имя
common-patronymic = Отчество (при наличии)
common-birth-date = Дата рождения
common-sex = Пол
common-sex-male = мужской
common-sex-female = женский
common-contact-phone = Контактный телефон
common-email-optional = Электронная почта (при наличии)
common-home-address = Адрес места жительства
common-signature = Подпись
common-reason = Причина

## Identity documents

common-document = Документ, удостоверяющий личность
common-document-number = Номер документа
common-document-issued-on = Дата выдачи
common-document-issued-by = Кем выдан
common-document-identity-card = удостоверение личности
common-document-passport = паспорт
common-document-residence-permit = вид на жительство
common-document-stateless = удостоверение лица без гражданства
common-document-refugee = удостоверение беженца
common-document-foreign-passport = паспорт иностранного гражданина
common-document-birth-certificate = свидетельство о рождении
common-document-digital = цифровой документ (eGov Mobile)

## Staff

common-role-registrar = регистратор
common-role-manager = руководитель лаборатории
common-registration-desk = регистратура
common-login = Имя для входа
common-password = Пароль

## Consent in a word

common-consent-present = согласие есть
common-consent-stale = согласие устарело
common-consent-refused = отказ от согласия
common-consent-absent = согласия нет
common-consent-withdrawn = согласие отозвано
common-consent-by-mistake = ошибочно внесено
