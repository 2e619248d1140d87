### The manager's day in figures. They name nobody.

today-tab = Сегодня
today-title = Сегодня, { $day }
today-at = По состоянию на { $at }
today-counting = Считаем всех: { $percent } %

## What to look at in the journal

today-alarms = Необычное в журнале
today-alarms-hint = Повод спросить, а не нарушение. Число открывает эти записи в журнале.
today-alarms-none = За семь дней ничего необычного.
today-alarms-quiet = За семь дней ни разу: { $views }
today-alarm = Что
today-alarm-today = сегодня
today-alarm-week = за 7 дней
today-alarm-open-today = Открыть в журнале за сегодня: { $view }, { $count }
today-alarm-open-week = Открыть в журнале за 7 дней: { $view }, { $count }

## Who came

today-hours = Кто пришёл, по часам
today-hours-none = Сегодня ещё никого.
today-hours-sum = Новых: { $new }, уже известных: { $known }
today-hours-consent-hint = Известный: карточка заведена раньше, а сегодня о человеке записано согласие, отказ или исправление. Считаются все рабочие места, чьи записи здесь есть.
today-hour = Час
today-new = новые
today-known = уже известные

## How long an intake takes

today-pace = Секунд на приём
today-pace-now = Сегодня приёмов: { $count }. Половина не дольше { $median } с, девять из десяти не дольше { $ninety } с.
today-pace-none = Сегодня на этом рабочем месте приёмов ещё не было.
today-pace-left-out = Не учтено приёмов: { $count }. Их время неправдоподобно: меньше нуля или больше четырёх часов.
today-pace-hint = От первых букв в форме до записи; сколько форма лежала отложенной, не считается. Это число рабочего места, а не мера людей.
today-day = День
today-median = половина не дольше, с
today-ninety = девять из десяти не дольше, с

## Consent

today-consent = Согласие на обработку данных
today-consent-sum = Пациентов: { $count }
today-consent-none = Пациентов ещё нет.
today-consent-hint = Человек считается один раз, сколько бы карточек у него ни было. Если карточки с одним ИИН не объединены, считается худшее из их состояний.

## How many people

today-subjects = Людей в базе: { $count }
today-subjects-hint = Пациенты и представители, каждый один раз; те, чьи данные уничтожены, не считаются.
today-size-small = малый оператор
today-size-medium = средний оператор
today-size-large = крупный оператор
today-threshold = { $size }: от { $from }
today-class = По числу людей: { $size }.
today-class-raised = Медицинские данные, доступ к которым ограничен, поднимают на класс: { $size }.
today-class-notifies = Такой оператор уведомляет уполномоченный орган о начале и прекращении обработки (статья 10-1).
today-class-exempt = Уведомлять уполномоченный орган такой оператор не обязан (статья 10-1).
today-near = Близок порог: { $from }. С него лаборатория считается так: { $size }.
today-near-notify = Тогда понадобится уведомить уполномоченный орган (статья 10-1). Спросите юриста заранее.
today-class-since = Пороги действуют с { $since }.
today-class-none = На эту дату пороги в программе не заданы.
today-source-law-94-v-25-1 = Закон РК № 94-V, статьи 25-1 и 10-1, в редакции 2026 года. Пороги взяты из вторичных источников: прежде чем действовать, пусть их подтвердит юрист.

## The backup

today-backup = Резервная копия
today-backup-open = К настройкам копий
today-unsaved = Записей, которых нет в проверенной копии: { $count }
today-unsaved-none = Все записи есть в проверенной копии.
today-unset = Осталось настроить
today-unset-services = Без списка с ценами заказ не оформить.
today-unset-printers = Куда на этом рабочем месте печатать слип, этикетки и документы.
today-unset-director = На имя директора пишут запросы о персональных данных.
