//! A form while it is typed: what a screen shows beside its fields.

use chrono::NaiveDate;

use crate::domain::date;
use crate::domain::iin::{self, Live, Reason, Verdict};
use crate::domain::patient::PatientForm;
use crate::view::{IinView, RepairView};
use crate::words::dates;

/// Digits of an ИИН field that are shown; more is a paste of something else.
const LONGEST: usize = 200;

/// Dates of a form as the desk writes them, where they were typed in another way.
pub fn written(form: &PatientForm) -> Vec<RepairView> {
    [
        ("birth_date", &form.birth_date),
        ("doc_issued_on", &form.doc_issued_on),
    ]
    .into_iter()
    .filter_map(|(field, typed)| {
        let to = dates::short(date::parse(field, typed).ok()?);
        (to != *typed).then(|| RepairView {
            field: field.to_owned(),
            from: typed.clone(),
            to,
        })
    })
    .collect()
}

/// An ИИН while it is typed, in a shape that a screen can show.
pub fn iin_view(typed: &str, on: NaiveDate) -> IinView {
    let shown = |digits: &str| {
        let (left, right) = digits.split_at(digits.len().min(6));
        if right.is_empty() {
            left.to_owned()
        } else {
            format!("{left} {right}")
        }
    };
    let plain = IinView {
        shown: shown(
            &typed
                .chars()
                .take(LONGEST)
                .filter(char::is_ascii_digit)
                .collect::<String>(),
        ),
        state: "typing".to_owned(),
        code: String::new(),
        birth_date: String::new(),
        sex: String::new(),
        age: None,
    };
    match iin::live(typed, on) {
        Live::Empty | Live::Partial { .. } => plain,
        Live::Wrong(reason) => IinView {
            state: "error".to_owned(),
            code: code(reason).0.to_owned(),
            ..plain
        },
        Live::Done(report) => {
            let state = match report.verdict {
                Verdict::Accept => "ok",
                Verdict::AcceptWithWarning => "warning",
                Verdict::Reject => "error",
            };
            IinView {
                state: state.to_owned(),
                code: if report.reason == Reason::Ok {
                    String::new()
                } else {
                    code(report.reason).0.to_owned()
                },
                birth_date: report.birth_date.map(dates::short).unwrap_or_default(),
                sex: report
                    .sex
                    .map(|sex| sex.text().to_owned())
                    .unwrap_or_default(),
                age: report
                    .birth_date
                    .filter(|born| *born <= on)
                    .and_then(|born| u16::try_from(date::age(born, on)).ok()),
                ..plain
            }
        }
    }
}

fn code(reason: Reason) -> crate::error::Code {
    match reason {
        // A number without a fault has no code; the caller leaves it out.
        Reason::Ok => crate::error::Code(""),
        Reason::Length => iin::IIN_LENGTH,
        Reason::NonDigit => iin::IIN_NON_DIGIT,
        Reason::Century0 => iin::IIN_CENTURY_0,
        Reason::Century7To9 => iin::IIN_CENTURY_7_9,
        Reason::Date => iin::IIN_DATE,
        Reason::NoControlDigit => iin::IIN_NO_CONTROL_DIGIT,
        Reason::Checksum => iin::IIN_CHECKSUM,
        Reason::FutureDate => iin::IIN_FUTURE_DATE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_the_desk_writes_it() {
        let form = PatientForm {
            birth_date: "1991-03-12".to_owned(),
            doc_issued_on: "15.06.2020".to_owned(),
            ..PatientForm::default()
        };
        let written = written(&form);
        assert_eq!(written.len(), 1, "what is written so already stays");
        assert_eq!(
            (written[0].field.as_str(), written[0].to.as_str()),
            ("birth_date", "12.03.1991")
        );
        let half = PatientForm {
            birth_date: "1991-03".to_owned(),
            ..PatientForm::default()
        };
        assert!(super::written(&half).is_empty(), "half a date is no date");
    }
}
