//! Addresses of stores that speak S3, as people type them: `https://host[:port]/bucket[/folder…]`.
//!
//! The bucket stands in the path, never in the host's name: that is how every store outside of Amazon is reached, and
//! Amazon's too.

use std::fmt;

use crate::error::Refusal;

crate::codes! {
    /// It is no address of a store.
    STORE_ADDRESS = "store-address";
    /// Nothing but a store on this very machine is spoken to in the clear.
    STORE_CLEAR = "store-clear";
    /// The name of the key is missing, or longer than any.
    STORE_KEY_ID = "store-key-id";
    /// The secret key is missing, or longer than any.
    STORE_SECRET = "store-secret";
    /// It is no name of a region.
    STORE_REGION = "store-region";
}

/// Longest address in bytes.
const ADDRESS_MAX: usize = 512;
/// Longest name of a key, of a region, longest secret, in bytes.
const KEY_MAX: usize = 256;
/// What stores take that have no regions.
const ANY_REGION: &str = "us-east-1";

/// Where a store is, and where in it desks meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreAddress {
    /// Scheme, host and port.
    pub endpoint: String,
    /// The bucket.
    pub bucket: String,
    /// The folder in it; empty where desks meet at its top.
    pub prefix: String,
}

/// Whether an address was meant, and not the path of a folder.
pub fn is_address(typed: &str) -> bool {
    let start = typed.trim().get(..8).unwrap_or(typed.trim());
    let start = start.to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}

impl StoreAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// `store-address`, `store-clear`, beside `field`.
    pub fn parse(field: &'static str, typed: &str) -> Result<Self, Refusal> {
        let no = || Refusal::at(field, STORE_ADDRESS);
        let typed = typed.trim();
        let (scheme, rest) = typed.split_once("://").ok_or_else(no)?;
        let scheme = scheme.to_ascii_lowercase();
        if typed.len() > ADDRESS_MAX || !matches!(scheme.as_str(), "https" | "http") {
            return Err(no());
        }
        let (host, path) = rest.split_once('/').ok_or_else(no)?;
        let host = host.to_ascii_lowercase();
        let path = path.trim_end_matches('/');
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        let parts_stand = prefix.is_empty() || prefix.split('/').all(is_part);
        if !is_host(&host) || !is_bucket(bucket) || !parts_stand {
            return Err(no());
        }
        if scheme == "http" && !is_this_machine(&host) {
            return Err(Refusal::at(field, STORE_CLEAR));
        }
        Ok(Self {
            endpoint: format!("{scheme}://{host}"),
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        })
    }

    /// Whether it is spoken to without TLS.
    pub fn is_clear(&self) -> bool {
        self.endpoint.starts_with("http://")
    }
}

impl fmt::Display for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.endpoint, self.bucket)?;
        match self.prefix.as_str() {
            "" => Ok(()),
            prefix => write!(f, "/{prefix}"),
        }
    }
}

/// The name of a key as typed.
pub fn key_id(field: &'static str, typed: &str) -> Result<String, Refusal> {
    one_word(typed).ok_or_else(|| Refusal::at(field, STORE_KEY_ID))
}

/// A secret key as typed.
pub fn secret(field: &'static str, typed: &str) -> Result<String, Refusal> {
    one_word(typed).ok_or_else(|| Refusal::at(field, STORE_SECRET))
}

/// A region as typed; nothing typed is the one that stores without regions take.
pub fn region(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim();
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    match typed {
        "" => Ok(ANY_REGION.to_owned()),
        name if name.len() <= KEY_MAX && name.chars().all(is_name) => Ok(name.to_owned()),
        _ => Err(Refusal::at(field, STORE_REGION)),
    }
}

fn one_word(typed: &str) -> Option<String> {
    // Some editors begin a file with a mark of its encoding.
    let typed = typed.trim_start_matches('\u{feff}').trim();
    let stands =
        (1..=KEY_MAX).contains(&typed.len()) && typed.chars().all(|c| c.is_ascii_graphic());
    stands.then(|| typed.to_owned())
}

/// A name or an address with a port or without. What names a user would stand in the journal: it is refused.
pub(super) fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let number = name.strip_prefix('[').and_then(|n| n.strip_suffix(']'));
    let named = match number {
        Some(number) => number.contains(':') && number.chars().all(is_of_six),
        None => !name.is_empty() && name.split('.').all(is_label),
    };
    named && port.is_none_or(is_port)
}

/// A sign before the digits is no part of a port.
fn is_port(port: &str) -> bool {
    port.bytes().all(|sign| sign.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_of_six(sign: char) -> bool {
    sign == ':' || sign.is_ascii_hexdigit()
}

fn is_label(label: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=63).contains(&label.len()) && label.chars().all(plain)
}

fn is_bucket(name: &str) -> bool {
    (3..=63).contains(&name.len()) && name.split('.').all(is_label)
}

fn is_part(part: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !part.is_empty() && part != "." && part != ".." && part.chars().all(plain)
}

pub(super) fn is_this_machine(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| match port.parse::<u16>() {
            Ok(_) => name,
            Err(_) => host,
        });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(typed: &str) -> Result<StoreAddress, Refusal> {
        StoreAddress::parse("folder", typed)
    }

    #[test]
    fn an_address_names_host_bucket_and_folder() {
        for (typed, endpoint, bucket, prefix) in [
            (
                "https://s3.example.kz/clinic",
                "https://s3.example.kz",
                "clinic",
                "",
            ),
            (
                " HTTPS://S3.Example.KZ:9000/clinic/a/b/ ",
                "https://s3.example.kz:9000",
                "clinic",
                "a/b",
            ),
            (
                "http://127.0.0.1:9000/clinic",
                "http://127.0.0.1:9000",
                "clinic",
                "",
            ),
            (
                "http://[::1]:9000/my.clinic",
                "http://[::1]:9000",
                "my.clinic",
                "",
            ),
            ("http://localhost/clinic", "http://localhost", "clinic", ""),
        ] {
            let address = read(typed).unwrap();
            assert_eq!(
                (
                    address.endpoint.as_str(),
                    address.bucket.as_str(),
                    address.prefix.as_str()
                ),
                (endpoint, bucket, prefix),
                "{typed}"
            );
            assert_eq!(
                read(&address.to_string()).unwrap(),
                address,
                "it reads what it shows"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("https://s3.example.kz/clinic/{}", "a".repeat(ADDRESS_MAX));
        for typed in [
            "",
            "https://",
            "https://s3.example.kz",
            "https://s3.example.kz/",
            "https://s3.example.kz/ab",
            "https://s3.example.kz/Clinic",
            "https://key:secret@s3.example.kz/clinic",
            "https://s3.example.kz:0/clinic",
            "https://s3.example.kz:70000/clinic",
            "https://s3.example.kz:+443/clinic",
            "https://s3.example.kz/clinic?list-type=2",
            "https://s3.example.kz/clinic#a",
            "https://s3.example.kz/clinic/../other",
            "https://s3.example.kz/clinic//a",
            "https://s3 example.kz/clinic",
            "https:///clinic",
            "https://[::1/clinic",
            "ftp://s3.example.kz/clinic",
            "https://s3.example.kz/клиника",
            &long,
        ] {
            assert_eq!(read(typed).unwrap_err().code, STORE_ADDRESS, "{typed}");
        }
        for typed in [
            "http://s3.example.kz/clinic",
            "http://127.0.0.1.example.kz/clinic",
            "http://192.168.1.5:9000/clinic",
        ] {
            assert_eq!(read(typed).unwrap_err().code, STORE_CLEAR, "{typed}");
        }
    }

    #[test]
    fn an_address_is_told_from_a_path() {
        for typed in ["https://a/b", " HTTP://x", "https://"] {
            assert!(is_address(typed), "{typed}");
        }
        for typed in [
            "",
            "/mnt/https://",
            "E:\\x",
            "\\\\server\\share",
            "копии",
            "ҚҚҚҚҚҚ",
        ] {
            assert!(!is_address(typed), "{typed}");
        }
    }

    #[test]
    fn keys_are_one_word_and_regions_names() {
        assert_eq!(key_id("key_id", " AKIA1 ").unwrap(), "AKIA1");
        assert_eq!(secret("secret", "a/b+c=").unwrap(), "a/b+c=");
        assert_eq!(region("region", "").unwrap(), ANY_REGION);
        assert_eq!(region("region", "kz-ala-1").unwrap(), "kz-ala-1");
        let long = "a".repeat(KEY_MAX + 1);
        for typed in ["", "a b", "ключ", "a\nb", &long] {
            assert_eq!(key_id("key_id", typed).unwrap_err().code, STORE_KEY_ID);
            assert_eq!(secret("secret", typed).unwrap_err().code, STORE_SECRET);
        }
        assert_eq!(region("region", "kz ala").unwrap_err().code, STORE_REGION);
    }
}
