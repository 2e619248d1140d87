//! What is read and signed: the consent page, policy versions, rendered documents.

use serde::Serialize;

use crate::id::{Hash, Id};
use crate::words::{Both, Lang};

/// The consent page as it must be shown, word for word.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ConsentPage {
    /// SHA-256 of everything that the person reads here: an answer belongs to this page and to no other.
    pub sha256: Hash,
    /// The version shown.
    pub policy: Hash,
    /// Language of the page.
    pub lang: Lang,
    /// Title, code, revision, date of the policy.
    pub policy_title: String,
    /// The sentence before the link.
    pub before: String,
    /// The linked last words.
    pub link: String,
    /// What follows the link.
    pub after: String,
    /// Statutory block of art. 8(4).
    pub block: String,
    /// Sentence of informed consent to medical care.
    pub care: String,
    /// Further purposes that this laboratory offers, each with its own tick.
    pub optional: Vec<OptionalBox>,
    /// Two sentences that the registrar can say aloud: kk and ru.
    pub say: Both,
}

impl ConsentPage {
    /// The sentence beside the tick, as one line.
    pub fn sentence(&self) -> String {
        format!("{}{}{}", self.before, self.link, self.after)
    }
}

/// One further purpose on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OptionalBox {
    /// Name of the purpose.
    pub purpose: String,
    /// The sentence beside its tick.
    pub sentence: String,
}

/// How an edition stands on a day. Words under `edition-stands-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum EditionStands {
    /// It applies.
    InForce,
    /// Its first day has not come.
    Future,
    /// Another one took its place.
    Past,
    /// Another one of the same first day stands in its place.
    Replaced,
}

/// A policy version.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PolicyView {
    /// The version's entry.
    pub entry: Hash,
    /// The policy.
    pub policy: Id,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day, worded.
    pub effective_from: String,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// SHA-256 of the texts.
    pub sha256: Both,
    /// How it stands today.
    pub stands: EditionStands,
    /// When it was published, worded.
    pub published_at: String,
    /// Who published it.
    pub published_by: String,
    /// Years after the last visit.
    pub years: String,
    /// Where it stands on the web, or empty.
    pub url: String,
}

/// A rendered document.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PaperView {
    /// Pages as SVG.
    pub pages: Vec<String>,
    /// SHA-256 of the PDF.
    pub sha256: Hash,
    /// A neutral file name without a person in it.
    pub file_name: String,
}
