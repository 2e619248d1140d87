//! What somebody is about to click does not move while the core answers what was typed a moment ago.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::steps::{self, AIGERIM};

/// Notes where the phone stands whenever it stands elsewhere.
const WATCHED: &str = "
  window.moves = [];
  const look = () => {
    const at = Math.round(document.getElementById('intake-phone').getBoundingClientRect().top);
    if (at !== window.moves.at(-1)) window.moves.push(at);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
";

#[tokio::test]
async fn nothing_moves_while_a_patient_is_typed_in_russian() -> WebDriverResult<()> {
    nothing_moves(Lang::Ru).await
}

#[tokio::test]
async fn nothing_moves_while_a_patient_is_typed_in_kazakh() -> WebDriverResult<()> {
    nothing_moves(Lang::Kk).await
}

async fn nothing_moves(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    desk.find("intake-phone").await?;
    desk.driver.execute(WATCHED, vec![]).await?;
    steps::typed_patient(&desk, &AIGERIM).await?;
    desk.find("intake-iin-verdict").await?;
    steps::rested(&desk).await?;
    let moves = desk.driver.execute("return window.moves", vec![]).await?;
    let places = moves.json().as_array().map_or(0, Vec::len);
    assert_eq!(places, 1, "{:?}", moves.json());
    Ok(())
}
