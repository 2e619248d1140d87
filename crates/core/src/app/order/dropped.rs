//! Ready orders out of this desk's folder: which folder it is, and the marks that the desk sets by itself.
//!
//! A file is known by the SHA-256 of what stands in it. How far it is stands and falls with the marks of each stretch, so that
//! a file goes on where the power went, counts every row once, and does nothing when it comes a second time.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use super::ready::guessed;
use crate::app::App;
use crate::app::found::setting_subject;
use crate::app::session::By;
use crate::command::ReadyForm;
use crate::decide::Here;
use crate::decide::order::ready::{Seen, Stretch, named, stretch};
use crate::domain::backup;
use crate::domain::order::columns;
use crate::domain::rights::Action;
use crate::error::{Code, Error, Refusal};
use crate::id::{Hash, SubjectId};
use crate::journal::log::signed;
use crate::query::day_begins;
use crate::query::order::dropped;
use crate::table::Table;
use crate::time::Wall;
use crate::view::{FolderFileView, FolderView, ReadyFileView, RowCount, row_no};
use crate::words::dates;

const FOLDER: &str = "ready_folder";
/// Rows of a stretch: whoever works waits for no longer than that takes.
const STRETCH: usize = 64;
/// Files at which a person is asked to look, at most.
const SHOWN: usize = 20;
/// Files are remembered for so long: more than a year, and nobody keeps a list of ready orders longer than that.
const REMEMBER_MS: u64 = 400 * 24 * 3_600_000;

/// A file that the desk marks, between two stretches.
#[derive(Debug)]
pub struct Marking {
    file: Hash,
    form: ReadyForm,
    table: Table,
    seen: Seen,
}

/// Whether a file is to be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is: new, or begun.
    Due,
    /// It came to its end.
    Known,
    /// Not for now: the desk writes nothing by itself.
    Waits,
}

/// What lies in the folder, as far as a screen asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lying {
    /// Why nothing can be taken from it.
    pub trouble: Option<Code>,
    /// Files by the SHA-256 of what stands in them, with their names.
    pub files: BTreeMap<Hash, String>,
    /// Files that could not be read, by where they lie, with their names.
    pub unread: BTreeMap<Hash, String>,
}

impl App {
    /// Path of the folder from which this desk marks orders; none where it marks none by itself.
    pub fn ready_folder(&self) -> Result<Option<String>, Error> {
        let set = self.setting_of(self.ready_folder_subject(), FOLDER)?;
        Ok(set.filter(|path| !path.is_empty()))
    }

    /// Says where lists of ready orders are put; nothing typed ends it. It is an entry: who let the desk mark by itself.
    ///
    /// # Errors
    /// `backup-folder` for what is no whole path of a folder; `not-allowed`.
    pub fn set_ready_folder(&mut self, typed: &str) -> Result<(), Error> {
        self.allowed(Action::ChangeSettings)?;
        let folder = match typed.trim() {
            "" => String::new(),
            path => backup::folder("folder", path)?,
        };
        if self.ready_folder()?.unwrap_or_default() == folder {
            return Ok(());
        }
        self.set_at(self.ready_folder_subject(), FOLDER, &folder)
    }

    /// A folder belongs to the desk that sees it; another desk, and a restored one, have their own.
    fn ready_folder_subject(&self) -> SubjectId {
        setting_subject(self.org, &format!("ready/{}", self.device))
    }

    /// Whether a file is to be marked now.
    pub fn dropped_stands(&self, file: Hash) -> Result<Stands, Error> {
        if let Some(known) = dropped::of(self.conn(), file)?
            && known.next.is_none()
        {
            return Ok(Stands::Known);
        }
        let waits = self.is_stopped()? || self.clock_behind()?.is_some();
        Ok(if waits { Stands::Waits } else { Stands::Due })
    }

    /// Begins a file, or goes on with one. None where its column is not found: it is a person's then.
    pub fn dropped_begins(&mut self, file: Hash, table: Table) -> Result<Option<Marking>, Error> {
        let form = guessed(&table);
        if let Err(no) = columns::of(&form.columns) {
            self.dropped_fault(file, &no)?;
            return Ok(None);
        }
        let now = self.clock.now_ms();
        let conn = self.store.conn();
        conn.execute(
            "DELETE FROM l_drop WHERE at < ?1",
            [signed(now.saturating_sub(REMEMBER_MS))],
        )?;
        conn.execute(
            "INSERT OR IGNORE INTO l_drop (hash, at, next) VALUES (?1, ?2, 0)",
            params![file, signed(now)],
        )?;
        let next = dropped::of(conn, file)?.and_then(|known| known.next);
        let rows = table.people(form.has_header);
        let seen = named(&form, &rows[..place(next, rows.len())])?;
        Ok(Some(Marking {
            file,
            form,
            table,
            seen,
        }))
    }

    /// Marks a stretch: one transaction, with how far the file is. The cards that it touched; none at the end of the file.
    pub fn dropped_marks(
        &mut self,
        marking: &mut Marking,
    ) -> Result<Option<Vec<SubjectId>>, Error> {
        let known = dropped::of(self.conn(), marking.file)?;
        let Some(begin) = known.and_then(|known| known.next) else {
            return Ok(None);
        };
        let rows = marking.table.people(marking.form.has_header);
        let (begin, all) = (place(Some(begin), rows.len()), rows.len());
        let due = &rows[begin..begin.saturating_add(STRETCH).min(all)];
        let here = Here {
            device: self.device,
            now: self.now(),
        };
        let (file, form, seen) = (marking.file, &marking.form, &mut marking.seen);
        let (_, written) = self.transact_all(
            &By::Desk,
            |tx, _, _| {
                let mut of = stretch(tx, here, form, (seen, due))?;
                let commits = std::mem::take(&mut of.commits);
                Ok((of, commits))
            },
            |tx, of, _| keep(tx, file, of, (begin, all), here.now),
        )?;
        // The marks are committed; the desk's own note is made up at the next sign-in.
        drop(self.checkpoint_if_due());
        let cards = written.into_iter().flat_map(|one| one.touched.subjects);
        Ok(Some(cards.collect()))
    }

    /// Remembers what stands against a file as a whole.
    pub fn dropped_fault(&mut self, file: Hash, no: &Refusal) -> Result<(), Error> {
        self.store.conn().execute(
            "INSERT INTO l_drop (hash, at, fault) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = ?2, next = NULL, fault = ?3",
            params![file, signed(self.clock.now_ms()), no.code.0],
        )?;
        Ok(())
    }

    /// A person looks at a file that lies in the folder. Nobody is asked to once the rows with which something is wrong were seen; of
    /// a file that the desk did not understand, once it was marked.
    pub fn open_dropped(&mut self, file: Hash, table: Table) -> Result<ReadyFileView, Error> {
        let view = self.open_ready_of(table, Some(file))?;
        if dropped::of(self.conn(), file)?.is_some_and(|known| known.fault.is_none()) {
            looked_at(self.conn(), file)?;
        }
        Ok(view)
    }

    /// What came out of the folder today, and at which files a person should look. Level 0.
    pub fn ready_folder_view(&self, lying: &Lying) -> Result<FolderView, Error> {
        self.allowed(Action::MarkReady)?;
        let (conn, today) = (self.conn(), self.now().date());
        let day = dropped::since(conn, day_begins(today))?;
        let known = lying.files.keys().copied().collect();
        let at = |ms| match Wall::almaty(ms) {
            wall if wall.date() == today => dates::time(wall),
            wall => dates::moment(wall),
        };
        let count = |rows: u32| RowCount::of(usize::try_from(rows).unwrap_or(usize::MAX));
        let unread = lying.unread.iter().map(|(file, name)| FolderFileView {
            file: *file,
            name: name.clone(),
            at: String::new(),
            marked: count(0),
            refused: count(0),
            understood: false,
        });
        let mut files: Vec<FolderFileView> = unread.take(SHOWN).collect();
        for one in dropped::to_look_at(conn, &known, SHOWN)? {
            files.push(FolderFileView {
                file: one.file,
                name: lying.files.get(&one.file).cloned().unwrap_or_default(),
                at: at(one.at_ms),
                marked: count(one.marked),
                refused: count(one.refused),
                understood: one.fault.is_none(),
            });
        }
        let is_set = self.ready_folder()?.is_some();
        Ok(FolderView {
            is_set,
            trouble: (lying.trouble)
                .filter(|_| is_set)
                .map(|code| code.0.to_owned()),
            marked: count(day.marked),
            already: count(day.already),
            refused: count(day.refused),
            at: day.last_ms.map(at).unwrap_or_default(),
            files,
        })
    }
}

/// Nobody is asked to look at it any more.
pub(super) fn looked_at(conn: &Connection, file: Hash) -> Result<(), Error> {
    conn.execute("UPDATE l_drop SET looked = 1 WHERE hash = ?1", [file])?;
    Ok(())
}

/// A row of the file within its bounds.
fn place(next: Option<u32>, rows: usize) -> usize {
    let next = next.and_then(|next| usize::try_from(next).ok());
    next.unwrap_or(0).min(rows)
}

/// How far a file is, in the transaction of its marks.
fn keep(
    tx: &Transaction<'_>,
    file: Hash,
    of: &Stretch,
    (begin, all): (usize, usize),
    now: Wall,
) -> Result<(), Error> {
    let next = begin + of.rows;
    tx.execute(
        "UPDATE l_drop SET at = ?2, next = ?3, marked = marked + ?4, already = already + ?5, refused = refused + ?6 \
         WHERE hash = ?1",
        params![
            file,
            signed(now.ms),
            (next < all).then(|| row_no(next)),
            of.marked,
            of.already,
            of.refused
        ],
    )?;
    Ok(())
}
