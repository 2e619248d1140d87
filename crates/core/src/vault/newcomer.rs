//! Keys of a desk that waits to be enrolled, under the password of whoever is to begin there.
//!
//! Nobody vouches for it yet and it holds nobody's data. A manager elsewhere signs the public halves; until that answer
//! comes, the private ones lie here, and go into the vault with it. `docs/vault-format.md` gives the layout.

use std::fmt;
use std::path::Path;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use x25519_dalek::StaticSecret;
use zeroize::Zeroizing;

use super::codec::{Cursor, Magic, VERSION, magic};
use super::device_key::DeviceKeys;
use super::error::VaultError;
use super::kdf::{KdfChoice, KdfParams, Owner, slot_key};
use super::keychain::{DeviceFactor, Factor, Keychain};
use super::slot::{PublicKeys, UserKeys};
use super::wrap::{close_box, open_box};
use super::{carried, fingerprint};
use super::{disk, files, is_founded, text};
use crate::id::{DeviceId, Entropy, Id};

const LETTERS: &[u8; 3] = b"TKN";
const PUBLIC: usize = 16 + 4 * 32 + 64;
/// Magic, keychain flag, the request, cost, salt, nonce.
const HEAD: usize = 4 + 1 + PUBLIC + 6 + 16 + 24;
const BOX: usize = 4 * 32;
const TAG: usize = 16;
/// What stands before the digits of a request.
const WORD: &str = "TIRKEU-DESK-1:";

/// What a manager is asked to sign: the public keys of a desk and of whoever begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// The desk.
    pub device: DeviceId,
    /// Signs its journal.
    pub ed25519: [u8; 32],
    /// Receives sealed keys.
    pub x25519: [u8; 32],
    /// Keys of whoever begins there.
    pub person: PublicKeys,
    signature: [u8; 64],
}

impl Request {
    fn bytes(&self) -> [u8; PUBLIC] {
        let mut out = [0; PUBLIC];
        let parts: [&[u8]; 6] = [
            self.device.as_bytes(),
            &self.ed25519,
            &self.x25519,
            &self.person.sign,
            &self.person.seal,
            &self.signature,
        ];
        let mut at = 0;
        for part in parts {
            out[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        out
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut at = Cursor::new(bytes);
        let request = Self {
            device: at.id()?,
            ed25519: at.take()?,
            x25519: at.take()?,
            person: PublicKeys {
                sign: at.take()?,
                seal: at.take()?,
            },
            signature: at.take()?,
        };
        let key = VerifyingKey::from_bytes(&request.ed25519).ok()?;
        let signature = Signature::from_bytes(&request.signature);
        let holds = key.verify_strict(&signed(&request.bytes()), &signature);
        (at.rest().is_empty() && holds.is_ok()).then_some(request)
    }

    /// As a file, a message or a QR code carries it.
    pub fn text(&self) -> String {
        carried::text(WORD, &self.bytes())
    }

    /// Reads what was carried, whatever white space came between; `None` where it is no request or not whole.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&carried::bytes::<PUBLIC>(WORD, text)?)
    }

    /// Sixteen characters of Crockford's base32, 80 bits, by which two people compare what one sent and the other got.
    pub fn fingerprint(&self) -> String {
        fingerprint::of(&self.bytes(), 16)
    }
}

/// What a desk signs to show that it has the keys that it names.
fn signed(request: &[u8; PUBLIC]) -> Vec<u8> {
    let (public, _) = request.split_at(PUBLIC - 64);
    [b"tirkeu/v1/newcomer\0".as_slice(), public].concat()
}

/// The private keys of a desk that waits.
pub struct Newcomer {
    pub(super) device: DeviceKeys,
    pub(super) person: UserKeys,
    pub(super) factor: DeviceFactor,
}

impl Newcomer {
    /// Makes the keys of a desk and keeps them in the folder. Where some wait there already, those are meant.
    ///
    /// # Errors
    /// What is wrong with the password; `vault-exists` where a desk stands; the keychain's and the disk's.
    pub fn begin(
        dir: &Path,
        password: &str,
        kdf: KdfChoice,
        keychain: Option<&dyn Keychain>,
        entropy: &mut dyn Entropy,
    ) -> Result<Request, VaultError> {
        if is_founded(dir) {
            return Err(VaultError::Exists);
        }
        if let Some(waiting) = waiting(dir)? {
            return Ok(waiting);
        }
        let password = text::new_password(password, keychain.is_some())?;
        let id = entropy.id();
        let new = Self {
            factor: DeviceFactor::make(keychain, id, entropy)?,
            device: DeviceKeys::generate(id, entropy),
            person: UserKeys::generate(Id::ZERO, entropy),
        };
        let request = new.request();
        let bytes = new.close(&request, &password, kdf.params()?, entropy)?;
        disk::replace(dir, files::NEWCOMER, &bytes)?;
        Ok(request)
    }

    /// Opens the keys that wait in a folder. Blocks for about a second.
    ///
    /// # Errors
    /// `vault-missing` where none wait; `vault-password-wrong`; `vault-device-key-damaged`; the keychain's.
    pub fn open(
        dir: &Path,
        password: &str,
        keychain: Option<&dyn Keychain>,
    ) -> Result<Self, VaultError> {
        let bytes = disk::read(dir, files::NEWCOMER)?.ok_or(VaultError::Missing)?;
        let (head, sealed) = parted(&bytes)?;
        let password = text::password(password)?;
        let factor = Factor::read(head.has_keychain, keychain, head.request.device);
        let factor = DeviceFactor::try_from(factor)?;
        let key = slot_key(
            &password,
            &head.salt,
            factor.secret(),
            owner(head.request.device),
            head.params,
        )?;
        let opened = open_box(&key.kek, &head.nonce, &bytes[..HEAD], sealed);
        // A file that was altered says the same as a wrong password: there is nothing to lose in it.
        let plain = opened.ok_or(VaultError::WrongPassword)?;
        Self::of(&plain, head.request.device, factor).ok_or(VaultError::DamagedDeviceKey)
    }

    /// The desk that waits.
    pub fn device(&self) -> DeviceId {
        self.device.id
    }

    /// Whether the keychain holds a part of the key.
    pub fn has_keychain(&self) -> bool {
        self.factor.is_present()
    }

    /// Opens what was sealed to it.
    pub fn secret(&self) -> &StaticSecret {
        &self.device.seal
    }

    /// What a manager is asked to sign.
    pub fn request(&self) -> Request {
        let mut request = Request {
            device: self.device.id,
            ed25519: self.device.sign_public(),
            x25519: self.device.seal_public(),
            person: self.person.public(),
            signature: [0; 64],
        };
        let bytes = signed(&request.bytes());
        request.signature = self.device.sign.sign(&bytes).to_bytes();
        request
    }

    fn close(
        &self,
        request: &Request,
        password: &Zeroizing<String>,
        params: KdfParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, VaultError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        entropy.fill(&mut salt);
        entropy.fill(&mut nonce);
        let key = slot_key(
            password,
            &salt,
            self.factor.secret(),
            owner(request.device),
            params,
        )?;
        let mut bytes = Vec::with_capacity(HEAD + BOX + TAG);
        bytes.extend_from_slice(LETTERS);
        bytes.push(VERSION);
        bytes.push(u8::from(self.factor.is_present()));
        bytes.extend_from_slice(&request.bytes());
        bytes.extend_from_slice(&params.m_kib.to_be_bytes());
        bytes.extend_from_slice(&[params.t, params.p]);
        bytes.extend_from_slice(&salt);
        bytes.extend_from_slice(&nonce);
        let mut plain = Zeroizing::new(Vec::with_capacity(BOX));
        plain.extend_from_slice(self.device.sign.as_bytes());
        plain.extend_from_slice(self.device.seal.as_bytes());
        plain.extend_from_slice(self.person.sign.as_bytes());
        plain.extend_from_slice(self.person.seal.as_bytes());
        let sealed = close_box(&key.kek, &nonce, &bytes, plain);
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    fn of(plain: &[u8], device: DeviceId, factor: DeviceFactor) -> Option<Self> {
        let mut at = Cursor::new(plain);
        let mut key = || at.take::<32>().map(Zeroizing::new);
        let (sign, seal, person_sign, person_seal) = (key()?, key()?, key()?, key()?);
        Some(Self {
            device: DeviceKeys {
                id: device,
                sign: SigningKey::from_bytes(&sign),
                seal: StaticSecret::from(*seal),
            },
            person: UserKeys {
                staff: Id::ZERO,
                sign: SigningKey::from_bytes(&person_sign),
                seal: StaticSecret::from(*person_seal),
            },
            factor,
        })
    }
}

impl fmt::Debug for Newcomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Newcomer({})", self.device.id)
    }
}

/// The request of the desk that waits in a folder; no password is needed to show it again.
///
/// # Errors
/// `vault-device-key-damaged`, `vault-newer`; the disk's.
pub fn waiting(dir: &Path) -> Result<Option<Request>, VaultError> {
    let Some(bytes) = disk::read(dir, files::NEWCOMER)? else {
        return Ok(None);
    };
    let (head, _) = parted(&bytes)?;
    Ok(Some(head.request))
}

/// The desk is enrolled and its vault has the keys, or nobody wants it any more.
///
/// # Errors
/// The disk's.
pub fn forget(dir: &Path) -> Result<(), VaultError> {
    Ok(disk::remove(dir, files::NEWCOMER)?)
}

struct Head {
    has_keychain: bool,
    request: Request,
    params: KdfParams,
    salt: [u8; 16],
    nonce: [u8; 24],
}

fn parted(bytes: &[u8]) -> Result<(Head, &[u8]), VaultError> {
    match magic(bytes, LETTERS) {
        Magic::Ours if bytes.len() == HEAD + BOX + TAG => {}
        Magic::Newer(version) => return Err(VaultError::Newer { version }),
        _ => return Err(VaultError::DamagedDeviceKey),
    }
    let (head, sealed) = bytes.split_at(HEAD);
    Ok((head_of(head).ok_or(VaultError::DamagedDeviceKey)?, sealed))
}

fn head_of(bytes: &[u8]) -> Option<Head> {
    let mut at = Cursor::new(bytes.get(4..)?);
    let has_keychain = match at.u8()? {
        0 => false,
        1 => true,
        _ => return None,
    };
    let request = Request::read(&at.take::<PUBLIC>()?)?;
    let params = KdfParams {
        m_kib: at.u32()?,
        t: at.u8()?,
        p: at.u8()?,
    };
    Some(Head {
        has_keychain,
        request,
        params,
        salt: at.take()?,
        nonce: at.take()?,
    })
}

/// Nobody's yet: neither an organisation nor a person is known.
fn owner(device: DeviceId) -> Owner {
    Owner {
        org: Id::ZERO,
        device,
        staff: Id::ZERO,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::SystemEntropy;
    use crate::vault::MemoryKeychain;

    const PASSWORD: &str = "longer-than-fifteen";

    fn begun(dir: &Path, keychain: Option<&dyn Keychain>) -> Request {
        Newcomer::begin(
            dir,
            PASSWORD,
            KdfChoice::Floor,
            keychain,
            &mut SystemEntropy,
        )
        .unwrap()
    }

    #[test]
    fn the_keys_wait_for_their_password_and_keychain() {
        let dir = tempfile::tempdir().unwrap();
        let keychain = MemoryKeychain::default();
        let request = begun(dir.path(), Some(&keychain));
        assert_eq!(waiting(dir.path()).unwrap(), Some(request));
        assert_eq!(begun(dir.path(), Some(&keychain)), request, "once");
        let opened = Newcomer::open(dir.path(), PASSWORD, Some(&keychain)).unwrap();
        assert_eq!(opened.request(), request);
        for (password, keychain) in [
            ("another-password", Some(&keychain as &dyn Keychain)),
            (PASSWORD, None),
        ] {
            assert!(Newcomer::open(dir.path(), password, keychain).is_err());
        }
        forget(dir.path()).unwrap();
        assert_eq!(waiting(dir.path()).unwrap(), None);
    }

    #[test]
    fn a_request_is_carried_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let request = begun(dir.path(), None);
        let text = request.text();
        assert_eq!(Request::parse(&text), Some(request));
        let (head, tail) = text.split_at(100);
        assert_eq!(
            Request::parse(&format!(" {head}\r\n {tail}\n")),
            Some(request)
        );
        assert_eq!(Request::parse(head), None);
        assert_eq!(Request::parse(""), None);
        assert_eq!(Request::parse(&"1".repeat(1_000_000)), None);
        let digits = text.len() - WORD.len();
        for at in (0..digits).step_by(7) {
            let mut signs: Vec<char> = text.chars().collect();
            let sign = &mut signs[WORD.len() + at];
            *sign = if *sign == '0' { '1' } else { '0' };
            let altered: String = signs.into_iter().collect();
            assert_eq!(Request::parse(&altered), None, "digit {at}");
        }
    }

    #[test]
    fn every_altered_byte_of_the_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        begun(dir.path(), None);
        let whole = disk::read(dir.path(), files::NEWCOMER).unwrap().unwrap();
        // The head is judged without the password's cost; of the box some bytes stand for all.
        let box_bytes = (HEAD..whole.len()).step_by(48);
        for at in (0..HEAD - 46).chain(box_bytes) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            disk::replace(dir.path(), files::NEWCOMER, &bytes).unwrap();
            assert!(
                Newcomer::open(dir.path(), PASSWORD, None).is_err(),
                "byte {at}"
            );
        }
    }
}
