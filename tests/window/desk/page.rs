//! What a script inside the page could try, and what the program's log says afterwards.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::Desk;

impl Desk {
    /// Calls a command past the screens: `Ok` with its value, `Err` with whatever it was rejected with.
    pub async fn invoke(
        &self,
        command: &str,
        args: Value,
    ) -> WebDriverResult<Result<Value, Value>> {
        let call = "const [command, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, args).then(
              (value) => done({ ok: value === undefined ? null : value }),
              (error) => done({ error: error instanceof Error ? String(error) : error }));";
        let answer = self
            .driver
            .execute_async(call, vec![json!(command), args])
            .await?;
        let answer = answer.json();
        Ok(match answer.get("ok") {
            Some(value) => Ok(value.clone()),
            None => Err(answer["error"].clone()),
        })
    }

    /// The codes with which a command was refused; empty when it was not, or not in our words.
    pub async fn refusal(&self, command: &str, args: Value) -> WebDriverResult<Vec<String>> {
        Ok(codes(&self.invoke(command, args).await?))
    }

    /// How many entries the journal has, as the verifier counts them.
    pub async fn entries(&self) -> WebDriverResult<String> {
        let verdict = self.invoke("verify", json!({})).await?;
        let verdict = verdict.map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        assert_eq!(verdict["code"], "whole", "the journal is whole: {verdict}");
        Ok(verdict["entries"].as_str().unwrap_or_default().to_owned())
    }

    /// The same, once no entry has come for a second: a list that was opened is noted after it is shown.
    pub async fn settled_entries(&self) -> WebDriverResult<String> {
        let mut before = self.entries().await?;
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = self.entries().await?;
            if now == before {
                return Ok(now);
            }
            before = now;
        }
    }

    /// What the program and its drivers have said so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.host.log).unwrap_or_default()
    }
}

/// The codes in an answer.
pub fn codes(answer: &Result<Value, Value>) -> Vec<String> {
    let problems = answer.as_ref().err().and_then(Value::as_array);
    let codes = problems.into_iter().flatten();
    codes
        .filter_map(|one| Some(one["code"].as_str()?.to_owned()))
        .collect()
}
