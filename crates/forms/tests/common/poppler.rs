//! The sheets read back by poppler.

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a poppler tool over a PDF on its standard input.
pub fn poppler(tool: &str, args: &[&str], pdf: &[u8]) -> Vec<u8> {
    let mut child = Command::new(tool)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("poppler-utils must be installed");
    let mut stdin = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&bytes));
    let out = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    out.stdout
}

/// Text in the order of writing, spaces and line breaks made one space.
pub fn text(pdf: &[u8]) -> String {
    let raw = poppler("pdftotext", &["-raw", "-", "-"], pdf);
    String::from_utf8(raw)
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// One page as the dots of a printer: what a scanner is shown.
pub struct Dots {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
}

/// Every page at the density of the printer.
pub fn dots(pdf: &[u8], dpi: u16) -> Vec<Dots> {
    let image = poppler("pdftoppm", &["-gray", "-r", &dpi.to_string(), "-"], pdf);
    let mut pages = Vec::new();
    let mut rest = image.as_slice();
    while !rest.is_empty() {
        let mut words = rest.splitn(4, |byte| byte.is_ascii_whitespace());
        assert_eq!(words.next(), Some(b"P5".as_slice()));
        let mut size = || -> usize {
            let word = std::str::from_utf8(words.next().unwrap()).unwrap();
            word.parse().unwrap()
        };
        let (width, height) = (size(), size());
        let pixels = &words.next().unwrap()[4..];
        let (grey, next) = pixels.split_at(width * height);
        pages.push(Dots {
            width,
            height,
            grey: grey.to_vec(),
        });
        rest = next;
    }
    pages
}

/// Words that leave the paper's margins (left 22 mm, right 18 mm, a hair of tolerance).
pub fn outside(pdf: &[u8]) -> Vec<String> {
    let boxes = String::from_utf8(poppler("pdftotext", &["-bbox", "-", "-"], pdf)).unwrap();
    let number = |line: &str, key: &str| -> f64 {
        let from = line.find(key).unwrap() + key.len() + 2;
        line[from..].split('"').next().unwrap().parse().unwrap()
    };
    let (left, right, top, bottom) = (22.0, 192.0, 8.0, 290.0);
    let mm = |points: f64| points / 72.0 * 25.4;
    boxes
        .lines()
        .filter(|line| line.contains("<word "))
        .filter(|line| {
            mm(number(line, "xMin")) < left - 0.5
                || mm(number(line, "xMax")) > right + 0.5
                || mm(number(line, "yMin")) < top
                || mm(number(line, "yMax")) > bottom
        })
        .map(str::to_owned)
        .collect()
}
