//! The consent page, word for word: what is shown is what the entry keeps.

use chrono::NaiveDate;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::lab::{self, Policy};
use crate::id::Hash;
use crate::view::ConsentPage;
use crate::words::consent_block::care_sentence;
use crate::words::{BlockFacts, Both, Lang, checkbox_sentence, dates, statutory_block, text};

/// Purposes that the service itself needs; words under `consent-purpose-<key>`.
pub const SERVICE: &[&str] = &[
    "lab-services",
    "tests",
    "results",
    "records",
    "contracts",
    "legal-duties",
];
/// What reception collects for them; words under `consent-field-<key>`.
pub const COLLECTED: &[&str] = &[
    "full-name",
    "iin",
    "birth-date",
    "sex",
    "identity-document",
    "phone",
    "health",
    "results",
];

/// The page for a person, in one language; none before organisation and policy are there.
pub fn page(
    conn: &Connection,
    name: &str,
    lang: Lang,
    on: NaiveDate,
) -> Result<Option<ConsentPage>, rusqlite::Error> {
    match lab::current_policy(conn, on)? {
        Some(policy) => page_of(conn, &policy, name, lang),
        None => Ok(None),
    }
}

/// The page with a given version of the policy.
pub fn page_of(
    conn: &Connection,
    policy: &Policy,
    name: &str,
    lang: Lang,
) -> Result<Option<ConsentPage>, rusqlite::Error> {
    let Some(organisation) = lab::organisation(conn)? else {
        return Ok(None);
    };
    let facts = BlockFacts {
        org: organisation.name,
        bin_kind: organisation.number_kind,
        bin: organisation.number,
        address: organisation.address,
        subject: name.to_owned(),
        purposes: SERVICE.iter().map(|key| (*key).to_owned()).collect(),
        fields: COLLECTED.iter().map(|key| (*key).to_owned()).collect(),
        years: u32::from(policy.years),
        third_parties: Vec::new(),
        email: organisation.email,
    };
    let sentence = checkbox_sentence(lang);
    let mut page = ConsentPage {
        sha256: Hash::ZERO,
        policy: policy.entry,
        lang,
        policy_title: policy_title(policy, lang),
        before: sentence.before,
        link: sentence.link,
        after: sentence.after,
        block: statutory_block(lang, &facts),
        care: care_sentence(lang),
        say: Both::of("consent-say", &[]),
    };
    page.sha256 = seal(&page);
    Ok(Some(page))
}

/// SHA-256 over the version, the language, and each text with its length before it.
fn seal(page: &ConsentPage) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(page.policy.0);
    let texts = [
        page.lang.tag(),
        &page.policy_title,
        &page.before,
        &page.link,
        &page.after,
        &page.block,
        &page.care,
    ];
    for text in texts {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    Hash(hasher.finalize().into())
}

/// Title, code, revision and first day, as they stand on the page.
pub fn policy_title(policy: &Policy, lang: Lang) -> String {
    let from = dates::long(lang, policy.effective_from);
    text(
        lang,
        "consent-policy-title",
        &[
            ("title", policy.title.get(lang)),
            ("code", &policy.code),
            ("revision", &policy.revision),
            ("from", &from),
        ],
    )
}

/// Everything on the page besides the sentence that was ticked, as the entry keeps it.
pub fn shown(page: &ConsentPage) -> String {
    format!("{}\n\n{}", page.policy_title, page.block)
}
