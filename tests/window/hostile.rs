//! Data and requests as an attack: words beside the field or «bad request», what was typed is kept,
//! nothing half-written, nothing in the log.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn hostile_input_in_russian() -> WebDriverResult<()> {
    hostile(Lang::Ru).await
}

#[tokio::test]
async fn hostile_input_in_kazakh() -> WebDriverResult<()> {
    hostile(Lang::Kk).await
}

/// Set into the field by the page, because no keyboard has them. Field, what, code of the words.
const NO_KEY_HAS_THEM: [(&str, &str, &str); 5] = [
    ("surname", "\"Ахмет\\uD800ова\"", "name-damaged"),
    ("surname", "\"Ахмет\\u0000ова\"", "name-invisible"),
    ("name", "\"\\u202Eмірегйа\"", "name-invisible"),
    (
        "patronymic",
        "\"<img src=x onerror=alert(1)>\"",
        "name-markup",
    ),
    ("surname", "\"Ахметова\\u2066\"", "name-invisible"),
];

async fn hostile(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    fields(&desk).await?;
    requests(&desk).await?;
    a_request_of_the_wrong_shape(&desk).await?;
    let log = desk.log();
    for personal in [
        NURLAN.surname,
        NURLAN.iin,
        AIGERIM.surname,
        AIGERIM.iin,
        "img src",
    ] {
        assert!(
            !log.contains(personal),
            "{personal} stands in the log:\n{log}"
        );
    }
    assert!(!log.contains("panicked"), "{log}");
    Ok(())
}

async fn fields(desk: &Desk) -> WebDriverResult<()> {
    for (field, text, code) in NO_KEY_HAS_THEM {
        let id = format!("intake-{field}");
        desk.find(&id).await?;
        let put = "const [id, json] = arguments;
            const field = document.getElementById(id);
            field.focus();
            field.value = JSON.parse(json);
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        let args = vec![json!(id), json!(text)];
        desk.driver.execute(put, args).await?;
        desk.press(Key::Tab).await?;
        desk.says(
            &format!("{id}-error"),
            &steps::error_words(desk.lang(), code),
        )
        .await?;
        let kept =
            "return document.getElementById(arguments[0]).value === JSON.parse(arguments[1]);";
        let kept = desk
            .driver
            .execute(kept, vec![json!(id), json!(text)])
            .await?;
        assert_eq!(kept.json(), &json!(true), "{text} is kept as it was put");
        // A field that was not emptied would make the intake below another story.
        for _ in 0..3 {
            desk.fill(&id, "").await?;
            if desk.value(&id).await?.is_empty() {
                break;
            }
        }
        desk.holds(&id, "").await?;
    }
    let ran = desk
        .driver
        .execute("return document.images.length;", vec![]);
    assert_eq!(ran.await?.json(), &json!(0), "a name is never markup");
    Ok(())
}

fn intake(change: impl FnOnce(&mut Value)) -> Value {
    let mut command = json!({ "do": "intake", "card": null, "reason": "", "consent": null,
        "patient": { "surname": NURLAN.surname, "name": NURLAN.name, "iin": NURLAN.iin,
            "birth_date": NURLAN.birth_date, "sex": NURLAN.sex, "language": "kk" }});
    change(&mut command);
    json!({ "command": command.to_string(), "draft": null })
}

/// Whatever a script in the page sends: refused by name, and the journal has not one entry more.
async fn requests(desk: &Desk) -> WebDriverResult<()> {
    let before = desk.entries().await?;
    let anywhere = desk.data().join("device.key");
    let anywhere = anywhere.to_str();
    let ours = [
        ("execute", intake(|it| it["surprise"] = json!(1))),
        ("execute", intake(|it| it["patient"]["admin"] = json!(true))),
        ("execute", intake(|it| it["do"] = json!("drop_everything"))),
        ("execute", intake(|it| it["patient"] = json!(7))),
        ("execute", intake(|it| it["patient"] = json!([]))),
        ("execute", intake(|it| it["patient"]["surname"] = json!(7))),
        ("execute", json!({ "command": "not json", "draft": null })),
        (
            "execute",
            json!({ "command": "[".repeat(100_000), "draft": null }),
        ),
        ("execute", json!({ "command": "{}", "draft": "not an id" })),
        ("setup_keep", json!({ "json": "x".repeat(10_000_000) })),
        (
            "sign_in",
            json!({ "login": steps::LOGIN, "password": steps::PASSWORD }),
        ),
        (
            "check_intake",
            json!({ "patient": "{\"nobody\":1}", "card": null }),
        ),
        ("card_open", json!({ "id": "../../etc/passwd" })),
        // A place that nobody picked.
        ("kit_save", json!({ "path": anywhere })),
        (
            "paper_save",
            json!({ "asked": "{\"document\":\"receipt\"}", "path": anywhere }),
        ),
        (
            "paper_preview",
            json!({ "asked": "{\"document\":\"will\"}" }),
        ),
    ];
    for (command, args) in ours {
        let start: String = args.to_string().chars().take(300).collect();
        let answer = desk.invoke(command, args).await?;
        let codes = crate::desk::codes(&answer);
        assert_eq!(codes, ["bad-request"], "{command} {start}: {answer:?}");
    }
    // Ten megabytes in one name: refused beside its field, like any other name that is too long.
    let long = intake(|it| it["patient"]["surname"] = json!("а".repeat(5_000_000)));
    assert_eq!(desk.refusal("execute", long).await?, ["name-too-long"]);
    // Arguments of the wrong shape and commands that are not ours never reach a command of ours.
    let strange = [
        ("execute", json!({ "command": 7, "draft": null })),
        ("execute", json!({})),
        ("set_language", json!({ "lang": "en" })),
        (
            "recover",
            json!({ "groups": "12", "login": "a", "name": "b", "password": "c" }),
        ),
        ("drop_everything", json!({})),
        ("plugin:fs|read_text_file", json!({ "path": "/etc/passwd" })),
        ("plugin:shell|execute", json!({ "program": "sh" })),
        ("plugin:dialog|save", json!({ "options": {} })),
        (
            "plugin:event|emit",
            json!({ "event": "touched", "payload": [] }),
        ),
        ("plugin:window|close", json!({ "label": "main" })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": {} }),
        ),
    ];
    for (command, args) in strange {
        let answer = desk.invoke(command, args).await?;
        assert!(answer.is_err(), "{command} was carried out: {answer:?}");
    }
    assert_eq!(desk.entries().await?, before, "not one entry more");
    Ok(())
}

/// The screen's own request, spoilt on its way: said in words, and the form stays.
async fn a_request_of_the_wrong_shape(desk: &Desk) -> WebDriverResult<()> {
    steps::typed_patient(desk, &NURLAN).await?;
    steps::consented(desk).await?;
    let before = desk.entries().await?;
    let spoil = "const whole = JSON.stringify;
        JSON.stringify = (value, ...rest) =>
          whole(value && value.do === 'intake' ? { ...value, surprise: 1 } : value, ...rest);
        window.mend = () => { JSON.stringify = whole; };";
    desk.driver.execute(spoil, vec![]).await?;
    desk.press(Key::F9).await?;
    desk.sees(&steps::error_words(desk.lang(), "bad-request"))
        .await?;
    assert!(desk.ticked("consent-tick-personal").await?);
    desk.look("s1-bad-request").await?;
    desk.press(Key::Escape).await?;
    desk.holds("intake-surname", NURLAN.surname).await?;
    desk.holds("intake-iin", NURLAN.iin).await?;
    assert_eq!(desk.entries().await?, before, "nothing half-written");
    desk.driver.execute("window.mend();", vec![]).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}
