//! The patient's window where no WebDriver drives the program: there the webviews keep no store, and each has a web
//! context of its own from which the program's pages must be served.

use crate::bare::{Bare, has_words, until, windows};
use crate::lab;

/// The patient's screen in the status bar.
const STATUS: (u16, u16) = (1078, 755);

#[test]
fn the_patients_window_has_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let bare = Bare::open(&lab::copied(folder.path()));
    bare.sign_in();
    for time in ["once", "again after it was closed"] {
        let before = windows();
        bare.clicks(STATUS.0, STATUS.1);
        let opened = until("the patient's window", || {
            windows().into_iter().find(|one| !before.contains(one))
        });
        has_words(&opened);
        bare.picture(&format!(
            "second-window-{}",
            time.split(' ').next().unwrap()
        ));
        bare.close(&opened);
    }
}
