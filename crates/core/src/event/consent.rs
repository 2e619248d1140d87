//! Consent: given, refused, withdrawn, recorded by mistake.
//!
//! `given_on` is the date on paper or screen; when it was recorded is the entry's own `wall`.

use super::codec::body;
use crate::id::Hash;

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
