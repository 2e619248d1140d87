//! Messages, S5: a page of them, what is not told yet, one order's, what the laboratory set.

use serde::Serialize;

use crate::domain::notice::channel::ChannelForm;
use crate::domain::notice::parts;
use crate::domain::notice::state::NoticeState;
use crate::domain::notice::wording::{self, Wording};
use crate::domain::notice::{About, NoticeChannel};
use crate::id::{Id, SubjectId};
use crate::view::{Problem, RowCount, row_no};
use crate::words::Lang;

/// A message as a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NoticeRow {
    /// It.
    pub id: Id,
    /// Its card.
    pub of: SubjectId,
    /// Its order.
    pub order: Id,
    /// `100 48213 7`.
    pub number: String,
    /// Whose order it is.
    pub name: String,
    /// What it says.
    pub about: About,
    /// How it goes.
    pub channel: NoticeChannel,
    /// How it stands.
    pub state: NoticeState,
    /// Since when, `22.11.2026 10:55`.
    pub since: String,
    /// When it was queued.
    pub queued: String,
    /// Where it went, most of it hidden; empty before the first attempt.
    pub to: String,
    /// What was sent; empty before the first attempt.
    pub text: String,
    /// Parts of the SMS; 0 of an e-mail and before the first attempt.
    pub parts: u8,
    /// What it cost, as the gateway said it.
    pub price: String,
    /// Why it stands so, in words.
    pub cause: String,
    /// Why it was sent once more.
    pub reason: String,
    /// Who queued it.
    pub by: String,
    /// The desk that sends it; empty where several are said to.
    pub sender: String,
    /// That is this one, and no other.
    pub is_ours: bool,
    /// Managers named two desks without knowing of each other: nobody sends.
    pub is_disputed: bool,
}

/// An order that is ready and of which nobody was told.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct UntoldRow {
    /// The order.
    pub id: Id,
    /// Its card; itself without one.
    pub of: SubjectId,
    /// `100 48213 7`.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// `22.11.2026 10:55`.
    pub placed: String,
    /// What became of an earlier message, in words; empty where there was none.
    pub said: String,
    /// What stands in the way, channel by channel.
    pub ways: Vec<NoticeWay>,
}

/// Whether somebody may be told on a channel.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NoticeWay {
    /// The channel.
    pub channel: NoticeChannel,
    /// Why not; none where they may.
    pub problem: Option<Problem>,
    /// How many cards of others carry the address.
    pub shared: u16,
    /// They were told on it, or will be: once more only with a reason.
    pub is_told: bool,
    /// What would be sent.
    pub text: String,
    /// In so many parts; 0 of an e-mail.
    pub parts: u8,
}

/// Why messages wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeHoldKind {
    /// It is night.
    Quiet,
    /// The desk has not met the others lately: somebody may have said no.
    Exchange,
    /// Enough for a day.
    Cap,
    /// The gateway rests.
    Paused,
    /// The desk that sends was stopped, or is another one since a restoration.
    Stopped,
    /// No desk sends.
    Unset,
    /// Little is left on the account; everything goes until nothing is.
    Low,
}

/// Why messages wait, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NoticeHold {
    /// Why.
    pub kind: NoticeHoldKind,
    /// `08:00`, or empty.
    pub until: String,
    /// What the gateway said, in words; the name of a desk that was stopped; what is left on the account.
    pub cause: String,
}

/// How many messages stand so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NoticeCount {
    /// So.
    pub state: NoticeState,
    /// So many.
    pub count: RowCount,
}

/// Messages in the last line of the window: they name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct NoticesLine {
    /// Messages that wait.
    pub queued: u32,
    /// Those of the last week of which nobody knows whether they went.
    pub unknown: u32,
}

/// Why messages of a state stand so, and how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NoticeReason {
    /// So.
    pub state: NoticeState,
    /// Why, in words; empty where nothing is to be said.
    pub cause: String,
    /// So many.
    pub count: RowCount,
}

/// A page of S5.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NoticesPage {
    /// The open list.
    pub handle: Id,
    /// Messages that stand as asked.
    pub rows: Vec<NoticeRow>,
    /// Orders of which nobody was told, where those were asked for.
    pub untold: Vec<UntoldRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// What somebody has to look at, by state.
    pub counts: Vec<NoticeCount>,
    /// Why messages wait.
    pub holds: Vec<NoticeHold>,
    /// What became of the messages of the last thirty days, for whoever sees the day in figures.
    pub figures: Vec<NoticeReason>,
}

/// Messages about one order.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct OrderNotices {
    /// The latest first.
    pub rows: Vec<NoticeRow>,
    /// What may be said of it, the likeliest first.
    pub tells: Vec<NoticeTell>,
}

/// Something that may be said of an order.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NoticeTell {
    /// What.
    pub about: About,
    /// Channels on which somebody may be told.
    pub ways: Vec<NoticeWay>,
}

/// A text of the laboratory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct WordingView {
    /// `ready`, `short`, `part`, `late`, `call`.
    pub which: String,
    /// `kk`, `ru`.
    pub lang: String,
    /// With its places.
    pub text: String,
    /// `standard-1`, or the first eight digits of the entry that set it.
    pub version: String,
    /// Its length.
    pub length: TextLength,
}

/// How long a text is as an SMS, where everything in its places is as long as it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct TextLength {
    /// Signs of the alphabet of SMS, or UTF-16 units.
    pub units: u32,
    /// What one part holds by itself.
    pub single: u32,
    /// In so many parts.
    pub parts: u32,
}

impl TextLength {
    /// Measures a text with its places.
    pub fn of(template: &str) -> Self {
        let parts::Length {
            units,
            single,
            parts,
        } = wording::longest(template);
        Self {
            units: row_no(units),
            single: row_no(single),
            parts: row_no(parts),
        }
    }
}

impl WordingView {
    /// A text with its length.
    pub fn of(which: Wording, lang: Lang, (text, version): (String, String)) -> Self {
        Self {
            length: TextLength::of(&text),
            which: which.text().to_owned(),
            lang: lang.tag().to_owned(),
            text,
            version,
        }
    }
}

/// A channel as the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ChannelView {
    /// As it was typed, without its secret.
    pub form: ChannelForm,
    /// A secret is kept here.
    pub has_secret: bool,
    /// This desk sends on it.
    pub here: bool,
    /// The desk that does, where it is another; empty where none does.
    pub sender: String,
    /// What the gateway last said of the account; empty where it said nothing.
    pub balance: String,
}

/// What the laboratory set, and the channels of this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NoticesSet {
    /// First quiet hour.
    pub quiet_from: String,
    /// First hour after it.
    pub quiet_to: String,
    /// Foreign numbers are written to.
    pub foreign: bool,
    /// Messages of a day, at most.
    pub cap: String,
    /// Every text.
    pub texts: Vec<WordingView>,
    /// Through what this desk sends.
    pub channels: Vec<ChannelView>,
    /// Whom an SMS names as its sender: what the consent said.
    pub sender: String,
    /// Through whom, as the consent said it.
    pub named: String,
}
