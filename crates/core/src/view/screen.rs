//! The patient's own screen: what the patient sees there, and what the registrar is told of it.

use serde::Serialize;

use super::ConsentPage;
use crate::domain::consent::screen::{Cleared, Detail, Step};
use crate::id::{Hash, Id};
use crate::words::{Both, Lang};

/// Everything that one patient may come to see, in both languages, made once: a touch must not wait for the desk.
#[derive(Debug, Clone)]
pub struct PatientPage {
    /// Who asks.
    pub organisation: Both,
    /// A training laboratory.
    pub training: bool,
    /// Surname, name, patronymic.
    pub name: Both,
    /// The others who stand on the page, by name.
    pub others: Vec<Both>,
    /// Who acts for the person, and on what ground.
    pub giver: Option<Both>,
    /// The phone in full; empty when none is known.
    pub phone: String,
    /// The person's own language: the first that they see.
    pub language: Lang,
    /// The sentence of a refusal.
    pub refusal: Both,
    /// The page in Kazakh and in Russian.
    pub pages: [ConsentPage; 2],
    /// Title and text of the policy to which its sentence leads.
    pub policy: [Both; 2],
}

/// What stands on the patient's screen. With no step it is the neutral picture, and then it names nobody.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PatientView {
    /// Counts what was shown: of two answers the later one stands.
    pub turn: u32,
    /// Who asks; absent before anybody signed in.
    pub organisation: Option<Both>,
    /// A training laboratory.
    pub training: bool,
    /// Which page; absent for the neutral picture.
    pub step: Option<Step>,
    /// Language that the person reads.
    pub lang: Lang,
    /// Letters of 24 px, high contrast.
    pub large: bool,
    /// Surname, name, patronymic.
    pub name: String,
    /// The others who stand on the page, by name.
    pub others: Vec<String>,
    /// Who acts for the person, and on what ground; empty when nobody does.
    pub giver: String,
    /// The phone in full; empty when none is known.
    pub phone: String,
    /// What the person says is wrong.
    pub wrong: Vec<Detail>,
    /// The page word for word, once the name is checked.
    pub page: Option<ConsentPage>,
    /// The sentence of a refusal, where that is the page; otherwise empty.
    pub refusal: String,
    /// What is ticked: `service`, `care`, further purposes.
    pub ticked: Vec<String>,
    /// The strokes of the signature, points `x,y` in a box of 1000 × 400.
    pub strokes: Vec<String>,
    /// Why ticks or strokes were taken off.
    pub cleared: Cleared,
}

impl PatientView {
    /// The neutral picture.
    pub fn neutral(organisation: Option<Both>, training: bool) -> Self {
        Self {
            turn: 0,
            organisation,
            training,
            step: None,
            lang: Lang::Kk,
            large: false,
            name: String::new(),
            others: Vec::new(),
            giver: String::new(),
            phone: String::new(),
            wrong: Vec::new(),
            page: None,
            refusal: String::new(),
            ticked: Vec::new(),
            strokes: Vec::new(),
            cleared: Cleared::Nothing,
        }
    }
}

/// The policy as the patient reads it: one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PolicyText {
    /// Title.
    pub title: String,
    /// Code, revision and first day, as they stand on the page.
    pub about: String,
    /// Text.
    pub text: String,
}

/// Where the patient's window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WindowPlace {
    /// Not opened, or closed while nobody was asked.
    None,
    /// Open, on a monitor of its own or beside the desk's window.
    Open,
    /// Closed while somebody was asked.
    Closed,
    /// Its monitor is gone.
    Unplugged,
    /// Open, and it does not answer.
    Silent,
}

/// What the registrar is told of the patient's screen.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ScreenView {
    /// Where the window is.
    pub window: WindowPlace,
    /// Who is asked: an id of this asking, not of a person.
    pub talk: Option<Id>,
    /// Where the person is.
    pub step: Option<Step>,
    /// Nobody touched the screen for three minutes: the page was taken off it.
    pub left: bool,
    /// The last stroke or tick could not be kept, and the patient was told to try again.
    pub unkept: bool,
    /// What the person says is wrong.
    pub wrong: Vec<Detail>,
    /// Letters of 24 px, high contrast.
    pub large: bool,
    /// The answer so far.
    pub answer: Option<ScreenAnswer>,
}

/// The answer so far, as fields of the consent form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ScreenAnswer {
    /// `given`, `refused`, or empty while the person has not said that they are done.
    pub answer: String,
    /// The tick beside the sentence.
    pub personal_data: bool,
    /// The tick of care.
    pub care: bool,
    /// Further purposes.
    pub optional: Vec<String>,
    /// Language of the page.
    pub language: Option<Lang>,
    /// The version shown.
    pub policy: Option<Hash>,
    /// The page shown.
    pub page: Option<Hash>,
    /// The strokes so far.
    pub signature: String,
    /// `signed` for a refusal with a signature.
    pub refusal_signed: String,
}
