//! Desks and people come and go.

use tirkeu_core::command::Command;
use tirkeu_tests::lab::{Lab, patient};

#[test]
fn a_second_and_a_third_desk_are_enrolled_and_agree() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let at_desk = desk.intake(patient(1));
    let at_village = village.intake(patient(2));
    school
        .execute(Command::Consent {
            card: at_desk,
            consent: Default::default(),
        })
        .unwrap_err();
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert!(
            one.field(at_desk, 1).is_some(),
            "{} knows the desk's patient",
            one.name()
        );
        assert!(
            one.field(at_village, 1).is_some(),
            "{} knows the village's patient",
            one.name()
        );
    }
}
