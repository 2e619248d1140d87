//! A manager's desk is stolen, with the manager's key on it: how far its word reaches.

use tirkeu_core::event::codec::Sig;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::event::patient::field;
use tirkeu_core::event::roster::{DeviceRevoked, RoleSet, RootReplaced, new_root_bytes};
use tirkeu_core::id::{DeviceId, Hash, StaffId};
use tirkeu_core::journal::Entry;
use tirkeu_core::projection::status::Status;
use tirkeu_core::projection::tips;
use tirkeu_core::time::Hlc;
use tirkeu_tests::lab::{Desk, Hostile, Lab, MANAGER, REGISTRAR, YEAR, patient};

use ed25519_dalek::{Signer, SigningKey};

const UNSIGNED: Sig = Sig([0; 64]);

fn revoked(device: DeviceId, last_seq: Option<u64>, signer: Option<StaffId>) -> DeviceRevoked {
    DeviceRevoked {
        device,
        last_seq,
        signer,
        signature: UNSIGNED,
    }
}

fn roster_of(desk: &Desk) -> Vec<Hash> {
    let app = desk.app();
    tips(app.conn(), app.org()).unwrap()
}

/// Four desks; the village's is in bad hands, the school's is where honest people answer.
struct Scene {
    lab: Lab,
    desk: Desk,
    village: Desk,
    school: Desk,
    mill: Desk,
    roster: Vec<Hash>,
}

fn scene() -> Scene {
    let (lab, [desk, village, school, mill]) = Lab::with(["desk", "village", "school", "mill"]);
    lab.sync();
    let roster = roster_of(&desk);
    Scene {
        lab,
        desk,
        village,
        school,
        mill,
        roster,
    }
}

impl Scene {
    fn manager(&self) -> StaffId {
        self.lab.staff(MANAGER)
    }

    /// Two desks hear of two chains, each in another order, and say the same.
    fn heard(&self, first: &[Entry], second: &[Entry]) {
        self.desk.take(first.to_vec());
        self.desk.take(second.to_vec());
        self.mill.take(second.to_vec());
        self.mill.take(first.to_vec());
        assert_eq!(self.desk.state().tables, self.mill.state().tables);
        self.desk.rebuilt_is_the_same();
    }

    fn statuses(&self, entry: &Entry) -> [Option<Status>; 2] {
        [&self.desk, &self.mill].map(|one| one.status(entry.hash()))
    }
}

const COUNTS: [Option<Status>; 2] = [Some(Status::Applied); 2];
const VOID: [Option<Status>; 2] = [Some(Status::Unauthorised); 2];

#[test]
fn a_stolen_desk_does_not_undo_what_the_root_signed_by_an_earlier_date() {
    let scene = scene();
    let last = scene.school.last_of(&scene.village).unwrap();
    scene.school.set_clock(scene.school.clock() + YEAR);
    let mut honest = scene.school.turned();
    let by_root = honest.roster_entry(
        &scene.roster,
        revoked(scene.village.id(), Some(last), None),
        scene.lab.root(),
    );
    // The thief's clock stands a year behind, and what it cites is as old.
    let mut thief = scene.village.turned();
    let key = scene.lab.key(MANAGER, &scene.village);
    let counter = thief.roster_entry(
        &scene.roster,
        revoked(scene.school.id(), None, Some(scene.manager())),
        &key,
    );
    scene.heard(&honest.chain(), &thief.chain());
    assert_eq!(scene.statuses(&by_root), COUNTS);
    assert_eq!(
        scene.statuses(&counter),
        VOID,
        "it stands behind its own revocation"
    );
}

#[test]
fn a_root_that_a_thief_put_in_is_no_more_than_the_thief() {
    let scene = scene();
    let last = scene.school.last_of(&scene.village).unwrap();
    scene.school.set_clock(scene.school.clock() + YEAR);
    let mut honest = scene.school.turned();
    let by_root = honest.roster_entry(
        &scene.roster,
        revoked(scene.village.id(), Some(last), None),
        scene.lab.root(),
    );
    let mut thief = scene.village.turned();
    let fake = SigningKey::from_bytes(&[66; 32]);
    let root_sign = Hash(fake.verifying_key().to_bytes());
    let proof = new_root_bytes(scene.lab.org, &root_sign, &root_sign);
    let replaced = RootReplaced {
        root_sign,
        root_seal: root_sign,
        new_root_signature: Sig(fake.sign(&proof).to_bytes()),
        signer: Some(scene.manager()),
        signature: UNSIGNED,
    };
    let key = scene.lab.key(MANAGER, &scene.village);
    let replaced = thief.roster_entry(&scene.roster, replaced, &key);
    let counter = thief.roster_entry(
        &[replaced.hash()],
        revoked(scene.school.id(), None, None),
        &fake,
    );
    scene.heard(&honest.chain(), &thief.chain());
    assert_eq!(scene.statuses(&by_root), COUNTS);
    assert_eq!(scene.statuses(&replaced), VOID);
    assert_eq!(scene.statuses(&counter), VOID);
}

#[test]
fn a_younger_desk_does_not_stop_an_older_one_by_being_first() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    lab.sync();
    let roster = roster_of(&desk);
    let last = desk.last_of(&village).unwrap();
    desk.set_clock(desk.clock() + YEAR);
    let card = desk.intake(patient(1));
    let stopped = desk.must(tirkeu_core::command::Command::RevokeDevice {
        device: village.id(),
        last_seq: Some(u32::try_from(last).unwrap()),
    });
    let mut thief = village.turned();
    let key = lab.key(MANAGER, &village);
    let counter = thief.roster_entry(
        &roster,
        revoked(desk.id(), None, Some(lab.staff(MANAGER))),
        &key,
    );
    desk.take(thief.chain());
    assert_eq!(desk.status(stopped.entries[0]), Some(Status::Applied));
    assert_eq!(desk.status(counter.hash()), Some(Status::Unauthorised));
    assert!(desk.field(card, field::NAME).is_some());
    desk.intake(patient(2));
    desk.rebuilt_is_the_same();
}

#[test]
fn the_kit_stops_the_oldest_desk_and_gives_back_what_it_had_stopped() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    lab.sync();
    let last = village.last_of(&desk).unwrap();
    let card = village.intake(patient(1));
    let mut thief = desk.turned();
    let stopped = thief.roster_entry(
        &roster_of(&desk),
        revoked(village.id(), None, Some(lab.staff(MANAGER))),
        &lab.key(MANAGER, &desk),
    );
    school.take(thief.chain());
    school.take(village.journal());
    assert_eq!(
        school.field(card, field::NAME),
        None,
        "the oldest desk was heard"
    );
    school.sign_in(REGISTRAR);
    let meanwhile = school.intake(patient(2));
    school.sign_in(MANAGER);
    school
        .app()
        .revoke_by_kit(lab.root(), desk.id(), Some(last))
        .unwrap();
    assert_eq!(school.status(stopped.hash()), Some(Status::Unauthorised));
    assert!(
        school.field(card, field::NAME).is_some(),
        "the village goes on"
    );
    assert!(school.field(meanwhile, field::NAME).is_some());
    // What the school left out while it had to is no step back: the session before the kit counts.
    school.sign_in(REGISTRAR);
    village.take(school.journal());
    village.sign_in(MANAGER);
    village.amend(card, |form| form.name = "Айша".into());
    school.take(village.journal());
    assert_eq!(
        school.field(card, field::NAME),
        village.field(card, field::NAME)
    );
    assert_eq!(school.state().tables, village.state().tables);
    school.rebuilt_is_the_same();
    village.rebuilt_is_the_same();
    let verdict = village.verified().finding;
    assert_eq!(verdict.reason, None, "{verdict:?}");
}

#[test]
fn the_key_of_a_revoked_desk_begins_no_new_one() {
    let scene = scene();
    let last = scene.desk.last_of(&scene.village).unwrap();
    let stopped = scene
        .desk
        .must(tirkeu_core::command::Command::RevokeDevice {
            device: scene.village.id(),
            last_seq: Some(u32::try_from(last).unwrap()),
        });
    // The new desk says that it is as old as the laboratory.
    let long_ago = Hlc(scene.desk.chain()[5].header().hlc.0);
    let key = scene.lab.key(MANAGER, &scene.village);
    let mut impostor = Hostile::impostor(
        scene.lab.org,
        scene.manager(),
        &key,
        scene.roster.clone(),
        long_ago,
    );
    let enrolled = impostor.chain()[1].clone();
    let own = impostor.key();
    let tip = impostor.chain()[2].hash();
    impostor.begin(scene.manager(), &own, vec![tip]);
    let counter = impostor.roster_entry(
        &[tip],
        revoked(scene.desk.id(), None, Some(scene.manager())),
        &own,
    );
    scene.heard(&scene.desk.chain(), &impostor.chain());
    assert_eq!(scene.statuses(&enrolled), VOID);
    assert_eq!(scene.statuses(&counter), VOID);
    assert_eq!(scene.desk.status(stopped.entries[0]), Some(Status::Applied));
    assert!(scene.desk.app().roster().desk(impostor.id()).is_none());
}

#[test]
fn a_registrars_session_carries_no_managers_signature() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    village.sign_in(REGISTRAR);
    lab.sync();
    let mut thief = village.turned();
    let role = RoleSet {
        staff: lab.staff(REGISTRAR),
        role: Role::Manager as u8,
        signer: Some(lab.staff(MANAGER)),
        signature: UNSIGNED,
    };
    let entry = thief.roster_entry(&roster_of(&village), role, &lab.key(MANAGER, &village));
    desk.take(thief.chain());
    assert_eq!(desk.status(entry.hash()), Some(Status::Unauthorised));
    let app = desk.app();
    let role = app.roster().now().roles.get(&lab.staff(REGISTRAR)).copied();
    drop(app);
    assert_eq!(role, Some(Role::Registrar));
    let found = desk.verified().finding;
    assert_eq!(
        (found.seq, found.reason.map(|reason| reason.code())),
        (Some(entry.header().seq), Some("authority")),
        "what the fold does not apply, the audit names"
    );
    desk.rebuilt_is_the_same();
}

#[test]
fn a_removed_manager_does_not_go_back_to_the_roster_of_before() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let staff = lab.staff(REGISTRAR);
    desk.must(tirkeu_core::command::Command::SetRole {
        staff,
        role: Some(Role::Manager),
    });
    lab.sync();
    village.sign_in(REGISTRAR);
    let of_before = roster_of(&village);
    desk.must(tirkeu_core::command::Command::RemoveStaff { staff });
    lab.sync();
    village.sign_in(MANAGER);
    let mut thief = village.turned();
    let key = lab.key(REGISTRAR, &village);
    let opened = thief.begin(staff, &key, of_before.clone());
    let role = RoleSet {
        staff: lab.staff(MANAGER),
        role: 0,
        signer: Some(staff),
        signature: UNSIGNED,
    };
    let entry = thief.roster_entry(&of_before, role, &key);
    desk.take(thief.chain());
    assert_eq!(desk.status(opened.hash()), Some(Status::Unauthorised));
    assert_eq!(desk.status(entry.hash()), Some(Status::Unauthorised));
    assert_eq!(
        desk.verified().finding.reason.map(|reason| reason.code()),
        Some("authority")
    );
    desk.rebuilt_is_the_same();
}
