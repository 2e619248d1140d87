//! Consent given, refused, withdrawn, recorded by mistake: the page's words go into the entry.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Decided, Desk, writable};
use crate::app::Line;
use crate::command::ConsentForm;
use crate::domain::consent::{
    self, Asked, CONSENT_PAGE_CHANGED, Channel, Purpose, Purposes, Refused, Subject, Withdrawn,
};
use crate::domain::patient::Language;
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::consent::{ConsentAnnulled, ConsentGiven, ConsentRefused, ConsentWithdrawn};
use crate::id::{Hash, SubjectId};
use crate::projection::roster::Roster;
use crate::query::{self, page};
use crate::words::Lang;

/// What a known patient said.
pub fn answer(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &ConsentForm,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let fields = query::card::fields(conn, card)?;
    let Some(born) = query::card::birth_date(conn, card)? else {
        return Err(Refusal::new(NOT_FOUND).into());
    };
    let lines = lines(
        conn,
        desk,
        card,
        form,
        born,
        &query::card::full_name(&fields),
    )?;
    Ok(Decided {
        subject: card,
        lines,
    })
}

/// The entries of an answer: two grants, or one refusal.
pub fn lines(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &ConsentForm,
    birth_date: NaiveDate,
    name: &str,
) -> Result<Vec<Line>, Error> {
    match form.answer.as_str() {
        "given" => given(conn, desk, card, form, birth_date, name),
        "refused" => refused(conn, desk, card, form),
        _ => Err(Refusal::at("answer", BAD_REQUEST).into()),
    }
}

fn given(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &ConsentForm,
    birth_date: NaiveDate,
    name: &str,
) -> Result<Vec<Line>, Error> {
    let asked = Asked {
        personal_data: form.personal_data,
        care: form.care,
        channel: &form.channel,
        language: form.language.map(language),
        policy: form.policy,
        given_on: &form.given_on,
        paper_place: &form.paper_place,
        signature_seen: form.signature_seen,
    };
    let on = desk.now.date();
    let subject = Subject {
        birth_date,
        service_permitted: query::consent::permitted(conn, card, Purpose::Service, on)?,
    };
    let acts = consent::give(&asked, &subject, &query::lab::versions(conn)?, desk.now)?;
    acts.into_iter()
        .map(|act| Ok(Line::new(card, worded(conn, &act, form.page, name)?)))
        .collect()
}

/// The act with the words of the page that was shown. On the screen it must be the very page that stood there
/// when the box was ticked: in another language, of another version, with another name it is another text.
fn worded(
    conn: &Connection,
    act: &consent::ConsentGiven,
    ticked: Option<Hash>,
    name: &str,
) -> Result<ConsentGiven, Error> {
    let lang = lang(act.language);
    let other = if lang == Lang::Ru { Lang::Kk } else { Lang::Ru };
    let policy = query::lab::policy(conn, act.policy)?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
    let page = page::page_of(conn, &policy, name, lang)?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
    if act.channel == Channel::Screen && ticked != Some(page.sha256) {
        return Err(Refusal::at("personal_data", CONSENT_PAGE_CHANGED).into());
    }
    let sentence = if act.purposes.contains(&Purpose::Care) {
        page.care.clone()
    } else {
        format!("{}{}{}", page.before, page.link, page.after)
    };
    Ok(ConsentGiven {
        purposes: act.purposes.iter().map(|purpose| purpose.code()).collect(),
        policy: act.policy,
        policy_text: policy.text_hash(lang),
        policy_other: policy.text_hash(other),
        language: stored(act.language),
        sentence,
        shown: page::shown(&page),
        channel: act.channel.code(),
        given_on: act.given_on.to_string(),
        given_ms: act.given_ms,
        valid_until: None,
        paper: act.paper.clone(),
    })
}

fn refused(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &ConsentForm,
) -> Result<Vec<Line>, Error> {
    let purposes = [Purpose::Service.text(), Purpose::Care.text()];
    let asked = Refused {
        purposes: &purposes,
        ticked: form.personal_data || form.care,
        channel: &form.channel,
        language: form.language.map(language),
        given_on: &form.given_on,
        reason: &form.reason,
        signed: &form.refusal_signed,
    };
    let act = consent::refuse(&asked, desk.now)?;
    let policy = match form.policy {
        Some(shown) => query::lab::policy(conn, shown)?.map(|policy| policy.entry),
        None => None,
    };
    let body = ConsentRefused {
        purposes: act.purposes.iter().map(|purpose| purpose.code()).collect(),
        policy,
        language: stored(act.language),
        channel: act.channel.code(),
        given_on: act.given_on.to_string(),
        reason: act.reason,
        signed: act.signed,
    };
    Ok(vec![Line::new(card, body)])
}

/// The person takes consent back.
pub fn withdraw(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    purposes: &[String],
    channel: &str,
    given_on: &str,
    reason: &str,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let names: Vec<&str> = purposes.iter().map(String::as_str).collect();
    let asked = Withdrawn {
        purposes: &names,
        channel,
        given_on,
        reason,
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
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(card, body)],
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
