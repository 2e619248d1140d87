//! What other programs make of our keys: Python, `age`, SQLCipher.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use rusqlite::Connection;

use super::*;
use crate::store::key::apply_key;

/// The dozen lines of `docs/kit.md`, run as they stand there: with the groups as one types them, and as the
/// sheet prints them, with a gap in the middle. A wrong digit is a typo, not another key.
#[test]
fn the_lines_of_python_derive_the_same_keys() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/kit.md"))
            .unwrap();
    let (_, after) = page.split_once("```python\n").unwrap();
    let (script, _) = after.split_once("```").unwrap();
    assert_eq!(script.lines().count(), 12);
    let run = |groups: &str| {
        Command::new("python3")
            .args(["-I", "-c", script, groups])
            .output()
            .expect("python3 is needed")
    };
    for secret in [[0; 16], [0xff; 16], *b"tirkeu kit test!"] {
        let kit = Kit::from_secret(secret);
        let root = kit.root();
        let groups = kit.groups().map(|group| group.to_string()).join(" ");
        let output = run(&groups);
        let expected = format!(
            "{}\n{}\n{}\n",
            hex::encode(root.sign.as_bytes()),
            hex::encode(root.seal.as_bytes()),
            *root.age_secret_key(),
        );
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            expected,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let printed: String = groups
            .split(' ')
            .map(|group| format!("{} {}  ", &group[..3], &group[3..]))
            .collect();
        assert_eq!(
            run(&printed).stdout,
            output.stdout,
            "as the sheet prints it"
        );
        let last = groups.chars().last().unwrap();
        let other = if last == '0' { '1' } else { '0' };
        let typo = format!("{}{other}", &groups[..groups.len() - 1]);
        assert!(!run(&typo).status.success(), "a wrong digit is named");
        assert!(
            !run(&groups[7..]).status.success(),
            "seven groups are too few"
        );
    }
}

#[test]
fn the_stock_age_program_opens_what_is_sealed_to_the_kit() {
    let root = Kit::from_secret([0x5a; 16]).root();
    let dir = tempfile::tempdir().unwrap();
    let identity = dir.path().join("identity.txt");
    std::fs::write(&identity, format!("{}\n", *root.age_secret_key())).unwrap();
    let sealed = dir.path().join("backup.age");
    run(
        Command::new("age")
            .args(["-r", &root.age_recipient(), "-o"])
            .arg(&sealed),
        "сақтық көшірме".as_bytes(),
    );
    let opened = run(
        Command::new("age")
            .args(["-d", "-i"])
            .arg(&identity)
            .arg(&sealed),
        &[],
    );
    assert_eq!(opened, "сақтық көшірме".as_bytes());
    let ours: age::x25519::Identity = root.age_secret_key().parse().unwrap();
    assert_eq!(ours.to_public().to_string(), root.age_recipient());
}

fn run(command: &mut Command, input: &[u8]) -> Vec<u8> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the package age is needed");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    output.stdout
}

#[test]
fn sqlcipher_takes_the_raw_key_and_derives_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let mut entropy = Stream(0);
    let (dek, other) = (Dek::generate(&mut entropy), Dek::generate(&mut entropy));
    let open = |dek: &Dek| {
        let conn = Connection::open(&path).unwrap();
        apply_key(&conn, dek).unwrap();
        conn.pragma_update(None, "cipher_log_level", "NONE")
            .unwrap();
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })
        .map(|_| conn)
    };
    let conn = open(&dek).unwrap();
    conn.execute_batch("CREATE TABLE t (x TEXT) STRICT; INSERT INTO t VALUES ('Айгүл')")
        .unwrap();
    drop(conn);
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(
        hex::encode(&bytes[..16]).as_bytes(),
        &dek.raw_key()[66..98],
        "the file begins with the salt that was given"
    );
    let name = "Айгүл".as_bytes();
    assert!(!bytes.windows(name.len()).any(|window| window == name));

    let fastest = (0..5)
        .map(|_| {
            let started = Instant::now();
            drop(open(&dek).unwrap());
            started.elapsed()
        })
        .min()
        .unwrap();
    assert!(
        fastest.as_millis() < 20,
        "no key derivation runs: {fastest:?}"
    );
    assert!(open(&other).is_err(), "another key opens nothing");
}
