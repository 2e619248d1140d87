//! A new key for the database: whether one is owed, and going on in the copy that has it.
//!
//! Whoever was given access on this desk once could read the database key. When such a person's access is gone, by a
//! removal here or one that arrived, the desk owes another key. What is owed follows from the journal and one local
//! table and is written down nowhere: the copy under the new key says which people's keys it was never sealed to, so
//! that the debt is paid by the switch itself. How the copy is made and switched to is `desk/rekey.rs`.

use std::collections::BTreeSet;

use rusqlite::params;

use super::App;
use crate::error::Error;
use crate::id::{Hash, StaffId};
use crate::query::keys;
use crate::store::Store;
use crate::vault::{PublicKeys, RootPublic};

impl App {
    /// Whether somebody who could read the present database key has no access here by today's roster.
    pub fn owes_rekey(&self) -> Result<bool, Error> {
        let conn = self.store.conn();
        let past = keys::past(conn)?;
        let view = self.folder.roster().now();
        let given = keys::given(conn, self.org, self.device)?;
        Ok(given
            .iter()
            .any(|(staff, key)| !past.contains(key) && view.key(*staff, self.device).is_none()))
    }

    /// Whether both halves of a slot's keys are those that the roster names for its person here.
    pub fn vouches(&self, staff: StaffId, slot: PublicKeys) -> Result<bool, Error> {
        let sign = Hash(slot.sign);
        if self.folder.roster().now().key(staff, self.device) != Some(sign) {
            return Ok(false);
        }
        let halves = (sign, Hash(slot.seal));
        Ok(keys::names(self.store.conn(), staff, self.device, halves)?)
    }

    /// The recovery root in force by the roster.
    pub fn root(&self) -> Result<Option<RootPublic>, Error> {
        let Some(sign) = self.folder.roster().root_sign() else {
            return Ok(None);
        };
        let seal = keys::root_seal(self.store.conn(), sign)?;
        Ok(seal.map(|seal| RootPublic {
            sign: sign.0,
            seal: seal.0,
        }))
    }

    /// Says to which recovery sheet the vault of this desk is sealed.
    pub fn sealed_to(&mut self, sheet: Hash) {
        self.sheet = Some(sheet);
    }

    /// Whether this desk is sealed to the sheet that counts. Until it is, a manager who has that sheet in hand was not
    /// here, and nothing of this desk is encrypted for it.
    pub fn follows(&self) -> bool {
        let counts = self.folder.roster().root_sign();
        self.sheet.is_none() || self.sheet == counts
    }

    /// Writes into a copy of this database to whom its new key is *not* sealed: everybody who was given a key here
    /// and is not among those who hold a slot of it.
    pub fn settle_past_keys(&self, copy: &mut Store, sealed_to: &[Hash]) -> Result<(), Error> {
        let given = keys::given(self.store.conn(), self.org, self.device)?;
        let gone: BTreeSet<Hash> = given
            .into_iter()
            .map(|(_, key)| key)
            .filter(|key| !sealed_to.contains(key))
            .collect();
        let tx = copy.conn_mut().transaction()?;
        tx.execute("DELETE FROM l_past_keys", [])?;
        for key in gone {
            let sql = "INSERT INTO l_past_keys (ed25519) VALUES (?1)";
            tx.execute(sql, params![key])?;
        }
        tx.commit()?;
        Ok(copy.checkpoint()?)
    }

    /// Goes on in a copy of its database: whoever is here or rests behind the curtain stays, and what they have open.
    pub fn move_to(&mut self, copy: Store) {
        self.store = copy;
    }
}
