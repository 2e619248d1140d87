### The policy as data: its title and the words around a version.

policy-title = Политика конфиденциальности и обработки персональных данных
policy-template-note = Текст подготовлен программой как образец. Прочитайте его вместе с юристом до публикации.
policy-digest-title = Памятка работника регистратуры о персональных данных и тайне пациента
