//! A laboratory of several desks in memory: real keys, real journals, real doors.
//!
//! Everything is fixed: keys come from names, random bytes from a counter, clocks stand until they
//! are moved. Desks know nothing of each other until [`Lab::sync`] or [`Desk::take`] carries entries.
//! A story reads: `let (lab, [desk, village]) = Lab::with(["desk", "village"]);`.

mod desk;
mod hostile;
mod meet;
mod person;

use std::cell::Cell;

use ed25519_dalek::SigningKey;
use tirkeu_core::app::{App, Founding, Parts, Voucher};
use tirkeu_core::command::Command;
use tirkeu_core::event::kinds::{self, Role};
use tirkeu_core::event::roster::org_id;
use tirkeu_core::id::{Hash, Id, OrgId};
use tirkeu_core::journal::Entry;
use tirkeu_core::store::Store;

pub use desk::{Desk, YEAR};
pub use hostile::Hostile;
pub use meet::Meeting;
pub use person::{
    child, consent_given, consent_refused, document, guardian, iin, key_of, mother, next_policy,
    organisation, patient, policy, undocumented,
};

use person::name_id;

/// 18 November 2026, noon in Almaty.
pub const NOON: u64 = 1_794_985_200_000;

/// The person who founded the laboratory; has a key on every desk.
pub const MANAGER: &str = "manager";
/// A registrar; has a key on every desk.
pub const REGISTRAR: &str = "registrar";

/// All desks of one organisation.
pub struct Lab {
    /// The organisation.
    pub org: OrgId,
    root: SigningKey,
    desks: Vec<Desk>,
    shuffle: Cell<u64>,
}

impl Lab {
    /// A founded laboratory with desks that know each other; the manager sits at each of them.
    pub fn with<const N: usize>(names: [&str; N]) -> (Self, [Desk; N]) {
        let mut lab = Self::founded(names[0]);
        for name in &names[1..] {
            lab.enrol(name);
        }
        lab.sync();
        for desk in &lab.desks {
            desk.sign_in(MANAGER);
        }
        let desks = std::array::from_fn(|at| lab.desks[at].clone());
        (lab, desks)
    }

    /// The first desk of a new organisation, described, with one policy in force; the manager sits at it.
    pub fn founded(name: &str) -> Self {
        let root = key_of("root", "paper");
        let org = org_id(&Hash(root.verifying_key().to_bytes()));
        let desk = Desk::open(name, org);
        let lab = Self {
            org,
            root,
            desks: vec![desk],
            shuffle: Cell::new(1),
        };
        let desk = &lab.desks[0];
        desk.app()
            .found(&lab.root, &lab.founding(desk, 100))
            .unwrap();
        desk.sign_in(MANAGER);
        desk.describe(name);
        desk.must(Command::DescribeOrganisation {
            organisation: organisation(),
        });
        desk.must(Command::PublishPolicy { policy: policy() });
        desk.must(Command::SetRole {
            staff: name_id(REGISTRAR),
            role: Some(Role::Registrar),
        });
        desk.must(desk.add_key(REGISTRAR, desk));
        lab
    }

    fn founding(&self, desk: &Desk, prefix: u16) -> Founding {
        let key = Hash(key_of(MANAGER, desk.name()).verifying_key().to_bytes());
        Founding {
            root_sign: Hash(self.root.verifying_key().to_bytes()),
            root_seal: Hash([1; 32]),
            device_x25519: desk.seal_public(),
            site: 1,
            prefix,
            staff: name_id(MANAGER),
            staff_ed25519: key,
            staff_x25519: Hash([3; 32]),
        }
    }

    /// A further desk, enrolled by whoever sits at the first one, with keys for both people.
    pub fn enrol(&mut self, name: &str) -> Desk {
        let by = self.desks[0].clone();
        self.enrol_by(&by, name).unwrap()
    }

    /// A further desk, enrolled at a given one; `None` when that desk may not.
    pub fn enrol_by(&mut self, by: &Desk, name: &str) -> Option<Desk> {
        let prefix = 100 + u16::try_from(self.desks.len()).unwrap();
        let desk = Desk::open(name, self.org);
        desk.set_clock(by.clock());
        let enrolment = by
            .execute(Command::EnrolDevice {
                device: desk.id(),
                ed25519: desk.public(),
                x25519: desk.seal_public(),
                site: 1,
                prefix,
            })
            .ok()?;
        by.execute(by.add_key(MANAGER, &desk)).ok()?;
        by.execute(by.add_key(REGISTRAR, &desk)).ok()?;
        desk.app().replay(by.journal()).ok()?;
        desk.app().join(enrolment.entries[0]).ok()?;
        self.desks.push(desk.clone());
        Some(desk)
    }

    /// A lost desk begins again as a new incarnation that cites the old head.
    pub fn reincarnate(&mut self, lost: &Desk, known: Vec<Entry>, name: &str) -> Desk {
        let prefix = 100 + u16::try_from(self.desks.len()).unwrap();
        self.reincarnate_with(lost, known, (name, prefix))
    }

    /// The same with a number prefix that somebody else may have.
    pub fn reincarnate_with(
        &mut self,
        lost: &Desk,
        known: Vec<Entry>,
        (name, prefix): (&str, u16),
    ) -> Desk {
        let desk = Desk::open(name, self.org);
        desk.set_clock(lost.clock());
        desk.take(known);
        let heads = lost.app().head().map(|h| (h.device, h.seq, h.hash));
        let founding = self.founding(&desk, prefix);
        desk.app()
            .reincarnate(
                &Voucher::Root(&self.root, 1),
                &founding,
                heads.into_iter().collect(),
            )
            .unwrap();
        self.desks.push(desk.clone());
        desk
    }

    /// A desk burns, or leaves the laboratory's view; what others have of it stays.
    pub fn lose(&mut self, desk: &Desk) {
        self.desks.retain(|one| one.id() != desk.id());
    }

    /// A person's id.
    pub fn staff(&self, who: &str) -> Id {
        name_id(who)
    }

    /// A person's key on a desk, when it falls into bad hands.
    pub fn key(&self, who: &str, at: &Desk) -> SigningKey {
        key_of(who, at.name())
    }

    /// The recovery root.
    pub fn root(&self) -> &SigningKey {
        &self.root
    }

    /// The desks, in the order of their enrolment.
    pub fn desks(&self) -> &[Desk] {
        &self.desks
    }

    /// Exchanges everything between everybody until nothing new arrives: chains in any order, each
    /// entry twice.
    pub fn sync(&self) {
        for _round in 0..64 {
            let mut news = 0;
            for to in &self.desks {
                for from in self.desks.iter().filter(|from| from.id() != to.id()) {
                    news += self.carry(from, to);
                }
            }
            if news == 0 {
                return;
            }
        }
        panic!("desks never fall silent");
    }

    /// Carries to one desk what another has and it has not, shuffled and doubled; says how much was new.
    pub fn carry(&self, from: &Desk, to: &Desk) -> u64 {
        let mut entries = from.missing_at(to);
        entries.extend(entries.clone());
        self.shuffle.set(self.shuffle.get().wrapping_mul(31) + 7);
        shuffle(&mut entries, self.shuffle.get());
        if entries.is_empty() {
            return 0;
        }
        let taken = to.take(entries);
        taken.accepted + taken.bodies + taken.forks
    }

    /// Every desk says the same; and says the same again when it makes its tables anew.
    pub fn agree(&self) {
        let first = &self.desks[0];
        for desk in &self.desks[1..] {
            assert_eq!(
                (first.name(), first.state()).1,
                desk.state(),
                "after an exchange {} and {} must agree",
                first.name(),
                desk.name()
            );
        }
        for desk in &self.desks {
            desk.rebuilt_is_the_same();
        }
    }
}

/// What the independent verifier says of each of these exports, in one process.
pub fn python_says(exports: &[Vec<u8>]) -> Vec<serde_json::Value> {
    let folder = tempfile::tempdir().unwrap();
    let mut script = std::process::Command::new("python3");
    script.arg(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/verify_journal.py"
    ));
    script.arg("--each");
    for (at, export) in exports.iter().enumerate() {
        let path = folder.path().join(format!("{at}.jsonl"));
        std::fs::write(&path, export).unwrap();
        script.arg(path);
    }
    let out = script.output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A fixed shuffle.
pub fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for at in (1..items.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let other = usize::try_from(state % (at as u64 + 1)).unwrap();
        items.swap(at, other);
    }
}

/// True for kinds whose body may stay at home or be erased.
pub fn may_travel_without_body(kind: u16) -> bool {
    kinds::spec(kind).is_some_and(|row| !row.body_kept)
}

/// The parts of a desk in memory.
fn parts(org: OrgId, device: Id, key: SigningKey, clock: desk::Shown, seed: &str) -> App {
    App::open(Parts {
        store: Store::memory().unwrap(),
        org,
        device,
        key,
        clock: Box::new(clock),
        entropy: Box::new(person::Counter::of(seed)),
        anchor: None,
    })
    .unwrap()
}
