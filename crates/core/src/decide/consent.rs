//! Consent given, refused, withdrawn, recorded by mistake: the page's words go into the entry.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::others::{self, Joined};
use super::representative::{self, Acts};
use super::{Decided, Desk, collect, notice, otp, writable};
use crate::app::Line;
use crate::command::{ConsentForm, WithdrawalForm};
use crate::domain::consent::{
    self, Asked, Bringer, CONSENT_NO_PAPER, CONSENT_NOT_OFFERED, CONSENT_PAGE_CHANGED,
    CONSENT_REFUSED_APART, ConsentFacts, Helped, Purpose, Purposes, Refused, Subject, Withdrawn,
};
use crate::domain::patient::Language;
use crate::domain::representative::Relation;
use crate::domain::text::{self, Shape};
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::consent::{
    ConsentAnnulled, ConsentFiled, ConsentGiven, ConsentRefused, ConsentWithdrawn,
};
use crate::event::patient::field;
use crate::id::{Hash, Id, SubjectId};
use crate::projection::roster::Roster;
use crate::query::card::Fields;
use crate::query::lab::Policy;
use crate::query::page::Whose;
use crate::query::{self, page};
use crate::view::ConsentPage;
use crate::words::Lang;

/// Whose answer it is.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// The card.
    pub card: SubjectId,
    /// Its fields as they stand or will stand.
    pub fields: &'a Fields,
    /// Who acts for the person, said in the same command.
    pub acts: Option<&'a Acts>,
}

/// What a known patient said.
pub fn answer(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &ConsentForm,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let fields = query::card::fields(conn, card)?;
    if fields.is_empty() {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    let of = Of {
        card,
        fields: &fields,
        acts: None,
    };
    let mut lines = lines(conn, desk, of, form)?;
    lines.extend(otp::checked(conn, card, &fields, desk.now)?);
    Ok(Decided {
        subject: card,
        lines,
    })
}

/// The entries of an answer: a grant for each purpose, or one refusal.
pub fn lines(
    conn: &Connection,
    desk: &Desk,
    of: Of<'_>,
    form: &ConsentForm,
) -> Result<Vec<Line>, Error> {
    let giver = representative::giver(conn, of.card, (&form.by, form.giver), of.acts)?;
    match form.answer.as_str() {
        "given" => given(conn, desk, of, form, giver.as_ref()),
        // Whoever says no says it for one person: nobody is refused for by a touch that was meant for another.
        "refused" if !form.others.is_empty() => {
            Err(Refusal::at("others", CONSENT_REFUSED_APART).into())
        }
        "refused" => refused(conn, desk, of, form, giver.as_ref()),
        _ => Err(Refusal::at("answer", BAD_REQUEST).into()),
    }
}

fn born(fields: &Fields) -> Option<NaiveDate> {
    fields.get(&field::BIRTH_DATE)?.parse().ok()
}

fn helped(form: &ConsentForm) -> Helped<'_> {
    Helped {
        reader: &form.reader,
        helper: &form.helper,
        witness: &form.witness,
    }
}

fn given(
    conn: &Connection,
    desk: &Desk,
    of: Of<'_>,
    form: &ConsentForm,
    giver: Option<&Acts>,
) -> Result<Vec<Line>, Error> {
    let on = desk.now.date();
    let mut refusals = Vec::new();
    let read = match form.channel.as_str() {
        "sms" => Some(otp::answered(conn, form, (of.fields, giver), desk.now)?),
        _ => None,
    };
    let own = judged(conn, desk, (of, giver), form, read.as_ref())?.map_err(Error::from);
    let own = collect(&mut refusals, own)?;
    let by = giver.map(|acts| acts.card);
    let others = others::named(conn, on, by, Some(of.card), &form.others);
    let others = collect(&mut refusals, others)?.unwrap_or_default();
    let mut said = Vec::new();
    // What is wrong with the answer itself is said once.
    if let Some(own) = own {
        said.push((of.card, giver, own));
        for other in &others {
            let theirs = Of {
                card: other.card,
                fields: &other.fields,
                acts: None,
            };
            match judged(conn, desk, (theirs, Some(&other.acts)), form, read.as_ref())? {
                Ok(acts) => said.push((other.card, Some(&other.acts), acts)),
                Err(more) => refusals.extend(more.into_iter().map(|no| others::of(other.card, no))),
            }
        }
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    let whose = Whose {
        fields: of.fields.clone(),
        giver: giver.map(|acts| acts.giver.clone()),
        others: others.iter().map(Joined::beside).collect(),
    };
    worded(conn, said, form.page, &whose)
}

/// What one person's own answer would be.
fn judged(
    conn: &Connection,
    desk: &Desk,
    (of, giver): (Of<'_>, Option<&Acts>),
    form: &ConsentForm,
    otp: Option<&Result<(Id, String), Refusal>>,
) -> Result<Result<Vec<consent::ConsentGiven>, Vec<Refusal>>, Error> {
    let asked = Asked {
        personal_data: form.personal_data,
        care: form.care,
        optional: &form.optional,
        channel: &form.channel,
        language: form.language.map(language),
        policy: form.policy,
        given_on: &form.given_on,
        paper_place: &form.paper_place,
        signature_seen: form.signature_seen,
        signature: &form.signature,
        helped: helped(form),
        companion: &form.companion,
        otp,
    };
    let on = desk.now.date();
    let offers = query::lab::offers(conn)?;
    let subject = Subject {
        birth_date: born(of.fields),
        service_permitted: query::consent::permitted(conn, of.card, Purpose::Service, on)?,
        giver: giver.map(|acts| &acts.relation),
        offered: &offers.purposes,
    };
    let versions = query::lab::versions(conn)?;
    Ok(consent::give(&asked, &subject, &versions, desk.now))
}

/// Whose acts they are, and who gave them for the person.
type Said<'a> = (SubjectId, Option<&'a Acts>, Vec<consent::ConsentGiven>);

/// The acts with the words of the page that was shown: the same words for everybody who stands on it. On the screen
/// it must be the very page that stood there when the box was ticked: in another language, of another version, with
/// another name it is another text.
fn worded(
    conn: &Connection,
    said: Vec<Said<'_>>,
    ticked: Option<Hash>,
    whose: &Whose,
) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    let Some(first) = said.iter().find_map(|(_, _, acts)| acts.first()) else {
        return Ok(lines);
    };
    let missing = || Refusal::new(NOT_FOUND);
    let lang = lang(first.language);
    let policy = query::lab::policy(conn, first.policy)?.ok_or_else(missing)?;
    let page = page::page_of(conn, &policy, whose, lang)?.ok_or_else(missing)?;
    if first.channel.on_screen() && ticked != Some(page.sha256) {
        return Err(Refusal::at("personal_data", CONSENT_PAGE_CHANGED).into());
    }
    for (card, giver, acts) in said {
        let merged = query::consent::person(conn, card)?.merged;
        for act in acts {
            let answers = answered(&merged, &act);
            let body = body(act, &policy, &page, giver)?;
            lines.push(Line::new(card, ConsentGiven { answers, ..body }));
        }
    }
    Ok(lines)
}

/// The denials on cards merged with this one that the act answers.
fn answered(merged: &[ConsentFacts], act: &consent::ConsentGiven) -> Vec<Hash> {
    let purposes = act.purposes.iter();
    let answers = purposes.flat_map(|purpose| consent::answered_now(merged, *purpose));
    answers.collect::<BTreeSet<_>>().into_iter().collect()
}

fn body(
    act: consent::ConsentGiven,
    policy: &Policy,
    page: &ConsentPage,
    giver: Option<&Acts>,
) -> Result<ConsentGiven, Refusal> {
    let other = match page.lang {
        Lang::Ru => Lang::Kk,
        Lang::Kk => Lang::Ru,
    };
    // One purpose an act: its own sentence stands beside its own tick.
    let sentence = match act.purposes.first() {
        Some(Purpose::Service) | None => page.sentence(),
        Some(Purpose::Care) => page.care.clone(),
        Some(further) => page
            .optional
            .iter()
            .find(|one| one.purpose == further.text())
            .map(|one| one.sentence.clone())
            .ok_or_else(|| Refusal::at("optional", CONSENT_NOT_OFFERED))?,
    };
    Ok(ConsentGiven {
        purposes: act.purposes.iter().map(|purpose| purpose.code()).collect(),
        policy: act.policy,
        policy_text: policy.text_hash(page.lang),
        policy_other: policy.text_hash(other),
        language: stored(act.language),
        sentence,
        shown: page::shown(page),
        channel: act.channel.code(),
        given_on: act.given_on.to_string(),
        given_ms: act.given_ms,
        valid_until: act.valid_until.map(|day| day.to_string()),
        paper: act.paper,
        giver: stored_giver(giver),
        helpers: act.helpers,
        companion: act.companion,
        signature: act.signature,
        answers: Vec::new(),
        otp: act.otp,
    })
}

/// Card, ground and document of a representative, copied: what they were when consent was given stays said.
fn stored_giver(giver: Option<&Acts>) -> Option<(SubjectId, u8, Option<String>)> {
    giver.map(|acts| {
        let relation = &acts.relation;
        (acts.card, relation.basis.code(), relation.document.clone())
    })
}

fn refused(
    conn: &Connection,
    desk: &Desk,
    of: Of<'_>,
    form: &ConsentForm,
    giver: Option<&Acts>,
) -> Result<Vec<Line>, Error> {
    let purposes = [Purpose::Service.text(), Purpose::Care.text()];
    let asked = Refused {
        purposes: &purposes,
        ticked: form.personal_data || form.care || !form.optional.is_empty(),
        channel: &form.channel,
        language: form.language.map(language),
        given_on: &form.given_on,
        reason: &form.reason,
        signed: &form.refusal_signed,
        signature: &form.signature,
        helped: helped(form),
        birth_date: born(of.fields),
        giver: giver.map(|acts| &acts.relation),
        policy: form.policy,
    };
    let act = consent::refuse(&asked, &query::lab::versions(conn)?, desk.now)?;
    let policy = match form.policy {
        Some(shown) => query::lab::policy(conn, shown)?,
        None => None,
    };
    let whose = Whose {
        fields: of.fields.clone(),
        giver: giver.map(|acts| acts.giver.clone()),
        others: Vec::new(),
    };
    // What was refused is the page that stood there; where no policy was shown there were no words.
    let page = match &policy {
        Some(policy) => page::page_of(conn, policy, &whose, lang(act.language))?,
        None => None,
    };
    let seen = page.as_ref().map(|page| page.sha256);
    if act.channel.on_screen() && seen.is_some() && form.page != seen {
        return Err(Refusal::at("answer", CONSENT_PAGE_CHANGED).into());
    }
    let body = ConsentRefused {
        purposes: act.purposes.iter().map(|purpose| purpose.code()).collect(),
        policy: policy.map(|policy| policy.entry),
        language: stored(act.language),
        channel: act.channel.code(),
        given_on: act.given_on.to_string(),
        reason: act.reason,
        signed: act.signed,
        sentence: page
            .as_ref()
            .map(|page| format!("{}\n\n{}", page.sentence(), page.care))
            .unwrap_or_default(),
        shown: page.as_ref().map(page::shown).unwrap_or_default(),
        giver: stored_giver(giver),
        helpers: act.helpers,
        signature: act.signature,
    };
    let mut lines = vec![Line::new(of.card, body)];
    lines.extend(notice::withdrawn(conn, of.card, &Purposes::All)?);
    Ok(lines)
}

/// The signed paper of an act is in its folder.
pub fn file_paper(
    conn: &Connection,
    card: SubjectId,
    target: Hash,
    paper_place: &str,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let paper = text::required("paper_place", paper_place, Shape::Line(100))?;
    match query::consent::is_paper(conn, card, target)? {
        Some(true) => {}
        Some(false) => return Err(Refusal::new(CONSENT_NO_PAPER).into()),
        None => return Err(Refusal::new(NOT_FOUND).into()),
    }
    // One sheet holds everything that was answered at one visit.
    let acts = query::acts::together(conn, card, target)?;
    let lines = acts.into_iter().map(|target| {
        let paper = paper.clone();
        Line::new(card, ConsentFiled { target, paper })
    });
    Ok(Decided {
        subject: card,
        lines: lines.collect(),
    })
}

/// The person, or somebody for them, takes consent back.
pub fn withdraw(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &WithdrawalForm,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let names: Vec<&str> = form.purposes.iter().map(String::as_str).collect();
    let standing = query::relation::representatives(conn, card)?;
    let known: Vec<Relation> = standing.into_iter().map(|stands| stands.relation).collect();
    let giver = match form.by.as_str() {
        "person" => None,
        by => representative::giver(conn, card, (by, form.giver), None)?,
    };
    let asked = Withdrawn {
        purposes: &names,
        channel: &form.channel,
        given_on: &form.given_on,
        reason: &form.reason,
        birth_date: query::card::birth_date(conn, card)?,
        by: match &giver {
            Some(acts) => Bringer::Representative(&acts.relation),
            None if form.by.is_empty() => Bringer::Unsaid,
            None => Bringer::Person,
        },
        known: &known,
    };
    let act = consent::withdraw(&asked, &query::consent::facts(conn, card)?, desk.now)?;
    let body = ConsentWithdrawn {
        purposes: match &act.purposes {
            Purposes::All => Vec::new(),
            Purposes::Set(set) => set.iter().map(|purpose| purpose.code()).collect(),
        },
        channel: act.channel.code(),
        given_on: act.given_on.to_string(),
        reason: act.reason,
        giver: stored_giver(giver.as_ref()),
    };
    let mut lines = vec![Line::new(card, body)];
    lines.extend(notice::withdrawn(conn, card, &act.purposes)?);
    Ok(Decided {
        subject: card,
        lines,
    })
}

/// «Ошибочно внесено».
pub fn annul(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    card: SubjectId,
    target: Hash,
    reason: &str,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let target = query::consent::target(conn, roster, card, target)?
        .ok_or_else(|| Refusal::new(NOT_FOUND))?;
    let act = consent::annul(&target, desk.role, reason)?;
    let body = ConsentAnnulled {
        target: act.target,
        reason: act.reason,
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(card, body)],
    })
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::Ru => Language::Ru,
        Lang::Kk => Language::Kk,
    }
}

fn lang(language: Language) -> Lang {
    match language {
        Language::Ru => Lang::Ru,
        Language::Kk => Lang::Kk,
    }
}

/// 1 Russian, 2 Kazakh.
fn stored(language: Language) -> u8 {
    match language {
        Language::Ru => 1,
        Language::Kk => 2,
    }
}
