//! Messages as rows of S5, and the orders of which nobody was told.

use rusqlite::{Connection, Row, ToSql, params};

use super::{
    COLUMNS, Notice, facts, language, of_order as on_order, read, senders, to_person, went,
};
use crate::domain::notice::gate::{NOTICE_NO_SENDER, NOTICE_SHARED, Passed, pass};
use crate::domain::notice::parts::length;
use crate::domain::notice::state::NoticeState;
use crate::domain::notice::{About, NoticeChannel};
use crate::domain::order::number;
use crate::domain::order::step::OrderState;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::id::{DeviceId, Id, SubjectId};
use crate::journal::log::signed;
use crate::query::order::{self, Order};
use crate::query::{card, lab, name_behind};
use crate::time::Wall;
use crate::view::{
    NoticeCount, NoticeReason, NoticeRow, NoticeTell, NoticeWay, NoticesLine, OrderNotices,
    Problem, RowCount, UntoldRow,
};
use crate::words::{Lang, dates, find, text};

/// The filter of orders of which nobody was told.
pub const UNTOLD: &str = "untold";
/// Rows of a page.
const PAGE: usize = 50;
/// For so long a message of which nobody knows is worth a look.
const LATELY_MS: u64 = 7 * 24 * 3_600_000;
/// For how long back an order that is ready is looked for.
const UNTOLD_MS: u64 = 92 * 24 * 3_600_000;

/// Where a page ends: a time and an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    at_ms: u64,
    id: Id,
}

impl Cursor {
    /// As it goes to the screen and back.
    pub fn text(self) -> String {
        format!("{}-{}", self.at_ms, self.id)
    }

    /// Reads it; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (at_ms, id) = text.split_once('-')?;
        Some(Self {
            at_ms: at_ms.parse().ok()?,
            id: Id::parse(id)?,
        })
    }

    fn bounds(after: Option<Self>) -> (i64, Id) {
        after.map_or((i64::MAX, Id([255; 16])), |after| {
            (signed(after.at_ms), after.id)
        })
    }
}

/// What of a message only a row shows.
struct Sent {
    to: Option<String>,
    text: Option<String>,
    parts: Option<u8>,
    price: Option<String>,
    by: String,
}

const SENT: &str = "n.to_masked, n.text, n.parts, n.price, n.device, n.session";

fn both(conn: &Connection, row: &Row<'_>) -> Result<Option<(Notice, Sent)>, rusqlite::Error> {
    let Some(notice) = read(row)? else {
        return Ok(None);
    };
    let by = name_behind(conn, row.get("device")?, row.get("session")?)?;
    let sent = Sent {
        to: row.get("to_masked")?,
        text: row.get("text")?,
        parts: row.get("parts")?,
        price: row.get("price")?,
        by,
    };
    Ok(Some((notice, sent)))
}

fn rows(
    conn: &Connection,
    sql: &str,
    args: &[&dyn ToSql],
    (device, lang): (DeviceId, Lang),
) -> Result<Vec<(NoticeRow, Cursor)>, Error> {
    let mut found = conn.prepare_cached(sql)?;
    let found = found
        .query_map(args, |row| both(conn, row))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut out = Vec::new();
    for (notice, sent) in found.into_iter().flatten() {
        let at = Cursor {
            at_ms: notice.since.ms,
            id: notice.id,
        };
        out.push((row(conn, (notice, sent), device, lang)?, at));
    }
    Ok(out)
}

/// A page of messages that stand so, the latest first, and where the next one begins.
pub fn page(
    conn: &Connection,
    (state, device): (NoticeState, DeviceId),
    after: Option<Cursor>,
    lang: Lang,
) -> Result<(Vec<NoticeRow>, Option<Cursor>), Error> {
    let sql = format!(
        "SELECT {COLUMNS}, {SENT} FROM p_notice n WHERE n.state = ?1 AND (n.since, n.id) < (?2, ?3) \
         ORDER BY n.since DESC, n.id DESC LIMIT ?4"
    );
    let (at, id) = Cursor::bounds(after);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = rows(
        conn,
        &sql,
        &[&state.code(), &at, &id, &most],
        (device, lang),
    )?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|(_, at)| *at);
    Ok((found.into_iter().map(|(row, _)| row).collect(), next))
}

/// Messages about one order, and whether somebody may be told now.
///
/// # Errors
/// `not-found`.
pub fn of_order(
    conn: &Connection,
    (id, of): (Id, SubjectId),
    device: DeviceId,
    (now, lang): (Wall, Lang),
) -> Result<OrderNotices, Error> {
    let order = order::on_card(conn, of, id)?;
    let order = order.ok_or_else(|| Refusal::new(NOT_FOUND))?;
    let sql = format!(
        "SELECT {COLUMNS}, {SENT} FROM p_notice n WHERE n.order_id = ?1 AND n.subject = ?2 ORDER BY n.queued DESC, n.id"
    );
    let found = rows(conn, &sql, &[&id, &of], (device, lang))?;
    Ok(OrderNotices {
        rows: found.into_iter().map(|(row, _)| row).collect(),
        tells: tells(conn, &order, now)?,
    })
}

fn row(
    conn: &Connection,
    (notice, sent): (Notice, Sent),
    device: DeviceId,
    lang: Lang,
) -> Result<NoticeRow, Error> {
    let desks = senders(conn, notice.of, notice.id)?;
    let sender = match desks.as_slice() {
        [one] => lab::desk_called(conn, *one)?,
        _ => String::new(),
    };
    Ok(NoticeRow {
        id: notice.id,
        of: notice.of,
        order: notice.order,
        number: number::shown(&notice.number),
        name: card::full_name(&card::fields(conn, notice.of)?),
        about: notice.about,
        channel: notice.channel,
        state: notice.state,
        since: dates::moment(notice.since),
        queued: dates::moment(notice.queued),
        to: sent.to.unwrap_or_default(),
        text: sent.text.unwrap_or_default(),
        parts: sent.parts.unwrap_or_default(),
        price: sent.price.unwrap_or_default(),
        cause: cause(lang, notice.cause.as_deref().unwrap_or_default()),
        reason: notice.reason.unwrap_or_default(),
        by: sent.by,
        is_ours: desks == [device],
        sender,
        is_disputed: desks.len() > 1,
    })
}

/// Why a message stands so: what a gate or a gateway said, in words.
pub fn cause(lang: Lang, code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    find(lang, &format!("notices-cause-{code}"), &[])
        .or_else(|| find(lang, &format!("error-{code}"), &[]))
        .unwrap_or_else(|| text(lang, "notices-cause-other", &[("code", code)]))
}

/// What somebody has to look at: how many messages stand so.
pub fn counts(conn: &Connection) -> Result<Vec<NoticeCount>, rusqlite::Error> {
    let looked_at = [
        NoticeState::Queued,
        NoticeState::Sending,
        NoticeState::Unknown,
        NoticeState::Failed,
    ];
    let mut one = conn.prepare_cached("SELECT count(*) FROM p_notice WHERE state = ?1")?;
    (looked_at.into_iter())
        .map(|state| {
            let count: i64 = one.query_row([state.code()], |row| row.get(0))?;
            let count = usize::try_from(count).unwrap_or_default();
            Ok(NoticeCount {
                state,
                count: RowCount::of(count),
            })
        })
        .collect()
}

/// What became of the messages of the last thirty days: how many stand so, and of those that did not arrive why.
pub fn figures(conn: &Connection, now: Wall, lang: Lang) -> Result<Vec<NoticeReason>, Error> {
    let since = signed(now.ms.saturating_sub(FIGURES_MS));
    let mut one = conn.prepare_cached(
        "SELECT CASE WHEN state IN (?3, ?4, ?5) THEN cause END AS why, count(*) AS times FROM p_notice \
         WHERE state = ?1 AND since >= ?2 GROUP BY why ORDER BY times DESC, why",
    )?;
    let mut out = Vec::new();
    for state in NoticeState::ALL {
        let found = one.query_map(
            params![
                state.code(),
                since,
                NoticeState::Failed.code(),
                NoticeState::Dropped.code(),
                NoticeState::Unknown.code()
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for row in found {
            let (why, times): (Option<String>, i64) = row?;
            out.push(NoticeReason {
                state,
                cause: cause(lang, why.as_deref().unwrap_or_default()),
                count: RowCount::of(usize::try_from(times).unwrap_or_default()),
            });
        }
    }
    Ok(out)
}

/// For how far back messages are counted.
const FIGURES_MS: u64 = 30 * 24 * 3_600_000;

/// What waits, and how many of the last days nobody knows of: for the last line of the window. Level 0.
pub fn line(conn: &Connection, now: Wall) -> Result<NoticesLine, rusqlite::Error> {
    let mut one =
        conn.prepare_cached("SELECT count(*) FROM p_notice WHERE state = ?1 AND since >= ?2")?;
    let mut count = |state: NoticeState, since: i64| {
        one.query_row(params![state.code(), since], |row| row.get(0))
    };
    let lately = signed(now.ms.saturating_sub(LATELY_MS));
    Ok(NoticesLine {
        queued: count(NoticeState::Queued, 0)?,
        unknown: count(NoticeState::Unknown, lately)?,
    })
}

/// Orders that are ready and of which nobody was told or will be, the latest first: no message was queued, or none of them
/// arrived.
pub fn untold(
    conn: &Connection,
    after: Option<Cursor>,
    (now, lang): (Wall, Lang),
) -> Result<(Vec<UntoldRow>, Option<Cursor>), Error> {
    let (at, id) = Cursor::bounds(after);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let since = signed(now.ms.saturating_sub(UNTOLD_MS));
    let mut keys = conn
        .prepare_cached(
            "SELECT o.subject, o.id, o.placed FROM p_order o WHERE o.state = ?1 AND (o.placed, o.id) < (?2, ?3) AND o.placed >= ?5 \
             AND NOT EXISTS (SELECT 1 FROM p_notice n WHERE n.order_id = o.id AND n.subject = o.subject AND n.about = ?8 AND n.state NOT IN (?6, ?7)) \
             ORDER BY o.placed DESC, o.id DESC LIMIT ?4",
        )?
        .query_map(
            params![
                OrderState::Ready.code(),
                at,
                id,
                most,
                since,
                NoticeState::Failed.code(),
                NoticeState::Dropped.code(),
                About::Ready.code()
            ],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .collect::<Result<Vec<(SubjectId, Id, i64)>, _>>()?;
    let more = keys.len() > PAGE;
    keys.truncate(PAGE);
    let next = keys.last().filter(|_| more).map(|(_, id, at)| Cursor {
        at_ms: crate::journal::log::unsigned(*at),
        id: *id,
    });
    let mut out = Vec::with_capacity(keys.len());
    for (of, id, _) in keys {
        let Some(order) = order::on_card(conn, of, id)? else {
            continue;
        };
        let name = match order.is_anonymous() {
            true => String::new(),
            false => card::full_name(&card::fields(conn, of)?),
        };
        out.push(UntoldRow {
            id,
            of,
            number: number::shown(&order.number),
            name,
            placed: dates::moment(order.placed),
            said: match (on_order(conn, of, id)?.iter()).find(|one| one.about == About::Ready) {
                Some(last) => cause(lang, last.cause.as_deref().unwrap_or_default()),
                None => String::new(),
            },
            ways: ways(conn, &order, About::Ready, now)?,
        });
    }
    Ok((out, next))
}

/// What may be said of an order that stands as this one does. Where no desk sends, only of one that is ready: that nobody learns
/// of it is worth a line.
fn tells(conn: &Connection, order: &Order, now: Wall) -> Result<Vec<NoticeTell>, Error> {
    let standing = order::standing(conn, order)?;
    let is_set = super::is_set(conn)?;
    let suits = |about: &About| about.suits(standing.state) && (is_set || *about == About::Ready);
    let tell = |about| {
        let ways = ways(conn, order, about, now)?;
        Ok(NoticeTell { about, ways })
    };
    (About::ALL.into_iter().filter(suits)).map(tell).collect()
}

/// Every channel on which this laboratory sends, and whether the person may be told that there.
fn ways(
    conn: &Connection,
    order: &Order,
    about: About,
    now: Wall,
) -> Result<Vec<NoticeWay>, Error> {
    let mut out = Vec::new();
    for channel in NoticeChannel::ALL {
        if super::sender(conn, channel)?.is_some() {
            out.push(way(conn, order, (about, channel), now)?);
        }
    }
    // Nothing is set: said once, where whoever looks for it finds it.
    if out.is_empty() {
        out.push(NoticeWay {
            channel: NoticeChannel::Sms,
            problem: Some(Problem::refused(&Refusal::new(NOTICE_NO_SENDER))),
            shared: 0,
            is_told: false,
            text: String::new(),
            parts: 0,
        });
    }
    Ok(out)
}

fn way(
    conn: &Connection,
    order: &Order,
    (about, channel): (About, NoticeChannel),
    now: Wall,
) -> Result<NoticeWay, Error> {
    let standing = order::standing(conn, order)?;
    let mut asked = facts(conn, order, standing, (about, channel), (0, now))?;
    let shared = asked.shared;
    let first = pass(&asked).err();
    // Whoever looks sees also what would go after the look.
    asked.confirmed = shared;
    let problem = first.filter(|no| no.code != NOTICE_SHARED || pass(&asked).is_err());
    let told = to_person(conn, order.of, order.id)?;
    let is_told = told
        .iter()
        .any(|one| one.about == about && one.channel == channel && one.state.is_told());
    let text = match pass(&asked) {
        Ok(Passed { wording: which, .. }) => {
            let lang = language(&card::fields(conn, order.of)?);
            went(conn, which, lang, &order.number)?.text
        }
        Err(_) => String::new(),
    };
    let parts = match channel {
        NoticeChannel::Sms if !text.is_empty() => length(&text).parts,
        _ => 0,
    };
    Ok(NoticeWay {
        channel,
        problem: problem.as_ref().map(Problem::refused),
        shared,
        is_told,
        parts: u8::try_from(parts).unwrap_or(u8::MAX),
        text,
    })
}
