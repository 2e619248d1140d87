//! What came back from a gateway: the answer to an attempt, and what it says when it is asked later.

use rusqlite::{Connection, params};

use super::send::{Dispatch, FIRST_ASK_MS};
use crate::app::session::By;
use crate::app::{App, Line};
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::backoff::wait_ms;
use crate::domain::notice::state::{NoticeState, Outcome};
use crate::error::Error;
use crate::event::notice::NoticeAnswered;
use crate::id::{Id, SubjectId};
use crate::journal::log::signed;
use crate::query;
use crate::query::notice;

/// It is asked for so long; afterwards nobody will know.
const ASKED_FOR_MS: u64 = 3 * 24 * 3_600_000;
/// After so long a gateway has written down what it took.
const SETTLED_MS: u64 = 10 * 60_000;
/// Messages that are asked about at once.
const ASKED: u32 = 50;
/// A message that the recipient's server put off so often is not delivered.
const MOST_TRIES: u32 = 40;
/// So many failures one after the other are the channel's, not the recipients': it rests, and somebody looks.
const MOST_FAILED: u32 = 5;
/// The gateway has never heard of it: it was not sent.
const NOT_FOUND_THERE: &str = "not-found";
/// It was tried for too long.
const EXPIRED: &str = "expired";

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

impl Answered {
    /// The gateway has never heard of a message whose answer was lost: it was not sent.
    pub fn never_heard_of() -> Self {
        Self {
            outcome: Outcome::Failed,
            gateway_id: None,
            cause: Some(NOT_FOUND_THERE.to_owned()),
            price: None,
            is_of_channel: false,
        }
    }
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
    /// What the gateway answered to an attempt.
    pub fn notice_answered(&mut self, sent: &Dispatch, answer: &Answered) -> Result<(), Error> {
        let tries = self.tries((sent.of, sent.notice))?;
        let is_over =
            answer.outcome == Outcome::PutOff && !answer.is_of_channel && tries >= MOST_TRIES;
        let expired = Answered {
            outcome: Outcome::Failed,
            cause: Some(EXPIRED.to_owned()),
            ..answer.clone()
        };
        let answer = if is_over { &expired } else { answer };
        let (now, chance) = (self.now().ms, self.chance());
        let (key, channel) = ((sent.of, sent.notice), sent.channel);
        self.transact(
            &By::Desk,
            |_, _, _| Ok(((), vec![line(key, sent.attempt, answer)])),
            |tx, (), _| {
                rest(tx, channel, answer, (now, chance))?;
                Ok(settle(tx, key, channel, answer, (now, chance))?)
            },
        )?;
        Ok(())
    }

    /// Messages whose gateway is to be asked now, of one channel. In training nobody is asked.
    pub fn notice_asks(&mut self, channel: NoticeChannel) -> Result<Vec<Ask>, Error> {
        if query::lab::is_training(self.conn())? {
            return Ok(Vec::new());
        }
        self.forget_settled()?;
        let now = self.now().ms;
        let due = notice::asked(self.conn(), (self.device, channel), (signed(now), ASKED))?;
        let mut out = Vec::with_capacity(due.len());
        for (one, to) in due {
            let age = now.saturating_sub(one.since.ms);
            let (Some(ticket), true) = (one.ticket, age <= ASKED_FOR_MS) else {
                forget(self.conn(), (one.of, one.id))?;
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
                is_settled: age > SETTLED_MS,
            });
        }
        Ok(out)
    }

    /// Where a message came to its end by another desk's word, or is asked about no more, its address here is of no use.
    fn forget_settled(&mut self) -> Result<(), rusqlite::Error> {
        self.conn()
            .prepare_cached(
                "DELETE FROM l_notice WHERE NOT EXISTS (SELECT 1 FROM p_notice n \
                   WHERE n.subject = l_notice.subject AND n.id = l_notice.id \
                   AND (n.state IN (?1, ?2) OR n.state IN (?3, ?4) AND n.since >= ?5))",
            )?
            .execute(params![
                NoticeState::Queued.code(),
                NoticeState::Sending.code(),
                NoticeState::Accepted.code(),
                NoticeState::Unknown.code(),
                signed(self.now().ms.saturating_sub(ASKED_FOR_MS))
            ])?;
        Ok(())
    }

    /// What the gateway says became of a message; none while it is on its way, or where nobody could be asked. It says nothing of
    /// whether the next one goes.
    pub fn notice_became(&mut self, ask: &Ask, became: Option<&Answered>) -> Result<(), Error> {
        let key = (ask.of, ask.notice);
        let (now, chance) = (self.now().ms, self.chance());
        if let Some(answer) = became {
            self.transact(
                &By::Desk,
                |_, _, _| Ok(((), vec![line(key, ask.attempt, answer)])),
                |tx, (), _| Ok(settle(tx, key, ask.channel, answer, (now, chance))?),
            )?;
            return Ok(());
        }
        let next = signed(now + wait_ms(self.tries(key)? + 1, chance));
        let sql = "UPDATE l_notice SET tries = tries + 1, next = ?3 WHERE subject = ?1 AND id = ?2";
        self.conn().execute(sql, params![key.0, key.1, next])?;
        Ok(())
    }

    /// Nobody can be asked about it, ever: the address goes, what is not known stays so.
    pub fn notice_unaskable(&mut self, ask: &Ask) -> Result<(), Error> {
        Ok(forget(self.conn(), (ask.of, ask.notice))?)
    }

    fn tries(&self, (of, id): (SubjectId, Id)) -> Result<u32, rusqlite::Error> {
        (self.conn())
            .prepare_cached(
                "SELECT coalesce(max(tries), 0) FROM l_notice WHERE subject = ?1 AND id = ?2",
            )?
            .query_row(params![of, id], |row| row.get(0))
    }

    fn chance(&mut self) -> u8 {
        let mut chance = [0];
        self.entropy.fill(&mut chance);
        chance[0]
    }
}

fn line((of, notice): (SubjectId, Id), attempt: u16, answer: &Answered) -> Line {
    let body = NoticeAnswered {
        notice,
        attempt,
        outcome: answer.outcome.code(),
        gateway_id: answer.gateway_id.clone(),
        cause: answer.cause.clone(),
        price: answer.price.clone(),
    };
    Line::new(of, body)
}

/// Nothing more is done with it: the address goes.
pub(super) fn forget(conn: &Connection, (of, id): (SubjectId, Id)) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("DELETE FROM l_notice WHERE subject = ?1 AND id = ?2")?
        .execute(params![of, id])?;
    Ok(())
}

/// What the answer to an attempt means for the channel: a gateway that is away, has no money or takes without answering rests,
/// and so does one that refuses one message after the other. Otherwise the whole queue would be lost to one fault.
fn rest(
    conn: &Connection,
    channel: NoticeChannel,
    answer: &Answered,
    (now, chance): (u64, u8),
) -> Result<(), rusqlite::Error> {
    let (tries, failed): (u32, u32) = conn
        .prepare_cached(
            "SELECT coalesce(max(tries), 0), coalesce(max(failed), 0) FROM l_channel WHERE channel = ?1",
        )?
        .query_row([channel.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let failed = match answer.outcome {
        Outcome::Failed => failed + 1,
        Outcome::Accepted | Outcome::Delivered => 0,
        Outcome::PutOff | Outcome::Unknown => failed,
    };
    let rests = match answer.outcome {
        Outcome::PutOff => answer.is_of_channel,
        Outcome::Unknown => true,
        Outcome::Failed => failed >= MOST_FAILED,
        Outcome::Accepted | Outcome::Delivered => false,
    };
    let (tries, until, cause) = match rests {
        true => (
            tries + 1,
            now + wait_ms(tries + 1, chance),
            answer.cause.as_ref(),
        ),
        false => (0, 0, None),
    };
    conn.prepare_cached(
        "UPDATE l_channel SET tries = ?2, failed = ?3, paused_until = ?4, cause = ?5 WHERE channel = ?1",
    )?
    .execute(params![channel.code(), tries, failed, signed(until), cause])?;
    Ok(())
}

/// What an answer means for the message at this desk: when it is tried once more or asked for, or that nothing is left to do.
fn settle(
    conn: &Connection,
    (of, id): (SubjectId, Id),
    channel: NoticeChannel,
    answer: &Answered,
    (now, chance): (u64, u8),
) -> Result<(), rusqlite::Error> {
    let sql = match answer.outcome {
        // The channel rests; the message itself is the first to go afterwards. Where it goes is asked anew then.
        Outcome::PutOff if answer.is_of_channel => {
            "UPDATE l_notice SET next = 0, address = NULL WHERE subject = ?1 AND id = ?2"
        }
        Outcome::PutOff => {
            "UPDATE l_notice SET tries = tries + 1, next = ?3, address = NULL WHERE subject = ?1 AND id = ?2"
        }
        // A mail server tells nothing afterwards.
        Outcome::Accepted | Outcome::Unknown if channel == NoticeChannel::Sms => {
            "UPDATE l_notice SET tries = 0, next = ?3 WHERE subject = ?1 AND id = ?2"
        }
        _ => return forget(conn, (of, id)),
    };
    let next = match answer.outcome {
        Outcome::PutOff if answer.is_of_channel => {
            conn.prepare_cached(sql)?.execute(params![of, id])?;
            return Ok(());
        }
        Outcome::PutOff => {
            let tries: u32 = conn
                .prepare_cached(
                    "SELECT coalesce(max(tries), 0) FROM l_notice WHERE subject = ?1 AND id = ?2",
                )?
                .query_row(params![of, id], |row| row.get(0))?;
            now + wait_ms(tries + 1, chance)
        }
        _ => now + FIRST_ASK_MS,
    };
    conn.prepare_cached(sql)?
        .execute(params![of, id, signed(next)])?;
    Ok(())
}
