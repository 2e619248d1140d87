#![allow(clippy::unwrap_used, clippy::panic)]
//! A desk on a real folder: encrypted database, vault, anchor.

mod backup;
mod introduce;
mod lost_kit;
mod people;
mod reading;
mod rekey;

use std::path::Path;

use super::backup::{Over, Restoring};
use super::*;
use crate::command::{Command, ConsentForm, OrganisationForm, PageForm, PolicyForm, SetupForm};
use crate::domain::patient::PatientForm;
use crate::event::desk::closing;
use crate::vault::{MemoryKeychain, files};
use crate::words::{Both, Lang};

const PASSWORD: &str = "a long enough password";
/// Of whoever brings a backup back.
const NEW_PASSWORD: &str = "quite another password";

fn both(text: &str) -> Both {
    Both {
        kk: text.to_owned(),
        ru: text.to_owned(),
    }
}

fn form() -> SetupForm {
    SetupForm {
        organisation: OrganisationForm {
            name: both("«Мысал» ЖШС"),
            number: "990140003854".to_owned(),
            address: both("Алматы"),
            phone: "+7 727 250 12 34".to_owned(),
            email: "lab@example.kz".to_owned(),
        },
        desk_name: "Регистратура 1".to_owned(),
        site: "Алматы".to_owned(),
        prefix: "100".to_owned(),
        manager_name: "Синтетическая Айгүл".to_owned(),
        login: "aigul".to_owned(),
    }
}

fn patient() -> PatientForm {
    PatientForm {
        surname: "Ахметова".to_owned(),
        name: "Айгерим".to_owned(),
        iin: "850617468402".to_owned(),
        birth_date: "17.06.1985".to_owned(),
        sex: "F".to_owned(),
        phone: "+7 701 234 56 78".to_owned(),
        phone_owner: "patient".to_owned(),
        language: "kk".to_owned(),
        ..PatientForm::default()
    }
}

fn machine(keychain: Option<MemoryKeychain>) -> Machine {
    let keychain = keychain.map(|keychain| Arc::new(keychain) as Arc<dyn Keychain>);
    Machine::real(keychain, KdfChoice::Floor)
}

fn signed_in(outcome: SignedIn) -> Open {
    match outcome {
        SignedIn::Open(open) => *open,
        SignedIn::Ceremony(_) => panic!("the journal is whole"),
    }
}

fn code(outcome: Result<(), Error>) -> &'static str {
    outcome.unwrap_err().refusals().remove(0).code.0
}

/// The whole sheet, as a person types it.
fn typed(kit: &Kit) -> String {
    kit.groups().map(|group| group.to_string()).join(" ")
}

/// What a new manager asks for who brings a backup back to a folder that is new.
fn restoring<'a>(file: &'a Path, kit: &'a str) -> Restoring<'a> {
    Restoring {
        file,
        kit,
        person: NewManager {
            name: "Синтетическая Айгүл",
            login: "aigul",
            password: NEW_PASSWORD,
        },
        loss: Loss::Refused,
        over: Over::Nothing,
    }
}

/// The asked groups are typed from the sheet.
fn kit_back(open: &mut Open) -> Kit {
    let (kit, ask) = open.pending_kit().unwrap().unwrap();
    let typed: Vec<String> = ask
        .iter()
        .map(|n| kit.groups()[usize::from(*n) - 1].to_string())
        .collect();
    open.confirm_kit(&typed).unwrap();
    kit
}

fn take_in(open: &mut Open) -> crate::id::SubjectId {
    let policy = PolicyForm {
        code: "П-01".to_owned(),
        revision: "1".to_owned(),
        effective_from: "01.01.2026".to_owned(),
        title: both("Политика"),
        text: both("1. Текст"),
        years: "5".to_owned(),
        ..PolicyForm::default()
    };
    let published = open
        .app
        .execute(Command::PublishPolicy { policy }, None)
        .unwrap();
    let page = open
        .app
        .consent_page(&PageForm::of(&patient()), Lang::Kk)
        .unwrap();
    let consent = ConsentForm {
        page: Some(page.sha256),
        answer: "given".to_owned(),
        personal_data: true,
        care: true,
        channel: "screen".to_owned(),
        language: Some(Lang::Kk),
        policy: published.entries.first().copied(),
        ..ConsentForm::default()
    };
    let intake = Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient: patient(),
        reason: String::new(),
        representative: None,
        consent: Some(consent),
    };
    open.app.execute(intake, None).unwrap().subject
}

#[test]
fn from_first_run_to_a_second_sign_in() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    assert!(folder.is_new());
    let machine = machine(Some(MemoryKeychain::default()));
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    assert!(Folder::open(dir.path()).is_err(), "one program at a time");
    assert_eq!(
        desk_state(&folder, &open).unwrap().phase,
        crate::view::Phase::Kit
    );
    assert!(open.confirm_kit(&["1".to_owned(), "2".to_owned()]).is_err());
    kit_back(&mut open);
    let card = take_in(&mut open);
    let before = crate::query::state::state(open.app.conn()).unwrap();
    open.close(closing::LOCKED).unwrap();

    assert!(matches!(
        sign_in(&folder, &machine, "aigul", "another long password"),
        Err(Error::Vault(crate::vault::VaultError::WrongPassword))
    ));
    let mut again = signed_in(sign_in(&folder, &machine, "Aigul", PASSWORD).unwrap());
    assert_eq!(
        crate::query::state::state(again.app.conn()).unwrap().tables,
        before.tables
    );
    let view = again.app.open_card(card).unwrap().into_inner();
    assert_eq!(view.name, "Ахметова Айгерим");
    assert_eq!(view.standings[0].standing, crate::view::Standing::Given);
    assert_eq!(
        view.consents.len(),
        2,
        "personal data and care are two facts"
    );
    let report = again.verify().unwrap();
    assert_eq!(report.finding.verdict.code(), "whole", "{report:?}");
}

#[test]
fn tables_that_say_something_else_than_the_journal_are_found_and_mended() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    take_in(&mut open);
    open.close(closing::LOCKED).unwrap();
    let mut seen = inspect(&folder, &machine, "aigul", PASSWORD).unwrap();
    seen.examine().unwrap();
    let changed = "UPDATE p_card_field SET value = 'Ахметов' WHERE value = 'Ахметова'";
    assert_eq!(seen.conn().execute(changed, []).unwrap(), 1);
    for _ in 0..2 {
        let refused = seen.examine().unwrap_err().refusals();
        assert_eq!(refused[0].code.0, "tables-differ", "looking mends nothing");
    }
    assert_eq!(seen.verify().unwrap().finding.verdict.code(), "whole");
    seen.rebuild().unwrap();
    seen.examine().unwrap();
}

#[test]
fn the_kit_leaves_with_an_entry_and_stands_before_the_first_patient() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let mut open = setup(&folder, &machine(None), &form(), PASSWORD).unwrap();
    let early = Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient: PatientForm::default(),
        reason: String::new(),
        representative: None,
        consent: None,
    };
    let refused = open.app.execute(early, None).unwrap_err();
    let codes: Vec<_> = refused.refusals().iter().map(|no| no.code.0).collect();
    assert_eq!(codes, ["kit-unconfirmed"], "whatever else the form lacks");
    let before = open.app.length();
    let released = open.kit_paper(2, |_, _, _| Ok(b"%PDF".to_vec())).unwrap();
    assert_eq!(open.app.length(), before + 1);
    let last = crate::query::journal::last(open.app.conn(), open.app.device(), 1).unwrap();
    assert!(
        format!("{last:?}").contains("document_released"),
        "{last:?}"
    );
    assert_eq!(released.into_inner().1, b"%PDF");
    assert_eq!(open.verify().unwrap().finding.verdict.code(), "whole");
    kit_back(&mut open);
    assert!(
        open.kit_paper(2, |_, _, _| Ok(Vec::new())).is_err(),
        "its secret is on paper only"
    );
    take_in(&mut open);
}

#[test]
fn a_training_laboratory_is_known_before_anybody_signs_in() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    let marked = |folder: &Folder| {
        let now = SystemClock.now();
        locked_state(folder, crate::view::Phase::SignIn, false, now, true).training
    };
    open.close(closing::LOCKED).unwrap();
    assert!(!marked(&folder));
    open = signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
    open.app.set("training", "yes").unwrap();
    open.close(closing::LOCKED).unwrap();
    signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
    assert!(marked(&folder));
}

#[test]
fn the_kit_opens_a_new_incarnation() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    let old_device = open.app.device();
    let kit = kit_back(&mut open);
    let card = take_in(&mut open);
    open.close(closing::LOCKED).unwrap();

    let sheet = kit
        .groups()
        .iter()
        .map(|group| group.to_string())
        .collect::<Vec<_>>()
        .join(" ");
    let person = NewManager {
        name: "Новый Руководитель",
        login: "new",
        password: "another long password",
    };
    let leftover = std::fs::read_dir(dir.path())
        .unwrap()
        .filter_map(|file| file.unwrap().file_name().into_string().ok())
        .find_map(|name| {
            Some(
                dir.path()
                    .join(format!("{}-2.db-journal", name.strip_suffix("-1.db")?)),
            )
        })
        .unwrap();
    std::fs::write(&leftover, b"of an attempt that a power cut ended").unwrap();
    let mut again = recover(&folder, &machine, &sheet, &person, Loss::Refused).unwrap();
    assert!(!leftover.exists(), "it would be replayed into the new copy");
    assert_ne!(
        again.app.device(),
        old_device,
        "a recovered desk is a new device"
    );
    assert!(
        again.pending_kit().unwrap().is_some(),
        "a used kit is followed by a new one"
    );
    assert_eq!(
        again.app.open_card(card).unwrap().into_inner().name,
        "Ахметова Айгерим"
    );
    let report = again.verify().unwrap();
    assert_eq!(report.finding.verdict.code(), "whole", "{report:?}");
    again.close(closing::LOCKED).unwrap();
    assert!(
        sign_in(&folder, &machine, "aigul", PASSWORD).is_err(),
        "old passwords open nothing"
    );
    signed_in(sign_in(&folder, &machine, "new", "another long password").unwrap());
}

fn sheet(kit: &Kit) -> String {
    let groups = kit.groups();
    let groups: Vec<String> = groups.iter().map(|group| group.to_string()).collect();
    groups.join(" ")
}

const PERSON: NewManager<'static> = NewManager {
    name: "Новый Руководитель",
    login: "new",
    password: "another long password",
};

/// An older copy of the database in the place of the present one; gives the card that is lost.
fn shorten(folder: &Folder, machine: &Machine, open: Open) -> crate::id::SubjectId {
    let path = folder.database(open.vault().database(), open.vault().dbkey());
    open.close(closing::LOCKED).unwrap();
    let older = std::fs::read(&path).unwrap();
    let mut open = signed_in(sign_in(folder, machine, "aigul", PASSWORD).unwrap());
    let card = take_in(&mut open);
    open.close(closing::LOCKED).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let name = file.unwrap().path();
        if name.to_string_lossy().contains(".db-") {
            std::fs::remove_file(name).unwrap();
        }
    }
    std::fs::write(&path, older).unwrap();
    card
}

#[test]
fn the_kit_says_that_the_journal_is_short_before_it_opens() {
    for keychain in [None, Some(MemoryKeychain::default())] {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        // The keychain remembers the head also where the anchor's file went with an older copy of the folder.
        let only_keychain = keychain.is_some();
        let machine = machine(keychain);
        let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
        let kit = kit_back(&mut open);
        let anchor = dir.path().join(files::ANCHOR);
        let held = open.app.length();
        let older_anchor = std::fs::read(&anchor).unwrap();
        let card = shorten(&folder, &machine, open);
        if only_keychain {
            std::fs::write(&anchor, older_anchor).unwrap();
        }
        for _ in 0..2 {
            let refused = recover(&folder, &machine, &sheet(&kit), &PERSON, Loss::Refused);
            let no = refused.unwrap_err().refusals().remove(0);
            assert_eq!((no.code.0, no.field), ("journal-shortened", Some("loss")));
            let count = |name: &str| no.args[name].parse::<u64>().unwrap();
            assert!(count("held") > held, "its closing is in the copy");
            assert!(count("claimed") > count("held"), "{:?}", no.args);
        }
        let accepted = recover(&folder, &machine, &sheet(&kit), &PERSON, Loss::Accepted);
        let mut open = accepted.unwrap();
        assert!(open.app.open_card(card).is_err(), "nothing is invented");
        kit_back(&mut open);
        open.close(closing::LOCKED).unwrap();
        signed_in(sign_in(&folder, &machine, PERSON.login, PERSON.password).unwrap());
    }
}

#[test]
fn the_kit_takes_neither_a_lost_mark_nor_an_empty_database_for_a_whole_journal() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    let kit = kit_back(&mut open);
    let path = folder.database(open.vault().database(), open.vault().dbkey());
    open.close(closing::LOCKED).unwrap();
    let anchor = dir.path().join(files::ANCHOR);
    let mark = std::fs::read(&anchor).unwrap();
    std::fs::remove_file(&anchor).unwrap();
    let refused = recover(&folder, &machine, &sheet(&kit), &PERSON, Loss::Refused);
    let no = refused.unwrap_err().refusals().remove(0);
    assert_eq!(no.code.0, "journal-shortened");
    assert_eq!(no.args.get("claimed"), None, "nobody knows how many");
    std::fs::write(&anchor, mark).unwrap();
    std::fs::write(&path, b"").unwrap();
    for loss in [Loss::Refused, Loss::Accepted] {
        let refused = recover(&folder, &machine, &sheet(&kit), &PERSON, loss);
        let code = refused.unwrap_err().refusals()[0].code.0;
        assert_eq!(code, "database-damaged", "an empty file is no database");
        assert_eq!(path.metadata().unwrap().len(), 0, "none was made in it");
    }
}

#[test]
fn the_offered_policy_says_the_phone_as_people_write_it() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let open = setup(&folder, &machine(None), &form(), PASSWORD).unwrap();
    let on = open.app.now().date();
    let offered = crate::query::template::policy(open.app.conn(), open.app.org(), on);
    let offered = offered.unwrap().unwrap();
    for text in [offered.text.kk, offered.text.ru] {
        assert!(text.contains("+7 727 250 12 34"), "{text}");
        assert!(!text.contains("+77272501234"), "{text}");
    }
}

#[test]
fn an_abandoned_folder_keeps_nothing_of_ours() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::begin(dir.path()).unwrap();
    let open = setup(&folder, &machine(None), &form(), PASSWORD).unwrap();
    drop(open);
    std::fs::write(dir.path().join("letter.txt"), "x").unwrap();
    folder.abandon();
    let left = std::fs::read_dir(dir.path()).unwrap();
    let left: Vec<_> = left.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["letter.txt"]);
}

#[test]
#[cfg(unix)]
fn the_data_folder_may_be_a_link_to_another_disk() {
    let dir = tempfile::tempdir().unwrap();
    let link = dir.path().join("link");
    std::os::unix::fs::symlink(dir.path(), &link).unwrap();
    let folder = Folder::open(&link.join("data")).unwrap();
    setup(&folder, &machine(None), &form(), PASSWORD).unwrap();
}

#[test]
fn a_lost_slot_file_is_not_a_first_run() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    let database = folder.database(open.vault().database(), open.vault().dbkey());
    open.close(closing::LOCKED).unwrap();
    for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
        drop(std::fs::remove_file(dir.path().join(name)));
    }
    assert!(!folder.is_new(), "a database lies here");
    let refused = [
        setup(&folder, &machine, &form(), PASSWORD).map(drop),
        sign_in(&folder, &machine, "aigul", PASSWORD).map(drop),
    ];
    let codes = refused.map(|one| one.unwrap_err().refusals()[0].code.0);
    assert_eq!(codes, ["vault-exists", "vault-slots-damaged"]);
    assert!(
        database.exists(),
        "set-up must not remove the patients of a desk whose access file is lost"
    );
}

#[test]
fn a_shortened_journal_leads_to_the_ceremony() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    let path = folder.database(open.vault().database(), open.vault().dbkey());
    open.close(closing::LOCKED).unwrap();
    let older = std::fs::read(&path).unwrap();
    let mut open = signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
    let card = take_in(&mut open);
    open.close(closing::LOCKED).unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let name = file.unwrap().path();
        if name.to_string_lossy().contains(".db-") {
            std::fs::remove_file(name).unwrap();
        }
    }
    std::fs::write(&path, older).unwrap();
    let SignedIn::Ceremony(ceremony) = sign_in(&folder, &machine, "aigul", PASSWORD).unwrap()
    else {
        panic!("an older database must not open silently");
    };
    assert_eq!(
        ceremony.verify().unwrap().finding.verdict.code(),
        "shortened"
    );
    let mistyped = ceremony.prove(&folder, &machine, "aigul", "a long enough passwort");
    assert!(
        matches!(
            mistyped,
            Err(Error::Vault(crate::vault::VaultError::WrongPassword))
        ),
        "a typing error must not become the new password: {mistyped:?}"
    );
    let manager = ceremony
        .prove(&folder, &machine, "aigul", PASSWORD)
        .unwrap();
    let mut open = ceremony.go_on(&folder, &machine, &manager).unwrap();
    assert!(
        open.app.open_card(card).is_err(),
        "what was lost is not invented"
    );
    open.close(closing::LOCKED).unwrap();
    signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
}
