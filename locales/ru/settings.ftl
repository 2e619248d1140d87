### The manager's settings: the tab, its parts, the curtain.

settings-tab = Настройки
settings-parts = Части настроек
settings-desk = Экран
settings-cover-title = Когда экран закрывается сам
settings-cover-why = Если никто не нажимает клавиш, экран закрывается, чтобы очередь не читала чужих данных. База остаётся открытой, вернуться можно по ПИН-коду. Действует на всех рабочих местах.
settings-cover-minutes = Минут без работы
settings-cover-hint = От 1 до 15. Обычно 5.
settings-cover-saved = Записано. Действует с этой минуты.
