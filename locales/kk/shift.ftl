### The end of a shift (S11): what was done, what is open.

shift-tab = Ауысым
shift-title = Ауысымның аяғы
shift-registered = Бүгін ашылған жаңа карточкалар: { $count }
shift-parked = Кейінге қалдырылған қабылдау: { $count }
shift-papers = Тігілуі керек қол қойылған парақтар: { $count }
shift-papers-none = Қол қойылған парақтардың бәрі тігілген.
shift-missing = Келісімі жоқ жаңа карточкалар: { $count }
shift-missing-none = Жаңа карточкалардың бәрінде келісім бар.
shift-paper-of = парақтың күні { $date }
shift-file = Тігу
shift-end = Ауысымды аяқтау
shift-end-hint = База жабылады, кілттер жадтан өшіріледі. Әрі қарай тек құпиясөзбен кіресіз.
