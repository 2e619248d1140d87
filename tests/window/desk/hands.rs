//! What a person does: clicks, types, chooses, pastes.

use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::TypingData;
use thirtyfour::prelude::*;

use super::eyes::quoted;
use super::{Desk, STEP, WAIT};

/// Rest of a hand between what it types and Enter; a scanner rests for 30 ms at most (`ui/src/keys/burst.ts`).
const HAND: Duration = Duration::from_millis(45);

/// What a story took in keys.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    /// Letters, digits, signs and blanks in a text.
    pub typed: u64,
    /// Everything else: Enter, Tab, arrows, function keys, the blank that ticks, modifiers.
    pub led: u64,
    /// Documents under the scanner.
    pub scans: u64,
}

impl Keys {
    pub fn all(self) -> u64 {
        self.typed + self.led + self.scans
    }
}

impl Desk {
    /// Clicks it once it can be clicked.
    pub async fn click(&self, name: &str) -> WebDriverResult<()> {
        fresh!(self.click_once(name).await)
    }

    async fn click_once(&self, name: &str) -> WebDriverResult<()> {
        let element = self.find(name).await?;
        element.wait_until().wait(WAIT, STEP).enabled().await?;
        self.in_view(&element).await?;
        element.click().await
    }

    /// Clicks an answer until it is chosen. Words that come between press and release move the page, and a
    /// click that began on one thing and ended on another is none: a person sees it and clicks again.
    pub async fn pick(&self, name: &str) -> WebDriverResult<()> {
        for _ in 0..3 {
            self.click(name).await?;
            let chosen = Instant::now() + Duration::from_secs(2);
            while Instant::now() < chosen {
                if self.ticked(name).await? {
                    return Ok(());
                }
                tokio::time::sleep(STEP).await;
            }
        }
        panic!("«{name}» cannot be chosen");
    }

    /// Ticks a box, until it is ticked: a list that is asked for anew meanwhile may swallow a click.
    pub async fn tick(&self, a_box: &WebElement) -> WebDriverResult<()> {
        for _ in 0..3 {
            self.in_view(a_box).await?;
            a_box.click().await?;
            let until = Instant::now() + Duration::from_secs(2);
            while Instant::now() < until {
                if a_box.is_selected().await? {
                    return Ok(());
                }
                tokio::time::sleep(STEP).await;
            }
        }
        panic!("a box cannot be ticked");
    }

    /// Clicks what leads to something else, until it is there. Right after a page began anew the WebDriver's click
    /// is sometimes a press without a release.
    pub async fn leads(&self, name: &str, to: &str) -> WebDriverResult<()> {
        for _ in 0..3 {
            self.click(name).await?;
            if self.find_within(to, Duration::from_secs(3)).await.is_ok() {
                return Ok(());
            }
        }
        self.find(to).await.map(drop)
    }

    /// Scrolls to it as a person would. The WebDriver does so only for what lies outside the window, not for
    /// what the edge of a scrolled part hides, and then says «not interactable».
    async fn in_view(&self, element: &WebElement) -> WebDriverResult<()> {
        // Nobody aims at a page that has just begun: a click in its first tenths of a second may be lost.
        let scroll = "arguments[0].scrollIntoView({ block: 'nearest' });
            return document.fonts.status === 'loaded' && performance.now() > 500;";
        let until = Instant::now() + WAIT;
        loop {
            let still = self.driver.execute(scroll, vec![element.to_json()?]);
            if still.await?.json().as_bool() == Some(true) || Instant::now() > until {
                return Ok(());
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// Replaces what stands in the field.
    pub async fn fill(&self, name: &str, value: &str) -> WebDriverResult<()> {
        fresh!(self.fill_once(name, value).await)
    }

    async fn fill_once(&self, name: &str, value: &str) -> WebDriverResult<()> {
        let field = self.find(name).await?;
        self.enter(&field).await?;
        field.send_keys(Key::Control + "a").await?;
        if value.is_empty() {
            return field.send_keys(Key::Backspace).await;
        }
        field.send_keys(value).await
    }

    /// Clicks into a field until it has the focus. A click that is under way while words come in above the field lands
    /// on its neighbour, and takes the keys there that follow: a person sees it and clicks again.
    async fn enter(&self, field: &WebElement) -> WebDriverResult<()> {
        let focused = "return document.activeElement === arguments[0];";
        for _ in 0..3 {
            self.in_view(field).await?;
            field.click().await?;
            let until = Instant::now() + Duration::from_secs(2);
            while Instant::now() < until {
                let here = self.driver.execute(focused, vec![field.to_json()?]);
                if here.await?.json().as_bool() == Some(true) {
                    return Ok(());
                }
                tokio::time::sleep(STEP).await;
            }
        }
        Err(WebDriverError::FatalError(
            "a field cannot be entered".to_owned(),
        ))
    }

    /// Chooses the option with these words, or with this value, in a `select`.
    pub async fn choose(&self, name: &str, option: &str) -> WebDriverResult<()> {
        fresh!(self.choose_once(name, option).await)
    }

    async fn choose_once(&self, name: &str, option: &str) -> WebDriverResult<()> {
        let field = self.find(name).await?;
        self.in_view(&field).await?;
        // As a hand does: the engine fires no change against the choice that it remembers from the last focus.
        field.focus().await?;
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

    /// Keys to wherever the focus is: `press(Key::F9)`, `press(Key::Control + "l")`.
    pub async fn press(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        let keys: String = keys.into().as_vec().into_iter().collect();
        // A driver types as fast as a scanner: an Enter right behind what it typed would end a scan, and be taken back
        // with it. No hand is that fast.
        if keys.starts_with([char::from(Key::Enter), char::from(Key::Tab)]) {
            tokio::time::sleep(HAND).await;
        }
        // To an element that has left the page no key was sent.
        fresh!(self.press_once(&keys).await)
    }

    async fn press_once(&self, keys: &str) -> WebDriverResult<()> {
        self.driver.active_element().await?.send_keys(keys).await
    }

    /// Begins to count the keys that go down: those that type, and those that lead somewhere, each modifier too.
    pub async fn count_keys(&self) -> WebDriverResult<()> {
        let listen = "const first = window.pressed === undefined;
            window.pressed = { typed: 0, led: 0, scans: 0 };
            const types = (one) => one.key.length === 1 && !one.ctrlKey && !one.altKey
              && (one.key !== ' ' || one.target.matches('input[type=text], textarea'));
            if (first) window.addEventListener('keydown', (one) => {
              window.pressed[types(one) ? 'typed' : 'led'] += 1;
            }, { capture: true });";
        self.driver.execute(listen, vec![]).await?;
        Ok(())
    }

    /// Keys that went down since.
    pub async fn keys(&self) -> WebDriverResult<Keys> {
        let found = self
            .driver
            .execute("return window.pressed;", vec![])
            .await?;
        let count = |name: &str| found.json()[name].as_u64().unwrap_or_default();
        Ok(Keys {
            typed: count("typed"),
            led: count("led"),
            scans: count("scans"),
        })
    }

    /// The same, all of them.
    pub async fn keys_pressed(&self) -> WebDriverResult<u64> {
        Ok(self.keys().await?.all())
    }

    /// A document under the scanner: a burst of keys that counts as one.
    pub async fn scan(&self, digits: &str) -> WebDriverResult<()> {
        let before = self.keys().await?;
        // A scan begins after a rest: nobody types while a document is put under the scanner.
        tokio::time::sleep(STEP).await;
        self.press(digits.to_owned() + Key::Enter).await?;
        let one = "const [typed, led, scans] = arguments;
            window.pressed = { typed, led, scans };";
        let counts = [before.typed, before.led, before.scans + 1];
        self.driver
            .execute(one, counts.map(|count| json!(count)).to_vec())
            .await?;
        Ok(())
    }

    /// A paste into the field, as the clipboard would bring it.
    pub async fn paste(&self, name: &str, text: &str) -> WebDriverResult<()> {
        fresh!(self.paste_once(name, text).await)
    }

    async fn paste_once(&self, name: &str, text: &str) -> WebDriverResult<()> {
        let field = self.find(name).await?;
        self.in_view(&field).await?;
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
