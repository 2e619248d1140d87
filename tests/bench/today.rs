//! The manager's day over a hundred thousand cards: everything that the screen shows, and how long one stretch holds the
//! desk.
//!
//! Cards, consents and a week of the journal are rows as the fold leaves them, made in bulk. A quarter are children, one in
//! a hundred took consent back, one in two hundred has a second card with the same ИИН.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tirkeu_core::domain::consent::Purpose;
use tirkeu_core::domain::trail::Doing;
use tirkeu_core::event::patient::field;
use tirkeu_core::id::{Hash, Id};
use tirkeu_core::projection::consent::act;

use crate::frame::median;
use crate::lab::{Lab, somebody};

/// Cards, unless `TIRKEU_BENCH_CARDS` says otherwise.
const CARDS: u32 = 100_000;
/// Entries of the last seven days.
const WEEK: u32 = 21_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// (the whole view, the longest stretch).
pub fn measure(folder: &Path) -> (Duration, Duration) {
    let cards = std::env::var("TIRKEU_BENCH_CARDS").ok();
    let cards = cards.and_then(|cards| cards.parse().ok()).unwrap_or(CARDS);
    let mut lab = Lab::found(folder);
    lab.intake(somebody(0));
    let now = i64::try_from(lab.open.app.now().ms).unwrap();
    fill(lab.open.app.conn(), cards, now);
    let (mut whole, mut longest) = (Vec::new(), Duration::ZERO);
    for round in 0..3 {
        // What was counted is kept until something is written.
        lab.intake(somebody(round + 1));
        let began = Instant::now();
        let view = lab.open.app.today().unwrap();
        longest = longest.max(began.elapsed());
        assert!(view.new > 0);
        loop {
            let stretch = Instant::now();
            let count = lab.open.app.count_today().unwrap();
            longest = longest.max(stretch.elapsed());
            if let Some(counted) = count.counted {
                println!(
                    "  {} people in {:.1?}",
                    counted.subjects.count,
                    began.elapsed()
                );
                break;
            }
        }
        whole.push(began.elapsed());
    }
    (median(whole), longest)
}

fn fill(conn: &Connection, cards: u32, now: i64) {
    let (device, policy): (Id, Hash) = conn
        .query_row(
            "SELECT d.device, p.entry FROM p_device d, p_policy p LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    conn.execute_batch("BEGIN").unwrap();
    conn.execute_batch(
        "CREATE TEMP TABLE made (n INTEGER PRIMARY KEY, card BLOB, service BLOB, care BLOB)",
    )
    .unwrap();
    conn.execute(
        "INSERT INTO made WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1) \
         SELECT n, randomblob(16), randomblob(32), randomblob(32) FROM n",
        [cards],
    )
    .unwrap();
    // Two hundred of them today, the others over the years.
    conn.execute(
        "INSERT INTO p_card (subject, entry, wall, device) \
         SELECT card, service, ?1 - CASE WHEN n <= 200 THEN n * 1000 ELSE ?2 + n * 60000 END, ?3 FROM made",
        params![now, DAY_MS, device],
    )
    .unwrap();
    let values = [
        (field::SURNAME, "'Ахметов' || n"),
        (field::NAME, "'Айгерім'"),
        (field::PATRONYMIC, "'Болатқызы'"),
        (field::IIN, "printf('%012d', n - (n % 200 = 0))"),
        (
            field::BIRTH_DATE,
            "printf('%04d-%02d-%02d', CASE WHEN n % 4 = 0 THEN 2010 + n % 15 ELSE 1940 + n % 60 END, 1 + n % 12, 1 + n % 28)",
        ),
        (field::SEX, "'F'"),
        (field::PHONE, "printf('+7701%07d', n)"),
        (field::LANGUAGE, "'kk'"),
    ];
    for (code, value) in values {
        conn.execute(
            &format!(
                "INSERT INTO p_card_field (subject, field, entry, hlc, device, seq, value) \
                 SELECT card, ?1, service, n, ?2, n, {value} FROM made"
            ),
            params![code, device],
        )
        .unwrap();
    }
    let acts = [
        (Purpose::Service, act::GIVEN, "service", "1"),
        (Purpose::Care, act::GIVEN, "care", "1"),
        (
            Purpose::Service,
            act::WITHDRAWN,
            "randomblob(32)",
            "n % 100 = 0",
        ),
    ];
    for (purpose, code, entry, which) in acts {
        conn.execute(
            &format!(
                "INSERT INTO p_consent (entry, subject, act, has_body, valid_until, given_on, policy, channel, hlc, device, seq, wall) \
                 SELECT {entry}, card, ?1, 1, NULL, '2026-03-01', ?2, 1, n, ?3, n, ?4 FROM made WHERE {which}"
            ),
            params![code, policy, device, now],
        )
        .unwrap();
        if code == act::GIVEN {
            conn.execute(
                &format!(
                    "INSERT INTO p_consent_purpose (entry, purpose, subject) SELECT {entry}, ?1, card FROM made"
                ),
                [purpose.code()],
            )
            .unwrap();
        }
    }
    week(conn, now);
    conn.execute_batch("DROP TABLE made; COMMIT").unwrap();
}

/// What people did in the last seven days: looks, lists, consents, of twelve people.
fn week(conn: &Connection, now: i64) {
    let desk = Id([200; 16]);
    let doings = [Doing::Card, Doing::List, Doing::Patient, Doing::Consent];
    let mut drawer = 900_000;
    for staff in 1..=12_u8 {
        for doing in doings {
            let sql = "INSERT INTO x_drawer (id, device, staff, doing, outcome, first, last) VALUES (?1, ?2, ?3, ?4, 1, 0, ?5)";
            let row = params![drawer, desk, Id([staff; 16]), doing as u8, now << 16];
            conn.execute(sql, row).unwrap();
            drawer += 1;
        }
    }
    conn.execute(
        "INSERT INTO x_graph (hash, device, seq, subject, kind, kind_ver, flags, hlc, wall, session, batch_left, ordered, status, drawer) \
         SELECT CAST(printf('%032d', n) AS BLOB), ?2, n, card, 898, 1, 0, (?3 - n * ?4) << 16, ?3 - n * ?4, \
           zeroblob(16), 0, 0, 1, 900000 + n % 48 FROM made WHERE n <= ?1",
        params![WEEK, desk, now, 7 * DAY_MS / i64::from(WEEK)],
    )
    .unwrap();
}
