//! Messages: how an order stands, on a channel to which the person agreed, and never what it was about.
//!
//! The very fact of seeking care is a secret (Health Code art. 273(1)): what may stand in a text says [`wording`], how long it
//! is [`parts`], who may be told at all [`gate`], when [`quiet`], through what [`channel`], how soon once more [`backoff`], and
//! how a message stands between the queue and the answer of the gateway [`state`].

pub mod backoff;
pub mod channel;
pub mod gate;
pub mod parts;
pub mod quiet;
pub mod state;
pub mod wording;

use serde::{Deserialize, Serialize};

use super::consent::Purpose;
use super::order::step::OrderState;

/// What a message is about. The number is stored.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum About {
    /// The order is ready.
    Ready = 1,
    /// A part of it is.
    Part = 2,
    /// It takes longer than was said.
    Late = 3,
    /// The person is asked to call the laboratory.
    Call = 4,
}

impl About {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Ready, Self::Part, Self::Late, Self::Call];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number; of a newer program none.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As forms and the words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Part => "part",
            Self::Late => "late",
            Self::Call => "call",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == name)
    }

    /// Whether it can be said of an order that stands so. Nothing is said of one that was handed over, cancelled or moved.
    pub fn suits(self, state: OrderState) -> bool {
        match self {
            Self::Ready => state == OrderState::Ready,
            Self::Part | Self::Late => state == OrderState::Placed,
            Self::Call => matches!(state, OrderState::Placed | OrderState::Ready),
        }
    }
}

/// How a message goes. The number is stored.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum NoticeChannel {
    /// To a mobile phone.
    Sms = 1,
    /// To an e-mail address.
    Email = 2,
}

impl NoticeChannel {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number; of a newer program none.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As forms and the words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == name)
    }

    /// What the person agrees to, each channel apart.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Sms => Purpose::Sms,
            Self::Email => Purpose::Email,
        }
    }
}
