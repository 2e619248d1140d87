//! A subject's request form, from the card or for a pen. What the card does not know stays a line: nothing is guessed,
//! no box is ticked, and which facts show that data were processed is for the person to say.

use tirkeu_core::domain::document::DocumentType;
use tirkeu_core::domain::iin::Iin;
use tirkeu_core::domain::phone::Phone;
use tirkeu_core::event::patient::field;
use tirkeu_core::query::request::{RequestFacts, Requester};
use tirkeu_core::words::dates;

use super::{both, giver_words, iin_in_full, of_words, one_line, operator};
use crate::{Both, Director, Form, RequestData, RequestWording};

/// The form in one of its wordings.
pub fn request(facts: &RequestFacts, wording: RequestWording) -> Form {
    let director = Director {
        nominative: of_words(&facts.director.nominative),
        dative: of_words(&facts.director.dative),
    };
    let blank = RequestData::blank(wording, operator(&facts.organisation), director);
    Form::Request(match &facts.person {
        Some(person) => filled(blank, person),
        None => blank,
    })
}

fn filled(blank: RequestData, person: &Requester) -> RequestData {
    let known = |name: u8| person.fields.get(&name).cloned().unwrap_or_default();
    let has_name = [field::SURNAME, field::NAME]
        .iter()
        .any(|name| person.fields.contains_key(name));
    RequestData {
        name: if has_name {
            one_line(&person.name)
        } else {
            String::new()
        },
        document: document(&known(field::DOC_TYPE)),
        document_number: known(field::DOC_NUMBER),
        document_issued_on: known(field::DOC_ISSUED_ON)
            .parse()
            .map(dates::short)
            .unwrap_or_default(),
        document_issued_by: known(field::DOC_ISSUED_BY),
        iin: Iin::parse(&known(field::IIN))
            .map(|number| iin_in_full(&number))
            .unwrap_or_default(),
        address: [field::ADDRESS, field::ADDRESS_REGISTERED]
            .map(known)
            .into_iter()
            .find(|address| !address.is_empty())
            .unwrap_or_default(),
        phone: Phone::from_e164(&known(field::PHONE))
            .map(|phone| phone.display())
            .unwrap_or_default(),
        email: known(field::EMAIL),
        grounds: person
            .representative
            .as_ref()
            .map(giver_words)
            .unwrap_or_default(),
        ..blank
    }
}

/// The words of a document that is no identity card; the form names that one itself.
fn document(kind: &str) -> Both {
    let key = match DocumentType::parse(kind) {
        Some(DocumentType::Passport) => "common-document-passport",
        Some(DocumentType::ResidencePermit) => "common-document-residence-permit",
        Some(DocumentType::ForeignPassport) => "common-document-foreign-passport",
        Some(DocumentType::BirthCertificate) => "common-document-birth-certificate",
        Some(DocumentType::Digital) => "common-document-digital",
        Some(DocumentType::IdCard | DocumentType::Other) | None => return Both::default(),
    };
    both(key)
}
