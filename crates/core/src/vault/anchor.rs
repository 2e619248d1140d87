//! `head.tka`: the end of this device's chain as last acknowledged, so that an older database is noticed.
//!
//! Two pages in turn: while one is being written the other still counts. After a commit the core writes
//! here and syncs before anybody reads «Сохранено». The file is preallocated, so a full disk cannot stop it.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::codec::{Cursor, Magic, VERSION, magic};
use super::error::VaultError;
use super::keychain::DeviceFactor;
use super::wrap::derive;
use super::{disk, files};
use crate::id::{DeviceId, Hash};

const LETTERS: &[u8; 3] = b"TKH";
const PAGE: usize = 4096;
/// Bytes under the MAC: magic, device, counter, seq, hash.
const SIGNED: usize = 4 + 16 + 8 + 8 + 32;

/// Authenticates the anchor; derived from the device's seed and the keychain's key.
#[derive(Clone)]
pub struct AnchorKey(Zeroizing<[u8; 32]>);

impl AnchorKey {
    pub(super) fn derive(device_seed: &[u8; 32], factor: &DeviceFactor) -> Self {
        Self(derive(factor.salt(), device_seed, "anchor"))
    }

    fn mac(&self, page: &[u8]) -> [u8; 32] {
        // HMAC takes a key of any length.
        #[allow(clippy::expect_used)]
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0).expect("a key of 32 bytes");
        mac.update(page);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for AnchorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnchorKey(..)")
    }
}

/// What one page says. With counter 0 nothing was acknowledged yet and the hash is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Grows by one with every write.
    pub counter: u64,
    /// Number of the last acknowledged entry of this device.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// What was found when the anchor was opened.
#[derive(Debug)]
pub enum AnchorState {
    /// At least one page is right; the larger counter counts.
    Valid(Anchor, Mark),
    /// No file, although there was one: ceremony.
    Missing,
    /// Neither page is right: ceremony.
    Damaged,
}

/// The open anchor of an unlocked desk.
pub struct Anchor {
    file: File,
    key: AnchorKey,
    device: DeviceId,
    counter: u64,
}

impl Anchor {
    /// Where the anchor lies in the data folder.
    pub fn path(dir: &Path) -> PathBuf {
        dir.join(files::ANCHOR)
    }

    /// Puts a new anchor in place at once (set-up and the end of a ceremony); what was there is gone.
    pub fn create(
        path: &Path,
        key: &AnchorKey,
        device: DeviceId,
    ) -> Result<(Self, Mark), VaultError> {
        let (dir, name) = split(path)?;
        let start = Mark {
            counter: 0,
            seq: 0,
            hash: Hash::ZERO,
        };
        disk::replace(dir, name, &blank(key, device, start))?;
        let file = disk::private().open(path)?;
        let anchor = Self {
            file,
            key: key.clone(),
            device,
            counter: 0,
        };
        Ok((anchor, start))
    }

    /// Opens the anchor and says where the chain ended.
    pub fn open(path: &Path, key: &AnchorKey, device: DeviceId) -> Result<AnchorState, VaultError> {
        let file = match disk::private().open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(AnchorState::Missing);
            }
            Err(error) => return Err(error.into()),
        };
        let mark = best(&file, |page| read_page(page, device, Some(key)))?;
        Ok(match mark {
            Some(mark) => {
                let anchor = Self {
                    file,
                    key: key.clone(),
                    device,
                    counter: mark.counter,
                };
                AnchorState::Valid(anchor, mark)
            }
            None => AnchorState::Damaged,
        })
    }

    /// What the file claims when its key is gone (after a recovery by the kit): proves nothing, but a
    /// claim ahead of the database still leads to the ceremony.
    pub fn claim(path: &Path, device: DeviceId) -> Result<Option<Mark>, VaultError> {
        match File::open(path) {
            Ok(file) => Ok(best(&file, |page| read_page(page, device, None))?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Acknowledges an entry: writes the page that does not count at present, then syncs it.
    /// After an error nothing is acknowledged and the next write takes the same page.
    pub fn write(&mut self, seq: u64, hash: Hash) -> Result<(), VaultError> {
        let mark = Mark {
            counter: self.counter + 1,
            seq,
            hash,
        };
        write_at(
            &self.file,
            &page(&self.key, self.device, mark),
            offset(mark.counter),
        )?;
        self.file.sync_data()?;
        self.counter = mark.counter;
        Ok(())
    }
}

impl fmt::Debug for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Anchor({}, {})", self.device, self.counter)
    }
}

/// A fresh file: page 0 is valid, page 1 is zeros.
pub(super) fn blank(key: &AnchorKey, device: DeviceId, start: Mark) -> Vec<u8> {
    let mut bytes = page(key, device, start);
    bytes.resize(2 * PAGE, 0);
    bytes
}

fn page(key: &AnchorKey, device: DeviceId, mark: Mark) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(PAGE);
    bytes.extend_from_slice(LETTERS);
    bytes.push(VERSION);
    bytes.extend_from_slice(device.as_bytes());
    bytes.extend_from_slice(&mark.counter.to_be_bytes());
    bytes.extend_from_slice(&mark.seq.to_be_bytes());
    bytes.extend_from_slice(mark.hash.as_bytes());
    let mac = key.mac(&bytes);
    bytes.extend_from_slice(&mac);
    bytes.resize(PAGE, 0);
    bytes
}

/// A page of this device with the right MAC (where a key is given) and nothing behind it.
fn read_page(bytes: &[u8], device: DeviceId, key: Option<&AnchorKey>) -> Option<Mark> {
    let Magic::Ours = magic(bytes, LETTERS) else {
        return None;
    };
    let mut at = Cursor::new(&bytes[4..]);
    let owner = at.id()?;
    let mark = Mark {
        counter: at.u64()?,
        seq: at.u64()?,
        hash: at.take().map(Hash)?,
    };
    let mac = at.take::<32>()?;
    let proven = key.is_none_or(|key| key.mac(&bytes[..SIGNED]).ct_eq(&mac).into());
    (owner == device && proven && at.rest().iter().all(|byte| *byte == 0)).then_some(mark)
}

/// The right page with the larger counter. A page counts only in its own place.
fn best(file: &File, read: impl Fn(&[u8]) -> Option<Mark>) -> io::Result<Option<Mark>> {
    let mut best: Option<Mark> = None;
    for parity in 0..2 {
        let mut bytes = [0; PAGE];
        match read_at(file, &mut bytes, offset(parity)) {
            Ok(()) => {}
            // A file cut short has lost this page; the other may still be there.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => continue,
            Err(error) => return Err(error),
        }
        let found = read(&bytes).filter(|mark| mark.counter % 2 == parity);
        best = match (best, found) {
            (Some(a), Some(b)) if a.counter > b.counter => Some(a),
            (a, b) => b.or(a),
        };
    }
    Ok(best)
}

fn offset(counter: u64) -> u64 {
    counter % 2 * PAGE as u64
}

fn split(path: &Path) -> io::Result<(&Path, &str)> {
    path.parent()
        .zip(path.file_name().and_then(|name| name.to_str()))
        .ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        let written = file.seek_write(bytes, offset)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[written..];
        offset += written as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        let read = file.seek_read(bytes, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::Id;

    const DEVICE: DeviceId = Id([7; 16]);

    fn key() -> AnchorKey {
        AnchorKey::derive(&[1; 32], &DeviceFactor::of([2; 32]))
    }

    /// An anchor with two acknowledged entries: page 1 holds seq 5, page 0 holds seq 9.
    fn written() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = Anchor::path(dir.path());
        let (mut anchor, start) = Anchor::create(&path, &key(), DEVICE).unwrap();
        assert!(start.hash.is_zero());
        anchor.write(5, Hash([5; 32])).unwrap();
        anchor.write(9, Hash([9; 32])).unwrap();
        (dir, path)
    }

    fn seq(path: &Path) -> Option<u64> {
        match Anchor::open(path, &key(), DEVICE).unwrap() {
            AnchorState::Valid(_, mark) => Some(mark.seq),
            _ => None,
        }
    }

    fn damage(path: &Path, at: usize) {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[at] ^= 1;
        std::fs::write(path, bytes).unwrap();
    }

    #[test]
    fn the_larger_counter_counts_and_goes_on() {
        let (_dir, path) = written();
        assert_eq!(seq(&path), Some(9));
        let AnchorState::Valid(mut anchor, mark) = Anchor::open(&path, &key(), DEVICE).unwrap()
        else {
            panic!("both pages are right")
        };
        assert_eq!(mark.counter, 2);
        anchor.write(10, Hash([10; 32])).unwrap();
        assert_eq!(seq(&path), Some(10));
        assert_eq!(
            std::fs::metadata(&path).unwrap().len(),
            2 * PAGE as u64,
            "the file never grows"
        );
    }

    #[test]
    fn a_torn_page_leaves_the_other() {
        for at in [0, 4, 20, 28, 36, 68, 99, 100, PAGE - 1] {
            let (_dir, path) = written();
            damage(&path, at);
            assert_eq!(seq(&path), Some(5), "byte {at} of the newer page");
            damage(&path, PAGE + at);
            assert!(
                matches!(
                    Anchor::open(&path, &key(), DEVICE).unwrap(),
                    AnchorState::Damaged
                ),
                "byte {at} of both pages"
            );
            let (_dir, path) = written();
            damage(&path, PAGE + at);
            assert_eq!(seq(&path), Some(9), "byte {at} of the older page");
        }
    }

    #[test]
    fn a_page_out_of_its_place_does_not_count() {
        let (_dir, path) = written();
        let bytes = std::fs::read(&path).unwrap();
        let swapped = [&bytes[PAGE..], &bytes[..PAGE]].concat();
        std::fs::write(&path, swapped).unwrap();
        assert_eq!(seq(&path), None);
    }

    #[test]
    fn a_file_cut_short_keeps_its_first_page() {
        let (_dir, path) = written();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..PAGE + 50]).unwrap();
        assert_eq!(seq(&path), Some(9));
        std::fs::write(&path, &bytes[..50]).unwrap();
        assert_eq!(seq(&path), None);
    }

    #[test]
    fn another_key_or_device_proves_nothing_but_the_claim_is_read() {
        let (_dir, path) = written();
        let other = AnchorKey::derive(&[1; 32], &DeviceFactor::absent());
        assert!(matches!(
            Anchor::open(&path, &other, DEVICE).unwrap(),
            AnchorState::Damaged
        ));
        assert!(matches!(
            Anchor::open(&path, &key(), Id([8; 16])).unwrap(),
            AnchorState::Damaged
        ));
        assert_eq!(
            Anchor::claim(&path, DEVICE).unwrap().map(|m| m.seq),
            Some(9)
        );
    }

    #[test]
    fn no_file_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let path = Anchor::path(dir.path());
        assert!(matches!(
            Anchor::open(&path, &key(), DEVICE).unwrap(),
            AnchorState::Missing
        ));
        assert_eq!(Anchor::claim(&path, DEVICE).unwrap(), None);
    }
}
