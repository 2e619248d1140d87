//! Everybody who walks in by the keyboard alone: after the sign-in no click, and no focus that a key did not move. Each
//! story says what it took: keys that type, keys that lead somewhere, documents under the scanner.

use std::time::Duration;

use thirtyfour::TypingData;
use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN};

/// More than a scanner rests between two keys, less than anybody does.
const UNHURRIED: Duration = Duration::from_millis(60);

/// Types into the field that has the focus and goes on.
async fn typed(desk: &Desk, text: &str) -> WebDriverResult<()> {
    desk.press(text).await?;
    // A pause: without one what is typed and Enter are a scanner's.
    sleep(UNHURRIED).await;
    desk.press(Key::Enter).await
}

/// The same key so many times.
async fn times(desk: &Desk, key: Key, count: usize) -> WebDriverResult<()> {
    for _ in 0..count {
        desk.press(TypingData::from(key.clone())).await?;
    }
    Ok(())
}

/// Enter, as often as it takes to come there.
async fn on_to(desk: &Desk, wanted: &str) -> WebDriverResult<()> {
    for _ in 0..20 {
        if desk.focused().await? == wanted {
            return Ok(());
        }
        desk.press(Key::Enter).await?;
    }
    desk.at(wanted).await
}

async fn next_part(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::Control + Key::Down).await
}

/// F7, and from its heading to both ticks.
async fn agreed(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F7).await?;
    desk.find("consent-tick-personal").await?;
    desk.at("consent-heading").await?;
    ticked(desk).await
}

async fn ticked(desk: &Desk) -> WebDriverResult<()> {
    for tick in ["consent-tick-personal", "consent-tick-care"] {
        on_to(desk, tick).await?;
        desk.press(Key::Space).await?;
        assert!(desk.ticked(tick).await?, "{tick}");
    }
    Ok(())
}

async fn saved(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    desk.at("intake-search").await
}

async fn next_of_the_family(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::Control + Key::F9).await?;
    desk.at("intake-name").await
}

/// The further fields, and why there is no ИИН: so far down the list.
async fn kind(desk: &Desk, down: usize) -> WebDriverResult<()> {
    next_part(desk).await?;
    desk.at("intake-further").await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-kind").await?;
    desk.press(Key::Tab).await?;
    desk.at("intake-kind").await?;
    times(desk, Key::Down, down).await
}

/// No more keys than this typed, and than this led somewhere: the README names what they come to.
async fn cost(desk: &Desk, story: &str, typed: u64, led: u64) -> WebDriverResult<()> {
    let keys = desk.keys().await?;
    println!(
        "{story} ({}): {} keys: {} typed, {} led somewhere, {} scans",
        desk.lang().code(),
        keys.all(),
        keys.typed,
        keys.led,
        keys.scans
    );
    assert!(keys.typed <= typed && keys.led <= led, "{story}: {keys:?}");
    Ok(())
}

/// The cards behind what was saved, as the list of patients shows them.
async fn found(desk: &Desk, query: &str, names: &[&str]) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.press(query).await?;
    for name in names {
        desk.sees(name).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_child_with_the_mother_in_kazakh() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Kk).await?;
    desk.count_keys().await?;
    desk.press(Key::Insert).await?;
    desk.at("intake-surname").await?;
    typed(&desk, "Ахметов").await?;
    typed(&desk, "Санжар").await?;
    times(&desk, Key::Enter, 2).await?;
    desk.at("intake-birth_date").await?;
    typed(&desk, "15032019").await?;
    desk.press(Key::Right).await?;
    kind(&desk, 3).await?;
    // The button gives way to the fields, and the focus goes with it.
    desk.find("intake-representative-add").await?;
    next_part(&desk).await?;
    desk.at("intake-representative-add").await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-rep_surname").await?;
    typed(&desk, AIGERIM.surname).await?;
    typed(&desk, AIGERIM.name).await?;
    desk.press(Key::Enter).await?;
    typed(&desk, AIGERIM.iin).await?;
    typed(&desk, "12031991").await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-rep_basis").await?;
    desk.press(Key::Down).await?;
    steps::rested(&desk).await?;
    agreed(&desk).await?;
    saved(&desk).await?;
    cost(&desk, "a child with the mother", 56, 33).await
}

/// The mother lies in the ward: the grandmother brings both, her own document and the mother's power of attorney.
#[tokio::test]
async fn newborn_twins_with_the_grandmother_in_russian() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Ru).await?;
    desk.count_keys().await?;
    desk.press(Key::Insert).await?;
    desk.at("intake-surname").await?;
    typed(&desk, "Серікова").await?;
    times(&desk, Key::Enter, 3).await?;
    desk.at("intake-birth_date").await?;
    typed(&desk, &steps::today().replace('.', "")).await?;
    // The first answer of two: Space sets it, an arrow would set the other.
    desk.press(Key::Space).await?;
    kind(&desk, 1).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-newborn_number").await?;
    desk.press("1").await?;
    desk.find("intake-representative-add").await?;
    next_part(&desk).await?;
    desk.at("intake-representative-add").await?;
    desk.press(Key::Enter).await?;
    grandmother(&desk).await?;
    desk.look("s1-twins-grandmother").await?;
    agreed(&desk).await?;
    let first = desk.keys().await?;
    next_of_the_family(&desk).await?;
    desk.holds("intake-newborn_number", "2").await?;
    desk.holds("intake-rep_document", PAPER).await?;
    times(&desk, Key::Enter, 4).await?;
    desk.press(Key::Right).await?;
    assert!(desk.ticked("intake-sex-M").await?);
    agreed(&desk).await?;
    let who = desk.text("consent-block").await?;
    assert!(
        who.contains("Күләш")
            && who.contains(&steps::words(Lang::Ru, "representative-basis-attorney")),
        "the page names who signs: {who}"
    );
    desk.look("s1-twins-grandmother-second").await?;
    saved(&desk).await?;
    let second = desk.keys().await?.all() - first.all();
    println!("the second twin: {second} keys");
    assert!(second <= 16, "{second} keys for the second twin");
    cost(&desk, "newborn twins with the grandmother", 61, 53).await?;
    found(&desk, "Серікова", &["№ 1", "№ 2"]).await
}

/// What the mother gave along, in one line.
const PAPER: &str = "№ 5, 01.02.2026";

/// Her document is scanned: the number goes where she is typed, not to the newborn who has none.
async fn grandmother(desk: &Desk) -> WebDriverResult<()> {
    desk.at("intake-rep_surname").await?;
    desk.scan(NURLAN.iin).await?;
    desk.holds("intake-rep_iin", NURLAN.iin).await?;
    desk.holds("intake-iin", "").await?;
    desk.at("intake-rep_surname").await?;
    typed(desk, "Серікова").await?;
    typed(desk, "Күләш").await?;
    times(desk, Key::Enter, 2).await?;
    desk.at("intake-rep_birth_date").await?;
    typed(desk, "05111978").await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-rep_basis").await?;
    times(desk, Key::Down, 6).await?;
    desk.press(Key::Enter).await?;
    typed(desk, PAPER).await?;
    desk.at("intake-rep_valid_until").await?;
    desk.press("01022030").await?;
    steps::rested(desk).await
}

#[tokio::test]
async fn a_foreigner_somebody_helped_and_a_refusal_in_kazakh() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Kk).await?;
    foreigner(&desk).await?;
    helped(&desk).await?;
    refused(&desk).await
}

async fn foreigner(desk: &Desk) -> WebDriverResult<()> {
    desk.count_keys().await?;
    desk.press(Key::Insert).await?;
    desk.at("intake-surname").await?;
    typed(desk, "Ахмедов").await?;
    typed(desk, "Рустам").await?;
    times(desk, Key::Enter, 2).await?;
    typed(desk, "01021980").await?;
    desk.press(Key::Right + Key::Enter).await?;
    desk.at("intake-doc_type").await?;
    times(desk, Key::Down, 4).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-doc_number").await?;
    desk.press("AB1234567").await?;
    kind(desk, 2).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-citizenship").await?;
    typed(desk, "Өзбекстан").await?;
    desk.at("intake-latin_name").await?;
    desk.press("AKHMEDOV RUSTAM").await?;
    desk.holds("intake-doc_type", "foreign_passport").await?;
    desk.look("s1-foreigner-keys").await?;
    agreed(desk).await?;
    saved(desk).await?;
    cost(desk, "a foreigner", 54, 29).await
}

/// Whoever read aloud and whoever saw it are typed before the ticks.
async fn helped(desk: &Desk) -> WebDriverResult<()> {
    desk.count_keys().await?;
    desk.press(Key::Insert).await?;
    known(desk, NURLAN.surname, NURLAN.name, NURLAN.iin).await?;
    desk.press(Key::F7).await?;
    desk.find("consent-tick-personal").await?;
    steps::tab_to(desk, "consent-helped").await?;
    desk.press(Key::Enter).await?;
    desk.find("consent-reader").await?;
    desk.press(Key::Tab).await?;
    desk.at("consent-reader").await?;
    typed(desk, "Сейтова Айгүл").await?;
    desk.press(Key::Enter).await?;
    desk.at("consent-witness").await?;
    typed(desk, "Оспанова Дина").await?;
    ticked(desk).await?;
    desk.look("s1-helped-keys").await?;
    saved(desk).await?;
    cost(desk, "somebody who is helped", 39, 21).await
}

/// A document under the scanner, the name, and what the ИИН says taken by one key.
async fn known(desk: &Desk, surname: &str, name: &str, iin: &str) -> WebDriverResult<()> {
    desk.at("intake-surname").await?;
    typed(desk, surname).await?;
    typed(desk, name).await?;
    desk.at("intake-patronymic").await?;
    number(desk, iin).await
}

async fn number(desk: &Desk, iin: &str) -> WebDriverResult<()> {
    desk.scan(iin).await?;
    desk.holds("intake-iin", iin).await?;
    desk.find("intake-iin-take").await?;
    on_to(desk, "intake-iin-take").await?;
    desk.press(Key::Space).await?;
    desk.at("intake-birth_date").await
}

/// What was pressed gives way to the reason, and the focus goes with it; a step back, and no again.
async fn refused(desk: &Desk) -> WebDriverResult<()> {
    desk.count_keys().await?;
    desk.press(Key::Insert).await?;
    known(desk, AIGERIM.surname, AIGERIM.name, AIGERIM.iin).await?;
    desk.press(Key::F7).await?;
    desk.find("consent-tick-personal").await?;
    no(desk).await?;
    steps::tab_to(desk, "consent-unrefuse").await?;
    desk.press(Key::Enter).await?;
    desk.find("consent-tick-personal").await?;
    desk.at("consent-heading").await?;
    no(desk).await?;
    typed(desk, "Қаламаймын").await?;
    desk.press(Key::Space).await?;
    assert!(desk.ticked("consent-refusal_signed-signed").await?);
    desk.look("s3-refusal-keys").await?;
    saved(desk).await?;
    cost(desk, "a refusal, after a step back", 25, 30).await
}

async fn no(desk: &Desk) -> WebDriverResult<()> {
    steps::tab_to(desk, "consent-refuse").await?;
    desk.press(Key::Enter).await?;
    desk.at("consent-reason").await
}

/// The mother, the father for himself, and two children for whom she acts.
#[tokio::test]
async fn a_family_of_four_in_kazakh() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Kk).await?;
    desk.count_keys().await?;
    desk.press(Key::Insert).await?;
    known(&desk, AIGERIM.surname, AIGERIM.name, AIGERIM.iin).await?;
    on_to(&desk, "intake-phone").await?;
    desk.press("87012345678").await?;
    steps::rested(&desk).await?;
    agreed(&desk).await?;
    next_of_the_family(&desk).await?;
    father(&desk).await?;
    let adults = desk.keys().await?;
    next_of_the_family(&desk).await?;
    first_child(&desk).await?;
    let first = desk.keys().await?;
    next_of_the_family(&desk).await?;
    second_child(&desk).await?;
    let second = desk.keys().await?;
    println!(
        "the first child: {} keys, the second: {}",
        first.all() - adults.all(),
        second.all() - first.all()
    );
    cost(&desk, "a family of four", 65, 81).await?;
    found(&desk, "Ахмет", &["Айгерім", "Нұрлан", "Санжар", "Әлия"]).await
}

/// His surname is another; her telephone is not his.
async fn father(desk: &Desk) -> WebDriverResult<()> {
    desk.holds("intake-phone_owner", "other").await?;
    desk.press(Key::Shift + Key::Tab).await?;
    desk.at("intake-surname").await?;
    known(desk, "Ахметов", NURLAN.name, NURLAN.iin).await?;
    steps::rested(desk).await?;
    agreed(desk).await
}

/// The mother was taken in a moment ago: one key offers her, the list says on what ground.
async fn first_child(desk: &Desk) -> WebDriverResult<()> {
    typed(desk, "Санжар").await?;
    times(desk, Key::Enter, 2).await?;
    desk.at("intake-birth_date").await?;
    typed(desk, "15032019").await?;
    desk.press(Key::Right).await?;
    kind(desk, 3).await?;
    desk.find("intake-representative-family").await?;
    next_part(desk).await?;
    desk.at("intake-representative-family").await?;
    desk.look("s1-family-offered").await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-rep_basis").await?;
    desk.press(Key::Down).await?;
    desk.holds("intake-phone_owner", "representative").await?;
    steps::rested(desk).await?;
    agreed(desk).await?;
    let who = desk.text("consent-block").await?;
    assert!(
        who.contains(AIGERIM.name),
        "the page names who signs: {who}"
    );
    desk.look("s1-family-child").await
}

/// Whoever acts for the first acts for the second.
async fn second_child(desk: &Desk) -> WebDriverResult<()> {
    desk.sees(AIGERIM.name).await?;
    typed(desk, "Әлия").await?;
    times(desk, Key::Enter, 2).await?;
    desk.at("intake-birth_date").await?;
    typed(desk, "20052021").await?;
    desk.press(Key::Space).await?;
    kind(desk, 3).await?;
    steps::rested(desk).await?;
    agreed(desk).await?;
    saved(desk).await
}
