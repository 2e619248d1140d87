//! The typesetter's whole world: its templates, three fonts, one data file, one date.
//!
//! No disk, no network, no packages, no clock. Data reach the templates as JSON, so nothing that
//! a person typed is ever parsed as markup.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

use crate::FormError;

/// What never changes between two sheets.
struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<(&'static str, Source)>,
    data: FileId,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = [
        include_bytes!("../fonts/GolosText-Regular.ttf").as_slice(),
        include_bytes!("../fonts/GolosText-Medium.ttf"),
        include_bytes!("../fonts/GolosText-Bold.ttf"),
    ]
    .into_iter()
    .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
    .collect();
    let sources = [
        ("common", include_str!("../templates/common.typ")),
        ("kit", include_str!("../templates/kit.typ")),
        ("consent", include_str!("../templates/consent.typ")),
        ("receipt", include_str!("../templates/receipt.typ")),
        ("evidence", include_str!("../templates/evidence.typ")),
        ("expected", include_str!("../templates/expected.typ")),
        ("control", include_str!("../templates/control.typ")),
        ("seen", include_str!("../templates/seen.typ")),
        ("request", include_str!("../templates/request.typ")),
        ("label", include_str!("../templates/label.typ")),
        ("slip", include_str!("../templates/slip.typ")),
        ("act", include_str!("../templates/act.typ")),
        (
            "registration",
            include_str!("../templates/registration.typ"),
        ),
        ("reserved", include_str!("../templates/reserved.typ")),
    ]
    .map(|(name, text)| {
        (
            name,
            Source::new(id(&format!("{name}.typ")), text.to_owned()),
        )
    });
    Shelf {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: sources.into(),
        data: id("data.json"),
    }
});

fn id(name: &str) -> FileId {
    // The names are this file's own literals; an unusable one would fail every test.
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("a literal name"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The fonts on the paper.
pub(crate) fn fonts() -> &'static [Font] {
    &SHELF.fonts
}

/// A calendar date, or none.
pub(crate) fn datetime((year, month, day): (i32, u8, u8)) -> Option<Datetime> {
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}

/// Sets one template over its data.
pub(crate) fn typeset(
    template: &'static str,
    json: String,
    date: (i32, u8, u8),
) -> Result<PagedDocument, FormError> {
    let today = datetime(date).ok_or(FormError::Date)?;
    let main = SHELF.sources.iter().find(|(name, _)| *name == template);
    let (_, main) = main.ok_or_else(|| FormError::Typeset(template.to_owned()))?;
    let sheet = Sheet {
        main: main.id(),
        json: Bytes::from_string(json),
        today,
    };
    typst::compile(&sheet).output.map_err(diagnostics)
}

/// The messages of a failed template; they quote templates, never data.
pub(crate) fn diagnostics(errors: impl IntoIterator<Item = SourceDiagnostic>) -> FormError {
    let messages: Vec<String> = errors.into_iter().map(|e| e.message.to_string()).collect();
    FormError::Typeset(messages.join("; "))
}

struct Sheet {
    main: FileId,
    json: Bytes,
    today: Datetime,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = SHELF.sources.iter().find(|(_, source)| source.id() == id);
        found
            .map(|(_, source)| source.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHELF.data {
            Ok(self.json.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Some(self.today)
    }
}
