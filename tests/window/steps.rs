//! Steps that several stories take: the fields of first run, sign in, fill the form, give consent.

use std::path::Path;
use std::process::Command;

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};

/// No keychain on the bus of the tests: at least 15 characters.
pub const PASSWORD: &str = "taza-qol-1884-meken";
pub const LOGIN: &str = "aigul";
pub const BIN: &str = "200140021235";

/// A person at the counter.
pub struct Person {
    pub surname: &'static str,
    pub name: &'static str,
    pub patronymic: &'static str,
    pub iin: &'static str,
    pub birth_date: &'static str,
    pub sex: &'static str,
    pub phone: &'static str,
}

pub const AIGERIM: Person = Person {
    surname: "Ахметова",
    name: "Айгерім",
    patronymic: "Болатқызы",
    iin: "910312400121",
    birth_date: "12.03.1991",
    sex: "F",
    phone: "87012345678",
};

pub const NURLAN: Person = Person {
    surname: "Ысқақов",
    name: "Нұрлан",
    patronymic: "Серікұлы",
    iin: "781105300778",
    birth_date: "05.11.1978",
    sex: "M",
    phone: "8 705 111 22 33",
};

/// Fills first run up to the last look before anything is written.
pub async fn typed_setup(desk: &Desk, password: &str) -> WebDriverResult<()> {
    desk.click("setup-next").await?;
    desk.find("setup-step-organisation").await?;
    desk.fill("setup-org-name-kk", "«Шипа» зертханасы").await?;
    desk.fill("setup-org-name-ru", "Лаборатория «Шипа»").await?;
    desk.fill("setup-org-number", BIN).await?;
    desk.fill("setup-org-address-kk", "Алматы қ., Абай к-сі, 10")
        .await?;
    desk.fill("setup-org-address-ru", "г. Алматы, ул. Абая, 10")
        .await?;
    desk.fill("setup-org-phone", "87272345678").await?;
    desk.fill("setup-org-email", "lab@shipa.kz").await?;
    desk.click("setup-next").await?;
    desk.find("setup-step-desk").await?;
    desk.fill("setup-desk-name", "Қабылдау 1").await?;
    desk.fill("setup-desk-site", "Абай к-сі, 10").await?;
    desk.click("setup-next").await?;
    desk.find("setup-step-manager").await?;
    desk.fill("setup-manager-name", "Сейтова Айгүл Маратқызы")
        .await?;
    desk.fill("setup-manager-login", LOGIN).await?;
    desk.fill("setup-password", password).await?;
    desk.fill("setup-again", password).await?;
    desk.click("setup-next").await?;
    desk.find("setup-step-create").await?;
    Ok(())
}

/// The eight groups as the page shows them.
pub async fn kit_groups(desk: &Desk) -> WebDriverResult<Vec<String>> {
    desk.find("kit-answer-1").await?;
    let read = "return [...document.querySelectorAll('[data-testid=kit-groups] li')]
        .map((one) => one.textContent.trim().split(/\\s+/).pop());";
    desk.driver.execute(read, vec![]).await?.convert()
}

/// Types the asked groups back.
pub async fn kit_back(desk: &Desk) -> WebDriverResult<()> {
    let groups = kit_groups(desk).await?;
    let asked = "return [...document.querySelectorAll('label[for^=kit-answer]')]
        .map((one) => Number(one.textContent.replace(/[^0-9]/g, '')));";
    let asked: Vec<usize> = desk.driver.execute(asked, vec![]).await?.convert()?;
    for (index, number) in asked.iter().enumerate() {
        desk.fill(&format!("kit-answer-{}", index + 1), &groups[number - 1])
            .await?;
    }
    desk.click("kit-confirm").await
}

/// A laboratory whose first patient may come, with the manager signed in.
pub async fn founded(folder: &Path, lang: Lang) -> WebDriverResult<Desk> {
    let desk = Desk::open(&crate::lab::copied(folder), lang).await?;
    signed_in(&desk).await?;
    Ok(desk)
}

/// Signs in and goes to the one box.
pub async fn signed_in(desk: &Desk) -> WebDriverResult<()> {
    tried(desk, PASSWORD).await?;
    to_the_box(desk).await
}

/// A manager begins at the day in figures: from wherever somebody begins to the one box.
pub async fn to_the_box(desk: &Desk) -> WebDriverResult<()> {
    desk.find("shell-staff").await?;
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    Ok(())
}

/// Whoever is present sets a PIN.
pub async fn pin_set(desk: &Desk, pin: &str) -> WebDriverResult<()> {
    desk.click("shell-staff").await?;
    desk.fill("pin-login", LOGIN).await?;
    desk.fill("pin-password", PASSWORD).await?;
    desk.fill("pin-new", pin).await?;
    desk.click("pin-set").await?;
    desk.find("pin-done").await?;
    desk.press(Key::Escape).await?;
    desk.gone("pin-panel").await
}

/// Tries a password, whatever comes of it.
pub async fn tried(desk: &Desk, password: &str) -> WebDriverResult<()> {
    desk.fill("signin-login", LOGIN).await?;
    desk.fill("signin-password", password).await?;
    desk.press(Key::Enter).await
}

/// Tab, as often as it takes to come there.
pub async fn tab_to(desk: &Desk, wanted: &str) -> WebDriverResult<()> {
    for _ in 0..60 {
        if desk.focused().await? == wanted {
            return Ok(());
        }
        desk.press(Key::Tab).await?;
    }
    desk.at(wanted).await
}

/// Fills the form of the intake.
pub async fn typed_patient(desk: &Desk, person: &Person) -> WebDriverResult<()> {
    desk.fill("intake-surname", person.surname).await?;
    desk.fill("intake-name", person.name).await?;
    desk.fill("intake-patronymic", person.patronymic).await?;
    desk.fill("intake-iin", person.iin).await?;
    desk.fill("intake-birth_date", person.birth_date).await?;
    desk.pick(&format!("intake-sex-{}", person.sex)).await?;
    desk.fill("intake-phone", person.phone).await
}

/// Ticks both boxes of the consent page.
pub async fn consented(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F7).await?;
    desk.pick("consent-tick-personal").await?;
    desk.pick("consent-tick-care").await
}

/// Takes a person in with consent; the receipt stays closed.
pub async fn taken_in(desk: &Desk, person: &Person) -> WebDriverResult<()> {
    typed_patient(desk, person).await?;
    consented(desk).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

/// The text of a saved PDF, blanks joined.
pub fn pdf_text(path: &Path) -> String {
    let out = Command::new("pdftotext")
        .arg(path)
        .arg("-")
        .output()
        .unwrap();
    assert!(out.status.success(), "{} is a PDF", path.display());
    let text = String::from_utf8(out.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentence of an error, up to its first variable.
pub fn error_words(lang: Lang, code: &str) -> String {
    words(lang, &format!("error-{code}"))
}

/// A sentence, up to its first variable.
pub fn words(lang: Lang, key: &str) -> String {
    let folder = crate::root().join("locales").join(lang.code());
    let areas = std::fs::read_dir(folder).unwrap().flatten();
    let said = areas
        .filter_map(|area| std::fs::read_to_string(area.path()).ok())
        .find_map(|text| {
            let mut lines = text.lines();
            lines.find_map(|line| Some(line.strip_prefix(key)?.strip_prefix(" = ")?.to_owned()))
        })
        .unwrap_or_else(|| panic!("no sentence {key}"));
    said.split('{').next().unwrap_or_default().trim().to_owned()
}

/// Today in Almaty, as a registrar types it.
pub fn today() -> String {
    let now = chrono::Utc::now() + chrono::Duration::hours(5);
    now.format("%d.%m.%Y").to_string()
}

/// Longer than a draft waits for the keys to rest: the promise is 400 ms, a power cut after a
/// second must find it kept.
pub async fn rested(_: &Desk) -> WebDriverResult<()> {
    tokio::time::sleep(std::time::Duration::from_millis(1000)).await;
    Ok(())
}
