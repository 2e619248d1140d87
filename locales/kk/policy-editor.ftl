### Саясаттың редакциясы: коды, бірінші күні, екі мәтін.

policy-editor-title = Дербес деректерді өңдеу саясаты
policy-editor-why = Дайын мәтін зертханаңыздың мәліметтерімен толтырылған. Оқып шығып, қажет болса түзетіңіз де жариялаңыз: келісім дәл осы редакцияға беріледі.
policy-editor-publish = Жариялау
policy-editor-code = Құжаттың коды
policy-editor-code-hint = Қағаздарыңыздағыдай.
policy-editor-date-hint = Мысалы 21.11.2026
policy-editor-years = Сақтау мерзімі, жыл
policy-editor-years-hint = Соңғы рет жүгінген күннен бастап.
policy-editor-title-kk = Қазақша тақырыбы
policy-editor-title-ru = Орысша тақырыбы
policy-editor-text-kk = Қазақша мәтіні
policy-editor-text-ru = Орысша мәтіні
policy-editor-url = Саясат орналасқан беттің мекенжайы
