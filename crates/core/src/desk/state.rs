//! Where the desk stands, and what the verifier says: level 0, no person but the one who works.

use rusqlite::Connection;

use super::{Folder, Local, Open};
use crate::app::{Draft, is_text};
use crate::audit::{self, Finding, Report, Scope, Verdict};
use crate::domain;
use crate::domain::rights::{self, Action};
use crate::error::Error;
use crate::id::{DeviceId, OrgId};
use crate::journal::anchor::Anchor;
use crate::journal::stored;
use crate::query;
use crate::time::Wall;
use crate::view::{ClockView, DeskState, DraftView, Phase};
use crate::words::dates;

/// Before anybody signs in.
pub fn locked_state(
    folder: &Folder,
    phase: Phase,
    relocked: bool,
    now: Wall,
    keychain_absent: bool,
) -> DeskState {
    let local = folder.local();
    DeskState {
        phase,
        lang: local.lang,
        organisation: None,
        desk: None,
        staff: None,
        staff_short: None,
        role: None,
        home: None,
        may: Vec::new(),
        training: local.training,
        keychain_absent,
        relocked,
        kdf_floor: false,
        clock: None,
        today: dates::short(now.date()),
        registered_today: 0,
        zone: zone(now),
        collected: Vec::new(),
        drafts: Vec::new(),
        colleagues: Vec::new(),
        people: Vec::new(),
        key_owed: false,
        unread: 0,
        cover_minutes: domain::cover::USUAL,
        backup: None,
        exchange: None,
        replaced_kit: None,
        notices: None,
    }
}

/// With somebody signed in, present or behind the curtain.
pub fn desk_state(folder: &Folder, open: &Open) -> Result<DeskState, Error> {
    if open.app.is_covered() {
        return covered_state(folder, open);
    }
    let conn = open.app.conn();
    let session = open.app.session()?;
    let now = open.app.now();
    let is_published = !query::lab::versions(conn)?.is_empty();
    let may = |action| rights::may(session.role, action);
    // A page of set-up is for whoever may finish it; the others are told by what they try.
    let kit_waits = open.app.pending_kit()?.is_some() && may(Action::KeepKit);
    let phase = match (kit_waits, is_published) {
        (true, false) => Phase::Kit,
        (true, true) => Phase::NewKit,
        (false, false) if may(Action::PublishPolicy) => Phase::Policy,
        (false, _) => Phase::Ready,
    };
    let flag = |key: &str| query::lab::setting(conn, key);
    let unread = open.app.unread()?;
    let staff = query::lab::staff_name(conn, session.staff)?;
    Ok(DeskState {
        phase,
        lang: folder.local().lang,
        organisation: query::lab::organisation(conn)?.map(|organisation| organisation.name),
        desk: query::lab::desk_name(conn, open.app.device())?,
        staff_short: staff.as_deref().map(domain::name::short),
        staff,
        role: Some(session.role),
        home: Some(session.role.home()),
        may: session.role.actions(),
        training: query::lab::is_training(conn)?,
        keychain_absent: !open.vault().has_keychain(),
        relocked: false,
        kdf_floor: flag("kdf")?.as_deref() == Some("floor"),
        clock: open.app.clock_behind()?.map(|last| ClockView {
            shown: dates::moment(now),
            last: dates::moment(Wall::almaty(last)),
        }),
        today: dates::short(now.date()),
        registered_today: query::card::registered_on(conn, open.app.device(), now.date())?,
        zone: zone(now),
        collected: query::lab::data_list(conn)?
            .fields()
            .map(|field| field.text().to_owned())
            .collect(),
        drafts: match may(Action::KeepDraft) {
            true => drafts(open, own_drafts(open, unread)?)?,
            false => Vec::new(),
        },
        colleagues: match may(Action::TakeOverDraft) && unread == 0 {
            true => drafts(open, open.app.colleagues_drafts()?)?,
            false => Vec::new(),
        },
        people: open.people()?,
        key_owed: may(Action::RemoveStaff) && open.owes_rekey()?,
        unread: u32::try_from(unread).unwrap_or(u32::MAX),
        cover_minutes: query::lab::cover_minutes(conn)?,
        backup: Some(open.backup_last()?),
        exchange: match may(Action::Exchange) {
            true => open.exchange_line()?,
            false => None,
        },
        replaced_kit: open.replaced_kit()?,
        notices: match may(Action::ListNotices) && query::notice::is_set(conn)? {
            true => Some(query::notice::rows::line(conn, now)?),
            false => None,
        },
    })
}

/// Forms about patients are offered to whoever may work with patients today.
fn own_drafts(open: &Open, unread: usize) -> Result<Vec<Draft>, Error> {
    let mut own = open.app.drafts()?;
    own.retain(|draft| unread == 0 || is_text(&draft.form));
    Ok(own)
}

/// Behind the curtain the screen says where it stands and who may come back, and nothing else.
fn covered_state(folder: &Folder, open: &Open) -> Result<DeskState, Error> {
    let (conn, absent) = (open.app.conn(), !open.vault().has_keychain());
    Ok(DeskState {
        desk: query::lab::desk_name(conn, open.app.device())?,
        people: open.people()?,
        ..locked_state(folder, Phase::Curtain, false, open.app.now(), absent)
    })
}

/// Whether this is a training laboratory is known before anybody signs in, from here on.
pub(super) fn remember_training(folder: &Folder, conn: &Connection) -> Result<(), Error> {
    let training = query::lab::is_training(conn)?;
    let local = folder.local();
    if local.training == training {
        return Ok(());
    }
    folder.keep_local(&Local { training, ..local })
}

fn drafts(open: &Open, kept: Vec<Draft>) -> Result<Vec<DraftView>, Error> {
    let mut out = Vec::new();
    for draft in kept {
        out.push(DraftView {
            id: draft.id,
            initials: match draft.subject {
                Some(card) if draft.initials.is_empty() => {
                    query::card::initials(open.app.conn(), card)?
                }
                _ => draft.initials,
            },
            form: draft.form,
            subject: draft.subject,
            saved_at: dates::moment(Wall::almaty(draft.saved_at)),
            owner: query::lab::staff_name(open.app.conn(), draft.staff)?.unwrap_or_default(),
        });
    }
    Ok(out)
}

fn zone(now: Wall) -> String {
    format!("UTC{:+}", now.tz_min / 60)
}

/// Verifies the stored journal against every witness that is given.
pub fn verify(
    conn: &Connection,
    org: OrgId,
    own: DeviceId,
    witnesses: &[Anchor],
) -> Result<Report, Error> {
    let scope = Scope {
        org,
        own: vec![own],
    };
    Ok(audit::verify(&scope, witnesses, || stored::records(conn)))
}

/// The words of a verdict: `journal-verdict-<code>`. One that speaks of an entry without knowing its number has
/// words of its own, `…-no-place`.
pub fn verdict_view(report: &Report, now: Wall) -> crate::view::VerdictView {
    let entries: u64 = report.chains.iter().map(|chain| chain.entries).sum();
    crate::view::VerdictView {
        code: words_of(&report.finding),
        entries: crate::words::numbers::grouped(entries),
        seq: report
            .finding
            .seq
            .map(crate::words::numbers::grouped)
            .unwrap_or_default(),
        at: dates::time(now),
    }
}

fn words_of(finding: &Finding) -> String {
    let code = finding.verdict.code();
    match (finding.verdict, finding.seq) {
        (Verdict::Damaged | Verdict::Fork, None) => format!("{code}-no-place"),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::words::{self, Lang};

    const EVERY: [Verdict; 9] = [
        Verdict::Whole,
        Verdict::WholeUnanchored,
        Verdict::Empty,
        Verdict::Newer,
        Verdict::Shortened,
        Verdict::Rewritten,
        Verdict::Damaged,
        Verdict::Fork,
        Verdict::Foreign,
    ];

    fn said(verdict: Verdict, seq: Option<u64>, lang: Lang) -> String {
        let finding = Finding {
            verdict,
            device: None,
            seq,
            reason: None,
            source: None,
        };
        let report = Report {
            org: None,
            finding,
            chains: Vec::new(),
        };
        let view = verdict_view(&report, Wall::almaty(1_795_000_000_000));
        let key = format!("journal-verdict-{}", view.code);
        let args = [("count", "18"), ("seq", &view.seq), ("time", &view.at)];
        words::find(lang, &key, &args).unwrap_or_else(|| panic!("no words {key}"))
    }

    #[test]
    fn every_verdict_has_words_and_a_place_is_named_only_where_one_is_known() {
        for lang in [Lang::Ru, Lang::Kk] {
            for verdict in EVERY {
                for seq in [None, Some(7)] {
                    said(verdict, seq, lang);
                }
            }
            for verdict in [Verdict::Damaged, Verdict::Fork] {
                assert!(said(verdict, Some(7), lang).contains('7'));
                let words = said(verdict, None, lang);
                assert!(
                    !words.contains(|c: char| c.is_ascii_digit()) && !words.contains(": "),
                    "a place that nobody knows: {words}"
                );
            }
        }
    }
}
