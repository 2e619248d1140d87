//! Bodies that the laboratory of the tests writes.

use super::{Desk, Dice, NO_SIG, Person, public};
use crate::event::kinds::Role;
use crate::event::{consent, erasure, lab, roster};
use crate::id::{DeviceId, Hash, StaffId};

pub fn given(dice: &mut Dice) -> consent::ConsentGiven {
    consent::ConsentGiven {
        purposes: vec![1, 2],
        policy: Hash(dice.bytes()),
        policy_text: Hash([3; 32]),
        policy_other: Hash([4; 32]),
        language: 2,
        sentence: "Мен келісемін".into(),
        shown: String::new(),
        channel: 1,
        given_on: "2026-11-20".into(),
        given_ms: Some(1_795_000_000_000),
        valid_until: None,
        paper: None,
        giver: None,
        helpers: Vec::new(),
        companion: None,
        signature: None,
        answers: Vec::new(),
        otp: None,
    }
}

pub fn enrolled(desk: &Desk, prefix: u16, signer: Option<StaffId>) -> roster::DeviceEnrolled {
    roster::DeviceEnrolled {
        device: desk.device,
        ed25519: public(&desk.key),
        x25519: Hash([5; 32]),
        site: 1,
        prefix,
        signer,
        signature: NO_SIG,
    }
}

pub fn role(person: &Person, role: Role, signer: Option<StaffId>) -> roster::RoleSet {
    roster::RoleSet {
        staff: person.staff,
        role: role as u8,
        signer,
        signature: NO_SIG,
    }
}

pub fn removed(person: &Person, signer: Option<StaffId>) -> roster::StaffRemoved {
    roster::StaffRemoved {
        staff: person.staff,
        signer,
        signature: NO_SIG,
    }
}

pub fn staff_key(
    person: &Person,
    device: DeviceId,
    signer: Option<StaffId>,
) -> roster::StaffKeyAdded {
    roster::StaffKeyAdded {
        staff: person.staff,
        device,
        ed25519: public(&person.key),
        x25519: Hash([6; 32]),
        signer,
        signature: NO_SIG,
    }
}

pub fn destroyed(covers: Vec<(DeviceId, u64)>) -> erasure::SubjectDestroyed {
    erasure::SubjectDestroyed {
        basis: 1,
        act: "7".into(),
        covers,
    }
}

pub fn described() -> lab::SettingChanged {
    lab::SettingChanged {
        key: "term".into(),
        value: "25".into(),
    }
}
