//! A file of ready marks: opened, looked through, marked stretch by stretch, and a file of the rows that marked nothing.
//!
//! The file lives in memory, behind a handle that goes with the curtain. A stretch is one transaction of up to sixteen
//! commits; a kill leaves whole stretches, and the same file again finds the rest, because what is ready already is
//! counted and passed over.

use super::dropped::looked_at;
use crate::app::disclose::Released;
use crate::app::left_out::LeftOut;
use crate::app::session::By;
use crate::app::{App, Handle, MAX_COMMIT, MAX_COMMITS};
use crate::command::ReadyForm;
use crate::decide::order::ready::{Judged, Outcome, Seen, Stretch, judge, mark};
use crate::domain::columns::{Column as _, guess};
use crate::domain::order::columns::{self, Column};
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{action, document};
use crate::id::{Hash, Id};
use crate::table::{Cell, Table};
use crate::view::{BadRow, Problem, ReadyDone, ReadyFileView, RowCount, row_no};
use crate::words::{Lang, refusal};

/// Rows of a page.
const PAGE: usize = 50;
/// Rows that one transaction looks at, at most: it ends earlier where the messages that go with the marks fill it.
const STRETCH: usize = MAX_COMMIT * MAX_COMMITS;

impl App {
    /// Keeps a file of ready marks in memory until it is marked or the curtain falls. An earlier one goes.
    pub fn open_ready(&mut self, table: Table) -> Result<ReadyFileView, Error> {
        self.open_ready_of(table, None)
    }

    /// The same of a file that lies in the folder, by the hash of what stands in it.
    pub(super) fn open_ready_of(
        &mut self,
        table: Table,
        file: Option<Hash>,
    ) -> Result<ReadyFileView, Error> {
        self.allowed(Action::MarkReady)?;
        let form = guessed(&table);
        self.handles
            .retain(|_, handle| !matches!(handle, Handle::Ready(..)));
        let handle = self.entropy.id();
        self.handles.insert(handle, Handle::Ready(table, file));
        self.check_ready(handle, &form, 0)
    }

    /// What a file would come to; `from` turns the page of the rows that mark nothing.
    ///
    /// # Errors
    /// `not-found`.
    pub fn check_ready(
        &self,
        handle: Id,
        form: &ReadyForm,
        from: u32,
    ) -> Result<ReadyFileView, Error> {
        self.allowed(Action::MarkReady)?;
        let table = self.ready_table(handle)?;
        let rows = table.people(form.has_header);
        let (judged, problems) = match judge(self.conn(), form, &mut Seen::new(), rows) {
            Ok(judged) => (judged, Vec::new()),
            Err(Error::Refused(no)) => (Vec::new(), no),
            Err(error) => return Err(error),
        };
        let of = |wanted: fn(&Outcome) -> bool| {
            let all = judged.iter();
            RowCount::of(all.filter(|row| wanted(&row.outcome)).count())
        };
        let bad: Vec<&Judged> = (judged.iter())
            .filter(|row| matches!(row.outcome, Outcome::Bad(_)))
            .collect();
        let from = usize::try_from(from).unwrap_or(0).min(bad.len()) / PAGE * PAGE;
        Ok(ReadyFileView {
            handle,
            columns: table.columns(),
            problems: problems.iter().map(Problem::refused).collect(),
            rows: RowCount::of(rows.len()),
            good: of(|outcome| matches!(outcome, Outcome::Mark(_))),
            already: of(|outcome| matches!(outcome, Outcome::Already)),
            refused: RowCount::of(bad.len()),
            bad: bad
                .iter()
                .skip(from)
                .take(PAGE)
                .filter_map(|row| bad_row(row))
                .collect(),
            from: row_no(from),
            page: row_no(PAGE),
            form: form.clone(),
        })
    }

    /// Marks the orders of a stretch of the rows: one transaction.
    ///
    /// # Errors
    /// What stands against the file as a whole; a row that marks nothing is counted and left out.
    pub fn mark_ready_file(
        &mut self,
        handle: Id,
        form: &ReadyForm,
        from: u32,
    ) -> Result<ReadyDone, Error> {
        self.allowed(Action::MarkReady)?;
        let desk = self.facts()?;
        let table = self.ready_table(handle)?.clone();
        let file = self.ready_of(handle);
        let rows = table.people(form.has_header);
        let begin = usize::try_from(from).unwrap_or(usize::MAX).min(rows.len());
        let end = begin.saturating_add(STRETCH).min(rows.len());
        let (of, _) = self.transact_all(
            &By::Session,
            |tx, _, _| {
                let mut of = mark(tx, &desk, form, (&rows[..begin], &rows[begin..end]))?;
                let commits = std::mem::take(&mut of.commits);
                Ok((of, commits))
            },
            |tx, of: &Stretch, _| match file.filter(|_| begin + of.rows == rows.len()) {
                Some(file) => looked_at(tx, file),
                None => Ok(()),
            },
        )?;
        // What was asked for is committed; the desk's own note is made up at the next sign-in.
        drop(self.checkpoint_if_due());
        Ok(ReadyDone {
            marked: of.marked,
            already: of.already,
            refused: of.refused,
            next: (begin + of.rows < rows.len()).then(|| row_no(begin + of.rows)),
        })
    }

    /// Every row that marks nothing with its reason, as a CSV. Its hash is an entry before the bytes leave.
    ///
    /// # Errors
    /// `not-found`, `order-column`.
    pub fn ready_report(
        &mut self,
        handle: Id,
        form: &ReadyForm,
        lang: Lang,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::MarkReady)?.id;
        let table = self.ready_table(handle)?;
        let rows = table.people(form.has_header);
        let judged = judge(self.conn(), form, &mut Seen::new(), rows)?;
        let heads = ["services-bad-number", "services-bad-why"];
        let mut file = LeftOut::begin(table, form.has_header, heads, lang)?;
        for (row, judged) in rows.iter().zip(&judged) {
            if let Outcome::Bad(no) = &judged.outcome {
                file.push(row, refusal(lang, no).text)?;
            }
        }
        self.release_own(session, (document::READY, action::SAVE), &file.finish()?)
    }

    fn ready_of(&self, handle: Id) -> Option<Hash> {
        match self.handles.get(&handle) {
            Some(Handle::Ready(_, file)) => *file,
            _ => None,
        }
    }

    fn ready_table(&self, handle: Id) -> Result<&Table, Error> {
        match self.handles.get(&handle) {
            Some(Handle::Ready(table, _)) => Ok(table),
            _ => Err(Refusal::new(NOT_FOUND).into()),
        }
    }
}

/// The column under which a number stands, or whose heading says so.
pub(super) fn guessed(table: &Table) -> ReadyForm {
    let headers = table.headers();
    let named = guess::<Column>(&headers).iter().position(Option::is_some);
    let first: Vec<&str> = match named {
        Some(_) => (table.people(true).first().into_iter())
            .flat_map(|row| row.cells.iter().map(Cell::shown))
            .collect(),
        None => headers.iter().map(String::as_str).collect(),
    };
    let mut columns = vec![String::new(); headers.len()];
    if let Some(at) = columns::found(named, &first) {
        Column::Number.text().clone_into(&mut columns[at]);
    }
    ReadyForm {
        columns,
        has_header: named.is_some(),
    }
}

fn bad_row(row: &Judged) -> Option<BadRow> {
    let Outcome::Bad(no) = &row.outcome else {
        return None;
    };
    Some(BadRow {
        number: row.row,
        name: row.typed.chars().take(80).collect(),
        problems: vec![Problem::refused(no)],
    })
}
