//! Who acts for a patient: a card of their own, thin where they were never one, and the relation.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::patient::PATIENT_KNOWN;
use super::{Decided, Desk, patient, writable};
use crate::app::Line;
use crate::domain::consent::{CONSENT_GIVER_UNKNOWN, CONSENT_REASON_REQUIRED};
use crate::domain::notice::gate::Owner;
use crate::domain::patient::{Language, Patient};
use crate::domain::representative::{
    self, ADULT, Basis, REPRESENTATIVE_MINOR, REPRESENTATIVE_SAME_CARD, Relation,
    RepresentativeForm, Represented,
};
use crate::domain::text::{self, Shape};
use crate::domain::{date, name};
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::patient::field;
use crate::event::relation::{self, RelationEnded, RelationSet, pair};
use crate::id::{Entropy, SubjectId};
use crate::query::card::{self, Fields};
use crate::query::page::Giver;
use crate::query::relation::representatives;
use crate::words::Lang;
use crate::words::person;

/// Somebody who acts for a patient, as the consent page and the entry need them.
#[derive(Debug, Clone)]
pub struct Acts {
    /// Their card.
    pub card: SubjectId,
    /// The ground.
    pub relation: Relation,
    /// As the page names them.
    pub giver: Giver,
    /// Their own phone, E.164.
    pub phone: Option<String>,
}

/// A representative who was typed, with the entries that say so.
#[derive(Debug)]
pub struct Said {
    /// Who acts.
    pub acts: Acts,
    /// The thin card where they had none, and the relation where it changed.
    pub lines: Vec<Line>,
}

/// Somebody acts for a patient, whose fields as they stand or will stand are given.
pub fn say(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    (subject, fields): (SubjectId, &Fields),
    form: &RepresentativeForm,
) -> Result<Said, Error> {
    let on = desk.now.date();
    let born = fields
        .get(&field::BIRTH_DATE)
        .and_then(|day| day.parse().ok());
    let of = Represented {
        birth_date: born,
        iin: fields
            .get(&field::IIN)
            .map(String::as_str)
            .unwrap_or_default(),
    };
    let (card, their, relation, mut lines) = match form.card {
        Some(card) => {
            let relation = representative::relation(form, born, on)?;
            (
                card,
                known(conn, desk, subject, card)?,
                relation,
                Vec::new(),
            )
        }
        None => {
            let language = fields
                .get(&field::LANGUAGE)
                .and_then(|tag| Language::parse(tag))
                .unwrap_or(Language::Kk);
            let checked = representative::check(form, of, language, on)?;
            match same(conn, &checked.person)? {
                // Whoever has this ИИН has a card: it is theirs, and stays as it is.
                Some(card) => {
                    let their = known(conn, desk, subject, card)?;
                    (card, their, checked.relation, Vec::new())
                }
                None => {
                    let card = entropy.id();
                    let line = Line::new(card, patient::registered(&checked.person, Vec::new()));
                    let their = patient::fields(&checked.person);
                    (card, their, checked.relation, vec![line])
                }
            }
        }
    };
    let standing = representatives(conn, subject)?;
    let stands = standing
        .iter()
        .any(|stands| stands.representative == card && stands.relation == relation);
    if !stands {
        lines.push(set(card, subject, &relation));
    }
    Ok(Said {
        acts: acts(card, &their, relation),
        lines,
    })
}

/// The card of whoever has this ИИН. It is taken only for somebody who was typed as that card says, so that nobody
/// signs under another one's name and nobody learns whose number it is; otherwise the registrar is told that a card
/// exists, and looks.
fn same(conn: &Connection, person: &Patient) -> Result<Option<SubjectId>, Error> {
    let Some(iin) = person.iin else {
        return Ok(None);
    };
    let known = card::by_iin(conn, &iin.text())?;
    let Some(card) = known.first().copied() else {
        return Ok(None);
    };
    let (theirs, typed) = (card::fields(conn, card)?, patient::fields(person));
    let same = [
        field::SURNAME,
        field::NAME,
        field::PATRONYMIC,
        field::BIRTH_DATE,
    ]
    .iter()
    .all(|name| theirs.get(name) == typed.get(name));
    if same {
        Ok(Some(card))
    } else {
        Err(Refusal::at("rep_iin", PATIENT_KNOWN).about(known).into())
    }
}

/// The card of somebody who acts for others: it is here, is not the patient's, and of an adult.
fn known(
    conn: &Connection,
    desk: &Desk,
    subject: SubjectId,
    card: SubjectId,
) -> Result<Fields, Error> {
    if card == subject {
        return Err(Refusal::at("rep_surname", REPRESENTATIVE_SAME_CARD).into());
    }
    if !card::exists(conn, card)? {
        return Err(Refusal::at("rep_surname", NOT_FOUND).into());
    }
    let born = card::birth_date(conn, card)?;
    if born.is_some_and(|born| date::age(born, desk.now.date()) < ADULT) {
        return Err(Refusal::at("rep_birth_date", REPRESENTATIVE_MINOR).into());
    }
    Ok(card::fields(conn, card)?)
}

fn set(a: SubjectId, b: SubjectId, said: &Relation) -> Line {
    let relation = relation::kind::REPRESENTATIVE;
    let body = RelationSet {
        relation,
        a,
        b,
        basis: said.basis.code(),
        document: said.document.clone(),
        valid_until: said.valid_until.map(|day| day.to_string()),
        scope: said.scope.iter().map(|scope| scope.code()).collect(),
    };
    Line::new(pair(relation, a, b), body)
}

pub(super) fn acts(card: SubjectId, fields: &Fields, relation: Relation) -> Acts {
    Acts {
        card,
        giver: Giver {
            // A name is not translated, so either language says the same of somebody who has one.
            name: person::name(Lang::Kk, fields),
            basis: relation.basis,
            document: relation.document.clone(),
        },
        relation,
        phone: own_phone(fields, Owner::Patient),
    }
}

/// The phone of a card, where it is said to be theirs.
pub fn own_phone(fields: &Fields, of: Owner) -> Option<String> {
    let said = fields.get(&field::PHONE_OWNER);
    let owner = said.and_then(|said| Owner::parse(said));
    (fields.get(&field::PHONE).cloned()).filter(|_| owner == Some(of))
}

/// Who answers for the person; none when the person does. Of several who are known one is named.
pub fn giver(
    conn: &Connection,
    subject: SubjectId,
    (by, giver): (&str, Option<SubjectId>),
    said: Option<&Acts>,
) -> Result<Option<Acts>, Error> {
    match by {
        "" => return Ok(None),
        "representative" => {}
        _ => return Err(Refusal::at("by", BAD_REQUEST).into()),
    }
    if let Some(said) = said {
        return Ok(Some(said.clone()));
    }
    let mut standing = representatives(conn, subject)?;
    standing.retain(|stands| giver.is_none_or(|giver| giver == stands.representative));
    match <[_; 1]>::try_from(standing) {
        Ok([stands]) => {
            let fields = card::fields(conn, stands.representative)?;
            Ok(Some(acts(stands.representative, &fields, stands.relation)))
        }
        Err(_) => Err(Refusal::at("by", CONSENT_GIVER_UNKNOWN).into()),
    }
}

/// The card of a representative on a form: the one that was chosen, or that of whoever was typed as it says.
pub fn card_of(
    conn: &Connection,
    form: &RepresentativeForm,
    on: NaiveDate,
) -> Result<Option<SubjectId>, Error> {
    if form.card.is_some() {
        return Ok(form.card);
    }
    match representative::person(form, Language::Kk, on).patient {
        Some(person) => match same(conn, &person) {
            // A number of somebody else: the form is told of it when it is saved.
            Err(Error::Refused(_)) => Ok(None),
            known => known,
        },
        None => Ok(None),
    }
}

/// As the page would name a representative who is half typed; none before name and ground are there.
pub fn typed(conn: &Connection, form: &RepresentativeForm) -> Result<Option<Giver>, Error> {
    let Some(basis) = Basis::parse(&form.basis) else {
        return Ok(None);
    };
    let name = match form.card {
        Some(card) => person::name(Lang::Kk, &card::fields(conn, card)?),
        None => {
            let parts = [&form.surname, &form.name, &form.patronymic];
            let parts: Vec<String> = parts
                .into_iter()
                .filter_map(|part| name::check("name", part).ok())
                .filter(|part| !part.is_empty())
                .collect();
            parts.join(" ")
        }
    };
    let document = text::check("rep_document", &form.document, Shape::Line(200)).ok();
    Ok((!name.is_empty()).then(|| Giver {
        name,
        basis,
        document: document.filter(|text| !text.is_empty()),
    }))
}

/// What stands against a representative while they are typed.
pub fn judge(form: &RepresentativeForm, of: Represented<'_>, on: NaiveDate) -> Vec<Refusal> {
    let outcome = match form.card {
        Some(_) => representative::relation(form, of.birth_date, on).map(drop),
        None => representative::check(form, of, Language::Kk, on).map(drop),
    };
    outcome.err().unwrap_or_default()
}

/// Somebody acts for a known patient.
pub fn represent(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    card: SubjectId,
    form: &RepresentativeForm,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let fields = card::fields(conn, card)?;
    let said = say(conn, desk, entropy, (card, &fields), form)?;
    if said.lines.is_empty() {
        return Err(Refusal::new(patient::NOTHING_CHANGED).into());
    }
    Ok(Decided {
        subject: card,
        lines: said.lines,
    })
}

/// Somebody no longer acts for a patient. What they consented to stays until it is withdrawn.
pub fn end(
    conn: &Connection,
    card: SubjectId,
    representative: SubjectId,
    reason: &str,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let reason = text::check("reason", reason, Shape::Line(200))?;
    if reason.is_empty() {
        return Err(Refusal::at("reason", CONSENT_REASON_REQUIRED).into());
    }
    let standing = representatives(conn, card)?;
    if !standing
        .iter()
        .any(|stands| stands.representative == representative)
    {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    let relation = relation::kind::REPRESENTATIVE;
    let body = RelationEnded {
        relation,
        a: representative,
        b: card,
        reason,
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(pair(relation, representative, card), body)],
    })
}
