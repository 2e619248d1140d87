//! Whether somebody may be told how their order stands: asked when a message is queued, and again before it is sent.
//!
//! Facts come in as values; the first reason that holds is the answer, the gravest first. A passed gate says where to, and
//! in which wording: whoever may be somebody else learns the number and nothing more.

use super::About;
use super::wording::Wording;
use crate::domain::order::step::Standing;
use crate::domain::phone::PhoneKind;
use crate::error::{Code, Refusal};

crate::codes! {
    /// No desk of the laboratory sends on this channel.
    NOTICE_NO_SENDER = "notice-no-sender";
    /// Another desk sends, and the person's data do not go there.
    NOTICE_STAYS = "notice-stays";
    /// The order is not ready, or is no longer: handed over, cancelled, moved.
    NOTICE_ORDER_NOT_READY = "notice-order-not-ready";
    /// What was to be said does not suit how the order stands: it is ready already, handed over, cancelled.
    NOTICE_ORDER_OTHERWISE = "notice-order-otherwise";
    /// Our phone would betray us to somebody else who has the address.
    NOTICE_CALL_OTHERS = "notice-call-others";
    /// Desks said different things of the order at once: somebody looks first.
    NOTICE_ORDER_QUESTIONED = "notice-order-questioned";
    /// An order without a card: nobody is told on any channel (Health Code art. 162(1)).
    NOTICE_ANONYMOUS = "notice-anonymous";
    /// The card is closed: destroyed, or written by a newer program.
    NOTICE_CARD_CLOSED = "notice-card-closed";
    /// The person has not agreed to this channel, or has taken it back.
    NOTICE_NO_CONSENT = "notice-no-consent";
    /// There is no phone, or no e-mail address, on the card.
    NOTICE_NO_ADDRESS = "notice-no-address";
    /// It is not said whose phone it is.
    NOTICE_OWNER_UNKNOWN = "notice-owner-unknown";
    /// The phone of a representative of somebody who is sixteen or older.
    NOTICE_OWNER_PARENT = "notice-owner-parent";
    /// A landline.
    NOTICE_LANDLINE = "notice-landline";
    /// A foreign number, which this laboratory does not write to.
    NOTICE_FOREIGN = "notice-foreign";
    /// Cards of other people carry the same address: somebody looks once more; `count`.
    NOTICE_SHARED = "notice-shared";
}

/// Whose a phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The patient's own.
    Patient,
    /// Whoever acts for them.
    Representative,
    /// Somebody else's.
    Other,
}

impl Owner {
    /// Reads the value of the card's field.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "patient" => Some(Self::Patient),
            "representative" => Some(Self::Representative),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}

/// Where a message would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A phone: E.164, what stands at the other end, whose it is.
    Phone(String, PhoneKind, Option<Owner>),
    /// An e-mail address.
    Email(String),
}

/// Everything that is asked before somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What is to be said.
    pub about: About,
    /// How the order stands.
    pub order: Standing,
    /// It belongs to nobody who is named.
    pub is_anonymous: bool,
    /// Nothing is done with the card any more.
    pub is_closed: bool,
    /// The person agreed to this channel, and every no is answered.
    pub is_permitted: bool,
    /// Where to.
    pub address: Option<Address>,
    /// The person is sixteen or older, or nobody knows how old.
    pub is_sixteen: bool,
    /// Cards of people who have nothing to do with the person and carry the same address.
    pub shared: u16,
    /// With how many somebody has looked and agreed.
    pub confirmed: u16,
    /// The laboratory writes to foreign numbers.
    pub takes_foreign: bool,
}

/// Where a message goes, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// E.164, or an e-mail address.
    pub to: String,
    /// Which text.
    pub wording: Wording,
}

/// Asks everything in turn.
///
/// # Errors
/// The first reason for which nobody is told.
pub fn pass(facts: &Facts) -> Result<Passed, Refusal> {
    let no = |code: Code| Err(Refusal::new(code));
    if facts.is_anonymous {
        return no(NOTICE_ANONYMOUS);
    }
    if facts.is_closed {
        return no(NOTICE_CARD_CLOSED);
    }
    if !facts.about.suits(facts.order.state) {
        return no(match facts.about {
            About::Ready => NOTICE_ORDER_NOT_READY,
            About::Part | About::Late | About::Call => NOTICE_ORDER_OTHERWISE,
        });
    }
    if facts.order.questioned {
        return no(NOTICE_ORDER_QUESTIONED);
    }
    if !facts.is_permitted {
        return no(NOTICE_NO_CONSENT);
    }
    let (to, is_own) = match &facts.address {
        None => return no(NOTICE_NO_ADDRESS),
        Some(Address::Email(to)) => (to, true),
        Some(Address::Phone(_, PhoneKind::Landline, _)) => return no(NOTICE_LANDLINE),
        Some(Address::Phone(to, ..)) if !to.starts_with("+77") && !facts.takes_foreign => {
            return no(NOTICE_FOREIGN);
        }
        Some(Address::Phone(_, _, None)) => return no(NOTICE_OWNER_UNKNOWN),
        Some(Address::Phone(_, _, Some(Owner::Representative))) if facts.is_sixteen => {
            return no(NOTICE_OWNER_PARENT);
        }
        Some(Address::Phone(to, _, Some(owner))) => (to, *owner != Owner::Other),
    };
    // Whoever else reads it would look up whose number that is.
    if facts.about == About::Call && (!is_own || facts.shared > 0) {
        return no(NOTICE_CALL_OTHERS);
    }
    if facts.shared > facts.confirmed {
        return Err(Refusal::new(NOTICE_SHARED).with("count", facts.shared));
    }
    let wording = match facts.about {
        About::Ready if is_own && facts.shared == 0 => Wording::Ready,
        About::Ready => Wording::Short,
        About::Part => Wording::Part,
        About::Late => Wording::Late,
        About::Call => Wording::Call,
    };
    Ok(Passed {
        to: to.clone(),
        wording,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::order::step::OrderState;

    const PHONE: &str = "+77012345678";

    fn phone(to: &str, kind: PhoneKind, owner: Option<Owner>) -> Option<Address> {
        Some(Address::Phone(to.to_owned(), kind, owner))
    }

    fn good() -> Facts {
        Facts {
            about: About::Ready,
            order: Standing {
                state: OrderState::Ready,
                questioned: false,
                rivals: Vec::new(),
            },
            is_anonymous: false,
            is_closed: false,
            is_permitted: true,
            address: phone(PHONE, PhoneKind::Mobile, Some(Owner::Patient)),
            is_sixteen: true,
            shared: 0,
            confirmed: 0,
            takes_foreign: false,
        }
    }

    fn said(change: impl FnOnce(&mut Facts)) -> Result<Wording, &'static str> {
        let mut facts = good();
        change(&mut facts);
        pass(&facts)
            .map(|passed| passed.wording)
            .map_err(|no| no.code.0)
    }

    #[test]
    fn whoever_agreed_and_owns_the_phone_is_told_what_to_bring() {
        assert_eq!(
            pass(&good()).unwrap(),
            Passed {
                to: PHONE.to_owned(),
                wording: Wording::Ready
            }
        );
        let email = said(|f| f.address = Some(Address::Email("a@b.kz".to_owned())));
        assert_eq!(email, Ok(Wording::Ready));
    }

    #[test]
    fn each_reason_stops_it_by_itself() {
        let of = |owner| phone(PHONE, PhoneKind::Mobile, owner);
        assert_eq!(said(|f| f.is_anonymous = true), Err("notice-anonymous"));
        assert_eq!(said(|f| f.is_closed = true), Err("notice-card-closed"));
        assert_eq!(said(|f| f.is_permitted = false), Err("notice-no-consent"));
        assert_eq!(
            said(|f| f.order.questioned = true),
            Err("notice-order-questioned")
        );
        assert_eq!(said(|f| f.address = None), Err("notice-no-address"));
        assert_eq!(said(|f| f.address = of(None)), Err("notice-owner-unknown"));
        assert_eq!(
            said(|f| f.address = of(Some(Owner::Representative))),
            Err("notice-owner-parent")
        );
        let landline = phone("+77172123456", PhoneKind::Landline, Some(Owner::Patient));
        assert_eq!(said(|f| f.address = landline), Err("notice-landline"));
        for state in OrderState::ALL
            .into_iter()
            .filter(|state| *state != OrderState::Ready)
        {
            assert_eq!(
                said(|f| f.order.state = state),
                Err("notice-order-not-ready"),
                "{state:?}"
            );
        }
    }

    #[test]
    fn each_thing_is_said_of_an_order_that_stands_so_and_of_no_other() {
        use OrderState as S;
        for (about, states, no, wording) in [
            (
                About::Ready,
                vec![S::Ready],
                "notice-order-not-ready",
                Wording::Ready,
            ),
            (
                About::Part,
                vec![S::Placed],
                "notice-order-otherwise",
                Wording::Part,
            ),
            (
                About::Late,
                vec![S::Placed],
                "notice-order-otherwise",
                Wording::Late,
            ),
            (
                About::Call,
                vec![S::Placed, S::Ready],
                "notice-order-otherwise",
                Wording::Call,
            ),
        ] {
            for state in S::ALL {
                let said = said(|f| {
                    f.about = about;
                    f.order.state = state;
                });
                let wanted = states.contains(&state).then_some(wording).ok_or(no);
                assert_eq!(said, wanted, "{about:?} of {state:?}");
            }
        }
    }

    #[test]
    fn a_foreign_number_is_written_to_where_the_laboratory_says_so() {
        let abroad = || phone("+79161234567", PhoneKind::Mobile, Some(Owner::Patient));
        assert_eq!(said(|f| f.address = abroad()), Err("notice-foreign"));
        let taken = said(|f| {
            f.address = abroad();
            f.takes_foreign = true;
        });
        assert_eq!(taken, Ok(Wording::Ready));
    }

    #[test]
    fn whoever_may_be_somebody_else_learns_the_number_only() {
        let others = phone(PHONE, PhoneKind::Mobile, Some(Owner::Other));
        assert_eq!(said(|f| f.address = others), Ok(Wording::Short));
        let child = said(|f| {
            f.address = phone(PHONE, PhoneKind::Mobile, Some(Owner::Representative));
            f.is_sixteen = false;
        });
        assert_eq!(
            child,
            Ok(Wording::Ready),
            "a parent brings their own document"
        );
        assert_eq!(said(|f| f.shared = 2), Err("notice-shared"));
        let looked = |shared, confirmed| {
            said(|f| {
                f.shared = shared;
                f.confirmed = confirmed;
            })
        };
        assert_eq!(looked(2, 2), Ok(Wording::Short));
        assert_eq!(looked(3, 2), Err("notice-shared"), "somebody came since");
        // What holds the number alone goes to them too; our own phone does not.
        for (about, wanted) in [
            (About::Part, Ok(Wording::Part)),
            (About::Late, Ok(Wording::Late)),
            (About::Call, Err("notice-call-others")),
        ] {
            let of = |change: fn(&mut Facts)| {
                said(|f| {
                    f.about = about;
                    f.order.state = OrderState::Placed;
                    change(f);
                })
            };
            let others =
                |f: &mut Facts| f.address = phone(PHONE, PhoneKind::Mobile, Some(Owner::Other));
            assert_eq!(of(others), wanted, "{about:?}");
            let shared = |f: &mut Facts| (f.shared, f.confirmed) = (1, 1);
            assert_eq!(of(shared), wanted, "{about:?}");
        }
    }
}
