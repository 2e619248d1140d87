//! One call: lock the folder, unlock, open a session, work, close the session.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tirkeu_core::desk::{self, Folder, Machine, Open, SignedIn};
use tirkeu_core::error::Error;
use tirkeu_core::event::desk::closing;
use tirkeu_core::vault::{KdfChoice, Keychain, Sealed, SystemKeychain, VaultError, files};
use tirkeu_core::words::Lang;
use zeroize::Zeroizing;

use crate::exit::Failure;
use crate::input;
use crate::say::Say;

/// What every command understands.
#[derive(Debug, clap::Args)]
pub struct Global {
    /// The data folder
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Login of the person who works
    #[arg(long, value_name = "NAME", global = true)]
    user: Option<String>,
    /// Read the password from the first line of standard input
    #[arg(long, global = true)]
    password_stdin: bool,
    /// Answer in JSON, one object a line
    #[arg(long, global = true)]
    json: bool,
    /// Language of words: ru or kk
    #[arg(long, value_name = "LANG", global = true, default_value = "ru", value_parser = lang)]
    lang: Lang,
}

fn lang(tag: &str) -> Result<Lang, &'static str> {
    Lang::from_tag(tag).ok_or("ru or kk")
}

impl Global {
    /// How answers are given.
    pub fn say(&self) -> Say {
        Say {
            lang: self.lang,
            json: self.json,
        }
    }

    /// `--data`, or `TIRKEU_DATA`.
    pub fn data(&self) -> Result<PathBuf, Failure> {
        self.data
            .clone()
            .or_else(|| std::env::var_os("TIRKEU_DATA").map(PathBuf::from))
            .ok_or(Failure::Usage("--data DIR"))
    }

    /// What stood after `--data`, whatever the environment says.
    pub fn named(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// `--data` or `TIRKEU_DATA` was given.
    pub fn has_data(&self) -> bool {
        self.data().is_ok()
    }

    /// `--user`.
    pub fn user(&self) -> Result<&str, Failure> {
        self.user.as_deref().ok_or(Failure::Usage("--user NAME"))
    }

    /// The first line of standard input.
    pub fn password(&self) -> Result<Zeroizing<String>, Failure> {
        if !self.password_stdin {
            return Err(Failure::Usage("--password-stdin"));
        }
        input::password()
    }

    /// The folder of a desk that was set up, locked for this process.
    fn folder(&self) -> Result<Folder, Failure> {
        let path = self.data()?;
        // Opening would make the folder, and a mistyped path must not become one.
        let known = |name| Path::new(&path).join(name).exists();
        if !known(files::SLOTS) && !known(files::SLOTS_PREVIOUS) {
            return Err(VaultError::Missing.into());
        }
        Ok(Folder::open(&path)?)
    }

    /// Works under a session of its own; it is closed also when the work was refused.
    pub fn under_session<T>(
        &self,
        work: impl FnOnce(&mut Open) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let user = self.user()?;
        let password = self.password()?;
        let folder = self.folder()?;
        let machine = machine(&folder)?;
        let mut open = match desk::sign_in(&folder, &machine, user, &password)? {
            SignedIn::Open(open) => *open,
            SignedIn::Ceremony(_) => return Err(Error::Ceremony.into()),
        };
        drop(password);
        let outcome = work(&mut open);
        let closed = open.close(closing::CALL);
        let value = outcome?;
        closed?;
        Ok(value)
    }

    /// Level 0: no session, no entry, nobody's data.
    pub fn inspect(&self) -> Result<(Folder, desk::Ceremony), Failure> {
        let user = self.user()?;
        let password = self.password()?;
        let folder = self.folder()?;
        let machine = machine(&folder)?;
        let seen = desk::inspect(&folder, &machine, user, &password)?;
        Ok((folder, seen))
    }
}

impl Global {
    /// A manager gives the reserve of a full disk back.
    pub fn release_reserve(&self) -> Result<(), Failure> {
        let user = self.user()?;
        let password = self.password()?;
        let folder = self.folder()?;
        let machine = machine(&folder)?;
        Ok(desk::release_reserve(&folder, &machine, user, &password)?)
    }
}

/// The keychain is asked only where set-up declared one.
fn machine(folder: &Folder) -> Result<Machine, Failure> {
    let declared = Sealed::read(folder.path())?.has_keychain();
    let keychain = declared.then(|| Arc::new(headless_keychain()) as Arc<dyn Keychain>);
    Ok(Machine::real(keychain, KdfChoice::Calibrated))
}

/// Nobody sits there to answer the keychain's question.
pub fn headless_keychain() -> SystemKeychain {
    SystemKeychain::with_patience(0)
}
