//! The three ways a key is wrapped: HKDF for deriving, XChaCha20-Poly1305 for boxes, HPKE for sealing to a public key.
//!
//! Thin functions over audited crates, so that labels and suites stand in one place.

use std::convert::Infallible;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::Sha256;
use x25519_dalek::StaticSecret;
use zeroize::Zeroizing;

use super::dek::Dek;
use crate::id::{DeviceId, Entropy, Id, OrgId};

/// Every derivation names its use: `"tirkeu/v1/" ‖ use`.
fn label(purpose: &str) -> Vec<u8> {
    [b"tirkeu/v1/", purpose.as_bytes()].concat()
}

/// HKDF-SHA256, extract and expand.
pub(super) fn derive<const N: usize>(
    salt: &[u8],
    secret: &[u8],
    purpose: &str,
) -> Zeroizing<[u8; N]> {
    expand_with(&Hkdf::<Sha256>::new(Some(salt), secret), purpose)
}

/// HKDF-SHA256, expand only: for a secret that is already uniform (Argon2's output).
pub(super) fn expand<const N: usize>(secret: &[u8; 32], purpose: &str) -> Zeroizing<[u8; N]> {
    // 32 bytes are exactly one SHA-256 output, the smallest key that HKDF accepts.
    #[allow(clippy::expect_used)]
    let hkdf = Hkdf::<Sha256>::from_prk(secret).expect("32 bytes are a whole pseudorandom key");
    expand_with(&hkdf, purpose)
}

fn expand_with<const N: usize>(hkdf: &Hkdf<Sha256>, purpose: &str) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 32) };
    let mut out = Zeroizing::new([0; N]);
    #[allow(clippy::expect_used)]
    hkdf.expand(&label(purpose), &mut *out)
        .expect("the length is checked at compile time");
    out
}

/// Encrypts in place and appends the 16-byte tag.
pub(super) fn close_box(
    key: &[u8; 32],
    nonce: &[u8; 24],
    aad: &[u8],
    mut plain: Zeroizing<Vec<u8>>,
) -> Vec<u8> {
    let mut sealed = std::mem::take(&mut *plain);
    // The cipher refuses only messages above 256 GiB.
    #[allow(clippy::expect_used)]
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(*nonce), aad, sealed.as_mut_slice().into())
        .expect("a box of a few keys is encrypted");
    sealed.extend_from_slice(&tag);
    sealed
}

/// The opened box, or `None` when the key, the nonce, the context or a byte is not the same.
pub(super) fn open_box(
    key: &[u8; 32],
    nonce: &[u8; 24],
    aad: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (body, tag) = sealed.split_last_chunk::<16>()?;
    let mut plain = Zeroizing::new(body.to_vec());
    XChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            aad,
            plain.as_mut_slice().into(),
            &(*tag).into(),
        )
        .ok()?;
    Some(plain)
}

/// Which database key is sealed: a key sealed for one database never passes for another's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct DekContext {
    pub(super) org: OrgId,
    pub(super) device: DeviceId,
    pub(super) database: Id,
    pub(super) dbkey: u32,
}

impl DekContext {
    fn info(self) -> Vec<u8> {
        [
            b"tirkeu/v1/dek\0".as_slice(),
            self.org.as_bytes(),
            self.device.as_bytes(),
            self.database.as_bytes(),
            &self.dbkey.to_be_bytes(),
        ]
        .concat()
    }
}

/// A database key for the holder of one X25519 key: `enc` and the ciphertext with its tag.
#[derive(Clone, Copy)]
pub(super) struct SealedDek {
    pub(super) enc: [u8; 32],
    pub(super) sealed: [u8; Dek::LEN + 16],
}

/// HPKE base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, empty aad. Encrypts in place and gives
/// `enc` and the tag; `None` for a public key of small order.
pub(super) fn seal_to(
    to: &[u8; 32],
    info: &[u8],
    plain: &mut [u8],
    entropy: &mut dyn Entropy,
) -> Option<([u8; 32], [u8; 16])> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(to).ok()?;
    let (enc, tag) = hpke::single_shot_seal_inout_detached_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(
        &OpModeS::Base,
        &to,
        info,
        plain.into(),
        &[],
        &mut HpkeEntropy(entropy),
    )
    .ok()?;
    Some((enc.to_bytes().into(), tag.to_bytes().into()))
}

/// Decrypts in place what [`seal_to`] made, or gives `None` when it was sealed to somebody else, for something else, or is
/// damaged.
pub(super) fn open_from(
    holder: &StaticSecret,
    enc: &[u8; 32],
    info: &[u8],
    sealed: &mut [u8],
    tag: &[u8],
) -> Option<()> {
    let holder =
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(holder.as_bytes().as_slice()).ok()?;
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(enc).ok()?;
    let tag = hpke::aead::AeadTag::<ChaCha20Poly1305>::from_bytes(tag).ok()?;
    hpke::single_shot_open_inout_detached::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &holder,
        &enc,
        info,
        sealed.into(),
        &[],
        &tag,
    )
    .ok()
}

/// The database key for the holder of one X25519 key.
pub(super) fn seal_dek(
    dek: &Dek,
    to: &[u8; 32],
    context: DekContext,
    entropy: &mut dyn Entropy,
) -> Option<SealedDek> {
    let mut plain = Zeroizing::new(*dek.as_bytes());
    let (enc, tag) = seal_to(to, &context.info(), plain.as_mut_slice(), entropy)?;
    let mut sealed = [0; Dek::LEN + 16];
    sealed[..Dek::LEN].copy_from_slice(&*plain);
    sealed[Dek::LEN..].copy_from_slice(&tag);
    Some(SealedDek { enc, sealed })
}

/// The database key, or `None` when it was sealed to somebody else, for something else, or is damaged.
pub(super) fn open_dek(
    sealed: &SealedDek,
    holder: &StaticSecret,
    context: DekContext,
) -> Option<Dek> {
    let (body, tag) = sealed.sealed.split_first_chunk::<{ Dek::LEN }>()?;
    let mut plain = Zeroizing::new(*body);
    open_from(
        holder,
        &sealed.enc,
        &context.info(),
        plain.as_mut_slice(),
        tag,
    )?;
    Some(Dek::from_bytes(plain))
}

/// The core's source of randomness in the shape that HPKE asks for.
struct HpkeEntropy<'a>(&'a mut dyn Entropy);

impl TryRng for HpkeEntropy<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(dst);
        Ok(())
    }
}

impl TryCryptoRng for HpkeEntropy<'_> {}
