//! Views: what a screen is given, already worded where a date, number, phone or ИИН is concerned.
//!
//! A view may change with its screen at any time; it never shares a struct with a command or an
//! event. 64-bit numbers cross to the window as strings.

use serde::Serialize;

use crate::domain::patient::PatientForm;
use crate::id::{Hash, Id, SubjectId};
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
    /// Their role.
    pub role: Option<crate::event::kinds::Role>,
    /// A training laboratory: unmistakably marked, sends nothing.
    pub training: bool,
    /// The operating system has no keychain: passwords of at least 15 characters.
    pub keychain_absent: bool,
    /// The desk was locked by a person or by idleness (not a fresh start).
    pub relocked: bool,
    /// Key derivation at the floor: a test or a weak machine.
    pub kdf_floor: bool,
    /// Today in Almaty, short form.
    pub today: String,
    /// Registered today at this desk.
    pub registered_today: u32,
    /// `UTC+5`.
    pub zone: String,
    /// An unfinished form of this person, to offer after sign-in.
    pub drafts: Vec<DraftView>,
}

/// A kept form.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DraftView {
    /// Its id.
    pub id: Id,
    /// `intake`, `setup`, `policy`.
    pub form: String,
    /// Initials only: other people's names never stand where the queue can read them.
    pub initials: String,
    /// When it was kept, worded.
    pub saved_at: String,
    /// The kept form as the window wrote it.
    pub json: String,
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

/// What writing a command brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, specta::Type)]
pub struct Receipt {
    /// Hashes of the new entries.
    pub entries: Vec<Hash>,
    /// Subjects whose views must be asked again.
    pub touched: Vec<SubjectId>,
    /// The main subject of the command.
    pub subject: SubjectId,
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

/// One row of a list: masked, level 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PatientRow {
    /// The card.
    pub id: SubjectId,
    /// `Ахметова Айгерим Болатовна`.
    pub name: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// `M`, `F` or empty.
    pub sex: String,
    /// `••••••••0121`.
    pub iin: String,
    /// `+7 701 ••• •5 67`.
    pub phone: String,
    /// Consent in a word.
    pub consent: Standing,
    /// Last visit, worded; empty when there was none.
    pub last_visit: String,
    /// The typed text is this card's ИИН or phone in full.
    pub exact: bool,
}

/// Answer of the search box.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SearchView {
    /// Rows, most recent first.
    pub rows: Vec<PatientRow>,
    /// More rows than shown.
    pub more: bool,
    /// What the typed text looks like.
    pub shape: QueryShape,
    /// Verdict on an ИИН, when it is one or becomes one.
    pub iin: Option<IinView>,
}

/// What was typed into the one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum QueryShape {
    /// Nothing.
    Empty,
    /// An ИИН or the beginning of one.
    Iin,
    /// A phone or the end of one.
    Phone,
    /// A date of birth.
    Date,
    /// A name.
    Name,
}

/// An ИИН while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct IinView {
    /// `910312 400121`, as far as typed.
    pub shown: String,
    /// `typing`, `ok`, `warning`, `error`.
    pub state: String,
    /// Code of the reason: `error-<code>`; empty when all is well.
    pub code: String,
    /// Suggested birth date, `12.03.1991`.
    pub birth_date: String,
    /// Suggested sex, `M` or `F`.
    pub sex: String,
    /// Full years today.
    pub age: Option<u16>,
}

/// Consent in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// есть.
    Given,
    /// устарело: expired, or another version of the policy applies.
    Stale,
    /// отозвано.
    Withdrawn,
    /// отказ.
    Refused,
    /// нет.
    None,
}

/// The live form: what the rules say of it so far.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FormCheck {
    /// What keeps it from being saved, each beside its field.
    pub problems: Vec<Problem>,
    /// What a person must confirm, by code.
    pub warnings: Vec<Problem>,
    /// What is noticed and needs no confirmation.
    pub notices: Vec<Problem>,
    /// Offered repairs.
    pub repairs: Vec<RepairView>,
    /// The ИИН so far.
    pub iin: Option<IinView>,
    /// Cards that may be the same person.
    pub lookalikes: Vec<PatientRow>,
}

/// A repair that a person may take.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct RepairView {
    /// Field of the form.
    pub field: String,
    /// As typed.
    pub from: String,
    /// As proposed.
    pub to: String,
}

/// An opened card, level 2.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CardView {
    /// Handle under which it refreshes without a new entry.
    pub handle: Id,
    /// The card.
    pub id: SubjectId,
    /// Surname, name, patronymic.
    pub name: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// Full years today.
    pub age: Option<u16>,
    /// `M`, `F` or empty.
    pub sex: String,
    /// Masked; reveal is an entry of its own.
    pub iin: String,
    /// The form for an amendment, as it would be typed today.
    pub form: PatientForm,
    /// Consent by purpose.
    pub standings: Vec<PurposeStanding>,
    /// Acts of consent, newest first.
    pub consents: Vec<ConsentRow>,
    /// What was entered and changed, newest first.
    pub history: Vec<HistoryRow>,
    /// Who looked, newest first.
    pub seen: Vec<SeenRow>,
    /// Fields for which two desks said different things.
    pub questions: Vec<QuestionView>,
    /// Data destroyed, later entries wait for a manager.
    pub destroyed: bool,
    /// Written by a newer program: read-only.
    pub needs_update: bool,
}

/// Consent to one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PurposeStanding {
    /// Name of the purpose; words under `consent-purpose-<name>`.
    pub purpose: String,
    /// In a word.
    pub standing: Standing,
}

/// One act of consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ConsentRow {
    /// The entry.
    pub entry: Hash,
    /// `given`, `refused`, `withdrawn`.
    pub act: String,
    /// Names of the purposes; empty means all.
    pub purposes: Vec<String>,
    /// Date on it, worded.
    pub given_on: String,
    /// When it was recorded, worded.
    pub recorded_at: String,
    /// Who recorded it.
    pub by: String,
    /// `screen`, `paper`, `post`, `email`.
    pub channel: String,
    /// Revision of the policy shown.
    pub policy: String,
    /// «Ошибочно внесено», with the reason.
    pub annulled: Option<String>,
    /// This person may mark it as recorded by mistake.
    pub may_annul: bool,
}

/// One line of a card's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct HistoryRow {
    /// The entry.
    pub entry: Hash,
    /// When, worded.
    pub at: String,
    /// Who.
    pub by: String,
    /// Which desk.
    pub desk: String,
    /// `registered`, `amended`.
    pub act: String,
    /// What changed.
    pub changes: Vec<ChangeView>,
    /// Why.
    pub reason: String,
}

/// One changed field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ChangeView {
    /// Field of the form; words under `card-field-<name>`.
    pub field: String,
    /// Worded new value, masked where the card masks it.
    pub value: String,
}

/// One look at the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SeenRow {
    /// When, worded.
    pub at: String,
    /// Who.
    pub by: String,
    /// Which desk.
    pub desk: String,
    /// `opened`, `revealed`, `listed`, `document`.
    pub act: String,
}

/// Two desks said different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct QuestionView {
    /// Field of the form.
    pub field: String,
    /// Candidates, the shown one first.
    pub values: Vec<String>,
}

/// The consent page as it must be shown, word for word.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ConsentPage {
    /// The version shown.
    pub policy: Hash,
    /// Language of the page.
    pub lang: Lang,
    /// Title, code, revision, date of the policy.
    pub policy_title: String,
    /// The sentence before the link.
    pub before: String,
    /// The linked last words.
    pub link: String,
    /// What follows the link.
    pub after: String,
    /// Statutory block of art. 8(4).
    pub block: String,
    /// Sentence of informed consent to medical care.
    pub care: String,
    /// Two sentences that the registrar can say aloud: kk and ru.
    pub say: Both,
}

/// A policy version.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PolicyView {
    /// The version's entry.
    pub entry: Hash,
    /// The policy.
    pub policy: Id,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day, worded.
    pub effective_from: String,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// SHA-256 of the texts.
    pub sha256: Both,
    /// It applies today.
    pub current: bool,
}

/// A rendered document.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PaperView {
    /// Pages as SVG.
    pub pages: Vec<String>,
    /// SHA-256 of the PDF.
    pub sha256: Hash,
    /// A neutral file name without a person in it.
    pub file_name: String,
}

/// Verdict on the journal, level 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct VerdictView {
    /// Key of the words: `journal-verdict-<code>`.
    pub code: String,
    /// Entries, worded.
    pub entries: String,
    /// Number of the entry concerned, worded; empty when there is none.
    pub seq: String,
    /// When it was checked, worded.
    pub at: String,
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
}

impl FormCheck {
    /// What the rules say, as a screen shows it.
    pub fn of(
        checked: crate::domain::patient::Checked,
        iin: Option<IinView>,
        lookalikes: Vec<PatientRow>,
    ) -> Self {
        use crate::error::{Kind, Refusal};
        let warning = |warning: &crate::domain::patient::Warning| {
            Problem::of(&Refusal::at(warning.field, warning.code), Kind::Refused, "")
        };
        Self {
            problems: checked
                .refusals
                .iter()
                .map(|refusal| Problem::of(refusal, Kind::Refused, ""))
                .collect(),
            warnings: checked
                .warnings
                .iter()
                .filter(|w| w.confirm.is_some())
                .map(warning)
                .collect(),
            notices: checked
                .warnings
                .iter()
                .filter(|w| w.confirm.is_none())
                .map(warning)
                .collect(),
            repairs: checked
                .repairs
                .into_iter()
                .map(|repair| RepairView {
                    field: repair.field.to_owned(),
                    from: repair.from,
                    to: repair.to,
                })
                .collect(),
            iin,
            lookalikes,
        }
    }
}
