//! The journal's reader: a page of the feed, one entry in full, the feed as a file, the control sheet.
//!
//! Whoever reads is read: the list is an entry before its first row, whose rows rested is another, the body of an
//! entry about a person is a card in full, and a file is an entry with its hash before its bytes leave. A file of many
//! rows is made page by page, so that the window is heard in between.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::disclose::Released;
use super::session::By;
use super::{App, Handle, Line, MAX_COMMIT, Paper};
use crate::command::TrailForm;
use crate::domain::rights::Action;
use crate::domain::trail::TRAIL_TOO_MANY;
use crate::domain::trail::unusual::Unusual;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{JournalExported, ListShown, document, list};
use crate::event::kinds::{self, Fold, SubjectKind};
use crate::id::{Hash, Id, SubjectId};
use crate::query;
use crate::query::trail::{Asked, ControlFacts, Found, PAGE, Place, SeenFacts};
use crate::table::write::{Rows, SHEET_ROWS};
use crate::view::{EntryView, SheetAnswer, TrailPage, TrailRow};
use crate::words::{Lang, text};

/// People of one `list_shown`.
const SHOWN: usize = 5_000;
/// Rows of one file: more is asked for by periods.
const FILE_ROWS: usize = 2_000_000;
/// Rows of one stretch of a file, after which the window is heard again.
const STRETCH: usize = 500;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// Semicolons.
    Csv,
    /// A book of sheets.
    Xlsx,
}

/// A file of the feed while it is made. What it holds leaves by [`App::end_file`] alone.
#[derive(Debug)]
pub struct TrailFile {
    list: Hash,
    asked: Asked,
    unusual: Option<Unusual>,
    before: Option<Place>,
    rows: Rows,
    count: usize,
    people: BTreeSet<SubjectId>,
    lang: Lang,
}

impl TrailFile {
    /// Rows so far.
    pub fn count(&self) -> u64 {
        self.count as u64
    }
}

impl App {
    /// A page of the feed after an entry; without a handle one entry that the journal was opened.
    ///
    /// # Errors
    /// What stands against the filter, each beside its field.
    pub fn read_trail(
        &mut self,
        handle: Option<Id>,
        (form, after): (&TrailForm, Option<Hash>),
        lang: Lang,
    ) -> Result<Released<TrailPage>, Error> {
        self.allowed(Action::ReadJournal)?;
        let asked = query::trail::asked(self.conn(), form)?;
        let handle = match handle {
            Some(handle) => {
                self.list_entry(handle)?;
                handle
            }
            None => self.open_list(list::JOURNAL)?.into_inner(),
        };
        let conn = self.conn();
        let before = match after {
            Some(after) => query::trail::place(conn, after)?,
            None => None,
        };
        // Another desk's entry may be later than the clock here; a page begins where the one before ended.
        let hours = match form.unusual {
            Some(Unusual::ManyCards) => query::trail::hours(conn, &asked)?,
            _ => Vec::new(),
        };
        let (found, next) = self.trail_after(&asked, form.unusual, before, PAGE)?;
        let mut rows = Vec::with_capacity(found.len());
        for found in found {
            rows.extend(self.line(found, lang)?);
        }
        let next = match next {
            Some(place) => query::trail::at(conn, place)?,
            None => None,
        };
        let patient = match asked.card {
            Some(card) => query::trail::tag(conn, lang, card)?,
            None => String::new(),
        };
        let offers = query::trail::offers(conn)?;
        Ok(Released(TrailPage {
            handle,
            rows,
            hours,
            next,
            patient,
            offers,
        }))
    }

    fn line(&self, found: Found, lang: Lang) -> Result<Option<TrailRow>, Error> {
        let line = query::trail::line(self.conn(), self.folder.roster(), found, lang)?;
        Ok(line.map(|(row, _)| row))
    }

    /// Entries after a place, and where the next page begins.
    fn trail_after(
        &self,
        asked: &Asked,
        unusual: Option<Unusual>,
        before: Option<Place>,
        most: usize,
    ) -> Result<(Vec<Found>, Option<Place>), Error> {
        let conn = self.conn();
        if let Some(rule) = unusual {
            return Ok(query::trail::picked(conn, asked, rule, before, most)?);
        }
        let found = query::trail::newest(conn, asked, before, most)?;
        let last = found.last().map(|last| last.place);
        let next = last.filter(|_| found.len() == most);
        Ok((found, next))
    }

    /// One entry in full. What its body says about a person is noted as a card in full.
    ///
    /// # Errors
    /// `not-found`.
    pub fn read_entry(
        &mut self,
        handle: Id,
        entry: Hash,
        lang: Lang,
    ) -> Result<Released<EntryView>, Error> {
        self.allowed(Action::ReadJournal)?;
        self.list_entry(handle)?;
        let found = query::trail::entry(self.conn(), self.folder.roster(), entry, lang)?;
        let (view, header) = found.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let tells = kinds::spec(header.kind).is_none_or(|spec| {
            spec.fold == Fold::Ordered
                && (spec.subject.is_person() || spec.subject == SubjectKind::Any)
        });
        if tells && view.has_body {
            self.allowed(Action::OpenCard)?;
            self.note_in_full(view.row.about.unwrap_or(header.subject))?;
        }
        Ok(Released(view))
    }

    /// Begins a file of the feed as it is filtered.
    ///
    /// # Errors
    /// What stands against the filter.
    pub fn begin_file(
        &mut self,
        handle: Id,
        form: &TrailForm,
        (file, lang): (FileForm, Lang),
    ) -> Result<TrailFile, Error> {
        self.allowed(Action::ExportJournal)?;
        let list = self.list_entry(handle)?;
        let asked = query::trail::asked(self.conn(), form)?;
        let header = [
            "journal-column-time",
            "journal-column-who",
            "journal-column-role",
            "journal-column-what",
            "journal-column-desk",
            "journal-column-seq",
            "journal-column-outcome",
            "journal-column-hash",
        ]
        .map(|key| text(lang, key, &[]));
        let rows = match file {
            FileForm::Csv => Rows::csv(&header)?,
            FileForm::Xlsx => Rows::xlsx(&header, SHEET_ROWS)?,
        };
        Ok(TrailFile {
            list,
            asked,
            unusual: form.unusual,
            before: None,
            rows,
            count: 0,
            people: BTreeSet::new(),
            lang,
        })
    }

    /// One stretch of the file. False when nothing is left.
    ///
    /// # Errors
    /// `trail-too-many`: a file of so many rows is asked for by periods.
    pub fn go_on_with_file(&self, file: &mut TrailFile) -> Result<bool, Error> {
        self.allowed(Action::ExportJournal)?;
        let (found, next) = self.trail_after(&file.asked, file.unusual, file.before, STRETCH)?;
        for found in found {
            let Some(row) = self.line(found, file.lang)? else {
                continue;
            };
            if file.count == FILE_ROWS {
                let limit = crate::words::numbers::grouped(FILE_ROWS as u64);
                return Err(Refusal::new(TRAIL_TOO_MANY).with("limit", limit).into());
            }
            file.count += 1;
            file.people.extend(row.about);
            file.rows.push(&cells(&row, file.lang))?;
        }
        file.before = next;
        Ok(next.is_some())
    }

    /// The file's bytes, after whose rows they hold and their hash are entries.
    ///
    /// # Errors
    /// `trail-too-many` when it tells of more people than one commit can name.
    pub fn end_file(&mut self, file: TrailFile) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::ExportJournal)?.id;
        let people: Vec<SubjectId> = file.people.into_iter().collect();
        let chunks = people.chunks(SHOWN);
        if chunks.len() >= MAX_COMMIT {
            let limit = crate::words::numbers::grouped((SHOWN * (MAX_COMMIT - 1)) as u64);
            return Err(Refusal::new(TRAIL_TOO_MANY).with("limit", limit).into());
        }
        let bytes = file.rows.finish()?;
        let sha256 = Hash(Sha256::digest(&bytes).into());
        let mut lines: Vec<Line> = chunks
            .map(|ids| {
                let shown = ListShown {
                    list: file.list,
                    ids: ids.to_vec(),
                };
                Line::new(session, shown)
            })
            .collect();
        let exported = JournalExported {
            export: self.entropy.id(),
            entries: file.count as u64,
            bodies: 0,
            sha256,
        };
        lines.push(Line::new(session, exported));
        self.write(&By::Session, lines)?;
        Ok(Released((sha256, bytes)))
    }

    /// The control sheet of the day: heads and counts, no person; rendered, its hash noted, then released.
    ///
    /// # Errors
    /// `not-found` before the organisation is described.
    pub fn control_sheet(
        &mut self,
        action: u8,
        render: impl FnOnce(&ControlFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::PrintControlSheet)?;
        let (subject, by) = (session.id, (session.staff, session.role));
        let facts = query::trail::sheet(self.conn(), self.device, by, self.now())?
            .ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let bytes = render(&facts)?;
        let paper = Paper {
            document: document::CONTROL,
            card: subject,
            entry: Some(facts.own.hash),
            action,
        };
        self.release(&[paper], &bytes)
    }

    /// Who looked at a card, for the patient: rendered, its hash noted, then released. The paper shows every look but
    /// the one that it is itself.
    ///
    /// # Errors
    /// `not-found`.
    pub fn seen_paper(
        &mut self,
        card: SubjectId,
        action: u8,
        render: impl FnOnce(&SeenFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::ReleasePaper)?;
        let by = (session.staff, session.role);
        let facts = query::trail::seen(self.conn(), card, by, self.now())?;
        let paper = Paper {
            document: document::SEEN,
            card,
            entry: None,
            action,
        };
        self.release(&[paper], &render(&facts)?)
    }

    /// An old control sheet held against the journal of today. Level 0.
    ///
    /// # Errors
    /// `trail-sheet` for a line that is none of a sheet.
    pub fn compare_sheet(&self, typed: &str) -> Result<SheetAnswer, Error> {
        self.allowed(Action::Verify)?;
        query::trail::marks(self.conn(), self.device, typed)
    }

    fn list_entry(&self, handle: Id) -> Result<Hash, Error> {
        match self.handles.get(&handle) {
            Some(Handle::List { entry, .. }) => Ok(*entry),
            _ => Err(Refusal::new(NOT_FOUND).into()),
        }
    }
}

fn cells(row: &TrailRow, lang: Lang) -> [String; 8] {
    let role = row
        .role
        .map(|role| query::trail::role_name(lang, role as u8));
    let outcome = format!("journal-outcome-{}", row.outcome.text());
    [
        row.at.clone(),
        match row.by.as_str() {
            "" => text(lang, "journal-desk-itself", &[]),
            by => by.to_owned(),
        },
        role.unwrap_or_default(),
        row.said.clone(),
        row.desk.clone(),
        row.seq.clone(),
        text(lang, &outcome, &[]),
        row.entry.to_string(),
    ]
}
