//! Verification against the hashes and signatures that it cannot avoid; refolding against its length.

use std::path::Path;
use std::time::Duration;

use ed25519_dalek::{Signature, Signer, SigningKey};
use sha2::{Digest, Sha256};

use crate::frame::timed;
use crate::lab::{Lab, somebody};

/// (ours, raw): the whole journal of a desk with some thousand entries, five times each.
pub fn verification(folder: &Path) -> (Vec<Duration>, Vec<Duration>) {
    let mut lab = Lab::found(folder);
    for number in 0..1_500 {
        lab.intake(somebody(number));
    }
    let entries = stored(lab.open.app.conn());
    // The same lengths under a key of our own: what is verified costs the same whoever signed it.
    let key = SigningKey::from_bytes(&[7; 32]);
    let signed: Vec<(Vec<u8>, Vec<u8>, Signature)> = entries
        .into_iter()
        .map(|(header, body)| {
            let signature = key.sign(&message(&header));
            (header, body, signature)
        })
        .collect();
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let (report, time) = timed(|| lab.open.verify().unwrap());
        assert_eq!(
            report.finding.verdict.code(),
            "whole",
            "what is measured must be whole"
        );
        ours.push(time);
        let (_, time) = timed(|| {
            for (header, body, signature) in &signed {
                assert_ne!(Sha256::digest(body), Sha256::digest([]));
                key.verifying_key()
                    .verify_strict(&message(header), signature)
                    .unwrap();
            }
        });
        raw.push(time);
    }
    (ours, raw)
}

fn message(header: &[u8]) -> Vec<u8> {
    let hash = Sha256::new()
        .chain_update(b"tirkeu/v1/entry\0")
        .chain_update(header)
        .finalize();
    [b"tirkeu/v1/sig\0".as_slice(), &hash].concat()
}

fn stored(conn: &rusqlite::Connection) -> Vec<(Vec<u8>, Vec<u8>)> {
    let sql = "SELECT e.header, coalesce(b.body, x'') FROM j_entries e LEFT JOIN j_bodies b ON b.entry = e.hash";
    let mut statement = conn.prepare(sql).unwrap();
    let found = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    found.map(Result::unwrap).collect()
}

/// (time per entry at four times the length, time per entry at the length) of one subject's refold.
pub fn refold(folder: &Path) -> (Duration, Duration) {
    const SHORT: u32 = 100;
    let mut lab = Lab::found(folder);
    let card = lab.intake(somebody(0));
    let mut at = 0;
    let mut grow = |lab: &mut Lab, to: u32| {
        while at < to {
            at += 1;
            let mut patient = somebody(0);
            patient.phone = format!("+7 701 {:07}", 2_000_000 + at);
            lab.amend(card, patient);
        }
    };
    let rebuilt = |lab: &mut Lab, entries: u32| {
        let times = (0..5)
            .map(|_| timed(|| lab.open.app.rebuild().unwrap()).1)
            .collect();
        crate::frame::median(times) / entries
    };
    grow(&mut lab, SHORT);
    let short = rebuilt(&mut lab, SHORT);
    grow(&mut lab, SHORT * 4);
    let long = rebuilt(&mut lab, SHORT * 4);
    (long, short)
}
