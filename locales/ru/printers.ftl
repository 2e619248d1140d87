### Принтеры этого рабочего места, печать, что ещё не напечатано.

printers-title = Принтеры
printers-why = Куда идёт каждая бумага. Настройка действует только на этом рабочем месте.
printers-kind-label = Этикетки пробирок
printers-kind-slip = Слип
printers-kind-consent = Лист согласия
printers-kind-receipt = Подтверждение согласия
printers-kind-other = Остальные бумаги
printers-printer = Принтер
printers-copies = Копий
printers-with-save = вместе с сохранением, F9
printers-own = Как выберет система
printers-own-named = Как выберет система: { $printer }
printers-lost = { $printer } (сейчас его нет)
printers-none = В этом компьютере нет ни одного принтера. Подключите его в настройках системы, затем обновите список.
printers-silent = Служба печати этого компьютера не отвечает. Выбранное останется, печатать пока нельзя.
printers-again = Обновить список
printers-label = Этикетка
printers-width = Ширина, мм
printers-height = Высота, мм
printers-dpi = Точек на дюйм
printers-dpi-hint = Обычно 203, бывает 300 или 600.
printers-saved = Записано. Действует на этом рабочем месте.
printers-test = Пробная этикетка
printers-test-why = Печатает этикетку без имени с номером, которого нет ни у одного заказа. Рамка должна быть видна целиком, штрихкод должен читаться сканером.
printers-test-unsaved = Сначала сохраните: печатается то, что записано.
printers-proof = проба
printers-proof-letters = Ёё Щщ Ъъ Ыы

printers-list = Принтеры компьютера
printers-name = Название
printers-now = Сейчас
printers-waiting = В очереди
printers-default = выбран системой
printers-state-idle = готов
printers-state-printing = печатает
printers-state-stopped = остановлен
printers-state-refuses = не принимает заданий

printers-print = Напечатать
printers-sent-out = Напечатано. Принтер: { $printer }
printers-sent-queued = Передано принтеру: { $printer }
printers-sent-stuck = Ждёт у принтера { $printer }: { $reason }
printers-sent-failed = Не напечатано, принтер { $printer }: { $reason }
printers-kept = Бумага осталась в списке ненапечатанного.
printers-after-busy = Печатается…
printers-after-out = Передано на печать: { $papers }
printers-after-waits = Не напечатано: { $papers } –
printers-pieces-label = { $count ->
    [one] { $count } этикетка
    [few] { $count } этикетки
   *[other] { $count } этикеток
}
printers-pieces-slip = { $count ->
    [1] слип
    [few] { $count } слипа
   *[other] { $count } слипов
}
printers-pieces-receipt = { $count ->
    [1] подтверждение согласия
    [few] { $count } подтверждения согласия
   *[other] { $count } подтверждений согласия
}
printers-key-last = напечатать бумаги последнего пациента
printers-last-none = После входа никто ещё не сохранён.
printers-last-nothing = Для него нечего печатать.

printers-status = Не напечатано: { $count }
printers-unprinted = Ещё не напечатано
printers-unprinted-why = В списке нет имён. Каждая повторная печать записывается в журнал.
printers-unprinted-none = Всё напечатано.
printers-paper = Бумага
printers-at = Когда
printers-what = Что с ней
printers-print-all = Напечатать всё
printers-print-one = Напечатать ещё раз
printers-drop = Убрать из списка
printers-row-asked = не передана принтеру
printers-row-queued = у принтера, печатается
printers-row-stuck = ждёт у принтера: { $reason }
printers-row-failed = не напечатана: { $reason }

printers-reason-paper-out = кончилась бумага
printers-reason-paper-wrong = нужна бумага другого размера
printers-reason-paper-jam = бумага застряла
printers-reason-cover-open = открыта крышка
printers-reason-ink-out = кончилась краска или лента
printers-reason-offline = принтер не отвечает
printers-reason-paused = принтер остановлен
printers-reason-held = задание придержано
printers-reason-paper-low = мало бумаги
printers-reason-ink-low = мало краски
printers-reason-other = принтер просит внимания
printers-reason-stopped = принтер остановился на этом задании
printers-reason-cancelled = задание снято с печати
printers-reason-failed = служба печати не выполнила задание
printers-reason-silent = служба печати не отвечает
printers-reason-gone = принтера больше нет
printers-reason-none = принтер не выбран
printers-reason-refuses = принтер не принимает заданий
printers-reason-format = принтер не печатает PDF
printers-reason-refused = служба печати не приняла бумагу
