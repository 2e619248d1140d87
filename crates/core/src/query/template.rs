//! The texts that a laboratory without its own is offered: the policy, filled in with what it said about itself,
//! and the digest of the law for its people.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::lab;
use crate::app::setting_subject;
use crate::command::{DocumentForm, PolicyForm};
use crate::domain::phone::Phone;
use crate::id::OrgId;
use crate::words::{Both, Lang, PolicyFields, dates, law_digest, policy_template, text};

/// The name under which the digest of the law is the same document on every desk.
pub const DIGEST: &str = "law-digest";

/// The form of a first revision, in force from `on`; `None` before the organisation was described.
pub fn policy(
    conn: &Connection,
    org: OrgId,
    on: NaiveDate,
) -> Result<Option<PolicyForm>, rusqlite::Error> {
    let Some(organisation) = lab::organisation(conn)? else {
        return Ok(None);
    };
    let phone = Phone::from_e164(&organisation.phone);
    let fields = PolicyFields {
        org: organisation.name,
        bin_kind: organisation.number_kind,
        bin: organisation.number,
        address: organisation.address,
        email: organisation.email,
        phone: phone.map(|phone| phone.display()).unwrap_or_default(),
    };
    let both = |make: &dyn Fn(Lang) -> String| Both {
        kk: make(Lang::Kk),
        ru: make(Lang::Ru),
    };
    Ok(Some(PolicyForm {
        policy: Some(setting_subject(org, "policy")),
        code: String::new(),
        revision: "1".to_owned(),
        effective_from: dates::short(on),
        title: both(&|lang| text(lang, "policy-title", &[])),
        text: both(&|lang| policy_template(lang, &fields)),
        years: "5".to_owned(),
        url: String::new(),
        differences_seen: false,
    }))
}

/// The digest of the law that a laboratory is offered for its people to read, in force from `on`.
pub fn digest(org: OrgId, on: NaiveDate) -> DocumentForm {
    DocumentForm {
        document: Some(setting_subject(org, DIGEST)),
        code: String::new(),
        revision: "1".to_owned(),
        effective_from: dates::short(on),
        title: Both::of("policy-digest-title", &[]),
        text: law_digest(),
        differences_seen: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::edition::differ;

    #[test]
    fn the_texts_that_are_offered_say_the_same_in_both_languages() {
        let digest = digest(OrgId::ZERO, NaiveDate::default());
        assert_eq!(differ(&digest.text.kk, &digest.text.ru), []);
        let both = |text: &str| Both {
            kk: text.to_owned(),
            ru: text.to_owned(),
        };
        let fields = PolicyFields {
            org: both("Lab 24"),
            bin_kind: crate::words::BinKind::Bin,
            bin: "990140000123".to_owned(),
            address: both("Abay 10"),
            email: "a@lab.kz".to_owned(),
            phone: "+7 727 234 56 78".to_owned(),
        };
        let of = |lang| policy_template(lang, &fields);
        assert_eq!(differ(&of(Lang::Kk), &of(Lang::Ru)), []);
    }
}
