//! The envelope of a backup and of a bundle: an `age` file to the recovery sheet, which the stock program opens too, or
//! to desks.
//!
//! The desk that writes one has no key that opens it: that key is on paper. So that it can read back what lies on the
//! disk, the envelope has a second recipient whose key is made for this one file and forgotten with the value that
//! holds it. No file is opened here and nothing is known of what lies inside.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::str::FromStr;

use age::stream::{StreamReader, StreamWriter};
use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};
use x25519_dalek::StaticSecret;

use super::kit::{Kit, KitError};
use super::root::{age_recipient, age_secret};
use crate::id::Hash;

/// Largest head of an envelope that is read: a thousand recipients.
const MAX_HEAD: usize = 128 * 1024;

/// Why an envelope does not open.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// No envelope begins so.
    #[error("not an envelope")]
    Foreign,
    /// Another sheet opens it.
    #[error("sealed to another sheet")]
    Other,
    /// The sheet opens it; two groups stand in each other's place.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The bytes are not what they were.
    #[error("the envelope is damaged")]
    Damaged,
    /// The bytes could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Opens the one envelope it was made for; gone with this value.
pub struct Throwaway(Identity);

/// Begins an envelope to these X25519 keys and to a throw-away one.
pub fn seal<W: Write>(out: W, recipients: &[Hash]) -> io::Result<(StreamWriter<W>, Throwaway)> {
    let invalid = |_| io::Error::from(io::ErrorKind::InvalidInput);
    let mut keys = Vec::with_capacity(recipients.len() + 1);
    for key in recipients {
        keys.push(Recipient::from_str(&age_recipient(&key.0)).map_err(invalid)?);
    }
    let throwaway = Identity::generate();
    keys.push(throwaway.to_public());
    let keys = keys.iter().map(|key| key as &dyn age::Recipient);
    let sealed = Encryptor::with_recipients(keys)
        .map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok((sealed.wrap_output(out)?, Throwaway(throwaway)))
}

/// Opens what this run wrote.
pub fn open_own<R: Read>(from: R, key: &Throwaway) -> Result<StreamReader<BufReader<R>>, Unopened> {
    opened(BufReader::new(from), &key.0)
}

/// Opens an envelope with the recovery sheet. A sheet of which two groups were exchanged is told from another one.
pub fn open_kit<R: Read + Seek>(
    mut from: R,
    kit: &Kit,
) -> Result<StreamReader<BufReader<R>>, Unopened> {
    let head = head(&mut from)?;
    let fits = |kit: &Kit| opened(head.as_slice(), &identity(kit)).map(drop);
    if let Err(Unopened::Other) = fits(kit) {
        let swapped = kit
            .swaps()
            .find(|(_, other)| !matches!(fits(other), Err(Unopened::Other)));
        return Err(match swapped {
            Some(((first, second), _)) => KitError::Swapped(first, second).into(),
            None => Unopened::Other,
        });
    }
    from.seek(SeekFrom::Start(0))?;
    opened(BufReader::new(from), &identity(kit))
}

/// Opens an envelope with the key of a desk to which it was sealed.
pub fn open_desk<R: Read + Seek>(
    mut from: R,
    secret: &StaticSecret,
) -> Result<StreamReader<BufReader<R>>, Unopened> {
    // Judged before the library looks for the end of a head that a hostile file does not have.
    head(&mut from)?;
    from.seek(SeekFrom::Start(0))?;
    let text = age_secret(secret.as_bytes());
    // The text is made of 32 bytes, and every 32 bytes are a key.
    #[allow(clippy::expect_used)]
    let key = Identity::from_str(&text).expect("32 bytes are a key");
    opened(BufReader::new(from), &key)
}

fn opened<R: BufRead>(from: R, key: &Identity) -> Result<StreamReader<R>, Unopened> {
    let identities = std::iter::once(key as &dyn age::Identity);
    Ok(Decryptor::new_buffered(from)?.decrypt(identities)?)
}

fn identity(kit: &Kit) -> Identity {
    // The text is made of 32 bytes, and every 32 bytes are a key.
    #[allow(clippy::expect_used)]
    Identity::from_str(&kit.root().age_secret_key()).expect("a derived key is a key")
}

/// The head alone, with the nonce behind it: a hostile file must not be read for the end of a head it does not have.
fn head(from: &mut impl Read) -> Result<Vec<u8>, Unopened> {
    let mut bytes = Vec::new();
    from.take(MAX_HEAD as u64).read_to_end(&mut bytes)?;
    let end = bytes.windows(5).position(|five| five == b"\n--- ");
    let whole = end.and_then(|end| {
        let line = bytes[end + 1..].iter().position(|byte| *byte == b'\n')?;
        Some(end + 1 + line + 1 + 16)
    });
    match whole {
        _ if !bytes.starts_with(b"age-encryption.org/") => Err(Unopened::Foreign),
        Some(whole) if whole <= bytes.len() => {
            bytes.truncate(whole);
            Ok(bytes)
        }
        _ => Err(Unopened::Damaged),
    }
}

impl From<DecryptError> for Unopened {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::NoMatchingKeys => Self::Other,
            DecryptError::UnknownFormat => Self::Foreign,
            DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                Self::Io(error)
            }
            _ => Self::Damaged,
        }
    }
}
