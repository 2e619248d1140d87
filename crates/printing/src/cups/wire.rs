//! One request over CUPS's door and its answer: HTTP (RFC 8010, 3) over the local socket or the loopback.
//!
//! The socket comes first: a CUPS that the system starts on demand listens on nothing else while it sleeps.

use std::env;
use std::io::{Cursor, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ureq::config::Config;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};
use ureq::{Agent, http};

use crate::Trouble;

/// Where CUPS listens for the programs of its own computer.
const SOCKETS: [&str; 2] = ["/run/cups/cups.sock", "/var/run/cups/cups.sock"];
const PORT: u16 = 631;
/// How long the spooler may take to say anything.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer in bytes: hundreds of printers with all their attributes.
const LONGEST: u64 = 32 << 20;

/// Where the spooler is.
#[derive(Debug, Clone)]
pub(super) enum Door {
    /// A socket of this computer.
    Socket(PathBuf),
    /// `host:port`.
    Address(String),
}

impl Door {
    pub(super) fn of_system() -> Self {
        if let Some(named) = env::var("CUPS_SERVER").ok().filter(|one| !one.is_empty()) {
            return Self::parse(&named);
        }
        let there = SOCKETS.iter().find(|path| Path::new(path).exists());
        there.map_or_else(
            || Self::Address(format!("localhost:{PORT}")),
            |path| Self::Socket(PathBuf::from(path)),
        )
    }

    pub(super) fn parse(address: &str) -> Self {
        if address.starts_with('/') {
            return Self::Socket(PathBuf::from(address));
        }
        // `host/version=1.1` asks CUPS's own programs for an older protocol.
        let host = address.split('/').next().unwrap_or_default();
        let ported = host
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        Self::Address(match ported {
            true => host.to_owned(),
            false => format!("{host}:{PORT}"),
        })
    }

    pub(super) fn send(
        &self,
        path: &str,
        request: IppRequestResponse,
    ) -> Result<IppRequestResponse, Trouble> {
        let silent = |error: ureq::Error| Trouble::Silent(error.to_string());
        let mut bytes = Vec::new();
        let read = request.into_read().read_to_end(&mut bytes);
        read.map_err(|error| Trouble::Said(error.to_string()))?;
        let config = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_connect(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE))
            .build();
        let (agent, url) = match self {
            Self::Address(host) => (
                Agent::new_with_config(config),
                format!("http://{host}{path}"),
            ),
            Self::Socket(socket) => (
                Agent::with_parts(config, OverSocket(socket.clone()), Nowhere),
                format!("http://localhost{path}"),
            ),
        };
        let mut answer = agent
            .post(&url)
            .content_type("application/ipp")
            .send(&bytes[..])
            .map_err(silent)?;
        if answer.status() != http::StatusCode::OK {
            return Err(Trouble::Said(answer.status().to_string()));
        }
        let body = answer.body_mut().with_config().limit(LONGEST);
        let body = Cursor::new(body.read_to_vec().map_err(silent)?);
        let parsed = IppParser::new(IppReader::new(body)).parse();
        parsed.map_err(|error| Trouble::Said(error.to_string()))
    }
}

/// Connects to a socket of this computer, whatever the address says.
#[derive(Debug)]
struct OverSocket(PathBuf);

impl Connector for OverSocket {
    type Out = Local;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<Local>, ureq::Error> {
        let stream = UnixStream::connect(&self.0)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let config = details.config;
        let buffers = LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size());
        Ok(Some(Local { stream, buffers }))
    }
}

#[derive(Debug)]
struct Local {
    stream: UnixStream,
    buffers: LazyBuffers,
}

impl Transport for Local {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        let output = &self.buffers.output()[..amount];
        Ok(self.stream.write_all(output)?)
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    /// One request, one connection.
    fn is_open(&mut self) -> bool {
        false
    }
}

/// A socket's name needs no address.
#[derive(Debug)]
struct Nowhere;

impl Resolver for Nowhere {
    fn resolve(
        &self,
        _: &http::Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut none = self.empty();
        none.push(([127, 0, 0, 1], PORT).into());
        Ok(none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_the_system_writes_it() {
        let shown = |address| match Door::parse(address) {
            Door::Socket(path) => path.display().to_string(),
            Door::Address(host) => host,
        };
        assert_eq!(shown("/run/cups/cups.sock"), "/run/cups/cups.sock");
        assert_eq!(shown("printer.local"), "printer.local:631");
        assert_eq!(shown("localhost:8631/version=1.1"), "localhost:8631");
    }
}
