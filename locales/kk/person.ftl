### How a person is called who has no name yet, and on what ground somebody acts for another.

person-newborn = { $surname }, жаңа туған нәресте
person-newborn-number = { $surname }, № { $number } жаңа туған нәресте
person-unknown = Аты белгісіз

representative-basis-mother = анасы
representative-basis-father = әкесі
representative-basis-adoptive = бала асырап алушы
representative-basis-guardian = қорғаншы
representative-basis-trustee = қамқоршы
representative-basis-attorney = сенімхат бойынша
representative-basis-court = сот шешімі бойынша

representative-scope-consent = келісім беру және оны кері қайтарып алу
representative-scope-results = дайын болғанын білу және нәтижелерді алу
representative-scope-rights = дербес деректер туралы өтініш беру
