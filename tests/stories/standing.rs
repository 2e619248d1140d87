//! How desks stand to each other, as the exchange shows it: what nobody but a person can mend.

use std::collections::BTreeSet;

use tirkeu_core::command::Command;
use tirkeu_core::id::{DeviceId, Hash, Id};
use tirkeu_core::query::exchange::{DeskStatus, status};
use tirkeu_tests::lab::{Desk, MANAGER};

use crate::exchange::{agreed, labs};

fn seen(desk: &Desk) -> Vec<DeskStatus> {
    let app = desk.app();
    status(app.conn(), app.roster(), desk.id()).unwrap().desks
}

#[test]
fn a_copied_desk_is_shown_with_the_number_from_which_it_does_not_count() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    lab.meet(&place);
    let copied = || -> Vec<(DeviceId, u64)> {
        let all = seen(&desk).into_iter();
        all.filter_map(|one| Some((one.device, one.copied_at?)))
            .collect()
    };
    assert_eq!(copied(), []);
    let (copy, next) = (village.copied(), village.length());
    copy.sign_in(MANAGER);
    agreed(&village, 1);
    agreed(&copy, 2);
    village.meet(&place);
    let _ = copy.meet(&place);
    desk.meet(&place);
    assert_eq!(copied(), [(village.id(), next)]);
}

#[test]
fn two_desks_that_got_the_same_numbers_are_both_shown_until_one_is_stopped() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    for (one, device) in [(&desk, 8), (&village, 9)] {
        one.must(Command::EnrolDevice {
            device: Id([device; 16]),
            ed25519: Hash([device; 32]),
            x25519: Hash([device; 32]),
            site: 3,
            prefix: 555,
        });
    }
    let same = || -> BTreeSet<DeviceId> {
        let all = seen(&desk).into_iter();
        all.flat_map(|one| one.same_prefix).collect()
    };
    assert_eq!(same(), BTreeSet::new(), "neither knows of the other");
    lab.meet(&place);
    assert_eq!(same(), [Id([8; 16]), Id([9; 16])].into());
    desk.must(Command::RevokeDevice {
        device: Id([9; 16]),
        last_seq: None,
    });
    assert_eq!(same(), BTreeSet::new());
}
