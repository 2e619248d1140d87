//! A store that speaks S3: how it is spoken to, and what its answers mean.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpRequest, HttpResponse, HttpService,
};
use object_store::{Error, RetryConfig};
use reqwest::redirect::Policy;
use tirkeu_core::desk::exchange::{StoreAddress, StoreKey};

use crate::remote::Fault;

/// How long a store may take to be reached, to say something, and to be asked again. What is sent must have gone out by
/// the second of them: a segment of a megabyte does on a line of 70 kbit/s.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(120);
const RETRY: Duration = Duration::from_secs(15);

/// The status of the last answer; 0 where there was none.
#[derive(Debug, Clone, Default)]
pub struct Answered(Arc<AtomicU16>);

impl Answered {
    /// What a fault of this store means: whoever answered, and not as asked, is not away.
    pub fn fault(&self, fault: Fault) -> Fault {
        let status = self.0.load(Ordering::Relaxed);
        match (fault, status) {
            // Asked too often, or too slowly: later.
            (Fault::Away, 408 | 429) => Fault::Away,
            // The bucket or the region is another one, the request is not understood or not allowed.
            (Fault::Away, 300..=499) => {
                tracing::warn!(status, "the store refuses");
                Fault::Refused
            }
            (Fault::Away, 507) => Fault::Full,
            (Fault::Away, status) => {
                tracing::debug!(status, "the store is away");
                Fault::Away
            }
            (other, _) => other,
        }
    }
}

/// The store, and what it answered last.
pub fn open(address: &StoreAddress, key: &StoreKey) -> Result<(AmazonS3, Answered), Error> {
    // Whoever was first here, or elsewhere in the program, is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    let answered = Answered::default();
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
        .with_client_options(ClientOptions::new().with_allow_http(address.is_clear()))
        .with_http_connector(Line {
            is_clear: address.is_clear(),
            answered: answered.clone(),
        })
        .with_retry(retry)
        .build()?;
    Ok((store, answered))
}

#[derive(Debug)]
struct Line {
    is_clear: bool,
    answered: Answered,
}

impl HttpConnector for Line {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(ANSWER)
            // A signed request goes to nobody else.
            .redirect(Policy::none())
            .https_only(!self.is_clear);
        let client = match self.is_clear {
            // What is on this very machine is asked on this very machine.
            true => client.no_proxy(),
            false => client,
        };
        let client = client.build().map_err(|source| Error::Generic {
            store: "S3",
            source: Box::new(source),
        })?;
        Ok(HttpClient::new(Heard {
            client,
            answered: self.answered.clone(),
        }))
    }
}

#[derive(Debug)]
struct Heard {
    client: reqwest::Client,
    answered: Answered,
}

#[async_trait]
impl HttpService for Heard {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        self.answered.0.store(0, Ordering::Relaxed);
        let said = HttpService::call(&self.client, request).await?;
        self.answered
            .0
            .store(said.status().as_u16(), Ordering::Relaxed);
        Ok(said)
    }
}
