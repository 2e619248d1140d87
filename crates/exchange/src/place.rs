//! A folder, a share, a stick, or a store that speaks S3, through `object_store`.
//!
//! Files are written beside, synced and renamed; nothing relies on links, locks or conditional writes, which shares and
//! sticks do not have. Nothing outside of `v1/<organisation>` is looked at.

use std::collections::BTreeMap;
use std::io;
use std::path::Path as File;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload};
use tirkeu_core::frames::Sealed;
use tirkeu_core::id::{DeviceId, Hash, Id, OrgId};
use tokio::runtime::{Builder, Runtime};

use crate::name::Segment;
use crate::remote::{Fault, Lying, Remote};
use crate::segment::{self, LARGEST};

const HEADS: &str = ".heads";
const BODIES: &str = ".bodies";
const STATED: &str = ".head";

/// A place where frames of one organisation lie.
pub struct Place {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    org: OrgId,
}

impl Place {
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
        })
    }

    fn root(&self) -> Path {
        Path::from(format!("v1/{}", self.org))
    }

    fn path(&self, name: &str, end: &str) -> Path {
        Path::from(format!("v1/{}/{name}{end}", self.org))
    }

    fn get(&self, path: &Path) -> Result<Bytes, Fault> {
        self.runtime.block_on(async {
            let found = self.store.get(path).await.map_err(|error| fault(&error))?;
            if found.meta.size > LARGEST {
                return Err(Fault::Large);
            }
            found.bytes().await.map_err(|error| fault(&error))
        })
    }

    fn put(&self, path: &Path, bytes: Vec<u8>) -> Result<(), Fault> {
        let put = self.store.put(path, PutPayload::from(bytes));
        let done = self.runtime.block_on(put);
        done.map(drop).map_err(|error| fault(&error))
    }

    fn tags(&self, name: &str) -> Result<String, Fault> {
        let of = |end| {
            let path = self.path(name, end);
            let meta = self.runtime.block_on(self.store.head(&path));
            meta.map(|meta| tag(&meta)).map_err(|error| fault(&error))
        };
        Ok(both(&of(HEADS)?, &of(BODIES)?))
    }
}

impl Remote for Place {
    fn look(&mut self) -> Result<Lying, Fault> {
        let root = self.root();
        let listed = self.store.list(Some(&root)).try_collect::<Vec<_>>();
        let listed = match self.runtime.block_on(listed) {
            Ok(listed) => listed,
            // Nobody was here yet.
            Err(object_store::Error::NotFound { .. }) => Vec::new(),
            Err(error) => return Err(fault(&error)),
        };
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
        self.put(&self.path(&name, BODIES), bodies)?;
        self.put(&self.path(&name, HEADS), heads)?;
        self.tags(&name)
    }

    fn replace(
        &mut self,
        segment: &Segment,
        bodies: &BTreeMap<Hash, Vec<u8>>,
    ) -> Result<String, Fault> {
        let name = segment.name();
        let path = self.path(&name, BODIES);
        let lying = self.get(&path)?;
        self.put(&path, segment::replaced(&lying, bodies)?)?;
        self.tags(&name)
    }

    fn remove(&mut self, segment: &Segment) -> Result<(), Fault> {
        let name = segment.name();
        // Bodies first: of the two they are what must not stay.
        for end in [BODIES, HEADS] {
            let path = self.path(&name, end);
            match self.runtime.block_on(self.store.delete(&path)) {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(fault(&error)),
            }
        }
        Ok(())
    }

    fn stated(&mut self, writer: DeviceId) -> Result<Vec<u8>, Fault> {
        let bytes = self.get(&self.path(&writer.to_string(), STATED))?;
        Ok(bytes.to_vec())
    }

    fn state(&mut self, writer: DeviceId, statement: &[u8]) -> Result<(), Fault> {
        self.put(&self.path(&writer.to_string(), STATED), statement.to_vec())
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
