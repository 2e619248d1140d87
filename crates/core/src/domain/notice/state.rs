//! How a message stands, and what each entry makes of it.
//!
//! queued → sending → accepted → delivered, or failed, or *unknown*: the answer was lost. What nobody knows is never sent once
//! more by itself; it is looked up, or a person decides. The fold walks these steps in the order of the graph; a step that
//! makes no sense there has no effect.

use serde::{Deserialize, Serialize};

/// How a message stands. The number is stored.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum NoticeState {
    /// It waits for its desk, its hour or the network.
    Queued = 1,
    /// The intent is written, the answer is not there.
    Sending = 2,
    /// The gateway took it.
    Accepted = 3,
    /// It arrived.
    Delivered = 4,
    /// It did not, and will not.
    Failed = 5,
    /// It may have been sent.
    Unknown = 6,
    /// It was taken from the queue.
    Dropped = 7,
}

impl NoticeState {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sending,
        Self::Accepted,
        Self::Delivered,
        Self::Failed,
        Self::Unknown,
        Self::Dropped,
    ];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As views and words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == name)
    }

    /// Something may have reached the person, or will: the order is told of.
    pub fn is_told(self) -> bool {
        !matches!(self, Self::Dropped | Self::Failed)
    }
}

/// How an attempt ended. The number is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// Certainly not sent; it waits again.
    PutOff = 1,
    /// The gateway took it.
    Accepted = 2,
    /// It arrived.
    Delivered = 3,
    /// It did not.
    Failed = 4,
    /// Nobody knows.
    Unknown = 5,
}

impl Outcome {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::PutOff,
        Self::Accepted,
        Self::Delivered,
        Self::Failed,
        Self::Unknown,
    ];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number; one of a newer program says nothing here.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What an entry says of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is to be sent.
    Queued,
    /// The attempt of this number begins.
    Sending(u16),
    /// How the attempt of this number ended.
    Answered(u16, Outcome),
    /// It is not to be sent.
    Dropped,
}

/// A message between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// How it stands.
    pub state: NoticeState,
    /// Number of the last attempt; 0 before the first.
    pub attempt: u16,
    /// It was taken from the queue while it was being sent: put off, it does not go back there.
    pub is_pulled: bool,
}

impl Stand {
    /// A message that was queued.
    pub const NEW: Self = Self {
        state: NoticeState::Queued,
        attempt: 0,
        is_pulled: false,
    };

    /// How it stands after a step; none where the step has no effect.
    pub fn after(self, step: Step) -> Option<Self> {
        use NoticeState as S;
        match (self.state, step) {
            (S::Dropped, Step::Queued) => Some(Self {
                state: S::Queued,
                is_pulled: false,
                ..self
            }),
            (S::Queued, Step::Dropped) => Some(Self {
                state: S::Dropped,
                ..self
            }),
            (S::Sending, Step::Dropped) if !self.is_pulled => Some(Self {
                is_pulled: true,
                ..self
            }),
            // Whoever took it from the queue elsewhere did not know that it was being sent.
            (state, Step::Sending(attempt)) if attempt > self.attempt => Some(Self {
                state: S::Sending,
                attempt,
                is_pulled: state == S::Dropped || state == S::Sending && self.is_pulled,
            }),
            (state, Step::Answered(attempt, outcome)) if attempt == self.attempt && attempt > 0 => {
                let state = match answered(state, outcome)? {
                    S::Queued if self.is_pulled => S::Dropped,
                    state => state,
                };
                Some(Self { state, ..self })
            }
            _ => None,
        }
    }
}

/// What an answer makes of an attempt. Answers may come twice and in any order: whatever has arrived has arrived.
fn answered(state: NoticeState, outcome: Outcome) -> Option<NoticeState> {
    use NoticeState as S;
    match (state, outcome) {
        (S::Sending, Outcome::PutOff) => Some(S::Queued),
        (S::Sending, Outcome::Unknown) => Some(S::Unknown),
        (S::Sending | S::Unknown, Outcome::Accepted) => Some(S::Accepted),
        (S::Sending | S::Unknown | S::Accepted | S::Failed, Outcome::Delivered) => {
            Some(S::Delivered)
        }
        (S::Sending | S::Unknown | S::Accepted, Outcome::Failed) => Some(S::Failed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn walk(steps: &[Step]) -> Stand {
        steps.iter().fold(Stand::NEW, |stand, step| {
            stand.after(*step).unwrap_or(stand)
        })
    }

    #[test]
    fn what_nobody_knows_is_looked_up_and_never_waits_again() {
        let lost = [Step::Sending(1), Step::Answered(1, Outcome::Unknown)];
        let lost = walk(&lost);
        assert_eq!(lost.state, NoticeState::Unknown);
        assert_eq!(lost.after(Step::Answered(1, Outcome::PutOff)), None);
        assert_eq!(lost.after(Step::Queued), None);
        for outcome in [Outcome::Accepted, Outcome::Delivered, Outcome::Failed] {
            assert!(lost.after(Step::Answered(1, outcome)).is_some());
        }
    }

    #[test]
    fn a_late_answer_to_an_earlier_attempt_says_nothing_of_the_present_one() {
        let again = [
            Step::Sending(1),
            Step::Answered(1, Outcome::PutOff),
            Step::Sending(2),
        ];
        let stand = walk(&again);
        assert_eq!(stand.after(Step::Answered(1, Outcome::Failed)), None);
        assert_eq!(stand.after(Step::Sending(1)), None);
    }

    #[test]
    fn what_was_taken_back_while_it_was_being_sent_does_not_wait_again() {
        let put_off = Step::Answered(1, Outcome::PutOff);
        for steps in [
            [Step::Sending(1), Step::Dropped, put_off],
            [Step::Dropped, Step::Sending(1), put_off],
        ] {
            assert_eq!(walk(&steps).state, NoticeState::Dropped);
        }
        let sent = [
            Step::Sending(1),
            Step::Dropped,
            Step::Answered(1, Outcome::Accepted),
        ];
        assert_eq!(walk(&sent).state, NoticeState::Accepted, "it went");
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Queued),
            Just(Step::Dropped),
            (1..4_u16).prop_map(Step::Sending),
            (0..4_u16, 0..5_usize).prop_map(|(n, at)| Step::Answered(n, Outcome::ALL[at])),
        ]
    }

    proptest! {
        #[test]
        fn what_arrived_stays_arrived_and_every_answer_may_come_twice(steps in proptest::collection::vec(any_step(), 0..24)) {
            let mut stand = Stand::NEW;
            for step in steps {
                let Some(next) = stand.after(step) else { continue };
                // Only an attempt that certainly was not sent, or a word of a person, brings it back to the queue.
                if next.state == NoticeState::Queued {
                    prop_assert!(matches!(stand.state, NoticeState::Sending | NoticeState::Dropped));
                }
                prop_assert!(next.attempt >= stand.attempt);
                if stand.state == NoticeState::Delivered {
                    prop_assert!(matches!(step, Step::Sending(_)), "{step:?}");
                }
                prop_assert!(next.after(step).is_none_or(|twice| twice == next), "{step:?} twice");
                stand = next;
            }
        }
    }
}
