//! A form while it is filled in: what the rules say of it so far.

use serde::Serialize;

use super::{IinView, PatientRow, PhoneCheck, Problem};

/// The live form: what the rules say of it so far.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FormCheck {
    /// What keeps it from being saved, each beside its field.
    pub problems: Vec<Problem>,
    /// What a person must confirm, by code.
    pub warnings: Vec<Problem>,
    /// What is noticed and needs no confirmation.
    pub notices: Vec<Problem>,
    /// Offered repairs.
    pub repairs: Vec<RepairView>,
    /// Dates as the desk writes them, where they were typed in another way.
    pub written: Vec<RepairView>,
    /// The ИИН so far.
    pub iin: Option<IinView>,
    /// Cards that may be the same person, most likely first.
    pub lookalikes: Vec<AlikeView>,
    /// Cards whose ИИН is one slip away from the one that was typed.
    pub slips: Vec<PatientRow>,
    /// Somebody must act for the person: under 16 today.
    pub needs_representative: bool,
    /// The person may act for others of the family: 18 or older today.
    pub may_act: bool,
    /// Cards that may be the representative.
    pub representatives: Vec<PatientRow>,
    /// Whether the phone can be checked by a code, and was.
    pub phone: PhoneCheck,
}

/// A card beside a form that may be the same person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct AlikeView {
    /// The card, masked.
    pub row: PatientRow,
    /// A code of `domain::patient::alike::Level`: `same`, `very_likely`, `possible`.
    pub level: String,
    /// Why, by code of `domain::patient::alike::Reason`; words under `intake-alike-<code>`.
    pub reasons: Vec<String>,
    /// A person decides before the form is saved.
    pub asks: bool,
    /// Somebody decided that it is another person's.
    pub another: bool,
}

/// A repair that a person may take.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct RepairView {
    /// Field of the form.
    pub field: String,
    /// As typed.
    pub from: String,
    /// As proposed.
    pub to: String,
}

impl FormCheck {
    /// What the rules say, as a screen shows it.
    pub fn of(
        checked: crate::domain::patient::Checked,
        written: Vec<RepairView>,
        iin: Option<IinView>,
        lookalikes: Vec<AlikeView>,
        needs_representative: bool,
    ) -> Self {
        use crate::error::{Kind, Refusal};
        let warning = |warning: &crate::domain::patient::Warning| {
            Problem::of(&Refusal::at(warning.field, warning.code), Kind::Refused, "")
        };
        Self {
            problems: checked
                .refusals
                .iter()
                .map(|refusal| Problem::of(refusal, Kind::Refused, ""))
                .collect(),
            warnings: checked
                .warnings
                .iter()
                .filter(|w| w.confirm.is_some())
                .map(warning)
                .collect(),
            notices: checked
                .warnings
                .iter()
                .filter(|w| w.confirm.is_none())
                .map(warning)
                .collect(),
            repairs: checked
                .repairs
                .into_iter()
                .map(|repair| RepairView {
                    field: repair.field.to_owned(),
                    from: repair.from,
                    to: repair.to,
                })
                .collect(),
            written,
            iin,
            lookalikes,
            slips: Vec::new(),
            needs_representative,
            may_act: false,
            representatives: Vec::new(),
            phone: PhoneCheck::default(),
        }
    }

    /// What is noticed of the representative: warnings that a person confirms, cards that may be theirs.
    pub fn beside_representative(
        &mut self,
        warnings: &[crate::domain::patient::Warning],
        alike: Vec<PatientRow>,
    ) {
        use crate::domain::representative::beside;
        use crate::error::{Kind, Refusal};
        let asked = warnings.iter().filter(|warning| warning.confirm.is_some());
        self.warnings.extend(asked.map(|warning| {
            let refusal = Refusal::at(beside(warning.field), warning.code);
            Problem::of(&refusal, Kind::Refused, "")
        }));
        self.representatives = alike;
    }

    /// What else stands against the form.
    pub fn add(&mut self, refusals: Vec<crate::error::Refusal>) {
        let more = refusals
            .iter()
            .map(|refusal| Problem::of(refusal, crate::error::Kind::Refused, ""));
        self.problems.extend(more);
    }
}
