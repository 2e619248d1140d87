//! Acquaintance: nobody works with patients before having read and signed the documents in force.
//!
//! Asked by every door about patients ([`gate`]), by `decide` when somebody signs or a training is recorded.
//! Law 94-V art. 25(3): the employer brings the law to employees; AimedLab policy, section 3: admission only
//! after acquaintance; MU-6.1e: register of trainings. What is in force is told by the editions, as for a policy.

use chrono::NaiveDate;

use super::consent::{PolicyVersion, in_force};
use super::rights::Action;
use super::{date, keep, text};
use crate::error::Refusal;
use crate::id::{Hash, SubjectId};

crate::codes! {
    /// A document in force was not read and signed; `count`.
    ACQUAINTANCE_NEEDED = "acquaintance-needed";
    /// The tick that the document was read is not there.
    ACQUAINTANCE_TICK = "acquaintance-tick";
    /// The document is not one in force today.
    ACQUAINTANCE_NOT_CURRENT = "acquaintance-not-current";
    /// The person has signed this version already.
    ACQUAINTANCE_DONE = "acquaintance-done";
    /// A training on a day that has not come.
    TRAINING_FUTURE = "training-future";
}

/// A published version of an internal document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentVersion {
    /// The document.
    pub document: SubjectId,
    /// The version, as far as its days are concerned.
    pub version: PolicyVersion,
}

/// The version of each document in force on a day. Of two that two desks published for the same day the one with
/// the larger hash is asked for: everywhere the same.
pub fn current(versions: &[DocumentVersion], on: NaiveDate) -> Vec<Hash> {
    let mut documents: Vec<SubjectId> = versions.iter().map(|one| one.document).collect();
    documents.sort_unstable();
    documents.dedup();
    let of = |document: SubjectId| {
        let own: Vec<PolicyVersion> = versions
            .iter()
            .filter(|one| one.document == document)
            .map(|one| one.version)
            .collect();
        in_force(&own, on).map(|version| version.entry).max()
    };
    documents.into_iter().filter_map(of).collect()
}

/// Whether a person who has still to read so many documents may do this.
pub fn gate(action: Action, unread: usize) -> Result<(), Refusal> {
    if unread > 0 && action.is_about_patients() {
        return Err(Refusal::new(ACQUAINTANCE_NEEDED).with("count", unread));
    }
    Ok(())
}

/// What the person said at the foot of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The tick is there. Never preset.
    Read,
    /// It is not.
    Nothing,
}

/// Decides on a signature: one's own tick, under a version in force today, once.
pub fn sign(
    document: Hash,
    said: Said,
    current: &[Hash],
    signed: &[Hash],
) -> Result<(), Vec<Refusal>> {
    if !current.contains(&document) {
        return Err(vec![Refusal::new(ACQUAINTANCE_NOT_CURRENT)]);
    }
    if signed.contains(&document) {
        return Err(vec![Refusal::new(ACQUAINTANCE_DONE)]);
    }
    match said {
        Said::Read => Ok(()),
        Said::Nothing => Err(vec![Refusal::at("read", ACQUAINTANCE_TICK)]),
    }
}

/// A training that may be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// What it was about.
    pub topic: String,
    /// The day.
    pub held_on: NaiveDate,
    /// Who held it.
    pub held_by: String,
}

/// Decides on a training as typed. All refusals at once.
pub fn training(
    topic: &str,
    held_on: &str,
    held_by: &str,
    today: NaiveDate,
) -> Result<Training, Vec<Refusal>> {
    let mut no = Vec::new();
    let topic = keep(
        &mut no,
        text::required("topic", topic, text::Shape::Line(200)),
    );
    let held_on = keep(
        &mut no,
        date::parse("held_on", held_on).and_then(|day| {
            if day > today {
                return Err(Refusal::at("held_on", TRAINING_FUTURE));
            }
            Ok(day)
        }),
    );
    let held_by = keep(
        &mut no,
        text::required("held_by", held_by, text::Shape::Line(120)),
    );
    match (topic, held_on, held_by) {
        (Some(topic), Some(held_on), Some(held_by)) => Ok(Training {
            topic,
            held_on,
            held_by,
        }),
        _ => Err(no),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::id::Id;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn version(document: u8, entry: u8, from: NaiveDate, replaced: bool) -> DocumentVersion {
        DocumentVersion {
            document: Id([document; 16]),
            version: PolicyVersion {
                entry: Hash([entry; 32]),
                effective_from: from,
                replaced,
            },
        }
    }

    #[test]
    fn each_document_is_asked_for_in_its_version_of_the_day() {
        let versions = [
            version(1, 1, day(1, 1), false),
            version(1, 2, day(11, 1), false),
            version(1, 3, day(12, 1), false),
            version(2, 9, day(11, 1), true),
            version(2, 4, day(11, 1), false),
            version(3, 5, day(12, 1), false),
        ];
        let on = |date| -> Vec<u8> { current(&versions, date).iter().map(|h| h.0[0]).collect() };
        assert_eq!(on(day(10, 31)), [1]);
        assert_eq!(on(day(11, 30)), [2, 4], "not the replaced, not the future");
        assert_eq!(on(day(12, 1)), [3, 4, 5]);
        assert!(current(&[], day(1, 1)).is_empty());
    }

    #[test]
    fn an_unread_document_stops_what_is_about_patients_and_nothing_else() {
        for action in Action::ALL {
            assert!(gate(*action, 0).is_ok(), "{action:?}");
            let open = gate(*action, 1).is_ok();
            assert_eq!(open, !action.is_about_patients(), "{action:?}");
        }
        for open in [
            Action::SignIn,
            Action::SignDocument,
            Action::PublishDocument,
            Action::PublishPolicy,
            Action::SetRole,
            Action::RemoveStaff,
            Action::AddKey,
            Action::ConfirmClock,
            Action::KeepKit,
            Action::ReplaceKit,
        ] {
            assert!(gate(open, 3).is_ok(), "{open:?} can never be locked out");
        }
    }

    #[test]
    fn a_signature_is_ones_own_tick_under_what_is_in_force_and_given_once() {
        let (now, old) = (Hash([1; 32]), Hash([2; 32]));
        let codes = |document, said, signed: &[Hash]| match sign(document, said, &[now], signed) {
            Ok(()) => vec![],
            Err(no) => no.iter().map(|no| no.code.0).collect(),
        };
        assert!(codes(now, Said::Read, &[old]).is_empty());
        assert_eq!(codes(now, Said::Nothing, &[]), ["acquaintance-tick"]);
        assert_eq!(codes(old, Said::Read, &[]), ["acquaintance-not-current"]);
        assert_eq!(codes(now, Said::Read, &[now]), ["acquaintance-done"]);
    }

    #[test]
    fn a_training_has_a_topic_a_day_that_has_come_and_somebody_who_held_it() {
        let today = day(11, 21);
        let held = training(" Закон 94-V ", "21.11.2026", "Сейтова А. М.", today).unwrap();
        assert_eq!((held.topic.as_str(), held.held_on), ("Закон 94-V", today));
        let no = training("", "22.11.2026", "a\u{0}", today).unwrap_err();
        let codes: Vec<_> = no.iter().map(|no| (no.field.unwrap(), no.code.0)).collect();
        assert_eq!(
            codes,
            [
                ("topic", "text-required"),
                ("held_on", "training-future"),
                ("held_by", "text-control")
            ]
        );
    }
}
