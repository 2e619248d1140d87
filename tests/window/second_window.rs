//! The patient's window where no WebDriver drives the program: there the webviews keep no store, and each has a web
//! context of its own from which the program's pages must be served.

use crate::bare::{Bare, has_words, until, windows};
use crate::lab;

/// The patient's screen in the status bar of a desk on which nothing was scanned or printed: where `s1-intake` shows it.
const STATUS: (u16, u16) = (1078, 755);

#[test]
fn the_patients_window_has_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let bare = Bare::open(&lab::copied(folder.path()));
    bare.sign_in();
    for time in ["once", "again after it was closed"] {
        let before = windows();
        bare.clicked(STATUS);
        // Not an empty window, and not the engine's own line of an error.
        until("the patient's page", || has_words().then_some(()));
        bare.picture(&format!(
            "second-window-{}",
            time.split(' ').next().unwrap()
        ));
        let opened = windows().into_iter().find(|one| !before.contains(one));
        bare.close(&opened.unwrap());
    }
}
