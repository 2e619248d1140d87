//! Everybody who walks in, as reception sees them: a child with the mother, twins with the grandmother and the
//! mother's paper, a foreigner, somebody who is helped, a family of four.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn everybody_in_russian() -> WebDriverResult<()> {
    everybody(Lang::Ru).await
}

#[tokio::test]
async fn everybody_in_kazakh() -> WebDriverResult<()> {
    everybody(Lang::Kk).await
}

async fn everybody(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), lang).await?;
    data_list(&desk).await?;
    child(&desk).await?;
    the_childs_card(&desk).await?;
    twins(&desk).await?;
    foreigner(&desk).await?;
    helped(&desk).await?;
    parked(&desk).await?;
    shift(&desk).await
}

/// The queue goes on while somebody looks for a document: put aside, and taken up again.
async fn parked(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::Escape).await?;
    desk.press(Key::F2).await?;
    desk.fill("intake-surname", "Досова").await?;
    desk.fill("intake-name", "Әлия").await?;
    desk.press(Key::F11).await?;
    desk.find("draft-offer").await?;
    desk.holds("intake-surname", "").await?;
    desk.look("s1-parked").await?;
    let shown = desk.page().await?;
    assert!(
        !shown.contains("Досова"),
        "initials only where a queue can read"
    );
    desk.click("draft-continue").await?;
    desk.holds("intake-surname", "Досова").await?;
    desk.press(Key::F11).await?;
    desk.find("draft-offer").await?;
    Ok(())
}

/// The end of the shift: sheets to file, people without a consent, and the desk closes.
async fn shift(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-shift").await?;
    desk.find("shift-paper").await?;
    desk.find("shift-parked").await?;
    desk.look("s11-shift").await?;
    desk.click("shift-file").await?;
    desk.sees(&steps::error_words(desk.lang(), "text-required"))
        .await?;
    desk.look("s11-shift-refused").await
}

/// The manager says what is collected and what is offered; an SMS has a sender and a gateway.
async fn data_list(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-data").await?;
    desk.click("data-email").await?;
    desk.click("data-save").await?;
    desk.sees(&steps::words(desk.lang(), "data-saved")).await?;
    desk.click("offer-sms").await?;
    desk.click("offers-save").await?;
    desk.sees(&steps::error_words(desk.lang(), "text-required"))
        .await?;
    desk.look("s9-data-refused").await?;
    desk.fill("offer-sms_sender", "SHIPA").await?;
    desk.fill("offer-sms_gateway", "ТОО «Шлюз»").await?;
    desk.click("offers-save").await?;
    desk.says("offers-saved", &steps::words(desk.lang(), "data-saved"))
        .await?;
    desk.look("s9-data").await?;
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    Ok(())
}

/// The mother types nothing: she is asked for what she is to the child, and reads a page that names them both.
async fn child(desk: &Desk) -> WebDriverResult<()> {
    typed_child(desk, "Санжар", "15.03.2019").await?;
    // A child needs somebody: the fields come by themselves, the focus stays.
    desk.find("intake-representative").await?;
    desk.look("s1-child").await?;
    desk.click("intake-save").await?;
    desk.sees(&steps::error_words(desk.lang(), "representative-required"))
        .await?;
    desk.leads("intake-representative-add", "intake-rep_surname")
        .await?;
    mother(desk).await?;
    desk.look("s1-child-mother").await?;
    desk.press(Key::F7).await?;
    desk.find("consent-by").await?;
    let who = desk.text("consent-block").await?;
    let ground = steps::words(desk.lang(), "representative-basis-mother");
    assert!(
        who.contains(AIGERIM.name) && who.contains(&ground),
        "the page names who signs: {who}"
    );
    desk.look("s1-child-consent").await?;
    desk.pick("consent-tick-personal").await?;
    desk.pick("consent-tick-care").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

pub async fn typed_child(desk: &Desk, name: &str, born: &str) -> WebDriverResult<()> {
    desk.fill("intake-surname", "Ахметов").await?;
    desk.fill("intake-name", name).await?;
    desk.fill("intake-birth_date", born).await?;
    desk.pick("intake-sex-M").await?;
    desk.leads("intake-further", "intake-kind").await?;
    desk.choose("intake-kind", "no_document").await
}

pub async fn mother(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-rep_surname", AIGERIM.surname).await?;
    desk.fill("intake-rep_name", AIGERIM.name).await?;
    desk.fill("intake-rep_iin", AIGERIM.iin).await?;
    desk.fill("intake-rep_birth_date", AIGERIM.birth_date)
        .await?;
    desk.choose("intake-rep_basis", "mother").await
}

/// The card says who acts for the child, and what was consented to ends the day before sixteen.
async fn the_childs_card(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.fill("patients-search", "Ахметов Санжар").await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await?;
    desk.sees("14.03.2035").await?;
    desk.look("s2-child").await?;
    relations(desk).await?;
    withdrawn(desk).await?;
    desk.press(Key::Escape).await?;
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    Ok(())
}

/// A second representative comes, is refused without a document, and stops acting with a reason.
async fn relations(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-tab-relations").await?;
    desk.find("card-representatives").await?;
    desk.look("s2-child-relations").await?;
    desk.click("card-represent-open").await?;
    desk.fill("represent-rep_surname", "Оспанова").await?;
    desk.fill("represent-rep_name", "Дина").await?;
    desk.fill("represent-rep_birth_date", "01.02.1970").await?;
    desk.choose("represent-rep_basis", "guardian").await?;
    desk.click("represent-go").await?;
    let wants = steps::error_words(desk.lang(), "representative-document-required");
    desk.sees(&wants).await?;
    desk.look("s2-represent-refused").await?;
    desk.fill("represent-rep_document", "№ 5, 01.02.2026")
        .await?;
    desk.click("represent-go").await?;
    desk.gone("card-represent").await?;
    desk.sees("Оспанова Дина").await?;
    desk.click("card-end-open").await?;
    desk.click("end-go").await?;
    desk.sees(&steps::error_words(desk.lang(), "consent-reason-required"))
        .await?;
    desk.fill("end-reason", "№ 7, 02.03.2026").await?;
    desk.click("end-go").await?;
    desk.gone("card-end").await
}

/// Whoever acts for the child takes back what was given: it is asked who, and the card says who it was.
async fn withdrawn(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-tab-consents").await?;
    desk.click("card-withdraw-open").await?;
    desk.find("withdraw-by").await?;
    desk.click("withdraw-go").await?;
    let asks = steps::error_words(desk.lang(), "consent-withdrawn-by-required");
    desk.says("withdraw-by-error", &asks).await?;
    desk.look("s2-child-withdraw").await?;
    let first = By::Css("[data-testid=withdraw-by] label");
    let first = desk.driver.find(first).await?;
    let who = first.text().await?;
    let (name, ground) = who.split_once(", ").unwrap();
    first.click().await?;
    desk.click("withdraw-go").await?;
    desk.find("standing-withdrawn").await?;
    let acts = desk.text("card-consents").await?;
    let newest = acts.split(ground).next().unwrap_or_default();
    assert!(newest.contains(name), "who took it back: {acts}");
    desk.look("s2-child-withdrawn").await?;
    desk.click("card-evidence-open").await?;
    desk.find("evidence-pages").await?;
    desk.look("s2-child-withdrawn-evidence").await?;
    desk.press(Key::Escape).await?;
    desk.gone("evidence-panel").await?;
    desk.click("card-receipt-open").await?;
    desk.find("receipt-pages").await?;
    desk.look("s2-child-withdrawn-receipt").await?;
    desk.press(Key::Escape).await?;
    desk.gone("receipt-panel").await
}

/// Ctrl+F9 carries what the second twin has in common with the first.
async fn twins(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-surname", "Серікова").await?;
    desk.pick("intake-sex-F").await?;
    desk.leads("intake-further", "intake-kind").await?;
    desk.choose("intake-kind", "newborn").await?;
    desk.fill("intake-birth_date", &steps::today()).await?;
    desk.fill("intake-newborn_number", "1").await?;
    desk.find("intake-representative").await?;
    desk.leads("intake-representative-add", "intake-rep_surname")
        .await?;
    mother(desk).await?;
    paper(desk, "s1-twins-paper").await?;
    desk.press(Key::Control + Key::F9).await?;
    desk.holds("intake-surname", "Серікова").await?;
    desk.holds("intake-rep_surname", AIGERIM.surname).await?;
    desk.holds("intake-birth_date", &steps::today()).await?;
    desk.holds("intake-newborn_number", "2").await?;
    desk.pick("intake-sex-M").await?;
    paper(desk, "s1-twins-second").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

/// The mother signed at home; the grandmother came.
async fn paper(desk: &Desk, shot: &str) -> WebDriverResult<()> {
    desk.press(Key::F7).await?;
    desk.pick("consent-channel-paper").await?;
    if !desk.shows("consent-helpers").await {
        desk.click("consent-helped").await?;
    }
    desk.fill("consent-companion", "Серікова Күләш").await?;
    desk.pick("consent-tick-personal").await?;
    desk.pick("consent-tick-care").await?;
    desk.pick("consent-signature_seen").await?;
    desk.look(shot).await
}

async fn foreigner(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-surname", "Ахмедов").await?;
    desk.fill("intake-name", "Рустам").await?;
    desk.fill("intake-birth_date", "01.02.1980").await?;
    desk.pick("intake-sex-M").await?;
    desk.leads("intake-further", "intake-kind").await?;
    desk.choose("intake-kind", "foreigner").await?;
    desk.click("intake-save").await?;
    let wants = steps::error_words(desk.lang(), "citizenship-required");
    desk.sees(&wants).await?;
    desk.look("s1-foreigner-refused").await?;
    desk.fill("intake-citizenship", "Өзбекстан").await?;
    desk.fill("intake-latin_name", "AKHMEDOV RUSTAM").await?;
    desk.choose("intake-doc_type", "foreign_passport").await?;
    desk.fill("intake-doc_number", "AB1234567").await?;
    steps::consented(desk).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

/// Somebody who cannot read: who read aloud, who helped and who saw it stand in the entry.
async fn helped(desk: &Desk) -> WebDriverResult<()> {
    steps::typed_patient(desk, &steps::NURLAN).await?;
    desk.press(Key::F7).await?;
    desk.click("consent-helped").await?;
    desk.pick("consent-tick-sms").await?;
    desk.fill("consent-reader", "Сейтова Айгүл").await?;
    desk.fill("consent-witness", "Оспанова Дина").await?;
    desk.pick("consent-tick-personal").await?;
    desk.pick("consent-tick-care").await?;
    desk.look("s1-helped").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    desk.press(Key::F3).await?;
    desk.fill("patients-search", steps::NURLAN.surname).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await?;
    desk.click("card-evidence-open").await?;
    desk.find("evidence-pages").await?;
    desk.look("s2-evidence-helped").await
}

/// Twelve digits in a burst are a document under the scanner, wherever the focus is.
#[tokio::test]
async fn a_scan_leaves_the_field_alone() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Ru).await?;
    desk.fill("intake-surname", "Ахметова").await?;
    desk.fill("intake-patronymic", "Болатқызы").await?;
    desk.at("intake-patronymic").await?;
    desk.scan("910312400121").await?;
    desk.holds("intake-iin", "910312400121").await?;
    desk.holds("intake-patronymic", "Болатқызы").await?;
    desk.at("intake-patronymic").await?;
    desk.fill("intake-name", AIGERIM.name).await?;
    desk.fill("intake-birth_date", AIGERIM.birth_date).await?;
    desk.pick("intake-sex-F").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    // Somebody known: one scan opens the card; somebody unknown: a new card with the number.
    desk.scan("910312400121").await?;
    desk.find("intake-card").await?;
    desk.click("intake-card-clear").await?;
    desk.gone("intake-card").await?;
    desk.scan("781105300778").await?;
    desk.holds("intake-iin", "781105300778").await
}
