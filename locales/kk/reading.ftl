### Ішкі құжаттар: оқып, қол қою, жариялау, танысу мен оқуды есепке алу.

## Танысу беті

reading-title = Оқып шығып, қол қойыңыз
reading-why = Онсыз пациенттермен жұмыс істеуге болмайды: заң мен зертхананың саясаты осыны талап етеді. Қолыңыз журналда қалады.
reading-left = Қалған құжаттар саны: { $count }
reading-language = Мәтін тілі
reading-tick = Құжатты оқып шықтым және оның менен не талап ететінін түсіндім
reading-sign = Таныстым

## Құжаттар

reading-documents = Құжаттар
reading-documents-title = Ішкі құжаттар
reading-documents-why = Бағдарламаға кіретін әр адам қолданыстағы құжаттарды оқып, танысқанына қол қояды. Жаңа редакция қайта сұралады. Қол қойғанша оған пациенттер көрсетілмейді.
reading-none = Бірде-бір ішкі құжат әлі жарияланған жоқ. Олар жоқ кезде бағдарлама ештеңе сұрамайды.
reading-digest = Заң туралы жадынаманы ұсыну
reading-digest-why = Бір беттік дайын жадынама: № 94-V Заң мен Кодекстің 273-бабы бойынша тіркеу бөлімі қызметкерінің міндеттері. Оқып шығып, түзетіп, жариялаңыз.
reading-new = Жаңа құжат
reading-new-edition = Құжаттың жаңа редакциясы
reading-edit-why = Жарияланғаннан кейін әркім, сіз де, құжатты күшіне енген күні оқуы керек.

## Есепке алу

reading-register = Танысу
reading-register-title = Танысуды есепке алу
reading-register-missing = Қойылмаған қолдар саны: { $count }
reading-register-all = Қолданыстағы құжаттармен бәрі танысқан.
reading-register-empty = Әзірге қол қоятын ештеңе жоқ: құжаттар жарияланбаған.
reading-person = Қызметкер
reading-document = Құжат
reading-signed = Танысқан уақыты
reading-not-signed = әлі қол қойған жоқ
reading-in-kk = қазақ тілінде
reading-in-ru = орыс тілінде
reading-training-title = Оқыту
reading-training-none = Оқыту әлі жазылған жоқ.
reading-training-topic = Тақырыбы
reading-training-day = Күні
reading-training-by = Кім өткізді
reading-training-add = Оқытуды жазу
reading-training-saved = Оқыту жазылды
