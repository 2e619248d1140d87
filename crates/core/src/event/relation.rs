//! How two cards belong together: a representative and the person for whom they act, two cards of one person.
//!
//! A relation is a subject of its own, made of both cards, so that what is said about a pair folds together
//! whichever desk says it: `SHA-256("tirkeu/v1/pair\0" ‖ relation u8 ‖ smaller id ‖ larger id)[..16]`.

use sha2::{Digest, Sha256};

use super::codec::body;
use crate::id::{Id, SubjectId};

/// What the relation is; the number is stored.
pub mod kind {
    /// `a` acts for `b`: a lawful representative, Law 94-V art. 8(1), Health Code art. 78.
    pub const REPRESENTATIVE: u8 = 1;
    /// `a` and `b` are cards of one person.
    pub const SAME: u8 = 2;
}

/// On what ground somebody acts for another; the number is stored.
pub mod basis {
    /// Mother.
    pub const MOTHER: u8 = 1;
    /// Father.
    pub const FATHER: u8 = 2;
    /// Adoptive parent.
    pub const ADOPTIVE: u8 = 3;
    /// Guardian (опекун).
    pub const GUARDIAN: u8 = 4;
    /// Trustee (попечитель) or foster carer.
    pub const TRUSTEE: u8 = 5;
    /// By power of attorney.
    pub const ATTORNEY: u8 = 6;
    /// By a court's decision.
    pub const COURT: u8 = 7;
}

/// What a representative may do; the number is stored.
pub mod scope {
    /// Give and withdraw consent.
    pub const CONSENT: u8 = 1;
    /// Be told and receive results.
    pub const RESULTS: u8 = 2;
    /// Exercise the rights over the data.
    pub const RIGHTS: u8 = 3;
}

/// The subject of what is said about a pair of cards.
pub fn pair(relation: u8, one: SubjectId, other: SubjectId) -> SubjectId {
    let (smaller, larger) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    let hash = Sha256::new()
        .chain_update(b"tirkeu/v1/pair\0")
        .chain_update([relation])
        .chain_update(smaller.0)
        .chain_update(larger.0)
        .finalize();
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    Id(id)
}

body! {
    /// One card stands in a relation to another, as the documents say.
    RelationSet {
        /// See [`kind`].
        relation: u8,
        /// The card that acts.
        a: Id,
        /// The card for which it acts.
        b: Id,
        /// See [`basis`].
        basis: u8,
        /// The document that shows it, as typed; absent where none was asked for.
        document: Option<String>,
        /// Its last day, `YYYY-MM-DD`.
        valid_until: Option<String>,
        /// See [`scope`].
        scope: Vec<u8>,
    }
}

body! {
    /// The relation is over.
    RelationEnded {
        /// See [`kind`].
        relation: u8,
        /// The card that acted.
        a: Id,
        /// The card for which it acted.
        b: Id,
        /// Why, in the words of whoever ends it.
        reason: String,
    }
}

body! {
    /// Two cards are of one person; both stay as they are.
    CardsMerged {
        /// The card from which it was said.
        a: Id,
        /// The other card.
        b: Id,
        /// How it is known, in the words of whoever says it.
        reason: String,
    }
}

body! {
    /// Two cards are of two people after all.
    CardsParted {
        /// The card from which it was said.
        a: Id,
        /// The other card.
        b: Id,
        /// How it is known, in the words of whoever says it.
        reason: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_the_same_from_both_sides_and_no_other() {
        let (a, b, c) = (Id([1; 16]), Id([2; 16]), Id([3; 16]));
        assert_eq!(pair(1, a, b), pair(1, b, a));
        assert_ne!(pair(1, a, b), pair(1, a, c));
        assert_ne!(pair(1, a, b), pair(2, a, b));
    }
}
