//! What a verification says: stable codes, the same in Rust and in `docs/verify_journal.py`.

use serde::Serialize;

use crate::id::{DeviceId, Hash, OrgId};
use crate::journal::anchor::Source;

/// The outcome, from the best to the worst: the worst of all chains speaks for the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Whole, and a head kept elsewhere lies on the chain.
    Whole,
    /// Whole from the first entry to the last one present; nothing to compare the end with.
    WholeUnanchored,
    /// No entries at all.
    Empty,
    /// A newer program wrote something without which the journal cannot be judged.
    Newer,
    /// A head kept elsewhere lies beyond the end of the chain.
    Shortened,
    /// At the number of a head kept elsewhere stands another entry.
    Rewritten,
    /// An entry is not what was signed, or not what its author might have signed.
    Damaged,
    /// Two signed entries of one desk have the same number.
    Fork,
    /// An entry of another organisation.
    Foreign,
}

impl Verdict {
    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::WholeUnanchored => "whole-unanchored",
            Self::Empty => "empty",
            Self::Newer => "newer",
            Self::Shortened => "shortened",
            Self::Rewritten => "rewritten",
            Self::Damaged => "damaged",
            Self::Fork => "fork",
            Self::Foreign => "foreign",
        }
    }

    /// Exit code of both verifiers: 0 whole, 6 damaged, 7 the end is not the one kept elsewhere, 9 newer.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Whole | Self::WholeUnanchored => 0,
            Self::Shortened | Self::Rewritten => 7,
            Self::Newer => 9,
            Self::Empty | Self::Damaged | Self::Fork | Self::Foreign => 6,
        }
    }
}

/// What exactly is wrong, in the order in which an entry is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A line or a row is not a record, or stands under another number than it was signed with.
    Line,
    /// The header is not one of version 1 in its canonical form.
    Form,
    /// The body is not the one that the header commits to.
    Body,
    /// An earlier entry is missing.
    Gap,
    /// The entry before is another one.
    Prev,
    /// The hybrid clock did not grow.
    Hlc,
    /// A commit is torn or mixed.
    Batch,
    /// Nobody with authority has enrolled this desk.
    Enrolment,
    /// The desk's signature does not verify.
    Signature,
    /// Flags, class, subject, session or refs are not those of the kind.
    Kind,
    /// A body without which the journal cannot be verified is absent.
    BodyMissing,
    /// Such a body has another shape than its kind's.
    Payload,
    /// The beginning of the chain is not one.
    Genesis,
    /// Outside its session, or a session that never began, or began twice.
    Session,
    /// The person did not sign the session's beginning or end.
    SessionSignature,
    /// The person did not hold the role.
    Authority,
    /// A roster entry that neither the root nor a manager signed.
    Roster,
    /// A ref to something else than an ordered entry of the same subject.
    Refs,
}

impl Reason {
    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Form => "form",
            Self::Body => "body",
            Self::Gap => "gap",
            Self::Prev => "prev",
            Self::Hlc => "hlc",
            Self::Batch => "batch",
            Self::Enrolment => "enrolment",
            Self::Signature => "signature",
            Self::Kind => "kind",
            Self::BodyMissing => "body-missing",
            Self::Payload => "payload",
            Self::Genesis => "genesis",
            Self::Session => "session",
            Self::SessionSignature => "session-signature",
            Self::Authority => "authority",
            Self::Roster => "roster",
            Self::Refs => "refs",
        }
    }

    /// True for what only a completely known roster can decide.
    pub(super) fn needs_roster(self) -> bool {
        matches!(
            self,
            Self::Enrolment
                | Self::Genesis
                | Self::Session
                | Self::SessionSignature
                | Self::Authority
                | Self::Roster
        )
    }
}

/// One verdict and where it was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The outcome.
    pub verdict: Verdict,
    /// The desk; absent when a line cannot even be attributed.
    pub device: Option<DeviceId>,
    /// The first bad entry, the number of the anchor, or the fork.
    pub seq: Option<u64>,
    /// For `damaged`.
    pub reason: Option<Reason>,
    /// Whose head tells, for `shortened` and `rewritten`; absent when the torn commit itself tells.
    pub source: Option<Source>,
}

/// One chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainReport {
    /// The desk.
    pub device: DeviceId,
    /// Entries that verify, from the first on.
    pub entries: u64,
    /// Hash of the last of them.
    pub head: Option<Hash>,
    /// The furthest head kept elsewhere that lies on the chain.
    pub anchored: Option<u64>,
    /// Bodies that are erased, withheld or left out.
    pub without_body: u64,
    /// Entries of kinds that this program does not know.
    pub unknown: u64,
    /// Entries whose roster has not arrived, and heads of this chain seen elsewhere but not here.
    pub waiting: u64,
    /// Entries above a revocation's last accepted number: stored, without effect.
    pub after_revocation: u64,
    /// The outcome for this chain.
    pub finding: Finding,
}

/// The outcome for a whole journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The organisation; absent when an export file cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// The worst finding.
    pub finding: Finding,
    /// Every chain, by device.
    pub chains: Vec<ChainReport>,
}
