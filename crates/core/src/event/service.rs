//! Services and what they cost: versions of the price list with their rows, amendments by hand, tubes.
//!
//! A version is one commit: `price_list_issued`, then its rows in as few entries as hold them. A service is a subject of
//! its own whose id follows from its code, so two desks that amend the same service speak of the same subject.

use super::codec::body;
use crate::id::{Id, OrgId, SubjectId};
use crate::journal::tagged_hash;

body! {
    /// A version of the price list begins; its rows follow in the same commit.
    PriceListIssued {
        /// What the laboratory calls it.
        name: String,
        /// The first day on which it holds, `YYYY-MM-DD`.
        valid_from: String,
        /// Services in it.
        rows: u32,
        /// Versions of the same first day whose place it takes.
        replaces: Vec<Id>,
    }
}

body! {
    /// A service as a version, or an amendment, states it.
    ServiceRow {
        /// Its code as the laboratory writes it.
        code: String,
        /// Kazakh name.
        name_kk: String,
        /// Russian name.
        name_ru: String,
        /// For labels.
        short: String,
        /// Word of the tube.
        tube: Option<String>,
        /// Whole tenge.
        price: u32,
        /// 1 on an empty stomach, 0 as one likes.
        fasting: u8,
        /// When to come, Kazakh.
        hint_kk: Option<String>,
        /// When to come, Russian.
        hint_ru: Option<String>,
        /// Codes of the services of which a panel is made.
        parts: Vec<String>,
    }
}

body! {
    /// Rows of the version.
    PriceListRows {
        /// In the order of the file.
        rows: Vec<ServiceRow>,
    }
}

body! {
    /// The version was issued by mistake.
    PriceListWithdrawn {
        /// Why.
        reason: String,
    }
}

body! {
    /// From a day on a service of one version is as stated here.
    ServiceSet {
        /// The version.
        list: Id,
        /// The first day, `YYYY-MM-DD`.
        from: String,
        /// All of it.
        row: ServiceRow,
    }
}

body! {
    /// From a day on a service of one version is not offered.
    ServiceDropped {
        /// The version.
        list: Id,
        /// The first day, `YYYY-MM-DD`.
        from: String,
        /// Its code.
        code: String,
        /// Why.
        reason: String,
    }
}

body! {
    /// A tube: the word by which rows name it, and its names.
    TubeDescribed {
        /// The word.
        code: String,
        /// Kazakh name.
        name_kk: String,
        /// Russian name.
        name_ru: String,
        /// 1 in use, 0 not any more.
        used: u8,
    }
}

/// The subject of a service, by the key of its code.
pub fn service_subject(org: OrgId, key: &str) -> SubjectId {
    derived(b"tirkeu/v1/service\0", org, key)
}

/// The subject of a tube, by its folded word.
pub fn tube_subject(org: OrgId, folded: &str) -> SubjectId {
    derived(b"tirkeu/v1/tube\0", org, folded)
}

fn derived(tag: &'static [u8], org: OrgId, name: &str) -> SubjectId {
    let hash = tagged_hash(tag, &[&org.0, name.as_bytes()]);
    let mut id = [0; 16];
    id.copy_from_slice(&hash.0[..16]);
    Id(id)
}
