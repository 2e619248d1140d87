//! What stands in the memory of the processes of one desk: read through `/proc`, as somebody with the machine in
//! their hands would read it.

use std::fs;
use std::io::{Read, Seek, SeekFrom};

use memchr::memmem;

/// Which of these texts stand in the memory of these processes, as UTF-8 or as UTF-16.
pub fn holds<'a>(pids: &[u32], texts: &[&'a str]) -> Vec<&'a str> {
    let forms = |text: &str| {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [text.as_bytes().to_vec(), wide]
    };
    let forms: Vec<_> = texts.iter().map(|text| (*text, forms(text))).collect();
    let mut found = Vec::new();
    for pid in pids {
        each_part(*pid, |part| {
            for (text, forms) in &forms {
                let is_there = || forms.iter().any(|form| memmem::find(part, form).is_some());
                if !found.contains(text) && is_there() {
                    found.push(*text);
                }
            }
        });
    }
    found
}

/// Read at once; the parts overlap, so that nothing is cut in two.
const PART: u64 = 4 << 20;
const OVERLAP: u64 = 1 << 10;
/// What a JavaScript engine reserves is longer and not filled.
const REGION: u64 = 1 << 30;

/// What a process may write to, part by part; a process that ended meanwhile has nothing.
fn each_part(pid: u32, mut look: impl FnMut(&[u8])) {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
    let Ok(mut memory) = fs::File::open(format!("/proc/{pid}/mem")) else {
        return;
    };
    let mut part = vec![0; usize::try_from(PART).unwrap()];
    for (from, to) in maps.lines().filter_map(writable) {
        let mut at = from;
        while at < to.min(from + REGION) {
            let wanted = usize::try_from((to - at).min(PART)).unwrap();
            let read = match memory.seek(SeekFrom::Start(at)) {
                Ok(_) => memory.read(&mut part[..wanted]).unwrap_or_default(),
                Err(_) => 0,
            };
            look(&part[..read]);
            at += PART - OVERLAP;
        }
    }
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
