//! One desk as a person at it: how it begins, speaks and ends. What the person does is in `hands`,
//! what they see in `eyes`, what a hostile page would try in `page`.
//!
//! Every step waits for what it needs (10 s at most) and fails with what it looked for, so that a
//! story has no sleeps. Fields and buttons are found by test id, or by the words a person reads.

/// A page draws anew while somebody looks at it: what was found a moment ago, or was about to be hidden by
/// something that moved, is looked for again. Nothing was pressed or typed by the step that failed so.
macro_rules! fresh {
    ($step:expr) => {{
        let mut left = 20;
        loop {
            left -= 1;
            match $step {
                Err(error) if left > 0 && $crate::desk::is_passing(&error) => {
                    tokio::time::sleep($crate::desk::STEP).await
                }
                done => break done,
            }
        }
    }};
}

mod eyes;
mod hands;
mod page;

pub use eyes::shots;
pub use page::codes;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use tirkeu_core::desk::Folder;

use crate::host::{Extra, Host};

pub const WAIT: Duration = Duration::from_secs(10);
pub(crate) const STEP: Duration = Duration::from_millis(50);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Ru,
    Kk,
}

impl Lang {
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ru => "ru",
            Lang::Kk => "kk",
        }
    }
}

pub(crate) fn is_passing(error: &WebDriverError) -> bool {
    let said = format!("{error:?}");
    // Their messages are empty: the name of the error is all there is. The last is a page that begins anew.
    [
        "StaleElementReference",
        "ElementNotInteractable",
        "NoSuchFrame",
    ]
    .iter()
    .any(|name| said.starts_with(name) || said.contains(&format!("({name}")))
}

/// A session with the real application on a data folder.
pub struct Desk {
    pub driver: WebDriver,
    host: Host,
    lang: Lang,
    data: PathBuf,
}

impl Desk {
    /// Opens the application and chooses the language.
    pub async fn open(data: &Path, lang: Lang) -> WebDriverResult<Self> {
        Self::open_with(data, lang, &[]).await
    }

    /// The same, with more in the application's environment.
    pub async fn open_with(data: &Path, lang: Lang, extra: Extra<'_>) -> WebDriverResult<Self> {
        let desk = Self::begin(data, lang, extra, &programs().join("tirkeu-desk")).await?;
        desk.speak(lang).await?;
        Ok(desk)
    }

    /// Another program with a webview, as it is after its start.
    pub async fn open_program(data: &Path, program: &Path) -> WebDriverResult<Self> {
        Self::begin(data, Lang::Ru, &[], program).await
    }

    async fn begin(
        data: &Path,
        lang: Lang,
        extra: Extra<'_>,
        program: &Path,
    ) -> WebDriverResult<Self> {
        let host = Host::start(data, program, extra)
            .map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        let mut wanted = Capabilities::new();
        wanted.set("browserName", "wry")?;
        let application = crate::host::watched(data, program)
            .map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        wanted.set("tauri:options", json!({ "application": application }))?;
        // The driver is spoken to in the clear, and its client wants a provider all the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", host.port), wanted)
            .await
            .inspect_err(|_| {
                eprintln!(
                    "the drivers said: {}",
                    fs::read_to_string(&host.log).unwrap_or_default()
                );
            })?;
        driver.set_script_timeout(Duration::from_secs(30)).await?;
        Ok(Self {
            driver,
            host,
            lang,
            data: data.to_owned(),
        })
    }

    /// When the process began, in ms since 1970, and what it holds with its web processes, in MB.
    pub fn process(&self) -> Option<(f64, f64)> {
        Some((self.host.began()?, self.host.held()))
    }

    /// Switches the language by its button, and waits until the page says that it is spoken.
    ///
    /// The first answer of the core brings the language that was kept, and may come after the click.
    pub async fn speak(&self, lang: Lang) -> WebDriverResult<()> {
        let name = format!("language-{}", lang.code());
        let until = Instant::now() + WAIT;
        let mut spoken = 0;
        while spoken < 4 {
            if self.is_pressed(&name).await? {
                spoken += 1;
                tokio::time::sleep(STEP).await;
            } else if Instant::now() > until {
                return Err(WebDriverError::FatalError(format!(
                    "{name} was never spoken"
                )));
            } else {
                spoken = 0;
                self.click(&name).await?;
            }
        }
        Ok(())
    }

    /// kill −9 of the application, then a new session on the same folder.
    pub async fn kill_and_reopen(self) -> WebDriverResult<Self> {
        let (data, lang) = (self.data.clone(), self.lang);
        self.kill();
        Self::open(&data, lang).await
    }

    /// kill −9 of the application: its folder is free.
    pub fn kill(self) {
        self.host.kill_desks();
        // A process that ends keeps its locks a moment longer than its name.
        let until = Instant::now() + WAIT;
        while Folder::open(&self.data).is_err() {
            assert!(Instant::now() < until, "the folder is not free");
            std::thread::sleep(STEP);
        }
    }

    /// Waits until the application has ended by itself (Locked), then a new session on the same folder.
    pub async fn reopen_after_exit(self) -> WebDriverResult<Self> {
        let (data, lang) = (self.data.clone(), self.lang);
        if !self.host.wait_until_gone(WAIT) {
            return Err(WebDriverError::FatalError(
                "the application did not end".to_owned(),
            ));
        }
        drop(self);
        Self::open(&data, lang).await
    }

    /// The exit code with which the application ended by itself.
    pub async fn exit_code(&self) -> WebDriverResult<String> {
        self.ended_within(WAIT).await
    }

    /// The same, for an end that nobody asks for at this moment.
    pub async fn ended_within(&self, time: Duration) -> WebDriverResult<String> {
        let until = Instant::now() + time;
        loop {
            let said = fs::read_to_string(crate::host::ended(&self.data)).unwrap_or_default();
            if said.ends_with('\n') || Instant::now() > until {
                return Ok(said.trim().to_owned());
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// A screen may give way to the next one while its button is looked at.
    async fn is_pressed(&self, name: &str) -> WebDriverResult<bool> {
        fresh!(self.is_pressed_once(name).await)
    }

    async fn is_pressed_once(&self, name: &str) -> WebDriverResult<bool> {
        let pressed = self.find(name).await?.attr("aria-pressed").await?;
        Ok(pressed.as_deref() == Some("true"))
    }

    /// Covers the screen by the keys and ends the shift: waits until the program has ended to be started anew.
    pub async fn lock(&self) -> WebDriverResult<()> {
        self.press(Key::Control + "l").await?;
        self.find("curtain-end").await?;
        let mut code = String::new();
        for _ in 0..3 {
            // The program may be gone before the WebDriver has let go of the button: what it says then is noise.
            drop(self.click("curtain-end").await);
            code = self.ended_within(Duration::from_secs(5)).await?;
            if !code.is_empty() {
                break;
            }
        }
        assert_eq!(code, "75", "locked: the process ends to be started anew");
        Ok(())
    }

    /// The language of this story.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The data folder under the application.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The processes of its pages, one a window.
    pub fn web_processes(&self) -> Vec<u32> {
        self.host.web_processes()
    }

    /// The papers that were saved, by name.
    pub fn saved(&self) -> Vec<PathBuf> {
        let folder = crate::host::saved(&self.data).unwrap();
        let mut found: Vec<PathBuf> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        found.sort();
        found
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // After a failed assertion no call to the session can be awaited: the display is photographed.
        if std::thread::panicking() {
            eyes::photographed("failed");
        }
        // Asking the session to end can wait for ever; the host ends its processes instead.
        let _ = self.driver.clone().leak();
    }
}

/// `target/debug`: this test lies in its `deps`.
pub fn programs() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    here.ancestors()
        .nth(2)
        .map(Path::to_owned)
        .unwrap_or_default()
}
