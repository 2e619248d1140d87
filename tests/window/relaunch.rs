//! Locked, with no WebDriver at the program's elbow: the process that knew the keys ends, another one
//! holds the folder and asks for the password. Keys come from the X server, as from a keyboard.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::{STEP, WAIT, programs};
use crate::lab::{self, DIGITS};
use crate::memory::Needle;
use crate::steps::{LOGIN, PASSWORD};

/// What a page that begins anew takes to be there.
const COVERED: Duration = Duration::from_millis(1500);
/// A page with words on it has hundreds of shades, an empty window a few.
const PAINTED: u32 = 100;

#[test]
fn a_locked_desk_is_another_process_at_the_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let screen = Screen::open(&data);
    let first = screen.desk();
    assert!(!is_locked(first), "the first start is no lock");
    screen.sign_in(&data);
    screen.type_a_patient();
    let open = screen.in_memory();
    let mut everything: Vec<_> = screen.secrets.iter().map(|one| one.name).collect();
    assert_eq!(
        crate::memory::holds(&[std::process::id()], &screen.secrets),
        everything,
        "the look finds every form of them: they stand in this test's own memory"
    );
    // SQLCipher keeps the key as it uses it; the digits in which it was given are wiped at once.
    everything.retain(|name| *name != DIGITS);
    assert_eq!(
        open, everything,
        "while the desk is open it finds the rest, and of the key no digits"
    );

    let second = screen.lock(first);
    assert_eq!(
        screen.in_memory(),
        NOTHING,
        "in no process that outlived the lock"
    );
    assert_ne!(first, second);
    assert!(is_locked(second), "started anew by a lock");
    assert_eq!(
        holder(&data),
        Some(second),
        "the new process has the folder"
    );
    screen.picture("relaunched");
    // The sign-in is there and works: what is typed into it opens the desk.
    screen.sign_in(&data);
    assert_eq!(screen.desk(), second);

    let third = screen.lock(second);
    assert_eq!(holder(&data), Some(third), "and again");
    assert_eq!(screen.in_memory(), NOTHING, "and nothing of the second");
}

const NOTHING: [&str; 0] = [];

/// What was typed: the password of whoever signed in, a name and an ИИН.
const TYPED: [&str; 3] = [PASSWORD, "zhanabergenova", "910312400121"];

/// The program on the test's display, under a bus of its own that outlives each process.
struct Screen {
    group: Child,
    data: PathBuf,
    secrets: Vec<Needle>,
}

impl Screen {
    fn open(data: &Path) -> Self {
        let log = fs::File::create(data.with_extension("log")).unwrap();
        let program = programs().join("tirkeu-desk");
        let group = Command::new("dbus-run-session")
            .arg("--config-file")
            .arg(crate::root().join("tests/window/bus.conf"))
            // `cat` keeps the bus until this test lets go of its input.
            .args(["--", "sh", "-c", "\"$0\" </dev/null; cat"])
            .arg(program)
            .env("TIRKEU_DATA", data)
            .env("TIRKEU_KDF", "floor")
            .env("NO_AT_BRIDGE", "1")
            .envs(
                ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"]
                    .map(|name| (name, crate::host::webview_folder(data))),
            )
            .env_remove("TIRKEU_NO_RELAUNCH")
            .env_remove("TIRKEU_LOCKED")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .process_group(0)
            .spawn()
            .unwrap();
        Self {
            group,
            data: data.to_owned(),
            secrets: TYPED
                .map(Needle::text)
                .into_iter()
                .chain(lab::keys(data))
                .collect(),
        }
    }

    /// The one process of the program on this folder.
    fn desk(&self) -> u32 {
        until(
            "one process of the program",
            || match crate::host::desks_on(&self.data, &programs().join("tirkeu-desk"))[..] {
                [one] => Some(one),
                _ => None,
            },
        )
    }

    /// The program's window once words are painted on it.
    fn window(&self) -> String {
        until("a painted window", || {
            let found = said("xdotool", &["search", "--onlyvisible", "--name", "Тіркеу"]);
            let window = found.lines().next()?.to_owned();
            let shades = said("import", &["-window", "root", "-format", "%k", "info:"]);
            (shades.trim().parse::<u32>().ok()? > PAINTED).then_some(window)
        })
    }

    fn press(&self, keys: &[&str]) {
        said("xdotool", &[&["key", "--clearmodifiers"], keys].concat());
    }

    fn sign_in(&self, data: &Path) {
        let window = self.window();
        said("xdotool", &["windowfocus", "--sync", &window]);
        let log = lab::log_of(&lab::database(data));
        // The login has the focus; Enter goes to the password, Enter there signs in.
        said("xdotool", &["type", "--delay", "20", LOGIN]);
        self.press(&["Return"]);
        said("xdotool", &["type", "--delay", "20", PASSWORD]);
        self.press(&["Return"]);
        until("an open database", || {
            fs::metadata(&log)
                .is_ok_and(|file| file.len() > 0)
                .then_some(())
        });
    }

    /// Ctrl+L and, behind the curtain, the last button, until the process is another one: the screen behind the
    /// sign-in takes a moment to listen.
    fn lock(&self, old: u32) -> u32 {
        until("the locked process to end", || {
            self.press(&["ctrl+l"]);
            sleep(COVERED);
            // From the login: password, go on, "I have a code", the end of the shift.
            self.press(&["Tab", "Tab", "Tab", "Tab", "Return"]);
            // A key more would be typed into the window of the process that follows.
            let given = Instant::now() + Duration::from_secs(5);
            while Instant::now() < given {
                if !Path::new(&format!("/proc/{old}/exe")).exists() {
                    return Some(());
                }
                sleep(STEP);
            }
            None
        });
        let new = self.desk();
        self.window();
        new
    }

    /// Into the one box: a name that is found nowhere, then a number.
    fn type_a_patient(&self) {
        sleep(COVERED);
        // A manager begins at the day in figures.
        self.press(&["F2"]);
        sleep(COVERED);
        said("xdotool", &["type", "--delay", "20", TYPED[1]]);
        sleep(COVERED);
        self.press(&["ctrl+a"]);
        said("xdotool", &["type", "--delay", "20", TYPED[2]]);
        sleep(COVERED);
    }

    /// Which of the secrets stand in the memory of the processes that live for this desk.
    fn in_memory(&self) -> Vec<&'static str> {
        crate::memory::holds(&crate::host::family(&self.data), &self.secrets)
    }

    fn picture(&self, name: &str) {
        let path = crate::desk::shots().join(format!("{name}.png"));
        drop(fs::create_dir_all(crate::desk::shots()));
        said("import", &["-window", "root", path.to_str().unwrap()]);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.picture("failed-relaunch");
            let log = fs::read_to_string(self.data.with_extension("log"));
            eprintln!("the program said: {}", log.unwrap_or_default());
        }
        drop(self.group.stdin.take());
        for desk in crate::host::desks_on(&self.data, &programs().join("tirkeu-desk")) {
            said("kill", &["-KILL", &desk.to_string()]);
        }
        said("kill", &["-TERM", "--", &format!("-{}", self.group.id())]);
        drop(self.group.wait());
    }
}

fn is_locked(pid: u32) -> bool {
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap();
    environment
        .split(|byte| *byte == 0)
        .any(|one| one == b"TIRKEU_LOCKED=1")
}

/// Whose lock lies on the data folder, as the kernel has it.
fn holder(data: &Path) -> Option<u32> {
    let inode = fs::metadata(data.join("lock")).unwrap().ino();
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let line = locks
        .lines()
        .find(|line| line.contains(" FLOCK ") && line.contains(&format!(":{inode} ")))?;
    line.split_whitespace().nth(4)?.parse().ok()
}

fn said(program: &str, args: &[&str]) -> String {
    let out = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let limit = Instant::now() + WAIT + Duration::from_secs(10);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < limit, "waited in vain for {what}");
        sleep(STEP);
    }
}
