//! One-time codes by SMS, which a person reads back at the desk: that a phone is in their hands, or that they consent.
//!
//! A code answers one question. One for consent is bound to the page that was shown and to the boxes that were ticked; read back
//! after either has changed it says nothing. Numbers come in as values: how often one is sent is judged from what was sent.

use serde::{Deserialize, Serialize};

use super::notice::gate::{NOTICE_FOREIGN, NOTICE_LANDLINE};
use super::phone::{Parsed, PhoneKind};
use crate::error::{Code, Refusal};
use crate::id::{Hash, Id};

crate::codes! {
    /// This desk sends no SMS: it has no gateway.
    OTP_NO_GATEWAY = "otp-no-gateway";
    /// Nobody knows a phone of whoever answers.
    OTP_NO_PHONE = "otp-no-phone";
    /// A code went to this phone a moment ago; `seconds`.
    OTP_SOON = "otp-soon";
    /// Codes went to this phone too often today.
    OTP_OFTEN = "otp-often";
    /// The desk has sent as many codes in an hour as it may.
    OTP_DESK_OFTEN = "otp-desk-often";
    /// What was typed is not six digits.
    OTP_FORM = "otp-form";
    /// It is another code; `left` more can be typed.
    OTP_WRONG = "otp-wrong";
    /// A wrong code was typed too often: this one is good for nothing now.
    OTP_SPENT = "otp-spent";
    /// It was sent, or read back, too long ago.
    OTP_EXPIRED = "otp-expired";
    /// The desk knows no such code.
    OTP_GONE = "otp-gone";
    /// Nobody has read a code back.
    OTP_UNREAD = "otp-unread";
    /// A consent was given by it already.
    OTP_USED = "otp-used";
    /// It went to a phone that is not that of whoever answers, as the cards would say.
    OTP_OTHER_PHONE = "otp-other-phone";
    /// The page or the boxes are not those for which the code was sent.
    OTP_OTHER_PAGE = "otp-other-page";
}

/// Digits of a code.
pub const DIGITS: u32 = 6;
/// So long it may be read back.
pub const LIFE_MS: u64 = 10 * 60_000;
/// So long after that it counts: the intake is finished meanwhile.
pub const COUNTS_MS: u64 = 60 * 60_000;
/// Wrong ones that may be typed.
const TRIES: u8 = 5;
/// Between two codes to one phone.
const PAUSE_MS: u64 = 60_000;
/// Codes to one phone within a day.
const A_DAY: usize = 5;
/// Codes of the desk within an hour.
const DESK_AN_HOUR: usize = 60;
const HOUR_MS: u64 = 3_600_000;
/// So long it is remembered to which phones codes went.
pub const REMEMBER_MS: u64 = 24 * HOUR_MS;

/// What a code is for. The number is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Aim {
    /// That the phone is in the hands of whoever is asked.
    Phone = 1,
    /// Consent.
    Consent = 2,
}

impl Aim {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Consent];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// A text with its code hidden, as entries keep it: whoever reads the journal learns no code that still counts.
pub fn hidden(text: &str, digits: &str) -> String {
    text.replace(digits, &"•".repeat(digits.len()))
}

/// Whether a phone takes SMS from this laboratory.
///
/// # Errors
/// `notice-landline`, `notice-foreign`, beside the phone.
pub fn reachable(parsed: &Parsed, takes_foreign: bool) -> Result<(), Refusal> {
    let no = |code: Code| Err(Refusal::at("phone", code));
    match parsed.kind {
        PhoneKind::Landline => no(NOTICE_LANDLINE),
        _ if !parsed.phone.e164().starts_with("+77") && !takes_foreign => no(NOTICE_FOREIGN),
        _ => Ok(()),
    }
}

/// A code that went from this desk earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// When.
    pub at: u64,
    /// To the phone in question.
    pub to_it: bool,
    /// It was read back: nobody waits for it any more.
    pub is_read: bool,
}

/// Whether one more may go to a phone.
///
/// # Errors
/// `otp-soon`, `otp-often`, `otp-desk-often`.
pub fn throttle(earlier: &[Earlier], now: u64) -> Result<(), Refusal> {
    // What a clock that was ahead has sent holds nobody up.
    let ages: Vec<(u64, Earlier)> = (earlier.iter())
        .filter(|one| one.at <= now)
        .map(|one| (now - one.at, *one))
        .collect();
    let to_it = || ages.iter().filter(|(_, one)| one.to_it);
    let awaited = to_it()
        .filter(|(_, one)| !one.is_read)
        .map(|(age, _)| *age)
        .min();
    if let Some(age) = awaited.filter(|age| *age < PAUSE_MS) {
        let seconds = (PAUSE_MS - age).div_ceil(1000);
        return Err(Refusal::new(OTP_SOON).with("seconds", seconds));
    }
    if to_it().filter(|(age, _)| *age < REMEMBER_MS).count() >= A_DAY {
        return Err(Refusal::new(OTP_OFTEN));
    }
    match ages.iter().filter(|(age, _)| *age < HOUR_MS).count() >= DESK_AN_HOUR {
        true => Err(Refusal::new(OTP_DESK_OFTEN)),
        false => Ok(()),
    }
}

/// A code that went out, as its desk keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// Which; its entries stand under this id.
    pub id: Id,
    /// E.164.
    pub phone: String,
    /// The code itself.
    pub digits: String,
    /// To what consent it is bound; none of a code that checks a phone.
    pub bound: Option<Hash>,
    /// When it went out.
    pub sent_ms: u64,
    /// Wrong ones that were typed.
    pub wrong: u8,
    /// When it was read back.
    pub read_ms: Option<u64>,
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sent")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Sent {
    /// Whether somebody who reads `typed` aloud has the phone.
    ///
    /// # Errors
    /// `otp-form`, which costs no try; `otp-expired`, `otp-spent`, `otp-wrong`.
    pub fn reads(&self, typed: &str, now: u64) -> Result<(), Refusal> {
        let no = |code: Code| Refusal::at("code", code);
        let typed: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
        if typed.len() != DIGITS as usize || !typed.bytes().all(|sign| sign.is_ascii_digit()) {
            return Err(no(OTP_FORM));
        }
        if !is_within(self.sent_ms, LIFE_MS, now) {
            return Err(no(OTP_EXPIRED));
        }
        // Once read back it is not kept.
        if self.wrong >= TRIES || self.digits.is_empty() {
            return Err(no(OTP_SPENT));
        }
        if typed == self.digits {
            return Ok(());
        }
        match TRIES - self.wrong - 1 {
            0 => Err(no(OTP_SPENT)),
            left => Err(no(OTP_WRONG).with("left", left)),
        }
    }

    /// Whether it still counts as read back.
    pub fn counts(&self, now: u64) -> bool {
        self.read_ms
            .is_some_and(|read| is_within(read, COUNTS_MS, now))
    }

    /// Whether it was read back for this very consent.
    ///
    /// # Errors
    /// `otp-unread`, `otp-expired`, `otp-other-page`.
    pub fn consents(&self, to: Hash, now: u64) -> Result<(), Refusal> {
        let no = |code: Code| Err(Refusal::at("code", code));
        if self.read_ms.is_none() {
            return no(OTP_UNREAD);
        }
        if self.bound != Some(to) {
            return no(OTP_OTHER_PAGE);
        }
        match self.counts(now) {
            true => Ok(()),
            false => no(OTP_EXPIRED),
        }
    }
}

/// A moment not longer ago than that, and not one of a clock that was ahead.
fn is_within(at: u64, time: u64, now: u64) -> bool {
    now.checked_sub(at).is_some_and(|age| age <= time)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::phone;

    const NOW: u64 = 1_800_000_000_000;

    fn sent() -> Sent {
        Sent {
            id: Id([1; 16]),
            phone: "+77010000001".to_owned(),
            digits: "012345".to_owned(),
            bound: None,
            sent_ms: NOW,
            wrong: 0,
            read_ms: None,
        }
    }

    fn why<T>(outcome: Result<T, Refusal>) -> &'static str {
        outcome.err().map_or("", |no| no.code.0)
    }

    #[test]
    fn a_code_is_read_back_with_blanks_and_in_time() {
        let one = sent();
        assert_eq!(one.reads("012345", NOW), Ok(()));
        assert_eq!(one.reads(" 012 345 ", NOW + LIFE_MS), Ok(()));
        assert_eq!(why(one.reads("012345", NOW + LIFE_MS + 1)), "otp-expired");
        let back = why(one.reads("012345", NOW - 1));
        assert_eq!(back, "otp-expired", "the clock was set back");
        for typed in ["", "12345", "0123456", "O12345", "٠١٢٣٤٥"] {
            assert_eq!(why(one.reads(typed, NOW)), "otp-form", "{typed}");
        }
    }

    #[test]
    fn five_wrong_ones_spend_it_even_for_who_has_it() {
        let left: Vec<_> = (0..5)
            .map(|wrong| {
                let no = Sent { wrong, ..sent() }.reads("999999", NOW).unwrap_err();
                (no.code.0, no.args.get("left").cloned().unwrap_or_default())
            })
            .collect();
        let wrong = |left: &str| ("otp-wrong", left.to_owned());
        let spent = ("otp-spent", String::new());
        assert_eq!(
            left,
            [wrong("4"), wrong("3"), wrong("2"), wrong("1"), spent]
        );
        let spent = Sent { wrong: 5, ..sent() };
        assert_eq!(why(spent.reads("012345", NOW)), "otp-spent");
    }

    #[test]
    fn it_consents_to_what_stood_there_and_to_nothing_else() {
        let (to, other) = (Hash([1; 32]), Hash([2; 32]));
        let read = Sent {
            bound: Some(to),
            read_ms: Some(NOW),
            ..sent()
        };
        assert_eq!(read.consents(to, NOW), Ok(()));
        assert_eq!(why(read.consents(other, NOW)), "otp-other-page");
        let phone = Sent {
            bound: None,
            ..read.clone()
        };
        let no = why(phone.consents(to, NOW));
        assert_eq!(no, "otp-other-page", "a check of a phone is no consent");
        let unread = Sent {
            read_ms: None,
            ..read.clone()
        };
        assert_eq!(why(unread.consents(to, NOW)), "otp-unread");
        assert_eq!(read.consents(to, NOW + COUNTS_MS), Ok(()));
        let late = why(read.consents(to, NOW + COUNTS_MS + 1));
        assert_eq!(late, "otp-expired");
    }

    #[test]
    fn neither_a_phone_nor_the_account_is_drained() {
        let past = |age: u64, to_it| Earlier {
            at: NOW - age,
            to_it,
            is_read: false,
        };
        assert_eq!(throttle(&[], NOW), Ok(()));
        let waits = past(40_001, true);
        let soon = throttle(&[waits], NOW).unwrap_err();
        assert_eq!((soon.code, &*soon.args["seconds"]), (OTP_SOON, "20"));
        let read = Earlier {
            is_read: true,
            ..waits
        };
        assert_eq!(
            throttle(&[read], NOW),
            Ok(()),
            "the phone was checked, now they consent"
        );
        assert_eq!(
            throttle(&[past(0, false), past(PAUSE_MS, true)], NOW),
            Ok(())
        );
        let day: Vec<_> = (1..=5).map(|hour| past(hour * HOUR_MS, true)).collect();
        assert_eq!(why(throttle(&day, NOW)), "otp-often");
        assert_eq!(throttle(&day[1..], NOW), Ok(()));
        assert_eq!(throttle(&day, NOW + 20 * HOUR_MS), Ok(()));
        let busy: Vec<_> = (0..60).map(|minute| past(minute * 60_000, false)).collect();
        assert_eq!(why(throttle(&busy, NOW)), "otp-desk-often");
        assert_eq!(throttle(&busy, NOW + 60_000), Ok(()));
        let ahead = Earlier {
            at: NOW + 1,
            ..waits
        };
        assert_eq!(throttle(&[ahead; 99], NOW), Ok(()));
    }

    #[test]
    fn the_journal_keeps_no_code_and_the_text_all_the_same() {
        assert_eq!(
            hidden("Код 012345. Назовите", "012345"),
            "Код ••••••. Назовите"
        );
    }

    #[test]
    fn landlines_and_where_the_laboratory_says_so_foreign_phones_take_none() {
        let of =
            |typed: &str, foreign| why(reachable(&phone::parse("phone", typed).unwrap(), foreign));
        assert_eq!(of("+77010000001", false), "");
        assert_eq!(of("+7 727 250 00 00", true), "notice-landline");
        assert_eq!(of("+996 700 123 456", false), "notice-foreign");
        assert_eq!(of("+996 700 123 456", true), "");
    }
}
