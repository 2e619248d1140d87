### Sentences that a person consents to. What was shown is stored in the consent: a change here
### never changes what somebody agreed to, but it needs a lawyer and both languages.

# Word for word from the reference policy (rdoc.kz, p. 14); `.link` must be a part of it.
consent-checkbox = Я даю согласие на обработку персональных данных на условиях Политики обработки персональных данных
    .link = Политики обработки персональных данных

# Law 94-V art. 8(4). $n chooses the form of «год»; $years is printed.
consent-block = Оператор: { $org }, { $bin_kind } { $bin }, { $address }. { $subjects }. Цели обработки: { $purposes }. Собираемые данные: { $fields }. Срок действия согласия: до достижения целей обработки, но не более { $years } { $n ->
        [one] года
       *[other] лет
    } со дня последнего обращения (если законом не требуется более длительное хранение). Передача третьим лицам: { $third_parties }. По закону без отдельного согласия сведения передаются в информационные системы Министерства здравоохранения, а также, только для целей оказания медицинской помощи, субъектам здравоохранения (статья 60 Кодекса Республики Казахстан «О здоровье народа и системе здравоохранения»). Трансграничная передача: не производится. Распространение в общедоступных источниках: не производится. { $withdrawal }
consent-subject = Субъект: { $name }
# Several people for whom one representative answers, each by full name.
consent-subjects = Субъекты: { $names }
consent-block-withdrawal = Отозвать согласие можно в любое время: в регистратуре, по почте или по электронной почте: { $email }.
consent-block-withdrawal-without-email = Отозвать согласие можно в любое время: в регистратуре или по почте.
consent-not-carried-out = не производится

# Health Code art. 134: a fact of its own, withdrawn on its own.
consent-care = Я даю информированное согласие на получение медицинской помощи: на взятие биоматериала и проведение лабораторных исследований. Цель и порядок исследований, возможные риски и моё право отказаться мне разъяснены в доступной форме (статья 134 Кодекса Республики Казахстан «О здоровье народа и системе здравоохранения»).

consent-policy-title = { $title }. Код документа: { $code }. Редакция: { $revision }. Действует с { $from }

consent-title = Согласие на сбор и обработку персональных данных
consent-care-title = Информированное согласие на получение медицинской помощи
consent-withdrawal-title = Отзыв согласия на обработку персональных данных
consent-refusal = Я отказываюсь дать согласие на обработку персональных данных. Последствия отказа мне разъяснены.

## Two sentences for the registrar to say aloud (F1)

consent-say = Чтобы принять Вас, нам нужно записать Ваши имя, ИИН и номер телефона; мы показываем, зачем и на какой срок. Прочитайте и, если согласны, поставьте отметку сами; отозвать согласие можно в регистратуре в любой день.

## Purposes

consent-purpose-lab-services = оказание лабораторных медицинских услуг
consent-purpose-tests = проведение лабораторных исследований
consent-purpose-results = оформление и выдача результатов лабораторных анализов
consent-purpose-records = ведение медицинской документации
consent-purpose-contracts = исполнение договоров с пациентами и контрагентами
consent-purpose-legal-duties = выполнение требований законодательства Республики Казахстан
consent-purpose-readiness = информирование пациентов о готовности результатов исследований

## Purposes as a card shows them (names of `domain::consent::Purpose`)

consent-purpose-service = услуги лаборатории
consent-purpose-care = медицинская помощь
consent-purpose-sms = сообщения по SMS
consent-purpose-email = сообщения по электронной почте
consent-purpose-employer = сведения работодателю
consent-purpose-designated_person = сведения названному лицу
consent-purpose-network_exchange = обмен по сети между рабочими местами
consent-purpose-all = все цели

## Data

consent-field-full-name = фамилия, имя, отчество (при наличии)
consent-field-iin = ИИН
consent-field-birth-date = дата рождения
consent-field-sex = пол
consent-field-identity-document = вид, номер, дата выдачи документа, удостоверяющего личность, и кем он выдан (без копии)
consent-field-phone = контактный телефон
consent-field-email = электронная почта
consent-field-address = адрес места жительства
consent-field-polyclinic = поликлиника прикрепления
consent-field-address_registered = адрес регистрации
consent-field-citizenship = гражданство
consent-field-latin_name = имя латинскими буквами, как в паспорте
consent-field-designated = кому можно сообщить и выдать результат
consent-field-health = сведения о состоянии здоровья
consent-field-results = результаты лабораторных исследований

## How it was received

consent-channel-screen = на экране в регистратуре
consent-channel-paper = на бумаге
consent-channel-counter = в регистратуре
consent-channel-post = по почте
consent-channel-email = по электронной почте

## Words of papers about a consent

# $n chooses the form of «год»; $years is printed.
consent-page-changed = Текст на странице изменился, отметки сняты. Пациент читает страницу заново и сам ставит отметку.
consent-term-after-visit = { $years } { $n ->
    [one] год
    [few] года
    [many] лет
   *[other] года
} со дня последнего обращения
consent-term-until-withdrawn = до отзыва
consent-shown-sentence = текст у отметки
consent-shown-block = сведения, которых требует закон
consent-paper-place = Где хранится подписанный лист

## A page for somebody for whom another acts

consent-subject-represented = { $name }. За субъекта действует: { $giver } ({ $basis })
consent-subject-represented-by-document = { $name }. За субъекта действует: { $giver } ({ $basis }; документ: { $document })

consent-subjects-represented = { $names }. За субъектов действует: { $giver } ({ $ground })
# The same representative acts for each on a ground of its own.
consent-subjects-represented-each = { $names }. За субъектов действует: { $giver }. Основания: { $grounds }
consent-ground = { $basis }
consent-ground-by-document = { $basis }; документ: { $document }
consent-ground-of = { $name } – { $ground }

## Further purposes, each with its own tick

consent-optional-sms = Сообщать о готовности моего заказа по SMS на { $phone }. Отправитель в сообщении: «{ $sender }», через { $gateway }.
consent-optional-email = Сообщать о готовности моего заказа по электронной почте: { $email }.
consent-optional-designated = О моём заказе можно сообщить и выдать результат: { $name } (ст. 134 п. 4 Кодекса).
consent-optional-network = Мои данные можно передавать по сети между рабочими местами лаборатории, чтобы меня могли принять в любом её пункте (ст. 273 п. 6 Кодекса).

## Who took part

consent-giver = За пациента действует
consent-reader = Страницу прочитал вслух
consent-helper = Помог поставить отметку и подпись
consent-witness = Свидетель
consent-companion = Сопровождающий
consent-channel-patient_screen = на экране пациента, с подписью
consent-channel-sms = кодом из SMS
consent-channel-sms-to = кодом из SMS, отправленным на { $to }
