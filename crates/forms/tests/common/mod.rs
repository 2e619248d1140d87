//! Made-up sheets: no person in them exists, the ИИН belongs to the 19th century.
#![allow(dead_code)]

pub mod order;
pub mod poppler;

use tirkeu_forms::*;

/// The day of every sample.
pub const DAY: (i32, u8, u8) = (2026, 11, 20);

const BLOCK_RU: &str = "Оператор: ТОО «Жұлдыз Зертхана», БИН 990140000012, 050000, г. Алматы, ул. Абая, 10. Субъект: Ахметова Айгерим Болатовна. Цели обработки: оказание лабораторных медицинских услуг, информирование пациентов о готовности результатов исследований. Собираемые данные: фамилия, имя, отчество, ИИН, дата рождения, пол, контактный телефон. Срок действия согласия: до достижения целей обработки, но не более 5 лет со дня последнего обращения (если законом не требуется более длительное хранение). Передача третьим лицам: не производится. По закону без отдельного согласия сведения передаются в информационные системы Министерства здравоохранения, а также, только для целей оказания медицинской помощи, субъектам здравоохранения (статья 60 Кодекса Республики Казахстан «О здоровье народа и системе здравоохранения»). Трансграничная передача: не производится. Распространение в общедоступных источниках: не производится. Отозвать согласие можно в любое время: в регистратуре, по почте или по электронной почте: zhuldyz@example.kz.";
const BLOCK_KK: &str = "Оператор: «Жұлдыз Зертхана» ЖШС, БСН 990140000012, 050000, Алматы қ., Абай к-сі, 10. Субъект: Ахметова Айгерим Болатовна. Өңдеу мақсаттары: зертханалық медициналық қызметтер көрсету, зерттеу нәтижелерінің дайын болғаны туралы пациенттерді хабардар ету. Жиналатын деректер: тегі, аты, әкесінің аты, ЖСН, туған күні, жынысы, байланыс телефоны. Келісімнің қолданылу мерзімі: өңдеу мақсаттарына қол жеткізілгенге дейін, бірақ соңғы рет жүгінген күннен бастап 5 жылдан аспайды (егер заңда ұзағырақ мерзімге сақтау талап етілмесе). Үшінші тұлғаларға беру: жүргізілмейді. Заңға сәйкес мәліметтер бөлек келісім алынбай Денсаулық сақтау министрлігінің ақпараттық жүйелеріне, сондай-ақ медициналық көмек көрсету мақсаттары үшін ғана денсаулық сақтау субъектілеріне беріледі («Халық денсаулығы және денсаулық сақтау жүйесі туралы» Қазақстан Республикасы Кодексінің 60-бабы). Трансшекаралық беру: жүргізілмейді. Жалпыға бірдей қолжетімді көздерде тарату: жүргізілмейді. Келісімді кез келген уақытта кері қайтарып алуға болады: тіркеу бөлімінде, пошта арқылы немесе электрондық пошта арқылы: zhuldyz@example.kz.";

/// The checkbox sentence.
pub fn sentence() -> Both {
    Both::new(
        "Мен Дербес деректерді өңдеу саясатының шарттарымен дербес деректерді өңдеуге келісім беремін",
        "Я даю согласие на обработку персональных данных на условиях Политики обработки персональных данных",
    )
}

/// SHA-256 of nothing in particular.
pub fn sha256(seed: u8) -> String {
    (0..32u8)
        .map(|at| format!("{:02x}", at.wrapping_mul(37).wrapping_add(seed)))
        .collect()
}

pub fn operator() -> Operator {
    Operator {
        name: Both::new("«Жұлдыз Зертхана» ЖШС", "ТОО «Жұлдыз Зертхана»"),
        id: OperatorId::Bin,
        number: "990140000012".into(),
        address: Both::new(
            "050000, Алматы қ., Абай к-сі, 10",
            "050000, г. Алматы, ул. Абая, 10",
        ),
        phone: "+7 701 234 56 78".into(),
        email: "zhuldyz@example.kz".into(),
        training: false,
    }
}

pub fn policy() -> Policy {
    Policy {
        title: Both::new(
            "Құпиялылық және дербес деректерді өңдеу саясаты",
            "Политика конфиденциальности и обработки персональных данных",
        ),
        code: "ЖЗ-ПД-01".into(),
        revision: "3".into(),
        effective: "01.06.2026".into(),
        sha256: sha256(1),
        url: "https://jasyl.kz/policy".into(),
    }
}

pub fn person() -> Person {
    Person {
        name: "Ахметова Айгерим Болатовна".into(),
        iin: "850412 172655".into(),
        birth_date: "12.04.1885".into(),
    }
}

pub fn registrar() -> Actor {
    Actor {
        name: "Сейітқызы А. Ғ.".into(),
        role: Both::new("Тіркеуші", "Регистратор"),
    }
}

fn manager() -> Actor {
    Actor {
        name: "Өтеғали Һ. Ә.".into(),
        role: Both::new("Зертхана басшысы", "Руководитель лаборатории"),
    }
}

pub fn purposes() -> Vec<Both> {
    vec![
        Both::new(
            "Зертханалық медициналық қызметтер көрсету",
            "Оказание лабораторных медицинских услуг",
        ),
        Both::new(
            "Зерттеу нәтижелерінің дайын болғаны туралы пациенттерді хабардар ету",
            "Информирование пациентов о готовности результатов исследований",
        ),
    ]
}

fn care() -> Both {
    Both::new(
        "Медициналық көмек алуға хабардар етілген келісім беремін",
        "Даю информированное согласие на получение медицинской помощи",
    )
}

pub fn kit() -> KitData {
    KitData {
        operator: operator(),
        made_on: "20.11.2026".into(),
        groups: [
            "004147", "720874", "117161", "650012", "039446", "288860", "512204", "097878",
        ]
        .map(String::from),
        fingerprint: "7K3MQ9ZT04XW".into(),
        age_key: "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
            .into(),
    }
}

pub fn consent() -> ConsentData {
    ConsentData {
        number: "А-0042".into(),
        numbers: Vec::new(),
        operator: operator(),
        policy: policy(),
        person: Person {
            name: person().name,
            iin: person().iin,
            birth_date: person().birth_date,
        },
        giver: Both::default(),
        sentence: sentence(),
        block: Both::new(BLOCK_KK, BLOCK_RU),
        purposes: purposes(),
        fields: [
            (
                "тегі, аты, әкесінің аты (бар болса)",
                "фамилия, имя, отчество (при наличии)",
            ),
            (
                "жеке сәйкестендіру нөмірі",
                "индивидуальный идентификационный номер",
            ),
            ("туған күні, жынысы", "дата рождения, пол"),
            ("байланыс телефоны", "контактный телефон"),
        ]
        .map(|(kk, ru)| Both::new(kk, ru))
        .into(),
        care: care(),
        options: vec![],
        others: vec![],
    }
}

pub fn receipt() -> ReceiptData {
    ReceiptData {
        number: "А-0042".into(),
        operator: operator(),
        person: Person {
            iin: "••••••••2655".into(),
            ..person()
        },
        answer: Answer::Given,
        items: vec![
            Item {
                what: Both::new(
                    "Дербес деректерді жинауға және өңдеуге келісім",
                    "Согласие на сбор и обработку персональных данных",
                ),
                state: State::Given,
                valid_until: Both::new(
                    "соңғы рет жүгінген күннен бастап 5 жыл",
                    "5 лет со дня последнего обращения",
                ),
            },
            Item {
                what: Both::new(
                    "Медициналық көмек алуға хабардар етілген келісім",
                    "Информированное согласие на получение медицинской помощи",
                ),
                state: State::Given,
                valid_until: Both::new("кері қайтарып алынғанға дейін", "до отзыва"),
            },
        ],
        policy: policy(),
        given_at: "20.11.2026, 09:14".into(),
        recorded_at: "20.11.2026, 09:15".into(),
        language: Lang::Kk,
        channel: Both::new("тіркеушінің экранында", "на экране регистратора"),
        giver: Both::default(),
        taken_by: registrar(),
        withdrawal_days: "15".into(),
        entries: vec![sha256(7), sha256(9)],
    }
}

/// What the patient takes home after taking both consents back.
pub fn withdrawn() -> ReceiptData {
    let mut receipt = receipt();
    receipt.answer = Answer::Withdrawn;
    receipt.given_at = "21.11.2026, 11:02".into();
    receipt.recorded_at = "21.11.2026, 11:02".into();
    receipt.channel = Both::new("тіркеу бөлімінде", "в регистратуре");
    for item in &mut receipt.items {
        item.state = State::Withdrawn;
        item.valid_until = Both::default();
    }
    receipt
}

pub fn evidence() -> EvidenceData {
    EvidenceData {
        number: "А-0042".into(),
        operator: operator(),
        person: person(),
        answer: Answer::Given,
        state: State::Withdrawn,
        purposes: purposes(),
        shown: vec![
            Shown {
                what: Both::new("белгі қоятын жердегі мәтін", "текст у отметки"),
                lang: Lang::Kk,
                text: sentence().kk,
            },
            Shown {
                what: Both::new(
                    "заң талап ететін мәліметтер",
                    "сведения, которых требует закон",
                ),
                lang: Lang::Kk,
                text: BLOCK_KK.into(),
            },
        ],
        shown_sha256: sha256(3),
        policy: policy(),
        language: Lang::Kk,
        channel: Both::new("тіркеушінің экранында", "на экране регистратора"),
        given_at: "20.11.2026, 09:14".into(),
        recorded_at: "20.11.2026, 09:15".into(),
        valid_until: Both::default(),
        actor: registrar(),
        device: "Тіркеу бөлімі 1 · 3f9a51c2d8e04b7796a10c5523e8ffd1".into(),
        entry: sha256(7),
        seq: "№ 1 204".into(),
        facts: vec![Fact {
            what: Both::new("Бума, парақ", "Папка, лист"),
            value: Both::new("12, 3", "12, 3"),
        }],
        signature: vec![
            (0..60)
                .map(|at| (120 + at * 9, 200 - (at % 12) * 14))
                .collect(),
            vec![(180, 300), (420, 290), (760, 305)],
        ],
        later: vec![Later {
            state: State::Withdrawn,
            at: "21.11.2026, 11:02".into(),
            by: manager(),
            giver: Both::default(),
            reason: "Басқа зертханаға ауысты".into(),
            entry: sha256(11),
        }],
        printed_at: "21.11.2026, 11:05".into(),
        printed_by: manager(),
    }
}

pub fn expected() -> ExpectedData {
    let line = |(number, name, came): (u32, &str, bool)| ExpectedLine {
        number: number.to_string(),
        name: name.into(),
        came,
    };
    ExpectedData {
        operator: operator(),
        counterparty: "«Зауыт» ЖШС".into(),
        day: "20.11.2026".into(),
        total: "3".into(),
        came: "1".into(),
        rows: [
            (1, "Әлиева Ә. Б.", true),
            (2, "Іскендір Ү.", false),
            (3, "", false),
        ]
        .map(line)
        .into(),
        printed_at: "20.11.2026 18:02".into(),
        printed_by: manager(),
    }
}

pub fn control() -> ControlData {
    let line = |desk: &str, seq: &str, sign: &str| HeadLine {
        desk: desk.into(),
        device: sign.repeat(32),
        seq: seq.into(),
        hash: sign.repeat(64),
    };
    ControlData {
        operator: operator(),
        own: line("Регистратура 1, Алматы", "18 203", "a"),
        seq: "18203".into(),
        others: vec![line("Ауыл, Қаскелең", "402", "b")],
        entries: "18 607".into(),
        printed_at: "20.11.2026 18:02".into(),
        printed_by: manager(),
    }
}

pub fn seen() -> SeenData {
    let line = |at: &str, by: &str| LookLine {
        at: at.into(),
        by: by.into(),
        desk: "Регистратура 1".into(),
        what: Both::new("құжат", "документ"),
    };
    SeenData {
        operator: operator(),
        name: Both::new("Ахметова Айгерім Болатқызы", "Ахметова Айгерім Болатқызы"),
        iin: "••••••••0121".into(),
        rows: vec![
            line("20.11.2026 12:04", "Сейтова А."),
            line("19.11.2026 09:30", "Өмірова Ү."),
        ],
        total: "2".into(),
        has_more: false,
        printed_at: "20.11.2026 18:02".into(),
        printed_by: manager(),
    }
}

pub fn director() -> Director {
    Director {
        nominative: Both::new("Сейтова Ә.Ғ.", "Сейтова А.Г."),
        dative: Both::new("Ә.Ғ. Сейтоваға", "Сейтовой А.Г."),
    }
}

/// The request form for a pen.
pub fn blank_request(wording: RequestWording) -> RequestData {
    RequestData::blank(wording, operator(), director())
}

/// The request form with every line filled in.
pub fn request(wording: RequestWording) -> RequestData {
    RequestData {
        name: person().name,
        document: Both::default(),
        document_number: "012345678".into(),
        document_issued_on: "12.04.2020".into(),
        document_issued_by: "ҚР ІІМ".into(),
        iin: person().iin,
        address: "050000, Алматы қ., Төле би к-сі, 5, 12-пәтер".into(),
        phone: "+7 701 000 00 11".into(),
        email: "aigerim@example.kz".into(),
        grounds: Both::new("Ахметова Күләш, анасы", "Ахметова Күләш, мать"),
        facts: "Получение медицинских услуг 20.11.2026".into(),
        information: "Кто открывал мою карточку и на каком основании".into(),
        kind: Some(RequestKind::Repeated),
        reason: "Ответ на первый запрос не получен".into(),
        reply: vec![ReplyWay::Email],
        reply_post: "050000, Алматы қ., Төле би к-сі, 5".into(),
        reply_email: "aigerim@example.kz".into(),
        signed_on: "20.11.2026".into(),
        number: "О-2026/17".into(),
        received_on: "20.11.2026".into(),
        due_on: "25.11.2026".into(),
        ..blank_request(wording)
    }
}

/// Every sheet with its file name.
pub fn all() -> [(&'static str, Form); 15] {
    [
        ("kit", Form::Kit(kit())),
        ("consent", Form::Consent(consent())),
        ("receipt", Form::Receipt(receipt())),
        ("evidence", Form::EvidenceCard(evidence())),
        ("expected", Form::Expected(expected())),
        ("control", Form::Control(control())),
        ("seen", Form::Seen(seen())),
        of_request(RequestWording::Both),
        of_request(RequestWording::Ru),
        of_request(RequestWording::KkFull),
        of_request(RequestWording::KkOriginal),
        ("slip", Form::Slip(order::slip())),
        ("act", Form::Act(order::act())),
        ("registration", Form::Registration(order::registration())),
        ("reserved", Form::Reserved(order::reserved())),
    ]
}

fn of_request(wording: RequestWording) -> (&'static str, Form) {
    (wording.text(), Form::Request(request(wording)))
}
