//! The journal as a person reads it: what was done in a word, how it ended, and what is unusual about it.
//!
//! Values and rules only. The fold sorts every entry into a [`Doing`] and an [`Outcome`]; the reader's filters and the
//! ready-made views ask for them. The numbers are stored in a cache that is made anew with the program, never signed.

pub mod unusual;

use crate::event::disclosure::{action, list};
use crate::event::kinds;
use crate::event::{Event, desk};

crate::codes! {
    /// The last day of a period lies before its first.
    TRAIL_PERIOD = "trail-period";
    /// A line of an old control sheet is not `SEQ:HASH`.
    TRAIL_SHEET = "trail-sheet";
    /// More rows than one file of this form can hold.
    TRAIL_TOO_MANY = "trail-too-many";
    /// A working hour outside 0–24, or the end before the beginning.
    TRAIL_HOURS = "trail-hours";
    /// The number of cards an hour outside its bounds.
    TRAIL_CARDS = "trail-cards";
}

macro_rules! words_of {
    ($(#[$doc:meta])* $name:ident { $($(#[$line:meta])* $variant:ident = $number:literal $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, specta::Type)]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum $name { $($(#[$line])* $variant = $number,)* }

        impl $name {
            /// Every one, in the order in which a filter offers them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As in the words: a part of a key.
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// From the number of the cache.
            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| *one as u8 == code)
            }
        }
    };
}

words_of! {
    /// What was done, as coarsely as a filter asks.
    Doing {
        /// A card was opened.
        Card = 1 "card",
        /// A masked field was shown in full, or a whole form.
        Reveal = 2 "reveal",
        /// A list was opened or its rows were seen.
        List = 3 "list",
        /// A document was shown, saved or printed.
        Paper = 4 "paper",
        /// The journal left in a file.
        Export = 5 "export",
        /// The journal was read.
        Journal = 6 "journal",
        /// A patient was registered or amended, and who acts for whom.
        Patient = 7 "patient",
        /// A consent, a refusal, a withdrawal, what became of them.
        Consent = 8 "consent",
        /// Somebody who is expected.
        Expected = 9 "expected",
        /// A person signed in or ended.
        Session = 10 "session",
        /// Somebody tried to sign in and could not.
        SignInFailed = 11 "sign-in-failed",
        /// Roles, keys, desks.
        Access = 12 "access",
        /// Documents, trainings, descriptions, settings.
        Laboratory = 13 "laboratory",
        /// Data were destroyed, and what desks say of it.
        Destruction = 14 "destruction",
        /// What a desk notes by itself.
        Desk = 15 "desk",
        /// Cards of an old list were brought in.
        Legacy = 17 "legacy",
        /// Services and what they cost.
        Services = 18 "services",
        /// An order, from the counter to the hand-over.
        Order = 19 "order",
        /// A message: queued, sent, answered.
        Notice = 20 "notice",
        /// Of a newer program.
        Unknown = 16 "unknown",
    }
}

words_of! {
    /// How it ended.
    Outcome {
        /// It has its effect.
        Done = 1 "done",
        /// It was tried in vain.
        Failed = 2 "failed",
        /// Its author had no right to it, or it is not of its kind's shape: stored, without effect.
        Void = 3 "void",
        /// Something that it rests on has not arrived.
        Waiting = 4 "waiting",
        /// Of a newer program: stored, its meaning is not known here.
        Unknown = 5 "unknown",
    }
}

/// Into which drawer an entry belongs. What an erased body said is not known; its kind is.
pub fn doing(kind: u16, event: Option<&Event>) -> Doing {
    match event {
        Some(Event::ListOpened(opened)) if opened.list == list::JOURNAL => return Doing::Journal,
        Some(Event::CardOpened(opened)) if is_in_full(&opened.groups) => return Doing::Reveal,
        _ => {}
    }
    match kind {
        kinds::SESSION_OPENED | kinds::SESSION_CLOSED => Doing::Session,
        kinds::SIGN_IN_FAILED => Doing::SignInFailed,
        kinds::ERASURE_RECEIPT | kinds::SUBJECT_DESTROYED | kinds::EXPECTED_PURGED => {
            Doing::Destruction
        }
        kinds::GENESIS | kinds::CHECKPOINT | kinds::HEADS_SEEN | kinds::BACKUP_MADE => Doing::Desk,
        kinds::BUNDLE_MADE | kinds::BUNDLE_TAKEN => Doing::Desk,
        kinds::KIT_USED | kinds::EXCHANGE_KEY_SHARED => Doing::Access,
        kinds::ORG_FOUNDED..=kinds::STAFF_REMOVED => Doing::Access,
        kinds::PATIENT_REGISTERED
        | kinds::PATIENT_AMENDED
        | kinds::PHONE_CHECKED
        | kinds::RELATION_SET
        | kinds::RELATION_ENDED
        | kinds::CARDS_MERGED
        | kinds::CARDS_PARTED => Doing::Patient,
        kinds::PATIENT_IMPORTED => Doing::Legacy,
        kinds::CONSENT_GIVEN..=kinds::CONSENT_FILED => Doing::Consent,
        kinds::PRICE_LIST_ISSUED..=kinds::TUBE_DESCRIBED => Doing::Services,
        kinds::ORDER_PLACED..=kinds::NUMBERS_RESERVED => Doing::Order,
        kinds::NOTICE_QUEUED..=kinds::OTP_ANSWERED => Doing::Notice,
        kinds::LIST_OPENED | kinds::LIST_SHOWN => Doing::List,
        kinds::CARD_OPENED => Doing::Card,
        kinds::FIELD_REVEALED => Doing::Reveal,
        kinds::DOCUMENT_RELEASED => Doing::Paper,
        kinds::JOURNAL_EXPORTED => Doing::Export,
        kinds::EXPECTED_LISTED..=kinds::EXPECTED_ARRIVED => Doing::Expected,
        kinds::POLICY_PUBLISHED
        | kinds::DOCUMENT_PUBLISHED
        | kinds::STAFF_DESCRIBED
        | kinds::ACQUAINTANCE_SIGNED
        | kinds::TRAINING_RECORDED
        | kinds::DEVICE_DESCRIBED
        | kinds::ORGANISATION_DESCRIBED
        | kinds::SETTING_CHANGED
        | kinds::BACKUP_KEY_NAMED => Doing::Laboratory,
        _ => Doing::Unknown,
    }
}

/// Whether a card was opened as the form of an amendment, with nothing masked.
pub fn is_in_full(groups: &[u8]) -> bool {
    groups.iter().any(|group| *group > 5)
}

/// What the kind alone does not say, where there are words for it: `journal-kind-<kind>-<detail>`.
pub fn detail(event: Option<&Event>) -> Option<&'static str> {
    Some(match event? {
        Event::ListOpened(opened) => match opened.list {
            list::SEARCH => "search",
            list::TODAY => "today",
            list::LOOKALIKES => "lookalikes",
            list::JOURNAL => "journal",
            list::DRAFT => "draft",
            list::EXPECTED => "expected",
            list::FAMILY => "family",
            list::LEGACY => "legacy",
            list::ORDERS => "orders",
            list::NOTICES => "notices",
            _ => return None,
        },
        Event::SessionClosed(closed) if closed.reason == desk::closing::CRASH => "crash",
        Event::CardOpened(opened) if is_in_full(&opened.groups) => "full",
        Event::DocumentReleased(released) => match released.action {
            action::PREVIEW => "preview",
            action::SAVE => "save",
            action::PRINT => "print",
            _ => return None,
        },
        Event::JournalExported(exported) if exported.bodies > 0 => "bodies",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_registry_has_a_drawer() {
        for row in kinds::REGISTRY {
            assert_ne!(doing(row.number, None), Doing::Unknown, "{}", row.name);
        }
        assert_eq!(doing(0x7fff, None), Doing::Unknown);
    }

    #[test]
    fn the_numbers_of_the_cache_come_back() {
        for doing in Doing::ALL {
            assert_eq!(Doing::from_code(*doing as u8), Some(*doing));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(*outcome as u8), Some(*outcome));
        }
        assert_eq!(Doing::from_code(0), None);
    }
}
