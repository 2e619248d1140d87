//! What the caller hands over: finished strings. Nothing is formatted, masked or decided here;
//! an empty string means "not known" and leaves its line out, or blank where a hand fills it in.

mod order;

use serde::{Deserialize, Serialize};

pub use order::{
    ActData, Label, LabelData, LabelPaper, LabelPurpose, RegistrationData, ReservedData, SlipData,
    SlipLine, Urgency,
};

/// One text in both languages of a blank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
}

impl Both {
    /// A text in both languages.
    pub fn new(kk: impl Into<String>, ru: impl Into<String>) -> Self {
        Self {
            kk: kk.into(),
            ru: ru.into(),
        }
    }
}

/// A language of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
}

/// Which number names the operator: a company has a БИН, an entrepreneur an ИИН.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorId {
    /// БИН / БСН.
    Bin,
    /// ИИН / ЖСН.
    Iin,
}

/// The laboratory as operator of personal data (Law 94-V art. 8(4)(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// Full name.
    pub name: Both,
    /// Which number stands in `number`.
    pub id: OperatorId,
    /// БИН or ИИН, 12 digits as they shall be printed.
    pub number: String,
    /// Postal address.
    #[serde(default)]
    pub address: Both,
    /// As printed, or empty.
    #[serde(default)]
    pub phone: String,
    /// Or empty.
    #[serde(default)]
    pub email: String,
    /// A training laboratory: every page of its sheets says so.
    #[serde(default)]
    pub training: bool,
}

impl Operator {
    /// A laboratory that is not known where the sheet is made: its lines are for a pen.
    pub fn unknown() -> Self {
        Self {
            name: Both::default(),
            id: OperatorId::Bin,
            number: String::new(),
            address: Both::default(),
            phone: String::new(),
            email: String::new(),
            training: false,
        }
    }
}

/// A version of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Real title.
    pub title: Both,
    /// Document code of the laboratory, or empty.
    pub code: String,
    /// Number of the revision.
    pub revision: String,
    /// Day from which it applies, as printed.
    pub effective: String,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
    /// Where the present version stands on the web, or empty.
    #[serde(default)]
    pub url: String,
}

/// A patient, as the sheet may show them (the caller masks).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Surname, given name, patronymic where there is one.
    pub name: String,
    /// As printed, full or masked; empty leaves a blank or nothing.
    pub iin: String,
    /// As printed; empty leaves a blank or nothing.
    pub birth_date: String,
}

/// A worker as they stand on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Surname and initials, or full.
    pub name: String,
    /// Role or position.
    pub role: Both,
}

/// The recovery kit: whoever holds this sheet opens the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitData {
    /// Whose base it opens.
    pub operator: Operator,
    /// Day of making, as printed.
    pub made_on: String,
    /// Eight groups of six digits.
    pub groups: [String; 8],
    /// 12 characters of Crockford base32.
    pub fingerprint: String,
    /// `AGE-SECRET-KEY-1…`, upper case.
    pub age_key: String,
}

/// The sheet that a patient signs by hand; its boxes are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentData {
    /// Number of the blank, or empty.
    pub number: String,
    /// Blanks for a pen: a sheet for each number, in place of one sheet.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// The laboratory.
    pub operator: Operator,
    /// The version that the signature refers to.
    pub policy: Policy,
    /// Empty strings leave lines for a pen.
    pub person: Person,
    /// Others for whom the same signature stands.
    #[serde(default)]
    pub others: Vec<Person>,
    /// Who signs for the person: name and ground; empty when the person signs.
    #[serde(default)]
    pub giver: Both,
    /// The exact checkbox sentence.
    pub sentence: Both,
    /// The statutory block of art. 8(4), whole.
    pub block: Both,
    /// Purposes, one each.
    pub purposes: Vec<Both>,
    /// Collected data, one each.
    pub fields: Vec<Both>,
    /// Sentence of the informed consent to medical care (Health Code art. 134(3)): its own box.
    pub care: Both,
    /// Further boxes that this laboratory really offers, one sentence each.
    pub options: Vec<Both>,
}

/// One thing that was agreed to or declined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What, in both languages.
    pub what: Both,
    /// Its state at the moment of printing.
    pub state: State,
    /// Until when, in words; empty leaves the line out.
    pub valid_until: Both,
}

/// What the person said; it names the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Agreed to something.
    Given,
    /// Was asked and agreed to nothing.
    Refused,
    /// Took a consent back.
    Withdrawn,
}

/// Consent in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Given and in force.
    Given,
    /// Expired, or given to another version.
    Stale,
    /// Was in force, then taken back.
    Withdrawn,
    /// Asked and declined.
    Refused,
    /// «Ошибочно внесено»: never was a consent.
    Mistaken,
}

/// What the patient takes home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptData {
    /// Number of the receipt, or empty.
    pub number: String,
    /// The laboratory.
    pub operator: Operator,
    /// The patient.
    pub person: Person,
    /// What was said.
    pub answer: Answer,
    /// What was agreed to, declined or taken back.
    pub items: Vec<Item>,
    /// The version shown.
    pub policy: Policy,
    /// When it was given, as printed.
    pub given_at: String,
    /// When it was recorded, as printed.
    pub recorded_at: String,
    /// Language in which the text was shown.
    pub language: Lang,
    /// Screen, paper, post, e-mail: in words.
    pub channel: Both,
    /// Who answered for the person, and on what ground; empty when the person did.
    pub giver: Both,
    /// Who took it.
    pub taken_by: Actor,
    /// Working days which the law gives for a withdrawal, as printed (art. 8(7)).
    pub withdrawal_days: String,
    /// Hashes of the journal entries, 64 hex digits each.
    pub entries: Vec<String>,
}

/// A text that was shown, word for word, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Its place on the page («текст у отметки», «сведения по закону»).
    pub what: Both,
    /// Language of the text.
    pub lang: Lang,
    /// The text itself; line breaks are kept.
    pub text: String,
}

/// One more fact of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name.
    pub what: Both,
    /// Its value in both languages (the same string twice where it has no language).
    pub value: Both,
}

/// What happened to the consent afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Later {
    /// [`State::Withdrawn`], [`State::Mistaken`], …
    pub state: State,
    /// When, as printed.
    pub at: String,
    /// Who recorded it.
    pub by: Actor,
    /// Who took consent back for the person, and on what ground; empty when the person did.
    pub giver: Both,
    /// In the words of whoever gave it, or empty.
    pub reason: String,
    /// Hash of that entry, 64 hex digits.
    pub entry: String,
}

/// Whoever stood on an employer's list, and whether they came: nothing else of anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLine {
    /// Number of the row, as printed.
    pub number: String,
    /// Surname and initials; empty for somebody of whom none was given.
    pub name: String,
    /// Came that day.
    pub came: bool,
}

/// Who of an employer's list came on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedData {
    /// The laboratory.
    pub operator: Operator,
    /// Whose list.
    pub counterparty: String,
    /// The day, as printed.
    pub day: String,
    /// How many stood there, as printed.
    pub total: String,
    /// How many came, as printed.
    pub came: String,
    /// The rows.
    pub rows: Vec<ExpectedLine>,
    /// When this sheet was printed, as printed.
    pub printed_at: String,
    /// Who printed it.
    pub printed_by: Actor,
}

/// Every fact of one entry of consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceData {
    /// Number of the card, or empty.
    pub number: String,
    /// The laboratory.
    pub operator: Operator,
    /// The patient.
    pub person: Person,
    /// What the entry says.
    pub answer: Answer,
    /// At the moment of printing.
    pub state: State,
    /// Purposes of this entry.
    pub purposes: Vec<Both>,
    /// The wording, verbatim.
    pub shown: Vec<Shown>,
    /// SHA-256 of the wording in the language shown, 64 hex digits.
    pub shown_sha256: String,
    /// The version shown.
    pub policy: Policy,
    /// Language in which the text was shown.
    pub language: Lang,
    /// In words.
    pub channel: Both,
    /// When it was given, as printed.
    pub given_at: String,
    /// When it was recorded, as printed.
    pub recorded_at: String,
    /// Until when, in words; empty leaves the line out.
    pub valid_until: Both,
    /// Who recorded it.
    pub actor: Actor,
    /// Name of the desk and its id.
    pub device: String,
    /// Hash of the entry, 64 hex digits.
    pub entry: String,
    /// Place in the desk's chain («№ 1 204»), or empty.
    pub seq: String,
    /// Anything else: where the paper is filed, who signed instead.
    pub facts: Vec<Fact>,
    /// Strokes of the signature, points in a box of 1000 × 400; empty without one.
    #[serde(default)]
    pub signature: Vec<Vec<(u16, u16)>>,
    /// Withdrawn, recorded by mistake: in order of time.
    pub later: Vec<Later>,
    /// When this card was printed, as printed.
    pub printed_at: String,
    /// Who printed it.
    pub printed_by: Actor,
}

/// The head of one desk's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadLine {
    /// The desk and its site.
    pub desk: String,
    /// Its id, 32 hex digits.
    pub device: String,
    /// Number of its last entry, grouped as printed.
    pub seq: String,
    /// Hash of that entry, 64 hex digits.
    pub hash: String,
}

/// The control sheet of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlData {
    /// Whose journal.
    pub operator: Operator,
    /// The desk that prints.
    pub own: HeadLine,
    /// The number of its last entry, digits only, for the code.
    pub seq: String,
    /// Other desks.
    pub others: Vec<HeadLine>,
    /// Entries of all desks, grouped as printed.
    pub entries: String,
    /// When it was printed.
    pub printed_at: String,
    /// Who printed it.
    pub printed_by: Actor,
}

/// Which wording of the request form (AimedLab policy, annex 1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestWording {
    /// The Russian annex, word for word.
    Ru,
    /// The Kazakh annex as it was published, shorter than the Russian one.
    KkOriginal,
    /// The whole form in Kazakh.
    KkFull,
    /// The whole form in both languages.
    #[default]
    Both,
}

impl RequestWording {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::Both, Self::Ru, Self::KkFull, Self::KkOriginal];

    /// Its name on the command line and in the window.
    pub fn text(self) -> &'static str {
        match self {
            Self::Ru => "request-ru",
            Self::KkOriginal => "request-kk-original",
            Self::KkFull => "request-kk-full",
            Self::Both => "request-both",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == text)
    }
}

/// Whether somebody asks for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// For the first time.
    Initial,
    /// Again.
    Repeated,
}

/// A way in which the answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyWay {
    /// By post.
    Post,
    /// By e-mail.
    Email,
}

/// The director, each name as it shall be printed: names are never declined here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Director {
    /// Who directs: the Kazakh annex as published.
    pub nominative: Both,
    /// To whom the form is addressed: every other wording.
    pub dative: Both,
}

/// A subject's request for information about their data. What is empty stays a line for a pen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestData {
    /// The wording.
    pub wording: RequestWording,
    /// The laboratory; an empty name leaves a gap in the sentences.
    pub operator: Operator,
    /// To whom.
    pub director: Director,
    /// Surname, given name, patronymic where there is one.
    pub name: String,
    /// Which document, where it is no identity card: the form itself names that one.
    pub document: Both,
    /// Its number.
    pub document_number: String,
    /// When it was issued, as printed.
    pub document_issued_on: String,
    /// Who issued it.
    pub document_issued_by: String,
    /// ИИН as printed.
    pub iin: String,
    /// Where the person lives; line breaks are kept.
    pub address: String,
    /// As printed.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// On what ground somebody acts for the person.
    pub grounds: Both,
    /// What shows that data were processed.
    pub facts: String,
    /// What is asked for.
    pub information: String,
    /// First or again; none leaves both boxes empty.
    pub kind: Option<RequestKind>,
    /// Why again.
    pub reason: String,
    /// The boxes that are ticked.
    pub reply: Vec<ReplyWay>,
    /// Where to by post.
    pub reply_post: String,
    /// Where to by e-mail.
    pub reply_email: String,
    /// When it is signed, as printed.
    pub signed_on: String,
    /// Our number, outside of the form.
    pub number: String,
    /// When it was received, as printed, outside of the form.
    pub received_on: String,
    /// Until when it must be answered, as printed, outside of the form.
    pub due_on: String,
}

impl RequestData {
    /// A blank: of the laboratory alone.
    pub fn blank(wording: RequestWording, operator: Operator, director: Director) -> Self {
        Self {
            wording,
            operator,
            director,
            name: String::new(),
            document: Both::default(),
            document_number: String::new(),
            document_issued_on: String::new(),
            document_issued_by: String::new(),
            iin: String::new(),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            grounds: Both::default(),
            facts: String::new(),
            information: String::new(),
            kind: None,
            reason: String::new(),
            reply: Vec::new(),
            reply_post: String::new(),
            reply_email: String::new(),
            signed_on: String::new(),
            number: String::new(),
            received_on: String::new(),
            due_on: String::new(),
        }
    }
}

/// One look at a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookLine {
    /// When, as printed.
    pub at: String,
    /// Who.
    pub by: String,
    /// At which desk.
    pub desk: String,
    /// What was seen.
    pub what: Both,
}

/// Who looked at a card, for the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenData {
    /// The operator.
    pub operator: Operator,
    /// The patient's name.
    pub name: Both,
    /// Masked, or empty.
    pub iin: String,
    /// Newest first.
    pub rows: Vec<LookLine>,
    /// How many.
    pub total: String,
    /// Older looks are not on the sheet.
    pub has_more: bool,
    /// When it was printed.
    pub printed_at: String,
    /// Who printed it.
    pub printed_by: Actor,
}
