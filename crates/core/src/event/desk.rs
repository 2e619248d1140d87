//! What a desk says of itself: its beginning, sessions on it, checkpoints, heads it has seen.

use super::codec::{Sig, body};
use crate::id::{DeviceId, Hash, Id, StaffId};

/// Why a device chain begins.
pub mod reason {
    /// A new desk.
    pub const NEW: u8 = 1;
    /// Restored from a backup or opened with the kit: a new incarnation.
    pub const RESTORED: u8 = 2;
    /// Replaces a lost or cloned desk.
    pub const REPLACED: u8 = 3;
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
        /// 1: new incarnation after a lost keychain or password.
        purpose: u8,
    }
}
