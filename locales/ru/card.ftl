### The patient's card: consent, changes, who looked.

card-none = Введите ИИН, фамилию или телефон, чтобы открыть карточку. Каждое открытие записывается в журнал.
card-tab-consents = Согласия
card-tab-history = Данные и изменения
card-tab-seen = Кто открывал карточку
card-phone-checked = проверен кодом { $on }
card-reveal = Показать
card-reveal-hint = Показ полного номера записывается в журнал
card-nameless = Карточка без данных
card-elsewhere = Данных этого человека здесь нет: он не согласился на обмен между рабочими местами, или они ещё в пути. Карточку завели здесь: { $desk }; там же записывают и согласие.
card-destroyed = Данные этой карточки уничтожены. Если с других рабочих мест придут более поздние записи о ней, их рассмотрит руководитель.
card-read-only = Карточку можно только смотреть.
card-purpose-service = обработка персональных данных
card-purpose-care = медицинская помощь
card-purpose-all = все цели
card-purposes = Цели
card-actions = Действия
card-act = Что сделано
card-channel = Как получено
card-recorded = Внесено
card-who = Кто
card-where = Рабочее место

card-act-given = согласие дано
card-act-refused = отказ
card-act-withdrawn = согласие отозвано
card-act-registered = карточка заведена
card-act-imported = перенесена из старого списка
card-act-amended = данные изменены
card-act-withheld = содержание записи уничтожено или не передано на это рабочее место
card-act-opened = карточка открыта
card-act-edited = данные открыты полностью для изменения
card-act-revealed = номер показан полностью
card-act-listed = показана в списке
card-act-document = документ показан или сохранён

## Consent

card-consents-none = О согласии ещё ничего не записано.
card-consent-again = Дать согласие или записать отказ
card-withdraw = Отозвать согласие
card-withdraw-why = Отзыв действует сразу. Данные, которые закон обязывает хранить, остаются.
card-withdraw-purposes-hint = Ничего не отмечено: отзывается всё.
card-withdraw-date-hint = Пусто: сегодня
card-withdraw-by = Кто отзывает согласие
card-withdraw-go = Записать отзыв
card-annul = Ошибочно внесено
card-annul-why = Запись останется в журнале, но перестанет действовать. Это не отзыв: так исправляют ошибку того, кто вносил.
card-annul-go = Отметить как ошибочную
card-evidence = Доказательство
card-evidence-title = Карточка доказательства

## Data

card-amend = Изменить данные
card-question-title = С двух рабочих мест пришли разные сведения
card-question-answer = Указать верное
card-seen-none = Карточку ещё никто не открывал.

## Who acts for whom, papers

card-tab-relations = Представители, сведения
card-represents = За кого действует
card-representatives-none = За этого человека никто не действует.
card-extra = Другие сведения
card-end = Прекратить полномочия: { $name }
card-draft-offer = Не закончено: «{ $what }». { $initials }, { $at }
card-draft-end = Прекратить полномочия
card-end-why = Согласия этого представителя действуют, пока их не отзовут.
card-end-go = Записать
card-giver = За пациента: { $name }
card-valid-until = по { $date } включительно
card-paper-open = лист ещё не подшит
card-file = Подшить лист
card-kind = ИИН нет: { $why }
card-thin = Карточка представителя, пациентом не был(а)

## One person, several cards

card-person = Карточки этого человека
card-person-refusals = У этого человека есть ещё карточки: { $count }. Согласие и отказы показаны по всем вместе.
card-person-see = Показать
card-person-none = Других карточек нет.
card-person-merged = объединены
card-person-same-iin = тот же ИИН
card-person-through = через другую карточку
card-person-same-iin-refusals = Отказ на карточке с тем же ИИН действует и здесь, согласие оттуда – нет. Если это один человек, объедините карточки; если нет, исправьте ИИН.
card-person-said = { $by }, { $at }: { $reason }
card-person-open = Открыть
card-merge = Объединить с другой карточкой
card-merge-refusals = Обе карточки останутся как есть и будут показаны как один человек. Отказ или отзыв на любой из них действует на обе. Разъединить можно в любой день.
card-merge-go = Объединить
card-merge-other = Выбрать другую
card-merge-name = Фамилия, имя, отчество
card-merge-this = Эта карточка
card-merge-that = Вторая карточка
card-merge-reason-hint = Например: одно и то же удостоверение
card-part = Разъединить
card-part-why = Каждая карточка останется со своими данными и своими согласиями.
card-part-go = Разъединить
card-draft-merge = Объединение с другой карточкой
card-draft-part = Разъединение карточек

## The request form

card-request = Бланк обращения
card-request-blank = Пустой бланк обращения
card-request-why = Форма запроса о персональных данных, заполненная по карточке. Показ и сохранение записываются в журнал. Чего на карточке нет, остаётся пустой строкой.
card-request-blank-why = Форма запроса о персональных данных без сведений о пациенте. В журнал она не записывается.
card-request-wording = Какая форма
card-request-both = На двух языках
card-request-ru = Русская
card-request-kk-full = Казахская, полная
card-request-kk-original = Казахская, краткая
