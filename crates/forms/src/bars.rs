//! Code 128 (ISO/IEC 15417) of an order number as one SVG path.
//!
//! Digits stand in pairs (code set C); an odd one closes in code set B, so that nine digits are 101 modules. The quiet
//! zones of ten modules are the template's white paper. What else is read of a label stands beside the bars as text.

use barcoders::sym::code128::Code128;
use serde_json::{Value, json};
use tirkeu_core::domain::print::LabelSize;

use crate::{Form, FormError, LabelData};

/// Digits of an order number: the width of a label is judged by them.
const DIGITS: usize = 9;
/// The path's units in a module.
const UNIT: usize = 100;
/// What a bar gives up on either side, in those units: printers blacken every dot that is touched, and a bar that reached
/// to the very edge of a dot would be one dot wider than the next.
const NARROWER: usize = 2;
/// Code set C, code set B: how the encoder is told of them.
const PAIRS: char = 'Ć';
const SINGLE: char = 'Ɓ';

/// `bars` of the data: one for each number of the form, in its order; for labels how wide a module is as well.
pub(crate) fn of(form: &Form) -> Result<Value, FormError> {
    Ok(match form {
        Form::Label(sheet) => {
            let size = size(sheet)?;
            if sheet.labels.iter().all(|label| label.copies == 0) {
                return Err(FormError::Nothing);
            }
            let numbers = sheet.labels.iter().map(|label| &label.number);
            json!({ "codes": codes(numbers)?, "module_dots": size.module_dots() })
        }
        Form::Slip(sheet) => json!({ "codes": codes([&sheet.number])? }),
        Form::Registration(sheet) if sheet.numbers.is_empty() => return Err(FormError::Nothing),
        Form::Registration(sheet) => json!({ "codes": codes(&sheet.numbers)? }),
        Form::Reserved(sheet) => json!({ "codes": codes(&sheet.numbers)? }),
        _ => json!({}),
    })
}

fn size(sheet: &LabelData) -> Result<LabelSize, FormError> {
    let paper = sheet.size;
    LabelSize::new(paper.width_mm, paper.height_mm, paper.dpi).map_err(|_| FormError::Label)
}

fn codes<'a>(numbers: impl IntoIterator<Item = &'a String>) -> Result<Vec<Value>, FormError> {
    numbers.into_iter().map(|number| code(number)).collect()
}

/// An empty number has no bars.
fn code(number: &str) -> Result<Value, FormError> {
    if number.is_empty() {
        return Ok(Value::Null);
    }
    let modules = modules(number)?;
    let width = modules.len();
    let mut path = String::new();
    let mut at = 0;
    while at < width {
        let run = modules[at..].iter().take_while(|dark| **dark == 1).count();
        if run > 0 {
            let (from, wide) = (at * UNIT + NARROWER, run * UNIT - 2 * NARROWER);
            path.push_str(&format!("M{from} 0h{wide}v1h-{wide}z"));
        }
        at += run.max(1);
    }
    let units = width * UNIT;
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {units} 1" width="{units}" height="1" preserveAspectRatio="none"><path d="{path}"/></svg>"#
    );
    Ok(json!({ "svg": svg, "modules": width }))
}

/// Dark is 1. Anything but nine digits and the spaces between them is no order number.
fn modules(number: &str) -> Result<Vec<u8>, FormError> {
    let digits: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FormError::Number);
    }
    let (pairs, odd) = digits.split_at(DIGITS - 1);
    let text = format!("{PAIRS}{pairs}{SINGLE}{odd}");
    let code = Code128::new(text).map_err(|_| FormError::Number)?;
    Ok(code.encode())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_digits_are_a_hundred_and_one_modules() {
        assert_eq!(modules("100 00017 3").unwrap().len(), 101);
        assert_eq!(
            modules("100000173").unwrap(),
            modules("100 00017 3").unwrap()
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for wrong in [
            " ",
            "10000017",
            "10000017А",
            "1000001733",
            "１００００００１７",
            "-10000017",
        ] {
            assert!(
                matches!(modules(wrong), Err(FormError::Number)),
                "{wrong:?}"
            );
        }
    }
}
