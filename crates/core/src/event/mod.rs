//! Events: what an entry means. One codec per kind and version, kept for ever.
//!
//! The journal stores facts, never sentences; the one exception is the wording that a person
//! consented to, because there the wording is the fact. This room only grows. No rules, no SQL.

pub mod codec;
pub mod consent;
pub mod desk;
pub mod disclosure;
pub mod erasure;
pub mod exchange;
pub mod expected;
#[cfg(test)]
mod golden;
pub mod kinds;
pub mod lab;
pub mod notice;
pub mod order;
pub mod otp;
pub mod patient;
pub mod reading;
pub mod relation;
pub mod roster;
pub mod service;

use crate::journal::{Body, Entry, Malformed, body::FMT_CBOR};
use codec::{decode, encode};

macro_rules! events {
    ($($variant:ident($path:path) = $kind:ident $([$old:literal $before:path])*;)*) => {
        /// A decoded body of a known kind.
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum Event { $(#[doc = concat!("See [`", stringify!($path), "`].")] $variant($path),)* }

        impl Event {
            /// The kind's number.
            pub fn kind(&self) -> u16 {
                match self { $(Self::$variant(_) => kinds::$kind,)* }
            }

            /// The payload of the body.
            pub fn payload(&self) -> Vec<u8> {
                match self { $(Self::$variant(body) => encode(body),)* }
            }

            /// What an entry says; none without its body, and of a kind or form that this program does not know.
            pub fn of(entry: &Entry) -> Option<Self> {
                Self::read(entry.header().kind, entry.header().kind_ver, entry.body()?).ok()
            }

            /// Reads the payload of a known kind in a known version; an older one is said in the words of the newest.
            pub fn read(kind: u16, version: u8, body: &Body) -> Result<Self, Malformed> {
                if body.fmt() != FMT_CBOR {
                    return Err(Malformed::Body);
                }
                let newest = kinds::spec(kind).map(|spec| spec.version);
                match (kind, version) {
                    $($((kinds::$kind, $old) => decode::<$before>(body.payload()).map(|body| Self::$variant(body.into())),)*)*
                    $((kinds::$kind, _) if newest == Some(version) => decode(body.payload()).map(Self::$variant),)*
                    _ => None,
                }
                .ok_or(Malformed::Payload)
            }
        }

        $(impl From<$path> for Event { fn from(body: $path) -> Self { Self::$variant(body) } })*

        #[cfg(test)]
        const COVERED: &[u16] = &[$(kinds::$kind),*];

        /// One body of every kind.
        #[cfg(test)]
        fn samples() -> Vec<Event> {
            vec![$(Event::$variant(golden::Sample::sample())),*]
        }

        /// One payload of every older version: kind, version, bytes.
        #[cfg(test)]
        fn older_samples() -> Vec<(u16, u8, Vec<u8>)> {
            vec![$($((kinds::$kind, $old, encode(&<$before as golden::Sample>::sample())),)*)*]
        }
    };
}

events! {
    Genesis(desk::Genesis) = GENESIS;
    SessionOpened(desk::SessionOpened) = SESSION_OPENED;
    SessionClosed(desk::SessionClosed) = SESSION_CLOSED;
    Checkpoint(desk::Checkpoint) = CHECKPOINT;
    HeadsSeen(desk::HeadsSeen) = HEADS_SEEN;
    SignInFailed(desk::SignInFailed) = SIGN_IN_FAILED;
    KitUsed(desk::KitUsed) = KIT_USED;
    BackupMade(desk::BackupMade) = BACKUP_MADE;
    BundleMade(exchange::BundleMade) = BUNDLE_MADE;
    BundleTaken(exchange::BundleTaken) = BUNDLE_TAKEN;
    ErasureReceipt(erasure::ErasureReceipt) = ERASURE_RECEIPT;
    SubjectDestroyed(erasure::SubjectDestroyed) = SUBJECT_DESTROYED;
    OrgFounded(roster::OrgFounded) = ORG_FOUNDED;
    RootReplaced(roster::RootReplaced) = ROOT_REPLACED;
    DeviceEnrolled(roster::DeviceEnrolled) = DEVICE_ENROLLED;
    DeviceRevoked(roster::DeviceRevoked) = DEVICE_REVOKED;
    RoleSet(roster::RoleSet) = ROLE_SET;
    StaffKeyAdded(roster::StaffKeyAdded) = STAFF_KEY_ADDED;
    StaffRemoved(roster::StaffRemoved) = STAFF_REMOVED;
    PolicyPublished(lab::PolicyPublished) = POLICY_PUBLISHED;
    DocumentPublished(reading::DocumentPublished) = DOCUMENT_PUBLISHED;
    StaffDescribed(lab::StaffDescribed) = STAFF_DESCRIBED;
    AcquaintanceSigned(reading::AcquaintanceSigned) = ACQUAINTANCE_SIGNED;
    TrainingRecorded(reading::TrainingRecorded) = TRAINING_RECORDED;
    DeviceDescribed(lab::DeviceDescribed) = DEVICE_DESCRIBED;
    OrganisationDescribed(lab::OrganisationDescribed) = ORGANISATION_DESCRIBED;
    SettingChanged(lab::SettingChanged) = SETTING_CHANGED;
    BackupKeyNamed(lab::BackupKeyNamed) = BACKUP_KEY_NAMED;
    ExchangeKeyShared(exchange::ExchangeKeyShared) = EXCHANGE_KEY_SHARED;
    PatientRegistered(patient::PatientRegistered) = PATIENT_REGISTERED [1 patient::PatientRegistered1];
    PatientAmended(patient::PatientAmended) = PATIENT_AMENDED;
    PatientImported(patient::PatientImported) = PATIENT_IMPORTED;
    ConsentGiven(consent::ConsentGiven) = CONSENT_GIVEN [1 consent::ConsentGiven1] [2 consent::ConsentGiven2]
        [3 consent::ConsentGiven3];
    ConsentRefused(consent::ConsentRefused) = CONSENT_REFUSED [1 consent::ConsentRefused1];
    ConsentWithdrawn(consent::ConsentWithdrawn) = CONSENT_WITHDRAWN [1 consent::ConsentWithdrawn1];
    ConsentAnnulled(consent::ConsentAnnulled) = CONSENT_ANNULLED;
    ConsentFiled(consent::ConsentFiled) = CONSENT_FILED;
    RelationSet(relation::RelationSet) = RELATION_SET;
    RelationEnded(relation::RelationEnded) = RELATION_ENDED;
    CardsMerged(relation::CardsMerged) = CARDS_MERGED;
    CardsParted(relation::CardsParted) = CARDS_PARTED;
    PriceListIssued(service::PriceListIssued) = PRICE_LIST_ISSUED;
    PriceListRows(service::PriceListRows) = PRICE_LIST_ROWS;
    PriceListWithdrawn(service::PriceListWithdrawn) = PRICE_LIST_WITHDRAWN;
    ServiceSet(service::ServiceSet) = SERVICE_SET;
    ServiceDropped(service::ServiceDropped) = SERVICE_DROPPED;
    TubeDescribed(service::TubeDescribed) = TUBE_DESCRIBED;
    OrderPlaced(order::OrderPlaced) = ORDER_PLACED;
    OrderChanged(order::OrderChanged) = ORDER_CHANGED;
    OrderReady(order::OrderReady) = ORDER_READY;
    OrderHandedOver(order::OrderHandedOver) = ORDER_HANDED_OVER [1 order::OrderHandedOver1];
    OrderCancelled(order::OrderCancelled) = ORDER_CANCELLED;
    OrderReopened(order::OrderReopened) = ORDER_REOPENED;
    OrderMovedOut(order::OrderMovedOut) = ORDER_MOVED_OUT;
    OrderMovedIn(order::OrderMovedIn) = ORDER_MOVED_IN;
    OrderPaid(order::OrderPaid) = ORDER_PAID;
    OrderUnpaid(order::OrderUnpaid) = ORDER_UNPAID;
    OrderEntered(order::OrderEntered) = ORDER_ENTERED;
    NumbersReserved(order::NumbersReserved) = NUMBERS_RESERVED;
    NoticeQueued(notice::NoticeQueued) = NOTICE_QUEUED;
    NoticeSending(notice::NoticeSending) = NOTICE_SENDING;
    NoticeAnswered(notice::NoticeAnswered) = NOTICE_ANSWERED;
    NoticeDropped(notice::NoticeDropped) = NOTICE_DROPPED;
    NoticeTakenOver(notice::NoticeTakenOver) = NOTICE_TAKEN_OVER;
    OtpSending(otp::OtpSending) = OTP_SENDING;
    OtpAnswered(otp::OtpAnswered) = OTP_ANSWERED;
    PhoneChecked(otp::PhoneChecked) = PHONE_CHECKED;
    ListOpened(disclosure::ListOpened) = LIST_OPENED;
    ListShown(disclosure::ListShown) = LIST_SHOWN;
    CardOpened(disclosure::CardOpened) = CARD_OPENED;
    FieldRevealed(disclosure::FieldRevealed) = FIELD_REVEALED;
    DocumentReleased(disclosure::DocumentReleased) = DOCUMENT_RELEASED;
    JournalExported(disclosure::JournalExported) = JOURNAL_EXPORTED;
    ExpectedListed(expected::ExpectedListed) = EXPECTED_LISTED;
    ExpectedMoved(expected::ExpectedMoved) = EXPECTED_MOVED;
    ExpectedCancelled(expected::ExpectedCancelled) = EXPECTED_CANCELLED;
    ExpectedArrived(expected::ExpectedArrived) = EXPECTED_ARRIVED;
    ExpectedPurged(expected::ExpectedPurged) = EXPECTED_PURGED;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registered_kind_has_a_body_and_the_other_way_round() {
        let mut covered = COVERED.to_vec();
        covered.sort_unstable();
        let registered: Vec<_> = kinds::REGISTRY.iter().map(|row| row.number).collect();
        assert_eq!(covered, registered);
    }
}
