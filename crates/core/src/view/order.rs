//! Orders, S4: the list, one order in full, a number just given, a file of ready marks.

use serde::{Deserialize, Serialize};

use super::{BadRow, Problem, RowCount};
use crate::domain::order::OrderForm;
use crate::domain::order::step::OrderState;
use crate::id::{Hash, Id, SubjectId};

/// A number just given: large enough to copy by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OrderGiven {
    /// The order.
    pub id: Id,
    /// The card on which it stands; itself without one.
    pub of: SubjectId,
    /// `100 48213 7`.
    pub number: String,
    /// What is told at the hand-over of an order without a card; empty with one.
    pub claim: String,
    /// It began on paper: its labels are on the tubes, and nothing is printed with it.
    #[serde(default)]
    pub from_paper: bool,
}

/// Numbers that were set aside for a day on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PaperSet {
    /// The set.
    pub id: SubjectId,
    /// `22.11.2026 10:55`.
    pub made_at: String,
    /// By whom; empty when the name is not here.
    pub made_by: String,
    /// The desk to which the numbers belong.
    pub desk: String,
    /// Its numbers.
    pub numbers: RowCount,
    /// Those that were entered.
    pub entered: RowCount,
    /// `100 48213 7`, those that were not.
    pub left: Vec<String>,
    /// When its sheets were printed here last, `22.11.2026 10:55`; empty when never.
    pub printed_at: String,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OrderRow {
    /// The order.
    pub id: Id,
    /// The card on which it stands; itself without one.
    pub of: SubjectId,
    /// `100 48213 7`.
    pub number: String,
    /// How it stands.
    pub state: OrderState,
    /// What a person must settle: `state`, `terms`, `payment`.
    pub questions: Vec<String>,
    /// It belongs to nobody who is named.
    pub anonymous: bool,
    /// Whose it is; empty without a card.
    pub name: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// `22.11.2026 10:55`.
    pub placed: String,
    /// `22.11.2026`.
    pub placed_on: String,
    /// Short names of the services.
    pub services: String,
    /// Before all others.
    pub cito: bool,
    /// Who pays: a name of `domain::order::Funding`; empty when it is not known here.
    pub funding: String,
    /// `4 100 ₸`.
    pub total: String,
    /// What the patient owes, `4 100 ₸`; empty when nothing.
    pub due: String,
    /// Number of the till receipt; empty while nothing is paid.
    pub receipt: String,
    /// Owed and not paid.
    pub unpaid: bool,
}

/// A service of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OrderLineView {
    /// Code.
    pub code: String,
    /// Name in the language of the screen.
    pub name: String,
    /// Its tubes in that language.
    pub tube: String,
    /// `1 200 ₸`.
    pub price: String,
    /// On an empty stomach.
    pub fasting: bool,
    /// When to come, in that language.
    pub hint: String,
}

/// A tube of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OrderTube {
    /// Its word in the price list.
    pub word: String,
    /// Its name in the language of the screen.
    pub name: String,
}

/// Somebody who may take an order.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReceiverView {
    /// `person`, `representative`, `designated`, `attorney`.
    pub to: String,
    /// The card of whoever acts for the person.
    pub card: Option<SubjectId>,
    /// Who; empty for a power of attorney and for an order without a card.
    pub name: String,
    /// The paper of the ground, and until when it holds.
    pub note: String,
    /// Why they may not; none where they may.
    pub problem: Option<Problem>,
}

/// A step of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OrderStepRow {
    /// How it stood after it.
    pub state: OrderState,
    /// `22.11.2026 10:55`.
    pub at: String,
    /// Who.
    pub by: String,
    /// At which desk.
    pub desk: String,
    /// Why, where somebody said so.
    pub reason: String,
    /// To whom it went: `person`, `other`, `designated`, `representative`, `attorney`; empty of any other step.
    pub to: String,
    /// Who took it, when it was not the person.
    pub who: String,
    /// No later step knew it.
    pub stands: bool,
}

/// A consent of the card that may have been recorded on it by mistake together with the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OrderConsent {
    /// The entry.
    pub entry: crate::id::Hash,
    /// Names of its purposes.
    pub purposes: Vec<String>,
    /// `22.11.2026 10:55`.
    pub at: String,
}

/// An order in full.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct OrderView {
    /// As the list shows it.
    pub row: OrderRow,
    /// Its services.
    pub lines: Vec<OrderLineView>,
    /// Employer, clinic or insurer.
    pub counterparty: String,
    /// Who sent the patient.
    pub referrer: String,
    /// `22.11.2026 08:30`.
    pub sampled_at: String,
    /// When it was entered from paper, `23.11.2026 09:10`; empty for one that began here.
    pub entered_at: String,
    /// Tubes that it needs, one label each.
    pub tubes: Vec<OrderTube>,
    /// `4 100 ₸`: what was paid.
    pub paid: String,
    /// Everybody who may take it, of an order that is ready.
    pub receivers: Vec<ReceiverView>,
    /// Every step, the last one first.
    pub steps: Vec<OrderStepRow>,
    /// What may be done with it: `ready`, `hand_over`, `cancel`, `reopen`, `change`, `pay`, `unpay`, `move`, `print`.
    pub may: Vec<String>,
    /// Consents of the card of the day on which it was placed: with the order they may be on the wrong card.
    pub consents: Vec<OrderConsent>,
    /// It as it would be typed.
    pub form: OrderForm,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OrdersPage {
    /// Under which the rows are noted.
    pub handle: Id,
    /// The rows, the latest first.
    pub rows: Vec<OrderRow>,
    /// Where the next page begins; absent at the end.
    pub next: Option<String>,
    /// Orders without a card are taken.
    pub anonymous: bool,
    /// Desks carry one number prefix: their names, those of one prefix together.
    pub shared: Vec<Vec<String>>,
}

/// What is ordered, while it is typed.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct BasketView {
    /// The services that are offered today.
    pub lines: Vec<OrderLineView>,
    /// `4 100 ₸`.
    pub total: String,
    /// What the patient owes, `4 100 ₸`; empty when nothing.
    pub due: String,
    /// Tubes that it needs, one label each.
    pub tubes: Vec<OrderTube>,
    /// Somebody else than the patient or the state pays, who must be named.
    pub names_payer: bool,
    /// The patient pays, so there may be a till receipt.
    pub takes_receipt: bool,
    /// What stands against it.
    pub problems: Vec<Problem>,
}

/// What a file of ready marks comes to.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReadyFileView {
    /// The file.
    pub handle: Id,
    /// The first two cells of each column.
    pub columns: Vec<[String; 2]>,
    /// What stands against the whole.
    pub problems: Vec<Problem>,
    /// Rows.
    pub rows: RowCount,
    /// Orders that would be marked.
    pub good: RowCount,
    /// Orders that are ready or handed over already.
    pub already: RowCount,
    /// Rows that mark nothing.
    pub refused: RowCount,
    /// A page of those.
    pub bad: Vec<BadRow>,
    /// Where the page begins.
    pub from: u32,
    /// Rows of a page.
    pub page: u32,
    /// How the file is read.
    pub form: crate::command::ReadyForm,
}

/// What came out of the folder of ready orders. Level 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FolderView {
    /// Somebody has said where it is.
    pub is_set: bool,
    /// Code of why nothing can be taken from it.
    pub trouble: Option<String>,
    /// Orders marked today.
    pub marked: RowCount,
    /// Orders that were ready or handed over already, today.
    pub already: RowCount,
    /// Rows that marked nothing, today.
    pub refused: RowCount,
    /// When the last order was marked, `HH:MM`; empty where none was today.
    pub at: String,
    /// Files in it at which a person should look.
    pub files: Vec<FolderFileView>,
}

/// A file at which a person should look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FolderFileView {
    /// SHA-256 of its bytes; of one that could not be read, of where it lies.
    pub file: Hash,
    /// Its name, as it lies there.
    pub name: String,
    /// When it was marked; of another day with the date, empty where it could not be read.
    pub at: String,
    /// Orders marked.
    pub marked: RowCount,
    /// Rows that marked nothing.
    pub refused: RowCount,
    /// False where something stands against the file as a whole: it says what when it is opened.
    pub understood: bool,
}

/// Where lists of ready orders are put, for whoever sets it. Level 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FolderSetView {
    /// Path of the folder; empty where nobody has said it.
    pub folder: String,
    /// Code of why nothing can be taken from it.
    pub trouble: Option<String>,
}

/// What a stretch of a file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct ReadyDone {
    /// Orders marked.
    pub marked: u32,
    /// Orders that were ready or handed over already.
    pub already: u32,
    /// Rows that marked nothing.
    pub refused: u32,
    /// Where the next stretch begins; absent at the end.
    pub next: Option<u32>,
}
