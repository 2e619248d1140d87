#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

/// A synthetic woman; the number spells 17.06.1985, F.
fn form() -> PatientForm {
    PatientForm {
        surname: "Ахметова".into(),
        name: "Айгерім".into(),
        patronymic: "Болатқызы".into(),
        iin: "850617 468402".into(),
        birth_date: "17.06.1985".into(),
        sex: "F".into(),
        doc_type: "id_card".into(),
        doc_number: "012345678".into(),
        doc_checked: "yes".into(),
        phone: "8 701 234 56 78".into(),
        language: "kk".into(),
        ..PatientForm::default()
    }
}

fn with(change: impl FnOnce(&mut PatientForm)) -> Checked {
    let mut form = form();
    change(&mut form);
    check(&form, on())
}

fn refusals(checked: &Checked) -> Vec<(&'static str, &'static str)> {
    checked
        .refusals
        .iter()
        .map(|refusal| (refusal.field.unwrap_or(""), refusal.code.0))
        .collect()
}

#[test]
fn a_good_form_is_a_patient() {
    let checked = check(&form(), on());
    assert_eq!(
        (
            checked.refusals.len(),
            checked.warnings.len(),
            checked.repairs.len()
        ),
        (0, 0, 0)
    );
    let patient = checked.patient.unwrap();
    assert_eq!(patient.iin.unwrap().text(), "850617468402");
    assert_eq!(patient.phone.unwrap().0.e164(), "+77012345678");
    assert_eq!(patient.sex, Some(Sex::Female));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let checked = check(
        &PatientForm {
            phone: "12".into(),
            ..PatientForm::default()
        },
        on(),
    );
    assert_eq!(
        refusals(&checked),
        [
            ("surname", "surname-required"),
            ("name", "name-required"),
            ("birth_date", "date-required"),
            ("sex", "sex-required"),
            ("iin", "iin-required"),
            ("phone", "phone-too-short"),
            ("language", "language-required"),
        ]
    );
    assert_eq!(checked.patient, None);
}

#[test]
fn the_number_is_refused_for_length_digits_and_control_digit_only() {
    for (iin, code) in [
        ("85061746840", "iin-length"),
        ("85061746840O", "iin-non-digit"),
        ("850617468403", "iin-checksum"),
        ("890402325560", "iin-no-control-digit"),
        // An impossible date does not hide a wrong control digit.
        ("851301301361", "iin-checksum"),
    ] {
        assert_eq!(
            refusals(&with(|form| form.iin = iin.into()))[0],
            ("iin", code),
            "{iin}"
        );
    }
}

#[test]
fn a_contradiction_is_confirmed_by_its_code_and_nothing_is_overwritten() {
    let differs = |form: &mut PatientForm| {
        form.birth_date = "18.06.1985".into();
        form.sex = "M".into();
    };
    let asked = with(differs);
    assert_eq!(
        refusals(&asked),
        [
            ("birth_date", "iin-birth-date-differs-confirm"),
            ("sex", "iin-sex-differs-confirm")
        ]
    );
    let one = with(|form| {
        differs(form);
        form.confirmed = vec!["iin-sex-differs".into()];
    });
    assert_eq!(
        refusals(&one),
        [("birth_date", "iin-birth-date-differs-confirm")],
        "each is confirmed by itself"
    );
    let both = with(|form| {
        differs(form);
        form.confirmed = vec![
            "iin-sex-differs".into(),
            "iin-birth-date-differs".into(),
            "iin-date".into(),
        ];
    });
    let patient = both.patient.unwrap();
    assert_eq!(
        (patient.birth_date.unwrap().to_string(), patient.sex),
        ("1985-06-18".to_owned(), Some(Sex::Male)),
        "the document counts"
    );
    assert_eq!(
        patient.confirmed.len(),
        2,
        "only warnings that stood are recorded as confirmed"
    );
}

#[test]
fn odd_numbers_are_confirmed_too() {
    for (iin, code) in [
        ("851301301360", "iin-date"),
        ("900101088567", "iin-century-0"),
        ("900101991584", "iin-century-7-9"),
        ("300101583750", "iin-future-date"),
    ] {
        let asked = with(|form| form.iin = iin.into());
        assert!(
            refusals(&asked).contains(&("iin", asked.warnings[0].confirm.unwrap().0)),
            "{iin}"
        );
        assert_eq!(asked.warnings[0].code.0, code);
        let answered = with(|form| {
            form.iin = iin.into();
            form.confirmed = [code, "iin-sex-differs", "iin-birth-date-differs"]
                .map(str::to_owned)
                .to_vec();
        });
        assert!(
            answered.patient.is_some(),
            "{iin}: {:?}",
            refusals(&answered)
        );
    }
}

#[test]
fn empty_fields_get_suggestions_and_full_ones_do_not() {
    let checked = with(|form| {
        form.birth_date.clear();
        form.sex.clear();
    });
    let offered: Vec<_> = checked
        .suggestions
        .iter()
        .map(|offer| (offer.field, offer.value.as_str()))
        .collect();
    assert_eq!(offered, [("birth_date", "17.06.1985"), ("sex", "F")]);
    assert_eq!(checked.patient, None, "a suggestion is not an answer");
    assert!(check(&form(), on()).suggestions.is_empty());
}

#[test]
fn a_child_is_taken_in_like_anybody() {
    let child = with(|form| {
        form.birth_date = "22.11.2018".into();
        form.confirmed = vec!["iin-birth-date-differs".into()];
    });
    assert!(child.patient.is_some(), "{:?}", refusals(&child));
}

fn without_iin(kind: &str, change: impl FnOnce(&mut PatientForm)) -> Checked {
    with(|form| {
        form.iin.clear();
        form.kind = kind.into();
        change(form);
    })
}

#[test]
fn whoever_has_no_number_is_taken_in_by_kind() {
    assert_eq!(
        refusals(&without_iin("", |_| {})),
        [("iin", "iin-required")]
    );
    assert_eq!(
        refusals(&without_iin("tourist", |_| {}))[0],
        ("kind", "card-kind-unknown")
    );
    let newborn = without_iin("newborn", |form| {
        form.name.clear();
        form.birth_date = "19.11.2026".into();
        form.newborn_number = "2".into();
    });
    let child = newborn.patient.unwrap();
    assert_eq!(
        (child.kind, child.name, child.newborn_number, child.iin),
        (CardKind::Newborn, None, Some(2), None)
    );
    assert!(
        newborn.warnings.iter().any(|w| w.code == IIN_MISSING),
        "the card is completed later"
    );
    let no_document = without_iin("no_document", |_| {}).patient.unwrap();
    assert_eq!(no_document.kind, CardKind::NoDocument);
    let urgent = without_iin("urgent", |form| {
        for field in [&mut form.surname, &mut form.name, &mut form.birth_date] {
            field.clear();
        }
    });
    assert_eq!(urgent.patient.unwrap().birth_date, None);
}

#[test]
fn a_kind_has_its_conditions() {
    let too_old = without_iin("newborn", |form| form.birth_date = "21.11.2025".into());
    assert_eq!(refusals(&too_old), [("birth_date", "newborn-too-old")]);
    let number = without_iin("newborn", |form| {
        form.birth_date = "19.11.2026".into();
        form.newborn_number = "0".into();
    });
    assert_eq!(refusals(&number), [("newborn_number", "newborn-number")]);
    let foreigner = without_iin("foreigner", |form| {
        form.doc_type.clear();
        form.doc_number.clear();
        form.doc_checked.clear();
    });
    assert_eq!(
        refusals(&foreigner),
        [
            ("doc_number", "foreigner-document-required"),
            ("citizenship", "citizenship-required")
        ]
    );
    let known = without_iin("foreigner", |form| {
        form.doc_type = "foreign_passport".into();
        form.doc_number = "AB1234567".into();
        form.citizenship = "Өзбекстан".into();
        form.latin_name = "AKHMEDOV RUSTAM".into();
    });
    assert_eq!(known.patient.unwrap().extra.len(), 2);
}

#[test]
fn beside_a_number_the_kind_means_nothing() {
    let named = with(|form| form.kind = "newborn".into());
    assert_eq!(named.patient.unwrap().kind, CardKind::Ordinary);
}

#[test]
fn further_fields_are_judged_beside_themselves() {
    let wrong = with(|form| {
        form.email = "a@b".into();
        form.phone_2 = "12".into();
        form.supplied_by = "neighbour".into();
        form.address = "ул.\u{202E}".into();
    });
    let fields: Vec<_> = refusals(&wrong)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["phone_2", "supplied_by", "email", "address"]);
}

#[test]
fn repairs_are_offered_and_not_applied() {
    let checked = with(|form| form.surname = "Aхметова".into());
    assert_eq!(
        (checked.repairs[0].field, checked.repairs[0].to.as_str()),
        ("surname", "Ахметова")
    );
    assert_eq!(
        checked.patient.unwrap().surname.as_deref(),
        Some("Aхметова")
    );
}

#[test]
fn somebody_may_have_no_surname_no_phone_and_no_document() {
    let checked = with(|form| {
        form.surname.clear();
        form.no_surname = true;
        form.patronymic.clear();
        form.phone.clear();
        for field in [
            &mut form.doc_type,
            &mut form.doc_number,
            &mut form.doc_checked,
        ] {
            field.clear();
        }
    });
    assert_eq!(
        checked
            .warnings
            .iter()
            .map(|warning| warning.code.0)
            .collect::<Vec<_>>(),
        ["document-missing"]
    );
    let patient = checked.patient.unwrap();
    assert_eq!(
        (
            patient.surname,
            patient.patronymic,
            patient.phone,
            patient.document
        ),
        (None, None, None, None)
    );
    assert_eq!(
        refusals(&with(|form| form.no_surname = true)),
        [("surname", "surname-not-empty")]
    );
}

#[test]
fn quiet_notices_ask_for_nothing() {
    let checked = with(|form| {
        form.phone = "8 727 250 12 34".into();
        form.doc_number = "1".into();
        form.doc_checked.clear();
    });
    assert_eq!(
        checked
            .warnings
            .iter()
            .map(|warning| warning.code.0)
            .collect::<Vec<_>>(),
        [
            "document-number-shape",
            "document-not-checked",
            "phone-landline"
        ]
    );
    assert!(checked.patient.is_some());
}

#[test]
fn unknown_fields_of_the_window_are_refused() {
    use serde::de::value::{Error, MapDeserializer};

    let read = |fields: Vec<(&'static str, &'static str)>| {
        PatientForm::deserialize(MapDeserializer::<_, Error>::new(fields.into_iter()))
    };
    assert!(read(vec![("surname", "А"), ("is_admin", "yes")]).is_err());
    assert!(read(vec![("surname", "А")]).is_ok());
}

proptest! {
    #[test]
    fn no_form_makes_it_panic(a in any::<String>(), b in any::<String>(), c in any::<String>(), d in any::<String>()) {
        let checked = check(&PatientForm {
            surname: a.clone(), name: b.clone(), patronymic: c.clone(), iin: d.clone(), birth_date: a.clone(), sex: b.clone(),
            doc_type: c.clone(), doc_number: d.clone(), doc_issued_on: b.clone(), doc_issued_by: a.clone(), doc_checked: d.clone(),
            phone: a.clone(), phone_owner: b.clone(), language: c.clone(), confirmed: vec![d.clone()], no_surname: false,
            kind: "newborn".into(), newborn_number: b.clone(), email: c.clone(), address: d.clone(), phone_2: a.clone(),
            citizenship: b.clone(), designated: c, supplied_by: d, ..PatientForm::default()
        }, on());
        prop_assert!(checked.patient.is_none() || checked.refusals.is_empty());
        prop_assert!(checked.refusals.iter().all(|refusal| refusal.field.is_some()), "every refusal stands beside a field");
    }
}
