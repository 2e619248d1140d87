//! One intake against a bare SQLCipher transaction of the rows it left, and one 64-byte fdatasync.
//!
//! After each intake the rows that are new are written once more into a second, equally opened
//! database. What the intake changed in place or deleted is not repeated: the raw limit is a little
//! too good, never too bad.

use std::collections::HashSet;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};
use tirkeu_core::id::SystemEntropy;
use tirkeu_core::store::Store;
use tirkeu_core::vault::Dek;

use crate::frame::timed;
use crate::lab::{Lab, somebody};

const ROUNDS: u32 = 200;

type Row = (usize, Vec<String>, Vec<Value>);

/// (ours, raw), one sample a round.
pub fn measure(folder: &Path) -> (Vec<Duration>, Vec<Duration>) {
    let mut lab = Lab::found(&folder.join("desk"));
    let dek = Dek::generate(&mut SystemEntropy);
    let mut bare = Store::open(&folder.join("bare.db"), &dek).unwrap();
    let anchor = File::create(folder.join("bare.anchor")).unwrap();
    anchor.write_all_at(&[0; 8192], 0).unwrap();
    anchor.sync_all().unwrap();

    let tables = tables(lab.open.app.conn());
    let mut known: HashSet<String> = rows(lab.open.app.conn(), &tables)
        .into_iter()
        .map(|row| row.0)
        .collect();
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (_, time) = timed(|| lab.intake(somebody(round)));
        ours.push(time);
        let new: Vec<Row> = rows(lab.open.app.conn(), &tables)
            .into_iter()
            .filter_map(|(key, row)| known.insert(key).then_some(row))
            .collect();
        assert!(new.len() > 10, "an intake leaves rows");
        let statements: Vec<String> = new
            .iter()
            .map(|(table, columns, _)| insert(&tables[*table], columns))
            .collect();
        // Once for nothing, so that the raw limit does not pay for caches that the search for new rows
        // made cold.
        write(&bare.conn_mut().transaction().unwrap(), &statements, &new);
        let (_, time) = timed(|| {
            let tx = bare.conn_mut().transaction().unwrap();
            write(&tx, &statements, &new);
            tx.commit().unwrap();
            anchor.write_all_at(&[7; 64], 0).unwrap();
            anchor.sync_data().unwrap();
        });
        raw.push(time);
    }
    (ours, raw)
}

fn write(tx: &Transaction<'_>, statements: &[String], rows: &[Row]) {
    for (sql, (_, _, values)) in statements.iter().zip(rows) {
        tx.prepare_cached(sql)
            .unwrap()
            .execute(params_from_iter(values))
            .unwrap();
    }
}

/// The tables that hold rows of ours; those behind the search index are written by it.
fn tables(conn: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'x!_find!_%' ESCAPE '!' \
               AND name NOT LIKE 'x!_number!_%' ESCAPE '!' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name <> 'j_entries', name";
    let mut statement = conn.prepare(sql).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

fn rows(conn: &Connection, tables: &[String]) -> Vec<(String, Row)> {
    let mut all = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        // A search row is found again by its number only.
        let rowid = if ["x_find", "x_number"].contains(&table.as_str()) {
            "rowid, "
        } else {
            ""
        };
        let mut statement = conn
            .prepare(&format!("SELECT {rowid}* FROM {table}"))
            .unwrap();
        let columns: Vec<String> = statement
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<Value> = (0..columns.len()).map(|n| row.get(n).unwrap()).collect();
            all.push((format!("{at}{values:?}"), (at, columns.clone(), values)));
        }
    }
    all
}

fn insert(table: &str, columns: &[String]) -> String {
    let marks = vec!["?"; columns.len()].join(", ");
    // The virtual table knows no REPLACE.
    let verb = if ["x_find", "x_number"].contains(&table) {
        "INSERT"
    } else {
        "INSERT OR REPLACE"
    };
    format!(
        "{verb} INTO {table} ({}) VALUES ({marks})",
        columns.join(", ")
    )
}
