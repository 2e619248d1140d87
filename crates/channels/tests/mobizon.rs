//! Mobizon, by a double that answers as their documentation says, and otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod double;

use double::{Double, Play, SOON, TEXT, message, ok, reply};
use tirkeu_channels::{Answer, Asked, Cause, Gateway, Message, Mobizon, Status};

const KEY: &str = "kz5f1e0c0ffee5ec3e7";

fn gateway(double: &Double) -> Gateway {
    Gateway::Mobizon(Mobizon::new(&double.base, KEY, SOON).unwrap())
}

fn send(play: Play) -> Answer {
    gateway(&Double::new(vec![play])).send(&message())
}

fn accepted(id: &str) -> Answer {
    Answer::Accepted {
        id: id.to_owned(),
        price: None,
    }
}

fn asked<'a>(ids: &[&'a str]) -> Vec<Asked<'a>> {
    let one = |id: &&'a str| Asked {
        id,
        ticket: 1,
        to: "+77012345678",
    };
    ids.iter().map(one).collect()
}

#[test]
fn a_message_is_a_form_and_the_key_stands_in_the_query() {
    let sent = r#"{"code":0,"data":{"campaignId":"88","messageId":"90071992547409931","status":2},"message":""}"#;
    let double = Double::new(vec![ok(sent), ok(sent)]);
    assert_eq!(
        gateway(&double).send(&message()),
        accepted("90071992547409931")
    );
    let request = double.heard();
    let path = format!("/service/Message/SendSmsMessage?output=json&api=v1&apiKey={KEY}");
    assert_eq!(request.line, format!("POST {path} HTTP/1.1"));
    assert_eq!(
        request.body,
        format!("recipient=77012345678&text={TEXT}&from=Zhuldyz")
    );
    assert!(
        request
            .head
            .contains("content-type: application/x-www-form-urlencoded"),
        "{}",
        request.head
    );
    assert!(!request.head.contains("user-agent"), "{}", request.head);

    let unnamed = Message {
        from: "",
        ..message()
    };
    gateway(&double).send(&unnamed);
    assert_eq!(
        double.heard().body,
        format!("recipient=77012345678&text={TEXT}")
    );
}

#[test]
fn an_id_is_told_in_many_ways() {
    let cases = [
        (
            r#"{"code":0,"data":{"messageId":90071992547409931234567}}"#,
            "90071992547409931234567",
        ),
        (r#"{"code":"0","data":{"messageId":"7"}}"#, "7"),
        (r#"{"code":0,"data":[{"messageId":8,"status":1}]}"#, "8"),
        (r#"{"code":0,"data":null,"message":""}"#, ""),
        (r#"{"code":0,"data":[]}"#, ""),
        (r#"{"code":0}"#, ""),
        (r#"{"code":100,"data":{"messageId":9}}"#, "9"),
        (r#"{"code":100,"data":5512}"#, ""),
        ("\u{feff}{\"code\":0,\"data\":{\"messageId\":\"10\"}}", "10"),
    ];
    for (body, id) in cases {
        assert_eq!(send(ok(body)), accepted(id), "{body}");
    }
    let nothing = send(ok(r#"{"code":100,"data":null}"#));
    assert_eq!(nothing, Answer::Unknown(Cause::BadAnswer));
}

#[test]
fn every_code_has_its_answer() {
    let cases = [
        (1, Answer::Failed(Cause::Rejected)),
        (2, Answer::Failed(Cause::Rejected)),
        (3, Answer::Unknown(Cause::ServerFault)),
        (4, Answer::Deferred(Cause::Settings)),
        (5, Answer::Deferred(Cause::Settings)),
        (6, Answer::Deferred(Cause::Settings)),
        (7, Answer::Unknown(Cause::BadAnswer)),
        (8, Answer::Deferred(Cause::Login)),
        (9, Answer::Deferred(Cause::Account)),
        (10, Answer::Unknown(Cause::ServerFault)),
        (11, Answer::Deferred(Cause::Settings)),
        (12, Answer::Failed(Cause::Rejected)),
        (13, Answer::Deferred(Cause::Settings)),
        (14, Answer::Deferred(Cause::Account)),
        (15, Answer::Unknown(Cause::ServerFault)),
        (30, Answer::Deferred(Cause::Rate)),
        (98, Answer::Unknown(Cause::ServerFault)),
        (99, Answer::Failed(Cause::Rejected)),
        (999, Answer::Unknown(Cause::ServerFault)),
        (-1, Answer::Unknown(Cause::BadAnswer)),
    ];
    for (code, expected) in cases {
        let body = format!(r#"{{"code":{code},"data":[],"message":"?"}}"#);
        assert_eq!(send(ok(&body)), expected, "{code}");
    }
    let fields = [
        ("recipient", Cause::BadAddress),
        ("from", Cause::BadSender),
        ("text", Cause::BadText),
        ("params", Cause::Rejected),
    ];
    for (field, cause) in fields {
        let body = format!(r#"{{"code":1,"data":{{"{field}":"no"}},"message":"?"}}"#);
        assert_eq!(send(ok(&body)), Answer::Failed(cause), "{field}");
        assert_eq!(send(reply(400, &body)), Answer::Failed(cause), "{field}");
    }
}

#[test]
fn statuses_come_in_the_order_asked() {
    let list = r#"{"code":0,"data":[
        {"id":"3","status":"EXPIRED","segNum":"1"}, {"id":900719925474099312,"status":"DELIVRD","segNum":2},
        {"id":"4","status":"REJECTD"}, {"id":5,"status":"ACCEPTD"}, {"id":6,"status":"UNDELIV"}, {"id":7,"status":"DELETED"},
        {"id":8,"status":"PDLIVRD"}, {"id":9,"status":"NEW"}, {"id":10,"status":"ENQUEUD"}, {"id":11,"status":"WHATEVER"},
        {"id":12,"status":"DELIVRD"}, {"id":12,"status":"ACCEPTD"}, {"id":13}, {"status":"DELIVRD"}, 7,
        {"id":77,"status":"DELIVRD"}]}"#;
    let double = Double::new(vec![ok(list)]);
    let ids = [
        "900719925474099312",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
        "11",
        "12",
        "13",
        "",
        "14",
        "3",
    ];
    let statuses = gateway(&double).statuses(&asked(&ids)).unwrap();
    let expired = Status::Failed(Cause::Expired);
    let expected = [
        Status::Delivered,
        expired,
        Status::Failed(Cause::Rejected),
        Status::Pending,
        Status::Failed(Cause::Undelivered),
        Status::Failed(Cause::Stopped),
        Status::Pending,
        Status::Pending,
        Status::Pending,
        Status::Pending,
        Status::Delivered,
        Status::NotLearnt,
        Status::NotLearnt,
        Status::NotFound,
        expired,
    ];
    assert_eq!(statuses, expected);
    let request = double.heard();
    assert!(
        request
            .line
            .starts_with("POST /service/Message/GetSMSStatus?"),
        "{}",
        request.line
    );
    assert!(
        request
            .body
            .starts_with("ids%5B0%5D=900719925474099312&ids%5B1%5D=3&"),
        "{}",
        request.body
    );
}

#[test]
fn statuses_may_be_none_one_or_not_to_be_had() {
    let cases = [
        (r#"{"code":0,"data":[]}"#, Ok(vec![Status::NotFound])),
        (r#"{"code":0,"data":null}"#, Ok(vec![Status::NotFound])),
        (
            r#"{"code":2,"data":null,"message":"?"}"#,
            Ok(vec![Status::NotFound]),
        ),
        (
            r#"{"code":0,"data":{"id":1,"status":"DELIVRD"}}"#,
            Ok(vec![Status::Delivered]),
        ),
        (
            r#"{"code":0,"data":{"4":{"id":1,"status":"DELIVRD"}}}"#,
            Ok(vec![Status::Delivered]),
        ),
        (r#"{"code":8,"data":null,"message":"?"}"#, Err(Cause::Login)),
        (r#"{"code":30,"data":null,"message":"?"}"#, Err(Cause::Rate)),
        ("<html>", Err(Cause::BadAnswer)),
    ];
    for (body, expected) in cases {
        let double = Double::new(vec![ok(body)]);
        assert_eq!(
            gateway(&double).statuses(&asked(&["1"])),
            expected,
            "{body}"
        );
    }
    let double = Double::new(vec![]);
    let unnamed = gateway(&double).statuses(&asked(&["", ""]));
    assert_eq!(
        unnamed,
        Ok(vec![Status::NotLearnt; 2]),
        "nothing to ask with"
    );
}

#[test]
fn the_balance_is_as_told() {
    let cases = [
        (
            r#"{"code":0,"data":{"balance":"1520.5000","currency":"KZT"}}"#,
            Ok("1520.5000 KZT"),
        ),
        (
            r#"{"code":0,"data":{"balance":1520.50,"currency":"KZT"}}"#,
            Ok("1520.50 KZT"),
        ),
        (r#"{"code":0,"data":{"balance":0}}"#, Ok("0")),
        (r#"{"code":0,"data":null}"#, Err(Cause::BadAnswer)),
        (r#"{"code":8,"data":null}"#, Err(Cause::Login)),
    ];
    for (body, expected) in cases {
        let double = Double::new(vec![ok(body), ok(body)]);
        let expected = expected.map(|said| Some(said.to_owned()));
        assert_eq!(gateway(&double).balance(), expected, "{body}");
        assert!(
            double
                .heard()
                .line
                .starts_with("POST /service/User/GetOwnBalance?")
        );
        assert_eq!(gateway(&double).check(), expected.map(|_| ()), "{body}");
    }
}
