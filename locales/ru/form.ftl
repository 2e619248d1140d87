# Бумаги: лист восстановления, лист согласия, подтверждение согласия, карточка доказательства.
# На каждом листе казахский и русский стоят рядом, одинаковым размером (Закон о языках, ст. 21).

form-common-training = УЧЕБНЫЙ
form-common-bin = БИН
form-common-iin = ИИН
form-common-patient = Пациент
form-common-birth-date = Дата рождения
form-common-full-name = Фамилия, имя, отчество (при наличии)
form-common-date = Дата
form-common-signature = Подпись
form-common-policy = Политика
form-common-policy-title = Название политики
form-common-policy-code = Код документа
form-common-policy-revision = Редакция
form-common-policy-effective = Дата вступления в силу
form-common-policy-url = Текст политики на сайте
form-common-policy-hash = Контрольная сумма (SHA-256)
form-common-entry-hash = Контрольная сумма записи (SHA-256)
form-common-at-given = Согласие дано
form-common-at-refused = Отказ получен
form-common-at-withdrawn = Отзыв получен
form-common-recorded-at = Внесено в журнал
form-common-valid-until = Срок действия
form-common-language = Язык текста
form-common-language-kk = Казахский
form-common-language-ru = Русский
form-common-acted-for = За пациента действует
form-common-channel = Способ
form-common-state-given = Дано, действует
form-common-state-stale = Устарело
form-common-state-withdrawn = Отозвано
form-common-state-refused = Отказ
form-common-state-mistaken = Ошибочно внесено

form-kit-title = Лист восстановления
form-kit-lead = По этим цифрам лаборатория снова откроет свою базу, если забыты все пароли, утрачен ключ рабочего места или сломан компьютер.
form-kit-made-on = Дата изготовления
form-kit-digits = Восемь групп по шесть цифр
form-kit-digits-qr = Те же цифры в QR-коде
form-kit-fingerprint = Отпечаток ключа
form-kit-fingerprint-use = Программа показывает его же. Если знаки не совпадают, это лист от другой базы.
form-kit-use-title = Как восстановить
form-kit-use = Откройте программу, выберите восстановление по листу и введите цифры по порядку или прочитайте QR-код сканером. Если в группе опечатка, программа назовёт её номер. После восстановления программа напечатает новый лист, а этот нужно уничтожить.
form-kit-keep-title = Как хранить
form-kit-keep = Не больше двух экземпляров, каждый в своём сейфе или запертом шкафу, отдельно от компьютера. Где они, знают двое. Не фотографируйте, не копируйте и не пересылайте: кто держит этот лист, тот может открыть данные всех пациентов.
form-kit-lost-title = Если листа нет
form-kit-lost = Если нет этого листа и никто не может войти в программу, данные потеряны навсегда. Их не вернёт никто, в том числе разработчик. Если лист пропал, сразу сделайте новый.
form-kit-age-title = Ключ резервной копии
form-kit-age = Этим ключом резервную копию открывает и обычная программа age, без нашей.
form-kit-age-qr = QR-код ключа резервной копии
form-kit-place = Место хранения
form-kit-keeper = Ответственный за хранение

form-consent-title = Согласие на сбор и обработку персональных данных
form-consent-tick = Если вы согласны, поставьте отметку в квадрате своей рукой. Пустой квадрат означает, что согласия нет.
form-consent-block-title = Сведения, которых требует закон
form-consent-block-law = Закон «О персональных данных и их защите», статья 8, пункт 4
form-consent-purposes = Цели обработки
form-consent-fields = Собираемые данные
form-consent-care-title = Информированное согласие на получение медицинской помощи
form-consent-options-title = По вашему желанию
form-consent-options = Эти согласия необязательны. Без них вам окажут те же услуги.
form-consent-policy-about = Текст политики можно прочитать в регистратуре. QR-код содержит контрольную сумму этой редакции.
form-consent-policy-qr = QR-код с контрольной суммой политики
form-consent-person-title = Кто даёт согласие
form-consent-other = На том же листе: фамилия, имя, отчество (при наличии)
form-consent-giver = Кто подписывает за пациента
form-consent-seen = Подпись поставлена в моём присутствии (должность, фамилия, инициалы работника)
form-consent-seen-signature = Подпись работника
form-consent-folder = Папка №
form-consent-sheet = Лист №

form-receipt-title-given = Подтверждение согласия
form-receipt-title-refused = Подтверждение отказа от согласия
form-receipt-title-withdrawn = Подтверждение отзыва согласия
form-receipt-lead-given = Этот лист остаётся у вас. Здесь сказано, что вы ответили и как отозвать согласие.
form-receipt-lead-refused = Этот лист остаётся у вас. Здесь сказано, от какого согласия вы отказались.
form-receipt-lead-withdrawn = Этот лист остаётся у вас. Здесь сказано, какое согласие вы отозвали и что будет дальше.
form-receipt-items = Ваше решение
form-receipt-when = Когда и как
form-receipt-taken-by = Кто принял
form-receipt-next-title-refused = Если вы передумаете
form-receipt-next-refused = Дать согласие можно в любой день. Придите в регистратуру с документом, удостоверяющим личность.
form-receipt-next-title-withdrawn = Что будет дальше
form-receipt-next-withdrawn = Со дня получения отзыва обработка прекращается, либо вы получаете мотивированный отказ. Срок, рабочих дней: { $days } (Закон «О персональных данных и их защите», статья 8, пункт 7). То, что обязывает хранить закон, хранится до конца установленного им срока. Дать согласие снова можно в любой день.
form-receipt-withdraw-title = Как отозвать согласие
form-receipt-withdraw = Любым способом. Причину объяснять не нужно.
form-receipt-withdraw-desk-title = В регистратуре
form-receipt-withdraw-desk = Придите с документом, удостоверяющим личность.
form-receipt-withdraw-post-title = По почте
form-receipt-withdraw-post = Отправьте письмо по адресу: { $address }
form-receipt-withdraw-mail-title = По электронной почте
form-receipt-withdraw-mail = Отправьте письмо на адрес: { $email }
form-receipt-withdraw-mail-none = У этой лаборатории нет адреса электронной почты. Напишите по почте или придите в регистратуру.
form-receipt-withdraw-subject = Тема письма: «Отзыв согласия на обработку персональных данных».
form-receipt-withdraw-term = Со дня получения отзыва обработка прекращается, либо вы получаете мотивированный отказ. Срок, рабочих дней: { $days }. Отозвать согласие нельзя, пока не исполнено обязательство или если это противоречит закону (Закон «О персональных данных и их защите», статья 8, пункты 2 и 7).
form-receipt-entry-qr = QR-код с контрольной суммой записи

form-evidence-title = Карточка доказательства согласия
form-evidence-state-given-about = Согласие дано и действует.
form-evidence-state-stale-about = Срок согласия истёк, или введена другая редакция политики. До этого времени согласие действовало.
form-evidence-state-withdrawn-about = Согласие отозвано. До отзыва оно действовало.
form-evidence-state-refused-about = Человека спросили, и он отказался дать согласие.
form-evidence-state-mistaken-about = Запись внесена по ошибке. Согласием она не была никогда.
form-evidence-purposes = Цели обработки
form-evidence-signature = Подпись
form-evidence-when = Когда и как
form-evidence-shown-title = Что было показано, дословно
form-evidence-shown-hash = Контрольная сумма показанной редакции (SHA-256)
form-evidence-actor = Кто внёс запись
form-evidence-device = Рабочее место
form-evidence-seq = Место в цепи записей
form-evidence-entry = Запись в журнале
form-evidence-entry-about = Запись подписана ключом рабочего места. QR-код содержит её контрольную сумму.
form-evidence-entry-qr = QR-код с контрольной суммой записи
form-evidence-later-title = Что было потом
form-evidence-later-none = После этой записи ничего не менялось.
form-evidence-reason = Причина
form-evidence-printed = Напечатано
form-evidence-printed-by = Кто напечатал

form-expected-title = Явка по списку
form-expected-lead = На листе указано только, кто из списка пришёл в этот день. Сведений о здоровье, услугах и результатах здесь нет: они сообщаются самому человеку.
form-expected-counterparty = Чей список
form-expected-day = День
form-expected-total = Всего в списке
form-expected-came-count = Пришли
form-expected-number = №
form-expected-name = Фамилия, инициалы
form-expected-nameless = фамилия не указана
form-expected-state = Явка
form-expected-came = пришёл(а)
form-expected-missed = не пришёл(а)
form-expected-printed = Напечатано
form-expected-printed-by = Кто напечатал

form-control-title = Контрольный лист журнала
form-control-lead = Лист хранится на бумаге отдельно от компьютера. Кто перепишет журнал или уничтожит его конец, не сможет сделать это незаметно: записи под этим номером будет соответствовать другой хеш.
form-control-printed = Дата и время
form-control-desk = Рабочее место
form-control-seq = Номер последней записи
form-control-entries = Записей на всех местах
form-control-head = Последняя запись журнала
form-control-head-qr = Код последней записи журнала
form-control-head-hash = Хеш последней записи (SHA-256)
form-control-device = Обозначение рабочего места
form-control-head-about = Для сверки отсканируйте код на экране журнала в программе.
form-control-others = Другие рабочие места
form-control-signature = Подпись
form-control-signed-by = Фамилия, инициалы

form-seen-title = Кто открывал карточку
form-seen-lead = На листе перечислены все случаи, когда сведения о вас показывались на экране, печатались или сохранялись в лаборатории.
form-seen-total = Всего случаев на листе
form-seen-at = Когда
form-seen-by = Кто
form-seen-desk = Рабочее место
form-seen-what = Что было показано
form-seen-more = Более ранние случаи на лист не поместились. Их выдают по запросу.
form-seen-printed = Напечатано
form-seen-printed-by = Кто напечатал

# Запрос субъекта: русское приложение дословно, казахское полное – наш текст, казахское исходное – дословно.
form-request-annex =
    Приложение № 1
    к Политике конфиденциальности и обработки персональных данных
    { $org }
form-request-to =
    Директору { $org }
    { $director }
form-request-title =
    Форма запроса на предоставление информации
    об обработке персональных данных
form-request-from = От:
form-request-from-note = (фамилия, имя, отчество)
form-request-document = Документ, удостоверяющий личность (удостоверение личности):
form-request-document-number = №
form-request-document-date = Дата выдачи:
form-request-document-issuer = Кем выдан:
form-request-iin = ИИН:
form-request-address = Адрес места жительства:
form-request-phone = Контактный телефон:
form-request-email = Адрес электронной почты (при наличии):
form-request-grounds = Основания, по которым лицо выступает в качестве законного представителя субъекта персональных данных (при наличии):
form-request-grounds-note = (например: доверенность, свидетельство о рождении, решение суда и др.)
form-request-facts = Сведения, подтверждающие факт обработки персональных данных в { $org } (например: получение медицинских услуг, регистрация на сайте, заключение договора):
form-request-ask = В соответствии со статьей 10 Закона Республики Казахстан «О персональных данных и их защите» прошу предоставить следующую информацию, касающуюся обработки моих персональных данных:
form-request-ask-note = (указать запрашиваемые сведения)
form-request-kind = Данный запрос является:
form-request-kind-initial = первичным
form-request-kind-repeated = повторным
form-request-reason = Причина направления повторного запроса (при наличии):
form-request-reply = Прошу предоставить ответ следующим способом:
form-request-reply-post = по почтовому адресу:
form-request-reply-email = на электронную почту:
form-request-day = Дата:
form-request-sign = Подпись:
form-request-foot = Форма запроса
form-request-box-empty = пустой квадрат
form-request-box-ticked = отмечено
form-request-office-number = Номер обращения
form-request-office-received = Дата получения
form-request-office-due = Срок ответа
form-request-stub = Талон о приёме запроса
form-request-stub-taken = Принял(а), подпись

form-request-original-annex = ПРИЛОЖЕНИЕ №1
form-request-original-to =
    Директор { $org }
    { $nominative }
form-request-original-title = Запрос на получение информации об обработке персональных данных
form-request-original-name = Фамилия, имя, отчество:
form-request-original-iin = ИИН:
form-request-original-document = Удостоверение личности №:
form-request-original-document-date = Дата выдачи:
form-request-original-phone = Контактный телефон:
form-request-original-email = Электронная почта (при наличии):
form-request-original-ask = Прошу предоставить информацию об обработке моих персональных данных.
form-request-original-day = Дата:
form-request-original-sign = Подпись:

# Этикетки пробирок: кроме этих слов только то, что в заказе.
form-label-title = Этикетки пробирок
form-label-bars = штрихкод номера заказа

form-slip-title = Ваш заказ
form-slip-number = Номер заказа
form-slip-bars = штрихкод номера заказа
form-slip-claim-code = Код выдачи
form-slip-claim-about = Заказ без имени: результат выдают только тому, кто назовёт номер заказа и этот код. Восстановить код нельзя.
form-slip-placed-at = Оформлен
form-slip-taken-by = Кто оформил
form-slip-services = Услуги
form-slip-code = Код
form-slip-service = Услуга
form-slip-price = Цена
form-slip-total = Итого
form-slip-ready-title = Когда и как узнать о результате
form-slip-keep = Сохраните этот лист: по номеру заказа вас найдут быстрее. Результат выдают вам или вашему представителю по документу, удостоверяющему личность.
form-slip-keep-anonymous = Сохраните этот лист и никому не показывайте код выдачи.

# Лист на день без программы: заполняют от руки, потом вносят с настоящей датой.
form-registration-title = Регистрационный лист
form-registration-operator = Лаборатория
form-registration-number = Номер заказа
form-registration-bars = штрихкод номера заказа
form-registration-label-here = место для этикетки
form-registration-urgency = Срочно
form-registration-sex = Пол
form-registration-sex-male = мужской
form-registration-sex-female = женский
form-registration-phone = Контактный телефон
form-registration-document = Документ, удостоверяющий личность: вид, номер
form-registration-representative = Представитель: фамилия, имя, отчество (при наличии), основание
form-registration-consent-blank = Бланк согласия №
form-registration-consent-folder = Папка, лист
form-registration-paid = Оплата, чек №
form-registration-services = Услуги
form-registration-code = Код
form-registration-service = Услуга
form-registration-tube = Пробирка
form-registration-price = Цена
form-registration-taken-at = Дата и время
form-registration-taken-by = Кто принял (фамилия, инициалы)
form-registration-later = Когда программа снова заработает, внесите этот лист с датой, которая на нём указана.
form-registration-entered-at = Внесено (дата)
form-registration-entered-by = Кто внёс

form-reserved-title = Номера заказов про запас
form-reserved-lead = Этими номерами оформляют заказы, пока программа не работает. Каждый номер используют один раз. Наклейте этикетки с тем же номером на пробирки и на регистрационный лист.
form-reserved-desk = Рабочее место
form-reserved-number = Номер
form-reserved-bars = Штрихкод
form-reserved-name = Фамилия, инициалы
form-reserved-when = Дата, время
form-reserved-entered = Внесено
form-reserved-printed = Напечатано
form-reserved-printed-by = Кто напечатал

# Акт выдачи заказа: кому, по какому документу, подписи.
form-act-title = Акт выдачи
form-act-lead = Результаты по заказу выданы. Получатель подтверждает, что получил их в целости.
form-act-number = Номер заказа
form-act-patient = Пациент
form-act-birth-date = Дата рождения
form-act-placed-at = Заказ оформлен
form-act-given-at = Выдано
form-act-receiver = Получатель
form-act-to = Кому выдано
form-act-full-name = Фамилия, имя, отчество
form-act-basis = Основание
form-act-document = Документ
form-act-document-number = Номер документа
form-act-seen = Документ получателя показан и сверен. Копия документа не снималась (статья 7, пункт 10 Закона «О персональных данных и их защите»).
form-act-signatures = Подписи
form-act-signature-receiver = Получил(а)
form-act-signature-worker = Выдал(а)
