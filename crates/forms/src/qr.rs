//! QR codes as one SVG path each, and what stands in them.
//!
//! Upper-case text with colons stays in QR's alphanumeric mode, so a hash fits into a code that
//! a worn-out scanner still reads. Whoever scans a sheet classifies it by the leading words.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use serde_json::{Value, json};

use crate::{Form, FormError};

/// `TIRKEU:ENTRY:` and the hashes of journal entries in upper-case hex, a colon between two.
pub fn entry_text<S: AsRef<str>>(sha256: &[S]) -> String {
    let hashes: Vec<String> = sha256
        .iter()
        .map(|hash| hash.as_ref().to_uppercase())
        .collect();
    format!("TIRKEU:ENTRY:{}", hashes.join(":"))
}

/// `TIRKEU:POLICY:` and the hash of a policy version in upper-case hex.
pub fn policy_text(sha256: &str) -> String {
    format!("TIRKEU:POLICY:{}", sha256.to_uppercase())
}

/// `TIRKEU:HEAD:`, the desk, the number of its last entry and its hash, in upper-case hex.
pub fn head_text(device: &str, seq: &str, hash: &str) -> String {
    format!("TIRKEU:HEAD:{device}:{seq}:{hash}").to_uppercase()
}

pub(crate) fn of(form: &Form) -> Result<Value, FormError> {
    Ok(match form {
        Form::Kit(kit) => {
            json!({ "digits": svg(&kit.groups.concat())?, "age": svg(&kit.age_key)? })
        }
        Form::Consent(sheet) => json!({ "policy": svg(&policy_text(&sheet.policy.sha256))? }),
        Form::Receipt(sheet) => json!({ "entry": svg(&entry_text(&sheet.entries))? }),
        Form::EvidenceCard(card) => json!({ "entry": svg(&entry_text(&[&card.entry]))? }),
        // What an employer is handed names no entry.
        Form::Expected(_) | Form::Seen(_) => json!({}),
        // The annex has no place for a code, and a blank nothing to say in one.
        Form::Request(_) => json!({}),
        // Bars are what scanners of a desk read on them.
        Form::Label(_)
        | Form::Slip(_)
        | Form::Act(_)
        | Form::Registration(_)
        | Form::Reserved(_) => json!({}),
        Form::Control(sheet) => {
            json!({ "head": svg(&head_text(&sheet.own.device, &sheet.seq, &sheet.own.hash))? })
        }
    })
}

/// A QR code for a screen: black modules on a white ground with its quiet zone of four (ISO/IEC 18004).
///
/// # Errors
/// [`FormError::Qr`] where the text is too long for a code.
pub fn code(text: &str) -> Result<String, FormError> {
    let (width, path) = modules(text)?;
    let all = width + 8;
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {all} {all}"><rect width="{all}" height="{all}" fill="#fff"/><path transform="translate(4 4)" d="{path}"/></svg>"##
    ))
}

/// Black modules on nothing; the quiet zone is the template's white paper.
fn svg(text: &str) -> Result<String, FormError> {
    let (width, path) = modules(text)?;
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{width}" height="{width}"><path d="{path}"/></svg>"#
    ))
}

/// How many modules stand in a row, and the black ones as one path.
fn modules(text: &str) -> Result<(usize, String), FormError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|c| **c == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run.max(1);
        }
    }
    Ok((width, path))
}
