//! What a subject's request form may say: the laboratory, its director, and what the card knows of the person.
//!
//! Read by `App::request_paper` inside the disclosing door; `tirkeu_forms::paper` words it.

use rusqlite::Connection;

use super::card::{self, Fields};
use super::lab::{self, Organisation, setting};
use super::page::Giver;
use super::relation;
use crate::error::{Error, NOT_FOUND, Refusal, SUBJECT_DESTROYED};
use crate::id::SubjectId;
use crate::time::Wall;
use crate::view::DirectorView;
use crate::words::{Both, Lang, person};

/// The settings that keep the director's name: nominative kk and ru, dative kk and ru.
pub const DIRECTOR: [&str; 4] = [
    "director_kk",
    "director_ru",
    "director_dative_kk",
    "director_dative_ru",
];

/// Everything that a request form may say.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// The operator.
    pub organisation: Organisation,
    /// To whom it is addressed.
    pub director: DirectorView,
    /// Whose it is; none for a blank.
    pub person: Option<Requester>,
    /// When it is made.
    pub now: Wall,
}

/// The person of a card, as the form names them.
#[derive(Debug, Clone)]
pub struct Requester {
    /// The card as it stands.
    pub fields: Fields,
    /// Surname, name, patronymic.
    pub name: Both,
    /// Who exercises the rights for the person, where exactly one may.
    pub representative: Option<Giver>,
}

/// The director as a manager named them; empty where nobody did.
pub fn director(conn: &Connection) -> Result<DirectorView, rusqlite::Error> {
    let [nominative_kk, nominative_ru, dative_kk, dative_ru] = DIRECTOR;
    let both = |kk: &str, ru: &str| -> Result<Both, rusqlite::Error> {
        Ok(Both {
            kk: setting(conn, kk)?.unwrap_or_default(),
            ru: setting(conn, ru)?.unwrap_or_default(),
        })
    };
    Ok(DirectorView {
        nominative: both(nominative_kk, nominative_ru)?,
        dative: both(dative_kk, dative_ru)?,
    })
}

/// Facts of a form for a card, or of a blank.
///
/// # Errors
/// `not-found` for no card and before the organisation is described, `subject-destroyed`.
pub fn facts(conn: &Connection, card: Option<SubjectId>, now: Wall) -> Result<RequestFacts, Error> {
    let missing = || Error::from(Refusal::new(NOT_FOUND));
    Ok(RequestFacts {
        organisation: lab::organisation(conn)?.ok_or_else(missing)?,
        director: director(conn)?,
        person: card.map(|card| requester(conn, card, now)).transpose()?,
        now,
    })
}

fn requester(conn: &Connection, card: SubjectId, now: Wall) -> Result<Requester, Error> {
    if super::destroyed(conn, card)? {
        return Err(Refusal::new(SUBJECT_DESTROYED).into());
    }
    if !card::exists(conn, card)? {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    let fields = card::fields(conn, card)?;
    Ok(Requester {
        name: Both {
            kk: person::name(Lang::Kk, &fields),
            ru: person::name(Lang::Ru, &fields),
        },
        representative: only_representative(conn, card, now)?,
        fields,
    })
}

/// Of several nobody is guessed: whoever comes writes the ground.
fn only_representative(
    conn: &Connection,
    card: SubjectId,
    now: Wall,
) -> Result<Option<Giver>, Error> {
    let born = card::birth_date(conn, card)?;
    let mut standing = relation::representatives(conn, card)?;
    standing.retain(|stands| stands.relation.may_exercise_rights(born, now.date()));
    let Ok([stands]) = <[_; 1]>::try_from(standing) else {
        return Ok(None);
    };
    Ok(Some(Giver {
        name: person::name(Lang::Kk, &card::fields(conn, stands.representative)?),
        basis: stands.relation.basis,
        document: stands.relation.document,
    }))
}
