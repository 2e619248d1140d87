### Backups: where they go, one now, what lies there; a desk out of one.

backup-title = Сақтық көшірмелер
backup-why = Көшірмеде жұмыс орнының бүкіл журналы сақталады. Оны тек қалпына келтіру парағы ашады: ұрыға ол пайдасыз, ал парақсыз деректі де қайтару мүмкін емес. Екеуін бөлек сақтаңыз.
backup-folder = Басқа дискідегі, флешкадағы немесе желідегі қалта
backup-folder-hint = Толық жолы. Флешканы кейін салуға болады.
backup-pick = Таңдау…
backup-at = Күн сайын сағат
backup-at-hint = Сағат пен минут. Бағдарлама жабық болса, көшірме алғашқы мүмкіндікте жасалады.
backup-daily = Сақталатын күн саны
backup-weekly = апта саны
backup-monthly = ай саны
backup-saved = Сақталды
backup-now = Көшірмені қазір жасау
backup-stop = Тоқтату
backup-writing = Көшірме жазылып жатыр
backup-checking = Көшірме дискіден оқылып, тексеріліп жатыр
backup-restoring = Көшірме тексеріліп, қалпына келтіріліп жатыр
backup-entries = жазбалар: { $count }
backup-done = Сақтық көшірме тексерілді
backup-last = Соңғы тексерілген көшірме: { $at }
backup-last-none = Әзірге бірде-бір көшірме жасалмаған
backup-last-failed = Соңғы әрекет сәтсіз аяқталды
backup-lying = Қалтада не бар
backup-lying-none = Қалтада осы жұмыс орнының көшірмелері жоқ.
backup-lying-away = Қалта қазір жоқ: флешка суырылған немесе желілік ресурс қолжетімсіз.
backup-col-at = Жасалған уақыты
backup-col-file = Файл
backup-col-size = МБ
backup-col-mark = Күйі
backup-mark-checked = тексерілген
backup-mark-changed = тексеруден кейін көлемі өзгерген
backup-mark-unknown = журналда жоқ
backup-key-title = Қалпына келтіру парағын атаңыз
backup-key-why = Бұл жұмыс орны көшірмені қай параққа шифрлау керегін әлі білмейді. Парақтағы сегіз топты бір рет енгізіңіз. Керекті парақтың таңбасы: { $fingerprint }
backup-key-ask = Бұл жұмыс орны көшірмені қай параққа шифрлау керегін әлі білмейді. Қалпына келтіру парағын басшы енгізеді.
backup-key-go = Парақты атау

## The line at the foot

backup-status-none = көшірме әлі жасалмаған
backup-status-today = көшірме бүгін жасалды
backup-status-days = көшірме жасалғалы өткен күн: { $days }
backup-status-failed = көшірме жасалмай қалды

## A desk out of a backup

backup-restore-open = Көшірмеден қалпына келтіру
backup-restore-title = Көшірмеден қалпына келтіру
backup-restore-why = Сақтық көшірме мен қалпына келтіру парағы керек. Жұмыс орны жаңадан басталады: кілттері, нөмірлерінің алдыңғы бөлігі және қалпына келтіру парағы жаңа болады. Басқа қызметкерлерге басшы кіру рұқсатын қайта береді.
backup-restore-pick = Файлды таңдау…
backup-restore-none = файл таңдалмаған
backup-restore-older = Бұл компьютер көшірмедегіден көп жазба біледі. Көшірмеде: { $held }, болғаны: { $claimed }. Жаңарақ көшірме болса, соны алыңыз.
backup-restore-accept = Көшірмеден кейінгі жазбалар қайтпайтынын түсінемін және жалғастырамын
backup-restore-go = Қалпына келтіру
