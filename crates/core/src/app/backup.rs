//! What a backup takes from an open desk, a page at a time, and the two entries about backups.
//!
//! The journal only grows, so that a backup needs no lock while it is written: where it ends is fixed first, and
//! what is read later was there then. A body that an act takes away meanwhile is not in it.

use ed25519_dalek::{Signer, SigningKey};
use rusqlite::params;

use super::found::{PROGRAM, setting_subject};
use super::session::By;
use super::{App, Line};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::codec::Sig;
use crate::event::desk::BackupMade;
use crate::event::lab::{BackupKeyNamed, SettingChanged, backup_key_bytes};
use crate::frames::{Absence, Fault, Hashed, Head, Raw, Use, Written};
use crate::id::Hash;
use crate::journal::arrived::{Arrived, ArrivedRef};
use crate::journal::key;
use crate::journal::{arrived, log};
use crate::projection::PROJECTION_VERSION;
use crate::query;
use crate::store::schema;

crate::codes! {
    /// Backups have no key yet: the recovery sheet was never typed back on this desk.
    BACKUP_KEY = "backup-key";
    /// The recovery sheet was replaced, and nobody here has accepted the new one.
    BACKUP_OWED = "backup-owed";
}

/// Most bytes that one page holds, and one entry more: the desk is held while they are read.
const PAGE_BYTES: usize = 1024 * 1024;
/// Most entries that one page holds.
const PAGE: u32 = 500;

/// Who wants a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A person who may.
    Asked,
    /// The desk, once a day.
    Daily,
}

/// Where a backup begins and ends.
#[derive(Debug, Clone)]
pub struct Extent {
    /// The container's head.
    pub head: Head,
    /// The last entry of every chain.
    pub heads: Vec<log::Head>,
    /// Keys to which it is encrypted.
    pub recipients: Vec<Hash>,
    /// How many entries are in it, evidence of forks not counted.
    pub entries: u64,
    pub(super) upto: arrived::Place,
}

impl App {
    /// Fixes what a backup of this moment holds.
    ///
    /// # Errors
    /// `backup-key` where the desk does not know the key of the recovery sheet, `backup-owed` where a manager must accept
    /// that sheet here first.
    pub fn extent(&self, wish: Wish) -> Result<Extent, Error> {
        if wish == Wish::Asked {
            self.allowed(Action::Backup)?;
        }
        if !self.follows() {
            return Err(Refusal::new(BACKUP_OWED).into());
        }
        let key = self.backup_key()?.ok_or_else(|| Refusal::new(BACKUP_KEY))?;
        let conn = self.store.conn();
        let heads = log::heads(conn)?;
        Ok(Extent {
            head: Head {
                purpose: Use::Backup,
                org: self.org,
                device: self.device,
                wall: self.clock.now(),
                schema: schema(),
            },
            // A chain has no gaps.
            entries: heads.iter().map(|head| head.seq + 1).sum(),
            heads,
            recipients: vec![key],
            upto: arrived::last(conn)?,
        })
    }

    /// Shows the next entries after a place, each with why it has no body where it has none, and says where the page ends: at the
    /// end of everything where it began.
    pub fn page(
        &self,
        extent: &Extent,
        after: arrived::Place,
        then: &mut dyn FnMut(&Raw<'_>) -> Result<(), Error>,
    ) -> Result<arrived::Place, Error> {
        let conn = self.store.conn();
        let most = (PAGE, PAGE_BYTES);
        arrived::each(conn, after, extent.upto, most, |one| {
            let body = match one.body {
                Some(body) => Ok(body),
                None if self.is_erased(one)? => Err(Absence::Erased),
                None => Err(Absence::Withheld),
            };
            then(&Raw {
                header: one.header,
                signature: one.signature,
                body,
                is_evidence: one.is_evidence,
            })
        })
    }

    fn is_erased(&self, one: ArrivedRef<'_>) -> Result<bool, Error> {
        let is_evidence = one.is_evidence;
        let entry = Arrived::from(one).entry()?;
        Ok(!is_evidence && self.folder.is_erased(self.store.conn(), &entry)?)
    }

    /// Signs the container's end.
    pub fn seal<W: std::io::Write>(
        &self,
        extent: &Extent,
        written: Written,
        through: Hashed<W>,
    ) -> Result<W, Fault> {
        let (heads, key) = (&extent.heads, &self.key);
        let sealed = written.sign(through, heads, PROJECTION_VERSION, PROGRAM, key)?;
        Ok(sealed.0)
    }

    /// Notes a backup that is whole and checked, before it gets its name.
    pub fn backup_made(&mut self, wish: Wish, body: BackupMade) -> Result<(), Error> {
        let by = match wish {
            Wish::Asked => {
                self.allowed(Action::Backup)?;
                By::Session
            }
            Wish::Daily => By::Desk,
        };
        self.write(&by, vec![Line::new(self.device, body)])
            .map(drop)
    }

    /// Remembers on this desk how the last attempt ended; `None` means well.
    pub fn backup_tried(&mut self, outcome: Option<&str>) -> Result<(), Error> {
        self.store.conn().execute(
            "INSERT INTO l_backup (one, tried_at, outcome) VALUES (1, ?1, ?2) \
             ON CONFLICT DO UPDATE SET tried_at = ?1, outcome = ?2",
            params![log::signed(self.clock.now_ms()), outcome],
        )?;
        Ok(())
    }

    /// The key to which backups are encrypted, vouched for by the root in force.
    pub fn backup_key(&self) -> Result<Option<Hash>, Error> {
        let Some(root) = self.folder.roster().root_sign() else {
            return Ok(None);
        };
        let named = query::backup::named(self.store.conn(), root)?;
        Ok(named.into_iter().find_map(|(recipient, signature)| {
            let bytes = backup_key_bytes(self.org, &recipient);
            key::signed(&root, &bytes, &signature).then_some(recipient)
        }))
    }

    /// Names the key of the sheet, which the person at the desk has in hand. Doing it twice writes nothing.
    pub fn name_backup_key(&mut self, root: &SigningKey, recipient: Hash) -> Result<(), Error> {
        self.allowed(Action::KeepKit)?;
        if self.backup_key()? == Some(recipient) {
            return Ok(());
        }
        let body = BackupKeyNamed {
            root_sign: Hash(root.verifying_key().to_bytes()),
            recipient,
            signature: Sig(root
                .sign(&backup_key_bytes(self.org, &recipient))
                .to_bytes()),
        };
        let subject = setting_subject(self.org, "backup");
        self.write(&By::Session, vec![Line::new(subject, body)])
            .map(drop)
    }

    /// Keeps what was set about this desk's backups: pairs of a name and a value.
    pub fn set_backup(&mut self, settings: Vec<(&str, String)>) -> Result<(), Error> {
        self.allowed(Action::Backup)?;
        let subject = self.backup_subject();
        let lines = settings.into_iter().map(|(key, value)| {
            let key = key.to_owned();
            Line::new(subject, SettingChanged { key, value })
        });
        self.write(&By::Session, lines.collect()).map(drop)
    }

    /// What was set about this desk's backups.
    pub fn backup_setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.setting_of(self.backup_subject(), key)
    }

    /// A folder belongs to the desk that sees it; another desk, and a restored one, have their own.
    fn backup_subject(&self) -> crate::id::SubjectId {
        setting_subject(self.org, &format!("backup/{}", self.device))
    }
}
