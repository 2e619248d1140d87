//! A mother with three children: she checks every name, reads one page and signs once; each child has its own evidence.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang, WAIT};
use crate::lab;
use crate::patient::{self, Two};
use crate::patients;

const NAMES: [&str; 3] = ["Санжар", "Дана", "Әли"];

#[tokio::test]
async fn one_signature_for_a_family_in_russian() -> WebDriverResult<()> {
    family(Lang::Ru).await
}

#[tokio::test]
async fn one_signature_for_a_family_in_kazakh() -> WebDriverResult<()> {
    family(Lang::Kk).await
}

async fn family(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let two = Two::beside(Desk::open(&data, lang).await?).await?;
    taken_in(&two).await?;
    ticked(&two).await?;
    nobody_says_no_for_several(&two).await?;
    signed(&two).await?;
    evidence(&two.desk).await
}

/// Ctrl+F9 twice: the third child is on the form, the other two have cards and no consent.
async fn taken_in(two: &Two) -> WebDriverResult<()> {
    let desk = &two.desk;
    patients::typed_child(desk, NAMES[0], "15.03.2019").await?;
    desk.find("intake-representative").await?;
    desk.leads("intake-representative-add", "intake-rep_surname")
        .await?;
    patients::mother(desk).await?;
    for (name, born) in [(NAMES[1], "02.09.2021"), (NAMES[2], "11.01.2024")] {
        desk.press(Key::Control + Key::F9).await?;
        desk.holds("intake-name", "").await?;
        desk.find("intake-representative-card").await?;
        desk.fill("intake-name", name).await?;
        desk.fill("intake-birth_date", born).await?;
        desk.pick("intake-sex-M").await?;
        desk.leads("intake-further", "intake-kind").await?;
        desk.choose("intake-kind", "no_document").await?;
    }
    Ok(())
}

/// Beside the present child stand the two others; ticked, they are on the page.
async fn ticked(two: &Two) -> WebDriverResult<()> {
    let desk = &two.desk;
    two.asked().await?;
    desk.says("patient-name", NAMES[2]).await?;
    two.to_main().await?;
    desk.find("consent-other").await?;
    let others = By::Css("[data-testid='consent-other']");
    let others = desk.driver.find_all(others).await?;
    assert_eq!(others.len(), 2, "who is there today");
    desk.look("s1-family-offered").await?;
    for other in others {
        desk.tick(&other).await?;
    }
    desk.find("outcome-others").await?;
    two.to_patient().await?;
    desk.find("patient-names").await?;
    let until = Instant::now() + WAIT;
    loop {
        let names = desk.text("patient-names").await?;
        if NAMES.iter().all(|name| names.contains(name)) {
            break;
        }
        assert!(Instant::now() < until, "to check first: {names}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    desk.look("s3-patient-family-check").await?;
    assert_eq!(desk.axe().await?, Vec::<String>::new());
    two.to_main().await?;
    desk.look("s1-family").await?;
    assert_eq!(desk.axe().await?, Vec::<String>::new());
    two.to_patient().await
}

/// «Отказаться» on a page for three leads to the registrar, and back to the page.
async fn nobody_says_no_for_several(two: &Two) -> WebDriverResult<()> {
    let desk = &two.desk;
    desk.click("patient-refuse").await?;
    desk.find("patient-apart").await?;
    desk.look("s3-patient-family-apart").await?;
    two.sees_step("apart").await?;
    desk.look("s3-registrar-family-apart").await?;
    two.to_patient().await?;
    desk.click("patient-apart-back").await?;
    desk.find("patient-page").await?;
    let block = desk.text("patient-block").await?;
    for name in NAMES {
        assert!(block.contains(name), "{name} stands in the text: {block}");
    }
    desk.look("s3-patient-family-page").await
}

async fn signed(two: &Two) -> WebDriverResult<()> {
    let desk = &two.desk;
    desk.pick("patient-tick-service").await?;
    desk.pick("patient-tick-care").await?;
    desk.click("patient-next").await?;
    desk.find("patient-signature").await?;
    patient::signed(desk).await?;
    desk.click("patient-done").await?;
    desk.find("patient-thanks").await?;
    two.sees_step("given").await?;
    desk.look("s3-registrar-family-given").await?;
    desk.press(Key::F9).await?;
    desk.find("receipt-pages").await?;
    desk.press(Key::Escape).await.map(drop)
}

/// The first child's card, who was long on its way: consent stands, with the page that named all three.
async fn evidence(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.fill("patients-search", "Ахметов Санжар").await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await?;
    desk.sees("14.03.2035").await?;
    desk.look("s2-family-card").await?;
    desk.click("card-evidence-open").await?;
    desk.find("evidence-pages").await?;
    desk.look("s2-family-evidence").await
}
