//! Messages: that somebody's order is ready, told on a channel to which they agreed.
//!
//! A message belongs to the card of its order. Its id is made of what it is about, so that two desks that queue the same one
//! queue one. It names its sender: no other desk sends it. The intent to send is an entry before the wire is touched, and it
//! keeps what was sent; what came back is one afterwards.

use super::codec::body;
use crate::id::{DeviceId, Id, SubjectId};
use crate::journal::tagged_hash;

body! {
    /// A message waits to be sent.
    NoticeQueued {
        /// The message: [`notice_id`].
        notice: Id,
        /// The order.
        order: Id,
        /// The order's number, nine digits.
        number: String,
        /// 1 ready, 2 a part is ready, 3 it takes longer, 4 the person is asked to call.
        about: u8,
        /// 1 SMS, 2 e-mail.
        channel: u8,
        /// The desk that sends it.
        sender: DeviceId,
        /// How many cards of others carry the address, as was shown and confirmed; 0 where none did.
        shared: u16,
        /// The message that is sent once more, and why.
        again: Option<(Id, String)>,
    }
}

body! {
    /// The desk is about to send: this is written before a byte leaves.
    NoticeSending {
        /// The message.
        notice: Id,
        /// 1 for the first attempt.
        attempt: u16,
        /// Own number of the attempt at the gateway.
        ticket: u32,
        /// `mobizon`, `smsc`, `smtp`, `training`.
        gateway: String,
        /// Name of the sender that the recipient sees.
        from: String,
        /// The address with most of it hidden.
        to: String,
        /// `kk` or `ru`.
        language: String,
        /// Which wording: `standard-1`, or the first eight digits of the entry that set it.
        template: String,
        /// What is sent, word for word.
        text: String,
        /// Parts of an SMS; 0 of an e-mail.
        parts: u8,
    }
}

body! {
    /// What the gateway answered, at once or when it was asked later.
    NoticeAnswered {
        /// The message.
        notice: Id,
        /// Which attempt.
        attempt: u16,
        /// 1 put off, certainly not sent; 2 accepted; 3 delivered; 4 failed; 5 nobody knows.
        outcome: u8,
        /// The gateway's id of it.
        gateway_id: Option<String>,
        /// Why, a code.
        cause: Option<String>,
        /// What it cost, as the gateway says it.
        price: Option<String>,
    }
}

body! {
    /// A message that waits is not sent.
    NoticeDropped {
        /// The message.
        notice: Id,
        /// Why, a code.
        why: String,
    }
}

body! {
    /// Another desk sends it.
    NoticeTakenOver {
        /// The message.
        notice: Id,
        /// The desk.
        sender: DeviceId,
    }
}

/// The id of a message: the first sixteen bytes of `SHA-256("tirkeu/v1/notice\0" ‖ card ‖ order ‖ about ‖ channel ‖ the message
/// sent once more, or zeros)`.
pub fn notice_id(of: SubjectId, order: Id, (about, channel): (u8, u8), again: Option<Id>) -> Id {
    let hash = tagged_hash(
        b"tirkeu/v1/notice\0",
        &[
            &of.0,
            &order.0,
            &[about, channel],
            &again.unwrap_or(Id([0; 16])).0,
        ],
    );
    let mut id = [0; 16];
    id.copy_from_slice(&hash.0[..16]);
    Id(id)
}
