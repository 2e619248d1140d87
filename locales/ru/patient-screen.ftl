### The patient's own screen. Short sentences for somebody who reads slowly or stands in a hurry.

patient-screen-welcome = Здравствуйте!
patient-screen-welcome-what = На этом экране Вы проверите своё имя и прочитаете согласие. Регистратор скажет, когда начать.
patient-screen-language = Язык
patient-screen-large = Крупные буквы
patient-screen-step = Шаг { $step } из 3

## Own name and phone

patient-screen-check = Проверьте, пожалуйста
patient-screen-check-name = Фамилия, имя, отчество
patient-screen-check-giver = Кто отвечает за пациента
patient-screen-check-phone = Номер телефона
patient-screen-no-phone = не указан
patient-screen-right = Всё верно
patient-screen-wrong = Есть ошибка
patient-screen-wrong-where = Где ошибка?
patient-screen-wrong-name = В имени
patient-screen-wrong-phone = В телефоне
patient-screen-wrong-told = Регистратор видит это и исправит. Потом Вы проверите ещё раз.
patient-screen-wrong-none = Ошибки нет, всё верно

## Page 1

patient-screen-page-title = Согласие
patient-screen-page-read = Прочитайте. Если Вы согласны, поставьте отметки сами.
patient-screen-cleared-language = Вы выбрали другой язык. Прочитайте текст и поставьте отметки ещё раз.
patient-screen-tick-or-refuse = Поставьте первую отметку или нажмите «Отказаться».
patient-screen-care-unticked = Отметка о медицинской помощи не стоит. Поставьте её или продолжите без неё.
patient-screen-without-care = Продолжить без этой отметки

## Page 2

patient-screen-optional = По Вашему желанию. Без этих отметок Вам окажут те же услуги.
patient-screen-sign = Ваша подпись
patient-screen-sign-how = Распишитесь в рамке пальцем, ручкой или мышью. Мы сохраним только рисунок.
patient-screen-sign-box = Рамка для подписи
patient-screen-sign-cannot = Не получается расписаться? Скажите регистратору: есть бумага.
patient-screen-clear = Стереть подпись
patient-screen-cleared-tick = Отметка изменилась. Распишитесь ещё раз.
patient-screen-sign-needed = Распишитесь в рамке.
patient-screen-stroke-lost = Линия не сохранилась. Проведите её ещё раз.
patient-screen-done = Готово

## Refusal

patient-screen-refuse = Отказаться
patient-screen-refusal-title = Отказ от согласия
patient-screen-refusal-ask = Если Вы не согласны, нажмите «Подтверждаю отказ». Расписываться необязательно.
patient-screen-refusal-yes = Подтверждаю отказ
patient-screen-refusal-back = Вернуться к согласию

## The end

patient-screen-thanks = Спасибо!
patient-screen-thanks-given = Регистратор видит Ваш ответ.
patient-screen-thanks-refused = Регистратор видит Ваш отказ.
patient-screen-trouble = Не получилось. Скажите регистратору.

## A refusal of a page for several

patient-screen-check-names = За кого Вы даёте согласие
patient-screen-refusal-apart-title = Отказ
patient-screen-refusal-apart = Отказ записывают за каждого отдельно. Скажите регистратору: он покажет страницу каждого.
