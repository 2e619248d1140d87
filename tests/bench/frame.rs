//! How a number is shown: beside the raw limit that was measured in the same run, with a verdict.
//!
//! A number alone says more about the machine than about the program. Samples are interleaved with
//! those of the raw limit by their caller, so that a busy machine slows both.

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What is promised.
pub enum Promise {
    /// At most so many times the raw limit.
    TimesRaw(f64),
    /// At least this share of the raw speed, or that many times the speed of another's work.
    ShareOfRaw(f64),
    /// At most so long.
    Within(Duration),
}

pub struct Report {
    broken: u32,
    kept: u32,
}

impl Report {
    pub fn begin() -> Self {
        println!(
            "{:<44} {:>12} {:>12} {:>8}  promise",
            "what (median)", "ours", "raw", "ratio"
        );
        Self { broken: 0, kept: 0 }
    }

    /// One line. `raw` is the least that could be done; a promise in time alone has none.
    pub fn line(&mut self, what: &str, ours: Duration, raw: Option<Duration>, promise: &Promise) {
        let ratio = raw.map(|raw| ours.as_secs_f64() / raw.as_secs_f64());
        let (kept, said) = match (promise, ratio) {
            (Promise::TimesRaw(limit), Some(ratio)) => {
                (ratio <= *limit, format!("at most {limit:.1} x raw"))
            }
            (Promise::ShareOfRaw(share), Some(ratio)) => (
                1.0 / ratio >= *share,
                match *share < 1.0 {
                    true => format!("at least {:.0} % of raw speed", share * 100.0),
                    false => format!("at least {share:.0} times as fast"),
                },
            ),
            (Promise::Within(limit), _) => (ours <= *limit, format!("at most {limit:?}")),
            (_, None) => (false, "a ratio without a raw limit".to_owned()),
        };
        println!(
            "{what:<44} {:>12} {:>12} {:>8}  {said}: {}",
            shown(Some(ours)),
            shown(raw),
            ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            if kept { "kept" } else { "BROKEN" }
        );
        if kept {
            self.kept += 1
        } else {
            self.broken += 1
        }
    }

    /// Fails when a promise is broken.
    pub fn end(self) -> ExitCode {
        println!("{} passed, {} failed", self.kept, self.broken);
        if self.broken == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn shown(time: Option<Duration>) -> String {
    match time {
        None => "-".to_owned(),
        Some(time) if time < Duration::from_millis(10) => {
            format!("{:.0} µs", time.as_secs_f64() * 1e6)
        }
        Some(time) => format!("{:.1} ms", time.as_secs_f64() * 1e3),
    }
}

pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let out = work();
    (out, started.elapsed())
}

/// The middle one: what a person at the desk feels, not the machine's worst moment.
pub fn median(mut samples: Vec<Duration>) -> Duration {
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied().unwrap_or_default()
}

/// How large the largest base may be: `TIRKEU_BENCH_ROWS`, for whoever cannot wait.
pub fn rows() -> u64 {
    let asked = std::env::var("TIRKEU_BENCH_ROWS").ok();
    asked.and_then(|rows| rows.parse().ok()).unwrap_or(u64::MAX)
}
