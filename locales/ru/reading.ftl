### Internal documents: to be read and signed, published, the register of acquaintance and training.

## The gate

reading-title = Прочитайте и подпишите
reading-why = Без этого работать с пациентами нельзя: так требует закон и политика лаборатории. Подпись остаётся в журнале.
reading-left = Осталось документов: { $count }
reading-language = Язык текста
reading-tick = Я прочитал(а) документ и понял(а), что он от меня требует
reading-sign = Ознакомлен(а)

## Documents

reading-documents = Документы
reading-documents-title = Внутренние документы
reading-documents-why = Каждый, кто входит в программу, читает действующие документы и подписывает, что ознакомлен. Новая редакция спрашивается снова. До подписи пациенты ему не показываются.
reading-none = Ни один внутренний документ ещё не опубликован. Пока их нет, программа ничего не спрашивает.
reading-digest = Предложить памятку о законе
reading-digest-why = Готовая памятка на одну страницу: обязанности работника регистратуры по Закону № 94-V и статье 273 Кодекса. Прочитайте её, поправьте и опубликуйте.
reading-new = Новый документ
reading-new-edition = Новая редакция документа
reading-edit-why = После публикации каждый, включая вас, должен будет прочитать документ в день вступления в силу.

## Register

reading-register = Ознакомление
reading-register-title = Учёт ознакомления
reading-register-missing = Нет подписей: { $count }
reading-register-all = Все ознакомлены с действующими документами.
reading-register-empty = Подписывать пока нечего: документы не опубликованы.
reading-person = Работник
reading-document = Документ
reading-signed = Ознакомлен(а)
reading-not-signed = ещё не подписал(а)
reading-in-kk = на казахском
reading-in-ru = на русском
reading-training-title = Обучение
reading-training-none = Обучение ещё не записано.
reading-training-topic = Тема
reading-training-day = Дата
reading-training-by = Кто проводил
reading-training-add = Записать обучение
reading-training-saved = Обучение записано
