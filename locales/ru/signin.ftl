### Sign-in, recovery by the sheet, the ceremony of a shortened journal.

signin-title = Вход
signin-relocked = Экран заблокирован. Незаконченная форма сохранена, она откроется после входа.
signin-busy = Проверяется…
signin-forgot = Забыли пароль или ключи потеряны? Восстановить по листу
signin-reserve-why = Программа держит на диске запас на такой случай. Введите имя для входа и пароль руководителя и освободите его: этого хватит, чтобы войти и навести порядок.
signin-reserve-go = Освободить запас места
signin-reserve-done = Запас места освобождён. Войдите снова.
signin-caps-lock = Включён Caps Lock
signin-layout-latin = Раскладка: латиница
signin-layout-cyrillic = Раскладка: кириллица

## A new password

signin-new-password = Новый пароль
signin-password-again = Пароль ещё раз
signin-password-differs = Пароли не совпадают. Введите один и тот же пароль дважды.
signin-password-rule = Не меньше 8 знаков. Лучше несколько слов: длина важнее знаков препинания.
signin-password-rule-long = Не меньше 15 знаков, потому что на этом компьютере нет связки ключей. Лучше несколько слов.
signin-your-name = Ваши фамилия, имя, отчество

## Recovery

signin-recover-title = Восстановление по листу
signin-recover-why = Введите восемь групп по шесть цифр с листа восстановления. Лист хранится у руководителя.
signin-recover-what = Данные пациентов останутся. Прежние пароли на этом компьютере перестанут действовать, а этот лист заменит новый.
signin-recover-go = Восстановить
signin-group = Группа { $number }

## Ceremony

signin-ceremony-title = В журнале не хватает последних записей
signin-ceremony-what = Этот компьютер помнит больше записей, чем есть в журнале. Так бывает, если папку данных заменили старой копией или диск повреждён. Пациенты не показываются, пока руководитель не решит, что делать.
signin-ceremony-verify = Проверить журнал
signin-ceremony-verify-why = Проверка только читает и ничего не меняет.
signin-ceremony-continue = Продолжить с этого места
signin-ceremony-continue-why = Рабочее место начнёт новую цепочку записей. В журнале навсегда останется отметка, чем он кончался раньше и чем кончается сейчас. Нужен пароль руководителя.
signin-verdict-other = Результат проверки: { $code }
