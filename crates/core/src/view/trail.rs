//! The journal as the manager's screen shows it: the feed, one entry in full, a check that goes on, a file.

use serde::Serialize;

use crate::domain::trail::{Doing, Outcome};
use crate::event::kinds::Role;
use crate::id::{DeviceId, Hash, Id, StaffId, SubjectId};

/// A page of the feed, newest first.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct TrailPage {
    /// The list, for further pages and for whose rows rested.
    pub handle: Id,
    /// Rows.
    pub rows: Vec<TrailRow>,
    /// Hours in which somebody opened many cards; of that view only.
    pub hours: Vec<HourRow>,
    /// The entry after which the next page begins; none on the last.
    pub next: Option<Hash>,
    /// The person whose entries these are, as a row of a list; empty when all people's are.
    pub patient: String,
    /// What the filters offer.
    pub offers: TrailOffers,
}

/// One entry as a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TrailRow {
    /// Its hash.
    pub entry: Hash,
    /// `20.11.2026 12:04`, in Almaty, as the desk's clock showed.
    pub at: String,
    /// That clock and the journal's order differ by more than an hour.
    pub clock_differs: bool,
    /// Who; empty when the desk acted itself.
    pub by: String,
    /// Their role then.
    pub role: Option<Role>,
    /// What happened, in a sentence.
    pub said: String,
    /// At which desk.
    pub desk: String,
    /// Number on that desk.
    pub seq: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What was done, coarsely.
    pub doing: Doing,
    /// The person whom it is about, where it is one.
    pub about: Option<SubjectId>,
}

/// An hour in which somebody opened many cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct HourRow {
    /// Who.
    pub staff: StaffId,
    /// By name.
    pub by: String,
    /// The day, `20.11.2026`.
    pub day: String,
    /// `09:00–10:00`.
    pub hour: String,
    /// Different cards.
    pub cards: String,
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TrailOffers {
    /// People, by name.
    pub staff: Vec<NamedStaff>,
    /// Desks, by name.
    pub desks: Vec<NamedDesk>,
    /// Hours of the laboratory and cards an hour, as set: from, to, cards.
    pub hours_from: String,
    /// The hour at which work has ended.
    pub hours_to: String,
    /// Cards an hour, above which the view counts them many.
    pub cards_an_hour: String,
}

/// Somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NamedStaff {
    /// Who.
    pub id: StaffId,
    /// By name.
    pub name: String,
}

/// A desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NamedDesk {
    /// Which.
    pub id: DeviceId,
    /// By name.
    pub name: String,
}

/// A field of an entry, by its name in `docs/journal-format.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct EntryField {
    /// Name.
    pub name: String,
    /// Value as text.
    pub value: String,
}

/// One entry in full.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct EntryView {
    /// The line.
    pub row: TrailRow,
    /// What is signed about it.
    pub header: Vec<EntryField>,
    /// What it says; empty when the body is not here.
    pub body: Vec<EntryField>,
    /// The body is here.
    pub has_body: bool,
    /// The body is of a form that this program does not know.
    pub is_unknown: bool,
    /// `valid`, `broken`, `no_key`: the signature of the desk over the stored bytes, tried just now.
    pub signature: String,
}

/// How the check of the whole journal stands.
#[derive(Debug, Clone, Default, Serialize, specta::Type)]
pub struct CheckView {
    /// It goes on.
    pub running: bool,
    /// Of a hundred.
    pub percent: u8,
    /// The last verdict of this run of the program.
    pub verdict: Option<super::VerdictView>,
    /// It was broken off before its end.
    pub stopped: bool,
}

/// An old control sheet held against today's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SheetAnswer {
    /// `agrees`: that entry stands at its number; `differs`: another one does; `ahead`: the journal ends before it;
    /// `unknown`: of a desk of which nothing is here.
    pub answer: String,
    /// The number.
    pub seq: String,
    /// Desk by name.
    pub desk: String,
    /// When that entry was made.
    pub at: String,
    /// How many entries have come since.
    pub since: String,
}

/// A file that is being made: how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExportView {
    /// Rows so far.
    pub rows: String,
    /// SHA-256 of the file, once it is made and its entry is written.
    pub sha256: Option<Hash>,
}
