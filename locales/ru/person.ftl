### How a person is called who has no name yet, and on what ground somebody acts for another.

person-newborn = { $surname }, новорождённый
person-newborn-number = { $surname }, новорождённый № { $number }
person-unknown = Имя неизвестно

representative-basis-mother = мать
representative-basis-father = отец
representative-basis-adoptive = усыновитель
representative-basis-guardian = опекун
representative-basis-trustee = попечитель
representative-basis-attorney = по доверенности
representative-basis-court = по решению суда

representative-scope-consent = давать и отзывать согласие
representative-scope-results = узнавать о готовности и получать результаты
representative-scope-rights = обращаться о персональных данных
