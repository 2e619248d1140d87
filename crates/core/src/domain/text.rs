//! Free text as typed or pasted: what may never be stored, and the one normal form (NFC).
//!
//! Called by every form field that is not a number or a date; names add their own rules in `name.rs`.
//! Length is looked at first, on the bytes given, so that a paste of megabytes is refused without a copy.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

use crate::error::{Code, Refusal};

crate::codes! {
    /// Nothing was typed where something is needed.
    TEXT_REQUIRED = "text-required";
    /// More characters than the field holds; `limit`.
    TEXT_TOO_LONG = "text-too-long";
    /// A control character or NUL.
    TEXT_CONTROL = "text-control";
    /// A character that cannot be seen or that turns the reading direction.
    TEXT_INVISIBLE = "text-invisible";
    /// U+FFFD, or half of a character: the text was damaged on its way here.
    TEXT_DAMAGED = "text-damaged";
}

/// How many characters a field holds, and whether it may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line of at most so many characters.
    Line(usize),
    /// Lines of at most so many characters together; `\n` and tab are kept.
    Block(usize),
}

/// Cleans and judges a text: NFC, ends cut, `\r\n` as `\n`. Empty stays empty.
///
/// Spaces of other widths become a plain space; inner spaces are kept as they are.
pub fn check(field: &'static str, typed: &str, shape: Shape) -> Result<String, Refusal> {
    let (limit, block) = match shape {
        Shape::Line(limit) => (limit, false),
        Shape::Block(limit) => (limit, true),
    };
    let clean = normal(typed, limit)
        .ok_or_else(|| Refusal::at(field, TEXT_TOO_LONG).with("limit", limit))?;
    let clean = if block {
        clean.replace("\r\n", "\n")
    } else {
        clean
    };
    let fault = clean
        .chars()
        .filter(|c| !(block && matches!(c, '\n' | '\t')))
        .find_map(fault);
    match fault {
        Some(code) => Err(Refusal::at(field, code)),
        None => Ok(clean),
    }
}

/// The same for a field that must not be empty.
pub fn required(field: &'static str, typed: &str, shape: Shape) -> Result<String, Refusal> {
    let text = check(field, typed, shape)?;
    if text.is_empty() {
        Err(Refusal::at(field, TEXT_REQUIRED))
    } else {
        Ok(text)
    }
}

/// NFC with the ends cut and every space a plain one; none when longer than `limit` characters.
pub(super) fn normal(typed: &str, limit: usize) -> Option<String> {
    let trimmed = typed.trim();
    // NFC of honest text is never shorter than a quarter of what was typed; decomposed Hangul is the extreme.
    if trimmed.len() > limit.saturating_mul(16) {
        return None;
    }
    let spaced: String = trimmed
        .chars()
        .map(|c| if is_space(c) { ' ' } else { c })
        .collect();
    let normal = if is_nfc(&spaced) {
        spaced
    } else {
        spaced.nfc().collect()
    };
    (normal.chars().count() <= limit).then_some(normal)
}

/// What makes a character impossible in stored text.
pub(super) fn fault(c: char) -> Option<Code> {
    match c {
        '\u{FFFD}' => Some(TEXT_DAMAGED),
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' => Some(TEXT_CONTROL),
        _ if is_invisible(c) => Some(TEXT_INVISIBLE),
        _ => None,
    }
}

/// Spaces of every width that stand for a plain space (general category Zs).
fn is_space(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Format characters, direction marks, fillers, variation selectors, tags, noncharacters and private use:
/// nothing that a reader of a name or a note could see or mean.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{8E2}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}')
}

/// A mark that combines with the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn code(typed: &str, shape: Shape) -> &'static str {
        check("note", typed, shape).unwrap_err().code.0
    }

    #[test]
    fn what_cannot_be_stored_is_named() {
        let line = Shape::Line(20);
        assert_eq!(code("а\0б", line), "text-control");
        assert_eq!(code("а\nб", line), "text-control");
        assert_eq!(code("а\u{202E}б", line), "text-invisible");
        assert_eq!(code("а\u{200B}б", line), "text-invisible");
        assert_eq!(code("а\u{FFFD}", line), "text-damaged");
        assert_eq!(code(&"а".repeat(21), line), "text-too-long");
        assert_eq!(code(&"x".repeat(10 << 20), line), "text-too-long");
        assert_eq!(
            required("note", " \u{A0} ", line).unwrap_err().code,
            TEXT_REQUIRED
        );
    }

    #[test]
    fn what_can_is_brought_to_one_form() {
        assert_eq!(
            check("note", "  Ко\u{A0}и\u{306} ", Shape::Line(20)).unwrap(),
            "Ко й",
            "NBSP is a space, и + ̆ is й"
        );
        assert_eq!(
            check("note", "а\r\nб\tв", Shape::Block(20)).unwrap(),
            "а\nб\tв"
        );
        assert_eq!(
            check("note", &format!(" {} ", "а".repeat(20)), Shape::Line(20))
                .unwrap()
                .chars()
                .count(),
            20
        );
    }

    proptest! {
        #[test]
        fn cleaning_is_idempotent_and_never_panics(typed in any::<String>()) {
            for shape in [Shape::Line(50), Shape::Block(50)] {
                if let Ok(once) = check("note", &typed, shape) {
                    prop_assert_eq!(check("note", &once, shape).unwrap(), once.clone());
                    prop_assert!(once.chars().count() <= 50);
                }
            }
        }
    }
}
