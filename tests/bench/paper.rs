//! The receipt and the request form as PDF: what they say read from the desk, typeset and written, warm.

use std::path::Path;
use std::time::Duration;

use tirkeu_core::app::Paper;
use tirkeu_core::event::disclosure::action;
use tirkeu_core::query;
use tirkeu_forms::{
    Actor, Both, Form, Label, LabelData, LabelPaper, LabelPurpose, Operator, Person,
    RequestWording, SlipData, SlipLine, Urgency, paper,
};

use crate::frame::timed;
use crate::lab::{Lab, somebody};

const ROUNDS: u32 = 40;

/// One sample a receipt, each of another patient; the first is left out, it loads the fonts.
pub fn receipt(folder: &Path) -> Vec<Duration> {
    let mut lab = Lab::found(&folder.join("desk"));
    let mut samples = Vec::new();
    for round in 0..=ROUNDS {
        let card = lab.intake(somebody(round));
        let entry = query::acts::newest(lab.open.app.conn(), card).unwrap();
        let receipt = Paper {
            document: 2,
            card,
            entry,
            action: action::SAVE,
        };
        let mut time = Duration::ZERO;
        lab.open
            .app
            .paper(receipt, |facts| {
                let (pdf, took) = timed(|| {
                    let form = paper::receipt(facts).unwrap();
                    tirkeu_forms::pdf(&form, paper::date(facts.now)).unwrap()
                });
                time = took;
                Ok(pdf)
            })
            .unwrap();
        samples.push(time);
    }
    samples.split_off(1)
}

/// One sample a request form in both languages, each of another patient; the first is left out, it loads the fonts. And the
/// last of the sheets.
pub fn request(folder: &Path) -> (Vec<Duration>, Vec<u8>) {
    let mut lab = Lab::found(&folder.join("desk"));
    let (mut samples, mut sheet) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let card = lab.intake(somebody(round));
        let mut time = Duration::ZERO;
        lab.open
            .app
            .request_paper(card, action::SAVE, |facts| {
                let (pdf, took) = timed(|| {
                    let form = paper::request(facts, RequestWording::Both);
                    tirkeu_forms::pdf(&form, paper::date(facts.now)).unwrap()
                });
                (time, sheet) = (took, pdf.clone());
                Ok(pdf)
            })
            .unwrap();
        samples.push(time);
    }
    (samples.split_off(1), sheet)
}

/// One sample the slip of an order and the labels of its four tubes, each of another patient: what F9 has to make before
/// anything is handed to a printer. The first is left out, it loads the fonts.
pub fn order() -> Vec<Duration> {
    let mut samples = Vec::new();
    for round in 0..=ROUNDS {
        let number = format!("100 {round:05} 3");
        let ((), took) = timed(|| {
            for form in [slip(&number), labels(&number)] {
                tirkeu_forms::pdf(&form, (2026, 11, 20)).unwrap();
            }
        });
        samples.push(took);
    }
    samples.split_off(1)
}

fn slip(number: &str) -> Form {
    let line = |at: u32| SlipLine {
        code: format!("A-{at:02}"),
        name: Both::new("Жалпы қан талдауы", "Общий анализ крови"),
        price: "1 200 ₸".into(),
    };
    Form::Slip(SlipData {
        number: number.into(),
        operator: Operator {
            name: Both::new("«Жұлдыз Зертхана» ЖШС", "ТОО «Жұлдыз Зертхана»"),
            number: "990140000012".into(),
            ..Operator::unknown()
        },
        person: Person {
            name: format!("Ахметова Айгерим {number}"),
            ..Person::default()
        },
        placed_at: "20.11.2026, 09:12".into(),
        urgency: Urgency::Usual,
        lines: (0..6).map(line).collect(),
        total: "7 200 ₸".into(),
        payment: Both::default(),
        ready: Both::default(),
        ways: vec![],
        claim_code: String::new(),
        taken_by: Actor::default(),
    })
}

fn labels(number: &str) -> Form {
    let label = |tube: &str| Label {
        number: number.into(),
        name: "Ахметова А. Б.".into(),
        birth_date: "12.03.1991".into(),
        tube: Both::new(tube, tube),
        urgency: Urgency::Usual,
        copies: 1,
    };
    Form::Label(LabelData {
        size: LabelPaper {
            width_mm: 40,
            height_mm: 25,
            dpi: 203,
        },
        training: false,
        purpose: LabelPurpose::Tubes,
        labels: ["фиолетовая", "жёлтая", "серая", "голубая"]
            .map(label)
            .to_vec(),
    })
}
