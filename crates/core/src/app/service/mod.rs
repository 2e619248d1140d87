//! Doors about services and prices: what is offered on a day, a price list in a file, and a file of the rows that stay out.
//!
//! Nothing here names a person, so nothing is written when somebody looks. A file lives in memory, behind a handle that
//! goes with the curtain. A version is one commit, so it is on every desk whole or not at all.

mod shown;

use chrono::NaiveDate;

use self::shown::{bad_row, changed, guessed, named, said_day, service_view, worded};
use super::disclose::Released;
use super::left_out::LeftOut;
use super::session::By;
use super::{App, Handle};
use crate::command::ServiceImportForm;
use crate::decide::service::issue::{
    Read, compared, import, judge_columns, judge_import, judge_rows,
};
use crate::domain::date;
use crate::domain::rights::Action;
use crate::domain::service::list::{self, Change};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{action, document};
use crate::id::{Hash, Id};
use crate::query;
use crate::query::service::PriceList;
use crate::table::Table;
use crate::view::{
    BadRow, FavouriteView, PriceListRow, PriceListState, Problem, Receipt, RowCount,
    ServiceImportView, ServicesView, TubeView, row_no,
};
use crate::words::{Lang, dates, numbers};

/// Rows of a page.
const PAGE: usize = 50;

impl App {
    /// What is offered on a day, the versions of the list, tubes and favourites. No day is today.
    ///
    /// # Errors
    /// `date-form` and its like for a day that is none.
    pub fn services(
        &self,
        (day, query): (&str, &str),
        from: u32,
        lang: Lang,
    ) -> Result<ServicesView, Error> {
        self.allowed(Action::SeeServices)?;
        let day = match day.trim() {
            "" => self.now().date(),
            typed => date::parse("day", typed)?,
        };
        let lists = query::service::lists(self.conn())?;
        let now = query::service::in_force(self.conn(), day)?;
        let all = match &now {
            Some(list) => query::service::offered(self.conn(), self.org, list.id, day)?,
            None => Vec::new(),
        };
        let favourites = self.favourites(lang)?;
        let found = query::service::sieved(all, query, lang);
        let total = found.len();
        let from = usize::try_from(from).unwrap_or(0).min(total) / PAGE * PAGE;
        let shown = |list: &PriceList| self.list_row(list, &lists, now.as_ref(), day);
        Ok(ServicesView {
            day: dates::short(day),
            list: now.as_ref().map(shown).transpose()?,
            lists: lists.iter().map(shown).collect::<Result<_, _>>()?,
            rows: found
                .iter()
                .skip(from)
                .take(PAGE)
                .map(|one| service_view(one, lang))
                .collect(),
            total: RowCount::of(total),
            from: row_no(from),
            page: row_no(PAGE),
            tubes: self.tubes()?,
            favourites,
        })
    }

    fn tubes(&self) -> Result<Vec<TubeView>, Error> {
        let tubes = query::service::tubes(self.conn())?.0.into_iter();
        let tubes = tubes.map(|tube| TubeView {
            code: tube.code,
            name_kk: tube.name_kk,
            name_ru: tube.name_ru,
            gone: !tube.used,
        });
        Ok(tubes.collect())
    }

    fn favourites(&self, lang: Lang) -> Result<Vec<FavouriteView>, Error> {
        let on = self.now().date();
        let codes = query::service::favourites(self.conn())?;
        let named = codes.into_iter().zip(1..).map(|(code, digit)| {
            let stands = match code.as_str() {
                "" => None,
                code => query::service::by_code(self.conn(), self.org, on, code)?,
            };
            let name = stands.map(|one| named(&one.service, lang).to_owned());
            Ok(FavouriteView {
                digit,
                code,
                name: name.unwrap_or_default(),
            })
        });
        named.collect()
    }

    fn list_row(
        &self,
        list: &PriceList,
        lists: &[PriceList],
        now: Option<&PriceList>,
        day: NaiveDate,
    ) -> Result<PriceListRow, Error> {
        let state = match list {
            _ if list.withdrawn.is_some() => PriceListState::Withdrawn,
            _ if list.replaced => PriceListState::Replaced,
            _ if now.is_some_and(|now| now.id == list.id) => PriceListState::InForce,
            _ if list.valid_from > day.to_string() => PriceListState::Waits,
            _ => PriceListState::Past,
        };
        let same = lists
            .iter()
            .filter(|one| one.stands() && one.valid_from == list.valid_from);
        Ok(PriceListRow {
            id: list.id,
            name: list.name.clone(),
            valid_from: said_day(&list.valid_from),
            count: numbers::grouped(list.count),
            state,
            rival: list.stands() && same.count() > 1,
            by: query::name_behind(self.conn(), list.device, list.session)?,
            at: dates::moment(list.at),
            reason: list.withdrawn.clone().unwrap_or_default(),
        })
    }

    /// Keeps a price list in memory until it is issued or the curtain falls. An earlier one goes.
    pub fn open_services(&mut self, table: Table, lang: Lang) -> Result<ServiceImportView, Error> {
        self.allowed(Action::SetServices)?;
        let form = guessed(&table);
        self.handles
            .retain(|_, handle| !matches!(handle, Handle::Services(_)));
        let handle = self.entropy.id();
        self.handles.insert(handle, Handle::Services(table));
        self.check_services(handle, &form, (0, 0), lang)
    }

    /// What a list would come to as its columns stand; the numbers turn the pages of bad rows and of changes.
    ///
    /// # Errors
    /// `not-found` for a file that is open no more.
    pub fn check_services(
        &self,
        handle: Id,
        form: &ServiceImportForm,
        (bad_from, changes_from): (u32, u32),
        lang: Lang,
    ) -> Result<ServiceImportView, Error> {
        self.allowed(Action::SetServices)?;
        let table = self.price_table(handle)?;
        let today = self.now().date();
        let read = self.read_services(table, form)?;
        let good = read.good();
        let day = list::first_day("valid_from", &form.valid_from, today).unwrap_or(today);
        let (now, changes) = match good.is_empty() {
            true => (None, Vec::new()),
            false => compared(self.conn(), &self.facts()?, day, &good)?,
        };
        let bad: Vec<BadRow> = read.rows.iter().filter_map(bad_row).collect();
        let of = |change| RowCount::of(changes.iter().filter(|one| one.0 == change).count());
        let page =
            |from: u32, all: usize| usize::try_from(from).unwrap_or(0).min(all) / PAGE * PAGE;
        let (bad_from, changes_from) =
            (page(bad_from, bad.len()), page(changes_from, changes.len()));
        let kept = changes.iter().filter(|one| one.0 != Change::Gone).count();
        Ok(ServiceImportView {
            handle,
            columns: table.columns(),
            problems: judge_import(form, today)
                .iter()
                .map(Problem::refused)
                .collect(),
            rows: RowCount::of(read.rows.len()),
            good: RowCount::of(good.len()),
            refused: RowCount::of(bad.len()),
            bad_from: row_no(bad_from),
            page: row_no(PAGE),
            bad: bad.into_iter().skip(bad_from).take(PAGE).collect(),
            unknown_tubes: read.unknown_tubes,
            compared: now.map(|list| list.name).unwrap_or_default(),
            new: of(Change::New),
            prices: of(Change::Price),
            others: of(Change::Other),
            gone: of(Change::Gone),
            same: RowCount::of(good.len().saturating_sub(kept)),
            changed: RowCount::of(changes.len()),
            changes_from: row_no(changes_from),
            changes: changes
                .iter()
                .skip(changes_from)
                .take(PAGE)
                .map(|(change, was, is)| changed(*change, was.as_ref(), is.as_ref(), lang))
                .collect(),
            form: form.clone(),
        })
    }

    fn read_services(&self, table: &Table, form: &ServiceImportForm) -> Result<Read, Error> {
        let rows = match judge_columns(form) {
            Some(_) => &[],
            None => table.people(form.has_header),
        };
        Ok(judge_rows(rows, form, &query::service::tubes(self.conn())?))
    }

    /// Issues the list: every good row, or nothing.
    ///
    /// # Errors
    /// What stands against it as a whole; `service-bad-rows` until somebody said that the rest is to be taken.
    pub fn import_services(
        &mut self,
        handle: Id,
        form: &ServiceImportForm,
    ) -> Result<Receipt, Error> {
        self.allowed(Action::SetServices)?;
        let table = match self.handles.remove(&handle) {
            Some(Handle::Services(table)) => table,
            other => {
                self.handles.extend(other.map(|other| (handle, other)));
                return Err(Refusal::new(NOT_FOUND).into());
            }
        };
        let desk = self.facts()?;
        let issued = self.transact(
            &By::Session,
            |tx, _, entropy| {
                let rows = table.people(form.has_header);
                let decided = import(tx, &desk, entropy, (rows, form))?;
                Ok((decided.subject, decided.lines))
            },
            |_, _, _| Ok(()),
        );
        self.handles.insert(handle, Handle::Services(table));
        let (subject, written) = issued?;
        // What was asked for is committed; the desk's own note is made up at the next sign-in.
        drop(self.checkpoint_if_due());
        Ok(Receipt {
            entries: written.entries,
            touched: written.touched.subjects.into_iter().collect(),
            subject,
            representative: None,
            order: None,
        })
    }

    /// Every row that stays out with its reasons, as a CSV. Its hash is an entry before the bytes leave.
    ///
    /// # Errors
    /// `not-found`.
    pub fn services_report(
        &mut self,
        handle: Id,
        form: &ServiceImportForm,
        lang: Lang,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::SetServices)?.id;
        let table = self.price_table(handle)?;
        let read = self.read_services(table, form)?;
        let heads = ["services-bad-number", "services-bad-why"];
        let mut file = LeftOut::begin(table, form.has_header, heads, lang)?;
        for (row, judged) in table.people(form.has_header).iter().zip(&read.rows) {
            let Err(no) = &judged.outcome else { continue };
            let why: Vec<String> = no.iter().map(|no| worded(lang, no)).collect();
            file.push(row, why.join("; "))?;
        }
        self.release_own(session, (document::SERVICES, action::SAVE), &file.finish()?)
    }

    fn price_table(&self, handle: Id) -> Result<&Table, Error> {
        match self.handles.get(&handle) {
            Some(Handle::Services(table)) => Ok(table),
            _ => Err(Refusal::new(NOT_FOUND).into()),
        }
    }
}
