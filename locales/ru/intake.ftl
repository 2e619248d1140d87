### Intake: the one box, the form, consent, the receipt.

intake-search = ИИН, фамилия или телефон
intake-found = Найденные карточки
intake-new-card = Новая карточка
intake-last-visit = был(а) { $date }
intake-list-keys = ↓ ↑ по списку, Пробел выбирает.
intake-further-cards = { $count ->
    [one] и ещё { $count } карточка этого человека
    [few] и ещё { $count } карточки этого человека
   *[other] и ещё { $count } карточек этого человека
}
intake-list-slips = Такого ИИН ни у кого нет. Похожие, с одной другой цифрой или двумя соседними наоборот; сверьте с документом:
intake-list-more = Показаны не все карточки: введите больше букв или цифр.
intake-enter-not-name = Enter не выбирает по имени: сверьте дату рождения и нажмите Пробел на строке.
intake-enter-several = Совпало несколько карточек: выберите стрелкой и нажмите Пробел.
intake-card-clear = Другой пациент

## The form

intake-patronymic = Отчество
intake-no-surname = Нет фамилии
intake-document = Документ
intake-document-other = другой документ
intake-document-checked = Сверено с документом
intake-phone-owner = Чей телефон
intake-phone-patient = пациента
intake-phone-representative = представителя
intake-phone-other = другого человека
intake-language = Язык бумаг пациента
intake-iin-typing = набирается
intake-iin-take = Взять дату и пол из ИИН
intake-repair = Исправить на «{ $to }»
intake-repair-why = Похоже на опечатку: чужая буква или не тот регистр
intake-confirm = Подтверждаю
intake-amend-reason = Почему меняются данные
intake-amend-reason-hint = Например: новое удостоверение
intake-lookalikes = Похожие карточки уже есть
intake-lookalike-take = Это он(а)

## Consent

intake-consent-open = Согласие
intake-consent-open-hint = Страницу согласия читает и отмечает пациент.
intake-back-to-form = К форме
intake-consent-say = Что сказать вслух
intake-consent-channel = Как даётся согласие
intake-consent-screen = на экране
intake-consent-paper = на бумаге
intake-consent-sms = кодом из SMS
intake-consent-refuses = Пациент отказывается
intake-consent-clear = Снять отметки
intake-paper-date = Дата на бумаге
intake-paper-place = Где хранится: папка, лист
intake-paper-signature = Подпись пациента на бумаге видел(а)
intake-paper-blank = Бланк согласия
intake-policy-revision = редакция { $revision }
intake-policy-from = действует с { $date }
intake-refusal-explain = Объясните ещё раз, зачем нужно согласие. Если пациент не согласен, запишите отказ.
intake-refusal-reason = Причина словами пациента
intake-refusal-reason-hint = Можно оставить пустым.
intake-refusal-signed = Кто подписал отказ
intake-refusal-by-patient = пациент и работник
intake-refusal-by-worker = работник один
intake-refusal-back = Пациент передумал: к согласию

## Outcome

intake-outcome = Итог
intake-outcome-empty = Найдите карточку или заведите новую.
intake-no-name-yet = Имя не введено
intake-outcome-personal = согласие на обработку данных
intake-outcome-care = согласие на медицинскую помощь
intake-save-show = Сохранить и напечатать
intake-save-only = Сохранить без печати
intake-saving = Сохраняется…
intake-correct = Исправить
intake-correct-reason = исправлено сразу после записи
intake-show-receipt = показать подтверждение
intake-receipt = Подтверждение согласия
intake-key-part = следующая часть формы: нет ИИН, представитель
intake-key-correct = исправить только что сохранённое
intake-key-consent = согласие
intake-key-save-show = сохранить, напечатать и показать подтверждение

## Drafts

intake-draft-offer = Незаконченная форма: { $initials }, { $at }
intake-draft-colleague = Незаконченная форма коллеги: { $initials }, { $at }. Кто начал: { $owner }
intake-draft-take = Взять себе
intake-draft-drop = Удалить черновик

## Who answers, who helped

intake-consent-optional = По желанию. Без этих отметок услуги те же:
intake-consent-by = Кто даёт согласие
intake-consent-by-patient = Пациент сам
intake-consent-helped = Помощь при согласии
intake-consent-reader = Кто прочитал вслух
intake-consent-helper = Кто помог поставить отметку и подпись
intake-consent-witness = Свидетель
intake-consent-companion = Сопровождающий
intake-consent-companion-hint = Пришёл вместе, но согласия не даёт: бумагу подписал родитель

## Somebody without ИИН, further fields, who acts for whom

intake-save-family = Следующий из семьи
intake-further = Нет ИИН, другие сведения
intake-kind = Почему нет ИИН
intake-kind-none = ИИН есть
intake-kind-newborn = новорождённый
intake-kind-foreigner = иностранец
intake-kind-no-document = документ не предъявлен
intake-kind-urgent = срочно, личность неизвестна
intake-kind-thin = представитель
intake-newborn-number = Номер среди близнецов
intake-citizenship = Гражданство
intake-latin-name = Имя латинскими буквами
intake-polyclinic = Поликлиника прикрепления
intake-address = Адрес проживания
intake-address-registered = Адрес регистрации
intake-email = Электронная почта
intake-phone-2 = Второй телефон
intake-designated = Кому можно сообщить и выдать
intake-supplied-by = Кто сообщил сведения
intake-supplied-patient = пациент
intake-supplied-representative = представитель
intake-supplied-companion = сопровождающий
intake-representative = Кто действует за пациента
intake-representative-add = Внести представителя
intake-representative-family = Из семьи: { $name }
intake-representative-other = Внести другого представителя
intake-representative-drop = Убрать представителя
intake-representative-basis = Кем приходится или на каком основании действует
intake-representative-document = Документ: вид, номер, дата
intake-representative-term = Последний день действия
intake-representative-until = по { $date } включительно
intake-park = Отложить
intake-representative-another = Это другой человек

## A family: one page and one signature for several

intake-family = Вместе с пациентом, одной подписью
intake-family-hint = Представитель сегодня отвечает и за них. Имена отмеченных встанут на страницу.
intake-family-apart = Спрашивают отдельно: { $purposes }
intake-family-stranger = другой пациент
intake-family-refuse = Отметки с остальных сняты: отказ записывают за каждого отдельно. Страница теперь про одного пациента.
intake-outcome-others = Вместе: { $names }

## Cards that may be the same person’s

intake-alike-same = Карточка с этим ИИН уже есть: откройте её
intake-alike-decide = Очень похожая карточка. Это тот же человек?
intake-alike-decided = Отмечено: другой человек
intake-alike-possible = Возможно, уже есть:
intake-alike-typed = В форме
intake-alike-name = Фамилия, имя, отчество
intake-alike-take = Это он(а): открыть карточку
intake-alike-other = Другой человек
intake-alike-again = Решить заново
intake-iin-slip = Похоже на ИИН карточки:
intake-alike-iin-same = тот же ИИН
intake-alike-iin-slip = ИИН отличается одной опиской
intake-alike-iin-differs = другой ИИН
intake-alike-born-same = та же дата рождения
intake-alike-born-swapped = день и месяц рождения переставлены
intake-alike-born-close = в дате рождения другая цифра
intake-alike-born-differs = другая дата рождения
intake-alike-surname-same = та же фамилия
intake-alike-surname-close = похожая фамилия
intake-alike-surname-differs = другая фамилия
intake-alike-name-same = то же имя
intake-alike-name-close = похожее имя
intake-alike-name-initial = первая буква имени та же
intake-alike-name-differs = другое имя
intake-alike-patronymic-same = то же имя отца
intake-alike-patronymic-initial = первая буква отчества та же
intake-alike-patronymic-differs = другое отчество
intake-alike-names-exchanged = фамилия и имя переставлены
intake-alike-phone-same = тот же телефон
intake-alike-document-same = тот же документ
intake-alike-sex-differs = другой пол
