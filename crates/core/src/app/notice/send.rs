//! The sender's door: which message goes next, and why none does. What came back stands in [`super::answer`].
//!
//! One thread of the desk walks through it and through nothing else. The intent to send is committed before the bytes are
//! released; whatever happens to the program between the two, nothing is sent twice. An intent without an answer that is found
//! here was left by a program that ended: nobody knows what became of it, and it is asked for, never sent once more.

use rusqlite::{Connection, params};

use super::answer::forget;
use crate::app::session::By;
use crate::app::{App, Line};
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::channel::Channel;
use crate::domain::notice::gate::{NOTICE_CARD_CLOSED, NOTICE_ORDER_NOT_READY, Passed, pass};
use crate::domain::notice::parts;
use crate::domain::notice::state::{NoticeState, Outcome};
use crate::domain::phone::Phone;
use crate::error::{Error, INTERNAL, Refusal};
use crate::event::notice::{NoticeAnswered, NoticeDropped, NoticeSending};
use crate::id::{Entropy, Id, SubjectId};
use crate::journal::log::{signed, unsigned};
use crate::query;
use crate::query::day_begins;
use crate::query::notice::{self, Notice, Went};
use crate::time::Wall;
use crate::view::{NoticeHold, NoticeHoldKind};
use crate::words::{Lang, dates};

/// Messages that are looked at by one commit.
const EACH: u32 = 60;
/// The first question what became of a message comes so soon.
pub(super) const FIRST_ASK_MS: u64 = 20_000;
/// What cannot go for now is looked at again after so long.
const LOOKED_AT_AGAIN_MS: u64 = 3_600_000;
/// What was taken over is looked at again after so long.
const SETTLES_MS: u64 = 60_000;
/// The place where desks meet was seen so lately that a no said elsewhere is known here.
const FRESH_MS: u64 = 10 * 60_000;
/// No channel rests for longer than that.
const LONGEST_REST_MS: u64 = 3_600_000;
/// Why an intent has no answer.
const PROGRAM_ENDED: &str = "program-ended";
/// Why an intent was not followed: something of ours failed before a byte left.
const NOT_RELEASED: &str = "not-released";

/// A message that goes now; its intent is committed. It holds an address and a key: it is not shown in any log.
pub struct Dispatch {
    /// The message.
    pub notice: Id,
    /// Its card.
    pub of: SubjectId,
    /// Number of the attempt.
    pub attempt: u16,
    /// Own number at the gateway.
    pub ticket: u32,
    /// How it goes.
    pub channel: NoticeChannel,
    /// Through what, as its intent says.
    pub wire: Channel,
    /// E.164, or an e-mail address.
    pub to: String,
    /// Name of the sender, or the mailbox.
    pub from: String,
    /// The text.
    pub text: String,
}

impl std::fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dispatch")
            .field("wire", &self.wire)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// What one look at the queue comes to.
#[derive(Default)]
struct Look {
    lines: Vec<Line>,
    dispatch: Option<Dispatch>,
    dropped: Vec<(SubjectId, Id)>,
    later: Vec<(SubjectId, Id, u64)>,
}

impl App {
    /// The next message that goes; its intent is committed, and whatever may no longer be sent is taken from the queue. None
    /// where nothing waits, or nothing goes now. `met` is when the place of exchange was there last, where one is set.
    pub fn notice_next(&mut self, met: Option<u64>) -> Result<Option<Dispatch>, Error> {
        if self.is_stopped()? || self.clock_behind()?.is_some() {
            return Ok(None);
        }
        self.leave_abandoned()?;
        let now = self.now();
        for wire in self.open_channels(met, now)? {
            if let Some(dispatch) = self.next_on(&wire, met, now)? {
                return Ok(Some(dispatch));
            }
        }
        Ok(None)
    }

    fn next_on(
        &mut self,
        wire: &Channel,
        met: Option<u64>,
        now: Wall,
    ) -> Result<Option<Dispatch>, Error> {
        let (device, ms) = (self.device, signed(now.ms));
        let mut intended = None;
        let outcome = self.transact_all(
            &By::Desk,
            |tx, _, entropy| {
                let mut look = Look::default();
                for one in notice::waiting(tx, device, wire.channel, (ms, EACH))? {
                    let key = (one.of, one.id);
                    if !is_settled(tx, &one, met, now)? {
                        look.later.push((one.of, one.id, SETTLES_MS));
                        continue;
                    }
                    if one.attempt == u16::MAX {
                        look.later.push((one.of, one.id, LOOKED_AT_AGAIN_MS));
                        continue;
                    }
                    match prepare(tx, &one, wire, now, entropy)? {
                        Ok((line, ready)) => {
                            intended = Some((one.of, one.id, ready.attempt));
                            look.lines.push(line);
                            look.dispatch = Some(ready);
                            break;
                        }
                        // Whoever has the newer program sends it, or this one is updated.
                        Err(no) if no.code == NOTICE_CARD_CLOSED => {
                            look.later.push((one.of, one.id, LOOKED_AT_AGAIN_MS));
                        }
                        Err(no) => {
                            look.lines.push(Line::new(one.of, dropped(&one, &no)));
                            look.dropped.push(key);
                        }
                    }
                }
                let lines = std::mem::take(&mut look.lines);
                let commits = match lines.is_empty() {
                    true => Vec::new(),
                    false => vec![lines],
                };
                Ok((look, commits))
            },
            |tx, look, _| {
                for key in &look.dropped {
                    forget(tx, *key)?;
                }
                for (of, id, wait) in &look.later {
                    later(tx, (*of, *id), signed(now.ms + wait))?;
                }
                match &look.dispatch {
                    Some(ready) => intent_holds(tx, ready, signed(now.ms + FIRST_ASK_MS)),
                    None => Ok(()),
                }
            },
        );
        match outcome {
            Ok((look, _)) => Ok(look.dispatch),
            Err(error) => {
                // The intent may be committed, and nobody was given the bytes: it was certainly not sent.
                self.not_released.extend(intended);
                Err(error)
            }
        }
    }

    /// Intents of this desk without an answer were left by a program that ended, or by a fault before anything left.
    fn leave_abandoned(&mut self) -> Result<(), Error> {
        let left = notice::unanswered(self.conn(), self.device, EACH)?;
        let lines = left.iter().map(|one| {
            let key = (one.of, one.id, one.attempt);
            let (outcome, cause) = match self.not_released.contains(&key) {
                // Where it goes is asked anew then.
                true => (Outcome::PutOff, NOT_RELEASED),
                false => (Outcome::Unknown, PROGRAM_ENDED),
            };
            let body = NoticeAnswered {
                notice: one.id,
                attempt: one.attempt,
                outcome: outcome.code(),
                gateway_id: None,
                cause: Some(cause.to_owned()),
                price: None,
            };
            Line::new(one.of, body)
        });
        let lines = lines.collect();
        self.note(lines)?;
        for (of, id, _) in std::mem::take(&mut self.not_released) {
            forget(self.conn(), (of, id))?;
        }
        Ok(())
    }

    /// Channels on which something goes at this moment.
    fn open_channels(&self, met: Option<u64>, now: Wall) -> Result<Vec<Channel>, Error> {
        let mut open = Vec::new();
        if self.held(met, now)?.is_some() {
            return Ok(open);
        }
        for channel in NoticeChannel::ALL {
            let Some(wire) = self.wire(channel)? else {
                continue;
            };
            if self.paused(channel, now)?.is_none() {
                open.push(wire);
            }
        }
        Ok(open)
    }

    /// Why nothing goes at all.
    fn held(&self, met: Option<u64>, now: Wall) -> Result<Option<NoticeHoldKind>, Error> {
        let conn = self.conn();
        if notice::quiet(conn)?.holds(now) {
            return Ok(Some(NoticeHoldKind::Quiet));
        }
        // A withdrawal that was said at another desk is known here, or nothing goes.
        if met.is_some_and(|met| !is_fresh(met, now)) {
            return Ok(Some(NoticeHoldKind::Exchange));
        }
        let spent = notice::sent_on(conn, day_begins(now.date()))? >= notice::cap(conn)?;
        Ok(spent.then_some(NoticeHoldKind::Cap))
    }

    /// Until when a channel rests, and why.
    fn paused(
        &self,
        channel: NoticeChannel,
        now: Wall,
    ) -> Result<Option<(u64, String)>, rusqlite::Error> {
        let mut rows = (self.conn())
            .prepare_cached("SELECT paused_until, cause FROM l_channel WHERE channel = ?1")?;
        let mut rows = rows.query([channel.code()])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let until = unsigned(row.get(0)?);
        let cause: Option<String> = row.get(1)?;
        // A clock that was ahead sets nothing for longer than a rest can be.
        let rests = until > now.ms && until - now.ms <= LONGEST_REST_MS;
        Ok(rests.then(|| (until, cause.unwrap_or_default())))
    }

    /// Why messages wait, for whoever looks at them. Level 0.
    pub(super) fn notice_holds(
        &self,
        met: Option<u64>,
        lang: Lang,
    ) -> Result<Vec<NoticeHold>, Error> {
        let now = self.now();
        let mut out = Vec::new();
        let plain = |kind| NoticeHold {
            kind,
            until: String::new(),
            cause: String::new(),
        };
        match self.held(met, now)? {
            Some(NoticeHoldKind::Quiet) => out.push(NoticeHold {
                until: format!("{:02}:00", notice::quiet(self.conn())?.to),
                ..plain(NoticeHoldKind::Quiet)
            }),
            Some(kind) => out.push(plain(kind)),
            None => {}
        }
        for channel in NoticeChannel::ALL {
            if let Some((until, cause)) = self.paused(channel, now)? {
                out.push(NoticeHold {
                    kind: NoticeHoldKind::Paused,
                    until: dates::time(Wall::almaty(until)),
                    cause: query::notice::rows::cause(lang, &cause),
                });
            }
            if let Some(balance) = self.low_balance(channel)? {
                out.push(NoticeHold {
                    cause: balance,
                    ..plain(NoticeHoldKind::Low)
                });
            }
            let sender = notice::sender(self.conn(), channel)?;
            // Restored, or stopped: whatever is queued waits for nobody.
            if let Some(desk) = sender.filter(|desk| !self.is_working(*desk)) {
                out.push(NoticeHold {
                    cause: query::lab::desk_called(self.conn(), desk)?,
                    ..plain(NoticeHoldKind::Stopped)
                });
            }
        }
        if !notice::is_set(self.conn())? {
            out.push(plain(NoticeHoldKind::Unset));
        }
        Ok(out)
    }

    /// The desk is enrolled and was not stopped.
    fn is_working(&self, desk: Id) -> bool {
        let roster = self.folder.roster();
        roster.desk(desk).is_some() && !roster.is_revoked(desk, i64::MAX)
    }
}

/// Seen within the last minutes, and not by a clock that was ahead.
fn is_fresh(met: u64, now: Wall) -> bool {
    met <= now.ms && now.ms - met <= FRESH_MS
}

/// A message that was taken over goes only when this desk has met the others well after that: whoever had it before sends nothing
/// without having met them either, and what they sent is known here by then.
fn is_settled(
    conn: &Connection,
    one: &Notice,
    met: Option<u64>,
    now: Wall,
) -> Result<bool, rusqlite::Error> {
    let Some(taken) = notice::taken_over(conn, one.of, one.id)? else {
        return Ok(true);
    };
    let settled = taken.ms.saturating_add(FRESH_MS);
    Ok(now.ms >= settled && met.is_none_or(|met| met >= settled))
}

/// The intent of a message whose gate is open, or why it is shut.
fn prepare(
    conn: &Connection,
    one: &Notice,
    wire: &Channel,
    now: Wall,
    entropy: &mut dyn Entropy,
) -> Result<Result<(Line, Dispatch), Refusal>, Error> {
    let Some(order) = query::order::on_card(conn, one.of, one.order)? else {
        return Ok(Err(Refusal::new(NOTICE_ORDER_NOT_READY)));
    };
    let standing = query::order::standing(conn, &order)?;
    let facts = notice::facts(
        conn,
        &order,
        standing,
        (one.about, one.channel),
        (one.shared, now),
    )?;
    let Passed { to, wording } = match pass(&facts) {
        Ok(passed) => passed,
        Err(no) => return Ok(Err(no)),
    };
    let lang = notice::language(&query::card::fields(conn, one.of)?);
    let Went { text, version } = notice::went(conn, wording, lang, &one.number)?;
    let from = match one.channel {
        NoticeChannel::Sms => query::lab::offers(conn)?.sms_sender,
        NoticeChannel::Email => wire.from.clone(),
    };
    let ticket = ticket(entropy);
    let attempt = one.attempt.saturating_add(1);
    let body = NoticeSending {
        notice: one.id,
        attempt,
        ticket,
        gateway: wire.gateway.text().to_owned(),
        from: from.clone(),
        to: masked(one.channel, &to),
        language: lang.tag().to_owned(),
        template: version,
        text: text.clone(),
        parts: match one.channel {
            NoticeChannel::Sms => u8::try_from(parts::length(&text).parts).unwrap_or(u8::MAX),
            NoticeChannel::Email => 0,
        },
    };
    let dispatch = Dispatch {
        notice: one.id,
        of: one.of,
        attempt,
        ticket,
        channel: one.channel,
        wire: wire.clone(),
        to,
        from,
        text,
    };
    Ok(Ok((Line::new(one.of, body), dispatch)))
}

/// Own number of an attempt at a gateway.
pub fn ticket(entropy: &mut dyn Entropy) -> u32 {
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes);
    (u32::from_be_bytes(bytes) >> 1).max(1)
}

fn dropped(one: &Notice, no: &Refusal) -> NoticeDropped {
    NoticeDropped {
        notice: one.id,
        why: no.code.0.to_owned(),
    }
}

/// `+7 701 ••• •5 67`, `a•••@example.kz`.
fn masked(channel: NoticeChannel, to: &str) -> String {
    match channel {
        NoticeChannel::Sms => Phone::from_e164(to).map_or_else(String::new, |to| to.masked()),
        NoticeChannel::Email => {
            let (name, host) = to.split_once('@').unwrap_or((to, ""));
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{host}")
        }
    }
}

/// Keeps where it goes and when it is asked for. An intent without effect releases nothing: the whole transaction goes back.
fn intent_holds(conn: &Connection, ready: &Dispatch, next: i64) -> Result<(), Error> {
    let holds: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM p_notice WHERE subject = ?1 AND id = ?2 AND state = ?3 AND attempt = ?4 AND ticket = ?5)",
        )?
        .query_row(
            params![
                ready.of,
                ready.notice,
                NoticeState::Sending.code(),
                ready.attempt,
                ready.ticket
            ],
            |row| row.get(0),
        )?;
    if !holds {
        return Err(Refusal::new(INTERNAL).into());
    }
    conn.prepare_cached(
        "INSERT INTO l_notice (subject, id, tries, next, address, account) \
         VALUES (?1, ?2, 0, ?3, ?4, (SELECT account FROM l_channel WHERE channel = ?5)) \
         ON CONFLICT DO UPDATE SET next = ?3, address = ?4, account = excluded.account",
    )?
    .execute(params![
        ready.of,
        ready.notice,
        next,
        ready.to,
        ready.channel.code()
    ])?;
    Ok(())
}

/// It is looked at again then.
fn later(conn: &Connection, (of, id): (SubjectId, Id), next: i64) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT INTO l_notice (subject, id, tries, next) VALUES (?1, ?2, 0, ?3) ON CONFLICT DO UPDATE SET next = ?3",
    )?
    .execute(params![of, id, next])?;
    Ok(())
}
