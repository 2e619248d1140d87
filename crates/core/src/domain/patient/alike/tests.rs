#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::patient::PatientForm;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn person(surname: &str, name: &str, patronymic: &str, born: &str) -> PatientForm {
    PatientForm {
        surname: surname.into(),
        name: name.into(),
        patronymic: patronymic.into(),
        birth_date: born.into(),
        ..PatientForm::default()
    }
}

fn judged(one: &PatientForm, other: &PatientForm) -> Verdict {
    compare(&Traits::of(one, day()), &Traits::of(other, day()))
}

#[test]
fn one_person_in_two_spellings_is_very_likely() {
    let kazakh = person("Ысқақов", "Нұрлан", "Болатұлы", "12.03.1991");
    let russian = person("Искаков", "Нурлан", "Болатович", "12.03.1991");
    let verdict = judged(&kazakh, &russian);
    assert_eq!(verdict.level, Level::VeryLikely);
    assert_eq!(
        verdict.reasons,
        [
            Reason::BornSame,
            Reason::SurnameSame,
            Reason::NameSame,
            Reason::PatronymicSame
        ]
    );
    assert_eq!(verdict.bits, 31, "the table of the document");
}

#[test]
fn whatever_twins_share_makes_nothing_very_likely() {
    let of = |name: &str| PatientForm {
        phone: "+7 701 234 56 78".into(),
        sex: "F".into(),
        ..person("Ахметова", name, "Болатовна", "12.03.1991")
    };
    for (one, other) in [
        ("Дана", "Дина"),
        ("Алина", "Арина"),
        ("Айгерим", "А."),
        ("Анна", "Жанна"),
    ] {
        assert_eq!(
            judged(&of(one), &of(other)).level,
            Level::Possible,
            "{one} {other}"
        );
    }
    let nameless = |number: &str| PatientForm {
        newborn_number: number.into(),
        ..of("")
    };
    assert_eq!(
        judged(&nameless("1"), &nameless("2")).level,
        Level::Possible
    );
}

#[test]
fn an_iin_decides_both_ways() {
    let with = |iin: &str| PatientForm {
        iin: iin.into(),
        ..person("Ахметова", "Айгерим", "Болатовна", "12.03.1991")
    };
    let stranger = PatientForm {
        iin: "910312400121".into(),
        ..person("Ким", "Олег", "", "01.01.1960")
    };
    assert_eq!(judged(&with("910312 400121"), &stranger).level, Level::Same);
    let slip = judged(&with("910312400121"), &with("910312400112"));
    assert!(slip.reasons.contains(&Reason::IinSlip));
    assert_eq!(slip.level, Level::VeryLikely);
    let twins = judged(&with("850617400017"), &with("850617400027"));
    assert!(
        twins.reasons.contains(&Reason::IinDiffers),
        "both check out"
    );
    let two = judged(&with("910312400121"), &with("910312400270"));
    assert!(two.reasons.contains(&Reason::IinDiffers));
    assert_eq!(two.level, Level::Possible, "two numbers are two people's");
}

#[test]
fn a_contradiction_takes_its_bits_away() {
    let one = person("Ахметов", "Нурлан", "", "12.03.1991");
    let born = |born: &str| person("Ахметов", "Нурлан", "", born);
    let bits = |other: &PatientForm| judged(&one, other).bits;
    assert_eq!(bits(&born("12.03.1991")), 25);
    assert_eq!(bits(&born("03.12.1991")), 19, "day and month exchanged");
    assert_eq!(bits(&born("12.03.1981")), 15, "one digit");
    assert_eq!(bits(&born("30.07.1955")), 7);
    let woman = PatientForm {
        sex: "F".into(),
        ..one.clone()
    };
    let man = PatientForm {
        sex: "M".into(),
        ..one.clone()
    };
    assert_eq!(judged(&woman, &man).level, Level::Possible);
    let swapped = person("Нурлан", "Ахметов", "", "12.03.1991");
    assert_eq!(judged(&one, &swapped).level, Level::VeryLikely);
}

#[test]
fn a_name_alone_is_no_hint() {
    let one = person("Ахметов", "Нурлан", "", "");
    assert_eq!(judged(&one, &one).level, Level::None, "half the town");
    let with_phone = PatientForm {
        phone: "87012345678".into(),
        ..one
    };
    assert_eq!(judged(&with_phone, &with_phone).level, Level::Possible);
}

fn any_person() -> impl Strategy<Value = PatientForm> {
    let of = |all: &'static [&'static str]| proptest::sample::select(all).prop_map(str::to_owned);
    (
        of(&[
            "",
            "Ахметов",
            "Ахметова",
            "Ахмедов",
            "Ысқақов",
            "Искаков",
            "Нурлан",
            "Kim",
        ]),
        of(&["", "Нурлан", "Нұрлан", "Айгерім", "Айгерм", "А.", "Ахметов"]),
        of(&["", "Болатович", "Болатұлы", "Б.", "Серікқызы"]),
        of(&["", "12.03.1991", "03.12.1991", "12.03.1981", "30.07.1955"]),
        of(&["", "910312400121", "910312400112", "910312400270", "9103"]),
        of(&["", "+7 701 234 56 78", "8 705 111 22 33"]),
        of(&["", "012345678", "0123-45678", "N555666"]),
        of(&["", "F", "M"]),
    )
        .prop_map(
            |(surname, name, patronymic, birth_date, iin, phone, doc_number, sex)| PatientForm {
                surname,
                name,
                patronymic,
                birth_date,
                iin,
                phone,
                doc_number,
                sex,
                ..PatientForm::default()
            },
        )
}

proptest! {
    #[test]
    fn it_does_not_matter_which_came_first(one in any_person(), other in any_person()) {
        prop_assert_eq!(judged(&one, &other), judged(&other, &one));
    }

    #[test]
    fn whoever_agrees_in_more_is_no_less_likely(one in any_person(), other in any_person(), field in 0..7) {
        let before = judged(&one, &other);
        let mut closer = other;
        match field {
            0 => closer.surname.clone_from(&one.surname),
            1 => closer.name.clone_from(&one.name),
            2 => closer.patronymic.clone_from(&one.patronymic),
            3 => closer.birth_date.clone_from(&one.birth_date),
            4 => closer.iin.clone_from(&one.iin),
            5 => closer.phone.clone_from(&one.phone),
            _ => closer.sex.clone_from(&one.sex),
        }
        let taken = [&one.surname, &one.name, &one.patronymic, &one.birth_date, &one.iin, &one.phone];
        // To take a value away that agreed is no agreement.
        prop_assume!(field == 6 || usize::try_from(field).is_ok_and(|at| !taken[at].is_empty()));
        let exchanged = before.reasons.contains(&Reason::NamesExchanged);
        prop_assume!(!(exchanged && field < 2));
        let after = judged(&one, &closer);
        prop_assert!(after.bits >= before.bits, "{before:?} {after:?}");
        prop_assert!(after.level >= before.level, "{before:?} {after:?}");
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let of = |text: &str| PatientForm {
            surname: text.into(),
            name: text.into(),
            patronymic: text.into(),
            iin: text.into(),
            phone: text.into(),
            doc_number: text.into(),
            latin_name: text.into(),
            ..PatientForm::default()
        };
        let _ = judged(&of(&text), &of("Ахметов"));
    }
}
