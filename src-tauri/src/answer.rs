//! How an error of the core crosses to the window: codes and values, never a sentence.

use tirkeu_core::error::{Error, Kind};
use tirkeu_core::id::{Entropy, SystemEntropy};
use tirkeu_core::view::Problem;

/// What every command answers.
pub type Answer<T> = Result<T, Vec<Problem>>;

/// The problems of an error; the cause goes to the log under a random trace that the window shows.
pub fn problems(error: Error) -> Vec<Problem> {
    let trace = SystemEntropy.id().to_string();
    let trace = &trace[..8];
    let kind = error.kind();
    match kind {
        Kind::Refused | Kind::Locked => tracing::debug!(trace, "refused"),
        Kind::Damaged | Kind::Offline | Kind::Internal => {
            tracing::error!(trace, %error, "a command failed")
        }
    }
    error
        .refusals()
        .iter()
        .map(|refusal| Problem::of(refusal, kind, trace))
        .collect()
}

/// A request that the window should not have made.
pub fn bad_request() -> Vec<Problem> {
    problems(tirkeu_core::error::Refusal::new(tirkeu_core::error::BAD_REQUEST).into())
}
