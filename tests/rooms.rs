//! The walls between rooms: reads the sources of each folder and fails when a wall is crossed.
//!
//! The table is `rooms/walls.rs`; each row carries a sample which the same code must catch, so
//! that no wall is there in name only. Test modules may do what their room may not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

#[path = "rooms/source.rs"]
mod source;
#[path = "rooms/walls.rs"]
mod walls;

use std::fs;
use std::path::{Path, PathBuf};

use source::Source;
use walls::{Ban, WALLS, Wall};

#[test]
fn no_wall_is_crossed() {
    let files = sources();
    assert!(
        files.len() > 30,
        "the sources must be found: only {} files were read",
        files.len()
    );
    let mut crossed = Vec::new();
    for wall in WALLS {
        for (name, text) in files.iter().filter(|(name, _)| inside(name, wall)) {
            crossed.extend(
                violations(name, text, &wall.ban)
                    .iter()
                    .map(|found| format!("{name}: {found} ({})", wall.why)),
            );
        }
    }
    assert!(
        crossed.is_empty(),
        "walls are crossed:\n{}",
        crossed.join("\n")
    );
}

#[test]
fn every_wall_catches_its_sample() {
    for wall in WALLS {
        let name = format!(
            "{}/sample.{}",
            wall.rooms[0],
            if wall.rooms[0].starts_with("ui/") {
                "svelte"
            } else {
                "rs"
            }
        );
        assert!(
            !violations(&name, wall.sample, &wall.ban).is_empty(),
            "not caught: {}",
            wall.sample
        );
        assert!(
            inside(&name, wall),
            "the wall must look at its own room: {name}"
        );
    }
}

#[test]
fn what_only_looks_like_a_violation_passes() {
    let innocent = r##"
        //! std::fs, SystemTime and "INSERT INTO p_card" in a comment.
        use crate::time::{Hlc, Wall};
        /* println!("x") */
        const QUOTE: char = '"';
        const NOTE: &str = "update the settings";
        fn brand<'a>(operand: &'a str) -> &'a str { operand }
        const A: &str = "CREATE TRIGGER t BEFORE UPDATE ON j_entries BEGIN SELECT RAISE(ABORT, 'x'); END";
        #[cfg(test)]
        mod tests { use std::fs; fn a() { let b = "Введите номер {"; rusqlite::open("INSERT INTO p_card"); } }
        fn after() {}
    "##;
    for wall in WALLS
        .iter()
        .filter(|wall| !matches!(wall.ban, Ban::Sql | Ban::Text(_)))
    {
        assert_eq!(
            violations("a.rs", innocent, &wall.ban),
            Vec::<String>::new(),
            "{}",
            wall.why
        );
    }
    let page = "<!-- localStorage --><p>{shown}</p>\n// new Date\n<style>/* {@html */</style>";
    for wall in WALLS.iter().filter(|wall| matches!(wall.ban, Ban::Text(_))) {
        assert_eq!(
            violations("a.svelte", page, &wall.ban),
            Vec::<String>::new(),
            "{}",
            wall.why
        );
    }
}

#[test]
fn the_lints_of_the_core_ban_clock_chance_and_exit() {
    let lints = fs::read_to_string(root().join("crates/core/clippy.toml")).unwrap();
    for path in [
        "std::time::SystemTime::now",
        "rand::thread_rng",
        "std::process::exit",
    ] {
        let line = lints
            .lines()
            .find(|line| line.contains(&format!("\"{path}\"")));
        assert!(
            line.is_some_and(|line| line.contains("reason = ")),
            "clippy.toml of the core must ban {path} and say why"
        );
    }
}

#[test]
fn the_window_is_granted_no_files_shell_or_network() {
    let folder = root().join("src-tauri/capabilities");
    for (name, text) in files_under(&folder, &["json", "toml"]) {
        for word in [
            "fs:",
            "shell:",
            "http:",
            "sql:",
            "core:webview:allow-create",
            "\"remote\"",
        ] {
            assert!(!text.contains(word), "{name} grants {word}");
        }
    }
}

fn violations(name: &str, text: &str, ban: &Ban) -> Vec<String> {
    let rust = name.ends_with(".rs");
    match ban {
        Ban::Paths(banned) => {
            let paths = Source::read(text).paths();
            let hit = |path: &&String| {
                banned
                    .iter()
                    .any(|ban| path.as_str() == *ban || path.starts_with(&format!("{ban}::")))
            };
            let mut hits: Vec<String> = paths.iter().filter(hit).cloned().collect();
            hits.dedup();
            hits
        }
        Ban::Writes(tables) => {
            // A table that is filled in later may be any; only the room of the folds may do that.
            let open = !tables.contains(&"k_");
            let crosses =
                |table: &str| tables.iter().any(|t| table.starts_with(t)) || (open && table == "{");
            let writes = Source::read(text).writes();
            writes
                .into_iter()
                .filter(|(_, table)| crosses(table))
                .map(|(verb, table)| format!("{verb} {table}"))
                .collect()
        }
        Ban::Sql => Source::read(text).sql().cloned().collect(),
        Ban::Sentences if rust => Source::read(text).sentences().cloned().collect(),
        Ban::Sentences => cyrillic_runs(&without_page_comments(text)),
        Ban::Text(banned) => {
            let page = without_page_comments(text);
            banned
                .iter()
                .filter(|word| page.contains(**word))
                .map(|word| (*word).to_owned())
                .collect()
        }
    }
}

/// Comments of HTML, CSS and TypeScript away; `//` counts only after a blank, so that addresses stay.
fn without_page_comments(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [("<!--", "-->"), ("/*", "*/")] {
        while let Some(start) = out.find(open) {
            let end = out[start..]
                .find(close)
                .map_or(out.len(), |n| start + n + close.len());
            out.replace_range(start..end, " ");
        }
    }
    let line = |line: &str| match line.find("//") {
        Some(at) if line[..at].is_empty() || line[..at].ends_with([' ', '\t']) => {
            line[..at].to_owned()
        }
        _ => line.to_owned(),
    };
    out.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Words of three or more Cyrillic letters; single letters are keys and patterns, not sentences.
fn cyrillic_runs(text: &str) -> Vec<String> {
    text.split(|c: char| !('\u{400}'..='\u{4ff}').contains(&c))
        .filter(|run| run.chars().count() >= 3 && !OWN_NAMES.contains(run))
        .map(str::to_owned)
        .collect()
}

/// The program's name and the languages' own names are the same in every language.
const OWN_NAMES: &[&str] = &["Тіркеу", "Қазақша", "Русский"];

fn inside(name: &str, wall: &Wall) -> bool {
    let under = |folder: &&&str| name == **folder || name.starts_with(&format!("{folder}/"));
    wall.rooms.iter().any(|room| under(&room)) && !wall.but.iter().any(|room| under(&room))
}

/// Every source of the workspace with its name relative to the root, files of tests left out.
fn sources() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["crates", "src-tauri/src", "ui/src"] {
        all.extend(files_under(
            &root().join(folder),
            &["rs", "ts", "svelte", "css", "html"],
        ));
    }
    for page in ["ui/index.html", "ui/patient.html"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        all.push((page.to_owned(), text));
    }
    let test_modules: Vec<String> = all
        .iter()
        .flat_map(|(name, text)| test_files_of(name, text))
        .collect();
    all.retain(|(name, _)| {
        let tested =
            |stem: &String| name == &format!("{stem}.rs") || name.starts_with(&format!("{stem}/"));
        !test_modules.iter().any(tested) && !name.contains("/tests/") && !name.contains(".test.")
    });
    all
}

/// Where the files of `#[cfg(test)] mod name;` lie, without the ending.
fn test_files_of(name: &str, text: &str) -> Vec<String> {
    let Some(stem) = name.strip_suffix(".rs") else {
        return Vec::new();
    };
    let folder = stem
        .strip_suffix("/mod")
        .or_else(|| stem.strip_suffix("/lib"))
        .or_else(|| stem.strip_suffix("/main"))
        .unwrap_or(stem);
    let beside = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for after in text.split("#[cfg(test)]").skip(1) {
        let item = after.split([';', '{']).next().unwrap_or_default();
        if let Some((_, module)) = item.split_once("mod ") {
            match item.split_once("#[path = \"") {
                Some((_, path)) => found.push(format!(
                    "{beside}/{}",
                    path.split(".rs").next().unwrap_or_default()
                )),
                None => found.push(format!("{folder}/{}", module.trim())),
            }
        }
    }
    found
}

fn files_under(folder: &Path, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| endings.contains(&e))
            {
                let name = path
                    .strip_prefix(root())
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}
