//! One card: its fields as they stand, its history, who looked at it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::consent::Day;
use super::person::Cards;
use crate::domain::patient::{CardKind, PatientForm};
use crate::domain::phone::Phone;
use crate::domain::{date, iin::Iin, representative};
use crate::event::disclosure::group;
use crate::event::kinds::{self, Role};
use crate::event::patient::field;
use crate::event::{Event, patient};
use crate::id::{DeviceId, Hash, Id, SessionId, SubjectId};
use crate::journal::log::{self, LogError, unsigned};
use crate::projection::roster::Roster;
use crate::time::Wall;
use crate::view::{CardView, ChangeView, HistoryRow, PatientRow, QuestionView, SeenRow};
use crate::words::dates;

/// The shown value of each field of a card.
pub type Fields = BTreeMap<u8, String>;

/// Values as shown: of several candidates the one with the largest (hlc, device, seq).
pub fn fields(conn: &Connection, card: SubjectId) -> Result<Fields, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT field, value FROM p_card_field WHERE subject = ?1 ORDER BY field, hlc, device, seq",
    )?;
    let mut rows = rows.query([card])?;
    let mut out = Fields::new();
    while let Some(row) = rows.next()? {
        let name: u8 = row.get("field")?;
        match row.get::<_, Option<String>>("value")? {
            Some(value) => drop(out.insert(name, value)),
            None => drop(out.remove(&name)),
        }
    }
    Ok(out)
}

/// The shown value of one field.
pub fn shown(
    conn: &Connection,
    card: SubjectId,
    name: u8,
) -> Result<Option<String>, rusqlite::Error> {
    let value = conn
        .prepare_cached(
            "SELECT value FROM p_card_field WHERE subject = ?1 AND field = ?2 ORDER BY hlc DESC, device DESC, seq DESC LIMIT 1",
        )?
        .query_row(rusqlite::params![card, name], |row| row.get(0))
        .optional()?;
    Ok(value.flatten())
}

/// Whether the card exists here.
pub fn exists(conn: &Connection, card: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_card WHERE subject = ?1)")?
        .query_row([card], |row| row.get(0))
}

/// The session in which the card was registered.
pub fn registered_in(conn: &Connection, card: SubjectId) -> Result<Option<SessionId>, LogError> {
    let entry = conn
        .prepare_cached("SELECT entry FROM p_card WHERE subject = ?1")?
        .query_row([card], |row| row.get(0))
        .optional()?;
    let Some(entry) = entry else { return Ok(None) };
    Ok(log::entry(conn, entry)?.map(|entry| entry.header().session))
}

/// Whether a newer program wrote something critical to the subject.
pub fn needs_update(conn: &Connection, card: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM x_graph WHERE subject = ?1 AND status = 4 AND flags & 1)",
    )?
    .query_row([card], |row| row.get(0))
}

/// Surname, name, patronymic in this order.
pub fn full_name(fields: &Fields) -> String {
    [field::SURNAME, field::NAME, field::PATRONYMIC]
        .iter()
        .filter_map(|name| fields.get(name).map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ")
}

fn get(fields: &Fields, name: u8) -> String {
    fields.get(&name).cloned().unwrap_or_default()
}

fn day(fields: &Fields, name: u8) -> Option<NaiveDate> {
    fields.get(&name)?.parse().ok()
}

fn masked_iin(text: &str) -> String {
    Iin::parse(text).map(|iin| iin.masked()).unwrap_or_default()
}

fn masked_phone(text: &str) -> String {
    Phone::from_e164(text)
        .map(|phone| phone.masked())
        .unwrap_or_default()
}

/// The phone of a card, masked.
pub fn shown_phone(fields: &Fields) -> String {
    masked_phone(&get(fields, field::PHONE))
}

/// The first letters of an address before the `@` are hidden.
fn masked_email(text: &str) -> String {
    match text.split_once('@') {
        Some((user, host)) => {
            let first: String = user.chars().take(1).collect();
            format!("{first}•••@{host}")
        }
        None => String::new(),
    }
}

/// Further fields of a card, as it shows them.
fn extra(fields: &Fields) -> Vec<ChangeView> {
    let further = field::LATIN_NAME..=field::DESIGNATED;
    fields
        .range(further)
        .filter_map(|(name, value)| change(*name, Some(value)))
        .collect()
}

/// The last three signs of a document's number.
fn masked_document(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(3);
    let mask = "•".repeat(hidden);
    mask.chars().chain(number.chars().skip(hidden)).collect()
}

/// The card as it would be typed today.
pub fn form(fields: &Fields) -> PatientForm {
    let date_text = |name| day(fields, name).map(dates::short).unwrap_or_default();
    PatientForm {
        surname: get(fields, field::SURNAME),
        no_surname: !fields.contains_key(&field::SURNAME) && fields.contains_key(&field::NAME),
        name: get(fields, field::NAME),
        patronymic: get(fields, field::PATRONYMIC),
        iin: get(fields, field::IIN),
        birth_date: date_text(field::BIRTH_DATE),
        sex: get(fields, field::SEX),
        doc_type: get(fields, field::DOC_TYPE),
        doc_number: get(fields, field::DOC_NUMBER),
        doc_issued_on: date_text(field::DOC_ISSUED_ON),
        doc_issued_by: get(fields, field::DOC_ISSUED_BY),
        doc_checked: get(fields, field::DOC_CHECKED),
        phone: Phone::from_e164(&get(fields, field::PHONE))
            .map(|phone| phone.display())
            .unwrap_or_default(),
        phone_owner: get(fields, field::PHONE_OWNER),
        language: get(fields, field::LANGUAGE),
        kind: get(fields, field::CARD_KIND),
        newborn_number: get(fields, field::NEWBORN_NUMBER),
        latin_name: get(fields, field::LATIN_NAME),
        citizenship: get(fields, field::CITIZENSHIP),
        polyclinic: get(fields, field::POLYCLINIC),
        address: get(fields, field::ADDRESS),
        address_registered: get(fields, field::ADDRESS_REGISTERED),
        email: get(fields, field::EMAIL),
        phone_2: Phone::from_e164(&get(fields, field::PHONE_2))
            .map(|phone| phone.display())
            .unwrap_or_default(),
        phone_2_owner: get(fields, field::PHONE_2_OWNER),
        supplied_by: get(fields, field::SUPPLIED_BY),
        designated: get(fields, field::DESIGNATED),
        confirmed: Vec::new(),
        others: Vec::new(),
    }
}

/// A masked row of a list.
pub fn row(
    conn: &Connection,
    card: SubjectId,
    on: NaiveDate,
    typed: &str,
) -> Result<PatientRow, rusqlite::Error> {
    let day = Day::of(conn, on)?;
    row_of(conn, &Cards::of(conn, card)?, &day, typed)
}

/// The same of a card whose person is known, on a day that was asked for once for all rows of a page.
pub(super) fn row_of(
    conn: &Connection,
    cards: &Cards,
    day: &Day,
    typed: &str,
) -> Result<PatientRow, rusqlite::Error> {
    let card = cards.merged[0];
    let fields = fields(conn, card)?;
    let visit: Option<i64> = conn
        .prepare_cached("SELECT wall FROM x_person WHERE subject = ?1 AND wall > 0")?
        .query_row([card], |row| row.get(0))
        .optional()?;
    let iin = get(&fields, field::IIN);
    let phone = get(&fields, field::PHONE);
    Ok(PatientRow {
        id: card,
        name: full_name(&fields),
        birth_date: self::day(&fields, field::BIRTH_DATE)
            .map(dates::short)
            .unwrap_or_default(),
        sex: get(&fields, field::SEX),
        exact: !typed.is_empty() && (typed == iin || phone.trim_start_matches('+') == typed),
        iin: masked_iin(&iin),
        phone: masked_phone(&phone),
        kind: get(&fields, field::CARD_KIND),
        newborn_number: get(&fields, field::NEWBORN_NUMBER),
        consent: super::consent::service_of(conn, cards, day)?,
        further: u32::try_from(cards.all().skip(1).count()).unwrap_or(u32::MAX),
        ready: super::order::lies_ready(conn, &cards.merged)?
            .map(|placed| dates::short(placed.date()))
            .unwrap_or_default(),
        last_visit: visit
            .map(|ms| dates::short(Wall::almaty(unsigned(ms)).date()))
            .unwrap_or_default(),
    })
}

/// The whole card, level 2.
pub fn card(
    conn: &Connection,
    roster: &Roster,
    card: SubjectId,
    role: Role,
    on: NaiveDate,
    handle: Id,
) -> Result<CardView, LogError> {
    let fields = fields(conn, card)?;
    let born = day(&fields, field::BIRTH_DATE);
    Ok(CardView {
        handle,
        id: card,
        name: full_name(&fields),
        birth_date: born.map(dates::short).unwrap_or_default(),
        age: born.and_then(|born| u16::try_from(date::age(born, on)).ok()),
        sex: get(&fields, field::SEX),
        iin: masked_iin(&get(&fields, field::IIN)),
        doc_type: get(&fields, field::DOC_TYPE),
        doc_number: masked_document(&get(&fields, field::DOC_NUMBER)),
        phone: shown_phone(&fields),
        phone_checked: super::otp::checked_at(conn, card, &get(&fields, field::PHONE))?
            .map(|ms| dates::short(Wall::almaty(ms).date()))
            .unwrap_or_default(),
        kind: get(&fields, field::CARD_KIND),
        newborn_number: get(&fields, field::NEWBORN_NUMBER),
        extra: extra(&fields),
        representatives: super::relation::representatives(conn, card)?
            .iter()
            .map(|stands| super::relation::row(conn, stands, stands.representative, on))
            .collect::<Result<_, _>>()?,
        represents: super::relation::represented(conn, card)?
            .iter()
            .map(|stands| super::relation::row(conn, stands, stands.patient, on))
            .collect::<Result<_, _>>()?,
        person: super::person::rows(conn, card, on)?,
        needs_representative: representative::is_needed(born, on),
        standings: super::consent::standings(conn, card, on)?,
        consents: super::acts::acts(conn, roster, card, role)?,
        history: history(conn, card)?,
        seen: seen(conn, card, SEEN_ROWS)?,
        questions: questions(conn, card)?,
        destroyed: super::destroyed(conn, card)?,
        elsewhere: elsewhere(conn, card)?,
        needs_update: needs_update(conn, card)?,
        legacy: super::legacy::basis(conn, card)?,
        orders: super::order::rows::of_person(conn, card)?,
    })
}

/// The desk that keeps what the card began with; none where that is here, or was destroyed.
fn elsewhere(conn: &Connection, card: SubjectId) -> Result<Option<String>, rusqlite::Error> {
    if super::destroyed(conn, card)? {
        return Ok(None);
    }
    let desk: Option<DeviceId> = conn
        .prepare_cached(
            "SELECT device FROM p_card c WHERE subject = ?1 \
             AND NOT EXISTS (SELECT 1 FROM j_bodies b WHERE b.entry = c.entry)",
        )?
        .query_row([card], |row| row.get(0))
        .optional()?;
    desk.map(|desk| super::lab::desk_called(conn, desk))
        .transpose()
}

/// What was entered and changed, newest first.
fn history(conn: &Connection, card: SubjectId) -> Result<Vec<HistoryRow>, LogError> {
    let mut rows = conn.prepare_cached(
        "SELECT hash FROM x_graph WHERE subject = ?1 AND kind IN (?2, ?3, ?4) AND status = 1 ORDER BY hlc DESC, device, seq DESC LIMIT 200",
    )?;
    let hashes = rows
        .query_map(
            rusqlite::params![
                card,
                kinds::PATIENT_REGISTERED,
                kinds::PATIENT_AMENDED,
                kinds::PATIENT_IMPORTED
            ],
            |row| row.get(0),
        )?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut out = Vec::with_capacity(hashes.len());
    for hash in hashes {
        let Some(entry) = log::entry(conn, hash)? else {
            continue;
        };
        let header = entry.header();
        let event = Event::of(&entry);
        let (act, fields, reason) = match &event {
            Some(Event::PatientRegistered(b)) => ("registered", &b.fields[..], ""),
            Some(Event::PatientAmended(b)) => ("amended", &b.fields[..], b.reason.as_str()),
            Some(Event::PatientImported(b)) => ("imported", &b.fields[..], ""),
            _ => ("withheld", &[][..], ""),
        };
        out.push(HistoryRow {
            entry: hash,
            at: dates::moment(header.wall),
            by: super::name_behind(conn, header.device, header.session)?,
            desk: super::lab::desk_called(conn, header.device)?,
            act: act.to_owned(),
            changes: fields
                .iter()
                .filter_map(|(name, value)| change(*name, value.as_deref()))
                .collect(),
            reason: reason.to_owned(),
        });
    }
    Ok(out)
}

fn change(name: u8, value: Option<&str>) -> Option<ChangeView> {
    let field_name = patient::field::name(name)?;
    Some(ChangeView {
        field: field_name.to_owned(),
        value: value.map(|value| worded(name, value)).unwrap_or_default(),
    })
}

/// A value as screens show it: dates worded, ИИН, phone and document masked.
fn worded(name: u8, value: &str) -> String {
    match name {
        field::IIN => masked_iin(value),
        field::PHONE | field::PHONE_2 => masked_phone(value),
        field::EMAIL => masked_email(value),
        field::DOC_NUMBER => masked_document(value),
        field::BIRTH_DATE | field::DOC_ISSUED_ON => {
            value.parse().map(dates::short).unwrap_or_default()
        }
        _ => value.to_owned(),
    }
}

/// A masked field in full, level 3.
pub fn revealed(
    conn: &Connection,
    card: SubjectId,
    name: u8,
) -> Result<Option<String>, rusqlite::Error> {
    let fields = fields(conn, card)?;
    Ok(fields.get(&name).map(|value| full(name, value)))
}

/// The value of a field in full, as people read it.
pub fn full(name: u8, value: &str) -> String {
    match name {
        field::IIN => Iin::parse(value)
            .map(|iin| iin.display())
            .unwrap_or_default(),
        field::PHONE | field::PHONE_2 => Phone::from_e164(value)
            .map(|phone| phone.display())
            .unwrap_or_default(),
        field::BIRTH_DATE | field::DOC_ISSUED_ON => {
            value.parse().map(dates::short).unwrap_or_default()
        }
        _ => value.to_owned(),
    }
}

/// Looks of which a card tells on the screen.
const SEEN_ROWS: u32 = 200;

/// Who looked at the card or at one that is merged with it, newest first, at most `most`; a list that showed several
/// of them is one look.
pub fn seen(conn: &Connection, card: SubjectId, most: u32) -> Result<Vec<SeenRow>, LogError> {
    let mut looks = BTreeMap::new();
    for one in super::person::merged(conn, card)? {
        let mut rows = conn.prepare_cached(
            "SELECT entry, kind, device, session, wall FROM x_seen WHERE subject = ?1 ORDER BY wall DESC, entry LIMIT ?2",
        )?;
        let mut rows = rows.query(rusqlite::params![one, most])?;
        while let Some(row) = rows.next()? {
            let wall = unsigned(row.get("wall")?);
            let at: (Reverse<u64>, Hash) = (Reverse(wall), row.get("entry")?);
            let look: (u16, DeviceId, SessionId) =
                (row.get("kind")?, row.get("device")?, row.get("session")?);
            looks.insert(at, look);
        }
    }
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let looks = looks.into_iter().take(most);
    looks
        .map(|((Reverse(wall), entry), (kind, device, session))| {
            Ok(SeenRow {
                at: dates::moment(Wall::almaty(wall)),
                by: super::name_behind(conn, device, session)?,
                desk: super::lab::desk_called(conn, device)?,
                act: match kind {
                    kinds::CARD_OPENED if in_full(conn, entry)? => "edited",
                    kinds::CARD_OPENED => "opened",
                    kinds::FIELD_REVEALED => "revealed",
                    kinds::LIST_SHOWN => "listed",
                    _ => "document",
                }
                .to_owned(),
            })
        })
        .collect()
}

/// Whether an opening gave the form of the card in full.
fn in_full(conn: &Connection, entry: Hash) -> Result<bool, LogError> {
    let Some(entry) = log::entry(conn, entry)? else {
        return Ok(false);
    };
    let opened = Event::of(&entry);
    Ok(matches!(opened, Some(Event::CardOpened(body)) if body.groups.starts_with(&group::IN_FULL)))
}

/// Fields with several candidates that differ: each waits for a person.
pub fn open_fields(conn: &Connection, card: SubjectId) -> Result<Vec<u8>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT field FROM p_card_field WHERE subject = ?1 GROUP BY field HAVING count(DISTINCT coalesce(value, '')) > 1 ORDER BY field",
    )?;
    rows.query_map([card], |row| row.get(0))?.collect()
}

/// Fields for which desks said different things, the shown value first.
fn questions(conn: &Connection, card: SubjectId) -> Result<Vec<QuestionView>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT field, value FROM p_card_field WHERE subject = ?1 AND field IN \
           (SELECT field FROM p_card_field WHERE subject = ?1 GROUP BY field HAVING count(DISTINCT coalesce(value, '')) > 1) \
         ORDER BY field, hlc DESC, device DESC, seq DESC",
    )?;
    let mut rows = rows.query([card])?;
    let mut out: Vec<QuestionView> = Vec::new();
    while let Some(row) = rows.next()? {
        let name: u8 = row.get("field")?;
        let Some(field_name) = patient::field::name(name) else {
            continue;
        };
        let value = row
            .get::<_, Option<String>>("value")?
            .map(|value| worded(name, &value))
            .unwrap_or_default();
        match out.last_mut().filter(|last| last.field == field_name) {
            Some(last) => last.values.push(value),
            None => out.push(QuestionView {
                field: field_name.to_owned(),
                values: vec![value],
            }),
        }
    }
    Ok(out)
}

/// What is looked up by its value: ИИН, birth date, document, phones, e-mail, kind.
const LOOKED_UP: [u8; 7] = [
    field::IIN,
    field::BIRTH_DATE,
    field::DOC_NUMBER,
    field::PHONE,
    field::CARD_KIND,
    field::EMAIL,
    field::PHONE_2,
];
/// Says so to the database, which indexes these fields alone, and in these very words: `IN` would build a set of them
/// for every field that is written.
pub(super) const BY_VALUE: &str =
    "(field = 4 OR field = 5 OR field = 8 OR field = 12 OR field = 15 OR field = 22 OR field = 23)";

/// Cards with this very value in a field, so many rows at most.
pub(super) fn by_value(
    conn: &Connection,
    field: u8,
    value: &str,
    most: Option<u32>,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    debug_assert!(
        LOOKED_UP.contains(&field),
        "{field} is not indexed by value"
    );
    let mut rows = conn.prepare_cached(&format!(
        "SELECT subject FROM p_card_field WHERE field = ?1 AND value = ?2 AND {BY_VALUE} ORDER BY subject LIMIT ?3"
    ))?;
    let most = most.map_or(-1, i64::from);
    let cards = rows.query_map(rusqlite::params![field, value, most], |row| row.get(0))?;
    let mut cards = cards.collect::<Result<Vec<SubjectId>, _>>()?;
    // Desks may have said the same twice. The index has them in order, so no table is needed to tell them apart.
    cards.dedup();
    Ok(cards)
}

/// Cards with this very ИИН.
pub fn by_iin(conn: &Connection, iin: &str) -> Result<Vec<SubjectId>, rusqlite::Error> {
    by_value(conn, field::IIN, iin, None)
}

/// The birth date of a card.
pub fn birth_date(
    conn: &Connection,
    card: SubjectId,
) -> Result<Option<NaiveDate>, rusqlite::Error> {
    Ok(day(&fields(conn, card)?, field::BIRTH_DATE))
}

/// First letters of surname and name, as a queue may read them; empty where neither is known.
pub fn initials(conn: &Connection, card: SubjectId) -> Result<String, rusqlite::Error> {
    let fields = fields(conn, card)?;
    Ok([field::SURNAME, field::NAME]
        .iter()
        .filter_map(|name| fields.get(name)?.chars().next())
        .map(|letter| format!("{letter}."))
        .collect())
}

/// Patients registered at this desk on this day; whoever only acts for one is none, nor is a row of an old list.
pub fn registered_on(
    conn: &Connection,
    device: DeviceId,
    on: NaiveDate,
) -> Result<u32, rusqlite::Error> {
    let start = super::day_begins(on);
    conn.prepare_cached(
        "SELECT count(*) FROM p_card c WHERE device = ?1 AND imported = 0 AND wall >= ?2 AND wall < ?2 + 86400000 \
         AND NOT EXISTS (SELECT 1 FROM p_card_field f WHERE f.subject = c.subject AND f.field = ?3 AND f.value = ?4)",
    )?
    .query_row(
        rusqlite::params![device, start, field::CARD_KIND, CardKind::Thin.text()],
        |row| row.get(0),
    )
    .optional()
    .map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn what_is_looked_up_by_its_value_is_what_is_indexed_so() {
        let each: Vec<String> = LOOKED_UP.map(|field| format!("field = {field}")).to_vec();
        assert_eq!(BY_VALUE, format!("({})", each.join(" OR ")));
        let store = Store::memory().unwrap();
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'p_card_field_value'";
        let index: String = (store.conn()).query_row(sql, [], |row| row.get(0)).unwrap();
        assert!(index.ends_with(BY_VALUE), "{index}");
    }

    #[test]
    fn a_value_is_found_by_the_index_alone() {
        let store = Store::memory().unwrap();
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT subject FROM p_card_field WHERE field = 4 AND value = 'x' AND {BY_VALUE} ORDER BY subject LIMIT 5"
        );
        let mut plan = store.conn().prepare(&sql).unwrap();
        let steps = plan.query_map([], |row| row.get::<_, String>("detail"));
        let steps: Vec<String> = steps.unwrap().map(Result::unwrap).collect();
        assert_eq!(
            steps,
            ["SEARCH p_card_field USING COVERING INDEX p_card_field_value (field=? AND value=?)"]
        );
    }

    #[test]
    fn a_field_is_written_without_a_set_of_what_is_indexed() {
        let store = Store::memory().unwrap();
        let sql = "EXPLAIN INSERT OR REPLACE INTO p_card_field (subject, field, entry, hlc, device, seq, value) \
                   VALUES (x'00', 1, x'00', 0, x'00', 0, 'x')";
        let mut steps = store.conn().prepare(sql).unwrap();
        let steps = steps.query_map([], |row| row.get::<_, String>("opcode"));
        let steps: Vec<String> = steps.unwrap().map(Result::unwrap).collect();
        assert!(steps.iter().any(|step| step == "IdxInsert"), "{steps:?}");
        assert!(
            !steps.iter().any(|step| step == "OpenEphemeral"),
            "{steps:?}"
        );
    }
}
