//! Documents about a person: rendered inside the reading door, shown as pictures or saved as PDF.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tirkeu_core::app::Paper;
use tirkeu_core::command::PageForm;
pub use tirkeu_core::desk::table_bytes as table;
use tirkeu_core::desk::{Open, PaperFile};
use tirkeu_core::error::{BAD_REQUEST, Error, Refusal};
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::query::paper::PaperFacts;
use tirkeu_core::query::request::RequestFacts;
use tirkeu_core::view::PaperView;
use tirkeu_forms::{Form, RequestWording, paper};

use crate::machine::data_folder;

/// What the window asks for.
pub struct Ask {
    /// `consent`, `receipt`, `evidence`.
    pub document: String,
    /// Whose; absent for somebody who has no card yet.
    pub card: Option<SubjectId>,
    /// The half-filled form of somebody who has no card yet, and who acts for them.
    pub typed: Option<PageForm>,
    /// The act shown.
    pub entry: Option<Hash>,
}

impl Ask {
    fn number(&self) -> Result<u8, Error> {
        match self.document.as_str() {
            "consent" => Ok(document::CONSENT),
            "receipt" => Ok(document::RECEIPT),
            "evidence" => Ok(document::EVIDENCE),
            _ => Err(Refusal::new(BAD_REQUEST).into()),
        }
    }

    fn form(&self, facts: &PaperFacts) -> Result<Form, Error> {
        let form = match self.document.as_str() {
            "consent" => Some(paper::consent(facts)),
            "receipt" => paper::receipt(facts),
            _ => paper::evidence(facts),
        };
        form.ok_or_else(|| Refusal::new(BAD_REQUEST).into())
    }

    /// A name without a person in it.
    fn file_name(&self, sha256: Hash) -> String {
        format!("tirkeu-{}-{}.pdf", self.document, &sha256.to_string()[..8])
    }
}

/// Renders the document; `action` says what becomes of it.
pub fn release(open: &mut Open, ask: &Ask, action: u8) -> Result<(PaperView, Vec<u8>), Error> {
    let Some(card) = ask.card else {
        return blank(open, ask, action);
    };
    let paper = Paper {
        document: ask.number()?,
        card,
        entry: ask.entry,
        action,
    };
    let mut pages = Vec::new();
    let released = open.app.paper(paper, |facts| {
        let form = ask.form(facts)?;
        let date = paper::date(facts.now);
        pages = tirkeu_forms::svg(&form, date).map_err(failed)?;
        tirkeu_forms::pdf(&form, date).map_err(failed)
    })?;
    let (sha256, bytes) = released.into_inner();
    Ok((
        PaperView {
            pages,
            sha256,
            file_name: ask.file_name(sha256),
        },
        bytes,
    ))
}

/// The consent sheet as it was typed: of somebody who has no card yet, or of an open card with what changes.
fn blank(open: &mut Open, ask: &Ask, action: u8) -> Result<(PaperView, Vec<u8>), Error> {
    let Some(typed) = ask.typed.as_ref().filter(|_| ask.document == "consent") else {
        return Err(Refusal::new(BAD_REQUEST).into());
    };
    let mut pages = Vec::new();
    let released = open.app.sheet(typed, action, |facts| {
        let form = paper::consent(facts);
        let date = paper::date(facts.now);
        pages = tirkeu_forms::svg(&form, date).map_err(failed)?;
        tirkeu_forms::pdf(&form, date).map_err(failed)
    })?;
    let (sha256, bytes) = released.into_inner();
    Ok((
        PaperView {
            pages,
            sha256,
            file_name: ask.file_name(sha256),
        },
        bytes,
    ))
}

/// Shown on the screen.
pub fn preview(open: &mut Open, ask: &Ask) -> Result<PaperView, Error> {
    release(open, ask, action::PREVIEW).map(|(view, _)| view)
}

/// Written to a file that the person chose.
pub fn save(open: &mut Open, ask: &Ask, path: &Path) -> Result<PaperView, Error> {
    let file = begin(path)?;
    let (view, bytes) = release(open, ask, action::SAVE)?;
    file.write(&bytes)?;
    Ok(view)
}

/// The sheet of an employer: rendered inside the door, as a paper about a person is.
pub fn employers(
    open: &mut Open,
    asked: (&str, &str),
    action: u8,
) -> Result<(PaperView, Vec<u8>), Error> {
    let mut pages = Vec::new();
    let released = open.app.expected_sheet(asked, action, |facts| {
        let form = paper::expected(facts);
        let date = paper::date(facts.now);
        pages = tirkeu_forms::svg(&form, date).map_err(failed)?;
        tirkeu_forms::pdf(&form, date).map_err(failed)
    })?;
    Ok(shown("expected", pages, released.into_inner()))
}

/// The control sheet of the journal.
pub fn control(open: &mut Open, action: u8) -> Result<(PaperView, Vec<u8>), Error> {
    let mut pages = Vec::new();
    let released = open.app.control_sheet(action, |facts| {
        let form = paper::control(facts);
        let date = paper::date(facts.now);
        pages = tirkeu_forms::svg(&form, date).map_err(failed)?;
        tirkeu_forms::pdf(&form, date).map_err(failed)
    })?;
    Ok(shown("journal", pages, released.into_inner()))
}

/// Who looked at a card, for the patient.
pub fn seen(open: &mut Open, card: SubjectId, action: u8) -> Result<(PaperView, Vec<u8>), Error> {
    let mut pages = Vec::new();
    let released = open.app.seen_paper(card, action, |facts| {
        let form = paper::seen(facts);
        let date = paper::date(facts.now);
        pages = tirkeu_forms::svg(&form, date).map_err(failed)?;
        tirkeu_forms::pdf(&form, date).map_err(failed)
    })?;
    Ok(shown("seen", pages, released.into_inner()))
}

/// A subject's request form: filled in from a card, or for a pen.
pub fn request(
    open: &mut Open,
    (card, wording): (Option<SubjectId>, RequestWording),
    action: u8,
) -> Result<(PaperView, Vec<u8>), Error> {
    let mut pages = Vec::new();
    let render = |facts: &RequestFacts| {
        let form = paper::request(facts, wording);
        let date = paper::date(facts.now);
        pages = tirkeu_forms::svg(&form, date).map_err(failed)?;
        tirkeu_forms::pdf(&form, date).map_err(failed)
    };
    let released = match card {
        Some(card) => open.app.request_paper(card, action, render)?,
        None => open.app.request_blank(render)?,
    };
    Ok(shown(wording.text(), pages, released.into_inner()))
}

/// A name without a person in it.
fn shown(name: &str, pages: Vec<String>, (sha256, bytes): (Hash, Vec<u8>)) -> (PaperView, Vec<u8>) {
    let view = PaperView {
        pages,
        sha256,
        file_name: format!("tirkeu-{name}-{}.pdf", &sha256.to_string()[..8]),
    };
    (view, bytes)
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
