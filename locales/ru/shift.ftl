### The end of a shift (S11): what was done, what is open.

shift-tab = Смена
shift-title = Конец смены
shift-registered = Новых карточек сегодня: { $count }
shift-parked = Отложено приёмов: { $count }
shift-papers = Подписанные листы, которые надо подшить: { $count }
shift-papers-none = Все подписанные листы подшиты.
shift-missing = Новые карточки без согласия: { $count }
shift-missing-none = У всех новых карточек согласие есть.
shift-paper-of = лист от { $date }
shift-file = Подшить
shift-end = Закончить смену
shift-end-hint = База закроется, ключи сотрутся из памяти. Дальше вход только по паролю.
