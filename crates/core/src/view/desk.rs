//! Where the desk stands, the recovery kit, the verdict on the journal: level 0, no person but who works.

use serde::Serialize;

use crate::id::{Id, StaffId, SubjectId};
use crate::words::{Both, Lang};

/// Where the desk stands before and after somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// No data yet.
    FirstRun,
    /// Somebody signs in.
    SignIn,
    /// The journal is shorter than it was: verify, or go on as a new incarnation.
    Ceremony,
    /// The recovery kit must be typed back before the first patient.
    Kit,
    /// A kit was used: the new one must be typed back before work goes on.
    NewKit,
    /// A policy must be published before the first patient.
    Policy,
    /// Work.
    Ready,
    /// The screen is covered; people come back by PIN or password.
    Curtain,
}

/// Level 0: no person in it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DeskState {
    /// Where the desk stands.
    pub phase: Phase,
    /// Language of the screens.
    pub lang: Lang,
    /// The organisation, once known and unlocked.
    pub organisation: Option<Both>,
    /// What people call this desk.
    pub desk: Option<String>,
    /// Who works, as signed on paper.
    pub staff: Option<String>,
    /// The same for the head of the window: surname and initials.
    pub staff_short: Option<String>,
    /// Their role.
    pub role: Option<crate::event::kinds::Role>,
    /// Where they begin.
    pub home: Option<crate::domain::rights::Home>,
    /// What their role includes.
    pub may: Vec<crate::domain::rights::Action>,
    /// A training laboratory: unmistakably marked, sends nothing.
    pub training: bool,
    /// The operating system has no keychain: passwords of at least 15 characters.
    pub keychain_absent: bool,
    /// The desk was locked by a person or by idleness (not a fresh start).
    pub relocked: bool,
    /// Key derivation at the floor: a test or a weak machine.
    pub kdf_floor: bool,
    /// The clock stands behind the journal: nothing is written until somebody who may has confirmed it.
    pub clock: Option<ClockView>,
    /// Today in Almaty, short form.
    pub today: String,
    /// Registered today at this desk.
    pub registered_today: u32,
    /// `UTC+5`.
    pub zone: String,
    /// Further fields of a card that this laboratory collects, in the order of the form.
    pub collected: Vec<String>,
    /// An unfinished form of this person, to offer after sign-in.
    pub drafts: Vec<DraftView>,
    /// Intakes that colleagues left half-filled at this desk, to be taken over.
    pub colleagues: Vec<DraftView>,
    /// Everybody who gave a password since the desk was unlocked, whoever is present first.
    pub people: Vec<PersonView>,
    /// Somebody was removed and the database still has the key that they could read; told to whoever removes people.
    pub key_owed: bool,
    /// Documents that whoever works has still to read before anything about patients.
    pub unread: u32,
    /// Minutes until the curtain falls by itself.
    pub cover_minutes: u8,
    /// The last backup, for whoever works.
    pub backup: Option<super::BackupLastView>,
    /// How the exchange stands; none where there is no other desk.
    pub exchange: Option<super::ExchangeLine>,
    /// A recovery sheet that a manager's word put in the place of a lost one.
    pub replaced_kit: Option<ReplacedKitView>,
    /// Messages that wait; none where no desk of the laboratory sends any.
    pub notices: Option<super::NoticesLine>,
}

/// A recovery sheet that was replaced without the one before: told to everybody for 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ReplacedKitView {
    /// When, by the clock of its desk.
    pub at: String,
    /// Who gave their word, as signed on paper.
    pub by: String,
    /// At which desk.
    pub desk: String,
    /// Of the sheet that counts; empty where this desk does not follow it yet.
    pub fingerprint: String,
    /// This desk's database is sealed to another one still; told to whoever may change that.
    pub owed: bool,
}

/// Somebody who may come back to an open desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PersonView {
    /// The person.
    pub id: StaffId,
    /// As signed on paper.
    pub name: String,
    /// They come back by PIN; otherwise by password.
    pub pin: bool,
}

/// A person of the laboratory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct StaffView {
    /// The person.
    pub id: StaffId,
    /// As signed on paper.
    pub name: String,
    /// Their role; none was given, or it was taken away.
    pub role: Option<crate::event::kinds::Role>,
    /// They can sign in at this desk.
    pub access: bool,
    /// Whoever works.
    pub own: bool,
}

/// A one-time code, to be handed to its person.
#[derive(Clone, Serialize, specta::Type)]
pub struct CodeView {
    /// Whose.
    pub staff: StaffId,
    /// As signed on paper.
    pub name: String,
    /// Nine digits in threes.
    pub code: String,
}

impl std::fmt::Debug for CodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CodeView({})", self.staff)
    }
}

/// A clock behind the journal, worded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ClockView {
    /// What the clock shows.
    pub shown: String,
    /// The time of the last entry.
    pub last: String,
}

/// A kept form.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DraftView {
    /// Its id.
    pub id: Id,
    /// `intake`, `expected`, `policy`, `document`, or the act on a card as its command is named.
    pub form: String,
    /// The card that it is about.
    pub subject: Option<SubjectId>,
    /// Initials only: other people's names never stand where the queue can read them.
    pub initials: String,
    /// When it was kept, worded.
    pub saved_at: String,
    /// Whose it is, as signed on paper.
    pub owner: String,
}

/// The recovery kit on the screen.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct KitView {
    /// Eight groups of six digits.
    pub groups: Vec<String>,
    /// First 12 characters of the root's fingerprint.
    pub fingerprint: String,
    /// The sheet as SVG pages.
    pub pages: Vec<String>,
    /// Numbers (1–8) of the two groups that must be typed back.
    pub ask: Vec<u8>,
}

/// Verdict on the journal, level 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct VerdictView {
    /// Key of the words: `journal-verdict-<code>`.
    pub code: String,
    /// Entries, worded.
    pub entries: String,
    /// Number of the entry concerned, worded; empty when there is none, and then the words name none.
    pub seq: String,
    /// When it was checked, worded.
    pub at: String,
}
