//! Somebody who is expected: booked by somebody else, or on an employer's list. Not a card.
//!
//! A person who is expected is a subject of their own until they come; what is known of them goes some days after
//! the day, on every desk (AimedLab policy MU-2.1 to MU-3.1).

use super::codec::body;
use crate::id::{DeviceId, Id};

body! {
    /// Somebody is expected on a day.
    ExpectedListed {
        /// The day, `YYYY-MM-DD`.
        planned_on: String,
        /// Surname of whoever will come, not of whoever booked.
        surname: Option<String>,
        /// Name.
        name: Option<String>,
        /// Patronymic.
        patronymic: Option<String>,
        /// ИИН, 12 digits.
        iin: Option<String>,
        /// `YYYY-MM-DD`.
        birth_date: Option<String>,
        /// E.164, for confirmation.
        phone: Option<String>,
        /// Who booked, where that is somebody else.
        booker: Option<String>,
        /// Who pays.
        payer: Option<String>,
        /// The employer or insurer that sent the list.
        counterparty: Option<String>,
        /// What was booked, as a note.
        services: Option<String>,
        /// The list on which they stand.
        list: Option<String>,
    }
}

body! {
    /// They are expected on another day.
    ExpectedMoved {
        /// The day, `YYYY-MM-DD`.
        planned_on: String,
    }
}

body! {
    /// They are not expected any more.
    ExpectedCancelled {
        /// Why.
        reason: String,
    }
}

body! {
    /// They came and were taken in.
    ExpectedArrived {
        /// The card.
        card: Id,
    }
}

body! {
    /// The days for which this is kept are over: bodies of the covered entries go on every replica.
    ExpectedPurged {
        /// Device and seq: everything of this subject that the author had stored.
        covers: Vec<(DeviceId, u64)>,
    }
}
