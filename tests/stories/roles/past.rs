//! What somebody writes past the doors of their desk: the other desks and both verifiers ask the same table.

use tirkeu_core::app::setting_subject;
use tirkeu_core::command::Command;
use tirkeu_core::event::Event;
use tirkeu_core::event::consent::{ConsentAnnulled, ConsentWithdrawn};
use tirkeu_core::event::disclosure::CardOpened;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::event::lab::SettingChanged;
use tirkeu_core::event::patient::PatientAmended;
use tirkeu_core::event::roster::RoleSet;
use tirkeu_core::id::{Hash, Id, SubjectId};
use tirkeu_core::projection::status::Status;
use tirkeu_core::projection::tips;
use tirkeu_tests::lab::{Lab, MANAGER, REGISTRAR, patient, python_says};

use super::{ADMINISTRATOR, AUDITOR, PEOPLE, SENIOR};

fn renamed() -> PatientAmended {
    PatientAmended {
        fields: vec![(2, Some("Алия".into()))],
        reason: "уточнено".into(),
        confirmed: vec![],
    }
}

/// What somebody writes past the doors of their desk, at which the others look: a card with a consent that
/// a registrar recorded, one that a manager recorded, and a refusal.
struct Facts {
    org: Id,
    card: SubjectId,
    by_registrar: Hash,
    by_manager: Hash,
    refusal: Hash,
}

type Past = (&'static str, fn(&Facts) -> (SubjectId, Event), Status);

#[test]
fn what_a_role_does_not_include_counts_at_no_desk() {
    fn opened(f: &Facts) -> (SubjectId, Event) {
        let groups = vec![1];
        (f.card, CardOpened { groups, why: 1 }.into())
    }
    fn annulled(f: &Facts, target: Hash) -> (SubjectId, Event) {
        let reason = "записано не тому".into();
        (f.card, ConsentAnnulled { target, reason }.into())
    }
    fn setting(f: &Facts) -> (SubjectId, Event) {
        let (key, value) = ("kdf".into(), "floor".into());
        let subject = setting_subject(f.org, "desk");
        (subject, SettingChanged { key, value }.into())
    }
    const CASES: &[Past] = &[
        (
            AUDITOR,
            |f| (f.card, renamed().into()),
            Status::Unauthorised,
        ),
        (AUDITOR, opened, Status::Applied),
        (AUDITOR, setting, Status::Unauthorised),
        (ADMINISTRATOR, opened, Status::Unauthorised),
        (ADMINISTRATOR, setting, Status::Applied),
        (SENIOR, setting, Status::Unauthorised),
        (SENIOR, |f| annulled(f, f.by_registrar), Status::Applied),
        (SENIOR, |f| annulled(f, f.by_manager), Status::Unauthorised),
        (SENIOR, |f| annulled(f, f.refusal), Status::Unauthorised),
        (
            REGISTRAR,
            |f| annulled(f, f.by_manager),
            Status::Unauthorised,
        ),
    ];
    for (at, (who, event, expected)) in CASES.iter().enumerate() {
        let (lab, [desk, village]) = Lab::with(["desk", "village"]);
        let (_, _, role) = PEOPLE.into_iter().find(|person| person.1 == *who).unwrap();
        let (staff, role) = (lab.staff(who), Some(role));
        desk.must(Command::SetRole { staff, role });
        desk.must(desk.add_key(who, &village));
        let card = desk.intake(patient(1));
        let by_manager = desk.consent(card);
        desk.sign_in(REGISTRAR);
        let by_registrar = desk.consent(card);
        let refusal = desk.refuse(card);
        lab.sync();
        village.sign_in(who);
        lab.sync();
        let facts = Facts {
            org: lab.org,
            card,
            by_registrar,
            by_manager,
            refusal,
        };
        let (subject, event) = event(&facts);
        let set = matches!(event, Event::CardOpened(_));
        let cited = match set {
            true => Vec::new(),
            false => tips(village.app().conn(), subject).unwrap(),
        };
        let annuls = matches!(event, Event::ConsentAnnulled(_));
        let mut past = village.turned();
        let entry = past.write(subject, &cited, event);
        desk.take(past.chain());
        assert_eq!(desk.status(entry.hash()), Some(*expected), "{who}: {at}");
        desk.rebuilt_is_the_same();
        // Whose act an annulment names is the fold's question, not a verifier's.
        let wrong = *expected != Status::Applied && !annuls;
        let found = desk.verified().finding;
        let reason = found.reason.map(|reason| reason.code());
        assert_eq!(reason, wrong.then_some("authority"), "{who}: {at}");
        let python = python_says(&[desk.exported()]);
        assert_eq!(
            python[0]["finding"]["verdict"],
            found.verdict.code(),
            "{who}: {at}"
        );
    }
}

/// A role that a newer program gives is nobody's right here: its person does not sign in, what they wrote
/// elsewhere waits, and a withdrawal among it withdraws already.
#[test]
fn a_role_of_a_newer_program_gives_no_right() {
    const ROLE: u8 = 200;
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    lab.sync();
    let staff = lab.staff(REGISTRAR);
    let given = RoleSet {
        staff,
        role: ROLE,
        signer: Some(lab.staff(MANAGER)),
        signature: tirkeu_core::event::codec::Sig([0; 64]),
    };
    let roster = tips(village.app().conn(), lab.org).unwrap();
    let cited = tips(village.app().conn(), card).unwrap();
    let mut newer = village.turned();
    let set = newer.roster_entry(&roster, given, &lab.key(MANAGER, &village));
    let opened = newer.begin(staff, &lab.key(REGISTRAR, &village), vec![set.hash()]);
    let amended = newer.write(card, &cited, renamed());
    let withdrawn = ConsentWithdrawn {
        purposes: vec![],
        channel: 1,
        given_on: "2026-11-18".into(),
        reason: None,
        giver: None,
    };
    let withdrawn = newer.write(card, &[amended.hash()], withdrawn);
    let vouched = RoleSet {
        staff,
        role: Role::Manager as u8,
        signer: Some(staff),
        signature: tirkeu_core::event::codec::Sig([0; 64]),
    };
    let own = newer.roster_entry(&[set.hash()], vouched, &lab.key(REGISTRAR, &village));
    assert!(desk.permitted(card));
    desk.take(newer.chain());

    assert_eq!(desk.status(set.hash()), Some(Status::Applied));
    assert_eq!(desk.app().roster().now().roles.get(&staff), None);
    assert_eq!(desk.status(opened.hash()), Some(Status::Unknown));
    assert_eq!(desk.status(amended.hash()), Some(Status::Waiting));
    assert_eq!(desk.status(withdrawn.hash()), Some(Status::Waiting));
    assert_eq!(desk.field(card, 2).as_deref(), Some("Айгерім"));
    assert!(
        !desk.permitted(card),
        "a withdrawal that waits denies already"
    );
    assert_eq!(
        desk.status(own.hash()),
        Some(Status::Unauthorised),
        "nobody makes themselves a manager"
    );
    assert_eq!(desk.try_sign_in(REGISTRAR).unwrap_err(), ["not-allowed"]);
    desk.rebuilt_is_the_same();

    let verdict = desk.verified().finding.verdict.code();
    let python = python_says(&[desk.exported()]);
    assert_eq!(verdict, "newer", "neither whole nor damaged");
    assert_eq!(python[0]["finding"]["verdict"], verdict);
}
