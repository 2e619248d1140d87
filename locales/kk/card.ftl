### Пациент карточкасы: келісім, өзгерістер, кім көрді.

card-none = Карточканы ашу үшін ЖСН, тегін немесе телефонын енгізіңіз. Карточканың әр ашылуы журналға жазылады.
card-tab-consents = Келісімдер
card-tab-history = Деректер мен өзгерістер
card-tab-seen = Карточканы кім қарады
card-phone-checked = { $on } күні кодпен тексерілген
card-reveal = Көрсету
card-reveal-hint = Толық нөмірді көрсету журналға жазылады
card-nameless = Деректері жоқ карточка
card-elsewhere = Бұл адамның деректері мұнда жоқ: ол жұмыс орындары арасында алмасуға келіспеген немесе деректер әлі жолда. Карточка ашылған жер: { $desk }; келісім де сонда жазылады.
card-destroyed = Бұл карточканың деректері жойылған. Басқа жұмыс орындарынан ол туралы кейінгі жазбалар келсе, оларды басшы қарайды.
card-read-only = Карточканы тек көруге болады.
card-purpose-service = дербес деректерді өңдеу
card-purpose-care = медициналық көмек
card-purpose-all = барлық мақсаттар
card-purposes = Мақсаттары
card-actions = Әрекеттер
card-act = Не істелді
card-channel = Қалай алынды
card-recorded = Енгізілді
card-who = Кім
card-where = Жұмыс орны

card-act-given = келісім берілді
card-act-refused = бас тартты
card-act-withdrawn = келісім кері қайтарып алынды
card-act-registered = карточка ашылды
card-act-imported = ескі тізімнен көшірілді
card-act-amended = деректер өзгертілді
card-act-withheld = жазбаның мазмұны жойылған немесе осы жұмыс орнына берілмеген
card-act-opened = карточка қаралды
card-act-edited = деректер өзгерту үшін толық ашылды
card-act-revealed = нөмір толық көрсетілді
card-act-listed = тізімде көрсетілді
card-act-document = құжат көрсетілді немесе сақталды

## Келісім

card-consents-none = Келісім туралы әлі ештеңе жазылмаған.
card-consent-again = Келісім беру немесе бас тартуды жазу
card-withdraw = Келісімді кері қайтарып алу
card-withdraw-why = Кері қайтарып алу бірден күшіне енеді. Заң бойынша сақталуға тиіс деректер қалады.
card-withdraw-purposes-hint = Ештеңе белгіленбесе, бәрі кері қайтарып алынады.
card-withdraw-date-hint = Бос болса: бүгін
card-withdraw-by = Келісімді кім қайтарып алады
card-withdraw-go = Кері қайтарып алуды жазу
card-annul = Қате енгізілген
card-annul-why = Жазба журналда қалады, бірақ күшін жояды. Бұл келісімді кері қайтарып алу емес: енгізген адамның қатесі осылай түзетіледі.
card-annul-go = Қате деп белгілеу
card-evidence = Дәлелдеме
card-evidence-title = Дәлелдеу карточкасы

## Деректер

card-amend = Деректерді өзгерту
card-question-title = Екі жұмыс орнынан әртүрлі мәлімет келді
card-question-answer = Дұрысын көрсету
card-seen-none = Карточканы әлі ешкім қараған жоқ.

## Who acts for whom, papers

card-tab-relations = Өкілдер, мәліметтер
card-represents = Кімнің атынан әрекет етеді
card-representatives-none = Бұл адамның атынан ешкім әрекет етпейді.
card-extra = Басқа мәліметтер
card-end = Өкілдігін тоқтату: { $name }
card-draft-offer = Аяқталмаған: «{ $what }». { $initials }, { $at }
card-draft-end = Өкілдікті тоқтату
card-end-why = Бұл өкіл берген келісімдер кері қайтарып алынғанша күшінде қалады.
card-end-go = Жазу
card-giver = Пациенттің атынан: { $name }
card-valid-until = соңғы күні: { $date }
card-paper-open = парақ әлі тігілмеген
card-file = Парақты тігу
card-kind = ЖСН жоқ: { $why }
card-thin = Өкілдің карточкасы, пациент болмаған

## One person, several cards

card-person = Осы адамның карточкалары
card-person-refusals = Бұл адамның басқа да карточкалары бар, саны: { $count }. Келісім мен бас тарту бәрі бойынша бірге көрсетілген.
card-person-see = Көрсету
card-person-none = Басқа карточкасы жоқ.
card-person-merged = біріктірілген
card-person-same-iin = ЖСН бірдей
card-person-through = басқа карточка арқылы
card-person-same-iin-refusals = ЖСН бірдей карточкадағы бас тарту мұнда да күшінде, ал ондағы келісім мұнда жарамайды. Бұл бір адам болса, карточкаларды біріктіріңіз; олай болмаса, ЖСН-ді түзетіңіз.
card-person-said = { $by }, { $at }: { $reason }
card-person-open = Ашу
card-merge = Басқа карточкамен біріктіру
card-merge-refusals = Екі карточка да сол күйінде қалады және бір адам ретінде көрсетіледі. Кез келгеніндегі бас тарту немесе кері қайтарып алу екеуінде де күшінде болады. Кез келген күні ажыратуға болады.
card-merge-go = Біріктіру
card-merge-other = Басқасын таңдау
card-merge-name = Тегі, аты, әкесінің аты
card-merge-this = Осы карточка
card-merge-that = Екінші карточка
card-merge-reason-hint = Мысалы: жеке куәлігі біреу
card-part = Ажырату
card-part-why = Әр карточка өз деректерімен және өз келісімдерімен қалады.
card-part-go = Ажырату
card-draft-merge = Басқа карточкамен біріктіру
card-draft-part = Карточкаларды ажырату

## The request form

card-request = Өтініш бланкісі
card-request-blank = Бос өтініш бланкісі
card-request-why = Карточка бойынша толтырылған дербес деректер туралы сұрау салу нысаны. Көрсету мен сақтау журналға жазылады. Карточкада жоғы бос жол болып қалады.
card-request-blank-why = Пациент туралы мәліметсіз дербес деректер туралы сұрау салу нысаны. Ол журналға жазылмайды.
card-request-wording = Қай нысан
card-request-both = Екі тілде
card-request-ru = Орысша
card-request-kk-full = Қазақша, толық
card-request-kk-original = Қазақша, қысқа
