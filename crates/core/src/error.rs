//! Errors: a code that somebody acts on, never a sentence.
//!
//! Each room declares its codes with [`codes!`](crate::codes) beside the rule that raises them.
//! Words and a hint for every code live in `locales/*/error.ftl` under `error-<code>`; a test
//! compares the two. No personal data ever enters an error.

use std::collections::BTreeMap;

use serde::Serialize;

/// A stable name of what went wrong, for example `iin-length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

/// Declares the codes of a room and their list `ALL`.
///
/// ```ignore
/// crate::codes! {
///     /// Fewer or more than 12 digits.
///     IIN_LENGTH = "iin-length";
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::error::Code = $crate::error::Code($text);)*
        /// Every code of this room.
        pub const ALL: &[$crate::error::Code] = &[$($name),*];
    };
}

/// What the person at the desk can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A rule says no; the words stand beside the field.
    Refused,
    /// A password, a key or a session is needed first.
    Locked,
    /// Bytes are not what they were.
    Damaged,
    /// Something outside cannot be reached.
    Offline,
    /// A fault of ours, or of the machine.
    Internal,
}

/// A rule's no: which, at which field, with which values for the sentence (never a person's data).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The rule.
    pub code: Code,
    /// The field of the form, where there is one.
    pub field: Option<&'static str>,
    /// Values for the sentence.
    pub args: BTreeMap<&'static str, String>,
}

impl Refusal {
    /// A refusal of the whole command.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            args: BTreeMap::new(),
        }
    }

    /// A refusal beside a field.
    pub fn at(field: &'static str, code: Code) -> Self {
        Self {
            code,
            field: Some(field),
            args: BTreeMap::new(),
        }
    }

    /// With a value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }
}
