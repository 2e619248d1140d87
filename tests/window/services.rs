//! A manager brings a price list in: its bad rows and its tubes, the corrected file, one price by hand, the nine digits,
//! the next version and what it changes. By keys where a form is filled, in both languages.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps;

#[tokio::test]
async fn a_price_list_in_russian() -> WebDriverResult<()> {
    price_list(Lang::Ru).await
}

#[tokio::test]
async fn a_price_list_in_kazakh() -> WebDriverResult<()> {
    price_list(Lang::Kk).await
}

const FIRST: &str = "\
Код;Наименование (рус);Наименование (каз);Краткое;Пробирка;Цена;Натощак;Состав
ОАК;Общий анализ крови;Жалпы қан талдауы;ОАК;фиолетовая;1 200 ₸;да;
ТТГ;Тиреотропный гормон;Тиреотропты гормон;ТТГ;жёлтая;2900,00;нет;
ГЛЮ;Глюкоза;Глюкоза;Глюк;серая;-600;да;
АЛТ;Аланинаминотрансфераза;Аланинаминотрансфераза;;жёлтая;700;;
АЛТ;Аспартатаминотрансфераза;Аспартатаминотрансфераза;;жёлтая;700;;
ПЕЧ;Печёночные пробы;Бауыр сынамалары;;;1200;;АЛТ, АСТ
ОАМ;Общий анализ мочи;;;контейнер;900;;
";

/// The same with everything put right.
fn corrected() -> String {
    FIRST
        .replace("-600", "600")
        .replace("АЛТ;Аспартат", "АСТ;Аспартат")
        .replace(
            "Общий анализ мочи;;",
            "Общий анализ мочи;Жалпы несеп талдауы;",
        )
}

async fn price_list(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    let file = folder.path().join("prices.csv");
    std::fs::write(&file, FIRST).unwrap();
    let path = file.to_str().unwrap();
    let desk = Desk::open_with(&data, lang, &[("TIRKEU_OPEN_FILE", path)]).await?;
    steps::signed_in(&desk).await?;
    bad_rows(&desk).await?;
    std::fs::write(&file, corrected()).unwrap();
    issued(&desk).await?;
    by_hand(&desk).await?;
    nine(&desk).await?;
    let next = corrected()
        .replace("2900,00", "3 100")
        .replace("ОАМ;", "МОЧ;");
    std::fs::write(&file, next).unwrap();
    next_version(&desk).await
}

async fn bad_rows(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-services").await?;
    desk.says("services-none", &steps::words(desk.lang(), "services-none"))
        .await?;
    desk.look("s9-services-empty").await?;
    steps::tab_to(desk, "services-import").await?;
    desk.press(Key::Enter).await?;
    desk.at("services-choose").await?;
    desk.press(Key::Enter).await?;
    desk.find("services-columns").await?;
    for (at, column) in [
        "code", "name_ru", "name_kk", "short", "tube", "price", "fasting", "parts",
    ]
    .into_iter()
    .enumerate()
    {
        desk.holds(&format!("services-column-{at}"), column).await?;
    }
    desk.find("services-unknown-tubes").await?;
    for code in [
        "service-tube-unknown",
        "service-price-negative",
        "service-duplicate",
        "service-name-one",
        "service-part-unknown",
    ] {
        let said = steps::error_words(desk.lang(), code);
        let begin = said.split(['{', ':']).next().unwrap().trim().to_owned();
        desk.says("services-bad", &begin).await?;
    }
    desk.look("s9-services-bad").await?;
    tubes(desk).await?;
    desk.gone("services-unknown-tubes").await?;
    // What is missing is said when somebody wants to go on; nothing is issued.
    desk.click("services-go").await?;
    let required = steps::error_words(desk.lang(), "text-required");
    desk.says("services-list-name-error", &required).await?;
    desk.fill("services-list-name", "Прейскурант 1").await?;
    desk.fill("services-valid-from", "01.01.2026").await?;
    desk.gone("services-list-name-error").await?;
    desk.click("services-go").await?;
    desk.find("services-leave-bad-error").await?;
    desk.gone("services-valid-from-error").await?;
    desk.look("s9-services-refused").await?;
    desk.click("services-report").await?;
    desk.says(
        "services-saved",
        &steps::words(desk.lang(), "services-report-done"),
    )
    .await?;
    let saved = desk.saved();
    let report = saved
        .iter()
        .find(|path| path.extension().is_some_and(|end| end == "csv"));
    let report = std::fs::read_to_string(report.unwrap()).unwrap();
    assert_eq!(
        report.lines().count(),
        6,
        "the header and five rows: {report}"
    );
    Ok(())
}

/// The words of the file, named in Kazakh; the Russian names are the words themselves.
async fn tubes(desk: &Desk) -> WebDriverResult<()> {
    for (at, kk) in ["күлгін", "сары", "сұр", "ыдыс"].into_iter().enumerate() {
        desk.fill(&format!("unknown-kk-{at}"), kk).await?;
    }
    desk.click("unknown-save").await
}

async fn issued(desk: &Desk) -> WebDriverResult<()> {
    desk.click("services-choose").await?;
    desk.holds("services-list-name", "Прейскурант 1").await?;
    desk.gone("services-bad").await?;
    desk.says("services-counts", "7").await?;
    steps::tab_to(desk, "services-go").await?;
    desk.press(Key::Enter).await?;
    desk.says(
        "services-issued",
        &steps::words(desk.lang(), "services-issued"),
    )
    .await?;
    desk.at("services-import").await?;
    desk.says("services-in-force", "Прейскурант 1").await?;
    desk.find("services-list").await?;
    desk.look("s9-services").await?;
    // Typed with the wrong layout.
    desk.fill("services-search", "jfr").await?;
    let until = Instant::now() + Duration::from_secs(10);
    while desk.text("services-list").await?.contains("ТТГ") {
        assert!(Instant::now() < until, "one service is found");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    desk.says("services-list", "ОАК").await
}

async fn by_hand(desk: &Desk) -> WebDriverResult<()> {
    steps::tab_to(desk, "services-edit").await?;
    desk.press(Key::Enter).await?;
    desk.at("service-price").await?;
    desk.fill("service-price", "-5").await?;
    desk.press(Key::Control + Key::Enter).await?;
    let negative = steps::error_words(desk.lang(), "service-price-negative");
    desk.says("service-price-error", &negative).await?;
    desk.holds("service-price", "-5").await?;
    desk.look("s9-service-form").await?;
    desk.fill("service-price", "1 350").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.gone("service-form").await?;
    desk.says("services-list", "350").await?;
    desk.fill("services-search", "").await?;
    desk.says("services-list", "ТТГ").await
}

async fn nine(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("favourite-1", "оак").await?;
    desk.fill("favourite-2", "нет такого").await?;
    desk.click("favourites-save").await?;
    let unknown = steps::error_words(desk.lang(), "favourite-unknown");
    desk.says("favourite-2-error", &unknown).await?;
    desk.look("s9-favourites-unknown").await?;
    desk.fill("favourite-2", "ПЕЧ").await?;
    desk.click("favourites-save").await?;
    desk.says(
        "favourites-saved",
        &steps::words(desk.lang(), "services-favourites-saved"),
    )
    .await?;
    desk.holds("favourite-1", "ОАК").await?;
    desk.look("s9-favourites").await
}

async fn next_version(desk: &Desk) -> WebDriverResult<()> {
    desk.click("services-import").await?;
    desk.click("services-choose").await?;
    desk.fill("services-list-name", "Прейскурант 2").await?;
    desk.fill("services-valid-from", "01.02.2026").await?;
    desk.says("services-compared", "Прейскурант 1").await?;
    for code in ["ТТГ", "МОЧ", "ОАМ"] {
        desk.says("services-changes", code).await?;
    }
    desk.look("s9-services-changes").await?;
    desk.click("services-go").await?;
    desk.says("services-in-force", "Прейскурант 2").await?;
    // Issued by mistake: the one before holds again.
    desk.click("services-withdraw").await?;
    desk.find("services-withdraw-panel").await?;
    desk.click("services-withdraw-go").await?;
    let required = steps::error_words(desk.lang(), "text-required");
    desk.says("services-withdraw-reason-error", &required)
        .await?;
    desk.fill("services-withdraw-reason", "не та дата").await?;
    desk.look("s9-services-withdraw").await?;
    desk.click("services-withdraw-go").await?;
    desk.says("services-in-force", "Прейскурант 1").await?;
    desk.look("s9-services-versions").await?;
    // And the journal says it in words.
    desk.press(Key::F8).await?;
    desk.sees(&steps::words(
        desk.lang(),
        "journal-kind-price-list-withdrawn",
    ))
    .await
}
