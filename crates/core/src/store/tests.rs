#![allow(clippy::unwrap_used)]
use super::*;

#[cfg(unix)]
#[test]
fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let dek = Dek::generate(&mut crate::id::SystemEntropy);
    let store = Store::open(&path, &dek).unwrap();
    for name in ["desk.db", "desk.db-wal"] {
        let mode = folder.path().join(name).metadata().unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{name}");
    }
    drop(store);
    assert!(Store::open(&path, &dek).is_ok(), "and open again");
}

#[test]
fn the_database_answers_that_it_is_opened_as_specified() {
    let folder = tempfile::tempdir().unwrap();
    let dek = Dek::generate(&mut crate::id::SystemEntropy);
    let store = Store::open(&folder.path().join("desk.db"), &dek).unwrap();
    let conn = store.conn();
    for (pragma, wanted) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("mmap_size", "0"),
        ("journal_size_limit", "16777216"),
        ("busy_timeout", "200"),
        ("cipher_memory_security", "1"),
        ("cipher_log_level", "NONE"),
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA256"),
    ] {
        let told: rusqlite::types::Value = conn
            .pragma_query_value(None, pragma, |row| row.get(0))
            .unwrap_or_else(|error| panic!("{pragma}: {error}"));
        let told = match told {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(word) => word,
            other => panic!("{pragma}: {other:?}"),
        };
        assert_eq!(told, wanted, "{pragma}");
    }
    assert!(conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
    assert_eq!(conn.limit(Limit::SQLITE_LIMIT_ATTACHED).unwrap(), 0);
}

#[test]
fn the_journal_tables_refuse_change() {
    let store = Store::memory().unwrap();
    let insert =
        "INSERT INTO j_entries VALUES (zeroblob(16), 0, zeroblob(32), x'00', zeroblob(64), 0)";
    store.conn().execute(insert, []).unwrap();
    store
        .conn()
        .execute("INSERT INTO j_bodies VALUES (zeroblob(32), x'01')", [])
        .unwrap();
    for change in [
        "UPDATE j_entries SET header = x'01'",
        "DELETE FROM j_entries",
        "UPDATE j_bodies SET body = x'02'",
        "DELETE FROM j_bodies",
    ] {
        assert!(store.conn().execute(change, []).is_err(), "{change}");
    }
    store
        .conn()
        .execute("INSERT INTO j_erasing VALUES (zeroblob(32))", [])
        .unwrap();
    assert_eq!(
        store.conn().execute("DELETE FROM j_bodies", []).unwrap(),
        1,
        "an act of destruction may"
    );
}

#[test]
fn a_copy_has_every_page_under_the_new_key_and_none_under_the_old() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (old, new) = (
        Dek::generate(&mut crate::id::SystemEntropy),
        Dek::generate(&mut crate::id::SystemEntropy),
    );
    let store = Store::open(&path("old.db"), &old).unwrap();
    let fill = "INSERT INTO x_find (rowid, names, born) VALUES (1, 'ахметова айгерім', '1985')";
    store.conn().execute(fill, []).unwrap();
    let mark = "PRAGMA application_id = 7; DELETE FROM l_fold; INSERT INTO l_fold VALUES (1, 3)";
    store.conn().execute_batch(mark).unwrap();
    // Not moved into the main file yet: the log counts too.
    store.copy_to(&path("new.db"), &new).unwrap();
    let copy = Store::open(&path("new.db"), &new).unwrap();
    copy.examine().unwrap();
    copy.examine_copy().unwrap();
    assert!(store.matches(&copy).unwrap());
    let found: i64 = copy
        .conn()
        .query_row(
            "SELECT rowid FROM x_find WHERE x_find MATCH 'айгер*'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(found, 1, "the index answers in the copy");
    let triggers = "DELETE FROM j_entries";
    copy.conn()
        .execute(
            "INSERT INTO j_entries VALUES (zeroblob(16), 0, zeroblob(32), x'00', zeroblob(64), 0)",
            [],
        )
        .unwrap();
    assert!(
        copy.conn().execute(triggers, []).is_err(),
        "triggers came along"
    );
    assert!(
        !store.matches(&copy).unwrap(),
        "a row more is another database"
    );
    drop(copy);
    for (name, wrong) in [("new.db", &old), ("old.db", &new)] {
        let refused = Store::open(&path(name), wrong);
        assert!(matches!(refused, Err(StoreError::Damaged)), "{name}");
    }
    let bytes = |name: &str| std::fs::read(path(name)).unwrap();
    store.checkpoint().unwrap();
    assert_ne!(
        bytes("old.db")[..16],
        bytes("new.db")[..16],
        "another salt too"
    );
    let same = bytes("old.db")
        .chunks(4096)
        .any(|page| bytes("new.db").chunks(4096).any(|other| page == other));
    assert!(!same, "no page stands in both as it is");
}

/// Databases of programs before this one's choice of the mark.
#[test]
fn a_database_of_an_earlier_program_opens_and_keeps_its_mark_under_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let key = || Dek::generate(&mut crate::id::SystemEntropy);
    let (old, new) = (key(), key());
    let earlier = keyed(&path("old.db"), &old, OLD_PAGE_MARK).unwrap();
    let earlier = Store::ready(earlier).unwrap();
    let mark = "DELETE FROM l_fold; INSERT INTO l_fold VALUES (1, 3)";
    earlier.conn().execute_batch(mark).unwrap();
    drop(earlier);
    let store = Store::open(&path("old.db"), &old).unwrap();
    store.copy_to(&path("new.db"), &new).unwrap();
    let copy = Store::open(&path("new.db"), &new).unwrap();
    copy.examine().unwrap();
    assert!(store.matches(&copy).unwrap());
    for store in [store, copy] {
        let mark: String = (store.conn())
            .pragma_query_value(None, "cipher_hmac_algorithm", |row| row.get(0))
            .unwrap();
        assert_eq!(mark, OLD_PAGE_MARK);
    }
}

/// The power went while an earlier program had it open: what it wrote last lies in the log.
#[test]
fn what_an_earlier_program_left_in_its_log_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let dek = Dek::generate(&mut crate::id::SystemEntropy);
    let earlier = Store::ready(keyed(&path("old.db"), &dek, OLD_PAGE_MARK).unwrap()).unwrap();
    let last = "DELETE FROM l_fold; INSERT INTO l_fold VALUES (1, 77)";
    earlier.conn().execute_batch(last).unwrap();
    assert!(path("old.db-wal").metadata().unwrap().len() > 4096);
    for name in ["old.db", "old.db-wal"] {
        std::fs::copy(path(name), path(&name.replace("old", "left"))).unwrap();
    }
    for _ in 0..2 {
        let store = Store::open(&path("left.db"), &dek).unwrap();
        store.examine().unwrap();
        let fold: i64 = (store.conn())
            .query_row("SELECT version FROM l_fold", [], |row| row.get(0))
            .unwrap();
        assert_eq!(fold, 77);
    }
}

#[test]
fn a_newer_schema_is_refused_by_name() {
    let mut store = Store::memory().unwrap();
    store
        .conn()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(migrate(store.conn_mut()), Err(StoreError::Newer)));
}
