//! The folder with lists of ready orders: what stands still is marked by the desk itself, once, and nothing else is touched.

use std::fs;
use std::path::{Path, PathBuf};

use tirkeu_core::app::Lying;
use tirkeu_core::command::{Command, OrderName, ReadyForm};
use tirkeu_core::desk::ready_folder::{
    READY_FILE_GONE, READY_FOLDER_AWAY, ReadyFolder, list_bytes,
};
use tirkeu_core::domain::order::number::Number;
use tirkeu_core::domain::order::step::OrderState;
use tirkeu_core::error::Error;
use tirkeu_core::event::kinds;
use tirkeu_core::id::SubjectId;
use tirkeu_core::table::{self, MARKS};
use tirkeu_core::view::{FolderView, OrderGiven};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient, python_says};

use super::{asked, by_id, full, lab, place, quiet, stands, whole};
use crate::notices::{agreed, set_up, someone};

/// A desk with its folder, and the eye that looks into it.
struct Station {
    desk: Desk,
    folder: tempfile::TempDir,
    eye: ReadyFolder,
}

impl Station {
    fn set(desk: &Desk) -> Self {
        let folder = tempfile::tempdir().unwrap();
        desk.sign_in(MANAGER);
        let path = folder.path().to_str().unwrap();
        desk.app().set_ready_folder(path).unwrap();
        desk.sign_in(REGISTRAR);
        let eye = ReadyFolder::new(folder.path());
        let desk = desk.clone();
        Self { desk, folder, eye }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// One look, broken off before the moment of this number.
    fn look_until(&mut self, moments: usize) -> Result<usize, Error> {
        let (desk, held) = (&self.desk, std::cell::Cell::new(0));
        self.eye
            .visit(
                &|work| {
                    if held.get() == moments {
                        return Err(Error::Locked);
                    }
                    held.set(held.get() + 1);
                    work(&mut desk.app())
                },
                &mut |_| {},
            )
            .map(|()| held.get())
    }

    fn look(&mut self) {
        self.look_until(usize::MAX).unwrap();
    }

    /// Two looks: what stands still in between is marked.
    fn settle(&mut self) {
        self.look();
        self.look();
    }

    /// The program is ended and begun anew.
    fn anew(&mut self) {
        self.desk.crash();
        self.desk.sign_in(REGISTRAR);
        self.eye = ReadyFolder::new(self.folder.path());
    }

    fn view(&self) -> FolderView {
        let lying = self.eye.lying();
        self.desk.app().ready_folder_view(&lying).unwrap()
    }

    /// Marked, already ready, refused: what the screen says of today.
    fn today(&self) -> (u32, u32, u32) {
        let view = self.view();
        (view.marked.count, view.already.count, view.refused.count)
    }

    fn marks(&self) -> usize {
        self.desk.of_kind(kinds::ORDER_READY).len()
    }
}

fn station() -> (Lab, Station) {
    let (lab, [desk]) = lab(["desk"]);
    (lab, Station::set(&desk))
}

fn placed(desk: &Desk, card: SubjectId, count: usize) -> Vec<OrderGiven> {
    (0..count).map(|_| place(desk, card, &["A"])).collect()
}

fn list(orders: &[OrderGiven]) -> String {
    let numbers: Vec<&str> = orders.iter().map(|one| one.number.as_str()).collect();
    format!("Номер заказа\r\n{}\r\n", numbers.join("\r\n"))
}

fn opened(station: &Station, lying: &Lying, name: &str) -> (u32, u32, u32) {
    let view = station.view();
    let file = view.files.iter().find(|one| one.name == name).unwrap().file;
    let bytes = list_bytes(station.folder.path(), lying, file).unwrap();
    let table = table::read(&bytes, MARKS).unwrap();
    let open = station.desk.app().open_dropped(file, table).unwrap();
    (open.good.count, open.already.count, open.refused.count)
}

fn code(error: &Error) -> &'static str {
    error.refusals()[0].code.0
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    let mut all: Vec<String> = all
        .map(|one| one.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    all
}

#[test]
fn a_list_that_stands_still_marks_its_orders_and_whoever_agreed_is_told() {
    let (lab, [desk, other]) = lab(["desk", "other"]);
    desk.sign_in(MANAGER);
    set_up(&desk);
    let mut station = Station::set(&desk);
    let told = agreed(&desk, someone(1), &["sms", "network_exchange"]);
    let silent = desk.intake(patient(2));
    let orders = [place(&desk, told, &["A"]), place(&desk, silent, &["A"])];
    station.write("готово.CSV", &list(&orders));
    station.look();
    assert_eq!(station.marks(), 0, "it may still be written");
    // Nobody sits at the desk: the curtain has fallen, and it marks all the same.
    desk.app().cover();
    station.look();
    desk.sign_in(REGISTRAR);
    assert_eq!((station.marks(), station.today()), (2, (2, 0, 0)));
    assert_eq!(desk.of_kind(kinds::NOTICE_QUEUED).len(), 1);
    for entry in [kinds::ORDER_READY, kinds::NOTICE_QUEUED].map(|kind| desk.of_kind(kind)) {
        assert!(entry.iter().all(|one| one.header().session.is_zero()));
    }
    let step = &full(&desk, orders[0].id, told).steps[0];
    assert_eq!((step.state, step.by.as_str()), (OrderState::Ready, ""));
    assert_eq!(
        names(station.folder.path()),
        ["готово.CSV"],
        "it lies where it lay"
    );
    lab.sync();
    assert_eq!(stands(&other, orders[0].id), quiet(OrderState::Ready));
    lab.agree();
    whole(&desk);
    let python = python_says(&[desk.exported()]);
    let verdict = desk.verified().finding.verdict.code();
    assert_eq!(python[0]["finding"]["verdict"], verdict);
}

#[test]
fn the_same_list_does_nothing_a_second_time() {
    let (_lab, mut station) = station();
    let card = station.desk.intake(patient(1));
    let orders = placed(&station.desk, card, 3);
    station.write("a.csv", &list(&orders));
    station.settle();
    assert_eq!(station.today(), (3, 0, 0));
    let length = station.desk.length();
    station.write("b.csv", &list(&orders));
    station.settle();
    fs::remove_file(station.path("a.csv")).unwrap();
    station.settle();
    assert_eq!(station.desk.length(), length);
    station.anew();
    let length = station.desk.length();
    station.settle();
    station.look();
    assert_eq!(
        (station.desk.length(), station.today()),
        (length, (3, 0, 0))
    );
    // A list that grows is another one; what stood in it before is counted and passed over.
    let more = [orders, placed(&station.desk, card, 1)].concat();
    station.write("b.csv", &list(&more));
    station.settle();
    assert_eq!((station.marks(), station.today()), (4, (4, 3, 0)));
    whole(&station.desk);
}

#[test]
fn a_list_that_is_still_written_waits() {
    let (_lab, mut station) = station();
    let card = station.desk.intake(patient(1));
    let orders = placed(&station.desk, card, 4);
    let whole_list = list(&orders);
    for part in [10, 30, 44] {
        station.write(
            "a.csv",
            whole_list.get(..part).unwrap_or(&whole_list[..part + 1]),
        );
        station.look();
    }
    station.write("empty.csv", "");
    station.write("a.csv", &whole_list);
    station.look();
    assert_eq!(station.marks(), 0);
    station.look();
    assert_eq!((station.marks(), station.today()), (4, (4, 0, 0)));
    assert_eq!(station.view().files, []);
}

#[test]
fn bad_rows_stop_nothing_and_a_person_is_asked_to_look() {
    let (_lab, mut station) = station();
    let desk = station.desk.clone();
    let card = desk.intake(patient(1));
    let orders = placed(&desk, card, 4);
    let [good, ready, cancelled, last] = orders.as_slice() else {
        unreachable!()
    };
    desk.must(Command::MarkReady {
        order: by_id(ready.id),
    });
    desk.must(Command::CancelOrder {
        order: by_id(cancelled.id),
        reason: "передумала".into(),
    });
    let foreign = Number::nth(9, 777, 5).unwrap().text();
    let rows = [
        &good.number,
        &foreign,
        "готово",
        &good.number,
        &ready.number,
        &cancelled.number,
        "",
        &last.number,
    ];
    station.write(
        "rows.csv",
        &format!(
            "Заказ;Фамилия\r\n{};Ахметова\r\n",
            rows.join(";Ахметова\r\n")
        ),
    );
    station.write("names.csv", "Фамилия;Дата\r\nАхметова;18.11.2026\r\n");
    station.write("torn.xlsx", "PK\u{3}\u{4}…");
    station.write("~$rows.xlsx", "PK\u{3}\u{4}…");
    station.write(".rows.csv", &list(&orders));
    station.write("rows.txt", &list(&orders));
    fs::create_dir(station.path("folder.csv")).unwrap();
    let large = fs::File::create(station.path("large.csv")).unwrap();
    large.set_len(200 << 20).unwrap();
    station.settle();
    assert_eq!(station.today(), (2, 1, 5));
    assert_eq!(stands(&desk, last.id), quiet(OrderState::Ready));
    let view = station.view();
    let asked: Vec<(&str, bool, u32)> = (view.files.iter())
        .map(|one| (one.name.as_str(), one.understood, one.refused.count))
        .collect();
    for wanted in [
        ("large.csv", false, 0),
        ("names.csv", false, 0),
        ("rows.csv", true, 5),
        ("torn.xlsx", false, 0),
    ] {
        assert!(asked.contains(&wanted), "{wanted:?}: {asked:?}");
    }
    assert_eq!(asked.len(), 4);
    // Whoever saw what is wrong is not asked once more; what was not understood says so until it is marked.
    let lying = station.eye.lying();
    assert_eq!(opened(&station, &lying, "rows.csv"), (0, 3, 5));
    assert_eq!(opened(&station, &lying, "names.csv"), (0, 0, 0));
    let left = |station: &Station| -> Vec<String> {
        let mut names: Vec<String> = (station.view().files.into_iter())
            .map(|one| one.name)
            .collect();
        names.sort();
        names
    };
    assert_eq!(left(&station), ["large.csv", "names.csv", "torn.xlsx"]);
    let large = station.view().files[0].file;
    let no = list_bytes(station.folder.path(), &lying, large).unwrap_err();
    assert_eq!(code(&no), "table-too-large");
    station.settle();
    assert_eq!(
        station.today(),
        (2, 1, 5),
        "looked at once more, marked once"
    );
    // Neither names nor paths are kept, here or in the journal.
    let kept = desk.count(
        "SELECT count(*) FROM pragma_table_info('l_drop') WHERE name NOT IN \
         ('hash', 'at', 'next', 'marked', 'already', 'refused', 'fault', 'looked')",
    );
    assert_eq!(kept, 0);
    for entry in desk.journal() {
        let Some(body) = entry.body() else { continue };
        let says = |name: &[u8]| body.payload().windows(name.len()).any(|part| part == name);
        assert!(!says(b"rows.csv") && !says(b"names.csv"));
    }
    whole(&desk);
}

/// Which column is meant a person says: the file is off the list when its rows are marked, and not before.
#[test]
fn a_file_that_was_not_understood_stays_until_a_person_has_marked_it() {
    let (_lab, mut station) = station();
    let desk = station.desk.clone();
    let card = desk.intake(patient(1));
    let orders = placed(&desk, card, 2);
    let rows: String = (orders.iter())
        .map(|one| format!("{};да\r\n", one.number))
        .collect();
    station.write("odd.csv", &format!("Дата;Да\r\n{rows}"));
    station.settle();
    let lying = station.eye.lying();
    let file = station.view().files[0].file;
    let read = || {
        table::read(
            &list_bytes(station.folder.path(), &lying, file).unwrap(),
            table::MARKS,
        )
    };
    let view = desk.app().open_dropped(file, read().unwrap()).unwrap();
    assert_eq!(station.view().files.len(), 1, "looking is not marking");
    let form = ReadyForm {
        columns: vec!["number".into(), String::new()],
        ..view.form
    };
    let done = desk.app().mark_ready_file(view.handle, &form, 0).unwrap();
    assert_eq!((done.marked, done.next), (2, None));
    assert!(station.view().files.is_empty());
    whole(&desk);
}

/// Of two headings that sound alike the one under which numbers stand.
#[test]
fn the_number_is_looked_for_where_numbers_stand() {
    let (_lab, mut station) = station();
    let desk = station.desk.clone();
    let card = desk.intake(patient(1));
    let orders = placed(&desk, card, 1);
    let row = format!(
        "Номер;ФИО;Номер заказа\r\n1;Пробный;{}\r\n",
        orders[0].number
    );
    station.write("lis.csv", &row);
    station.settle();
    assert_eq!(station.today(), (1, 0, 0));
}

#[test]
fn what_was_put_in_the_place_of_a_list_is_not_opened_as_it() {
    let (_lab, mut station) = station();
    station.write("a.csv", "Номер заказа\r\nнет\r\n");
    station.settle();
    let lying = station.eye.lying();
    let file = station.view().files[0].file;
    station.write("a.csv", "Номер заказа\r\nтоже нет\r\n");
    let no = list_bytes(station.folder.path(), &lying, file).unwrap_err();
    assert_eq!(code(&no), READY_FILE_GONE.0);
    fs::remove_file(station.path("a.csv")).unwrap();
    let no = list_bytes(station.folder.path(), &lying, file).unwrap_err();
    assert_eq!(code(&no), READY_FILE_GONE.0);
    station.look();
    assert_eq!(station.view().files, [], "nobody can look at it any more");
    assert_eq!(station.today(), (0, 0, 1), "and it is not forgotten");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let (_lab, mut station) = station();
    let elsewhere = tempfile::tempdir().unwrap();
    let card = station.desk.intake(patient(1));
    let text = list(&placed(&station.desk, card, 1));
    let target = elsewhere.path().join("a.csv");
    fs::write(&target, &text).unwrap();
    let link = station.path("a.csv");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    station.settle();
    // One that takes the place of a list that stood still.
    station.write("b.csv", &text);
    station.look();
    fs::remove_file(station.path("b.csv")).unwrap();
    std::os::unix::fs::symlink(&target, station.path("b.csv")).unwrap();
    station.settle();
    assert_eq!((station.marks(), station.view().files.len()), (0, 0));
    // A folder that is a link to another disk is one.
    let linked = elsewhere.path().join("lists");
    std::os::unix::fs::symlink(station.folder.path(), &linked).unwrap();
    station.desk.sign_in(MANAGER);
    station
        .desk
        .app()
        .set_ready_folder(linked.to_str().unwrap())
        .unwrap();
    station.desk.sign_in(REGISTRAR);
    station.write("c.csv", &text);
    station.eye = ReadyFolder::new(&linked);
    station.settle();
    assert_eq!(station.marks(), 1);
}

#[test]
fn a_folder_that_is_gone_is_told_of_and_goes_on_when_it_is_back() {
    let (_lab, mut station) = station();
    let card = station.desk.intake(patient(1));
    let text = list(&placed(&station.desk, card, 1));
    let path = station.folder.path().to_owned();
    fs::remove_dir(&path).unwrap();
    station.look();
    assert_eq!(station.view().trouble.as_deref(), Some(READY_FOLDER_AWAY.0));
    fs::create_dir(&path).unwrap();
    station.write("a.csv", &text);
    station.look();
    assert_eq!((station.view().trouble, station.marks()), (None, 0));
    station.look();
    assert_eq!(station.marks(), 1);
}

#[test]
fn a_program_that_was_killed_goes_on_where_it_stopped() {
    let (_lab, mut station) = station();
    let card = station.desk.intake(patient(1));
    let orders = placed(&station.desk, card, 150);
    let mut text = list(&orders);
    // The first one again, two stretches later.
    text.push_str(&orders[0].number);
    station.write("a.csv", &text);
    station.look();
    // What is known of it, its beginning, one stretch.
    assert!(matches!(station.look_until(3), Err(Error::Locked)));
    assert_eq!((station.marks(), station.today()), (64, (64, 0, 0)));
    station.anew();
    station.look();
    assert!(matches!(station.look_until(3), Err(Error::Locked)));
    assert_eq!(station.today(), (128, 0, 0));
    station.anew();
    station.settle();
    assert_eq!((station.marks(), station.today()), (150, (150, 0, 1)));
    assert_eq!(
        station.view().files[0].refused.count,
        1,
        "it stood there twice"
    );
    station.anew();
    station.settle();
    assert_eq!((station.marks(), station.today()), (150, (150, 0, 1)));
    whole(&station.desk);
}

#[test]
fn a_hundred_thousand_rows_leave_the_desk_to_whoever_works() {
    let (_lab, mut station) = station();
    let desk = station.desk.clone();
    let card = desk.intake(patient(1));
    let orders = placed(&desk, card, 100);
    let mut text = list(&orders);
    for nth in 0..99_900 {
        text.push_str(&Number::nth(0, 909, nth).unwrap().text());
        text.push_str("\r\n");
    }
    station.write("a.csv", &text);
    station.look();
    let moments = std::cell::Cell::new(0_u32);
    let ask = |work: &mut dyn FnMut(&mut tirkeu_core::app::App) -> Result<(), Error>| {
        moments.set(moments.get() + 1);
        // Somebody comes between two stretches.
        if moments.get() == 700 {
            desk.intake(patient(2));
        }
        work(&mut desk.app())
    };
    station.eye.visit(&ask, &mut |_| {}).unwrap();
    assert_eq!(station.today(), (100, 0, 99_900));
    assert!(moments.get() > 100_000 / 64, "{} moments", moments.get());
    assert_eq!(station.marks(), 100);
}

#[test]
fn a_file_does_not_undo_what_a_person_said() {
    let (lab, [desk, other]) = lab(["desk", "other"]);
    let mut station = Station::set(&desk);
    let card = agreed_to_meet(&desk);
    let orders = placed(&desk, card, 3);
    lab.sync();
    let [taken_back, open, plain] = orders.as_slice() else {
        unreachable!()
    };
    // A mark that was a mistake was taken back; of another order two desks said different things.
    let named = |one: &OrderGiven| OrderName::number(&one.number);
    desk.must(Command::MarkReady {
        order: named(taken_back),
    });
    desk.must(Command::ReopenOrder {
        order: named(taken_back),
        reason: "не тот заказ".into(),
    });
    desk.must(Command::MarkReady { order: named(open) });
    other.must(Command::CancelOrder {
        order: named(open),
        reason: "передумала".into(),
    });
    lab.sync();
    station.write("a.csv", &list(&orders));
    station.settle();
    assert_eq!(station.today(), (1, 0, 2));
    assert_eq!(stands(&desk, taken_back.id), quiet(OrderState::Placed));
    assert_eq!(stands(&desk, open.id), asked(OrderState::Cancelled));
    assert_eq!(stands(&desk, plain.id), quiet(OrderState::Ready));
    // Nor does whoever looks at the file: they are told why, and that it is said at the order.
    let lying = station.eye.lying();
    assert_eq!(opened(&station, &lying, "a.csv"), (0, 1, 2));
    whole(&desk);
}

fn agreed_to_meet(desk: &Desk) -> SubjectId {
    desk.sign_in(MANAGER);
    set_up(desk);
    desk.sign_in(REGISTRAR);
    agreed(desk, someone(1), &["network_exchange"])
}

#[test]
fn a_manager_says_where_and_whoever_says_nowhere_ends_it() {
    let (_lab, mut station) = station();
    let desk = station.desk.clone();
    let set = |folder: &str| {
        let set = desk.app().set_ready_folder(folder);
        set.map_err(|error| code(&error))
    };
    assert_eq!(set("/mnt/lists"), Err("not-allowed"));
    desk.sign_in(MANAGER);
    assert_eq!(set("lists"), Err("backup-folder"));
    let card = desk.intake(patient(1));
    let orders = placed(&desk, card, 100);
    station.write("a.csv", &list(&orders));
    station.look();
    // Nobody wants it any more while it is marked: it ends behind the stretch.
    let held = std::cell::Cell::new(0);
    let ask = |work: &mut dyn FnMut(&mut tirkeu_core::app::App) -> Result<(), Error>| {
        held.set(held.get() + 1);
        if held.get() == 4 {
            set("").unwrap();
        }
        work(&mut desk.app())
    };
    let ended = station.eye.visit(&ask, &mut |_| {});
    assert!(matches!(ended, Err(Error::Locked)), "{ended:?}");
    assert_eq!((station.marks(), station.view().is_set), (64, false));
    assert_eq!(desk.app().ready_folder().unwrap(), None);
}

#[test]
fn a_desk_whose_clock_nobody_believes_marks_nothing_and_makes_it_up() {
    let (_lab, mut station) = station();
    let card = station.desk.intake(patient(1));
    station.write("a.csv", &list(&placed(&station.desk, card, 1)));
    let now = station.desk.clock();
    station.desk.set_clock(now - 3 * 24 * super::HOUR);
    station.settle();
    assert_eq!(station.marks(), 0);
    station.desk.set_clock(now + super::HOUR);
    station.look();
    assert_eq!(station.marks(), 1);
}
