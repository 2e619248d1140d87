//! Answers: JSON for programs (stable, one line), words in Russian or Kazakh for people.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};
use tirkeu_core::error::{Kind, Refusal};
use tirkeu_core::view::Problem;
use tirkeu_core::words::{self, Args, Lang};

use crate::exit::Failure;

/// Language and shape of the answers.
#[derive(Debug, Clone, Copy)]
pub struct Say {
    /// Language of words.
    pub lang: Lang,
    /// JSON instead of words.
    pub json: bool,
}

impl Say {
    /// A sentence of `locales/*/cli.ftl` or of an area that the core speaks.
    pub fn text(self, key: &str, args: Args<'_>) -> String {
        words::text(self.lang, key, args)
    }

    /// The answer: `{"ok":true, …}` or lines of words.
    pub fn answer(self, value: &impl Serialize, lines: &[String]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        if self.json {
            let mut line = json!({ "ok": true });
            if let (Value::Object(line), Ok(Value::Object(more))) =
                (&mut line, serde_json::to_value(value))
            {
                line.extend(more);
            }
            writeln!(out, "{line}")?;
        } else {
            for line in lines {
                writeln!(out, "{line}")?;
            }
        }
        Ok(out.flush()?)
    }

    /// Says what went wrong and gives the exit code. Nobody's data stands in it.
    pub fn failure(self, failure: &Failure) -> u8 {
        let code = failure.code();
        if matches!(failure, Failure::Io(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            return code;
        }
        if self.json {
            let _ = writeln!(io::stdout().lock(), "{}", problems(failure));
            return code;
        }
        let mut err = io::stderr().lock();
        for refusal in failure.refusals() {
            let _ = writeln!(err, "{}", self.refusal(&refusal));
        }
        code
    }

    /// One refusal or notice in words.
    pub fn refusal(self, refusal: &Refusal) -> String {
        let mut refusal = refusal.clone();
        // The part that an input plays is a word too; what has none stands as on the command line.
        if let Some(what) = refusal.args.get_mut("what")
            && let Some(word) = words::find(self.lang, &format!("cli-what-{what}"), &[])
        {
            *what = word;
        }
        let words = words::refusal(self.lang, &refusal);
        match refusal.field {
            Some(field) => format!("{field}: {}. {}", words.text, words.hint),
            None => format!("{}. {}", words.text, words.hint),
        }
    }
}

/// `{"ok":false,"exit":3,"errors":[{code, kind, field, args, trace}]}`.
pub fn problems(failure: &Failure) -> Value {
    let kind = match failure {
        Failure::Core(error) => error.kind(),
        _ => Kind::Refused,
    };
    let errors: Vec<Problem> = failure
        .refusals()
        .iter()
        .map(|refusal| Problem::of(refusal, kind, ""))
        .collect();
    json!({ "ok": false, "exit": failure.code(), "errors": errors })
}
