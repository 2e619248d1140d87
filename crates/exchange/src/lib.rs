//! Desks meet without a server: by a folder, a share, a stick, or a store that speaks S3.
//!
//! What lies there are frames, sealed entry by entry, so that whoever keeps the place learns who wrote how much and when,
//! and nothing else. [`visit`] is one meeting: read what is new, take bodies away that an act destroyed, write what is
//! missing, say what one has. It asks the desk for a moment at a time and blocks nobody. What may leave, under which
//! key, and whether what comes may act is the core's to say. `docs/exchange-format.md` gives every byte.

mod name;
mod place;
mod plan;
mod remote;
mod segment;
mod store;
mod visit;

pub use name::Segment;
pub use place::Place;
pub use plan::{Range, to_read, to_write};
pub use remote::{Fault, Lying, Remote};
pub use visit::{Desk, Ended, Visit, visit};
