//! `tirkeu iin` as a person or a script runs it: the built program, bytes in, lines out.

use std::process::Output;

use super::program::tirkeu;

const VECTORS: &str = include_str!("../../../../tests/golden/iin/iin_vectors.csv");
const TAGS: &str = include_str!("../../../../tests/golden/iin/iin_vectors_tags.csv");

fn run(args: &[&str], input: &[u8]) -> Output {
    tirkeu(&[&["iin"], args].concat(), input)
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    String::from_utf8(output.stdout.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn rows(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect()
}

fn or_null(text: &str) -> serde_json::Value {
    if text.is_empty() {
        serde_json::Value::Null
    } else {
        text.into()
    }
}

#[test]
fn both_vector_files_pass_through_the_program() {
    let (vectors, tags) = (rows(VECTORS), rows(TAGS));
    let input: String = vectors.iter().map(|row| format!("{}\n", &row[0])).collect();
    let output = run(&["-", "--on", "2026-11-20"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1), "some numbers are rejected");
    let lines = lines(&output);
    assert_eq!(
        lines.len(),
        65,
        "one line out for each line in, the empty one too"
    );
    for (line, row) in lines.iter().zip(&vectors) {
        assert_eq!(line["iin"], row[0]);
        assert_eq!(line["valid"].to_string(), row[1], "{line}");
        assert_eq!(line["birth_date"], or_null(&row[2]), "{line}");
        assert_eq!(line["sex"], or_null(&row[3]), "{line}");
        assert_eq!(line["century_digit"], or_null(&row[4]), "{line}");
        assert_eq!(line["reason"], row[5], "{line}");
    }
    for (line, row) in lines.iter().zip(&tags) {
        assert_eq!(
            (&line["iin"], &line["verdict"]),
            (&row[1].into(), &row[6].into())
        );
    }
}

#[test]
fn the_line_is_printed_byte_for_byte() {
    let output = run(&["850412172655", "--on", "2026-11-20"], b"");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"iin\":\"850412172655\",\"verdict\":\"accept\",\"valid\":true,\"birth_date\":\"1885-04-12\",\"sex\":\"M\",\"century_digit\":\"1\",\"reason\":\"ok\"}\n"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn only_the_line_end_is_cut() {
    let output = run(
        &["-", "--on", "2026-11-20"],
        b"850412172655\r\n\r\n\n850412172655\r\r\n850412172655 \n850412172655\r",
    );
    let found: Vec<_> = lines(&output)
        .iter()
        .map(|line| {
            (
                line["iin"].as_str().unwrap().to_owned(),
                line["reason"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let expected = [
        ("850412172655", "ok"),
        ("", "length"),
        ("", "length"),
        ("850412172655\r", "length"),
        ("850412172655 ", "length"),
        ("850412172655\r", "length"),
    ];
    assert_eq!(
        found,
        expected.map(|(iin, reason)| (iin.to_owned(), reason.to_owned()))
    );
    assert!(
        run(&["-"], b"").stdout.is_empty(),
        "no line in, no line out"
    );
}

#[test]
fn bytes_that_are_no_text_are_echoed_as_such() {
    let mut input = b"85041217265\xff\n\xff\xfe\n".to_vec();
    input.extend(
        [
            "ж".repeat(32),
            "ж".repeat(33),
            format!("x{}", "ж".repeat(40)),
            "9".repeat(64),
            "9".repeat(65),
            "9".repeat(66),
        ]
        .join("\n")
        .bytes(),
    );
    input.extend(b"\r\n");
    input.extend([b"1".repeat(3_000_000), b"850412172655".to_vec()].join(&b'\n'));
    let output = run(&[], &input);
    let lines = lines(&output);
    let found: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line["iin"].as_str().unwrap(),
                line["reason"].as_str().unwrap(),
            )
        })
        .collect();
    let (cut_odd, cut_even) = (
        format!("x{}…", "ж".repeat(31)),
        format!("{}…", "ж".repeat(32)),
    );
    let (nines, cut_nines, cut_ones) = (
        "9".repeat(64),
        format!("{}…", "9".repeat(64)),
        format!("{}…", "1".repeat(64)),
    );
    let whole = "ж".repeat(32);
    let expected = [
        ("85041217265\u{fffd}", "non_digit"),
        ("\u{fffd}\u{fffd}", "length"),
        (&whole, "length"),
        (&cut_even, "length"),
        (&cut_odd, "length"),
        (&nines, "length"),
        (&cut_nines, "length"),
        (&cut_nines, "length"),
        (&cut_ones, "length"),
        ("850412172655", "ok"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_exit_code_follows_the_verdict_or_strictly_the_validity() {
    let warned = "900101088567";
    assert_eq!(
        run(&[warned], b"").status.code(),
        Some(0),
        "a warning is accepted"
    );
    assert_eq!(
        run(&["--strict", warned], b"").status.code(),
        Some(1),
        "--strict wants validity"
    );
    assert_eq!(
        run(&["--strict", "850412172655"], b"").status.code(),
        Some(0)
    );
    assert_eq!(
        run(&["850412172655", "1"], b"").status.code(),
        Some(1),
        "one rejected number is enough"
    );
    assert_eq!(
        run(&["--on", "tomorrow"], b"").status.code(),
        Some(2),
        "a wrong use is 2"
    );
    assert_eq!(
        run(&["--on", "2030-01-01", "--strict", "300101583750"], b"")
            .status
            .code(),
        Some(0)
    );
    assert_eq!(
        run(&["--on", "2029-12-31", "--strict", "300101583750"], b"")
            .status
            .code(),
        Some(1)
    );
}
