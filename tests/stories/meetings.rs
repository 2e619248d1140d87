//! A simulator of the exchange: two to eight desks, two places, bundles on sticks, commands, partitions, power cuts, clocks,
//! a copied desk, desks out of older backups, a desk with a newer program, and a carrier that flips bits, cuts, takes
//! away, puts back what was there, and exchanges files with each other.
//!
//! The core and the exchange are the real ones. A seed says everything: told twice, it gives the same trace. In the end
//! the carrier is honest, everybody meets, and whoever holds the same entries and bodies must say the same; nothing that was
//! acknowledged is lost but what a burnt desk wrote after its backup and nobody else had. `make torture SEEDS=5000` tells more
//! of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tirkeu_core::app::Which;
use tirkeu_core::command::{Command, ConsentForm, OffersForm};
use tirkeu_core::domain::exchange::travels;
use tirkeu_core::event::kinds::{self, Fold};
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::journal::header::{CRITICAL, DENY};
use tirkeu_core::journal::{Entry, log};
use tirkeu_core::query::exchange::Speaks;
use tirkeu_tests::lab::{
    Desk, Hostile, Lab, MANAGER, Meeting, REGISTRAR, YEAR, consent_given, patient,
};

use crate::exchange::{delete, files, put};

const STEPS: u64 = 30;
/// As many desks as a laboratory has sites.
const EIGHT: [&str; 8] = [
    "desk", "village", "city", "island", "steppe", "river", "school", "market",
];

/// Chance that is always the same.
struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides.max(1)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = self.roll(all.len() as u64);
        all.get(usize::try_from(at).unwrap())
    }
}

struct World {
    lab: Lab,
    dice: Dice,
    places: [Arc<Meeting>; 2],
    /// What the carrier has seen, to be put back one day.
    seen: Vec<(usize, String, Vec<u8>)>,
    cards: Vec<SubjectId>,
    serial: u16,
    /// Entries that a desk was told are saved.
    acknowledged: BTreeSet<Hash>,
    copied: Option<(Desk, Desk)>,
    /// Bundles on their way.
    sticks: Vec<Vec<u8>>,
    /// What desks were when they were last backed up.
    backups: Vec<(Desk, Vec<Entry>)>,
    reborn: u32,
    /// The chain of a desk whose program is newer; real desks pass it on.
    newer: Option<Hostile>,
    trace: Vec<String>,
}

impl World {
    fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let mut lab = match dice.roll(4) {
            0 => Lab::with(["desk", "village"]).0,
            1 => Lab::with(["desk", "village", "city"]).0,
            2 => Lab::with(["desk", "village", "city", "island"]).0,
            // Rare, because everybody meets everybody.
            _ if dice.roll(4) == 0 => Lab::with(EIGHT).0,
            _ => Lab::with(["desk", "village"]).0,
        };
        let newer = (dice.roll(3) == 0).then(|| {
            let newer = lab.enrol("newer");
            newer.sign_in(MANAGER);
            lab.lose(&newer);
            newer.turned()
        });
        lab.desks()[0].must(Command::Offers {
            offers: OffersForm {
                purposes: vec!["network_exchange".into()],
                sms_sender: String::new(),
                sms_gateway: String::new(),
            },
        });
        Self {
            lab,
            dice,
            places: [Arc::new(Meeting::new()), Arc::new(Meeting::new())],
            seen: Vec::new(),
            cards: Vec::new(),
            serial: 0,
            acknowledged: BTreeSet::new(),
            copied: None,
            sticks: Vec::new(),
            backups: Vec::new(),
            reborn: 0,
            newer,
            trace: Vec::new(),
        }
    }

    fn desk(&mut self) -> Desk {
        self.dice.one_of(self.lab.desks()).unwrap().clone()
    }

    fn step(&mut self) {
        let said = match self.dice.roll(25) {
            0..=3 => self.register(),
            4..=6 => self.act(),
            7..=13 => self.meet(),
            14..=16 => self.carrier(),
            17 => self.power(),
            18 => self.clock(),
            19..=21 => self.stick(),
            22 => self.backup(),
            23 => self.newer(),
            _ => self.copy(),
        };
        self.trace.push(said);
    }

    fn told(&mut self, desk: &Desk, command: Command) -> String {
        match desk.execute(command) {
            Ok(receipt) => {
                self.acknowledged.extend(&receipt.entries);
                format!("{} {}", desk.name(), receipt.entries.len())
            }
            Err(no) => format!("{} {no:?}", desk.name()),
        }
    }

    fn register(&mut self) -> String {
        let desk = self.desk();
        self.serial += 1;
        let form = patient(self.serial);
        let optional = match self.dice.roll(4) {
            0 => vec![],
            _ => vec!["network_exchange".to_owned()],
        };
        let Ok(receipt) = desk.execute(Desk::taking_in(form)) else {
            return format!("{} registers nobody", desk.name());
        };
        self.acknowledged.extend(&receipt.entries);
        let card = receipt.subject;
        self.cards.push(card);
        let consent = ConsentForm {
            optional,
            ..consent_given(desk.policy())
        };
        let said = self.told(&desk, Command::Consent { card, consent });
        format!("registers {said}")
    }

    fn act(&mut self) -> String {
        let desk = self.desk();
        let Some(card) = self.dice.one_of(&self.cards).copied() else {
            return "nobody is there".into();
        };
        if desk.field(card, kinds_surname()).is_none() {
            return "not known there".into();
        }
        let what = self.dice.roll(6);
        let command = match what {
            0 => Desk::withdrawing(card),
            1 => Desk::destroying(card),
            2 => Command::Consent {
                card,
                consent: ConsentForm {
                    optional: vec!["network_exchange".into()],
                    ..consent_given(desk.policy())
                },
            },
            _ => {
                let last = self.dice.roll(90) + 10;
                desk.amending(card, |form| form.phone = format!("8 701 234 56 {last}"))
            }
        };
        let said = self.told(&desk, command);
        format!("act {what} {said}")
    }

    /// One visit, sometimes ended in the middle.
    fn meet(&mut self) -> String {
        let desk = self.desk();
        let place = Arc::clone(self.dice.one_of(&self.places).unwrap());
        let most = match self.dice.roll(3) {
            0 => Some(self.dice.roll(12)),
            _ => None,
        };
        let desk = match &self.copied {
            Some((of, copy)) if of.id() == desk.id() && self.dice.roll(2) == 0 => copy.clone(),
            _ => desk,
        };
        match desk.meet_for(&place, most) {
            Ok(visit) => format!(
                "{} meets {} {} {} {}",
                desk.name(),
                visit.accepted,
                visit.bodies,
                visit.written,
                visit.settled
            ),
            Err(ended) => format!("{} {ended}", desk.name()),
        }
    }

    fn carrier(&mut self) -> String {
        let at = usize::try_from(self.dice.roll(2)).unwrap();
        let there: Vec<(String, Vec<u8>)> = files(&self.places[at]).into_iter().collect();
        let Some((name, bytes)) = self.dice.one_of(&there).cloned() else {
            return "the place is empty".into();
        };
        let place = Arc::clone(&self.places[at]);
        self.seen.push((at, name.clone(), bytes.clone()));
        let what = self.dice.roll(6);
        match what {
            0 if !bytes.is_empty() => {
                let mut flipped = bytes;
                let bit = self.dice.roll(flipped.len() as u64 * 8);
                flipped[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
                put(&place, &name, flipped);
            }
            1 => {
                let whole = bytes.len() as u64;
                let cut = usize::try_from(self.dice.roll(whole)).unwrap();
                put(&place, &name, bytes[..cut].to_vec());
            }
            2 => delete(&place, &name),
            3 => {
                let (other, theirs) = self.dice.one_of(&there).unwrap().clone();
                put(&place, &name, theirs);
                put(&place, &other, bytes);
            }
            _ => {
                let (at, name, bytes) = self.dice.one_of(&self.seen).unwrap().clone();
                put(&self.places[at], &name, bytes);
            }
        }
        format!("carrier {what}")
    }

    fn power(&mut self) -> String {
        let desk = self.desk();
        desk.crash();
        let who = match self.dice.roll(2) {
            0 => MANAGER,
            _ => REGISTRAR,
        };
        format!("{} starts again {:?}", desk.name(), desk.try_sign_in(who))
    }

    fn clock(&mut self) -> String {
        let desk = self.desk();
        let now = desk.clock();
        match self.dice.roll(4) {
            0 => desk.set_clock(now + 3 * YEAR),
            1 => desk.set_clock(now.saturating_sub(2 * YEAR)),
            _ => desk.wait(3_600_000),
        }
        format!("{} clock", desk.name())
    }

    /// Somebody writes a bundle, or takes one in: whole, altered, for the second time, an old one.
    fn stick(&mut self) -> String {
        let desk = self.desk();
        if self.sticks.is_empty() || self.dice.roll(2) == 0 {
            let which = match self.dice.roll(2) {
                0 => Which::News,
                _ => Which::Everything,
            };
            let written = desk.bundle(which);
            let said = format!("{} writes a bundle {}", desk.name(), written.is_some());
            self.sticks.extend(written);
            return said;
        }
        let mut bytes = self.dice.one_of(&self.sticks).unwrap().clone();
        match self.dice.roll(4) {
            0 => {
                let bit = self.dice.roll(bytes.len() as u64 * 8);
                bytes[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
            }
            1 => bytes.truncate(usize::try_from(self.dice.roll(bytes.len() as u64)).unwrap()),
            _ => {}
        }
        let before = desk.journal().len();
        match desk.take_bundle(&bytes) {
            Ok(taken) => format!("{} takes {} {}", desk.name(), taken.accepted, taken.bodies),
            Err(fault) => {
                assert_eq!(desk.journal().len(), before, "nothing of it was taken");
                format!("{} refuses a bundle: {fault}", desk.name())
            }
        }
    }

    /// A desk is backed up, or burns and comes back out of its backup under another id.
    fn backup(&mut self) -> String {
        let desk = self.desk();
        let is_copied = |one: &Desk| {
            self.copied
                .as_ref()
                .is_some_and(|(of, _)| of.id() == one.id())
        };
        let kept = self.backups.iter().position(|(of, _)| of.id() == desk.id());
        let burns = !is_copied(&desk) && self.dice.roll(2) == 0;
        let Some(kept) = kept.filter(|_| burns) else {
            self.backups.retain(|(of, _)| of.id() != desk.id());
            self.backups.push((desk.clone(), desk.journal()));
            return format!("{} is backed up", desk.name());
        };
        let (lost, entries) = self.backups.remove(kept);
        self.reborn += 1;
        let name = format!("{} {}", lost.name(), self.reborn);
        let here: BTreeSet<Hash> = entries.iter().map(Entry::hash).collect();
        self.lab.lose(&lost);
        let reborn = self.lab.reincarnate(&lost, entries, &name);
        let others: Vec<_> = self.lab.desks().iter().map(Holding::of).collect();
        let had = |hash: &Hash| others.iter().any(|one| one.entries.contains(hash));
        self.acknowledged
            .retain(|hash| here.contains(hash) || had(hash));
        format!(
            "{name} comes back with {} {:?}",
            here.len(),
            reborn.try_sign_in(MANAGER)
        )
    }

    /// A newer program says something that nobody here understands; one desk hears of it.
    fn newer(&mut self) -> String {
        let desk = self.desk();
        let card = self.dice.one_of(&self.cards).copied().unwrap_or(desk.id());
        let what = self.dice.roll(4);
        let Some(newer) = &mut self.newer else {
            return "nobody is newer".into();
        };
        match what {
            0 => drop(newer.raw(card, &[], 0x0172, CRITICAL, &[0x80])),
            1 => drop(newer.raw(card, &[], 0x0171, DENY, &[0x80])),
            2 => drop(newer.raw(card, &[], 0x0170, 0, &[0x80])),
            _ => {}
        }
        let taken = desk.take(newer.chain());
        format!("{} hears {} of a newer one", desk.name(), taken.accepted)
    }

    /// Somebody copies a desk's disk, once.
    fn copy(&mut self) -> String {
        if self.copied.is_some() || self.dice.roll(3) > 0 {
            return "nothing".into();
        }
        let desk = self.lab.desks().last().unwrap().clone();
        let copy = desk.copied();
        let _ = copy.try_sign_in(MANAGER);
        self.serial += 1;
        let written = copy.execute(Desk::taking_in(patient(self.serial)));
        self.copied = Some((desk, copy));
        format!("copied {}", written.is_ok())
    }

    /// The carrier is honest from here on; everybody works with a right clock, and meets.
    fn settle(&self) {
        let place = &self.places[0];
        // Behind its own journal a desk writes nothing, and hands on no key.
        let latest = self.lab.desks().iter().map(Desk::clock).max();
        for desk in self.lab.desks() {
            desk.set_clock(latest.unwrap_or_default());
            let _ = desk.try_sign_in(MANAGER);
        }
        if let Some((_, copy)) = &self.copied {
            for _ in 0..3 {
                let _ = copy.try_meet(place);
            }
        }
        self.lab.meet(place);
        // Some came back by the sheet and have never heard of each other: people introduce them.
        let desks = self.lab.desks();
        let knows = |one: &Desk, other: &Desk| one.app().roster().desk(other.id()).is_some();
        let strangers = (desks.iter())
            .flat_map(|one| desks.iter().map(move |other| (one, other)))
            .filter(|(one, other)| !knows(one, other));
        let strangers: Vec<_> = strangers.collect();
        for (one, other) in &strangers {
            one.introduced(other);
        }
        if !strangers.is_empty() {
            self.lab.meet(place);
        }
    }

    /// What entries are, and who has them.
    fn said_of(&self, lost: &[&Hash]) -> Vec<String> {
        let mut said = Vec::new();
        for desk in self.lab.desks() {
            for entry in desk.journal() {
                if lost.contains(&&entry.hash()) {
                    let header = entry.header();
                    let (of, seq, kind) = (header.device, header.seq, header.kind);
                    said.push(format!("{}: {of} {seq} {kind:#06x}", desk.name()));
                }
            }
        }
        said
    }

    fn judge(&self, seed: u64) {
        let desks = self.lab.desks();
        let held: Vec<_> = desks.iter().map(Holding::of).collect();
        for (desk, holding) in desks.iter().zip(&held) {
            let lost: Vec<_> = self.acknowledged.difference(&holding.entries).collect();
            // What a copied desk wrote after it was copied may stand as evidence of the fork.
            assert!(
                lost.is_empty() || self.copied.is_some(),
                "seed {seed}: {} lacks {:?}",
                desk.name(),
                self.said_of(&lost)
            );
            if self.copied.is_none() {
                assert_eq!(
                    holding.entries,
                    held[0].entries,
                    "seed {seed}: {}",
                    desk.name()
                );
            }
        }
        if self.copied.is_none() {
            self.every_body_that_may_is_everywhere(seed);
        }
        for (a, one) in desks.iter().zip(&held) {
            for (b, other) in desks.iter().zip(&held) {
                if one == other {
                    let apart: Vec<_> = match a.state().tables == b.state().tables {
                        true => vec![],
                        false => a.dump().symmetric_difference(&b.dump()).cloned().collect(),
                    };
                    let (a, b) = (a.name(), b.name());
                    assert!(apart.is_empty(), "seed {seed}: {a} and {b}: {apart:#?}");
                }
            }
        }
    }
}

impl World {
    /// What a desk has and its person permits, every desk has, unless an act took it away there.
    fn every_body_that_may_is_everywhere(&self, seed: u64) {
        for desk in self.lab.desks() {
            let may: Vec<_> = {
                let app = desk.app();
                let mut speaks = Speaks::on(app.conn(), app.now().date());
                let here = |entry: &Entry| entry.body().is_some();
                let journal = everything(app.conn()).into_iter().filter(here);
                journal
                    .filter(|entry| travels(speaks.of(entry.header()).unwrap()))
                    .collect()
            };
            for other in self.lab.desks() {
                let app = other.app();
                let erased = app.erased_among(&may).unwrap();
                for entry in &may {
                    let there = log::entry(app.conn(), entry.hash()).unwrap();
                    let has = there.is_some_and(|there| there.body().is_some());
                    assert!(
                        has || erased.contains(&entry.hash()),
                        "seed {seed}: {} lacks a body of kind {:#06x} that {} has and may send",
                        other.name(),
                        entry.header().kind,
                        desk.name()
                    );
                }
            }
        }
    }
}

fn everything(conn: &rusqlite::Connection) -> Vec<Entry> {
    let heads = log::heads(conn).unwrap().into_iter();
    heads
        .flat_map(|head| log::chain(conn, head.device, 0, u32::MAX).unwrap())
        .collect()
}

fn kinds_surname() -> u8 {
    tirkeu_core::event::patient::field::SURNAME
}

/// Entries and the bodies that make tables.
#[derive(PartialEq, Eq)]
struct Holding {
    entries: BTreeSet<Hash>,
    bodies: BTreeMap<Hash, bool>,
}

impl Holding {
    fn of(desk: &Desk) -> Self {
        let journal = desk.journal();
        let ordered = |kind| kinds::spec(kind).is_none_or(|row| row.fold == Fold::Ordered);
        let making = journal.iter().filter(|entry| ordered(entry.header().kind));
        Self {
            bodies: making
                .map(|entry| (entry.hash(), entry.body().is_some()))
                .collect(),
            entries: journal
                .iter()
                .map(tirkeu_core::journal::Entry::hash)
                .collect(),
        }
    }
}

fn told(seed: u64) -> Vec<String> {
    let mut world = World::of(seed);
    for _ in 0..STEPS {
        world.step();
    }
    if std::env::var_os("TIRKEU_TELL").is_some() {
        eprintln!("{:#?}", world.trace);
    }
    world.settle();
    world.judge(seed);
    world.trace
}

fn seeds() -> u64 {
    let wanted = std::env::var("TIRKEU_MEETINGS").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(60)
}

#[test]
fn however_desks_meet_they_come_to_say_the_same() {
    let first = std::env::var("TIRKEU_SEED").ok();
    let first: u64 = first.and_then(|text| text.parse().ok()).unwrap_or(1);
    let next = std::sync::atomic::AtomicU64::new(first);
    let last = first + seeds();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if seed >= last {
                        return;
                    }
                    let outcome = std::panic::catch_unwind(|| told(seed));
                    if let Err(panic) = outcome {
                        eprintln!("seed {seed}: TIRKEU_SEED={seed} TIRKEU_MEETINGS=1");
                        std::panic::resume_unwind(panic);
                    }
                }
            });
        }
    });
}

#[test]
fn a_seed_told_twice_gives_the_same_trace() {
    // In the last two a desk that was copied shared a key, and its evidence lay under it.
    for seed in [3, 8, 21, 1173, 1430] {
        assert_eq!(told(seed), told(seed), "seed {seed}");
    }
}
