//! Who may be known already, as a registrar sees it: that card, a decision, a hint, an ИИН one slip away.

use thirtyfour::prelude::*;
use tirkeu_core::desk::NewStaff;
use tirkeu_core::event::kinds::Role;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{AIGERIM, NURLAN};

const REGISTRAR: NewStaff<'static> = NewStaff {
    name: "Серіков Болат Асқарұлы",
    login: "bolat",
    password: "keng-dala-2031-arna",
    role: Role::Registrar,
};

#[tokio::test]
async fn whoever_may_be_known_is_told_in_russian() -> WebDriverResult<()> {
    told(Lang::Ru).await
}

#[tokio::test]
async fn whoever_may_be_known_is_told_in_kazakh() -> WebDriverResult<()> {
    told(Lang::Kk).await
}

async fn told(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    for person in [&AIGERIM, &NURLAN] {
        lab::register(&data, person, Says::Yes);
    }
    lab::hire(&data, &REGISTRAR);
    let desk = Desk::open(&data, lang).await?;
    desk.fill("signin-login", REGISTRAR.login).await?;
    desk.fill("signin-password", REGISTRAR.password).await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-search").await?;
    a_number_and_a_slip(&desk).await?;
    a_hint(&desk).await?;
    a_decision(&desk).await
}

async fn a_number_and_a_slip(desk: &Desk) -> WebDriverResult<()> {
    // Nobody has this number; somebody has one that is a slip away.
    desk.fill("intake-search", "910312400122").await?;
    desk.find("intake-search-list-slips").await?;
    desk.look("s1-list-slips").await?;
    desk.fill("intake-search", "").await?;
    desk.gone("intake-search-list-slips").await?;
    desk.click("intake-new").await?;
    desk.fill("intake-iin", "910312400122").await?;
    desk.find("intake-iin-slip-take").await?;
    desk.look("s1-iin-slip").await?;
    desk.fill("intake-iin", AIGERIM.iin).await?;
    desk.find("intake-same").await?;
    desk.gone("intake-iin-slip-take").await?;
    desk.look("s1-alike-same").await
}

async fn a_hint(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-iin", "").await?;
    desk.fill("intake-surname", "Ахметова").await?;
    desk.fill("intake-name", "Айжан").await?;
    desk.fill("intake-patronymic", "Болатовна").await?;
    desk.fill("intake-birth_date", AIGERIM.birth_date).await?;
    desk.find("intake-lookalikes").await?;
    desk.gone("intake-same").await?;
    desk.look("s1-alike-possible").await
}

async fn a_decision(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-name", "Айгерим").await?;
    desk.pick("intake-sex-F").await?;
    desk.leads("intake-further", "intake-kind").await?;
    desk.choose("intake-kind", "no_document").await?;
    desk.find("intake-alike-other").await?;
    let before = desk.entries().await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-problems").await?;
    desk.leads("intake-problems", "intake-others").await?;
    desk.look("s1-alike-decide").await?;
    assert_eq!(desk.entries().await?, before, "nothing is saved undecided");
    desk.click("intake-alike-other").await?;
    desk.gone("intake-alike").await?;
    desk.find("intake-alike-again").await?;
    desk.look("s1-alike-decided").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    desk.click("intake-new").await?;
    desk.fill("intake-surname", "Искаков").await?;
    desk.fill("intake-name", "Нурлан").await?;
    desk.fill("intake-birth_date", NURLAN.birth_date).await?;
    desk.click("intake-alike-take").await?;
    desk.find("intake-card").await?;
    desk.holds("intake-surname", NURLAN.surname).await
}
