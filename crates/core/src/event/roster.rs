//! The roster: who may act. Only ids, public keys, roles, site, prefix; never a name.
//!
//! Bodies of these kinds are never erased or withheld. Every body ends with who signed it (absent =
//! the recovery root) and a signature over [`signed_bytes`].

use super::codec::{Sig, body, encode};
pub use crate::id::org_id;
use crate::id::{DeviceId, Hash, Id, OrgId, StaffId};
use crate::journal::tagged_hash;

body! {
    /// The organisation begins with its recovery root.
    OrgFounded {
        /// Ed25519 key of the root; the organisation's id is its hash.
        root_sign: Hash,
        /// X25519 key of the root.
        root_seal: Hash,
        /// Absent: the root.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

body! {
    /// A new recovery kit replaces the old one.
    RootReplaced {
        /// New Ed25519 key.
        root_sign: Hash,
        /// New X25519 key.
        root_seal: Hash,
        /// The new root over `"tirkeu/v1/root\0" ‖ org ‖ root_sign ‖ root_seal`.
        new_root_signature: Sig,
        /// Absent: the old root; a manager when the paper is lost.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

body! {
    /// A desk may act.
    DeviceEnrolled {
        /// Its id.
        device: DeviceId,
        /// Its Ed25519 key.
        ed25519: Hash,
        /// Its X25519 key.
        x25519: Hash,
        /// Number of the site.
        site: u16,
        /// Number prefix, 100–999, once per incarnation.
        prefix: u16,
        /// Absent: the root.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

body! {
    /// A desk may no longer act after an entry.
    DeviceRevoked {
        /// Its id.
        device: DeviceId,
        /// The last accepted seq; absent when nothing of it counts.
        last_seq: Option<u64>,
        /// Absent: the root.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

body! {
    /// A person has a role.
    RoleSet {
        /// Who.
        staff: StaffId,
        /// Number of the role; 0 takes the role away.
        role: u8,
        /// Absent: the root.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

body! {
    /// A person's keys on one desk.
    StaffKeyAdded {
        /// Who.
        staff: StaffId,
        /// Where.
        device: DeviceId,
        /// Ed25519 key.
        ed25519: Hash,
        /// X25519 key.
        x25519: Hash,
        /// Absent: the root.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

body! {
    /// A person has left.
    StaffRemoved {
        /// Who.
        staff: StaffId,
        /// Absent: the root.
        signer: Option<StaffId>,
        /// See [`signed_bytes`].
        signature: Sig,
    }
}

/// What the signer signs: `"tirkeu/v1/roster\0" ‖ org ‖ device ‖ kind u16 ‖ kind_ver u8 ‖
/// SHA-256(payload with a zero signature) ‖ refs`.
///
/// The payload is hashed with 64 zero bytes in the place of the signature, so that its shape stays
/// the one array that is stored.
pub fn signed_bytes(
    org: OrgId,
    device: DeviceId,
    kind: u16,
    kind_ver: u8,
    unsigned: &[u8],
    refs: &[Hash],
) -> Vec<u8> {
    let mut out = b"tirkeu/v1/roster\0".to_vec();
    out.extend_from_slice(&org.0);
    out.extend_from_slice(&device.0);
    out.extend_from_slice(&kind.to_be_bytes());
    out.push(kind_ver);
    out.extend_from_slice(&tagged_hash(b"", &[unsigned]).0);
    for hash in refs {
        out.extend_from_slice(&hash.0);
    }
    out
}

/// A key's short name: SHA-256 of its Ed25519 half, cut to 16 bytes.
pub fn key_id(ed25519: &Hash) -> Id {
    short(&tagged_hash(b"", &[&ed25519.0]))
}

/// What a new root signs to prove that it exists.
pub fn new_root_bytes(org: OrgId, root_sign: &Hash, root_seal: &Hash) -> Vec<u8> {
    [
        b"tirkeu/v1/root\0".as_slice(),
        &org.0,
        &root_sign.0,
        &root_seal.0,
    ]
    .concat()
}

fn short(hash: &Hash) -> Id {
    let mut id = [0; 16];
    id.copy_from_slice(&hash.0[..16]);
    Id(id)
}

/// A roster body: every kind of this file.
pub trait Signed: super::codec::Field + Clone {
    /// Who signed; `None` is the recovery root.
    fn signer(&self) -> Option<StaffId>;
    /// The signature.
    fn signature(&self) -> Sig;
    /// The same body with another signature.
    fn with_signature(&self, signature: Sig) -> Self;

    /// The payload with zeros for the signature.
    fn unsigned(&self) -> Vec<u8> {
        encode(&self.with_signature(Sig([0; 64])))
    }
}

macro_rules! signed {
    ($($name:ident)*) => {$(
        impl Signed for $name {
            fn signer(&self) -> Option<StaffId> {
                self.signer
            }
            fn signature(&self) -> Sig {
                self.signature
            }
            fn with_signature(&self, signature: Sig) -> Self {
                Self { signature, ..self.clone() }
            }
        }
    )*};
}
signed!(OrgFounded RootReplaced DeviceEnrolled DeviceRevoked RoleSet StaffKeyAdded StaffRemoved);
