//! Several people take turns at one desk: sessions interleave in the journal, and each entry has its author.

use tirkeu_core::audit::Verdict;
use tirkeu_core::command::Command;
use tirkeu_core::error::Error;
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::kinds::{self, Role};
use tirkeu_core::id::{Hash, Id};
use tirkeu_core::store::Store;
use tirkeu_core::vault::{Pin, PublicKeys};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, key_of, patient};

const PIN: &str = "190652";
const OTHER_PIN: &str = "271828";

fn codes(outcome: Result<(), Error>) -> Vec<&'static str> {
    let refused = outcome.err().map(|error| error.refusals());
    refused.into_iter().flatten().map(|no| no.code.0).collect()
}

struct Seed(u8);

impl tirkeu_core::id::Entropy for Seed {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.0 += 1;
        buffer.fill(self.0);
    }
}

/// Manager and registrar have signed in, each with a PIN; the registrar is present.
fn two_people(lab: &Lab, desk: &Desk) -> (Id, Id) {
    let (manager, registrar) = (lab.staff(MANAGER), lab.staff(REGISTRAR));
    let mut app = desk.app();
    app.keep_pin(&Pin::new(PIN, &mut Seed(1)).unwrap()).unwrap();
    app.cover();
    app.open_session(registrar, key_of(REGISTRAR, desk.name()))
        .unwrap();
    app.keep_pin(&Pin::new(OTHER_PIN, &mut Seed(7)).unwrap())
        .unwrap();
    (manager, registrar)
}

#[test]
fn people_take_turns_and_every_entry_names_who_made_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (manager, registrar) = two_people(&lab, &desk);
    let opened = || desk.count("SELECT count(*) FROM x_session WHERE closed_seq IS NULL");
    let first = desk.intake(patient(1));
    desk.app().cover();
    desk.app().return_by_pin(manager, PIN).unwrap();
    assert_eq!(desk.app().people(), [manager, registrar]);
    let second = desk.intake(patient(2));
    desk.app().cover();
    desk.app().return_by_pin(registrar, OTHER_PIN).unwrap();
    let third = desk.intake(patient(3));
    assert_eq!(opened(), 2, "coming back opens nothing and closes nothing");

    let author = |card| {
        let journal = desk.journal();
        let made = journal.iter().find(|entry| {
            entry.header().subject == card && entry.header().kind == kinds::PATIENT_REGISTERED
        });
        made.unwrap().header().session
    };
    assert_eq!(author(first), author(third), "one session, resumed");
    assert_ne!(author(first), author(second));

    desk.app().close_sessions(closing::LOCKED).unwrap();
    assert_eq!(opened(), 0, "the end of the shift ends both");
    assert!(desk.app().people().is_empty());
    assert!(desk.verified().finding.verdict <= Verdict::WholeUnanchored);
    desk.sign_in(MANAGER);
    lab.sync();
    lab.agree();
    for card in [first, second, third] {
        assert!(
            village
                .field(card, tirkeu_core::event::patient::field::NAME)
                .is_some()
        );
    }
}

#[test]
fn behind_the_curtain_every_door_is_locked() {
    let (lab, [desk]) = Lab::with(["desk"]);
    two_people(&lab, &desk);
    let card = desk.intake(patient(1));
    let entries = desk.journal().len();
    desk.app().cover();
    assert_eq!(
        desk.execute(Desk::taking_in(patient(2))),
        Err(vec!["locked"])
    );
    let mut app = desk.app();
    assert!(matches!(app.open_card(card), Err(Error::Locked)));
    assert!(matches!(app.open_list(0), Err(Error::Locked)));
    assert!(matches!(app.drafts(), Err(Error::Locked)));
    assert!(matches!(app.export_journal(false), Err(Error::Locked)));
    assert!(matches!(
        app.keep_pin(&Pin::new(PIN, &mut Seed(3)).unwrap()),
        Err(Error::Locked)
    ));
    drop(app);
    assert_eq!(desk.journal().len(), entries, "not one entry more");
}

#[test]
fn five_wrong_pins_want_the_password_and_the_journal_hears_of_them() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (manager, registrar) = two_people(&lab, &desk);
    desk.app().cover();
    for left in ["4", "3", "2", "1"] {
        let no = desk.app().return_by_pin(registrar, "000111").unwrap_err();
        let no = no.refusals().remove(0);
        assert_eq!((no.code.0, no.args["left"].as_str()), ("pin-wrong", left));
    }
    assert_eq!(
        codes(desk.app().return_by_pin(registrar, PIN)),
        ["pin-stopped"]
    );
    assert_eq!(
        codes(desk.app().return_by_pin(registrar, OTHER_PIN)),
        ["pin-stopped"],
        "the right one is too late"
    );
    assert!(!desk.app().has_pin(registrar).unwrap());
    let failures = |desk: &Desk| {
        let kind =
            |entry: &&tirkeu_core::journal::Entry| entry.header().kind == kinds::SIGN_IN_FAILED;
        desk.journal().iter().filter(kind).count()
    };
    assert_eq!(failures(&desk), 1);
    // Others are not held up, and the password gives the PIN back.
    desk.app().return_by_pin(manager, PIN).unwrap();
    desk.app().cover();
    desk.app().resume(registrar).unwrap();
    assert_eq!(failures(&desk), 1, "told once");
    desk.app().cover();
    desk.app().return_by_pin(registrar, OTHER_PIN).unwrap();
}

#[test]
fn whoever_gave_no_password_or_has_no_pin_does_not_come_back_by_pin() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (manager, registrar) = (lab.staff(MANAGER), lab.staff(REGISTRAR));
    desk.app().cover();
    assert_eq!(codes(desk.app().return_by_pin(manager, PIN)), ["pin-none"]);
    assert_eq!(
        codes(desk.app().return_by_pin(registrar, PIN)),
        ["pin-none"]
    );
    desk.app().resume(manager).unwrap();
    two_people(&lab, &desk);
    desk.app().close_sessions(closing::LOCKED).unwrap();
    assert_eq!(
        codes(desk.app().return_by_pin(manager, PIN)),
        ["pin-none"],
        "after the desk was locked the PIN opens nothing"
    );
}

#[test]
fn what_was_taken_away_behind_the_curtain_is_gone_at_the_return() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (manager, registrar) = two_people(&lab, &desk);
    let role = |role| Command::SetRole {
        staff: registrar,
        role,
    };
    desk.app().cover();
    desk.app().return_by_pin(manager, PIN).unwrap();
    desk.must(role(Some(Role::Senior)));
    desk.app().cover();
    desk.app().return_by_pin(registrar, OTHER_PIN).unwrap();
    assert_eq!(desk.app().session().unwrap().role, Role::Senior);
    desk.app().cover();
    desk.app().return_by_pin(manager, PIN).unwrap();
    desk.must(role(None));
    desk.app().cover();
    assert_eq!(
        codes(desk.app().return_by_pin(registrar, OTHER_PIN)),
        ["not-allowed"]
    );
    assert_eq!(desk.app().people(), [manager], "their session has ended");
    assert!(desk.verified().finding.verdict <= Verdict::WholeUnanchored);
}

#[test]
fn a_crash_behind_the_curtain_leaves_sessions_that_the_next_sign_in_closes() {
    let (lab, [desk]) = Lab::with(["desk"]);
    two_people(&lab, &desk);
    desk.app().cover();
    desk.crash();
    desk.sign_in(MANAGER);
    let open = desk.count("SELECT count(*) FROM x_session WHERE closed_seq IS NULL");
    assert_eq!(open, 1);
    assert!(desk.verified().finding.verdict <= Verdict::WholeUnanchored);
}

#[test]
fn a_half_filled_form_goes_to_whoever_takes_it_over_and_to_nobody_else() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (manager, registrar) = two_people(&lab, &desk);
    let keep = |json: &str| desk.app().keep_draft(None, "intake", None, "А.А.", json);
    let kept = keep(r#"{"surname":"А"}"#).unwrap();
    assert_eq!(
        codes(desk.app().take_over_draft(kept)),
        ["not-found"],
        "one's own is not a colleague's"
    );
    desk.app().cover();
    desk.app().return_by_pin(manager, PIN).unwrap();
    assert_eq!(codes(desk.app().open_draft(kept).map(drop)), ["not-found"]);
    let offered = desk.app().colleagues_drafts().unwrap();
    assert_eq!((offered[0].id, offered[0].staff), (kept, registrar));
    let entries = desk.journal().len();
    desk.app().take_over_draft(kept).unwrap();
    assert_eq!(desk.journal().len(), entries + 1, "the journal hears of it");
    assert!(desk.app().colleagues_drafts().unwrap().is_empty());
    assert_eq!(
        desk.app().open_draft(kept).unwrap().into_inner(),
        r#"{"surname":"А"}"#
    );
    desk.app().cover();
    desk.app().return_by_pin(registrar, OTHER_PIN).unwrap();
    assert!(
        desk.app().drafts().unwrap().is_empty(),
        "it is no longer theirs"
    );
    assert_eq!(codes(desk.app().open_draft(kept).map(drop)), ["not-found"]);
    let again = desk
        .app()
        .keep_draft(Some(kept), "intake", None, "А.А.", "{}");
    assert_eq!(codes(again.map(drop)), ["not-found"], "nor written over");
}

#[test]
fn what_is_no_pin_is_no_guess_and_guesses_are_told_at_the_end_of_the_shift() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (manager, registrar) = two_people(&lab, &desk);
    desk.app().cover();
    for slip in ["", " ", "12", "abcdef", "1234567890123"] {
        assert_eq!(
            codes(desk.app().return_by_pin(registrar, slip)),
            ["vault-pin-form"],
            "{slip:?}"
        );
    }
    for who in [registrar, manager] {
        desk.wait(1_000);
        assert_eq!(
            codes(desk.app().return_by_pin(who, "000111")),
            ["pin-wrong"]
        );
    }
    desk.app().close_sessions(closing::LOCKED).unwrap();
    assert!(!desk.app().is_covered(), "locked is not covered");
    let failures = desk.journal();
    let failures = failures
        .iter()
        .filter(|entry| entry.header().kind == kinds::SIGN_IN_FAILED);
    assert_eq!(failures.count(), 2, "one guess at each of them");
}

#[test]
fn the_present_person_keeps_what_is_open_when_another_is_taken_away() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (manager, registrar) = two_people(&lab, &desk);
    let card = desk.intake(patient(1));
    desk.app().cover();
    desk.app().return_by_pin(manager, PIN).unwrap();
    let handle = desk.look(card).handle;
    desk.app().end_of(registrar).unwrap();
    assert!(desk.app().refresh_card(handle).is_ok());
    assert_eq!(desk.app().people(), [manager]);
}

#[test]
fn whoever_was_removed_leaves_a_debt_on_every_desk_where_they_had_a_key() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let owes = |desk: &Desk| desk.app().owes_rekey().unwrap();
    assert!(!owes(&desk) && !owes(&village));
    let (registrar, guest) = (lab.staff(REGISTRAR), lab.staff("guest"));
    let role = Some(Role::Registrar);
    village.must(Command::SetRole { staff: guest, role });
    village.must(village.add_key("guest", &village));
    lab.sync();
    village.must(Command::RemoveStaff { staff: guest });
    assert!(owes(&village));
    lab.sync();
    assert!(!owes(&desk), "they never had a key here");
    desk.must(Command::RemoveStaff { staff: registrar });
    assert!(owes(&desk));
    desk.app().rebuild().unwrap();
    assert!(owes(&desk), "what is owed follows from the journal");
    lab.sync();
    lab.agree();
    // The village pays for both with one change: its copy says to whom the new key was not sealed.
    let mut copy = Store::memory().unwrap();
    let manager = lab.key(MANAGER, &village).verifying_key().to_bytes();
    village
        .app()
        .settle_past_keys(&mut copy, &[Hash(manager)])
        .unwrap();
    let past = tirkeu_core::query::keys::past(copy.conn()).unwrap();
    let key = |who| Hash(lab.key(who, &village).verifying_key().to_bytes());
    assert_eq!(past, [key("guest"), key(REGISTRAR)].into());
}

#[test]
fn a_new_key_is_sealed_only_to_both_halves_that_the_roster_names() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let registrar = lab.staff(REGISTRAR);
    let of = |desk: &Desk, seal| PublicKeys {
        sign: lab.key(REGISTRAR, desk).verifying_key().to_bytes(),
        seal: [seal; 32],
    };
    let vouches = |slot| desk.app().vouches(registrar, slot).unwrap();
    assert!(vouches(of(&desk, 3)));
    assert!(!vouches(of(&desk, 4)), "somebody else's half to seal to");
    assert!(!vouches(of(&village, 3)), "a key of another desk");
    desk.must(Command::RemoveStaff { staff: registrar });
    assert!(!vouches(of(&desk, 3)), "nor to a removed person");
}
