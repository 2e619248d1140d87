//! Nobody is there: the desk locks by itself, and what was half typed is offered after the next sign-in.

use std::time::Duration;

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::steps::{self, NURLAN};

/// Longer than the window keeps silent about keys (20 s), so that somebody who types is never locked out.
const IDLE_S: &str = "25";

#[tokio::test]
async fn a_desk_that_nobody_touches_locks_by_itself() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let desk = Desk::open_with(&data, Lang::Kk, &[("TIRKEU_IDLE_S", IDLE_S)]).await?;
    steps::signed_in(&desk).await?;
    desk.fill("intake-surname", NURLAN.surname).await?;
    desk.fill("intake-phone", "8705111").await?;
    // From here on nobody does anything, and no key is sent by this test.
    let code = desk.ended_within(Duration::from_secs(90)).await?;
    assert_eq!(code, "75", "locked: the process ends to be started anew");
    drop(desk);

    // The process that follows, as the locked one would start it.
    let desk = Desk::open_with(&data, Lang::Kk, &[("TIRKEU_LOCKED", "1")]).await?;
    desk.find("signin-enter").await?;
    desk.sees(&steps::words(Lang::Kk, "signin-relocked"))
        .await?;
    let page = desk.page().await?;
    assert!(
        !page.contains(NURLAN.surname),
        "nobody stands on the locked screen: {page}"
    );
    desk.look("sign-in-relocked").await?;
    steps::signed_in(&desk).await?;
    desk.find("draft-offer").await?;
    desk.click("draft-continue").await?;
    desk.holds("intake-surname", NURLAN.surname).await?;
    desk.holds("intake-phone", "8705111").await
}
