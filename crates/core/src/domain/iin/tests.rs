#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

const VECTORS: &str = include_str!("../../../../../tests/golden/iin/iin_vectors.csv");
const TAGS: &str = include_str!("../../../../../tests/golden/iin/iin_vectors_tags.csv");

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn rows(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[test]
fn every_vector_has_its_report() {
    let rows = rows(VECTORS);
    assert_eq!(rows.len(), 65, "the vector file is whole");
    for row in rows {
        let report = check(&row[0], day());
        assert_eq!(report.valid.to_string(), row[1], "valid of {:?}", &row[0]);
        assert_eq!(
            report.birth_date.map(|date| date.to_string()),
            some(&row[2]),
            "date of {:?}",
            &row[0]
        );
        assert_eq!(
            report.sex.map(|sex| sex.text().to_owned()),
            some(&row[3]),
            "sex of {:?}",
            &row[0]
        );
        assert_eq!(
            report.century_digit.map(|digit| digit.to_string()),
            some(&row[4]),
            "century of {:?}",
            &row[0]
        );
        assert_eq!(report.reason.text(), &row[5], "reason of {:?}", &row[0]);
    }
}

#[test]
fn every_tag_row_has_its_verdict_and_control_digit() {
    for row in rows(TAGS) {
        let report = check(&row[1], day());
        assert_eq!(report.verdict.text(), &row[6], "verdict of {:?}", &row[1]);
        if let Some(digits) = control::digits(&row[1]) {
            assert_eq!(
                control::expected(&digits).map(|digit| digit.to_string()),
                some(&row[4])
            );
            assert_eq!(report.control_fits.to_string(), row[5]);
        }
    }
}

#[test]
fn a_date_is_in_the_future_only_after_the_day_of_the_check() {
    let born = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
    assert_eq!(check("300101583750", born).reason, Reason::Ok);
    assert_eq!(
        check("300101583750", born.pred_opt().unwrap()).reason,
        Reason::FutureDate
    );
}

#[test]
fn an_impossible_date_with_a_wrong_control_digit_is_known_as_such() {
    let report = check("851301301361", day());
    assert_eq!((report.reason, report.control_fits), (Reason::Date, false));
    assert_eq!(
        Iin::parse("851301301361"),
        None,
        "the form refuses it: the control digit refuses always"
    );
}

#[test]
fn lists_see_four_digits_and_logs_none() {
    let iin = Iin::parse("850412172655").unwrap();
    assert_eq!(iin.masked(), "••••••••2655");
    assert_eq!(iin.display(), "850412 172655");
    assert_eq!(format!("{iin:?}"), "Iin(…)");
}

#[test]
fn one_slip_is_found_again() {
    let meant = Iin::parse("850412172655").unwrap();
    let mut swapped = meant.0;
    swapped.swap(4, 5);
    let typed: String = swapped
        .iter()
        .map(|digit| char::from(b'0' + digit))
        .collect();
    assert!(candidates(&typed).contains(&meant), "neighbours exchanged");
    let mut wrong = meant.0;
    wrong[9] = (wrong[9] + 3) % 10;
    let typed: String = wrong.iter().map(|digit| char::from(b'0' + digit)).collect();
    let found = candidates(&typed);
    assert!(found.contains(&meant), "one digit wrong");
    assert!(found.len() < 20, "a person can look through them");
    assert!(
        candidates(&meant.text()).is_empty(),
        "nothing is offered for a number that checks out"
    );
}

#[test]
fn half_a_number_is_not_an_error() {
    assert_eq!(live(" ", day()), Live::Empty);
    assert_eq!(live("8504 12-1", day()), Live::Partial { digits: 7 });
    assert_eq!(live("8504x", day()), Live::Wrong(Reason::NonDigit));
    assert_eq!(live("8504121726551", day()), Live::Wrong(Reason::Length));
    assert!(matches!(live("850412 172655", day()), Live::Done(report) if report.valid));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let report = check(&text, day());
        prop_assert_eq!(report.valid, report.reason == Reason::Ok);
        let _ = (live(&text, day()), candidates(&text), Iin::parse(&text));
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn any_twelve_digits_are_judged_by_the_control_digit(text in "[0-9]{12}") {
        let report = check(&text, day());
        prop_assert_eq!(Iin::parse(&text).is_some(), report.control_fits);
        if report.valid {
            prop_assert!(report.control_fits);
        }
        if let Some(iin) = Iin::parse(&text) {
            prop_assert_eq!(iin.text(), text.clone());
            prop_assert_eq!(normalise(&iin.display()), text);
        }
    }

    #[test]
    fn a_single_wrong_digit_leads_back_to_the_number(at in 0usize..12, by in 1u8..10) {
        let meant = Iin::parse("850412172655").unwrap();
        let mut wrong = meant.0;
        wrong[at] = (wrong[at] + by) % 10;
        // Weight 11 is 0 modulo 11: a wrong eleventh digit can slip through the control digit.
        if control::fits(&wrong) {
            return Ok(());
        }
        let typed: String = wrong.iter().map(|digit| char::from(b'0' + digit)).collect();
        prop_assert!(candidates(&typed).contains(&meant));
    }
}
