//! A mail server. Source: RFC 5321 (SMTP), 3207 (STARTTLS), 4954 (AUTH), 8314 (TLS from the start on port 465).
//!
//! The steps are taken one by one, because the step at which a line breaks decides what is known: before the text was
//! handed over nothing was taken, after it nobody knows. Nothing is said in clear but the wish to encrypt.

mod letter;

use std::error::Error as _;
use std::fmt;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    Certificate, SmtpConnection, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Severity;
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::{Answer, Message};
use letter::Letter;

/// How long a farewell may take; the letter is through by then, or refused.
const FAREWELL: Duration = Duration::from_millis(500);

/// How the line is encrypted. It always is, and the certificate is always checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the first byte; usually port 465.
    Tls,
    /// After a word in clear, which must be granted; usually port 587.
    StartTls,
}

/// A mail server, and who writes by it.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    timeout: Duration,
    login: Option<(Zeroizing<String>, Zeroizing<String>)>,
    roots: Vec<Certificate>,
}

/// What a server's no, or a line that broke, comes to.
enum No {
    /// 4xx.
    Temporary(u16),
    /// 5xx.
    Permanent(u16),
    /// No answer, or none that can be read.
    Line(Cause),
}

impl Smtp {
    /// A server that wants no login.
    ///
    /// # Errors
    /// [`Cause::Settings`] when `host` is no name and no address, or `port` is 0.
    pub fn new(
        host: &str,
        port: u16,
        security: Security,
        timeout: Duration,
    ) -> Result<Self, Cause> {
        let host = idna::domain_to_ascii(host).map_err(|_| Cause::Settings)?;
        let is_host = rustls::pki_types::ServerName::try_from(host.as_str()).is_ok();
        if !is_host || port == 0 {
            return Err(Cause::Settings);
        }
        Ok(Self {
            host,
            port,
            security,
            timeout,
            login: None,
            roots: Vec::new(),
        })
    }

    /// With a login; by PLAIN or LOGIN.
    #[must_use]
    pub fn with_login(mut self, user: &str, password: &str) -> Self {
        let word = |word: &str| Zeroizing::new(word.to_owned());
        self.login = Some((word(user), word(password)));
        self
    }

    /// With certificates (PEM) that are trusted beside those of this computer: a laboratory's own authority.
    ///
    /// # Errors
    /// [`Cause::Certificate`] when one of them cannot be read.
    pub fn with_roots(mut self, roots: &[Vec<u8>]) -> Result<Self, Cause> {
        for pem in roots {
            let is_pem = String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----");
            let root = Certificate::from_pem(pem).ok().filter(|_| is_pem);
            self.roots.push(root.ok_or(Cause::Certificate)?);
        }
        self.tls()?;
        Ok(self)
    }

    pub(crate) fn check(&self) -> Result<(), Cause> {
        self.open().map(Line::close)
    }

    pub(crate) fn send(&self, message: &Message<'_>) -> Answer {
        let letter = match letter::write(message) {
            Ok(letter) => letter,
            Err(cause) => return Answer::Failed(cause),
        };
        let mut line = match self.open() {
            Ok(line) => line,
            Err(cause) => return Answer::Deferred(cause),
        };
        let answer = line.hand_over(&letter);
        line.close();
        answer
    }

    /// Connected, encrypted, logged in. Whatever goes wrong here concerns every message.
    fn open(&self) -> Result<Line, Cause> {
        let until = Instant::now() + self.timeout;
        let tls = self.tls()?;
        // Not this computer's name, which is nobody's business.
        let hello = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
        let first = match self.security {
            Security::Tls => Some(&tls),
            Security::StartTls => None,
        };
        let at = (self.host.as_str(), self.port);
        let connection = SmtpConnection::connect(at, Some(self.timeout), &hello, first, None)
            .map_err(|error| match no(&error) {
                No::Temporary(_) => Cause::Busy,
                No::Permanent(_) => Cause::IpBlocked,
                No::Line(cause) => cause,
            })?;
        let mut line = Line {
            connection,
            until,
            is_heard: true,
        };
        if self.security == Security::StartTls {
            if !line.connection.can_starttls() {
                return Err(Cause::Encryption);
            }
            line.wait()?;
            line.connection
                .starttls(&tls, &hello)
                .map_err(|error| match no(&error) {
                    No::Temporary(_) => Cause::Busy,
                    No::Permanent(_) => Cause::Encryption,
                    No::Line(cause) => cause,
                })?;
            line.expect_silence()?;
        }
        if !line.connection.is_encrypted() {
            return Err(Cause::Encryption);
        }
        if let Some((user, password)) = &self.login {
            line.wait()?;
            let words = Credentials::new(user.to_string(), password.to_string());
            let said = line
                .connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &words)
                .map_err(|error| match no(&error) {
                    No::Temporary(_) => Cause::Busy,
                    No::Permanent(_) => Cause::Login,
                    // None of the two is offered.
                    No::Line(_) if error.is_client() => Cause::Login,
                    No::Line(cause) => cause,
                })?;
            if !said.has_code(235) {
                return Err(Cause::BadAnswer);
            }
        }
        Ok(line)
    }

    fn tls(&self) -> Result<TlsParameters, Cause> {
        let mut tls = TlsParametersBuilder::new(self.host.clone());
        for root in &self.roots {
            tls = tls.add_root_certificate(root.clone());
        }
        tls.build().map_err(|_| Cause::Certificate)
    }
}

/// A server that listens.
struct Line {
    connection: SmtpConnection,
    until: Instant,
    is_heard: bool,
}

impl Line {
    /// What is left of the time is the next answer's.
    fn wait(&mut self) -> Result<(), Cause> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Cause::Timeout);
        }
        self.connection
            .set_timeout(Some(left))
            .map_err(|error| Cause::of_line(&error))
    }

    /// What was said in clear beyond the word to encrypt is an answer to nothing, and not the server's: somebody on the
    /// way laid it there to be read as one (CVE-2011-0411).
    fn expect_silence(&mut self) -> Result<(), Cause> {
        self.connection
            .set_timeout(Some(Duration::from_millis(1)))
            .map_err(|error| Cause::of_line(&error))?;
        match self.connection.read_response().map_err(|error| no(&error)) {
            Err(No::Line(Cause::Timeout)) => Ok(()),
            Err(No::Line(cause)) => Err(cause),
            Ok(_) | Err(No::Temporary(_) | No::Permanent(_)) => Err(Cause::Encryption),
        }
    }

    /// One step before the text: whatever breaks here, nothing was taken. A yes of another kind answers something else.
    fn step(&mut self, command: impl fmt::Display, yes: Severity) -> Result<(), No> {
        self.wait().map_err(No::Line)?;
        match self.connection.command(command) {
            Ok(said) if said.code().severity == yes => Ok(()),
            Ok(_) => Err(No::Line(Cause::BadAnswer)),
            Err(error) => Err(self.no(&error)),
        }
    }

    fn no(&mut self, error: &Error) -> No {
        let no = no(error);
        self.is_heard = !matches!(no, No::Line(_));
        no
    }

    fn hand_over(&mut self, letter: &Letter) -> Answer {
        let from = Mail::new(Some(letter.from.clone()), Vec::new());
        if let Err(no) = self.step(from, Severity::PositiveCompletion) {
            return refused(no, Cause::Busy, Cause::BadSender);
        }
        let to = Rcpt::new(letter.to.clone(), Vec::new());
        if let Err(no) = self.step(to, Severity::PositiveCompletion) {
            return refused(no, Cause::Later, Cause::NoRecipient);
        }
        if let Err(no) = self.step(Data, Severity::PositiveIntermediate) {
            return refused(no, Cause::Later, Cause::Rejected);
        }
        if let Err(cause) = self.wait() {
            return Answer::Deferred(cause);
        }
        match self.connection.message(&letter.bytes) {
            Ok(said) if said.code().severity == Severity::PositiveCompletion => Answer::Accepted {
                id: String::new(),
                price: None,
            },
            Ok(_) => Answer::Unknown(Cause::BadAnswer),
            Err(error) => match self.no(&error) {
                No::Line(cause) => Answer::Unknown(cause),
                no => refused(no, Cause::Later, Cause::Rejected),
            },
        }
    }

    /// Politely, and without waiting for much; whoever says nothing is left without a word.
    fn close(mut self) {
        if self.is_heard && self.connection.set_timeout(Some(FAREWELL)).is_ok() {
            drop(self.connection.quit());
        }
    }
}

/// A no before or instead of a yes to the text: nothing was taken (RFC 5321, section 4.2.1).
fn refused(no: No, temporary: Cause, permanent: Cause) -> Answer {
    match no {
        // The service closes, at whatever step.
        No::Temporary(421) => Answer::Deferred(Cause::Busy),
        No::Temporary(_) => Answer::Deferred(temporary),
        No::Permanent(530) => Answer::Deferred(Cause::Login),
        No::Permanent(_) => Answer::Failed(permanent),
        No::Line(cause) => Answer::Deferred(cause),
    }
}

fn no(error: &Error) -> No {
    if let Some(code) = error.status() {
        return match error.is_transient() {
            true => No::Temporary(code.into()),
            false => No::Permanent(code.into()),
        };
    }
    let under = error.source();
    if let Some(cause) = under.and_then(Cause::under) {
        return No::Line(cause);
    }
    let is_cut = under.is_some_and(|under| under.to_string() == "incomplete response");
    No::Line(match error.is_response() || error.is_client() {
        true if is_cut => Cause::Broken,
        true => Cause::BadAnswer,
        false => Cause::Network,
    })
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}
