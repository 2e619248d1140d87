//! Documents that are to be read first, at a desk on its folder: however somebody comes, the window is told.

use super::*;
use crate::desk::idle::Patience;
use crate::event::kinds::Role;

const PIN: &str = "190652";

fn unread(folder: &Folder, open: &Open) -> u32 {
    desk_state(folder, open).unwrap().unread
}

fn sign(open: &mut Open) {
    let document = open.documents(Lang::Kk).unwrap().remove(0);
    assert!(document.unread);
    let command = Command::SignDocument {
        document: document.entry,
        language: Lang::Kk,
        read: true,
    };
    open.app.execute(command, None).unwrap();
}

#[test]
fn however_somebody_comes_the_unread_document_stands_before_them() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    kit_back(&mut open);
    take_in(&mut open);
    let manager = open.app.staff().unwrap();
    assert!(
        open.documents(Lang::Ru).unwrap().is_empty(),
        "first run publishes nothing silently"
    );
    assert_eq!(unread(&folder, &open), 0);
    for form in ["intake", "document"] {
        let kept = open.app.keep_draft(None, form, None, "А.", "{}");
        kept.unwrap();
    }
    let digest = open.digest().unwrap();
    assert!(digest.code.is_empty(), "the laboratory's own code is typed");
    let document = crate::command::DocumentForm {
        code: "Д-01".into(),
        ..digest
    };
    let command = Command::PublishDocument { document };
    open.app.execute(command, None).unwrap();

    let state = desk_state(&folder, &open).unwrap();
    assert_eq!((state.unread, state.phase), (1, crate::view::Phase::Ready));
    let offered: Vec<_> = state.drafts.iter().map(|one| one.form.as_str()).collect();
    assert_eq!(
        offered,
        ["document"],
        "nobody's initials before the signature"
    );
    open.set_pin(&folder, &machine, "aigul", PASSWORD, PIN)
        .unwrap();
    open.cover();
    assert_eq!(unread(&folder, &open), 0, "behind the curtain nobody reads");
    open.come_back(manager, PIN).unwrap();
    assert_eq!(unread(&folder, &open), 1, "by PIN");
    open.cover();
    open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    assert_eq!(unread(&folder, &open), 1, "by password");
    let given = open
        .add_person("Синтетический Болат", Role::Registrar)
        .unwrap();
    let missing = |open: &Open| open.register(Lang::Ru).unwrap().missing;
    assert_eq!(missing(&open), "2");
    sign(&mut open);
    assert_eq!(desk_state(&folder, &open).unwrap().drafts.len(), 2);
    assert_eq!(missing(&open), "1");
    open.cover();
    open.redeem(&machine, &given.code, "bolat", "another long password")
        .unwrap();
    assert_eq!(unread(&folder, &open), 1, "by a code");
    assert_eq!(code(open.app.open_list(1).map(drop)), "acquaintance-needed");
    open.close(closing::LOCKED).unwrap();
    let mut open = signed_in(sign_in(&folder, &machine, "bolat", "another long password").unwrap());
    assert_eq!(unread(&folder, &open), 1, "at the next sign-in");
    sign(&mut open);
    assert!(open.app.open_list(1).is_ok());
}

#[test]
fn the_minutes_of_the_curtain_are_those_that_were_set() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut open = setup(&folder, &machine, &form(), PASSWORD).unwrap();
    let minutes = |open: &Open| open.cover_minutes().unwrap();
    assert_eq!(Patience::of(minutes(&open)).cover_ms, 300_000);
    let set = |open: &mut Open, minutes: &str| {
        let minutes = minutes.to_owned();
        open.app.execute(Command::SetCover { minutes }, None)
    };
    assert_eq!(code(set(&mut open, "16").map(drop)), "cover-minutes");
    set(&mut open, "15").unwrap();
    set(&mut open, "2").unwrap();
    assert_eq!(Patience::of(minutes(&open)).cover_ms, 120_000);
    assert_eq!(desk_state(&folder, &open).unwrap().cover_minutes, 2);
    // A value of another program never keeps a desk open.
    open.app.set("cover", "600").unwrap();
    assert_eq!(minutes(&open), 5);
}
