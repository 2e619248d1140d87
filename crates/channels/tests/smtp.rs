//! Against a real mail server: what arrives, and what is known when it does not.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod post;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Instant;

use post::{Office, PASSWORD, SOON, TIMEOUT, USER, letter, nobody, papers, smtp};
use tirkeu_channels::{Answer, Asked, Cause, Gateway, Message, Security, Smtp, Status};

const ACCEPTED: Answer = Answer::Accepted {
    id: String::new(),
    price: None,
};

/// A gateway of these words; the authority is trusted.
fn by(host: &str, port: u16, password: &str) -> Gateway {
    let smtp = Smtp::new(host, port, Security::Tls, TIMEOUT).unwrap();
    let smtp = smtp.with_login(USER, password);
    Gateway::Smtp(smtp.with_roots(&[papers().authority()]).unwrap())
}

/// Waits only shortly.
fn hasty(port: u16, security: Security) -> Gateway {
    let smtp = Smtp::new("localhost", port, security, SOON).unwrap();
    let smtp = smtp.with_login(USER, PASSWORD);
    Gateway::Smtp(smtp.with_roots(&[papers().authority()]).unwrap())
}

/// A server in clear that says these lines, one at first and one after each line it hears; what it heard is told.
fn scripted(lines: &'static [&'static str]) -> (u16, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        line.set_read_timeout(Some(SOON * 2)).unwrap();
        let mut reader = BufReader::new(line.try_clone().unwrap());
        let mut heard = String::new();
        for said in lines {
            drop(line.write_all(said.as_bytes()));
            drop(reader.read_line(&mut heard));
        }
        drop(reader.read_line(&mut heard));
        heard
    });
    (port, heard)
}

#[test]
fn a_letter_arrives_as_it_was_written() {
    for (name, security) in [("tls", Security::Tls), ("starttls", Security::StartTls)] {
        let office = Office::open(name);
        let gateway = smtp(office.port, security);
        assert_eq!(gateway.check(), Ok(()), "{name}");
        assert!(office.is_quiet(), "a check sends nothing");
        let sent = letter("айгүл@mail.kz");
        assert_eq!(
            gateway.send(&sent),
            Answer::Failed(Cause::BadAddress),
            "few servers take it"
        );

        let sent = letter("aigul@қазпошта.қаз");
        assert_eq!(gateway.send(&sent), ACCEPTED, "{name}");
        let came = office.letter();
        assert_eq!(came["sender"], "lab@zhuldyz.kz");
        assert_eq!(came["to"][0], "aigul@xn--80aau2aet5b92c.xn--80ao21a");
        let text = came["text"].as_str().unwrap().replace("\r\n", "\n");
        assert_eq!(text, sent.text, "a line of one dot and a line of two");
        assert_eq!(
            (&came["kind"], &came["charset"]),
            (&"text/plain".into(), &"utf-8".into())
        );
        assert_eq!(came["ascii"], true);
        let headers = &came["headers"];
        assert_eq!(headers["Subject"], sent.subject);
        assert_eq!(headers["From"], sent.from);
        assert_eq!(headers["Message-ID"], "<41.tirkeu@zhuldyz.kz>");
        assert_eq!(headers["Auto-Submitted"], "auto-generated");
        assert!(
            headers["Date"].as_str().unwrap().ends_with("+0000"),
            "{headers}"
        );
        assert!(headers.get("User-Agent").is_none(), "{headers}");
    }
}

#[test]
fn a_server_that_says_no_is_understood() {
    let office = Office::open("tls");
    let gateway = smtp(office.port, Security::Tls);
    let cases = [
        ("later@mail.kz", Answer::Deferred(Cause::Later)),
        ("later@mail.kz", ACCEPTED),
        ("nobody@mail.kz", Answer::Failed(Cause::NoRecipient)),
        ("full@mail.kz", Answer::Deferred(Cause::Later)),
        ("spam@mail.kz", Answer::Failed(Cause::Rejected)),
        ("odd@mail.kz", Answer::Unknown(Cause::BadAnswer)),
        ("dies@mail.kz", Answer::Unknown(Cause::Broken)),
        ("no address", Answer::Failed(Cause::BadAddress)),
    ];
    for (to, expected) in cases {
        assert_eq!(gateway.send(&letter(to)), expected, "{to}");
    }
    let from = |from| Message {
        from,
        ..letter("a@mail.kz")
    };
    assert_eq!(
        gateway.send(&from("other@zhuldyz.kz")),
        Answer::Failed(Cause::BadSender)
    );
    assert_eq!(
        gateway.send(&from("closing@zhuldyz.kz")),
        Answer::Deferred(Cause::Busy)
    );
    assert_eq!(
        gateway.send(&from("Жұлдыз")),
        Answer::Failed(Cause::BadSender)
    );
}

#[test]
fn silence_before_the_text_and_after_it_are_two_things() {
    let office = Office::open("tls");
    let cases = [
        ("mute-before@mail.kz", Answer::Deferred(Cause::Timeout)),
        ("mute@mail.kz", Answer::Unknown(Cause::Timeout)),
    ];
    for (to, expected) in cases {
        let started = Instant::now();
        let answer = hasty(office.port, Security::Tls).send(&letter(to));
        assert_eq!(answer, expected, "{to}");
        assert!(started.elapsed() < TIMEOUT / 2, "{to}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    for security in [Security::Tls, Security::StartTls] {
        let answer = hasty(port, security).send(&letter("a@mail.kz"));
        assert_eq!(answer, Answer::Deferred(Cause::Timeout), "{security:?}");
    }
}

#[test]
fn nobody_there_means_nothing_was_sent() {
    for (host, port) in [("localhost", nobody()), ("no-such-host.invalid", 465)] {
        let gateway = by(host, port, PASSWORD);
        assert_eq!(
            gateway.send(&letter("a@mail.kz")),
            Answer::Deferred(Cause::Network),
            "{host}"
        );
        assert_eq!(gateway.check(), Err(Cause::Network), "{host}");
    }
}

#[test]
fn whom_the_certificate_does_not_name_hears_nothing() {
    let office = Office::open("tls");
    let answer = |gateway: Gateway| gateway.send(&letter("a@mail.kz"));
    let unsure = Answer::Deferred(Cause::Certificate);
    assert_eq!(
        answer(by("127.0.0.1", office.port, PASSWORD)),
        unsure,
        "another name"
    );
    for security in [Security::Tls, Security::StartTls] {
        let office = match security {
            Security::Tls => &office,
            Security::StartTls => &Office::open("starttls"),
        };
        let strange = Smtp::new("localhost", office.port, security, TIMEOUT).unwrap();
        let strange = Gateway::Smtp(strange.with_login(USER, PASSWORD));
        assert_eq!(strange.check(), Err(Cause::Certificate));
        assert_eq!(answer(strange), unsure, "an authority that nobody trusts");
        assert!(office.is_quiet());
    }
    // The same holds for a gateway over HTTP.
    let base = format!("https://localhost:{}", office.port);
    let smsc = tirkeu_channels::Smsc::new(&base, "a", "b", TIMEOUT).unwrap();
    let sms = Message {
        to: "+77012345678",
        ..letter("")
    };
    assert_eq!(Gateway::Smsc(smsc).send(&sms), unsure);
}

#[test]
fn a_wrong_password_pauses_the_channel() {
    let office = Office::open("tls");
    let gateway = by("localhost", office.port, "wrong");
    assert_eq!(
        gateway.send(&letter("a@mail.kz")),
        Answer::Deferred(Cause::Login)
    );
    assert_eq!(gateway.check(), Err(Cause::Login));
    let unnamed = Smtp::new("localhost", office.port, Security::Tls, TIMEOUT).unwrap();
    let unnamed = Gateway::Smtp(unnamed.with_roots(&[papers().authority()]).unwrap());
    assert_eq!(
        unnamed.send(&letter("a@mail.kz")),
        Answer::Deferred(Cause::Login)
    );
    assert!(Cause::Login.is_of_channel());
}

#[test]
fn nothing_is_said_in_clear() {
    let office = Office::open("clear");
    let gateway = smtp(office.port, Security::StartTls);
    assert_eq!(
        gateway.send(&letter("a@mail.kz")),
        Answer::Deferred(Cause::Encryption)
    );
    assert!(office.is_quiet());

    let without = &["220 mail\r\n", "250-mail\r\n250 AUTH PLAIN LOGIN\r\n"];
    let refused = &["220 mail\r\n", "250-mail\r\n250 STARTTLS\r\n", "502 no\r\n"];
    let lying = &[
        "220 mail\r\n",
        "250-mail\r\n250 STARTTLS\r\n",
        "220 go on\r\n",
        "250 AUTH PLAIN\r\n",
    ];
    for lines in [without as &[_], refused, lying] {
        let (port, heard) = scripted(lines);
        let answer = hasty(port, Security::StartTls).send(&letter("a@mail.kz"));
        assert_eq!(answer, Answer::Deferred(Cause::Encryption), "{lines:?}");
        let heard = heard.join().unwrap();
        assert!(
            !heard.contains("AUTH") && !heard.contains("MAIL"),
            "{heard}"
        );
    }
    let busy = &["421 too many\r\n"];
    let banned = &["554 no service\r\n"];
    let strange = &["HTTP/1.1 400 Bad Request\r\n"];
    for (lines, cause) in [
        (busy, Cause::Busy),
        (banned, Cause::IpBlocked),
        (strange, Cause::BadAnswer),
    ] {
        let (port, _) = scripted(lines);
        let answer = hasty(port, Security::StartTls).send(&letter("a@mail.kz"));
        assert_eq!(answer, Answer::Deferred(cause), "{lines:?}");
    }
}

/// Somebody on the way who passes all on, and adds these words to the server's "go on".
fn between(server: u16, added: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut desk, _) = listener.accept().unwrap();
        let mut server = TcpStream::connect(("127.0.0.1", server)).unwrap();
        let (mut up, mut down) = (desk.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || io::copy(&mut up, &mut down));
        let mut part = [0; 4096];
        let mut clear = Vec::new();
        while !String::from_utf8_lossy(&clear).contains("220 Ready") {
            let read = server.read(&mut part).unwrap();
            clear.extend_from_slice(&part[..read]);
            let is_last = String::from_utf8_lossy(&clear).contains("220 Ready");
            let added = if is_last { added } else { "" };
            let said = [&part[..read], added.as_bytes()].concat();
            desk.write_all(&said).unwrap();
        }
        drop(io::copy(&mut server, &mut desk));
    });
    port
}

#[test]
fn words_laid_under_the_encryption_are_not_the_servers() {
    let office = Office::open("starttls");
    let hello = "250-mail\r\n250 AUTH PLAIN\r\n";
    let all =
        "250-mail\r\n250 AUTH PLAIN\r\n235 in\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n";
    for added in ["", hello, all] {
        let gateway = smtp(between(office.port, added), Security::StartTls);
        let answer = gateway.send(&letter("a@mail.kz"));
        let is_refused = matches!(
            answer,
            Answer::Deferred(Cause::Encryption | Cause::BadAnswer)
        );
        match added {
            "" => assert_eq!(answer, ACCEPTED),
            _ => assert!(is_refused, "{answer:?} after {added}"),
        }
    }
}

#[test]
fn a_mail_server_tells_nothing_afterwards() {
    let gateway = by("localhost", nobody(), PASSWORD);
    let asked = [Asked {
        id: "",
        ticket: 41,
        to: "a@mail.kz",
    }; 2];
    assert_eq!(gateway.statuses(&asked), Ok(vec![Status::NotLearnt; 2]));
    assert_eq!(gateway.balance(), Ok(None));
    assert!(!gateway.looks_up());
    let printed = format!("{gateway:?} {:?} {asked:?}", letter("a@mail.kz"));
    for secret in [USER, PASSWORD, "a@mail.kz", "Нәтиже", "lab@"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn a_server_needs_a_name_and_readable_authorities() {
    let new = |host, port| Smtp::new(host, port, Security::Tls, TIMEOUT).err();
    assert_eq!(new("", 465), Some(Cause::Settings));
    assert_eq!(new("mail zhuldyz.kz", 465), Some(Cause::Settings));
    assert_eq!(new("smtp://mail.kz", 465), Some(Cause::Settings));
    assert_eq!(new("mail.kz", 0), Some(Cause::Settings));
    for host in ["mail.kz", "пошта.қаз", "10.0.0.7", "localhost"] {
        assert_eq!(new(host, 465), None, "{host}");
    }
    let smtp = Smtp::new("mail.kz", 465, Security::Tls, TIMEOUT).unwrap();
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec();
    for pem in [b"no PEM".to_vec(), Vec::new(), broken] {
        assert_eq!(
            smtp.clone().with_roots(&[pem]).err(),
            Some(Cause::Certificate)
        );
    }
}
