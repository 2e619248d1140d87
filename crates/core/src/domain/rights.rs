//! Who may do what: one table, role × action, and nothing else decides.
//!
//! Every door asks [`may`]: commands in `decide`, disclosures in `app/disclose.rs`, the ceremonies of
//! `desk`, annulments in `domain/consent`. Which roles an entry of a kind needs stands in
//! `event/kinds.rs`, kept for ever, and a test holds it to this table. `docs/roles.md` prints it. One
//! more action: a row here, its row in `tests/stories/roles.rs`, `TIRKEU_BLESS=1` for the page.

use crate::event::kinds::{self, Role};

macro_rules! actions {
    ($($name:ident $said:literal $registrar:ident $senior:ident $manager:ident $administrator:ident $auditor:ident
       [$($kind:ident)*];)*) => {
        /// What a person may ask of the program.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $(#[doc = $said] $name,)*
        }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The action as the table of `docs/roles.md` says it.
            pub fn said(self) -> &'static str {
                match self { $(Self::$name => $said,)* }
            }

            /// Numbers of the kinds of entries that it writes.
            pub fn writes(self) -> &'static [u16] {
                match self { $(Self::$name => &[$(kinds::$kind),*],)* }
            }
        }

        /// Whether a role includes an action.
        pub fn may(role: Role, action: Action) -> bool {
            let [registrar, senior, manager, administrator, auditor] = match action {
                $(Action::$name => [yes!($registrar), yes!($senior), yes!($manager), yes!($administrator), yes!($auditor)],)*
            };
            match role {
                Role::Registrar => registrar,
                Role::Senior => senior,
                Role::Manager => manager,
                Role::Administrator => administrator,
                Role::Auditor => auditor,
            }
        }
    };
}

macro_rules! yes {
    (x) => {
        true
    };
    (o) => {
        false
    };
}

// Columns: registrar, senior registrar, manager, administrator, auditor; `x` may, `o` may not.
actions! {
    SignIn               "sign in"                                       x x x x x [SESSION_OPENED SESSION_CLOSED];
    TakeIn               "take a patient in"                             x x x o o [PATIENT_REGISTERED LIST_OPENED LIST_SHOWN EXPECTED_ARRIVED];
    Amend                "amend a card, with every field in full"        x x x o o [PATIENT_AMENDED CARD_OPENED LIST_OPENED LIST_SHOWN];
    Represent            "say who acts for a patient"                    x x x o o [PATIENT_REGISTERED RELATION_SET RELATION_ENDED];
    Merge                "say that two cards are of one person, or of two"  o x x o o [CARDS_MERGED CARDS_PARTED];
    RecordConsent        "show the consent page and record a consent"    x x x o o [CONSENT_GIVEN CONSENT_FILED LIST_OPENED LIST_SHOWN];
    SendOtp              "send a code by SMS and hear it read back"      x x x o o [OTP_SENDING PHONE_CHECKED];
    RecordRefusal        "record a refusal"                              x x x o o [CONSENT_REFUSED NOTICE_DROPPED];
    RecordWithdrawal     "record a withdrawal"                           x x x o o [CONSENT_WITHDRAWN NOTICE_DROPPED];
    AnnulOwn             "annul a consent that the own role recorded"    x x x o o [CONSENT_ANNULLED];
    AnnulRegistrars      "annul a consent that a registrar recorded"     x x x o o [CONSENT_ANNULLED];
    AnnulAnybodys        "annul a consent whoever recorded it"           o o x o o [CONSENT_ANNULLED];
    AnnulDenial          "annul a refusal or a withdrawal"               o o x o o [CONSENT_ANNULLED];
    Search               "search for patients"                           x x x o x [LIST_OPENED LIST_SHOWN];
    OpenCard             "open a card"                                   x x x o x [CARD_OPENED];
    Reveal               "reveal a masked field"                         x x x o x [FIELD_REVEALED];
    ReleasePaper         "show, save or print a document of a patient"   x x x o o [DOCUMENT_RELEASED];
    KeepDraft            "keep, open and drop an own half-filled form"   x x x o o [CARD_OPENED];
    TakeOverDraft        "take over a colleague's half-filled form"      x x x o o [LIST_OPENED];
    CloseShift           "see what is open at the end of a shift"        x x x o o [LIST_OPENED LIST_SHOWN];
    ListExpected         "see who is expected, and take a booking in"    x x x o o [LIST_OPENED LIST_SHOWN CARD_OPENED];
    Expect               "list, import, move or cancel who is expected"  x x x o o [EXPECTED_LISTED EXPECTED_MOVED EXPECTED_CANCELLED];
    PrintExpected        "print for an employer who came"                o x x o o [LIST_OPENED LIST_SHOWN DOCUMENT_RELEASED];
    PurgeExpected        "let bookings go whose days are over"           x x x o o [EXPECTED_PURGED];
    KeepExpectedFor      "say how long bookings are kept"                o o x o o [SETTING_CHANGED];
    ImportLegacy         "bring in an old list of patients"              o o x o o [PATIENT_IMPORTED LIST_OPENED LIST_SHOWN DOCUMENT_RELEASED];
    Destroy              "destroy a person's data"                       o o x o o [SUBJECT_DESTROYED];
    SeeToday             "see the day in figures that name nobody"       o x x o x [];
    ReadJournal          "read the journal"                              o x x o x [LIST_OPENED];
    PrintControlSheet    "print the control sheet of the journal"       o x x o o [DOCUMENT_RELEASED];
    SetUsual             "say what is usual in the journal"             o o x o o [SETTING_CHANGED];
    ExportJournal        "export the journal without bodies"             o o x o x [JOURNAL_EXPORTED];
    ExportBodies         "export the journal with everybody's data"      o o x o o [JOURNAL_EXPORTED];
    Verify               "verify the journal"                            x x x x x [];
    PublishPolicy        "publish a policy"                              o o x o o [POLICY_PUBLISHED];
    PublishDocument      "publish an internal document"                  o o x o o [DOCUMENT_PUBLISHED];
    SignDocument         "sign that a document was read"                 x x x x x [ACQUAINTANCE_SIGNED];
    ReadRegister         "read who has read which document"              o o x o x [];
    RecordTraining       "record a training"                             o o x o o [TRAINING_RECORDED];
    SeeServices          "see services and prices"                       x x x o x [];
    SetServices          "bring in, amend and withdraw services and prices" o o x o o [PRICE_LIST_ISSUED PRICE_LIST_ROWS PRICE_LIST_WITHDRAWN SERVICE_SET SERVICE_DROPPED TUBE_DESCRIBED SETTING_CHANGED DOCUMENT_RELEASED];
    ListOrders           "see orders, and one in full"                   x x x o x [LIST_OPENED LIST_SHOWN CARD_OPENED];
    PlaceOrder           "place, change, pay and cancel an order"        x x x o o [ORDER_PLACED ORDER_ENTERED ORDER_CHANGED ORDER_CANCELLED ORDER_PAID ORDER_UNPAID];
    ReserveNumbers       "set numbers aside for a day on paper"          o x x o o [NUMBERS_RESERVED];
    MarkReady            "mark orders as ready, also from a file"        x x x o o [ORDER_READY ORDER_REOPENED NOTICE_QUEUED DOCUMENT_RELEASED];
    ListNotices          "see messages"                                  x x x o x [LIST_OPENED LIST_SHOWN];
    Tell                 "queue a message, send it once more, take it back" x x x o o [NOTICE_QUEUED NOTICE_DROPPED];
    TakeOverNotice       "let another desk send a message"               o o x o o [NOTICE_TAKEN_OVER];
    SetChannels          "say through what messages go, when and in which words" o o x o o [SETTING_CHANGED];
    HandOver             "hand an order over"                            x x x o o [ORDER_HANDED_OVER];
    MoveOrder            "move an order to another card"                 x x x o o [ORDER_MOVED_OUT ORDER_MOVED_IN];
    AllowAnonymous       "say whether orders without a card are taken"   o o x o o [SETTING_CHANGED];
    DescribeOrganisation "describe the organisation"                     o o x o o [ORGANISATION_DESCRIBED];
    NameDirector         "name the director whom papers address"         o o x o o [SETTING_CHANGED];
    SetDataList          "say what is collected and offered"             o o x o o [SETTING_CHANGED];
    DescribeStaff        "name a person of the staff"                    o o x o o [STAFF_DESCRIBED];
    SetRole              "give or take a role"                           o o x o o [ROLE_SET];
    AddKey               "give a person a key on a desk"                 o o x o o [STAFF_KEY_ADDED];
    RemoveStaff          "remove a person"                               o o x o o [STAFF_REMOVED];
    EnrolDesk            "enrol a desk"                                  o o x o o [DEVICE_ENROLLED EXCHANGE_KEY_SHARED];
    RevokeDesk           "stop a desk"                                   o o x o o [DEVICE_REVOKED EXCHANGE_KEY_SHARED];
    ContinueDesk         "go on with a desk whose journal lost its end"  o o x o o [DEVICE_ENROLLED STAFF_KEY_ADDED];
    Exchange             "exchange with other desks by folder or file"   x x x x o [BUNDLE_MADE BUNDLE_TAKEN];
    KeepKit              "print the recovery sheet and type it back"     o o x o o [DOCUMENT_RELEASED BACKUP_KEY_NAMED];
    ReplaceKit           "put a new recovery sheet in the place of a lost one" o o x o o [ROOT_REPLACED];
    DescribeDesk         "describe a desk"                               o o x x o [DEVICE_DESCRIBED];
    ConfirmClock         "confirm the clock"                             o o x x o [SETTING_CHANGED];
    ChangeSettings       "change a setting of the program"               o o x x o [SETTING_CHANGED];
    SetPrinters          "say which printer takes which paper"           o x x x o [];
    Backup               "make a backup and say where backups go"        o o x x o [BACKUP_MADE SETTING_CHANGED];
    ReleaseReserve       "release the reserve of a full disk"            o o x x o [];
}

impl Action {
    /// Whether it is about patients: nobody does such a thing before having read and signed the documents in
    /// force (Law 94-V art. 25(3); AimedLab policy, section 3). People, documents, settings, the clock, desks
    /// and the recovery sheet stay possible, so that a document can never lock a laboratory out.
    pub fn is_about_patients(self) -> bool {
        matches!(
            self,
            Self::TakeIn
                | Self::Amend
                | Self::Represent
                | Self::Merge
                | Self::RecordConsent
                | Self::SendOtp
                | Self::RecordRefusal
                | Self::RecordWithdrawal
                | Self::AnnulOwn
                | Self::AnnulRegistrars
                | Self::AnnulAnybodys
                | Self::AnnulDenial
                | Self::Search
                | Self::OpenCard
                | Self::Reveal
                | Self::ReleasePaper
                | Self::TakeOverDraft
                | Self::CloseShift
                | Self::ListExpected
                | Self::Expect
                | Self::PrintExpected
                | Self::ImportLegacy
                | Self::ListOrders
                | Self::PlaceOrder
                | Self::MarkReady
                | Self::ListNotices
                | Self::Tell
                | Self::TakeOverNotice
                | Self::HandOver
                | Self::MoveOrder
                | Self::Destroy
                | Self::ReadJournal
                | Self::ExportJournal
                | Self::ExportBodies
        )
    }
}

/// The screen on which a person begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// The one box.
    Intake,
    /// The day in figures.
    Today,
}

impl Role {
    /// Where somebody begins who has nothing half-typed: whoever takes patients in all day at the box, whoever answers
    /// for the laboratory at its figures.
    pub fn home(self) -> Home {
        match self {
            Self::Manager | Self::Auditor => Home::Today,
            Self::Registrar | Self::Senior | Self::Administrator => Home::Intake,
        }
    }

    /// Everything that the role includes, in the order of the table.
    pub fn actions(self) -> Vec<Action> {
        let all = Action::ALL.iter().copied();
        all.filter(|action| may(self, *action)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kinds::REGISTRY;

    /// What is wider in the registry than at the doors. The first version let everybody export the
    /// journal without bodies, and what was in order then stays in order.
    const OF_BEFORE: &[(u16, Role)] = &[(kinds::JOURNAL_EXPORTED, Role::Registrar)];

    /// Signed by the root, in no action of a person.
    const OF_THE_ROOT: &[u16] = &[kinds::ORG_FOUNDED];

    #[test]
    fn the_roles_of_every_kind_follow_from_the_table() {
        for row in REGISTRY.iter().filter(|row| !row.roles.is_empty()) {
            if OF_THE_ROOT.contains(&row.number) {
                assert_eq!(row.roles, [Role::Manager], "{}", row.name);
                continue;
            }
            let doors = Role::ALL.into_iter().filter(|role| {
                let writes = |action: &Action| action.writes().contains(&row.number);
                role.actions().iter().any(writes) || OF_BEFORE.contains(&(row.number, *role))
            });
            assert_eq!(row.roles, doors.collect::<Vec<_>>(), "{}", row.name);
        }
    }

    #[test]
    fn what_writes_of_a_patient_or_reads_one_is_about_patients() {
        for action in Action::ALL {
            let kinds = action.writes().iter().filter_map(|kind| kinds::spec(*kind));
            let mut of_people = kinds.filter(|row| {
                row.subject.is_person()
                    || row.subject == kinds::SubjectKind::Any
                    || row.class == DISCLOSURE_CLASS
            });
            let about = of_people.next().is_some() && !APART.contains(action);
            assert_eq!(action.is_about_patients(), about, "{action:?}");
        }
    }

    /// Retention class of disclosures.
    const DISCLOSURE_CLASS: u8 = 4;

    /// The sheets of the kit and of the journal are nobody's card. A kept form is kept and dropped whatever was read, so that no half-typed
    /// word is lost; what it says is told by the door itself.
    /// Bookings whose days are over go whatever was read, or they would stay.
    /// Rows of a price list speak of nobody.
    const APART: [Action; 5] = [
        Action::SetServices,
        Action::KeepKit,
        Action::KeepDraft,
        Action::PurgeExpected,
        Action::PrintControlSheet,
    ];

    #[test]
    fn nobody_but_the_taking_roles_writes_about_patients() {
        for role in [Role::Administrator, Role::Auditor] {
            for action in role.actions() {
                let ordered = action.writes().iter().filter_map(|kind| kinds::spec(*kind));
                let mut of_people = ordered.filter(|row| {
                    row.subject.is_person() && row.fold == crate::event::kinds::Fold::Ordered
                });
                assert!(of_people.next().is_none(), "{role:?} {action:?}");
            }
        }
        let technical = [
            Action::SignIn,
            Action::Verify,
            Action::SignDocument,
            Action::Exchange,
            Action::DescribeDesk,
            Action::ConfirmClock,
            Action::ChangeSettings,
            Action::SetPrinters,
            Action::Backup,
            Action::ReleaseReserve,
        ];
        assert_eq!(
            Role::Administrator.actions(),
            technical,
            "no search, no card, no paper, no bodies"
        );
        assert_eq!(
            Role::Manager.actions(),
            Action::ALL,
            "somebody may everything"
        );
    }
}
