//! Two cards of one person are put together side by side, and taken apart again.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, Person};

/// The same person, who once came without a document and was written down by hearsay.
const WITHOUT_DOCUMENT: Person = Person {
    name: "Айгерим",
    patronymic: "",
    iin: "",
    birth_date: "01.01.1991",
    phone: "8 707 333 44 55",
    ..AIGERIM
};

#[tokio::test]
async fn two_cards_of_one_person_in_russian() -> WebDriverResult<()> {
    two_cards(Lang::Ru).await
}

#[tokio::test]
async fn two_cards_of_one_person_in_kazakh() -> WebDriverResult<()> {
    two_cards(Lang::Kk).await
}

async fn two_cards(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Nothing);
    lab::register(&data, &WITHOUT_DOCUMENT, Says::Yes);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    desk.press(Key::F3).await?;
    desk.fill("patients-search", AIGERIM.iin).await?;
    desk.press(Key::Enter).await?;
    desk.find("card").await?;
    desk.click("card-tab-relations").await?;
    desk.click("card-merge-open").await?;
    desk.click("merge-go").await?;
    desk.says(
        "merge-with-error",
        &steps::error_words(lang, "merge-with-required"),
    )
    .await?;
    desk.look("s2-merge-refused").await?;
    found(&desk).await?;
    desk.look("s2-merge").await?;
    desk.fill("merge-reason", "удостоверение № 012345678")
        .await?;
    desk.click("merge-go").await?;
    desk.find("card-saved").await?;
    desk.find("card-person").await?;
    // The consent of the other card counts for the person.
    desk.find("standing-given").await?;
    desk.look("s2-person").await?;
    // One row, which says that there is a further card.
    desk.fill("patients-search", "333 44 55").await?;
    desk.find("patients-search-list-row").await?;
    desk.look("s2-person-list").await?;
    desk.fill("patients-search", "").await?;
    desk.gone("patients-search-list-row").await?;
    apart(&desk).await
}

/// Half a merge outlives Esc with the card that was chosen.
async fn found(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("merge-with", "333 44 55").await?;
    desk.find("merge-with-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("merge-both").await?;
    desk.at("merge-reason").await?;
    desk.press(Key::Escape).await?;
    desk.gone("card-merge").await?;
    desk.click("card-draft-continue").await?;
    desk.find("merge-both").await?;
    let both = desk.text("merge-both").await?;
    assert!(
        both.contains(WITHOUT_DOCUMENT.name) && both.contains(AIGERIM.name),
        "{both}"
    );
    Ok(())
}

async fn apart(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-tab-consents").await?;
    desk.find("card-person-others").await?;
    desk.click("card-person-see").await?;
    desk.click("card-part-open").await?;
    desk.click("part-go").await?;
    desk.says(
        "part-reason-error",
        &steps::error_words(desk.lang(), "text-required"),
    )
    .await?;
    desk.fill("part-reason", "тёзки").await?;
    desk.press(Key::Enter).await?;
    desk.gone("card-person").await?;
    desk.find("standing-none").await.map(drop)
}
