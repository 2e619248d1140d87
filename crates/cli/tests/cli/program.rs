//! The built program with nothing of this machine around it, and what it leaves behind.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Of everybody in a filled laboratory for training.
const PASSWORD: &str = "training-training-1\n";

/// A call with bytes for its standard input.
pub fn tirkeu(args: &[&str], input: impl AsRef<[u8]>) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_tirkeu")).args(args), input)
}

/// A call that stands in a folder.
pub fn tirkeu_in(here: &Path, args: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
    run(program.args(args).current_dir(here), input)
}

/// A call of somebody who signs in to a data folder: its exit code and the object on its last line.
pub fn signed_in(data: &Path, user: &str, args: &[&str], form: &str) -> (i32, Value) {
    let fixed = ["--json", "--password-stdin", "--user", user, "--data"];
    let mut program = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
    let typed = format!("{PASSWORD}{form}");
    let output = run(program.args(fixed).arg(data).args(args), typed.as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    let last = text.lines().last().expect("an answer");
    let answer = serde_json::from_str(last).expect("one object");
    (output.status.code().unwrap(), answer)
}

/// A filled laboratory for training in the folder `data` of this one.
pub fn filled(here: &Path) {
    let demo = "--json demo --patients 2 --seed 7 --data data";
    let demo: Vec<&str> = demo.split(' ').collect();
    let made = tirkeu_in(here, &demo, "");
    assert!(made.status.success(), "{}", said(&made));
}

/// A call of its manager, who stands in the same folder.
pub fn as_manager(here: &Path, args: &[&str], form: &str) -> Output {
    let session = "--json --data data --user manager --password-stdin";
    let session: Vec<&str> = session.split(' ').collect();
    let typed = format!("{PASSWORD}{form}");
    tirkeu_in(here, &[&session[..], args].concat(), typed)
}

fn run(program: &mut Command, input: impl AsRef<[u8]>) -> Output {
    let mut child = program
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    // Whoever refuses the call may end before it has read anything; whoever answers may not wait for the end.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

/// Everything that was said, on both ways out.
pub fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    [out, err]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat()
}

/// Codes of the errors of an answer.
pub fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().unwrap().iter();
    errors.map(|one| one["code"].as_str().unwrap()).collect()
}

/// The words of a PDF, with single blanks.
pub fn pdf_text(here: &Path, file: &str) -> String {
    let out = Command::new("pdftotext")
        .args(["-raw", file, "-"])
        .current_dir(here)
        .output()
        .expect("poppler-utils must be installed");
    let text = String::from_utf8(out.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
