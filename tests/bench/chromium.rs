//! What a browser needs for an equal page: the words of our own sheet, in our own font, printed by a Chromium without a
//! window. Whoever prints by a browser starts one for it, so its start is in the figure. Absent where no Chromium, or no
//! tool that reads the words, is installed.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::frame::timed;

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const FONT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/forms/fonts/GolosText-Regular.ttf"
);
const ROUNDS: u32 = 5;

/// One sample a print; the first is left out, it makes the profile.
pub fn printed(folder: &Path, pdf: &[u8]) -> Option<Vec<Duration>> {
    let browser = NAMES.into_iter().find(|name| {
        let asked = Command::new(name).arg("--version").output();
        asked.is_ok_and(|out| out.status.success())
    })?;
    std::fs::create_dir_all(folder).unwrap();
    let page = folder.join("page.html");
    std::fs::write(&page, html(&text(folder, pdf)?)).unwrap();
    let mut samples = Vec::new();
    for _ in 0..=ROUNDS {
        let (printed, took) = timed(|| print(browser, folder, &page));
        printed.then(|| samples.push(took))?;
    }
    Some(samples.split_off(1))
}

/// The sheet's words, a page from the next by a form feed.
fn text(folder: &Path, pdf: &[u8]) -> Option<String> {
    let sheet = folder.join("sheet.pdf");
    std::fs::write(&sheet, pdf).unwrap();
    let out = Command::new("pdftotext")
        .args(["-layout", sheet.to_str().unwrap(), "-"])
        .output()
        .ok()?;
    let text = String::from_utf8(out.stdout).ok();
    text.filter(|text| !text.is_empty())
}

fn html(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;");
    let pages: String = safe
        .split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .map(|page| format!("<pre>{page}</pre>"))
        .collect();
    format!(
        "<!doctype html><meta charset=\"utf-8\"><style>\
         @font-face {{ font-family: Golos; src: url(\"file://{FONT}\"); }}\
         @page {{ size: A4; margin: 8mm; }}\
         pre {{ font: 6pt Golos; break-after: page; }}</style>{pages}"
    )
}

fn print(browser: &str, folder: &Path, page: &Path) -> bool {
    let out = folder.join("out.pdf");
    let _ = std::fs::remove_file(&out);
    let done = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-pdf-header-footer",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("--print-to-pdf={}", out.display()))
        .arg(format!("file://{}", page.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    done.is_ok_and(|done| done.success()) && out.exists()
}
