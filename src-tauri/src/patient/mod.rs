//! Who is being asked on the patient's screen: one talk in memory, shared by two windows that trust each other with
//! nothing. The registrar's window begins it and reads how it goes; the patient's window reads its page and says what
//! was touched. What may follow what is the core's rule (`domain/consent/screen`); each answer goes into the encrypted
//! draft before the patient sees it accepted. Locks are taken in one order: the desk's, then this one.

#[cfg(test)]
mod tests;
mod window;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tirkeu_core::app::screen::{kept_answer, lang, language, put_answer, shown};
use tirkeu_core::command::ConsentForm;
use tirkeu_core::domain::consent::screen::{
    Act, Answer, Letters, NOBODY_MS, Step, THANKS_MS, Talk,
};
use tirkeu_core::domain::consent::{CONSENT_SCREEN_BUSY, CONSENT_SCREEN_GONE};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::id::Id;
use tirkeu_core::view::{
    PatientPage, PatientView, PolicyText, ScreenAnswer, ScreenView, WindowPlace,
};
use tirkeu_core::words::Both;

use crate::machine;

pub use window::{LABEL, close, destroyed, open, open_beside, raise, tell, tell_desk};

/// A page that asks every 300 ms and was not heard for so long does not answer.
const SILENT_MS: u64 = 800;
/// What a window gets to read its page for the first time.
const LOADING_MS: u64 = 10_000;

/// The one talk, and where its window is.
pub struct Screen {
    inner: Mutex<Inner>,
    started: Instant,
}

struct Inner {
    window: WindowPlace,
    talk: Option<Asking>,
    organisation: Option<Both>,
    training: bool,
    left: bool,
    unkept: bool,
    heard_ms: u64,
    turn: u32,
}

struct Asking {
    id: Id,
    talk: Talk,
    page: PatientPage,
    draft: Option<Id>,
    /// Thanks were said: the neutral picture stands there, the answer waits for the registrar.
    thanked: bool,
}

/// What the registrar asks to be shown.
pub struct Ask {
    /// The page.
    pub page: PatientPage,
    /// Size of the letters.
    pub letters: Letters,
    /// Where the answer is kept.
    pub draft: Option<Id>,
    /// What a draft brought back.
    pub kept: Option<ConsentForm>,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            inner: Mutex::new(Inner {
                window: WindowPlace::None,
                talk: None,
                organisation: None,
                training: false,
                left: false,
                unkept: false,
                heard_ms: 0,
                turn: 0,
            }),
            started: Instant::now(),
        }
    }
}

impl Screen {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Whose desk it is: the neutral picture says so.
    pub fn belongs_to(&self, organisation: Option<Both>, training: bool) {
        let mut inner = self.lock();
        inner.organisation = organisation;
        inner.training = training;
    }

    /// Shows a page. The same page of the same person goes on where it is; any other begins anew.
    pub fn show(&self, ask: Ask, id: Id) {
        let now = self.now_ms();
        let mut inner = self.lock();
        inner.unkept = false;
        let shown = shown(&ask.page);
        let left = std::mem::take(&mut inner.left);
        if let Some(asking) = inner
            .talk
            .as_mut()
            .filter(|asking| !left && asking.draft == ask.draft && asking.talk.is_about(&shown))
        {
            asking.talk.set_letters(ask.letters);
            return;
        }
        let language = language(ask.page.language);
        let mut talk = Talk::begin(shown, language, ask.letters, now);
        if let Some(kept) = ask.kept.as_ref().and_then(kept_answer) {
            talk.go_on(&kept);
        }
        inner.heard_ms = inner.heard_ms.max(now);
        inner.talk = Some(Asking {
            id,
            talk,
            page: ask.page,
            draft: ask.draft,
            thanked: false,
        });
    }

    /// Nobody is asked any more: the neutral picture, at once. False when nobody was.
    pub fn stop(&self) -> bool {
        let mut inner = self.lock();
        inner.left = false;
        inner.unkept = false;
        if matches!(inner.window, WindowPlace::Closed | WindowPlace::Unplugged) {
            inner.window = WindowPlace::None;
        }
        inner.talk.take().is_some()
    }

    /// What the patient's window shows; asking for it is also a sign of life.
    pub fn page(&self) -> (PatientView, bool) {
        let now = self.now_ms();
        let mut inner = self.lock();
        inner.heard_ms = now;
        let woken = inner.window == WindowPlace::Silent;
        if woken {
            inner.window = WindowPlace::Open;
        }
        (inner.view(), woken)
    }

    /// The policy behind the link, in the patient's language.
    pub fn policy(&self) -> Result<PolicyText, Error> {
        let inner = self.lock();
        let asking = inner.talk.as_ref().filter(|asking| !asking.thanked);
        let asking = asking.ok_or_else(|| Refusal::new(CONSENT_SCREEN_GONE))?;
        let lang = lang(asking.talk.language());
        let [title, text] = &asking.page.policy;
        let about = asking.page.pages.iter().find(|page| page.lang == lang);
        Ok(PolicyText {
            title: title.get(lang).to_owned(),
            about: about
                .map(|page| page.policy_title.clone())
                .unwrap_or_default(),
            text: text.get(lang).to_owned(),
        })
    }

    /// The patient touched the screen. `keep` puts the answer into the draft: when it fails nothing has changed, and
    /// both windows hear of it. Called with the desk's lock held.
    pub fn act(
        &self,
        act: &Act,
        keep: impl FnOnce(Id, &Answer) -> Result<(), Error>,
    ) -> Result<PatientView, Error> {
        let now = self.now_ms();
        let mut inner = self.lock();
        let left = inner.left;
        let asking = inner
            .talk
            .as_mut()
            .filter(|asking| !asking.thanked && !left);
        let asking = asking.ok_or_else(|| Refusal::new(CONSENT_SCREEN_GONE))?;
        let mut next = asking.talk.clone();
        let acted = next.act(act, now);
        let kept = match (acted, asking.draft) {
            (Err(refusal), _) => {
                asking.talk.touch(now);
                return Err(refusal.into());
            }
            (Ok(()), Some(draft)) if act.is_kept() => keep(draft, &next.answer()),
            (Ok(()), _) => Ok(()),
        };
        if kept.is_ok() {
            asking.talk = next;
        }
        inner.unkept = kept.is_err();
        kept.map(|()| inner.view())
    }

    /// What the registrar is told.
    pub fn state(&self) -> ScreenView {
        let inner = self.lock();
        let talk = inner.talk.as_ref();
        ScreenView {
            window: inner.window,
            talk: talk.map(|asking| asking.id),
            step: talk.map(|asking| asking.talk.step()),
            left: inner.left,
            unkept: inner.unkept,
            wrong: talk
                .map(|asking| asking.talk.wrong().to_vec())
                .unwrap_or_default(),
            large: talk.is_some_and(|asking| asking.talk.letters() == Letters::Large),
            answer: talk.map(|asking| answered(asking.talk.answer())),
        }
    }

    /// A form that is being kept holds the answer as it is here, never an older one.
    pub fn put_into(&self, draft: Option<Id>, json: String) -> String {
        let inner = self.lock();
        let asking = inner.talk.as_ref();
        let Some(asking) = asking.filter(|asking| draft.is_some() && asking.draft == draft) else {
            return json;
        };
        let Ok(mut form) = serde_json::from_str(&json) else {
            return json;
        };
        put_answer(&mut form, &asking.talk.answer());
        form.to_string()
    }

    /// A form is not saved past a patient who is still answering.
    ///
    /// # Errors
    /// `consent-screen-busy`.
    pub fn lets_save(&self, draft: Option<Id>) -> Result<(), Error> {
        let inner = self.lock();
        let asked = inner.talk.as_ref().filter(|asking| {
            draft.is_some() && asking.draft == draft && !asking.talk.is_answered() && !inner.left
        });
        match asked {
            Some(_) => Err(Refusal::new(CONSENT_SCREEN_BUSY).into()),
            None => Ok(()),
        }
    }

    /// A form was saved: its patient is not asked any more. True when one was.
    pub fn saved(&self, draft: Option<Id>) -> bool {
        let is_its = {
            let inner = self.lock();
            let asking = inner.talk.as_ref();
            asking.is_some_and(|asking| draft.is_some() && asking.draft == draft)
        };
        is_its && self.stop()
    }

    /// Looks at the clock; true when something changed for the windows.
    fn look(&self) -> bool {
        let now = self.now_ms();
        let nobody_ms = machine::shorter("TIRKEU_NOBODY_S", NOBODY_MS);
        let thanks_ms = machine::shorter("TIRKEU_THANKS_S", THANKS_MS);
        let mut inner = self.lock();
        let inner = &mut *inner;
        let mut changed = false;
        if let Some(asking) = &mut inner.talk {
            if !inner.left && asking.talk.is_left(now, nobody_ms) {
                // The draft keeps what there was; the screen does not.
                inner.left = true;
                changed = true;
            }
            if !asking.thanked && asking.talk.is_thanked(now, thanks_ms) {
                asking.thanked = true;
                changed = true;
            }
            let asks = !inner.left && !asking.thanked;
            if asks
                && inner.window == WindowPlace::Open
                && now.saturating_sub(inner.heard_ms) > SILENT_MS
            {
                inner.window = WindowPlace::Silent;
                changed = true;
            }
        }
        changed
    }

    fn opened(&self) {
        let heard_ms = self.now_ms() + LOADING_MS;
        let mut inner = self.lock();
        inner.window = WindowPlace::Open;
        inner.heard_ms = heard_ms;
    }

    /// The window is gone; what was drawn so far stays in the talk and in the draft, and stands there again when the
    /// window is opened anew.
    fn gone(&self, place: WindowPlace) {
        let mut inner = self.lock();
        if inner.window == WindowPlace::Unplugged {
            return;
        }
        let asked = inner
            .talk
            .as_ref()
            .is_some_and(|asking| !asking.talk.is_answered());
        let asked = asked && !inner.left;
        inner.window = match place {
            WindowPlace::Closed if !asked => WindowPlace::None,
            place => place,
        };
    }

    fn place(&self) -> WindowPlace {
        self.lock().window
    }
}

impl Inner {
    fn view(&mut self) -> PatientView {
        self.turn = self.turn.wrapping_add(1);
        let neutral = || PatientView {
            turn: self.turn,
            ..PatientView::neutral(self.organisation.clone(), self.training)
        };
        let Some(asking) = self.talk.as_ref() else {
            return neutral();
        };
        if asking.thanked || self.left {
            return neutral();
        }
        let (talk, page) = (&asking.talk, &asking.page);
        let lang = lang(talk.language());
        let answer = talk.answer();
        let ticked = [(answer.personal_data, "service"), (answer.care, "care")];
        let ticked = ticked.iter().filter(|(tick, _)| *tick);
        let ticked = ticked.map(|(_, name)| (*name).to_owned());
        let reads = matches!(talk.step(), Step::Page | Step::Sign);
        let text = page.pages.iter().find(|page| page.lang == lang);
        PatientView {
            turn: self.turn,
            organisation: Some(page.organisation.clone()),
            training: page.training,
            step: Some(talk.step()),
            lang,
            large: talk.letters() == Letters::Large,
            name: page.name.get(lang).to_owned(),
            others: page
                .others
                .iter()
                .map(|name| name.get(lang).to_owned())
                .collect(),
            giver: page
                .giver
                .as_ref()
                .map(|giver| giver.get(lang).to_owned())
                .unwrap_or_default(),
            phone: page.phone.clone(),
            wrong: talk.wrong().to_vec(),
            page: text.filter(|_| reads).cloned(),
            refusal: match talk.step() {
                Step::Refusal => page.refusal.get(lang).to_owned(),
                _ => String::new(),
            },
            ticked: ticked.chain(answer.optional).collect(),
            strokes: talk.strokes().to_vec(),
            cleared: talk.cleared(),
        }
    }
}

fn answered(answer: Answer) -> ScreenAnswer {
    ScreenAnswer {
        answer: answer.answer.to_owned(),
        personal_data: answer.personal_data,
        care: answer.care,
        optional: answer.optional,
        language: answer.language.map(lang),
        policy: answer.policy,
        page: answer.page,
        signature: answer.signature,
        refusal_signed: answer.refusal_signed.to_owned(),
    }
}
