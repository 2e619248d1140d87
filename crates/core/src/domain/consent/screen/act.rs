//! What a person does on their own screen. Each act belongs to a step; what does not is refused and changes nothing.

use serde::{Deserialize, Serialize};

use super::{Cleared, Step, Talk};
use crate::domain::consent::{
    CONSENT_CARE_UNTICKED, CONSENT_DATA_REQUIRED, CONSENT_SCREEN_STEP, CONSENT_SIGNATURE_FORM,
    signature,
};
use crate::domain::patient::Language;
use crate::error::Refusal;

/// Sum of the bytes of all strokes: what one signature may have at most, see [`signature`].
const LONGEST: usize = 72_000;

/// What the person checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// The name, or that of whoever acts for the person.
    Name,
    /// The phone.
    Phone,
}

/// One touch of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Another language: another text, so nothing stays ticked or signed.
    Speak {
        /// `kk` or `ru`.
        language: String,
    },
    /// Letters of 24 px and high contrast, or the usual ones again.
    Large {
        /// Which.
        on: bool,
    },
    /// «Всё верно».
    Right,
    /// «Есть ошибка»; a second touch takes it back.
    Wrong {
        /// Where.
        detail: Detail,
    },
    /// A tick is set or taken off.
    Tick {
        /// `service`, `care`, or a further purpose of the page.
        purpose: String,
        /// Set.
        on: bool,
    },
    /// To page 2, with both ticks.
    Next,
    /// To page 2 without consent to care, said a second time.
    NextWithoutCare,
    /// One page back.
    Back,
    /// A finished stroke: points `x,y` with a space between.
    Stroke {
        /// The points.
        points: String,
    },
    /// The signature is drawn anew.
    Clear,
    /// «Отказаться», at any step.
    Refuse,
    /// «Готово».
    Done,
}

impl Act {
    /// Whether the answer that is kept changes by it: then it is kept before the person sees it accepted.
    pub fn is_kept(&self) -> bool {
        !matches!(self, Self::Large { .. } | Self::Right | Self::Wrong { .. })
    }
}

impl Talk {
    /// The person touched the screen. A refused act leaves everything as it was, but somebody is there.
    pub fn act(&mut self, act: &Act, now_ms: u64) -> Result<(), Refusal> {
        let elsewhere = || Refusal::new(CONSENT_SCREEN_STEP);
        if self.is_answered() {
            return Err(elsewhere());
        }
        self.touched_ms = now_ms;
        match (act, self.step) {
            (Act::Speak { language }, _) => self.speak(language)?,
            (Act::Large { on }, _) => self.large = *on,
            (Act::Right, Step::Check | Step::Wrong) => {
                self.wrong.clear();
                self.step = Step::Page;
            }
            (Act::Wrong { detail }, Step::Check | Step::Wrong) => {
                match self.wrong.iter().position(|one| one == detail) {
                    Some(at) => drop(self.wrong.remove(at)),
                    None => self.wrong.push(*detail),
                }
                self.step = Step::Wrong;
            }
            (Act::Tick { purpose, on }, Step::Page | Step::Sign) => self.tick(purpose, *on)?,
            (Act::Next, Step::Page) if self.personal_data && !self.care => {
                return Err(Refusal::at("care", CONSENT_CARE_UNTICKED));
            }
            (Act::Next | Act::NextWithoutCare, Step::Page) => {
                if !self.personal_data {
                    return Err(Refusal::at("personal_data", CONSENT_DATA_REQUIRED));
                }
                self.step = Step::Sign;
            }
            (Act::Back, Step::Wrong | Step::Page) => {
                self.wrong.clear();
                self.step = Step::Check;
            }
            (Act::Back, Step::Sign) => self.step = Step::Page,
            (Act::Back, Step::Refusal | Step::Apart) => {
                self.strokes.clear();
                self.step = Step::Page;
            }
            (Act::Stroke { points }, Step::Sign | Step::Refusal) => self.stroke(points)?,
            (Act::Clear, Step::Sign | Step::Refusal) => self.strokes.clear(),
            (Act::Refuse, Step::Check | Step::Wrong | Step::Page | Step::Sign) => {
                self.untick();
                self.cleared = Cleared::Nothing;
                // Nobody says no for several with one touch.
                self.step = match self.shown.others {
                    0 => Step::Refusal,
                    _ => Step::Apart,
                };
            }
            (Act::Done, Step::Sign) => {
                signature::check(&self.strokes.join(";"))?;
                self.step = Step::Given;
            }
            // Nobody must sign a refusal; a dot is no signature.
            (Act::Done, Step::Refusal) => {
                if !self.strokes.is_empty() {
                    signature::check(&self.strokes.join(";"))?;
                }
                self.step = Step::Refused;
            }
            _ => return Err(elsewhere()),
        }
        Ok(())
    }

    fn speak(&mut self, language: &str) -> Result<(), Refusal> {
        let language =
            Language::parse(language).ok_or_else(|| Refusal::new(CONSENT_SCREEN_STEP))?;
        if language == self.language {
            return Ok(());
        }
        self.language = language;
        let had = self.personal_data || self.care || !self.strokes.is_empty();
        self.untick();
        if self.step == Step::Sign {
            self.step = Step::Page;
        }
        if had {
            self.cleared = Cleared::Language;
        }
        Ok(())
    }

    fn tick(&mut self, purpose: &str, on: bool) -> Result<(), Refusal> {
        match (purpose, self.step) {
            ("service", Step::Page) => self.personal_data = on,
            ("care", Step::Page) => self.care = on,
            (further, Step::Sign) if self.text().offered.iter().any(|one| one == further) => {
                self.optional.retain(|one| one != further);
                if on {
                    self.optional.push(further.to_owned());
                }
            }
            _ => return Err(Refusal::new(CONSENT_SCREEN_STEP)),
        }
        // What was signed were other ticks.
        self.cleared = match self.strokes.is_empty() {
            true => Cleared::Nothing,
            false => Cleared::Tick,
        };
        self.strokes.clear();
        Ok(())
    }

    fn stroke(&mut self, points: &str) -> Result<(), Refusal> {
        let wrong = || Refusal::at("signature", CONSENT_SIGNATURE_FORM);
        let drawn: usize = self.strokes.iter().map(|stroke| stroke.len() + 1).sum();
        if points.contains(';') || drawn + points.len() > LONGEST {
            return Err(wrong());
        }
        signature::strokes(points).ok_or_else(wrong)?;
        self.strokes.push(points.to_owned());
        self.cleared = Cleared::Nothing;
        Ok(())
    }

    fn untick(&mut self) {
        self.personal_data = false;
        self.care = false;
        self.optional.clear();
        self.strokes.clear();
    }
}
