//! The receipt and the request form as PDF: what they say read from the desk, typeset and written, warm.

use std::path::Path;
use std::time::Duration;

use tirkeu_core::app::Paper;
use tirkeu_core::event::disclosure::action;
use tirkeu_core::query;
use tirkeu_forms::{RequestWording, paper};

use crate::frame::timed;
use crate::lab::{Lab, somebody};

const ROUNDS: u32 = 40;

/// One sample a receipt, each of another patient; the first is left out, it loads the fonts.
pub fn receipt(folder: &Path) -> Vec<Duration> {
    let mut lab = Lab::found(&folder.join("desk"));
    let mut samples = Vec::new();
    for round in 0..=ROUNDS {
        let card = lab.intake(somebody(round));
        let entry = query::acts::newest(lab.open.app.conn(), card).unwrap();
        let receipt = Paper {
            document: 2,
            card,
            entry,
            action: action::SAVE,
        };
        let mut time = Duration::ZERO;
        lab.open
            .app
            .paper(receipt, |facts| {
                let (pdf, took) = timed(|| {
                    let form = paper::receipt(facts).unwrap();
                    tirkeu_forms::pdf(&form, paper::date(facts.now)).unwrap()
                });
                time = took;
                Ok(pdf)
            })
            .unwrap();
        samples.push(time);
    }
    samples.split_off(1)
}

/// One sample a request form in both languages, each of another patient; the first is left out, it loads the fonts.
pub fn request(folder: &Path) -> Vec<Duration> {
    let mut lab = Lab::found(&folder.join("desk"));
    let mut samples = Vec::new();
    for round in 0..=ROUNDS {
        let card = lab.intake(somebody(round));
        let mut time = Duration::ZERO;
        lab.open
            .app
            .request_paper(card, action::SAVE, |facts| {
                let (pdf, took) = timed(|| {
                    let form = paper::request(facts, RequestWording::Both);
                    tirkeu_forms::pdf(&form, paper::date(facts.now)).unwrap()
                });
                time = took;
                Ok(pdf)
            })
            .unwrap();
        samples.push(time);
    }
    samples.split_off(1)
}
