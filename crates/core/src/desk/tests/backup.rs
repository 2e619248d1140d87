//! Backups on real folders: written, read back, restored, and everything that must be refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use super::super::backup::{
    Alone, Go, Over, Progress, Restoring, Stage, back_up, drill, file_name, restore,
};
use super::*;
use crate::app::Wish;
use crate::command::BackupForm;
use crate::event::desk::BackupMade;
use crate::frames;
use crate::time::Wall;

const FIRST: Wall = Wall {
    ms: 1_795_000_000_000,
    tz_min: 300,
};

fn on(_: Progress) -> Go {
    Go::On
}

fn backed_up(open: &mut Open, into: &Path) -> Result<BackupMade, Error> {
    back_up(&Alone::new(open), into, Wish::Asked, &mut on)
}

/// A desk with a patient, its sheet typed back, and a backup of it.
struct Lab {
    _keep: tempfile::TempDir,
    data: PathBuf,
    stick: PathBuf,
    folder: Option<Folder>,
    machine: Machine,
    open: Option<Open>,
    kit: Kit,
    file: PathBuf,
}

impl Lab {
    fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let (data, stick) = (keep.path().join("data"), keep.path().join("stick"));
        std::fs::create_dir(&stick).unwrap();
        let folder = Folder::open(&data).unwrap();
        let machine = machine(Some(MemoryKeychain::default()));
        let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
        let kit = kit_back(&mut open);
        take_in(&mut open);
        let made = backed_up(&mut open, &stick).unwrap();
        let file = stick.join(made.file);
        Self {
            _keep: keep,
            data,
            stick,
            folder: Some(folder),
            machine,
            open: Some(open),
            kit,
            file,
        }
    }

    fn open(&mut self) -> &mut Open {
        self.open.as_mut().unwrap()
    }

    fn leave(&mut self) {
        self.open.take().unwrap().close(closing::LOCKED).unwrap();
        self.folder.take();
    }

    fn typed(&self) -> String {
        typed(&self.kit)
    }
}

/// Every file with its bytes, the lock and the reserve aside.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for file in std::fs::read_dir(dir).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().to_string_lossy().into_owned();
        if !["lock", "reserve"].contains(&name.as_str()) && file.path().is_file() {
            out.insert(name, std::fs::read(file.path()).unwrap());
        }
    }
    out
}

fn refused(outcome: Result<Open, Error>) -> (&'static str, Option<&'static str>) {
    let refusal = outcome.map(drop).unwrap_err().refusals().remove(0);
    (refusal.code.0, refusal.field)
}

#[test]
fn a_backup_is_written_read_back_and_noted() {
    let mut lab = Lab::new();
    let lying = files(&lab.stick);
    let [(name, bytes)] = lying.iter().collect::<Vec<_>>()[..] else {
        panic!("one file and no part of one: {:?}", lying.keys());
    };
    let data: Vec<String> = files(&lab.data).into_keys().collect();
    assert!(!data.iter().any(|name| name.contains("check")), "{data:?}");
    let (org, device) = (lab.open().app.org(), lab.open().app.device());
    let conn = lab.open().app.conn();
    let made = crate::query::backup::made(conn, device, 9)
        .unwrap()
        .remove(0);
    assert_eq!((&made.file, made.bytes), (name, bytes.len() as u64));
    assert_eq!(made.sha256, crate::journal::tagged_hash(b"", &[bytes]));
    assert!(name.starts_with(&format!("tirkeu-{}-", &org.to_string()[..8])));
    assert!(!bytes.windows(8).any(|eight| eight == "Ахме".as_bytes()));
    let report = lab.open().verify().unwrap();
    assert!(report.finding.verdict.exit_code() == 0, "{report:?}");
}

#[test]
fn the_stock_age_program_opens_it_with_the_sheet() {
    let lab = Lab::new();
    let identity = lab.stick.join("identity.txt");
    std::fs::write(&identity, &*lab.kit.root().age_secret_key()).unwrap();
    let opened = Program::new("age")
        .args(["-d", "-i"])
        .args([&identity, &lab.file])
        .output()
        .expect("the package age is needed");
    assert!(opened.status.success());
    let mut reader = frames::Reader::begin(opened.stdout.as_slice()).unwrap();
    let mut bodies = 0;
    while let Some(record) = reader.record().unwrap() {
        let frames::Record::Entry(entry, None) = record else {
            panic!("every body is here");
        };
        bodies += u64::from(entry.body().is_some());
    }
    let open = lab.open.as_ref().unwrap();
    let key = open.app.roster().key_of(open.app.device()).unwrap();
    let trailer = reader.end().unwrap().verified(key).unwrap();
    assert_eq!((trailer.bodies, trailer.entries), (bodies, bodies));
}

#[test]
fn without_a_sheet_on_paper_nothing_leaves() {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::open(&keep.path().join("data")).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    let into = keep.path().join("stick");
    std::fs::create_dir(&into).unwrap();
    assert_eq!(
        code(backed_up(&mut open, &into).map(drop)),
        "backup-key",
        "the sheet was not typed back"
    );
    assert!(files(&into).is_empty());
    let kit = kit_back(&mut open);
    backed_up(&mut open, &into).unwrap();
    let length = open.app.length();
    open.name_backup_key(&typed(&kit)).unwrap();
    assert_eq!(open.app.length(), length, "named once");
}

#[test]
fn whatever_stops_it_leaves_the_folder_as_it_was() {
    let mut lab = Lab::new();
    let before = files(&lab.stick);
    let stick = lab.stick.clone();
    for stage in [Stage::Writing, Stage::Checking] {
        let stop = |progress: Progress| match progress.stage == stage {
            true => Go::Stop,
            false => Go::On,
        };
        let outcome = back_up(&Alone::new(lab.open()), &stick, Wish::Asked, &mut { stop });
        assert_eq!(code(outcome.map(drop)), "backup-stopped", "{stage:?}");
        assert_eq!(files(&stick), before, "{stage:?}");
    }
    let away = lab.stick.with_extension("away");
    let pull = |_: Progress| {
        drop(std::fs::rename(&stick, &away));
        Go::On
    };
    let outcome = back_up(&Alone::new(lab.open()), &stick, Wish::Asked, &mut { pull });
    assert_eq!(code(outcome.map(drop)), "backup-away", "pulled out midway");
    let tried = crate::query::backup::tried(lab.open().app.conn()).unwrap();
    assert_eq!(tried.unwrap().outcome.as_deref(), Some("backup-away"));
    let gone = backed_up(lab.open(), &stick);
    assert_eq!(code(gone.map(drop)), "backup-away", "not there at all");
    let inside = lab.data.clone();
    let own = backed_up(lab.open(), &inside);
    assert_eq!(code(own.map(drop)), "output-data", "among its own files");
}

#[test]
fn the_daily_one_is_made_once_and_old_ones_go() {
    let mut lab = Lab::new();
    let stick = lab.stick.clone();
    assert_eq!(lab.open().backup_due().unwrap(), None, "nobody said where");
    let form = |folder: &str, daily: &str| BackupForm {
        folder: folder.to_owned(),
        at: "13:00".to_owned(),
        daily: daily.to_owned(),
        weekly: "1".to_owned(),
        monthly: "1".to_owned(),
    };
    let wrong = lab.open().set_backup(&form("stick", "0")).unwrap_err();
    let fields: Vec<_> = wrong.refusals().iter().filter_map(|no| no.field).collect();
    assert_eq!(fields, ["folder", "daily"]);
    let place = stick.to_string_lossy().into_owned();
    lab.open().set_backup(&form(&place, "2")).unwrap();
    let length = lab.open().app.length();
    lab.open().set_backup(&form(&place, "2")).unwrap();
    assert_eq!(
        lab.open().app.length(),
        length,
        "nothing changed, nothing written"
    );
    assert_eq!(
        lab.open().backup_due().unwrap(),
        None,
        "one was made by hand"
    );
    let (org, device) = (lab.open().app.org(), lab.open().app.device());
    for day in 1..6 {
        let old = Wall::almaty(FIRST.ms - day * 86_400_000);
        std::fs::write(stick.join(file_name(org, device, old)), b"old").unwrap();
    }
    let others = [
        "other.age",
        "tirkeu-00000000-00000000-20200101-000000.age",
        "note.txt",
    ];
    for other in others {
        std::fs::write(stick.join(other), b"not ours").unwrap();
    }
    back_up(&Alone::new(lab.open()), &stick, Wish::Daily, &mut on).unwrap();
    let left = files(&stick);
    assert!(
        others.iter().all(|other| left.contains_key(*other)),
        "not ours"
    );
    let ours = left.keys().filter(|name| !others.contains(&name.as_str()));
    assert!((2..=4).contains(&ours.count()), "{:?}", left.keys());
    let view = lab.open().backup_view().unwrap();
    assert!(view.reached && view.has_key);
    assert_eq!(view.files[0].mark, crate::view::BackupMark::Checked);
    assert_eq!(view.last.days, Some(0));
}

#[test]
fn a_new_machine_goes_on_as_a_new_desk() {
    let mut lab = Lab::new();
    let (old, before) = {
        let open = lab.open();
        (
            open.app.device(),
            crate::query::state::state(open.app.conn()).unwrap(),
        )
    };
    let cards = |open: &Open| -> i64 {
        let sql = "SELECT count(*) FROM p_card";
        open.app
            .conn()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    };
    let there = cards(lab.open());
    lab.leave();
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::open(keep.path()).unwrap();
    let machine = machine(Some(MemoryKeychain::default()));
    let kit = lab.typed();
    let mut open = restore(&folder, &machine, &restoring(&lab.file, &kit), &mut on).unwrap();
    assert_ne!(open.app.device(), old);
    assert_eq!(cards(&open), there);
    assert_ne!(crate::query::state::state(open.app.conn()).unwrap(), before);
    let prefixes: Vec<u16> = {
        let mut rows = open
            .app
            .conn()
            .prepare("SELECT prefix FROM p_device")
            .unwrap();
        rows.query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    assert_eq!((prefixes.len(), prefixes[0]), (2, 100));
    assert!(
        (101..=999).contains(&prefixes[1]),
        "a number prefix of its own"
    );
    assert_eq!(open.verify().unwrap().finding.verdict.exit_code(), 0);
    assert!(open.app.tables_agree().unwrap());
    let used = kit_back(&mut open);
    assert_ne!(
        used.secret(),
        lab.kit.secret(),
        "a used sheet is followed by a new one"
    );
    backed_up(&mut open, &lab.stick).unwrap();
    open.close(closing::LOCKED).unwrap();
    assert!(
        sign_in(&folder, &machine, "aigul", PASSWORD).is_err(),
        "new passwords"
    );
    let again = signed_in(sign_in(&folder, &machine, "aigul", NEW_PASSWORD).unwrap());
    assert_eq!(cards(&again), there);
}

#[test]
fn a_hundred_flipped_bits_are_refused_before_a_live_file_is_touched() {
    let mut lab = Lab::new();
    lab.leave();
    let folder = Folder::open(&lab.data).unwrap();
    let (kit, bytes) = (lab.typed(), std::fs::read(&lab.file).unwrap());
    let before = files(&lab.data);
    let flipped = lab.stick.join("flipped.age");
    let mut at = 12_345_usize;
    for _ in 0..100 {
        at = (at.wrapping_mul(1_103_515_245).wrapping_add(12_345)) % (bytes.len() * 8);
        let mut wrong = bytes.clone();
        wrong[at / 8] ^= 1 << (at % 8);
        std::fs::write(&flipped, wrong).unwrap();
        let over = Restoring {
            over: Over::Desk,
            loss: Loss::Accepted,
            ..restoring(&flipped, &kit)
        };
        let (code, _) = refused(restore(&folder, &lab.machine, &over, &mut on));
        assert!(
            [
                "backup-damaged",
                "backup-none",
                "backup-other",
                "backup-cut",
                "backup-newer"
            ]
            .contains(&code),
            "bit {at}: {code}"
        );
        assert_eq!(files(&lab.data), before, "bit {at}");
    }
    let open = sign_in(&folder, &lab.machine, "aigul", PASSWORD).unwrap();
    signed_in(open).close(closing::LOCKED).unwrap();
}

#[test]
fn what_is_cut_newer_or_no_backup_is_called_so() {
    let lab = Lab::new();
    let (kit, bytes) = (lab.typed(), std::fs::read(&lab.file).unwrap());
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::open(keep.path()).unwrap();
    let file = lab.stick.join("odd.age");
    let tried = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        refused(restore(
            &folder,
            &lab.machine,
            &restoring(&file, &kit),
            &mut on,
        ))
        .0
    };
    // The envelope ends with its trailing piece: a file that was cut inside one is damaged, between two it is cut.
    assert_eq!(tried(&bytes[..bytes.len() / 2]), "backup-damaged");
    assert_eq!(tried(b""), "backup-none");
    assert_eq!(tried(&[b'a'; 100_000]), "backup-none");
    let bomb = [
        b"age-encryption.org/v1\n-> X25519 ".as_slice(),
        &[b'a'; 100_000],
    ]
    .concat();
    assert_eq!(tried(&bomb), "backup-damaged");
    let newer = sealed(&lab.kit, |_| frames::Head {
        schema: 900,
        ..head()
    });
    assert_eq!(tried(&newer), "backup-newer");
    let gone = refused(restore(
        &folder,
        &lab.machine,
        &restoring(&lab.stick.join("no"), &kit),
        &mut on,
    ));
    assert_eq!(gone, ("backup-gone", Some("file")));
    assert!(folder.is_new(), "nothing was begun");
    assert!(
        files(keep.path()).is_empty(),
        "{:?}",
        files(keep.path()).keys()
    );
}

fn head() -> frames::Head {
    frames::Head {
        purpose: frames::Use::Backup,
        org: Kit::from_secret([9; 16]).root().org_id(),
        device: crate::id::Id([2; 16]),
        wall: FIRST,
        schema: 1,
    }
}

/// An empty container under a head, sealed to the sheet: anybody who knows its public key can make one.
fn sealed(kit: &Kit, head: impl FnOnce(()) -> frames::Head) -> Vec<u8> {
    let to = [Hash(kit.root().age_public())];
    let (envelope, _) = crate::vault::seal(Vec::new(), &to).unwrap();
    let writer = frames::Writer::begin(frames::Hashed::new(envelope), head(())).unwrap();
    let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
    let (through, written) = writer.close();
    let (envelope, _) = written.sign(through, &[], 1, "0", &key).unwrap();
    envelope.finish().unwrap()
}

#[test]
fn the_sheet_is_judged_group_by_group() {
    let lab = Lab::new();
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::open(keep.path()).unwrap();
    let tried = |kit: &str| {
        refused(restore(
            &folder,
            &lab.machine,
            &restoring(&lab.file, kit),
            &mut on,
        ))
    };
    let groups = lab.kit.groups().map(|group| group.to_string());
    let mut wrong = groups.clone();
    let last = wrong[4].pop().unwrap();
    wrong[4].push(if last == '9' { '0' } else { '9' });
    assert_eq!(
        tried(&wrong.join(" ")),
        ("vault-kit-group", Some("group_5"))
    );
    let mut swapped = groups;
    swapped.swap(1, 6);
    assert_eq!(
        tried(&swapped.join(" ")),
        ("vault-kit-swapped", Some("group_2"))
    );
    let other = Kit::from_secret([9; 16]);
    assert_eq!(tried(&typed(&other)), ("backup-other", Some("kit")));
    let forged = lab.stick.join("forged.age");
    std::fs::write(&forged, sealed(&lab.kit, |()| head())).unwrap();
    let typed = lab.typed();
    let outcome = restore(&folder, &lab.machine, &restoring(&forged, &typed), &mut on);
    assert_eq!(
        refused(outcome).0,
        "backup-damaged",
        "sealed to the sheet, signed by nobody"
    );
    let name = Restoring {
        person: NewManager {
            name: "",
            login: "",
            password: "short",
        },
        ..restoring(&lab.file, "1")
    };
    let all = restore(&folder, &lab.machine, &name, &mut on).unwrap_err();
    assert!(
        all.refusals().len() >= 4,
        "all at once: {:?}",
        all.refusals()
    );
    assert!(folder.is_new());
}

#[test]
fn a_desk_that_stands_gives_way_only_when_it_is_meant_and_is_kept_aside() {
    let mut lab = Lab::new();
    let (kit, file) = (lab.typed(), lab.file.clone());
    let running = Folder::open(&lab.data).map(drop);
    assert_eq!(code(running), "locked-elsewhere", "a running desk");
    lab.leave();
    let folder = Folder::open(&lab.data).unwrap();
    let before = files(&lab.data);
    let tried = |wanted: &Restoring<'_>| restore(&folder, &lab.machine, wanted, &mut on);
    assert_eq!(refused(tried(&restoring(&file, &kit))).0, "vault-exists");
    let meant = Restoring {
        over: Over::Desk,
        ..restoring(&file, &kit)
    };
    // The desk wrote after the backup: its anchor remembers more.
    let refusal = tried(&meant).map(drop).unwrap_err().refusals().remove(0);
    assert_eq!(
        (refusal.code.0, refusal.field),
        ("backup-older", Some("loss"))
    );
    let number = |name: &str| refusal.args[name].parse::<u64>().unwrap();
    assert!(number("claimed") > number("held"), "{refusal:?}");
    let other = Lab::new();
    let theirs = other.typed();
    let foreign = Restoring {
        over: Over::Desk,
        ..restoring(&other.file, &theirs)
    };
    assert_eq!(refused(tried(&foreign)), ("backup-foreign", Some("file")));
    assert_eq!(files(&lab.data), before, "nothing was touched so far");
    let accepted = Restoring {
        loss: Loss::Accepted,
        ..meant
    };
    let open = tried(&accepted).unwrap();
    let genesis = crate::journal::log::hash_at(open.app.conn(), open.app.device(), 0);
    let genesis = crate::journal::log::entry(open.app.conn(), genesis.unwrap().unwrap());
    let Some(crate::event::Event::Genesis(genesis)) =
        crate::event::Event::of(&genesis.unwrap().unwrap())
    else {
        panic!("a chain begins with its genesis");
    };
    assert_eq!(genesis.reason, crate::event::desk::reason::RESTORED);
    assert_eq!(
        genesis.predecessors.len(),
        2,
        "the backup's head and the lost one"
    );
    open.close(closing::LOCKED).unwrap();
    let aside = std::fs::read_dir(&lab.data).unwrap().flatten();
    let mut aside = aside.filter(|one| one.path().is_dir());
    let kept = files(&aside.next().unwrap().path());
    for (name, bytes) in before.iter().filter(|(name, _)| !name.ends_with("-shm")) {
        assert_eq!(kept.get(name), Some(bytes), "{name} is kept aside");
    }
    let machine = lab.machine.clone();
    signed_in(sign_in(&folder, &machine, "aigul", NEW_PASSWORD).unwrap());
}

#[test]
fn a_drill_touches_nothing_and_says_what_is_there() {
    let mut lab = Lab::new();
    let kit = lab.typed();
    let scratch = tempfile::tempdir().unwrap();
    let drilled = drill(&lab.file, &kit, scratch.path(), &mut on).unwrap();
    let device = lab.open().app.device();
    assert_eq!(drilled.trailer.device, device);
    assert!(drilled.trailer.entries > 10);
    assert!(
        files(scratch.path()).is_empty(),
        "the thrown away desk is gone"
    );
}

#[test]
fn what_was_destroyed_does_not_come_back() {
    let mut lab = Lab::new();
    let card: crate::id::SubjectId = {
        let sql = "SELECT subject FROM p_card";
        let conn = lab.open().app.conn();
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let destroy = Command::Destroy {
        subject: card,
        basis: 1,
        act: "Акт 1".to_owned(),
    };
    lab.open().app.execute(destroy, None).unwrap();
    let stick = lab.stick.clone();
    let made = backed_up(lab.open(), &stick).unwrap();
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::open(keep.path()).unwrap();
    let machine = machine(None);
    let kit = lab.typed();
    let file = stick.join(made.file);
    let mut restored = restoring(&file, &kit);
    restored.person.password = "a password of fifteen signs";
    let open = restore(&folder, &machine, &restored, &mut on).unwrap();
    assert!(crate::query::destroyed(open.app.conn(), card).unwrap());
    assert_eq!(open.verify().unwrap().finding.verdict.exit_code(), 0);
    let name = "Ахметова".as_bytes();
    let sql = "SELECT count(*) FROM j_bodies WHERE instr(body, ?1) > 0";
    let found: i64 = (open.app.conn())
        .query_row(sql, [name], |row| row.get(0))
        .unwrap();
    assert_eq!(found, 0, "what was destroyed does not come back");
}
