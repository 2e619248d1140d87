//! Everybody whose data are here, counted once, and how consent stands with the patients among them.
//!
//! The words are those of the rule of one card (`domain/consent/person.rs`), not of a second one; only the facts are
//! gathered otherwise, whole tables in their own order: a hundred thousand cards asked one by one read every page of the
//! database many times, and each time it is decrypted. A count goes on in stretches, so that the desk works meanwhile.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::acts::Acts;
use super::cards::{After, Cards};
use crate::domain::consent::{self, PersonFacts, Purpose, Standing, person_standing};
use crate::id::{Hash, SubjectId};

/// People judged in one stretch.
const JUDGED: usize = 10_000;

/// The words in the order in which they are shown.
pub const WORDS: [Standing; 5] = [
    Standing::Given,
    Standing::Stale,
    Standing::Withdrawn,
    Standing::Refused,
    Standing::None,
];

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Persons {
    /// Everybody, whoever only acts for a patient too; merged cards and cards with one ИИН once, destroyed ones not.
    pub people: u64,
    /// Patients by how consent to the service stands, in the order of [`WORDS`]. Of cards with one ИИН that nobody has
    /// merged the weakest word counts: a grant on one does not cover the other.
    pub standing: [u64; 5],
}

#[derive(Debug)]
enum Step {
    Cards(SubjectId),
    Born(After),
    Iin(After),
    Few,
    Purposes(Hash),
    Acts(i64),
    Persons(Vec<Vec<Vec<u32>>>),
    Done,
}

/// A count that goes on.
#[derive(Debug)]
pub struct Counting {
    on: NaiveDate,
    in_force: Vec<Hash>,
    step: Step,
    cards: Cards,
    acts: Acts,
    found: Persons,
}

impl Counting {
    /// A count of a day begins.
    pub fn begin(conn: &Connection, on: NaiveDate) -> Result<Self, rusqlite::Error> {
        let versions = crate::query::lab::versions(conn)?;
        let in_force = consent::in_force(&versions, on).map(|version| version.entry);
        Ok(Self {
            on,
            in_force: in_force.collect(),
            step: Step::Cards(SubjectId::ZERO),
            cards: Cards::default(),
            acts: Acts::default(),
            found: Persons::default(),
        })
    }

    /// One stretch. What was counted, once nothing is left.
    pub fn go_on(&mut self, conn: &Connection) -> Result<Option<Persons>, rusqlite::Error> {
        let (cards, acts) = (&mut self.cards, &mut self.acts);
        self.step = match std::mem::replace(&mut self.step, Step::Done) {
            Step::Cards(after) => match cards.read(conn, after)? {
                Some(after) => Step::Cards(after),
                None => Step::Born(None),
            },
            Step::Born(after) => match cards.read_born(conn, after)? {
                None => Step::Iin(None),
                after => Step::Born(after),
            },
            Step::Iin(after) => match cards.read_iin(conn, after)? {
                None => Step::Few,
                after => Step::Iin(after),
            },
            Step::Few => {
                cards.settle(conn)?;
                acts.read_few(conn, cards)?;
                Step::Purposes(Hash::ZERO)
            }
            Step::Purposes(after) => match acts.read_purposes(conn, after)? {
                Some(after) => Step::Purposes(after),
                None => Step::Acts(0),
            },
            Step::Acts(after) => match acts.read_acts(conn, cards, after)? {
                Some(after) => Step::Acts(after),
                None => Step::Persons(cards.persons()),
            },
            Step::Persons(left) => self.judge(left),
            Step::Done => Step::Done,
        };
        Ok(matches!(self.step, Step::Done).then_some(self.found))
    }

    /// Of a hundred, by the step that is next.
    pub fn percent(&self) -> u8 {
        match self.step {
            Step::Cards(_) => 0,
            Step::Born(_) => 15,
            Step::Iin(_) => 25,
            Step::Few => 35,
            Step::Purposes(_) => 40,
            Step::Acts(_) => 55,
            Step::Persons(_) => 85,
            Step::Done => 100,
        }
    }

    fn judge(&mut self, mut left: Vec<Vec<Vec<u32>>>) -> Step {
        let rest = left.split_off(left.len().min(JUDGED));
        for person in left {
            self.found.people += 1;
            let mut cards = person.iter().flatten();
            if cards.all(|card| self.cards.is_thin(*card)) {
                continue;
            }
            let standing = self.standing(&person);
            let place = WORDS.iter().position(|word| *word == standing);
            if let Some(count) = place.and_then(|place| self.found.standing.get_mut(place)) {
                *count += 1;
            }
        }
        match rest.is_empty() {
            true => Step::Done,
            false => Step::Persons(rest),
        }
    }

    /// The word of a person: every group of merged cards is asked, the others stand beside it.
    fn standing(&mut self, person: &[Vec<u32>]) -> Standing {
        let mut groups: Vec<Vec<_>> = person
            .iter()
            .map(|group| {
                let facts = group.iter().map(|card| self.acts.take(&self.cards, *card));
                facts.collect()
            })
            .collect();
        let mut weakest = Standing::Given;
        for _ in 0..groups.len() {
            let merged = groups.remove(0);
            let mut facts = PersonFacts {
                merged,
                alike: std::mem::take(&mut groups),
            };
            let word = person_standing(&facts, Purpose::Service, self.on, &self.in_force);
            if weakness(word) > weakness(weakest) {
                weakest = word;
            }
            groups = std::mem::take(&mut facts.alike);
            groups.push(facts.merged);
        }
        weakest
    }
}

/// How far a word is from a consent that holds.
fn weakness(word: Standing) -> u8 {
    match word {
        Standing::Given => 0,
        Standing::Stale => 1,
        Standing::None => 2,
        Standing::Refused => 3,
        Standing::Withdrawn => 4,
    }
}
