//! Journals that the program itself writes are whole to both verifiers.

use std::process::Command as Process;

use tirkeu_core::audit::Verdict;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient};

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
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/verify_journal.py");
    let folder = tempfile::tempdir().unwrap();
    for one in lab.desks() {
        for bodies in [false, true] {
            if bodies && one.name() == village.name() {
                // A registrar works there: bodies leave the core with a manager only.
                assert!(one.app().export_journal(bodies).is_err());
                continue;
            }
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
