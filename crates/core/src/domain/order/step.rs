//! How an order stands, and where it may go from there.
//!
//! Every step is kept. Those that no later step of the order knew are its *standing* steps: one in peace, several where
//! desks did not know of each other. Then the order is shown by the gravest of them and asks a person; whatever is said
//! next knows them all and settles it. An order that moved to another card leaves its steps behind; one that was taken on
//! the old card meanwhile asks on the new one ([`told`]).

use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::id::Hash;

crate::codes! {
    /// No order of this number is here.
    ORDER_UNKNOWN = "order-unknown";
    /// Several orders have this number.
    ORDER_NUMBER_TWICE = "order-number-twice";
    /// The order was cancelled.
    ORDER_CANCELLED = "order-cancelled";
    /// The order is ready already.
    ORDER_READY_ALREADY = "order-ready-already";
    /// The order is not ready yet.
    ORDER_NOT_READY = "order-not-ready";
    /// The order was handed over.
    ORDER_HANDED_OVER = "order-handed-over";
    /// The order has no mark that could be a mistake.
    ORDER_NO_MARK = "order-no-mark";
}

/// How an order stands. The number is stored.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum OrderState {
    /// Taken in.
    Placed = 1,
    /// The results are there.
    Ready = 2,
    /// Taken back before anything came of it.
    Cancelled = 3,
    /// The patient, or somebody for them, has it.
    HandedOver = 4,
    /// It belongs to another card.
    Moved = 5,
}

impl OrderState {
    /// Every one, the gravest last: of several that stand at once the last is shown. Who has it in hand has it, whatever
    /// else was said; a cancelled one is not called ready.
    pub const ALL: [Self; 5] = [
        Self::Placed,
        Self::Ready,
        Self::Cancelled,
        Self::HandedOver,
        Self::Moved,
    ];

    /// Of an order that stands so on a card nothing is printed from there: the name would be wrong, or nobody fills the tubes.
    pub const WITHOUT_PAPERS: [Self; 2] = [Self::Cancelled, Self::Moved];

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number; of a newer program none.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As views and words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Ready => "ready",
            Self::Cancelled => "cancelled",
            Self::HandedOver => "handed_over",
            Self::Moved => "moved",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == name)
    }
}

/// To whom an order was handed over.
pub mod to {
    /// The person whose it is, or who shows the claim code.
    pub const PERSON: u8 = 1;
    /// Somebody else, who is named: what the first version knew.
    pub const OTHER: u8 = 2;
    /// Whom the person named (Health Code art. 134(4)).
    pub const DESIGNATED: u8 = 3;
    /// Whoever acts for them.
    pub const REPRESENTATIVE: u8 = 4;
    /// Whoever shows a power of attorney.
    pub const ATTORNEY: u8 = 5;

    /// As views and words name it.
    pub fn text(code: u8) -> &'static str {
        match code {
            PERSON => "person",
            DESIGNATED => "designated",
            REPRESENTATIVE => "representative",
            ATTORNEY => "attorney",
            _ => "other",
        }
    }
}

/// How an order stands, with what a person must settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// As it is shown.
    pub state: OrderState,
    /// Desks said different things without knowing of each other.
    pub questioned: bool,
    /// Steps on other cards that the next one settles by naming them.
    pub rivals: Vec<Hash>,
}

/// The shown one of the standing steps of one card, and whether they differ. None where nothing stands.
pub fn shown(standing: impl IntoIterator<Item = OrderState>) -> Option<(OrderState, bool)> {
    standing.into_iter().fold(None, |shown, state| match shown {
        None => Some((state, false)),
        Some((other, asked)) => Some((state.max(other), asked || state != other)),
    })
}

/// An order on the card where it stands, with the steps that were taken on cards from which it moved away and that nobody
/// has settled since.
pub fn told(here: (OrderState, bool), elsewhere: &[(Hash, OrderState)]) -> Standing {
    let (state, questioned) = here;
    let away = |state: &OrderState| *state != OrderState::Moved;
    let rivals: Vec<(Hash, OrderState)> = elsewhere
        .iter()
        .copied()
        .filter(|(_, state)| away(state))
        .collect();
    let gravest = rivals
        .iter()
        .map(|(_, other)| *other)
        .max()
        .unwrap_or(state);
    Standing {
        state: state.max(gravest),
        questioned: questioned || rivals.iter().any(|(_, other)| *other != state),
        rivals: rivals.into_iter().map(|(entry, _)| entry).collect(),
    }
}

/// What somebody wants to do with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Say that it is ready.
    Ready,
    /// Hand it over.
    HandOver,
    /// Cancel it.
    Cancel,
    /// Say that the last mark was a mistake.
    Reopen,
    /// Say its services anew.
    Change,
    /// Mark it as paid, or take the mark back.
    Pay,
    /// Put it on another card.
    Move,
}

/// The state in which an order is after what is wanted; that of a change, a payment and a move stays.
///
/// A question is settled by saying what it is, so whoever is asked may say again what one of the desks said.
///
/// # Errors
/// Why it cannot be done.
pub fn may(order: &Standing, wanted: Wanted) -> Result<OrderState, Refusal> {
    use OrderState::{Cancelled, HandedOver, Moved, Placed, Ready};
    let no = |code| Err(Refusal::new(code));
    match (wanted, order.state) {
        (_, Moved) => no(ORDER_UNKNOWN),
        (Wanted::Ready, _) if order.questioned => Ok(Ready),
        (Wanted::HandOver, _) if order.questioned => Ok(HandedOver),
        (Wanted::Cancel, _) if order.questioned => Ok(Cancelled),
        (Wanted::Reopen, _) if order.questioned => Ok(Placed),
        (Wanted::Reopen, Cancelled) => Ok(Placed),
        (Wanted::Reopen, HandedOver) => Ok(Ready),
        (Wanted::Reopen, Ready) => Ok(Placed),
        (Wanted::Reopen, Placed) => no(ORDER_NO_MARK),
        (_, Cancelled) => no(ORDER_CANCELLED),
        (Wanted::Move | Wanted::Pay, state) => Ok(state),
        (_, HandedOver) => no(ORDER_HANDED_OVER),
        (Wanted::Ready, Placed) => Ok(Ready),
        (Wanted::Ready, Ready) => no(ORDER_READY_ALREADY),
        (Wanted::HandOver, Ready) => Ok(HandedOver),
        (Wanted::HandOver, Placed) => no(ORDER_NOT_READY),
        (Wanted::Cancel, _) => Ok(Cancelled),
        (Wanted::Change, state) => Ok(state),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(state: OrderState, questioned: bool) -> Standing {
        Standing {
            state,
            questioned,
            rivals: Vec::new(),
        }
    }

    #[test]
    fn where_an_order_may_go() {
        use OrderState::{Cancelled, HandedOver, Moved, Placed, Ready};
        let rows: [(OrderState, [&str; 7]); 5] = [
            (
                Placed,
                [
                    "ready",
                    "order-not-ready",
                    "cancelled",
                    "order-no-mark",
                    "placed",
                    "placed",
                    "placed",
                ],
            ),
            (
                Ready,
                [
                    "order-ready-already",
                    "handed_over",
                    "cancelled",
                    "placed",
                    "ready",
                    "ready",
                    "ready",
                ],
            ),
            (
                Cancelled,
                [
                    "order-cancelled",
                    "order-cancelled",
                    "order-cancelled",
                    "placed",
                    "order-cancelled",
                    "order-cancelled",
                    "order-cancelled",
                ],
            ),
            (
                HandedOver,
                [
                    "order-handed-over",
                    "order-handed-over",
                    "order-handed-over",
                    "ready",
                    "order-handed-over",
                    "handed_over",
                    "handed_over",
                ],
            ),
            (Moved, ["order-unknown"; 7]),
        ];
        let wanted = [
            Wanted::Ready,
            Wanted::HandOver,
            Wanted::Cancel,
            Wanted::Reopen,
            Wanted::Change,
            Wanted::Pay,
            Wanted::Move,
        ];
        for (state, outcomes) in rows {
            for (wanted, outcome) in wanted.iter().zip(outcomes) {
                let said =
                    may(&of(state, false), *wanted).map_or_else(|no| no.code.0, OrderState::text);
                assert_eq!(said, outcome, "{state:?} {wanted:?}");
            }
        }
    }

    #[test]
    fn a_question_is_settled_by_saying_any_of_it() {
        let asked = of(OrderState::Cancelled, true);
        assert_eq!(may(&asked, Wanted::Ready), Ok(OrderState::Ready));
        assert_eq!(may(&asked, Wanted::Cancel), Ok(OrderState::Cancelled));
        assert_eq!(may(&asked, Wanted::Reopen), Ok(OrderState::Placed));
        assert!(
            may(&asked, Wanted::Change).is_err(),
            "a question first, then other services"
        );
    }

    #[test]
    fn of_several_standing_steps_the_gravest_is_shown_and_asked_about() {
        use OrderState::{Cancelled, HandedOver, Ready};
        assert_eq!(shown([]), None);
        assert_eq!(
            shown([Ready, Ready]),
            Some((Ready, false)),
            "two desks said the same"
        );
        assert_eq!(shown([Ready, Cancelled]), Some((Cancelled, true)));
        assert_eq!(
            shown([HandedOver, Cancelled, Ready]),
            Some((HandedOver, true))
        );
    }

    #[test]
    fn a_step_on_the_old_card_asks_on_the_new_one_until_it_is_settled() {
        use OrderState::{Cancelled, Moved, Placed};
        let [away, cancel] = [Hash([1; 32]), Hash([2; 32])];
        let standing = told((Placed, false), &[(away, Moved), (cancel, Cancelled)]);
        assert_eq!(
            (standing.state, standing.questioned, standing.rivals),
            (Cancelled, true, vec![cancel])
        );
        let quiet = told((Cancelled, false), &[(cancel, Cancelled)]);
        assert!(!quiet.questioned, "both say the same");
        assert_eq!(told((Placed, false), &[(away, Moved)]), of(Placed, false));
    }

    #[test]
    fn every_state_has_a_number_and_a_name() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::from_code(state.code()), Some(state));
            assert_eq!(OrderState::parse(state.text()), Some(state));
        }
        assert_eq!(OrderState::from_code(0), None);
    }
}
