//! Messages: queued with the ready mark or by hand, taken back, sent by another desk; hours and words of the laboratory.

use rusqlite::Connection;

use super::lab::keep;
use super::order::meant;
use super::{Decided, Desk, Here, believed};
use crate::app::{Line, setting_subject};
use crate::command::{NoticesForm, OrderName, TellForm};
use crate::domain::consent::{Purpose, Purposes};
use crate::domain::notice::gate::{self, NOTICE_NO_SENDER, NOTICE_STAYS, pass};
use crate::domain::notice::quiet::Quiet;
use crate::domain::notice::state::NoticeState;
use crate::domain::notice::wording::{self, Wording};
use crate::domain::notice::{About, NoticeChannel};
use crate::domain::order::reason;
use crate::domain::order::step::{OrderState, Standing};
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::lab::SettingChanged;
use crate::event::notice::{NoticeDropped, NoticeQueued, NoticeTakenOver, notice_id};
use crate::id::{Id, SubjectId};
use crate::query;
use crate::query::notice::{self, Notice};
use crate::query::order::Order;
use crate::words::{Both, Lang};

crate::codes! {
    /// The person is told on this channel, or will be: once more only with a reason.
    NOTICE_TOLD_ALREADY = "notice-told-already";
    /// A message that is being sent or was sent cannot be taken back.
    NOTICE_NOT_WAITING = "notice-not-waiting";
    /// A number of messages a day outside 1–100 000.
    NOTICE_CAP = "notice-cap";
}

/// Taken from the queue by somebody, not by a rule.
pub const BY_HAND: &str = "by-hand";
/// Most messages that are taken from the queue with a withdrawal.
const MOST_DROPPED: usize = 48;
/// After so long an attempt without an answer is nobody's, in milliseconds.
const STUCK_MS: u64 = 3_600_000;
/// Most messages that one commit takes over.
const MOST_TAKEN: u32 = 60;
const MOST_LINES: usize = 60;
/// Most messages a day that may be set.
const MOST_A_DAY: u32 = 100_000;

/// Messages that go with the mark that an order is ready: one on every channel that the gate lets pass. Whoever is not told so
/// stands on the list of those who were not, with the reason.
pub fn when_ready(conn: &Connection, here: Here, order: &Order) -> Result<Vec<Line>, Error> {
    let ready = || Standing {
        state: OrderState::Ready,
        questioned: false,
        rivals: Vec::new(),
    };
    let mut lines = Vec::new();
    for channel in NoticeChannel::ALL {
        if notice::sender(conn, channel)?.is_none() {
            continue;
        }
        match queue(
            conn,
            here,
            (order, ready()),
            (About::Ready, channel, 0),
            None,
        ) {
            Ok(line) => lines.push(line),
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lines)
}

/// Somebody queues a message, after a second look or once more.
pub fn tell(
    conn: &Connection,
    desk: &Desk,
    name: &OrderName,
    form: &TellForm,
) -> Result<Decided, Error> {
    let order = meant(conn, name)?;
    let about = About::parse(&form.about);
    let about = about.ok_or_else(|| Refusal::at("about", BAD_REQUEST))?;
    let channel = NoticeChannel::parse(&form.channel);
    let channel = channel.ok_or_else(|| Refusal::at("channel", BAD_REQUEST))?;
    let standing = query::order::standing(conn, &order)?;
    let again = match form.again {
        true => Some(reason(&form.reason)?),
        false => None,
    };
    let line = queue(
        conn,
        desk.here(),
        (&order, standing),
        (about, channel, form.shared),
        again,
    )?;
    Ok(Decided {
        subject: order.of,
        lines: vec![line],
    })
}

/// The entry of a message whose gate is open.
fn queue(
    conn: &Connection,
    here: Here,
    (order, standing): (&Order, Standing),
    (about, channel, confirmed): (About, NoticeChannel, u16),
    again: Option<String>,
) -> Result<Line, Error> {
    let sender = notice::sender(conn, channel)?.ok_or_else(|| Refusal::new(NOTICE_NO_SENDER))?;
    let facts = notice::facts(
        conn,
        order,
        standing,
        (about, channel),
        (confirmed, here.now),
    )?;
    pass(&facts)?;
    if sender != here.device
        && !query::consent::permitted(conn, order.of, Purpose::NetworkExchange, here.now.date())?
    {
        return Err(Refusal::new(NOTICE_STAYS).into());
    }
    let earlier = notice::to_person(conn, order.of, order.id)?;
    let earlier: Vec<Notice> = (earlier.into_iter())
        .filter(|one| one.about == about && one.channel == channel)
        .collect();
    let told = earlier.iter().find(|one| one.state.is_told());
    // A desk that ended while it sent says nothing any more: after an hour a person decides.
    let waits = |one: &&Notice| match one.state {
        NoticeState::Queued => true,
        NoticeState::Sending => here.now.ms.saturating_sub(one.since.ms) < STUCK_MS,
        _ => false,
    };
    let latest = earlier.first();
    let again = match (told, again, latest) {
        (Some(told), None, _) => {
            let told = Refusal::new(NOTICE_TOLD_ALREADY).with("state", told.state.text());
            return Err(told.into());
        }
        // What waits is not queued a second time, whatever the reason.
        (Some(_), Some(_), _) if earlier.iter().any(|one| waits(&one)) => {
            return Err(Refusal::new(NOTICE_TOLD_ALREADY)
                .with("state", NoticeState::Queued.text())
                .into());
        }
        (_, Some(reason), Some(latest)) => Some((latest.id, reason)),
        // What failed is sent once more as a message of its own; what was dropped goes back to the queue.
        (None, None, Some(latest)) if latest.state == NoticeState::Failed => {
            Some((latest.id, String::new()))
        }
        (None, _, _) => None,
        (Some(_), Some(_), None) => None,
    };
    let before = again.as_ref().map(|(id, _)| *id);
    let dropped = latest
        .filter(|one| one.state == NoticeState::Dropped && one.of == order.of && before.is_none());
    let notice = dropped.map_or_else(
        || notice_id(order.of, order.id, (about.code(), channel.code()), before),
        |one| one.id,
    );
    Ok(Line::new(
        order.of,
        NoticeQueued {
            notice,
            order: order.id,
            number: order.number.clone(),
            about: about.code(),
            channel: channel.code(),
            sender,
            shared: facts.shared,
            again,
        },
    ))
}

/// What waits for a person who says no is taken from the queue in the same commit, on every card of theirs. Whoever takes back
/// the service itself is told nothing either. What does not fit into the commit is stopped before it is sent.
pub fn withdrawn(
    conn: &Connection,
    card: SubjectId,
    purposes: &Purposes,
) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    for one in query::person::Cards::of(conn, card)?.all() {
        for waiting in notice::waiting_of(conn, one)? {
            let covers = purposes.contains(waiting.channel.purpose());
            if lines.len() == MOST_DROPPED || !covers && !purposes.contains(Purpose::Service) {
                continue;
            }
            let why = gate::NOTICE_NO_CONSENT.0.to_owned();
            let body = NoticeDropped {
                notice: waiting.id,
                why,
            };
            lines.push(Line::new(one, body));
        }
    }
    Ok(lines)
}

/// Somebody takes a message from the queue.
pub fn take_back(conn: &Connection, card: SubjectId, id: Id) -> Result<Decided, Error> {
    let found = waiting(conn, card, id)?;
    let body = NoticeDropped {
        notice: found.id,
        why: BY_HAND.to_owned(),
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(card, body)],
    })
}

/// This desk sends what waits for another.
pub fn take_over(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    id: Id,
) -> Result<Decided, Error> {
    let found = waiting(conn, card, id)?;
    let body = NoticeTakenOver {
        notice: found.id,
        sender: desk.device,
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(card, body)],
    })
}

/// This desk sends what waits for another on the channels that it has: what one commit takes.
pub fn take_over_all(
    conn: &Connection,
    desk: &Desk,
    channels: &[NoticeChannel],
) -> Result<Vec<Line>, Error> {
    believed(desk)?;
    let mut lines = Vec::new();
    for channel in channels {
        for (card, notice) in notice::waiting_elsewhere(conn, desk.device, *channel, MOST_TAKEN)? {
            // What a newer program has closed is left to whoever has it.
            if lines.len() < MOST_LINES && !query::card::needs_update(conn, card)? {
                let sender = desk.device;
                lines.push(Line::new(card, NoticeTakenOver { notice, sender }));
            }
        }
    }
    Ok(lines)
}

fn waiting(conn: &Connection, card: SubjectId, id: Id) -> Result<Notice, Error> {
    let found = notice::on_card(conn, card, id)?;
    let found = found.ok_or_else(|| Refusal::new(NOT_FOUND))?;
    match found.state {
        NoticeState::Queued => Ok(found),
        _ => Err(Refusal::new(NOTICE_NOT_WAITING).into()),
    }
}

/// Hours, numbers and words of messages, all of them or none.
pub fn set_notices(desk: &Desk, form: &NoticesForm) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let quiet = match Quiet::parse(&form.quiet_from, &form.quiet_to) {
        Ok(quiet) => Some(quiet),
        Err(more) => {
            no.extend(more);
            None
        }
    };
    let cap = match form.cap.trim() {
        "" => Some(notice::USUAL_CAP),
        typed => typed
            .parse()
            .ok()
            .filter(|cap| (1..=MOST_A_DAY).contains(cap)),
    };
    if cap.is_none() {
        no.push(Refusal::at("cap", NOTICE_CAP).with("limit", MOST_A_DAY));
    }
    let mut values = Vec::new();
    for (which, both, fields) in [
        (Wording::Ready, &form.ready, ["ready_kk", "ready_ru"]),
        (Wording::Short, &form.short, ["short_kk", "short_ru"]),
        (Wording::Part, &form.part, ["part_kk", "part_ru"]),
        (Wording::Late, &form.late, ["late_kk", "late_ru"]),
        (Wording::Call, &form.call, ["call_kk", "call_ru"]),
    ] {
        for (lang, field) in [Lang::Kk, Lang::Ru].into_iter().zip(fields) {
            let text = keep(&mut no, own_text(field, both, (which, lang))).unwrap_or_default();
            values.push((notice::text_key(which, lang), text));
        }
    }
    let (Some(quiet), Some(cap), true) = (quiet, cap, no.is_empty()) else {
        return Err(no.into());
    };
    let foreign = if form.foreign { "yes" } else { "no" };
    values.push((notice::QUIET.to_owned(), quiet.text()));
    values.push((notice::FOREIGN.to_owned(), foreign.to_owned()));
    values.push((notice::CAP.to_owned(), cap.to_string()));
    Ok(settings(desk, values))
}

/// A text of the laboratory; nothing where it is ours, or nothing was typed.
fn own_text(
    field: &'static str,
    both: &Both,
    (which, lang): (Wording, Lang),
) -> Result<String, Refusal> {
    let typed = both.get(lang).trim();
    if typed.is_empty() || typed == notice::standard(which, lang) {
        return Ok(String::new());
    }
    wording::check(field, which, typed)
}

/// Whether this desk sends on a channel; no other does then.
pub fn sends(desk: &Desk, channel: NoticeChannel, here: bool) -> Decided {
    let sender = if here {
        desk.device.to_string()
    } else {
        String::new()
    };
    settings(desk, vec![(notice::sender_key(channel), sender)])
}

fn settings(desk: &Desk, values: Vec<(String, String)>) -> Decided {
    let subject = setting_subject(desk.org, notice::SETTINGS);
    let lines = values
        .into_iter()
        .map(|(key, value)| Line::new(subject, SettingChanged { key, value }));
    Decided {
        subject,
        lines: lines.collect(),
    }
}
