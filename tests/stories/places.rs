//! The places where desks meet, each under the same rules: in memory, a folder, a store that speaks S3.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use tirkeu_core::desk::exchange::{StoreAddress, StoreKey};
use tirkeu_core::event::patient::field;
use tirkeu_core::id::OrgId;
use tirkeu_exchange::{Ended, Fault, Place, Remote};
use tirkeu_tests::bucket::Bucket;
use tirkeu_tests::lab::{Desk, Meeting, patient};
use zeroize::Zeroizing;

use crate::exchange::{agreed, labs};

/// A way to one place, gone again and again.
struct Way {
    called: &'static str,
    open: Box<dyn Fn(OrgId) -> Place>,
}

impl Way {
    fn meet(&self, desk: &Desk) -> u64 {
        let mut there = (self.open)(desk.app().org());
        let visit = desk.meet_in(&mut there, self.called).unwrap();
        visit.accepted + visit.bodies + visit.written + visit.settled
    }

    /// What a desk remembers of the place is what lies there: nothing is read twice.
    fn is_known(&self, desk: &Desk) -> bool {
        let lying = (self.open)(desk.app().org()).look().unwrap();
        let (_, known) = desk.app().place(self.called).unwrap();
        let there = lying.segments.iter();
        let mut there = there.map(|(segment, tag)| (segment.name(), tag.clone()));
        !known.is_empty()
            && there.all(|one| known.iter().any(|k| (k.name.clone(), k.tag.clone()) == one))
    }
}

fn ways(folder: &Path, bucket: &Bucket) -> [Way; 4] {
    let memory = Arc::new(Meeting::new());
    let path = folder.to_owned();
    let store = |prefix: &str| {
        let (address, key) = (bucket.address(prefix), bucket.key());
        move |org| Place::store(&address, &key, org).unwrap()
    };
    [
        Way {
            called: "memory",
            open: Box::new(move |org| Place::memory(&memory, org).unwrap()),
        },
        Way {
            called: "folder",
            open: Box::new(move |org| Place::folder(&path, org).unwrap()),
        },
        Way {
            called: "store",
            open: Box::new(store("")),
        },
        Way {
            called: "a folder of a store",
            open: Box::new(store("/labs/almaty")),
        },
    ]
}

#[test]
fn desks_meet_in_the_same_way_wherever_they_meet() {
    let folder = tempfile::tempdir().unwrap();
    let bucket = Bucket::begin();
    for way in ways(folder.path(), &bucket) {
        let called = way.called;
        let (lab, [desk, village], _) = labs(["desk", "village"]);
        let card = agreed(&desk, 1);
        for one in [&desk, &village, &desk, &village, &desk] {
            way.meet(one);
        }
        assert!(village.field(card, field::SURNAME).is_some(), "{called}");
        lab.agree();
        for one in [&desk, &village] {
            assert_eq!(way.meet(one), 0, "{called}: nothing is left to say");
            assert!(way.is_known(one), "{called}: nothing is read twice");
        }
        desk.must(Desk::destroying(card));
        for one in [&desk, &village, &desk, &village] {
            way.meet(one);
        }
        lab.agree();
        assert_eq!(village.field(card, field::SURNAME), None, "{called}");
    }
    let lying = bucket.lying();
    assert!(lying.keys().any(|name| name.starts_with("labs/almaty/v1/")));
    for (name, bytes) in lying {
        let all = [name.as_bytes(), &bytes].concat();
        for secret in [patient(1).surname, patient(1).iin] {
            assert!(memmem::find(&all, secret.as_bytes()).is_none(), "{name}");
        }
    }
}

/// Somebody on this machine who answers everything with one status.
fn answering(status: &'static str) -> StoreAddress {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let typed = format!("http://{}/meeting", listener.local_addr().unwrap());
    // It ends with the tests.
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            drop(socket.read(&mut [0; 4096]));
            let elsewhere = "Location: http://127.0.0.1:9/meeting";
            let answer = format!(
                "HTTP/1.1 {status}\r\n{elsewhere}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            drop(socket.write_all(answer.as_bytes()));
        }
    });
    StoreAddress::parse("folder", &typed).unwrap()
}

#[test]
fn who_answers_otherwise_than_asked_is_not_away_and_nobody_is_sent_elsewhere() {
    let (_lab, [desk], _) = labs(["desk"]);
    let org = desk.app().org();
    let key = Bucket::begin().key();
    for (status, fault) in [
        ("301 Moved Permanently", Fault::Refused),
        ("307 Temporary Redirect", Fault::Refused),
        ("400 Bad Request", Fault::Refused),
        ("429 Too Many Requests", Fault::Away),
        ("503 Slow Down", Fault::Away),
    ] {
        let mut there = Place::store(&answering(status), &key, org).unwrap();
        assert_eq!(there.look().unwrap_err(), fault, "{status}");
    }
}

#[test]
fn a_store_that_refuses_or_is_gone_is_said_and_nothing_is_lost() {
    let mut bucket = Bucket::begin();
    let (_lab, [desk, _], _) = labs(["desk", "village"]);
    agreed(&desk, 1);
    let org = desk.app().org();
    let met = |address: &StoreAddress, key: &StoreKey| {
        let mut there = Place::store(address, key, org).unwrap();
        desk.meet_in(&mut there, "store")
    };
    let fault = |met: Result<_, Ended>| match met {
        Err(Ended::Place(fault)) => Some(fault),
        _ => None,
    };
    let good = bucket.key();
    let wrong = StoreKey {
        secret: Zeroizing::new("another".into()),
        ..good.clone()
    };
    let stranger = StoreKey {
        id: "NOBODY".into(),
        ..good.clone()
    };
    let missing = bucket.typed("").replace("/meeting", "/another");
    let missing = StoreAddress::parse("folder", &missing).unwrap();
    assert_eq!(
        fault(met(&missing, &good)),
        Some(Fault::Refused),
        "no bucket"
    );
    for key in [&wrong, &stranger] {
        assert_eq!(fault(met(&bucket.address(""), key)), Some(Fault::Refused));
    }
    let written = met(&bucket.address(""), &good).unwrap().written;
    assert!(written > 0, "all of it goes once the key is right");
    let address = bucket.address("");
    // It does not speak TLS: nobody is told anything.
    let clear = address.to_string().replace("http://", "https://");
    let sealed = StoreAddress::parse("folder", &clear).unwrap();
    assert_eq!(fault(met(&sealed, &good)), Some(Fault::Away));
    bucket.end();
    assert_eq!(fault(met(&address, &good)), Some(Fault::Away));
}
