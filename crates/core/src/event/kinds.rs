//! The kinds registry: one row for each kind of entry, kept for ever.
//!
//! `docs/journal-format.md` prints the same table and a test compares the two. To add a kind: take a
//! free number of its block, add the row here and in the document, add its body in the file of its
//! noun and its arm in [`super::Event`]. Numbers are never reused.

/// What a kind's subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// The desk itself.
    Device,
    /// The roster; its id is the organisation's.
    Roster,
    /// A patient's card.
    Patient,
    /// How two cards belong together; its id is made of theirs.
    Relation,
    /// Somebody who is expected and has no card yet.
    Expected,
    /// A member of staff.
    Staff,
    /// A privacy policy.
    Policy,
    /// An internal document of the laboratory.
    Document,
    /// A version of the price list.
    PriceList,
    /// A service; its id is made of its code.
    Service,
    /// A tube; its id is made of its word.
    Tube,
    /// The patient's card to which an order belongs; an order without a card is a subject of its own.
    Order,
    /// Numbers that were set aside together: of nobody.
    Numbers,
    /// A one-time code: of nobody who is named.
    Otp,
    /// A group of settings.
    Setting,
    /// The session in which several people were listed, exported or printed.
    Session,
    /// Any subject that can be erased.
    Any,
}

impl SubjectKind {
    /// Whether an act of destruction reaches entries of such kinds: those about people. Staff, desks,
    /// policies and settings have terms of their own.
    pub fn is_person(self) -> bool {
        matches!(
            self,
            Self::Patient | Self::Relation | Self::Expected | Self::Order
        )
    }
}

/// How entries of a kind fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// By refs, in topological order.
    Ordered,
    /// In any order: no refs, never a tip.
    Set,
}

/// Whether a person's session stands behind the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionRule {
    /// A person acted.
    Required,
    /// The desk acted by itself.
    None,
    /// Both happen.
    Either,
}

/// What a member of staff may do; the number is stored.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    specta::Type,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Role {
    /// Takes patients in.
    Registrar = 1,
    /// A registrar who also corrects what registrars recorded and reads the journal.
    Senior = 2,
    /// Manages the laboratory.
    Manager = 3,
    /// Looks after desks, clocks and settings, and sees no patient.
    Administrator = 4,
    /// Reads and writes nothing but what it read.
    Auditor = 5,
}

impl Role {
    /// Every role, by number.
    pub const ALL: [Self; 5] = [
        Self::Registrar,
        Self::Senior,
        Self::Manager,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The stored number of "none".
    pub const NONE: u8 = 0;

    /// Reads the stored number; `None` for "none" and for a role of a newer program, which gives no right here.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| *role as u8 == code)
    }
}

/// One row of the registry.
#[derive(Debug, Clone, Copy)]
pub struct KindSpec {
    /// Number in the header.
    pub number: u16,
    /// Stable name.
    pub name: &'static str,
    /// What the subject is.
    pub subject: SubjectKind,
    /// Ordered or set.
    pub fold: Fold,
    /// Retention class.
    pub class: u8,
    /// A newer version of it closes its subject for writing.
    pub critical: bool,
    /// Takes a permission away.
    pub deny: bool,
    /// Whose entry it is.
    pub session: SessionRule,
    /// Roles that may make it; empty for entries of the desk itself.
    pub roles: &'static [Role],
    /// The body is needed to verify the journal and is never erased or withheld.
    pub body_kept: bool,
    /// Newest version of the body that this program knows.
    pub version: u8,
}

impl KindSpec {
    /// The header flags that the registry demands.
    pub fn flags(&self) -> u8 {
        let critical = if self.critical {
            crate::journal::header::CRITICAL
        } else {
            0
        };
        let deny = if self.deny {
            crate::journal::header::DENY
        } else {
            0
        };
        critical | deny
    }
}

const DESK: &[Role] = &[];
const EACH: &[Role] = &Role::ALL;
const STAFF: &[Role] = &[Role::Registrar, Role::Senior, Role::Manager];
const READERS: &[Role] = &[Role::Registrar, Role::Senior, Role::Manager, Role::Auditor];
const LEADING: &[Role] = &[Role::Senior, Role::Manager];
const MANAGER: &[Role] = &[Role::Manager];
const TENDING: &[Role] = &[Role::Manager, Role::Administrator];
/// Whoever may bring what other desks wrote: an auditor only reads.
const CARRIERS: &[Role] = &[
    Role::Registrar,
    Role::Senior,
    Role::Manager,
    Role::Administrator,
];
/// A registrar's export is one of the first version: it stays in order though no door writes it.
const EXPORTING: &[Role] = &[Role::Registrar, Role::Manager, Role::Auditor];

macro_rules! kinds {
    ($($konst:ident $number:literal $name:literal $subject:ident $fold:ident $class:literal $critical:literal $deny:literal
       $session:ident $roles:ident $kept:literal $version:literal;)*) => {
        $(#[doc = concat!("`", $name, "`.")] pub const $konst: u16 = $number;)*
        /// Every known kind, by number.
        pub const REGISTRY: &[KindSpec] = &[$(KindSpec {
            number: $number, name: $name, subject: SubjectKind::$subject, fold: Fold::$fold, class: $class,
            critical: $critical, deny: $deny, session: SessionRule::$session, roles: $roles, body_kept: $kept, version: $version,
        }),*];
    };
}

// const           number  name                     subject  fold    class critical deny  session  roles   body kept  newest version
kinds! {
    GENESIS         0x0000 "genesis"                Device   Set     0 false false None     DESK    true 1;
    SESSION_OPENED  0x0001 "session_opened"         Device   Set     0 false false Required EACH    true 1;
    SESSION_CLOSED  0x0002 "session_closed"         Device   Set     0 false false Either   EACH    true 1;
    CHECKPOINT      0x0003 "checkpoint"             Device   Set     0 false false None     DESK    true 1;
    HEADS_SEEN      0x0004 "heads_seen"             Device   Set     0 false false None     DESK    true 1;
    SIGN_IN_FAILED  0x0005 "sign_in_failed"         Device   Set     0 false false None     DESK    false 1;
    ERASURE_RECEIPT 0x0006 "erasure_receipt"        Any      Set     0 false false None     DESK    true 1;
    SUBJECT_DESTROYED 0x0007 "subject_destroyed"    Any      Ordered 6 true  true  Required MANAGER true 1;
    KIT_USED        0x0008 "kit_used"               Device   Set     0 false false None     DESK    true 1;
    BACKUP_MADE     0x0009 "backup_made"            Device   Set     0 false false Either   TENDING true 1;
    BUNDLE_MADE     0x000A "bundle_made"            Device   Set     0 false false Required CARRIERS true 1;
    BUNDLE_TAKEN    0x000B "bundle_taken"           Device   Set     0 false false Required CARRIERS true 1;
    ORG_FOUNDED     0x0040 "org_founded"            Roster   Ordered 0 true  false Either   MANAGER true 1;
    ROOT_REPLACED   0x0041 "root_replaced"          Roster   Ordered 0 true  false Either   MANAGER true 1;
    DEVICE_ENROLLED 0x0042 "device_enrolled"        Roster   Ordered 0 true  false Either   MANAGER true 1;
    DEVICE_REVOKED  0x0043 "device_revoked"         Roster   Ordered 0 true  true  Required MANAGER true 1;
    ROLE_SET        0x0044 "role_set"               Roster   Ordered 0 true  false Either   MANAGER true 1;
    STAFF_KEY_ADDED 0x0045 "staff_key_added"        Roster   Ordered 0 true  false Either   MANAGER true 1;
    STAFF_REMOVED   0x0046 "staff_removed"          Roster   Ordered 0 true  true  Required MANAGER true 1;
    POLICY_PUBLISHED 0x0080 "policy_published"      Policy   Ordered 8 false false Required MANAGER false 1;
    DOCUMENT_PUBLISHED 0x0081 "document_published"  Document Ordered 8 false false Required MANAGER false 1;
    STAFF_DESCRIBED 0x00C0 "staff_described"        Staff    Ordered 0 false false Required MANAGER false 1;
    ACQUAINTANCE_SIGNED 0x00C1 "acquaintance_signed" Staff   Ordered 0 false false Required EACH    false 1;
    TRAINING_RECORDED 0x00C2 "training_recorded"    Staff    Ordered 0 false false Required MANAGER false 1;
    DEVICE_DESCRIBED 0x0100 "device_described"      Device   Ordered 8 false false Required TENDING false 1;
    PATIENT_REGISTERED 0x0140 "patient_registered"  Patient  Ordered 1 false false Required STAFF   false 2;
    PATIENT_AMENDED 0x0141 "patient_amended"        Patient  Ordered 1 false false Required STAFF   false 1;
    PATIENT_IMPORTED 0x0142 "patient_imported"      Patient  Ordered 1 false false Required MANAGER false 1;
    CONSENT_GIVEN   0x0180 "consent_given"          Patient  Ordered 2 false false Required STAFF   false 4;
    CONSENT_REFUSED 0x0181 "consent_refused"        Patient  Ordered 2 false true  Required STAFF   false 2;
    CONSENT_WITHDRAWN 0x0182 "consent_withdrawn"    Patient  Ordered 2 false true  Required STAFF   false 2;
    CONSENT_ANNULLED 0x0183 "consent_annulled"      Patient  Ordered 2 false false Required STAFF   false 1;
    CONSENT_FILED   0x0184 "consent_filed"          Patient  Ordered 2 false false Required STAFF   false 1;
    RELATION_SET    0x01C0 "relation_set"           Relation Ordered 1 false false Required STAFF   false 1;
    RELATION_ENDED  0x01C1 "relation_ended"         Relation Ordered 1 false false Required STAFF   false 1;
    CARDS_MERGED    0x01C2 "cards_merged"           Relation Ordered 1 false false Required LEADING false 1;
    CARDS_PARTED    0x01C3 "cards_parted"           Relation Ordered 1 false false Required LEADING false 1;
    PRICE_LIST_ISSUED 0x0200 "price_list_issued"    PriceList Ordered 8 false false Required MANAGER false 1;
    PRICE_LIST_ROWS 0x0201 "price_list_rows"        PriceList Ordered 8 false false Required MANAGER false 1;
    PRICE_LIST_WITHDRAWN 0x0202 "price_list_withdrawn" PriceList Ordered 8 false false Required MANAGER false 1;
    SERVICE_SET     0x0203 "service_set"            Service Ordered 8 false false Required MANAGER false 1;
    SERVICE_DROPPED 0x0204 "service_dropped"        Service Ordered 8 false false Required MANAGER false 1;
    TUBE_DESCRIBED  0x0205 "tube_described"         Tube    Ordered 8 false false Required MANAGER false 1;
    ORDER_PLACED    0x0240 "order_placed"           Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_CHANGED   0x0241 "order_changed"          Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_READY     0x0242 "order_ready"            Order   Ordered 3 false false Either   STAFF   false 1;
    ORDER_HANDED_OVER 0x0243 "order_handed_over"    Order   Ordered 3 false false Required STAFF   false 2;
    ORDER_CANCELLED 0x0244 "order_cancelled"        Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_REOPENED  0x0245 "order_reopened"         Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_MOVED_OUT 0x0246 "order_moved_out"        Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_MOVED_IN  0x0247 "order_moved_in"         Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_PAID      0x0248 "order_paid"             Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_UNPAID    0x0249 "order_unpaid"           Order   Ordered 3 false false Required STAFF   false 1;
    ORDER_ENTERED   0x024A "order_entered"          Order   Ordered 3 false false Required STAFF   false 1;
    NUMBERS_RESERVED 0x024B "numbers_reserved"      Numbers Ordered 8 false false Required LEADING false 1;
    NOTICE_QUEUED   0x0280 "notice_queued"          Patient  Ordered 7 false false Either   STAFF   false 1;
    NOTICE_SENDING  0x0281 "notice_sending"         Patient  Ordered 7 false false None     DESK    false 1;
    NOTICE_ANSWERED 0x0282 "notice_answered"        Patient  Ordered 7 false false None     DESK    false 1;
    NOTICE_DROPPED  0x0283 "notice_dropped"         Patient  Ordered 7 false false Either   STAFF   false 1;
    NOTICE_TAKEN_OVER 0x0284 "notice_taken_over"    Patient  Ordered 7 false false Required MANAGER false 1;
    OTP_SENDING     0x0285 "otp_sending"            Otp     Ordered 7 false false Required STAFF   false 1;
    OTP_ANSWERED    0x0286 "otp_answered"           Otp     Ordered 7 false false None     DESK    false 1;
    PHONE_CHECKED   0x0287 "phone_checked"          Patient Ordered 1 false false Required STAFF   false 1;
    LIST_OPENED     0x0380 "list_opened"            Session  Set     4 false false Required READERS false 1;
    LIST_SHOWN      0x0381 "list_shown"             Session  Set     4 false false Required READERS false 1;
    CARD_OPENED     0x0382 "card_opened"            Patient  Set     4 false false Required READERS false 1;
    FIELD_REVEALED  0x0383 "field_revealed"         Patient  Set     4 false false Required READERS false 1;
    DOCUMENT_RELEASED 0x0384 "document_released"    Patient  Set     4 false false Required STAFF   false 1;
    JOURNAL_EXPORTED 0x0385 "journal_exported"      Session  Set     4 false false Required EXPORTING false 1;
    ORGANISATION_DESCRIBED 0x03C0 "organisation_described" Setting Ordered 8 false false Required MANAGER false 1;
    SETTING_CHANGED 0x03C1 "setting_changed"        Setting  Ordered 8 false false Required TENDING false 1;
    BACKUP_KEY_NAMED 0x03C2 "backup_key_named"      Setting  Ordered 8 false false Required MANAGER true 1;
    EXCHANGE_KEY_SHARED 0x03C3 "exchange_key_shared" Setting Ordered 8 false false Required MANAGER true 1;
    EXPECTED_LISTED 0x0400 "expected_listed"        Expected Ordered 3 false false Required STAFF   false 1;
    EXPECTED_MOVED  0x0401 "expected_moved"         Expected Ordered 3 false false Required STAFF   false 1;
    EXPECTED_CANCELLED 0x0402 "expected_cancelled"  Expected Ordered 3 false false Required STAFF   false 1;
    EXPECTED_ARRIVED 0x0403 "expected_arrived"      Expected Ordered 3 false false Required STAFF   false 1;
    EXPECTED_PURGED 0x0404 "expected_purged"        Expected Ordered 6 true  false Required STAFF   true 1;
}

/// The row of a kind, `None` for a kind of a newer program.
pub fn spec(number: u16) -> Option<&'static KindSpec> {
    REGISTRY
        .binary_search_by_key(&number, |row| row.number)
        .ok()
        .map(|at| &REGISTRY[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_names_are_distinct() {
        assert!(
            REGISTRY.is_sorted_by(|a, b| a.number < b.number),
            "binary search needs ascending numbers"
        );
        let mut names: Vec<_> = REGISTRY.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REGISTRY.len());
    }

    #[test]
    fn only_ordered_kinds_deny() {
        for row in REGISTRY.iter().filter(|row| row.deny || row.critical) {
            assert_eq!(row.fold, Fold::Ordered, "{}", row.name);
        }
    }
}
