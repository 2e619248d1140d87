//! A store that speaks S3, on loopback, for as long as it is held: the protocol with its signatures is `s3s`, the bytes
//! lie in memory.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::SystemTime;

use futures_util::TryStreamExt;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, ETag, GetObjectInput, GetObjectOutput, HeadObjectInput,
    HeadObjectOutput, ListObjectsV2Input, ListObjectsV2Output, Object, PutObjectInput,
    PutObjectOutput, Timestamp,
};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3, S3Request, S3Response, S3Result, s3_error};
use sha2::{Digest, Sha256};
use tirkeu_core::desk::exchange::{StoreAddress, StoreKey};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

const BUCKET: &str = "meeting";
const KEY_ID: &str = "TIRKEUTESTS";
const SECRET: &str = "nobody/knows+this";
/// So few that every list has several pages.
const PAGE: usize = 3;

/// The store.
pub struct Bucket {
    lying: Lying,
    at: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Bucket {
    /// Begins to answer.
    pub fn begin() -> Self {
        let lying = Lying::default();
        let mut service = S3ServiceBuilder::new(lying.clone());
        service.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel();
        let service = service.build();
        let serving = std::thread::spawn(move || serve(listener, &service, ended));
        Self {
            lying,
            at,
            end: Some(end),
            serving: Some(serving),
        }
    }

    /// Its address, as people type it.
    pub fn typed(&self, prefix: &str) -> String {
        format!("http://{}/{BUCKET}{prefix}", self.at)
    }

    /// The same, read.
    pub fn address(&self, prefix: &str) -> StoreAddress {
        StoreAddress::parse("folder", &self.typed(prefix)).unwrap()
    }

    /// With what it is opened.
    pub fn key(&self) -> StoreKey {
        StoreKey {
            id: KEY_ID.into(),
            secret: Zeroizing::new(SECRET.into()),
            region: "us-east-1".into(),
        }
    }

    /// What lies there by name.
    pub fn lying(&self) -> BTreeMap<String, Vec<u8>> {
        let lying = self.lying.all();
        let bytes = |(name, one): (&String, &Lies)| (name.clone(), one.bytes.clone());
        lying.iter().map(bytes).collect()
    }

    /// Answers no more.
    pub fn end(&mut self) {
        drop(self.end.take());
        if let Some(serving) = self.serving.take() {
            serving.join().unwrap();
        }
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.end();
    }
}

fn serve(listener: TcpListener, service: &S3Service, mut ended: oneshot::Receiver<()>) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        loop {
            let (socket, _) = tokio::select! {
                met = listener.accept() => met.unwrap(),
                _ = &mut ended => return,
            };
            let one = http1::Builder::new().serve_connection(TokioIo::new(socket), service.clone());
            tokio::spawn(async move { drop(one.await) });
        }
    });
}

#[derive(Clone)]
struct Lies {
    bytes: Vec<u8>,
    since: SystemTime,
}

impl Lies {
    fn tag(&self) -> ETag {
        ETag::Strong(hex::encode(Sha256::digest(&self.bytes)))
    }

    fn size(&self) -> i64 {
        self.bytes.len().try_into().unwrap()
    }

    fn since(&self) -> Timestamp {
        self.since.into()
    }
}

#[derive(Clone, Default)]
struct Lying(Arc<Mutex<BTreeMap<String, Lies>>>);

impl Lying {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Lies>> {
        self.0.lock().unwrap()
    }

    fn get(&self, bucket: &str, key: &str) -> S3Result<Lies> {
        if bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket));
        }
        let found = self.all().get(key).cloned();
        found.ok_or_else(|| s3_error!(NoSuchKey))
    }
}

#[async_trait::async_trait]
impl S3 for Lying {
    async fn list_objects_v2(
        &self,
        req: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let asked = req.input;
        if asked.bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket));
        }
        let (prefix, after) = (asked.prefix.unwrap_or_default(), asked.continuation_token);
        let all = self.all();
        let mut named = all.iter().filter(|(name, _)| {
            name.starts_with(&prefix) && after.as_ref().is_none_or(|after| *name > after)
        });
        let object = |(name, one): (&String, &Lies)| Object {
            key: Some(name.clone()),
            size: Some(one.size()),
            e_tag: Some(one.tag()),
            last_modified: Some(one.since()),
            ..Object::default()
        };
        let page: Vec<Object> = named.by_ref().take(PAGE).map(object).collect();
        let next = match named.next() {
            Some(_) => page.last().and_then(|last| last.key.clone()),
            None => None,
        };
        Ok(S3Response::new(ListObjectsV2Output {
            is_truncated: Some(next.is_some()),
            next_continuation_token: next,
            contents: Some(page),
            ..ListObjectsV2Output::default()
        }))
    }

    async fn get_object(
        &self,
        req: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let one = self.get(&req.input.bucket, &req.input.key)?;
        Ok(S3Response::new(GetObjectOutput {
            content_length: Some(one.size()),
            e_tag: Some(one.tag()),
            last_modified: Some(one.since()),
            body: Some(Body::from(one.bytes).into()),
            ..GetObjectOutput::default()
        }))
    }

    async fn head_object(
        &self,
        req: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let one = self.get(&req.input.bucket, &req.input.key)?;
        Ok(S3Response::new(HeadObjectOutput {
            content_length: Some(one.size()),
            e_tag: Some(one.tag()),
            last_modified: Some(one.since()),
            ..HeadObjectOutput::default()
        }))
    }

    async fn put_object(
        &self,
        req: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let (key, body) = (req.input.key, req.input.body);
        let body = body.ok_or_else(|| s3_error!(IncompleteBody))?;
        let pieces: Vec<_> = body
            .try_collect()
            .await
            .map_err(|_| s3_error!(IncompleteBody))?;
        let one = Lies {
            bytes: pieces.concat(),
            since: SystemTime::now(),
        };
        let tag = one.tag();
        self.all().insert(key, one);
        Ok(S3Response::new(PutObjectOutput {
            e_tag: Some(tag),
            ..PutObjectOutput::default()
        }))
    }

    async fn delete_object(
        &self,
        req: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.all().remove(&req.input.key);
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }
}
