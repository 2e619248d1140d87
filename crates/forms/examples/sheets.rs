//! Writes the sample sheets, the receipt of a withdrawal and the request blanks as PDF into a folder: `cargo run --example sheets -- DIR`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

fn main() {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let all = common::all().into_iter();
    let blanks = tirkeu_forms::RequestWording::ALL.map(|wording| {
        let form = tirkeu_forms::Form::Request(common::blank_request(wording));
        (format!("{}-blank", wording.text()), form)
    });
    let all = all.chain([(
        "receipt-withdrawn",
        tirkeu_forms::Form::Receipt(common::withdrawn()),
    )]);
    for (name, form) in all
        .map(|(name, form)| (name.to_owned(), form))
        .chain(blanks)
    {
        let start = Instant::now();
        let bytes = tirkeu_forms::pdf(&form, common::DAY).unwrap();
        println!("{name}: {} bytes, first {:?}", bytes.len(), start.elapsed());
        std::fs::write(dir.join(format!("{name}.pdf")), bytes).unwrap();
    }
    let mut times: Vec<_> = (0..100).map(receipt_time).collect();
    times.sort();
    println!(
        "receipt, warm, another patient each time: median {:?}, p99 {:?}",
        times[50], times[98]
    );
}

fn receipt_time(number: u32) -> std::time::Duration {
    let mut receipt = common::receipt();
    receipt.number = number.to_string();
    receipt.person.name = format!("Ахметова Айгерим {number}");
    let form = tirkeu_forms::Form::Receipt(receipt);
    let start = Instant::now();
    tirkeu_forms::pdf(&form, common::DAY).unwrap();
    start.elapsed()
}
