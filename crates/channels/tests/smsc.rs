//! SMSC, by a double that answers as their documentation says, and otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod double;

use double::{Double, Play, SOON, TEXT, message, ok, reply};
use tirkeu_channels::{Answer, Asked, Cause, Gateway, Message, Smsc, Status};

const LOGIN: &str = "login=zhuldyz&psw=p%26w&charset=utf-8&fmt=3";

fn gateway(double: &Double) -> Gateway {
    Gateway::Smsc(Smsc::new(&double.base, "zhuldyz", "p&w", SOON).unwrap())
}

fn send(play: Play) -> Answer {
    gateway(&Double::new(vec![play])).send(&message())
}

fn asked(tickets: &[u32]) -> Vec<Asked<'static>> {
    let one = |ticket: &u32| Asked {
        id: "",
        ticket: *ticket,
        to: "+77012345678",
    };
    tickets.iter().map(one).collect()
}

#[test]
fn a_message_is_a_form_with_our_ticket() {
    let sent = r#"{"id":41,"cnt":1,"cost":"14.50","balance":"1506.00"}"#;
    let double = Double::new(vec![ok(sent), ok(sent)]);
    let expected = Answer::Accepted {
        id: "41".to_owned(),
        price: Some("14.50".to_owned()),
    };
    assert_eq!(gateway(&double).send(&message()), expected);
    assert!(gateway(&double).looks_up());
    let request = double.heard();
    assert_eq!(
        request.line, "POST /sys/send.php HTTP/1.1",
        "no word stands in the address"
    );
    let body = format!("{LOGIN}&phones=77012345678&mes={TEXT}&id=41&cost=3");
    assert_eq!(request.body, format!("{body}&sender=Zhuldyz"));

    let unnamed = Message {
        from: "",
        ..message()
    };
    gateway(&double).send(&unnamed);
    assert_eq!(double.heard().body, body);
}

#[test]
fn every_code_has_its_answer() {
    let cases = [
        (1, Answer::Failed(Cause::Rejected)),
        (2, Answer::Deferred(Cause::Login)),
        (3, Answer::Deferred(Cause::Money)),
        (4, Answer::Deferred(Cause::IpBlocked)),
        (5, Answer::Failed(Cause::Rejected)),
        (6, Answer::Failed(Cause::Forbidden)),
        (7, Answer::Failed(Cause::BadAddress)),
        (8, Answer::Failed(Cause::NoRecipient)),
        (9, Answer::Unknown(Cause::Duplicate)),
        (10, Answer::Unknown(Cause::BadAnswer)),
    ];
    for (code, expected) in cases {
        let body = format!(r#"{{"error":"no","error_code":{code},"id":41}}"#);
        assert_eq!(send(ok(&body)), expected, "{code}");
    }
    let text = send(ok(r#"{"error":"no","error_code":"3"}"#));
    assert_eq!(text, Answer::Deferred(Cause::Money));
}

#[test]
fn an_answer_is_read_whatever_its_letters() {
    // «недостаточно средств» in windows-1251.
    let words = b"\xed\xe5\xe4\xee\xf1\xf2\xe0\xf2\xee\xf7\xed\xee \xf1\xf0\xe5\xe4\xf1\xf2\xe2";
    let body = [
        b"{\"error\":\"",
        words.as_slice(),
        b"\",\"error_code\":3,\"id\":41}",
    ]
    .concat();
    assert_eq!(send(reply(200, body)), Answer::Deferred(Cause::Money));
    let unread = Answer::Unknown(Cause::BadAnswer);
    for body in [
        r#"{"cnt":1}"#,
        r#"{"id":41,"cnt":0}"#,
        r#"{"id":null,"cnt":1}"#,
        "ERROR = 2 (authorise error)",
    ] {
        assert_eq!(send(ok(body)), unread, "{body}");
    }
    let accepted = Answer::Accepted {
        id: "41".to_owned(),
        price: None,
    };
    assert_eq!(send(ok("\u{feff}{\"id\":\"41\"}")), accepted);
}

#[test]
fn every_status_has_its_meaning() {
    let cases = [
        (-3, Status::NotFound),
        (-2, Status::Pending),
        (-1, Status::Pending),
        (0, Status::Pending),
        (1, Status::Delivered),
        (2, Status::Delivered),
        (3, Status::Failed(Cause::Expired)),
        (4, Status::Delivered),
        (20, Status::Failed(Cause::Undelivered)),
        (22, Status::Failed(Cause::BadAddress)),
        (23, Status::Failed(Cause::Forbidden)),
        (24, Status::Failed(Cause::Money)),
        (25, Status::Failed(Cause::NoRecipient)),
        (99, Status::NotLearnt),
    ];
    for (code, expected) in cases {
        let body = format!(r#"{{"status":{code},"last_date":"20.11.2026 10:00:00","err":0}}"#);
        let double = Double::new(vec![ok(&body)]);
        assert_eq!(
            gateway(&double).statuses(&asked(&[41])),
            Ok(vec![expected]),
            "{code}"
        );
        let request = double.heard();
        assert_eq!(request.line, "POST /sys/status.php HTTP/1.1");
        assert_eq!(request.body, format!("{LOGIN}&phone=77012345678&id=41"));
    }
}

#[test]
fn statuses_come_in_the_order_asked() {
    let list = r#"[{"status":20,"id":42,"phone":"77012345678"}, {"status":1,"id":41,"phone":"87012345678"},
        {"status":1,"id":43,"phone":"77770000000"}, {"status":0,"id":44}, {"status":1,"id":44}, {"status":1,"id":77},
        {"status":3,"id":"a1"}, {"status":-3,"id":46,"phone":"77012345678"}]"#;
    let double = Double::new(vec![ok(list)]);
    let mut asked = asked(&[41, 42, 43, 44, 45, 46, 41]);
    asked[4].id = "a1";
    let expected = vec![
        Status::Delivered,
        Status::Failed(Cause::Undelivered),
        // Told of somebody else's number.
        Status::NotLearnt,
        Status::Delivered,
        Status::Failed(Cause::Expired),
        Status::NotFound,
        Status::Delivered,
    ];
    assert_eq!(gateway(&double).statuses(&asked), Ok(expected));
    let body = double.heard().body;
    assert!(
        body.ends_with("&id=41%2C42%2C43%2C44%2Ca1%2C46%2C41"),
        "{body}"
    );
}

#[test]
fn only_their_own_word_says_that_a_message_is_not_there() {
    let cases = [
        ("[]", Ok(Status::NotLearnt)),
        (r#"[{"status":1,"id":7}]"#, Ok(Status::NotLearnt)),
        (r#"{"status":1,"id":7}"#, Ok(Status::NotLearnt)),
        ("{}", Ok(Status::NotLearnt)),
        (r#"{"error":"no","error_code":2}"#, Err(Cause::Login)),
        (r#"{"error":"no","error_code":4}"#, Err(Cause::IpBlocked)),
        (
            r#"{"error":"wait a minute","error_code":9}"#,
            Err(Cause::Rate),
        ),
        (r#"{"error":"no","error_code":1}"#, Err(Cause::Settings)),
        ("ERROR = 9", Err(Cause::BadAnswer)),
    ];
    for (body, expected) in cases {
        let double = Double::new(vec![ok(body)]);
        let statuses = gateway(&double).statuses(&asked(&[41]));
        assert_eq!(statuses, expected.map(|status| vec![status]), "{body}");
    }
}

#[test]
fn the_balance_is_as_told() {
    let cases = [
        (
            r#"{"balance":"1520.50","currency":"KZT"}"#,
            Ok("1520.50 KZT"),
        ),
        (r#"{"balance":1520.50}"#, Ok("1520.50")),
        (
            r#"{"error":"authorise error","error_code":2}"#,
            Err(Cause::Login),
        ),
        ("{}", Err(Cause::BadAnswer)),
    ];
    for (body, expected) in cases {
        let double = Double::new(vec![ok(body)]);
        let expected = expected.map(|said| Some(said.to_owned()));
        assert_eq!(gateway(&double).balance(), expected, "{body}");
        let request = double.heard();
        assert_eq!(request.line, "POST /sys/balance.php HTTP/1.1");
        assert_eq!(request.body, format!("{LOGIN}&cur=1"));
    }
}
