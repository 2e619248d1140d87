//! To whom an order may be handed over, what is looked at before, and what is kept of it.
//!
//! The person themself; whoever they named (Health Code art. 134(4)) where that consent stands; whoever acts for them with a
//! ground that reaches to results today; whoever shows a power of attorney. A companion is none of these. A document is looked
//! at and its number typed, never copied (Law 94-V art. 7(10)); whoever takes it signs, on the pad or on the act.

use serde::{Deserialize, Serialize};

use super::{ORDER_CLAIM_WRONG, line, step};
use crate::domain::consent::{CONSENT_SIGNATURE_REQUIRED, signature};
use crate::domain::document::DocumentType;
use crate::domain::keep;
use crate::domain::representative::Relation;
use crate::domain::text::{self, Shape};
use crate::error::{BAD_REQUEST, Code, Refusal};
use crate::id::SubjectId;
use crate::time::Wall;

crate::codes! {
    /// Nobody looked at a document.
    HAND_OVER_NOT_SEEN = "hand-over-not-seen";
    /// A child under sixteen: whoever acts for them takes it.
    HAND_OVER_CHILD = "hand-over-child";
    /// Who the person is was never checked: the card began without a document, or without a birth date.
    HAND_OVER_NO_DOCUMENT = "hand-over-no-document";
    /// The person has named nobody, or has taken it back.
    HAND_OVER_NOBODY_NAMED = "hand-over-nobody-named";
    /// Nobody of this card acts for the person, or not for their results, or not any more.
    HAND_OVER_NOT_REPRESENTED = "hand-over-not-represented";
    /// Whoever takes it by a power of attorney is not named.
    HAND_OVER_WHO_REQUIRED = "hand-over-who-required";
    /// A power of attorney without its number, date and term.
    HAND_OVER_BASIS_REQUIRED = "hand-over-basis-required";
    /// What was looked at is not said: kind and number.
    HAND_OVER_DOCUMENT_REQUIRED = "hand-over-document-required";
    /// It is neither signed on the pad nor on the act.
    HAND_OVER_NOT_SIGNED = "hand-over-not-signed";
    /// Signed on the screen, and nothing is drawn.
    HAND_OVER_UNSIGNED = "hand-over-unsigned";
}

/// Most signs of a name or of what a power of attorney says of itself.
const LONGEST: usize = 200;
/// From this age people take their own results (Health Code art. 78(2)).
const ALONE_FROM: u32 = 16;

/// A hand-over as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct HandOverForm {
    /// `person`, `designated`, `representative`, `attorney`; empty means the person.
    pub to: String,
    /// The card of whoever acts for the person.
    pub representative: Option<SubjectId>,
    /// Whoever shows a power of attorney.
    pub who: String,
    /// The power of attorney: number, date, by whom, until when.
    pub basis: String,
    /// The document was looked at and compared.
    pub seen: bool,
    /// Its kind, of whoever is not the person.
    pub doc_type: String,
    /// Its number.
    pub doc_number: String,
    /// `paper`, `pad`.
    pub signed: String,
    /// The signature as drawn.
    pub signature: String,
    /// The claim code of an order without a card.
    pub claim: String,
}

/// Whoever acts for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Their card.
    pub card: SubjectId,
    /// Their name.
    pub name: String,
    /// On what ground.
    pub relation: Relation,
}

/// What the rule asks of the card.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The claim code, of an order without a card.
    pub claim: Option<String>,
    /// Birth date.
    pub born: Option<chrono::NaiveDate>,
    /// Nobody knows who it is: the card began without a document or in a hurry, and none was checked since.
    pub is_undocumented: bool,
    /// Whom the person named, where that consent stands.
    pub designated: Option<String>,
    /// Who acts for them.
    pub acting: Vec<Acting>,
}

/// A hand-over, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// One of [`step::to`].
    pub to: u8,
    /// To whom, where it is not the person.
    pub who: Option<String>,
    /// The card of whoever acts for them.
    pub card: Option<SubjectId>,
    /// The power of attorney, or the paper of the ground.
    pub basis: Option<String>,
    /// What was looked at: kind and number.
    pub document: Option<(String, String)>,
    /// The signature as drawn.
    pub signature: Option<String>,
    /// It is signed on the act.
    pub on_paper: bool,
}

/// Why the person themself cannot take it; none where they can.
pub fn no_person(facts: &Facts, now: Wall) -> Option<Code> {
    let age = facts
        .born
        .map(|born| crate::domain::date::age(born, now.date()));
    if age.is_some_and(|age| age < ALONE_FROM) {
        return Some(HAND_OVER_CHILD);
    }
    let is_unknown = facts.is_undocumented || facts.born.is_none();
    is_unknown.then_some(HAND_OVER_NO_DOCUMENT)
}

/// Judges the whole form, everything at once.
///
/// # Errors
/// Every refusal, beside its field.
pub fn check(form: &HandOverForm, facts: &Facts, now: Wall) -> Result<HandOver, Vec<Refusal>> {
    if let Some(claim) = &facts.claim {
        return anonymous(form, claim);
    }
    let mut no = Vec::new();
    let mut out = HandOver {
        to: step::to::PERSON,
        who: None,
        card: None,
        basis: None,
        document: None,
        signature: None,
        on_paper: false,
    };
    match form.to.trim() {
        "" | "person" => no.extend(no_person(facts, now).map(|code| Refusal::at("to", code))),
        "designated" => {
            out.to = step::to::DESIGNATED;
            out.who.clone_from(&facts.designated);
            if out.who.is_none() {
                no.push(Refusal::at("to", HAND_OVER_NOBODY_NAMED));
            }
        }
        "representative" => {
            out.to = step::to::REPRESENTATIVE;
            let acting = facts.acting.iter().find(|one| {
                Some(one.card) == form.representative
                    && one.relation.may_receive(facts.born, now.date())
            });
            match acting {
                Some(acting) => {
                    out.who = Some(acting.name.clone());
                    out.card = Some(acting.card);
                    out.basis.clone_from(&acting.relation.document);
                }
                None => no.push(Refusal::at("to", HAND_OVER_NOT_REPRESENTED)),
            }
        }
        "attorney" => {
            out.to = step::to::ATTORNEY;
            let who = required("who", &form.who, HAND_OVER_WHO_REQUIRED);
            let basis = required("basis", &form.basis, HAND_OVER_BASIS_REQUIRED);
            out.who = keep(&mut no, who);
            out.basis = keep(&mut no, basis);
        }
        _ => no.push(Refusal::at("to", BAD_REQUEST)),
    }
    if !form.seen {
        no.push(Refusal::at("seen", HAND_OVER_NOT_SEEN));
    }
    if out.to != step::to::PERSON {
        match document(form) {
            Ok(document) => out.document = Some(document),
            Err(more) => no.extend(more),
        }
    }
    match form.signed.trim() {
        "pad" => out.signature = keep(&mut no, drawn(&form.signature)),
        "paper" => out.on_paper = true,
        _ => no.push(Refusal::at("signed", HAND_OVER_NOT_SIGNED)),
    }
    match no.is_empty() {
        true => Ok(out),
        false => Err(no),
    }
}

/// Who knows the code takes it: no name, no document, no signature (Health Code art. 162(1)).
fn anonymous(form: &HandOverForm, claim: &str) -> Result<HandOver, Vec<Refusal>> {
    let digits: String = form.claim.chars().filter(char::is_ascii_digit).collect();
    // A code that is none opens nothing.
    if digits != claim || claim.is_empty() {
        return Err(vec![Refusal::at("claim", ORDER_CLAIM_WRONG)]);
    }
    Ok(HandOver {
        to: step::to::PERSON,
        who: None,
        card: None,
        basis: None,
        document: None,
        signature: None,
        on_paper: false,
    })
}

fn required(field: &'static str, typed: &str, missing: Code) -> Result<String, Refusal> {
    line(field, typed, LONGEST)?.ok_or_else(|| Refusal::at(field, missing))
}

/// Kind and number of what was looked at.
fn document(form: &HandOverForm) -> Result<(String, String), Vec<Refusal>> {
    let mut no = Vec::new();
    let missing = |field| Refusal::at(field, HAND_OVER_DOCUMENT_REQUIRED);
    let kind = DocumentType::parse(form.doc_type.trim()).ok_or_else(|| missing("doc_type"));
    let number =
        text::check("doc_number", &form.doc_number, Shape::Line(30)).and_then(
            |number| match number.is_empty() {
                true => Err(missing("doc_number")),
                false => Ok(number),
            },
        );
    match (keep(&mut no, kind), keep(&mut no, number)) {
        (Some(kind), Some(number)) => Ok((kind.text().to_owned(), number)),
        _ => Err(no),
    }
}

fn drawn(strokes: &str) -> Result<String, Refusal> {
    signature::check(strokes).map_err(|no| match no.code == CONSENT_SIGNATURE_REQUIRED {
        true => Refusal::at("signature", HAND_OVER_UNSIGNED),
        false => no,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use chrono::NaiveDate;

    use super::*;
    use crate::domain::representative::{Basis, Scope};

    const CARD: SubjectId = crate::id::Id([7; 16]);

    fn now() -> Wall {
        Wall::of_local("2026-11-23T12:00:00".parse().unwrap())
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn relation(scope: Scope, valid_until: Option<NaiveDate>) -> Relation {
        Relation {
            basis: Basis::Mother,
            document: Some("Свидетельство № 1".to_owned()),
            valid_until,
            scope: BTreeSet::from([scope]),
        }
    }

    fn of(born: &str) -> Facts {
        Facts {
            born: day(born),
            ..Facts::default()
        }
    }

    fn said(
        form: &HandOverForm,
        facts: &Facts,
    ) -> Result<HandOver, Vec<(&'static str, &'static str)>> {
        check(form, facts, now()).map_err(|no| {
            no.iter()
                .map(|no| (no.field.unwrap_or(""), no.code.0))
                .collect()
        })
    }

    fn good() -> HandOverForm {
        HandOverForm {
            seen: true,
            signed: "paper".to_owned(),
            ..HandOverForm::default()
        }
    }

    fn taken(to: &str) -> HandOverForm {
        HandOverForm {
            to: to.to_owned(),
            doc_type: "id_card".to_owned(),
            doc_number: "012345678".to_owned(),
            ..good()
        }
    }

    #[test]
    fn the_person_shows_a_document_and_signs_and_everything_is_said_at_once() {
        let taken = said(&good(), &of("1985-06-17")).unwrap();
        assert_eq!(
            (taken.to, taken.on_paper, taken.document),
            (step::to::PERSON, true, None)
        );
        let nothing = said(&HandOverForm::default(), &of("1985-06-17")).unwrap_err();
        assert_eq!(
            nothing,
            [
                ("seen", "hand-over-not-seen"),
                ("signed", "hand-over-not-signed")
            ]
        );
        let pad = HandOverForm {
            signed: "pad".to_owned(),
            ..good()
        };
        assert_eq!(said(&pad, &of("1985-06-17")).unwrap_err()[0].0, "signature");
    }

    #[test]
    fn a_child_and_somebody_unknown_are_not_handed_their_results() {
        assert_eq!(
            said(&good(), &of("2012-01-01")).unwrap_err(),
            [("to", "hand-over-child")]
        );
        assert!(said(&good(), &of("2010-11-23")).is_ok(), "sixteen today");
        let unknown = Facts {
            is_undocumented: true,
            ..of("1985-06-17")
        };
        for nobody in [unknown, Facts::default()] {
            assert_eq!(
                said(&good(), &nobody).unwrap_err(),
                [("to", "hand-over-no-document")]
            );
        }
    }

    #[test]
    fn whoever_acts_needs_a_ground_that_reaches_to_results_today() {
        let acting = |relation| Facts {
            acting: vec![Acting {
                card: CARD,
                name: "Мать".to_owned(),
                relation,
            }],
            ..of("2018-01-01")
        };
        let form = HandOverForm {
            representative: Some(CARD),
            ..taken("representative")
        };
        let given = said(&form, &acting(relation(Scope::Results, None))).unwrap();
        assert_eq!(
            (given.card, given.who.as_deref()),
            (Some(CARD), Some("Мать"))
        );
        for relation in [
            relation(Scope::Consent, None),
            relation(Scope::Results, day("2026-11-22")),
        ] {
            let no = said(&form, &acting(relation)).unwrap_err();
            assert_eq!(no, [("to", "hand-over-not-represented")]);
        }
        let stranger = HandOverForm {
            representative: Some(crate::id::Id([8; 16])),
            ..form
        };
        assert!(said(&stranger, &acting(relation(Scope::Results, None))).is_err());
    }

    #[test]
    fn whom_the_person_named_and_whoever_shows_a_power_of_attorney_show_their_own_document() {
        let named = Facts {
            designated: Some("Серіков Асан, брат".to_owned()),
            ..of("1985-06-17")
        };
        let given = said(&taken("designated"), &named).unwrap();
        assert_eq!(given.who.as_deref(), Some("Серіков Асан, брат"));
        assert_eq!(
            given.document,
            Some(("id_card".to_owned(), "012345678".to_owned()))
        );
        let nobody = said(&taken("designated"), &of("1985-06-17")).unwrap_err();
        assert_eq!(nobody, [("to", "hand-over-nobody-named")]);
        let bare = HandOverForm {
            doc_number: String::new(),
            ..taken("attorney")
        };
        let no = said(&bare, &of("1985-06-17")).unwrap_err();
        let fields: Vec<_> = no.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["who", "basis", "doc_number"]);
        let full = HandOverForm {
            who: "Сейтов Ерлан".to_owned(),
            basis: "№ 12 от 01.11.2026, до 01.11.2027".to_owned(),
            ..taken("attorney")
        };
        assert_eq!(
            said(&full, &of("1985-06-17")).unwrap().to,
            step::to::ATTORNEY
        );
    }

    #[test]
    fn an_order_without_a_card_asks_for_its_code_and_for_nothing_else() {
        let facts = Facts {
            claim: Some("123456".to_owned()),
            ..Facts::default()
        };
        let with = |claim: &str| HandOverForm {
            claim: claim.to_owned(),
            ..HandOverForm::default()
        };
        assert_eq!(
            said(&with("654321"), &facts).unwrap_err(),
            [("claim", "order-claim-wrong")]
        );
        assert!(said(&with("123 456"), &facts).is_ok());
    }
}
