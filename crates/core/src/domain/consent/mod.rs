//! Consent: given, refused, withdrawn, recorded by mistake, and the one rule that says whether it stands.
//!
//! Called by the consent page, by gates before data leaves the card, and by the fold that turns entries into
//! [`ConsentFacts`]. Consent to personal data (Law 94-V art. 8) and informed consent to medical care (Health
//! Code art. 134) are two facts, withdrawable separately. Facts are stored, never a verdict: [`permitted`] is
//! asked anew on each day. One more purpose: a variant with the next free number here.

mod annul;
mod entitled;
mod give;
mod helpers;
mod others;
mod permitted;
mod person;
mod refuse;
pub mod screen;
pub mod signature;
mod withdraw;

#[cfg(test)]
pub(crate) mod histories;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::date;
use crate::error::Refusal;
use crate::id::Hash;
use crate::time::Wall;

pub use annul::{ConsentAnnulled, TargetAct, TargetKind, annul, annulling};
pub use entitled::{Bringer, may_take_back};
pub use give::{Asked, ConsentGiven, Subject, give};
pub use helpers::Helped;
pub use others::{MOST_OTHERS, Other, joins};
pub use permitted::{
    ConsentFacts, Denial, DenialKind, Giver, Grant, Standing, permitted, standing,
};
pub use person::{PersonFacts, answered_now, person_permitted, person_standing};
pub use refuse::{ConsentRefused, Refused, refuse};
pub use withdraw::{ConsentWithdrawn, Withdrawn, withdraw};

crate::codes! {
    /// No box was ticked: consent is the subject's own act.
    CONSENT_TICK_REQUIRED = "consent-tick-required";
    /// Care was ticked while nothing permits the personal data.
    CONSENT_DATA_REQUIRED = "consent-data-required";
    /// A paper consent whose signature nobody saw.
    CONSENT_SIGNATURE_NOT_SEEN = "consent-signature-not-seen";
    /// No language of the page that was shown.
    CONSENT_LANGUAGE_REQUIRED = "consent-language-required";
    /// A channel that does not fit this act.
    CONSENT_CHANNEL_UNKNOWN = "consent-channel-unknown";
    /// No policy version was shown.
    CONSENT_POLICY_REQUIRED = "consent-policy-required";
    /// The version shown is not one that this laboratory published.
    CONSENT_POLICY_UNKNOWN = "consent-policy-unknown";
    /// The consent is dated before the version shown took effect.
    CONSENT_BEFORE_POLICY = "consent-before-policy";
    /// Another version was in force on the date of the consent.
    CONSENT_POLICY_NOT_IN_FORCE = "consent-policy-not-in-force";
    /// Dated in the future.
    CONSENT_FUTURE = "consent-future";
    /// On the screen, with another date than today.
    CONSENT_SCREEN_DATE = "consent-screen-date";
    /// Nobody knows when the person was born, so nobody knows who may consent.
    CONSENT_BIRTH_DATE_REQUIRED = "consent-birth-date-required";
    /// Under 16 on the date of the consent, and not given by a representative.
    CONSENT_BY_REPRESENTATIVE = "consent-by-representative";
    /// From 16 to 17 the person consents alone (Health Code art. 78(2)).
    CONSENT_ALONE = "consent-alone";
    /// Of several representatives none is named, or the one named does not act for the person.
    CONSENT_GIVER_UNKNOWN = "consent-giver-unknown";
    /// The representative's document does not reach to consent, or its term was over on that day.
    CONSENT_GIVER_NOT_ENTITLED = "consent-giver-not-entitled";
    /// A purpose that this laboratory does not offer, or for which the card has nothing to name.
    CONSENT_NOT_OFFERED = "consent-not-offered";
    /// Signed on the patient's screen, without a signature.
    CONSENT_SIGNATURE_REQUIRED = "consent-signature-required";
    /// What is said to be a signature is none, or does not belong to this channel.
    CONSENT_SIGNATURE_FORM = "consent-signature-form";
    /// A paper that is filed belongs to an act on paper.
    CONSENT_NO_PAPER = "consent-no-paper";
    /// A refusal together with a tick.
    CONSENT_REFUSAL_TICKED = "consent-refusal-ticked";
    /// A refusal or withdrawal that names no purpose.
    CONSENT_PURPOSE_REQUIRED = "consent-purpose-required";
    /// A purpose that this program does not know.
    CONSENT_PURPOSE_UNKNOWN = "consent-purpose-unknown";
    /// A refusal that says neither that the person signed nor that the worker signs alone.
    CONSENT_REFUSAL_SIGNATURE = "consent-refusal-signature";
    /// Named on a page for several: the representative does not act for this one, or not any more.
    CONSENT_OTHER_NOT_ENTITLED = "consent-other-not-entitled";
    /// Named on a page for several: 16 or 17, who consents alone (Health Code art. 78(2)).
    CONSENT_OTHER_ALONE = "consent-other-alone";
    /// Named on a page for several: consent stands already.
    CONSENT_OTHER_GIVEN = "consent-other-given";
    /// Named on a page for several: consent was refused or withdrawn, so this one is asked by itself.
    CONSENT_OTHER_DENIED = "consent-other-denied";
    /// More are named on one page than one commit takes.
    CONSENT_OTHERS_TOO_MANY = "consent-others-too-many";
    /// A refusal of a page for several: each is refused by itself.
    CONSENT_REFUSED_APART = "consent-refused-apart";
    /// The page that was ticked on the screen is not the one that the entry would keep.
    CONSENT_PAGE_CHANGED = "consent-page-changed";
    /// On the patient's screen: what was touched does not belong to the page that stands there.
    CONSENT_SCREEN_STEP = "consent-screen-step";
    /// On the patient's screen: nobody is asked any more.
    CONSENT_SCREEN_GONE = "consent-screen-gone";
    /// Saved while the person still answers on their own screen.
    CONSENT_SCREEN_BUSY = "consent-screen-busy";
    /// The patient's window could not be opened.
    CONSENT_SCREEN_WINDOW = "consent-screen-window";
    /// On the patient's screen: consent to data without consent to care.
    CONSENT_CARE_UNTICKED = "consent-care-unticked";
    /// Nothing stands that could be withdrawn.
    CONSENT_NOTHING_TO_WITHDRAW = "consent-nothing-to-withdraw";
    /// A withdrawal dated before the consent that it takes back.
    CONSENT_WITHDRAWN_BEFORE_GIVEN = "consent-withdrawn-before-given";
    /// A withdrawal for a child under 16 for whom somebody acts, without a word on who brings it.
    CONSENT_WITHDRAWN_BY_REQUIRED = "consent-withdrawn-by-required";
    /// A withdrawal by somebody whose ground does not reach to the person: they answer for themself.
    CONSENT_WITHDRAWN_BY_PERSON = "consent-withdrawn-by-person";
    /// An annulment without a reason of 3 characters or more.
    CONSENT_REASON_REQUIRED = "consent-reason-required";
    /// The act was annulled already.
    CONSENT_ANNULLED_ALREADY = "consent-annulled-already";
    /// An annulment cannot be annulled.
    CONSENT_ANNULMENT_FINAL = "consent-annulment-final";
    /// A consent that another role recorded, which this one may not annul.
    CONSENT_ANNUL_NOT_ALLOWED = "consent-annul-not-allowed";
    /// Only a manager annuls a refusal or a withdrawal.
    CONSENT_DENIAL_MANAGER_ONLY = "consent-denial-manager-only";
}

/// What consent is given for. The number is stored in entries and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Purpose {
    /// The laboratory's service: examinations, results, documents, contract (purposes 1–6 of the policy; the
    /// seventh and eighth are not a front desk's).
    Service = 1,
    /// Informed consent to medical care, a fact of its own.
    Care = 2,
    /// «Заказ готов» by SMS.
    Sms = 3,
    /// The same by e-mail.
    Email = 4,
    /// Telling an employer who pays.
    Employer = 5,
    /// Telling and handing over to a person whom the patient named.
    DesignatedPerson = 6,
    /// Exchange over a network between the desks of the laboratory (Health Code art. 273(6)).
    NetworkExchange = 7,
}

impl Purpose {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::Service,
        Self::Care,
        Self::Sms,
        Self::Email,
        Self::Employer,
        Self::DesignatedPerson,
        Self::NetworkExchange,
    ];

    /// Further purposes that a consent page may offer, in its order.
    pub const OFFERED: [Self; 4] = [
        Self::Sms,
        Self::Email,
        Self::DesignatedPerson,
        Self::NetworkExchange,
    ];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Reads the stored number; none for a purpose of a newer program.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// The name in forms; words stand under `consent-purpose-<name>`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Care => "care",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Employer => "employer",
            Self::DesignatedPerson => "designated_person",
            Self::NetworkExchange => "network_exchange",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.text() == text)
    }
}

/// What a denial is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purposes {
    /// Every purpose: «отзываю всё», or a denial whose body is gone.
    All,
    /// These.
    Set(BTreeSet<Purpose>),
}

impl Purposes {
    /// Whether the purpose is among them.
    pub fn contains(&self, purpose: Purpose) -> bool {
        match self {
            Self::All => true,
            Self::Set(set) => set.contains(&purpose),
        }
    }

    /// Reads stored numbers of a denial: empty means all, and so does a number that is not known here, because
    /// a denial may be read too widely and never too narrowly.
    pub fn of_denial(codes: &[u8]) -> Self {
        let known: Option<BTreeSet<Purpose>> =
            codes.iter().map(|code| Purpose::from_code(*code)).collect();
        known
            .filter(|set| !set.is_empty())
            .map_or(Self::All, Self::Set)
    }
}

/// How an act of consent reached the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// At the desk, on its screen (`screen`, `counter`).
    Screen,
    /// On the patient's own screen, signed there.
    PatientScreen,
    /// On signed paper.
    Paper,
    /// By post.
    Post,
    /// By e-mail.
    Email,
    /// By a code that went out by SMS and was read back, to a page that stood on the screen.
    Sms,
}

impl Channel {
    /// The stored number.
    pub fn code(self) -> u8 {
        match self {
            Self::Screen => 1,
            Self::Paper => 2,
            Self::Post => 3,
            Self::Email => 4,
            Self::PatientScreen => 5,
            Self::Sms => 6,
        }
    }

    /// Whether the page stood on a screen of the desk: then it is of today.
    pub fn on_screen(self) -> bool {
        matches!(self, Self::Screen | Self::PatientScreen | Self::Sms)
    }

    /// Reads the name used in forms.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "screen" | "counter" => Some(Self::Screen),
            "patient_screen" => Some(Self::PatientScreen),
            "paper" => Some(Self::Paper),
            "post" => Some(Self::Post),
            "email" => Some(Self::Email),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }
}

/// A published version of the policy, as far as consent depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyVersion {
    /// The entry that published it.
    pub entry: Hash,
    /// Its first day.
    pub effective_from: NaiveDate,
    /// A later version that knew of it has the same first day and stands in its place.
    pub replaced: bool,
}

/// The versions in force on a day: those with the latest first day not after it. Two only when two desks
/// published for the same day and neither knew of the other.
pub fn in_force(versions: &[PolicyVersion], on: NaiveDate) -> impl Iterator<Item = &PolicyVersion> {
    let latest = versions
        .iter()
        .filter(|version| !version.replaced)
        .map(|version| version.effective_from)
        .filter(|from| *from <= on)
        .max();
    versions
        .iter()
        .filter(move |version| !version.replaced && Some(version.effective_from) == latest)
}

/// Date of an act: as typed, or today when empty. Never after today.
fn given_on(typed: &str, now: Wall) -> Result<NaiveDate, Refusal> {
    if typed.trim().is_empty() {
        return Ok(now.date());
    }
    let day = date::parse("given_on", typed)?;
    if day > now.date() {
        Err(Refusal::at("given_on", CONSENT_FUTURE))
    } else {
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_of_purposes_are_stable() {
        let table: Vec<_> = Purpose::ALL
            .iter()
            .map(|purpose| (purpose.code(), purpose.text()))
            .collect();
        assert_eq!(
            table,
            [
                (1, "service"),
                (2, "care"),
                (3, "sms"),
                (4, "email"),
                (5, "employer"),
                (6, "designated_person"),
                (7, "network_exchange")
            ]
        );
        for purpose in Purpose::ALL {
            assert_eq!(
                (
                    Purpose::from_code(purpose.code()),
                    Purpose::parse(purpose.text())
                ),
                (Some(purpose), Some(purpose))
            );
        }
        assert_eq!((Purpose::from_code(0), Purpose::from_code(8)), (None, None));
    }

    #[test]
    fn a_denial_is_read_too_widely_rather_than_too_narrowly() {
        assert_eq!(Purposes::of_denial(&[]), Purposes::All);
        assert_eq!(
            Purposes::of_denial(&[3, 99]),
            Purposes::All,
            "a purpose of a newer program"
        );
        assert_eq!(
            Purposes::of_denial(&[3]),
            Purposes::Set(BTreeSet::from([Purpose::Sms]))
        );
    }
}
