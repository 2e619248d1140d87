#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

const TEXT: &str = "Фамилия;Имя;ИИН\nАхметова;Айгерім;910312400121\n\n;;\nЛи;;\n";

fn texts(table: &Table) -> Vec<(u32, Vec<&str>)> {
    let rows = table.rows.iter();
    rows.map(|row| (row.number, row.cells.iter().map(Cell::shown).collect()))
        .collect()
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes, LIST).unwrap_err().code.0
}

#[test]
fn a_list_is_read_whatever_it_was_written_in() {
    let expected = [
        (1, vec!["Фамилия", "Имя", "ИИН"]),
        (2, vec!["Ахметова", "Айгерім", "910312400121"]),
        (5, vec!["Ли"]),
    ];
    let marked = format!("\u{FEFF}{TEXT}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let swapped: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let windows = TEXT.replace('\n', "\r\n");
    for bytes in [
        TEXT.as_bytes(),
        marked.as_bytes(),
        &wide,
        &swapped,
        windows.as_bytes(),
    ] {
        assert_eq!(texts(&read(bytes, LIST).unwrap()), expected);
    }
    for sign in [",", "\t"] {
        let other = TEXT.replace(';', sign);
        assert_eq!(
            texts(&read(other.as_bytes(), LIST).unwrap()),
            expected,
            "{sign:?}"
        );
    }
}

#[test]
fn windows_1251_is_read_and_a_kazakh_letter_that_it_lost_stays_lost() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Имя;Ёлкин\nСауле;«Х»\n");
    let table = read(&bytes, LIST).unwrap();
    assert_eq!(
        texts(&table),
        [(1, vec!["Имя", "Ёлкин"]), (2, vec!["Сауле", "«Х»"])]
    );
    // What Excel writes for «Әлия» in this encoding; a name with a question mark is refused beside its row.
    let lost = read(b"\xC8\xEC\xFF\n?\xEB\xE8\xFF\n", LIST).unwrap();
    assert_eq!(lost.rows[1].cells[0].shown(), "?лия");
}

#[test]
fn quotes_lines_inside_cells_and_the_line_of_excel_keep_the_numbers_right() {
    let text = "sep=,\nа,\"б, в\nг\"\nд,е\n";
    let table = read(text.as_bytes(), LIST).unwrap();
    assert_eq!(
        texts(&table),
        [(2, vec!["а", "б, в\nг"]), (4, vec!["д", "е"])]
    );
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    assert_eq!(code(b""), "table-empty");
    assert_eq!(code(b"\n\n;;;\n"), "table-empty");
    assert_eq!(code(b"a\0b;c"), "table-unreadable");
    assert_eq!(code(b"\xFF\xFE\x00\xD8"), "table-unreadable");
    assert_eq!(
        code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        "table-old-format"
    );
    assert_eq!(code(b"PK\x03\x04 not a packed file"), "table-unreadable");
    assert_eq!(
        code(&[b'\x89', b'P', b'N', b'G', 13, 10, 26, 10, 0, 0]),
        "table-unreadable"
    );
}

#[test]
fn what_is_too_much_is_refused_before_it_is_kept() {
    assert_eq!(code(&vec![b'a'; LIST.bytes + 1]), "table-too-large");
    assert_eq!(
        code("а;б\n".repeat(1_000_000).as_bytes()),
        "table-too-many-rows"
    );
    assert_eq!(
        code("a;".repeat(61).as_bytes().split_last().unwrap().1),
        "table-too-wide"
    );
    let long = format!("а;{}\n", "б".repeat(501));
    let table = read(long.as_bytes(), LIST).unwrap();
    assert_eq!(table.rows[0].cells[1], Cell::Bad(TABLE_CELL_LONG));
    let open = format!("а;\"б\n{}", "в;г\n".repeat(5_000));
    let table = read(open.as_bytes(), LIST).unwrap();
    assert_eq!(
        table.rows[0].cells[1],
        Cell::Bad(TABLE_CELL_LONG),
        "a quote that nobody closed swallows the rest, and says so"
    );
}

/// A workbook with one sheet of these cells in XML.
fn book(sheet: &str) -> Vec<u8> {
    packed(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn packed(more: &[(&str, &[u8])]) -> Vec<u8> {
    const TYPES: &str =
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Hidden" sheetId="1" state="hidden" r:id="r2"/><sheet name="Sheet" sheetId="2" r:id="r1"/></sheets></workbook>"#;
    const BOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let fixed = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
    ];
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in fixed.iter().chain(more) {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_workbook_gives_its_first_visible_sheet_with_dates_and_numbers_as_people_write_them() {
    let rows = format!(
        r#"<row r="1">{}{}</row><row r="3"><c r="A3"><v>910312400121</v></c><c r="B3" s="1"><v>33309</v></c><c r="D3"><v>1.5</v></c></row>"#,
        text_cell("A1", "ИИН"),
        text_cell("B1", "Дата рождения"),
    );
    let table = read(&book(&sheet(&rows)), LIST).unwrap();
    assert_eq!(
        texts(&table),
        [
            (1, vec!["ИИН", "Дата рождения"]),
            (3, vec!["910312400121", "12.03.1991", "", "1.5"])
        ]
    );
    assert!(matches!(table.rows[1].cells[0], Cell::Number(_)));
}

#[test]
fn a_formula_and_an_error_are_named_in_their_cell() {
    let rows = r#"<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://x","Ли")</f><v>Ли</v></c><c r="B1" t="e"><v>#REF!</v></c></row>"#;
    let table = read(&book(&sheet(rows)), LIST).unwrap();
    assert_eq!(
        table.rows[0].cells,
        [Cell::Bad(TABLE_FORMULA), Cell::Bad(TABLE_CELL_ERROR)]
    );
}

#[test]
fn a_cell_at_the_end_of_the_world_allocates_nothing_in_between() {
    let far = format!(
        r#"<row r="1">{}</row><row r="1048576">{}</row>"#,
        text_cell("A1", "a"),
        text_cell("A1048576", "b")
    );
    let table = read(&book(&sheet(&far)), LIST).unwrap();
    assert_eq!(texts(&table), [(1, vec!["a"]), (1_048_576, vec!["b"])]);
    let wide = format!(r#"<row r="1">{}</row>"#, text_cell("XFD1", "a"));
    assert_eq!(code(&book(&sheet(&wide))), "table-too-wide");
}

#[test]
fn a_million_rows_a_bomb_and_a_torn_book_are_refused() {
    let mut rows = String::new();
    for row in 1..=20_000 {
        write!(rows, r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#).unwrap();
    }
    let many = book(&sheet(&rows));
    assert_eq!(code(&many), "table-too-many-rows");
    let bomb = vec![b' '; 80 << 20];
    let small = packed(&[("xl/worksheets/sheet1.xml", &bomb)]);
    assert!(small.len() < 1 << 20, "it looks harmless");
    assert_eq!(code(&small), "table-bomb");
    for cut in [many.len() / 2, many.len() - 10] {
        assert_eq!(code(&many[..cut]), "table-unreadable");
    }
    assert_eq!(
        code(&book("<worksheet><sheetData><row><c")),
        "table-unreadable"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        drop(read(&bytes, LIST));
    }

    #[test]
    fn no_flipped_byte_of_a_book_makes_it_panic(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = book(&sheet(r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>33309</v></c></row>"#));
        let at = at.index(bytes.len());
        bytes[at] = to;
        drop(read(&bytes, LIST));
    }
}

#[test]
fn a_register_of_a_hundred_thousand_is_read_where_a_list_of_that_length_is_none() {
    let mut text = String::from("Фамилия;ИИН\n");
    for number in 0..100_000 {
        let _ = writeln!(text, "Ли;{number:012}");
    }
    assert_eq!(read(text.as_bytes(), REGISTER).unwrap().rows.len(), 100_001);
    assert_eq!(code(text.as_bytes()), "table-too-many-rows");
}

#[test]
fn a_row_is_known_by_what_it_says_and_by_nothing_else() {
    let hash = |text: &str| read(text.as_bytes(), LIST).unwrap().rows[0].hash();
    let row = hash("Ли;Анна;\n");
    assert_eq!(row, hash("Ли;Анна\n"), "empty cells at the end say nothing");
    assert_eq!(
        row,
        hash("\n\n Ли ;\"Анна\"\n"),
        "nor do blanks, quotes and the line"
    );
    assert_eq!(row, hash("Ли\tАнна\n"));
    let others = [
        "ЛиАнна\n",
        "Ли;Анн;а\n",
        ";Ли;Анна\n",
        "Ли;;Анна\n",
        "Анна;Ли\n",
        "ли;Анна\n",
    ];
    for other in others {
        assert_ne!(row, hash(other), "{other:?}");
    }
    assert_eq!(
        row.to_string(),
        "fcfb95ac9a476f20880d90847ec8f915051377cfa72051112c39e0daf3c6b535",
        "the layout of version 1 never changes"
    );
}
