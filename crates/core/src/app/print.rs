//! Printing as far as the core goes: what this desk has set, and the list of what is asked for and not printed yet.
//!
//! A row stands before its entry and goes when the spooler says that the paper is out: whatever fails in between leaves
//! it on the list. A row keeps what was asked, never the bytes; each further print is a paper and an entry of its own.

use rusqlite::{Connection, params};

use super::App;
use crate::domain::print::{self, LabelSize, PRINT_GONE, PaperKind, PrintersForm, Way, set_paper};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::disclosure::document;
use crate::id::{Hash, Id, SubjectId};
use crate::journal::log::signed;
use crate::query;
use crate::view::{PrintersView, Receipt, UnprintedView};

/// What is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintAsk {
    /// Which printer and how many: by the kind of paper.
    pub kind: PaperKind,
    /// As in [`super::Paper`].
    pub document: u8,
    /// Whose.
    pub card: SubjectId,
    /// The act that it shows.
    pub entry: Option<Hash>,
    /// The order on that card, of an order's paper.
    pub order: Option<Id>,
    /// Words of the tubes to be labelled; none is every one.
    pub tubes: Vec<String>,
}

/// A paper that is to come out with what was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintRow {
    /// Its row on the list.
    pub id: Id,
    /// Which.
    pub kind: PaperKind,
    /// Labels or sheets.
    pub pieces: u32,
}

/// How a kind of paper is printed on this desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintWay {
    /// Which printer, and how many.
    pub way: Way,
    /// The labels in it.
    pub label: LabelSize,
    /// A training laboratory: its papers are marked.
    pub training: bool,
}

/// A row of what is not printed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// Its row.
    pub id: Id,
    /// What was asked.
    pub asked: PrintAsk,
    /// Where it was handed over: the printer and the spooler's number of the job.
    pub handed: Option<(String, i32)>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// It lies with the spooler: which printer, which job.
    Queued(String, i32),
    /// It lies there and does not go on; why, a key of words.
    Stuck(String),
    /// It is not with the spooler; why, a key of words.
    Failed(String),
    /// It is out.
    Out,
}

impl App {
    /// How a kind of paper is printed on this desk. Level 0.
    pub fn print_way(&self, kind: PaperKind) -> Result<PrintWay, Error> {
        self.session()?;
        let conn = self.store.conn();
        Ok(PrintWay {
            way: query::print::way(conn, kind)?,
            label: query::print::label(conn)?,
            training: query::lab::is_training(conn)?,
        })
    }

    /// The same for one paper of that kind. Of a set comes one copy, whatever is chosen: a number on two sheets would be two
    /// people's. Level 0.
    pub fn print_way_of(&self, kind: PaperKind, document: u8) -> Result<PrintWay, Error> {
        let mut by = self.print_way(kind)?;
        if set_paper::ALL.contains(&document) {
            by.way.copies = 1;
        }
        Ok(by)
    }

    /// The settings of this desk; the printers themselves are the shell's to tell. Level 0.
    pub fn printers(&self) -> Result<PrintersView, Error> {
        self.allowed(Action::SetPrinters)?;
        let conn = self.store.conn();
        Ok(PrintersView {
            ways: query::print::ways(conn)?,
            of_save: PaperKind::OF_SAVE.to_vec(),
            label: query::print::label_form(conn)?,
            printers: None,
        })
    }

    /// Keeps the settings of this desk, all of them or none.
    ///
    /// # Errors
    /// Those of [`print::check`], each beside its field.
    pub fn set_printers(&mut self, form: &PrintersForm) -> Result<(), Error> {
        self.allowed(Action::SetPrinters)?;
        let (ways, label) = print::check(form).map_err(Error::Refused)?;
        let tx = self.store.conn_mut().transaction()?;
        for way in ways {
            tx.execute(
                "INSERT INTO l_printer (kind, printer, copies, with_save) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT DO UPDATE SET printer = ?2, copies = ?3, with_save = ?4",
                params![way.kind.text(), way.printer, way.copies, way.with_save],
            )?;
        }
        tx.execute(
            "INSERT INTO l_label (one, width, height, dpi) VALUES (1, ?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET width = ?1, height = ?2, dpi = ?3",
            params![label.width_mm(), label.height_mm(), label.dpi()],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Puts a paper on the list of what is to be printed, before its entry is written.
    pub fn print_asked(&mut self, asked: &PrintAsk) -> Result<Id, Error> {
        self.allowed(Action::ReleasePaper)?;
        let (id, now): (Id, u64) = (self.entropy.id(), self.clock.now_ms());
        if set_paper::ALL.contains(&asked.document) {
            return self.set_asked(id, asked, now);
        }
        listed(self.conn(), (id, asked), now)?;
        Ok(id)
    }

    /// A sheet of a set waits once, however often it is asked for, and the set remembers that it was printed: a number on two
    /// sheets would be two people's.
    fn set_asked(&mut self, id: Id, asked: &PrintAsk, now: u64) -> Result<Id, Error> {
        let waits = query::print::waiting(self.conn(), asked)?;
        let tx = self.store.conn_mut().transaction()?;
        tx.execute(
            "INSERT INTO l_set (subject, printed_at) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET printed_at = ?2",
            params![asked.card, signed(now)],
        )?;
        if waits.is_none() {
            listed(&tx, (id, asked), now)?;
        }
        tx.commit()?;
        Ok(waits.unwrap_or(id))
    }

    /// Puts every paper that comes out with what was saved on the list, all or none: the labels and the slip of an order
    /// that began, the confirmation of each consent. What this desk does not print with a save stays out, and a paper that
    /// waits already waits once.
    pub fn print_saved(&mut self, saved: &Receipt) -> Result<Vec<PrintRow>, Error> {
        self.allowed(Action::ReleasePaper)?;
        // Who was there on paper has gone, and their tubes have labels.
        if saved.order.as_ref().is_some_and(|given| given.from_paper) {
            return Ok(Vec::new());
        }
        let mut wanted = Vec::new();
        for kind in PaperKind::OF_SAVE {
            let way = query::print::way(self.conn(), kind)?;
            if !way.with_save {
                continue;
            }
            for (asked, pieces) in of_saved(self.conn(), kind, saved)? {
                let pieces = pieces * u32::from(way.copies);
                let waits = query::print::waiting(self.conn(), &asked)?;
                let is_new = waits.is_none();
                let id = waits.unwrap_or_else(|| self.entropy.id());
                wanted.push((PrintRow { id, kind, pieces }, asked, is_new));
            }
        }
        let now = self.clock.now_ms();
        let tx = self.store.conn_mut().transaction()?;
        for (row, asked, _) in wanted.iter().filter(|(.., is_new)| *is_new) {
            listed(&tx, (row.id, asked), now)?;
        }
        tx.commit()?;
        Ok(wanted.into_iter().map(|(row, ..)| row).collect())
    }

    /// Rows of orders that went to another card or were cancelled since they were asked for. Level 0.
    pub fn print_stale(&self) -> Result<Vec<PrintJob>, Error> {
        self.session()?;
        query::print::stale(self.store.conn())
    }

    /// A row of the list, to be printed once more.
    ///
    /// # Errors
    /// [`PRINT_GONE`].
    pub fn print_job(&self, id: Id) -> Result<PrintJob, Error> {
        self.allowed(Action::ReleasePaper)?;
        let job = query::print::job(self.store.conn(), id)?;
        job.ok_or_else(|| Refusal::new(PRINT_GONE).into())
    }

    /// Rows that lie with the spooler: it is asked what became of them. Level 0.
    pub fn print_handed(&self) -> Result<Vec<PrintJob>, Error> {
        self.session()?;
        query::print::handed(self.store.conn())
    }

    /// Keeps what became of a row; what is out, or no row, needs none. A curtain that fell while the printer was slow does
    /// not hinder it: a paper that is out would come out once more.
    pub fn print_became(&mut self, id: Id, became: &Printed) -> Result<(), Error> {
        let conn = self.store.conn();
        match became {
            Printed::Out => conn.execute("DELETE FROM l_print WHERE id = ?1", [id])?,
            Printed::Queued(printer, job) => conn.execute(
                "UPDATE l_print SET state = 'queued', said = NULL, printer = ?2, job = ?3 WHERE id = ?1",
                params![id, printer, job],
            )?,
            Printed::Stuck(said) => conn.execute(
                "UPDATE l_print SET state = 'stuck', said = ?2 WHERE id = ?1",
                params![id, said],
            )?,
            Printed::Failed(said) => conn.execute(
                "UPDATE l_print SET state = 'failed', said = ?2, job = NULL WHERE id = ?1",
                params![id, said],
            )?,
        };
        Ok(())
    }

    /// A paper that nobody needs any more goes from the list.
    pub fn print_dropped(&mut self, id: Id) -> Result<(), Error> {
        self.allowed(Action::ReleasePaper)?;
        self.print_became(id, &Printed::Out)
    }

    /// What is not printed, the oldest first. It names nobody. Level 0.
    pub fn unprinted(&self) -> Result<Vec<UnprintedView>, Error> {
        self.allowed(Action::ReleasePaper)?;
        query::print::unprinted(self.store.conn())
    }
}

fn listed(conn: &Connection, (id, asked): (Id, &PrintAsk), now_ms: u64) -> Result<(), Error> {
    conn.execute(
        "INSERT INTO l_print (id, kind, document, card, entry, order_id, tubes, asked_at, state) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'asked')",
        params![
            id,
            asked.kind.text(),
            asked.document,
            asked.card,
            asked.entry,
            asked.order,
            query::print::lines_of(&asked.tubes),
            signed(now_ms)
        ],
    )?;
    Ok(())
}

/// Papers of a kind that belong to what was saved, with how many sheets or labels each comes to.
fn of_saved(
    conn: &Connection,
    kind: PaperKind,
    saved: &Receipt,
) -> Result<Vec<(PrintAsk, u32)>, Error> {
    let asked = |document, card| PrintAsk {
        kind,
        document,
        card,
        entry: None,
        order: None,
        tubes: Vec::new(),
    };
    if kind == PaperKind::Receipt {
        let mut papers = Vec::new();
        // One signature may stand for several children: each has a confirmation of their own.
        for card in saved.touched.iter().copied() {
            let act = query::acts::newest(conn, card)?;
            let act = act.filter(|act| saved.entries.contains(act));
            papers.extend(act.map(|entry| {
                let receipt = PrintAsk {
                    entry: Some(entry),
                    ..asked(document::RECEIPT, card)
                };
                (receipt, 1)
            }));
        }
        return Ok(papers);
    }
    let Some(given) = &saved.order else {
        return Ok(Vec::new());
    };
    let tubes = query::order::paper::tubes_of(conn, (given.id, given.of))?;
    let (document, pieces) = match (kind, tubes) {
        (_, None) | (PaperKind::Label, Some(0)) => return Ok(Vec::new()),
        (PaperKind::Label, Some(tubes)) => (document::LABEL, tubes),
        (_, Some(_)) => (document::SLIP, 1),
    };
    let paper = PrintAsk {
        order: Some(given.id),
        ..asked(document, given.of)
    };
    Ok(vec![(paper, pieces)])
}
