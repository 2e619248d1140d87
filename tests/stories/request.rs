//! The request form: the director is four names of the laboratory, the form of a card is a disclosure, a blank is none.

use tirkeu_core::command::{Command, DirectorForm};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::journal::tagged_hash;
use tirkeu_core::query::request::RequestFacts;
use tirkeu_core::view::DirectorView;
use tirkeu_core::words::Both;
use tirkeu_forms::{Form, RequestData, RequestWording, paper};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, child, guardian, mother, patient};

fn both(kk: &str, ru: &str) -> Both {
    Both {
        kk: kk.into(),
        ru: ru.into(),
    }
}

fn names() -> DirectorForm {
    DirectorForm {
        nominative: both("Сейтова Ә.Б.", "Сейтова А.Б."),
        dative: both("Ә.Б. Сейтоваға", "Сейтовой А.Б."),
    }
}

fn named(desk: &Desk, director: DirectorForm) -> Result<usize, Vec<&'static str>> {
    let receipt = desk.execute(Command::NameDirector { director })?;
    Ok(receipt.entries.len())
}

fn stands(desk: &Desk) -> DirectorView {
    tirkeu_core::query::request::director(desk.app().conn()).unwrap()
}

/// The form of a card as it would be printed, and the bytes that left.
fn form_of(desk: &Desk, card: SubjectId) -> RequestData {
    let mut made = None;
    let render = |facts: &RequestFacts| {
        made = Some(paper::request(facts, RequestWording::Both));
        Ok(b"%PDF".to_vec())
    };
    desk.app()
        .request_paper(card, action::PREVIEW, render)
        .unwrap();
    let Some(Form::Request(sheet)) = made else {
        panic!("a request form was asked for")
    };
    sheet
}

#[test]
fn the_directors_names_are_one_entry_each_and_only_where_they_change() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    assert_eq!(named(&desk, names()), Ok(4));
    let again = DirectorForm {
        dative: both("Ә.Б. Сейтоваға", "Сейтовой Айгүль Болатовне"),
        ..names()
    };
    assert_eq!(
        named(&desk, again.clone()),
        Ok(1),
        "one name was typed anew"
    );
    assert_eq!(named(&desk, again.clone()), Err(vec!["director-unchanged"]));
    let wrong = DirectorForm {
        nominative: both("<b>Сейтова</b>", "Сейтова 2"),
        ..again.clone()
    };
    let no = desk.execute(Command::NameDirector { director: wrong });
    assert_eq!(no, Err(vec!["name-markup", "name-digit"]), "all at once");
    assert_eq!(
        stands(&desk).dative,
        again.dative,
        "nothing of it was taken"
    );
    lab.sync();
    lab.agree();
    assert_eq!(
        stands(&village),
        stands(&desk),
        "every desk prints the same"
    );
    let gone = DirectorForm {
        nominative: both("", "Сейтова А.Б."),
        ..again
    };
    assert_eq!(named(&desk, gone), Ok(1));
    assert_eq!(stands(&desk).nominative.kk, "", "a line for a pen again");
    desk.sign_in(REGISTRAR);
    assert_eq!(named(&desk, names()), Err(vec!["not-allowed"]));
}

#[test]
fn the_entry_is_written_before_a_byte_leaves_and_a_blank_writes_none() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    desk.sign_in(REGISTRAR);
    let before = desk.length();
    let bytes = b"%PDF of a card".to_vec();
    let released = desk
        .app()
        .request_paper(card, action::SAVE, |facts| {
            assert!(facts.person.is_some());
            Ok(bytes.clone())
        })
        .unwrap();
    // What can be opened only now was noted already.
    assert_eq!(desk.length(), before + 1);
    let entry = desk.chain().pop().unwrap();
    let Some(Event::DocumentReleased(body)) = Event::of(&entry) else {
        panic!("a paper left")
    };
    assert_eq!(entry.header().subject, card);
    assert_eq!((body.document, body.action), (document::REQUEST, 2));
    assert_eq!(body.sha256, tagged_hash(b"", &[&bytes]));
    assert_eq!(released.into_inner(), (body.sha256, bytes));
    desk.app()
        .request_blank(|facts| {
            assert!(facts.person.is_none());
            Ok(b"%PDF".to_vec())
        })
        .unwrap();
    assert_eq!(desk.length(), before + 1, "a blank is about nobody");
    let seen = desk.look(card).seen;
    assert!(seen.iter().any(|row| row.act == "document"), "{seen:?}");
}

#[test]
fn nobody_without_the_right_and_nothing_of_a_card_that_is_gone_is_rendered() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let never = |_: &RequestFacts| -> Result<Vec<u8>, _> { panic!("nothing was to be rendered") };
    let unknown = desk.app().request_paper(Id([9; 16]), 1, never);
    assert!(unknown.is_err());
    desk.must(Desk::destroying(card));
    let before = desk.length();
    let gone = desk.app().request_paper(card, 1, never).unwrap_err();
    assert_eq!(gone.refusals()[0].code.0, "subject-destroyed");
    assert_eq!(desk.length(), before);
}

#[test]
fn the_form_says_what_the_card_knows_and_leaves_the_rest_to_a_pen() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.must(Command::DataList {
        fields: vec!["email".into(), "address".into()],
    });
    named(&desk, names()).unwrap();
    let card = desk.intake(PatientForm {
        doc_issued_on: "12.04.2020".into(),
        doc_issued_by: "ҚР ІІМ".into(),
        address: "Алматы қ., Төле би к-сі, 5".into(),
        email: "aigerim@example.kz".into(),
        ..patient(1)
    });
    let sheet = form_of(&desk, card);
    assert_eq!(sheet.director.dative.ru, "Сейтовой А.Б.");
    assert_eq!(sheet.name, "Ахметова Айгерім Болатқызы");
    assert_eq!(
        sheet.document.ru, "",
        "the form names an identity card itself"
    );
    assert_eq!(sheet.document_number, "012345678");
    assert_eq!(sheet.document_issued_on, "12.04.2020");
    assert_eq!(sheet.document_issued_by, "ҚР ІІМ");
    assert_eq!(sheet.iin.replace(' ', ""), patient(1).iin);
    assert_eq!(sheet.address, "Алматы қ., Төле би к-сі, 5");
    assert_eq!(sheet.phone, "+7 701 234 56 78");
    assert_eq!(sheet.email, "aigerim@example.kz");
    let pen = [
        &sheet.facts,
        &sheet.information,
        &sheet.reason,
        &sheet.reply_post,
    ];
    assert!(pen.iter().all(|text| text.is_empty()), "nothing is guessed");
    assert!(
        sheet.kind.is_none() && sheet.reply.is_empty(),
        "no box is ticked"
    );
    assert_eq!(sheet.grounds.ru, "", "nobody acts for her");
    let bare = desk.intake(PatientForm {
        doc_type: "passport".into(),
        doc_number: "N12345678".into(),
        patronymic: String::new(),
        phone: String::new(),
        name: "Гүлнар".into(),
        ..patient(2)
    });
    let sheet = form_of(&desk, bare);
    assert_eq!(sheet.document.ru, "паспорт");
    assert_eq!(sheet.name, "Ахметова Гүлнар");
    assert_eq!((&*sheet.address, &*sheet.phone), ("", ""));
}

#[test]
fn grounds_stand_there_only_where_exactly_one_may_ask_today() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let boy = desk
        .must(Desk::taking_in_with(child(3), mother(4), None))
        .subject;
    let grounds = form_of(&desk, boy).grounds;
    assert!(grounds.ru.starts_with("Ахметова Айгерім"), "{grounds:?}");
    assert!(grounds.ru.contains("мать"), "{grounds:?}");
    // A second one: which of them comes is not known.
    let other = Command::Represent {
        card: boy,
        representative: tirkeu_core::domain::representative::RepresentativeForm {
            surname: "Сериков".into(),
            name: "Асан".into(),
            birth_date: "01.02.1970".into(),
            ..guardian()
        },
    };
    desk.must(other);
    assert_eq!(form_of(&desk, boy).grounds.ru, "");
    let papers = desk.of_kind(kinds::DOCUMENT_RELEASED).len();
    assert_eq!(papers, 2, "each look is an entry");
    desk.sign_in(MANAGER);
}
