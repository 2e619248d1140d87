//! What left the core: lists, cards, single fields, documents, exports.

use super::codec::body;
use crate::id::{Hash, Id, SubjectId};

/// Kinds of lists.
pub mod list {
    /// Search in the patients.
    pub const SEARCH: u8 = 1;
    /// Worklist of the day.
    pub const TODAY: u8 = 2;
    /// Look-alikes of an entered card.
    pub const LOOKALIKES: u8 = 3;
    /// The journal itself, read by a person.
    pub const JOURNAL: u8 = 4;
    /// A colleague's half-filled form, taken over; the form of a known card is a `card_opened` besides.
    pub const DRAFT: u8 = 5;
    /// Who is expected on a day.
    pub const EXPECTED: u8 = 6;
    /// For whom else a representative may answer on one page.
    pub const FAMILY: u8 = 7;
    /// Whose card a row of an old list would be.
    pub const LEGACY: u8 = 8;
    /// Orders, and whose they are.
    pub const ORDERS: u8 = 9;
    /// Messages.
    pub const NOTICES: u8 = 10;
}

/// Field groups of a card.
pub mod group {
    /// All that an opened card shows: identity, document, contacts (masked), consents, history.
    pub const SHOWN: [u8; 5] = [1, 2, 3, 4, 5];
    /// What an order tells of whose it is: identity and what they were examined for.
    pub const OF_ORDER: [u8; 2] = [1, 5];
    /// Identity, document and contacts in full, as the form of an amendment needs them.
    pub const IN_FULL: [u8; 3] = [6, 7, 8];
}

/// Documents.
pub mod document {
    /// Consent sheet, to be signed.
    pub const CONSENT: u8 = 1;
    /// Receipt that is taken home.
    pub const RECEIPT: u8 = 2;
    /// Evidence card.
    pub const EVIDENCE: u8 = 3;
    /// Recovery kit: about nobody, so the entry's subject is its session.
    pub const KIT: u8 = 4;
    /// Who of an employer's list came: about several people, so the entry's subject is the session.
    pub const EXPECTED: u8 = 5;
    /// Control sheet of the journal: about nobody, so the entry's subject is its session; `of` is the head on it.
    pub const CONTROL: u8 = 6;
    /// Who looked at a card, for the patient.
    pub const SEEN: u8 = 7;
    /// Rows of an old list that were not taken: the laboratory's own file, so the entry's subject is the session.
    pub const LEGACY: u8 = 8;
    /// A subject's request for information, filled in from a card. An empty one is about nobody and leaves no entry.
    pub const REQUEST: u8 = 9;
    /// Rows of a price list that were not taken: about nobody, so the entry's subject is its session.
    pub const SERVICES: u8 = 10;
    /// Labels of an order's tubes; `of` is the entry that says what is ordered.
    pub const LABEL: u8 = 11;
    /// What a patient takes away with an order; `of` as for the labels.
    pub const SLIP: u8 = 12;
    /// Rows of a file of ready marks that marked nothing: the laboratory's own file, so the entry's subject is its session.
    pub const READY: u8 = 14;
    /// To whom an order was handed over.
    pub const ACT: u8 = 15;
}

/// What was done with a document.
pub mod action {
    /// Shown on the screen.
    pub const PREVIEW: u8 = 1;
    /// Written to a file.
    pub const SAVE: u8 = 2;
    /// Printed.
    pub const PRINT: u8 = 3;
}

body! {
    /// A list was opened; the query itself is not stored.
    ListOpened {
        /// See [`list`].
        list: u8,
    }
}

body! {
    /// Whose rows rested on the screen.
    ListShown {
        /// The `list_opened` entry.
        list: Hash,
        /// The people, ascending.
        ids: Vec<SubjectId>,
    }
}

body! {
    /// A card was opened.
    CardOpened {
        /// Field groups shown: 1 identity, 2 document, 3 contacts, 4 consents, 5 history; in full, for an
        /// amendment: 6 identity, 7 document, 8 contacts. See [`group`].
        groups: Vec<u8>,
        /// 1 service, 2 the person's own request, 3 complaint, 4 inspection, 5 emergency.
        why: u8,
    }
}

body! {
    /// A masked field was shown in full.
    FieldRevealed {
        /// Field of the card.
        field: u8,
        /// As in [`CardOpened`].
        why: u8,
    }
}

body! {
    /// A document was rendered and handed out of the core.
    DocumentReleased {
        /// See [`document`].
        document: u8,
        /// The entry that the document shows.
        of: Option<Hash>,
        /// See [`action`].
        action: u8,
        /// SHA-256 of the bytes.
        sha256: Hash,
        /// Number of bytes.
        bytes: u64,
    }
}

body! {
    /// The journal was exported.
    JournalExported {
        /// Random id of the export.
        export: Id,
        /// Number of entries.
        entries: u64,
        /// 1 when all bodies went with it.
        bodies: u8,
        /// SHA-256 of the file.
        sha256: Hash,
    }
}
