//! The one box and the duplicate check over a synthetic laboratory of ten thousand, a hundred thousand and a million
//! cards, beside the bare query of the index that cannot be avoided: the same words, no order, no rows.
//!
//! The cards are written straight into the tables that search reads, as the fold writes them: a million intakes would
//! take a day. Names are drawn with the frequencies of a town, a few very common and many rare.

use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::id::{Id, SystemEntropy};
use tirkeu_core::projection::search::{indexed, insert};
use tirkeu_core::query::{self, search::Index};
use tirkeu_core::store::Store;
use tirkeu_core::vault::Dek;

use crate::frame::timed;

/// How often each query is asked.
const ROUNDS: usize = 30;

/// Surnames, names and fathers' names, the commonest first: the n-th is drawn about 1/n as often as the first.
const SURNAMES: &[&str] = &[
    "Ахметов",
    "Оспанов",
    "Ким",
    "Иванов",
    "Ибраев",
    "Сәрсенов",
    "Жұмабаев",
    "Қасымов",
    "Петров",
    "Әлиев",
    "Смағұлов",
    "Нұрғалиев",
    "Попов",
    "Цой",
    "Есенов",
    "Тоқаев",
    "Юсупов",
    "Искаков",
    "Мұхамеджанов",
    "Сейтов",
    "Пак",
    "Волков",
    "Құдайбергенов",
    "Байжанов",
    "Өтегенов",
    "Шарипов",
    "Досанов",
    "Тілеубердиев",
    "Рахимов",
    "Кузнецов",
];
const NAMES: &[&str] = &[
    "Айгерім",
    "Нұрлан",
    "Мадина",
    "Ерлан",
    "Анна",
    "Данияр",
    "Алия",
    "Сергей",
    "Динара",
    "Тимур",
    "Гүлнар",
    "Олжас",
    "Әсел",
    "Руслан",
    "Жанар",
    "Арман",
    "Мария",
    "Бауыржан",
    "Камила",
    "Санжар",
    "Меруерт",
    "Ринат",
    "Сәуле",
    "Әлихан",
    "Юлия",
    "Қайрат",
    "Томирис",
    "Асқар",
    "Ләззат",
    "Дмитрий",
];
const FATHERS: &[&str] = &[
    "Болатқызы",
    "Ерланұлы",
    "Сергеевна",
    "Мұратұлы",
    "Маратқызы",
    "Иванович",
    "Серікұлы",
    "Қайратқызы",
    "Асқарұлы",
    "",
];

/// What is typed: each keystroke of a name, numbers, mistakes.
pub const QUERIES: &[&str] = &[
    "ах",
    "ахм",
    "ахме",
    "ахмет",
    "ахметов",
    "ахметов айг",
    "ахметов айгерім",
    "айгерім ахметов болатқызы",
    "айг",
    "айгерим",
    "fqutkzv",
    "Akhmetov",
    "Akhmetov Nurlan",
    "ахметов а б",
    "мұхамеджанов",
    "тлеубердиев ляззат",
    "0701234567",
    "9103",
    "910312",
    "4567",
    "+7 701 234",
    "12.03.1991",
    "ыыыщщ",
    "ахметов щщщ болатқызы",
];

pub struct Measured {
    /// The rows that a person sees.
    pub ours: Vec<Duration>,
    /// Which cards they are, in their order.
    pub page: Vec<Duration>,
    /// The same words asked of the index alone, in no order.
    pub bare: Vec<Duration>,
    /// The duplicate check of a form.
    pub check: Vec<Duration>,
    pub table: Vec<String>,
}

/// Every query so many times, and as many duplicate checks.
pub fn measure(folder: &Path, cards: u64) -> Measured {
    std::fs::create_dir_all(folder).unwrap();
    let dek = Dek::generate(&mut SystemEntropy);
    let mut store = Store::open(&folder.join("search.db"), &dek).unwrap();
    fill(store.conn_mut(), cards);
    let conn = store.conn();
    let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let mut out = Measured {
        ours: Vec::new(),
        page: Vec::new(),
        bare: Vec::new(),
        check: Vec::new(),
        table: Vec::new(),
    };
    for typed in QUERIES {
        let (mut ours, mut page, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        let (index, words) = query::search::words(typed);
        for _ in 0..ROUNDS {
            let (_, time) = timed(|| query::search::search(conn, typed, on).unwrap());
            ours.push(time);
            let (_, time) = timed(|| query::search::page(conn, typed, on).unwrap());
            page.push(time);
            let (_, time) = timed(|| unordered(conn, index, &words));
            bare.push(time);
        }
        let found = frequency(conn, index, &words);
        out.table.push(format!(
            "  {typed:<28} {found:>8} cards {:>9.2?} p50 {:>9.2?} p99; its cards alone {:>9.2?}, bare {:>9.2?}",
            at(&ours, 50),
            at(&ours, 99),
            at(&page, 50),
            at(&bare, 50)
        ));
        out.ours.extend(ours);
        out.page.extend(page);
        out.bare.extend(bare);
    }
    for round in 0..200 {
        let form = typed(cards, round);
        let (_, time) = timed(|| query::alike::alike(conn, &form, None, on).unwrap());
        out.check.push(time);
    }
    out.table.push(format!(
        "  duplicate check {:>39.2?} p50 {:>9.2?} p99",
        at(&out.check, 50),
        at(&out.check, 99)
    ));
    out
}

/// Somebody who stands on a card, with another ending and without ИИН: the dearest check.
fn typed(cards: u64, round: u64) -> PatientForm {
    let mut dice = Dice(round % cards + 1);
    let person = Drawn::of(&mut dice);
    PatientForm {
        surname: person.surname.to_owned(),
        name: person.name.to_owned(),
        patronymic: person.father.to_owned(),
        birth_date: person.born.format("%d.%m.%Y").to_string(),
        phone: person.phone,
        iin: person.iin,
        ..PatientForm::default()
    }
}

/// The least that finds anything: the words of the query, the first page of rowids in whatever order.
fn unordered(conn: &Connection, index: Index, words: &str) -> usize {
    if words.is_empty() {
        return 0;
    }
    let table = index.table();
    let sql = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 LIMIT 21");
    let mut rows = conn.prepare_cached(&sql).unwrap();
    rows.query_map([words], |row| row.get::<_, i64>(0))
        .unwrap()
        .count()
}

fn frequency(conn: &Connection, index: Index, words: &str) -> i64 {
    if words.is_empty() {
        return 0;
    }
    let table = index.table();
    let sql = format!("SELECT count(*) FROM {table} WHERE {table} MATCH ?1");
    conn.query_row(&sql, [words], |row| row.get(0)).unwrap()
}

/// The sample below which so many of a hundred lie.
pub fn at(samples: &[Duration], percent: usize) -> Duration {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted[place]
}

/// Numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Small numbers more often than large ones.
    fn pick(&mut self, all: &'static [&'static str]) -> &'static str {
        let within = |dice: &mut Self| usize::try_from(dice.next() % all.len() as u64).unwrap();
        let end = within(self) + 1;
        all[usize::try_from(self.next() % end as u64).unwrap()]
    }
}

struct Drawn {
    surname: &'static str,
    name: &'static str,
    father: &'static str,
    born: NaiveDate,
    iin: String,
    phone: String,
}

impl Drawn {
    fn of(dice: &mut Dice) -> Self {
        let born = NaiveDate::from_ymd_opt(1945, 1, 1).unwrap();
        let born = born + chrono::Days::new(dice.next() % 28_000);
        Self {
            surname: dice.pick(SURNAMES),
            name: dice.pick(NAMES),
            father: dice.pick(FATHERS),
            born,
            iin: format!("{}4{:05}", born.format("%y%m%d"), dice.next() % 100_000),
            phone: format!("+7701{:07}", dice.next() % 10_000_000),
        }
    }
}

fn fill(conn: &mut Connection, cards: u64) {
    // Filling in large pieces: what is asked afterwards is merged as at a desk.
    for index in [Index::Names, Index::Numbers] {
        let table = index.table();
        conn.execute(
            &format!("INSERT INTO {table} ({table}, rank) VALUES ('hashsize', 33554432)"),
            [],
        )
        .unwrap();
    }
    let tx = conn.transaction().unwrap();
    let device = Id([1; 16]);
    for number in 1..=cards {
        let person = Drawn::of(&mut Dice(number));
        let mut subject = [0; 16];
        subject[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        subject[8..].copy_from_slice(&number.to_be_bytes());
        let subject = Id(subject);
        let id = i64::try_from(number).unwrap();
        tx.prepare_cached(
            "INSERT INTO p_card (subject, entry, wall, device) VALUES (?1, ?1, ?2, ?3)",
        )
        .unwrap()
        .execute(params![subject, id, device])
        .unwrap();
        let born = person.born.to_string();
        let fields = [
            (1, person.surname),
            (2, person.name),
            (3, person.father),
            (4, &person.iin),
            (5, &born),
            (12, &person.phone),
        ];
        for (field, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            tx.prepare_cached("INSERT INTO p_card_field (subject, field, entry, hlc, device, seq, value) VALUES (?1, ?2, ?1, 1, ?3, 1, ?4)")
                .unwrap()
                .execute(params![subject, field, device, value])
                .unwrap();
        }
        let row = indexed(fields.iter().map(|(field, value)| (*field, *value)));
        insert(&tx, subject, (id, id), &row).unwrap();
    }
    tx.commit().unwrap();
}
