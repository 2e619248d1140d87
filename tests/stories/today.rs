//! The manager's day: figures that several desks' entries make, the same whoever counts them, and nobody named.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tirkeu_core::command::{Command, DirectorForm, ServiceImportForm, TrailForm};
use tirkeu_core::domain::print::{LabelForm, PaperKind, PrintersForm, WayForm};
use tirkeu_core::domain::trail::unusual::Unusual;
use tirkeu_core::event::patient::field::CARD_KIND;
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::query;
use tirkeu_core::query::today::Counting;
use tirkeu_core::table;
use tirkeu_core::view::{Standing, TodayCounted, TodayUnset, TodayView};
use tirkeu_core::words::{Both, Lang};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, child, mother, patient, undocumented};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

fn today(desk: &Desk) -> TodayView {
    desk.app().today().unwrap()
}

fn counted(desk: &Desk) -> TodayCounted {
    for _ in 0..1_000 {
        let count = desk.app().count_today().unwrap();
        if let (100, Some(counted)) = (count.percent, count.counted) {
            return counted;
        }
    }
    panic!("a count that never ends")
}

/// Prices, a printer for slips, a director; the price list.
fn set_up(desk: &Desk) -> Id {
    let bytes = "Код;Услуга;Услуга (каз);Цена\nA1;Глюкоза;Глюкоза;500\n";
    let table = table::read(bytes.as_bytes(), table::LIST).unwrap();
    let view = desk.app().open_services(table, Lang::Ru).unwrap();
    let form = ServiceImportForm {
        name: "Прейскурант".into(),
        valid_from: "01.11.2026".into(),
        ..view.form
    };
    desk.app().import_services(view.handle, &form).unwrap();
    let printers = PrintersForm {
        ways: vec![WayForm {
            kind: PaperKind::Slip,
            printer: String::new(),
            copies: "1".into(),
            with_save: true,
        }],
        label: LabelForm {
            width: "40".into(),
            height: "25".into(),
            dpi: "203".into(),
        },
    };
    desk.app().set_printers(&printers).unwrap();
    let name = |name: &str| Both {
        kk: name.into(),
        ru: name.into(),
    };
    desk.must(Command::NameDirector {
        director: DirectorForm {
            nominative: name("Сейтова А.Б."),
            dative: name("Сейтовой А.Б."),
        },
    });
    let sql = "SELECT subject FROM p_price_list";
    let list = desk.app().conn().query_row(sql, [], |row| row.get(0));
    list.unwrap()
}

fn bars(view: &TodayView) -> Vec<(u8, u32, u32)> {
    let bar = |one: &tirkeu_core::view::TodayHour| (one.hour, one.new, one.known);
    view.hours.iter().map(bar).collect()
}

/// Given, stale, withdrawn, refused, none.
fn consents(desk: &Desk) -> Vec<String> {
    let said = counted(desk).consent;
    said.into_iter().map(|one| one.count).collect()
}

fn merging(card: SubjectId, with: SubjectId) -> Command {
    Command::Merge {
        card,
        with: Some(with),
        reason: "одно удостоверение".into(),
    }
}

#[test]
fn what_nobody_has_set_is_named_until_somebody_has() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let all = [
        TodayUnset::Services,
        TodayUnset::Printers,
        TodayUnset::Director,
    ];
    assert_eq!(today(&desk).unset, all);
    let list = set_up(&desk);
    assert!(today(&desk).unset.is_empty());
    lab.sync();
    let own = [TodayUnset::Printers];
    assert_eq!(today(&village).unset, own, "printers are each desk's own");
    desk.must(Command::DropService {
        code: "A1".into(),
        from: String::new(),
        reason: "нет реактива".into(),
    });
    desk.must(Command::WithdrawPriceList {
        list,
        reason: "не тот файл".into(),
    });
    assert_eq!(today(&desk).unset, [TodayUnset::Services]);
}

#[test]
fn the_first_day_of_an_empty_laboratory_has_no_figure_that_is_none() {
    let (_, [desk]) = Lab::with(["desk"]);
    let view = today(&desk);
    assert_eq!(
        (view.day.as_str(), view.at.as_str()),
        ("18.11.2026", "12:00")
    );
    assert!(view.hours.is_empty());
    assert_eq!((view.new, view.known), (0, 0));
    assert_eq!(view.pace.len(), 14);
    assert_eq!(view.pace.last().unwrap().day, "18.11");
    assert!(
        view.pace
            .iter()
            .all(|day| day.median.is_none() && day.count == 0)
    );
    assert!(!view.unsaved.is_empty(), "the founding is in no backup");
    let counted = counted(&desk);
    assert!(counted.consent.is_empty());
    assert_eq!(counted.subjects.count, "0");
    let class = counted.subjects.class.unwrap();
    assert!(!class.notifies && class.near.is_none());
    assert_eq!(class.thresholds[0].reached, 0);
    let before_the_law = desk.clock() - 365 * DAY;
    desk.set_clock(before_the_law);
    assert!(self::counted(&desk).subjects.class.is_none());
}

#[test]
fn the_hours_of_the_day_are_those_of_almaty_at_every_desk_whose_entries_are_here() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let noon = desk.clock();
    for (at, hours) in [(&desk, [0, 0]), (&village, [0, 2])] {
        for (serial, hour) in hours.into_iter().enumerate() {
            at.set_clock(noon + hour * HOUR + MINUTE);
            let number = u16::try_from(serial).unwrap() + if at.id() == desk.id() { 1 } else { 10 };
            at.intake(patient(number));
        }
    }
    assert_eq!(
        bars(&today(&desk)),
        [(12, 2, 0)],
        "what is not here yet is not counted"
    );
    lab.sync();
    assert_eq!(bars(&today(&desk)), [(12, 3, 0), (13, 0, 0), (14, 1, 0)]);
    assert_eq!(today(&desk).new, 4);
    // Half an hour before and after midnight in Almaty.
    desk.set_clock(noon + 11 * HOUR + HOUR / 2);
    desk.intake(patient(20));
    assert_eq!(today(&desk).hours.last().unwrap().hour, 23);
    desk.set_clock(noon + 12 * HOUR + HOUR / 2);
    assert!(bars(&today(&desk)).is_empty(), "another day");
    desk.intake(patient(21));
    assert_eq!(bars(&today(&desk)), [(0, 1, 0)]);
}

#[test]
fn who_only_acts_for_a_patient_is_a_subject_and_no_patient() {
    let (_, [desk]) = Lab::with(["desk"]);
    desk.must(Desk::taking_in_with(child(1), mother(2), None));
    assert_eq!(today(&desk).new, 1);
    let counted = counted(&desk);
    assert_eq!(
        (counted.patients.as_str(), counted.subjects.count.as_str()),
        ("1", "2")
    );
}

#[test]
fn a_known_person_counts_once_in_the_hour_of_the_first_word() {
    let (_, [desk]) = Lab::with(["desk"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(patient(2)));
    desk.wait(DAY);
    desk.look(one);
    assert!(bars(&today(&desk)).is_empty(), "a look is no visit");
    desk.consent(one);
    desk.wait(HOUR);
    desk.amend(one, |form| form.phone = "8 701 234 56 70".into());
    desk.refuse(other);
    let new = desk.intake(patient(3));
    desk.consent(new);
    assert_eq!(bars(&today(&desk)), [(12, 0, 1), (13, 1, 1)]);
    assert_eq!((today(&desk).new, today(&desk).known), (1, 2));
}

#[test]
fn an_intake_takes_from_its_first_kept_word_to_its_entry_without_what_lay_aside() {
    let (_, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let kept = |desk: &Desk, id: Option<Id>| -> Id {
        let kept = desk.app().keep_draft(id, "intake", None, "А.А.", "{}");
        kept.unwrap()
    };
    let saved = |desk: &Desk, draft: Id, serial: u16| {
        let command = Desk::taking_in(patient(serial));
        desk.app().execute(command, Some(draft)).unwrap();
    };
    let of_today = |desk: &Desk| {
        desk.sign_in(MANAGER);
        let pace = today(desk).pace.last().cloned().unwrap();
        desk.sign_in(REGISTRAR);
        (pace.median, pace.ninety, pace.count, pace.left_out)
    };
    let draft = kept(&desk, None);
    desk.wait(31_000);
    kept(&desk, Some(draft));
    saved(&desk, draft, 1);
    assert_eq!(of_today(&desk), (Some(31), Some(31), 1, 0));
    // Asked once more for the same draft it is the same intake.
    saved(&desk, draft, 1);
    assert_eq!(of_today(&desk).2, 1);

    let draft = kept(&desk, None);
    desk.wait(10_000);
    desk.app().park_draft(draft).unwrap();
    desk.wait(HOUR);
    desk.app().open_draft(draft).unwrap();
    desk.wait(5_000);
    kept(&desk, Some(draft));
    // Left without a word, as behind the curtain: since the last key nobody worked on it.
    desk.wait(HOUR);
    desk.app().open_draft(draft).unwrap();
    desk.wait(6_000);
    saved(&desk, draft, 2);
    assert_eq!(of_today(&desk), (Some(21), Some(31), 2, 0));

    let forgotten = kept(&desk, None);
    desk.wait(5 * HOUR);
    saved(&desk, forgotten, 3);
    let ahead = kept(&desk, None);
    desk.set_clock(desk.clock() - MINUTE);
    saved(&desk, ahead, 4);
    assert_eq!(of_today(&desk), (Some(21), Some(31), 2, 2));

    let amended = desk
        .app()
        .keep_draft(None, "amend", None, "А.А.", "{}")
        .unwrap();
    desk.wait(90_000);
    saved(&desk, amended, 5);
    assert_eq!(of_today(&desk).2, 2, "another form is no intake");
    desk.wait(DAY);
    assert_eq!(of_today(&desk), (None, None, 0, 0));
    desk.sign_in(MANAGER);
    let yesterday = &today(&desk).pace[12];
    assert_eq!((yesterday.median, yesterday.left_out), (Some(21), 2));
}

#[test]
fn everybody_counts_once_and_who_was_destroyed_not_at_all() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let cards: Vec<SubjectId> = (1..6).map(|serial| desk.intake(patient(serial))).collect();
    desk.consent(cards[0]);
    desk.refuse(cards[1]);
    desk.consent(cards[2]);
    desk.withdraw(cards[2]);
    assert_eq!(consents(&desk), ["1", "0", "1", "1", "2"]);
    let same = desk.intake(undocumented(1));
    desk.must(merging(cards[0], same));
    assert_eq!(
        consents(&desk),
        ["1", "0", "1", "1", "2"],
        "merged cards are one person"
    );
    assert_eq!(counted(&desk).subjects.count, "5");
    // The same number at two desks that knew nothing of each other.
    village.intake(patient(7));
    desk.intake(patient(7));
    lab.sync();
    assert_eq!(counted(&desk).subjects.count, "6");
    desk.must(Desk::destroying(cards[1]));
    assert_eq!(consents(&desk), ["1", "0", "1", "0", "3"]);
    let counted = counted(&desk);
    let shares: Vec<&str> = counted
        .consent
        .iter()
        .map(|one| one.percent.as_str())
        .collect();
    assert_eq!(shares, ["20,0", "0,0", "20,0", "0,0", "60,0"]);
    as_card_by_card(&desk);
}

#[test]
fn a_birth_date_on_which_two_desks_differ_counts_as_the_card_shows_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(undocumented(1));
    desk.consent(card);
    lab.sync();
    desk.wait(MINUTE);
    desk.amend(card, |form| form.birth_date = "17.06.2012".into());
    village.wait(2 * MINUTE);
    village.amend(card, |form| form.birth_date = "17.06.1986".into());
    lab.sync();
    assert_eq!(consents(&desk), ["1", "0", "0", "0", "0"]);
    as_card_by_card(&desk);
}

#[test]
fn what_came_after_a_count_began_is_counted_by_the_next_and_nothing_is_counted_anew_in_vain() {
    let (_, [desk]) = Lab::with(["desk"]);
    desk.intake(patient(1));
    let mut calls = 0;
    loop {
        calls += 1;
        // Somebody writes before every stretch, and it comes to its end all the same.
        desk.intake(patient(1 + calls));
        if desk.app().count_today().unwrap().counted.is_some() {
            break;
        }
        assert!(calls < 30);
    }
    let everybody = (1 + calls).to_string();
    assert_eq!(counted(&desk).subjects.count, everybody);
    let again = desk.app().count_today().unwrap();
    assert_eq!(again.counted.unwrap().subjects.count, everybody, "at once");
    // Yesterday's half is not taken over into today.
    desk.intake(patient(90));
    assert_eq!(desk.app().count_today().unwrap().counted, None);
    desk.wait(DAY);
    assert_eq!(counted(&desk).today, "19.11.2026");
}

#[test]
fn an_alarm_is_what_the_view_of_the_journal_shows() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let cards: Vec<SubjectId> = (1..40).map(|serial| desk.intake(patient(serial))).collect();
    lab.sync();
    desk.wait(DAY);
    desk.look(cards[5]);
    desk.wait(8 * DAY);
    village.set_clock(desk.clock());
    desk.look(cards[0]);
    desk.wait(2 * DAY);
    village.set_clock(desk.clock());
    for card in &cards {
        desk.look(*card);
    }
    desk.app().reveal(cards[3], "iin").unwrap();
    village.look(cards[1]);
    desk.wait(10 * HOUR);
    desk.look(cards[2]);
    lab.sync();
    desk.app().export_journal(false).unwrap();
    let counted = counted(&desk);
    let alarms: BTreeMap<String, (u32, u32)> = counted
        .alarms
        .iter()
        .map(|one| (format!("{:?}", one.view), (one.today, one.week)))
        .collect();
    assert_eq!(alarms.len(), 7);
    // Reading the journal is an entry itself: inside the hours of the laboratory.
    desk.set_clock(desk.clock() - 10 * HOUR);
    for rule in Unusual::ALL {
        let shown = |from: &str| {
            let form = TrailForm {
                from: from.to_owned(),
                to: counted.today.clone(),
                unusual: Some(rule),
                ..TrailForm::default()
            };
            rows(&desk, &form)
        };
        let expected = (shown(&counted.today), shown(&counted.week_from));
        assert_eq!(alarms[&format!("{rule:?}")], expected, "{rule:?}");
    }
    let of = |rule: Unusual| alarms[&format!("{rule:?}")];
    assert_eq!(of(Unusual::NoIntake), (41, 42));
    assert_eq!(of(Unusual::ManyCards), (1, 1));
    assert_eq!(of(Unusual::Reveals), (1, 1));
    assert_eq!(of(Unusual::Exports), (1, 1));
    assert!(of(Unusual::OutOfHours).0 > 0);
    assert_eq!(of(Unusual::FailedSignIns), (0, 0));
    let raised: Vec<bool> = counted.alarms.iter().map(|one| one.week > 0).collect();
    assert!(
        raised.is_sorted_by(|a, b| a >= b),
        "what is to be looked at stands on top"
    );
}

/// How many rows the journal shows, page by page; of the view of hours how many hours.
fn rows(desk: &Desk, form: &TrailForm) -> u32 {
    let mut app = desk.app();
    let first = app
        .read_trail(None, (form, None), Lang::Ru)
        .unwrap()
        .into_inner();
    if form.unusual == Some(Unusual::ManyCards) {
        return u32::try_from(first.hours.len()).unwrap();
    }
    let (mut count, mut next) = (first.rows.len(), first.next);
    while let Some(after) = next {
        let page = app.read_trail(Some(first.handle), (form, Some(after)), Lang::Ru);
        let page = page.unwrap().into_inner();
        count += page.rows.len();
        next = page.next;
    }
    u32::try_from(count).unwrap()
}

#[test]
fn reading_the_figures_writes_nothing_and_a_registrar_is_refused() {
    let (_, [desk]) = Lab::with(["desk"]);
    desk.intake(patient(1));
    let before = desk.length();
    today(&desk);
    counted(&desk);
    assert_eq!(desk.length(), before);
    desk.sign_in(REGISTRAR);
    assert!(desk.app().today().is_err());
    assert!(desk.app().count_today().is_err());
}

/// The figures are those of the rule of one card, asked of every card.
pub fn as_card_by_card(desk: &Desk) {
    let app = desk.app();
    let (conn, on) = (app.conn(), app.now().date());
    let mut counting = Counting::begin(conn, on).unwrap();
    let counted = loop {
        if let Some(counted) = counting.go_on(conn).unwrap() {
            break counted;
        }
    };
    let mut cards = conn.prepare("SELECT subject FROM p_card").unwrap();
    let cards: Vec<SubjectId> = cards
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .filter(|card| !query::destroyed(conn, *card).unwrap())
        .collect();
    let (mut people, mut words) = (BTreeSet::new(), [0_u64; 5]);
    for card in &cards {
        let person = query::person::Cards::of(conn, *card).unwrap();
        let person: BTreeSet<SubjectId> = person.all().collect();
        if !people.insert(person.clone()) {
            continue;
        }
        let is_patient = |one: &SubjectId| {
            let fields = query::card::fields(conn, *one).unwrap();
            fields.get(&CARD_KIND).map(String::as_str) != Some("thin")
        };
        if !person.iter().any(is_patient) {
            continue;
        }
        let said = |one: &SubjectId| query::consent::standings(conn, *one, on).unwrap()[0].standing;
        let weakest = person.iter().map(said).max_by_key(|word| match word {
            Standing::Given => 0,
            Standing::Stale => 1,
            Standing::None => 2,
            Standing::Refused => 3,
            Standing::Withdrawn => 4,
            Standing::Destroyed => panic!("it was left out"),
        });
        words[SHOWN
            .iter()
            .position(|word| Some(*word) == weakest)
            .unwrap()] += 1;
    }
    assert_eq!(counted.standing, words);
    assert_eq!(counted.people, people.len() as u64);
}

/// The words in the order in which the figures say them.
const SHOWN: [Standing; 5] = [
    Standing::Given,
    Standing::Stale,
    Standing::Withdrawn,
    Standing::Refused,
    Standing::None,
];

/// What may happen to consent and cards: which desk, what, to which cards.
type Happening = (u8, u8, u8, u8);

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_is_counted_as_it_is_card_by_card(
        history in proptest::collection::vec((0..2_u8, 0..14_u8, any::<u8>(), any::<u8>()), 0..50)
    ) {
        let (lab, [desk, village]) = Lab::with(["desk", "village"]);
        let mut cards = Vec::new();
        for (serial, happening) in history.into_iter().enumerate() {
            let at = if happening.0 == 0 { &desk } else { &village };
            happens(&lab, at, &mut cards, (serial, happening));
        }
        as_card_by_card(&desk);
        lab.sync();
        as_card_by_card(&village);
        village.set_clock(village.clock() + 6 * 365 * DAY);
        as_card_by_card(&village);
    }
}

fn happens(
    lab: &Lab,
    at: &Desk,
    cards: &mut Vec<SubjectId>,
    (serial, (_, what, one, other)): (usize, Happening),
) {
    let serial = u16::try_from(serial).unwrap();
    let pick = |number: u8| cards.get(usize::from(number) % cards.len().max(1)).copied();
    at.wait(MINUTE);
    let (card, with) = (pick(one), pick(other));
    let try_it = |command: Command| drop(at.execute(command));
    match (what, card, with) {
        (0, ..) => cards.extend(
            at.execute(Desk::taking_in(patient(u16::from(one % 6))))
                .map(|done| done.subject),
        ),
        (1, ..) => cards.extend(
            at.execute(Desk::taking_in(undocumented(serial)))
                .map(|done| done.subject),
        ),
        (2, ..) => {
            let command = Desk::taking_in_with(child(serial), mother(200 + serial), None);
            cards.extend(at.execute(command).map(|done| done.subject));
        }
        (3..=5, Some(card), _) => {
            let consent = tirkeu_tests::lab::consent_given(at.policy());
            try_it(Command::Consent { card, consent });
        }
        (6, Some(card), _) => {
            let consent = tirkeu_tests::lab::consent_refused(at.policy());
            try_it(Command::Consent { card, consent });
        }
        (7, Some(card), _) => try_it(Desk::withdrawing(card)),
        (8 | 9, Some(card), Some(with)) if card != with => try_it(merging(card, with)),
        (10, Some(card), _) if !query::destroyed(at.app().conn(), card).unwrap() => {
            // A birth date of somebody who is no adult, on some.
            let year = if other % 2 == 0 { 1985 } else { 2012 };
            try_it(at.amending(card, |form| form.birth_date = format!("17.06.{year}")));
        }
        (11, Some(card), _) if one % 4 == 0 => try_it(Desk::destroying(card)),
        (12, Some(card), _) => {
            let acts = at.of_kind(tirkeu_core::event::kinds::CONSENT_GIVEN);
            let of_card = acts.iter().find(|entry| entry.header().subject == card);
            if let Some(entry) = of_card {
                try_it(Desk::annulling(card, entry.hash()));
            }
        }
        (13, ..) => lab.sync(),
        _ => {}
    }
}
