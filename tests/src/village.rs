//! A further desk of a laboratory, in files of its own: it asks, is enrolled, and joins by a bundle.

use std::path::Path;

use tirkeu_core::app::Which;
use tirkeu_core::desk::backup::{Alone, Go};
use tirkeu_core::desk::enrol::{Enrolling, Joining, join, newcomer};
use tirkeu_core::desk::{Folder, Machine, Open, bundle};

/// Whoever begins there, and on which computer.
pub struct Beginner<'a> {
    /// What they type as their name.
    pub login: &'a str,
    /// Their password there.
    pub password: &'a str,
    /// The computer.
    pub machine: &'a Machine,
}

/// A desk with the prefix 777 in `place`, enrolled by whoever works at `by`, who begins there too. The bundle is written
/// to `carried`.
pub fn joined(by: &mut Open, place: &Folder, carried: &Path, who: &Beginner<'_>) -> Open {
    let request = newcomer(place, who.machine, who.password).unwrap();
    let staff = by.app.staff().unwrap();
    by.enrol_desk(&Enrolling {
        request: &request.text(),
        fingerprint: &request.fingerprint(),
        name: "Ауыл",
        site: "Ұзынағаш",
        prefix: "777",
        site_number: 2,
        staff,
    })
    .unwrap();
    let go = &mut |_| Go::On;
    bundle::export(&Alone::new(by), carried, Which::Everything, go).unwrap();
    let wanted = Joining {
        file: carried,
        fingerprint: &by.fingerprint(),
        login: who.login,
        password: who.password,
    };
    join(place, who.machine, &wanted, &mut |_| Go::On).unwrap()
}
