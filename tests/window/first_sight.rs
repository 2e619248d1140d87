//! The first thing anybody sees: set-up in the language asked for, clean, and nothing kept.

use serde_json::json;
use thirtyfour::error::WebDriverResult;

use crate::desk::{Desk, Lang};

#[tokio::test]
async fn the_first_window_speaks_both_languages() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&folder.path().join("data"), Lang::Ru).await?;
    let russian = desk.page().await?;
    desk.speak(Lang::Kk).await?;
    let kazakh = desk.page().await?;
    assert_ne!(russian, kazakh, "the language switches at once");
    assert!(
        kazakh.contains(['ә', 'і', 'ң', 'ғ', 'ү', 'ұ', 'қ', 'ө']),
        "Kazakh letters are on the page: {kazakh}"
    );
    Ok(())
}

#[tokio::test]
async fn the_first_window_is_accessible_and_keeps_nothing() -> WebDriverResult<()> {
    for lang in [Lang::Ru, Lang::Kk] {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(&folder.path().join("data"), lang).await?;
        let spoken = desk
            .driver
            .execute("return document.documentElement.lang", vec![])
            .await?;
        assert_eq!(spoken.json(), lang.code(), "the page says its language");
        assert_eq!(
            desk.axe().await?,
            Vec::<String>::new(),
            "axe must find nothing ({})",
            lang.code()
        );
        assert_eq!(
            desk.kept_by_webview().await?,
            json!([[], [], ""]),
            "the webview keeps nothing"
        );
        desk.shot("first-run").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_killed_desk_opens_again() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&folder.path().join("data"), Lang::Ru).await?;
    let before = desk.page().await?;
    let desk = desk.kill_and_reopen().await?;
    assert_eq!(
        desk.page().await?,
        before,
        "the same first screen after kill -9"
    );
    Ok(())
}

#[tokio::test]
async fn axe_notices_a_page_without_a_language() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&folder.path().join("data"), Lang::Ru).await?;
    let spoil = "document.documentElement.removeAttribute('lang');";
    desk.driver.execute(spoil, vec![]).await?;
    let found = desk.axe().await?;
    assert!(
        found.iter().any(|one| one.starts_with("html-has-lang")),
        "a guard that cannot fail guards nothing: {found:?}"
    );
    Ok(())
}
