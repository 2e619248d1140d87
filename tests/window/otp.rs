//! A phone is checked by a code, and somebody consents by one: sent through a gateway that answers as documented, read back at the desk,
//! by keys alone. A wrong code, a box that is ticked after the code was sent, a gateway that hangs up. In both languages.

use std::path::Path;
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use tirkeu_core::command::{Command, OffersForm};
use tirkeu_core::domain::notice::channel::ChannelForm;
use tirkeu_tests::gateway::{Gateway, Mood};

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN, Person};

/// Whoever comes without a phone.
const PHONELESS: Person = Person {
    surname: "Мұқанова",
    name: "Сәуле",
    patronymic: "",
    iin: "850617468402",
    birth_date: "17.06.1985",
    sex: "F",
    phone: "",
};

#[tokio::test]
async fn codes_in_russian() -> WebDriverResult<()> {
    codes(Lang::Ru).await
}

#[tokio::test]
async fn codes_in_kazakh() -> WebDriverResult<()> {
    codes(Lang::Kk).await
}

async fn codes(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    let gateway = Gateway::begin();
    crate::lab::within(&data, |open| {
        let offers = OffersForm {
            purposes: vec!["sms".into()],
            sms_sender: "PROBA".into(),
            sms_gateway: "Mobizon".into(),
        };
        let offers = Command::Offers { offers };
        open.app.execute(offers, None).unwrap();
        let form = ChannelForm {
            channel: "sms".into(),
            gateway: "mobizon".into(),
            address: gateway.address().into(),
            ..ChannelForm::default()
        };
        open.app.set_channel(&form, "kz0123456789test").unwrap();
    });
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    checked(&desk, &gateway).await?;
    agreed(&desk, &gateway).await?;
    on_the_card(&desk).await?;
    hung_up(&desk, &gateway).await?;
    no_phone(&desk).await?;
    blocked(&desk, &gateway).await?;
    desk.lock().await?;
    drop(desk);
    in_training(&data, lang, &gateway).await
}

/// The code of the last message that reached the gateway, of so many.
async fn code(gateway: &Gateway, count: usize) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    while gateway.taken().len() < count && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let taken = gateway.taken();
    assert_eq!(taken.len(), count);
    assert_eq!(taken[count - 1].from, "PROBA");
    let text = &taken[count - 1].text;
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Beside the phone: a code goes out, a wrong one costs a try, the right one needs no key besides.
async fn checked(desk: &Desk, gateway: &Gateway) -> WebDriverResult<()> {
    steps::typed_patient(desk, &AIGERIM).await?;
    desk.click("intake-phone-check").await?;
    desk.click("intake-otp-send").await?;
    let digits = code(gateway, 1).await;
    desk.at("intake-otp-code").await?;
    let wrong = match digits.as_str() {
        "111111" => "222222",
        _ => "111111",
    };
    desk.fill("intake-otp-code", wrong).await?;
    let no = steps::error_words(desk.lang(), "otp-wrong");
    desk.says("intake-otp-code-error", &no).await?;
    desk.look("s2-phone-code").await?;
    // A closed panel takes nothing away, and the same wrong one costs no second try.
    desk.press(Key::Escape).await?;
    desk.gone("intake-otp-panel").await?;
    desk.click("intake-phone-check").await?;
    desk.at("intake-otp-code").await?;
    desk.fill("intake-otp-code", &digits).await?;
    desk.gone("intake-otp-panel").await?;
    desk.find("intake-phone-just").await?;
    desk.at("intake-phone_owner").await
}

/// The page is read to the person, the code comes back, and it is good for the boxes that were ticked then.
async fn agreed(desk: &Desk, gateway: &Gateway) -> WebDriverResult<()> {
    desk.press(Key::F7).await?;
    desk.pick("consent-channel-sms").await?;
    desk.click("consent-otp-send").await?;
    let no = steps::error_words(desk.lang(), "consent-tick-required");
    desk.says("consent-otp-error", &no).await?;
    desk.pick("consent-tick-personal").await?;
    desk.pick("consent-tick-care").await?;
    desk.click("consent-otp-send").await?;
    let digits = code(gateway, 2).await;
    desk.fill("consent-otp-code", &digits).await?;
    desk.find("consent-otp-read").await?;
    desk.look("s2-consent-code-read").await?;
    // One box more: the code was not for that.
    desk.pick("consent-tick-sms").await?;
    desk.find("consent-otp-send").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("outcome-otp").await?;
    desk.look("s2-consent-code-owed").await?;
    let unread = steps::error_words(desk.lang(), "otp-unread");
    desk.says("consent-otp-problems", &unread).await?;
    desk.click("consent-otp-send").await?;
    let digits = code(gateway, 3).await;
    desk.look("s2-consent-code").await?;
    desk.fill("consent-otp-code", &digits).await?;
    desk.find("consent-otp-read").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

/// The card says how it was given.
async fn on_the_card(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.fill("patients-search", AIGERIM.iin).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("card").await?;
    let by = steps::words(desk.lang(), "consent-channel-sms");
    desk.says("card-consents", &by).await?;
    desk.says("card-phone-checked", &steps::today()).await?;
    desk.look("s6-consent-code").await?;
    desk.click("card-evidence-open").await?;
    desk.find("evidence-pages").await?;
    desk.look("s6-consent-code-evidence").await?;
    desk.press(Key::Escape).await?;
    desk.gone("evidence-panel").await
}

/// Nobody knows whether it went: it is said, and a code that arrives after all counts.
async fn hung_up(desk: &Desk, gateway: &Gateway) -> WebDriverResult<()> {
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    steps::typed_patient(desk, &NURLAN).await?;
    gateway.is(Mood::HangsUp);
    desk.click("intake-phone-check").await?;
    desk.click("intake-otp-send").await?;
    desk.find("intake-otp-unknown").await?;
    desk.look("s2-phone-code-unknown").await?;
    gateway.is(Mood::Answers);
    let digits = code(gateway, 4).await;
    desk.fill("intake-otp-code", &digits).await?;
    desk.find("intake-phone-just").await?;
    Ok(())
}

/// Without a phone nobody is asked by a code, and the form says where to put one.
async fn no_phone(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    desk.press(Key::F2).await?;
    steps::typed_patient(desk, &PHONELESS).await?;
    desk.press(Key::F7).await?;
    desk.pick("consent-channel-sms").await?;
    let no = steps::error_words(desk.lang(), "otp-no-phone");
    desk.says("consent-otp-missing", &no).await?;
    desk.gone("consent-by-code").await?;
    desk.look("s2-consent-code-no-phone").await?;
    desk.press(Key::Escape).await
}

/// A gateway that refuses says why, and the same key asks again.
async fn blocked(desk: &Desk, gateway: &Gateway) -> WebDriverResult<()> {
    desk.fill("intake-phone", "8 701 999 00 11").await?;
    gateway.is(Mood::Blocked);
    desk.click("intake-phone-check").await?;
    desk.click("intake-otp-send").await?;
    desk.find("intake-otp-failed").await?;
    desk.look("s2-phone-code-failed").await?;
    gateway.is(Mood::Answers);
    desk.click("intake-otp-send").await?;
    let digits = code(gateway, 5).await;
    desk.fill("intake-otp-code", &digits).await?;
    desk.find("intake-phone-just").await?;
    Ok(())
}

/// Whoever learns the program reads the message on the screen, and nothing reaches the gateway.
async fn in_training(data: &Path, lang: Lang, gateway: &Gateway) -> WebDriverResult<()> {
    crate::lab::within(data, |open| open.app.set("training", "yes").unwrap());
    let before = gateway.taken().len();
    let desk = Desk::open(data, lang).await?;
    steps::signed_in(&desk).await?;
    steps::typed_patient(&desk, &PHONELESS).await?;
    desk.fill("intake-phone", "8 702 999 00 22").await?;
    desk.click("intake-phone-check").await?;
    desk.click("intake-otp-send").await?;
    let shown = desk.find("intake-otp-training").await?.text().await?;
    desk.look("s2-phone-code-training").await?;
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    desk.fill("intake-otp-code", &digits).await?;
    desk.find("intake-phone-just").await?;
    assert_eq!(gateway.taken().len(), before);
    Ok(())
}
