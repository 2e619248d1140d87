//! Why something was not sent, not delivered, or not learnt.

use std::error::Error;
use std::io::{self, ErrorKind};

/// Why, in one word. Its code stands in a journal and in keys of words, so a code is never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("{}", self.code())]
pub enum Cause {
    /// Nobody is reached: no network, no such host, refused.
    Network,
    /// No whole answer in time.
    Timeout,
    /// The connection ended in the midst.
    Broken,
    /// The certificate is not trusted, has run out, or is another host's.
    Certificate,
    /// No encrypted connection comes about.
    Encryption,
    /// Login, password or key is wrong.
    Login,
    /// The account is blocked, or may not do this.
    Account,
    /// No money on the account.
    Money,
    /// This computer's address is refused.
    IpBlocked,
    /// Asked too often.
    Rate,
    /// The service takes nothing for the moment.
    Busy,
    /// The settings lead nowhere: address, port, or what is asked is not understood.
    Settings,
    /// The service, or what stands before it, has a fault of its own.
    ServerFault,
    /// What was answered cannot be read.
    BadAnswer,
    /// The sender is not approved, or no mailbox of this account.
    BadSender,
    /// This recipient is refused for the moment (greylisting, a full mailbox).
    Later,
    /// The same was sent a moment ago.
    Duplicate,
    /// No phone number, or no e-mail address.
    BadAddress,
    /// There is no such recipient, or it cannot be reached by this gateway.
    NoRecipient,
    /// The text is empty or not taken as it is.
    BadText,
    /// Text, sender or recipient is forbidden by gateway or operator.
    Forbidden,
    /// Refused for another reason.
    Rejected,
    /// Did not arrive, without a reason.
    Undelivered,
    /// Did not arrive in time.
    Expired,
    /// Taken away by gateway or operator.
    Stopped,
}

impl Cause {
    /// All there are.
    pub const ALL: &'static [Self] = &[
        Self::Network,
        Self::Timeout,
        Self::Broken,
        Self::Certificate,
        Self::Encryption,
        Self::Login,
        Self::Account,
        Self::Money,
        Self::IpBlocked,
        Self::Rate,
        Self::Busy,
        Self::Settings,
        Self::ServerFault,
        Self::BadAnswer,
        Self::BadSender,
        Self::Later,
        Self::Duplicate,
        Self::BadAddress,
        Self::NoRecipient,
        Self::BadText,
        Self::Forbidden,
        Self::Rejected,
        Self::Undelivered,
        Self::Expired,
        Self::Stopped,
    ];

    /// Stable, kebab-case.
    pub fn code(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Broken => "broken",
            Self::Certificate => "certificate",
            Self::Encryption => "encryption",
            Self::Login => "login",
            Self::Account => "account",
            Self::Money => "money",
            Self::IpBlocked => "ip-blocked",
            Self::Rate => "rate",
            Self::Busy => "busy",
            Self::Settings => "settings",
            Self::ServerFault => "server-fault",
            Self::BadAnswer => "bad-answer",
            Self::BadSender => "bad-sender",
            Self::Later => "later",
            Self::Duplicate => "duplicate",
            Self::BadAddress => "bad-address",
            Self::NoRecipient => "no-recipient",
            Self::BadText => "bad-text",
            Self::Forbidden => "forbidden",
            Self::Rejected => "rejected",
            Self::Undelivered => "undelivered",
            Self::Expired => "expired",
            Self::Stopped => "stopped",
        }
    }

    /// It concerns the whole channel, not one message: the next message would meet it too.
    pub fn is_of_channel(self) -> bool {
        match self {
            Self::Network
            | Self::Timeout
            | Self::Broken
            | Self::Certificate
            | Self::Encryption
            | Self::Login
            | Self::Account
            | Self::Money
            | Self::IpBlocked
            | Self::Rate
            | Self::Busy
            | Self::Settings
            | Self::ServerFault
            | Self::BadAnswer
            | Self::BadSender => true,
            Self::Later
            | Self::Duplicate
            | Self::BadAddress
            | Self::NoRecipient
            | Self::BadText
            | Self::Forbidden
            | Self::Rejected
            | Self::Undelivered
            | Self::Expired
            | Self::Stopped => false,
        }
    }

    /// What a connection says that came to nothing.
    pub(crate) fn of_line(error: &io::Error) -> Self {
        let tls = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(tls) = tls {
            return Self::of_tls(tls);
        }
        match error.kind() {
            // Unix says the one, Windows the other, of a read that took too long.
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::Timeout,
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe => Self::Broken,
            _ => Self::Network,
        }
    }

    /// What a handshake says that came to nothing.
    pub(crate) fn of_tls(error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
                Self::Certificate
            }
            _ => Self::Encryption,
        }
    }

    /// The first of what lies under an error that a connection said.
    pub(crate) fn under(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut under = Some(error);
        while let Some(error) = under {
            if let Some(line) = error.downcast_ref::<io::Error>() {
                return Some(Self::of_line(line));
            }
            if let Some(tls) = error.downcast_ref::<rustls::Error>() {
                return Some(Self::of_tls(tls));
            }
            under = error.source();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Cause;

    #[test]
    fn codes_are_kebab_case_and_each_its_own() {
        let codes: BTreeSet<_> = Cause::ALL.iter().map(|cause| cause.code()).collect();
        assert_eq!(codes.len(), Cause::ALL.len(), "a code stands for one cause");
        for code in codes {
            let is_plain = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(is_plain, "{code}");
        }
        let listed: BTreeSet<_> = Cause::ALL.iter().collect();
        assert_eq!(
            listed.len(),
            Cause::Stopped as usize + 1,
            "none is left out"
        );
    }
}
