//! The same table at a desk on its folder: what is asked around a session, and what the window is told.

use std::path::Path;

use tirkeu_core::app::Wish;
use tirkeu_core::command::{BackupForm, SetupForm};
use tirkeu_core::desk::backup::{Alone, Go, back_up};
use tirkeu_core::desk::{self, Folder, Machine, NewStaff, Open, SignedIn};
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::vault::KdfChoice;
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{MANAGER, organisation};

use super::{Answer, ON_A_FOLDER, PEOPLE, told};

const PASSWORD: &str = "five-people-one-desk";

/// A desk on a real folder with a person of every role; the kit waits to be typed back.
struct Place {
    folder: Folder,
    machine: Machine,
    _dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::begin(&dir.path().join("data")).unwrap();
        let machine = Machine::real(None, KdfChoice::Floor);
        let form = SetupForm {
            organisation: organisation(),
            desk_name: "1".into(),
            site: "Алматы".into(),
            prefix: "100".into(),
            manager_name: "Сынақова Сара".into(),
            login: MANAGER.into(),
        };
        let mut open = desk::setup(&folder, &machine, &form, PASSWORD).unwrap();
        for (_, login, role) in PEOPLE {
            let new = NewStaff {
                name: "Сынақов Санжар",
                login,
                password: PASSWORD,
                role,
            };
            if role != Role::Manager {
                open.add_staff(&machine, &new).unwrap();
            }
        }
        open.close(closing::LOCKED).unwrap();
        Self {
            folder,
            machine,
            _dir: dir,
        }
    }

    fn sign_in(&self, who: &str) -> Open {
        match desk::sign_in(&self.folder, &self.machine, who, PASSWORD).unwrap() {
            SignedIn::Open(open) => *open,
            SignedIn::Ceremony(_) => panic!("a new journal is whole"),
        }
    }
}

/// Settings of which none is one.
fn unset() -> BackupForm {
    BackupForm {
        folder: String::new(),
        at: String::new(),
        daily: String::new(),
        weekly: String::new(),
        monthly: String::new(),
    }
}

fn into_nowhere(open: &mut Open) -> Answer {
    let desk = Alone::new(open);
    told(back_up(
        &desk,
        Path::new("/nowhere"),
        Wish::Asked,
        &mut |_| Go::On,
    ))
}

#[test]
fn at_a_desk_on_its_folder() {
    let place = Place::new();
    let judge = |who: &str, letter: char, at: usize, answer: Answer| {
        let (action, allowed) = ON_A_FOLDER[at];
        let expected = if allowed.contains(letter) {
            Ok(())
        } else {
            Err(vec!["not-allowed"])
        };
        assert_eq!(answer, expected, "{who}: {action:?}");
    };
    for (letter, who, role) in PEOPLE {
        let mut open = place.sign_in(who);
        let state = desk::desk_state(&place.folder, &open).unwrap();
        assert_eq!(state.may, role.actions(), "the window is told");
        assert_eq!(
            matches!(state.phase, tirkeu_core::view::Phase::Kit),
            letter == 'M',
            "{who}: nobody else is shown the page of the kit"
        );
        let before = open.app.length();
        judge(who, letter, 0, told(open.verify()));
        judge(who, letter, 1, told(open.pending_kit()));
        judge(who, letter, 4, told(open.register(Lang::Kk)));
        judge(who, letter, 5, told(open.backup_view()));
        let wanted = [told(open.set_backup(&unset())), into_nowhere(&mut open)];
        for answer in wanted {
            match "MA".contains(letter) {
                true => assert!(answer.unwrap_err() != ["not-allowed"]),
                false => judge(who, letter, 5, answer),
            }
        }
        let own = (who, PASSWORD);
        let replaced = told(open.replace_lost_kit(&place.folder, &place.machine, own));
        let accepted = told(open.accept_kit(&place.folder, ""));
        let typed = told(open.confirm_kit(&[]));
        let sheet = told(open.kit_paper(1, |_, _, _| Ok(b"%PDF".to_vec())));
        if letter == 'M' {
            assert!(typed.unwrap_err() != ["not-allowed"]);
            assert_eq!(sheet, Ok(()));
            assert_eq!(replaced, Err(vec!["kit-unconfirmed"]));
            assert_eq!(accepted, Err(vec!["kit-other"]));
        } else {
            judge(who, letter, 1, typed);
            judge(who, letter, 1, sheet);
            judge(who, letter, 6, replaced);
            judge(who, letter, 6, accepted);
            judge(who, letter, 1, told(open.name_backup_key("")));
            let new = NewStaff {
                name: "Сынақов Серік",
                login: "one-more",
                password: PASSWORD,
                role: Role::Manager,
            };
            judge(who, letter, 1, told(open.add_staff(&place.machine, &new)));
            assert_eq!(open.app.length(), before, "{who}: a no writes nothing");
        }
        open.close(closing::LOCKED).unwrap();
        let seen = desk::inspect(&place.folder, &place.machine, MANAGER, PASSWORD).unwrap();
        let proven = seen.prove(&place.folder, &place.machine, who, PASSWORD);
        judge(who, letter, 2, told(proven));
        drop(seen);
        let released = desk::release_reserve(&place.folder, &place.machine, who, PASSWORD);
        judge(who, letter, 3, told(released));
    }
}
