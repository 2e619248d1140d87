//! A laboratory as it stands before a story begins: founded by the core itself, copied for each story,
//! and what happens to its files behind the program's back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use tempfile::TempDir;
use tirkeu_core::app::{Which, Wish};
use tirkeu_core::command as core;
use tirkeu_core::desk::backup::{Alone, Go, Over, Restoring, back_up, restore};
use tirkeu_core::desk::bundle::export;
use tirkeu_core::desk::{self, Folder, Loss, Machine, NewManager, NewStaff, Open, SignedIn};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::desk::closing;
use tirkeu_core::id::{Entropy, Hash, SystemEntropy};
use tirkeu_core::time::Clock;
use tirkeu_core::vault::{KdfChoice, Kit, Sealed, SignIn, files};
use tirkeu_core::words::{self, Both};

use tirkeu_tests::village::{Beginner, joined};

use crate::desk::programs;
use crate::memory::Needle;
use crate::steps::{BIN, LOGIN, PASSWORD, Person};

/// Where a slot lies in the access file; everything before it serves the recovery sheet.
const SLOT_AT: usize = 259;

pub struct Lab {
    made: TempDir,
    /// The recovery sheet.
    pub kit: Vec<String>,
    /// Twelve characters under the digits.
    pub fingerprint: String,
    policy: Hash,
}

/// Founded once: nobody is registered, the policy is published.
pub fn lab() -> &'static Lab {
    static LAB: OnceLock<Lab> = OnceLock::new();
    LAB.get_or_init(|| {
        let made = tempfile::tempdir().unwrap();
        let folder = Folder::open(&made.path().join("data")).unwrap();
        let mut open = desk::setup(&folder, &machine(), &form(), PASSWORD).unwrap();
        let kit = kit_back(&mut open);
        let policy = core::Command::PublishPolicy {
            policy: policy(&open),
        };
        let policy = open.app.execute(policy, None).unwrap().entries[0];
        open.close(closing::LOCKED).unwrap();
        Lab {
            made,
            fingerprint: kit.root().fingerprint(),
            kit: kit.groups().map(|group| group.to_string()).to_vec(),
            policy,
        }
    })
}

/// The sheet that waits is typed back.
fn kit_back(open: &mut Open) -> Kit {
    let (kit, ask) = open.pending_kit().unwrap().unwrap();
    let groups = kit.groups();
    let group = |number: &u8| groups[usize::from(*number) - 1].to_string();
    let typed: Vec<String> = ask.iter().map(group).collect();
    open.confirm_kit(&typed).unwrap();
    kit
}

/// A copy for one story.
pub fn copied(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    copy(&lab().made.path().join("data"), &data);
    data
}

/// A data folder once more.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let from = from.join(".");
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(done.unwrap().success(), "the folder is copied");
}

/// Today in Almaty, as people type it.
pub fn today() -> String {
    words::dates::short(tirkeu_core::time::SystemClock.now().date())
}

/// What the person says at the counter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Yes,
    Nothing,
}

/// Registers a person as the window would.
pub fn register(data: &Path, person: &Person, says: Says) {
    let consent = core::ConsentForm {
        answer: "given".to_owned(),
        personal_data: true,
        care: true,
        channel: "paper".to_owned(),
        signature_seen: true,
        language: Some(words::Lang::Kk),
        policy: Some(lab().policy),
        ..core::ConsentForm::default()
    };
    let intake = core::Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient: PatientForm {
            surname: person.surname.to_owned(),
            name: person.name.to_owned(),
            patronymic: person.patronymic.to_owned(),
            iin: person.iin.to_owned(),
            kind: if person.iin.is_empty() {
                "no_document"
            } else {
                ""
            }
            .to_owned(),
            birth_date: person.birth_date.to_owned(),
            sex: person.sex.to_owned(),
            phone: person.phone.to_owned(),
            phone_owner: "patient".to_owned(),
            language: "kk".to_owned(),
            ..PatientForm::default()
        },
        reason: String::new(),
        representative: None,
        consent: (says == Says::Yes).then_some(consent),
    };
    within(data, |open| drop(open.app.execute(intake, None).unwrap()));
}

/// A further person with access on this desk.
pub fn hire(data: &Path, person: &NewStaff<'_>) {
    within(data, |open| {
        open.add_staff(&machine(), person).unwrap();
    });
}

/// One session of the manager's, without a window.
pub fn within(data: &Path, then: impl FnOnce(&mut Open)) {
    let folder = Folder::open(data).unwrap();
    let SignedIn::Open(mut open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap()
    else {
        panic!("the journal reaches its anchor");
    };
    then(&mut open);
    open.close(closing::LOCKED).unwrap();
}

/// One session of the manager's while the computer's clock says something else.
pub fn under(data: &Path, clock: Arc<dyn Clock + Send + Sync>) {
    let machine = Machine { clock, ..machine() };
    let folder = Folder::open(data).unwrap();
    let SignedIn::Open(open) = desk::sign_in(&folder, &machine, LOGIN, PASSWORD).unwrap() else {
        panic!("the journal reaches its anchor");
    };
    open.close(closing::LOCKED).unwrap();
}

/// Who signs in at a training laboratory, and how.
pub const TRAINING: [&str; 2] = ["manager", "training-training-1"];

/// A training laboratory as the command line fills it.
pub fn training(data: &Path) {
    let made = Command::new(programs().join("tirkeu"))
        .arg("--data")
        .arg(data)
        .args(["demo", "--patients", "1", "--seed", "1"])
        .env("TIRKEU_KDF", "floor")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&made.stdout);
    let problems = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{problems}");
    assert!(TRAINING.iter().all(|one| told.contains(one)), "{told}");
}

/// The database file.
pub fn database(data: &Path) -> PathBuf {
    let mut found = fs::read_dir(data)
        .unwrap()
        .flatten()
        .map(|file| file.path());
    found
        .find(|path| path.extension().is_some_and(|end| end == "db"))
        .unwrap()
}

/// Puts an older database back, as a restored disk image would.
pub fn put_back(data: &Path, older: &[u8]) {
    let database = database(data);
    for end in ["-wal", "-shm"] {
        drop(fs::remove_file(format!("{}{end}", database.display())));
    }
    fs::write(database, older).unwrap();
}

pub fn damage_database(data: &Path) {
    let path = database(data);
    let mut bytes = fs::read(&path).unwrap();
    for at in (4096..bytes.len()).step_by(512) {
        bytes[at] ^= 0x55;
    }
    fs::write(path, bytes).unwrap();
}

/// The schema of a program that does not exist yet.
pub fn newer_schema(data: &Path) {
    within(data, |open| {
        let conn = open.app.conn();
        conn.pragma_update(None, "user_version", 99).unwrap();
    });
}

/// Everybody's slot is damaged in both generations; what the sheet needs is whole.
pub fn damage_slots(data: &Path) {
    for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
        let Ok(mut bytes) = fs::read(data.join(name)) else {
            continue;
        };
        bytes[SLOT_AT + 160] ^= 1;
        fs::write(data.join(name), bytes).unwrap();
    }
}

pub fn lose_device_key(data: &Path) {
    for name in [files::DEVICE_KEY, files::DEVICE_KEY_PREVIOUS] {
        drop(fs::remove_file(data.join(name)));
    }
}

/// So many wrong passwords, one every quarter of an hour, the last one a moment ago: the next must wait.
pub fn wrong_passwords(data: &Path, count: u64) {
    let now_ms = tirkeu_core::time::SystemClock.now_ms();
    for left in (0..count).rev() {
        let tried = Sealed::read(data).unwrap().unlock(&SignIn {
            login: LOGIN,
            password: "not-the-password-at-all",
            keychain: None,
            now_ms: now_ms - left * 15 * 60_000,
        });
        assert!(tried.is_err());
    }
}

/// The database key as SQLCipher is given it.
pub const DIGITS: &str = "the digits of the database key";

/// What the manager's password opens in this folder's vault, each key as memory could hold it.
pub fn keys(data: &Path) -> Vec<Needle> {
    let vault = Sealed::read(data).unwrap().unlock(&SignIn {
        login: LOGIN,
        password: PASSWORD,
        keychain: None,
        now_ms: tirkeu_core::time::SystemClock.now_ms(),
    });
    let vault = vault.unwrap();
    let raw = vault.dek.raw_key();
    // Between `x'` and the salt: 64 digits of key.
    let key = hex::decode(&raw[2..66]).unwrap();
    vec![
        Needle::bytes("the database key", &key),
        Needle::hex(DIGITS, &key),
        Needle::bytes("the device's signing seed", &vault.device.sign.to_bytes()),
        Needle::bytes("the device's box key", &vault.device.seal.to_bytes()),
        Needle::bytes("the person's signing seed", &vault.user.sign.to_bytes()),
    ]
}

pub fn machine() -> Machine {
    Machine::real(None, KdfChoice::Floor)
}

fn form() -> core::SetupForm {
    core::SetupForm {
        organisation: core::OrganisationForm {
            name: Both {
                kk: "«Шипа» зертханасы".to_owned(),
                ru: "Лаборатория «Шипа»".to_owned(),
            },
            number: BIN.to_owned(),
            address: Both {
                kk: "Алматы қ., Абай к-сі, 10".to_owned(),
                ru: "г. Алматы, ул. Абая, 10".to_owned(),
            },
            phone: "87272345678".to_owned(),
            email: "lab@shipa.kz".to_owned(),
        },
        desk_name: "Қабылдау 1".to_owned(),
        site: "Абай к-сі, 10".to_owned(),
        prefix: "100".to_owned(),
        manager_name: "Сейтова Айгүл Маратқызы".to_owned(),
        login: LOGIN.to_owned(),
    }
}

fn policy(open: &Open) -> core::PolicyForm {
    let (conn, on) = (open.app.conn(), open.app.now().date());
    let offered = tirkeu_core::query::template::policy(conn, open.app.org(), on);
    core::PolicyForm {
        code: "ПД-01".to_owned(),
        ..offered.unwrap().unwrap()
    }
}

/// The person agrees that their data go between desks, which the consent page asks from now on.
pub fn agreed_to_exchange(data: &Path, card: &str) {
    within(data, |open| {
        let offers = core::OffersForm {
            purposes: vec!["network_exchange".to_owned()],
            sms_sender: String::new(),
            sms_gateway: String::new(),
        };
        open.app
            .execute(core::Command::Offers { offers }, None)
            .unwrap();
        let list = open.app.open_list(1).unwrap().into_inner();
        let found = open.app.search(list, card).unwrap().into_inner();
        let card = found.rows[0].id;
        let consent = agreeing();
        let command = core::Command::Consent { card, consent };
        open.app.execute(command, None).unwrap();
    });
}

/// What somebody signs who agrees to the exchange.
pub fn agreeing() -> core::ConsentForm {
    core::ConsentForm {
        answer: "given".to_owned(),
        personal_data: true,
        care: true,
        optional: vec!["network_exchange".to_owned()],
        channel: "paper".to_owned(),
        signature_seen: true,
        language: Some(words::Lang::Kk),
        policy: Some(lab().policy),
        ..core::ConsentForm::default()
    }
}

/// The desk meets others in a folder.
pub fn meets_at(open: &mut Open, folder: &str) {
    let form = core::ExchangeForm {
        folder: folder.to_owned(),
        ..core::ExchangeForm::default()
    };
    open.set_exchange(&form, "").unwrap();
}

/// A further desk that nobody has, under a number prefix.
pub fn enrols(open: &mut Open, prefix: u16) {
    let hash = || {
        let mut bytes = [0; 32];
        SystemEntropy.fill(&mut bytes);
        Hash(bytes)
    };
    let enrol = core::Command::EnrolDevice {
        device: SystemEntropy.id(),
        ed25519: hash(),
        x25519: hash(),
        site: 3,
        prefix,
    };
    open.app.execute(enrol, None).unwrap();
}

/// A file with everything, for whichever desks there are; the further one that it needs has asked nobody yet.
pub fn bundle(data: &Path, file: &Path) -> PathBuf {
    within(data, |open| {
        enrols(open, 333);
        let go = &mut |_| Go::On;
        export(&Alone::new(open), file, Which::Everything, go).unwrap();
    });
    file.to_owned()
}

/// A folder is visited by a runtime of its own, which cannot begin within that of the story.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

/// A desk burns: it is backed up, and comes back by the sheet in another folder.
pub fn reborn(folder: &Path, lost: &Path, name: &str, then: impl FnOnce(&mut Open)) -> PathBuf {
    let stick = folder.join(format!("stick of {name}"));
    fs::create_dir(&stick).unwrap();
    let go = &mut |_| Go::On;
    within(lost, |open| {
        back_up(&Alone::new(open), &stick, Wish::Asked, go).unwrap();
    });
    let file = fs::read_dir(&stick).unwrap().next().unwrap().unwrap();
    let data = folder.join(name);
    let wanted = Restoring {
        file: &file.path(),
        kit: &lab().kit.join(" "),
        person: NewManager {
            name: "Сейтова Айгүл Маратқызы",
            login: LOGIN,
            password: PASSWORD,
        },
        loss: Loss::Refused,
        over: Over::Nothing,
    };
    let place = Folder::open(&data).unwrap();
    let mut open = restore(&place, &machine(), &wanted, &mut |_| Go::On).unwrap();
    kit_back(&mut open);
    then(&mut open);
    open.close(closing::LOCKED).unwrap();
    data
}

/// A second desk of the same laboratory, enrolled by the first and joined by its bundle.
pub fn second(folder: &Path, data: &Path) -> PathBuf {
    let village = folder.join("village");
    let place = Folder::begin(&village).unwrap();
    let bundle = folder.join("all.tkb");
    within(data, |open| {
        let who = Beginner {
            login: LOGIN,
            password: PASSWORD,
            machine: &machine(),
        };
        let open = joined(open, &place, &bundle, &who);
        open.close(closing::LOCKED).unwrap();
    });
    village
}
