//! A long time offline, then a folder: what it costs to write everything there and to take it in, against the sealing and
//! the inserting that cannot be avoided.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use tirkeu_core::command::{Command, OffersForm};
use tirkeu_core::desk::backup::{Alone, Go};
use tirkeu_core::desk::{Folder, Machine, Open};
use tirkeu_core::frames::{Record, Sealed};
use tirkeu_core::id::SystemEntropy;
use tirkeu_core::journal::{Entry, log};
use tirkeu_core::store::Store;
use tirkeu_core::vault::{Dek, ExchangeKey, KdfChoice};
use tirkeu_exchange::{Place, visit};
use tirkeu_tests::village::{Beginner, joined};

use crate::frame::timed;
use crate::lab::{Lab, somebody};

const PASSWORD: &str = "a password long enough";

/// What was measured.
pub struct Measured {
    /// How many entries.
    pub entries: u64,
    /// Writing them to a folder.
    pub written: Duration,
    /// The same entries sealed, and the same bytes copied to a synced file.
    pub sealed: Duration,
    /// Taking them in at another desk.
    pub taken: Duration,
    /// The same bytes inserted at once, and their signatures checked as one batch.
    pub inserted: Duration,
}

/// Two desks of one laboratory and the folder where they meet.
pub struct Pair {
    pub first: Lab,
    pub second: Open,
    pub meeting: PathBuf,
}

impl Pair {
    pub fn begin(folder: &Path) -> Self {
        let mut first = Lab::found(&folder.join("data"));
        let offers = OffersForm {
            purposes: vec!["network_exchange".to_owned()],
            sms_sender: String::new(),
            sms_gateway: String::new(),
        };
        first
            .open
            .app
            .execute(Command::Offers { offers }, None)
            .unwrap();
        first.agrees = vec!["network_exchange"];
        let second = second(&mut first.open, folder);
        let meeting = folder.join("meeting");
        std::fs::create_dir_all(&meeting).unwrap();
        Self {
            first,
            second,
            meeting,
        }
    }

    /// The first desk takes people in.
    pub fn write(&mut self, from: u32, people: u32) {
        for number in from..from + people {
            self.first.intake(somebody(number));
        }
    }
}

pub fn measure(folder: &Path, people: u32) -> Measured {
    let mut pair = Pair::begin(folder);
    let before = pair.first.open.app.length();
    pair.write(0, people);
    let (first, written) = timed(|| met(&mut pair.first.open, &pair.meeting));
    let (second, taken) = timed(|| met(&mut pair.second, &pair.meeting));
    assert!(second.accepted >= u64::from(people) * 3, "{second:?}");
    let app = &pair.first.open.app;
    let entries = log::chain(app.conn(), app.device(), before, u32::MAX).unwrap();
    let sealed = timed(|| sealed(&entries, &folder.join("raw"))).1;
    let inserted = inserted(&entries, &folder.join("raw.db"));
    Measured {
        entries: first.written,
        written,
        sealed,
        taken,
        inserted,
    }
}

/// One visit.
pub fn met(open: &mut Open, meeting: &Path) -> tirkeu_exchange::Visit {
    let mut place = Place::folder(meeting, open.app.org()).unwrap();
    visit(&Alone::new(open), &mut place, "meeting", &mut |_| Go::On).unwrap()
}

/// A desk that joined before the long time.
fn second(open: &mut Open, folder: &Path) -> Open {
    let machine = Machine::real(None, KdfChoice::Floor);
    let place = Folder::begin(&folder.join("village")).unwrap();
    let who = Beginner {
        login: "aigul",
        password: PASSWORD,
        machine: &machine,
    };
    joined(open, &place, &folder.join("all.tkb"), &who)
}

fn sealed(entries: &[Entry], to: &Path) {
    let key = ExchangeKey::generate(&mut SystemEntropy);
    let mut out = File::create(to).unwrap();
    for entry in entries {
        let record = Record::Entry(entry.clone(), None);
        let frame = Sealed::seal(&record, &key, &mut SystemEntropy).unwrap();
        let mut bytes = Vec::new();
        frame.write(&mut bytes).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.sync_all().unwrap();
}

fn inserted(entries: &[Entry], to: &Path) -> Duration {
    // Under a key of our own: what is checked costs the same whoever signed it.
    let key = SigningKey::from_bytes(&[7; 32]);
    let signed: Vec<(Vec<u8>, Signature)> = entries
        .iter()
        .map(|entry| {
            let message = [b"tirkeu/v1/sig\0".as_slice(), &entry.hash().0].concat();
            let signature = key.sign(&message);
            (message, signature)
        })
        .collect();
    let mut store = Store::open(to, &Dek::generate(&mut SystemEntropy)).unwrap();
    timed(|| {
        for some in signed.chunks(256) {
            let messages: Vec<&[u8]> = some.iter().map(|(message, _)| message.as_slice()).collect();
            let signatures: Vec<Signature> = some.iter().map(|(_, one)| *one).collect();
            let keys: Vec<VerifyingKey> = vec![key.verifying_key(); some.len()];
            ed25519_dalek::verify_batch(&messages, &signatures, &keys).unwrap();
        }
        let tx = store.conn_mut().transaction().unwrap();
        for entry in entries {
            log::append(&tx, entry, 0).unwrap();
        }
        tx.commit().unwrap();
    })
    .1
}
