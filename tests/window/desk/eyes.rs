//! What a person sees, and what is looked at for them: words, focus, pictures, axe.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::{Desk, STEP, WAIT, programs};

impl Desk {
    /// The element with this test id, or the field under this label, or the button with these words.
    pub async fn find(&self, name: &str) -> WebDriverResult<WebElement> {
        let found = fresh!(self.find_within(name, WAIT).await);
        if found.is_err() {
            eprintln!("«{name}» is not there; the page: {:?}", self.page().await);
            photographed("missing");
        }
        found
    }

    pub(super) async fn find_within(
        &self,
        name: &str,
        time: Duration,
    ) -> WebDriverResult<WebElement> {
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
        let spoken = "return document.documentElement.lang;";
        let spoken: String = self.driver.execute(spoken, vec![]).await?.convert()?;
        let path = folder.join(format!("{name}-{spoken}.png"));
        let png = self.driver.screenshot_as_png().await?;
        fs::write(&path, png).map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        Ok(path)
    }

    /// What axe finds on the page as it stands; empty is the only good answer.
    pub async fn axe(&self) -> WebDriverResult<Vec<String>> {
        let absent = "return window.axe === undefined;";
        if self.driver.execute(absent, vec![]).await?.json() == &json!(true) {
            let source = crate::root().join("ui/node_modules/axe-core/axe.min.js");
            let source = fs::read_to_string(source)
                .map_err(|error| WebDriverError::FatalError(error.to_string()))?;
            self.driver.execute(source, vec![]).await?;
        }
        let found = self
            .driver
            .execute_async(
                "const done = arguments[0];
                 axe.run(document, { resultTypes: ['violations'], preload: false }).then(
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
                "setup-",
                "signin-",
                "intake-",
                "card-",
                "shell-",
                "common-",
                "consent-",
                "form-",
                "error-",
                "policy-",
                "journal-",
                "edition-",
                "reading-",
                "settings-",
                "expected-",
                "legacy-",
                "services-",
                "orders-",
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
                let said = self.refusals().await?;
                photographed("other");
                return Err(WebDriverError::FatalError(format!(
                    "{name} holds «{found}», not «{wanted}»; the desk says {said:?}"
                )));
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// What the desk has against what was typed.
    async fn refusals(&self) -> WebDriverResult<Vec<String>> {
        let told = "return [...document.querySelectorAll('[data-testid$=-problems], [data-testid$=-error]')]
            .map((one) => one.innerText);";
        self.driver.execute(told, vec![]).await?.convert()
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
        fresh!(self.ticked_once(name).await)
    }

    async fn ticked_once(&self, name: &str) -> WebDriverResult<bool> {
        let set = "const [one] = arguments;
            return (one.matches('input') ? one : one.querySelector('input')).checked;";
        let element = self.find(name).await?;
        let found = self.driver.execute(set, vec![element.to_json()?]).await?;
        Ok(found.json().as_bool().unwrap_or(false))
    }

    /// Whether this scrolls: its content is taller or wider than it.
    pub async fn scrolls(&self, css: &str) -> WebDriverResult<bool> {
        let measure = "const one = document.querySelector(arguments[0]);
            return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;";
        let found = self.driver.execute(measure, vec![json!(css)]).await?;
        Ok(found.json().as_bool().unwrap_or(true))
    }
}

/// The display as it is, kept beside the other pictures.
pub(super) fn photographed(why: &str) {
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

pub fn shots() -> PathBuf {
    std::env::var_os("TIRKEU_SHOTS").map_or_else(|| programs().join("shots"), PathBuf::from)
}

/// A string as XPath has it; our words never hold both sorts of quotes.
pub(super) fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}
