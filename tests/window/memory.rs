//! What stands in the memory of the processes of one desk: read through `/proc`, as somebody with the machine in
//! their hands would read it.

use std::fs;
use std::io::{Read, Seek, SeekFrom};

use memchr::memmem;

/// A secret, in every form in which it could lie there.
pub struct Needle {
    pub name: &'static str,
    forms: Vec<Vec<u8>>,
}

impl Needle {
    /// As UTF-8 or as UTF-16.
    pub fn text(text: &'static str) -> Self {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Self {
            name: text,
            forms: vec![text.as_bytes().to_vec(), wide],
        }
    }

    /// As it is.
    pub fn bytes(name: &'static str, bytes: &[u8]) -> Self {
        Self {
            name,
            forms: vec![bytes.to_vec()],
        }
    }

    /// Its hexadecimal digits, small or large.
    pub fn hex(name: &'static str, bytes: &[u8]) -> Self {
        Self {
            name,
            forms: vec![
                hex::encode(bytes).into_bytes(),
                hex::encode_upper(bytes).into_bytes(),
            ],
        }
    }
}

/// Which of these stand in the memory of these processes, by name and in this order.
pub fn holds(pids: &[u32], needles: &[Needle]) -> Vec<&'static str> {
    let mut found = vec![false; needles.len()];
    for pid in pids {
        each_part(*pid, |part| {
            for (needle, found) in needles.iter().zip(&mut found) {
                let stands = |form: &Vec<u8>| memmem::find(part, form).is_some();
                *found = *found || needle.forms.iter().any(stands);
            }
        });
    }
    let named = needles.iter().zip(found);
    named
        .filter_map(|(needle, found)| found.then_some(needle.name))
        .collect()
}

/// Read at once; the parts overlap, so that nothing is cut in two.
const PART: u64 = 4 << 20;
const OVERLAP: u64 = 1 << 10;
const PAGE: u64 = 4 << 10;

/// What a process may write to, part by part; a process that ended meanwhile has nothing.
fn each_part(pid: u32, mut look: impl FnMut(&[u8])) {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
    let at = |name| fs::File::open(format!("/proc/{pid}/{name}"));
    let (Ok(mut memory), Ok(mut pages)) = (at("mem"), at("pagemap")) else {
        return;
    };
    let mut part = vec![0; usize::try_from(PART).unwrap()];
    for region in maps.lines().filter_map(writable) {
        for (from, to) in filled(&mut pages, region) {
            let mut at = from;
            while at < to {
                let wanted = usize::try_from((to - at).min(PART)).unwrap();
                let read = read_at(&mut memory, at, &mut part[..wanted]);
                look(&part[..read]);
                // A page that cannot be read is passed over.
                at += if read == wanted {
                    PART - OVERLAP
                } else {
                    (u64::try_from(read).unwrap() / PAGE + 1) * PAGE
                };
            }
        }
    }
}

/// The stretches of a region that hold anything, in memory or in the swap: a JavaScript engine reserves gigabytes.
fn filled(pages: &mut fs::File, (from, to): (u64, u64)) -> Vec<(u64, u64)> {
    let count = usize::try_from((to - from) / PAGE).unwrap();
    let mut entries = vec![0; count * 8];
    let read = read_at(pages, from / PAGE * 8, &mut entries);
    let mut runs: Vec<(u64, u64)> = Vec::new();
    let mut at = from;
    for entry in entries[..read].chunks_exact(8) {
        // The two highest bits of a little-endian number: present, swapped.
        if entry[7] & 0xc0 != 0 {
            match runs.last_mut() {
                Some((_, end)) if *end == at => *end += PAGE,
                _ => runs.push((at, at + PAGE)),
            }
        }
        at += PAGE;
    }
    runs
}

/// As much as can be read from there.
fn read_at(file: &mut fs::File, at: u64, into: &mut [u8]) -> usize {
    if file.seek(SeekFrom::Start(at)).is_err() {
        return 0;
    }
    let mut done = 0;
    while done < into.len() {
        match file.read(&mut into[done..]) {
            Ok(read) if read > 0 => done += read,
            _ => break,
        }
    }
    done
}

/// The range of a line of `/proc/<pid>/maps`, when it can be written to.
fn writable(line: &str) -> Option<(u64, u64)> {
    let mut words = line.split_whitespace();
    let (range, rights) = (words.next()?, words.next()?);
    let (from, to) = range.split_once('-')?;
    let hex = |text| u64::from_str_radix(text, 16).ok();
    rights
        .starts_with("rw")
        .then(|| Some((hex(from)?, hex(to)?)))?
}
