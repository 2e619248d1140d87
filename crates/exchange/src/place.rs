//! A folder, a share, a stick, or a store that speaks S3, through `object_store`.
//!
//! Files are written beside, synced and renamed; nothing relies on links, locks or conditional writes, which shares and
//! sticks do not have. Nothing outside of `v1/<organisation>` is looked at.

use std::collections::BTreeMap;
use std::io;
use std::path::Path as File;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
};
use tirkeu_core::desk::exchange::{MeetingPlace, StoreAddress, StoreKey};
use tirkeu_core::frames::Sealed;
use tirkeu_core::id::{DeviceId, Hash, Id, OrgId};
use tokio::runtime::{Builder, Runtime};

use crate::name::Segment;
use crate::remote::{Fault, Lying, Remote};
use crate::segment::{self, LARGEST};

const HEADS: &str = ".heads";
const BODIES: &str = ".bodies";
const STATED: &str = ".head";
/// How long a store may take to answer, to send, and to be asked again.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(60);
const RETRY: Duration = Duration::from_secs(15);

/// A place where frames of one organisation lie.
pub struct Place {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    org: OrgId,
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
        // Whoever was first here, or elsewhere in the program, is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = ClientOptions::new()
            .with_allow_http(address.is_clear())
            .with_connect_timeout(CONNECT)
            .with_timeout(ANSWER);
        let retry = RetryConfig {
            max_retries: 2,
            retry_timeout: RETRY,
            ..RetryConfig::default()
        };
        let store = AmazonS3Builder::new()
            .with_endpoint(&address.endpoint)
            .with_bucket_name(&address.bucket)
            .with_region(&key.region)
            .with_access_key_id(&key.id)
            .with_secret_access_key(key.secret.as_str())
            // Not every store can do several at once.
            .with_config(AmazonS3ConfigKey::DisableBulkDelete, "true")
            .with_client_options(client)
            .with_retry(retry)
            .build()
            .map_err(|error| fault(&error))?;
        Self::of(
            Arc::new(PrefixStore::new(store, address.prefix.as_str())),
            org,
        )
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

    /// A store says of a list that it failed, and of one file why.
    fn unlisted(&self, error: &object_store::Error) -> Fault {
        let one = self.path("any", STATED);
        match self.runtime.block_on(self.store.head(&one)) {
            Err(said) if fault(&said) == Fault::Refused => Fault::Refused,
            _ => fault(error),
        }
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
            Err(error) => return Err(self.unlisted(&error)),
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
