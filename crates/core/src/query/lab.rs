//! The laboratory: its description, its people and desks by name, its policy versions.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::domain::consent::{PolicyVersion, Purpose, in_force};
use crate::domain::cover;
use crate::domain::patient::{DataList, Extra};
use crate::id::{DeviceId, Hash, SessionId, StaffId, SubjectId};
use crate::journal::log::unsigned;
use crate::journal::tagged_hash;
use crate::time::Wall;
use crate::view::{DataListView, EditionStands, PolicyView, SwitchView};
use crate::words::consent_block::BinKind;
use crate::words::{Both, Lang, dates};

/// The operator as consent and paper name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Name.
    pub name: Both,
    /// БИН or ИИН.
    pub number_kind: BinKind,
    /// The number.
    pub number: String,
    /// Address.
    pub address: Both,
    /// E.164.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// A training laboratory: its sheets are marked.
    pub training: bool,
}

/// The organisation, once it was described.
pub fn organisation(conn: &Connection) -> Result<Option<Organisation>, rusqlite::Error> {
    let training = is_training(conn)?;
    conn.prepare_cached(
        "SELECT name_kk, name_ru, number_kind, number, address_kk, address_ru, phone, email FROM p_organisation LIMIT 1",
    )?
    .query_row([], |row| {
        Ok(Organisation {
            name: both(row, "name")?,
            number_kind: if row.get::<_, u8>("number_kind")? == 2 { BinKind::Iin } else { BinKind::Bin },
            number: row.get("number")?,
            address: both(row, "address")?,
            phone: row.get("phone")?,
            email: row.get("email")?,
            training,
        })
    })
    .optional()
}

/// A person's name as signed on paper.
pub fn staff_name(conn: &Connection, staff: StaffId) -> Result<Option<String>, rusqlite::Error> {
    conn.prepare_cached("SELECT name FROM p_staff WHERE subject = ?1")?
        .query_row([staff], |row| row.get(0))
        .optional()
}

/// What people call somebody: the name, else what begins their id.
pub fn staff_called(conn: &Connection, staff: StaffId) -> Result<String, rusqlite::Error> {
    let short = || staff.to_string().chars().take(8).collect();
    Ok(staff_name(conn, staff)?.unwrap_or_else(short))
}

/// Everybody who was ever named, by name.
pub fn staff(conn: &Connection) -> Result<Vec<(StaffId, String)>, rusqlite::Error> {
    let mut rows = conn.prepare_cached("SELECT subject, name FROM p_staff")?;
    let mut named = rows
        .query_map([], |row| Ok((row.get("subject")?, row.get("name")?)))?
        .collect::<Result<Vec<(StaffId, String)>, _>>()?;
    named.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(named)
}

/// Name and site of a desk.
pub fn desk(
    conn: &Connection,
    device: DeviceId,
) -> Result<Option<(String, String)>, rusqlite::Error> {
    conn.prepare_cached("SELECT name, site FROM p_desk WHERE subject = ?1")?
        .query_row([device], |row| Ok((row.get("name")?, row.get("site")?)))
        .optional()
}

/// What people call a desk; the beginning of its id where nobody has said it.
pub fn desk_called(conn: &Connection, device: DeviceId) -> Result<String, rusqlite::Error> {
    let short = || device.to_string().chars().take(8).collect();
    Ok(desk_name(conn, device)?.unwrap_or_else(short))
}

/// What people call a desk.
pub fn desk_name(conn: &Connection, device: DeviceId) -> Result<Option<String>, rusqlite::Error> {
    conn.prepare_cached("SELECT name FROM p_desk WHERE subject = ?1")?
        .query_row([device], |row| row.get(0))
        .optional()
}

/// A setting of the laboratory.
pub fn setting(conn: &Connection, key: &str) -> Result<Option<String>, rusqlite::Error> {
    conn.prepare_cached("SELECT value FROM p_setting WHERE key = ?1 ORDER BY subject LIMIT 1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

/// A setting of one group.
pub fn setting_of(
    conn: &Connection,
    subject: SubjectId,
    key: &str,
) -> Result<Option<String>, rusqlite::Error> {
    conn.prepare_cached("SELECT value FROM p_setting WHERE subject = ?1 AND key = ?2")?
        .query_row(rusqlite::params![subject, key], |row| row.get(0))
        .optional()
}

/// The fields that the laboratory collects besides those that every card needs.
pub fn data_list(conn: &Connection) -> Result<DataList, rusqlite::Error> {
    let stored = setting(conn, DATA_LIST)?;
    Ok(stored.map_or_else(DataList::default, |text| DataList::stored(&text)))
}

/// Every switch, as the manager's settings show it.
pub fn switches(conn: &Connection) -> Result<DataListView, rusqlite::Error> {
    let (list, offers) = (data_list(conn)?, offers(conn)?);
    Ok(DataListView {
        fields: Extra::ALL
            .into_iter()
            .map(|field| SwitchView {
                name: field.text().to_owned(),
                on: list.has(field),
            })
            .collect(),
        purposes: Purpose::OFFERED
            .into_iter()
            .map(|purpose| SwitchView {
                name: purpose.text().to_owned(),
                on: offers.purposes.contains(&purpose),
            })
            .collect(),
        sms_sender: offers.sms_sender,
        sms_gateway: offers.sms_gateway,
    })
}

/// The setting that keeps them.
pub const DATA_LIST: &str = "data_list";

/// What the consent page offers besides what the service needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers {
    /// In the order of the page.
    pub purposes: Vec<Purpose>,
    /// The sender that an SMS shows.
    pub sms_sender: String,
    /// The gateway that carries it.
    pub sms_gateway: String,
}

/// The settings that keep them.
pub const OFFERS: [&str; 3] = ["offers", "sms_sender", "sms_gateway"];

/// The offers as a manager set them; a new laboratory offers to tell a named person.
pub fn offers(conn: &Connection) -> Result<Offers, rusqlite::Error> {
    let purposes = match setting(conn, OFFERS[0])? {
        Some(text) => text
            .split(',')
            .filter_map(Purpose::parse)
            .filter(|purpose| Purpose::OFFERED.contains(purpose))
            .collect(),
        None => vec![Purpose::DesignatedPerson],
    };
    Ok(Offers {
        purposes,
        sms_sender: setting(conn, OFFERS[1])?.unwrap_or_default(),
        sms_gateway: setting(conn, OFFERS[2])?.unwrap_or_default(),
    })
}

/// A training laboratory: marked on every screen and sheet, sends nothing.
pub fn is_training(conn: &Connection) -> Result<bool, rusqlite::Error> {
    Ok(setting(conn, "training")?.as_deref() == Some("yes"))
}

/// The setting that says after how many minutes the curtain falls.
pub const COVER: &str = "cover";

/// Minutes until the curtain falls.
pub fn cover_minutes(conn: &Connection) -> Result<u8, rusqlite::Error> {
    Ok(cover::stored(setting(conn, COVER)?.as_deref()))
}

/// The setting under which a manager's word on a desk's clock is kept.
pub fn clock_key(device: DeviceId) -> String {
    format!("clock/{device}")
}

/// A manager's word that a desk's clock is right although its journal ran ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockConfirmed {
    /// Milliseconds of the hybrid clock at that moment.
    pub hlc_ms: u64,
    /// The latest time that the desk has shown since, in milliseconds since 1970.
    pub latest_ms: u64,
}

/// The last such word about a desk.
pub fn clock_confirmed(
    conn: &Connection,
    device: DeviceId,
) -> Result<Option<ClockConfirmed>, rusqlite::Error> {
    let said: Option<(String, i64)> = conn
        .prepare_cached(
            "SELECT s.value, g.seq FROM p_setting s JOIN x_graph g ON g.hash = s.entry \
             WHERE s.key = ?1 AND g.device = ?2 ORDER BY g.seq DESC LIMIT 1",
        )?
        .query_row(rusqlite::params![clock_key(device), device], |row| {
            Ok((row.get("value")?, row.get("seq")?))
        })
        .optional()?;
    let Some((hlc_ms, seq)) = said.and_then(|(value, seq)| Some((value.parse().ok()?, seq))) else {
        return Ok(None);
    };
    let latest: i64 = conn
        .prepare_cached("SELECT max(wall) FROM x_graph WHERE device = ?1 AND seq >= ?2")?
        .query_row(rusqlite::params![device, seq], |row| row.get(0))?;
    Ok(Some(ClockConfirmed {
        hlc_ms,
        latest_ms: crate::journal::log::unsigned(latest),
    }))
}

/// Whether a recovery kit waits to be typed back.
pub fn kit_waits(conn: &Connection) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM k_pending_kit)")?
        .query_row([], |row| row.get(0))
}

/// Every policy version with its first day.
pub fn versions(conn: &Connection) -> Result<Vec<PolicyVersion>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, effective_from, replaced FROM p_policy ORDER BY effective_from, entry",
    )?;
    let found = rows.query_map([], days)?.collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// An edition as far as its days are concerned. One whose first day cannot be read, as another desk may have sent it,
/// is never in force.
pub(super) fn days(row: &Row<'_>) -> Result<Option<PolicyVersion>, rusqlite::Error> {
    let from: String = row.get("effective_from")?;
    let Ok(effective_from) = from.parse() else {
        return Ok(None);
    };
    Ok(Some(PolicyVersion {
        entry: row.get("entry")?,
        effective_from,
        replaced: row.get("replaced")?,
    }))
}

/// A text that a row holds in both languages: `<name>_kk`, `<name>_ru`.
pub(super) fn both(row: &Row<'_>, name: &str) -> Result<Both, rusqlite::Error> {
    Ok(Both {
        kk: row.get(format!("{name}_kk").as_str())?,
        ru: row.get(format!("{name}_ru").as_str())?,
    })
}

/// One stored version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The entry that published it.
    pub entry: Hash,
    /// The policy.
    pub subject: SubjectId,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day.
    pub effective_from: NaiveDate,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// Years after the last visit.
    pub years: u8,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// A later version has the same first day and stands in its place.
    pub replaced: bool,
}

impl Policy {
    /// SHA-256 of the text in one language.
    pub fn text_hash(&self, lang: Lang) -> Hash {
        tagged_hash(b"", &[self.text.get(lang).as_bytes()])
    }
}

/// All versions, newest first.
pub fn policies(conn: &Connection) -> Result<Vec<Policy>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, subject, code, revision, effective_from, title_kk, title_ru, text_kk, text_ru, years, url, replaced \
         FROM p_policy ORDER BY effective_from DESC, replaced, entry",
    )?;
    let rows = rows.query_map([], |row| {
        Ok(Policy {
            replaced: row.get("replaced")?,
            entry: row.get("entry")?,
            subject: row.get("subject")?,
            code: row.get("code")?,
            revision: row.get("revision")?,
            effective_from: row
                .get::<_, String>("effective_from")?
                .parse()
                .unwrap_or_default(),
            title: both(row, "title")?,
            text: both(row, "text")?,
            years: row.get("years")?,
            url: row.get("url")?,
        })
    })?;
    rows.collect()
}

/// One version.
pub fn policy(conn: &Connection, entry: Hash) -> Result<Option<Policy>, rusqlite::Error> {
    Ok(policies(conn)?
        .into_iter()
        .find(|policy| policy.entry == entry))
}

/// The version that is shown today.
pub fn current_policy(conn: &Connection, on: NaiveDate) -> Result<Option<Policy>, rusqlite::Error> {
    let versions = versions(conn)?;
    let Some(entry) = in_force(&versions, on).map(|version| version.entry).max() else {
        return Ok(None);
    };
    policy(conn, entry)
}

/// When an edition was published, worded, and by whom.
pub(super) fn publication(
    conn: &Connection,
    entry: Hash,
) -> Result<(String, String), rusqlite::Error> {
    let found: Option<(DeviceId, SessionId, i64)> = conn
        .prepare_cached("SELECT device, session, wall FROM x_graph WHERE hash = ?1")?
        .query_row([entry], |row| {
            Ok((row.get("device")?, row.get("session")?, row.get("wall")?))
        })
        .optional()?;
    let Some((device, session, wall)) = found else {
        return Ok((String::new(), String::new()));
    };
    let at = dates::moment(Wall::almaty(unsigned(wall)));
    Ok((at, super::name_behind(conn, device, session)?))
}

/// How an edition stands on a day, when another one may be in force.
pub(super) fn stands(
    entry: Hash,
    (effective_from, replaced): (NaiveDate, bool),
    current: Option<Hash>,
    on: NaiveDate,
) -> EditionStands {
    if current == Some(entry) {
        EditionStands::InForce
    } else if replaced {
        EditionStands::Replaced
    } else if effective_from > on {
        EditionStands::Future
    } else {
        EditionStands::Past
    }
}

/// The policy screen: every version, the one with the latest first day first.
pub fn policy_views(
    conn: &Connection,
    lang: Lang,
    on: NaiveDate,
) -> Result<Vec<PolicyView>, rusqlite::Error> {
    let current = current_policy(conn, on)?.map(|policy| policy.entry);
    let view = |policy: Policy| {
        let days = (policy.effective_from, policy.replaced);
        let (published_at, published_by) = publication(conn, policy.entry)?;
        Ok(PolicyView {
            entry: policy.entry,
            policy: policy.subject,
            effective_from: dates::long(lang, policy.effective_from),
            sha256: Both {
                kk: policy.text_hash(Lang::Kk).to_string(),
                ru: policy.text_hash(Lang::Ru).to_string(),
            },
            stands: stands(policy.entry, days, current, on),
            published_at,
            published_by,
            years: policy.years.to_string(),
            url: policy.url.unwrap_or_default(),
            code: policy.code,
            revision: policy.revision,
            title: policy.title,
            text: policy.text,
        })
    };
    policies(conn)?.into_iter().map(view).collect()
}
