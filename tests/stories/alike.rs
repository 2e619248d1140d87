//! Who is found by what is typed, and who is taken for whom: the vectors of `tests/golden/alike`.

use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::SubjectId;
use tirkeu_core::view::{AlikeView, FormCheck};
use tirkeu_tests::lab::{Desk, Lab, patient};

const ONE_PERSON: &str = include_str!("../golden/alike/one_person.tsv");
const TWO_PEOPLE: &str = include_str!("../golden/alike/two_people.tsv");

fn lines(file: &'static str) -> Vec<Vec<&'static str>> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect()).collect()
}

/// `surname|name|patronymic|birth date|phone`, of somebody who showed no document.
fn person(text: &str) -> PatientForm {
    let mut parts = text.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let form = PatientForm {
        surname: next(),
        name: next(),
        patronymic: next(),
        birth_date: next(),
        phone: next(),
        language: "kk".into(),
        ..PatientForm::default()
    };
    // Brought in urgently: taken in with half a name, and without a parent.
    PatientForm {
        kind: "urgent".into(),
        sex: "F".into(),
        ..form
    }
}

fn is_query(text: &str) -> bool {
    !text.contains('|')
}

fn registered(desk: &Desk, text: &str) -> SubjectId {
    desk.intake(person(text))
}

fn checked(desk: &Desk, form: &PatientForm) -> FormCheck {
    desk.app()
        .check_form(form, None, None)
        .unwrap()
        .into_inner()
}

fn found(desk: &Desk, query: &str) -> Vec<SubjectId> {
    let list = desk.app().open_list(1).unwrap().into_inner();
    let view = desk.app().search(list, query).unwrap().into_inner();
    view.rows.into_iter().map(|row| row.id).collect()
}

/// What a registrar types to find a person.
fn query(text: &str, by: &str) -> String {
    let form = person(text);
    match by {
        _ if is_query(text) => text.to_owned(),
        "phone" => form.phone,
        "born" => form.birth_date,
        _ => [form.surname, form.name, form.patronymic].join(" "),
    }
}

fn level_of(check: &FormCheck, card: SubjectId) -> usize {
    let levels = ["none", "possible", "very_likely", "same"];
    let alike = check.lookalikes.iter().find(|alike| alike.row.id == card);
    let level = alike.map_or("none", |alike: &AlikeView| alike.level.as_str());
    levels.iter().position(|known| *known == level).unwrap()
}

#[test]
fn each_of_a_pair_finds_the_other_and_is_told_beside_it() {
    let lines = lines(ONE_PERSON);
    assert!(lines.len() >= 200, "{} pairs", lines.len());
    let (_lab, [desk]) = Lab::with(["desk"]);
    let mut wrong = Vec::new();
    for [class, level, by, one, other] in lines
        .iter()
        .map(|line| <[&str; 5]>::try_from(&line[..]).unwrap())
    {
        for (typed, card) in [(one, other), (other, one)] {
            if is_query(card) {
                continue;
            }
            let id = registered(&desk, card);
            if !found(&desk, &query(typed, by)).contains(&id) {
                wrong.push(format!("{class}: {typed} does not find {card}"));
            }
            let wanted = ["-", "possible", "very_likely"];
            let wanted = wanted.iter().position(|known| *known == level).unwrap();
            if wanted > 0 {
                let check = checked(&desk, &person(typed));
                if level_of(&check, id) < wanted {
                    wrong.push(format!(
                        "{class}: {typed} beside {card} is {:?}",
                        check.lookalikes
                    ));
                }
            }
            desk.must(Desk::destroying(id));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn nobody_is_taken_for_somebody_else() {
    let lines = lines(TWO_PEOPLE);
    assert!(lines.len() >= 200, "{} pairs", lines.len());
    let (_lab, [desk]) = Lab::with(["desk"]);
    let mut wrong = Vec::new();
    for [class, one, other] in lines
        .iter()
        .map(|line| <[&str; 3]>::try_from(&line[..]).unwrap())
    {
        for (typed, card) in [(one, other), (other, one)] {
            let id = registered(&desk, card);
            let check = checked(&desk, &person(typed));
            if level_of(&check, id) >= 2 {
                wrong.push(format!(
                    "{class}: {typed} beside {card} is {:?}",
                    check.lookalikes
                ));
            }
            desk.must(Desk::destroying(id));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Somebody who showed no document.
fn aigerim(patronymic: &str) -> PatientForm {
    person(&format!(
        "Ахметова|Айгерим|{patronymic}|12.03.1991|+7 701 555 44 33"
    ))
}

#[test]
fn a_very_likely_double_is_not_saved_before_somebody_decides() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let known = desk.intake(aigerim("Болатовна"));
    let again = aigerim("Болатқызы");
    let check = checked(&desk, &again);
    let [alike] = &check.lookalikes[..] else {
        panic!("{:?}", check.lookalikes)
    };
    assert_eq!(
        (alike.level.as_str(), alike.asks, alike.another),
        ("very_likely", true, false)
    );
    assert_eq!(
        alike.reasons,
        [
            "born-same",
            "surname-same",
            "name-same",
            "patronymic-same",
            "phone-same"
        ]
    );
    let problem = check
        .problems
        .iter()
        .find(|one| one.code == "patient-alike");
    assert_eq!(problem.and_then(|one| one.field.as_deref()), Some("others"));
    let before = desk.length();
    let refused = desk.execute(Desk::taking_in(again.clone()));
    assert_eq!(refused.unwrap_err(), ["patient-alike"]);
    assert_eq!(
        desk.length(),
        before,
        "the card was told of and noted already"
    );
    let decided = PatientForm {
        others: vec![known],
        ..again
    };
    let check = checked(&desk, &decided);
    assert!(check.lookalikes[0].another && !check.lookalikes[0].asks);
    assert!(check.problems.iter().all(|one| one.code != "patient-alike"));
    let saved = desk.must(Desk::taking_in(decided));
    let entry = desk.of_kind(kinds::PATIENT_REGISTERED).pop().unwrap();
    assert_eq!(entry.hash(), saved.entries[0]);
    let Some(Event::PatientRegistered(body)) = Event::of(&entry) else {
        panic!("a registration")
    };
    assert_eq!(
        body.others,
        [(known, vec![4, 8, 11, 15, 19])],
        "who, and why it was asked"
    );
    lab.sync();
    lab.agree();
    assert_eq!(
        village.look(saved.subject).name,
        "Ахметова Айгерим Болатқызы"
    );
}

#[test]
fn a_refusal_tells_of_the_double_only_after_its_entry() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let known = desk.intake(aigerim(""));
    let before = desk.length();
    let refused = desk.execute(Desk::taking_in(aigerim("")));
    assert_eq!(refused.unwrap_err(), ["patient-alike"]);
    assert_eq!(
        desk.length() - before,
        2,
        "a list, and whose rows stood there"
    );
    let Some(Event::ListShown(body)) = Event::of(&desk.chain().pop().unwrap()) else {
        panic!("a list")
    };
    assert_eq!(body.ids, [known]);
}

#[test]
fn a_hint_asks_nothing_and_a_known_card_is_no_double_of_its_own() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let known = desk.intake(aigerim("Болатовна"));
    let twin = PatientForm {
        name: "Айжан".into(),
        ..aigerim("Болатовна")
    };
    let check = checked(&desk, &twin);
    assert_eq!(check.lookalikes[0].level, "possible");
    let twin = desk.intake(twin);
    let amended = desk
        .app()
        .check_form(&aigerim("Болатовна"), None, Some(twin));
    let amended = amended.unwrap().into_inner();
    assert_eq!(amended.lookalikes[0].row.id, known);
    assert_eq!(
        amended.lookalikes[0].level, "possible",
        "an amendment makes no second card"
    );
    desk.amend(twin, |form| form.name = "Айгерим".into());
}

#[test]
fn the_same_number_is_that_card_and_a_slip_leads_to_it() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let known = desk.intake(patient(1));
    let typed = |iin: &str| PatientForm {
        iin: iin.into(),
        ..PatientForm::default()
    };
    let iin = patient(1).iin;
    let check = checked(&desk, &typed(&iin));
    assert_eq!(check.lookalikes[0].level, "same");
    assert!(check.problems.iter().any(|one| one.code == "patient-known"));
    assert!(check.slips.is_empty(), "the number itself is no slip");
    let last = (iin.as_bytes()[11] - b'0' + 1) % 10;
    let checksum = format!("{}{last}", &iin[..11]);
    let neighbours = format!("{}{}{}{}", &iin[..7], &iin[8..9], &iin[7..8], &iin[9..]);
    for slip in [&checksum, &neighbours]
        .into_iter()
        .filter(|slip| **slip != iin)
    {
        let check = checked(&desk, &typed(slip));
        assert_eq!(check.slips.len(), 1, "{slip}");
        assert_eq!(check.slips[0].id, known);
        assert!(check.slips[0].iin.starts_with("••••••••"), "masked");
        let entry = desk.chain().pop().unwrap();
        assert_eq!(
            entry.header().kind,
            kinds::LIST_SHOWN,
            "noted before it is told"
        );
        assert_eq!(found(&desk, slip), [known], "the search box offers it too");
    }
    let nobody = patient(77).iin;
    assert!(
        found(&desk, &nobody).is_empty(),
        "another number altogether"
    );
    assert!(
        checked(&desk, &typed("850617")).slips.is_empty(),
        "half a number"
    );
}

#[test]
fn one_or_two_letters_ask_for_the_people_of_today() {
    const DAY_MS: u64 = 24 * 3_600_000;
    let (_lab, [desk]) = Lab::with(["desk"]);
    let old = desk.intake(aigerim(""));
    desk.wait(2 * DAY_MS);
    desk.sign_in("manager");
    assert!(found(&desk, "Ах").is_empty(), "not of this day");
    assert_eq!(found(&desk, "Ахм"), [old], "three letters ask everybody");
    let new = desk.intake(person("Аханова|Дана||01.02.1990|"));
    assert_eq!(found(&desk, "ах"), [new]);
    assert_eq!(found(&desk, "f"), [new], "in the other layout too");
    desk.app()
        .keep_draft(None, "amend", Some(old), "А. А.", "{}")
        .unwrap();
    assert_eq!(
        found(&desk, "а"),
        [old, new],
        "and a form that was put aside"
    );
}

#[test]
fn whole_words_come_before_what_begins_so_and_then_the_latest() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let whole = desk.intake(person("Асан|Берик||12.03.1991|"));
    let longer = desk.intake(person("Асанов|Канат||13.04.1992|"));
    let later = desk.intake(person("Асанова|Дана||14.05.1993|"));
    assert_eq!(found(&desk, "асан"), [whole, later, longer]);
    let phone = desk.intake(person("Ким|Олег||12.03.1991|+7 701 234 56 78"));
    let longer = desk.intake(patient(3));
    desk.amend(longer, |form| form.phone = "+7 705 701 23 45".into());
    assert_eq!(found(&desk, "70123456"), [phone]);
    assert_eq!(found(&desk, "87012345678"), [phone]);
}

#[test]
fn nothing_that_is_typed_is_a_language_of_the_database() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let robert = desk.intake(person("Таблов|Роберт DROP TABLE||12.03.1991|"));
    let long = "Ахметова ".repeat(1_200);
    for query in [
        long.as_str(),
        &"9".repeat(10_000),
        &"\u{10FFFF}".repeat(10_000),
        "names:\"a\" OR born:*",
        "NEAR(a b, 5)",
        "\"",
        "\"\"\"*",
        "a* AND NOT b",
        "^surname - {x} + (y",
        "'; DROP TABLE x_person; --",
        "') OR 1=1 --",
        "%_\\",
        "ا\u{301}\u{302} ١٢٣٤",
        "\0\0\0abc",
    ] {
        found(&desk, query);
        let form = PatientForm {
            surname: query.into(),
            name: query.into(),
            birth_date: "12.03.1991".into(),
            phone: query.into(),
            doc_number: query.into(),
            ..PatientForm::default()
        };
        checked(&desk, &form);
    }
    assert_eq!(found(&desk, "Таблов Роберт drop table"), [robert]);
    let cards = desk.count("SELECT count(*) FROM x_person");
    assert_eq!(cards, 1);
}
