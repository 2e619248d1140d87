### People of the laboratory: roles, codes, access.

staff-tab = Сотрудники
staff-title = Сотрудники лаборатории
staff-name = Фамилия, имя, отчество
staff-role = Роль
staff-role-none = роли нет
staff-here = Вход на этом рабочем месте
staff-acts = Действия
staff-own = это вы
staff-access = может входить
staff-needs-code = нужен код
staff-no-access = отключён

## Acts

staff-add-title = Новый сотрудник
staff-add = Добавить и выдать код
staff-code = Выдать код
staff-role-change = Изменить роль
staff-role-when = Новая роль действует со следующего входа или возвращения сотрудника.
staff-remove = Отключить
staff-remove-go = Отключить сотрудника
staff-remove-why = Сотрудник больше не войдёт: здесь сразу, на других рабочих местах после обмена. Всё, что он записал, останется в журнале.
staff-code-what = Передайте этот код сотруднику лично. Он сам придумает имя для входа и пароль.
staff-code-how = Запишите код: после блокировки экрана он больше не показывается. Заблокируйте экран (Ctrl+L), сотрудник нажимает «У меня есть код». Код действует один раз и до конца смены на этом рабочем месте.

## What a role is for

staff-hint-registrar = Принимает пациентов и записывает всё, что они говорят о согласии.
staff-hint-senior = Принимает пациентов, исправляет ошибочные записи регистраторов и читает журнал.
staff-hint-manager = Может всё: сотрудники, политика, журнал, уничтожение данных.
staff-hint-administrator = Следит за часами, местом на диске и настройками. Пациентов не видит.
staff-hint-auditor = Смотрит карточки и журнал, ничего не меняет.

## With a code

staff-redeem = У меня есть код
staff-redeem-title = Вход по коду
staff-redeem-code = Код от руководителя
staff-redeem-hint = Девять цифр
staff-redeem-go = Задать пароль и войти
