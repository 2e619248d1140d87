### Қабылдау: бір өріс, нысан, келісім, растама.

intake-search = ЖСН, тегі немесе телефон
intake-found = Табылған карточкалар
intake-new-card = Жаңа карточка
intake-last-visit = соңғы келген күні { $date }
intake-list-keys = ↓ ↑ тізім бойынша, Бос орын пернесі таңдайды.
intake-further-cards = бұл адамның тағы { $count } карточкасы бар
intake-list-slips = Мұндай ЖСН ешкімде жоқ. Бір цифры басқа немесе көрші екі цифры орын ауысқан ұқсас нөмірлер; құжатпен салыстырыңыз:
intake-list-more = Карточкалардың бәрі көрсетілмеген: көбірек әріп немесе цифр енгізіңіз.
intake-enter-not-name = Enter аты бойынша таңдамайды: туған күнін салыстырып, жолда Бос орын пернесін басыңыз.
intake-enter-several = Бірнеше карточка сәйкес келді: көрсеткі пернемен таңдап, Бос орын пернесін басыңыз.
intake-card-clear = Басқа пациент

## Нысан

intake-patronymic = Әкесінің аты
intake-no-surname = Тегі жоқ
intake-document = Құжат
intake-document-other = басқа құжат
intake-document-checked = Құжатпен салыстырып тексерілді
intake-phone-owner = Телефон кімдікі
intake-phone-patient = пациенттікі
intake-phone-representative = өкілдікі
intake-phone-other = басқа адамдікі
intake-language = Пациент қағаздарының тілі
intake-iin-typing = терілуде
intake-iin-take = Күні мен жынысын ЖСН бойынша алу
intake-repair = Түзету: «{ $to }»
intake-repair-why = Қате терілген сияқты: бөтен әріп немесе бас әріптер
intake-confirm = Растаймын
intake-amend-reason = Деректер неге өзгереді
intake-amend-reason-hint = Мысалы: жаңа жеке куәлік
intake-lookalikes = Ұқсас карточкалар бар
intake-lookalike-take = Осы адам

## Келісім

intake-consent-open = Келісім
intake-consent-open-hint = Келісім бетін пациент өзі оқып, белгілейді.
intake-back-to-form = Нысанға
intake-consent-say = Дауыстап не айту керек
intake-consent-channel = Келісім қалай беріледі
intake-consent-screen = экранда
intake-consent-paper = қағазда
intake-consent-sms = SMS-кодпен
intake-consent-refuses = Пациент бас тартады
intake-consent-clear = Белгілерді алып тастау
intake-paper-date = Қағаздағы күн
intake-paper-place = Қайда сақталады: бума, парақ
intake-paper-signature = Қағаздағы пациенттің қолын көрдім
intake-paper-blank = Келісім бланкісі
intake-policy-revision = редакция { $revision }
intake-policy-from = күшіне енген күні { $date }
intake-refusal-explain = Келісімнің не үшін керек екенін тағы бір рет түсіндіріңіз. Пациент келіспесе, бас тартуды жазыңыз.
intake-refusal-reason = Себебі, пациенттің сөзімен
intake-refusal-reason-hint = Бос қалдыруға болады.
intake-refusal-signed = Бас тартуға кім қол қойды
intake-refusal-by-patient = пациент пен қызметкер
intake-refusal-by-worker = қызметкердің өзі ғана
intake-refusal-back = Пациент ойын өзгертті: келісімге

## Қорытынды

intake-outcome = Қорытынды
intake-outcome-empty = Карточканы табыңыз немесе жаңасын ашыңыз.
intake-no-name-yet = Аты енгізілмеген
intake-outcome-personal = деректерді өңдеуге келісім
intake-outcome-care = медициналық көмекке келісім
intake-save-show = Сақтап, басып шығару
intake-save-only = Басып шығармай сақтау
intake-saving = Сақталуда…
intake-correct = Түзету
intake-correct-reason = жазғаннан кейін бірден түзетілді
intake-show-receipt = растаманы көрсету
intake-receipt = Келісім туралы растама
intake-key-part = нысанның келесі бөлімі: ЖСН жоқ, өкіл
intake-key-correct = жаңа ғана сақталғанды түзету
intake-key-consent = келісім
intake-key-save-show = сақтау, басып шығару және растаманы көрсету

## Қараламалар

intake-draft-offer = Аяқталмаған нысан: { $initials }, { $at }
intake-draft-colleague = Әріптестің аяқталмаған нысаны: { $initials }, { $at }. Бастаған адам: { $owner }
intake-draft-take = Өзіме алу
intake-draft-drop = Қараламаны өшіру

## Who answers, who helped

intake-consent-optional = Қалауы бойынша. Бұл белгілерсіз де сол қызметтер көрсетіледі:
intake-consent-by = Келісімді кім береді
intake-consent-by-patient = Пациенттің өзі
intake-consent-helped = Келісім кезіндегі көмек
intake-consent-reader = Дауыстап оқыған адам
intake-consent-helper = Белгі қоюға және қол қоюға көмектескен адам
intake-consent-witness = Куә
intake-consent-companion = Ертіп келген адам
intake-consent-companion-hint = Бірге келген, бірақ келісім бермейді: қағазға ата-анасы қол қойған

## Somebody without ИИН, further fields, who acts for whom

intake-save-family = Отбасының келесі мүшесі
intake-further = ЖСН жоқ, басқа мәліметтер
intake-kind = ЖСН неге жоқ
intake-kind-none = ЖСН бар
intake-kind-newborn = жаңа туған нәресте
intake-kind-foreigner = шетелдік
intake-kind-no-document = құжат көрсетілмеді
intake-kind-urgent = шұғыл, кім екені белгісіз
intake-kind-thin = өкіл
intake-newborn-number = Егіздердің нешіншісі
intake-citizenship = Азаматтығы
intake-latin-name = Латын әрпімен жазылған аты
intake-polyclinic = Тіркелген емханасы
intake-address = Тұратын мекенжайы
intake-address-registered = Тіркелген мекенжайы
intake-email = Электрондық пошта
intake-phone-2 = Екінші телефон
intake-designated = Кімге хабарлауға және беруге болады
intake-supplied-by = Мәліметті кім берді
intake-supplied-patient = пациент
intake-supplied-representative = өкіл
intake-supplied-companion = ертіп келген адам
intake-representative = Пациенттің атынан кім әрекет етеді
intake-representative-add = Өкілді енгізу
intake-representative-family = Отбасынан: { $name }
intake-representative-other = Басқа өкілді енгізу
intake-representative-drop = Өкілді алып тастау
intake-representative-basis = Пациентке кім болады немесе қандай негізде әрекет етеді
intake-representative-document = Құжат: түрі, нөмірі, күні
intake-representative-term = Қолданылатын соңғы күні
intake-representative-until = соңғы күні: { $date }
intake-park = Кейінге қалдыру
intake-representative-another = Бұл басқа адам

## Отбасы: бір бет, бір қолтаңба

intake-family = Пациентпен бірге, бір қолтаңбамен
intake-family-hint = Өкіл бүгін олар үшін де жауап береді. Белгіленгендердің аты-жөні бетте тұрады.
intake-family-apart = Бөлек сұралады: { $purposes }
intake-family-stranger = басқа пациент
intake-family-refuse = Қалғандарының белгісі алынды: бас тарту әр адам үшін бөлек жазылады. Енді бет бір пациентке ғана қатысты.
intake-outcome-others = Бірге: { $names }

## Cards that may be the same person’s

intake-alike-same = Мұндай ЖСН көрсетілген карточка бар: соны ашыңыз
intake-alike-decide = Өте ұқсас карточка. Бұл сол адам ба?
intake-alike-decided = Белгіленді: басқа адам
intake-alike-possible = Бұрыннан бар болуы мүмкін:
intake-alike-typed = Нысанда
intake-alike-name = Тегі, аты, әкесінің аты
intake-alike-take = Осы адам: карточканы ашу
intake-alike-other = Басқа адам
intake-alike-again = Қайта шешу
intake-iin-slip = Мына карточканың ЖСН-іне ұқсайды:
intake-alike-iin-same = ЖСН бірдей
intake-alike-iin-slip = ЖСН-нің бір жері қате терілген сияқты
intake-alike-iin-differs = ЖСН басқа
intake-alike-born-same = туған күні бірдей
intake-alike-born-swapped = туған күні мен айының орны ауысқан
intake-alike-born-close = туған күнінің бір цифры басқа
intake-alike-born-differs = туған күні басқа
intake-alike-surname-same = тегі бірдей
intake-alike-surname-close = тегі ұқсас
intake-alike-surname-differs = тегі басқа
intake-alike-name-same = аты бірдей
intake-alike-name-close = аты ұқсас
intake-alike-name-initial = атының бірінші әрпі бірдей
intake-alike-name-differs = аты басқа
intake-alike-patronymic-same = әкесінің аты бірдей
intake-alike-patronymic-initial = әкесі атының бірінші әрпі бірдей
intake-alike-patronymic-differs = әкесінің аты басқа
intake-alike-names-exchanged = тегі мен атының орны ауысқан
intake-alike-phone-same = телефоны бірдей
intake-alike-document-same = құжаты бірдей
intake-alike-sex-differs = жынысы басқа
