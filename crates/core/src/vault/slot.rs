//! One person's access on one desk: their private keys and the database key, behind their password.

use std::fmt;

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::codec::Cursor;
use super::dek::Dek;
use super::error::VaultError;
use super::kdf::{KdfParams, Owner, slot_key};
use super::keychain::DeviceFactor;
use super::wrap::{DekContext, SealedDek, close_box, open_box, open_dek, seal_dek};
use crate::id::{Entropy, StaffId};

/// Bytes of a slot, its length field and digest included.
pub(super) const LEN: usize = 392;
const LOGIN_TAG_AT: usize = 18;
/// Where the nonce ends and the box begins; everything before is the box's context.
const BOX_AT: usize = 160;
const BOX: usize = 128;
const DIGEST_AT: usize = LEN - 8;

/// Public halves of a person's keys on one desk, as the roster carries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKeys {
    /// X25519: the database key is sealed to it.
    pub seal: [u8; 32],
    /// Ed25519: sessions and roster entries are signed by it.
    pub sign: [u8; 32],
}

/// Private keys of a person on one desk.
pub struct UserKeys {
    /// Whose.
    pub staff: StaffId,
    /// Signs sessions and, for managers, roster entries.
    pub sign: SigningKey,
    /// Opens the database key.
    pub seal: StaticSecret,
}

impl UserKeys {
    pub(super) fn generate(staff: StaffId, entropy: &mut dyn Entropy) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(&mut *seed);
        let seal = StaticSecret::from(*seed);
        entropy.fill(&mut *seed);
        Self {
            staff,
            sign: SigningKey::from_bytes(&seed),
            seal,
        }
    }

    /// The public halves.
    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            seal: PublicKey::from(&self.seal).to_bytes(),
            sign: self.sign.verifying_key().to_bytes(),
        }
    }
}

impl fmt::Debug for UserKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserKeys({})", self.staff)
    }
}

/// A slot as it lies in the file. The bytes are kept; fields are read from them.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Slot(pub(super) [u8; LEN]);

/// What a slot gives to the right password.
pub(super) struct Opened {
    pub(super) user: UserKeys,
    pub(super) dek: Dek,
    /// The root that this slot was made under.
    pub(super) root_sign: [u8; 32],
}

/// What a new slot is made from.
pub(super) struct Fresh<'a> {
    pub(super) user: &'a UserKeys,
    pub(super) login_tag: [u8; 16],
    pub(super) password: &'a Zeroizing<String>,
    pub(super) params: KdfParams,
    pub(super) factor: &'a DeviceFactor,
    pub(super) root_sign: [u8; 32],
    pub(super) dek: &'a Dek,
    pub(super) context: DekContext,
}

impl Slot {
    /// Makes a slot; costs one password derivation.
    pub(super) fn close(fresh: Fresh<'_>, entropy: &mut dyn Entropy) -> Result<Self, VaultError> {
        let Fresh { user, context, .. } = fresh;
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        let mut nonce = [0; 24];
        entropy.fill(&mut nonce);
        let key = slot_key(
            fresh.password,
            &salt,
            fresh.factor.secret(),
            owner(context, user.staff),
            fresh.params,
        )?;
        let public = user.public();
        let mut bytes = Vec::with_capacity(LEN);
        bytes.extend_from_slice(&u16::to_be_bytes(LEN_U16));
        bytes.extend_from_slice(user.staff.as_bytes());
        bytes.extend_from_slice(&fresh.login_tag);
        bytes.extend_from_slice(&salt);
        bytes.extend_from_slice(&fresh.params.m_kib.to_be_bytes());
        bytes.push(fresh.params.t);
        bytes.push(fresh.params.p);
        bytes.extend_from_slice(&*key.check);
        bytes.extend_from_slice(&public.seal);
        bytes.extend_from_slice(&public.sign);
        bytes.extend_from_slice(&nonce);
        let mut plain = Zeroizing::new(Vec::with_capacity(BOX));
        plain.extend_from_slice(user.seal.as_bytes());
        plain.extend_from_slice(user.sign.as_bytes());
        plain.extend_from_slice(&fresh.root_sign);
        plain.extend_from_slice(context.device.as_bytes());
        let sealed = close_box(&key.kek, &nonce, &aad(&bytes, context), plain);
        bytes.extend_from_slice(&sealed);
        bytes.resize(LEN, 0);
        let bytes = <[u8; LEN]>::try_from(bytes).map_err(|_| VaultError::DamagedSlot)?;
        let mut slot = Self(bytes);
        slot.reseal(fresh.dek, context, entropy)?;
        Ok(slot)
    }

    /// Seals another database key to the same person; needs no password.
    pub(super) fn reseal(
        &mut self,
        dek: &Dek,
        context: DekContext,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let sealed =
            seal_dek(dek, &self.public().seal, context, entropy).ok_or(VaultError::DamagedSlot)?;
        self.0[288..320].copy_from_slice(&sealed.enc);
        self.0[320..DIGEST_AT].copy_from_slice(&sealed.sealed);
        let digest = self.digest();
        self.0[DIGEST_AT..].copy_from_slice(&digest);
        Ok(())
    }

    /// Whether the slot is what was written, as far as can be told without the password.
    pub(super) fn is_whole(&self) -> bool {
        self.0[..2] == LEN_U16.to_be_bytes() && self.0[DIGEST_AT..] == self.digest()
    }

    pub(super) fn login_tag(&self) -> [u8; 16] {
        self.field(LOGIN_TAG_AT)
    }

    pub(super) fn staff(&self) -> StaffId {
        crate::id::Id(self.field(2))
    }

    pub(super) fn params(&self) -> KdfParams {
        KdfParams {
            m_kib: u32::from_be_bytes(self.field(50)),
            t: self.0[54],
            p: self.0[55],
        }
    }

    pub(super) fn public(&self) -> PublicKeys {
        PublicKeys {
            seal: self.field(72),
            sign: self.field(104),
        }
    }

    /// Tries a password. Only a matching check value leads to the box; what fails after it is damage.
    pub(super) fn open(
        &self,
        password: &Zeroizing<String>,
        factor: &DeviceFactor,
        context: DekContext,
    ) -> Result<Opened, VaultError> {
        let key = slot_key(
            password,
            &self.field(34),
            factor.secret(),
            owner(context, self.staff()),
            self.params(),
        )?;
        let check: [u8; 16] = self.field(56);
        if !bool::from(key.check.ct_eq(&check)) {
            return Err(VaultError::WrongPassword);
        }
        self.unbox(&key.kek, context).ok_or(VaultError::DamagedSlot)
    }

    fn unbox(&self, kek: &[u8; 32], context: DekContext) -> Option<Opened> {
        let plain = open_box(
            kek,
            &self.field(BOX_AT - 24),
            &aad(&self.0[..BOX_AT], context),
            &self.0[BOX_AT..BOX_AT + BOX],
        )?;
        let mut at = Cursor::new(&plain);
        let seal = StaticSecret::from(*Zeroizing::new(at.take::<32>()?));
        let sign = SigningKey::from_bytes(&Zeroizing::new(at.take::<32>()?));
        let root_sign = at.take()?;
        if at.id()? != context.device {
            return None;
        }
        let sealed = SealedDek {
            enc: self.field(288),
            sealed: self.field(320),
        };
        let dek = open_dek(&sealed, &seal, context)?;
        Some(Opened {
            user: UserKeys {
                staff: self.staff(),
                sign,
                seal,
            },
            dek,
            root_sign,
        })
    }

    fn digest(&self) -> [u8; 8] {
        let mut out = [0; 8];
        out.copy_from_slice(&Sha256::digest(&self.0[..DIGEST_AT])[..8]);
        out
    }

    fn field<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut out = [0; N];
        out.copy_from_slice(&self.0[at..at + N]);
        out
    }
}

const LEN_U16: u16 = 392;

fn owner(context: DekContext, staff: StaffId) -> Owner {
    Owner {
        org: context.org,
        device: context.device,
        staff,
    }
}

fn aad(before_box: &[u8], context: DekContext) -> Vec<u8> {
    [
        before_box,
        context.org.as_bytes(),
        context.device.as_bytes(),
    ]
    .concat()
}
