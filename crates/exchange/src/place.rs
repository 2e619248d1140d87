//! A folder, a share, a stick, or a store that speaks S3, through `object_store`.
//!
//! Files are written beside, synced and renamed; nothing relies on links, locks or conditional writes, which shares and
//! sticks do not have. Nothing outside of `v1/<organisation>` is looked at.

use std::collections::BTreeMap;
use std::io;
use std::path::Path as File;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload};
use tirkeu_core::desk::exchange::{MeetingPlace, StoreAddress, StoreKey};
use tirkeu_core::frames::Sealed;
use tirkeu_core::id::{DeviceId, Hash, Id, OrgId};
use tokio::runtime::{Builder, Runtime};

use crate::name::Segment;
use crate::remote::{Fault, Lying, Remote};
use crate::segment::{self, LARGEST};
use crate::store::{self, Answered};

const HEADS: &str = ".heads";
const BODIES: &str = ".bodies";
const STATED: &str = ".head";
/// So many files that nobody of this program wrote them: a list without an end is not read to it.
const MOST_FILES: usize = 1_000_000;

/// A place where frames of one organisation lie.
pub struct Place {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    org: OrgId,
    /// What a store answered last; none where it is no store.
    answered: Option<Answered>,
}

impl Place {
    /// Where a desk says that it meets others.
    ///
    /// # Errors
    /// [`Fault::Away`].
    pub fn at(place: &MeetingPlace, org: OrgId) -> Result<Self, Fault> {
        match place {
            MeetingPlace::Folder(folder) => Self::folder(folder, org),
            MeetingPlace::Store(address, key) => Self::store(address, key, org),
        }
    }

    /// A store that speaks S3. Whether it answers is found out by the first question.
    ///
    /// # Errors
    /// [`Fault::Away`] where the machine has no certificates, or gives no thread.
    pub fn store(address: &StoreAddress, key: &StoreKey, org: OrgId) -> Result<Self, Fault> {
        let (store, answered) = store::open(address, key).map_err(|error| fault(&error))?;
        let store = PrefixStore::new(store, address.prefix.as_str());
        let mut place = Self::of(Arc::new(store), org)?;
        place.answered = Some(answered);
        Ok(place)
    }

    /// A folder that is there.
    ///
    /// # Errors
    /// [`Fault::Away`] where there is none.
    pub fn folder(folder: &File, org: OrgId) -> Result<Self, Fault> {
        if !folder.is_dir() {
            return Err(Fault::Away);
        }
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| fault(&error))?;
        Self::of(Arc::new(store.with_fsync(true)), org)
    }

    /// A place in memory: several desks of one process meet there.
    ///
    /// # Errors
    /// [`Fault::Away`] where the system gives no thread.
    pub fn memory(store: &Arc<InMemory>, org: OrgId) -> Result<Self, Fault> {
        Self::of(Arc::clone(store) as Arc<dyn ObjectStore>, org)
    }

    fn of(store: Arc<dyn ObjectStore>, org: OrgId) -> Result<Self, Fault> {
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            store,
            runtime: runtime.map_err(|_| Fault::Away)?,
            org,
            answered: None,
        })
    }

    /// Whose frames are looked at.
    pub fn org(&self) -> OrgId {
        self.org
    }

    fn root(&self) -> Path {
        Path::from(format!("v1/{}", self.org))
    }

    fn path(&self, name: &str, end: &str) -> Path {
        Path::from(format!("v1/{}/{name}{end}", self.org))
    }

    fn get(&self, path: &Path) -> Result<Bytes, Fault> {
        self.runtime.block_on(async {
            let found = self
                .store
                .get(path)
                .await
                .map_err(|error| self.fault(&error))?;
            if found.meta.size > LARGEST {
                return Err(Fault::Large);
            }
            found.bytes().await.map_err(|error| self.fault(&error))
        })
    }

    /// Writes a file; its tag, where it is said.
    fn put(&self, path: &Path, bytes: Vec<u8>) -> Result<Option<String>, Fault> {
        let put = self.store.put(path, PutPayload::from(bytes));
        let done = self.runtime.block_on(put);
        let said = done.map_err(|error| self.fault(&error))?;
        Ok(said.e_tag)
    }

    fn fault(&self, error: &object_store::Error) -> Fault {
        let fault = fault(error);
        match &self.answered {
            Some(answered) => answered.fault(fault),
            None => fault,
        }
    }

    /// The tag of a file that was not said when it was written.
    fn tag(&self, path: &Path) -> Result<String, Fault> {
        let meta = self.runtime.block_on(self.store.head(path));
        let meta = meta.map_err(|error| self.fault(&error))?;
        Ok(tag(&meta))
    }

    /// Writes a file. Its tag is the one that was said: what somebody else puts in its place a moment later has another.
    fn put_tagged(&self, path: &Path, bytes: Vec<u8>) -> Result<String, Fault> {
        match self.put(path, bytes)? {
            Some(tag) => Ok(tag),
            None => self.tag(path),
        }
    }
}

impl Remote for Place {
    fn look(&mut self) -> Result<Lying, Fault> {
        let root = self.root();
        let listed = self.store.list(Some(&root)).take(MOST_FILES);
        let listed = listed.try_collect::<Vec<_>>();
        let listed = match self.runtime.block_on(listed) {
            Ok(listed) => listed,
            // Nobody was here yet; a store has the bucket, or says that it is not there.
            Err(object_store::Error::NotFound { .. }) if self.answered.is_none() => Vec::new(),
            Err(object_store::Error::NotFound { .. }) => return Err(Fault::Refused),
            Err(error) => return Err(self.fault(&error)),
        };
        if listed.len() == MOST_FILES {
            return Err(Fault::Large);
        }
        let mut lying = Lying::default();
        let (mut heads, mut bodies) = (BTreeMap::new(), BTreeMap::new());
        for meta in listed {
            let whole = meta.location.as_ref();
            let name = whole
                .strip_prefix(root.as_ref())
                .map_or(whole, |name| name.trim_start_matches('/'));
            let of = |end| name.strip_suffix(end);
            if let Some(segment) = of(HEADS).and_then(Segment::parse) {
                heads.insert(segment, tag(&meta));
            } else if let Some(segment) = of(BODIES).and_then(Segment::parse) {
                bodies.insert(segment, tag(&meta));
            } else if let Some(writer) = of(STATED).and_then(Id::parse) {
                lying.stated.push(writer);
            } else {
                lying.strange += 1;
            }
        }
        // What has no heads, or no bodies, was not written or not taken away to its end.
        for (segment, heads) in heads {
            match bodies.remove(&segment) {
                Some(bodies) => drop(lying.segments.insert(segment, both(&heads, &bodies))),
                None => lying.halves.push(segment),
            }
        }
        lying.halves.extend(bodies.into_keys());
        Ok(lying)
    }

    fn read(&mut self, segment: &Segment) -> Result<Vec<Sealed>, Fault> {
        let name = segment.name();
        let heads = self.get(&self.path(&name, HEADS))?;
        let bodies = self.get(&self.path(&name, BODIES))?;
        segment::read(segment, self.org, &heads, &bodies)
    }

    fn write(&mut self, segment: &Segment, frames: &[Sealed]) -> Result<String, Fault> {
        let (heads, bodies) = segment::write(frames)?;
        let name = segment.name();
        let bodies = self.put_tagged(&self.path(&name, BODIES), bodies)?;
        let heads = self.put_tagged(&self.path(&name, HEADS), heads)?;
        Ok(both(&heads, &bodies))
    }

    fn replace(
        &mut self,
        segment: &Segment,
        bodies: &BTreeMap<Hash, Vec<u8>>,
    ) -> Result<String, Fault> {
        let name = segment.name();
        let path = self.path(&name, BODIES);
        let lying = self.get(&path)?;
        let bodies = self.put_tagged(&path, segment::replaced(&lying, bodies)?)?;
        let heads = self.tag(&self.path(&name, HEADS))?;
        Ok(both(&heads, &bodies))
    }

    fn remove(&mut self, segment: &Segment) -> Result<(), Fault> {
        let name = segment.name();
        // Bodies first: of the two they are what must not stay.
        for end in [BODIES, HEADS] {
            let path = self.path(&name, end);
            match self.runtime.block_on(self.store.delete(&path)) {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(self.fault(&error)),
            }
        }
        Ok(())
    }

    fn stated(&mut self, writer: DeviceId) -> Result<Vec<u8>, Fault> {
        let bytes = self.get(&self.path(&writer.to_string(), STATED))?;
        Ok(bytes.to_vec())
    }

    fn state(&mut self, writer: DeviceId, statement: &[u8]) -> Result<(), Fault> {
        let path = self.path(&writer.to_string(), STATED);
        self.put(&path, statement.to_vec()).map(drop)
    }
}

/// A store says a tag of its own; a share that has none says when and how large.
fn tag(meta: &ObjectMeta) -> String {
    let when = meta.last_modified.timestamp_micros();
    meta.e_tag
        .clone()
        .unwrap_or_else(|| format!("{when}-{}", meta.size))
}

/// Heads never change, unless somebody else changed them.
fn both(heads: &str, bodies: &str) -> String {
    format!("{heads}+{bodies}")
}

fn fault(error: &object_store::Error) -> Fault {
    use object_store::Error as E;
    match error {
        E::NotFound { .. } => Fault::Gone,
        E::PermissionDenied { .. } | E::Unauthenticated { .. } => Fault::Refused,
        other => {
            let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(other);
            while let Some(error) = cause {
                if let Some(found) = error.downcast_ref::<io::Error>() {
                    return of_disk(found.kind());
                }
                cause = error.source();
            }
            Fault::Away
        }
    }
}

fn of_disk(kind: io::ErrorKind) -> Fault {
    use io::ErrorKind as E;
    match kind {
        E::StorageFull | E::QuotaExceeded | E::FileTooLarge => Fault::Full,
        E::PermissionDenied | E::ReadOnlyFilesystem => Fault::Refused,
        _ => Fault::Away,
    }
}
