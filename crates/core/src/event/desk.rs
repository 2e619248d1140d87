//! What a desk says of itself: its beginning, sessions on it, checkpoints, heads it has seen.

use super::codec::{Sig, body};
use crate::id::{DeviceId, Hash, Id, OrgId, SessionId, StaffId};
use crate::journal::tagged_hash;

/// Why a device chain begins.
pub mod reason {
    /// A new desk.
    pub const NEW: u8 = 1;
    /// Restored from a backup or opened with the kit: a new incarnation.
    pub const RESTORED: u8 = 2;
    /// Replaces a lost or cloned desk.
    pub const REPLACED: u8 = 3;
}

/// What a kit was used for.
pub mod kit {
    /// A new incarnation after a lost keychain or password.
    pub const RECOVERED: u8 = 1;
    /// Restored from a backup.
    pub const RESTORED: u8 = 2;
}

/// Why a session ended.
pub mod closing {
    /// The person locked the desk or signed out.
    pub const LOCKED: u8 = 1;
    /// Closed by the desk at the next unlock.
    pub const CRASH: u8 = 2;
    /// One headless call ended.
    pub const CALL: u8 = 3;
}

body! {
    /// First entry of a desk (seq 0).
    Genesis {
        /// See [`reason`].
        reason: u8,
        /// The desk's `device_enrolled`; absent on the first desk, whose enrolment follows in the same commit.
        enrolment: Option<Hash>,
        /// Heads of the incarnation before this one: device, seq, hash.
        predecessors: Vec<(DeviceId, u64, Hash)>,
        /// Roster tips under which the desk begins.
        roster: Vec<Hash>,
        /// Version of the program.
        program: String,
    }
}

body! {
    /// A person's session begins; signed by the person.
    SessionOpened {
        /// Who.
        staff: StaffId,
        /// SHA-256 of the person's Ed25519 key, cut to 16 bytes.
        key: Id,
        /// Roster tips, ascending, under which the person acts.
        roster: Vec<Hash>,
        /// Over `"tirkeu/v1/session\0" ‖ org ‖ device ‖ session ‖ staff ‖ prev ‖ hlc ‖ SHA-256(roster)`.
        signature: Sig,
    }
}

body! {
    /// A person's session ends.
    SessionClosed {
        /// See [`closing`].
        reason: u8,
        /// Over `"tirkeu/v1/session-end\0" ‖ org ‖ device ‖ session ‖ last entry of the session`; absent after a crash.
        signature: Option<Sig>,
    }
}

body! {
    /// A desk's summary of all it holds.
    Checkpoint {
        /// Device, seq and hash of the last entry of every known chain.
        heads: Vec<(DeviceId, u64, Hash)>,
        /// Kind and number of entries of it.
        counts: Vec<(u16, u64)>,
        /// Version of the fold.
        fold: u32,
        /// Bodies erased so far.
        erased: u64,
        /// Version of the program.
        program: String,
    }
}

body! {
    /// A desk has entries of other desks up to these heads.
    HeadsSeen {
        /// Device, seq, hash.
        heads: Vec<(DeviceId, u64, Hash)>,
    }
}

body! {
    /// Failed attempts to sign in, counted while the database was closed.
    SignInFailed {
        /// How many.
        attempts: u64,
        /// Milliseconds since 1970 of the first.
        first_ms: u64,
        /// Milliseconds since 1970 of the last.
        last_ms: u64,
    }
}

body! {
    /// The recovery kit opened the database.
    KitUsed {
        /// See [`kit`].
        purpose: u8,
    }
}

body! {
    /// A backup is whole and checked, and is about to get its name.
    BackupMade {
        /// Name of the file, without its folder.
        file: String,
        /// Bytes of the file.
        bytes: u64,
        /// SHA-256 of the file.
        sha256: Hash,
        /// Entries in it, evidence of forks not counted.
        entries: u64,
        /// X25519 keys to which it is encrypted.
        recipients: Vec<Hash>,
    }
}

/// What a person signs to begin a session; `prev` and `hlc` are those of the entry itself.
pub struct SessionBegin<'a> {
    /// The organisation.
    pub org: OrgId,
    /// The desk.
    pub device: DeviceId,
    /// The session.
    pub session: SessionId,
    /// Who.
    pub staff: StaffId,
    /// Hash of the entry before.
    pub prev: Hash,
    /// The entry's hybrid clock.
    pub hlc: u64,
    /// Roster tips, ascending.
    pub roster: &'a [Hash],
}

impl SessionBegin<'_> {
    /// The signed bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let cited: Vec<&[u8]> = self.roster.iter().map(|hash| hash.0.as_slice()).collect();
        let mut out = b"tirkeu/v1/session\0".to_vec();
        out.extend_from_slice(&self.org.0);
        out.extend_from_slice(&self.device.0);
        out.extend_from_slice(&self.session.0);
        out.extend_from_slice(&self.staff.0);
        out.extend_from_slice(&self.prev.0);
        out.extend_from_slice(&self.hlc.to_be_bytes());
        out.extend_from_slice(&tagged_hash(b"", &cited).0);
        out
    }
}

/// What a person signs to begin the session of an entry.
pub fn session_begin(header: &crate::journal::Header, opened: &SessionOpened) -> Vec<u8> {
    SessionBegin {
        org: header.org,
        device: header.device,
        session: header.session,
        staff: opened.staff,
        prev: header.prev,
        hlc: header.hlc.0,
        roster: &opened.roster,
    }
    .bytes()
}

/// What a person signs to end a session; `last` is the session's last entry before the end.
pub fn session_end(org: OrgId, device: DeviceId, session: SessionId, last: Hash) -> Vec<u8> {
    [
        b"tirkeu/v1/session-end\0".as_slice(),
        &org.0,
        &device.0,
        &session.0,
        &last.0,
    ]
    .concat()
}
