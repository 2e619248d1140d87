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
    BlockFacts, Both, Lang, Subjects, checkbox_sentence, dates, person, statutory_block, text,
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

/// Where the text of a blank names the person: room for a pen.
pub const PEN: &str = "________________________";

/// Whose page it is, as far as its words say.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// Fields of the card, as stored or as they would be.
    pub fields: Fields,
    /// Who gives consent for the person.
    pub giver: Option<Giver>,
    /// Others for whom the same representative gives it, on the same page.
    pub others: Vec<Beside>,
}

impl Whose {
    /// Nobody: a sheet for a pen.
    pub fn for_a_pen() -> Self {
        Self {
            fields: Fields::from([(field::SURNAME, PEN.to_owned())]),
            ..Self::default()
        }
    }
}

/// Somebody else on the page of a person.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Fields of their card.
    pub fields: Fields,
    /// The representative of the page, on the ground of this one.
    pub giver: Giver,
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
        subjects: subjects(whose, lang),
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

/// Everybody whom the page is about, and whoever gives consent for them.
fn subjects(whose: &Whose, lang: Lang) -> Subjects {
    match (&whose.giver, whose.others.as_slice()) {
        (Some(giver), others @ [_, ..]) => {
            Subjects::Several(several(&whose.fields, giver, others, lang))
        }
        _ => Subjects::One(subject(whose, lang)),
    }
}

/// Each by name, the representative once; grounds that differ stand with the name that each belongs to.
fn several(fields: &Fields, giver: &Giver, others: &[Beside], lang: Lang) -> String {
    let own = (person::name(lang, fields), ground(giver, lang));
    let others = others.iter().map(|other| {
        (
            person::name(lang, &other.fields),
            ground(&other.giver, lang),
        )
    });
    let all: Vec<(String, String)> = [own].into_iter().chain(others).collect();
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join("; ");
    let mut args = vec![("names", names.as_str()), ("giver", &giver.name)];
    let own = ground(giver, lang);
    if all.iter().all(|(_, ground)| *ground == own) {
        args.push(("ground", &own));
        return text(lang, "consent-subjects-represented", &args);
    }
    let each = |(name, ground): &(String, String)| {
        let args = [("name", name.as_str()), ("ground", ground.as_str())];
        text(lang, "consent-ground-of", &args)
    };
    let grounds = all.iter().map(each).collect::<Vec<_>>().join("; ");
    args.push(("grounds", &grounds));
    text(lang, "consent-subjects-represented-each", &args)
}

fn basis(giver: &Giver, lang: Lang) -> String {
    let key = format!("representative-basis-{}", giver.basis.text());
    text(lang, &key, &[])
}

fn ground(giver: &Giver, lang: Lang) -> String {
    let basis = basis(giver, lang);
    match giver.document.as_deref() {
        Some(document) => {
            let args = [("basis", basis.as_str()), ("document", document)];
            text(lang, "consent-ground-by-document", &args)
        }
        None => text(lang, "consent-ground", &[("basis", &basis)]),
    }
}

/// The person, and whoever gives consent for them.
fn subject(whose: &Whose, lang: Lang) -> String {
    let name = person::name(lang, &whose.fields);
    let Some(giver) = &whose.giver else {
        return name;
    };
    let basis = basis(giver, lang);
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

/// What the page offers besides. Of several people only what says the same of each of them: one box never speaks of
/// two phones.
fn optional(offers: &Offers, whose: &Whose, lang: Lang) -> Vec<OptionalBox> {
    let mut boxes = boxes(offers, &whose.fields, whose.giver.as_ref(), lang);
    for other in &whose.others {
        let theirs = self::boxes(offers, &other.fields, Some(&other.giver), lang);
        boxes.retain(|one| theirs.contains(one));
    }
    boxes
}

/// Names of the further purposes that a page for the person alone offers, and that fall away once this one stands on
/// it too.
pub fn apart(
    conn: &Connection,
    whose: &Whose,
    other: &Beside,
) -> Result<Vec<String>, rusqlite::Error> {
    let offers = lab::offers(conn)?;
    let own = boxes(&offers, &whose.fields, whose.giver.as_ref(), Lang::Kk);
    let theirs = boxes(&offers, &other.fields, Some(&other.giver), Lang::Kk);
    let lost = own.into_iter().filter(|one| !theirs.contains(one));
    Ok(lost.map(|one| one.purpose).collect())
}

/// What the laboratory offers and this card can name: a box without a phone, an address, a person is none.
fn boxes(offers: &Offers, fields: &Fields, giver: Option<&Giver>, lang: Lang) -> Vec<OptionalBox> {
    let of = |purpose: Purpose| {
        let sentence = match purpose {
            Purpose::Sms => {
                let phone = Phone::from_e164(fields.get(&field::PHONE)?)?;
                // Nobody agrees to messages for somebody else's phone; whoever acts for a person answers for theirs.
                let owner = fields.get(&field::PHONE_OWNER).map(String::as_str);
                let is_answerers = match owner {
                    Some("representative") => giver.is_some(),
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
            Purpose::NetworkExchange => text(lang, "consent-optional-network", &[]),
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
