//! Whether two forms speak of one person: what agrees, what contradicts, and how likely that makes it.
//!
//! Called by the duplicate guard over a form that is typed and each card that may be meant; knows nothing of where
//! the cards came from. Agreement and contradiction are weighed field by field after I. P. Fellegi and A. B. Sunter,
//! *A Theory for Record Linkage*, JASA 64 (1969): a field adds log2(m/u) bits where it agrees and log2((1−m)/(1−u))
//! where it does not, m being how often it agrees on two cards of one person and u how often on cards of two. m and
//! u are estimates of ours for the patients of one laboratory, rounded down where a family shares the value:
//!
//! | field | agrees | nearly | contradicts | estimate |
//! |---|---|---|---|---|
//! | birth date | +12 | day and month exchanged +6, one digit +2 | −6 | 29 000 days in eighty years, some of them crowded |
//! | document number | +12 | | 0 | a number is one person's; documents are renewed |
//! | ИИН | [`Level::Same`] | one slip +9 | −7 | for life, given once |
//! | surname | +7 | one slip +3 | −3 | the commonest is borne by one in 150; women change it |
//! | given name | +6 | one slip +3, initial +1 | −5 | the commonest is borne by one in 70 |
//! | patronymic | +6 | initial +1 | −4 | the father's name, whatever its ending; missing says nothing |
//! | phone | +4 | | 0 | shared by a family, changed often |
//! | sex | 0 | | −7 | half of all people agree |
//! | surname and name exchanged | −1 | | | beside what they agree in |
//!
//! From [`VERY_LIKELY`] bits on the cards are very likely one person's, from [`POSSIBLE`] on possibly. Whatever twins
//! share makes nothing very likely: the given name must be the same, or the document, or an ИИН but for a slip. Two
//! numbers that both check out and differ are two people's until a person says otherwise.

mod traits;

use super::super::fold::word;
use crate::domain::iin;
use traits::Name;
pub use traits::Traits;

/// Bits from which on the cards are very likely one person's.
pub const VERY_LIKELY: i32 = 22;
/// Bits from which on they may be.
pub const POSSIBLE: i32 = 14;

/// How likely it is one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing speaks for it.
    None,
    /// A quiet hint.
    Possible,
    /// A person decides before the card is saved.
    VeryLikely,
    /// The same ИИН: that card is the person's.
    Same,
}

impl Level {
    /// The stable code.
    pub fn text(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Possible => "possible",
            Self::VeryLikely => "very_likely",
            Self::Same => "same",
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $number:literal $text:literal $bits:literal;)*) => {
        /// Why two forms are taken for one person's or not; the number is stored, words under `intake-alike-<text>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Reason { $($(#[$doc])* $name = $number,)* }

        impl Reason {
            /// All of them, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable code.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The stored number.
            pub fn code(self) -> u8 {
                self as u8
            }

            /// What it weighs.
            pub fn bits(self) -> i32 {
                match self { $(Self::$name => $bits,)* }
            }
        }
    };
}

reasons! {
    /// The same ИИН.
    IinSame = 1 "iin-same" 40;
    /// ИИН but for one digit, or two neighbours exchanged.
    IinSlip = 2 "iin-slip" 9;
    /// Two numbers that both check out.
    IinDiffers = 3 "iin-differs" -7;
    /// The same birth date.
    BornSame = 4 "born-same" 12;
    /// Day and month exchanged.
    BornSwapped = 5 "born-swapped" 6;
    /// One digit of the birth date.
    BornClose = 6 "born-close" 2;
    /// Another birth date.
    BornDiffers = 7 "born-differs" -6;
    /// The same surname, however spelt.
    SurnameSame = 8 "surname-same" 7;
    /// A surname one slip away.
    SurnameClose = 9 "surname-close" 3;
    /// Another surname.
    SurnameDiffers = 10 "surname-differs" -3;
    /// The same given name, however spelt.
    NameSame = 11 "name-same" 6;
    /// A given name one slip away.
    NameClose = 12 "name-close" 3;
    /// An initial that fits.
    NameInitial = 13 "name-initial" 1;
    /// Another given name.
    NameDiffers = 14 "name-differs" -5;
    /// The same father's name.
    PatronymicSame = 15 "patronymic-same" 6;
    /// An initial that fits.
    PatronymicInitial = 16 "patronymic-initial" 1;
    /// Another father's name.
    PatronymicDiffers = 17 "patronymic-differs" -4;
    /// Surname and given name in each other's place.
    NamesExchanged = 18 "names-exchanged" -1;
    /// A phone in common.
    PhoneSame = 19 "phone-same" 4;
    /// The same document.
    DocumentSame = 20 "document-same" 12;
    /// A woman and a man.
    SexDiffers = 21 "sex-differs" -7;
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How likely.
    pub level: Level,
    /// Bits in sum.
    pub bits: i32,
    /// Why, by number.
    pub reasons: Vec<Reason>,
}

/// Compares two forms. The order of the two is of no meaning.
pub fn compare(one: &Traits, other: &Traits) -> Verdict {
    let mut reasons = names(one, other);
    reasons.extend(number(one, other));
    reasons.extend(born(one, other));
    if one.phones.iter().any(|phone| other.phones.contains(phone)) {
        reasons.push(Reason::PhoneSame);
    }
    if one.document.is_some() && one.document == other.document {
        reasons.push(Reason::DocumentSame);
    }
    if one.sex.is_some() && other.sex.is_some() && one.sex != other.sex {
        reasons.push(Reason::SexDiffers);
    }
    reasons.sort_unstable();
    let bits = reasons.iter().map(|reason| reason.bits()).sum();
    Verdict {
        level: level(&reasons, bits),
        bits,
        reasons,
    }
}

fn level(reasons: &[Reason], bits: i32) -> Level {
    let has = |reason| reasons.contains(&reason);
    let told = has(Reason::NameSame) || has(Reason::DocumentSame) || has(Reason::IinSlip);
    if has(Reason::IinSame) {
        Level::Same
    } else if bits >= VERY_LIKELY && told && !has(Reason::IinDiffers) {
        Level::VeryLikely
    } else if bits >= POSSIBLE {
        Level::Possible
    } else {
        Level::None
    }
}

/// ИИН: only numbers of twelve digits say anything. Two that check out are two people's, even one digit apart: the
/// eleventh digit weighs nothing in the control digit, and twins are numbered one after the other.
fn number(one: &Traits, other: &Traits) -> Option<Reason> {
    if one.iin.len() != 12 || other.iin.len() != 12 {
        return None;
    }
    let valid = |text: &str| iin::Iin::parse(text).is_some();
    if one.iin == other.iin {
        Some(Reason::IinSame)
    } else if valid(&one.iin) && valid(&other.iin) {
        Some(Reason::IinDiffers)
    } else {
        iin::is_slip(&one.iin, &other.iin).then_some(Reason::IinSlip)
    }
}

fn born(one: &Traits, other: &Traits) -> Option<Reason> {
    use chrono::Datelike;
    let (one, other) = (one.born?, other.born?);
    let swapped =
        one.year() == other.year() && (one.day(), one.month()) == (other.month(), other.day());
    let digits = |date: chrono::NaiveDate| date.format("%Y%m%d").to_string();
    Some(if one == other {
        Reason::BornSame
    } else if swapped {
        Reason::BornSwapped
    } else if differing(&digits(one), &digits(other)) == 1 {
        Reason::BornClose
    } else {
        Reason::BornDiffers
    })
}

fn differing(one: &str, other: &str) -> usize {
    one.bytes()
        .zip(other.bytes())
        .filter(|(a, b)| a != b)
        .count()
}

/// Surname, given name and patronymic as they stand, or surname and name exchanged where that agrees in both.
fn names(one: &Traits, other: &Traits) -> Vec<Reason> {
    let straight: Vec<Reason> = [
        surname(&one.surname, &other.surname),
        given(&one.name, &other.name),
    ]
    .into_iter()
    .flatten()
    .collect();
    let exchanged = one.surname.is(&other.name) && one.name.is(&other.surname);
    let agrees = straight.contains(&Reason::SurnameSame) && straight.contains(&Reason::NameSame);
    let mut reasons = match exchanged && !agrees {
        true => vec![
            Reason::SurnameSame,
            Reason::NameSame,
            Reason::NamesExchanged,
        ],
        false => straight,
    };
    reasons.extend(patronymic(&one.patronymic, &other.patronymic));
    reasons
}

fn surname(one: &Name, other: &Name) -> Option<Reason> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(
        if one.is(other) || one.any(other, |a, b| word::family(a) == word::family(b)) {
            Reason::SurnameSame
        } else if one.any(other, |a, b| is_close(word::family(a), word::family(b))) {
            Reason::SurnameClose
        } else {
            Reason::SurnameDiffers
        },
    )
}

fn given(one: &Name, other: &Name) -> Option<Reason> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(if one.is(other) {
        Reason::NameSame
    } else if one.any(other, is_initial) {
        Reason::NameInitial
    } else if one.any(other, is_close) {
        Reason::NameClose
    } else {
        Reason::NameDiffers
    })
}

fn patronymic(one: &Name, other: &Name) -> Option<Reason> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let father = |a: &str, b: &str| {
        let of = |text| word::father(text).unwrap_or(text).to_owned();
        of(a) == of(b)
    };
    Some(if one.is(other) || one.any(other, father) {
        Reason::PatronymicSame
    } else if one.any(other, is_initial) {
        Reason::PatronymicInitial
    } else {
        Reason::PatronymicDiffers
    })
}

/// One of the two is a single letter with which the other begins.
fn is_initial(one: &str, other: &str) -> bool {
    let single = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
    single(one, other) || single(other, one)
}

/// One letter more, less or another, or two neighbours exchanged; in names of four letters and more.
fn is_close(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    if short.len() < 4 || long.len() - short.len() > 1 || long.len() > 60 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = short
        .iter()
        .rev()
        .zip(long.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    if head + tail + 1 >= long.len() {
        return true;
    }
    short.len() == long.len()
        && head + tail + 2 == long.len()
        && short[head] == long[head + 1]
        && short[head + 1] == long[head]
}

#[cfg(test)]
mod tests;
