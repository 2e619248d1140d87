//! One entry as a sentence made of facts: when, who with which role then, what, where, how it ended.

use rusqlite::{Connection, OptionalExtension};

use super::super::{card, lab, staff_of};
use super::Found;
use crate::domain::iin::Iin;
use crate::domain::order::number;
use crate::domain::trail::{Doing, Outcome, detail};
use crate::event::kinds::{self, Role, SubjectKind};
use crate::event::patient::field;
use crate::event::{Event, relation};
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError};
use crate::journal::{Entry, Header};
use crate::projection::judge::session_of;
use crate::projection::roster::Roster;
use crate::projection::seen::session_meant;
use crate::time::Wall;
use crate::view::TrailRow;
use crate::words::{self, Lang, dates, numbers, text};

/// Beyond this the clock of the desk and the order of the journal have parted.
const CLOCKS_PART_MS: u64 = 3_600_000;

/// A found entry as a line. None for a row that is gone.
pub fn line(
    conn: &Connection,
    roster: &Roster,
    found: Found,
    lang: Lang,
) -> Result<Option<(TrailRow, Entry)>, LogError> {
    let about: Option<(Hash, u8, u8)> = conn
        .prepare_cached(
            "SELECT g.hash, d.doing, d.outcome FROM x_graph g JOIN x_drawer d ON d.id = g.drawer WHERE g.rowid = ?1",
        )?
        .query_row([found.row], |row| {
            Ok((row.get("hash")?, row.get("doing")?, row.get("outcome")?))
        })
        .optional()?;
    let Some((hash, doing, outcome)) = about else {
        return Ok(None);
    };
    let Some(entry) = log::entry(conn, hash)? else {
        return Ok(None);
    };
    let header = entry.header();
    let event = Event::of(&entry);
    let person = person(header, event.as_ref());
    let (by, role) = author(conn, roster, header, event.as_ref())?;
    let row = TrailRow {
        entry: hash,
        at: dates::moment(header.wall),
        clock_differs: header.wall.ms.abs_diff(header.hlc.ms()) > CLOCKS_PART_MS,
        by,
        role,
        said: said(conn, lang, (header, event.as_ref()), person)?,
        desk: lab::desk_called(conn, header.device)?,
        seq: numbers::grouped(header.seq),
        outcome: Outcome::from_code(outcome).unwrap_or(Outcome::Unknown),
        doing: Doing::from_code(doing).unwrap_or(Doing::Unknown),
        about: person,
    };
    Ok(Some((row, entry)))
}

fn author(
    conn: &Connection,
    roster: &Roster,
    header: &Header,
    event: Option<&Event>,
) -> Result<(String, Option<Role>), LogError> {
    if header.session.is_zero() && header.kind != kinds::SESSION_CLOSED {
        return Ok((String::new(), None));
    }
    let session = session_meant(header);
    let role = session_of(conn, header.device, session)?.and_then(|row| row.role(roster));
    let staff = match event {
        Some(Event::SessionOpened(opened)) => Some(opened.staff),
        _ => staff_of(conn, header.device, session)?,
    };
    let name = staff
        .map(|staff| lab::staff_called(conn, staff))
        .transpose()?;
    Ok((name.unwrap_or_default(), role))
}

/// The card that an entry is about: of a relation the patient's.
fn person(header: &Header, event: Option<&Event>) -> Option<SubjectId> {
    match event {
        Some(Event::RelationSet(relation::RelationSet { a, .. })) => return Some(*a),
        Some(Event::RelationEnded(relation::RelationEnded { a, .. })) => return Some(*a),
        Some(Event::CardsMerged(relation::CardsMerged { a, .. })) => return Some(*a),
        Some(Event::CardsParted(relation::CardsParted { a, .. })) => return Some(*a),
        Some(Event::ExpectedArrived(arrived)) => return Some(arrived.card),
        _ => {}
    }
    // A document about several people or about nobody has its session for a subject.
    let own = header.subject != header.session;
    match kinds::spec(header.kind)?.subject {
        SubjectKind::Patient | SubjectKind::Order if own => Some(header.subject),
        SubjectKind::Any if header.kind == kinds::SUBJECT_DESTROYED => Some(header.subject),
        _ => None,
    }
}

/// How a person is named in the feed, as far as a row of a list may: surname, initials, the last four digits.
pub fn tag(conn: &Connection, lang: Lang, card: SubjectId) -> Result<String, rusqlite::Error> {
    let fields = card::fields(conn, card)?;
    if fields.is_empty() {
        return Ok(text(lang, "journal-nobody-known", &[]));
    }
    let get = |name: u8| fields.get(&name).map(String::as_str).unwrap_or_default();
    let initial = |name: u8| get(name).chars().next().map(|first| format!("{first}."));
    let mut parts = vec![match get(field::SURNAME) {
        "" => words::person::name(lang, &fields),
        surname => surname.to_owned(),
    }];
    if !get(field::SURNAME).is_empty() {
        parts.extend(initial(field::NAME));
        parts.extend(initial(field::PATRONYMIC));
    }
    if let Some(iin) = Iin::parse(get(field::IIN)) {
        parts.push(format!("…{}", iin.last_four()));
    }
    Ok(parts.join("\u{a0}"))
}

type Said = Vec<(&'static str, String)>;

fn said(
    conn: &Connection,
    lang: Lang,
    (header, event): (&Header, Option<&Event>),
    person: Option<SubjectId>,
) -> Result<String, LogError> {
    let what = what(conn, lang, header, event)?;
    let Some(person) = person else {
        return Ok(what);
    };
    let patient = tag(conn, lang, person)?;
    Ok(text(
        lang,
        "journal-said-about",
        &[("what", &what), ("patient", &patient)],
    ))
}

fn what(
    conn: &Connection,
    lang: Lang,
    header: &Header,
    event: Option<&Event>,
) -> Result<String, LogError> {
    let Some(spec) = kinds::spec(header.kind).filter(|spec| header.kind_ver <= spec.version) else {
        let number = format!("0x{:04X}", header.kind);
        return Ok(text(lang, "journal-said-unknown", &[("kind", &number)]));
    };
    let kind = spec.name.replace('_', "-");
    let args = facts(conn, lang, event)?;
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let detail = detail(event);
    let mut keys = Vec::new();
    if !args.is_empty() {
        keys.extend(detail.map(|detail| format!("journal-said-{kind}-{detail}")));
        keys.push(format!("journal-said-{kind}"));
    }
    keys.extend(detail.map(|detail| format!("journal-kind-{kind}-{detail}")));
    let found = keys.iter().find_map(|key| words::find(lang, key, &args));
    Ok(found.unwrap_or_else(|| words::kind(lang, spec.name)))
}

/// The values of the sentence; none where the kind says all, or the body is not here.
fn facts(conn: &Connection, lang: Lang, event: Option<&Event>) -> Result<Said, rusqlite::Error> {
    let Some(event) = event else {
        return Ok(Vec::new());
    };
    let count = |number: u64| numbers::grouped(number);
    let of_desk = |device| lab::desk_called(conn, device);
    let document = |number: u8| {
        let key = format!("journal-document-{number}");
        words::find(lang, &key, &[]).unwrap_or_else(|| number.to_string())
    };
    Ok(match event {
        Event::FieldRevealed(b) => vec![("field", field_name(lang, b.field))],
        Event::PatientAmended(b) => {
            let names = b.fields.iter().map(|(code, _)| field_name(lang, *code));
            vec![("fields", names.collect::<Vec<_>>().join(", "))]
        }
        Event::PatientImported(b) => vec![("source", b.source.clone())],
        Event::ListShown(b) => vec![("count", count(b.ids.len() as u64))],
        Event::DocumentReleased(b) => vec![("document", document(b.document))],
        Event::JournalExported(b) => vec![("count", count(b.entries))],
        Event::SignInFailed(b) => vec![
            ("count", count(b.attempts)),
            ("last", dates::moment(Wall::almaty(b.last_ms))),
        ],
        Event::RoleSet(b) => vec![
            ("staff", lab::staff_called(conn, b.staff)?),
            ("role", role_name(lang, b.role)),
        ],
        Event::StaffKeyAdded(b) => {
            vec![
                ("staff", lab::staff_called(conn, b.staff)?),
                ("desk", of_desk(b.device)?),
            ]
        }
        Event::StaffRemoved(b) => vec![("staff", lab::staff_called(conn, b.staff)?)],
        Event::StaffDescribed(b) => vec![("staff", b.name.clone())],
        Event::DeviceEnrolled(b) => vec![("desk", of_desk(b.device)?)],
        Event::DeviceRevoked(b) => vec![("desk", of_desk(b.device)?)],
        Event::DeviceDescribed(b) => vec![("desk", b.name.clone())],
        Event::PolicyPublished(b) => published(&b.code, &b.revision),
        Event::DocumentPublished(b) => published(&b.code, &b.revision),
        Event::SettingChanged(b) => {
            let name = match b.key.strip_prefix("favourite_") {
                Some(digit) => text(lang, "journal-setting-favourite", &[("digit", digit)]),
                None => {
                    let key = format!("journal-setting-{}", b.key.replace('_', "-"));
                    words::find(lang, &key, &[]).unwrap_or_else(|| b.key.clone())
                }
            };
            vec![("setting", name)]
        }
        Event::PriceListIssued(b) => vec![
            ("name", b.name.clone()),
            ("day", day(&b.valid_from)),
            ("count", count(u64::from(b.rows))),
        ],
        Event::PriceListRows(b) => vec![("count", count(b.rows.len() as u64))],
        Event::ServiceSet(b) => vec![
            ("code", b.row.code.clone()),
            ("name", both(lang, &b.row.name_kk, &b.row.name_ru)),
            ("day", day(&b.from)),
            ("price", count(u64::from(b.row.price))),
        ],
        Event::ServiceDropped(b) => vec![("code", b.code.clone()), ("day", day(&b.from))],
        Event::TubeDescribed(b) => vec![("name", both(lang, &b.name_kk, &b.name_ru))],
        Event::OrderPlaced(b) => vec![
            ("number", number::shown(&b.number)),
            ("count", count(b.terms.lines.len() as u64)),
        ],
        Event::OrderEntered(b) => vec![
            ("number", number::shown(&b.number)),
            ("count", count(b.terms.lines.len() as u64)),
            ("moment", dates::moment(Wall::almaty(b.placed_ms))),
        ],
        Event::NumbersReserved(b) => {
            let end = |one: Option<&String>| one.map(|one| number::shown(one)).unwrap_or_default();
            vec![
                ("count", count(b.numbers.len() as u64)),
                ("from", end(b.numbers.first())),
                ("to", end(b.numbers.last())),
            ]
        }
        Event::OrderChanged(b) => vec![("count", count(b.terms.lines.len() as u64))],
        Event::OrderMovedIn(b) => vec![("number", number::shown(&b.number))],
        Event::OrderPaid(b) => vec![
            ("amount", numbers::tenge(b.amount)),
            ("receipt", b.receipt.clone()),
        ],
        Event::TrainingRecorded(b) => vec![("topic", b.topic.clone())],
        Event::AcquaintanceSigned(b) => vec![("revision", b.revision.clone())],
        Event::ErasureReceipt(b) => vec![("count", count(b.erased))],
        _ => Vec::new(),
    })
}

fn day(stored: &str) -> String {
    stored
        .parse()
        .map_or_else(|_| stored.to_owned(), dates::short)
}

fn both(lang: Lang, kk: &str, ru: &str) -> String {
    match lang {
        Lang::Kk => kk.to_owned(),
        Lang::Ru => ru.to_owned(),
    }
}

fn published(code: &str, revision: &str) -> Said {
    vec![("code", code.to_owned()), ("revision", revision.to_owned())]
}

pub(super) fn field_name(lang: Lang, code: u8) -> String {
    let name = field::name(code).unwrap_or_default().replace('_', "-");
    let words = words::find(lang, &format!("journal-field-{name}"), &[]);
    words.unwrap_or_else(|| code.to_string())
}

/// A role in words; a person without one too.
pub fn role_name(lang: Lang, code: u8) -> String {
    let key = match Role::from_code(code) {
        Some(Role::Registrar) => "common-role-registrar",
        Some(Role::Senior) => "common-role-senior",
        Some(Role::Manager) => "common-role-manager",
        Some(Role::Administrator) => "common-role-administrator",
        Some(Role::Auditor) => "common-role-auditor",
        None => "journal-no-role",
    };
    text(lang, key, &[])
}
