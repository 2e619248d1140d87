//! Bad input through the real window: words beside the field, what was typed is kept.

use thirtyfour::prelude::*;

use crate::desk::Lang;
use crate::steps;

#[tokio::test]
async fn bad_input_in_russian() -> WebDriverResult<()> {
    bad_input(Lang::Ru).await
}

#[tokio::test]
async fn bad_input_in_kazakh() -> WebDriverResult<()> {
    bad_input(Lang::Kk).await
}

/// Field, what is pasted, the code of the words beside it.
const BAD: [(&str, &str, &str); 11] = [
    ("surname", "Ахметова\u{202E}", "name-invisible"),
    ("surname", "Ахметова\u{0007}", "name-invisible"),
    ("surname", "<b>Ахметова</b>", "name-markup"),
    ("name", "Айге1рім", "name-digit"),
    ("iin", "910312400122", "iin-checksum"),
    ("iin", "9103124", "iin-length"),
    ("iin", "91031240012O", "iin-non-digit"),
    ("birth_date", "завтра", "date-form"),
    ("birth_date", "31.02.1991", "date-impossible"),
    ("phone", "8701", "phone-too-short"),
    ("phone", "8701<b>", "phone-sign"),
];

async fn bad_input(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), lang).await?;
    for (field, text, code) in BAD {
        let id = format!("intake-{field}");
        desk.fill(&id, "").await?;
        desk.press(Key::Backspace).await?;
        desk.paste(&id, text).await?;
        desk.press(Key::Tab).await?;
        desk.says(&format!("{id}-error"), &steps::error_words(lang, code))
            .await?;
        let kept = desk.value(&id).await?;
        assert_eq!(kept, text, "what was typed is kept");
    }
    // A look-alike is offered as a repair, and taken by a button.
    desk.fill("intake-name", "").await?;
    desk.press(Key::Backspace).await?;
    desk.paste("intake-name", "Aйгерим").await?;
    desk.press(Key::Tab).await?;
    desk.find("intake-name-repair").await?;
    desk.look("s1-errors").await?;
    // Errors and the typed stay through a change of language.
    let other = if lang == Lang::Ru { Lang::Kk } else { Lang::Ru };
    desk.speak(other).await?;
    desk.says(
        "intake-phone-error",
        &steps::error_words(other, "phone-sign"),
    )
    .await?;
    desk.speak(lang).await?;
    desk.click("intake-name-repair").await?;
    desk.holds("intake-name", "Айгерим").await?;
    desk.gone("intake-name-repair").await?;
    local_forms(&desk).await?;
    // Ten megabytes are cut, said, and the window lives.
    desk.fill("intake-patronymic", "").await?;
    desk.press(Key::Backspace).await?;
    desk.paste("intake-patronymic", "a").await?;
    desk.find("intake-patronymic").await?;
    assert_eq!(desk.value("intake-patronymic").await?.len(), 2_000);
    desk.press(Key::F9).await?;
    desk.find("intake-problems").await?;
    desk.look("s1-summary").await?;
    Ok(())
}

/// Phones and dates in the forms in which people write them are taken without a word.
async fn local_forms(desk: &crate::desk::Desk) -> WebDriverResult<()> {
    let good = [
        ("phone", "8 701 234 56 78"),
        ("phone", "+7 (701) 234-56-78"),
        ("phone", "7012345678"),
        ("birth_date", "12031991"),
        ("birth_date", "12/03/1991"),
        ("birth_date", "12.3.1991"),
        ("birth_date", "1991-03-12"),
    ];
    for (field, text) in good {
        let id = format!("intake-{field}");
        desk.fill(&id, "").await?;
        desk.press(Key::Backspace).await?;
        desk.paste(&id, text).await?;
        desk.press(Key::Tab).await?;
        desk.gone(&format!("{id}-error"))
            .await
            .inspect_err(|_| eprintln!("refused: {text}"))?;
    }
    Ok(())
}
