//! Pages that speak of words: every «…» of a guide is a message or one whole sentence of a message, and
//! every key that is put before a native speaker exists.

use std::collections::BTreeSet;

use crate::load::{Locale, root};

/// Quotations of the guide that no message says.
pub fn misquoted(locale: &Locale) -> Vec<String> {
    let sentences = |text: &str| -> Vec<String> {
        let ends = text.split_inclusive(['.', '?', ':']);
        ends.chain([text]).map(bare).collect()
    };
    let parts = locale.parts();
    let said: BTreeSet<String> = parts
        .flat_map(|(_, _, part)| part.text.iter())
        .flat_map(|text| sentences(text))
        .collect();
    let path = root().join(format!("docs/guide/{}.md", locale.lang));
    let guide = std::fs::read_to_string(path).expect("the guide");
    // A quotation may run over the end of a line.
    let guide = guide.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = guide.split('«').skip(1).filter_map(|rest| {
        let (quoted, _) = rest.split_once('»')?;
        (quoted != "…").then(|| quoted.to_owned())
    });
    quoted
        .filter(|quoted| !said.contains(&bare(quoted)))
        .collect()
}

/// Keys of the review page that no file has; `*` stands for any part.
pub fn unknown_keys(locale: &Locale) -> Vec<String> {
    let page =
        std::fs::read_to_string(root().join("docs/translation-review.md")).expect("the page");
    let areas = locale.areas();
    let named = page.split('`').skip(1).step_by(2);
    let keys = named.filter(|word| {
        let area = word.split_once('-').map(|(area, _)| area);
        area.is_some_and(|area| areas.contains(area)) && !word.contains('.')
    });
    let known = |key: &str| match key.split_once('*') {
        None => locale.messages.contains_key(key),
        Some((start, end)) => {
            let mut all = locale.messages.keys();
            all.any(|said| said.starts_with(start) && said.ends_with(end))
        }
    };
    keys.filter(|key| !known(key)).map(str::to_owned).collect()
}

fn bare(text: &str) -> String {
    text.trim_matches([' ', '.', '?', ':']).to_owned()
}
