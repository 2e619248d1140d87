//! The database: SQLCipher opening, pragmas each with its reason, migrations.
//!
//! Called by `app` and by tests; knows tables only through the schema file, never what they mean.
//! One writer. A raw key goes in through the C binding (see [`key`]), never as SQL text.

pub mod key;

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction};
use rusqlite_migration::{M, Migrations};

use crate::error::Code;
use crate::vault::Dek;

crate::codes! {
    /// The file is not the database that the key opens, or pages are damaged.
    DATABASE_DAMAGED = "database-damaged";
    /// The tables are not those that the journal makes; the journal itself is not concerned.
    TABLES_DIFFER = "tables-differ";
    /// The database was written by a newer program.
    DATABASE_NEWER = "database-newer";
    /// No room left on the disk, or the disk cannot be written.
    DISK_FULL = "disk-full";
    /// The data folder cannot be written.
    READ_ONLY = "read-only-folder";
    /// Another program has the data folder open.
    LOCKED_ELSEWHERE = "locked-elsewhere";
    /// Any other fault of the database.
    DATABASE = "database";
}

/// Smallest SQLite that this program trusts (fixes a write-ahead-log fault of earlier versions).
const MIN_SQLITE: i32 = 3_051_003;

/// Why the database would not open or take a statement.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Wrong key or damaged pages.
    #[error("the database is damaged")]
    Damaged,
    /// The tables are not those that the journal makes.
    #[error("the tables differ from the journal")]
    TablesDiffer,
    /// Schema of a newer program.
    #[error("the database belongs to a newer program")]
    Newer,
    /// No room, or a write that the disk refused.
    #[error("the disk is full or refuses to write")]
    DiskFull,
    /// The folder or file cannot be written.
    #[error("the data folder is read-only")]
    ReadOnly,
    /// Somebody else holds it.
    #[error("the data folder is open elsewhere")]
    LockedElsewhere,
    /// Anything else.
    #[error("database: {0}")]
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// The code that words are kept for.
    pub fn code(&self) -> Code {
        match self {
            Self::Damaged => DATABASE_DAMAGED,
            Self::TablesDiffer => TABLES_DIFFER,
            Self::Newer => DATABASE_NEWER,
            Self::DiskFull => DISK_FULL,
            Self::ReadOnly => READ_ONLY,
            Self::LockedElsewhere => LOCKED_ELSEWHERE,
            Self::Sqlite(_) => DATABASE,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as E;
        match error.sqlite_error_code() {
            Some(E::NotADatabase | E::DatabaseCorrupt) => Self::Damaged,
            _ if is_broken_page(&error) => Self::Damaged,
            Some(E::DiskFull | E::SystemIoFailure) => Self::DiskFull,
            Some(E::ReadOnly | E::CannotOpen | E::PermissionDenied) => Self::ReadOnly,
            Some(E::DatabaseBusy | E::DatabaseLocked) => Self::LockedElsewhere,
            _ => Self::Sqlite(error),
        }
    }
}

/// A page without its mark is what the library's pager calls «no memory» and what SQLCipher calls an error in
/// the library's general words; a fault in our SQL has words of its own, and memory does not run out page by page.
fn is_broken_page(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_ERROR, SQLITE_NOMEM};
    match error {
        rusqlite::Error::SqliteFailure(code, words) => match code.extended_code {
            SQLITE_NOMEM => true,
            SQLITE_ERROR => words
                .as_deref()
                .is_none_or(|words| words == "SQL logic error"),
            _ => false,
        },
        _ => false,
    }
}

/// One open database.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
}

/// Pages in the log at which they are moved into the main file, as the library has it, and during an import: 256 MiB.
const LOG_PAGES: i64 = 1_000;
const LONG_LOG_PAGES: i64 = 65_536;
/// Deciphered pages that are held, in KiB; wiped when they are given back.
const CACHE_KIB: i64 = 32 * 1024;
/// The same during an import, whose every card changes a page of each index.
const LONG_CACHE_KIB: i64 = 384 * 1024;

/// What each page is marked with (RFC 2104). Processors of the last ten years have instructions for SHA-256: reading a page
/// takes half the time that it takes with the cipher's own choice, which marks the databases of earlier programs and their
/// copies under another key.
const PAGE_MARK: &str = "HMAC_SHA256";
const OLD_PAGE_MARK: &str = "HMAC_SHA512";

impl Store {
    /// Opens or creates the encrypted file.
    pub fn open(path: &Path, dek: &Dek) -> Result<Self, StoreError> {
        let conn = match keyed(path, dek, PAGE_MARK) {
            // Nothing in the file tells by what its pages are marked, and a page without its mark is all that shows.
            Err(StoreError::Damaged) => keyed(path, dek, OLD_PAGE_MARK)?,
            conn => conn?,
        };
        Self::ready(conn)
    }

    /// A file that is thrown away after it was looked into: encrypted like every other, and not worth a sync.
    pub fn scratch(path: &Path, dek: &Dek) -> Result<Self, StoreError> {
        let store = Self::open(path, dek)?;
        store.conn.pragma_update(None, "synchronous", "OFF")?;
        Ok(store)
    }

    /// Before and after many large transactions that follow each other. While they do, more pages are held, and they are
    /// moved from the log into the main file seldom: the next one changes most of them again. What is committed is as
    /// safe in the log. Whoever breaks off leaves it so until the database is closed.
    ///
    /// # Errors
    /// [`StoreError`] of a database that cannot be asked.
    pub fn at_length(&self, begins: bool) -> Result<(), StoreError> {
        let (log, held) = match begins {
            true => (LONG_LOG_PAGES, LONG_CACHE_KIB),
            false => (LOG_PAGES, CACHE_KIB),
        };
        self.conn.pragma_update(None, "wal_autocheckpoint", log)?;
        self.conn.pragma_update(None, "cache_size", -held)?;
        match begins {
            true => Ok(()),
            false => self.checkpoint(),
        }
    }

    /// Bytes of the main file; what the log still holds is not counted.
    pub fn bytes(&self) -> Result<u64, StoreError> {
        // The library's own question for a page's size is answered by the cipher, in words.
        const PAGE: u64 = 4096;
        let pages: u32 = (self.conn).pragma_query_value(None, "page_count", |row| row.get(0))?;
        Ok(u64::from(pages) * PAGE)
    }

    /// An unencrypted database in memory: several desks in one test.
    pub fn memory() -> Result<Self, StoreError> {
        Self::ready(Connection::open_in_memory()?)
    }

    fn ready(mut conn: Connection) -> Result<Self, StoreError> {
        // A committed entry survives a power cut.
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        // On macOS fsync alone stays in the drive's cache.
        conn.pragma_update(None, "fullfsync", "ON")?;
        conn.pragma_update(None, "foreign_keys", "ON")?;
        // Functions and views inside a hostile file must not run.
        conn.pragma_update(None, "trusted_schema", "OFF")?;
        // Damage inside a page is an error, not a wrong answer.
        conn.pragma_update(None, "cell_size_check", "ON")?;
        // Erased bodies are overwritten.
        conn.pragma_update(None, "secure_delete", "ON")?;
        // Sorting never spills personal data to a temporary file.
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        // Decrypted pages are never mapped from a file.
        conn.pragma_update(None, "mmap_size", 0)?;
        conn.pragma_update(None, "journal_size_limit", 16 * 1024 * 1024)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        conn.set_prepared_statement_cache_capacity(256);
        // A plan does not depend on what is bound: otherwise every bound LIMIT has its statement prepared anew.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // A page that is not here is deciphered anew; a base of a hundred thousand cards has forty thousand of them.
        conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
        // The lock on the data folder keeps others out; waiting would only hide a fault.
        conn.busy_timeout(std::time::Duration::from_millis(200))?;
        migrate(&mut conn)?;
        Ok(Self { conn })
    }

    /// For reading.
    pub fn conn(&self) -> &Connection {
        &self.conn
    }

    /// For many questions that follow each other: outside of a transaction each takes and gives back the locks of the file,
    /// which costs more than most answers.
    pub fn reading(&self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.conn.unchecked_transaction()?)
    }

    /// For one write transaction; `app` is the only caller.
    pub fn conn_mut(&mut self) -> &mut Connection {
        &mut self.conn
    }

    /// Moves every committed page into the main file and empties the log.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Reads every page: each must bear the mark that the key gives it, and the trees must hang together.
    ///
    /// The library reads the main file past the write-ahead log, so what is committed is moved there first: a
    /// page that a full disk cut off while it was moved stands whole in the log.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] at the first page that does not; what a full disk says.
    pub fn examine(&self) -> Result<(), StoreError> {
        self.examined_by("PRAGMA integrity_check(1)")
    }

    /// The same, without looking every row of an index up in its table, which costs many times as much: what a copy
    /// needs that was made page by page.
    ///
    /// # Errors
    /// As [`Store::examine`].
    pub fn examine_copy(&self) -> Result<(), StoreError> {
        self.examined_by("PRAGMA quick_check(1)")
    }

    fn examined_by(&self, trees: &str) -> Result<(), StoreError> {
        self.checkpoint()?;
        let ask = |sql| {
            let answer = self.conn.query_row(sql, [], |row| row.get::<_, String>(0));
            answer.optional().map_err(|error| match error.into() {
                // A question about damage that cannot be answered is answered.
                StoreError::Sqlite(_) => StoreError::Damaged,
                told => told,
            })
        };
        let broken = ask("PRAGMA cipher_integrity_check")?;
        let trees = ask(trees)?;
        if broken.is_none() && trees.as_deref() == Some("ok") {
            Ok(())
        } else {
            Err(StoreError::Damaged)
        }
    }

    /// Copies every committed page into a new file under another key and salt; when this returns, the file is
    /// synced. What this database's log still holds is copied with the rest.
    ///
    /// The library's own copy is used and no `ATTACH`: the pages are the same to the last byte (versions, triggers,
    /// the search index), no table is read by its meaning, and neither key stands in an SQL text.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and the like; the caller removes what was begun.
    pub fn copy_to(&self, path: &Path, dek: &Dek) -> Result<(), StoreError> {
        // Page by page: what the mark leaves of a page must be the same in both.
        let mark: String =
            (self.conn).pragma_query_value(None, "cipher_hmac_algorithm", |row| row.get(0))?;
        let mut copy = keyed(path, dek, &mark)?;
        copy.pragma_update(None, "synchronous", "FULL")?;
        copy.pragma_update(None, "fullfsync", "ON")?;
        match Backup::new(&self.conn, &mut copy)?.step(-1)? {
            StepResult::Done => Ok(()),
            _ => Err(StoreError::LockedElsewhere),
        }
    }

    /// Whether the other database holds what this one holds: the same versions and schema, in every table as many
    /// rows. Whether its pages are readable is [`Store::examine`]'s question.
    pub fn matches(&self, other: &Self) -> Result<bool, StoreError> {
        Ok(outline(&self.conn)? == outline(&other.conn)?)
    }
}

/// A connection with its key, and nothing else decided.
fn keyed(path: &Path, dek: &Dek, mark: &str) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    private_file(path);
    let conn = Connection::open_with_flags(path, flags)?;
    key::apply_key(&conn, dek)?;
    conn.pragma_update(None, "cipher_hmac_algorithm", mark)?;
    let cipher: Option<String> = conn
        .pragma_query_value(None, "cipher_version", |row| row.get(0))
        .ok();
    if cipher.is_none_or(|version| version.is_empty()) || rusqlite::version_number() < MIN_SQLITE {
        return Err(StoreError::Damaged);
    }
    // Pages with keys and patients are wiped before memory is given back.
    conn.pragma_update(None, "cipher_memory_security", "ON")?;
    // The library would print page errors to the terminal.
    conn.pragma_update(None, "cipher_log_level", "NONE")?;
    // Touching the file here tells a wrong key or damage apart from everything later.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(conn)
}

/// Versions, schema, and how many rows each table has.
fn outline(conn: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let mut outline = Vec::new();
    for version in ["user_version", "application_id", "encoding"] {
        let told: rusqlite::types::Value =
            conn.pragma_query_value(None, version, |row| row.get(0))?;
        outline.push((format!("{version} {told:?}"), 0));
    }
    let mut rows =
        conn.prepare("SELECT type, name, sql, rootpage FROM sqlite_schema ORDER BY name")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, name): (String, String) = (row.get("type")?, row.get("name")?);
        let sql: Option<String> = row.get("sql")?;
        // A virtual table has no pages of its own; those behind it are counted.
        let count = match kind == "table" && row.get::<_, i64>("rootpage")? > 0 {
            true => {
                let sql = format!("SELECT count(*) FROM \"{name}\"");
                conn.query_row(&sql, [], |row| row.get(0))?
            }
            false => 0,
        };
        outline.push((format!("{kind} {name} {sql:?}"), count));
    }
    Ok(outline)
}

/// Makes the file before the library would, for its owner alone; the log beside it inherits the mode. What
/// cannot be made here cannot be opened below, which says why.
fn private_file(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}

/// Number of the schema that this program makes.
pub fn schema() -> u16 {
    u16::try_from(STEPS.len()).unwrap_or(u16::MAX)
}

/// One after the other they make the schema; a step that was published never changes.
const STEPS: [&str; 27] = [
    include_str!("schema.sql"),
    include_str!("schema-2-people.sql"),
    include_str!("schema-3-keys.sql"),
    include_str!("schema-4-relations.sql"),
    include_str!("schema-5-reading.sql"),
    include_str!("schema-6-expected.sql"),
    include_str!("schema-7-person.sql"),
    include_str!("schema-8-search.sql"),
    include_str!("schema-9-trail.sql"),
    include_str!("schema-10-backup.sql"),
    include_str!("schema-11-index.sql"),
    include_str!("schema-12-today.sql"),
    include_str!("schema-13-import.sql"),
    include_str!("schema-14-plain.sql"),
    include_str!("schema-15-services.sql"),
    include_str!("schema-16-orders.sql"),
    include_str!("schema-17-printing.sql"),
    include_str!("schema-18-papers.sql"),
    include_str!("schema-19-paper.sql"),
    include_str!("schema-20-exchange.sql"),
    include_str!("schema-21-questions.sql"),
    include_str!("schema-22-store.sql"),
    include_str!("schema-23-introduced.sql"),
    include_str!("schema-24-slimmer.sql"),
    include_str!("schema-25-notices.sql"),
    include_str!("schema-26-drop.sql"),
    include_str!("schema-27-otp.sql"),
];

fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let migrations = Migrations::new(STEPS.map(M::up).to_vec());
    migrations.to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::MigrationDefinition(
            rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
        ) => StoreError::Newer,
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => {
            tracing::error!(%other, "migration failed");
            StoreError::Damaged
        }
    })
}

#[cfg(test)]
mod tests;
