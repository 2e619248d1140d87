//! What is known when a line breaks, an answer is half, late, huge or not the gateway's.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod double;

use std::time::Instant;

use double::{Double, Play, SOON, message, nobody, ok, reply};
use tirkeu_channels::{Answer, Asked, BATCH, Cause, Gateway, Message, Mobizon, Smsc, TIMEOUT};

const KEY: &str = "kz5f1e0c0ffee5ec3e7";

fn mobizon(base: &str) -> Gateway {
    Gateway::Mobizon(Mobizon::new(base, KEY, SOON).unwrap())
}

fn smsc(base: &str) -> Gateway {
    Gateway::Smsc(Smsc::new(base, "zhuldyz", "s3cret-word", SOON).unwrap())
}

fn bytes(text: &str) -> Play {
    Play::Bytes(text.as_bytes().to_vec())
}

#[test]
fn nobody_there_means_nothing_was_sent() {
    for gateway in [mobizon(&nobody()), smsc(&nobody())] {
        let answer = gateway.send(&message());
        assert_eq!(answer, Answer::Deferred(Cause::Network));
        assert_eq!(gateway.check(), Err(Cause::Network));
    }
    let nowhere = mobizon("https://no-such-host.invalid");
    assert_eq!(nowhere.send(&message()), Answer::Deferred(Cause::Network));
}

#[test]
fn after_the_request_only_a_whole_answer_counts() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n";
    let cases = [
        ("no byte", bytes(""), Cause::Broken),
        ("half a head", bytes("HTTP/1.1 200 O"), Cause::Broken),
        (
            "half a body",
            bytes(&format!("{head}{{\"code\":0")),
            Cause::Broken,
        ),
        ("no HTTP", bytes("220 mail ESMTP\r\n"), Cause::BadAnswer),
        ("silence", Play::Silence(Vec::new()), Cause::Timeout),
        (
            "a head, then silence",
            Play::Silence(head.into()),
            Cause::Timeout,
        ),
        (
            "a proxy",
            reply(502, "<html>Bad Gateway</html>"),
            Cause::ServerFault,
        ),
        ("a page", reply(200, "<html>Login</html>"), Cause::BadAnswer),
        ("nothing in it", reply(200, ""), Cause::BadAnswer),
        ("half of JSON", ok("{\"code\":0,\"data\""), Cause::BadAnswer),
        ("another JSON", ok("{\"result\":true}"), Cause::BadAnswer),
        ("a list", ok("[]"), Cause::BadAnswer),
        (
            "a megabyte",
            ok(&format!("{{\"code\":0,\"a\":\"{}\"}}", "a".repeat(1 << 20))),
            Cause::BadAnswer,
        ),
    ];
    for (what, play, expected) in cases {
        let double = Double::new(vec![play]);
        let started = Instant::now();
        let answer = mobizon(&double.base).send(&message());
        assert_eq!(answer, Answer::Unknown(expected), "{what}");
        assert!(started.elapsed() < SOON * 3, "{what}");
        double.heard();
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Double::new(vec![ok(r#"{"code":0,"data":{"messageId":"1"}}"#)]);
    for (status, expected) in [
        (302, Answer::Unknown(Cause::BadAnswer)),
        (308, Answer::Deferred(Cause::Settings)),
    ] {
        let head = format!(
            "HTTP/1.1 {status} X\r\nLocation: {}/a\r\nContent-Length: 0\r\n\r\n",
            elsewhere.base
        );
        let double = Double::new(vec![bytes(&head)]);
        assert_eq!(mobizon(&double.base).send(&message()), expected);
    }
    assert!(elsewhere.is_quiet(), "key and number go to nobody else");
}

#[test]
fn nothing_secret_or_personal_is_printed() {
    let message = message();
    let asked = Asked {
        id: "1",
        ticket: 41,
        to: message.to,
    };
    let mobizon = mobizon("https://api.mobizon.kz");
    let smsc = smsc("https://smsc.kz");
    let printed = format!("{mobizon:?} {smsc:?} {message:?} {asked:?} {mobizon:#?} {smsc:#?}");
    for secret in [
        KEY,
        "s3cret-word",
        "7701234",
        "Нәтиже",
        "Zhuldyz",
        "zhuldyz",
    ] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.contains("https://smsc.kz"), "{printed}");
}

#[test]
fn what_cannot_be_a_message_is_not_handed_over() {
    for gateway in [mobizon(&nobody()), smsc(&nobody())] {
        let to = |to| Message { to, ..message() };
        assert_eq!(
            gateway.send(&to("87012345678")),
            Answer::Failed(Cause::BadAddress)
        );
        assert_eq!(
            gateway.send(&to("+7701,+7702")),
            Answer::Failed(Cause::BadAddress)
        );
        let empty = Message {
            text: "",
            ..message()
        };
        assert_eq!(gateway.send(&empty), Answer::Failed(Cause::BadText));
        let asked = vec![
            Asked {
                id: "1",
                ticket: 1,
                to: "+77012345678"
            };
            BATCH + 1
        ];
        assert_eq!(gateway.statuses(&asked), Err(Cause::Settings));
        assert_eq!(gateway.statuses(&[]), Ok(Vec::new()));
    }
    let unnumbered = Message {
        ticket: 0,
        ..message()
    };
    assert_eq!(
        smsc(&nobody()).send(&unnumbered),
        Answer::Failed(Cause::Rejected)
    );
}

#[test]
fn a_gateway_needs_its_words_and_a_safe_address() {
    let mobizon = |base, key| Mobizon::new(base, key, TIMEOUT).err();
    assert_eq!(mobizon("http://api.mobizon.kz", KEY), Some(Cause::Settings));
    assert_eq!(mobizon(Mobizon::BASE, ""), Some(Cause::Login));
    assert_eq!(mobizon(Mobizon::BASE, "a&recipient=1"), Some(Cause::Login));
    assert_eq!(mobizon(Mobizon::BASE, KEY), None);
    let smsc = |base, login| Smsc::new(base, login, "word", TIMEOUT).err();
    assert_eq!(smsc("http://smsc.kz", "a"), Some(Cause::Settings));
    assert_eq!(smsc(Smsc::BASE, ""), Some(Cause::Login));
    assert_eq!(smsc(Smsc::BASE, "a"), None);
}
