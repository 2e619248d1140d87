//! Rows of text → bytes of a CSV or an XLSX that somebody opens in a program for tables.
//!
//! No cell is ever a formula: in a CSV a text that such a program would calculate begins with an apostrophe (OWASP, CSV
//! injection), in an XLSX every cell is declared a text. What does not fit on one sheet goes on to the next.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::Error;

/// Rows of one sheet of an XLSX, the header among them.
pub const SHEET_ROWS: usize = 1_048_576;
/// Characters of one cell of an XLSX.
const CELL: usize = 32_767;

/// A file of rows that is being written.
pub enum Rows {
    /// Semicolons, UTF-8 with its mark, as spreadsheets of this country open it.
    Csv(Box<csv::Writer<Vec<u8>>>),
    /// A book.
    Xlsx(Box<Book>),
}

impl Rows {
    /// A CSV with its header.
    ///
    /// # Errors
    /// Never for memory; the type says what a writer says.
    pub fn csv(header: &[String]) -> Result<Self, Error> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(header).map_err(failed)?;
        Ok(Self::Csv(Box::new(writer)))
    }

    /// A book with its header, `limit` rows on a sheet.
    ///
    /// # Errors
    /// What the writer of archives says.
    pub fn xlsx(header: &[String], limit: usize) -> Result<Self, Error> {
        Ok(Self::Xlsx(Box::new(Book::begin(header, limit)?)))
    }

    /// One more row.
    ///
    /// # Errors
    /// As at the beginning.
    pub fn push(&mut self, cells: &[String]) -> Result<(), Error> {
        match self {
            Self::Csv(writer) => {
                let safe = cells.iter().map(|cell| harmless(cell));
                writer.write_record(safe).map_err(failed)
            }
            Self::Xlsx(book) => book.push(cells),
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// As at the beginning.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Csv(writer) => writer.into_inner().map_err(failed),
            Self::Xlsx(book) => book.finish(),
        }
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}

/// A text that no program for tables calculates.
pub fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// An XLSX with nothing in it but texts.
pub struct Book {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    header: Vec<String>,
    limit: usize,
    on_sheet: usize,
    sheets: usize,
}

impl Book {
    fn begin(header: &[String], limit: usize) -> Result<Self, Error> {
        let mut book = Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            header: header.to_vec(),
            limit: limit.max(2),
            on_sheet: 0,
            sheets: 0,
        };
        book.sheet()?;
        Ok(book)
    }

    fn part(&mut self, name: &str) -> Result<(), Error> {
        // The archive carries no time: the same rows make the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .large_file(true);
        self.zip.start_file(name, options).map_err(failed)
    }

    fn say(&mut self, text: &str) -> Result<(), Error> {
        self.zip.write_all(text.as_bytes()).map_err(failed)
    }

    fn sheet(&mut self) -> Result<(), Error> {
        if self.sheets > 0 {
            self.say("</sheetData></worksheet>")?;
        }
        self.sheets += 1;
        self.on_sheet = 0;
        let name = format!("xl/worksheets/sheet{}.xml", self.sheets);
        self.part(&name)?;
        self.say(concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#
        ))?;
        let header = self.header.clone();
        self.row(&header)
    }

    fn push(&mut self, cells: &[String]) -> Result<(), Error> {
        if self.on_sheet == self.limit {
            self.sheet()?;
        }
        self.row(cells)
    }

    fn row(&mut self, cells: &[String]) -> Result<(), Error> {
        let mut text = String::from("<row>");
        for cell in cells {
            text.push_str(r#"<c t="inlineStr"><is><t xml:space="preserve">"#);
            escaped(cell, &mut text);
            text.push_str("</t></is></c>");
        }
        text.push_str("</row>");
        self.on_sheet += 1;
        self.say(&text)
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.say("</sheetData></worksheet>")?;
        let (mut types, mut sheets, mut relations) = (String::new(), String::new(), String::new());
        for number in 1..=self.sheets {
            types.push_str(&format!(
                r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
            ));
            sheets.push_str(&format!(
                r#"<sheet name="{number}" sheetId="{number}" r:id="rId{number}"/>"#
            ));
            relations.push_str(&format!(
                r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            ));
        }
        let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
        let package = "http://schemas.openxmlformats.org/package/2006";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    r#"{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets>{sheets}</sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"{head}<Relationships xmlns="{package}/relationships">{relations}</Relationships>"#
                ),
            ),
        ];
        for (name, text) in parts {
            self.part(name)?;
            self.say(&text)?;
        }
        Ok(self.zip.finish().map_err(failed)?.into_inner())
    }
}

/// What XML may hold, of a cell's length at most.
fn escaped(cell: &str, out: &mut String) {
    for c in cell.chars().take(CELL) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Paper(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::table;

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    const BAD: [&str; 5] = ["=1+1", "+7 701", "-2", "@SUM(A1)", "\t=x"];

    #[test]
    fn nothing_in_a_csv_is_calculated_and_what_is_harmless_stays() {
        let mut rows = Rows::csv(&cells(&["a", "b", "c", "d", "e"])).unwrap();
        rows.push(&cells(&BAD)).unwrap();
        rows.push(&cells(&["Ахметова; \"А\"", "2", "", "a\nb", "x=1"]))
            .unwrap();
        let bytes = rows.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("\u{feff}a;b;c;d;e\r\n"));
        for bad in BAD {
            assert!(text.contains(&format!("'{bad}")), "{bad}");
        }
        assert!(text.contains("\"Ахметова; \"\"А\"\"\";2;;\"a\nb\";x=1\r\n"));
    }

    #[test]
    fn a_book_is_read_back_and_every_cell_of_it_is_a_text() {
        let mut rows = Rows::xlsx(&cells(&["a", "b"]), SHEET_ROWS).unwrap();
        rows.push(&cells(&["=1+1", "<&>\u{1}ә"])).unwrap();
        let bytes = rows.finish().unwrap();
        let read = table::read(&bytes, table::LIST).unwrap();
        let shown: Vec<Vec<&str>> = read
            .rows
            .iter()
            .map(|row| row.cells.iter().map(table::Cell::shown).collect())
            .collect();
        assert_eq!(shown, [["a", "b"], ["=1+1", "<&>\u{fffd}ә"]]);
    }

    #[test]
    fn what_does_not_fit_on_a_sheet_goes_on_to_the_next_under_the_same_header() {
        use calamine::{Reader, Xlsx};
        let mut rows = Rows::xlsx(&cells(&["n"]), 4).unwrap();
        for n in 0..7 {
            rows.push(&[n.to_string()]).unwrap();
        }
        let bytes = rows.finish().unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let heights: Vec<usize> = book
            .sheet_names()
            .into_iter()
            .map(|name| book.worksheet_range(&name).unwrap().height())
            .collect();
        assert_eq!(heights, [4, 4, 2], "three rows a sheet under the header");
    }
}
