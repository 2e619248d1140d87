#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn form() -> ExpectedForm {
    ExpectedForm {
        surname: " Ахметова ".into(),
        name: "Айгерім".into(),
        iin: "910312 400121".into(),
        birth_date: "12.03.1991".into(),
        phone: "8 701 234 56 78".into(),
        planned_on: "23.11.2026".into(),
        counterparty: "ТОО «Завод»".into(),
        ..ExpectedForm::default()
    }
}

fn said(form: &ExpectedForm) -> Vec<(&'static str, &'static str)> {
    let no = check(form, on()).unwrap_err();
    no.iter().map(|no| (no.field.unwrap(), no.code.0)).collect()
}

#[test]
fn a_booking_keeps_what_was_typed_in_one_form() {
    let kept = check(&form(), on()).unwrap();
    assert_eq!(kept.surname.as_deref(), Some("Ахметова"));
    assert_eq!(kept.iin.unwrap().text(), "910312400121");
    assert_eq!(kept.phone.unwrap().e164(), "+77012345678");
    assert_eq!(kept.planned_on.to_string(), "2026-11-23");
    assert_eq!(kept.patronymic, None, "optional (MU-2.1)");
}

#[test]
fn a_surname_or_an_iin_is_enough_and_the_day_is_today_where_none_is_typed() {
    let surname = ExpectedForm {
        surname: "Ли".into(),
        ..ExpectedForm::default()
    };
    assert_eq!(check(&surname, on()).unwrap().planned_on, on());
    let iin = ExpectedForm {
        iin: "910312400121".into(),
        ..ExpectedForm::default()
    };
    assert!(check(&iin, on()).is_ok());
    assert_eq!(
        said(&ExpectedForm::default()),
        [("surname", "expected-who-required")]
    );
}

#[test]
fn everything_that_is_wrong_is_said_at_once_beside_its_field() {
    let wrong = ExpectedForm {
        surname: "<b>".into(),
        name: "Айгерім2".into(),
        iin: "910312400122".into(),
        birth_date: "31.02.1991".into(),
        phone: "12".into(),
        planned_on: "20.11.2026".into(),
        booker: "а\0".into(),
        list: "х".repeat(61),
        ..form()
    };
    assert_eq!(
        said(&wrong),
        [
            ("surname", "name-markup"),
            ("name", "name-digit"),
            ("iin", "iin-checksum"),
            ("birth_date", "date-impossible"),
            ("phone", "phone-too-short"),
            ("planned_on", "expected-day-past"),
            ("booker", "text-control"),
            ("list", "text-too-long"),
        ]
    );
}

#[test]
fn nobody_is_expected_yesterday_or_in_two_years() {
    let code = |typed| day(typed, on()).unwrap_err().code.0;
    assert_eq!(code("20.11.2026"), "expected-day-past");
    assert_eq!(code("23.11.2027"), "expected-day-far");
    assert_eq!(code("23.11"), "date-form");
    assert_eq!(code("23.11.26"), "date-two-digit-year");
    for fine in ["21.11.2026", "2026-11-22", "22.11.2027"] {
        assert!(day(fine, on()).is_ok(), "{fine}");
    }
}

#[test]
fn a_moving_names_another_day_unless_two_days_stand_there() {
    let day = |number| NaiveDate::from_ymd_opt(2026, 11, number).unwrap();
    let to = "23.11.2026";
    let same = move_to(to, &[day(23)], on()).unwrap_err();
    assert_eq!(same.code, EXPECTED_SAME_DAY);
    assert!(move_to(to, &[day(22)], on()).is_ok());
    assert!(
        move_to(to, &[day(22), day(23)], on()).is_ok(),
        "of two days one is settled on"
    );
}

#[test]
fn a_wrong_number_of_days_is_refused_and_the_count_ends_at_the_last_day_of_work() {
    for wrong in ["", "0", "366", "-1", "тридцать", "30.5", "99999999999"] {
        assert_eq!(kept_days(wrong).unwrap_err().code, EXPECTED_DAYS, "{wrong}");
    }
    assert_eq!(kept_days(" 30 ").unwrap(), 30);
    assert_eq!(kept_from(on(), 30).to_string(), "2026-10-22");
}

proptest! {
    #[test]
    fn no_form_makes_it_panic_and_what_is_kept_is_kept_again(
        surname in ".{0,40}", iin in "[0-9 ]{0,14}", day in "[0-9./-]{0,12}", phone in "[0-9+() -]{0,18}",
    ) {
        let form = ExpectedForm { surname, iin, planned_on: day, phone, ..ExpectedForm::default() };
        if let Ok(kept) = check(&form, on()) {
            let again = ExpectedForm {
                surname: kept.surname.clone().unwrap_or_default(),
                iin: kept.iin.map(|iin| iin.text()).unwrap_or_default(),
                planned_on: kept.planned_on.to_string(),
                phone: kept.phone.as_ref().map(|phone| phone.e164().to_owned()).unwrap_or_default(),
                ..ExpectedForm::default()
            };
            prop_assert_eq!(check(&again, on()).unwrap(), kept);
        }
    }
}
