//! Consent: given, refused, withdrawn, recorded by mistake.
//!
//! `given_on` is the date on paper or screen; when it was recorded is the entry's own `wall`.

use super::codec::body;
use crate::id::{Hash, Id};

/// How a consent reached the desk.
pub mod channel {
    /// On the desk's screen.
    pub const SCREEN: u8 = 1;
    /// Of a withdrawal: said at the counter. The number is that of the screen, a withdrawal has no page.
    pub const COUNTER: u8 = 1;
    /// On signed paper.
    pub const PAPER: u8 = 2;
    /// By post.
    pub const POST: u8 = 3;
    /// By e-mail.
    pub const EMAIL: u8 = 4;
    /// On the patient's own screen, signed there.
    pub const PATIENT_SCREEN: u8 = 5;
    /// By a code that was sent by SMS and read back.
    pub const SMS: u8 = 6;
}

/// How somebody helped with an act; the number is stored (Health Code art. 134(1)(7)).
pub mod help {
    /// Read the page aloud.
    pub const READ_ALOUD: u8 = 1;
    /// Helped to tick and to sign.
    pub const HELPED: u8 = 2;
    /// Was there as a witness.
    pub const WITNESS: u8 = 3;
}

body! {
    /// A person agreed; the entry keeps exactly what was shown.
    ConsentGiven {
        /// Numbers of the purposes.
        purposes: Vec<u8>,
        /// The entry that published the policy version.
        policy: Hash,
        /// SHA-256 of that version's text in the language shown.
        policy_text: Hash,
        /// SHA-256 of the same version in the other language.
        policy_other: Hash,
        /// 1 Russian, 2 Kazakh.
        language: u8,
        /// The sentence beside the tick box, word for word.
        sentence: String,
        /// Everything else that stood on the page, word for word.
        shown: String,
        /// See [`channel`].
        channel: u8,
        /// Day on which it was given, `YYYY-MM-DD`.
        given_on: String,
        /// Moment on which it was given on the screen; absent for paper.
        given_ms: Option<u64>,
        /// Last day, `YYYY-MM-DD`; absent while it is counted from the last visit.
        valid_until: Option<String>,
        /// Where the signed paper is filed.
        paper: Option<String>,
        /// Who gave it for the person: their card, see `relation::basis`, and the document; absent when the
        /// person did.
        giver: Option<(Id, u8, Option<String>)>,
        /// Who helped: see [`help`], and the name.
        helpers: Vec<(u8, String)>,
        /// Who came along without acting for the person.
        companion: Option<String>,
        /// The shape of the signature, see *Text forms*; no time, no pressure.
        signature: Option<String>,
        /// Refusals and withdrawals that stood on other cards merged with this one, and that this consent answers.
        answers: Vec<Hash>,
        /// The code that was read back: the subject of its entries, and the phone to which it went, E.164.
        otp: Option<(Id, String)>,
    }
}

body! {
    /// A person was asked and said no (Health Code art. 136(3)).
    ConsentRefused {
        /// Numbers of the purposes.
        purposes: Vec<u8>,
        /// The policy version that was shown.
        policy: Option<Hash>,
        /// 1 Russian, 2 Kazakh.
        language: u8,
        /// See [`channel`].
        channel: u8,
        /// `YYYY-MM-DD`.
        given_on: String,
        /// In the person's words.
        reason: Option<String>,
        /// 1 the person signed, 2 would not sign and the worker signs alone.
        signed: u8,
        /// The sentences that were refused, word for word; empty where none was shown.
        sentence: String,
        /// Everything else that stood on the page, word for word.
        shown: String,
        /// As in `consent_given`.
        giver: Option<(Id, u8, Option<String>)>,
        /// As in `consent_given`.
        helpers: Vec<(u8, String)>,
        /// As in `consent_given`.
        signature: Option<String>,
    }
}

body! {
    /// A person took consent back (Law 94-V art. 8(7)).
    ConsentWithdrawn {
        /// Numbers of the purposes; empty means every purpose.
        purposes: Vec<u8>,
        /// See [`channel`].
        channel: u8,
        /// `YYYY-MM-DD`.
        given_on: String,
        /// In the person's words.
        reason: Option<String>,
        /// As in `consent_given`: who took it back for the person; absent when the person did.
        giver: Option<(Id, u8, Option<String>)>,
    }
}

body! {
    /// «Ошибочно внесено»: one earlier act never happened.
    ConsentAnnulled {
        /// The entry of the act.
        target: Hash,
        /// Why, in the words of whoever corrects it.
        reason: String,
    }
}

body! {
    /// The signed paper of an earlier act was put into its folder.
    ConsentFiled {
        /// The entry of the act.
        target: Hash,
        /// Folder and sheet.
        paper: String,
    }
}

body! {
    /// Version 3: without the code that was read back.
    ConsentGiven3 {
        /// Numbers of the purposes.
        purposes: Vec<u8>,
        /// The entry that published the policy version.
        policy: Hash,
        /// SHA-256 of that version's text in the language shown.
        policy_text: Hash,
        /// SHA-256 of the same version in the other language.
        policy_other: Hash,
        /// 1 Russian, 2 Kazakh.
        language: u8,
        /// The sentence beside the tick box, word for word.
        sentence: String,
        /// Everything else that stood on the page, word for word.
        shown: String,
        /// See [`channel`].
        channel: u8,
        /// Day on which it was given, `YYYY-MM-DD`.
        given_on: String,
        /// Moment on which it was given on the screen; absent for paper.
        given_ms: Option<u64>,
        /// Last day, `YYYY-MM-DD`; absent while it is counted from the last visit.
        valid_until: Option<String>,
        /// Where the signed paper is filed.
        paper: Option<String>,
        /// Who gave it for the person: their card, see `relation::basis`, and the document; absent when the
        /// person did.
        giver: Option<(Id, u8, Option<String>)>,
        /// Who helped: see [`help`], and the name.
        helpers: Vec<(u8, String)>,
        /// Who came along without acting for the person.
        companion: Option<String>,
        /// The shape of the signature, see *Text forms*; no time, no pressure.
        signature: Option<String>,
        /// Refusals and withdrawals that stood on other cards merged with this one, and that this consent answers.
        answers: Vec<Hash>,
    }
}

body! {
    /// Version 2: without the denials on other cards.
    ConsentGiven2 {
        /// Numbers of the purposes.
        purposes: Vec<u8>,
        /// The entry that published the policy version.
        policy: Hash,
        /// SHA-256 of that version's text in the language shown.
        policy_text: Hash,
        /// SHA-256 of the same version in the other language.
        policy_other: Hash,
        /// 1 Russian, 2 Kazakh.
        language: u8,
        /// The sentence beside the tick box, word for word.
        sentence: String,
        /// Everything else that stood on the page, word for word.
        shown: String,
        /// See [`channel`].
        channel: u8,
        /// Day on which it was given, `YYYY-MM-DD`.
        given_on: String,
        /// Moment on which it was given on the screen; absent for paper.
        given_ms: Option<u64>,
        /// Last day, `YYYY-MM-DD`; absent while it is counted from the last visit.
        valid_until: Option<String>,
        /// Where the signed paper is filed.
        paper: Option<String>,
        /// Who gave it for the person: their card, see `relation::basis`, and the document; absent when the
        /// person did.
        giver: Option<(Id, u8, Option<String>)>,
        /// Who helped: see [`help`], and the name.
        helpers: Vec<(u8, String)>,
        /// Who came along without acting for the person.
        companion: Option<String>,
        /// The shape of the signature, see *Text forms*; no time, no pressure.
        signature: Option<String>,
    }
}

body! {
    /// Version 1: the person alone, no signature.
    ConsentGiven1 {
        /// Numbers of the purposes.
        purposes: Vec<u8>,
        /// The entry that published the policy version.
        policy: Hash,
        /// SHA-256 of that version's text in the language shown.
        policy_text: Hash,
        /// SHA-256 of the same version in the other language.
        policy_other: Hash,
        /// 1 Russian, 2 Kazakh.
        language: u8,
        /// The sentence beside the tick box, word for word.
        sentence: String,
        /// Everything else that stood on the page, word for word.
        shown: String,
        /// See [`channel`].
        channel: u8,
        /// Day on which it was given, `YYYY-MM-DD`.
        given_on: String,
        /// Moment on which it was given on the screen; absent for paper.
        given_ms: Option<u64>,
        /// Last day, `YYYY-MM-DD`; absent while it is counted from the last visit.
        valid_until: Option<String>,
        /// Where the signed paper is filed.
        paper: Option<String>,
    }
}

body! {
    /// Version 1: without the words that were refused.
    ConsentRefused1 {
        /// Numbers of the purposes.
        purposes: Vec<u8>,
        /// The policy version that was shown.
        policy: Option<Hash>,
        /// 1 Russian, 2 Kazakh.
        language: u8,
        /// See [`channel`].
        channel: u8,
        /// `YYYY-MM-DD`.
        given_on: String,
        /// In the person's words.
        reason: Option<String>,
        /// 1 the person signed, 2 would not sign and the worker signs alone.
        signed: u8,
    }
}

body! {
    /// Version 1: without whoever took it back.
    ConsentWithdrawn1 {
        /// Numbers of the purposes; empty means every purpose.
        purposes: Vec<u8>,
        /// See [`channel`].
        channel: u8,
        /// `YYYY-MM-DD`.
        given_on: String,
        /// In the person's words.
        reason: Option<String>,
    }
}

impl From<ConsentGiven3> for ConsentGiven {
    fn from(old: ConsentGiven3) -> Self {
        Self {
            purposes: old.purposes,
            policy: old.policy,
            policy_text: old.policy_text,
            policy_other: old.policy_other,
            language: old.language,
            sentence: old.sentence,
            shown: old.shown,
            channel: old.channel,
            given_on: old.given_on,
            given_ms: old.given_ms,
            valid_until: old.valid_until,
            paper: old.paper,
            giver: old.giver,
            helpers: old.helpers,
            companion: old.companion,
            signature: old.signature,
            answers: old.answers,
            otp: None,
        }
    }
}

impl From<ConsentGiven2> for ConsentGiven {
    fn from(old: ConsentGiven2) -> Self {
        Self {
            purposes: old.purposes,
            policy: old.policy,
            policy_text: old.policy_text,
            policy_other: old.policy_other,
            language: old.language,
            sentence: old.sentence,
            shown: old.shown,
            channel: old.channel,
            given_on: old.given_on,
            given_ms: old.given_ms,
            valid_until: old.valid_until,
            paper: old.paper,
            giver: old.giver,
            helpers: old.helpers,
            companion: old.companion,
            signature: old.signature,
            answers: Vec::new(),
            otp: None,
        }
    }
}

impl From<ConsentGiven1> for ConsentGiven {
    fn from(old: ConsentGiven1) -> Self {
        Self {
            purposes: old.purposes,
            policy: old.policy,
            policy_text: old.policy_text,
            policy_other: old.policy_other,
            language: old.language,
            sentence: old.sentence,
            shown: old.shown,
            channel: old.channel,
            given_on: old.given_on,
            given_ms: old.given_ms,
            valid_until: old.valid_until,
            paper: old.paper,
            giver: None,
            helpers: Vec::new(),
            companion: None,
            signature: None,
            answers: Vec::new(),
            otp: None,
        }
    }
}

impl From<ConsentRefused1> for ConsentRefused {
    fn from(old: ConsentRefused1) -> Self {
        Self {
            purposes: old.purposes,
            policy: old.policy,
            language: old.language,
            channel: old.channel,
            given_on: old.given_on,
            reason: old.reason,
            signed: old.signed,
            sentence: String::new(),
            shown: String::new(),
            giver: None,
            helpers: Vec::new(),
            signature: None,
        }
    }
}

impl From<ConsentWithdrawn1> for ConsentWithdrawn {
    fn from(old: ConsentWithdrawn1) -> Self {
        Self {
            purposes: old.purposes,
            channel: old.channel,
            given_on: old.given_on,
            reason: old.reason,
            giver: None,
        }
    }
}
