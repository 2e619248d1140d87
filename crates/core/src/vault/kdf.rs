//! From a password to a key: Argon2id with the keychain's key as its secret, then HKDF.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::error::VaultError;
use super::wrap::expand;
use crate::id::{DeviceId, OrgId, StaffId};

const MIB: u32 = 1024;

/// How much a guess costs: memory in KiB, passes, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParams {
    /// 64 MiB to 1 GiB.
    pub m_kib: u32,
    /// 3 to 16.
    pub t: u8,
    /// Always 1.
    pub p: u8,
}

impl KdfParams {
    /// The least that is ever accepted.
    pub const FLOOR: Self = Self {
        m_kib: 64 * MIB,
        t: 3,
        p: 1,
    };

    /// Refuses a file that asks for too little (a downgrade) or too much (a stalled desk).
    pub(super) fn checked(self) -> Result<Self, VaultError> {
        let Self { m_kib, t, p } = self;
        if (64 * MIB..=1024 * MIB).contains(&m_kib) && (3..=16).contains(&t) && p == 1 {
            Ok(self)
        } else {
            Err(VaultError::KdfRange)
        }
    }
}

/// How the cost of a new password is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KdfChoice {
    /// 0.7 to 1.0 s on this machine, not below 256 MiB unless less than 2 GiB of memory is free.
    Calibrated,
    /// [`KdfParams::FLOOR`], for tests and very small machines; journalled by the caller.
    Floor,
}

impl KdfChoice {
    pub(super) fn params(self) -> Result<KdfParams, VaultError> {
        match self {
            Self::Floor => Ok(KdfParams::FLOOR),
            Self::Calibrated => {
                let m_kib = match free_memory_kib() {
                    Some(free) if free < 2 * 1024 * u64::from(MIB) => 64 * MIB,
                    _ => 256 * MIB,
                };
                let probe = KdfParams {
                    m_kib,
                    ..KdfParams::FLOOR
                };
                let started = Instant::now();
                stretch(b"calibration", &[0; 16], &[], &[0; 32], probe)?;
                Ok(calibrate(probe, started.elapsed()))
            }
        }
    }
}

/// Raises passes towards 0.85 s; with sixteen passes still below 0.7 s the memory doubles instead.
fn calibrate(probe: KdfParams, took: Duration) -> KdfParams {
    let wanted = Duration::from_millis(850).as_micros();
    let mut chosen = probe;
    loop {
        // One pass over this much memory costs in proportion to the memory.
        let pass = (took.as_micros() * u128::from(chosen.m_kib)
            / (u128::from(probe.t) * u128::from(probe.m_kib)))
        .max(1);
        let passes = ((wanted + pass / 2) / pass).max(u128::from(probe.t));
        if passes <= 16 || chosen.m_kib >= 1024 * MIB {
            chosen.t = u8::try_from(passes.min(16)).unwrap_or(16);
            return chosen;
        }
        chosen.m_kib *= 2;
    }
}

/// What the system could still give out; `None` where it does not say.
fn free_memory_kib() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// A slot's key and the value that tells a wrong password from a damaged slot.
pub(super) struct SlotKey {
    pub(super) kek: Zeroizing<[u8; 32]>,
    pub(super) check: Zeroizing<[u8; 16]>,
}

/// Whose password, on which desk.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    pub(super) org: OrgId,
    pub(super) device: DeviceId,
    pub(super) staff: StaffId,
}

impl Owner {
    fn associated(self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"tirkeu/v1/slot")
            .chain_update(self.org.as_bytes())
            .chain_update(self.device.as_bytes())
            .chain_update(self.staff.as_bytes())
            .finalize()
            .into()
    }
}

/// The expensive step. `factor` is the keychain's key, empty where there is no keychain.
pub(super) fn slot_key(
    password: &Zeroizing<String>,
    salt: &[u8; 16],
    factor: &[u8],
    owner: Owner,
    params: KdfParams,
) -> Result<SlotKey, VaultError> {
    let ikm = stretch(
        password.as_bytes(),
        salt,
        factor,
        &owner.associated(),
        params.checked()?,
    )?;
    let both = expand::<48>(&ikm, "kek");
    let mut key = SlotKey {
        kek: Zeroizing::new([0; 32]),
        check: Zeroizing::new([0; 16]),
    };
    key.kek.copy_from_slice(&both[..32]);
    key.check.copy_from_slice(&both[32..]);
    Ok(key)
}

pub(super) fn stretch(
    password: &[u8],
    salt: &[u8; 16],
    factor: &[u8],
    associated: &[u8; 32],
    params: KdfParams,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let range = |_| VaultError::KdfRange;
    let params = ParamsBuilder::new()
        .m_cost(params.m_kib)
        .t_cost(u32::from(params.t))
        .p_cost(u32::from(params.p))
        .data(AssociatedData::new(associated).map_err(range)?)
        .output_len(32)
        .build()
        .map_err(range)?;
    // Our own memory instead of the crate's: it is wiped afterwards, and a refusal of the
    // allocator is an answer instead of an abort.
    let mut memory = WipedBlocks::new(params.block_count())?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new_with_secret(factor, Algorithm::Argon2id, Version::V0x13, params)
        .and_then(|argon2| {
            argon2.hash_password_into_with_memory(password, salt, &mut *out, &mut memory.0)
        })
        .map_err(range)?;
    Ok(out)
}

struct WipedBlocks(Vec<Block>);

impl WipedBlocks {
    fn new(count: usize) -> Result<Self, VaultError> {
        let mut blocks = Vec::new();
        blocks
            .try_reserve_exact(count)
            .map_err(|_| VaultError::Memory)?;
        blocks.resize(count, Block::new());
        Ok(Self(blocks))
    }
}

impl Drop for WipedBlocks {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(Zeroize::zeroize);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    const PROBE: KdfParams = KdfParams {
        m_kib: 256 * MIB,
        t: 3,
        p: 1,
    };

    #[test]
    fn calibration_aims_between_700_and_1000_ms() {
        for (probe_ms, expected) in [
            (120, (512, 11)),
            (400, (256, 6)),
            (640, (256, 4)),
            (800, (256, 3)),
            (3_000, (256, 3)),
            (60, (1024, 11)),
            (1, (1024, 16)),
        ] {
            let chosen = calibrate(PROBE, Duration::from_millis(probe_ms));
            assert_eq!(
                (chosen.m_kib / MIB, chosen.t),
                expected,
                "probe of {probe_ms} ms"
            );
            assert!(chosen.checked().is_ok());
        }
    }

    #[test]
    fn this_machine_is_calibrated_within_the_range() {
        let Ok(chosen) = KdfChoice::Calibrated.params() else {
            panic!("the probe runs")
        };
        assert!(chosen.checked().is_ok());
        let enough = free_memory_kib().is_none_or(|free| free >= 4 * 1024 * u64::from(MIB));
        assert!(!enough || chosen.m_kib >= 256 * MIB, "{chosen:?}");
    }

    #[test]
    fn parameters_outside_the_range_are_refused() {
        for params in [
            KdfParams {
                m_kib: 64 * MIB - 1,
                ..PROBE
            },
            KdfParams {
                m_kib: 1024 * MIB + 1,
                ..PROBE
            },
            KdfParams { t: 2, ..PROBE },
            KdfParams { t: 17, ..PROBE },
            KdfParams { p: 0, ..PROBE },
            KdfParams { p: 2, ..PROBE },
        ] {
            assert!(matches!(params.checked(), Err(VaultError::KdfRange)));
        }
    }
}
