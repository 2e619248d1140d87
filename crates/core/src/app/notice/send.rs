//! The sender's door: which message goes next, what came back, what is to be asked for.
//!
//! One thread of the desk walks through it and through nothing else. The intent to send is committed before the bytes are
//! released; whatever happens to the program between the two, nothing is sent twice. An intent without an answer that is found
//! here was left by a program that ended: nobody knows what became of it, and it is asked for, never sent once more.

use rusqlite::{Connection, params};

use crate::app::session::By;
use crate::app::{App, Line, MAX_COMMIT};
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::backoff::wait_ms;
use crate::domain::notice::channel::GatewayKind;
use crate::domain::notice::gate::{NOTICE_ORDER_NOT_READY, Passed, pass};
use crate::domain::notice::parts;
use crate::domain::notice::state::{NoticeState, Outcome};
use crate::domain::notice::wording::rendered;
use crate::domain::order::number;
use crate::domain::phone::Phone;
use crate::error::{Error, Refusal};
use crate::event::notice::{NoticeAnswered, NoticeDropped, NoticeSending};
use crate::id::{Entropy, Id, SubjectId};
use crate::journal::log::signed;
use crate::query;
use crate::query::day_begins;
use crate::query::notice::{self, Notice};
use crate::time::Wall;
use crate::view::{NoticeHold, NoticeHoldKind};
use crate::words::{Lang, dates};

/// Messages that are looked at by one commit.
const EACH: u32 = 60;
/// The first question what became of a message comes so soon.
const FIRST_ASK_MS: u64 = 20_000;
/// It is asked for so long; afterwards nobody will know.
const ASKED_FOR_MS: u64 = 3 * 24 * 3_600_000;
/// After so long a gateway has written down what it took.
const SETTLED_MS: u64 = 10 * 60_000;
/// Messages that are asked about at once.
const ASKED: u32 = 50;
/// The place where desks meet was seen so lately that a no said elsewhere is known here.
const FRESH_MS: u64 = 10 * 60_000;
/// Why an intent has no answer.
const PROGRAM_ENDED: &str = "program-ended";
/// The gateway has never heard of it: it was not sent.
const NOT_FOUND_THERE: &str = "not-found";

/// A message that goes now; its intent is committed. It holds an address: it is not shown in any log.
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
    /// What carries it.
    pub gateway: GatewayKind,
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
            .field("channel", &self.channel)
            .field("gateway", &self.gateway)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// What the gateway answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// How the attempt ended.
    pub outcome: Outcome,
    /// The gateway's id of it.
    pub gateway_id: Option<String>,
    /// Why, a code.
    pub cause: Option<String>,
    /// What it cost.
    pub price: Option<String>,
    /// Nothing goes on this channel for now: the network, the login, the money.
    pub is_of_channel: bool,
}

/// A message of which the gateway is asked what became.
pub struct Ask {
    /// The message.
    pub notice: Id,
    /// Its card.
    pub of: SubjectId,
    /// Which attempt.
    pub attempt: u16,
    /// How it went.
    pub channel: NoticeChannel,
    /// How it stands here.
    pub state: NoticeState,
    /// The gateway's id; empty where it gave none.
    pub gateway_id: String,
    /// Own number.
    pub ticket: u32,
    /// Where it went.
    pub to: String,
    /// Long enough ago that the gateway would know it.
    pub is_settled: bool,
}

impl std::fmt::Debug for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ask")
            .field("channel", &self.channel)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
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
        let open = self.open_channels(met, now)?;
        if open.is_empty() {
            return Ok(None);
        }
        let (device, ms) = (self.device, signed(now.ms));
        let ((dispatch, _), _) = self.transact_all(
            &By::Desk,
            |tx, _, entropy| {
                let mut lines = Vec::new();
                let (mut dispatch, mut gone) = (None, Vec::new());
                for one in notice::of_sender(tx, device, NoticeState::Queued, (ms, EACH))? {
                    if !open.contains(&one.channel) {
                        continue;
                    }
                    match prepare(tx, &one, now, entropy)? {
                        Ok((line, ready)) => {
                            lines.push(line);
                            dispatch = Some(ready);
                            break;
                        }
                        Err(no) => {
                            lines.push(Line::new(one.of, dropped(&one, &no)));
                            gone.push(one.id);
                        }
                    }
                }
                let commits = match lines.is_empty() {
                    true => Vec::new(),
                    false => vec![lines],
                };
                Ok(((dispatch, gone), commits))
            },
            |tx, (dispatch, gone), _| {
                for id in gone {
                    forget(tx, *id)?;
                }
                match dispatch {
                    Some(ready) => Ok(schedule(tx, ready, signed(now.ms + FIRST_ASK_MS))?),
                    None => Ok(()),
                }
            },
        )?;
        Ok(dispatch)
    }

    /// Intents without an answer were left by a program that ended.
    fn leave_abandoned(&mut self) -> Result<(), Error> {
        let all = (
            signed(u64::MAX >> 1),
            u32::try_from(MAX_COMMIT).unwrap_or(1),
        );
        let left = notice::of_sender(self.conn(), self.device, NoticeState::Sending, all)?;
        let lines = left.iter().map(|one| {
            let body = NoticeAnswered {
                notice: one.id,
                attempt: one.attempt,
                outcome: Outcome::Unknown.code(),
                gateway_id: None,
                cause: Some(PROGRAM_ENDED.to_owned()),
                price: None,
            };
            Line::new(one.of, body)
        });
        let lines = lines.collect();
        self.note(lines)
    }

    /// Channels on which something goes at this moment.
    fn open_channels(&self, met: Option<u64>, now: Wall) -> Result<Vec<NoticeChannel>, Error> {
        let mut open = Vec::new();
        if self.held(met, now)?.is_some() {
            return Ok(open);
        }
        for channel in NoticeChannel::ALL {
            if self.paused(channel, now)?.is_none() && self.channel(channel)?.is_some() {
                open.push(channel);
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
        if met.is_some_and(|met| now.ms.saturating_sub(met) > FRESH_MS) {
            return Ok(Some(NoticeHoldKind::Exchange));
        }
        let spent = notice::sent_since(conn, day_begins(now.date()))? >= notice::cap(conn)?;
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
        let until = crate::journal::log::unsigned(row.get(0)?);
        let cause: Option<String> = row.get(1)?;
        Ok((until > now.ms).then(|| (until, cause.unwrap_or_default())))
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
        }
        if !notice::is_set(self.conn())? {
            out.push(plain(NoticeHoldKind::Unset));
        }
        Ok(out)
    }

    /// What the gateway answered to an attempt.
    pub fn notice_answered(
        &mut self,
        (of, id, attempt): (SubjectId, Id, u16),
        channel: NoticeChannel,
        answer: &Answered,
    ) -> Result<(), Error> {
        let body = NoticeAnswered {
            notice: id,
            attempt,
            outcome: answer.outcome.code(),
            gateway_id: answer.gateway_id.clone(),
            cause: answer.cause.clone(),
            price: answer.price.clone(),
        };
        let (now, mut chance) = (self.now().ms, [0]);
        self.entropy.fill(&mut chance);
        self.transact(
            &By::Desk,
            |_, _, _| Ok(((), vec![Line::new(of, body)])),
            |tx, (), _| Ok(settle(tx, (id, channel), answer, (now, chance[0]))?),
        )?;
        Ok(())
    }

    /// Messages whose gateway is to be asked now, of one channel.
    pub fn notice_asks(&mut self, channel: NoticeChannel) -> Result<Vec<Ask>, Error> {
        let now = self.now().ms;
        let due = notice::asked(self.conn(), channel, (signed(now), ASKED))?;
        let mut out = Vec::with_capacity(due.len());
        for (one, to) in due {
            let is_late = now.saturating_sub(one.since.ms) > ASKED_FOR_MS;
            let (Some(ticket), false) = (one.ticket, is_late) else {
                forget(self.conn(), one.id)?;
                continue;
            };
            out.push(Ask {
                notice: one.id,
                of: one.of,
                attempt: one.attempt,
                channel: one.channel,
                state: one.state,
                gateway_id: one.gateway_id.unwrap_or_default(),
                ticket,
                to,
                is_settled: now.saturating_sub(one.since.ms) > SETTLED_MS,
            });
        }
        Ok(out)
    }

    /// What the gateway says became of a message; none while it is on its way, or where nobody could be asked.
    pub fn notice_became(&mut self, ask: &Ask, became: Option<&Answered>) -> Result<(), Error> {
        match became {
            Some(answer) => {
                self.notice_answered((ask.of, ask.notice, ask.attempt), ask.channel, answer)
            }
            None => {
                let mut chance = [0];
                self.entropy.fill(&mut chance);
                let now = self.now().ms;
                let tries: u32 = (self.conn())
                    .prepare_cached("SELECT coalesce(max(tries), 0) FROM l_notice WHERE id = ?1")?
                    .query_row([ask.notice], |row| row.get(0))?;
                let next = signed(now + wait_ms(tries + 1, chance[0]));
                let sql = "UPDATE l_notice SET tries = tries + 1, next = ?2 WHERE id = ?1";
                self.conn().execute(sql, params![ask.notice, next])?;
                Ok(())
            }
        }
    }

    /// What is written where the gateway has never heard of a message whose answer was lost: it was not sent.
    pub fn never_heard_of() -> Answered {
        Answered {
            outcome: Outcome::Failed,
            gateway_id: None,
            cause: Some(NOT_FOUND_THERE.to_owned()),
            price: None,
            is_of_channel: false,
        }
    }
}

/// The intent of a message whose gate is open, or why it is shut.
fn prepare(
    conn: &Connection,
    one: &Notice,
    now: Wall,
    entropy: &mut dyn Entropy,
) -> Result<Result<(Line, Dispatch), Refusal>, Error> {
    let Some(order) = query::order::on_card(conn, one.of, one.order)? else {
        return Ok(Err(Refusal::new(NOTICE_ORDER_NOT_READY)));
    };
    let standing = query::order::standing(conn, &order)?;
    let facts = notice::facts(conn, &order, standing, one.channel, (one.shared, now))?;
    let Passed { to, wording } = match pass(&facts) {
        Ok(passed) => passed,
        Err(no) => return Ok(Err(no)),
    };
    let lang = notice::language(&query::card::fields(conn, one.of)?);
    let (template, version) = notice::wording(conn, wording, lang)?;
    let text = rendered(&template, &number::shown(&one.number));
    let (gateway, mailbox) = carrier(conn, one.channel)?;
    let from = match one.channel {
        NoticeChannel::Sms => query::lab::offers(conn)?.sms_sender,
        NoticeChannel::Email => mailbox,
    };
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes);
    let ticket = (u32::from_be_bytes(bytes) >> 1).max(1);
    let attempt = one.attempt.saturating_add(1);
    let body = NoticeSending {
        notice: one.id,
        attempt,
        ticket,
        gateway: gateway.text().to_owned(),
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
        gateway,
        to,
        from,
        text,
    };
    Ok(Ok((Line::new(one.of, body), dispatch)))
}

/// What carries a channel here, and the mailbox of mail. A training laboratory sends nothing, whatever is set.
fn carrier(conn: &Connection, channel: NoticeChannel) -> Result<(GatewayKind, String), Error> {
    let row: (String, String) = conn
        .prepare_cached("SELECT gateway, coalesce(json_extract(form, '$.from'), '') FROM l_channel WHERE channel = ?1")?
        .query_row([channel.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let gateway = match query::lab::is_training(conn)? {
        true => GatewayKind::Training,
        false => GatewayKind::parse(&row.0).unwrap_or(GatewayKind::Training),
    };
    Ok((gateway, row.1))
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

/// Where it goes, and when it is asked for.
fn schedule(conn: &Connection, ready: &Dispatch, next: i64) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT INTO l_notice (id, subject, tries, next, address) VALUES (?1, ?2, 0, ?3, ?4) \
         ON CONFLICT DO UPDATE SET next = ?3, address = ?4",
    )?
    .execute(params![ready.notice, ready.of, next, ready.to])?;
    Ok(())
}

/// Nothing more is done with it: the address goes.
fn forget(conn: &Connection, id: Id) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("DELETE FROM l_notice WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// What an answer means for this desk: when it tries once more or asks, or that nothing is left to do.
fn settle(
    conn: &Connection,
    (id, channel): (Id, NoticeChannel),
    answer: &Answered,
    (now, chance): (u64, u8),
) -> Result<(), rusqlite::Error> {
    match answer.outcome {
        // A gateway that takes and does not answer would make the whole queue unknown.
        Outcome::PutOff | Outcome::Unknown
            if answer.is_of_channel || answer.outcome == Outcome::Unknown =>
        {
            let tries: u32 = conn
                .prepare_cached(
                    "SELECT coalesce(max(tries), 0) + 1 FROM l_channel WHERE channel = ?1",
                )?
                .query_row([channel.code()], |row| row.get(0))?;
            conn.execute(
                "UPDATE l_channel SET tries = ?2, paused_until = ?3, cause = ?4 WHERE channel = ?1",
                params![
                    channel.code(),
                    tries,
                    signed(now + wait_ms(tries, chance)),
                    answer.cause
                ],
            )?;
            // What was put off is the first to go when the channel is there again; what nobody knows is asked for.
            return match answer.outcome {
                Outcome::PutOff => conn
                    .execute("UPDATE l_notice SET next = 0 WHERE id = ?1", [id])
                    .map(drop),
                _ if channel == NoticeChannel::Email => forget(conn, id),
                _ => Ok(()),
            };
        }
        Outcome::PutOff => {
            let tries: u32 = conn
                .prepare_cached("SELECT coalesce(max(tries), 0) + 1 FROM l_notice WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            conn.execute(
                "UPDATE l_notice SET tries = ?2, next = ?3 WHERE id = ?1",
                params![id, tries, signed(now + wait_ms(tries, chance))],
            )?;
        }
        // A mail server tells nothing afterwards.
        Outcome::Accepted | Outcome::Unknown if channel == NoticeChannel::Sms => {
            conn.execute(
                "UPDATE l_notice SET tries = 0, next = ?2 WHERE id = ?1",
                params![id, signed(now + FIRST_ASK_MS)],
            )?;
        }
        _ => forget(conn, id)?,
    }
    conn.execute(
        "UPDATE l_channel SET tries = 0, paused_until = 0, cause = NULL WHERE channel = ?1",
        [channel.code()],
    )?;
    Ok(())
}
