//! Journals that the program itself writes are whole to both verifiers.

use std::process::Command as Process;

use tirkeu_core::audit::Verdict;
use tirkeu_core::command::Command;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::projection::status::Status;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient, python_says};

fn stopping(whom: &Desk, last: u64) -> Command {
    Command::RevokeDevice {
        device: whom.id(),
        last_seq: Some(u32::try_from(last).unwrap()),
    }
}

/// Every desk's journal is whole to both verifiers.
fn whole(lab: &Lab) {
    let exports: Vec<_> = lab.desks().iter().map(Desk::exported).collect();
    for (desk, said) in lab.desks().iter().zip(python_says(&exports)) {
        let report = desk.verified();
        let found = report.finding;
        assert!(
            found.verdict <= Verdict::WholeUnanchored,
            "{}: {found:?}",
            desk.name()
        );
        let verdict = said["finding"]["verdict"].as_str().unwrap();
        assert!(verdict.starts_with("whole"), "{}: {said}", desk.name());
        let taken = |chain: &serde_json::Value| chain["after_revocation"].as_u64();
        let python: Option<u64> = said["chains"].as_array().unwrap().iter().map(taken).sum();
        let rust = report
            .chains
            .iter()
            .map(|chain| chain.after_revocation)
            .sum();
        assert_eq!(python, Some(rust), "what a revocation took away");
    }
}

#[test]
fn a_removal_behind_a_back_dated_revocation_alarms_nobody() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let staff = lab.staff(REGISTRAR);
    let last = desk.last_of(&village).unwrap();
    village.must(Command::RemoveStaff { staff });
    lab.sync();
    assert!(school.try_sign_in(REGISTRAR).is_err(), "removed");
    desk.must(stopping(&village, last));
    lab.sync();
    school.sign_in(REGISTRAR);
    let card = school.intake(patient(1));
    lab.sync();
    lab.agree();
    assert!(desk.permitted(card) || desk.field(card, 1).is_some());
    whole(&lab);
}

#[test]
fn work_under_a_role_that_a_revocation_took_back_is_no_damage() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let staff = lab.staff(REGISTRAR);
    let last = desk.last_of(&village).unwrap();
    let role = Some(Role::Manager);
    village.must(Command::SetRole { staff, role });
    lab.carry(&village, &school);
    school.sign_in(REGISTRAR);
    let named = school.must(Command::DescribeStaff {
        staff,
        name: "Ахметова Айгуль".into(),
    });
    school.must(Command::RemoveStaff {
        staff: lab.staff(MANAGER),
    });
    let card = school.intake(patient(1));
    desk.must(stopping(&village, last));
    lab.sync();
    lab.agree();
    assert_eq!(desk.status(named.entries[0]), Some(Status::Unauthorised));
    assert!(
        desk.field(card, 1).is_some(),
        "a registrar may take people in"
    );
    assert!(
        school
            .app()
            .roster()
            .now()
            .roles
            .contains_key(&lab.staff(MANAGER))
    );
    whole(&lab);
}

#[test]
fn exports_of_both_desks_are_whole_to_the_python_verifier_too() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    lab.sync();
    village.sign_in(REGISTRAR);
    village.withdraw(card);
    village.crash();
    village.sign_in(REGISTRAR);
    village.look(card);
    lab.sync();
    desk.must(Desk::destroying(card));
    lab.sync();
    desk.sign_in(MANAGER);
    for bodies in [false, true] {
        let refused = village.app().export_journal(bodies).map(drop);
        assert!(refused.is_err(), "a registrar takes no journal away");
    }
    village.sign_in(MANAGER);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/verify_journal.py");
    let folder = tempfile::tempdir().unwrap();
    for one in lab.desks() {
        for bodies in [false, true] {
            let lines = one.app().export_journal(bodies).unwrap().into_inner();
            let file = folder.path().join(format!("{}-{bodies}.jsonl", one.name()));
            std::fs::write(&file, lines).unwrap();
            let out = Process::new("python3")
                .arg(script)
                .arg(&file)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&out.stdout);
            assert!(out.status.success(), "{}: {said}", one.name());
            assert!(said.contains("whole"), "{said}");
        }
        assert_eq!(one.verified().finding.verdict, Verdict::Whole);
    }
}
