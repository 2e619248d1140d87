//! Consent on the patient's own screen: which page follows which, and what the answer is made of.
//!
//! The person first checks their own name and phone, reads page 1 (the sentence, the statutory block, care), then
//! page 2 (further purposes, the signature), and says «Готово»; or refuses, at any step. Called by the shell, which
//! holds one [`Talk`] in memory while somebody is asked, by `app/screen.rs`, which keeps its answer in the draft,
//! and by nobody else: what is decided here is what stands on the form, and `give` and `refuse` decide on the form
//! when the registrar saves. Source: design page ux, S3; Law 94-V art. 8; Health Code art. 134, 136.

mod act;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::domain::patient::Language;
use crate::id::Hash;

pub use act::{Act, Detail};

/// Milliseconds without a touch after which nobody answers: a person's page must not stand there for the next one.
pub const NOBODY_MS: u64 = 3 * 60_000;
/// Milliseconds for which thanks are said.
pub const THANKS_MS: u64 = 30_000;

/// What stands on the patient's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Own name and phone.
    Check,
    /// Something of them is wrong: the registrar corrects it.
    Wrong,
    /// Page 1: the sentence, the block, care.
    Page,
    /// Page 2: further purposes and the signature.
    Sign,
    /// The refusal, with or without a signature.
    Refusal,
    /// A refusal of a page for several: each is asked for by themself, and the registrar shows their page.
    Apart,
    /// Consent was given.
    Given,
    /// Consent was refused.
    Refused,
}

/// Why ticks and strokes were taken off: the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Cleared {
    /// Nothing was taken off.
    Nothing,
    /// The page is in the other language: another text.
    Language,
    /// A tick changed under the signature.
    Tick,
}

/// One language of the page, as far as an answer depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its language.
    pub language: Language,
    /// SHA-256 of everything that the person reads.
    pub page: Hash,
    /// The version of the policy.
    pub policy: Hash,
    /// Names of the further purposes that it offers.
    pub offered: Vec<String>,
}

/// Whom the page is about: another name or phone is another page, even where no sentence says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The page in Kazakh and in Russian.
    pub texts: [Text; 2],
    /// What the person checks: name, phone, who acts for them.
    pub checked: Vec<String>,
    /// How many others stand on the page.
    pub others: usize,
}

/// An answer that is kept, finished or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// `given`, `refused`, or empty while the person has not said that they are done.
    pub answer: &'static str,
    /// The tick beside the sentence.
    pub personal_data: bool,
    /// The tick of care.
    pub care: bool,
    /// Further purposes.
    pub optional: Vec<String>,
    /// Language of the page.
    pub language: Option<Language>,
    /// The version shown.
    pub policy: Option<Hash>,
    /// The page shown.
    pub page: Option<Hash>,
    /// The strokes so far, see [`super::signature`].
    pub signature: String,
    /// `signed` for a refusal with a signature; otherwise empty: a worker signs alone by their own word only.
    pub refusal_signed: &'static str,
}

/// One person being asked.
#[derive(Debug, Clone)]
pub struct Talk {
    shown: Shown,
    language: Language,
    large: bool,
    step: Step,
    wrong: Vec<Detail>,
    personal_data: bool,
    care: bool,
    optional: Vec<String>,
    strokes: Vec<String>,
    cleared: Cleared,
    touched_ms: u64,
}

impl Talk {
    /// Begins with the name check, nothing ticked.
    pub fn begin(shown: Shown, language: Language, letters: Letters, now_ms: u64) -> Self {
        Self {
            shown,
            language,
            large: letters == Letters::Large,
            step: Step::Check,
            wrong: Vec::new(),
            personal_data: false,
            care: false,
            optional: Vec::new(),
            strokes: Vec::new(),
            cleared: Cleared::Nothing,
            touched_ms: now_ms,
        }
    }

    /// Goes on where the person was when the power failed or the window closed, if it is the very same page: they
    /// see their ticks and strokes again and say themselves that they are done.
    pub fn go_on(&mut self, kept: &Answer) {
        let same = |text: &&Text| Some(text.page) == kept.page;
        let Some(text) = self.shown.texts.iter().find(same) else {
            return;
        };
        if !kept.answer.is_empty() || !kept.personal_data {
            return;
        }
        self.language = text.language;
        self.personal_data = true;
        self.care = kept.care;
        let offered = |name: &&String| text.offered.contains(name);
        self.optional = kept.optional.iter().filter(offered).cloned().collect();
        self.strokes = kept
            .signature
            .split(';')
            .filter(|stroke| super::signature::strokes(stroke).is_some())
            .map(str::to_owned)
            .collect();
        self.step = Step::Sign;
    }

    /// Whether it is about this page and this person.
    pub fn is_about(&self, shown: &Shown) -> bool {
        self.shown == *shown
    }

    /// What stands on the screen.
    pub fn step(&self) -> Step {
        self.step
    }

    /// The language that the person chose.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Letters of 24 px, high contrast.
    pub fn letters(&self) -> Letters {
        match self.large {
            true => Letters::Large,
            false => Letters::Usual,
        }
    }

    /// The registrar sets the letters beforehand.
    pub fn set_letters(&mut self, letters: Letters) {
        self.large = letters == Letters::Large;
    }

    /// Somebody is there.
    pub fn touch(&mut self, now_ms: u64) {
        self.touched_ms = now_ms;
    }

    /// What the person says is wrong.
    pub fn wrong(&self) -> &[Detail] {
        &self.wrong
    }

    /// The strokes so far.
    pub fn strokes(&self) -> &[String] {
        &self.strokes
    }

    /// Why ticks or strokes were taken off.
    pub fn cleared(&self) -> Cleared {
        self.cleared
    }

    /// The person said that they are done.
    pub fn is_answered(&self) -> bool {
        matches!(self.step, Step::Given | Step::Refused)
    }

    /// Nobody has touched the screen for [`NOBODY_MS`], or for the time that a test gives.
    pub fn is_left(&self, now_ms: u64, nobody_ms: u64) -> bool {
        !self.is_answered() && now_ms.saturating_sub(self.touched_ms) >= nobody_ms
    }

    /// Thanks were said for [`THANKS_MS`], or for the time that a test gives.
    pub fn is_thanked(&self, now_ms: u64, thanks_ms: u64) -> bool {
        self.is_answered() && now_ms.saturating_sub(self.touched_ms) >= thanks_ms
    }

    /// The answer so far, for the form and for the draft.
    pub fn answer(&self) -> Answer {
        let text = self.text();
        let (answer, refusal_signed) = match self.step {
            Step::Given => ("given", ""),
            Step::Refused if self.strokes.is_empty() => ("refused", ""),
            Step::Refused => ("refused", "signed"),
            _ => ("", ""),
        };
        Answer {
            answer,
            personal_data: self.personal_data,
            care: self.care,
            optional: self.optional.clone(),
            language: Some(self.language),
            policy: Some(text.policy),
            page: Some(text.page),
            signature: self.strokes.join(";"),
            refusal_signed,
        }
    }

    fn text(&self) -> &Text {
        let [first, second] = &self.shown.texts;
        match first.language == self.language {
            true => first,
            false => second,
        }
    }
}

/// Size of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// As on every screen.
    Usual,
    /// 24 px, high contrast.
    Large,
}
