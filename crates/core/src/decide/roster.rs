//! Who may act: desks, roles, keys. Signed by the manager's own key when the entry is drafted.

use super::{Decided, Desk};
use crate::app::Line;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::Event;
use crate::event::codec::Sig;
use crate::event::kinds::Role;
use crate::event::roster::{DeviceEnrolled, DeviceRevoked, RoleSet, StaffKeyAdded, StaffRemoved};
use crate::id::{DeviceId, Hash, StaffId};
use crate::projection::roster::Roster;

crate::codes! {
    /// Another desk has this number prefix.
    PREFIX_TAKEN = "prefix-taken";
    /// This desk is enrolled already.
    DEVICE_KNOWN = "device-known";
    /// The desk at which the command is given: it would close behind itself.
    DESK_OWN = "desk-own";
    /// The last manager cannot be taken away.
    LAST_MANAGER = "last-manager";
}

const UNSIGNED: Sig = Sig([0; 64]);

fn one(desk: &Desk, event: impl Into<Event>) -> Result<Decided, Error> {
    Ok(Decided {
        subject: desk.org,
        lines: vec![Line::new(desk.org, event)],
    })
}

/// Lets a further desk act.
pub fn enrol(
    roster: &Roster,
    desk: &Desk,
    device: DeviceId,
    ed25519: Hash,
    x25519: Hash,
    site: u16,
    prefix: u16,
) -> Result<Decided, Error> {
    let view = roster.now();
    if view.desks.contains_key(&device) {
        return Err(Refusal::new(DEVICE_KNOWN).into());
    }
    if view.desks.values().any(|known| known.prefix == prefix) {
        return Err(Refusal::at("prefix", PREFIX_TAKEN).into());
    }
    if !(100..=999).contains(&prefix) {
        return Err(Refusal::at("prefix", super::lab::PREFIX_FORM).into());
    }
    one(
        desk,
        DeviceEnrolled {
            device,
            ed25519,
            x25519,
            site,
            prefix,
            signer: Some(desk.staff),
            signature: UNSIGNED,
        },
    )
}

/// Stops a desk after an entry.
pub fn revoke(
    roster: &Roster,
    desk: &Desk,
    device: DeviceId,
    last_seq: Option<u32>,
) -> Result<Decided, Error> {
    if device == desk.device {
        return Err(Refusal::at("device", DESK_OWN).into());
    }
    if roster.desk(device).is_none() {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    let last_seq = last_seq.map(u64::from);
    one(
        desk,
        DeviceRevoked {
            device,
            last_seq,
            signer: Some(desk.staff),
            signature: UNSIGNED,
        },
    )
}

/// Gives or takes a role.
pub fn set_role(
    roster: &Roster,
    desk: &Desk,
    staff: StaffId,
    role: Option<Role>,
) -> Result<Decided, Error> {
    if role != Some(Role::Manager) {
        keeps_a_manager(roster, staff)?;
    }
    let role = role.map_or(0, |role| role as u8);
    one(
        desk,
        RoleSet {
            staff,
            role,
            signer: Some(desk.staff),
            signature: UNSIGNED,
        },
    )
}

/// Adds a person's keys for one desk.
pub fn add_key(
    roster: &Roster,
    desk: &Desk,
    staff: StaffId,
    device: DeviceId,
    ed25519: Hash,
    x25519: Hash,
) -> Result<Decided, Error> {
    if roster.desk(device).is_none() {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    one(
        desk,
        StaffKeyAdded {
            staff,
            device,
            ed25519,
            x25519,
            signer: Some(desk.staff),
            signature: UNSIGNED,
        },
    )
}

/// Ends a person's access.
pub fn remove(roster: &Roster, desk: &Desk, staff: StaffId) -> Result<Decided, Error> {
    keeps_a_manager(roster, staff)?;
    one(
        desk,
        StaffRemoved {
            staff,
            signer: Some(desk.staff),
            signature: UNSIGNED,
        },
    )
}

fn keeps_a_manager(roster: &Roster, but: StaffId) -> Result<(), Error> {
    let others = roster
        .now()
        .roles
        .iter()
        .any(|(staff, role)| *staff != but && *role == Role::Manager);
    if others {
        Ok(())
    } else {
        Err(Refusal::new(LAST_MANAGER).into())
    }
}
