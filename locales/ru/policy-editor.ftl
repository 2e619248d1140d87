### A version of the policy: code, first day, both texts.

policy-editor-title = Политика обработки персональных данных
policy-editor-why = Готовый текст заполнен сведениями вашей лаборатории. Прочитайте его, поправьте при необходимости и опубликуйте: согласие даётся именно на эту редакцию.
policy-editor-publish = Опубликовать
policy-editor-code = Код документа
policy-editor-code-hint = Как он стоит в ваших бумагах.
policy-editor-date-hint = Например 21.11.2026
policy-editor-years = Срок хранения, лет
policy-editor-years-hint = Со дня последнего обращения.
policy-editor-title-kk = Заголовок на казахском
policy-editor-title-ru = Заголовок на русском
policy-editor-text-kk = Текст на казахском
policy-editor-text-ru = Текст на русском
policy-editor-url = Адрес страницы, где размещена политика
