//! One language's files, taken apart into what the rules ask about.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

/// A value or an attribute of a message.
#[derive(Debug, Default, PartialEq)]
pub struct Part {
    /// Its pieces of text, those of every variant included.
    pub text: Vec<String>,
    /// Variables that are shown.
    pub printed: BTreeSet<String>,
    /// Variables that choose a variant.
    pub selectors: BTreeSet<String>,
    /// Chooses by a plural category or a number.
    pub plural: bool,
}

pub struct Message {
    pub file: String,
    /// `""` is the value, `.hint` an attribute.
    pub parts: BTreeMap<String, Part>,
}

pub struct Locale {
    pub lang: &'static str,
    pub files: BTreeSet<String>,
    pub sources: BTreeMap<String, String>,
    pub messages: BTreeMap<String, Message>,
    pub faults: Vec<String>,
}

/// `n` and `…_n` choose a plural form; the printed number is a variable of its own.
pub fn is_count(name: &str) -> bool {
    name == "n" || name.ends_with("_n")
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Locale {
    pub fn load(lang: &'static str) -> Self {
        let mut locale = Self {
            lang,
            files: BTreeSet::new(),
            sources: BTreeMap::new(),
            messages: BTreeMap::new(),
            faults: Vec::new(),
        };
        for entry in fs::read_dir(root().join("locales").join(lang)).expect("the language's folder")
        {
            let path = entry.expect("a readable folder").path();
            let file = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let source = fs::read_to_string(&path).expect("UTF-8 text");
            if file.ends_with(".ftl") {
                locale.read(&file, &source);
            }
            locale.files.insert(file.clone());
            locale.sources.insert(file, source);
        }
        locale
    }

    /// Every value and attribute with its key.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &str, &Part)> {
        self.messages.iter().flat_map(|(key, message)| {
            let parts = message.parts.iter();
            parts.map(move |(name, part)| (key.as_str(), name.as_str(), part))
        })
    }

    /// Files that are not Fluent: templates of whole documents.
    pub fn plain_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self
            .sources
            .iter()
            .filter(|(file, _)| !file.ends_with(".ftl"));
        files.map(|(file, text)| (file.as_str(), text.as_str()))
    }

    /// Names of the areas: a key begins with its own.
    pub fn areas(&self) -> BTreeSet<String> {
        let names = self.messages.keys().filter_map(|key| key.split_once('-'));
        names.map(|(area, _)| area.to_owned()).collect()
    }

    fn read(&mut self, file: &str, source: &str) {
        let resource = parser::parse(source).unwrap_or_else(|(resource, errors)| {
            let broken = errors
                .iter()
                .map(|error| format!("{}/{file}: {error}", self.lang));
            self.faults.extend(broken);
            resource
        });
        for entry in &resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut parts = BTreeMap::new();
                    if let Some(value) = &message.value {
                        parts.insert(String::new(), part(value));
                    }
                    for attribute in &message.attributes {
                        parts.insert(format!(".{}", attribute.id.name), part(&attribute.value));
                    }
                    let key = message.id.name.to_owned();
                    let file = file.to_owned();
                    if let Some(first) = self.messages.insert(key.clone(), Message { file, parts })
                    {
                        let twice =
                            format!("{} {key}: said twice, also in {}", self.lang, first.file);
                        self.faults.push(twice);
                    }
                }
                Entry::Junk { content } => {
                    self.faults
                        .push(format!("{}/{file}: not understood: {content}", self.lang));
                }
                _ => {}
            }
        }
    }
}

fn part(pattern: &Pattern<&str>) -> Part {
    let mut part = Part::default();
    walk(pattern, &mut part);
    part
}

fn walk(pattern: &Pattern<&str>, part: &mut Part) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => part.text.push((*value).to_owned()),
            PatternElement::Placeable { expression } => expression_of(expression, part),
        }
    }
}

fn expression_of(expression: &Expression<&str>, part: &mut Part) {
    match expression {
        Expression::Inline(inline) => inline_of(inline, part),
        Expression::Select { selector, variants } => {
            let mut chosen = Part::default();
            inline_of(selector, &mut chosen);
            part.plural |= chosen.printed.iter().any(|name| is_count(name));
            part.selectors.extend(chosen.printed);
            for variant in variants {
                part.plural |= match variant.key {
                    VariantKey::Identifier { name } => {
                        ["zero", "one", "two", "few", "many"].contains(&name)
                    }
                    VariantKey::NumberLiteral { .. } => true,
                };
                walk(&variant.value, part);
            }
        }
    }
}

fn inline_of(inline: &InlineExpression<&str>, part: &mut Part) {
    match inline {
        InlineExpression::VariableReference { id } => {
            part.printed.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } => part.text.push((*value).to_owned()),
        InlineExpression::Placeable { expression } => expression_of(expression, part),
        _ => {}
    }
}
