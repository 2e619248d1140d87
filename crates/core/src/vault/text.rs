//! Logins and passwords as bytes: the same letters give the same bytes on every keyboard.

use icu_casemap::CaseMapper;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::common::is_common;
use super::error::VaultError;
use super::keychain::Keychain;
use crate::id::DeviceId;

/// Longest password in bytes, before normalisation.
pub(super) const PASSWORD_MAX: usize = 1024;
/// Fewest characters where the keychain holds half of the key (NIST SP 800-63B allows 8 with a second factor).
const PASSWORD_MIN: usize = 8;
/// Fewest characters where the password stands alone.
const PASSWORD_MIN_ALONE: usize = 15;
/// Longest login in bytes.
const LOGIN_MAX: usize = 128;

/// NFKC of a password of at most [`PASSWORD_MAX`] bytes; nothing is trimmed.
pub(super) fn password(text: &str) -> Result<Zeroizing<String>, VaultError> {
    if text.len() > PASSWORD_MAX {
        return Err(VaultError::PasswordTooLong);
    }
    // NFKC makes at most eleven bytes of one (U+FDFA: 3 to 33). With the room taken beforehand the
    // buffer never moves, so no copy stays behind in freed memory.
    let mut bytes = Zeroizing::new(String::with_capacity(text.len() * 11));
    bytes.extend(text.nfkc());
    Ok(bytes)
}

/// The same for a password that is being set: long enough for what else protects the desk, and not what everybody takes.
pub(super) fn new_password(
    text: &str,
    with_keychain: bool,
) -> Result<Zeroizing<String>, VaultError> {
    let password = password(text)?;
    let min = if with_keychain {
        PASSWORD_MIN
    } else {
        PASSWORD_MIN_ALONE
    };
    if password.chars().count() < min {
        return Err(VaultError::PasswordTooShort { min });
    }
    if is_common(&password) {
        return Err(VaultError::PasswordCommon);
    }
    Ok(password)
}

/// What is wrong with a login and a password that are to be set on a desk, both at once.
pub fn judge_access(
    login: &str,
    password: &str,
    keychain: Option<&dyn Keychain>,
) -> Vec<VaultError> {
    let login = login_tag(DeviceId::ZERO, login).err();
    let password = new_password(password, keychain.is_some()).err();
    login.into_iter().chain(password).collect()
}

/// Signs that nobody can type or see: a login with one of them would open for nobody.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A login without its name: SHA-256("tirkeu/v1/login\0" ‖ device ‖ NFKC-casefold(login)), 16 bytes.
pub(super) fn login_tag(device: DeviceId, login: &str) -> Result<[u8; 16], VaultError> {
    let login = login.trim();
    if login.is_empty() || login.len() > LOGIN_MAX || login.contains(is_unseen) {
        return Err(VaultError::LoginForm);
    }
    let composed: String = login.nfkc().collect();
    let folded: String = CaseMapper::new().fold_string(&composed).nfkc().collect();
    let digest = Sha256::new()
        .chain_update(b"tirkeu/v1/login\0")
        .chain_update(device.as_bytes())
        .chain_update(folded)
        .finalize();
    let mut tag = [0; 16];
    tag.copy_from_slice(&digest[..16]);
    Ok(tag)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::Id;

    #[test]
    fn a_login_that_nobody_can_type_is_refused() {
        for text in ["a\0", "aigul\u{200b}", "ai\u{202e}gul", "a\nb", "", " "] {
            assert!(login_tag(Id([1; 16]), text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn one_login_in_every_spelling() {
        let tag = |text| login_tag(Id([1; 16]), text).unwrap();
        assert_eq!(tag("Айгүл"), tag(" АЙГҮЛ "), "case and edges do not matter");
        assert_eq!(
            tag("й"),
            tag("и\u{306}"),
            "nor does the way a letter is composed"
        );
        assert_eq!(tag("ａｄｍｉｎ"), tag("admin"), "nor full-width letters");
        assert_ne!(
            tag("admin"),
            login_tag(Id([2; 16]), "admin").unwrap(),
            "another desk gives another tag"
        );
    }

    #[test]
    fn an_empty_or_endless_login_is_refused() {
        for text in ["", " \t ", &"я".repeat(65)] {
            assert!(matches!(
                login_tag(Id::ZERO, text),
                Err(VaultError::LoginForm)
            ));
        }
    }

    #[test]
    fn length_is_counted_in_characters_after_nfkc() {
        assert!(new_password("жеті-сөз", true).is_ok(), "eight characters");
        assert!(matches!(
            new_password("жеті-сө", true),
            Err(VaultError::PasswordTooShort { min: 8 })
        ));
        assert!(matches!(
            new_password("жеті-сөз", false),
            Err(VaultError::PasswordTooShort { min: 15 })
        ));
        assert!(
            matches!(
                new_password("ии\u{306}ии\u{306}ии\u{306}и", true),
                Err(VaultError::PasswordTooShort { .. })
            ),
            "a combining mark is not a character of its own"
        );
        assert!(matches!(
            password(&"x".repeat(1025)),
            Err(VaultError::PasswordTooLong)
        ));
    }

    #[test]
    fn the_buffer_never_grows() {
        let worst = "\u{fdfa}".repeat(PASSWORD_MAX / 3);
        let bytes = password(&worst).unwrap();
        assert!(bytes.len() <= worst.len() * 11);
        assert_eq!(bytes.capacity(), worst.len() * 11);
    }
}
