//! What the program's sources say about keys: declared error codes and sentences that are asked for.
//!
//! Read as text, so that codes of every crate and keys of the window count without a list to keep.
//! Asked for means, as a regular expression, `\b\$?t\(\s*(["'`])(key)` in `ui/src` and
//! `\b(text|attr|find|of)\([^"]{0,40}"(key)"` in Rust, where the key begins with the name of an area.
//! A key that ends in `-` or meets `${` or `{` is the beginning of a family of keys.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::load::root;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Whole(String),
    Beginning(String),
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pub key: Key,
    pub file: String,
}

/// Every `NAME = "code";` inside a `codes! { … }`.
pub fn error_codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (_, source) in files(&["crates", "src-tauri/src"], &["rs"]) {
        let code_lines: String = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        for block in code_lines.split("codes! {").skip(1) {
            let block = block.split('}').next().unwrap_or_default();
            codes.extend(block.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    codes
}

/// Keys that the window and Rust ask for.
pub fn said_keys(areas: &BTreeSet<String>) -> BTreeSet<Said> {
    let mut said = BTreeSet::new();
    for (file, source) in files(&["ui/src"], &["svelte", "ts"]) {
        for call in calls(&source, "t(") {
            if let Some(quote @ ('"' | '\'' | '`')) = call.trim_start().chars().next() {
                let literal = call.trim_start()[1..]
                    .split(quote)
                    .next()
                    .unwrap_or_default();
                note(&mut said, &file, literal, areas);
            }
        }
    }
    for (file, source) in files(&["crates", "src-tauri/src"], &["rs"]) {
        for name in ["text(", "attr(", "find(", "of("] {
            for call in calls(&source, name) {
                let mut pieces = call.splitn(3, '"');
                let (Some(before), Some(literal)) = (pieces.next(), pieces.next()) else {
                    continue;
                };
                if before.len() <= 40 && !before.contains(';') {
                    note(&mut said, &file, literal, areas);
                }
            }
        }
    }
    said
}

/// Keys that stand in no source, neither whole nor by the beginning of their family.
pub fn unsaid<'a>(keys: impl Iterator<Item = &'a String>) -> Vec<String> {
    let sources = files(
        &["ui/src", "crates", "src-tauri/src"],
        &["svelte", "ts", "rs"],
    );
    let (mut words, mut beginnings) = (HashSet::new(), HashSet::new());
    for (_, source) in &sources {
        let mut pieces = source.split_inclusive(|c| !is_of_a_key(c)).peekable();
        while let Some(piece) = pieces.next() {
            let word = piece.trim_end_matches(|c| !is_of_a_key(c));
            let is_filled_in = match piece[word.len()..].chars().next() {
                Some('{') => true,
                Some('$') => pieces.peek().is_some_and(|next| next.starts_with('{')),
                _ => false,
            };
            if is_filled_in {
                beginnings.insert(word);
            }
            words.insert(word);
        }
    }
    let unsaid = keys.filter(|key| {
        let mut families = (key.match_indices('-').map(|(at, _)| &key[..=at])).skip(1);
        !words.contains(key.as_str()) && !families.any(|beginning| beginnings.contains(beginning))
    });
    unsaid.cloned().collect()
}

fn is_of_a_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn note(said: &mut BTreeSet<Said>, file: &str, literal: &str, areas: &BTreeSet<String>) {
    let start = literal.split(['$', '{']).next().unwrap_or_default();
    let of_an_area = start
        .split_once('-')
        .is_some_and(|(area, _)| areas.contains(area));
    let plain = start
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    if !of_an_area || !plain {
        return;
    }
    let key = if start.len() < literal.len() || start.ends_with('-') {
        Key::Beginning(start.to_owned())
    } else {
        Key::Whole(start.to_owned())
    };
    let file = file.to_owned();
    said.insert(Said { key, file });
}

/// What follows each call of `name(`, the name not being the end of a longer one.
fn calls<'a>(source: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    source.match_indices(name).filter_map(move |(at, _)| {
        let before = source[..at].chars().next_back();
        let longer = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        (!longer).then(|| &source[at + name.len()..])
    })
}

fn files(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue; // a room that is not built yet says nothing
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules") {
                open.push(path);
            } else if endings.iter().any(|end| has_ending(&path, end)) {
                let text = fs::read_to_string(&path).unwrap_or_default();
                found.push((path.display().to_string(), text));
            }
        }
    }
    found
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}
