### Words that many screens and papers share.

common-app = Тіркеу
common-language-kk = Қазақша
common-language-ru = Русский

## Actions

common-save = Сохранить
common-cancel = Отмена
common-close = Закрыть
common-back = Назад
common-next = Далее
common-yes = Да
common-change = Изменить
common-retry = Повторить
common-continue = Продолжить
common-sign-in = Войти

## States

common-saved = Сохранено
common-loading = Загружается
common-optional = необязательно
common-required = обязательно
common-not-given = не указано
common-nothing-found = Ничего не найдено
common-training = Учебный режим: сообщения не отправляются, данные вымышлены
common-update-program = Обновите программу

## Time

common-date = Дата
common-time = Время
common-working-days-left = { $n ->
    [one] остался { $days } раб. день
    [few] осталось { $days } раб. дня
    [many] осталось { $days } раб. дней
   *[other] осталось { $days } раб. дня
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
common-address = Адрес
common-phone = Телефон
common-email = Электронная почта
common-policy = Политика
common-revision = Редакция
common-effective-date = Дата вступления в силу

## People

common-patients = Пациенты
common-card = Карточка
common-iin = ИИН
common-full-name = Фамилия, имя, отчество (при наличии)
common-surname = Фамилия
common-given-name = Имя
common-birth-date = Дата рождения
common-sex = Пол
common-sex-male = мужской
common-sex-female = женский
common-contact-phone = Контактный телефон
common-reason = Причина

## Identity documents

common-document-number = Номер документа
common-document-issued-on = Дата выдачи
common-document-issued-by = Кем выдан
common-document-identity-card = удостоверение личности
common-document-passport = паспорт
common-document-residence-permit = вид на жительство
common-document-foreign-passport = паспорт иностранного гражданина
common-document-birth-certificate = свидетельство о рождении
common-document-digital = цифровой документ (eGov Mobile)

## Staff

common-role-registrar = регистратор
common-role-senior = старший регистратор
common-role-manager = руководитель лаборатории
common-role-administrator = администратор
common-role-auditor = аудитор
common-login = Имя для входа
common-password = Пароль

## Consent in a word

common-consent-present = согласие есть
common-consent-stale = согласие устарело
common-consent-refused = отказ от согласия
common-consent-absent = согласия нет
common-consent-destroyed = данные уничтожены
common-consent-withdrawn = согласие отозвано
common-consent-by-mistake = ошибочно внесено
