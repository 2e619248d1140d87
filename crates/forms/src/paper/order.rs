//! Papers of an order: the slip that its patient takes away, and the labels of its tubes.

use tirkeu_core::domain::consent::signature;
use tirkeu_core::domain::name;
use tirkeu_core::domain::order::{Funding, total};
use tirkeu_core::domain::print::LabelSize;
use tirkeu_core::event::order::OrderLine;
use tirkeu_core::event::patient::field;
use tirkeu_core::query::order::paper::OrderFacts;
use tirkeu_core::query::order::reserved::SetFacts;
use tirkeu_core::words::{self, dates, numbers};

use super::{actor, both, iin_masked, of_fields, of_words, operator};
use crate::{
    ActData, Both, Form, Label, LabelData, LabelPaper, LabelPurpose, Person, RegistrationData,
    ReservedData, SlipData, SlipLine, Urgency,
};

/// Labels with each number that is set aside for paper: how many tubes it will need nobody knows yet.
const LABELS_A_NUMBER: u8 = 4;

/// What the patient takes away: number, services, sum. Their number and birth date stand masked or not at all.
pub fn slip(facts: &OrderFacts) -> Form {
    let terms = &facts.terms;
    let sum = total(terms.lines.iter().map(|line| line.price));
    Form::Slip(SlipData {
        number: facts.number.clone(),
        operator: operator(&facts.organisation),
        person: facts
            .patient
            .as_ref()
            .map(|(fields, name)| of_fields(name, fields, iin_masked))
            .unwrap_or_default(),
        placed_at: dates::moment(facts.placed),
        urgency: urgency(facts),
        lines: terms.lines.iter().map(line).collect(),
        total: numbers::tenge(sum),
        payment: payment(facts, sum),
        ready: Both::default(),
        ways: Vec::new(),
        claim_code: facts.claim.clone().unwrap_or_default(),
        taken_by: actor(&facts.by),
    })
}

/// To whom it was handed over, and what was looked at; none of an order that lies here still.
pub fn act(facts: &OrderFacts) -> Option<Form> {
    let handed = facts.handed.as_ref()?;
    let kind = handed.document.as_ref().map(|(kind, _)| kind.as_str());
    Some(Form::Act(ActData {
        number: facts.number.clone(),
        operator: operator(&facts.organisation),
        person: facts
            .patient
            .as_ref()
            .map(|(fields, name)| of_fields(name, fields, iin_masked))
            .unwrap_or_default(),
        placed_at: dates::moment(facts.placed),
        given_at: dates::moment(handed.at),
        to: both(&format!("orders-given-{}", handed.to)),
        who: handed.who.clone(),
        basis: handed.basis.clone(),
        document: match kind {
            Some(kind) => both(&format!("orders-document-{}", kind.replace('_', "-"))),
            None => Both::default(),
        },
        document_number: match &handed.document {
            Some((_, number)) => number.clone(),
            None => String::new(),
        },
        seen: handed.is_seen,
        signature: handed
            .signature
            .as_deref()
            .and_then(signature::strokes)
            .unwrap_or_default(),
        given_by: actor(&handed.by),
    }))
}

/// A label each tube, as many of each as this desk prints.
pub fn labels(facts: &OrderFacts, copies: u8) -> Form {
    let person = person(facts);
    Form::Label(LabelData {
        size: size(facts.label),
        training: facts.organisation.training,
        purpose: LabelPurpose::Tubes,
        labels: facts
            .tubes
            .iter()
            .map(|(_, kk, ru)| Label {
                number: facts.number.clone(),
                name: person.name.clone(),
                birth_date: person.birth_date.clone(),
                tube: Both::new(kk, ru),
                urgency: urgency(facts),
                copies,
            })
            .collect(),
    })
}

fn size(label: LabelSize) -> LabelPaper {
    LabelPaper {
        width_mm: label.width_mm(),
        height_mm: label.height_mm(),
        dpi: label.dpi(),
    }
}

/// The list on which numbers that were set aside are crossed off.
pub fn reserved(facts: &SetFacts) -> Form {
    Form::Reserved(ReservedData {
        operator: operator(&facts.organisation),
        desk: facts.desk.clone(),
        numbers: facts.numbers.clone(),
        printed_at: dates::moment(facts.now),
        printed_by: actor(&facts.by),
    })
}

/// The sheets on which people are written down by hand, one for each number.
pub fn registration(facts: &SetFacts) -> Form {
    Form::Registration(RegistrationData {
        operator: operator(&facts.organisation),
        numbers: facts.numbers.clone(),
    })
}

/// Labels with the number alone: the name is written by hand.
pub fn set_labels(facts: &SetFacts) -> Form {
    Form::Label(LabelData {
        size: size(facts.label),
        training: facts.organisation.training,
        purpose: LabelPurpose::Tubes,
        labels: facts
            .numbers
            .iter()
            .map(|number| Label {
                number: number.clone(),
                name: String::new(),
                birth_date: String::new(),
                tube: Both::default(),
                urgency: Urgency::Usual,
                copies: LABELS_A_NUMBER,
            })
            .collect(),
    })
}

/// Surname and initials; of somebody who has no surname what stands on all their papers.
fn person(facts: &OrderFacts) -> Person {
    let Some((fields, full)) = &facts.patient else {
        return Person::default();
    };
    let person = of_fields(full, fields, iin_masked);
    let known = |name: u8| fields.get(&name).map(String::as_str);
    let has_name = known(field::NAME).is_some();
    let short = name::initials(
        known(field::SURNAME),
        known(field::NAME),
        known(field::PATRONYMIC),
    );
    Person {
        name: short.filter(|_| has_name).unwrap_or(person.name),
        ..person
    }
}

fn urgency(facts: &OrderFacts) -> Urgency {
    match facts.terms.cito {
        0 => Urgency::Usual,
        _ => Urgency::Cito,
    }
}

fn line(line: &OrderLine) -> SlipLine {
    SlipLine {
        code: line.code.clone(),
        name: Both::new(&line.name_kk, &line.name_ru),
        price: numbers::tenge(line.price),
    }
}

/// Who pays, or what was paid and by which receipt.
fn payment(facts: &OrderFacts, sum: u32) -> Both {
    if let Some((amount, receipt)) = &facts.paid {
        let amount = numbers::tenge(*amount);
        let said = [("amount", amount.as_str()), ("receipt", receipt.as_str())];
        return of_words(&words::Both::of("orders-paid-by", &said));
    }
    match facts.funding {
        Some(funding) if !funding.is_patient() => {
            both(&format!("orders-funding-{}", funding.text()))
        }
        _ => {
            let due = numbers::tenge(
                facts
                    .funding
                    .map_or(sum, |funding: Funding| funding.due(sum)),
            );
            of_words(&words::Both::of("orders-due-of", &[("amount", &due)]))
        }
    }
}
