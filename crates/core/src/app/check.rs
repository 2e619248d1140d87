//! A form while it is filled in: what the rules say of it, and the cards that may be the same person's.
//!
//! Whatever card is told of is noted first, as rows of one list of the session.

use chrono::NaiveDate;

use super::{App, Released};
use crate::decide::patient::PATIENT_KNOWN;
use crate::decide::representative;
use crate::domain::patient::alike::Level;
use crate::domain::patient::{CardKind, Language, PATIENT_ALIKE, PatientForm, check};
use crate::domain::representative::{
    REPRESENTATIVE_REQUIRED, RepresentativeForm, Represented, is_needed, may_act,
};
use crate::domain::rights::Action;
use crate::domain::{self, date, iin};
use crate::error::{Error, Refusal};
use crate::event::disclosure;
use crate::id::SubjectId;
use crate::query;
use crate::view::{AlikeView, FormCheck, PatientRow};

impl App {
    /// Look-alikes of a form that is being filled in, and everything else the rules say of it.
    pub fn check_form(
        &mut self,
        form: &PatientForm,
        representative: Option<&RepresentativeForm>,
        card: Option<SubjectId>,
    ) -> Result<Released<FormCheck>, Error> {
        self.allowed(card.map_or(Action::TakeIn, |_| Action::Amend))?;
        let on = self.now().date();
        let checked = check(form, on);
        let lookalikes = self.lookalikes_of(form, card, on)?;
        let slips = self.slips_of(form, &lookalikes, card, on)?;
        let typed = !form.iin.trim().is_empty();
        let iin = typed.then(|| query::form::iin_view(cut(&form.iin), on));
        let written = query::form::written(form);
        // A form that is not finished says what it can: a child by the birth date alone.
        let born = date::birth("birth_date", &form.birth_date, on).ok();
        let newborn = form.kind == CardKind::Newborn.text() && form.iin.trim().is_empty();
        let needs = newborn || is_needed(born, on);
        let mut view = FormCheck::of(checked, written, iin, lookalikes, needs);
        view.slips = slips;
        view.phone = self.phone_check(&form.phone, card)?;
        view.may_act = may_act(born, on);
        view.add(unsaved(&view.lookalikes, card));
        let known = match card {
            Some(card) => query::relation::somebody_may_consent(self.conn(), card, born, on)?,
            None => false,
        };
        let urgent = form.kind == CardKind::Urgent.text();
        if needs && !known && !urgent && representative.is_none() {
            view.add(vec![Refusal::at("rep_surname", REPRESENTATIVE_REQUIRED)]);
        }
        if let Some(representative) = representative {
            let of = Represented {
                birth_date: born,
                iin: &crate::domain::iin::normalise(cut(&form.iin)),
            };
            view.add(representative::judge(representative, of, on));
            if representative.card.is_none() {
                let person = domain::representative::person(representative, Language::Kk, on);
                let typed = domain::representative::typed(representative, Language::Kk);
                let alike = self.lookalikes_of(&typed, card, on)?;
                let rows = alike.into_iter().map(|alike| alike.row).collect();
                view.beside_representative(&person.warnings, rows);
            }
        }
        Ok(Released(view))
    }

    /// Cards that may be the person of a form, noted before they are told.
    fn lookalikes_of(
        &mut self,
        form: &PatientForm,
        card: Option<SubjectId>,
        on: NaiveDate,
    ) -> Result<Vec<AlikeView>, Error> {
        let found = query::alike::alike(self.conn(), form, card, on)?;
        let ids: Vec<SubjectId> = found.iter().map(|alike| alike.card).collect();
        self.note_told(disclosure::list::LOOKALIKES, &ids)?;
        let iin = iin::normalise(cut(&form.iin));
        found
            .iter()
            .map(|alike| {
                let row = query::card::row(self.conn(), alike.card, on, &iin)?;
                // What a known card is amended to is no second card: a hint, and nothing to decide.
                let likely = card.is_none() && alike.verdict.level == Level::VeryLikely;
                let another = likely && form.others.contains(&alike.card);
                let level = match alike.verdict.level {
                    Level::VeryLikely if !likely => Level::Possible,
                    level => level,
                };
                let reasons = alike.verdict.reasons.iter();
                Ok(AlikeView {
                    row,
                    level: level.text().to_owned(),
                    reasons: reasons.map(|reason| reason.text().to_owned()).collect(),
                    asks: likely && !another,
                    another,
                })
            })
            .collect()
    }

    /// Cards whose ИИН is one slip away from the one that was typed, where nobody has that one; those that are told
    /// already are not told twice.
    fn slips_of(
        &mut self,
        form: &PatientForm,
        told: &[AlikeView],
        card: Option<SubjectId>,
        on: NaiveDate,
    ) -> Result<Vec<PatientRow>, Error> {
        let typed = iin::normalise(cut(&form.iin));
        if !query::card::by_iin(self.conn(), &typed)?.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = query::alike::one_slip_away(self.conn(), &typed, card)?;
        found.retain(|card| {
            told.iter()
                .all(|alike| alike.row.id != *card || !alike.asks)
        });
        self.note_told(disclosure::list::LOOKALIKES, &found)?;
        let rows = found.into_iter();
        rows.map(|card| Ok(query::card::row(self.conn(), card, on, &typed)?))
            .collect()
    }
}

/// What a new card would be refused with for the cards beside it.
fn unsaved(alike: &[AlikeView], card: Option<SubjectId>) -> Vec<Refusal> {
    let mut out = Vec::new();
    if card.is_none() && alike.iter().any(|one| one.level == Level::Same.text()) {
        out.push(Refusal::at("iin", PATIENT_KNOWN));
    }
    if alike.iter().any(|one| one.asks) {
        out.push(Refusal::at("others", PATIENT_ALIKE));
    }
    out
}

/// An ИИН field may hold a paste of megabytes; its verdict needs its beginning only.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(64);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
