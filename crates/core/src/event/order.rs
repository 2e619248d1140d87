//! Orders: what was ordered, by value, and what became of it.
//!
//! An order belongs to its patient: its entries have the patient's card for a subject and name the order by its id. One
//! without a card is a subject of its own, and its id is that subject. A move is two entries of one commit: the order
//! leaves a card and arrives, whole, on another.

use super::codec::body;
use crate::id::{DeviceId, Hash, Id, SubjectId};
use crate::journal::tagged_hash;

body! {
    /// A service as it was sold. Prices, names and tubes never follow the list.
    OrderLine {
        /// Its code.
        code: String,
        /// Kazakh name.
        name_kk: String,
        /// Russian name.
        name_ru: String,
        /// For labels.
        short: String,
        /// Its tubes, those of its services for a panel: word, Kazakh name, Russian name.
        tubes: Vec<(String, String, String)>,
        /// Whole tenge.
        price: u32,
        /// 1 on an empty stomach, 0 as one likes.
        fasting: u8,
        /// When to come, Kazakh.
        hint_kk: Option<String>,
        /// When to come, Russian.
        hint_ru: Option<String>,
        /// Codes of a panel's services.
        parts: Vec<String>,
    }
}

body! {
    /// What an order says of itself.
    OrderTerms {
        /// The version of the price list that held.
        list: Option<Id>,
        /// The services.
        lines: Vec<OrderLine>,
        /// 1 before all others.
        cito: u8,
        /// 1 the patient, 2 ОСМС, 3 ГОБМП, 4 contract, 5 insurance.
        funding: u8,
        /// Employer, clinic or insurer.
        counterparty: Option<String>,
        /// Who sent the patient.
        referrer: Option<String>,
        /// When the sample was taken, `YYYY-MM-DD HH:MM` in Almaty.
        sampled_at: Option<String>,
    }
}

body! {
    /// An order begins.
    OrderPlaced {
        /// Its id; the subject itself for an order without a card.
        order: Id,
        /// Nine digits.
        number: String,
        /// What is told at the hand-over of an order without a card.
        claim: Option<String>,
        /// What is ordered.
        terms: OrderTerms,
    }
}

body! {
    /// An order that began on paper while the program did not work: its number was reserved, and it is as old as the paper.
    OrderEntered {
        /// Its id.
        order: Id,
        /// One of the numbers of a [`NumbersReserved`].
        number: String,
        /// When the person was there, in milliseconds since 1970; when it was entered is the entry's own `wall`.
        placed_ms: u64,
        /// What is ordered.
        terms: OrderTerms,
    }
}

body! {
    /// Numbers of the desk are set aside for paper: no order of the program is given them.
    NumbersReserved {
        /// Nine digits each, in their order.
        numbers: Vec<String>,
    }
}

body! {
    /// What is ordered is said anew.
    OrderChanged {
        /// The order.
        order: Id,
        /// All of it.
        terms: OrderTerms,
        /// Why.
        reason: String,
    }
}

body! {
    /// The results are there.
    OrderReady {
        /// The order.
        order: Id,
        /// Steps on other cards that this settles.
        settles: Vec<Hash>,
    }
}

body! {
    /// The order was handed over.
    OrderHandedOver {
        /// The order.
        order: Id,
        /// 1 to the person, 2 to somebody else, 3 to whom they named, 4 to whoever acts for them, 5 by a power of attorney.
        to: u8,
        /// To whom, when it is somebody else.
        who: Option<String>,
        /// The card of whoever acts for them.
        card: Option<SubjectId>,
        /// The power of attorney, or the paper of the ground.
        basis: Option<String>,
        /// What was looked at: kind and number.
        document: Option<(String, String)>,
        /// The signature, its shape alone.
        signature: Option<String>,
        /// 1 when it is signed on the act.
        on_paper: u8,
        /// As in [`OrderReady`].
        settles: Vec<Hash>,
    }
}

body! {
    /// The first version: to whom, and nothing of what was looked at.
    OrderHandedOver1 {
        /// The order.
        order: Id,
        /// 1 to the person, 2 to somebody else.
        to: u8,
        /// To whom, when it is somebody else.
        who: Option<String>,
        /// As in [`OrderReady`].
        settles: Vec<Hash>,
    }
}

impl From<OrderHandedOver1> for OrderHandedOver {
    fn from(old: OrderHandedOver1) -> Self {
        Self {
            order: old.order,
            to: old.to,
            who: old.who,
            card: None,
            basis: None,
            document: None,
            signature: None,
            on_paper: 0,
            settles: old.settles,
        }
    }
}

body! {
    /// The order is not carried out.
    OrderCancelled {
        /// The order.
        order: Id,
        /// Why.
        reason: String,
        /// As in [`OrderReady`].
        settles: Vec<Hash>,
    }
}

body! {
    /// The last mark was a mistake.
    OrderReopened {
        /// The order.
        order: Id,
        /// How it stands after all: 1 placed, 2 ready.
        state: u8,
        /// Why.
        reason: String,
        /// As in [`OrderReady`].
        settles: Vec<Hash>,
    }
}

body! {
    /// The order leaves this card.
    OrderMovedOut {
        /// The order.
        order: Id,
        /// The card to which it goes.
        to: SubjectId,
        /// Why.
        reason: String,
        /// As in [`OrderReady`].
        settles: Vec<Hash>,
    }
}

body! {
    /// The order arrives on this card, in the commit in which it leaves another.
    OrderMovedIn {
        /// The order.
        order: Id,
        /// The card from which it comes.
        from: SubjectId,
        /// Its number.
        number: String,
        /// When it was placed, in milliseconds since 1970.
        placed_ms: u64,
        /// As it stood: 1 placed, 2 ready, 4 handed over.
        state: u8,
        /// What is ordered.
        terms: OrderTerms,
        /// What was paid, and the number of the receipt.
        paid: Option<(u32, String)>,
    }
}

body! {
    /// The order is paid.
    OrderPaid {
        /// The order.
        order: Id,
        /// Whole tenge.
        amount: u32,
        /// Number of the till receipt.
        receipt: String,
    }
}

body! {
    /// The paid mark was a mistake, or the money went back.
    OrderUnpaid {
        /// The order.
        order: Id,
        /// Why.
        reason: String,
    }
}

/// Where the counter of a desk's numbers begins: the first four bytes of `SHA-256("tirkeu/v1/order\0" ‖ device)`, to be taken
/// modulo a hundred thousand. A restored desk has another id and begins elsewhere.
pub fn counter_start(device: DeviceId) -> u32 {
    let hash = tagged_hash(b"tirkeu/v1/order\0", &[&device.0]);
    let mut first = [0; 4];
    first.copy_from_slice(&hash.0[..4]);
    u32::from_be_bytes(first)
}
