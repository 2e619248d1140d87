//! A laboratory in a temporary folder and the real `tirkeu` as its only visitor.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;
use tirkeu_core::desk::{self, Folder, Machine, SignedIn};
use tirkeu_core::domain::iin::Iin;
use tirkeu_core::event::desk::closing;
use tirkeu_core::vault::KdfChoice;

pub const LOGIN: &str = "manager";
pub const PASSWORD: &str = "torture-torture-1";

/// The program under test; `make test` builds it before the tests.
pub fn tirkeu() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let target = here.ancestors().nth(2).unwrap();
    let path = target.join(format!("tirkeu{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "{} must be built first: cargo build --workspace",
        path.display()
    );
    path
}

/// What a call answered.
pub struct Answer {
    pub code: i32,
    pub lines: Vec<Value>,
    pub stderr: String,
}

impl Answer {
    fn of(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        Self {
            code: output.status.code().unwrap_or(-1),
            lines: text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Codes of what went wrong.
    pub fn codes(&self) -> Vec<String> {
        self.lines
            .iter()
            .filter_map(|line| line["errors"].as_array())
            .flatten()
            .filter_map(|error| Some(error["code"].as_str()?.to_owned()))
            .collect()
    }
}

/// A data folder of its own, copied from one that was set up once.
pub struct Lab {
    dir: TempDir,
}

impl Lab {
    /// Organisation, manager and a published policy, at the floor of the cost.
    pub fn new() -> Self {
        static MASTER: OnceLock<Lab> = OnceLock::new();
        let master = MASTER.get_or_init(|| {
            let lab = Self::founded();
            let early = lab.batch(&[intake(1)]);
            assert_eq!(
                early.codes(),
                ["kit-unconfirmed"],
                "no patient before the kit"
            );
            lab.type_the_kit_back();
            let answer = lab.batch(&[policy()]);
            assert_eq!(answer.code, 0, "{:?}", answer.lines);
            lab
        });
        master.copy()
    }

    /// A folder in which nothing stands.
    pub fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// Organisation and manager; the kit waits to be typed back.
    pub fn founded() -> Self {
        let lab = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        let input = format!("{PASSWORD}\n{}", setup_form());
        let args = ["init", "--kdf", "floor", "--no-keychain"];
        let answer = lab.call_with(&args, &input);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        lab
    }

    /// The groups of the printed sheet and the numbers of those that are asked.
    pub fn sheet(&self) -> (Vec<String>, Vec<u8>) {
        let folder = self.folder();
        let SignedIn::Open(open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap()
        else {
            panic!("a new journal is whole");
        };
        let (kit, asked) = open.pending_kit().unwrap().unwrap();
        open.close(closing::LOCKED).unwrap();
        let groups = kit.groups().iter().map(|group| group.to_string()).collect();
        (groups, asked)
    }

    /// What a person does with the printed sheet: the asked groups, through the program.
    pub fn type_the_kit_back(&self) {
        let (groups, asked) = self.sheet();
        let typed: Vec<&String> = asked
            .iter()
            .map(|number| &groups[usize::from(*number) - 1])
            .collect();
        let input = format!("{PASSWORD}\n{}\n{}\n", typed[0], typed[1]);
        let answer = self.call_with(&["form", "kit", "--typed-back"], &input);
        assert_eq!(answer.code, 0, "{:?}", answer.lines);
    }

    /// The same bytes in another folder.
    pub fn copy(&self) -> Self {
        let copy = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        copy.take_files_of(&self.data());
        copy
    }

    /// Puts every file of another folder here, in place of what was here.
    pub fn take_files_of(&self, from: &Path) {
        let data = self.data();
        drop(fs::remove_dir_all(&data));
        fs::create_dir_all(&data).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), data.join(file.file_name())).unwrap();
        }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A place beside the data folder.
    pub fn outside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    /// The database; there is exactly one.
    pub fn database(&self) -> PathBuf {
        let mut found: Vec<PathBuf> = fs::read_dir(self.data())
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "db"))
            .collect();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    /// The call with its global options, ready to be spawned.
    pub fn command(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(["--json", "--password-stdin", "--user", LOGIN, "--data"])
            .arg(self.data())
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn call(&self, args: &[&str]) -> Answer {
        self.call_with(args, &format!("{PASSWORD}\n"))
    }

    pub fn call_with(&self, args: &[&str], input: &str) -> Answer {
        answer(self.command(&tirkeu(), args), input)
    }

    /// Commands under one session.
    pub fn batch(&self, commands: &[Value]) -> Answer {
        self.call_with(&["--batch"], &batch_input(commands))
    }

    pub fn verify(&self) -> Answer {
        self.call(&["verify"])
    }

    /// Verified whole, with the anchor on the chain.
    pub fn assert_whole(&self, why: &str) {
        let answer = self.verify();
        assert_eq!(
            answer.code, 0,
            "{why}: {:?} {}",
            answer.lines, answer.stderr
        );
        assert_eq!(answer.lines[0]["finding"]["verdict"], "whole", "{why}");
    }

    /// Turns one bit of a file over.
    pub fn flip(&self, name: &str, at: usize) {
        flip(&self.file(name), at);
    }

    pub fn folder(&self) -> Folder {
        Folder::open(&self.data()).unwrap()
    }
}

pub fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

pub fn batch_input(commands: &[Value]) -> String {
    let mut input = format!("{PASSWORD}\n");
    for command in commands {
        input.push_str(&command.to_string());
        input.push('\n');
    }
    input
}

pub fn answer(mut command: Command, input: &str) -> Answer {
    let mut child = command.spawn().unwrap();
    feed(&mut child, input);
    Answer::of(&child.wait_with_output().unwrap())
}

fn feed(child: &mut Child, input: &str) {
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // The victim may end before it has read everything.
    std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
}

pub fn machine() -> Machine {
    Machine::real(None, KdfChoice::Floor)
}

fn both(text: &str) -> Value {
    json!({ "kk": text, "ru": text })
}

fn setup_form() -> Value {
    json!({
        "organisation": {
            "name": both("Зертхана"), "number": "990140000126", "address": both("Алматы"),
            "phone": "+7 727 250 00 00", "email": "lab@example.kz",
        },
        "desk_name": "1", "site": "Алматы", "prefix": "100",
        "manager_name": "Сынақова Сара", "login": LOGIN,
    })
}

pub fn policy() -> Value {
    json!({ "do": "publish_policy", "policy": {
        "code": "П-01", "revision": "1", "effective_from": "01.01.2026",
        "title": both("Политика"), "text": both("1. Текст"), "years": "5",
    }})
}

/// A new patient; `number` below 10 000 gives each a number of their own.
pub fn intake(number: u64) -> Value {
    json!({ "do": "intake", "card": null, "reason": "", "consent": null, "patient": {
        "surname": "Сынақова", "name": "Айгүл", "iin": iin(number), "birth_date": birth(number).1,
        "sex": "F", "language": "kk", "phone": "+7 700 000 00 01",
    }})
}

pub fn amend(card: &str, number: u64, name: &str) -> Value {
    let mut patient = intake(number)["patient"].clone();
    patient["name"] = json!(name);
    json!({ "do": "amend", "card": card, "reason": "сынақ", "patient": patient })
}

fn birth(number: u64) -> (String, String) {
    let (day, month, year) = (
        number % 28 + 1,
        number / 28 % 12 + 1,
        50 + number / 336 % 40,
    );
    (
        format!("{year:02}{month:02}{day:02}"),
        format!("{day:02}.{month:02}.19{year:02}"),
    )
}

fn iin(number: u64) -> String {
    let date = birth(number).0;
    (number / 13_440 * 10..)
        .flat_map(|serial| (0..10).map(move |control| (serial, control)))
        .map(|(serial, control)| format!("{date}4{serial:04}{control}"))
        .find(|text| Iin::parse(text).is_some())
        .unwrap()
}

/// The same patients as rows of an old list.
pub fn list_row(number: u64) -> String {
    format!("Сынақова;Айгүл;{};{};ж\n", iin(number), birth(number).1)
}
