//! The first rows of the manager's journal over millions of entries, whatever is asked for.
//!
//! The entries are rows as the fold leaves them, made in bulk: signing five millions takes longer than any bench may. A
//! page reads its rows, their headers and their words as it does of real ones; bodies are absent.

use std::path::Path;
use std::time::Duration;

use tirkeu_core::command::TrailForm;
use tirkeu_core::domain::trail::{Doing, Outcome};
use tirkeu_core::id::{Hash, Id};
use tirkeu_core::words::Lang;

use crate::frame::{self, median, timed};
use crate::lab::{Lab, somebody};

/// Entries, unless fewer are asked for.
const ROWS: u32 = 5_000_000;
const STAFF: u8 = 40;
const DESKS: u8 = 4;
/// One second between two entries.
const STEP_MS: i64 = 1_000;
const BEGAN_MS: i64 = 1_600_000_000_000;

/// (the slowest filter's median, the bare index).
pub fn first_rows(folder: &Path) -> (Duration, Duration) {
    let rows = u32::try_from(frame::rows()).map_or(ROWS, |rows| rows.min(ROWS));
    let mut lab = Lab::found(folder);
    let card = lab.intake(somebody(0));
    fill(lab.open.app.conn(), rows);
    let everything = TrailForm::default();
    let page = lab
        .open
        .app
        .read_trail(None, (&everything, None), Lang::Ru)
        .unwrap()
        .into_inner();
    let by = Some(Id([1; 16]));
    let at = Some(Id([202; 16]));
    let asked = [
        ("everything", everything.clone()),
        (
            "one person",
            TrailForm {
                staff: by,
                ..everything.clone()
            },
        ),
        (
            "one person's rare act",
            TrailForm {
                staff: by,
                doing: Some(Doing::Export),
                ..everything.clone()
            },
        ),
        (
            "one act",
            TrailForm {
                doing: Some(Doing::Card),
                ..everything.clone()
            },
        ),
        (
            "one desk",
            TrailForm {
                desk: at,
                ..everything.clone()
            },
        ),
        (
            "a person at a desk",
            TrailForm {
                staff: by,
                desk: at,
                ..everything.clone()
            },
        ),
        (
            "an outcome that nobody has",
            TrailForm {
                outcome: Some(Outcome::Void),
                ..everything.clone()
            },
        ),
        (
            "days long ago",
            TrailForm {
                from: "20.09.2020".into(),
                to: "21.09.2020".into(),
                ..everything.clone()
            },
        ),
        (
            "a patient",
            TrailForm {
                card: Some(card),
                ..everything.clone()
            },
        ),
        (
            "a patient and an act",
            TrailForm {
                card: Some(Id([9; 16])),
                doing: Some(Doing::Card),
                ..everything
            },
        ),
    ];
    let mut worst = Duration::ZERO;
    for (what, form) in asked {
        let times = (0..5).map(|_| {
            let mut ask = || {
                lab.open
                    .app
                    .read_trail(Some(page.handle), (&form, None), Lang::Ru)
            };
            timed(|| ask().unwrap()).1
        });
        let took = median(times.collect());
        println!("  {what:<42} {took:>12.1?}");
        worst = worst.max(took);
    }
    (worst, bare(lab.open.app.conn()))
}

/// Fifty rows of one drawer, by the index alone.
fn bare(conn: &rusqlite::Connection) -> Duration {
    let times = (0..5).map(|_| {
        let ask = || -> Vec<i64> {
            conn.prepare_cached("SELECT hlc FROM x_graph INDEXED BY x_graph_drawer WHERE drawer = 1010 AND drawer > 0 ORDER BY hlc DESC LIMIT 50")
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        timed(|| assert!(!ask().is_empty())).1
    });
    median(times.collect())
}

fn fill(conn: &rusqlite::Connection, rows: u32) {
    let first: Hash = conn
        .query_row(
            "SELECT hash FROM j_entries ORDER BY seq LIMIT 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    conn.execute_batch("BEGIN").unwrap();
    let mut drawers = 1_000;
    for desk in 0..DESKS {
        for staff in 0..STAFF {
            for doing in Doing::ALL.iter().filter(|doing| **doing != Doing::Unknown) {
                let sql = "INSERT INTO x_drawer (id, device, staff, doing, outcome, first, last) VALUES (?1, ?2, ?3, ?4, 1, 0, ?5)";
                let bound = (i64::from(rows) * STEP_MS + BEGAN_MS) << 16;
                let row = (
                    drawers,
                    Id([200 + desk; 16]),
                    Id([staff; 16]),
                    *doing as u8,
                    bound,
                );
                conn.execute(sql, row).unwrap();
                drawers += 1;
            }
        }
    }
    let of_one = i64::from(drawers) - 1_000;
    // Every entry another drawer, in an order that repeats late; hashes ascend, so that filling is quick.
    conn.execute(
        "INSERT INTO x_graph (hash, device, seq, subject, kind, kind_ver, flags, hlc, wall, session, batch_left, ordered, status, drawer) \
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1) \
         SELECT CAST(printf('%032d', n) AS BLOB), d.device, n, CAST(printf('%016d', n % 100000) AS BLOB), 898, 1, 0, \
           (?2 + n * ?3) << 16, ?2 + n * ?3, zeroblob(16), 0, 0, 1, d.id \
         FROM n JOIN x_drawer d ON d.id = 1000 + (n * 7919) % ?4",
        (rows, BEGAN_MS, STEP_MS, of_one),
    )
    .unwrap();
    conn.execute(
        "INSERT INTO j_entries (device, seq, hash, header, signature, received_at) \
         SELECT g.device, g.seq, g.hash, e.header, e.signature, 0 FROM x_graph g JOIN j_entries e ON e.hash = ?1 \
         WHERE g.drawer >= 1000",
        [first],
    )
    .unwrap();
    conn.execute_batch("COMMIT").unwrap();
}
