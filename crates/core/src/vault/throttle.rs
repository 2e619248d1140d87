//! Wrong passwords: five free, then waiting that doubles up to a quarter of an hour, a stop at one hundred.
//!
//! The file knows logins only by their tag; everything typed that is nobody's login shares one
//! line, because people do type a password into the wrong field.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::codec::{Cursor, Magic, VERSION, magic};
use super::error::VaultError;
use super::{disk, files};
use crate::id::StaffId;

const LETTERS: &[u8; 3] = b"TKT";
const FREE: u32 = 5;
const STOP: u32 = 100;
const FIRST_WAIT_MS: u64 = 5_000;
const LONGEST_WAIT_MS: u64 = 15 * 60_000;

/// The line of all logins that nobody has.
pub(super) const NOBODY: [u8; 16] = [0; 16];

/// Failed sign-ins since the journal last heard of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// Whose login was tried; `None` for a login that nobody has here.
    pub staff: Option<StaffId>,
    /// How many.
    pub count: u32,
    /// Milliseconds since 1970 of the first.
    pub first_ms: u64,
    /// Milliseconds since 1970 of the last.
    pub last_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) tag: [u8; 16],
    /// Failures in a row.
    run: u32,
    pub(super) last_ms: u64,
    /// Failures that are not in the journal yet.
    pub(super) pending: u32,
    pub(super) first_ms: u64,
}

/// The file in memory; written back by [`Throttle::save`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Throttle {
    pub(super) lines: Vec<Line>,
}

impl Throttle {
    /// A missing or damaged file counts from zero: whoever can remove it can copy the slots as well,
    /// and is then stopped by the password's cost alone.
    pub(super) fn load(dir: &Path) -> Result<Self, VaultError> {
        let bytes = disk::read(dir, files::THROTTLE)?.unwrap_or_default();
        Ok(Self::decode(&bytes).unwrap_or_default())
    }

    pub(super) fn save(&self, dir: &Path) -> Result<(), VaultError> {
        Ok(disk::replace(dir, files::THROTTLE, &self.encode())?)
    }

    /// Whether this login may be tried at `now_ms`.
    pub(super) fn allow(&self, tag: [u8; 16], now_ms: u64) -> Result<(), VaultError> {
        let Some(line) = self.lines.iter().find(|line| line.tag == tag) else {
            return Ok(());
        };
        if line.run >= STOP {
            return Err(VaultError::Stopped);
        }
        let wait = wait_ms(line.run);
        // A clock that was set back must not make the wait longer than it is.
        let left = (line.last_ms.saturating_add(wait))
            .saturating_sub(now_ms)
            .min(wait);
        if left > 0 {
            return Err(VaultError::Throttled {
                seconds: left.div_ceil(1000),
            });
        }
        Ok(())
    }

    /// Counts one attempt as failed.
    pub(super) fn count(&mut self, tag: [u8; 16], now_ms: u64) {
        let line = match self.lines.iter_mut().find(|line| line.tag == tag) {
            Some(line) => line,
            None => self.lines.push_mut(Line {
                tag,
                run: 0,
                last_ms: now_ms,
                pending: 0,
                first_ms: now_ms,
            }),
        };
        if line.pending == 0 {
            line.first_ms = now_ms;
        }
        line.run = line.run.saturating_add(1);
        line.pending = line.pending.saturating_add(1);
        line.last_ms = now_ms;
    }

    /// The attempt that was counted last was the right password: it and the run before it are forgiven,
    /// the failures stay for the journal.
    pub(super) fn succeed(&mut self, tag: [u8; 16]) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.tag == tag) {
            line.run = 0;
            line.pending = line.pending.saturating_sub(1);
        }
        self.lines.retain(|line| line.pending > 0 || line.run > 0);
    }

    /// Starts this login anew (a manager gave a new password).
    pub(super) fn forgive(&mut self, tag: [u8; 16]) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.tag == tag) {
            line.run = 0;
        }
        self.lines.retain(|line| line.pending > 0 || line.run > 0);
    }

    /// The journal has these failures.
    pub(super) fn journalled(&mut self, told: &[Line]) {
        for told in told {
            if let Some(line) = self.lines.iter_mut().find(|line| line.tag == told.tag) {
                line.pending = line.pending.saturating_sub(told.pending);
            }
        }
        self.lines.retain(|line| line.pending > 0 || line.run > 0);
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = LETTERS.to_vec();
        bytes.push(VERSION);
        let count = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&count.to_be_bytes());
        for line in self.lines.iter().take(usize::from(count)) {
            bytes.extend_from_slice(&line.tag);
            bytes.extend_from_slice(&line.run.to_be_bytes());
            bytes.extend_from_slice(&line.last_ms.to_be_bytes());
            bytes.extend_from_slice(&line.pending.to_be_bytes());
            bytes.extend_from_slice(&line.first_ms.to_be_bytes());
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest[..8]);
        bytes
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let Magic::Ours = magic(bytes, LETTERS) else {
            return None;
        };
        let (body, digest) = bytes.split_last_chunk::<8>()?;
        if Sha256::digest(body)[..8] != *digest {
            return None;
        }
        let mut at = Cursor::new(body);
        at.take::<4>()?;
        let count = at.u16()?;
        let lines = (0..count)
            .map(|_| {
                Some(Line {
                    tag: at.take()?,
                    run: at.u32()?,
                    last_ms: at.u64()?,
                    pending: at.u32()?,
                    first_ms: at.u64()?,
                })
            })
            .collect::<Option<_>>()?;
        at.rest().is_empty().then_some(Self { lines })
    }
}

fn wait_ms(run: u32) -> u64 {
    match run.checked_sub(FREE) {
        None => 0,
        Some(over) => FIRST_WAIT_MS
            .saturating_mul(1 << over.min(20))
            .min(LONGEST_WAIT_MS),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TAG: [u8; 16] = [1; 16];

    #[test]
    fn five_are_free_then_the_wait_doubles_to_a_quarter_of_an_hour() {
        let mut throttle = Throttle::default();
        let waits: Vec<u64> = (0..15)
            .map(|_| {
                let wait = match throttle.allow(TAG, 0) {
                    Ok(()) => 0,
                    Err(VaultError::Throttled { seconds }) => seconds,
                    Err(other) => panic!("{other}"),
                };
                throttle.count(TAG, 0);
                wait
            })
            .collect();
        assert_eq!(
            waits,
            [0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
        );
        assert!(throttle.allow(TAG, 900_000).is_ok(), "the wait ends");
        assert!(throttle.allow([2; 16], 0).is_ok(), "others do not wait");
    }

    #[test]
    fn one_hundred_is_the_end_until_somebody_forgives() {
        let mut throttle = Throttle::default();
        (0..STOP).for_each(|_| throttle.count(TAG, 0));
        assert!(matches!(
            throttle.allow(TAG, u64::MAX),
            Err(VaultError::Stopped)
        ));
        throttle.forgive(TAG);
        assert!(throttle.allow(TAG, 0).is_ok());
        assert_eq!(
            throttle.lines[0].pending, STOP,
            "the journal still hears of all of them"
        );
    }

    #[test]
    fn a_clock_set_back_does_not_lengthen_the_wait() {
        let mut throttle = Throttle::default();
        (0..5).for_each(|_| throttle.count(TAG, 1_000_000_000));
        assert!(matches!(
            throttle.allow(TAG, 0),
            Err(VaultError::Throttled { seconds: 5 })
        ));
    }

    #[test]
    fn the_right_password_ends_the_run_but_not_the_report() {
        let mut throttle = Throttle::default();
        throttle.count(TAG, 10);
        throttle.count(TAG, 20);
        throttle.count(TAG, 30);
        throttle.succeed(TAG);
        let told = throttle.lines.clone();
        assert_eq!(
            (told[0].pending, told[0].run),
            (2, 0),
            "two failures and a success"
        );
        throttle.count(TAG, 40);
        throttle.journalled(&told);
        assert_eq!(
            throttle.lines[0].pending, 1,
            "what came after the report is not lost"
        );
    }

    #[test]
    fn it_survives_a_restart_and_damage_counts_from_zero() {
        let dir = tempfile::tempdir().unwrap();
        let mut throttle = Throttle::default();
        throttle.count(TAG, 77);
        throttle.save(dir.path()).unwrap();
        assert_eq!(Throttle::load(dir.path()).unwrap(), throttle);
        let path = dir.path().join(files::THROTTLE);
        for at in 0..std::fs::metadata(&path).unwrap().len() {
            let mut bytes = throttle.encode();
            bytes[usize::try_from(at).unwrap()] ^= 1;
            assert_eq!(Throttle::decode(&bytes), None, "byte {at}");
        }
    }
}
