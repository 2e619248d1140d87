//! One-time codes by SMS. A code is a subject of its own: its entries name nobody and keep no code.

use super::codec::body;
use crate::id::Id;

body! {
    /// The desk is about to send a code: this is written before a byte leaves.
    OtpSending {
        /// 1 that the phone is in the hands of whoever is asked, 2 consent.
        aim: u8,
        /// Own number at the gateway.
        ticket: u32,
        /// `mobizon`, `smsc`, `training`.
        gateway: String,
        /// Name of the sender that the recipient sees.
        from: String,
        /// The phone with most of it hidden.
        to: String,
        /// `kk` or `ru`.
        language: String,
        /// What is sent, word for word but for the code.
        text: String,
    }
}

body! {
    /// What the gateway answered.
    OtpAnswered {
        /// As in `notice_answered`.
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
    /// A code that went to this phone was read back at the desk within the hour before.
    PhoneChecked {
        /// E.164.
        phone: String,
        /// The code: the subject of its entries.
        otp: Id,
    }
}
