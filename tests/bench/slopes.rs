//! Does taking entries in cost more where many are here already, or where many desks wrote them?

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tirkeu_core::command::{Command, ConsentForm, OffersForm};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, Meeting, consent_given, patient};

use crate::exchange::{Pair, met};
use crate::frame::timed;

/// People of one stretch; each is three entries.
const STRETCH: u32 = 3_300;
/// People whom desks take in together, however many desks there are.
const TOGETHER: u32 = 1_000;

/// Time for one entry where about so many entries are here before, in the order of `sizes`.
pub fn by_entries(folder: &Path, sizes: &[u64]) -> Vec<Duration> {
    let mut pair = Pair::begin(folder);
    let mut number = 0;
    sizes
        .iter()
        .map(|size| {
            while pair.first.open.app.length() + 3 * u64::from(STRETCH) < *size {
                pair.write(number, STRETCH);
                number += STRETCH;
                met(&mut pair.first.open, &pair.meeting);
                met(&mut pair.second, &pair.meeting);
            }
            pair.write(number, STRETCH);
            number += STRETCH;
            met(&mut pair.first.open, &pair.meeting);
            let (visit, taken) = timed(|| met(&mut pair.second, &pair.meeting));
            taken / u32::try_from(visit.accepted).unwrap()
        })
        .collect()
}

/// Time for one entry of those that so many desks wrote together, at one more desk that meets them all at once.
pub fn by_desks(desks: u32) -> Duration {
    let mut lab = Lab::founded("desk");
    let purposes = vec!["network_exchange".to_owned()];
    let offers = OffersForm {
        purposes,
        sms_sender: String::new(),
        sms_gateway: String::new(),
    };
    lab.desks()[0].must(Command::Offers { offers });
    let late = lab.enrol("late");
    late.sign_in(MANAGER);
    for desk in 1..desks {
        lab.enrol(&format!("desk {desk}")).sign_in(MANAGER);
    }
    let place = Arc::new(Meeting::new());
    lab.desks()[0].meet(&place);
    for desk in lab.desks() {
        desk.meet(&place);
    }
    late.meet(&place);
    let others = lab.desks().iter().filter(|desk| desk.id() != late.id());
    let mut serial = 0;
    for desk in others {
        for _ in 0..TOGETHER / desks {
            serial += 1;
            agreed(desk, serial);
        }
        desk.meet(&place);
    }
    let (visit, taken) = timed(|| late.meet(&place));
    assert!(visit.accepted >= u64::from(TOGETHER) * 2, "{visit:?}");
    taken / u32::try_from(visit.accepted).unwrap()
}

fn agreed(desk: &Desk, serial: u16) {
    let card = desk.intake(patient(serial));
    let consent = ConsentForm {
        optional: vec!["network_exchange".into()],
        ..consent_given(desk.policy())
    };
    desk.must(Command::Consent { card, consent });
}
