//! Doors about people who are expected: the list of a day, a booking in full, an employer's sheet, a table that is
//! imported, and what goes when its days are over.
//!
//! A table lives in memory, behind a handle that goes with the curtain; its rows are nobody's data here before they
//! are listed by a command. An import is many commits, each whole, so it may be broken off and begun again.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::disclose::Released;
use super::session::By;
use super::{App, Handle, Line, MAX_COMMIT};
use crate::command::{Command, ImportForm};
use crate::decide::expected::{Judged, judge_import, judge_rows, new, purge};
use crate::domain::columns::{Column as _, guess};
use crate::domain::expected::columns::Column;
use crate::domain::expected::{EXPECTED_CAME, State, kept_from};
use crate::domain::rights::{Action, may};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{DocumentReleased, ListOpened, ListShown, document, list};
use crate::id::{Hash, Id, SubjectId};
use crate::query;
use crate::query::expected::SheetFacts;
use crate::table::{self, Table};
use crate::view::{BadRow, ExpectedDay, ExpectedTaken, ImportDone, ImportView, Problem, row_no};
use crate::words::{Lang, numbers};

/// Refused rows of a page.
const PAGE: usize = 50;
/// Commits of one stretch of an import, after which the window is heard again.
const STRETCH: usize = 8 * MAX_COMMIT;
/// Commits of a purge that one sign-in waits for; the rest goes at the next.
const PURGES: usize = 16;

impl App {
    /// The list of a day; without a handle one entry that it was opened.
    ///
    /// # Errors
    /// `date-form` and its like for a day that is none.
    pub fn list_expected(
        &mut self,
        handle: Option<Id>,
        (day, from): (&str, u32),
        lang: Lang,
    ) -> Result<Released<ExpectedDay>, Error> {
        self.allowed(Action::ListExpected)?;
        let day = query::expected::asked_day(day, self.now().date())?;
        let handle = match handle {
            Some(handle) if matches!(self.handles.get(&handle), Some(Handle::List { .. })) => {
                handle
            }
            Some(_) => return Err(Refusal::new(NOT_FOUND).into()),
            None => self.open_list(list::EXPECTED)?.into_inner(),
        };
        let from = usize::try_from(from).unwrap_or(0);
        let view = query::expected::list(self.conn(), (day, from), lang, handle)?;
        Ok(Released(view))
    }

    /// A booking in full, for the form of the intake: an entry of its own.
    ///
    /// # Errors
    /// `not-found`, `expected-came`.
    pub fn take_expected(&mut self, id: SubjectId) -> Result<Released<ExpectedTaken>, Error> {
        self.allowed(Action::TakeIn)?;
        self.allowed(Action::ListExpected)?;
        let taken =
            query::expected::taken(self.conn(), id)?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        if taken.row.state == State::Came {
            return Err(Refusal::new(EXPECTED_CAME).into());
        }
        self.note_in_full(id)?;
        Ok(Released(taken))
    }

    /// An employer's sheet: whose names it shows, and its hash, are entries before the bytes leave.
    ///
    /// # Errors
    /// `not-found` when nobody of theirs stands on the day.
    pub fn expected_sheet(
        &mut self,
        (day, counterparty): (&str, &str),
        action: u8,
        render: impl FnOnce(&SheetFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::PrintExpected)?;
        let (subject, by) = (session.id, (session.staff, session.role));
        let day = query::expected::asked_day(day, self.now().date())?;
        let facts = query::expected::sheet(self.conn(), (day, counterparty), by, self.now())?
            .ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let bytes = render(&facts)?;
        let opened = ListOpened {
            list: list::EXPECTED,
        };
        let written = self.write(&By::Session, vec![Line::new(subject, opened)])?;
        let sha256 = Hash(Sha256::digest(&bytes).into());
        let shown = ListShown {
            list: written.entries.first().copied().unwrap_or(Hash::ZERO),
            ids: facts.people.clone(),
        };
        let released = DocumentReleased {
            document: document::EXPECTED,
            of: None,
            action,
            sha256,
            bytes: bytes.len() as u64,
        };
        let lines = vec![Line::new(subject, shown), Line::new(subject, released)];
        self.write(&By::Session, lines)?;
        Ok(Released((sha256, bytes)))
    }

    /// Reads somebody else's list and keeps it in memory until it is imported or the curtain falls.
    ///
    /// # Errors
    /// The refusals of [`table::read`].
    pub fn open_table(&mut self, bytes: &[u8]) -> Result<ImportView, Error> {
        self.allowed(Action::Expect)?;
        let table = table::read(bytes, table::LIST)?;
        let form = guessed(&table);
        self.handles
            .retain(|_, handle| !matches!(handle, Handle::Table(_)));
        let handle = self.entropy.id();
        self.handles.insert(handle, Handle::Table(table));
        self.check_table(handle, &form, 0)
    }

    /// What an import would come to; `from` turns the page of the refused rows.
    pub fn check_table(
        &self,
        handle: Id,
        form: &ImportForm,
        from: u32,
    ) -> Result<ImportView, Error> {
        self.allowed(Action::Expect)?;
        let table = self.table(handle)?;
        let today = self.now().date();
        let problems = judge_import(form, today);
        let judged = match problems.is_empty() {
            true => judge_rows(table.people(form.has_header), form, today),
            false => Vec::new(),
        };
        let (bad, fine): (Vec<Judged>, Vec<Judged>) =
            judged.into_iter().partition(|row| row.outcome.is_err());
        let fine: Vec<_> = fine
            .into_iter()
            .filter_map(|row| row.outcome.ok())
            .collect();
        let readable = fine.len();
        let good = new(self.conn(), fine)?.len();
        let from = usize::try_from(from).unwrap_or(0).min(bad.len()) / PAGE * PAGE;
        Ok(ImportView {
            handle,
            columns: table.columns(),
            problems: problems.iter().map(Problem::refused).collect(),
            rows: numbers::grouped(table.people(form.has_header).len() as u64),
            good: numbers::grouped(good as u64),
            already: numbers::grouped((readable - good) as u64),
            refused: numbers::grouped(bad.len() as u64),
            good_count: row_no(good),
            refused_count: row_no(bad.len()),
            bad: bad.iter().skip(from).take(PAGE).map(bad_row).collect(),
            from: row_no(from),
            page: row_no(PAGE),
            form: form.clone(),
        })
    }

    /// Imports a stretch of the rows, commit by commit. Whoever stands on the list already is left out, so a stretch
    /// that is asked twice lists nobody twice.
    ///
    /// # Errors
    /// What stands against the import as a whole; a refused row is counted and left out.
    pub fn import_table(
        &mut self,
        handle: Id,
        form: &ImportForm,
        from: u32,
    ) -> Result<ImportDone, Error> {
        self.allowed(Action::Expect)?;
        let today = self.now().date();
        let problems = judge_import(form, today);
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let table = self.table(handle)?;
        let all = table.people(form.has_header);
        let stretch = &all[from.min(all.len())..from.saturating_add(STRETCH).min(all.len())];
        let next = (from.saturating_add(STRETCH) < all.len()).then(|| from + STRETCH);
        let judged = judge_rows(stretch, form, today);
        let mut done = ImportDone {
            taken: 0,
            already: 0,
            refused: 0,
            next: next.and_then(|at| u32::try_from(at).ok()),
        };
        let mut forms = Vec::new();
        for row in judged {
            match row.outcome {
                Ok(_) => forms.push(row.form),
                Err(_) => done.refused += 1,
            }
        }
        for rows in forms.chunks(MAX_COMMIT) {
            let asked = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let rows = rows.to_vec();
            let taken = match self.execute(Command::ExpectMany { rows }, None) {
                Ok(receipt) => u32::try_from(receipt.entries.len()).unwrap_or(u32::MAX),
                Err(Error::Refused(no)) if is_known(&no) => 0,
                Err(error) => return Err(error),
            };
            done.taken += taken;
            done.already += asked.saturating_sub(taken);
        }
        Ok(done)
    }

    fn table(&self, handle: Id) -> Result<&Table, Error> {
        match self.handles.get(&handle) {
            Some(Handle::Table(table)) => Ok(table),
            _ => Err(Refusal::new(NOT_FOUND).into()),
        }
    }

    /// Bookings whose days are over go, once a day, in the session of whoever may.
    pub fn purge_if_due(&mut self) -> Result<(), Error> {
        let today = self.now().date();
        let role = self.session()?.role;
        if self.purged_on == Some(today) || !may(role, Action::PurgeExpected) {
            return Ok(());
        }
        // A clock that is not believed destroys nothing.
        if self.clock_behind()?.is_some() {
            return Ok(());
        }
        let Some(first) = self.kept_from(today)? else {
            return Ok(());
        };
        for _ in 0..PURGES {
            let lines = purge(self.conn(), first)?;
            if lines.is_empty() {
                self.purged_on = Some(today);
                return Ok(());
            }
            let written = self.write(&By::Session, lines)?;
            self.forget_purged(written.touched.purged)?;
        }
        Ok(())
    }

    fn kept_from(&self, today: NaiveDate) -> Result<Option<NaiveDate>, Error> {
        let conn = self.conn();
        let Some(worked) = query::expected::worked_before(conn, self.device, today)? else {
            return Ok(None);
        };
        Ok(Some(kept_from(worked, query::expected::kept_days(conn)?)))
    }

    /// What was deleted must not live on in the write-ahead log.
    pub(super) fn forget_purged(&self, bodies: u64) -> Result<(), Error> {
        if bodies > 0 {
            self.store.checkpoint()?;
        }
        Ok(())
    }
}

fn is_known(no: &[Refusal]) -> bool {
    no.iter()
        .all(|no| no.code == crate::decide::expected::EXPECTED_KNOWN)
}

/// What the first row says of the columns; a row that names none is a person.
fn guessed(table: &Table) -> ImportForm {
    let columns = guess::<Column>(&table.headers());
    ImportForm {
        has_header: columns.iter().any(Option::is_some),
        columns: columns
            .into_iter()
            .map(|column| column.map_or("", Column::text).to_owned())
            .collect(),
        ..ImportForm::default()
    }
}

fn bad_row(row: &Judged) -> BadRow {
    let typed = [&row.form.surname, &row.form.name];
    let name: Vec<&str> = typed
        .into_iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    BadRow {
        number: row.number,
        name: name.join(" ").chars().take(80).collect(),
        problems: row
            .outcome
            .as_ref()
            .err()
            .into_iter()
            .flatten()
            .map(Problem::refused)
            .collect(),
    }
}
