//! A ready policy in both languages, for a laboratory that has none of its own.
//!
//! The text is ours, written on the duties of Law 94-V and the reference policies; a lawyer of the
//! laboratory is expected to read it before it is published. What is published is stored as text
//! in the journal, so a change of the template never changes a policy that somebody consented to.

use super::{BinKind, Both, Lang};

const RU: &str = include_str!("../../../../locales/ru/policy-template.txt");
const KK: &str = include_str!("../../../../locales/kk/policy-template.txt");
const DIGEST_RU: &str = include_str!("../../../../locales/ru/law-digest.txt");
const DIGEST_KK: &str = include_str!("../../../../locales/kk/law-digest.txt");

/// The duties of somebody at a registration desk under Law 94-V and the Health Code, on one page.
pub fn law_digest() -> Both {
    Both {
        kk: DIGEST_KK.to_owned(),
        ru: DIGEST_RU.to_owned(),
    }
}

/// What the template leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFields {
    /// The operator's name, with its legal form.
    pub org: Both,
    /// Which number the operator has.
    pub bin_kind: BinKind,
    /// Twelve digits.
    pub bin: String,
    /// The operator's address.
    pub address: Both,
    /// Where requests and withdrawals may be sent.
    pub email: String,
    /// The registration desk's phone, ready to be shown.
    pub phone: String,
}

/// The template with the laboratory's own data filled in: numbered clauses, one paragraph a line.
pub fn policy_template(lang: Lang, fields: &PolicyFields) -> String {
    let template = match lang {
        Lang::Ru => RU,
        Lang::Kk => KK,
    };
    let number = format!("{} {}", fields.bin_kind.label(lang), fields.bin);
    fill(template, |name| match name {
        "org" => Some(fields.org.get(lang)),
        "bin" => Some(&number),
        "address" => Some(fields.address.get(lang)),
        "email" => Some(&fields.email),
        "phone" => Some(&fields.phone),
        _ => None,
    })
}

/// Replaces each `{name}` once, from left to right: braces inside a value stay as they are.
fn fill<'a>(template: &'a str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after
            .split_once('}')
            .map(|(name, tail)| (value(name), tail))
        {
            Some((Some(known), tail)) => {
                text.push_str(known);
                rest = tail;
            }
            _ => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> PolicyFields {
        PolicyFields {
            org: Both {
                kk: "«Сынақ» ЖШС".into(),
                ru: "ТОО «{email}»".into(),
            },
            bin_kind: BinKind::Bin,
            bin: "990140000123".into(),
            address: Both {
                kk: "Алматы қаласы".into(),
                ru: "город Алматы".into(),
            },
            email: "privacy@example.kz".into(),
            phone: "+7 701 234 56 78".into(),
        }
    }

    #[test]
    fn nothing_is_left_open_and_a_value_is_not_filled_again() {
        let kk = policy_template(Lang::Kk, &fields());
        assert!(!kk.contains(['{', '}']), "every placeholder is known");
        assert!(kk.contains("БСН 990140000123"));
        let ru = policy_template(Lang::Ru, &fields());
        assert!(
            ru.contains("ТОО «{email}»"),
            "a name with braces stays a name"
        );
        assert!(ru.contains("privacy@example.kz"));
    }

    #[test]
    fn both_languages_have_the_same_clauses_and_placeholders() {
        let numbers = |text: &'static str| -> Vec<&'static str> {
            text.lines()
                .filter_map(|line| line.split_once(' ').map(|(first, _)| first))
                .filter(|first| first.starts_with(|c: char| c.is_ascii_digit()))
                .collect()
        };
        assert_eq!(numbers(RU), numbers(KK));
        assert!(numbers(RU).len() > 30, "a complete policy");
        for name in ["{org}", "{bin}", "{address}", "{email}", "{phone}"] {
            assert_eq!(RU.matches(name).count(), KK.matches(name).count(), "{name}");
        }
    }
}
