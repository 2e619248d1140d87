//! A laboratory's old list, from the bytes of its CSV to cards, as the window brings it in: read, looked through, written
//! by stretches. Beside it what cannot be avoided: the same entries signed and put into a bare table by as many
//! transactions.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use ed25519_dalek::{Signer, SigningKey};
use rusqlite::params;
use sha2::{Digest, Sha256};
use tirkeu_core::app::{MAX_COMMIT, MAX_COMMITS};
use tirkeu_core::command::LegacyForm;
use tirkeu_core::event::kinds;
use tirkeu_core::id::SystemEntropy;
use tirkeu_core::store::Store;
use tirkeu_core::table;
use tirkeu_core::vault::Dek;

use crate::frame::timed;
use crate::lab::{Lab, somebody};

pub struct Measured {
    /// Until the last card is there.
    pub ours: Duration,
    /// Of that, until every row was looked through.
    pub judged: Duration,
    pub raw: Duration,
}

pub fn measure(folder: &Path, rows: u32) -> Measured {
    let mut lab = Lab::found(folder);
    let text = list(rows);
    let app = &mut lab.open.app;
    let ((handle, form, good), judged) = timed(|| {
        let table = table::read(text.as_bytes(), table::REGISTER).unwrap();
        let view = app.open_legacy(table).unwrap();
        let form = LegacyForm {
            source: "Журнал".to_owned(),
            as_of: "31.12.2025".to_owned(),
            language: "kk".to_owned(),
            ..view.form
        };
        loop {
            let view = app.check_legacy(view.handle, &form).unwrap();
            if view.judged.count == view.rows.count {
                return (view.handle, form, view.good.count);
            }
        }
    });
    let (taken, written) = timed(|| {
        let (mut from, mut taken) = (Some(0), 0);
        while let Some(at) = from {
            let done = app.import_legacy(handle, &form, at).unwrap();
            taken += done.taken;
            from = done.next;
        }
        taken
    });
    assert_eq!(taken, good, "every row in order is a card");
    assert!(taken > rows * 9 / 10, "the list is one of people: {taken}");
    Measured {
        ours: judged + written,
        judged,
        raw: bare(folder, &entries(app.conn(), kinds::PATIENT_IMPORTED)),
    }
}

/// Half of the rows have an ИИН, as an old list has.
fn list(rows: u32) -> String {
    let mut text = String::from("Фамилия;Имя;Отчество;ИИН;Дата рождения;Пол;Телефон\n");
    for number in 0..rows {
        let one = somebody(number);
        let iin = if number % 2 == 0 {
            one.iin.as_str()
        } else {
            ""
        };
        let (surname, name, born, phone) = (one.surname, one.name, one.birth_date, one.phone);
        let _ = writeln!(text, "{surname};{name};Болатқызы;{iin};{born};ж;{phone}");
    }
    text
}

/// Header and body of every entry of a kind.
pub fn entries(conn: &rusqlite::Connection, kind: u16) -> Vec<(Vec<u8>, Vec<u8>)> {
    let sql = "SELECT e.header, b.body FROM x_graph g JOIN j_entries e ON e.hash = g.hash \
               JOIN j_bodies b ON b.entry = g.hash WHERE g.kind = ?1";
    let mut rows = conn.prepare(sql).unwrap();
    let rows = rows.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

/// The same signed and put into a bare table by as many transactions.
pub fn bare(folder: &Path, entries: &[(Vec<u8>, Vec<u8>)]) -> Duration {
    let dek = Dek::generate(&mut SystemEntropy);
    let mut store = Store::open(&folder.join("bare.db"), &dek).unwrap();
    let conn = store.conn_mut();
    conn.execute_batch(
        "CREATE TABLE bare (hash BLOB PRIMARY KEY, header BLOB, signature BLOB, body BLOB) STRICT",
    )
    .unwrap();
    let key = SigningKey::from_bytes(&[7; 32]);
    let ((), raw) = timed(|| {
        for stretch in entries.chunks(MAX_COMMIT * MAX_COMMITS) {
            let tx = conn.transaction().unwrap();
            for (header, body) in stretch {
                let hash: [u8; 32] = Sha256::digest(header).into();
                let signature = key.sign(&hash).to_bytes();
                tx.prepare_cached("INSERT INTO bare VALUES (?1, ?2, ?3, ?4)")
                    .unwrap()
                    .execute(params![hash, header, signature, body])
                    .unwrap();
            }
            tx.commit().unwrap();
        }
    });
    raw
}
