//! Commands: what a screen or a headless call asks the core to write. One command, one commit.
//!
//! Decoded from JSON with unknown fields refused; strings arrive as typed and are judged by
//! `domain`. A command never shares a struct with an event or a view.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::expected::ExpectedForm;
use crate::domain::order::{HandOverForm, OrderForm};
use crate::domain::patient::PatientForm;
use crate::domain::representative::RepresentativeForm;
use crate::domain::service::ServiceForm;
use crate::domain::service::tube::TubeForm;
use crate::domain::trail::unusual::Unusual;
use crate::domain::trail::{Doing, Outcome};
use crate::event::kinds::Role;
use crate::id::{DeviceId, Hash, Id, StaffId, SubjectId};
use crate::words::{Both, Lang};

/// A command or a form from JSON; `None` when it is not one.
///
/// Fields are read by their names only: serde would take a list for them too, in the order of their declaration,
/// and an empty one for a form with nothing in it.
pub fn read<T: DeserializeOwned + Serialize>(json: &[u8]) -> Option<T> {
    let meant: T = serde_json::from_slice(json).ok()?;
    let typed: Value = serde_json::from_slice(json).ok()?;
    let again = serde_json::to_value(&meant).ok()?;
    has_lists_of(&typed, &again).then_some(meant)
}

/// Where one is a list, the other is one too.
fn has_lists_of(typed: &Value, meant: &Value) -> bool {
    match (typed, meant) {
        (Value::Array(typed), Value::Array(meant)) => {
            typed.len() == meant.len() && typed.iter().zip(meant).all(|(a, b)| has_lists_of(a, b))
        }
        (Value::Array(_), _) => false,
        (Value::Object(typed), Value::Object(meant)) => typed.iter().all(|(name, typed)| {
            meant
                .get(name)
                .is_some_and(|meant| has_lists_of(typed, meant))
        }),
        _ => true,
    }
}

/// Everything that can be written.
#[allow(
    clippy::large_enum_variant,
    reason = "one command at a time is read and carried out; a box would only be in the way"
)]
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Takes a patient in: a new card or an amendment of a known one, with what was said about consent.
    Intake {
        /// The known card; absent for a new one.
        card: Option<SubjectId>,
        /// The form as typed.
        patient: PatientForm,
        /// Why a known card changes; needed only when it does.
        reason: String,
        /// Who acts for the person, where that is said anew.
        #[serde(default)]
        representative: Option<RepresentativeForm>,
        /// What the person said.
        consent: Option<ConsentForm>,
        /// The booking with which the person came.
        #[serde(default)]
        expected: Option<SubjectId>,
        /// What is ordered.
        #[serde(default)]
        order: Option<OrderForm>,
    },
    /// Amends a card.
    Amend {
        /// The card.
        card: SubjectId,
        /// The whole form as typed; only differences are stored.
        patient: PatientForm,
        /// Why.
        reason: String,
    },
    /// Of a field for which two desks said different things, what one of them said is so.
    Settle {
        /// The card.
        card: SubjectId,
        /// The field.
        field: String,
        /// The entry that says it; none while none is chosen.
        entry: Option<Hash>,
        /// Every entry that was shown: where there is one more by now, somebody has to look again.
        seen: Vec<Hash>,
        /// How it is known.
        reason: String,
    },
    /// Consent, or a refusal, of a known patient.
    Consent {
        /// The card.
        card: SubjectId,
        /// What the person said.
        consent: ConsentForm,
    },
    /// Somebody acts for a known patient.
    Represent {
        /// The patient's card.
        card: SubjectId,
        /// Who, and on what ground.
        representative: RepresentativeForm,
    },
    /// Somebody no longer acts for a patient.
    EndRelation {
        /// The patient's card.
        card: SubjectId,
        /// The card of whoever acted.
        representative: SubjectId,
        /// Why.
        reason: String,
    },
    /// Two cards are of one person; both stay as they are.
    Merge {
        /// The card from which it is said.
        card: SubjectId,
        /// The other card; none while none is chosen.
        with: Option<SubjectId>,
        /// How it is known.
        reason: String,
    },
    /// Two cards are of two people after all.
    Part {
        /// The card from which it is said.
        card: SubjectId,
        /// The other card.
        from: SubjectId,
        /// How it is known.
        reason: String,
    },
    /// The signed paper of an act was put into its folder.
    FilePaper {
        /// The card.
        card: SubjectId,
        /// The consent act.
        target: Hash,
        /// Folder and sheet.
        paper_place: String,
    },
    /// Which further fields this laboratory collects (Law 94-V art. 7(9)).
    DataList {
        /// Names of the fields.
        fields: Vec<String>,
    },
    /// Which further purposes the consent page offers.
    Offers {
        /// The form as typed.
        offers: OffersForm,
    },
    /// The person takes consent back.
    Withdraw {
        /// The card.
        card: SubjectId,
        /// The form as typed.
        withdrawal: WithdrawalForm,
    },
    /// «Ошибочно внесено».
    Annul {
        /// The card.
        card: SubjectId,
        /// The consent act.
        target: Hash,
        /// Why.
        reason: String,
    },
    /// Publishes a version of the policy.
    PublishPolicy {
        /// The version.
        policy: PolicyForm,
    },
    /// Publishes a version of an internal document.
    PublishDocument {
        /// The version.
        document: DocumentForm,
    },
    /// The person who works has read a document.
    SignDocument {
        /// The version: the entry that published it.
        document: Hash,
        /// Language of the text that was read.
        language: Lang,
        /// The tick at its foot; never preset.
        read: bool,
    },
    /// Records a training of a person.
    RecordTraining {
        /// Who took part.
        staff: StaffId,
        /// What it was about.
        topic: String,
        /// Date as typed.
        held_on: String,
        /// Who held it.
        held_by: String,
    },
    /// When the curtain falls by itself.
    SetCover {
        /// Minutes as typed, 1–15.
        minutes: String,
    },
    /// Which hours are worked, and above how many cards an hour the journal's reader is told.
    SetUsual {
        /// The first hour of work as typed, 0–23.
        hours_from: String,
        /// The hour at which work has ended as typed, 1–24.
        hours_to: String,
        /// Cards an hour as typed.
        cards_an_hour: String,
    },
    /// Describes the organisation.
    DescribeOrganisation {
        /// The form as typed.
        organisation: OrganisationForm,
    },
    /// Who directs the laboratory, as papers address them.
    NameDirector {
        /// The names as typed.
        director: DirectorForm,
    },
    /// «Часы исправлены»: the clock is right, the time of the last entries was wrong.
    ConfirmClock {
        /// Today's date as the manager knows it.
        today: String,
    },
    /// Lets a further desk act.
    EnrolDevice {
        /// Its id.
        device: DeviceId,
        /// Its Ed25519 key.
        ed25519: Hash,
        /// Its X25519 key.
        x25519: Hash,
        /// Number of the site.
        site: u16,
        /// Number prefix, 100–999.
        prefix: u16,
    },
    /// Stops a desk after an entry.
    RevokeDevice {
        /// Its id.
        device: DeviceId,
        /// Last accepted seq; absent when nothing of it counts.
        last_seq: Option<u32>,
    },
    /// Gives or takes a role.
    SetRole {
        /// Who.
        staff: StaffId,
        /// Absent takes the role away.
        role: Option<Role>,
    },
    /// Adds a person's keys for one desk.
    AddStaffKey {
        /// Who.
        staff: StaffId,
        /// Where.
        device: DeviceId,
        /// Ed25519 key.
        ed25519: Hash,
        /// X25519 key.
        x25519: Hash,
    },
    /// Names a member of staff.
    DescribeStaff {
        /// Who.
        staff: StaffId,
        /// Full name.
        name: String,
    },
    /// Ends a person's access.
    RemoveStaff {
        /// Who.
        staff: StaffId,
    },
    /// Destroys a subject's data.
    Destroy {
        /// Whose.
        subject: SubjectId,
        /// 1–4, see `event::erasure::basis`.
        basis: u8,
        /// Number of the act.
        act: String,
    },
    /// Somebody is expected.
    Expect {
        /// The form as typed.
        expected: ExpectedForm,
    },
    /// Rows of a list, at most as many as one commit takes; whoever stands there already is left out.
    ExpectMany {
        /// The rows.
        rows: Vec<ExpectedForm>,
    },
    /// Somebody is expected on another day.
    MoveExpected {
        /// Who.
        expected: SubjectId,
        /// The day as typed.
        planned_on: String,
    },
    /// Somebody is not expected any more.
    CancelExpected {
        /// Who.
        expected: SubjectId,
        /// Why.
        reason: String,
    },
    /// How long bookings are kept after their day.
    KeepExpectedFor {
        /// Days as typed, 1–365.
        days: String,
    },
    /// From a day on a service is as the form says.
    SetService {
        /// Its code; empty for a new one.
        was: String,
        /// The first day as typed; empty means today, or the first day of a list that waits.
        from: String,
        /// All of it.
        service: ServiceForm,
    },
    /// From a day on a service is not offered.
    DropService {
        /// Its code.
        code: String,
        /// The first day as typed; empty means today.
        from: String,
        /// Why.
        reason: String,
    },
    /// A version of the price list was issued by mistake.
    WithdrawPriceList {
        /// The version.
        list: Id,
        /// Why.
        reason: String,
    },
    /// Names tubes.
    SetTubes {
        /// New ones, and those that are said anew.
        tubes: Vec<TubeForm>,
    },
    /// Which services stand at the nine digits.
    SetFavourites {
        /// Their codes, empty where none stands.
        codes: Vec<String>,
    },
    /// An order for a known patient.
    PlaceOrder {
        /// The card.
        card: SubjectId,
        /// The form as typed.
        order: OrderForm,
    },
    /// An order for nobody who is named: a number and a claim code.
    PlaceAnonymous {
        /// The form as typed.
        order: OrderForm,
    },
    /// Services, payer or time of an order said anew.
    ChangeOrder {
        /// Which.
        order: OrderName,
        /// All of it as typed.
        form: OrderForm,
        /// Why.
        reason: String,
    },
    /// The results of an order are there.
    MarkReady {
        /// Which.
        order: OrderName,
    },
    /// The person is told that their order is ready.
    Tell {
        /// Which order.
        order: OrderName,
        /// How.
        tell: TellForm,
    },
    /// A message that waits is taken from the queue.
    TakeBackNotice {
        /// The card.
        card: SubjectId,
        /// The message.
        notice: Id,
    },
    /// This desk sends a message that waits for another one.
    TakeOverNotice {
        /// The card.
        card: SubjectId,
        /// The message.
        notice: Id,
    },
    /// When messages go, to whom, and in which words.
    SetNotices {
        /// The form as typed.
        notices: NoticesForm,
    },
    /// An order is taken home.
    HandOver {
        /// Which.
        order: OrderName,
        /// To whom, and what was looked at.
        form: HandOverForm,
    },
    /// Nothing comes of an order.
    CancelOrder {
        /// Which.
        order: OrderName,
        /// Why.
        reason: String,
    },
    /// The last mark of an order was a mistake.
    ReopenOrder {
        /// Which.
        order: OrderName,
        /// Why.
        reason: String,
    },
    /// An order is paid; the till is another machine.
    PayOrder {
        /// Which.
        order: OrderName,
        /// Whole tenge as typed; empty means what is owed.
        #[serde(default)]
        amount: String,
        /// Number of the till receipt.
        receipt: String,
    },
    /// The paid mark was a mistake, or the money went back.
    UnpayOrder {
        /// Which.
        order: OrderName,
        /// Why.
        reason: String,
    },
    /// «Перенести заказ»: it belongs to another card.
    MoveOrder {
        /// Which.
        order: OrderName,
        /// The card to which it goes; none while none is chosen.
        to: Option<SubjectId>,
        /// Consents of the first card that were recorded there by mistake.
        #[serde(default)]
        annul: Vec<Hash>,
        /// Why.
        reason: String,
    },
    /// Numbers of this desk are set aside for a day on paper.
    ReserveNumbers {
        /// How many, as typed.
        count: String,
    },
    /// Whether orders without a card are taken.
    AllowAnonymous {
        /// They are.
        allowed: bool,
    },
}

/// Which order is meant: by its number as typed or scanned, or by its id where somebody chose among several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct OrderName {
    /// Its number.
    pub number: String,
    /// Its id; `number` is not asked then.
    pub id: Option<Id>,
    /// The card on which it stands, where it may be several.
    pub of: Option<SubjectId>,
}

impl OrderName {
    /// By its number.
    pub fn number(number: &str) -> Self {
        Self {
            number: number.to_owned(),
            ..Self::default()
        }
    }
}

/// Which orders a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct OrdersForm {
    /// `all`, `unpaid`, `questioned`, or the name of a state.
    pub filter: String,
    /// A number; the filter is not asked then.
    pub number: String,
    /// Where the page begins, as the page before it said.
    pub after: String,
}

/// How a file of ready marks is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ReadyForm {
    /// For each column `number`, or nothing.
    pub columns: Vec<String>,
    /// The first row names the columns.
    pub has_header: bool,
}

/// What a person said about consent, as the page recorded it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ConsentForm {
    /// `given`, `refused`.
    pub answer: String,
    /// The tick beside the sentence about personal data; never preset.
    pub personal_data: bool,
    /// The tick of informed consent to medical care.
    pub care: bool,
    /// `screen`, `patient_screen`, `sms`, `paper`.
    pub channel: String,
    /// Language of the page that was shown.
    pub language: Option<Lang>,
    /// The policy version that was shown.
    pub policy: Option<Hash>,
    /// The page that stood on the screen when the box was ticked: its `sha256`. Absent for paper.
    pub page: Option<Hash>,
    /// Date on the paper as typed; empty on the screen.
    pub given_on: String,
    /// Names of the further purposes that were ticked; never preset.
    pub optional: Vec<String>,
    /// Who answered: `representative`, or empty for the person.
    pub by: String,
    /// The card of the representative, of several that are known; empty takes the one that is typed or the only one.
    pub giver: Option<SubjectId>,
    /// Cards of others for whom the same representative answers, named on the same page: one answer for all of them.
    pub others: Vec<SubjectId>,
    /// Who read the page aloud.
    pub reader: String,
    /// Who helped to tick and to sign.
    pub helper: String,
    /// Who was there as a witness.
    pub witness: String,
    /// Who came along without acting for the person.
    pub companion: String,
    /// The signature drawn on the patient's screen, see `domain::consent::signature`.
    pub signature: String,
    /// The code that was read back, of an answer by SMS.
    pub otp: Option<Id>,
    /// Folder and sheet where the paper is filed.
    pub paper_place: String,
    /// The signature on paper was seen.
    pub signature_seen: bool,
    /// Why the person refused, in their words.
    pub reason: String,
    /// On refusal: `signed`, `worker_alone`.
    pub refusal_signed: String,
}

/// What a person takes back, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct WithdrawalForm {
    /// Names of the purposes; empty means all.
    pub purposes: Vec<String>,
    /// `counter`, `post`, `email`, `paper`.
    pub channel: String,
    /// Date as typed; empty means today.
    pub given_on: String,
    /// In the person's words.
    pub reason: String,
    /// Who takes it back: `person`, `representative`; empty where nobody said.
    pub by: String,
    /// The card of the representative, of several that are known; empty takes the only one.
    pub giver: Option<SubjectId>,
}

/// Which paper is asked for: of a card, of an order on it, or of somebody who has no card yet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct PaperForm {
    /// `consent`, `receipt`, `evidence`, `label`, `slip`.
    pub document: String,
    /// Whose; absent for somebody who has no card yet.
    pub card: Option<SubjectId>,
    /// The half-filled form of somebody who has no card yet, and who acts for them.
    pub typed: Option<PageForm>,
    /// The act of consent that is shown.
    pub entry: Option<Hash>,
    /// The order of labels and slip, on that card.
    pub order: Option<Id>,
    /// Words of the tubes to be labelled; none is every one.
    pub tubes: Vec<String>,
}

/// Which sheet of the office is asked for. It stands on no list of what is to be printed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(tag = "sheet", rename_all = "snake_case", deny_unknown_fields)]
pub enum OfficeForm {
    /// Who of an employer's list came on a day.
    Expected {
        /// As typed.
        day: String,
        /// The employer, as the list names it.
        counterparty: String,
    },
    /// The form by which a person exercises their rights.
    Request {
        /// `request-both`, `request-ru`, `request-kk-full`, `request-kk-original`.
        wording: String,
        /// Whose; a blank without one.
        card: Option<SubjectId>,
    },
    /// The control sheet of the journal.
    Control {},
    /// Who looked at a card.
    Seen {
        /// Whose.
        card: SubjectId,
    },
}

/// Whose consent page is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct PageForm {
    /// The opened card; absent for somebody who has none.
    pub card: Option<SubjectId>,
    /// The form as typed; absent when the card speaks for itself.
    pub patient: Option<PatientForm>,
    /// Who acts for the person, as typed.
    pub representative: Option<RepresentativeForm>,
    /// As in [`ConsentForm`].
    pub by: String,
    /// As in [`ConsentForm`].
    pub giver: Option<SubjectId>,
    /// As in [`ConsentForm`].
    pub others: Vec<SubjectId>,
}

impl PageForm {
    /// The page of somebody who has no card and answers for themself.
    pub fn of(patient: &PatientForm) -> Self {
        Self {
            patient: Some(patient.clone()),
            ..Self::default()
        }
    }
}

/// What the consent page offers besides what the service needs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct OffersForm {
    /// Names of purposes.
    pub purposes: Vec<String>,
    /// The sender that an SMS shows: the brand that it is.
    pub sms_sender: String,
    /// The gateway that carries it.
    pub sms_gateway: String,
}

/// How a person is told that an order is ready.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct TellForm {
    /// `ready`, `part`, `late`, `call`.
    pub about: String,
    /// `sms`, `email`.
    pub channel: String,
    /// With how many cards of others that carry the address somebody looked and agreed.
    pub shared: u16,
    /// Once more although they were told.
    pub again: bool,
    /// Why once more.
    pub reason: String,
}

/// Which page of messages.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct NoticesPageForm {
    /// A state, or `untold`: orders that are ready and of which nobody was told.
    pub filter: String,
    /// Where the page before ended.
    pub after: String,
}

/// When messages go, to whom, and in which words.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct NoticesForm {
    /// First hour at which nobody is disturbed; both empty mean 21 and 8.
    pub quiet_from: String,
    /// First hour after it.
    pub quiet_to: String,
    /// Foreign numbers are written to.
    pub foreign: bool,
    /// Messages of a day, at most; empty means a thousand.
    pub cap: String,
    /// To the person; empty means our text.
    pub ready: Both,
    /// To a shared phone; empty means our text.
    pub short: Both,
    /// A part is ready; empty means our text.
    pub part: Both,
    /// It takes longer; empty means our text.
    pub late: Both,
    /// The person is asked to call; empty means our text.
    pub call: Both,
}

/// What an import says of a table and of every row of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ImportForm {
    /// For each column the name of its field, or nothing.
    pub columns: Vec<String>,
    /// The first row names the columns.
    pub has_header: bool,
    /// The day of rows that name none; empty means today.
    pub planned_on: String,
    /// The list on which they all stand.
    pub list: String,
    /// The employer or insurer of rows that name none.
    pub counterparty: String,
    /// Who pays for rows that name nobody.
    pub payer: String,
    /// Who booked, for rows that name nobody.
    pub booker: String,
}

impl ImportForm {
    /// What every row says before its own cells speak.
    pub fn for_every_row(&self) -> ExpectedForm {
        ExpectedForm {
            planned_on: self.planned_on.clone(),
            list: self.list.clone(),
            counterparty: self.counterparty.clone(),
            payer: self.payer.clone(),
            booker: self.booker.clone(),
            ..ExpectedForm::default()
        }
    }
}

/// What the import of an old list says of the table and of every row of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct LegacyForm {
    /// What the laboratory calls the list.
    pub source: String,
    /// The day as of which it speaks, in any local form.
    pub as_of: String,
    /// Language of the papers of patients whose row names none: `ru` or `kk`.
    pub language: String,
    /// For each column the name of its field, or nothing.
    pub columns: Vec<String>,
    /// The first row names the columns.
    pub has_header: bool,
    /// Rows that look like somebody's card become cards all the same.
    pub take_alike: bool,
    /// Rows in order are taken although the columns seem to shift.
    pub take_shifted: bool,
}

/// What the import of a price list says of the table and of every row of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceImportForm {
    /// What the laboratory calls the list.
    pub name: String,
    /// The first day on which it holds, in any local form.
    pub valid_from: String,
    /// For each column the name of its field, or nothing.
    pub columns: Vec<String>,
    /// The first row names the columns.
    pub has_header: bool,
    /// A name in one language alone is meant for both.
    pub one_name: bool,
    /// The list is issued without its bad rows.
    pub leave_bad: bool,
}

/// A policy version as edited.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyForm {
    /// The policy; absent for the first version.
    pub policy: Option<Id>,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// Date as typed.
    pub effective_from: String,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// Years after the last visit.
    pub years: String,
    /// Where the current version stands on the web.
    pub url: String,
    /// The manager ticked that they saw how the two texts differ.
    pub differences_seen: bool,
}

/// A version of an internal document as edited.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentForm {
    /// The document; absent for a new one.
    pub document: Option<Id>,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// Date as typed.
    pub effective_from: String,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// The manager ticked that they saw how the two texts differ.
    pub differences_seen: bool,
}

/// The organisation as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct OrganisationForm {
    /// Name in both languages.
    pub name: Both,
    /// БИН or ИИН.
    pub number: String,
    /// Address in both languages.
    pub address: Both,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// The director's name as typed. Names are never declined by the program, so each case is typed; an empty one leaves a
/// line for a pen on paper.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct DirectorForm {
    /// Who directs: «Сейтова А.Б.».
    pub nominative: Both,
    /// To whom a paper is addressed: «Сейтовой А.Б.», «А.Б. Сейтоваға».
    pub dative: Both,
}

/// First run: organisation, desk and the first manager.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct SetupForm {
    /// The laboratory.
    pub organisation: OrganisationForm,
    /// What people call the desk.
    pub desk_name: String,
    /// The site where it stands.
    pub site: String,
    /// Number prefix as typed, 100–999.
    pub prefix: String,
    /// The first manager's full name.
    pub manager_name: String,
    /// Login.
    pub login: String,
}

/// What of the journal is asked for. Nothing stands in an answer that one of these excludes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default, deny_unknown_fields)]
pub struct TrailForm {
    /// Who did it.
    pub staff: Option<StaffId>,
    /// Whom it is about.
    pub card: Option<SubjectId>,
    /// The same by the number as typed; `card` counts where both are given.
    pub iin: String,
    /// What was done.
    pub doing: Option<Doing>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// At which desk.
    pub desk: Option<DeviceId>,
    /// The first day, as typed, or empty.
    pub from: String,
    /// The last day, as typed, or empty.
    pub to: String,
    /// A ready-made view.
    pub unusual: Option<Unusual>,
}

/// A further desk that asks.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct EnrolForm {
    /// The request as it was carried.
    pub request: String,
    /// Its fingerprint as it was read out there.
    pub fingerprint: String,
    /// What people call the desk.
    pub name: String,
    /// The site where it stands.
    pub site: String,
    /// First three digits of its numbers.
    pub prefix: String,
    /// Who begins there.
    pub staff: Option<StaffId>,
}

/// Where desks meet. The secret key of a store is handed over beside it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct ExchangeForm {
    /// The path of a folder, or the address of a store; empty where they do not.
    pub folder: String,
    /// The name of the store's key.
    pub key_id: String,
    /// The store's region; empty where it has none.
    pub region: String,
}

/// What is set about a desk's backups.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct BackupForm {
    /// Path of a folder, share or stick.
    pub folder: String,
    /// Time of the day, `HH:MM`.
    pub at: String,
    /// How many days.
    pub daily: String,
    /// How many weeks.
    pub weekly: String,
    /// How many months.
    pub monthly: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn is_read<T: DeserializeOwned + Serialize>(json: &Value) -> bool {
        read::<T>(json.to_string().as_bytes()).is_some()
    }

    #[test]
    fn a_list_is_no_form() {
        assert!(is_read::<PatientForm>(&json!({ "surname": "А" })));
        for list in [json!([]), json!(["Ахметова"]), json!([[]])] {
            assert!(!is_read::<PatientForm>(&list), "{list}");
            assert!(!is_read::<SetupForm>(&list), "{list}");
            assert!(!is_read::<Command>(&list), "{list}");
        }
        let intake = |patient: Value, consent: Value| json!({ "do": "intake", "card": null, "reason": "", "patient": patient, "consent": consent });
        assert!(is_read::<Command>(&intake(json!({}), Value::Null)));
        assert!(is_read::<Command>(&intake(json!({}), json!({}))));
        assert!(!is_read::<Command>(&intake(json!([]), Value::Null)));
        assert!(!is_read::<Command>(&intake(json!({}), json!([]))));
        assert!(!is_read::<Command>(&json!(["intake", null, {}, "", null])));
        let titled = |title: Value| json!({ "do": "publish_policy", "policy": { "title": title } });
        assert!(is_read::<Command>(&titled(json!({ "kk": "а", "ru": "б" }))));
        assert!(!is_read::<Command>(&titled(json!(["а", "б"]))));
    }

    #[test]
    fn a_list_that_is_meant_stays_one() {
        let card = "0".repeat(32);
        let withdraw = json!({
            "do": "withdraw", "card": card,
            "withdrawal": { "purposes": ["care", "personal_data"], "channel": "counter" },
        });
        assert!(is_read::<Command>(&withdraw));
        assert!(
            read::<Command>(b"{\"do\":\"intake\",\"reason\":\"\",\"reason\":\"\"}").is_none(),
            "a field twice"
        );
    }
}
