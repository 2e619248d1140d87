//! Documents about a person: rendered inside the reading door, shown as pictures or saved as PDF.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tirkeu_core::app::{OrderPaper, Paper, Released};
use tirkeu_core::command::{OfficeForm, PaperForm};
pub use tirkeu_core::desk::table_bytes as table;
use tirkeu_core::desk::{Open, PaperFile};
use tirkeu_core::domain::print::{PaperKind, set_paper};
use tirkeu_core::error::{BAD_REQUEST, Error, Refusal};
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::query::paper::PaperFacts;
use tirkeu_core::query::request::RequestFacts;
use tirkeu_core::time::Wall;
use tirkeu_core::view::PaperView;
use tirkeu_forms::{Form, RequestWording, paper};

use crate::machine::data_folder;

/// A paper of the window: its name in calls, its number in the journal, the kind by which its printer is chosen.
const PAPERS: [(&str, u8, PaperKind); 10] = [
    ("consent", document::CONSENT, PaperKind::Consent),
    ("receipt", document::RECEIPT, PaperKind::Receipt),
    ("evidence", document::EVIDENCE, PaperKind::Other),
    ("label", document::LABEL, PaperKind::Label),
    ("slip", document::SLIP, PaperKind::Slip),
    ("act", document::ACT, PaperKind::Other),
    ("set-list", set_paper::LIST, PaperKind::Other),
    ("set-sheets", set_paper::SHEETS, PaperKind::Other),
    ("set-consents", set_paper::CONSENTS, PaperKind::Consent),
    ("set-labels", set_paper::LABELS, PaperKind::Label),
];

/// The number of a paper and its kind.
pub fn known(document: &str) -> Result<(u8, PaperKind), Error> {
    let found = PAPERS.iter().find(|(name, ..)| *name == document);
    let (_, number, kind) = found.ok_or_else(|| Refusal::new(BAD_REQUEST))?;
    Ok((*number, *kind))
}

/// The name of a paper.
pub fn named(document: u8) -> Result<&'static str, Error> {
    let found = PAPERS.iter().find(|(_, number, _)| *number == document);
    let (name, ..) = found.ok_or_else(|| Refusal::new(BAD_REQUEST))?;
    Ok(name)
}

/// Renders the document inside the door of the core that notes it; `action` says what becomes of it.
pub fn release(
    open: &mut Open,
    ask: &PaperForm,
    action: u8,
) -> Result<(PaperView, Vec<u8>), Error> {
    let (document, _) = known(&ask.document)?;
    let mut sheet = Sheet::of(action);
    let released = match (ask.card, ask.order) {
        (Some(card), Some(order)) => {
            let paper = OrderPaper {
                document,
                order: (order, card),
                tubes: ask.tubes.clone(),
                action,
            };
            let copies = open.app.print_way(PaperKind::Label)?.way.copies;
            open.app.order_paper(&paper, |facts| match document {
                document::LABEL => sheet.make(&paper::labels(facts, copies), facts.now),
                document::SLIP => sheet.make(&paper::slip(facts), facts.now),
                document::ACT => match paper::act(facts) {
                    Some(form) => sheet.make(&form, facts.now),
                    None => Err(Refusal::new(BAD_REQUEST).into()),
                },
                _ => Err(Refusal::new(BAD_REQUEST).into()),
            })?
        }
        (Some(set), None) if set_paper::ALL.contains(&document) => {
            of_set(open, (document, set), &mut sheet)?
        }
        (Some(card), None) => {
            let paper = Paper {
                document,
                card,
                entry: ask.entry,
                action,
            };
            open.app.paper(paper, |facts| {
                sheet.make(&of_card(document, facts)?, facts.now)
            })?
        }
        // The consent sheet as it was typed: of somebody who has no card yet.
        (None, _) => {
            let typed = ask.typed.as_ref().filter(|_| document == document::CONSENT);
            let typed = typed.ok_or_else(|| Refusal::new(BAD_REQUEST))?;
            open.app.sheet(typed, action, |facts| {
                sheet.make(&paper::consent(facts), facts.now)
            })?
        }
    };
    Ok(sheet.shown(&ask.document, released.into_inner()))
}

/// A paper of a set for a day without the program.
fn of_set(
    open: &mut Open,
    (document, set): (u8, SubjectId),
    sheet: &mut Sheet,
) -> Result<Released<(Hash, Vec<u8>)>, Error> {
    if document == set_paper::CONSENTS {
        return open.app.set_consents(set, |facts, numbers| {
            sheet.make(&paper::consent_blanks(facts, numbers), facts.now)
        });
    }
    open.app.set_paper(set, |facts| {
        let form = match document {
            set_paper::LIST => paper::reserved(facts),
            set_paper::SHEETS => paper::registration(facts),
            _ => paper::set_labels(facts),
        };
        sheet.make(&form, facts.now)
    })
}

fn of_card(document: u8, facts: &PaperFacts) -> Result<Form, Error> {
    let form = match document {
        document::CONSENT => Some(paper::consent(facts)),
        document::RECEIPT => paper::receipt(facts),
        document::EVIDENCE => paper::evidence(facts),
        _ => None,
    };
    form.ok_or_else(|| Refusal::new(BAD_REQUEST).into())
}

/// A paper while it is made: its pages as pictures where they are shown.
struct Sheet {
    is_shown: bool,
    pages: Vec<String>,
}

impl Sheet {
    fn of(action: u8) -> Self {
        Self {
            is_shown: action == action::PREVIEW,
            pages: Vec::new(),
        }
    }

    fn make(&mut self, form: &Form, now: Wall) -> Result<Vec<u8>, Error> {
        let date = paper::date(now);
        if self.is_shown {
            self.pages = tirkeu_forms::svg(form, date).map_err(failed)?;
        }
        tirkeu_forms::pdf(form, date).map_err(failed)
    }

    /// The file has a name without a person in it.
    fn shown(self, name: &str, (sha256, bytes): (Hash, Vec<u8>)) -> (PaperView, Vec<u8>) {
        let view = PaperView {
            pages: self.pages,
            sha256,
            file_name: format!("tirkeu-{name}-{}.pdf", &sha256.to_string()[..8]),
        };
        (view, bytes)
    }
}

/// Makes a paper and writes it to the file that the person chose. Its place is taken before the entry that it went out.
pub fn saved(
    path: &Path,
    make: impl FnOnce() -> Result<(PaperView, Vec<u8>), Error>,
) -> Result<PaperView, Error> {
    let file = begin(path)?;
    let (view, bytes) = make()?;
    file.write(&bytes)?;
    Ok(view)
}

/// A sheet of the office, rendered inside the door as a paper about a person is.
pub fn office(
    open: &mut Open,
    ask: &OfficeForm,
    action: u8,
) -> Result<(PaperView, Vec<u8>), Error> {
    let mut sheet = Sheet::of(action);
    let app = &mut open.app;
    let (name, released) = match ask {
        OfficeForm::Expected { day, counterparty } => {
            let made = app.expected_sheet((day, counterparty), action, |facts| {
                sheet.make(&paper::expected(facts), facts.now)
            })?;
            ("expected", made)
        }
        OfficeForm::Control {} => {
            let made = app.control_sheet(action, |facts| {
                sheet.make(&paper::control(facts), facts.now)
            })?;
            ("journal", made)
        }
        OfficeForm::Seen { card } => {
            let made = app.seen_paper(*card, action, |facts| {
                sheet.make(&paper::seen(facts), facts.now)
            })?;
            ("seen", made)
        }
        OfficeForm::Request { wording, card } => {
            let wording =
                RequestWording::parse(wording).ok_or_else(|| Refusal::new(BAD_REQUEST))?;
            let render =
                |facts: &RequestFacts| sheet.make(&paper::request(facts, wording), facts.now);
            let made = match card {
                Some(card) => app.request_paper(*card, action, render)?,
                None => app.request_blank(render)?,
            };
            (wording.text(), made)
        }
    };
    Ok(sheet.shown(name, released.into_inner()))
}

/// The hash of a file that was handed out.
pub fn sha256(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

/// Takes the place of a file, before the entry that it was handed out.
pub fn begin(path: &Path) -> Result<PaperFile, Error> {
    Ok(PaperFile::begin(&data_folder(), path)?)
}

/// Where a person said that the next file shall lie. A page names no other place, and each only once.
#[derive(Debug, Default)]
pub struct Picked(Mutex<Option<PathBuf>>);

impl Picked {
    /// Keeps the answer of the dialog, in place of an earlier one; gives it as the page sees it.
    pub fn offer(&self, path: Option<PathBuf>) -> Option<String> {
        let shown = path
            .as_ref()
            .map(|path| path.to_string_lossy().into_owned());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = path;
        shown
    }

    /// The place, when it is the one that was offered last.
    pub fn take(&self, shown: &str) -> Result<PathBuf, Error> {
        let picked = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        picked
            .filter(|path| path.to_string_lossy() == shown)
            .ok_or_else(|| Refusal::new(BAD_REQUEST).into())
    }
}

/// A form that could not be typeset; its words go to the log only.
pub fn failed(error: tirkeu_forms::FormError) -> Error {
    Error::Paper(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tirkeu_core::table::LIST;

    use super::*;

    #[test]
    fn a_list_of_two_hundred_megabytes_is_refused_unread_and_a_device_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let file = std::fs::File::create(&path).unwrap();
        file.set_len(200 << 20).unwrap();
        let code = |path: &Path| table(path, LIST).unwrap_err().refusals()[0].code.0;
        assert_eq!(code(&path), "table-too-large");
        assert_eq!(code(folder.path()), "table-unreadable");
        assert_eq!(code(&folder.path().join("none.csv")), "table-unreadable");
        #[cfg(unix)]
        assert_eq!(code(Path::new("/dev/zero")), "table-unreadable");
        file.set_len(3).unwrap();
        assert_eq!(table(&path, LIST).unwrap(), [0; 3]);
    }

    #[test]
    fn a_page_names_only_the_place_that_was_picked_and_only_once() {
        let picked = Picked::default();
        let refused = |shown: &str| {
            let no = picked.take(shown).unwrap_err();
            assert_eq!(no.refusals()[0].code, BAD_REQUEST);
        };
        refused("/home/a/kit.pdf");
        let shown = picked
            .offer(Some(PathBuf::from("/home/a/kit.pdf")))
            .unwrap();
        assert_eq!(picked.take(&shown).unwrap(), Path::new("/home/a/kit.pdf"));
        refused(&shown);
        picked.offer(Some(PathBuf::from("/home/a/kit.pdf")));
        refused("/home/a/.profile");
        refused("/home/a/kit.pdf");
        picked.offer(Some(PathBuf::from("/home/a/kit.pdf")));
        assert_eq!(picked.offer(None), None);
        refused("/home/a/kit.pdf");
    }
}
