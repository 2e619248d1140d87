//! The patient's own screen at the doors: what is put before a person, and their answer in the encrypted draft.
//!
//! Which page follows which is the rule of `domain/consent/screen`; who holds the talk in memory is the shell.

use rusqlite::params;
use serde_json::Value;

use super::App;
use crate::command::{ConsentForm, PageForm};
use crate::domain::consent::screen::{Answer, Shown, Text};
use crate::domain::consent::{CONSENT_POLICY_REQUIRED, CONSENT_SCREEN_GONE};
use crate::domain::patient::Language;
use crate::domain::phone::Phone;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::patient::field;
use crate::id::Id;
use crate::journal::log::signed;
use crate::query;
use crate::query::page::Beside;
use crate::view::{ConsentPage, PatientPage};
use crate::words::{Both, Lang, person, text};

impl App {
    /// Everything that a patient may come to see about themself, in both languages. It says what stands on the
    /// registrar's screen already; of an opened card the phone is masked there, so showing it in full is an entry.
    ///
    /// # Errors
    /// `consent-policy-required` before a policy is published.
    pub fn patient_page(&mut self, asked: &PageForm) -> Result<PatientPage, Error> {
        let kk = self.consent_page(asked, Lang::Kk)?;
        let ru = self.consent_page(asked, Lang::Ru)?;
        let whose = self.whose(asked)?;
        let phone = whose.fields.get(&field::PHONE);
        let phone = phone.and_then(|phone| Phone::from_e164(phone));
        if let (Some(_), None, Some(card)) = (&phone, &asked.patient, asked.card) {
            drop(self.reveal(card, "phone")?);
        }
        let conn = self.conn();
        let gone = || Refusal::new(CONSENT_POLICY_REQUIRED);
        let organisation = query::lab::organisation(conn)?.ok_or_else(gone)?;
        let policy = query::lab::policy(conn, kk.policy)?.ok_or_else(gone)?;
        let both = |say: &dyn Fn(Lang) -> String| Both {
            kk: say(Lang::Kk),
            ru: say(Lang::Ru),
        };
        let giver = whose.giver.as_ref().map(|giver| {
            // Grounds that differ from child to child stand on the page, each beside its name.
            let same = |other: &Beside| other.giver.basis == giver.basis;
            let key = format!("representative-basis-{}", giver.basis.text());
            both(&|lang| match whose.others.iter().all(same) {
                true => format!("{} ({})", giver.name, text(lang, &key, &[])),
                false => giver.name.clone(),
            })
        });
        let own = match &asked.patient {
            Some(form) => Lang::from_tag(&form.language),
            None => whose
                .fields
                .get(&field::LANGUAGE)
                .and_then(|tag| Lang::from_tag(tag)),
        };
        Ok(PatientPage {
            language: own.unwrap_or(Lang::Kk),
            organisation: organisation.name,
            training: query::lab::is_training(conn)?,
            name: both(&|lang| person::name(lang, &whose.fields)),
            others: whose
                .others
                .iter()
                .map(|other| both(&|lang| person::name(lang, &other.fields)))
                .collect(),
            giver,
            phone: phone.map(|phone| phone.display()).unwrap_or_default(),
            refusal: both(&|lang| text(lang, "consent-refusal", &[])),
            pages: [kk, ru],
            policy: [policy.title, policy.text],
        })
    }

    /// Puts an answer of the patient's screen, finished or not, into the draft of whoever works: after a power cut
    /// it is all there.
    ///
    /// # Errors
    /// `not-found` for a draft that is gone or somebody else's.
    pub fn keep_answer(&mut self, draft: Id, answer: &Answer) -> Result<(), Error> {
        let (_, json) = self.kept(draft)?;
        let mut form: Value =
            serde_json::from_str(&json).map_err(|_| Refusal::new(CONSENT_SCREEN_GONE))?;
        put_answer(&mut form, answer);
        let now = signed(self.clock.now_ms());
        let written = self.store.conn().execute(
            "UPDATE l_drafts SET json = ?2, saved_at = ?3 WHERE id = ?1",
            params![draft, form.to_string(), now],
        )?;
        match written {
            0 => Err(Refusal::new(NOT_FOUND).into()),
            _ => Ok(()),
        }
    }
}

/// The answer in a form that is kept: what the registrar typed of it (who helped, why) stays.
pub fn put_answer(form: &mut Value, answer: &Answer) {
    let Some(fields) = form.as_object_mut() else {
        return;
    };
    let typed = fields.get("consent").cloned().unwrap_or_default();
    let typed: ConsentForm = serde_json::from_value(typed).unwrap_or_default();
    let consent = ConsentForm {
        answer: answer.answer.to_owned(),
        channel: "patient_screen".to_owned(),
        personal_data: answer.personal_data,
        care: answer.care,
        optional: answer.optional.clone(),
        language: answer.language.map(lang),
        policy: answer.policy,
        page: answer.page,
        signature: answer.signature.clone(),
        refusal_signed: match answer.refusal_signed {
            "" if answer.answer == "refused" => typed.refusal_signed,
            signed => signed.to_owned(),
        },
        ..typed
    };
    // A form of plain fields has no value that JSON could not hold.
    fields.insert(
        "consent".to_owned(),
        serde_json::to_value(consent).unwrap_or_default(),
    );
}

/// The answer that a kept form holds, as far as the patient's screen gave it.
pub fn kept_answer(form: &ConsentForm) -> Option<Answer> {
    (form.channel == "patient_screen" && form.answer.is_empty()).then(|| Answer {
        answer: "",
        personal_data: form.personal_data,
        care: form.care,
        optional: form.optional.clone(),
        language: form.language.map(language),
        policy: form.policy,
        page: form.page,
        signature: form.signature.clone(),
        refusal_signed: "",
    })
}

/// What an answer of the page depends on.
pub fn shown(page: &PatientPage) -> Shown {
    let text = |page: &ConsentPage| Text {
        language: language(page.lang),
        page: page.sha256,
        policy: page.policy,
        offered: page
            .optional
            .iter()
            .map(|one| one.purpose.clone())
            .collect(),
    };
    let mut checked = vec![
        page.name.kk.clone(),
        page.name.ru.clone(),
        page.phone.clone(),
    ];
    checked.extend(page.giver.iter().map(|giver| giver.kk.clone()));
    let others = page
        .others
        .iter()
        .flat_map(|name| [name.kk.clone(), name.ru.clone()]);
    checked.extend(others);
    Shown {
        others: page.others.len(),
        texts: [text(&page.pages[0]), text(&page.pages[1])],
        checked,
    }
}

/// The rules know languages without words.
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::Ru => Language::Ru,
        Lang::Kk => Language::Kk,
    }
}

/// The same, back.
pub fn lang(language: Language) -> Lang {
    match language {
        Language::Ru => Lang::Ru,
        Language::Kk => Lang::Kk,
    }
}
