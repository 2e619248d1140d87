### Пациенттің өз экраны: баяу оқитын немесе асығып тұрған адамға арналған қысқа сөйлемдер.

patient-screen-welcome = Сәлеметсіз бе!
patient-screen-welcome-what = Осы экранда өз аты-жөніңізді тексеріп, келісімді оқисыз. Қашан бастау керегін тіркеуші айтады.
patient-screen-language = Тіл
patient-screen-large = Ірі әріптер
patient-screen-step = Қадам: { $step } / 3

## Аты-жөні мен телефоны

patient-screen-check = Тексеріп шығыңыз
patient-screen-check-name = Тегі, аты, әкесінің аты
patient-screen-check-giver = Пациент үшін кім жауап береді
patient-screen-check-phone = Телефон нөмірі
patient-screen-no-phone = көрсетілмеген
patient-screen-right = Бәрі дұрыс
patient-screen-wrong = Қате бар
patient-screen-wrong-where = Қате қай жерде?
patient-screen-wrong-name = Аты-жөнінде
patient-screen-wrong-phone = Телефонда
patient-screen-wrong-told = Тіркеуші мұны көріп тұр, қазір түзетеді. Содан кейін қайта тексересіз.
patient-screen-wrong-none = Қате жоқ, бәрі дұрыс

## 1-бет

patient-screen-page-title = Келісім
patient-screen-page-read = Оқып шығыңыз. Келіссеңіз, белгілерді өзіңіз қойыңыз.
patient-screen-cleared-language = Басқа тілді таңдадыңыз. Мәтінді оқып, белгілерді қайта қойыңыз.
patient-screen-tick-or-refuse = Бірінші белгіні қойыңыз немесе «Бас тарту» батырмасын басыңыз.
patient-screen-care-unticked = Медициналық көмекке келісім белгіленбеген. Белгіні қойыңыз немесе онсыз жалғастырыңыз.
patient-screen-without-care = Бұл белгісіз жалғастыру

## 2-бет

patient-screen-optional = Өз қалауыңыз бойынша. Бұл белгілерсіз де сізге сол қызмет көрсетіледі.
patient-screen-sign = Қолтаңбаңыз
patient-screen-sign-how = Жақтаудың ішіне саусақпен, қаламмен немесе тінтуірмен қол қойыңыз. Тек суреті сақталады.
patient-screen-sign-box = Қол қоятын жақтау
patient-screen-sign-cannot = Қол қоя алмай тұрсыз ба? Тіркеушіге айтыңыз: қағаз бар.
patient-screen-clear = Қолтаңбаны өшіру
patient-screen-cleared-tick = Белгі өзгерді. Қайта қол қойыңыз.
patient-screen-sign-needed = Жақтаудың ішіне қол қойыңыз.
patient-screen-stroke-lost = Сызық сақталмады. Оны қайта сызыңыз.
patient-screen-done = Дайын

## Бас тарту

patient-screen-refuse = Бас тарту
patient-screen-refusal-title = Келісім беруден бас тарту
patient-screen-refusal-ask = Келіспесеңіз, «Бас тартуды растаймын» батырмасын басыңыз. Қол қою міндетті емес.
patient-screen-refusal-yes = Бас тартуды растаймын
patient-screen-refusal-back = Келісімге оралу

## Соңы

patient-screen-thanks = Рақмет!
patient-screen-thanks-given = Тіркеуші жауабыңызды көріп тұр.
patient-screen-thanks-refused = Тіркеуші бас тартқаныңызды көріп тұр.
patient-screen-trouble = Болмады. Тіркеушіге айтыңыз.

## Бірнеше адамның беті бойынша бас тарту

patient-screen-check-names = Кім үшін келісім бересіз
patient-screen-refusal-apart-title = Бас тарту
patient-screen-refusal-apart = Бас тарту әр адам үшін бөлек жазылады. Тіркеушіге айтыңыз: ол әрқайсысының бетін көрсетеді.
