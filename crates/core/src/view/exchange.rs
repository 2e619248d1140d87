//! How the exchange stands, worded. No person in it.

use serde::Serialize;

use crate::id::DeviceId;

/// The exchange in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExchangeLine {
    /// How many entries wait to be sent; empty where nothing waits.
    pub unsent: String,
    /// Since when the oldest of them waits.
    pub since: String,
    /// How many questions whoever works may answer; empty where there are none.
    pub questions: String,
}

/// The request of a desk that waits to be enrolled. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct RequestView {
    /// As a file or a message carries it.
    pub text: String,
    /// By which two people compare it, in fours.
    pub fingerprint: String,
    /// The text as a QR code, an SVG picture.
    pub qr: String,
}

/// One desk of the laboratory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExchangeDeskView {
    /// Its id.
    pub device: DeviceId,
    /// What people call it.
    pub name: String,
    /// First three digits of its numbers.
    pub prefix: String,
    /// This desk.
    pub own: bool,
    /// Nothing that it writes counts any more.
    pub stopped: bool,
    /// It was copied: what it wrote since does not count.
    pub copied: bool,
    /// Other desks at work that give the same numbers, by name; empty where there are none.
    pub same_prefix: String,
    /// How many entries of it are here.
    pub entries: String,
    /// When the last of them came here; of this desk, when it was written.
    pub last: String,
    /// How many entries of this desk it lacks, as far as is known; empty for this desk and a stopped one.
    pub lacks: String,
}

/// Entries that are stored and have no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NotFoldedView {
    /// Why: a key of words.
    pub why: String,
    /// How many.
    pub count: String,
}

/// An act of destruction that somebody has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct UnconfirmedView {
    /// Its number on paper.
    pub act: String,
    /// Desks by name.
    pub desks: String,
}

/// How the exchange stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExchangeView {
    /// The folder or the store where desks meet; empty where none is set.
    pub folder: String,
    /// The name of the store's key; empty where none is kept. Its secret is shown to nobody.
    pub key_id: String,
    /// The region of the store.
    pub region: String,
    /// When it was there last; none where it never was.
    pub met_at: Option<String>,
    /// Entries of this desk that neither lie where desks meet nor are known to another one.
    pub unsent: String,
    /// Since when the oldest of them waits.
    pub unsent_since: Option<String>,
    /// Every desk, this one first.
    pub desks: Vec<ExchangeDeskView>,
    /// What does not count, by reason.
    pub not_folded: Vec<NotFoldedView>,
    /// Acts that somebody has not confirmed.
    pub unconfirmed: Vec<UnconfirmedView>,
    /// The fingerprint of the organisation, which a new desk is asked for.
    pub fingerprint: String,
}

/// What became of a file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct BundleView {
    /// Entries that were new.
    pub accepted: String,
    /// Entries that were here already.
    pub known: String,
    /// Entries that were not taken; empty where there are none.
    pub refused: String,
    /// Desks that were found to have been copied; empty where there are none.
    pub forks: String,
}
