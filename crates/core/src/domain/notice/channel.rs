//! Through what a desk sends: a gateway of SMS, a mail server, or nothing at all in training.
//!
//! What is typed here holds keys: it is kept at the desk alone and stands in no entry. A gateway is spoken to by TLS, or on
//! this very machine.

use serde::{Deserialize, Serialize};

use super::NoticeChannel;
use crate::domain::object_store::{is_host, is_this_machine};
use crate::domain::text::{self, Shape};
use crate::domain::{email, keep};
use crate::error::{BAD_REQUEST, Code, Refusal};

crate::codes! {
    /// No gateway of this name, or none for this channel.
    CHANNEL_GATEWAY = "channel-gateway";
    /// It is no address of a gateway.
    CHANNEL_ADDRESS = "channel-address";
    /// Nothing but a gateway on this very machine is spoken to in the clear.
    CHANNEL_CLEAR = "channel-clear";
    /// It is no name of a mail server.
    CHANNEL_HOST = "channel-host";
    /// A port outside 1–65 535.
    CHANNEL_PORT = "channel-port";
    /// The login, the key or the password is missing.
    CHANNEL_SECRET = "channel-secret";
    /// No whole sum up to a million.
    CHANNEL_LOW = "channel-low";
}

/// Below so much on the account somebody is warned where nobody said otherwise, in its currency.
const USUAL_LOW: u32 = 1_000;
/// Most that may be set.
const MOST_LOW: u32 = 1_000_000;

/// Longest login, key or password, in characters.
const SECRET_MAX: usize = 256;

/// What carries messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayKind {
    /// Mobizon.kz.
    Mobizon,
    /// SMSC.kz.
    Smsc,
    /// A mail server.
    Smtp,
    /// Nothing: everything is shown and nothing leaves.
    Training,
}

impl GatewayKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Mobizon, Self::Smsc, Self::Smtp, Self::Training];

    /// As entries, forms and the words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Mobizon => "mobizon",
            Self::Smsc => "smsc",
            Self::Smtp => "smtp",
            Self::Training => "training",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.text() == name)
    }

    /// Those that carry a channel.
    pub fn carries(self, channel: NoticeChannel) -> bool {
        match self {
            Self::Mobizon | Self::Smsc => channel == NoticeChannel::Sms,
            Self::Smtp => channel == NoticeChannel::Email,
            Self::Training => true,
        }
    }
}

/// A channel as typed, without its key or password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelForm {
    /// `sms`, `email`.
    pub channel: String,
    /// `mobizon`, `smsc`, `smtp`, `training`; empty when this desk does not send.
    pub gateway: String,
    /// Address of the gateway where it is not its usual one.
    pub address: String,
    /// Mail server.
    pub host: String,
    /// Its port; empty means 465 or 587.
    pub port: String,
    /// TLS from the first byte, or STARTTLS before anything is said.
    pub starttls: bool,
    /// Login at SMSC or at the mail server.
    pub login: String,
    /// Mailbox from which mail goes.
    pub from: String,
    /// Below so much on the account somebody is warned, whole units of its currency; empty means a thousand.
    pub low: String,
}

impl ChannelForm {
    /// Whose account it is, and where: a secret belongs to it, and a message that it carried is known to no other.
    pub fn account(&self) -> String {
        let parts = [
            &self.gateway,
            &self.address,
            &self.host,
            &self.port,
            &self.login,
        ];
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
        parts.join("\n")
    }
}

/// A channel, judged.
#[derive(Clone, PartialEq, Eq)]
pub struct Channel {
    /// Which.
    pub channel: NoticeChannel,
    /// What carries it.
    pub gateway: GatewayKind,
    /// Address of the gateway; empty means its usual one.
    pub address: String,
    /// Mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// STARTTLS instead of TLS from the first byte.
    pub starttls: bool,
    /// Login.
    pub login: String,
    /// Key or password.
    pub secret: String,
    /// Mailbox from which mail goes.
    pub from: String,
    /// Below so much on the account somebody is warned.
    pub low: u32,
}

impl Channel {
    /// Whether what the gateway says of the account, `1520.50 KZT`, is less than it should be.
    pub fn is_low(&self, balance: &str) -> bool {
        whole(balance).is_some_and(|left| left < i64::from(self.low))
    }
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channel")
            .field("channel", &self.channel)
            .field("gateway", &self.gateway)
            .finish_non_exhaustive()
    }
}

/// Judges a channel as typed; none where this desk is not to send on it. `kept` is the secret that the desk has: it stays
/// where none is typed.
///
/// # Errors
/// Every refusal beside its field.
pub fn check(
    form: &ChannelForm,
    typed: &str,
    kept: Option<&str>,
) -> Result<(NoticeChannel, Option<Channel>), Vec<Refusal>> {
    let channel = NoticeChannel::parse(&form.channel)
        .ok_or_else(|| vec![Refusal::at("channel", BAD_REQUEST)])?;
    if form.gateway.is_empty() {
        return Ok((channel, None));
    }
    let gateway = GatewayKind::parse(&form.gateway).filter(|one| one.carries(channel));
    let gateway = gateway.ok_or_else(|| vec![Refusal::at("gateway", CHANNEL_GATEWAY)])?;
    let mut no = Vec::new();
    let mut out = Channel {
        channel,
        gateway,
        address: String::new(),
        host: String::new(),
        port: 0,
        starttls: false,
        login: String::new(),
        secret: String::new(),
        from: String::new(),
        low: USUAL_LOW,
    };
    let secret = |typed: &str| match (typed, kept) {
        ("", Some(kept)) => Ok(kept.to_owned()),
        (typed, _) => secret_word(typed),
    };
    match gateway {
        GatewayKind::Training => {}
        GatewayKind::Mobizon | GatewayKind::Smsc => {
            out.address = keep(&mut no, address(&form.address)).unwrap_or_default();
            out.secret = keep(&mut no, secret(typed)).unwrap_or_default();
            if gateway == GatewayKind::Smsc {
                let login = word("login", &form.login, CHANNEL_SECRET);
                out.login = keep(&mut no, login).unwrap_or_default();
            }
            out.low = keep(&mut no, low(&form.low)).unwrap_or_default();
        }
        GatewayKind::Smtp => {
            let host = form.host.trim().to_ascii_lowercase();
            if !is_host(&host) || host.contains(':') {
                no.push(Refusal::at("host", CHANNEL_HOST));
            }
            out.host = host;
            out.starttls = form.starttls;
            out.port = keep(&mut no, port(&form.port, form.starttls)).unwrap_or_default();
            // A relay within the house may know its desks without a name.
            if !form.login.trim().is_empty() {
                let login = word("login", &form.login, CHANNEL_SECRET);
                out.login = keep(&mut no, login).unwrap_or_default();
                out.secret = keep(&mut no, secret(typed)).unwrap_or_default();
            }
            let from = email::required("from", &form.from);
            out.from = keep(&mut no, from).unwrap_or_default();
        }
    }
    match no.is_empty() {
        true => Ok((channel, Some(out))),
        false => Err(no),
    }
}

/// An address of a gateway: a scheme and a host, and nothing behind it.
fn address(typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim().trim_end_matches('/').to_ascii_lowercase();
    if typed.is_empty() {
        return Ok(typed);
    }
    let (scheme, host) = typed.split_once("://").unwrap_or(("", &typed));
    if !matches!(scheme, "https" | "http") || !is_host(host) {
        return Err(Refusal::at("address", CHANNEL_ADDRESS));
    }
    match scheme == "http" && !is_this_machine(host) {
        true => Err(Refusal::at("address", CHANNEL_CLEAR)),
        false => Ok(typed),
    }
}

fn low(typed: &str) -> Result<u32, Refusal> {
    match typed.trim() {
        "" => Ok(USUAL_LOW),
        typed => (typed.parse().ok().filter(|low| *low <= MOST_LOW))
            .ok_or_else(|| Refusal::at("low", CHANNEL_LOW).with("limit", MOST_LOW)),
    }
}

/// The whole units of a sum; none where it begins with none.
fn whole(sum: &str) -> Option<i64> {
    let sum: String = (sum.chars().filter(|sign| !sign.is_whitespace()))
        .take_while(|sign| sign.is_ascii_digit() || *sign == '-')
        .collect();
    sum.parse().ok()
}

fn port(typed: &str, starttls: bool) -> Result<u16, Refusal> {
    match typed.trim() {
        "" => Ok(if starttls { 587 } else { 465 }),
        typed => (typed.parse().ok().filter(|port| *port > 0))
            .ok_or_else(|| Refusal::at("port", CHANNEL_PORT)),
    }
}

/// A key or a password, as it was typed: a sign that is made another one is another password.
fn secret_word(typed: &str) -> Result<String, Refusal> {
    let fits = (1..=SECRET_MAX).contains(&typed.chars().count());
    match fits && !typed.chars().any(char::is_control) {
        true => Ok(typed.to_owned()),
        false => Err(Refusal::at("secret", CHANNEL_SECRET)),
    }
}

fn word(field: &'static str, typed: &str, missing: Code) -> Result<String, Refusal> {
    match text::check(field, typed, Shape::Line(SECRET_MAX))? {
        empty if empty.is_empty() => Err(Refusal::at(field, missing)),
        word => Ok(word),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn form(channel: &str, gateway: &str) -> ChannelForm {
        ChannelForm {
            channel: channel.to_owned(),
            gateway: gateway.to_owned(),
            ..ChannelForm::default()
        }
    }

    fn no(form: &ChannelForm, secret: &str) -> Vec<(Option<&'static str>, &'static str)> {
        let no = check(form, secret, None).unwrap_err();
        no.iter().map(|no| (no.field, no.code.0)).collect()
    }

    #[test]
    fn each_gateway_asks_for_what_it_needs_and_all_at_once() {
        assert_eq!(
            no(&form("sms", "smtp"), "k"),
            [(Some("gateway"), "channel-gateway")]
        );
        assert_eq!(
            no(&form("sms", "mobizon"), ""),
            [(Some("secret"), "channel-secret")]
        );
        let smsc = [
            (Some("secret"), "channel-secret"),
            (Some("login"), "channel-secret"),
        ];
        assert_eq!(no(&form("sms", "smsc"), ""), smsc);
        let mail = ChannelForm {
            host: "mail server".to_owned(),
            port: "70000".to_owned(),
            from: "x".to_owned(),
            ..form("email", "smtp")
        };
        let fields: Vec<_> = no(&mail, "")
            .into_iter()
            .map(|(field, _)| field.unwrap())
            .collect();
        assert_eq!(fields, ["host", "port", "from"]);
        assert_eq!(
            check(&form("sms", ""), "", None).unwrap(),
            (NoticeChannel::Sms, None)
        );
    }

    #[test]
    fn little_on_the_account_is_less_than_somebody_said() {
        let with = |low: &str| ChannelForm {
            low: low.to_owned(),
            ..form("sms", "mobizon")
        };
        let set = |low| check(&with(low), "k", None).unwrap().1.unwrap();
        for (low, balance, is_low) in [
            ("", "1520.50 KZT", false),
            ("", "999.99 KZT", true),
            ("", "-3 KZT", true),
            ("1521", "1520.50 KZT", true),
            ("0", "0.10", false),
            ("2000", "1 520,50", true),
            ("", "", false),
            ("", "KZT", false),
        ] {
            assert_eq!(set(low).is_low(balance), is_low, "{balance} of {low}");
        }
        for wrong in ["-1", "1000001", "много", "10.5"] {
            let low = [(Some("low"), "channel-low")];
            assert_eq!(no(&with(wrong), "k"), low, "{wrong}");
        }
    }

    #[test]
    fn a_secret_that_is_not_typed_stays_and_is_never_shown() {
        let kept = check(&form("sms", "mobizon"), "", Some("geheim"))
            .unwrap()
            .1
            .unwrap();
        assert_eq!(kept.secret, "geheim");
        assert!(!format!("{kept:?}").contains("geheim"));
    }

    #[test]
    fn a_gateway_is_spoken_to_by_tls_or_on_this_machine() {
        let at = |address: &str| ChannelForm {
            address: address.to_owned(),
            ..form("sms", "mobizon")
        };
        for good in ["", "https://api.mobizon.kz/", "http://127.0.0.1:8025"] {
            assert!(check(&at(good), "key", None).is_ok(), "{good}");
        }
        assert_eq!(
            no(&at("http://api.mobizon.kz"), "k"),
            [(Some("address"), "channel-clear")]
        );
        for bad in [
            "api.mobizon.kz",
            "ftp://x",
            "https://a/b",
            "https://u:p@x.kz",
        ] {
            assert_eq!(
                no(&at(bad), "k"),
                [(Some("address"), "channel-address")],
                "{bad}"
            );
        }
    }

    #[test]
    fn mail_goes_to_the_port_of_its_kind() {
        let mail = |starttls| ChannelForm {
            host: "mail.example.kz".to_owned(),
            from: "desk@example.kz".to_owned(),
            starttls,
            ..form("email", "smtp")
        };
        let port = |starttls| check(&mail(starttls), "", None).unwrap().1.unwrap().port;
        assert_eq!((port(false), port(true)), (465, 587));
    }
}
