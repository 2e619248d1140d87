//! What this desk remembers of a place where desks meet, and what lies there otherwise than it should.

use std::fmt;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::Error;
use crate::id::{DeviceId, Hash, SubjectId};
use crate::journal::log::{self, signed};
use crate::query::exchange::{self, Segment, Speaks};

/// What a place is called here, and how far its consents were looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceId {
    id: i64,
    consents: i64,
}

/// With what a store is opened. Only this desk has it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreKey {
    /// Its name.
    pub id: String,
    /// What signs.
    pub secret: Zeroizing<String>,
    /// The region for which it signs.
    pub region: String,
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreKey({})", self.id)
    }
}

/// What lies otherwise at a place than it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// Entries whose bodies an act took away here: desk and number.
    pub erased: Vec<(DeviceId, u64)>,
    /// Segments that this desk wrote without the body of somebody about whose consent something came since.
    pub agreed: Vec<String>,
    acts: Vec<Hash>,
    consents: i64,
}

impl App {
    /// What this desk remembers of a place.
    pub fn place(&mut self, name: &str) -> Result<(PlaceId, Vec<Segment>), Error> {
        let conn = self.store.conn();
        conn.execute("INSERT OR IGNORE INTO l_place (name) VALUES (?1)", [name])?;
        let place = conn
            .prepare_cached("SELECT id, consents FROM l_place WHERE name = ?1")?
            .query_row([name], |row| {
                Ok(PlaceId {
                    id: row.get("id")?,
                    consents: row.get("consents")?,
                })
            })?;
        Ok((place, exchange::segments(conn, place.id)?))
    }

    /// Remembers segments that were read or written, and of whom something stayed at home of each.
    pub fn remember_segments(
        &mut self,
        place: PlaceId,
        segments: &[(Segment, Vec<(SubjectId, u64)>)],
    ) -> Result<(), Error> {
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (segment, withheld) in segments {
            remember(&tx, place, segment, withheld)?;
        }
        Ok(tx.commit()?)
    }

    /// Remembers that a segment lies there with another tag, and nothing else of it changed here.
    pub fn retag_segment(&mut self, place: PlaceId, name: &str, tag: &str) -> Result<(), Error> {
        let sql = "UPDATE l_segment SET tag = ?3 WHERE place = ?1 AND name = ?2";
        (self.store.conn().prepare_cached(sql)?).execute(params![place.id, name, tag])?;
        Ok(())
    }

    /// Forgets segments that are not there any more.
    pub fn forget_segments(&mut self, place: PlaceId, names: &[String]) -> Result<(), Error> {
        let conn = self.store.conn();
        for name in names {
            let gone = params![place.id, name];
            conn.prepare_cached("DELETE FROM l_segment WHERE place = ?1 AND name = ?2")?
                .execute(gone)?;
            conn.prepare_cached("DELETE FROM l_withheld WHERE place = ?1 AND name = ?2")?
                .execute(gone)?;
        }
        Ok(())
    }

    /// What lies at a place otherwise than it should. [`App::settled_at`] says that it was put right.
    pub fn unsettled_at(&self, place: PlaceId) -> Result<Unsettled, Error> {
        let conn = self.store.conn();
        let acts = exchange::unswept(conn, place.id)?;
        let mut erased = Vec::new();
        for act in &acts {
            erased.extend(exchange::bare(conn, *act)?);
        }
        let (spoken, consents) = exchange::spoken_since(conn, place.id, place.consents)?;
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let mut agreed = Vec::new();
        for card in spoken {
            if speaks.permits(card)? {
                agreed.extend(exchange::withheld(conn, place.id, card)?);
            }
        }
        agreed.sort_unstable();
        agreed.dedup();
        Ok(Unsettled {
            erased,
            agreed,
            acts,
            consents,
        })
    }

    /// It was put right.
    pub fn settled_at(&mut self, place: PlaceId, done: &Unsettled) -> Result<(), Error> {
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for act in &done.acts {
            tx.prepare_cached("INSERT OR IGNORE INTO l_swept (place, act) VALUES (?1, ?2)")?
                .execute(params![place.id, act])?;
        }
        tx.execute(
            "UPDATE l_place SET consents = ?2 WHERE id = ?1",
            params![place.id, done.consents],
        )?;
        Ok(tx.commit()?)
    }

    /// The key of a store; none where none is kept.
    pub fn store_key(&self, address: &str) -> Result<Option<StoreKey>, Error> {
        let sql = "SELECT id, secret, region FROM l_store_key WHERE address = ?1";
        let mut found = self.store.conn().prepare_cached(sql)?;
        let key = found.query_row([address], |row| {
            Ok(StoreKey {
                id: row.get("id")?,
                secret: Zeroizing::new(row.get("secret")?),
                region: row.get("region")?,
            })
        });
        Ok(key.optional()?)
    }

    /// Keeps the key of a store.
    pub fn keep_store_key(&mut self, address: &str, key: &StoreKey) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO l_store_key (address, id, secret, region) VALUES (?1, ?2, ?3, ?4)";
        let row = params![address, key.id, key.secret.as_str(), key.region];
        (self.store.conn().prepare_cached(sql)?).execute(row)?;
        Ok(())
    }

    /// Forgets the keys of all other stores than one.
    pub fn forget_store_keys(&mut self, but: &str) -> Result<(), Error> {
        let sql = "DELETE FROM l_store_key WHERE address <> ?1";
        self.store.conn().execute(sql, [but])?;
        Ok(())
    }

    /// Remembers to the minute that a place was there.
    pub fn met(&mut self, place: PlaceId) -> Result<(), Error> {
        let now = signed(self.clock.now_ms());
        let sql = "UPDATE l_place SET met_at = ?2 WHERE id = ?1 AND coalesce(met_at, 0) NOT BETWEEN ?2 - 60000 AND ?2";
        self.store.conn().execute(sql, params![place.id, now])?;
        Ok(())
    }

    /// When a place was there last, in milliseconds since 1970.
    pub fn last_met(&self, name: &str) -> Result<Option<u64>, Error> {
        let sql = "SELECT met_at FROM l_place WHERE name = ?1";
        let met: Option<Option<i64>> = self
            .store
            .conn()
            .prepare_cached(sql)?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(met.flatten().map(log::unsigned))
    }
}

fn remember(
    tx: &Transaction<'_>,
    place: PlaceId,
    segment: &Segment,
    withheld: &[(SubjectId, u64)],
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO l_segment (place, name, device, first, last, tag) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT DO UPDATE SET tag = ?6",
    )?
    .execute(params![
        place.id,
        segment.name,
        segment.device,
        signed(segment.first),
        signed(segment.last),
        segment.tag
    ])?;
    tx.prepare_cached("DELETE FROM l_withheld WHERE place = ?1 AND name = ?2")?
        .execute(params![place.id, segment.name])?;
    for (subject, seq) in withheld {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO l_withheld (place, name, seq, subject) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![place.id, segment.name, signed(*seq), subject])?;
    }
    Ok(())
}
