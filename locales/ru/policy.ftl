### The policy as data: its title and the words around a version.

policy-title = Политика конфиденциальности и обработки персональных данных
policy-version = Редакция { $number } от { $date }
policy-effective = Вступает в силу: { $date }
policy-code = Код документа: { $code }
policy-template-note = Текст подготовлен программой как образец. Прочитайте его вместе с юристом до публикации.
policy-published = Политика опубликована
policy-none = Политика ещё не опубликована
policy-languages-differ = Тексты на казахском и русском языках должны совпадать по содержанию
