//! Who may do what: the whole table of commands.

use tirkeu_core::command::{Command, PolicyForm};
use tirkeu_core::event::kinds::Role;
use tirkeu_core::id::{Hash, Id, SubjectId};
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, REGISTRAR, consent_given, consent_refused, organisation, patient, policy,
};

type Make = fn(&Lab, &Desk, SubjectId) -> Command;

/// Every command with whether a registrar may; a manager may do everything.
const TABLE: &[(&str, bool, Make)] = &[
    ("intake", true, |_, _, _| Desk::taking_in(patient(77))),
    ("amend", true, |_, desk, card| {
        desk.amending(card, |form| form.phone = "8 701 234 56 70".into())
    }),
    ("consent", true, |_, desk, card| Command::Consent {
        card,
        consent: consent_given(desk.policy()),
    }),
    ("refuse", true, |_, desk, card| Command::Consent {
        card,
        consent: consent_refused(desk.policy()),
    }),
    ("withdraw", true, |_, desk, card| {
        desk.consent(card);
        Desk::withdrawing(card)
    }),
    ("annul a colleague's grant", true, |_, desk, card| {
        desk.sign_in(REGISTRAR);
        Desk::annulling(card, desk.consent(card))
    }),
    ("annul a denial", false, |_, desk, card| {
        Desk::annulling(card, desk.refuse(card))
    }),
    ("publish a policy", false, |_, _, _| {
        Command::PublishPolicy {
            policy: PolicyForm {
                revision: "2".into(),
                ..policy()
            },
        }
    }),
    ("describe the organisation", false, |_, _, _| {
        Command::DescribeOrganisation {
            organisation: organisation(),
        }
    }),
    ("enrol a desk", false, |_, _, _| Command::EnrolDevice {
        device: Id([7; 16]),
        ed25519: Hash([7; 32]),
        x25519: Hash([7; 32]),
        site: 1,
        prefix: 700,
    }),
    ("revoke a desk", false, |lab, _, _| Command::RevokeDevice {
        device: lab.desks()[1].id(),
        last_seq: Some(0),
    }),
    ("give a role", false, |lab, _, _| Command::SetRole {
        staff: lab.staff("newcomer"),
        role: Some(Role::Registrar),
    }),
    ("give a key", false, |_, desk, _| {
        desk.add_key("newcomer", desk)
    }),
    ("name a person", false, |lab, _, _| Command::DescribeStaff {
        staff: lab.staff("newcomer"),
        name: "Нуртасов Нурлан".into(),
    }),
    ("remove a person", false, |lab, _, _| Command::RemoveStaff {
        staff: lab.staff(REGISTRAR),
    }),
    ("destroy a person's data", false, |_, _, card| {
        Desk::destroying(card)
    }),
];

#[test]
fn every_command_asks_for_its_role() {
    for (name, registrar_may, make) in TABLE {
        for (who, may) in [(REGISTRAR, *registrar_may), (MANAGER, true)] {
            let (lab, [desk, _village]) = Lab::with(["desk", "village"]);
            let card = desk.intake(patient(1));
            let command = make(&lab, &desk, card);
            desk.sign_in(who);
            let before = desk.length();
            let answer = desk.execute(command);
            assert_eq!(answer.is_ok(), may, "{who}: {name}: {answer:?}");
            if !may {
                let codes = answer.unwrap_err();
                assert!(
                    codes == ["not-allowed"] || codes == ["consent-denial-manager-only"],
                    "{who}: {name}: {codes:?}"
                );
                assert_eq!(desk.length(), before, "a refusal writes nothing");
            }
        }
    }
}
