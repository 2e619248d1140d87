//! The manager sets a gateway and the hours; a patient agrees, is told that the order is late, the order is ready, the message goes
//! by itself, arrives, and the order is handed over by keys alone, with the act printed. Who is not told stands on the list with the
//! reason; a lost answer is nobody's to guess; another order is signed for on the screen. In both languages, against a gateway that
//! answers as documented and a CUPS of the story's own.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use tirkeu_core::command::{Command, OffersForm};
use tirkeu_tests::gateway::{Gateway, Mood, Taken};

use crate::cups::{Cups, Device, Manner, THROUGH};
use crate::desk::{Desk, Lang};
use crate::orders::listed;
use crate::printers::arrived as came_out;
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn messages_in_russian() -> WebDriverResult<()> {
    messages(Lang::Ru).await
}

#[tokio::test]
async fn messages_in_kazakh() -> WebDriverResult<()> {
    messages(Lang::Kk).await
}

const KEY: &str = "kz0123456789test";

async fn messages(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    listed(&data);
    crate::lab::within(&data, |open| {
        let offers = OffersForm {
            purposes: vec!["sms".into()],
            sms_sender: "PROBA".into(),
            sms_gateway: "Mobizon".into(),
        };
        let offers = Command::Offers { offers };
        open.app.execute(offers, None).unwrap();
    });
    let gateway = Gateway::begin();
    let (cups, office) = (Cups::start(), Device::start(Manner::Prints));
    cups.queue("office", office.port, THROUGH);
    let door = cups.door();
    let door = [("CUPS_SERVER", door.to_str().unwrap())];
    let desk = Desk::open_with(&data, lang, &door).await?;
    steps::signed_in(&desk).await?;
    set(&desk, &gateway).await?;
    let number = told(&desk, &gateway).await?;
    arrived(&desk, &number).await?;
    by_keys(&desk, &office, &number).await?;
    not_told(&desk).await?;
    let number = lost(&desk, &gateway).await?;
    on_the_screen(&desk, &number).await
}

/// What is missing stands beside its field; the key is kept and never shown; hours and words are judged.
async fn set(desk: &Desk, gateway: &Gateway) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-printers").await?;
    desk.choose("printer-other", "office").await?;
    desk.click("printers-save").await?;
    let saved = steps::words(desk.lang(), "printers-saved");
    desk.says("printers-saved", &saved).await?;
    desk.click("settings-notices").await?;
    desk.choose("channel-sms-gateway", "mobizon").await?;
    desk.click("channel-sms-save").await?;
    let missing = steps::error_words(desk.lang(), "channel-secret");
    desk.says("channel-sms-secret-error", &missing).await?;
    desk.fill("channel-sms-secret", KEY).await?;
    desk.fill("channel-sms-address", "http://api.mobizon.kz")
        .await?;
    desk.click("channel-sms-save").await?;
    let clear = steps::error_words(desk.lang(), "channel-clear");
    desk.says("channel-sms-address-error", &clear).await?;
    desk.fill("channel-sms-address", gateway.address()).await?;
    desk.fill("channel-sms-low", "2000").await?;
    desk.click("channel-sms-save").await?;
    desk.find("channel-sms-check").await?;
    assert_eq!(desk.value("channel-sms-secret").await?, "");
    desk.click("channel-sms-check").await?;
    desk.says("channel-sms-said", "1520.50 KZT").await?;
    desk.fill("notices-quiet_from", "0").await?;
    desk.fill("notices-quiet_to", "0").await?;
    let kept = desk.value("notices-ready_ru").await?;
    desk.fill("notices-ready_ru", "Анализ {n} готов").await?;
    desk.click("notices-save").await?;
    let word = steps::error_words(desk.lang(), "notice-word");
    desk.says("notices-ready_ru-error", &word).await?;
    desk.look("s9-notices").await?;
    // The length follows the hand: a sign of another alphabet, and one too many.
    desk.fill("notices-call_ru", "Call {phone}, {n}").await?;
    desk.says("notices-call_ru-length", "160").await?;
    desk.fill(
        "notices-call_ru",
        &format!("{{phone}} {{n}} {}", "ж".repeat(60)),
    )
    .await?;
    let long = steps::words(desk.lang(), "notices-set-long");
    let long = long.rsplit('}').next().unwrap();
    desk.says("notices-call_ru-length", long).await?;
    desk.look("s9-notices-long").await?;
    desk.fill("notices-call_ru", "").await?;
    desk.fill("notices-ready_ru", &kept).await?;
    desk.click("notices-save").await?;
    let saved = steps::words(desk.lang(), "common-saved");
    desk.says("notices-saved", &saved).await
}

/// A new patient with an order, who agrees to SMS or not; the number of the order.
async fn placed(desk: &Desk, person: &steps::Person, agrees: bool) -> WebDriverResult<String> {
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    steps::typed_patient(desk, person).await?;
    steps::consented(desk).await?;
    if agrees {
        desk.pick("consent-tick-sms").await?;
    }
    desk.press(Key::Escape).await?;
    desk.fill("order-add", "ОАК").await?;
    desk.press(Key::Enter).await?;
    desk.says("order-lines", "ОАК").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.text("order-given-number").await
}

/// So many messages reached the gateway, and no more.
async fn went(gateway: &Gateway, count: usize) -> Vec<Taken> {
    let until = Instant::now() + Duration::from_secs(20);
    while gateway.taken().len() < count && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let taken = gateway.taken();
    assert_eq!(taken.len(), count);
    taken
}

async fn ready(desk: &Desk, number: &str) -> WebDriverResult<()> {
    shown(desk, number).await?;
    desk.click("order-ready").await
}

async fn shown(desk: &Desk, number: &str) -> WebDriverResult<()> {
    desk.press(Key::F4).await?;
    desk.fill("orders-number", number).await?;
    // An Enter that follows without a rest would make a scan of it.
    desk.click("orders-find").await?;
    desk.says("order-number", number).await
}

/// The mark alone sends it, once, in the patient's language, without a word on what it is about.
async fn told(desk: &Desk, gateway: &Gateway) -> WebDriverResult<String> {
    let number = placed(desk, &AIGERIM, true).await?;
    desk.look("s1-sms").await?;
    shown(desk, &number).await?;
    desk.choose("notice-about", "late").await?;
    desk.says("notice-preview", &number).await?;
    desk.look("s4-late").await?;
    desk.click("notice-tell").await?;
    assert!(went(gateway, 1).await[0].text.contains(&number));
    desk.click("order-ready").await?;
    let taken = went(gateway, 2).await.split_off(1);
    assert_eq!(taken[0].from, "PROBA");
    assert!(taken[0].recipient.starts_with("77"), "no plus");
    assert!(taken[0].text.contains(&number));
    for telling in ["ОАК", "анализ", "талдау", "Ахметова"] {
        assert!(!taken[0].text.contains(telling), "{telling}");
    }
    desk.says("notice-text", &number).await?;
    desk.look("s4-told").await?;
    Ok(number)
}

/// The gateway is asked what became of it; then it is handed over.
async fn arrived(desk: &Desk, number: &str) -> WebDriverResult<()> {
    desk.press(Key::Control + Key::F4).await?;
    desk.at("notices-filter").await?;
    desk.choose("notices-filter", "delivered").await?;
    let until = Instant::now() + Duration::from_secs(45);
    while !desk.shows("notices-row").await && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    desk.says("notices-list", number).await?;
    // Less than was set is left.
    desk.says("notices-hold", "1520.50 KZT").await?;
    desk.find("notices-figures").await?;
    desk.look("s5-delivered").await?;
    Ok(())
}

/// From the list to the printed act without a mouse.
async fn by_keys(desk: &Desk, office: &Device, number: &str) -> WebDriverResult<()> {
    desk.press(Key::F4).await?;
    desk.press(Key::Control + Key::F4).await?;
    desk.at("notices-filter").await?;
    steps::tab_to(desk, "notices-open").await?;
    desk.press(Key::Enter).await?;
    desk.says("order-number", number).await?;
    steps::tab_to(desk, "order-hand_over").await?;
    desk.press(Key::Enter).await?;
    desk.at("order-seen").await?;
    desk.press(Key::Space).await?;
    desk.look("s4-hand-over-person").await?;
    steps::tab_to(desk, "order-go").await?;
    desk.press(Key::Enter).await?;
    desk.find("order-saved").await?;
    let act = came_out(office, 1).await;
    assert!(act.contains(number), "{act}");
    Ok(())
}

/// Whoever takes the other order signs on the screen.
async fn on_the_screen(desk: &Desk, number: &str) -> WebDriverResult<()> {
    shown(desk, number).await?;
    desk.click("order-hand_over").await?;
    desk.pick("order-seen").await?;
    desk.pick("order-signed-pad").await?;
    desk.click("order-go").await?;
    let unsigned = steps::error_words(desk.lang(), "hand-over-unsigned");
    desk.says("order-signature-error", &unsigned).await?;
    desk.find("patient-signature")
        .await?
        .scroll_into_view()
        .await?;
    crate::patient::stroke(desk, (-120, 20), (90, -40)).await?;
    crate::patient::stroke(desk, (-20, -30), (110, 50)).await?;
    desk.look("s4-hand-over-signed").await?;
    desk.click("order-go").await?;
    desk.find("order-saved").await.map(drop)
}

/// Whoever did not agree is not told, and the list says why.
async fn not_told(desk: &Desk) -> WebDriverResult<()> {
    let number = placed(desk, &NURLAN, false).await?;
    ready(desk, &number).await?;
    let why = steps::error_words(desk.lang(), "notice-no-consent");
    desk.says("notice-why", &why).await?;
    desk.look("s4-not-told").await?;
    desk.click("orders-notices").await?;
    desk.choose("notices-filter", "untold").await?;
    desk.says("notices-list", &number).await?;
    desk.says("notice-why", &why).await?;
    desk.look("s5-untold").await
}

/// The gateway takes it and hangs up: it may have gone, and is sent once more by nobody but a person with a reason.
async fn lost(desk: &Desk, gateway: &Gateway) -> WebDriverResult<String> {
    gateway.is(Mood::HangsUp);
    let third = steps::Person {
        surname: "Ли",
        name: "Вера",
        patronymic: "",
        iin: "910312400270",
        birth_date: "12.03.1991",
        sex: "F",
        phone: "8 707 111 22 33",
    };
    let other = steps::Person {
        surname: "Ким",
        name: "Инна",
        iin: "910312400350",
        phone: "8 707 111 22 44",
        ..third
    };
    let number = placed(desk, &third, true).await?;
    let before = gateway.taken().len();
    ready(desk, &number).await?;
    let unknown = steps::words(desk.lang(), "notices-state-unknown");
    let until = Instant::now() + Duration::from_secs(20);
    while gateway.taken().len() == before && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    desk.says("notice", &unknown).await?;
    desk.click("notice-again").await?;
    let warns = steps::words(desk.lang(), "notices-again-unknown");
    desk.says("order-notices", &warns).await?;
    desk.look("s4-unknown").await?;
    desk.click("notice-tell").await?;
    let required = steps::error_words(desk.lang(), "text-required");
    desk.says("notice-problems", &required).await?;
    desk.press(Key::Control + Key::F4).await?;
    desk.choose("notices-filter", "unknown").await?;
    desk.says("notices-list", &number).await?;
    desk.says("status-notices", "1").await?;
    desk.look("s5-unknown").await?;
    // Also when the channel goes on.
    gateway.is(Mood::Answers);
    let again = placed(desk, &other, true).await?;
    ready(desk, &again).await?;
    let until = Instant::now() + Duration::from_secs(60);
    while gateway.taken().len() == before + 1 && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let after: Vec<String> = (gateway.taken()[before..].iter())
        .map(|one| one.recipient.clone())
        .collect();
    assert_eq!(
        after,
        ["77071112233", "77071112244"],
        "the lost one not once more"
    );
    Ok(again)
}
