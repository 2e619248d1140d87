//! CSV as spreadsheets of this region write it: UTF-8 with or without a mark, UTF-16, Windows-1251; `;`, `,` or tab.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::{Bounds, Cell, Row, Rows, TABLE_UNREADABLE};
use crate::error::Refusal;

/// How much of the text decides what stands between cells.
const LOOK_AT: usize = 4_096;

pub(super) fn read(bytes: &[u8], bounds: Bounds) -> Result<Vec<Row>, Refusal> {
    let text = decoded(bytes)?;
    // No text has it, and a file of another kind soon has one.
    if text.contains('\0') {
        return Err(Refusal::new(TABLE_UNREADABLE));
    }
    // One end of a line, so that lines are counted as an editor counts them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (said, text) = said(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(said.unwrap_or_else(|| delimiter(text)))
        .from_reader(text.as_bytes());
    let mut rows = Rows::within(bounds);
    let mut record = csv::StringRecord::new();
    let before = u32::from(said.is_some());
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(rows.rows),
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                let number = u32::try_from(line).unwrap_or(u32::MAX);
                let cells = record.iter().map(Cell::text).collect();
                rows.push(number.saturating_add(before), cells)?;
            }
            Err(_) => return Err(Refusal::new(TABLE_UNREADABLE)),
        }
    }
}

/// By the mark at the beginning; otherwise UTF-8 when it is, and what Excel of this region writes when it is not.
fn decoded(bytes: &[u8]) -> Result<String, Refusal> {
    let wide = match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let (text, broken) = encoding.decode_with_bom_removal(bytes);
        return match broken {
            true => Err(Refusal::new(TABLE_UNREADABLE)),
            false => Ok(text.into_owned()),
        };
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Ok(WINDOWS_1251
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()),
    }
}

/// Excel's own line `sep=;`, and what follows it.
fn said(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line.trim_end().as_bytes() {
        [b's', b'e', b'p', b'=', one] => (Some(*one), rest),
        _ => (None, text),
    }
}

/// The sign that stands most often outside of quotes at the beginning of the text.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b';', 0), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(LOOK_AT) {
        quoted ^= byte == b'"';
        for (sign, count) in &mut counts {
            *count += u32::from(!quoted && byte == *sign);
        }
    }
    let mut most = counts[0];
    for one in counts {
        if one.1 > most.1 {
            most = one;
        }
    }
    most.0
}
