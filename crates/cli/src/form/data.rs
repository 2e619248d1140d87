//! The data of a form from a JSON file: the shapes are those of `tirkeu_forms`, listed in `docs/cli.md`. What is wrong is
//! said by its place; a value is never repeated, and a key only where it cannot be somebody's number.

use serde::de::DeserializeOwned;
use serde_json::Value;
use tirkeu_core::domain::print::LabelSize;
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::id::Hash;
use tirkeu_core::journal::tagged_hash;
use tirkeu_core::time::{Clock, SystemClock};
use tirkeu_forms::{Form, FormError, LabelData, paper};

use super::Out;
use crate::exit::{Failure, INPUT_NOTHING, INPUT_NUMBER, INPUT_PLACE};
use crate::input;
use crate::session::Global;

/// The part that the file plays, as errors name it.
const VALUES: &str = "values";

/// What stands in the file after `--data`, or on standard input.
pub fn read<T: DeserializeOwned>(global: &Global) -> Result<T, Failure> {
    let path = global.named().ok_or(Failure::Usage("--data FILE.json"))?;
    let value: Value = input::json(Some(path), VALUES)?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let place = place(&error.path().to_string(), &error.inner().to_string());
        Failure::Values(vec![Refusal::new(INPUT_PLACE).with("place", place)])
    })
}

/// The form as it stands in the file: of nobody whom a desk knows, so without a data folder, a session and an entry.
pub fn written(form: &Form, out: Out) -> Result<(Hash, Vec<u8>, Out), Failure> {
    let bytes = tirkeu_forms::pdf(form, paper::date(SystemClock.now()))
        .map_err(|error| failure(form, &error))?;
    Ok((tagged_hash(b"", &[&bytes]), bytes, out))
}

fn failure(form: &Form, error: &FormError) -> Failure {
    let refusal = match (error, form) {
        (FormError::Number, _) => Refusal::new(INPUT_NUMBER),
        (FormError::Nothing, _) => Refusal::new(INPUT_NOTHING),
        (FormError::Label, Form::Label(sheet)) => match size(sheet) {
            Err(refusal) => refusal,
            Ok(_) => return Error::Paper(error.to_string()).into(),
        },
        _ => return Error::Paper(error.to_string()).into(),
    };
    Failure::Values(vec![refusal])
}

fn size(sheet: &LabelData) -> Result<LabelSize, Refusal> {
    LabelSize::new(sheet.size.width_mm, sheet.size.height_mm, sheet.size.dpi)
}

/// Where something is wrong. The library's own message would quote what was typed; of it only the name of a key that is
/// missing or known to no form is taken.
fn place(path: &str, message: &str) -> String {
    let named = ["missing field `", "unknown field `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))
        .and_then(|rest| rest.split('`').next());
    let path = path.trim_start_matches('.');
    let whole = match named {
        Some(name) if !path.ends_with(name) => match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        },
        _ => path.to_owned(),
    };
    let may_be_a_number = |part: &str| part.chars().filter(char::is_ascii_digit).count() >= 4;
    let parts =
        whole.split('.').map(
            |part| match may_be_a_number(part) || part.chars().count() > 40 {
                true => "…",
                false => part,
            },
        );
    parts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_and_a_value_never() {
        assert_eq!(
            place("labels[0]", "missing field `number`"),
            "labels[0].number"
        );
        assert_eq!(place(".", "missing field `size`"), "size");
        assert_eq!(
            place(
                "labels[1].copies",
                "invalid type: string \"Ахметова\", expected u8"
            ),
            "labels[1].copies"
        );
        assert_eq!(
            place(
                "labels[0].nubmer",
                "unknown field `nubmer`, expected one of"
            ),
            "labels[0].nubmer"
        );
        assert_eq!(
            place("910312400121", "unknown field `910312400121`, expected"),
            "…"
        );
    }
}
