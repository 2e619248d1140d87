//! One request over HTTP/1.1, and how far it came: nobody was reached, or it was written and the answer is what it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ureq::Error;
use ureq::config::{AutoHeaderValue, Config};
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, Transport};
use zeroize::Zeroizing;

use crate::Answer;
use crate::cause::Cause;

/// What a reply may be long, in bytes; the longest that is asked for has about six thousand.
const LONGEST: u64 = 64 * 1024;

/// Where a gateway is: `https`, or `http` on this very computer.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    base: String,
    is_clear: bool,
}

/// Why there is no reply that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The request was certainly not acted upon.
    NotTaken(Cause),
    /// It may have been.
    Unknown(Cause),
}

impl Miss {
    pub(crate) fn cause(self) -> Cause {
        match self {
            Self::NotTaken(cause) | Self::Unknown(cause) => cause,
        }
    }
}

impl From<Miss> for Answer {
    fn from(miss: Miss) -> Self {
        match miss {
            Miss::NotTaken(cause) => Self::Deferred(cause),
            Miss::Unknown(cause) => Self::Unknown(cause),
        }
    }
}

impl Base {
    /// Reads an address; a path before the gateway's own is allowed, user, query and fragment are not.
    pub(crate) fn new(base: &str) -> Result<Self, Cause> {
        let base = base.trim_end_matches('/');
        let uri: Uri = base.parse().map_err(|_| Cause::Settings)?;
        let host = uri.host().filter(|host| !host.is_empty());
        let host = host.ok_or(Cause::Settings)?;
        let is_plain = uri.query().is_none() && !base.contains(['@', '#', ' ']);
        let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        match uri.scheme_str() {
            Some("https") if is_plain => Ok(Self::of(base, false)),
            Some("http") if is_plain && is_here => Ok(Self::of(base, true)),
            _ => Err(Cause::Settings),
        }
    }

    fn of(base: &str, is_clear: bool) -> Self {
        Self {
            base: base.to_owned(),
            is_clear,
        }
    }

    /// Posts a form once and reads what is answered, as text. `tail` is path and query and may hold a key.
    pub(crate) fn post(
        &self,
        tail: &str,
        form: &[(&str, &str)],
        timeout: Duration,
    ) -> Result<String, Miss> {
        let is_connected = Arc::new(AtomicBool::new(false));
        let watched = Watched {
            inner: DefaultConnector::default(),
            is_connected: is_connected.clone(),
        };
        let agent =
            ureq::Agent::with_parts(self.config(timeout), watched, DefaultResolver::default());
        let url = Zeroizing::new(format!("{}{tail}", self.base));
        let reply = agent
            .post(url.as_str())
            .send_form(form.iter().copied())
            .and_then(|mut reply| {
                let body = reply
                    .body_mut()
                    .with_config()
                    .limit(LONGEST)
                    .read_to_vec()?;
                Ok((reply.status().as_u16(), body))
            });
        match reply {
            Ok((status, body)) => read(status, &body),
            Err(error) if is_connected.load(Ordering::Relaxed) => Err(Miss::Unknown(lost(&error))),
            Err(error) => Err(Miss::NotTaken(unreached(&error))),
        }
    }

    fn config(&self, timeout: Duration) -> Config {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        Config::builder()
            .tls_config(tls)
            .https_only(!self.is_clear)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // A line that was kept open may be dead: what is written into it is neither sent nor not sent.
            .max_idle_connections(0)
            .timeout_global(Some(timeout))
            .user_agent(AutoHeaderValue::None)
            .build()
    }
}

/// Notes that a connection, with its encryption, came about: from then on something may have been written.
#[derive(Debug)]
struct Watched {
    inner: DefaultConnector,
    is_connected: Arc<AtomicBool>,
}

impl Connector<()> for Watched {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        let line = self.inner.connect(details, chained)?;
        self.is_connected.store(true, Ordering::Relaxed);
        Ok(line)
    }
}

/// Why nobody was reached.
fn unreached(error: &Error) -> Cause {
    match error {
        Error::Timeout(_) => Cause::Timeout,
        Error::Io(line) => Cause::of_line(line),
        Error::Rustls(tls) => Cause::of_tls(tls),
        Error::Tls(_) => Cause::Encryption,
        Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) => Cause::Settings,
        _ => Cause::Network,
    }
}

/// Why no whole answer came.
fn lost(error: &Error) -> Cause {
    match error {
        Error::Timeout(_) => Cause::Timeout,
        Error::Io(line) => match Cause::of_line(line) {
            Cause::Timeout => Cause::Timeout,
            _ => Cause::Broken,
        },
        _ => Cause::BadAnswer,
    }
}

/// A reply as text: the gateway's own words, or what stands before it says by the status alone (RFC 9110, section 15).
fn read(status: u16, body: &[u8]) -> Result<String, Miss> {
    // An old charset garbles words, never the codes.
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let is_json = text.starts_with(['{', '[']);
    match status {
        200..=299 if is_json => Ok(text.to_owned()),
        400..=499 if is_json => Ok(text.to_owned()),
        // To be asked again elsewhere with the same body, so this one did nothing with it.
        307 | 308 => Err(Miss::NotTaken(Cause::Settings)),
        401 => Err(Miss::NotTaken(Cause::Login)),
        403 => Err(Miss::NotTaken(Cause::IpBlocked)),
        408 => Err(Miss::Unknown(Cause::Timeout)),
        429 => Err(Miss::NotTaken(Cause::Rate)),
        400..=499 => Err(Miss::NotTaken(Cause::Settings)),
        500..=599 => Err(Miss::Unknown(Cause::ServerFault)),
        _ => Err(Miss::Unknown(Cause::BadAnswer)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Base, Miss, read};
    use crate::cause::Cause;

    #[test]
    fn only_encrypted_ways_lead_off_this_computer() {
        for yes in [
            "https://api.mobizon.kz",
            "https://api.mobizon.kz/",
            "https://relay.example/sms",
            "http://127.0.0.1:8080",
            "http://localhost:8080",
            "http://[::1]:8080",
        ] {
            assert!(Base::new(yes).is_ok(), "{yes}");
        }
        for no in [
            "",
            "api.mobizon.kz",
            "http://api.mobizon.kz",
            "http://127.0.0.1.example",
            "http://127.0.0.1@example.com",
            "http://localhost.example",
            "http://10.0.0.1",
            "https://user:word@api.mobizon.kz",
            "https://api.mobizon.kz?a=b",
            "https://api.mobizon.kz#a",
            "ftp://127.0.0.1",
            "https://",
        ] {
            assert_eq!(Base::new(no).err(), Some(Cause::Settings), "{no}");
        }
    }

    #[test]
    fn a_status_alone_says_whether_a_request_was_taken() {
        let cases = [
            (200, Miss::Unknown(Cause::BadAnswer)),
            (204, Miss::Unknown(Cause::BadAnswer)),
            (302, Miss::Unknown(Cause::BadAnswer)),
            (307, Miss::NotTaken(Cause::Settings)),
            (400, Miss::NotTaken(Cause::Settings)),
            (401, Miss::NotTaken(Cause::Login)),
            (403, Miss::NotTaken(Cause::IpBlocked)),
            (404, Miss::NotTaken(Cause::Settings)),
            (408, Miss::Unknown(Cause::Timeout)),
            (429, Miss::NotTaken(Cause::Rate)),
            (500, Miss::Unknown(Cause::ServerFault)),
            (502, Miss::Unknown(Cause::ServerFault)),
            (503, Miss::Unknown(Cause::ServerFault)),
        ];
        for (status, expected) in cases {
            assert_eq!(read(status, b"<html>").err(), Some(expected), "{status}");
        }
        // Whatever a proxy's fault carries, it is not the gateway's word.
        let fault = read(502, br#"{"code":0}"#).err();
        assert_eq!(fault, Some(Miss::Unknown(Cause::ServerFault)));
        assert_eq!(
            read(400, b"\xef\xbb\xbf {\"code\":1}").as_deref(),
            Ok("{\"code\":1}")
        );
    }
}
