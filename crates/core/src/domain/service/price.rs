//! A price as people and spreadsheets write it: whole tenge.
//!
//! Tiyn are out of use, so a fraction is a slip, not a price. A sign that may part thousands or tiyn is never guessed:
//! «1.200» is refused, «1 200», «1200,00» and «1 200 ₸» are taken.

use crate::error::Refusal;

crate::codes! {
    /// Nothing stands where a price should.
    SERVICE_PRICE_REQUIRED = "service-price-required";
    /// No number.
    SERVICE_PRICE_FORM = "service-price-form";
    /// Less than nothing.
    SERVICE_PRICE_NEGATIVE = "service-price-negative";
    /// Tiyn.
    SERVICE_PRICE_FRACTION = "service-price-fraction";
    /// More than any service costs; `limit` in millions.
    SERVICE_PRICE_HIGH = "service-price-high";
}

/// The highest price, in tenge.
pub const HIGHEST: u32 = 10_000_000;

/// Words of the currency, longer ones first.
const CURRENCY: &[&str] = &["тенге", "теңге", "tenge", "kzt", "тг.", "тг", "₸"];

/// Reads a price. Nothing costs nothing when it says 0; an empty cell is no price.
pub fn parse(field: &'static str, typed: &str) -> Result<u32, Refusal> {
    let refuse = |code| Refusal::at(field, code);
    let form = || refuse(SERVICE_PRICE_FORM);
    if typed.len() > 100 {
        return Err(form());
    }
    let lower = typed.trim().to_lowercase();
    let plain = CURRENCY
        .iter()
        .find_map(|word| lower.strip_suffix(word))
        .unwrap_or(&lower)
        .trim_end();
    if plain.is_empty() {
        return Err(refuse(SERVICE_PRICE_REQUIRED));
    }
    if let Some(rest) = plain.strip_prefix(['-', '−', '–', '—']) {
        let number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        return Err(if number {
            refuse(SERVICE_PRICE_NEGATIVE)
        } else {
            form()
        });
    }
    let (whole, tiyn) = match plain.split_once([',', '.']) {
        Some((whole, tiyn)) => (whole, Some(tiyn)),
        None => (plain, None),
    };
    let Some(digits) = digits(whole) else {
        return Err(form());
    };
    if let Some(tiyn) = tiyn {
        if tiyn.is_empty() || !tiyn.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        // Three digits behind a point are thousands as likely as a fraction.
        match tiyn.len() {
            1 | 2 if tiyn.bytes().any(|b| b != b'0') => return Err(refuse(SERVICE_PRICE_FRACTION)),
            1 | 2 => {}
            _ => return Err(form()),
        }
    }
    let high = || refuse(SERVICE_PRICE_HIGH).with("limit", HIGHEST / 1_000_000);
    let price = digits.parse::<u32>().map_err(|_| high())?;
    if price > HIGHEST {
        Err(high())
    } else {
        Ok(price)
    }
}

/// The digits of `1200` or of `1 200`: a space parts groups of three and nothing else.
fn digits(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(char::is_whitespace).collect();
    let is_group = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let parted = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    (is_group(first) && rest.iter().all(is_group) && parted).then(|| {
        let all = groups.concat();
        match all.trim_start_matches('0') {
            "" => "0".to_owned(),
            digits => digits.to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_people_write_it() {
        for (typed, price) in [
            ("1200", 1_200),
            ("1 200", 1_200),
            ("1\u{a0}200", 1_200),
            ("1\u{202f}200 ₸", 1_200),
            ("1200,00", 1_200),
            ("1200.0", 1_200),
            ("1 200,00 тг.", 1_200),
            ("1200тенге", 1_200),
            ("12 500 ТЕҢГЕ", 12_500),
            ("0", 0),
            ("10 000 000", HIGHEST),
        ] {
            assert_eq!(parse("price", typed), Ok(price), "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_price_says_why() {
        for (typed, code) in [
            ("", SERVICE_PRICE_REQUIRED),
            (" ₸ ", SERVICE_PRICE_REQUIRED),
            ("-1", SERVICE_PRICE_NEGATIVE),
            ("− 1 200", SERVICE_PRICE_NEGATIVE),
            ("1200,50", SERVICE_PRICE_FRACTION),
            ("0.5", SERVICE_PRICE_FRACTION),
            ("1.200", SERVICE_PRICE_FORM),
            ("1,200.00", SERVICE_PRICE_FORM),
            ("12 00", SERVICE_PRICE_FORM),
            ("1200,", SERVICE_PRICE_FORM),
            (",50", SERVICE_PRICE_FORM),
            ("бесплатно", SERVICE_PRICE_FORM),
            ("=A1*2", SERVICE_PRICE_FORM),
            ("1e3", SERVICE_PRICE_FORM),
            ("—", SERVICE_PRICE_FORM),
            ("10 000 001", SERVICE_PRICE_HIGH),
            ("99999999999999999999", SERVICE_PRICE_HIGH),
            ("٣", SERVICE_PRICE_FORM),
        ] {
            let no = parse("price", typed).unwrap_err();
            assert_eq!((no.code, no.field), (code, Some("price")), "{typed:?}");
        }
    }

    fn grouped(price: u32) -> String {
        match price {
            0..1_000 => price.to_string(),
            _ => format!("{} {:03}", grouped(price / 1_000), price % 1_000),
        }
    }

    proptest! {
        #[test]
        fn every_price_is_read_back_however_it_is_parted(price in 0..=HIGHEST) {
            let said = grouped(price);
            for typed in [price.to_string(), said.clone(), format!("{said},00 ₸"), said.replace(' ', "\u{a0}")] {
                prop_assert_eq!(parse("price", &typed), Ok(price));
            }
        }

        #[test]
        fn nothing_typed_makes_it_stumble(typed in any::<String>()) {
            if let Ok(price) = parse("price", &typed) {
                prop_assert!(price <= HIGHEST && typed.contains(|c: char| c.is_ascii_digit()));
            }
        }
    }
}
