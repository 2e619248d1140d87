//! A row of an old list: the rules of a patient's form, as far as a list can keep them.
//!
//! A list shows no document, so nobody can be asked: what the intake would have confirmed is a reason to leave the row
//! out. A row without an ИИН becomes a card of somebody who showed no document.

use chrono::NaiveDate;

use crate::domain::date;
use crate::domain::iin;
use crate::domain::patient::{CardKind, Patient, PatientForm, check};
use crate::error::Refusal;

/// What the cells of a row say, or everything that stands against it, each at its field once; `no` are cells that
/// could not be taken.
///
/// Birth date and sex that no cell says are those that the digits of the ИИН spell; what a cell says stands, and
/// contradicts the ИИН or not.
///
/// # Errors
/// All refusals of the row.
pub fn judge(
    mut form: PatientForm,
    mut no: Vec<Refusal>,
    on: NaiveDate,
) -> Result<Patient, Vec<Refusal>> {
    form.kind = match form.iin.is_empty() {
        true => CardKind::NoDocument.text().to_owned(),
        false => String::new(),
    };
    let (no_date, no_sex) = (form.birth_date.is_empty(), form.sex.is_empty());
    spelt(&mut form, on);
    let checked = check(&form, on);
    for more in checked.refusals {
        // Asked of nobody: the contradiction itself is the reason.
        let asked = checked.warnings.iter().find(|warning| {
            warning.confirm == Some(more.code) && Some(warning.field) == more.field
        });
        let more = match asked {
            Some(warning) => Refusal::at(warning.field, warning.code),
            None => more,
        };
        let told = no.iter().any(|known| known.field == more.field);
        // Of a wrong ИИН the row says nothing else: birth date and sex would have come from it.
        let follows = !form.iin.is_empty()
            && match more.field {
                Some("birth_date") => no_date,
                Some("sex") => no_sex,
                _ => false,
            };
        if !told && !follows {
            no.push(more);
        }
    }
    match checked.patient {
        Some(patient) if no.is_empty() => Ok(patient),
        _ if no.is_empty() => Err(vec![Refusal::at("iin", iin::IIN_DATE)]),
        _ => Err(no),
    }
}

/// What the digits of an ИИН spell, where no cell says it.
fn spelt(form: &mut PatientForm, on: NaiveDate) {
    if form.iin.len() > 64 {
        return;
    }
    let report = iin::check(&iin::normalise(&form.iin), on);
    if !report.control_fits {
        return;
    }
    if let (true, Some(born)) = (form.birth_date.is_empty(), report.birth_date) {
        form.birth_date = date::short(born);
    }
    if let (true, Some(sex)) = (form.sex.is_empty(), report.sex) {
        form.sex = sex.text().to_owned();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::domain::iin::Sex;

    const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    /// A woman born on 12 March 1991.
    const IIN: &str = "910312400121";

    fn row(iin: &str, birth_date: &str, sex: &str) -> PatientForm {
        PatientForm {
            surname: "Ахметова".to_owned(),
            name: "Айгерім".to_owned(),
            iin: iin.to_owned(),
            birth_date: birth_date.to_owned(),
            sex: sex.to_owned(),
            language: "kk".to_owned(),
            ..PatientForm::default()
        }
    }

    fn codes(form: PatientForm) -> Vec<(&'static str, &'static str)> {
        let no = judge(form, Vec::new(), ON).unwrap_err();
        no.iter().map(|no| (no.field.unwrap(), no.code.0)).collect()
    }

    #[test]
    fn an_iin_says_what_no_cell_says() {
        let patient = judge(row(IIN, "", ""), Vec::new(), ON).unwrap();
        assert_eq!(patient.birth_date.unwrap().to_string(), "1991-03-12");
        assert_eq!(
            (patient.sex, patient.kind),
            (Some(Sex::Female), CardKind::Ordinary)
        );
        assert!(patient.confirmed.is_empty(), "nobody was there to confirm");
    }

    #[test]
    fn a_contradiction_is_a_reason_and_never_a_question() {
        assert_eq!(
            codes(row(IIN, "12.03.1992", "")),
            [("birth_date", "iin-birth-date-differs")]
        );
        assert_eq!(codes(row(IIN, "", "M")), [("sex", "iin-sex-differs")]);
    }

    #[test]
    fn a_wrong_iin_is_the_only_thing_said_of_what_it_would_have_spelt() {
        assert_eq!(
            codes(row("910312400122", "", "")),
            [("iin", "iin-checksum")]
        );
        assert_eq!(codes(row("9103124", "", "F")), [("iin", "iin-length")]);
        assert_eq!(
            codes(row("910312400122", "31.02.1991", "")),
            [("birth_date", "date-impossible"), ("iin", "iin-checksum")]
        );
    }

    #[test]
    fn without_an_iin_the_card_is_of_somebody_who_showed_no_document() {
        let patient = judge(row("", "1991-03-12", "F"), Vec::new(), ON).unwrap();
        assert_eq!((patient.kind, patient.iin), (CardKind::NoDocument, None));
        assert_eq!(
            codes(row("", "", "")),
            [("birth_date", "date-required"), ("sex", "sex-required")]
        );
    }

    #[test]
    fn a_cell_that_could_not_be_taken_is_said_once() {
        let no = vec![Refusal::at("birth_date", crate::table::TABLE_FORMULA)];
        let no = judge(row("", "", "F"), no, ON).unwrap_err();
        assert_eq!(no.len(), 1);
        assert_eq!(no[0].code, crate::table::TABLE_FORMULA);
    }

    proptest! {
        /// Whatever stands in the cells: a patient without a refusal, or a refusal for every row that is none.
        #[test]
        fn a_row_is_a_patient_or_has_a_reason(
            surname in "\\PC{0,12}", iin in "[0-9 -]{0,14}|\\PC{0,6}", born in "\\PC{0,12}|[0-9]{2}\\.[0-9]{2}\\.19[0-9]{2}",
            sex in "M|F||x", phone in "\\PC{0,14}|\\+7701[0-9]{7}",
        ) {
            let form = PatientForm { surname, phone, ..row(&iin, &born, &sex) };
            match judge(form, Vec::new(), ON) {
                Ok(patient) => prop_assert!(patient.birth_date.is_some() && patient.sex.is_some() && patient.confirmed.is_empty()),
                Err(no) => {
                    prop_assert!(!no.is_empty());
                    let fields: std::collections::BTreeSet<_> = no.iter().map(|no| no.field).collect();
                    prop_assert_eq!(fields.len(), no.len(), "one reason a field");
                }
            }
        }
    }
}
