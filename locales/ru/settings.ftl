### The manager's settings: the tab, its parts, the curtain.

settings-tab = Настройки
settings-parts = Части настроек
settings-desk = Экран
settings-cover-title = Когда экран закрывается сам
settings-cover-why = Если никто не нажимает клавиш, экран закрывается, чтобы очередь не читала чужих данных. База остаётся открытой, вернуться можно по ПИН-коду. Действует на всех рабочих местах.
settings-cover-minutes = Минут без работы
settings-cover-hint = От 1 до 15. Обычно 5.
settings-cover-saved = Записано. Действует с этой минуты.
settings-director = Директор
settings-director-why = На его имя пишут запросы о персональных данных. Программа имён не склоняет, поэтому имя нужно в двух видах на каждом языке. Пустое поле на бланке остаётся строкой для ручки.
settings-director-nominative-kk = Кто, на казахском
settings-director-nominative-ru = Кто, на русском
settings-director-dative-kk = Кому, на казахском
settings-director-dative-ru = Кому, на русском
settings-director-dative-kk-hint = Инициалы впереди, например: А.Б. Сериковке
settings-director-dative-ru-hint = Например: Серикову А.Б.
settings-director-saved = Записано. Стоит на бланках с этой минуты.
