//! One-time codes: the entry before one goes out, and what one that was read back is good for.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::representative::{Acts, own_phone};
use crate::app::Line;
use crate::command::ConsentForm;
use crate::domain::consent::Purpose;
use crate::domain::notice::gate::Owner;
use crate::domain::otp::{
    Earlier, OTP_GONE, OTP_OTHER_PHONE, OTP_UNREAD, OTP_USED, REMEMBER_MS, Sent,
};
use crate::error::Refusal;
use crate::event::otp::PhoneChecked;
use crate::event::patient::field;
use crate::id::{Hash, Id, SubjectId};
use crate::journal::log::{signed, unsigned};
use crate::journal::tagged_hash;
use crate::query::card::Fields;
use crate::time::Wall;

const COLUMNS: &str = "id, phone, digits, bound, sent, wrong, read";

fn sent(row: &Row<'_>) -> Result<Sent, rusqlite::Error> {
    Ok(Sent {
        id: row.get(0)?,
        phone: row.get(1)?,
        digits: row.get(2)?,
        bound: row.get(3)?,
        sent_ms: unsigned(row.get(4)?),
        wrong: row.get(5)?,
        read_ms: row.get::<_, Option<i64>>(6)?.map(unsigned),
    })
}

/// A code that this desk has sent.
///
/// # Errors
/// `otp-gone`.
pub fn code(conn: &Connection, id: Id) -> Result<Result<Sent, Refusal>, rusqlite::Error> {
    let found = conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM l_otp WHERE id = ?1"))?
        .query_row([id], sent)
        .optional()?;
    Ok(found.ok_or_else(|| Refusal::at("code", OTP_GONE)))
}

/// Codes that went out within a day; what certainly did not go is not counted.
pub fn history(conn: &Connection, phone: &str, now: Wall) -> Result<Vec<Earlier>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT sent, phone = ?1, read IS NOT NULL FROM l_otp WHERE sent > ?2 AND failed = 0",
    )?
    .query_map(
        params![phone, signed(now.ms.saturating_sub(REMEMBER_MS))],
        |row| {
            Ok(Earlier {
                at: unsigned(row.get(0)?),
                to_it: row.get(1)?,
                is_read: row.get(2)?,
            })
        },
    )?
    .collect()
}

/// To what a code for consent is bound: the page, word for word, and the boxes that were ticked.
fn bound(page: Hash, ticks: &[Purpose]) -> Hash {
    let mut ticks: Vec<u8> = ticks.iter().map(|tick| tick.code()).collect();
    ticks.sort_unstable();
    ticks.dedup();
    tagged_hash(b"tirkeu/v1/otp\0", &[&page.0, &ticks])
}

/// What an answer on the form would be bound to: the page that stood there, and the boxes that are ticked.
pub fn bound_to(form: &ConsentForm) -> Option<Hash> {
    let own = [
        (form.personal_data, Purpose::Service),
        (form.care, Purpose::Care),
    ];
    let own = own
        .into_iter()
        .filter_map(|(tick, purpose)| tick.then_some(purpose));
    let further = form.optional.iter().filter_map(|name| Purpose::parse(name));
    let ticks: Vec<Purpose> = own.chain(further).collect();
    form.page.map(|page| bound(page, &ticks))
}

/// The phone of whoever answers: the person's own; of a representative their own, or the one on the person's card that is said to
/// be the representative's.
pub fn answering(fields: &Fields, theirs: Option<Option<String>>) -> Option<String> {
    match theirs {
        Some(theirs) => theirs.or_else(|| own_phone(fields, Owner::Representative)),
        None => own_phone(fields, Owner::Patient),
    }
}

/// The code with which the form was answered, and the phone to which it went: that of whoever answers, as the cards will say.
///
/// # Errors
/// `otp-unread`, `otp-gone`, `otp-other-page`, `otp-expired`, `otp-other-phone`, `otp-used`.
pub fn answered(
    conn: &Connection,
    form: &ConsentForm,
    (fields, giver): (&Fields, Option<&Acts>),
    now: Wall,
) -> Result<Result<(Id, String), Refusal>, rusqlite::Error> {
    let (Some(id), Some(to)) = (form.otp, bound_to(form)) else {
        return Ok(Err(Refusal::at("code", OTP_UNREAD)));
    };
    let code = match code(conn, id)? {
        Ok(code) => code,
        Err(no) => return Ok(Err(no)),
    };
    let used: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM p_consent WHERE otp = ?1)")?
        .query_row([id], |row| row.get(0))?;
    let phone = answering(fields, giver.map(|acts| acts.phone.clone()));
    Ok(code.consents(to, now.ms).and_then(|()| {
        if used {
            return Err(Refusal::at("code", OTP_USED));
        }
        match phone.is_some_and(|phone| phone == code.phone) {
            true => Ok((code.id, code.phone)),
            false => Err(Refusal::at("code", OTP_OTHER_PHONE)),
        }
    }))
}

/// The code that was read back from this phone last, where it still counts.
pub fn read_lately(
    conn: &Connection,
    phone: &str,
    now: Wall,
) -> Result<Option<Sent>, rusqlite::Error> {
    let read = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM l_otp WHERE phone = ?1 AND read IS NOT NULL ORDER BY read DESC LIMIT 1"
        ))?
        .query_row([phone], sent)
        .optional()?;
    Ok(read.filter(|read| read.counts(now.ms)))
}

/// The phone of a card was checked: a code that went to it was read back at this desk, and the card does not say so yet.
pub fn checked(
    conn: &Connection,
    card: SubjectId,
    fields: &Fields,
    now: Wall,
) -> Result<Option<Line>, rusqlite::Error> {
    let Some(phone) = fields.get(&field::PHONE) else {
        return Ok(None);
    };
    let Some(read) = read_lately(conn, phone, now)? else {
        return Ok(None);
    };
    let is_known: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM p_phone_checked WHERE subject = ?1 AND otp = ?2)",
        )?
        .query_row(params![card, read.id], |row| row.get(0))?;
    let body = PhoneChecked {
        phone: phone.clone(),
        otp: read.id,
    };
    Ok((!is_known).then(|| Line::new(card, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_its_ticks_are_one_whatever_their_order_and_no_other() {
        let (page, other) = (Hash([1; 32]), Hash([2; 32]));
        let ticks = [Purpose::Service, Purpose::Care];
        let to = bound(page, &ticks);
        assert_eq!(
            to,
            bound(page, &[Purpose::Care, Purpose::Service, Purpose::Care])
        );
        for else_ in [
            bound(other, &ticks),
            bound(page, &ticks[..1]),
            bound(page, &[]),
        ] {
            assert_ne!(to, else_);
        }
    }
}
