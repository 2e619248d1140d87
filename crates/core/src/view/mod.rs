//! Views: what a screen is given, already worded where a date, number, phone or ИИН is concerned.
//!
//! A view may change with its screen at any time; it never shares a struct with a command or an
//! event. 64-bit numbers cross to the window as strings.

mod backup;
mod card;
mod collected;
mod desk;
mod exchange;
mod expected;
mod family;
mod form;
mod legacy;
mod notice;
mod order;
mod otp;
mod paper;
mod print;
mod question;
mod reading;
mod screen;
mod search;
mod service;
mod shift;
mod table;
mod today;
mod trail;

pub use backup::{BackupFileView, BackupLastView, BackupMark, BackupProgress, BackupView};
pub use card::{
    CardView, ChangeView, ConsentRow, HistoryRow, Joined, PersonRow, PurposeStanding, QuestionView,
    RelationRow, SeenRow,
};
pub use collected::{DataListView, DirectorView, SwitchView};
pub use desk::{
    ClockView, CodeView, DeskState, DraftView, KitView, PersonView, Phase, ReplacedKitView,
    StaffView, VerdictView,
};
pub use exchange::{
    BundleView, ExchangeDeskView, ExchangeLine, ExchangeView, NotFoldedView, RequestView,
    UnconfirmedView,
};
pub use expected::{ExpectedDay, ExpectedRow, ExpectedTaken, ImportDone, ImportView};
pub use family::FamilyRow;
pub use form::{AlikeView, FormCheck, RepairView};
pub use legacy::{LegacyBasis, LegacyCard, LegacyDone, LegacyPage, LegacyView, LegacyWhich};
pub use notice::{
    ChannelView, NoticeCount, NoticeHold, NoticeHoldKind, NoticeReason, NoticeRow, NoticeTell,
    NoticeWay, NoticesLine, NoticesPage, NoticesSet, OrderNotices, TextLength, UntoldRow,
    WordingView,
};
pub use order::{
    BasketView, FolderFileView, FolderSetView, FolderView, OrderConsent, OrderGiven, OrderLineView,
    OrderRow, OrderStepRow, OrderTube, OrderView, OrdersPage, PaperSet, ReadyDone, ReadyFileView,
    ReceiverView,
};
pub use otp::{OtpSent, PhoneCheck};
pub use paper::{ConsentPage, EditionStands, OptionalBox, PaperView, PolicyView};
pub use print::{PrintedView, PrinterView, PrintersView, SavedPaper, UnprintedView};
pub use question::{
    CandidateView, FieldQuestionView, HeldRow, PairQuestionView, QuestionHead, QuestionsView,
};
pub use reading::{
    DifferenceView, DocumentView, NamedView, RegisterRow, RegisterView, TrainingRow,
};
pub use screen::{PatientPage, PatientView, PolicyText, ScreenAnswer, ScreenView, WindowPlace};
pub use search::{IinView, PatientRow, QueryShape, SearchView, Standing};
pub use service::{
    ChangedService, FavouriteView, PriceListRow, PriceListState, ServiceImportView, ServiceView,
    ServicesView, TubeView,
};
pub use shift::{ShiftPaper, ShiftView};
pub use table::{BadRow, RowCount, row_no};
pub use today::{
    TodayAlarm, TodayClass, TodayConsent, TodayCount, TodayCounted, TodayHour, TodayNear,
    TodayPace, TodaySubjects, TodayThreshold, TodayUnset, TodayView,
};
pub use trail::{
    CheckView, EntryField, EntryView, ExportView, HourRow, NamedDesk, NamedStaff, SheetAnswer,
    TrailOffers, TrailPage, TrailRow,
};

use serde::Serialize;

use crate::id::{Hash, SubjectId};

/// What writing a command brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, specta::Type)]
pub struct Receipt {
    /// Hashes of the new entries.
    pub entries: Vec<Hash>,
    /// Subjects whose views must be asked again.
    pub touched: Vec<SubjectId>,
    /// The main subject of the command.
    pub subject: SubjectId,
    /// The new card of whoever was said to act for the person: the next of a family has the same representative.
    #[serde(default)]
    pub representative: Option<SubjectId>,
    /// The order that began.
    #[serde(default)]
    pub order: Option<OrderGiven>,
}

/// Across the window's border: one rule's no, or one fault.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Problem {
    /// Key of the words: `error-<code>`.
    pub code: String,
    /// What can be done about it.
    pub kind: crate::error::Kind,
    /// The field, where there is one.
    pub field: Option<String>,
    /// Values for the sentence.
    pub args: std::collections::BTreeMap<String, String>,
    /// Random id under which the log keeps the cause.
    pub trace: String,
}

impl Problem {
    /// A rule's no as it crosses the border.
    pub fn of(refusal: &crate::error::Refusal, kind: crate::error::Kind, trace: &str) -> Self {
        Self {
            code: refusal.code.0.to_owned(),
            kind,
            field: refusal.field.map(str::to_owned),
            args: refusal
                .args
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            trace: trace.to_owned(),
        }
    }

    /// A rule's no as a view carries it: nothing is behind it that the log would keep.
    pub fn refused(refusal: &crate::error::Refusal) -> Self {
        Self::of(refusal, crate::error::Kind::Refused, "")
    }
}
