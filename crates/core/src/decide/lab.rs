//! The laboratory's own papers: organisation, staff names, policy versions.

use rusqlite::Connection;

use super::{ClockSeen, Decided, Desk};
use crate::app::{Line, setting_subject};
use crate::command::{OrganisationForm, PolicyForm};
use crate::domain::bin::{OperatorNumber, operator_number};
use crate::domain::edition::{self, Known, Typed};
use crate::domain::text::{self, Shape};
use crate::domain::trail::unusual;
use crate::domain::{cover, date, email, name, phone};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::lab::{
    DeviceDescribed, OrganisationDescribed, PolicyPublished, SettingChanged, StaffDescribed,
};
use crate::id::StaffId;
use crate::query;
use crate::words::dates;

crate::codes! {
    /// Years of a consent outside 1–75.
    POLICY_YEARS = "policy-years";
    /// The clock does not stand behind the journal.
    CLOCK_RIGHT = "clock-right";
    /// The clock shows another day than was typed.
    CLOCK_OTHER_DAY = "clock-other-day";
    /// A number prefix outside 100–999.
    PREFIX_FORM = "prefix-form";
    /// `<` or `>` in a name or address of the laboratory.
    TEXT_MARKUP = "text-markup";
    /// The laboratory has no phone.
    PHONE_REQUIRED = "phone-required";
    /// Not an address of the web.
    URL_FORM = "url-form";
}

/// Publishes a version of the policy: of the laboratory's one policy, unless the form names another.
pub fn publish_policy(conn: &Connection, desk: &Desk, form: &PolicyForm) -> Result<Decided, Error> {
    let published = query::lab::policies(conn)?;
    let own = setting_subject(desk.org, "policy");
    let subject = form.policy.unwrap_or(own);
    // What is no policy, a card for one, gets no policy under its id.
    if subject != own && published.iter().all(|one| one.subject != subject) {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    let known: Vec<Known> = published
        .into_iter()
        .map(|policy| Known {
            code: policy.code,
            revision: policy.revision,
            effective_from: policy.effective_from,
        })
        .collect();
    let mut no = Vec::new();
    let typed = Typed {
        code: &form.code,
        revision: &form.revision,
        effective_from: &form.effective_from,
        title_kk: &form.title.kk,
        title_ru: &form.title.ru,
        text_kk: &form.text.kk,
        text_ru: &form.text.ru,
        differences_seen: form.differences_seen,
    };
    let edition = edition::publish(&typed, &known, desk.now.date())
        .map_err(|refusals| no.extend(refusals))
        .ok();
    let years = form
        .years
        .trim()
        .parse::<u8>()
        .ok()
        .filter(|years| (1..=75).contains(years));
    let years = keep(
        &mut no,
        years.ok_or_else(|| Refusal::at("years", POLICY_YEARS)),
    );
    let url = keep(&mut no, address("url", &form.url));
    let (Some(edition), Some(years), Some(url)) = (edition, years, url) else {
        return Err(no.into());
    };
    let body = PolicyPublished {
        code: edition.code,
        revision: edition.revision,
        effective_from: edition.effective_from.to_string(),
        title_kk: edition.title_kk,
        title_ru: edition.title_ru,
        text_kk: edition.text_kk,
        text_ru: edition.text_ru,
        years,
        url,
    };
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// Where a page stands on the web; none when nothing was typed.
fn address(field: &'static str, typed: &str) -> Result<Option<String>, Refusal> {
    let url = text::check(field, typed, Shape::Line(200))?;
    if url.is_empty() {
        return Ok(None);
    }
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let is_host = |rest: &str| {
        let host = rest.split('/').next().unwrap_or_default();
        host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    };
    let sign = |c: char| c.is_whitespace() || "<>\"\\^`{|}".contains(c);
    if host.is_some_and(is_host) && !url.contains(sign) {
        Ok(Some(url))
    } else {
        Err(Refusal::at(field, URL_FORM))
    }
}

/// When the curtain falls by itself: a setting of the laboratory, for every desk.
pub fn set_cover(desk: &Desk, minutes: &str) -> Result<Decided, Error> {
    let body = SettingChanged {
        key: query::lab::COVER.to_owned(),
        value: cover::parse("minutes", minutes)?.to_string(),
    };
    let subject = setting_subject(desk.org, "desk");
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// What is usual at the laboratory: the journal's reader is told of what is not.
pub fn set_usual(desk: &Desk, (from, to): (&str, &str), cards: &str) -> Result<Decided, Error> {
    let mut refusals = Vec::new();
    let hours = unusual::Hours::parse(from, to).map_err(|no| refusals.push(no));
    let cards = unusual::cards(cards).map_err(|no| refusals.push(no));
    let (Ok(hours), Ok(cards)) = (hours, cards) else {
        return Err(refusals.into());
    };
    let subject = setting_subject(desk.org, "trail");
    let set = |key: &str, value: String| {
        let key = key.to_owned();
        Line::new(subject, SettingChanged { key, value })
    };
    Ok(Decided {
        subject,
        lines: vec![
            set(query::trail::HOURS, hours.text()),
            set(query::trail::CARDS, cards.to_string()),
        ],
    })
}

/// Describes the organisation.
pub fn describe_organisation(desk: &Desk, form: &OrganisationForm) -> Result<Decided, Error> {
    let subject = setting_subject(desk.org, "organisation");
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, organisation(form)?)],
    })
}

/// The clock is right and the journal's time ran ahead: somebody says so and types today's date, so that
/// nobody confirms a clock they have not looked at.
pub fn confirm_clock(desk: &Desk, today: &str) -> Result<Decided, Error> {
    let ClockSeen::Behind { hlc_ms, .. } = desk.clock else {
        return Err(Refusal::new(CLOCK_RIGHT).into());
    };
    let shown = desk.now.date();
    if date::parse("today", today)? != shown {
        return Err(Refusal::at("today", CLOCK_OTHER_DAY)
            .with("shown", dates::short(shown))
            .into());
    }
    let body = SettingChanged {
        key: query::lab::clock_key(desk.device),
        value: hlc_ms.to_string(),
    };
    let subject = setting_subject(desk.org, &body.key);
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// The organisation as typed, judged.
pub fn organisation(form: &OrganisationForm) -> Result<OrganisationDescribed, Vec<Refusal>> {
    let mut no = Vec::new();
    let name_kk = keep(&mut no, title("name_kk", &form.name.kk, 200));
    let name_ru = keep(&mut no, title("name_ru", &form.name.ru, 200));
    let number = keep(&mut no, operator_number("number", &form.number));
    let address_kk = keep(&mut no, title("address_kk", &form.address.kk, 200));
    let address_ru = keep(&mut no, title("address_ru", &form.address.ru, 200));
    let phone = keep(
        &mut no,
        if form.phone.trim().is_empty() {
            Err(Refusal::at("phone", PHONE_REQUIRED))
        } else {
            phone::parse("phone", &form.phone)
        },
    );
    let email = keep(&mut no, email::required("email", &form.email));
    match (
        name_kk, name_ru, number, address_kk, address_ru, phone, email,
    ) {
        (
            Some(name_kk),
            Some(name_ru),
            Some(number),
            Some(address_kk),
            Some(address_ru),
            Some(phone),
            Some(email),
        ) => Ok(OrganisationDescribed {
            name_kk,
            name_ru,
            number_kind: if matches!(number, OperatorNumber::Iin(_)) {
                2
            } else {
                1
            },
            number: number.text(),
            address_kk,
            address_ru,
            phone: phone.phone.e164().to_owned(),
            email,
        }),
        _ => Err(no),
    }
}

/// A desk's name, site and prefix as typed, judged.
pub fn desk(name: &str, site: &str, prefix: &str) -> Result<(DeviceDescribed, u16), Vec<Refusal>> {
    let mut no = Vec::new();
    let name = keep(&mut no, title("desk_name", name, 60));
    let site = keep(&mut no, title("site", site, 60));
    let prefix = prefix
        .trim()
        .parse::<u16>()
        .ok()
        .filter(|prefix| (100..=999).contains(prefix));
    let prefix = keep(
        &mut no,
        prefix.ok_or_else(|| Refusal::at("prefix", PREFIX_FORM)),
    );
    match (name, site, prefix) {
        (Some(name), Some(site), Some(prefix)) => Ok((DeviceDescribed { name, site }, prefix)),
        _ => Err(no),
    }
}

/// A full name as signed on paper: what a patient's name may not contain, this may not either.
pub fn staff_name(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let name = name::check(field, typed)?;
    if name.is_empty() {
        return Err(Refusal::at(field, text::TEXT_REQUIRED));
    }
    // A patient's form offers the repair; here nobody stands beside the field to take it.
    if name::mixed(&name) {
        return Err(Refusal::at(field, name::NAME_MIXED));
    }
    one_alphabet(field, name)
}

/// What stands on every sheet about the laboratory: no markup, no Latin letter that reads as a Cyrillic one.
/// A brand like «МедLab» is left alone: nobody takes its letters for others.
pub(super) fn title(field: &'static str, typed: &str, limit: usize) -> Result<String, Refusal> {
    let text = text::required(field, typed, Shape::Line(limit))?;
    if text.contains(['<', '>']) {
        return Err(Refusal::at(field, TEXT_MARKUP));
    }
    one_alphabet(field, text)
}

/// No word in which look-alikes stand for Cyrillic letters; a repair of capitals alone is none of that.
pub(super) fn one_alphabet(field: &'static str, text: String) -> Result<String, Refusal> {
    let lookalikes = name::repair(field, &text)
        .is_some_and(|repair| repair.to.to_lowercase() != repair.from.to_lowercase());
    if lookalikes {
        return Err(Refusal::at(field, name::NAME_MIXED));
    }
    Ok(text)
}

/// Names a member of staff.
pub fn describe_staff(staff: StaffId, name: &str) -> Result<Decided, Error> {
    let name = staff_name("name", name)?;
    Ok(Decided {
        subject: staff,
        lines: vec![Line::new(staff, StaffDescribed { name })],
    })
}

pub(super) fn keep<T>(no: &mut Vec<Refusal>, outcome: Result<T, Refusal>) -> Option<T> {
    outcome.map_err(|refusal| no.push(refusal)).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::words::Both;

    fn no<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> &'static str {
        outcome.unwrap_err().code.0
    }

    #[test]
    fn a_name_under_papers_obeys_the_rule_of_patients_names() {
        let judge = |typed| staff_name("manager_name", typed);
        for (typed, code) in [
            ("", "text-required"),
            ("<b>Сара</b>", "name-markup"),
            ("Сынақова 2", "name-digit"),
            ("Сара\u{7}", "name-invisible"),
            ("Сара\u{202E}", "name-invisible"),
            ("Сынaқова Сара", "name-mixed"),
            ("Сynақova Сара", "name-mixed"),
            ("--", "name-no-letter"),
        ] {
            assert_eq!(no(judge(typed)), code, "{typed:?}");
        }
        assert_eq!(judge(" Сынақова  Сара ").unwrap(), "Сынақова Сара");
        for fine in ["СЫНАҚОВА САРА", "сара", "Sara Connor", "О’Коннор-Ли А. Б."]
        {
            assert_eq!(judge(fine).unwrap(), fine);
        }
    }

    #[test]
    fn the_laboratory_is_named_without_markup_and_without_look_alikes() {
        let judge = |typed| title("name_ru", typed, 200);
        for (typed, code) in [
            ("ТОО <b>Олимп</b>", "text-markup"),
            ("ТОО «Oлимп»", "name-mixed"),
            ("Олимп\u{0}", "text-control"),
            ("Олимп\u{200B}", "text-invisible"),
            (" ", "text-required"),
        ] {
            assert_eq!(no(judge(typed)), code, "{typed:?}");
        }
        for fine in [
            "ТОО «МедLab»",
            "LAB 24/7",
            "пр. Абая, 5A, оф. 12",
            "ИП Сара & Ко",
        ] {
            assert_eq!(judge(fine).unwrap(), fine);
        }
    }

    #[test]
    fn an_address_of_the_web_is_whole_or_absent() {
        let judge = |typed| address("url", typed);
        assert_eq!(judge(" ").unwrap(), None);
        for fine in [
            "https://lab.kz",
            "http://lab.kz/policy?v=2#kk",
            "https://зертхана.қаз/1",
        ] {
            assert_eq!(judge(fine).unwrap().as_deref(), Some(fine));
        }
        for typed in [
            "lab.kz",
            "https://lab",
            "https://",
            "ftp://lab.kz",
            "https://lab.kz/<b>",
            "javascript:alert(1)",
        ] {
            assert_eq!(no(judge(typed)), "url-form", "{typed}");
        }
    }

    #[test]
    fn an_empty_form_of_the_laboratory_names_every_field() {
        let refusals = organisation(&OrganisationForm {
            name: Both::default(),
            email: "<b>@lab.kz".to_owned(),
            ..OrganisationForm::default()
        })
        .unwrap_err();
        let found: Vec<_> = refusals
            .iter()
            .map(|no| (no.field.unwrap(), no.code.0))
            .collect();
        assert!(found.contains(&("phone", "phone-required")), "{found:?}");
        assert!(found.contains(&("email", "email-form")), "{found:?}");
        assert_eq!(found.len(), 7, "{found:?}");
    }
}
