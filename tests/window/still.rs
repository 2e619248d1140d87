//! What somebody is about to click does not move while the core answers what was typed a moment ago.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::steps::{self, AIGERIM};

/// Notes where the tick below every row stands whenever it stands elsewhere.
const WATCHED: &str = "
  window.moves = [];
  const look = () => {
    const at = Math.round(document.getElementById('intake-doc_checked').getBoundingClientRect().top);
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
    // What the ИИН says of both is not offered then.
    desk.fill("intake-birth_date", AIGERIM.birth_date).await?;
    desk.pick("intake-sex-F").await?;
    desk.driver.execute(WATCHED, vec![]).await?;
    desk.fill("intake-iin", AIGERIM.iin).await?;
    desk.fill("intake-surname", AIGERIM.surname).await?;
    desk.find("intake-iin-verdict").await?;
    steps::rested(&desk).await?;
    let places = seen(&desk).await?;
    assert!(apart(&places) <= 1, "the verdict came: {places:?}");
    desk.fill("intake-phone", "8 727 250 12 34").await?;
    desk.find("intake-phone-notice-phone-landline").await?;
    steps::rested(&desk).await?;
    let below = seen(&desk).await?;
    desk.fill("intake-phone", AIGERIM.phone).await?;
    desk.gone("intake-phone-notice-phone-landline").await?;
    steps::rested(&desk).await?;
    let after = seen(&desk).await?;
    let (before, now) = (below.last().unwrap(), after.last().unwrap());
    assert!(
        before > &places[0] && before.abs_diff(*now) <= 1,
        "{after:?}"
    );
    Ok(())
}

async fn seen(desk: &Desk) -> WebDriverResult<Vec<i64>> {
    let moves = desk.driver.execute("return window.moves", vec![]).await?;
    let places = moves.json().as_array().cloned().unwrap_or_default();
    Ok(places
        .iter()
        .filter_map(serde_json::Value::as_i64)
        .collect())
}

fn apart(places: &[i64]) -> u64 {
    let (low, high) = (places.iter().min(), places.iter().max());
    low.unwrap().abs_diff(*high.unwrap())
}
