### Адам келісетін сөйлемдер. Көрсетілген мәтін келісімде сақталады.

consent-checkbox = Мен Дербес деректерді өңдеу саясатының шарттарымен дербес деректерді өңдеуге келісім беремін
    .link = Дербес деректерді өңдеу саясатының

# 94-V Заңның 8-бабының 4-тармағы.
consent-block = Оператор: { $org }, { $bin_kind } { $bin }, { $address }. { $subjects }. Өңдеу мақсаттары: { $purposes }. Жиналатын деректер: { $fields }. Келісімнің қолданылу мерзімі: өңдеу мақсаттарына қол жеткізілгенге дейін, бірақ соңғы рет жүгінген күннен бастап { $years } жылдан аспайды (егер заңда ұзағырақ мерзімге сақтау талап етілмесе). Үшінші тұлғаларға беру: { $third_parties }. Заңға сәйкес мәліметтер бөлек келісім алынбай Денсаулық сақтау министрлігінің ақпараттық жүйелеріне, сондай-ақ медициналық көмек көрсету мақсаттары үшін ғана денсаулық сақтау субъектілеріне беріледі («Халық денсаулығы және денсаулық сақтау жүйесі туралы» Қазақстан Республикасы Кодексінің 60-бабы). Трансшекаралық беру: жүргізілмейді. Жалпыға бірдей қолжетімді көздерде тарату: жүргізілмейді. { $withdrawal }
consent-subject = Субъект: { $name }
consent-subjects = Субъектілер: { $names }
consent-block-withdrawal = Келісімді кез келген уақытта кері қайтарып алуға болады: тіркеу бөлімінде, пошта арқылы немесе электрондық пошта арқылы: { $email }.
consent-block-withdrawal-without-email = Келісімді кез келген уақытта кері қайтарып алуға болады: тіркеу бөлімінде немесе пошта арқылы.
consent-not-carried-out = жүргізілмейді

# Кодекстің 134-бабы: жеке факт, жеке кері қайтарып алынады.
consent-care = Мен медициналық көмек алуға: биоматериал алуға және зертханалық зерттеулер жүргізуге хабардар етілген келісім беремін. Зерттеулердің мақсаты мен тәртібі, ықтимал қауіптер және бас тарту құқығым маған түсінікті түрде түсіндірілді («Халық денсаулығы және денсаулық сақтау жүйесі туралы» Қазақстан Республикасы Кодексінің 134-бабы).

consent-policy-title = { $title }. Құжат коды: { $code }. Редакциясы: { $revision }. Күшіне ену күні: { $from }

consent-title = Дербес деректерді жинауға және өңдеуге келісім
consent-care-title = Медициналық көмек алуға хабардар етілген келісім
consent-withdrawal-title = Дербес деректерді өңдеуге берілген келісімді кері қайтарып алу
consent-refusal = Мен дербес деректерді өңдеуге келісім беруден бас тартамын. Бас тартудың салдары маған түсіндірілді.

## Тіркеуші дауыстап айтатын екі сөйлем (F1)

consent-say = Сізді қабылдау үшін аты-жөніңізді, ЖСН мен телефон нөміріңізді жазуымыз керек; оның не үшін және қандай мерзімге қажет екенін көрсетеміз. Оқып шығып, келіссеңіз, белгіні өзіңіз қойыңыз; келісімді кез келген күні тіркеу бөлімінде кері қайтарып алуға болады.

## Мақсаттар

consent-purpose-lab-services = зертханалық медициналық қызметтер көрсету
consent-purpose-tests = зертханалық зерттеулер жүргізу
consent-purpose-results = зертханалық талдау нәтижелерін ресімдеу және беру
consent-purpose-records = медициналық құжаттаманы жүргізу
consent-purpose-contracts = пациенттермен және контрагенттермен жасалған шарттарды орындау
consent-purpose-legal-duties = Қазақстан Республикасы заңнамасының талаптарын орындау
consent-purpose-readiness = зерттеу нәтижелерінің дайын болғаны туралы пациенттерді хабардар ету

## Карточкада көрсетілетін мақсаттар

consent-purpose-service = зертхана қызметтері
consent-purpose-care = медициналық көмек
consent-purpose-sms = SMS арқылы хабарлама
consent-purpose-email = электрондық пошта арқылы хабарлама
consent-purpose-employer = жұмыс берушіге мәлімет беру
consent-purpose-designated_person = аталған адамға мәлімет беру
consent-purpose-network_exchange = жұмыс орындары арасында желі арқылы алмасу
consent-purpose-all = барлық мақсаттар

## Деректер

consent-field-full-name = тегі, аты, әкесінің аты (бар болса)
consent-field-iin = ЖСН
consent-field-birth-date = туған күні
consent-field-sex = жынысы
consent-field-identity-document = жеке басты куәландыратын құжаттың түрі, нөмірі, берілген күні және оны кім бергені (көшірмесіз)
consent-field-phone = байланыс телефоны
consent-field-email = электрондық пошта
consent-field-address = тұрғылықты жерінің мекенжайы
consent-field-polyclinic = тіркелген емханасы
consent-field-address_registered = тіркелген мекенжайы
consent-field-citizenship = азаматтығы
consent-field-latin_name = паспорттағыдай латын әрпімен жазылған аты
consent-field-designated = хабарлауға және нәтижесін беруге болатын адам
consent-field-health = денсаулық жай-күйі туралы мәліметтер
consent-field-results = зертханалық зерттеулердің нәтижелері

## Қалай алынды

consent-channel-screen = тіркеу бөліміндегі экранда
consent-channel-paper = қағазда
consent-channel-counter = тіркеу бөлімінде
consent-channel-post = пошта арқылы
consent-channel-email = электрондық пошта арқылы

## Келісім туралы қағаздардың сөздері

consent-page-changed = Беттегі мәтін өзгерді, белгілер алынды. Пациент бетті қайта оқып, белгіні өзі қояды.
consent-term-after-visit = соңғы рет жүгінген күннен бастап { $years } жыл
consent-term-until-withdrawn = кері қайтарып алынғанға дейін
consent-shown-sentence = белгі қоятын жердегі мәтін
consent-shown-block = заң талап ететін мәліметтер
consent-paper-place = Қол қойылған парақ сақталатын орын

## A page for somebody for whom another acts

consent-subject-represented = { $name }. Субъектінің атынан әрекет етеді: { $giver } ({ $basis })
consent-subject-represented-by-document = { $name }. Субъектінің атынан әрекет етеді: { $giver } ({ $basis }; құжат: { $document })

consent-subjects-represented = { $names }. Субъектілердің атынан әрекет етеді: { $giver } ({ $ground })
consent-subjects-represented-each = { $names }. Субъектілердің атынан әрекет етеді: { $giver }. Негіздері: { $grounds }
consent-ground = { $basis }
consent-ground-by-document = { $basis }; құжат: { $document }
consent-ground-of = { $name } – { $ground }

## Further purposes, each with its own tick

consent-optional-sms = Тапсырысымның дайын болғаны туралы SMS жіберілсін. Нөмір: { $phone }. Жіберуші: «{ $sender }», { $gateway } арқылы.
consent-optional-email = Тапсырысымның дайын болғаны туралы электрондық поштама хабарлансын: { $email }.
consent-optional-designated = Тапсырысым туралы хабарлауға және нәтижесін беруге болатын адам: { $name } (Кодекстің 134-бабының 4-тармағы).
consent-optional-network = Зертхананың кез келген пунктінде қабылдана алуым үшін деректерімді оның жұмыс орындары арасында желі арқылы беруге болады (Кодекстің 273-бабының 6-тармағы).

## Who took part

consent-giver = Пациенттің атынан әрекет етеді
consent-reader = Бетті дауыстап оқыған
consent-helper = Белгі қоюға және қол қоюға көмектескен
consent-witness = Куә
consent-companion = Ертіп келген адам
consent-channel-patient_screen = пациенттің экранында, қол қойып
consent-channel-sms = SMS-кодпен
consent-channel-sms-to = { $to } нөміріне жіберілген SMS-кодпен
