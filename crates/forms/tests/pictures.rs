//! Every form as people see it: `docs/screenshots/forms` shows what the program prints, and this says so.
//!
//! `TIRKEU_BLESS=1` takes the pictures anew; look at them before they are committed. Letters are drawn a little otherwise by
//! another poppler, so that what is compared is how dark each small field of the paper is.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use common::order::{label, labels};
use common::poppler::{Dots, dots};
use tirkeu_forms::{Form, RequestWording};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/screenshots/forms");
const PAPER_DPI: u16 = 80;
const LABEL_DPI: u16 = 203;
/// White between two pages.
const GAP: usize = 12;
/// Dots of a field's side: a letter is about two fields wide. Another rasteriser than poppler's own changes five fields in
/// fifteen thousand by more than [`SAME`].
const FIELD: usize = 3;
/// Darkness by which two fields may differ, of 255.
const SAME: u64 = 80;

/// Every form with the name of its picture; the bilingual ones are both languages at once.
fn all() -> Vec<(String, Form)> {
    let filled = common::all().into_iter();
    let mut all: Vec<(String, Form)> = filled.map(|(name, form)| (name.to_owned(), form)).collect();
    for wording in RequestWording::ALL {
        let form = Form::Request(common::blank_request(wording));
        all.push((format!("{}-blank", wording.text()), form));
    }
    let withdrawn = Form::Receipt(common::withdrawn());
    all.push(("receipt-withdrawn".to_owned(), withdrawn));
    let tubes = labels(vec![label(), label()], (40, 25, LABEL_DPI));
    all.push(("label".to_owned(), tubes));
    all
}

/// Its pages beside each other.
fn drawn(form: &Form) -> Dots {
    let dpi = match form {
        Form::Label(_) => LABEL_DPI,
        _ => PAPER_DPI,
    };
    let pages = dots(&tirkeu_forms::pdf(form, common::DAY).unwrap(), dpi);
    let height = pages.iter().map(|page| page.height).max().unwrap();
    let width = pages.iter().map(|page| page.width + GAP).sum::<usize>() - GAP;
    let mut grey = vec![255; width * height];
    let mut left = 0;
    for page in &pages {
        for (at, row) in page.grey.chunks(page.width).enumerate() {
            let from = at * width + left;
            grey[from..from + page.width].copy_from_slice(row);
        }
        left += page.width + GAP;
    }
    Dots {
        width,
        height,
        grey,
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}.png"))
}

fn kept(name: &str) -> Dots {
    let file = File::open(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut reader = png::Decoder::new(BufReader::new(file)).read_info().unwrap();
    let mut grey = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut grey).unwrap();
    assert_eq!(info.color_type, png::ColorType::Grayscale, "{name}");
    grey.truncate(info.buffer_size());
    Dots {
        width: info.width as usize,
        height: info.height as usize,
        grey,
    }
}

fn keep(name: &str, picture: &Dots) {
    let file = BufWriter::new(File::create(path(name)).unwrap());
    let [width, height] = [picture.width, picture.height].map(|dots| u32::try_from(dots).unwrap());
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&picture.grey).unwrap();
}

/// Fields that are darker or lighter than they were, of all that are not blank in both.
fn apart(one: &Dots, other: &Dots) -> (usize, usize) {
    if (one.width, one.height) != (other.width, other.height) {
        return (1, 1);
    }
    let (mut differ, mut written) = (0, 0);
    for top in (0..one.height).step_by(FIELD) {
        for left in (0..one.width).step_by(FIELD) {
            let light = |of: &Dots| -> u64 {
                let (bottom, right) = ((top + FIELD).min(of.height), (left + FIELD).min(of.width));
                let rows =
                    (top..bottom).map(|y| &of.grey[y * of.width + left..y * of.width + right]);
                let sum: u64 = rows.flatten().map(|dot| u64::from(*dot)).sum();
                sum / ((bottom - top) * (right - left)) as u64
            };
            let (a, b) = (light(one), light(other));
            written += usize::from(a < 250 || b < 250);
            differ += usize::from(a.abs_diff(b) > SAME);
        }
    }
    (differ, written)
}

/// One field in a thousand may be another: that is less than a name. Single words are for the tests that read them.
fn is_same(one: &Dots, other: &Dots) -> bool {
    let (differ, written) = apart(one, other);
    differ * 1_000 <= written
}

#[test]
fn every_form_looks_as_its_picture_shows() {
    let blesses = std::env::var_os("TIRKEU_BLESS").is_some();
    let mut others = Vec::new();
    for (name, form) in all() {
        let now = drawn(&form);
        if blesses {
            keep(&name, &now);
        }
        if !is_same(&now, &kept(&name)) {
            let (differ, written) = apart(&now, &kept(&name));
            others.push(format!("{name}: {differ} of {written} fields"));
        }
    }
    assert!(
        others.is_empty(),
        "not as in docs/screenshots/forms (TIRKEU_BLESS=1 takes them anew): {others:?}"
    );
}

#[test]
fn no_picture_shows_a_form_that_is_none() {
    let mut named: Vec<String> = all().into_iter().map(|(name, _)| name).collect();
    named.sort();
    let files = std::fs::read_dir(FOLDER).unwrap();
    let mut shown: Vec<String> = files
        .map(|file| {
            file.unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    shown.sort();
    assert_eq!(shown, named);
}

/// The comparison finds one word, one line that moved, and another form.
#[test]
fn a_picture_of_something_else_is_found_out() {
    let receipt = drawn(&Form::Receipt(common::receipt()));
    let mut renamed = common::receipt();
    renamed.person.name = "Серікбаева Гүлнұр Ержанқызы".into();
    assert!(
        !is_same(&receipt, &drawn(&Form::Receipt(renamed))),
        "another name"
    );
    let moved = Dots {
        grey: [&[255; 4][..], &receipt.grey[..receipt.grey.len() - 4]].concat(),
        ..receipt
    };
    let receipt = drawn(&Form::Receipt(common::receipt()));
    assert!(!is_same(&receipt, &moved), "four dots to the right");
    let (ru, kk) = (RequestWording::Ru, RequestWording::KkFull);
    let of = |wording| drawn(&Form::Request(common::request(wording)));
    assert!(!is_same(&of(ru), &of(kk)), "the other language");
}
