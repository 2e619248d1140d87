//! The policy that a laboratory without one of its own is offered, filled in with what it said about itself.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::lab;
use crate::app::setting_subject;
use crate::command::PolicyForm;
use crate::domain::phone::Phone;
use crate::id::OrgId;
use crate::words::{Both, Lang, PolicyFields, dates, policy_template, text};

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
    }))
}
