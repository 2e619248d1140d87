//! Paper of an order that nobody placed.

use tirkeu_forms::*;

pub const NUMBER: &str = "100 00017 3";

pub fn label() -> Label {
    Label {
        number: NUMBER.into(),
        name: "Ахметова А. Б.".into(),
        birth_date: "12.04.1885".into(),
        tube: Both::new("күлгін", "фиолетовая"),
        urgency: Urgency::Usual,
        copies: 1,
    }
}

pub fn labels(labels: Vec<Label>, (width_mm, height_mm, dpi): (u16, u16, u16)) -> Form {
    Form::Label(LabelData {
        size: LabelPaper {
            width_mm,
            height_mm,
            dpi,
        },
        training: false,
        purpose: LabelPurpose::Tubes,
        labels,
    })
}

pub fn slip() -> SlipData {
    let line = |code: &str, name: Both, price: &str| SlipLine {
        code: code.into(),
        name,
        price: price.into(),
    };
    SlipData {
        number: NUMBER.into(),
        operator: super::operator(),
        person: super::person(),
        placed_at: "20.11.2026, 09:12".into(),
        urgency: Urgency::Usual,
        lines: vec![
            line(
                "A-01",
                Both::new("Жалпы қан талдауы", "Общий анализ крови"),
                "1 200 ₸",
            ),
            line("B-17", Both::new("ТТГ", "ТТГ"), "2 900 ₸"),
        ],
        total: "4 100 ₸".into(),
        payment: Both::new("төленген, чек № 0417", "оплачено, чек № 0417"),
        ready: Both::new(
            "21.11.2026 күні сағат 16:00-ден кейін",
            "21.11.2026 после 16:00",
        ),
        ways: vec![Both::new(
            "Тіркеу бөліміне қоңырау шалыңыз",
            "Позвоните в регистратуру",
        )],
        claim_code: String::new(),
        taken_by: super::registrar(),
    }
}

/// A mother took it for her child.
pub fn act() -> ActData {
    ActData {
        number: NUMBER.into(),
        operator: super::operator(),
        person: super::person(),
        placed_at: "20.11.2026, 09:12".into(),
        given_at: "21.11.2026, 16:40".into(),
        to: Both::new("пациенттің өкіліне", "представителю пациента"),
        who: "Ахметова Гүлнар Ержанқызы".into(),
        basis: "Свидетельство о рождении № 77-АБВ".into(),
        document: Both::new("жеке куәлік", "удостоверение личности"),
        document_number: "012345678".into(),
        seen: true,
        signature: Vec::new(),
        given_by: super::registrar(),
    }
}

pub fn registration() -> RegistrationData {
    RegistrationData {
        operator: super::operator(),
        numbers: vec![NUMBER.into(), String::new()],
    }
}

pub fn reserved() -> ReservedData {
    ReservedData {
        operator: super::operator(),
        desk: "Алматы, 100".into(),
        numbers: ["100 00018 4", "100 00019 5", "100 00020 6"]
            .map(str::to_owned)
            .to_vec(),
        printed_at: "20.11.2026, 09:12".into(),
        printed_by: super::registrar(),
    }
}
