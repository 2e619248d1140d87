//! The guides quote the screen: every «…» in them is a message, or one whole sentence of a message.

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

fn bare(text: &str) -> String {
    text.trim_matches([' ', '.', '?', ':']).to_owned()
}
