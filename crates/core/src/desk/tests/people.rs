//! Several people at one desk on a real folder: codes, passwords, PINs, taking turns.

use super::*;
use crate::event::kinds::Role;

#[test]
fn two_people_share_an_unlocked_desk_and_none_of_them_a_locked_one() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    let second = NewStaff {
        name: "Синтетический Болат",
        login: "bolat",
        password: "another long password",
        role: Role::Registrar,
    };
    let manager = open.app.staff().unwrap();
    let bolat = open.add_staff(&machine, &second).unwrap();
    let (login, password) = (second.login, second.password);
    assert_eq!(
        code(open.join(&folder, &machine, login, password)),
        "bad-request",
        "nobody takes the place of whoever is present"
    );
    // The password of the present person, and of nobody else, sets the PIN.
    assert_eq!(
        code(open.set_pin(&folder, &machine, login, password, "190652")),
        "vault-password-wrong"
    );
    open.set_pin(&folder, &machine, "aigul", PASSWORD, "190652")
        .unwrap();
    open.cover();
    assert_eq!(
        code(open.join(&folder, &machine, login, "wrong long password")),
        "vault-password-wrong"
    );
    assert!(open.app.is_covered());
    open.join(&folder, &machine, login, password).unwrap();
    assert_eq!(open.app.staff(), Some(bolat));
    let told = open.people().unwrap();
    let told: Vec<_> = told
        .iter()
        .map(|one| (one.name.as_str(), one.pin))
        .collect();
    assert_eq!(told, [(second.name, false), ("Синтетическая Айгүл", true)]);
    open.cover();
    open.come_back(manager, "190652").unwrap();
    assert_eq!(open.app.staff(), Some(manager));
    // The password does what the PIN does, in the session that is there.
    open.cover();
    let length = open.app.length();
    open.join(&folder, &machine, login, password).unwrap();
    assert_eq!(open.app.length(), length, "no second session");
    let report = open.verify().unwrap();
    assert_eq!(report.finding.verdict.code(), "whole", "{report:?}");
    open.close(closing::LOCKED).unwrap();
    let mut open = signed_in(sign_in(&folder, &machine, login, password).unwrap());
    open.cover();
    assert_eq!(code(open.come_back(manager, "190652")), "pin-none");
    assert_eq!(open.people().unwrap().len(), 1);
}

#[test]
fn a_person_sets_the_password_with_a_code_and_the_manager_signs_the_key() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    let registrar = Role::Registrar;
    let given = open.add_person("Синтетический Болат", registrar).unwrap();
    let row = |open: &Open| {
        open.staff()
            .unwrap()
            .into_iter()
            .find(|one| !one.own)
            .unwrap()
    };
    assert!(!row(&open).access && row(&open).role == Some(registrar));
    let (login, password) = ("bolat", "another long password");
    assert_eq!(
        code(open.redeem(&machine, &given.code, login, password)),
        "bad-request",
        "a code is for the covered screen"
    );
    open.cover();
    assert_eq!(
        code(open.redeem(&machine, "000 000 000", login, password)),
        "staff-code-wrong"
    );
    assert_eq!(
        code(open.redeem(&machine, &given.code, login, "short")),
        "vault-password-short"
    );
    assert_eq!(
        code(open.redeem(&machine, &given.code, "aigul", password)),
        "vault-login-taken"
    );
    open.redeem(&machine, &given.code, login, password).unwrap();
    assert_eq!(open.app.staff(), Some(given.staff), "and works at once");
    assert!(open.staff().is_err(), "a registrar sees no staff");
    open.cover();
    assert_eq!(
        code(open.redeem(&machine, &given.code, "again", password)),
        "staff-code-none",
        "a code opens once"
    );
    // A new code in place of a forgotten password: the old one opens nothing.
    open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    assert!(row(&open).access);
    let again = open.issue_code(given.staff).unwrap();
    open.cover();
    open.redeem(&machine, &again.code, login, "a third long password")
        .unwrap();
    open.cover();
    assert_eq!(
        code(open.join(&folder, &machine, login, password)),
        "vault-password-wrong"
    );
    open.join(&folder, &machine, login, "a third long password")
        .unwrap();
    // Taken away: neither password nor PIN brings back, and the journal is whole.
    open.set_pin(&folder, &machine, login, "a third long password", "190652")
        .unwrap();
    open.cover();
    open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    assert_eq!(
        code(open.remove_person(open.app.staff().unwrap())),
        "staff-own"
    );
    open.remove_person(given.staff).unwrap();
    assert!(!row(&open).access && row(&open).role.is_none());
    open.cover();
    assert_eq!(code(open.come_back(given.staff, "190652")), "pin-none");
    assert_eq!(
        code(open.join(&folder, &machine, login, "a third long password")),
        "vault-password-wrong"
    );
    open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    let report = open.verify().unwrap();
    assert_eq!(report.finding.verdict.code(), "whole", "{report:?}");
    let failed = open.app.roster().now().keys.len();
    assert_eq!(failed, 1, "one key is left: {failed}");
    open.close(closing::LOCKED).unwrap();
}

#[test]
fn codes_end_with_the_shift_and_with_too_many_guesses() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    let registrar = Role::Registrar;
    let given = open.add_person("Синтетический Болат", registrar).unwrap();
    open.cover();
    for _ in 0..4 {
        assert_eq!(
            code(open.redeem(&machine, "1", "b", "another long password")),
            "staff-code-wrong"
        );
    }
    assert_eq!(
        code(open.redeem(&machine, "1", "b", "another long password")),
        "staff-code-none"
    );
    assert_eq!(
        code(open.redeem(&machine, &given.code, "b", "another long password")),
        "staff-code-none",
        "the right one is too late"
    );
    open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    let given = open.issue_code(given.staff).unwrap();
    open.close(closing::LOCKED).unwrap();
    let mut open = signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
    open.cover();
    assert_eq!(
        code(open.redeem(&machine, &given.code, "b", "another long password")),
        "staff-code-none"
    );
}

/// A manager with somebody else at the desk, who has a PIN.
fn two_at_the_desk(folder: &Folder, machine: &Machine) -> (Open, crate::id::StaffId) {
    let mut open = setup(folder, machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    let given = open
        .add_person("Синтетический Болат", Role::Registrar)
        .unwrap();
    open.cover();
    open.redeem(machine, &given.code, "bolat", "another long password")
        .unwrap();
    open.set_pin(folder, machine, "bolat", "another long password", "190652")
        .unwrap();
    open.cover();
    open.join(folder, machine, "aigul", PASSWORD).unwrap();
    (open, given.staff)
}

pub(super) fn code(outcome: Result<(), Error>) -> &'static str {
    outcome.unwrap_err().refusals().remove(0).code.0
}

#[test]
fn a_removal_that_is_refused_takes_nothing_away() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let ahead = Arc::new(Ahead(std::sync::atomic::AtomicU64::new(0)));
    let machine = Machine {
        clock: ahead.clone(),
        ..machine(None)
    };
    ahead
        .0
        .store(3 * 24 * 3_600_000, std::sync::atomic::Ordering::Relaxed);
    let (mut open, bolat) = two_at_the_desk(&folder, &machine);
    ahead.0.store(0, std::sync::atomic::Ordering::Relaxed);
    let slots = open.vault().slots().len();
    assert_eq!(code(open.remove_person(bolat)), "clock-behind");
    assert_eq!(open.vault().slots().len(), slots);
    assert!(
        open.app.people().contains(&bolat),
        "nor was their session ended"
    );
}

struct Ahead(std::sync::atomic::AtomicU64);

impl Clock for Ahead {
    fn now_ms(&self) -> u64 {
        SystemClock.now_ms() + self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[test]
fn a_new_code_ends_the_old_pin_too() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let (mut open, bolat) = two_at_the_desk(&folder, &machine);
    let manager = open.app.staff().unwrap();
    assert_eq!(code(open.issue_code(manager).map(drop)), "staff-own");
    let again = open.issue_code(bolat).unwrap();
    open.cover();
    open.redeem(&machine, &again.code, "bolat", "a third long password")
        .unwrap();
    open.cover();
    assert_eq!(code(open.come_back(bolat, "190652")), "pin-none");
    assert_eq!(code(open.come_back(manager, "190652")), "pin-none");
}

#[test]
fn a_code_counts_only_as_long_as_whoever_gave_it_out() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let (mut open, bolat) = two_at_the_desk(&folder, &machine);
    let manager = open.app.staff().unwrap();
    let given = open
        .add_person("Синтетическая Дана", Role::Registrar)
        .unwrap();
    let role = |staff, role| Command::SetRole {
        staff,
        role: Some(role),
    };
    open.app.execute(role(bolat, Role::Manager), None).unwrap();
    open.cover();
    open.join(&folder, &machine, "bolat", "another long password")
        .unwrap();
    open.app
        .execute(role(manager, Role::Registrar), None)
        .unwrap();
    open.cover();
    let length = open.app.length();
    let outcome = open.redeem(&machine, &given.code, "dana", "a fourth long password");
    assert_eq!(code(outcome), "staff-code-none");
    assert_eq!(open.app.length(), length, "and nobody signed in for it");
    assert!(open.app.is_covered());
    assert_eq!(code(open.app.session().map(drop)), "locked");
}
