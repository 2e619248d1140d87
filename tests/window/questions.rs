//! What two desks left to a person is asked one question at a time, and answered: what came after a destruction, a field,
//! two cards of one person. The village is driven by the core; it hears of every answer.

use std::path::{Path, PathBuf};

use thirtyfour::prelude::*;
use tirkeu_core::command::Command;
use tirkeu_core::desk::Open;
use tirkeu_core::desk::backup::{Alone, Go};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::patient::field;
use tirkeu_core::id::SubjectId;
use tirkeu_core::query;
use tirkeu_exchange::{Place, visit};

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn questions_are_answered_one_by_one_in_russian() -> WebDriverResult<()> {
    one_by_one(Lang::Ru).await
}

#[tokio::test]
async fn questions_are_answered_one_by_one_in_kazakh() -> WebDriverResult<()> {
    one_by_one(Lang::Kk).await
}

async fn one_by_one(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let (data, village, place) = lab::aside(|| two_desks(folder.path()));
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    desk.click("status-exchange").await?;
    desk.click("exchange-now").await?;
    let word = |key: &str| steps::words(lang, key);
    held(&desk).await?;
    desk.says("question-done", &word("question-done")).await?;
    of_a_field(&desk).await?;
    of_two_cards(&desk).await?;
    desk.says("question-done", &word("question-done")).await?;
    desk.sees(&word("question-none")).await?;
    desk.look("s8-question-none").await?;
    desk.click("exchange-now").await?;
    desk.says("exchange-said", &word("exchange-done")).await?;
    lab::aside(|| heard(&village, &place));
    Ok(())
}

#[tokio::test]
async fn what_two_desks_cannot_mend_themselves_is_said_in_russian() -> WebDriverResult<()> {
    warned(Lang::Ru).await
}

#[tokio::test]
async fn what_two_desks_cannot_mend_themselves_is_said_in_kazakh() -> WebDriverResult<()> {
    warned(Lang::Kk).await
}

/// A desk that was copied, two with the same numbers, a card whose data stay where they are.
async fn warned(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::aside(|| troubled(folder.path()));
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    desk.click("status-exchange").await?;
    desk.find("desk-copied").await?;
    let same = desk.find("desk-same-prefix").await?;
    same.scroll_into_view().await?;
    desk.look("s8-desks-warned").await?;
    desk.press(Key::F8).await?;
    desk.choose("journal-doing", "patient").await?;
    desk.click("journal-go").await?;
    desk.find("journal-row").await?;
    desk.click("journal-open").await?;
    desk.click("entry-card").await?;
    let words = steps::words(lang, "card-elsewhere").replace("{ $desk }", "Ауыл");
    desk.says("card-elsewhere", &words).await?;
    for write in ["card-amend-open", "card-consent-open", "card-merge-open"] {
        assert!(!desk.shows(write).await, "{write}");
    }
    desk.look("s2-elsewhere").await
}

/// Whose data folder it is that knows of all of it.
fn troubled(folder: &Path) -> PathBuf {
    let data = lab::copied(folder);
    let village = lab::second(folder, &data);
    let place = folder.join("meeting");
    std::fs::create_dir(&place).unwrap();
    lab::within(&data, |open| {
        lab::meets_at(open, &place.to_string_lossy());
        lab::enrols(open, 555);
        meet(open, &place);
    });
    lab::within(&village, |open| {
        lab::enrols(open, 555);
        meet(open, &place);
    });
    lab::register(&village, &NURLAN, Says::Nothing);
    let copy = folder.join("copy");
    lab::copy(&village, &copy);
    // Each of the two at a place of its own, so that neither knows of the other.
    let elsewhere = folder.join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    for (one, place) in [(&village, &place), (&copy, &elsewhere)] {
        lab::within(one, |open| meet(open, place));
        lab::within(&data, |open| meet(open, place));
    }
    data
}

/// The village meets the folder once more: nothing is asked of it.
fn heard(village: &Path, place: &Path) {
    lab::within(village, |open| {
        meet(open, place);
        while open.app.look_for_questions().unwrap() {}
        assert_eq!(open.app.questions(0).unwrap().some, []);
        let fields = query::card::fields(open.app.conn(), found(open, AIGERIM.iin));
        assert_eq!(fields.unwrap()[&field::PHONE], "+77012345671");
    });
}

/// Both said something of one phone, took the same person in, and one of them destroyed what the other amended.
fn two_desks(folder: &Path) -> (PathBuf, PathBuf, PathBuf) {
    let data = lab::copied(folder);
    for person in [&AIGERIM, &NURLAN] {
        lab::register(&data, person, Says::Nothing);
        lab::agreed_to_exchange(&data, person.iin);
    }
    let village = lab::second(folder, &data);
    let place = folder.join("meeting");
    std::fs::create_dir(&place).unwrap();
    lab::within(&village, |open| {
        phone(open, AIGERIM.iin, "8 701 234 56 72");
        phone(open, NURLAN.iin, "8 705 111 22 34");
        nameless(open);
        meet(open, &place);
    });
    lab::within(&data, |open| {
        lab::meets_at(open, &place.to_string_lossy());
        phone(open, AIGERIM.iin, "8 701 234 56 71");
        nameless(open);
        let subject = found(open, NURLAN.iin);
        let act = "1/2026".to_owned();
        let destroy = Command::Destroy {
            subject,
            basis: 3,
            act,
        };
        open.app.execute(destroy, None).unwrap();
    });
    (data, village, place)
}

fn meet(open: &mut Open, place: &Path) {
    let mut there = Place::folder(place, open.app.org()).unwrap();
    visit(
        &Alone::new(open),
        &mut there,
        &place.to_string_lossy(),
        &mut |_| Go::On,
    )
    .unwrap();
}

fn found(open: &Open, iin: &str) -> SubjectId {
    query::card::by_iin(open.app.conn(), iin).unwrap()[0]
}

fn phone(open: &mut Open, iin: &str, phone: &str) {
    let card = found(open, iin);
    let fields = query::card::fields(open.app.conn(), card).unwrap();
    let patient = PatientForm {
        phone: phone.to_owned(),
        ..query::card::form(&fields)
    };
    let reason = "Новый номер".to_owned();
    let amend = Command::Amend {
        card,
        patient,
        reason,
    };
    open.app.execute(amend, None).unwrap();
}

/// Somebody without a document, who agrees to the exchange.
fn nameless(open: &mut Open) {
    let patient = PatientForm {
        surname: "Сәрсенова".to_owned(),
        name: "Дана".to_owned(),
        birth_date: "17.06.1985".to_owned(),
        sex: "F".to_owned(),
        kind: "no_document".to_owned(),
        phone: "8 702 300 40 50".to_owned(),
        language: "kk".to_owned(),
        ..PatientForm::default()
    };
    let intake = Command::Intake {
        card: None,
        patient,
        reason: String::new(),
        representative: None,
        consent: Some(lab::agreeing()),
        expected: None,
        order: None,
    };
    open.app.execute(intake, None).unwrap();
}

async fn held(desk: &Desk) -> WebDriverResult<()> {
    desk.find("question-held").await?;
    desk.click("question-go").await?;
    let error = |code: &str| steps::error_words(desk.lang(), code);
    desk.says("question-act-error", &error("text-required"))
        .await?;
    desk.says("question-basis-error", &error("act-required"))
        .await?;
    desk.look("s8-question-held").await?;
    desk.pick("question-basis-3").await?;
    desk.fill("question-act", "2/2026").await?;
    desk.click("question-go").await
}

async fn of_a_field(desk: &Desk) -> WebDriverResult<()> {
    assert!(
        !desk.page().await?.contains(AIGERIM.surname),
        "nobody is named yet"
    );
    // By keys alone: after an answer the keyboard stands at the head of the next question.
    steps::tab_to(desk, "question-show").await?;
    desk.press(Key::Enter).await?;
    desk.find("question-who").await?;
    assert!(desk.text("question-who").await?.contains(AIGERIM.surname));
    steps::tab_to(desk, "question-go").await?;
    desk.press(Key::Enter).await?;
    let error = |code: &str| steps::error_words(desk.lang(), code);
    desk.says("question-reason-error", &error("text-required"))
        .await?;
    desk.says("question-what-error", &error("question-choice"))
        .await?;
    desk.look("s8-question-field").await?;
    let first = desk.find("question-what").await?.text().await?;
    assert!(first.contains("56 71"), "{first}");
    // The first of the values has the focus: what this desk said last.
    desk.press(Key::Space).await?;
    steps::tab_to(desk, "question-reason").await?;
    desk.press("Пациент сказал").await?;
    steps::tab_to(desk, "question-go").await?;
    desk.press(Key::Enter).await
}

async fn of_two_cards(desk: &Desk) -> WebDriverResult<()> {
    desk.click("question-show").await?;
    desk.find("question-both").await?;
    desk.click("question-one").await?;
    let error = |code: &str| steps::error_words(desk.lang(), code);
    desk.says("question-reason-error", &error("text-required"))
        .await?;
    desk.look("s8-question-pair").await?;
    desk.fill("question-reason", "Пришла снова, та же").await?;
    desk.click("question-one").await
}
