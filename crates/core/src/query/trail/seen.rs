//! Who looked at a card, as the patient takes it home.

use rusqlite::Connection;

use super::super::acts::Actor;
use super::super::{card, lab};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::kinds::Role;
use crate::event::patient::field;
use crate::id::{StaffId, SubjectId};
use crate::time::Wall;
use crate::view::SeenRow;
use crate::words::{Both, Lang, person};

/// Looks on one paper: the newest.
const LOOKS: u32 = 2_000;

/// Facts of the paper.
#[derive(Debug, Clone)]
pub struct SeenFacts {
    /// The operator.
    pub organisation: lab::Organisation,
    /// The person by name.
    pub name: Both,
    /// The number, as stored, or empty; the paper masks it.
    pub iin: String,
    /// Who looked, newest first.
    pub rows: Vec<SeenRow>,
    /// Older looks were left out.
    pub has_more: bool,
    /// Who prints it.
    pub by: Actor,
    /// When.
    pub now: Wall,
}

/// Who looked at a card.
///
/// # Errors
/// `not-found` for no card, and before the organisation is described.
pub fn seen(
    conn: &Connection,
    card: SubjectId,
    (staff, role): (StaffId, Role),
    now: Wall,
) -> Result<SeenFacts, Error> {
    let organisation = lab::organisation(conn)?;
    let (Some(organisation), true) = (organisation, card::exists(conn, card)?) else {
        return Err(Refusal::new(NOT_FOUND).into());
    };
    let fields = card::fields(conn, card)?;
    let mut rows = card::seen(conn, card, LOOKS + 1)?;
    let has_more = rows.len() > LOOKS as usize;
    rows.truncate(LOOKS as usize);
    Ok(SeenFacts {
        organisation,
        name: Both {
            kk: person::name(Lang::Kk, &fields),
            ru: person::name(Lang::Ru, &fields),
        },
        iin: fields.get(&field::IIN).cloned().unwrap_or_default(),
        rows,
        has_more,
        by: Actor {
            name: lab::staff_name(conn, staff)?.unwrap_or_default(),
            role: Some(role),
        },
        now,
    })
}
