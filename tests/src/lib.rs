//! What the tests of the whole share. [`lab`] is a laboratory of several desks in memory, [`village`] a further desk in
//! files, [`bucket`] a store where they meet, [`gateway`] one that
//! takes messages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test harness stops at the first surprise"
)]

pub mod bucket;
pub mod gateway;
pub mod lab;
pub mod village;
