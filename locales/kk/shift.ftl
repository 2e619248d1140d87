### The end of a shift (S11): what was done, what is open.

shift-tab = Ауысым
shift-title = Ауысымның аяғы
shift-registered = Бүгін өзіңіз қабылдаған: { $count }
shift-parked = Кейінге қалдырылған қабылдау: { $count }
shift-papers = Тігілетін қол қойылған парақтар: { $count }
shift-papers-none = Қол қойылған парақтың бәрі тігілген.
shift-missing = Бүгін қабылданды, келісімі жоқ: { $count }
shift-missing-none = Бүгін өзіңіз қабылдағандардың бәрінің келісімі бар.
shift-paper-of = парақтың күні { $date }
shift-file = Тігу
shift-end = Ауысымды аяқтау
shift-end-hint = База жабылады, кілттер жадтан өшіріледі. Әрі қарай тек құпиясөзбен кіресіз.
