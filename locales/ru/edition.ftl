### Editions of a text: the list of versions, the editor, how the two texts differ.

## Versions

edition-versions = Все редакции
edition-none-policy = Политика ещё не опубликована.
edition-stands = Состояние
edition-stands-in-force = действует сегодня
edition-stands-future = ещё не вступила в силу
edition-stands-past = действовала раньше
edition-stands-replaced = заменена редакцией того же дня
edition-published = Опубликована
edition-published-by = Опубликовал(а)
edition-acts = Действия
edition-open = Читать
edition-next = Новая редакция на основе этой
edition-of = Редакция { $revision }

## Editor

edition-new-policy = Новая редакция политики
edition-new-policy-why = Тексты взяты из прежней редакции. Согласие, которое уже дано, остаётся с той редакцией, которая была показана; при следующем посещении пациента спросят снова.
edition-leave = Отложить, черновик останется
edition-published-note = Опубликовано: редакция { $revision }
edition-draft-offer = Есть незаконченная редакция от { $at }
edition-draft-drop = Удалить черновик
edition-differences = Различия двух текстов
edition-differences-why = Программа сравнивает номера пунктов, абзацы, числа, даты, телефоны и адреса. Она не запрещает публиковать: решаете вы.
edition-differences-none = Различий не найдено. Смысл всё равно сверьте сами.
edition-differences-seen = Я видел(а) эти различия, и они допустимы
edition-place = Пункт { $clause }
edition-place-start = До первого пункта
edition-place-whole = Весь текст

edition-differs-same = В обоих полях один и тот же текст
edition-differs-clause-kk = есть только в казахском тексте
edition-differs-clause-ru = есть только в русском тексте
edition-differs-paragraphs = абзацев в казахском тексте { $kk }, в русском { $ru }
edition-differs-number-kk = число { $value } есть только в казахском тексте
edition-differs-number-ru = число { $value } есть только в русском тексте
edition-differs-date-kk = дата { $value } есть только в казахском тексте
edition-differs-date-ru = дата { $value } есть только в русском тексте
edition-differs-email-kk = адрес { $value } есть только в казахском тексте
edition-differs-email-ru = адрес { $value } есть только в русском тексте
edition-differs-phone-kk = телефон { $value } есть только в казахском тексте
edition-differs-phone-ru = телефон { $value } есть только в русском тексте
edition-differs-identity-kk = БИН или ИИН { $value } есть только в казахском тексте
edition-differs-identity-ru = БИН или ИИН { $value } есть только в русском тексте
edition-differs-shorter-kk = казахский текст намного короче
edition-differs-shorter-ru = русский текст намного короче
