//! Messages as facts: what the gate asks, how each stands, what the laboratory set; as rows of a screen in [`rows`].

pub mod rows;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::consent::{Purpose, Standing as Consent, person_permitted, person_standing};
use crate::domain::notice::gate::{Address, Facts, Owner};
use crate::domain::notice::quiet::Quiet;
use crate::domain::notice::state::NoticeState;
use crate::domain::notice::wording::{Filling, NUMBER, PHONE, Wording, rendered};
use crate::domain::notice::{About, NoticeChannel};
use crate::domain::order::number;
use crate::domain::order::step::Standing;
use crate::domain::phone::Phone;
use crate::domain::representative::is_needed;
use crate::event::patient::field;
use crate::id::{DeviceId, Hash, Id, SubjectId};
use crate::journal::log::unsigned;
use crate::query::order::Order;
use crate::query::{card, consent, destroyed, lab, person, relation};
use crate::time::Wall;
use crate::words::{Lang, text};

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// It.
    pub id: Id,
    /// The card on which it stands.
    pub of: SubjectId,
    /// Its order.
    pub order: Id,
    /// The order's number, nine digits.
    pub number: String,
    /// What it says.
    pub about: About,
    /// How it goes.
    pub channel: NoticeChannel,
    /// With how many cards of others that carry the address somebody looked and agreed.
    pub shared: u16,
    /// Why it is sent once more.
    pub reason: Option<String>,
    /// When it was queued.
    pub queued: Wall,
    /// How it stands.
    pub state: NoticeState,
    /// Attempts so far.
    pub attempt: u16,
    /// Since when it stands so.
    pub since: Wall,
    /// Why it stands so, a code.
    pub cause: Option<String>,
    /// Own number of the last attempt.
    pub ticket: Option<u32>,
    /// The gateway's id of it.
    pub gateway_id: Option<String>,
}

const COLUMNS: &str = "n.subject, n.id, n.order_id, n.number, n.about, n.channel, n.shared, n.reason, n.queued, n.state, n.attempt, n.since, \
    n.cause, n.ticket, n.gateway_id";

/// None for a channel or a matter of a newer program: nothing is done with what is not understood.
fn read(row: &Row<'_>) -> Result<Option<Notice>, rusqlite::Error> {
    let state: u8 = row.get("state")?;
    let (Some(about), Some(channel), Some(state)) = (
        About::from_code(row.get("about")?),
        NoticeChannel::from_code(row.get("channel")?),
        NoticeState::from_code(state),
    ) else {
        return Ok(None);
    };
    Ok(Some(Notice {
        id: row.get("id")?,
        of: row.get("subject")?,
        order: row.get("order_id")?,
        number: row.get("number")?,
        about,
        channel,
        shared: row.get("shared")?,
        reason: row.get("reason")?,
        queued: Wall::almaty(unsigned(row.get("queued")?)),
        state,
        attempt: row.get("attempt")?,
        since: Wall::almaty(unsigned(row.get("since")?)),
        cause: row.get("cause")?,
        ticket: row.get("ticket")?,
        gateway_id: row.get("gateway_id")?,
    }))
}

/// A message on its card.
pub fn on_card(
    conn: &Connection,
    of: SubjectId,
    id: Id,
) -> Result<Option<Notice>, rusqlite::Error> {
    let sql = format!("SELECT {COLUMNS} FROM p_notice n WHERE n.subject = ?1 AND n.id = ?2");
    let mut rows = conn.prepare_cached(&sql)?;
    Ok(rows.query_row(params![of, id], read).optional()?.flatten())
}

/// Messages about an order to the person of a card, the latest first: it may have stood on another card of theirs.
pub fn to_person(
    conn: &Connection,
    of: SubjectId,
    order: Id,
) -> Result<Vec<Notice>, rusqlite::Error> {
    let mut all = Vec::new();
    for card in person::merged(conn, of)? {
        all.extend(of_order(conn, card, order)?);
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.queued, one.id)));
    Ok(all)
}

/// Messages about an order on one card, the latest first.
pub fn of_order(
    conn: &Connection,
    of: SubjectId,
    order: Id,
) -> Result<Vec<Notice>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_notice n WHERE n.order_id = ?1 AND n.subject = ?2 ORDER BY n.queued DESC, n.id"
    );
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows.query_map(params![order, of], read)?;
    found.filter_map(Result::transpose).collect()
}

/// Messages of a card that wait.
pub fn waiting_of(conn: &Connection, of: SubjectId) -> Result<Vec<Notice>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_notice n WHERE n.subject = ?1 AND n.state = ?2 ORDER BY n.id"
    );
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows.query_map(params![of, NoticeState::Queued.code()], read)?;
    found.filter_map(Result::transpose).collect()
}

/// Messages of a channel that wait and that this desk, and no other, is to send; those first that wait longest. What is put off
/// comes when its time has come, and at once where a clock that was ahead had set it.
pub fn waiting(
    conn: &Connection,
    sender: DeviceId,
    channel: NoticeChannel,
    (now_ms, most): (i64, u32),
) -> Result<Vec<Notice>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_notice n LEFT JOIN l_notice l ON l.subject = n.subject AND l.id = n.id \
         WHERE n.state = ?1 AND n.channel = ?2 AND (coalesce(l.next, 0) <= ?4 OR l.next > ?4 + ?5) \
         AND EXISTS (SELECT 1 FROM p_notice_sender s WHERE s.subject = n.subject AND s.id = n.id AND s.device = ?3) \
         AND NOT EXISTS (SELECT 1 FROM p_notice_sender s WHERE s.subject = n.subject AND s.id = n.id AND s.device <> ?3) \
         ORDER BY n.since, n.id LIMIT ?6"
    );
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows.query_map(
        params![
            NoticeState::Queued.code(),
            channel.code(),
            sender,
            now_ms,
            FURTHEST_MS,
            most
        ],
        read,
    )?;
    found.filter_map(Result::transpose).collect()
}

/// Nothing is put off for longer than that, in milliseconds.
pub const FURTHEST_MS: i64 = 2 * 3_600_000;

/// Messages of a channel that wait and that another desk than this, or several, are said to send.
pub fn waiting_elsewhere(
    conn: &Connection,
    device: DeviceId,
    channel: NoticeChannel,
    most: u32,
) -> Result<Vec<(SubjectId, Id)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT n.subject, n.id FROM p_notice n WHERE n.state = ?1 AND n.channel = ?4 AND EXISTS ( \
           SELECT 1 FROM p_notice_sender s WHERE s.subject = n.subject AND s.id = n.id AND s.device <> ?2) \
         ORDER BY n.since, n.id LIMIT ?3",
    )?
    .query_map(
        params![NoticeState::Queued.code(), device, most, channel.code()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .collect()
}

/// Attempts of a desk that have no answer.
pub fn unanswered(
    conn: &Connection,
    device: DeviceId,
    most: u32,
) -> Result<Vec<Notice>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_notice n WHERE n.state = ?1 AND n.sent_by = ?2 ORDER BY n.since, n.id LIMIT ?3"
    );
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows.query_map(params![NoticeState::Sending.code(), device, most], read)?;
    found.filter_map(Result::transpose).collect()
}

/// When a message was taken over; none where its sender was so from the beginning.
pub fn taken_over(
    conn: &Connection,
    of: SubjectId,
    id: Id,
) -> Result<Option<Wall>, rusqlite::Error> {
    let at: Option<i64> = conn
        .prepare_cached("SELECT max(taken) FROM p_notice_sender WHERE subject = ?1 AND id = ?2")?
        .query_row(params![of, id], |row| row.get(0))?;
    Ok(at.map(|ms| Wall::almaty(unsigned(ms))))
}

/// Messages of a channel that this desk sent and of which it has still to ask what became, with where they went: the account
/// that carried them is asked, and no other. What is kept here leads, or every message that ever was accepted would be read.
pub fn asked(
    conn: &Connection,
    (device, channel): (DeviceId, NoticeChannel),
    (now_ms, most): (i64, u32),
) -> Result<Vec<(Notice, String)>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS}, l.address FROM l_notice l CROSS JOIN p_notice n ON n.subject = l.subject AND n.id = l.id \
         WHERE (l.next <= ?1 OR l.next > ?1 + ?6) AND l.address IS NOT NULL AND n.channel = ?2 AND n.state IN (?3, ?4) AND n.sent_by = ?7 \
         AND l.account = (SELECT c.account FROM l_channel c WHERE c.channel = ?2) ORDER BY l.next, l.id LIMIT ?5"
    );
    let (accepted, unknown) = (NoticeState::Accepted.code(), NoticeState::Unknown.code());
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows.query_map(
        params![
            now_ms,
            channel.code(),
            accepted,
            unknown,
            most,
            FURTHEST_MS,
            device
        ],
        |row| Ok((read(row)?, row.get("address")?)),
    )?;
    let known = |(notice, to): (Option<Notice>, String)| notice.map(|notice| (notice, to));
    found.filter_map(|one| one.map(known).transpose()).collect()
}

/// How many messages began to be sent on a day, on every desk: from its first millisecond, for a day.
pub fn sent_on(conn: &Connection, begins_ms: i64) -> Result<u32, rusqlite::Error> {
    conn.prepare_cached("SELECT count(*) FROM p_notice WHERE sent >= ?1 AND sent < ?1 + 86400000")?
        .query_row([begins_ms], |row| row.get(0))
}

/// Desks that are said to send a message; several when managers did not know of each other.
pub fn senders(conn: &Connection, of: SubjectId, id: Id) -> Result<Vec<DeviceId>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT DISTINCT device FROM p_notice_sender WHERE subject = ?1 AND id = ?2 ORDER BY device",
    )?
    .query_map(params![of, id], |row| row.get(0))?
    .collect()
}

/// Group of the settings of messages.
pub const SETTINGS: &str = "notices";
/// Whether foreign numbers are written to.
pub const FOREIGN: &str = "notice_foreign";
/// At which hours nobody is disturbed.
pub const QUIET: &str = "notice_quiet";
/// How many messages go in a day.
pub const CAP: &str = "notice_cap";

/// Which desk sends on a channel.
pub fn sender_key(channel: NoticeChannel) -> String {
    format!("notice_sender_{}", channel.text())
}

/// Where a text of ours is kept.
pub fn text_key(wording: Wording, lang: Lang) -> String {
    format!("notice_text_{}_{}", wording.text(), lang.tag())
}

/// The desk that sends on a channel; none while nobody has said so.
pub fn sender(
    conn: &Connection,
    channel: NoticeChannel,
) -> Result<Option<DeviceId>, rusqlite::Error> {
    Ok(lab::setting(conn, &sender_key(channel))?.and_then(|id| Id::parse(&id)))
}

/// Whether any desk of the laboratory sends messages.
pub fn is_set(conn: &Connection) -> Result<bool, rusqlite::Error> {
    for channel in NoticeChannel::ALL {
        if sender(conn, channel)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Hours at which nobody is disturbed.
pub fn quiet(conn: &Connection) -> Result<Quiet, rusqlite::Error> {
    Ok(Quiet::stored(lab::setting(conn, QUIET)?.as_deref()))
}

/// Whether foreign numbers are written to.
pub fn takes_foreign(conn: &Connection) -> Result<bool, rusqlite::Error> {
    Ok(lab::setting(conn, FOREIGN)?.as_deref() == Some("yes"))
}

/// Messages of a day, at most.
pub fn cap(conn: &Connection) -> Result<u32, rusqlite::Error> {
    let set = lab::setting(conn, CAP)?.and_then(|text| text.parse().ok());
    Ok(set.unwrap_or(USUAL_CAP))
}

/// So many messages go in a day where nobody said otherwise: a mistake costs no more than that.
pub const USUAL_CAP: u32 = 1000;

/// A text with its version: the laboratory's own by the entry that set it, or ours.
pub fn wording(
    conn: &Connection,
    wording: Wording,
    lang: Lang,
) -> Result<(String, String), rusqlite::Error> {
    let own: Option<(String, Hash)> = conn
        .prepare_cached(
            "SELECT value, entry FROM p_setting WHERE key = ?1 ORDER BY subject LIMIT 1",
        )?
        .query_row([text_key(wording, lang)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(match own.filter(|(value, _)| !value.is_empty()) {
        Some((value, entry)) => (value, entry.to_string().chars().take(8).collect()),
        None => (standard(wording, lang), "standard-1".to_owned()),
    })
}

/// Our own text, with its places.
pub fn standard(wording: Wording, lang: Lang) -> String {
    let key = match wording {
        Wording::Ready => "notices-text-ready",
        Wording::Short => "notices-text-short",
        Wording::Part => "notices-text-part",
        Wording::Late => "notices-text-late",
        Wording::Call => "notices-text-call",
    };
    text(lang, key, &[("number", NUMBER), ("phone", PHONE)])
}

/// A text with everything in its place, and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Went {
    /// Word for word.
    pub text: String,
    /// `standard-1`, or the first eight digits of the entry that set it.
    pub version: String,
}

/// What is said of an order with that number.
pub fn went(
    conn: &Connection,
    which: Wording,
    lang: Lang,
    number: &str,
) -> Result<Went, rusqlite::Error> {
    let (template, version) = wording(conn, which, lang)?;
    let lab = lab::organisation(conn)?;
    let phone = lab.map(|lab| Phone::from_e164(&lab.phone).map_or(lab.phone, |one| one.display()));
    let filling = Filling {
        number: &number::shown(number),
        phone: &phone.unwrap_or_default(),
    };
    let text = rendered(&template, filling);
    Ok(Went { text, version })
}

/// In which language the person is written to: theirs, and Kazakh where nobody asked.
pub fn language(fields: &card::Fields) -> Lang {
    let said = fields.get(&field::LANGUAGE);
    said.and_then(|tag| Lang::from_tag(tag)).unwrap_or(Lang::Kk)
}

/// Everything that the gate asks before something is said of an order on a channel. `standing` is how the order stands, or will with what is being written.
pub fn facts(
    conn: &Connection,
    order: &Order,
    standing: Standing,
    (about, channel): (About, NoticeChannel),
    (confirmed, now): (u16, Wall),
) -> Result<Facts, rusqlite::Error> {
    let of = order.of;
    let is_anonymous = order.is_anonymous();
    let fields = match is_anonymous {
        true => card::Fields::new(),
        false => card::fields(conn, of)?,
    };
    let day = now.date();
    let born = fields
        .get(&field::BIRTH_DATE)
        .and_then(|day| day.parse().ok());
    let address = address(&fields, channel);
    let shared = match &address {
        Some(Address::Phone(to, ..) | Address::Email(to)) => shared(conn, of, channel, to)?,
        None => 0,
    };
    Ok(Facts {
        about,
        order: standing,
        is_anonymous,
        is_closed: destroyed(conn, of)? || card::needs_update(conn, of)?,
        is_permitted: !is_anonymous && is_permitted(conn, of, channel, day)?,
        address,
        is_sixteen: !is_needed(born, day),
        shared,
        confirmed,
        takes_foreign: takes_foreign(conn)?,
    })
}

/// The person agreed to the channel and has not said no to the service itself.
fn is_permitted(
    conn: &Connection,
    of: SubjectId,
    channel: NoticeChannel,
    on: chrono::NaiveDate,
) -> Result<bool, rusqlite::Error> {
    let person = consent::person(conn, of)?;
    // Which policy is in force tells a stale yes from a fresh one, and neither from a no.
    let service = person_standing(&person, Purpose::Service, on, &[]);
    Ok(person_permitted(&person, channel.purpose(), on)
        && !matches!(service, Consent::Withdrawn | Consent::Refused))
}

fn address(fields: &card::Fields, channel: NoticeChannel) -> Option<Address> {
    match channel {
        NoticeChannel::Sms => {
            let to = fields.get(&field::PHONE)?;
            let kind = Phone::from_e164(to)?.kind();
            let owner = fields.get(&field::PHONE_OWNER);
            let owner = owner.and_then(|owner| Owner::parse(owner));
            Some(Address::Phone(to.clone(), kind, owner))
        }
        NoticeChannel::Email => fields
            .get(&field::EMAIL)
            .map(|to| Address::Email(to.clone())),
    }
}

/// Cards of others that carry an address, as far as they are counted.
const MOST_SHARED: u32 = 64;

/// How many cards carry the address that are neither the person's nor of somebody who acts for them, for whom they act, or
/// for whom the same person acts.
fn shared(
    conn: &Connection,
    of: SubjectId,
    channel: NoticeChannel,
    to: &str,
) -> Result<u16, rusqlite::Error> {
    let fields: &[u8] = match channel {
        NoticeChannel::Sms => &[field::PHONE, field::PHONE_2],
        NoticeChannel::Email => &[field::EMAIL],
    };
    let mut others = std::collections::BTreeSet::new();
    for name in fields {
        others.extend(card::by_value(conn, *name, to, Some(MOST_SHARED))?);
    }
    others.remove(&of);
    if others.is_empty() {
        return Ok(0);
    }
    for own in person::Cards::of(conn, of)?.all() {
        others.remove(&own);
        for stands in relation::represented(conn, own)? {
            others.remove(&stands.patient);
        }
        for stands in relation::representatives(conn, own)? {
            others.remove(&stands.representative);
            for child in relation::represented(conn, stands.representative)? {
                others.remove(&child.patient);
            }
        }
    }
    Ok(u16::try_from(others.len()).unwrap_or(u16::MAX))
}
