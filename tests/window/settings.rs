//! The manager publishes a version of the policy and a document; everybody reads and signs before the next patient.

use std::time::Duration;

use thirtyfour::prelude::*;
use tirkeu_core::desk::NewStaff;
use tirkeu_core::event::kinds::Role;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, LOGIN, PASSWORD};

const SECOND: NewStaff<'_> = NewStaff {
    name: "Серіков Болат Асқарұлы",
    login: "bolat",
    password: "keng-dala-2031-arna",
    role: Role::Registrar,
};
const KK: &str = "1. Мерзімі\n1.1. Деректер 5 жыл сақталады.\n1.2. Телефоны: +7 727 234 56 78.";
const RU: &str =
    "1. Срок\n1.1. Данные хранятся 3 года.\n1.2. Телефон: +7 727 234 56 78.\n1.3. Почта.";

#[tokio::test]
async fn policy_and_documents_in_russian() -> WebDriverResult<()> {
    published_and_read(Lang::Ru).await
}

#[tokio::test]
async fn policy_and_documents_in_kazakh() -> WebDriverResult<()> {
    published_and_read(Lang::Kk).await
}

async fn published_and_read(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    lab::hire(&data, &SECOND);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    versions_are_read(&desk).await?;
    bad_editions_are_refused(&desk).await?;
    a_half_typed_edition_survives_the_curtain(&desk).await?;
    published(&desk).await?;
    the_old_consent_is_stale(&desk).await?;
    the_digest_is_published(&desk).await?;
    the_manager_reads_first(&desk).await?;
    the_register(&desk).await?;
    the_registrar_reads_first(&desk).await
}

async fn versions_are_read(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.find("policies-row").await?;
    desk.sees(&steps::words(desk.lang(), "edition-stands-in-force"))
        .await?;
    desk.look("s9-policy").await?;
    desk.click("policies-read").await?;
    assert!(desk.text("edition-text-kk").await?.contains("11.2."));
    assert!(desk.text("edition-text-ru").await?.contains("11.2."));
    desk.look("s9-policy-read").await?;
    desk.press(Key::Escape).await?;
    desk.gone("edition-panel").await
}

async fn bad_editions_are_refused(desk: &Desk) -> WebDriverResult<()> {
    desk.click("policies-next").await?;
    desk.at("policy-revision").await?;
    desk.find("policy-differences-none").await?;
    assert!(desk.value("policy-text-kk").await?.contains("11.2."));
    let error = |code: &str| steps::error_words(desk.lang(), code);
    desk.click("policy-publish").await?;
    desk.says("policy-revision-error", &error("text-required"))
        .await?;
    desk.fill("policy-revision", "1").await?;
    desk.fill("policy-effective-from", "01.01.2020").await?;
    desk.fill("policy-title-kk", "<b>Саясат</b>").await?;
    desk.fill("policy-url", "lab.kz").await?;
    desk.click("policy-publish").await?;
    for (field, code) in [
        ("revision", "edition-revision-taken"),
        ("effective-from", "edition-backdated"),
        ("title-kk", "edition-markup"),
        ("url", "url-form"),
    ] {
        desk.says(&format!("policy-{field}-error"), &error(code))
            .await?;
    }
    desk.look("s9-policy-errors").await?;
    desk.fill("policy-text-kk", "").await?;
    desk.click("policy-publish").await?;
    desk.says("policy-text-kk-error", &error("text-required"))
        .await
}

async fn a_half_typed_edition_survives_the_curtain(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("policy-revision", "2").await?;
    desk.fill("policy-title-kk", "Дербес деректерді өңдеу саясаты")
        .await?;
    desk.fill("policy-url", "https://shipa.kz/policy").await?;
    desk.fill("policy-text-kk", &typed(KK)).await?;
    desk.fill("policy-text-ru", &typed(RU)).await?;
    // 1.1: five here and three there; 1.3 in one text alone.
    desk.says("policy-differences-count", "3").await?;
    turn(desk, LOGIN, PASSWORD).await?;
    desk.click("tab-settings").await?;
    desk.find("edition-offer").await?;
    desk.look("s9-policy-draft").await?;
    desk.click("edition-continue").await?;
    desk.holds("policy-revision", "2").await?;
    desk.holds("policy-text-kk", KK).await?;
    desk.says("policy-differences-count", "3").await
}

/// A line ends with the key that ends it.
fn typed(text: &str) -> String {
    text.replace('\n', &Key::Enter.value().to_string())
}

async fn published(desk: &Desk) -> WebDriverResult<()> {
    // The day was typed wrong before; from today on.
    desk.fill("policy-effective-from", &lab::today()).await?;
    desk.click("policy-publish").await?;
    let unseen = steps::error_words(desk.lang(), "edition-differences-unseen");
    desk.says("policy-differences-error", &unseen).await?;
    desk.look("s9-policy-differences").await?;
    desk.pick("policy-differences-seen").await?;
    desk.click("policy-publish").await?;
    desk.gone("policy-form").await?;
    let said = steps::words(desk.lang(), "edition-published-note");
    desk.says("policy-published", &said).await?;
    assert!(!desk.shows("edition-offer").await, "its draft went with it");
    desk.look("s9-policy-two").await
}

async fn the_old_consent_is_stale(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-patients").await?;
    desk.fill("patients-search", AIGERIM.iin).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("card-consent-row").await?;
    desk.sees(&steps::words(desk.lang(), "common-consent-stale"))
        .await?;
    desk.look("s9-policy-stale").await
}

async fn the_digest_is_published(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-documents").await?;
    desk.find("documents-none").await?;
    desk.look("s9-documents-none").await?;
    desk.click("document-digest").await?;
    desk.at("document-code").await?;
    desk.find("document-differences-none").await?;
    desk.click("document-publish").await?;
    let empty = steps::error_words(desk.lang(), "text-required");
    desk.says("document-code-error", &empty).await?;
    desk.fill("document-code", "Д-01").await?;
    desk.look("s9-document-digest").await?;
    desk.click("document-publish").await?;
    desk.find("documents-row").await?;
    desk.look("s9-documents").await
}

async fn the_manager_reads_first(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F2).await?;
    desk.find("reading-gate").await?;
    assert!(!desk.shows("intake-search").await);
    assert!(!desk.ticked("reading-tick").await?, "nothing is preset");
    desk.look("reading-gate").await?;
    desk.click("reading-sign").await?;
    let tick = steps::error_words(desk.lang(), "acquaintance-tick");
    desk.says("reading-tick-error", &tick).await?;
    desk.at("reading-tick").await?;
    desk.look("reading-gate-tick").await?;
    signed(desk).await
}

async fn signed(desk: &Desk) -> WebDriverResult<()> {
    desk.pick("reading-tick").await?;
    desk.click("reading-sign").await?;
    desk.gone("reading-gate").await?;
    desk.find("intake-search").await?;
    Ok(())
}

async fn the_register(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-register").await?;
    desk.find("register-row").await?;
    desk.find("register-missing").await?;
    desk.sees(&steps::words(desk.lang(), "reading-not-signed"))
        .await?;
    desk.choose("training-staff", SECOND.name).await?;
    desk.fill("training-topic", "Закон № 94-V").await?;
    desk.click("training-save").await?;
    let empty = steps::error_words(desk.lang(), "text-required");
    desk.says("training-held-by-error", &empty).await?;
    desk.fill("training-held-by", "Сейтова Айгүл").await?;
    desk.click("training-save").await?;
    desk.find("training-row").await?;
    assert!(desk.text("trainings").await?.contains(SECOND.name));
    desk.look("s9-register").await
}

async fn the_registrar_reads_first(desk: &Desk) -> WebDriverResult<()> {
    turn(desk, SECOND.login, SECOND.password).await?;
    desk.find("reading-gate").await?;
    assert!(!desk.shows("tab-settings").await);
    assert!(
        !desk.shows("status-exchange").await,
        "there is no other desk"
    );
    desk.click("tab-patients").await?;
    desk.find("reading-gate").await?;
    let no = ["acquaintance-needed"];
    assert_eq!(desk.refusal("list_open", serde_json::json!({})).await?, no);
    let other = match desk.lang() {
        Lang::Ru => ("reading-language-kk", "7.3. Бұзушылық"),
        Lang::Kk => ("reading-language-ru", "7.3. За нарушение"),
    };
    desk.pick(other.0).await?;
    assert!(desk.text("reading-text").await?.contains(other.1));
    desk.pick("reading-tick").await?;
    desk.click("reading-sign").await?;
    desk.find("patients-search").await?;
    turn(desk, LOGIN, PASSWORD).await?;
    desk.click("tab-settings").await?;
    desk.click("settings-register").await?;
    desk.sees(&steps::words(desk.lang(), "reading-register-all"))
        .await
}

/// Somebody takes the place of whoever is there.
async fn turn(desk: &Desk, login: &str, password: &str) -> WebDriverResult<()> {
    desk.press(Key::Control + "l").await?;
    desk.find("curtain-login").await?;
    desk.fill("curtain-login", login).await?;
    desk.fill("curtain-password", password).await?;
    desk.press(Key::Enter).await?;
    desk.find("shell-staff").await?;
    Ok(())
}

#[tokio::test]
async fn the_curtain_falls_after_the_minutes_that_were_set() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Kk).await?;
    desk.click("tab-settings").await?;
    desk.click("settings-desk").await?;
    desk.holds("cover-minutes", "5").await?;
    desk.fill("cover-minutes", "16").await?;
    desk.click("cover-save").await?;
    let bounds = steps::error_words(desk.lang(), "cover-minutes");
    desk.says("cover-minutes-error", &bounds).await?;
    desk.look("s9-cover").await?;
    desk.fill("cover-minutes", "1").await?;
    desk.click("cover-save").await?;
    let saved = steps::words(desk.lang(), "settings-cover-saved");
    desk.says("cover-saved", &saved).await?;
    // From here on nobody does anything.
    tokio::time::sleep(Duration::from_secs(50)).await;
    assert!(
        !desk.shows("curtain").await,
        "not before its minute is over"
    );
    tokio::time::sleep(Duration::from_secs(15)).await;
    desk.find("curtain").await?;
    Ok(())
}
