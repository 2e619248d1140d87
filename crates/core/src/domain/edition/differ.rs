//! Where the Kazakh and the Russian text of an edition do not say the same, as far as a program can tell:
//! clauses, paragraphs, numbers, dates, addresses, length. A pure function of the two texts.
//!
//! What it finds is a place to read again, not an error: a number written as a word is a difference too.

use std::collections::{BTreeMap, BTreeSet};

/// More than this is not read by anybody; whoever has so many texts apart sees that from the first ones.
const MOST: usize = 200;

/// Shorter than this, a text's length says nothing.
const TELLING: usize = 120;

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A number of any sort.
    Number,
    /// A date; the value is `YYYY-MM-DD`.
    Date,
    /// An e-mail address.
    Email,
    /// A phone; the value is its last ten digits.
    Phone,
    /// Twelve digits: БИН or ИИН.
    Identity,
}

/// One place where the texts differ. `clause` is the number of the clause; empty before the first one and in a
/// text without numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Both texts are the same text.
    Same,
    /// A numbered clause or heading stands in one text only.
    Clause {
        /// Its number.
        clause: String,
        /// Where it stands.
        only: Side,
    },
    /// A clause has another number of paragraphs.
    Paragraphs {
        /// Its number.
        clause: String,
        /// In the Kazakh text.
        kk: usize,
        /// In the Russian text.
        ru: usize,
    },
    /// A value stands in one text only, or more often.
    Value {
        /// Where.
        clause: String,
        /// What it is.
        kind: Kind,
        /// As compared.
        value: String,
        /// Where it stands.
        only: Side,
    },
    /// One text of a clause is less than half as long; of the whole, less than two thirds.
    Shorter {
        /// The clause; none is the whole text.
        clause: Option<String>,
        /// The short one.
        side: Side,
    },
}

/// Everything in which the texts differ, in the order of the clauses; no more than two hundred.
pub fn differ(kk: &str, ru: &str) -> Vec<Difference> {
    let (letters_kk, letters_ru) = (letters(kk), letters(ru));
    // A text that is not there yet is said beside its field.
    if kk.trim().is_empty() || ru.trim().is_empty() {
        return Vec::new();
    }
    if kk.trim() == ru.trim() && letters_kk >= TELLING {
        return vec![Difference::Same];
    }
    let (kk, ru) = (clauses(kk), clauses(ru));
    let mut found = Vec::new();
    for clause in in_order(&kk, &ru) {
        let number = clause.clone();
        match (kk.get(&clause), ru.get(&clause)) {
            (Some(kk), Some(ru)) => within(&number, kk, ru, &mut found),
            (Some(_), None) => found.push(Difference::Clause {
                clause: number,
                only: Side::Kk,
            }),
            (None, _) => found.push(Difference::Clause {
                clause: number,
                only: Side::Ru,
            }),
        }
    }
    if let Some(side) = shorter(letters_kk, letters_ru, (2, 3)) {
        found.push(Difference::Shorter { clause: None, side });
    }
    found.truncate(MOST);
    found
}

/// What stands under one number.
#[derive(Debug, Default)]
struct Clause {
    at: usize,
    paragraphs: Vec<String>,
}

/// The clauses of a text by number. What stands before the first number has the empty one, and is left out where
/// there is nothing. A number that comes again goes on under the same.
fn clauses(text: &str) -> BTreeMap<String, Clause> {
    let mut found: BTreeMap<String, Clause> = BTreeMap::new();
    let mut under = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (number, rest) = match numbered(line) {
            Some((number, rest)) => (Some(number), rest),
            None => (None, line),
        };
        if let Some(number) = number {
            under = number;
        }
        let at = found.len();
        let clause = found.entry(under.clone()).or_insert(Clause {
            at,
            paragraphs: Vec::new(),
        });
        clause.paragraphs.push(rest.to_owned());
    }
    found
}

/// «3.2. Text», «3) Text», «3.2 Text»; a bare number is none, and neither is a date or a year.
fn numbered(line: &str) -> Option<(String, &str)> {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let bare = first.trim_end_matches(['.', ')']);
    let parts: Vec<&str> = bare.split('.').collect();
    let is_number =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_marked = first.len() > bare.len() || parts.len() > 1;
    (is_marked && parts.iter().all(is_number)).then(|| (bare.to_owned(), rest.trim()))
}

/// Clauses as they follow in the Kazakh text, then those that only the Russian one has, each where it stands there.
fn in_order(kk: &BTreeMap<String, Clause>, ru: &BTreeMap<String, Clause>) -> Vec<String> {
    let mut all: Vec<(usize, usize, &String)> = kk
        .iter()
        .map(|(number, clause)| (clause.at, 0, number))
        .chain(
            ru.iter()
                .filter(|(number, _)| !kk.contains_key(*number))
                .map(|(number, clause)| (clause.at, 1, number)),
        )
        .collect();
    all.sort();
    all.into_iter()
        .map(|(_, _, number)| number.clone())
        .collect()
}

fn within(number: &str, kk: &Clause, ru: &Clause, found: &mut Vec<Difference>) {
    let clause = || number.to_owned();
    if kk.paragraphs.len() != ru.paragraphs.len() {
        found.push(Difference::Paragraphs {
            clause: clause(),
            kk: kk.paragraphs.len(),
            ru: ru.paragraphs.len(),
        });
    }
    let (kk, ru) = (kk.paragraphs.join("\n"), ru.paragraphs.join("\n"));
    let (in_kk, in_ru) = (values(&kk), values(&ru));
    let both: BTreeSet<_> = in_kk.keys().chain(in_ru.keys()).collect();
    for value in both {
        let times = |of: &BTreeMap<_, usize>| of.get(value).copied().unwrap_or_default();
        let only = match times(&in_kk).cmp(&times(&in_ru)) {
            std::cmp::Ordering::Greater => Side::Kk,
            std::cmp::Ordering::Less => Side::Ru,
            std::cmp::Ordering::Equal => continue,
        };
        found.push(Difference::Value {
            clause: clause(),
            kind: value.0,
            value: value.1.clone(),
            only,
        });
    }
    if let Some(side) = shorter(letters(&kk), letters(&ru), (1, 2)) {
        found.push(Difference::Shorter {
            clause: Some(clause()),
            side,
        });
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The side that is less than this part of the other.
fn shorter(kk: usize, ru: usize, (part, of): (usize, usize)) -> Option<Side> {
    if kk.max(ru) < TELLING {
        return None;
    }
    if kk * of < ru * part {
        Some(Side::Kk)
    } else if ru * of < kk * part {
        Some(Side::Ru)
    } else {
        None
    }
}

/// The months as they begin in both languages, whatever the ending.
const MONTHS: [[&str; 2]; 12] = [
    ["январ", "қаңтар"],
    ["феврал", "ақпан"],
    ["март", "наурыз"],
    ["апрел", "сәуір"],
    ["мая", "мамыр"],
    ["июн", "маусым"],
    ["июл", "шілде"],
    ["август", "тамыз"],
    ["сентябр", "қыркүйек"],
    ["октябр", "қазан"],
    ["ноябр", "қараша"],
    ["декабр", "желтоқсан"],
];

type Found = BTreeMap<(Kind, String), usize>;

/// Numbers, dates and addresses of a text, with how often they stand there.
fn values(text: &str) -> Found {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| "()[]«»\"„“”,;:!?".contains(c)))
        .map(|word| word.trim_end_matches('.'))
        .collect();
    let mut found = Found::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let (used, value) = date_of(rest)
            .or_else(|| phone_of(rest))
            .or_else(|| email_of(rest))
            .map_or((1, None), |(used, value)| (used, Some(value)));
        match value {
            Some(value) => *found.entry(value).or_default() += 1,
            None => numbers_of(words[at], &mut found),
        }
        at += used;
    }
    found
}

/// `21.05.2013`, «21 мая 2013», «2013 жылғы 21 мамыр…».
fn date_of(words: &[&str]) -> Option<(usize, (Kind, String))> {
    let say = |used, day: u32, month: usize, year: u32| {
        let is_day = (1..=31).contains(&day) && (1900..=2199).contains(&year);
        is_day.then(|| (used, (Kind::Date, format!("{year:04}-{month:02}-{day:02}"))))
    };
    let parts: Vec<&str> = words[0].split('.').collect();
    if let [day, month, year] = parts[..]
        && let (Ok(day), Ok(month), Ok(year)) =
            (day.parse(), month.parse::<usize>(), year.parse::<u32>())
        && (1..=12).contains(&month)
    {
        return say(1, day, month, year);
    }
    let number = |at: usize| -> Option<u32> {
        let digits: String = words
            .get(at)?
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok()
    };
    let month = |at: usize| {
        let word = words.get(at)?.to_lowercase();
        let named = |names: &[&str; 2]| names.iter().any(|name| word.starts_with(name));
        Some(MONTHS.iter().position(named)? + 1)
    };
    if let (Some(day), Some(month), Some(year)) = (number(0), month(1), number(2)) {
        return say(3, day, month, year);
    }
    let is_year = words
        .get(1)
        .is_some_and(|word| word.starts_with("жыл") || *word == "ж");
    match (number(0), number(2), month(3)) {
        (Some(year), Some(day), Some(month)) if is_year => say(4, day, month, year),
        _ => None,
    }
}

/// `+7 727 234 56 78` however it is set.
fn phone_of(words: &[&str]) -> Option<(usize, (Kind, String))> {
    if !words[0].starts_with('+') {
        return None;
    }
    let mut digits = String::new();
    for (at, word) in words.iter().enumerate() {
        let is_part = word
            .chars()
            .all(|c| c.is_ascii_digit() || "+-–()".contains(c));
        if !is_part || (at > 0 && digits.len() >= 11) {
            break;
        }
        digits.extend(word.chars().filter(char::is_ascii_digit));
        if digits.len() >= 11 {
            let last = digits.split_off(digits.len() - 10);
            return Some((at + 1, (Kind::Phone, last)));
        }
    }
    None
}

fn email_of(words: &[&str]) -> Option<(usize, (Kind, String))> {
    let (user, host) = words[0].split_once('@')?;
    let whole = !user.is_empty() && host.contains('.');
    whole.then(|| (1, (Kind::Email, words[0].to_lowercase())))
}

/// Every run of digits; a point or comma between digits belongs to it.
fn numbers_of(word: &str, found: &mut Found) {
    let mut run = String::new();
    let signs: Vec<char> = word.chars().collect();
    for at in 0..=signs.len() {
        let sign = signs.get(at).copied().unwrap_or(' ');
        let inside = ".,".contains(sign)
            && !run.is_empty()
            && signs.get(at + 1).is_some_and(char::is_ascii_digit);
        if sign.is_ascii_digit() || inside {
            run.push(sign);
        } else if !run.is_empty() {
            let number = std::mem::take(&mut run);
            let is_identity = number.len() == 12 && number.bytes().all(|b| b.is_ascii_digit());
            let kind = if is_identity {
                Kind::Identity
            } else {
                Kind::Number
            };
            *found.entry((kind, number)).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests;
