//! Rust read as text, closely enough for walls: comments and test modules away, `use` trees unfolded.
//!
//! No syntax tree: a wall must stand even where a macro hides the code from a parser.

/// One file without its comments and test modules.
pub struct Source {
    /// Code with the contents of string literals blanked.
    code: String,
    /// The string literals, in order.
    pub literals: Vec<String>,
}

impl Source {
    pub fn read(text: &str) -> Self {
        let (code, literals) = lex(&without_tests(text));
        Self { code, literals }
    }

    /// Every path that the file names, `use` trees unfolded: `std::fs`, `chrono::Utc::now`, `println!`.
    pub fn paths(&self) -> Vec<String> {
        let dense = dense(&self.code);
        let mut paths = Vec::new();
        let mut rest = dense.as_str();
        while let Some(at) = find_word(rest, "use ") {
            let tree = &rest[at + 4..];
            let end = tree.find(';').unwrap_or(tree.len());
            unfold("", &tree[..end], &mut paths);
            rest = &tree[end..];
        }
        let mut word = String::new();
        for c in dense.chars().chain([' ']) {
            if c.is_alphanumeric() || matches!(c, '_' | ':' | '!') {
                word.push(c);
            } else if !word.is_empty() {
                paths.push(std::mem::take(&mut word));
            }
        }
        paths
    }

    /// (verb, table) of every write in the file's SQL; a table that is filled in later is `{`.
    pub fn writes(&self) -> Vec<(String, String)> {
        self.literals
            .iter()
            .flat_map(|sql| writes_of(sql))
            .collect()
    }

    /// Literals that look like SQL at all.
    pub fn sql(&self) -> impl Iterator<Item = &String> {
        self.literals.iter().filter(|text| {
            let words: Vec<_> = text.split_whitespace().collect();
            let has = |word: &str| words.iter().any(|w| w.eq_ignore_ascii_case(word));
            words.len() >= 3
                && ((has("select") && has("from"))
                    || text.starts_with("PRAGMA ")
                    || !writes_of(text).is_empty())
        })
    }

    /// Literals with two Cyrillic words in a row: a sentence that belongs in locales/.
    pub fn sentences(&self) -> impl Iterator<Item = &String> {
        let cyrillic = |word: &str| {
            word.chars()
                .filter(|c| ('\u{400}'..='\u{4ff}').contains(c))
                .count()
                >= 2
        };
        self.literals.iter().filter(move |text| {
            text.split(' ')
                .collect::<Vec<_>>()
                .windows(2)
                .any(|two| cyrillic(two[0]) && cyrillic(two[1]))
        })
    }
}

fn writes_of(sql: &str) -> Vec<(String, String)> {
    let words: Vec<String> = sql
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '{' | '}')))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let after = |n: usize| words.get(at + n).map(String::as_str).unwrap_or_default();
        // `INSERT OR IGNORE INTO t`, `UPDATE OR FAIL t`.
        let skip = if after(1) == "or" { 2 } else { 0 };
        let table = match (word.as_str(), after(1 + skip)) {
            ("insert" | "replace", "into") => after(2 + skip),
            ("delete", "from") => after(2),
            ("update", table) if words[at..].iter().any(|w| w == "set") => table,
            ("drop" | "alter", "table") => after(2),
            _ => continue,
        };
        let table = if table.starts_with('{') { "{" } else { table };
        // A trigger's `UPDATE ON t` forbids; it does not write.
        if !table.is_empty() && table != "on" {
            found.push((word.clone(), table.to_owned()));
        }
    }
    found
}

fn unfold(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let Some(brace) = tree.find('{') else {
        let name = tree.split(" as ").next().unwrap_or_default().trim();
        paths.push(
            format!("{prefix}{name}")
                .trim_end_matches("::self")
                .to_owned(),
        );
        return;
    };
    let prefix = format!("{prefix}{}", &tree[..brace]);
    let inner = &tree[brace + 1..tree.rfind('}').unwrap_or(tree.len())];
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                unfold(&prefix, &inner[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inner[start..].is_empty() {
        unfold(&prefix, &inner[start..], paths);
    }
}

/// One line, no blank beside `::`, `{`, `}` and `,`, so that a path is one word however it was broken.
fn dense(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    for piece in code.split_whitespace() {
        let joins = |c: Option<char>| matches!(c, Some(':' | '{' | '}' | ',' | ';'));
        if !out.is_empty() && !joins(out.chars().last()) && !joins(piece.chars().next()) {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Cuts `#[cfg(test)] mod name { … }`; files behind `#[cfg(test)] mod name;` are left out by the caller.
fn without_tests(text: &str) -> String {
    let (blank, _) = lex_in_place(text);
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(found) = blank[from..].find("#[cfg(test)]") {
        let start = from + found;
        from = start + "#[cfg(test)]".len();
        let head = blank[from..].find(['{', ';']).map(|at| from + at);
        let Some(open) = head.filter(|at| blank.as_bytes()[*at] == b'{') else {
            continue;
        };
        let mut depth = 0;
        for (at, byte) in blank.bytes().enumerate().skip(open) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let hole: String = text[start..=at]
                    .chars()
                    .map(|c| if c == '\n' { '\n' } else { ' ' })
                    .collect();
                // Byte lengths must stay equal while later test modules are looked for.
                let hole = format!("{hole}{}", " ".repeat(text[start..=at].len() - hole.len()));
                out.replace_range(start..=at, &hole);
                from = at + 1;
                break;
            }
        }
    }
    out
}

fn lex(text: &str) -> (String, Vec<String>) {
    lex_in_place(text)
}

/// Comments and the contents of literals become blanks of the same byte length.
fn lex_in_place(text: &str) -> (String, Vec<String>) {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut literals = Vec::new();
    let blank = |out: &mut Vec<u8>, range: std::ops::Range<usize>| {
        for byte in &mut out[range] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            let end = rest.find('\n').map_or(bytes.len(), |n| at + n);
            blank(&mut out, at..end);
            at = end;
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(bytes.len(), |n| at + n + 2);
            blank(&mut out, at..end);
            at = end;
        } else if let Some(hashes) = raw_string(rest) {
            let open = at + 2 + hashes;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = text[open..].find(&close).map_or(bytes.len(), |n| open + n);
            literals.push(text[open..end].to_owned());
            blank(&mut out, open..end);
            at = (end + close.len()).min(bytes.len());
        } else if bytes[at] == b'"' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            let end = end.min(bytes.len());
            literals.push(text[at + 1..end].replace("\\\n", " "));
            blank(&mut out, at + 1..end);
            at = end + 1;
        } else if bytes[at] == b'\'' {
            at += char_literal(rest).unwrap_or(1);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    (String::from_utf8(out).unwrap_or_default(), literals)
}

/// `r"`, `r#"`, …: how many hashes.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.bytes().take_while(|b| *b == b'#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The length of `'"'`, `'\''`, `'ә'`; a lifetime is none.
fn char_literal(rest: &str) -> Option<usize> {
    let inner = &rest[1..];
    let first = inner.chars().next()?;
    if first == '\\' {
        return inner[2..].find('\'').map(|n| n + 4);
    }
    inner[first.len_utf8()..]
        .starts_with('\'')
        .then_some(first.len_utf8() + 2)
}
