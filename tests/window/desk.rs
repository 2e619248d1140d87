//! One desk as a person at it: reads, types, presses, looks.
//!
//! Every step waits for what it needs (10 s at most) and fails with what it looked for, so that a
//! story has no sleeps. Fields and buttons are found by test id, or by the words a person reads.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, TypingData};

use crate::host::{Extra, Host};

pub const WAIT: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(50);

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

/// A page draws anew while somebody looks at it: what was found a moment ago is looked for again.
macro_rules! fresh {
    ($step:expr) => {{
        let mut left = 5;
        loop {
            left -= 1;
            match $step {
                Err(error) if left > 0 && is_stale(&error) => tokio::time::sleep(STEP).await,
                done => break done,
            }
        }
    }};
}

fn is_stale(error: &WebDriverError) -> bool {
    format!("{error:?}").contains("StaleElementReference")
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
            let pressed = self.find(&name).await?.attr("aria-pressed").await?;
            if pressed.as_deref() == Some("true") {
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

    /// The element with this test id, or the field under this label, or the button with these words.
    pub async fn find(&self, name: &str) -> WebDriverResult<WebElement> {
        let found = self.find_within(name, WAIT).await;
        if found.is_err() {
            eprintln!("«{name}» is not there; the page: {:?}", self.page().await);
            photographed("missing");
        }
        found
    }

    async fn find_within(&self, name: &str, time: Duration) -> WebDriverResult<WebElement> {
        let words = quoted(name);
        // An id is on the page's own terms, a label or a button is what a person reads.
        let path = format!(
            "//*[@data-testid={words}] | //*[@id=//label[starts-with(normalize-space(.), {words})]/@for] \
             | //label[starts-with(normalize-space(.), {words})]//input \
             | //button[normalize-space(.)={words} or @aria-label={words}]"
        );
        self.driver
            .query(By::XPath(path))
            .wait(time, STEP)
            .desc(name)
            .and_displayed()
            .first()
            .await
    }

    /// True when it is on the page at this moment.
    pub async fn shows(&self, name: &str) -> bool {
        self.find_within(name, Duration::ZERO).await.is_ok()
    }

    /// Waits until it has left the page.
    pub async fn gone(&self, name: &str) -> WebDriverResult<()> {
        let until = Instant::now() + WAIT;
        while self.shows(name).await {
            if Instant::now() > until {
                return Err(WebDriverError::FatalError(format!(
                    "still on the page: {name}"
                )));
            }
            tokio::time::sleep(STEP).await;
        }
        Ok(())
    }

    /// Clicks it once it can be clicked.
    pub async fn click(&self, name: &str) -> WebDriverResult<()> {
        fresh!(self.click_once(name).await)
    }

    async fn click_once(&self, name: &str) -> WebDriverResult<()> {
        let element = self.find(name).await?;
        element.wait_until().wait(WAIT, STEP).enabled().await?;
        element.scroll_into_view().await?;
        element.click().await
    }

    /// Replaces what stands in the field.
    pub async fn fill(&self, name: &str, value: &str) -> WebDriverResult<()> {
        fresh!(self.fill_once(name, value).await)
    }

    async fn fill_once(&self, name: &str, value: &str) -> WebDriverResult<()> {
        let field = self.find(name).await?;
        field.scroll_into_view().await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        if value.is_empty() {
            return field.send_keys(Key::Backspace).await;
        }
        field.send_keys(value).await
    }

    /// Chooses the option with these words, or with this value, in a `select`.
    pub async fn choose(&self, name: &str, option: &str) -> WebDriverResult<()> {
        fresh!(self.choose_once(name, option).await)
    }

    async fn choose_once(&self, name: &str, option: &str) -> WebDriverResult<()> {
        let field = self.find(name).await?;
        let words = quoted(option);
        let path = format!(".//option[normalize-space(.)={words} or @value={words}]");
        field
            .query(By::XPath(path))
            .wait(WAIT, STEP)
            .first()
            .await?
            .click()
            .await
    }

    /// What stands in the field.
    pub async fn value(&self, name: &str) -> WebDriverResult<String> {
        fresh!(self.value_once(name).await)
    }

    async fn value_once(&self, name: &str) -> WebDriverResult<String> {
        Ok(self
            .find(name)
            .await?
            .prop("value")
            .await?
            .unwrap_or_default())
    }

    /// The text of the element.
    pub async fn text(&self, name: &str) -> WebDriverResult<String> {
        fresh!(self.text_once(name).await)
    }

    async fn text_once(&self, name: &str) -> WebDriverResult<String> {
        self.find(name).await?.text().await
    }

    /// Keys to wherever the focus is: `press(Key::F9)`, `press(Key::Control + "l")`.
    pub async fn press(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        self.driver.active_element().await?.send_keys(keys).await
    }

    /// The test id of the element that has the focus.
    pub async fn focused(&self) -> WebDriverResult<String> {
        fresh!(self.focused_once().await)
    }

    async fn focused_once(&self) -> WebDriverResult<String> {
        let element = self.driver.active_element().await?;
        Ok(element.attr("data-testid").await?.unwrap_or_default())
    }

    /// Waits until these words stand on the page, within one element or across several.
    pub async fn sees(&self, words: &str) -> WebDriverResult<()> {
        let until = Instant::now() + WAIT;
        loop {
            let page = self.page().await?;
            if page.contains(words) {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(WebDriverError::FatalError(format!(
                    "«{words}» is not on the page:\n{page}"
                )));
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// The whole text of the page, blanks joined.
    pub async fn page(&self) -> WebDriverResult<String> {
        fresh!(self.page_once().await)
    }

    async fn page_once(&self) -> WebDriverResult<String> {
        let body = self
            .driver
            .query(By::Tag("body"))
            .first()
            .await?
            .text()
            .await?;
        Ok(body.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A picture of the window, kept as `<name>-<lang>.png` in TIRKEU_SHOTS or beside the test programs.
    pub async fn shot(&self, name: &str) -> WebDriverResult<PathBuf> {
        let folder = shots();
        fs::create_dir_all(&folder)
            .map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        let path = folder.join(format!("{name}-{}.png", self.lang.code()));
        let png = self.driver.screenshot_as_png().await?;
        fs::write(&path, png).map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        Ok(path)
    }

    /// What axe finds on the page as it stands; empty is the only good answer.
    pub async fn axe(&self) -> WebDriverResult<Vec<String>> {
        let source = crate::root().join("ui/node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(source)
            .map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        self.driver.execute(source, vec![]).await?;
        let found = self
            .driver
            .execute_async(
                "const done = arguments[0];
                 axe.run(document, { resultTypes: ['violations'] }).then(
                   (found) => done(found.violations.map((one) => one.id + ': ' + one.help + ' @ '
                     + one.nodes.map((node) => node.target.join(' ')).join(', '))),
                   (error) => done(['axe failed: ' + error]));",
                vec![],
            )
            .await?;
        found.convert()
    }

    /// Everything the webview keeps on disk of its own: must stay empty.
    pub async fn kept_by_webview(&self) -> WebDriverResult<Value> {
        let kept =
            "return [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie];";
        Ok(self.driver.execute(kept, vec![]).await?.json().clone())
    }

    /// kill −9 of the application, then a new session on the same folder.
    pub async fn kill_and_reopen(self) -> WebDriverResult<Self> {
        let (data, lang) = (self.data.clone(), self.lang);
        self.host.kill_desks();
        drop(self);
        Self::open(&data, lang).await
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
        let until = Instant::now() + WAIT;
        loop {
            let said = fs::read_to_string(crate::host::ended(&self.data)).unwrap_or_default();
            if said.ends_with('\n') || Instant::now() > until {
                return Ok(said.trim().to_owned());
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// Waits until this element says these words.
    pub async fn says(&self, name: &str, words: &str) -> WebDriverResult<()> {
        let until = Instant::now() + WAIT;
        loop {
            let said = if self.shows(name).await {
                self.text(name).await?
            } else {
                String::new()
            };
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            if said.contains(words) {
                return Ok(());
            }
            if Instant::now() > until {
                photographed("unsaid");
                return Err(WebDriverError::FatalError(format!(
                    "{name} says «{said}», not «{words}»"
                )));
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// The language of this story.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The data folder under the application.
    pub fn data(&self) -> &Path {
        &self.data
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

    /// Looks at a screen: a picture is kept, axe finds nothing, no sentence is missing.
    pub async fn look(&self, name: &str) -> WebDriverResult<()> {
        // What was done a moment ago is painted two frames later, a page of a document once it is decoded.
        let painted = "const done = arguments[0];
            Promise.all([...document.images].map((one) => one.decode().catch(() => null))).then(() =>
              requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))));";
        self.driver.execute_async(painted, vec![]).await?;
        self.shot(name).await?;
        let found = self.axe().await?;
        assert_eq!(found, Vec::<String>::new(), "axe on {name}");
        let page = self.page().await?;
        let raw = page.split_whitespace().find(|word| {
            [
                "setup-", "signin-", "intake-", "card-", "shell-", "common-", "consent-", "form-",
                "error-", "policy-", "journal-",
            ]
            .iter()
            .any(|area| word.starts_with(area))
        });
        assert_eq!(raw, None, "a sentence is missing on {name}");
        Ok(())
    }

    /// Waits until the field holds this.
    pub async fn holds(&self, name: &str, wanted: &str) -> WebDriverResult<()> {
        let until = Instant::now() + WAIT;
        loop {
            let found = self.value(name).await?;
            if found == wanted {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(WebDriverError::FatalError(format!(
                    "{name} holds «{found}», not «{wanted}»"
                )));
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// Waits until this has the focus.
    pub async fn at(&self, name: &str) -> WebDriverResult<()> {
        let until = Instant::now() + WAIT;
        loop {
            let found = self.focused().await?;
            if found == name {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(WebDriverError::FatalError(format!(
                    "the focus is on «{found}», not on «{name}»"
                )));
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// True when the tick box or radio button is set.
    pub async fn ticked(&self, name: &str) -> WebDriverResult<bool> {
        self.find(name).await?.is_selected().await
    }

    /// Begins to count the keys that go down.
    pub async fn count_keys(&self) -> WebDriverResult<()> {
        let listen = "const first = window.pressed === undefined;
            window.pressed = 0;
            if (first) window.addEventListener('keydown', () => { window.pressed += 1; }, { capture: true });";
        self.driver.execute(listen, vec![]).await?;
        Ok(())
    }

    /// Keys that went down since.
    pub async fn keys_pressed(&self) -> WebDriverResult<u64> {
        let found = self
            .driver
            .execute("return window.pressed;", vec![])
            .await?;
        Ok(found.json().as_u64().unwrap_or_default())
    }

    /// Whether this scrolls: its content is taller or wider than it.
    pub async fn scrolls(&self, css: &str) -> WebDriverResult<bool> {
        let measure = "const one = document.querySelector(arguments[0]);
            return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;";
        let found = self.driver.execute(measure, vec![json!(css)]).await?;
        Ok(found.json().as_bool().unwrap_or(true))
    }

    /// A paste into the field, as the clipboard would bring it.
    pub async fn paste(&self, name: &str, text: &str) -> WebDriverResult<()> {
        let field = self.find(name).await?;
        field.click().await?;
        let paste = "const [field, text, times] = arguments;
            const data = new DataTransfer();
            data.setData('text/plain', text.repeat(times));
            const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
            if (field.dispatchEvent(event)) {
              field.setRangeText(text.repeat(times), field.selectionStart, field.selectionEnd, 'end');
              field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            }";
        let times = if text.len() == 1 { 10_000_000 } else { 1 };
        self.driver
            .execute(paste, vec![field.to_json()?, json!(text), json!(times)])
            .await?;
        Ok(())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // After a failed assertion no call to the session can be awaited: the display is photographed.
        if std::thread::panicking() {
            photographed("failed");
        }
        // Asking the session to end can wait for ever; the host ends its processes instead.
        let _ = self.driver.clone().leak();
    }
}

/// The display as it is, kept beside the other pictures.
fn photographed(why: &str) {
    let _ = fs::create_dir_all(shots());
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("test").replace("::", "-");
    let path = shots().join(format!("{why}-{name}.png"));
    let _ = std::process::Command::new("import")
        .args(["-window", "root"])
        .arg(&path)
        .status();
    eprintln!("the window as it was: {}", path.display());
}

fn shots() -> PathBuf {
    std::env::var_os("TIRKEU_SHOTS").map_or_else(|| programs().join("shots"), PathBuf::from)
}

/// `target/debug`: this test lies in its `deps`.
pub fn programs() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    here.ancestors()
        .nth(2)
        .map(Path::to_owned)
        .unwrap_or_default()
}

/// A string as XPath has it; our words never hold both sorts of quotes.
fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}
