//! Attributes of printers and jobs as values of ours. What is missing or unknown is the mildest reading of it.

use ipp::model::DelimiterTag;
use ipp::prelude::{IppAttributeGroup, IppRequestResponse, IppValue};

use crate::{JobReport, JobState, Printer, PrinterState, Reason, Takes};

/// The bit of `printer-type` that marks the system's own choice (CUPS specification).
const DEFAULT: i32 = 0x2_0000;

pub(super) fn printer(group: &IppAttributeGroup) -> Option<Printer> {
    let name = text(group, "printer-name")?;
    let said = text(group, "printer-info").filter(|said| !said.trim().is_empty());
    Some(Printer {
        said: said.unwrap_or_else(|| name.clone()),
        is_default: integer(group, "printer-type").is_some_and(|kind| kind & DEFAULT != 0),
        state: match integer(group, "printer-state") {
            Some(4) => PrinterState::Printing,
            Some(5) => PrinterState::Stopped,
            _ => PrinterState::Idle,
        },
        takes: match group
            .get("printer-is-accepting-jobs")
            .map(|one| one.value())
        {
            Some(IppValue::Boolean(false)) => Takes::Nothing,
            _ => Takes::Jobs,
        },
        reasons: reasons(
            &[texts(group, "printer-state-reasons")],
            &text(group, "printer-state-message").unwrap_or_default(),
        ),
        message: text(group, "printer-state-message").unwrap_or_default(),
        waiting: integer(group, "queued-job-count")
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0),
        name,
    })
}

pub(super) fn job(group: &IppAttributeGroup) -> Option<JobReport> {
    let said = [
        texts(group, "job-state-reasons"),
        texts(group, "job-printer-state-reasons"),
    ];
    let is_on_a_stopped_printer = said[0].iter().any(|one| one == "printer-stopped");
    let state = match integer(group, "job-state")? {
        5 => JobState::Printing,
        6 => JobState::Stopped,
        7 => JobState::Cancelled,
        8 => JobState::Failed,
        9 => JobState::Done,
        _ if is_on_a_stopped_printer => JobState::Stopped,
        _ => JobState::Waiting,
    };
    let message = text(group, "job-printer-state-message").unwrap_or_default();
    Some(match state {
        JobState::Done | JobState::Cancelled => JobReport {
            state,
            reasons: vec![],
            message: String::new(),
        },
        JobState::Failed => JobReport {
            state,
            reasons: vec![],
            message,
        },
        _ => JobReport {
            state,
            reasons: reasons(&said, &message),
            message,
        },
    })
}

/// The spooler's words for a status, or the status.
pub(super) fn message(answer: &IppRequestResponse) -> String {
    let group = answer
        .attributes()
        .first_of(DelimiterTag::OperationAttributes);
    group
        .and_then(|group| text(group, "status-message"))
        .unwrap_or_else(|| answer.header().status_code().to_string())
}

pub(super) fn integer(group: &IppAttributeGroup, name: &str) -> Option<i32> {
    match group.get(name)?.value() {
        IppValue::Integer(value) | IppValue::Enum(value) => Some(*value),
        _ => None,
    }
}

fn text(group: &IppAttributeGroup, name: &str) -> Option<String> {
    texts(group, name).into_iter().next()
}

fn texts(group: &IppAttributeGroup, name: &str) -> Vec<String> {
    let values = group.get(name).into_iter().flat_map(|one| one.value());
    let plain = |value: &IppValue| match value {
        IppValue::TextWithLanguage { text, .. } => Some(text.to_string()),
        IppValue::NameWithLanguage { name, .. } => Some(name.to_string()),
        IppValue::TextWithoutLanguage(_)
        | IppValue::NameWithoutLanguage(_)
        | IppValue::Keyword(_) => Some(value.to_string()),
        _ => None,
    };
    values.filter_map(plain).collect()
}

/// Keywords of RFC 8011, 5.4.12 and 5.3.8, and those which CUPS adds; `-error`, `-warning`, `-report` say how grave one is.
const REASONS: &[(&str, Reason)] = &[
    ("media-empty", Reason::PaperOut),
    ("media-needed", Reason::PaperWrong),
    ("media-jam", Reason::PaperJam),
    ("cover-open", Reason::CoverOpen),
    ("door-open", Reason::CoverOpen),
    ("interlock-open", Reason::CoverOpen),
    ("toner-empty", Reason::InkOut),
    ("marker-supply-empty", Reason::InkOut),
    ("offline", Reason::Offline),
    ("connecting-to-device", Reason::Offline),
    ("timed-out", Reason::Offline),
    ("shutdown", Reason::Offline),
    ("paused", Reason::Paused),
    ("moving-to-paused", Reason::Paused),
    ("printer-stopped", Reason::Paused),
    ("job-hold-until-specified", Reason::Held),
    ("job-held-on-create", Reason::Held),
    ("media-low", Reason::PaperLow),
    ("toner-low", Reason::InkLow),
    ("marker-supply-low", Reason::InkLow),
];
/// Said of every job or printer and no reason for anything.
const NOTHING: &[&str] = &[
    "none",
    "job-incoming",
    "job-printing",
    "job-queued",
    "processing-to-stop-point",
    "job-completed-successfully",
    "job-canceled-by-user",
    "cups-waiting-for-job-completed",
];

/// What CUPS's own programs say in words alone when nobody answers them; we ask in English, so that it stays so.
const NOBODY_ANSWERS: [&str; 5] = [
    "The printer may not exist or is unavailable at this time.",
    "The printer is not responding.",
    "The printer is unreachable at this time.",
    "Waiting for printer to become available.",
    "The network host is unavailable.",
];

fn reasons(said: &[Vec<String>], message: &str) -> Vec<Reason> {
    let keywords = said.iter().flatten().filter_map(|one| reason(one));
    let words = NOBODY_ANSWERS.contains(&message).then_some(Reason::Offline);
    let mut found: Vec<Reason> = keywords.chain(words).collect();
    found.sort();
    found.dedup();
    found
}

fn reason(said: &str) -> Option<Reason> {
    let base = ["-error", "-warning", "-report"]
        .iter()
        .find_map(|grade| said.strip_suffix(grade))
        .unwrap_or(said);
    if NOTHING.contains(&base) || base.starts_with("cups-") || base.starts_with("com.") {
        return None;
    }
    let known = REASONS.iter().find(|(name, _)| *name == base);
    Some(known.map_or(Reason::Other, |(_, reason)| *reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_with_and_without_their_grade_and_the_gravest_first() {
        let said = |all: &[&str]| reasons(&[all.iter().map(|one| (*one).to_owned()).collect()], "");
        assert_eq!(
            said(&["toner-low-warning", "media-empty-error", "media-empty"]),
            [Reason::PaperOut, Reason::InkLow]
        );
        assert_eq!(said(&["none"]), []);
        assert_eq!(said(&["job-printing", "cups-missing-filter-warning"]), []);
        assert_eq!(said(&["offline-report"]), [Reason::Offline]);
        assert_eq!(said(&["fuser-over-temp"]), [Reason::Other]);
        assert_eq!(reasons(&[], NOBODY_ANSWERS[1]), [Reason::Offline]);
    }
}
