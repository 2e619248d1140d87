//! Writes the four sample sheets as PDF into a folder: `cargo run --example sheets -- DIR`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

fn main() {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    for (name, form) in common::all() {
        let start = Instant::now();
        let bytes = tirkeu_forms::pdf(&form, common::DAY).unwrap();
        println!("{name}: {} bytes, first {:?}", bytes.len(), start.elapsed());
        std::fs::write(dir.join(format!("{name}.pdf")), bytes).unwrap();
    }
}
