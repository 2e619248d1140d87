//! The consent page, word for word: what is shown is what the entry keeps.

use chrono::NaiveDate;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::card::Fields;
use super::lab::{self, Offers, Policy};
use crate::domain::consent::Purpose;
use crate::domain::patient::{Extra, PatientForm};
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::representative::Basis;
use crate::domain::text::{self as text_form, Shape};
use crate::domain::{email, name, phone};
use crate::event::patient::field;
use crate::id::Hash;
use crate::view::{ConsentPage, OptionalBox};
use crate::words::consent_block::care_sentence;
use crate::words::{
    BlockFacts, Both, Lang, checkbox_sentence, dates, person, statutory_block, text,
};

/// Purposes that the service itself needs; words under `consent-purpose-<key>`.
pub const SERVICE: &[&str] = &[
    "lab-services",
    "tests",
    "results",
    "records",
    "contracts",
    "legal-duties",
];
/// What reception collects for them from everybody; words under `consent-field-<key>`.
pub const COLLECTED: &[&str] = &[
    "full-name",
    "iin",
    "birth-date",
    "sex",
    "identity-document",
    "phone",
    "health",
    "results",
];

/// Everything that this laboratory collects: keys of `consent-field-<key>`.
pub fn collected(conn: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let list = lab::data_list(conn)?;
    // A second phone is a phone.
    let further = list.fields().filter(|field| *field != Extra::Phone2);
    let everybodys = COLLECTED.iter().map(|key| (*key).to_owned());
    Ok(everybodys
        .chain(further.map(|field| field.text().to_owned()))
        .collect())
}

/// Whose page it is, as far as its words say.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// Fields of the card, as stored or as they would be.
    pub fields: Fields,
    /// Who gives consent for the person.
    pub giver: Option<Giver>,
}

/// A representative, as the page names them.
#[derive(Debug, Clone)]
pub struct Giver {
    /// Surname, name, patronymic.
    pub name: String,
    /// On what ground.
    pub basis: Basis,
    /// The document that shows it.
    pub document: Option<String>,
}

/// The fields that a page names, as they would be stored, of a form that may not be finished: a part that will be
/// refused stands as it was typed.
pub fn typed(form: &PatientForm) -> Fields {
    let mut fields = Fields::new();
    let name = |typed: &str| {
        name::check("name", typed)
            .unwrap_or_else(|_| typed.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let line = |typed: &str| text_form::check("", typed, Shape::Line(300)).unwrap_or_default();
    let phone = phone::parse("phone", &form.phone).map(|parsed| parsed.phone.e164().to_owned());
    let kind = if form.iin.trim().is_empty() {
        form.kind.clone()
    } else {
        String::new()
    };
    for (number, value) in [
        (field::SURNAME, name(begin(&form.surname))),
        (field::NAME, name(begin(&form.name))),
        (field::PATRONYMIC, name(begin(&form.patronymic))),
        (field::PHONE, phone.unwrap_or_default()),
        (field::PHONE_OWNER, form.phone_owner.clone()),
        (
            field::EMAIL,
            email::check("email", begin(&form.email)).unwrap_or_default(),
        ),
        (field::DESIGNATED, line(begin(&form.designated))),
        (field::CARD_KIND, kind),
        (field::NEWBORN_NUMBER, form.newborn_number.trim().to_owned()),
    ] {
        if !value.is_empty() {
            fields.insert(number, value);
        }
    }
    fields
}

/// Nobody's name is longer; what is pasted may be megabytes.
fn begin(text: &str) -> &str {
    let mut end = text.len().min(1200);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The page for a person, in one language; none before organisation and policy are there.
pub fn page(
    conn: &Connection,
    whose: &Whose,
    lang: Lang,
    on: NaiveDate,
) -> Result<Option<ConsentPage>, rusqlite::Error> {
    match lab::current_policy(conn, on)? {
        Some(policy) => page_of(conn, &policy, whose, lang),
        None => Ok(None),
    }
}

/// The page with a given version of the policy.
pub fn page_of(
    conn: &Connection,
    policy: &Policy,
    whose: &Whose,
    lang: Lang,
) -> Result<Option<ConsentPage>, rusqlite::Error> {
    let Some(organisation) = lab::organisation(conn)? else {
        return Ok(None);
    };
    let offers = lab::offers(conn)?;
    let fields = collected(conn)?;
    let facts = BlockFacts {
        org: organisation.name,
        bin_kind: organisation.number_kind,
        bin: organisation.number,
        address: organisation.address,
        subject: subject(whose, lang),
        purposes: SERVICE.iter().map(|key| (*key).to_owned()).collect(),
        fields,
        years: u32::from(policy.years),
        third_parties: Vec::new(),
        email: organisation.email,
    };
    let sentence = checkbox_sentence(lang);
    let mut page = ConsentPage {
        sha256: Hash::ZERO,
        policy: policy.entry,
        lang,
        policy_title: policy_title(policy, lang),
        before: sentence.before,
        link: sentence.link,
        after: sentence.after,
        block: statutory_block(lang, &facts),
        care: care_sentence(lang),
        optional: optional(&offers, whose, lang),
        say: Both::of("consent-say", &[]),
    };
    page.sha256 = seal(&page);
    Ok(Some(page))
}

/// The person, and whoever gives consent for them.
fn subject(whose: &Whose, lang: Lang) -> String {
    let name = person::name(lang, &whose.fields);
    let Some(giver) = &whose.giver else {
        return name;
    };
    let basis = text(
        lang,
        &format!("representative-basis-{}", giver.basis.text()),
        &[],
    );
    let args = [
        ("name", name.as_str()),
        ("giver", &giver.name),
        ("basis", &basis),
        ("document", giver.document.as_deref().unwrap_or_default()),
    ];
    let key = match giver.document {
        Some(_) => "consent-subject-represented-by-document",
        None => "consent-subject-represented",
    };
    text(lang, key, &args)
}

/// What the laboratory offers and this card can name: a box without a phone, an address, a person is none.
fn optional(offers: &Offers, whose: &Whose, lang: Lang) -> Vec<OptionalBox> {
    let fields = &whose.fields;
    let of = |purpose: Purpose| {
        let sentence = match purpose {
            Purpose::Sms => {
                let phone = Phone::from_e164(fields.get(&field::PHONE)?)?;
                // Nobody agrees to messages for somebody else's phone; whoever acts for a person answers for theirs.
                let owner = fields.get(&field::PHONE_OWNER).map(String::as_str);
                let is_answerers = match owner {
                    Some("representative") => whose.giver.is_some(),
                    Some("other") => false,
                    _ => true,
                };
                if phone.kind() == PhoneKind::Landline || !is_answerers {
                    return None;
                }
                let args = [
                    ("phone", phone.display()),
                    ("sender", offers.sms_sender.clone()),
                    ("gateway", offers.sms_gateway.clone()),
                ];
                let args: Vec<_> = args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                text(lang, "consent-optional-sms", &args)
            }
            Purpose::Email => {
                let email = fields.get(&field::EMAIL)?;
                text(lang, "consent-optional-email", &[("email", email)])
            }
            Purpose::DesignatedPerson => {
                let name = fields.get(&field::DESIGNATED)?;
                text(lang, "consent-optional-designated", &[("name", name)])
            }
            _ => return None,
        };
        Some(OptionalBox {
            purpose: purpose.text().to_owned(),
            sentence,
        })
    };
    offers
        .purposes
        .iter()
        .filter_map(|purpose| of(*purpose))
        .collect()
}

/// SHA-256 over the version, the language, and each text with its length before it.
fn seal(page: &ConsentPage) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(page.policy.0);
    let texts = [
        page.lang.tag(),
        &page.policy_title,
        &page.before,
        &page.link,
        &page.after,
        &page.block,
        &page.care,
    ];
    let optional = page
        .optional
        .iter()
        .flat_map(|one| [&one.purpose, &one.sentence]);
    for text in texts.into_iter().chain(optional.map(String::as_str)) {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    Hash(hasher.finalize().into())
}

/// Title, code, revision and first day, as they stand on the page.
pub fn policy_title(policy: &Policy, lang: Lang) -> String {
    let from = dates::long(lang, policy.effective_from);
    text(
        lang,
        "consent-policy-title",
        &[
            ("title", policy.title.get(lang)),
            ("code", &policy.code),
            ("revision", &policy.revision),
            ("from", &from),
        ],
    )
}

/// Everything on the page besides the sentence that was ticked, as the entry keeps it.
pub fn shown(page: &ConsentPage) -> String {
    format!("{}\n\n{}", page.policy_title, page.block)
}
