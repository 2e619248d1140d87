### The curtain: the screen is covered, the database stays open. The PIN.

curtain-title = Экран заблокирован
curtain-what = Незаконченные формы сохранены. Продолжить может тот, кто уже входил в эту смену, или другой сотрудник по паролю.
curtain-who = Кто продолжает работу
curtain-pin = ПИН-код
curtain-no-pin = ПИН-код не задан или больше не действует. Введите имя для входа и пароль.
curtain-go = Продолжить работу
curtain-by-password = Войти по паролю
curtain-by-pin = Вернуться к ПИН-коду
curtain-end = Закончить смену
curtain-end-why = База данных закроется, и каждый снова войдёт по паролю.

## The PIN

curtain-pin-title = ПИН-код для возвращения
curtain-pin-what = Заменяет пароль на заблокированном экране, пока смена не закончена. Не берите ПИН-код своей банковской карты.
curtain-pin-new = Новый ПИН-код
curtain-pin-hint = 6–12 цифр
curtain-pin-done = ПИН-код задан
