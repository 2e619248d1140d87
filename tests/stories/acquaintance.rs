//! Nobody works with patients before having read and signed what is in force; the register says who has.

use tirkeu_core::command::{Command, DocumentForm};
use tirkeu_core::event::kinds::{self, Role};
use tirkeu_core::event::reading::{AcquaintanceSigned, DocumentPublished};
use tirkeu_core::id::{Hash, Id};
use tirkeu_core::projection::status::Status;
use tirkeu_core::query;
use tirkeu_core::view::RegisterView;
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, document, patient};

const DAY: u64 = 24 * 3_600_000;
const TODAY: &str = "18.11.2026";

fn publish(desk: &Desk, form: DocumentForm) -> Hash {
    desk.must(Command::PublishDocument { document: form })
        .entries[0]
}

/// The next version of the only document that is there.
fn next(desk: &Desk, revision: &str, from: &str) -> DocumentForm {
    let known = query::reading::documents(desk.app().conn()).unwrap();
    DocumentForm {
        document: Some(known[0].subject),
        revision: revision.into(),
        effective_from: from.into(),
        ..document(&known[0].code)
    }
}

fn signing(document: Hash) -> Command {
    Command::SignDocument {
        document,
        language: Lang::Kk,
        read: true,
    }
}

fn register(desk: &Desk) -> RegisterView {
    let app = desk.app();
    query::reading::register(app.conn(), app.roster(), Lang::Ru, app.now().date()).unwrap()
}

const NEEDED: [&str; 1] = ["acquaintance-needed"];

#[test]
fn a_laboratory_without_documents_works_and_a_published_one_is_read_first_by_the_manager_too() {
    let (lab, [desk]) = Lab::with(["desk"]);
    desk.intake(patient(1));
    let document = publish(&desk, document("Д-01"));
    for who in [MANAGER, REGISTRAR] {
        desk.sign_in(who);
        let taking_in = || Desk::taking_in(patient(2));
        assert_eq!(desk.execute(taking_in()).unwrap_err(), NEEDED, "{who}");
        assert_eq!(desk.app().unread().unwrap(), 1);
        let unread = Command::SignDocument {
            document,
            language: Lang::Ru,
            read: false,
        };
        assert_eq!(desk.execute(unread).unwrap_err(), ["acquaintance-tick"]);
        assert_eq!(desk.execute(taking_in()).unwrap_err(), NEEDED);
        let signed = desk.must(signing(document));
        assert_eq!(signed.subject, lab.staff(who), "in their own name");
        assert_eq!(desk.app().unread().unwrap(), 0);
        assert_eq!(
            desk.execute(signing(document)).unwrap_err(),
            ["acquaintance-done"]
        );
    }
    desk.intake(patient(2));
    desk.rebuilt_is_the_same();
    assert!(desk.verified().finding.verdict <= tirkeu_core::audit::Verdict::WholeUnanchored);
}

#[test]
fn the_manager_is_never_locked_out_of_people_and_documents() {
    let (lab, [desk]) = Lab::with(["desk"]);
    publish(&desk, document("Д-01"));
    let newcomer = lab.staff("newcomer");
    desk.must(Command::DescribeStaff {
        staff: newcomer,
        name: "Нуртасов Нурлан".into(),
    });
    desk.must(Command::SetRole {
        staff: newcomer,
        role: Some(Role::Registrar),
    });
    publish(&desk, next(&desk, "2", TODAY));
    desk.must(Command::SetCover {
        minutes: "3".into(),
    });
    assert_eq!(
        desk.app().open_list(1).unwrap_err().refusals()[0].code.0,
        NEEDED[0]
    );
}

#[test]
fn a_new_version_asks_again_from_its_day_on_and_the_old_signature_stays_in_the_register() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let first = publish(&desk, document("Д-01"));
    desk.must(signing(first));
    let second = publish(&desk, next(&desk, "2", "19.11.2026"));
    assert_eq!(
        desk.execute(signing(second)).unwrap_err(),
        ["acquaintance-not-current"],
        "nobody signs what is not in force"
    );
    desk.intake(patient(1));
    desk.wait(DAY);
    assert_eq!(
        desk.execute(Desk::taking_in(patient(2))).unwrap_err(),
        NEEDED,
        "its day has come, while somebody sits there"
    );
    assert_eq!(
        desk.execute(signing(first)).unwrap_err(),
        ["acquaintance-not-current"]
    );
    desk.must(signing(second));
    desk.intake(patient(2));
    let register = register(&desk);
    let seen: Vec<_> = register
        .rows
        .iter()
        .map(|row| {
            (
                row.revision.as_str(),
                row.signed_at.is_empty(),
                row.language,
            )
        })
        .collect();
    let kk = Some(Lang::Kk);
    assert_eq!(
        seen,
        [("2", true, None), ("1", false, kk), ("2", false, kk)],
        "the registrar has read nothing; the manager both"
    );
    assert_eq!(register.missing, "1");
}

#[test]
fn a_signature_travels_and_one_in_somebody_elses_session_counts_for_nothing() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let document = publish(&desk, document("Д-01"));
    lab.sync();
    village.sign_in(REGISTRAR);
    village.must(signing(document));
    lab.sync();
    desk.sign_in(REGISTRAR);
    assert_eq!(
        desk.app().unread().unwrap(),
        0,
        "read once, on whichever desk"
    );
    // A turned desk writes, in the registrar's session, that the manager has read.
    let mut turned = village.turned();
    let forged = AcquaintanceSigned {
        document,
        revision: "1".into(),
        language: 1,
    };
    let forged = turned.write(lab.staff(MANAGER), &[], forged);
    desk.take(vec![forged]);
    desk.sign_in(MANAGER);
    assert_eq!(
        desk.of_kind(kinds::ACQUAINTANCE_SIGNED).len(),
        2,
        "it is here"
    );
    assert_eq!(desk.app().unread().unwrap(), 1, "nobody signs for another");
    assert_eq!(register(&desk).missing, "1");
}

#[test]
fn a_document_whose_first_day_cannot_be_read_is_asked_of_nobody() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    lab.sync();
    let mut turned = village.turned();
    let unreadable = DocumentPublished {
        code: "Д-09".into(),
        revision: "1".into(),
        effective_from: "soon".into(),
        title_kk: "Т".into(),
        title_ru: "Т".into(),
        text_kk: "М".into(),
        text_ru: "Т".into(),
    };
    let entry = turned.write(Id([9; 16]), &[], unreadable);
    desk.take(turned.chain());
    assert_eq!(
        desk.status(entry.hash()),
        Some(Status::Applied),
        "a manager's"
    );
    assert_eq!(desk.app().unread().unwrap(), 0);
    let card = desk.intake(patient(1));
    assert!(desk.app().open_card(card).is_ok());
}

#[test]
fn a_document_is_published_under_its_own_id_and_no_card_gets_one() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let before = desk.length();
    let on_a_card = DocumentForm {
        document: Some(card),
        ..document("Д-01")
    };
    let answer = desk.execute(Command::PublishDocument {
        document: on_a_card,
    });
    assert_eq!(answer.unwrap_err(), ["not-found"]);
    let policy = tirkeu_core::command::PolicyForm {
        policy: Some(card),
        ..tirkeu_tests::lab::next_policy("2", TODAY)
    };
    let answer = desk.execute(Command::PublishPolicy { policy });
    assert_eq!(answer.unwrap_err(), ["not-found"]);
    assert_eq!(desk.length(), before);
    publish(&desk, document("Д-01"));
    let taken = desk.execute(Command::PublishDocument {
        document: document("Д-01"),
    });
    assert_eq!(
        taken.unwrap_err(),
        ["edition-revision-taken"],
        "another document of the same code and revision is the same to a reader"
    );
}

#[test]
fn a_half_filled_intake_is_kept_and_opens_only_after_the_signature() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let keep = |id, form: &str| {
        desk.app()
            .keep_draft(id, form, None, "А.", r#"{"surname":"А"}"#)
    };
    let kept = keep(None, "intake").unwrap();
    let text = keep(None, "document").unwrap();
    let document = publish(&desk, document("Д-01"));
    keep(Some(kept), "intake").expect("no half-typed word is lost");
    let opened = desk.app().open_draft(kept).map(drop);
    assert_eq!(opened.unwrap_err().refusals()[0].code.0, NEEDED[0]);
    assert!(
        desk.app().open_draft(text).is_ok(),
        "a text is about nobody"
    );
    desk.must(signing(document));
    assert!(desk.app().open_draft(kept).is_ok());
}

#[test]
fn trainings_stand_in_the_register_and_bad_ones_beside_their_fields() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let newcomer = lab.staff("newcomer");
    let training = |staff, topic: &str, day: &str| Command::RecordTraining {
        staff,
        topic: topic.into(),
        held_on: day.into(),
        held_by: "Сейтова Сауле".into(),
    };
    let before = desk.length();
    assert_eq!(
        desk.execute(training(newcomer, "Закон", TODAY))
            .unwrap_err(),
        ["not-found"],
        "nobody of that name"
    );
    let manager = lab.staff(MANAGER);
    assert_eq!(
        desk.execute(training(manager, " ", "19.11.2026"))
            .unwrap_err(),
        ["text-required", "training-future"]
    );
    assert_eq!(desk.length(), before);
    desk.must(training(manager, "Закон 94-V", "17.11.2026"));
    desk.must(training(manager, "Тайна", TODAY));
    let rows: Vec<_> = register(&desk)
        .trainings
        .into_iter()
        .map(|row| (row.name, row.topic, row.held_on))
        .collect();
    let name = "Сейтова Сауле".to_owned();
    assert_eq!(
        rows,
        [
            (name.clone(), "Тайна".into(), TODAY.into()),
            (name, "Закон 94-V".into(), "17.11.2026".into())
        ]
    );
    desk.rebuilt_is_the_same();
}

#[test]
fn two_desks_that_publish_a_version_for_one_day_ask_for_the_same() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    publish(&desk, document("Д-01"));
    lab.sync();
    publish(&desk, next(&desk, "2", TODAY));
    publish(&village, next(&village, "2а", TODAY));
    lab.sync();
    lab.agree();
    let wanted = |desk: &Desk| {
        let app = desk.app();
        query::reading::unread(app.conn(), lab.staff(MANAGER), app.now().date()).unwrap()
    };
    assert_eq!(wanted(&desk), wanted(&village));
    assert_eq!(wanted(&desk).len(), 1, "one of them, everywhere the same");
    desk.must(signing(wanted(&desk)[0]));
    desk.intake(patient(1));
}
