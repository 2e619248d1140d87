//! A backup against a copy of the same bytes through the same cipher; a restoration against the day that waits for it.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use tirkeu_core::app::Wish;
use tirkeu_core::desk::backup::{Alone, Go, Over, Restoring, Stage, back_up, restore};
use tirkeu_core::desk::{Folder, Loss, Machine, NewManager};
use tirkeu_core::id::Hash;
use tirkeu_core::vault::{KdfChoice, Kit, seal};

use crate::frame::timed;
use crate::lab::{Lab, somebody};

const GIB: u64 = 1 << 30;

/// What was measured.
pub struct Measured {
    /// Writing a backup, five times.
    pub written: Vec<Duration>,
    /// The same bytes from a file through the cipher into a synced file.
    pub raw: Vec<Duration>,
    /// A restoration, scaled to a backup of 1 GiB.
    pub restored: Duration,
}

pub fn measure(folder: &Path) -> Measured {
    let mut lab = Lab::found(&folder.join("data"));
    for number in 0..5_000 {
        lab.intake(somebody(number));
    }
    let stick = folder.join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    let (mut written, mut raw) = (Vec::new(), Vec::new());
    let mut file = stick.clone();
    for _ in 0..5 {
        let begun = Instant::now();
        let mut time = None;
        let desk = Alone::new(&mut lab.open);
        // Reading it back is the restoration's line.
        let made = back_up(&desk, &stick, Wish::Asked, &mut |progress| {
            if progress.stage == Stage::Checking {
                time.get_or_insert(begun.elapsed());
            }
            Go::On
        });
        file = stick.join(made.unwrap().file);
        written.push(time.unwrap());
        raw.push(timed(|| copied(&file, &folder.join("raw"))).1);
    }
    let bytes = std::fs::metadata(&file).unwrap().len();
    let kit = typed(&lab.kit);
    let restored = timed(|| restored(&folder.join("restored"), &file, &kit)).1;
    Measured {
        written,
        raw,
        restored: restored * u32::try_from(GIB / bytes).unwrap(),
    }
}

fn copied(from: &Path, to: &Path) {
    let mut from = BufReader::new(File::open(from).unwrap());
    let out = BufWriter::with_capacity(256 * 1024, File::create(to).unwrap());
    let key = Hash(Kit::from_secret([7; 16]).root().age_public());
    let (mut envelope, _) = seal(out, &[key]).unwrap();
    std::io::copy(&mut from, &mut envelope).unwrap();
    let mut out = envelope.finish().unwrap();
    out.flush().unwrap();
    out.get_ref().sync_all().unwrap();
}

fn restored(to: &Path, file: &Path, kit: &str) {
    let folder = Folder::open(to).unwrap();
    let machine = Machine::real(None, KdfChoice::Floor);
    let wanted = Restoring {
        file,
        kit,
        person: NewManager {
            name: "Синтетическая Айгүл",
            login: "aigul",
            password: "a password long enough",
        },
        loss: Loss::Refused,
        over: Over::Nothing,
    };
    drop(restore(&folder, &machine, &wanted, &mut |_| Go::On).unwrap());
}

fn typed(kit: &Kit) -> String {
    kit.groups().map(|group| group.to_string()).join(" ")
}
