//! One-time codes: the entry before one goes out, and what one that was read back is good for.

use rusqlite::Connection;

use super::representative::{Acts, own_phone};
use crate::app::Line;
use crate::command::ConsentForm;
use crate::domain::consent::Purpose;
use crate::domain::notice::gate::Owner;
use crate::domain::otp::{OTP_GONE, OTP_OTHER_PHONE, OTP_UNREAD, OTP_USED};
use crate::error::Refusal;
use crate::event::otp::PhoneChecked;
use crate::event::patient::field;
use crate::id::{Hash, Id, SubjectId};
use crate::journal::tagged_hash;
use crate::query::card::Fields;
use crate::query::otp;
use crate::time::Wall;

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

/// Who answers the form.
#[derive(Debug, Clone)]
pub enum Answers {
    /// The person, on the phone of their card.
    Person,
    /// A representative, with the phone that is theirs; without one, on that of the person where it is said to be the representative's.
    Representative(Option<String>),
}

/// The phone of whoever answers for the person on this card.
pub fn phone_of(answers: Answers, fields: &Fields) -> Option<String> {
    match answers {
        Answers::Person => own_phone(fields, Owner::Patient),
        Answers::Representative(own) => own.or_else(|| own_phone(fields, Owner::Representative)),
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
    let Some(code) = otp::code(conn, id)? else {
        return Ok(Err(Refusal::at("code", OTP_GONE)));
    };
    let is_used = otp::is_used(conn, id)?;
    let answers = match giver {
        Some(acts) => Answers::Representative(acts.phone.clone()),
        None => Answers::Person,
    };
    let phone = phone_of(answers, fields);
    Ok(code.consents(to, now.ms).and_then(|()| {
        if is_used {
            return Err(Refusal::at("code", OTP_USED));
        }
        match phone.is_some_and(|phone| phone == code.phone) {
            true => Ok((code.id, code.phone)),
            false => Err(Refusal::at("code", OTP_OTHER_PHONE)),
        }
    }))
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
    let Some(read) = otp::read_lately(conn, phone, now)? else {
        return Ok(None);
    };
    if otp::is_noted(conn, card, read.id)? {
        return Ok(None);
    }
    let body = PhoneChecked {
        phone: phone.clone(),
        otp: read.id,
    };
    Ok(Some(Line::new(card, body)))
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
