### Messages (S5): the outbox, what is not told yet, one order's messages, the channels of a desk.

notices-tab = Сообщения
notices-title = Сообщения

## What the person is sent. `{ $number }` is the order's number; `{ $phone }` the laboratory's phone; nothing else may stand there

notices-text-ready = Заказ №{ $number } готов. Возьмите удостоверение личности.
notices-text-short = Заказ №{ $number } готов.
notices-text-part = Заказ №{ $number } готов частично. Об остальном сообщим.
notices-text-late = Заказ №{ $number } задерживается. О готовности сообщим.
notices-text-call = Просим позвонить по заказу №{ $number }: { $phone }

## The last line of the window

notices-status-queued = сообщений в очереди: { $count }
notices-status-unknown = сообщений без итога: { $count }
notices-status-none = сообщения: очереди нет

## The list

notices-filter = Показать
notices-filter-untold = готовы, не сообщено
notices-filter-queued = в очереди
notices-filter-sending = отправляются
notices-filter-accepted = приняты шлюзом
notices-filter-delivered = доставлены
notices-filter-failed = не доставлены
notices-filter-unknown = итог неизвестен
notices-filter-dropped = сняты с очереди
notices-state-queued = В очереди
notices-state-sending = Отправляется
notices-state-accepted = Принято шлюзом
notices-state-delivered = Доставлено
notices-state-failed = Не доставлено
notices-state-unknown = Итог неизвестен
notices-state-dropped = Снято с очереди
notices-none = Сообщений нет
notices-none-untold = Обо всех готовых заказах сообщено, или сообщение стоит в очереди
notices-order = Заказ
notices-whose = Чей
notices-state = Состояние
notices-channel-sms = SMS
notices-channel-email = Эл. почта
notices-figures = За 30 дней
notices-count = Сколько
notices-next = Дальше
notices-open-order = Открыть заказ { $number }
notices-by = Поставлено в очередь: { $by }
notices-sender = Отправляет: { $desk }
notices-disputed = Двум рабочим местам поручено отправить это сообщение. Пока руководитель не поручит его одному, его не отправит никто.
notices-parts = частей SMS: { $parts }
notices-price = стоимость: { $price }
notices-again-reason = Повторно: { $reason }
notices-why-not = Почему не сообщено

## What is said of an order

notices-about = О чём сообщить
notices-about-none = выберите
notices-about-ready = заказ готов
notices-about-part = готова часть
notices-about-late = заказ задерживается
notices-about-call = просим позвонить

## Why messages wait

notices-hold-quiet = В эти часы никого не беспокоим. Сообщения пойдут в { $until }.
notices-hold-exchange = Рабочее место давно не встречалось с другими. Сообщения пойдут после обмена: вдруг кто-то отозвал согласие.
notices-hold-cap = Предел сообщений на сегодня исчерпан. Остальные пойдут завтра.
notices-hold-paused = Отправка остановлена: { $cause }. Следующая попытка в { $until }.
notices-hold-stopped = Отправляло рабочее место «{ $desk }», а оно больше не работает. Руководитель включает отправку на другом в настройках, часть «Сообщения», и берёт очередь на него.
notices-hold-low = На счёте у шлюза осталось мало: { $balance }. Пополните счёт: когда деньги кончатся, SMS не уйдут.
notices-hold-unset = Ни одно рабочее место не отправляет сообщения. Руководитель включает отправку в настройках, часть «Сообщения».

## What may be done

notices-tell-sms = Сообщить по SMS
notices-tell-email = Сообщить по эл. почте
notices-again = Отправить ещё раз
notices-again-why = Почему ещё раз
notices-again-unknown = Неизвестно, ушло ли прошлое сообщение. Человек может получить его дважды.
notices-take-back = Снять с очереди
notices-take-over = Отправить с этого рабочего места
notices-take-over-all = Взять всю очередь на это рабочее место
notices-taken = Взято. Сообщения пойдут через десять минут после обмена: вдруг прежнее рабочее место что-то уже отправило.
notices-before = Прошлое сообщение: { $cause }
notices-shared = Этот адрес записан и у других людей, не связанных с пациентом: { $count }. Спросите, чей он. Уйдёт самый короткий текст.
notices-shared-yes = Проверено: отправлять сюда
notices-preview = Уйдёт: «{ $text }»
notices-of-order = Сообщения пациенту

## Why a message stands as it does

notices-cause-other = шлюз ответил «{ $code }»
notices-cause-by-hand = снято с очереди сотрудником
notices-cause-program-ended = программа закрылась раньше, чем пришёл ответ
notices-cause-not-found = шлюз такого сообщения не получал
notices-cause-notice-shared = этот адрес теперь записан и у других людей
notices-cause-network = нет связи со шлюзом
notices-cause-timeout = шлюз не ответил вовремя
notices-cause-broken = связь оборвалась на полуслове
notices-cause-certificate = сертификат шлюза не подтверждён
notices-cause-encryption = шифрованного соединения не получилось
notices-cause-login = логин, пароль или ключ не приняты
notices-cause-account = учётная запись у шлюза не действует
notices-cause-money = на счёте у шлюза кончились деньги
notices-cause-ip-blocked = шлюз не принимает этот адрес сети
notices-cause-rate = слишком часто, шлюз просит подождать
notices-cause-busy = шлюз занят
notices-cause-settings = настройки канала не подходят
notices-cause-server-fault = сбой у шлюза
notices-cause-bad-answer = ответ шлюза не разобрать
notices-cause-bad-sender = отправитель у шлюза не одобрен
notices-cause-later = сервер получателя просит позже
notices-cause-duplicate = шлюз счёл сообщение повтором
notices-cause-bad-address = шлюз не принял такой адрес
notices-cause-no-recipient = такого получателя нет
notices-cause-bad-text = шлюз не принял текст
notices-cause-forbidden = шлюз запрещает такой текст, отправителя или адрес
notices-cause-rejected = шлюз отклонил сообщение
notices-cause-undelivered = доставить не удалось
notices-cause-expired = срок доставки вышел
notices-cause-stopped = отправка остановлена у шлюза

## The channels of a desk and the words of the laboratory

notices-set-title = Сообщения
notices-set-lead = Пациенту, который согласился, программа сама сообщит, что заказ готов. Текст не выдаёт, что это за заказ.
notices-set-sms = SMS
notices-set-email = Электронная почта
notices-set-gateway = Через что отправляет это рабочее место
notices-set-gateway-none = не отправляет
notices-set-gateway-mobizon = Mobizon.kz
notices-set-gateway-smsc = SMSC.kz
notices-set-gateway-smtp = почтовый сервер
notices-set-gateway-training = учебный: всё видно, ничего не уходит
notices-set-elsewhere = Сейчас отправляет рабочее место «{ $desk }». Если сохранить, отправлять будет это.
notices-set-here = Отправляет это рабочее место
notices-set-login = Логин
notices-set-key = Ключ API
notices-set-password = Пароль
notices-set-secret-kept = Хранится на этом рабочем месте. Оставьте пустым, чтобы не менять.
notices-set-secret-hint = Хранится только здесь, в зашифрованной базе
notices-set-address = Адрес шлюза
notices-set-address-hint = Пусто: обычный адрес шлюза
notices-set-host = Почтовый сервер
notices-set-port = Порт
notices-set-port-hint = Пусто: 465, а со STARTTLS 587
notices-set-starttls = Соединение со STARTTLS
notices-set-from = Ящик отправителя
notices-set-sender = Отправитель в SMS: «{ $sender }». Его человек видит в согласии. Меняется в части «Перечень данных».
notices-set-named = В согласии назван шлюз: «{ $named }». Он должен быть тем, через который сообщения уходят.
notices-set-sender-none = Отправитель SMS не задан. Задайте его в части «Перечень данных»: человек должен видеть его в согласии.
notices-set-low = Предупредить, если на счёте меньше
notices-set-low-hint = Пусто: 1000. Счёт спрашивается раз в час
notices-set-save = Сохранить канал
notices-set-check = Проверить соединение
notices-set-checked = Соединение есть, данные для входа приняты
notices-set-balance = На счёте: { $balance }
notices-set-rules = Когда и кому
notices-set-quiet-from = Не беспокоить с, часов
notices-set-quiet-to = до, часов
notices-set-quiet-hint = Время Алматы. По умолчанию с 21 до 8
notices-set-cap = Сообщений в день, не больше
notices-set-foreign = Писать на иностранные номера
notices-set-texts = Тексты
notices-set-texts-hint = { "{n}" } заменяется номером заказа, { "{phone}" } телефоном лаборатории. Названия лаборатории, анализов и ссылок в тексте быть не может: сам факт обращения является тайной (статья 273 Кодекса о здоровье).
notices-set-wording-ready = Пациенту: заказ готов
notices-set-wording-short = На общий или чужой телефон: заказ готов
notices-set-wording-part = Готова часть
notices-set-wording-late = Заказ задерживается
notices-set-wording-call = Просьба позвонить
notices-set-in-kk = { $what }, на казахском
notices-set-in-ru = { $what }, на русском
notices-set-length = Знаков в самом длинном случае: { $units } из { $single }
notices-set-long = Знаков в самом длинном случае: { $units } из { $single }. Уйдёт частями: { $parts }, и каждая оплачивается. Сократите текст.
