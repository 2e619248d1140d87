//! The organisation's exchange key. What leaves a desk for others is sealed under it, each part of each entry by a key of
//! its own, so that whoever carries it learns nothing.
//!
//! It lies in the journal, sealed to the X25519 key of every desk that may read (HPKE). A new one is made when a desk is
//! stopped: that desk reads nothing that is sealed afterwards. `docs/exchange-format.md` gives every derivation.

use std::fmt;

use x25519_dalek::StaticSecret;
use zeroize::Zeroizing;

use super::wrap::{close_box, derive, open_box, open_from, seal_to};
use crate::id::{DeviceId, Entropy, Hash, Id, OrgId};

const NONCE: usize = 24;
const TAG: usize = 16;
/// Bytes that sealing adds to a part.
pub const SEAL: usize = NONCE + TAG;

/// The key; wiped when dropped.
pub struct ExchangeKey(Zeroizing<[u8; 32]>);

/// The key for one desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedKey {
    /// HPKE's encapsulated key.
    pub enc: [u8; 32],
    /// The key and its tag.
    pub sealed: [u8; 32 + TAG],
}

/// To whom a key is sealed: for one desk it never passes for another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The organisation.
    pub org: OrgId,
    /// The desk.
    pub device: DeviceId,
}

/// Which part of an entry is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Header and signature.
    Head,
    /// Body and salt, or why it is not there.
    Body,
}

impl SharedKey {
    /// As an entry says it: encapsulated key, ciphertext, tag.
    pub fn of(enc: Hash, ciphertext: Hash, tag: Id) -> Self {
        let mut sealed = [0; 32 + TAG];
        sealed[..32].copy_from_slice(&ciphertext.0);
        sealed[32..].copy_from_slice(&tag.0);
        Self { enc: enc.0, sealed }
    }

    /// The same the other way round.
    pub fn parts(&self) -> (Hash, Hash, Id) {
        let (mut ciphertext, mut tag) = ([0; 32], [0; TAG]);
        ciphertext.copy_from_slice(&self.sealed[..32]);
        tag.copy_from_slice(&self.sealed[32..]);
        (Hash(self.enc), Hash(ciphertext), Id(tag))
    }
}

impl ExchangeKey {
    /// A new key.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(&mut *key);
        Self(key)
    }

    /// What names it in the clear; the key is uniform, so that its name tells nothing of it.
    pub fn id(&self) -> Id {
        Id(*derive::<16>(&[], &*self.0, "exchange/id"))
    }

    /// Seals the key to a desk's X25519 key. `None` for a public key of small order.
    pub fn share(
        &self,
        x25519: &[u8; 32],
        holder: Holder,
        entropy: &mut dyn Entropy,
    ) -> Option<SharedKey> {
        let mut plain = Zeroizing::new(*self.0);
        let info = info(holder, self.id());
        let (enc, tag) = seal_to(x25519, &info, plain.as_mut_slice(), entropy)?;
        let mut sealed = [0; 32 + TAG];
        sealed[..32].copy_from_slice(&*plain);
        sealed[32..].copy_from_slice(&tag);
        Some(SharedKey { enc, sealed })
    }

    /// The key of that name, or `None` when it was sealed to somebody else or is another one.
    pub fn open(shared: &SharedKey, secret: &StaticSecret, holder: Holder, id: Id) -> Option<Self> {
        let (body, tag) = shared.sealed.split_first_chunk::<32>()?;
        let mut plain = Zeroizing::new(*body);
        let info = info(holder, id);
        open_from(secret, &shared.enc, &info, plain.as_mut_slice(), tag)?;
        let key = Self(plain);
        (key.id() == id).then_some(key)
    }

    /// `nonce ‖ ciphertext ‖ tag` of a part of an entry. The nonce is random: the same part may be sealed twice, padded
    /// otherwise or with another state of its body.
    pub fn seal(
        &self,
        (part, entry): (Part, Hash),
        aad: &[u8],
        plain: Zeroizing<Vec<u8>>,
        entropy: &mut dyn Entropy,
    ) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce);
        let sealed = close_box(&self.of(part, entry), &nonce, aad, plain);
        [nonce.as_slice(), &sealed].concat()
    }

    /// The part, or `None` when a byte of it, of its context or the key is another.
    pub fn unseal(
        &self,
        (part, entry): (Part, Hash),
        aad: &[u8],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        open_box(&self.of(part, entry), nonce, aad, rest)
    }

    fn of(&self, part: Part, entry: Hash) -> Zeroizing<[u8; 32]> {
        let purpose = match part {
            Part::Head => "frame/head",
            Part::Body => "frame/body",
        };
        derive(&entry.0, &*self.0, purpose)
    }
}

fn info(holder: Holder, id: Id) -> Vec<u8> {
    [
        b"tirkeu/v1/exchange\0".as_slice(),
        holder.org.as_bytes(),
        holder.device.as_bytes(),
        id.as_bytes(),
    ]
    .concat()
}

impl fmt::Debug for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExchangeKey({})", self.id())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use x25519_dalek::PublicKey;

    use super::*;
    use crate::id::SystemEntropy;

    const HOLDER: Holder = Holder {
        org: Id([1; 16]),
        device: Id([2; 16]),
    };

    fn desk(seed: u8) -> (StaticSecret, [u8; 32]) {
        let secret = StaticSecret::from([seed; 32]);
        let public = PublicKey::from(&secret).to_bytes();
        (secret, public)
    }

    #[test]
    fn a_shared_key_opens_for_its_desk_alone_and_by_its_own_name() {
        let key = ExchangeKey::generate(&mut SystemEntropy);
        let ((secret, public), (other, _)) = (desk(7), desk(8));
        let shared = key.share(&public, HOLDER, &mut SystemEntropy).unwrap();
        let opened = ExchangeKey::open(&shared, &secret, HOLDER, key.id()).unwrap();
        assert_eq!(opened.id(), key.id());
        assert!(ExchangeKey::open(&shared, &other, HOLDER, key.id()).is_none());
        let elsewhere = Holder {
            device: Id([3; 16]),
            ..HOLDER
        };
        assert!(ExchangeKey::open(&shared, &secret, elsewhere, key.id()).is_none());
        assert!(ExchangeKey::open(&shared, &secret, HOLDER, Id([9; 16])).is_none());
        assert!(
            key.share(&[0; 32], HOLDER, &mut SystemEntropy).is_none(),
            "a key of small order would be anybody's"
        );
    }

    #[test]
    fn a_part_opens_as_that_part_of_that_entry_only() {
        let key = ExchangeKey::generate(&mut SystemEntropy);
        let what = (Part::Body, Hash([5; 32]));
        let plain = || Zeroizing::new(b"synthetic".to_vec());
        let sealed = key.seal(what, b"place", plain(), &mut SystemEntropy);
        assert_eq!(sealed.len(), plain().len() + SEAL);
        assert_eq!(*key.unseal(what, b"place", &sealed).unwrap(), *plain());
        assert!(
            key.unseal((Part::Head, what.1), b"place", &sealed)
                .is_none()
        );
        assert!(
            key.unseal((Part::Body, Hash([6; 32])), b"place", &sealed)
                .is_none()
        );
        assert!(key.unseal(what, b"another", &sealed).is_none());
        let again = key.seal(what, b"place", plain(), &mut SystemEntropy);
        assert_ne!(sealed, again, "each time under a nonce of its own");
    }
}
