//! Giving consent: the subject's own act, to the words that were really shown.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::entitled::entitled;
use super::*;
use crate::domain::otp::OTP_UNREAD;
use crate::domain::patient::Language;
use crate::domain::representative::Relation;
use crate::domain::{keep, name, text};
use crate::id::Id;

/// What the page recorded.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The tick beside the sentence about personal data. Never preset.
    pub personal_data: bool,
    /// The tick of informed consent to care. Never preset.
    pub care: bool,
    /// Names of the further purposes that were ticked. Never preset.
    pub optional: &'a [String],
    /// `screen`, `patient_screen`, `sms` or `paper`.
    pub channel: &'a str,
    /// Language of the page that was shown.
    pub language: Option<Language>,
    /// The policy version that was shown.
    pub policy: Option<Hash>,
    /// Date on the paper as typed; empty means today.
    pub given_on: &'a str,
    /// Where the paper is filed; may be empty until the shift is closed.
    pub paper_place: &'a str,
    /// The signature on the paper was seen.
    pub signature_seen: bool,
    /// The signature drawn on the patient's screen.
    pub signature: &'a str,
    /// Who helped.
    pub helped: Helped<'a>,
    /// Who came along without acting for the person.
    pub companion: &'a str,
    /// The code that was read back, and the phone to which it went; or why none was. Asked of no other channel.
    pub otp: Option<&'a Result<(Id, String), Refusal>>,
}

/// Who consents.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// As the card says; none when nobody knows it.
    pub birth_date: Option<NaiveDate>,
    /// [`permitted`] says yes to [`Purpose::Service`] already: then another purpose may come alone.
    pub service_permitted: bool,
    /// The ground of the representative who gives it; none when the person does.
    pub giver: Option<&'a Relation>,
    /// Further purposes that stand on the page.
    pub offered: &'a [Purpose],
}

/// One act; the caller adds the words that were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentGiven {
    /// What for.
    pub purposes: BTreeSet<Purpose>,
    /// The version shown.
    pub policy: Hash,
    /// Language of the page.
    pub language: Language,
    /// Screen or paper.
    pub channel: Channel,
    /// The day on the paper, today on the screen.
    pub given_on: NaiveDate,
    /// The moment, on the screen.
    pub given_ms: Option<u64>,
    /// Last day: before the birthday on which the person is asked anew.
    pub valid_until: Option<NaiveDate>,
    /// Where the paper is filed.
    pub paper: Option<String>,
    /// Who helped, with the stored number of how.
    pub helpers: Vec<(u8, String)>,
    /// Who came along.
    pub companion: Option<String>,
    /// Shape of the signature.
    pub signature: Option<String>,
    /// The code that was read back, and the phone to which it went.
    pub otp: Option<(Id, String)>,
}

/// Decides on consent given: one act for each purpose, so that each can be withdrawn alone. The version shown
/// must be one in force on the day on which it was given, or one that was relieved on that very day; no consent
/// is dated before it. All refusals at once.
pub fn give(
    asked: &Asked<'_>,
    subject: &Subject<'_>,
    versions: &[PolicyVersion],
    now: Wall,
) -> Result<Vec<ConsentGiven>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let ticks = ticked(asked, subject, &mut refusals);
    let channel = keep(&mut refusals, channel(asked));
    let language = keep(
        &mut refusals,
        asked
            .language
            .ok_or_else(|| Refusal::at("language", CONSENT_LANGUAGE_REQUIRED)),
    );
    let paper = keep(
        &mut refusals,
        text::check("paper_place", asked.paper_place, text::Shape::Line(100)),
    );
    let companion = keep(&mut refusals, name::check("companion", asked.companion));
    let helpers = helpers::check(&asked.helped).unwrap_or_else(|more| {
        refusals.extend(more);
        Vec::new()
    });
    let signature = keep(&mut refusals, drawn(asked, channel));
    let otp = keep(&mut refusals, read_back(asked, channel));
    let day = keep(&mut refusals, given_on(asked.given_on, now));
    let mut valid_until = None;
    if let Some(day) = day {
        if channel.is_some_and(Channel::on_screen) && day != now.date() {
            refusals.push(Refusal::at("given_on", CONSENT_SCREEN_DATE));
        }
        let who = entitled(subject.birth_date, subject.giver, day);
        valid_until = keep(&mut refusals, who).flatten();
    }
    let policy = keep(&mut refusals, shown(asked.policy, versions, day));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let (
        Some(channel),
        Some(language),
        Some(paper),
        Some(given_on),
        Some(policy),
        Some(companion),
        Some(signature),
        Some(otp),
    ) = (
        channel, language, paper, day, policy, companion, signature, otp,
    )
    else {
        return Err(refusals);
    };
    Ok(ticks
        .into_iter()
        .map(|purpose| ConsentGiven {
            purposes: BTreeSet::from([purpose]),
            policy,
            language,
            channel,
            given_on,
            given_ms: channel.on_screen().then_some(now.ms),
            valid_until,
            paper: (!channel.on_screen() && !paper.is_empty()).then(|| paper.clone()),
            helpers: helpers.clone(),
            companion: (!companion.is_empty()).then(|| companion.clone()),
            signature: signature.clone(),
            otp: otp.clone(),
        })
        .collect())
}

/// What was ticked, in the order of the page.
fn ticked(asked: &Asked<'_>, subject: &Subject<'_>, refusals: &mut Vec<Refusal>) -> Vec<Purpose> {
    let mut ticks: Vec<Purpose> = [
        (asked.personal_data, Purpose::Service),
        (asked.care, Purpose::Care),
    ]
    .into_iter()
    .filter_map(|(tick, purpose)| tick.then_some(purpose))
    .collect();
    for name in asked.optional {
        match Purpose::parse(name).filter(|purpose| subject.offered.contains(purpose)) {
            Some(purpose) if !ticks.contains(&purpose) => ticks.push(purpose),
            Some(_) => {}
            None => refusals.push(Refusal::at("optional", CONSENT_NOT_OFFERED)),
        }
    }
    if ticks.is_empty() {
        refusals.push(Refusal::at("personal_data", CONSENT_TICK_REQUIRED));
    } else if !asked.personal_data && !subject.service_permitted {
        refusals.push(Refusal::at("personal_data", CONSENT_DATA_REQUIRED));
    }
    ticks
}

/// The signature of the patient's screen; no other channel has one.
fn drawn(asked: &Asked<'_>, channel: Option<Channel>) -> Result<Option<String>, Refusal> {
    match channel {
        Some(Channel::PatientScreen) => signature::check(asked.signature).map(Some),
        _ if asked.signature.is_empty() => Ok(None),
        _ => Err(Refusal::at("signature", CONSENT_SIGNATURE_FORM)),
    }
}

/// The code of an answer by SMS; no other channel has one.
fn read_back(asked: &Asked<'_>, channel: Option<Channel>) -> Result<Option<(Id, String)>, Refusal> {
    match (channel, asked.otp) {
        (Some(Channel::Sms), Some(Ok(read))) => Ok(Some(read.clone())),
        (Some(Channel::Sms), Some(Err(no))) => Err(no.clone()),
        (Some(Channel::Sms), None) => Err(Refusal::at("code", OTP_UNREAD)),
        _ => Ok(None),
    }
}

fn channel(asked: &Asked<'_>) -> Result<Channel, Refusal> {
    match Channel::parse(asked.channel) {
        Some(screen) if screen.on_screen() => Ok(screen),
        Some(Channel::Paper) if asked.signature_seen => Ok(Channel::Paper),
        Some(Channel::Paper) => Err(Refusal::at("signature_seen", CONSENT_SIGNATURE_NOT_SEEN)),
        _ => Err(Refusal::at("channel", CONSENT_CHANNEL_UNKNOWN)),
    }
}

/// The version shown, if it may have stood before the person on the day.
pub(super) fn shown(
    policy: Option<Hash>,
    versions: &[PolicyVersion],
    day: Option<NaiveDate>,
) -> Result<Hash, Refusal> {
    let refuse = |code| Err(Refusal::at("policy", code));
    let Some(policy) = policy else {
        return refuse(CONSENT_POLICY_REQUIRED);
    };
    let Some(version) = versions.iter().find(|version| version.entry == policy) else {
        return refuse(CONSENT_POLICY_UNKNOWN);
    };
    // Without a day there is a refusal beside the date already.
    let Some(day) = day else { return Ok(policy) };
    if day < version.effective_from {
        return Err(Refusal::at("given_on", CONSENT_BEFORE_POLICY)
            .with("from", date::short(version.effective_from)));
    }
    if !in_force(versions, day).any(|version| version.entry == policy)
        && !relieved(versions, day).any(|version| version.entry == policy)
    {
        return refuse(CONSENT_POLICY_NOT_IN_FORCE);
    }
    Ok(policy)
}

/// Versions that gave way on this day. A new one may be published for today between the signature and the
/// saving: what was shown and signed is what is kept, and the next visit asks anew.
fn relieved(versions: &[PolicyVersion], day: NaiveDate) -> impl Iterator<Item = &PolicyVersion> {
    let before = day.pred_opt().unwrap_or(day);
    let replaced = versions
        .iter()
        .filter(move |version| version.replaced && version.effective_from == day);
    in_force(versions, before).chain(replaced)
}

#[cfg(test)]
mod tests;
