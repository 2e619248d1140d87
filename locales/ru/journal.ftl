### The journal read by a person: verdicts and what each kind of entry records.

## Verdicts

journal-verdict-whole = Журнал не изменён. Записей: { $count }. Проверен: { $time }
journal-verdict-whole-unanchored = Журнал цел от первой до последней записи, конец не с чем сверить. Записей: { $count }
journal-verdict-shortened = В журнале не хватает последних записей. Записей в журнале: { $count }
journal-verdict-damaged = Журнал изменён или повреждён. Первая неверная запись: { $seq }
journal-verdict-fork = Найдены две записи с одним номером: { $seq }. Рабочее место остановлено, решает руководитель
journal-verdict-damaged-no-place = Журнал изменён или повреждён. Место повреждения назвать нельзя
journal-verdict-fork-no-place = Найдены две записи с одним номером. Рабочее место остановлено, решает руководитель
journal-verdict-rewritten = Журнал переписан: он не совпадает с отметкой, которая хранится отдельно. Записей: { $count }
journal-verdict-foreign = Это журнал другой организации
journal-verdict-empty = Журнал пуст
journal-verdict-newer = Журнал записан более новой программой. Обновите программу

## Kinds of entries

journal-kind-genesis = Начат журнал рабочего места
journal-kind-session-opened = Работник вошёл в программу
journal-kind-session-closed = Работа в программе завершена
journal-kind-session-closed-crash = Работа оборвалась без выхода, сеанс закрыт при следующем входе
journal-kind-checkpoint = Записана контрольная точка журнала
journal-kind-heads-seen = Получены записи других рабочих мест
journal-kind-sign-in-failed = Неудачная попытка входа
journal-kind-erasure-receipt = Рабочее место подтвердило уничтожение данных
journal-kind-subject-destroyed = Персональные данные уничтожены
journal-kind-kit-used = Использован лист восстановления
journal-kind-org-founded = Организация заведена
journal-kind-root-replaced = Лист восстановления заменён
journal-kind-device-enrolled = Рабочее место подключено
journal-kind-device-revoked = Рабочее место отключено
journal-kind-role-set = Назначена роль работника
journal-kind-staff-key-added = Работнику выдан ключ
journal-kind-staff-removed = Работник лишён доступа
journal-kind-organisation-described = Записаны сведения об организации
journal-kind-policy-published = Опубликована редакция политики
journal-kind-document-published = Опубликована редакция внутреннего документа
journal-kind-acquaintance-signed = Работник ознакомлен с документом
journal-kind-training-recorded = Записано обучение работника
journal-kind-staff-described = Записаны сведения о работнике
journal-kind-device-described = Записаны сведения о рабочем месте
journal-kind-patient-registered = Пациент зарегистрирован
journal-kind-patient-amended = Данные пациента изменены
journal-kind-consent-given = Пациент дал согласие
journal-kind-consent-refused = Пациент отказался дать согласие
journal-kind-consent-withdrawn = Пациент отозвал согласие
journal-kind-consent-annulled = Запись о согласии признана ошибочно внесённой
journal-kind-consent-filed = Подписанный лист согласия подшит
journal-kind-relation-set = Записано, кто действует за пациента
journal-kind-relation-ended = Записано, что за пациента больше не действуют
journal-kind-list-opened = Открыт список пациентов
journal-kind-list-opened-search = Открыт поиск пациентов
journal-kind-list-opened-today = Открыт список пациентов за день
journal-kind-list-opened-lookalikes = Показаны похожие карточки
journal-kind-list-opened-journal = Прочитан журнал
journal-kind-list-shown = Показаны строки списка пациентов
journal-kind-card-opened = Открыта карточка пациента
journal-kind-field-revealed = Показано скрытое поле карточки
journal-kind-document-released = Документ напечатан или сохранён
journal-kind-journal-exported = Журнал выгружен в файл
journal-kind-backup-made = Сделана и проверена резервная копия
journal-kind-backup-key-named = Назван лист, который открывает резервные копии
journal-kind-setting-changed = Настройка лаборатории изменена
journal-kind-list-opened-expected = Открыт список ожидаемых за день
journal-kind-expected-listed = Человек внесён в список ожидаемых
journal-kind-expected-moved = Ожидаемый перенесён на другой день
journal-kind-expected-cancelled = Запись ожидаемого отменена
journal-kind-expected-arrived = Ожидаемый пришёл и принят
journal-kind-expected-purged = Срок хранения записи об ожидаемом истёк, данные удалены
journal-kind-unknown = Запись более новой программы
