### Басшының баптаулары: бөлім, оның бөліктері, экранның жабылуы.

settings-tab = Баптаулар
settings-parts = Баптаулардың бөліктері
settings-desk = Экран
settings-cover-title = Экран өзі қашан жабылады
settings-cover-why = Ешкім перне баспаса, кезектегілер бөгде деректерді оқымауы үшін экран жабылады. Дерекқор ашық қалады, ПИН-кодпен қайтуға болады. Барлық жұмыс орнында қолданылады.
settings-cover-minutes = Жұмыссыз өткен минут
settings-cover-hint = 1 мен 15 аралығында. Әдетте 5.
settings-cover-saved = Жазылды. Осы минуттан бастап қолданылады.
settings-director = Директор
settings-director-why = Дербес деректер туралы сұрау салу соның атына жазылады. Бағдарлама есімдерді септемейді, сондықтан аты-жөні әр тілде екі түрде керек. Бос өріс бланкіде қаламға арналған жол болып қалады.
settings-director-nominative-kk = Кім, қазақша
settings-director-nominative-ru = Кім, орысша
settings-director-dative-kk = Кімге, қазақша
settings-director-dative-ru = Кімге, орысша
settings-director-dative-kk-hint = Бас әріптер алда тұрады, мысалы: А.Б. Сериковке
settings-director-dative-ru-hint = Мысалы: Серикову А.Б.
settings-director-saved = Жазылды. Бланкілерде осы минуттан бастап тұрады.
