//! Doors about an old list of patients: opened, looked through, brought in, and a file of the rows that stayed out.
//!
//! A list lives in memory, behind a handle that goes with the curtain; its rows are nobody's data here before they are
//! cards. Looking through and bringing in go stretch by stretch, so that the window is heard in between. A stretch is one
//! transaction of up to sixteen commits: a kill leaves whole stretches, and the same file goes on where they end, because
//! a row that is a card already is known by its hash.

mod judging;
mod shown;

use self::judging::{Judging, Left};
use self::shown::{about, bad_row, card, worded};

use super::disclose::Released;
use super::left_out::LeftOut;
use super::session::By;
use super::{App, Handle, MAX_COMMIT, MAX_COMMITS};
use crate::command::LegacyForm;
use crate::decide::legacy::{Reading, Stretch, import, judge, judge_columns, judge_import};
use crate::domain::columns::{Column as _, guess};
use crate::domain::legacy::columns::Column;
use crate::domain::legacy::{LEGACY_SHIFTED, LEGACY_UNCHECKED};
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{action, document, list};
use crate::id::{Hash, Id};
use crate::table::Table;
use crate::view::{LegacyDone, LegacyPage, LegacyView, LegacyWhich, Problem, RowCount, row_no};
use crate::words::Lang;

/// Rows of a page.
const PAGE: usize = 50;
/// Rows that are looked through before the window is heard again: a tenth of a second.
const LOOKED: usize = 1_024;
/// Rows that are brought in by one transaction.
const STRETCH: usize = MAX_COMMIT * MAX_COMMITS;
/// First rows that are shown as cards.
const CARDS: usize = 5;
/// Cards of one `list_shown`.
const TOLD: usize = 5_000;

/// An old list that is open.
#[derive(Debug)]
pub(super) struct Legacy {
    table: Table,
    judging: Judging,
}

impl App {
    /// Keeps somebody's old list in memory until it is brought in or the curtain falls. An earlier one goes.
    pub fn open_legacy(&mut self, table: Table) -> Result<LegacyView, Error> {
        self.allowed(Action::ImportLegacy)?;
        let form = guessed(&table);
        let judging = Judging::begin(&table, &form);
        self.handles
            .retain(|_, handle| !matches!(handle, Handle::Legacy(_)));
        let handle = self.entropy.id();
        let legacy = Legacy { table, judging };
        let view = self.legacy_view(handle, &legacy, &form);
        self.handles
            .insert(handle, Handle::Legacy(Box::new(legacy)));
        Ok(view)
    }

    /// Looks through the next stretch of a list, as its columns stand now; when they stand otherwise than before, from the
    /// first row. Whoever asks goes on until every row is looked through.
    ///
    /// # Errors
    /// `not-found` for a list that is open no more.
    pub fn check_legacy(&mut self, handle: Id, form: &LegacyForm) -> Result<LegacyView, Error> {
        self.allowed(Action::ImportLegacy)?;
        let today = self.now().date();
        let mut legacy = self.take_legacy(handle)?;
        let looked = self.look_through(&mut legacy, form, today);
        let view = looked.map(|()| self.legacy_view(handle, &legacy, form));
        self.handles.insert(handle, Handle::Legacy(legacy));
        view
    }

    fn look_through(
        &self,
        legacy: &mut Legacy,
        form: &LegacyForm,
        today: chrono::NaiveDate,
    ) -> Result<(), Error> {
        let Legacy { table, judging } = legacy;
        if !judging.is_of(form) {
            *judging = Judging::begin(table, form);
        }
        judging.form = form.clone();
        if judge_columns(form).is_some() {
            return Ok(());
        }
        let reading = Reading::of(table, form, today);
        let rows = table.people(form.has_header);
        let last = judging.next.saturating_add(LOOKED).min(rows.len());
        while judging.next < last {
            let (at, row) = (judging.next, &rows[judging.next]);
            let outcome = judge(self.conn(), &mut judging.seen, &reading, row)?;
            judging.note(at, row.number, outcome);
            judging.next += 1;
        }
        Ok(())
    }

    fn take_legacy(&mut self, handle: Id) -> Result<Box<Legacy>, Error> {
        match self.handles.remove(&handle) {
            Some(Handle::Legacy(legacy)) => Ok(legacy),
            Some(other) => {
                self.handles.insert(handle, other);
                Err(Refusal::new(NOT_FOUND).into())
            }
            None => Err(Refusal::new(NOT_FOUND).into()),
        }
    }

    fn legacy(&self, handle: Id) -> Result<&Legacy, Error> {
        match self.handles.get(&handle) {
            Some(Handle::Legacy(legacy)) => Ok(legacy),
            _ => Err(Refusal::new(NOT_FOUND).into()),
        }
    }

    fn legacy_view(&self, handle: Id, legacy: &Legacy, form: &LegacyForm) -> LegacyView {
        let Legacy { table, judging } = legacy;
        let today = self.now().date();
        let problems = judge_import(form, today).err().unwrap_or_default();
        let reading = Reading::of(table, form, today);
        let rows = table.people(form.has_header);
        let cards = rows.iter().take(CARDS).map(|row| card(row, &reading));
        LegacyView {
            handle,
            columns: table.columns(),
            problems: problems.iter().map(Problem::refused).collect(),
            rows: RowCount::of(rows.len()),
            judged: RowCount::of(judging.next),
            good: RowCount::of(judging.good),
            taken: RowCount::of(judging.taken),
            known: RowCount::of(judging.count(LegacyWhich::Known)),
            alike: RowCount::of(judging.count(LegacyWhich::Alike)),
            refused: RowCount::of(judging.count(LegacyWhich::Refused)),
            shifted: judging.watch.shifted(),
            cards: cards.collect(),
            form: form.clone(),
        }
    }

    /// A page of the rows that stay out. Of whose cards it tells is an entry first.
    ///
    /// # Errors
    /// `not-found`.
    pub fn legacy_rows(
        &mut self,
        handle: Id,
        which: LegacyWhich,
        from: u32,
    ) -> Result<Released<LegacyPage>, Error> {
        self.allowed(Action::ImportLegacy)?;
        let Legacy { table, judging } = self.legacy(handle)?;
        let rows = table.people(judging.form.has_header);
        let reading = Reading::of(table, &judging.form, self.now().date());
        let of = |left: &&Left| left.which == which;
        let total = judging.count(which);
        let from = usize::try_from(from).unwrap_or(0).min(total) / PAGE * PAGE;
        let shown: Vec<&Left> = judging
            .left
            .iter()
            .filter(of)
            .skip(from)
            .take(PAGE)
            .collect();
        let told = about(shown.iter().copied());
        let page = LegacyPage {
            which,
            rows: shown
                .into_iter()
                .map(|left| bad_row(left, &rows[left.at], &reading))
                .collect(),
            from: row_no(from),
            page: row_no(PAGE),
            total: RowCount::of(total),
        };
        self.note_told(list::LEGACY, &told)?;
        Ok(Released(page))
    }

    /// Brings a stretch of the rows in: one transaction. A row that was taken before is left out, so a stretch that is
    /// asked twice brings nobody in twice.
    ///
    /// # Errors
    /// What stands against the import as a whole; `legacy-unchecked` before every row was looked through as the columns
    /// stand; `legacy-shifted` until somebody said that the good rest is to be taken all the same.
    pub fn import_legacy(
        &mut self,
        handle: Id,
        form: &LegacyForm,
        from: u32,
    ) -> Result<LegacyDone, Error> {
        self.allowed(Action::ImportLegacy)?;
        if from == 0 {
            self.store.at_length(true)?;
        }
        let legacy = self.take_legacy(handle)?;
        let done = self.bring_in(&legacy, form, from);
        self.handles.insert(handle, Handle::Legacy(legacy));
        if !matches!(&done, Ok(done) if done.next.is_some()) {
            self.store.at_length(false)?;
        }
        let done = done?;
        // What was asked for is committed; the desk's own note is made up at the next sign-in.
        drop(self.checkpoint_if_due());
        Ok(done)
    }

    fn bring_in(
        &mut self,
        legacy: &Legacy,
        form: &LegacyForm,
        from: u32,
    ) -> Result<LegacyDone, Error> {
        let Legacy { table, judging } = legacy;
        let rows = table.people(form.has_header);
        if !judging.is_of(form) || judging.next < rows.len() {
            return Err(Refusal::new(LEGACY_UNCHECKED).into());
        }
        if let (Some(row), false) = (judging.watch.shifted(), form.take_shifted) {
            return Err(Refusal::at("take_shifted", LEGACY_SHIFTED)
                .with("row", row)
                .into());
        }
        let desk = self.facts()?;
        let begin = usize::try_from(from).unwrap_or(usize::MAX).min(rows.len());
        let end = begin.saturating_add(STRETCH).min(rows.len());
        let stretch = &rows[begin..end];
        let (of, _) = self.transact_all(
            &By::Session,
            |tx, _, entropy| {
                let mut of = import(tx, &desk, entropy, (table, form), stretch)?;
                let commits = std::mem::take(&mut of.commits);
                Ok((of, commits))
            },
            |_, _: &Stretch, _| Ok(()),
        )?;
        Ok(LegacyDone {
            taken: of.taken,
            already: of.already,
            known: of.known,
            alike: of.alike,
            refused: of.refused,
            next: (end < rows.len()).then(|| row_no(end)),
        })
    }

    /// Every row that stays out with its reasons, as a CSV that goes back to whoever keeps the old list. Of whose cards it
    /// tells, and its hash, are entries before the bytes leave.
    ///
    /// # Errors
    /// `not-found`.
    pub fn legacy_report(
        &mut self,
        handle: Id,
        lang: Lang,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::ImportLegacy)?.id;
        let Legacy { table, judging } = self.legacy(handle)?;
        let rows = table.people(judging.form.has_header);
        let heads = ["legacy-bad-number", "legacy-bad-what"];
        let mut file = LeftOut::begin(table, judging.form.has_header, heads, lang)?;
        for left in &judging.left {
            let why: Vec<String> = left.no.iter().map(|no| worded(lang, no)).collect();
            file.push(&rows[left.at], why.join("; "))?;
        }
        let bytes = file.finish()?;
        for told in about(judging.left.iter()).chunks(TOLD) {
            self.note_told(list::LEGACY, told)?;
        }
        self.release_own(session, (document::LEGACY, action::SAVE), &bytes)
    }
}

/// What the first row says of the columns; a row that names none is a person.
fn guessed(table: &Table) -> LegacyForm {
    let columns = guess::<Column>(&table.headers());
    LegacyForm {
        has_header: columns.iter().any(Option::is_some),
        columns: columns
            .into_iter()
            .map(|column| column.map_or("", Column::text).to_owned())
            .collect(),
        ..LegacyForm::default()
    }
}
