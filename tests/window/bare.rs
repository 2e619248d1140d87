//! The program as it starts from its icon, with no WebDriver at its elbow: its webviews keep no store, and a lock makes
//! another process of it. Keys come from the X server, as from a keyboard; the screen is looked at as a picture.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::{STEP, WAIT, programs, shots};
use crate::host;
use crate::steps::{LOGIN, PASSWORD};

/// Shades of a page with words on it; an empty window has one, the engine's own line of an error fewer than 200.
const PAINTED: u32 = 300;
/// Points in which two pictures differ when another page is shown.
const ANOTHER: u32 = 20_000;
/// Points of a caret that blinks.
const CARET: u32 = 500;
/// Between two looks at a screen that comes to rest.
const REST: Duration = Duration::from_millis(400);

/// The program on the test's display, under a bus of its own that outlives each of its processes.
pub struct Bare {
    group: Child,
    data: PathBuf,
}

impl Bare {
    /// Started, with its first page painted.
    pub fn open(data: &Path) -> Self {
        let log = fs::File::create(data.with_extension("log")).unwrap();
        let group = Command::new("dbus-run-session")
            .arg("--config-file")
            .arg(crate::root().join("tests/window/bus.conf"))
            // `cat` keeps the bus until this test lets go of its input.
            .args(["--", "sh", "-c", "\"$0\" </dev/null; cat"])
            .arg(program())
            .env("TIRKEU_DATA", data)
            .env("TIRKEU_KDF", "floor")
            .env("NO_AT_BRIDGE", "1")
            .envs(
                ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"]
                    .map(|name| (name, host::webview_folder(data))),
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
        let bare = Self {
            group,
            data: data.to_owned(),
        };
        bare.is_up();
        bare
    }

    /// The one process of the program on this folder.
    pub fn desk(&self) -> u32 {
        until("one process of the program", || {
            match host::desks_on(&self.data, &program())[..] {
                [one] => Some(one),
                _ => None,
            }
        })
    }

    /// Waits for the desk's window with words on it, and gives it the keys.
    pub fn is_up(&self) {
        let window = until("a painted window", || {
            let window = windows().into_iter().find(|one| !is_patients(one))?;
            has_words().then_some(window)
        });
        run("xdotool", &["windowfocus", "--sync", &window]);
        self.rests();
    }

    /// From the sign-in to the page on which the day begins.
    pub fn sign_in(&self) {
        // The login has the focus; Enter goes to the password, Enter there signs in.
        self.types(LOGIN);
        self.press(&["Return"]);
        self.types(PASSWORD);
        self.shows_another(&["Return"]);
    }

    /// As fast as a person; faster is a scanner.
    pub fn types(&self, text: &str) {
        run("xdotool", &["type", "--delay", "50", text]);
        self.rests();
    }

    pub fn press(&self, keys: &[&str]) {
        run("xdotool", &[&["key", "--clearmodifiers"], keys].concat());
    }

    /// Pressed, until another page is shown and stands still.
    pub fn shows_another(&self, keys: &[&str]) {
        self.another(|| self.press(keys));
    }

    /// A click on this point of the screen, until another page is shown and stands still.
    pub fn clicked(&self, (x, y): (u16, u16)) {
        let (x, y) = (x.to_string(), y.to_string());
        self.another(|| drop(run("xdotool", &["mousemove", &x, &y, "click", "1"])));
    }

    fn another(&self, act: impl FnOnce()) {
        let before = self.shot("before");
        act();
        until("another page", || {
            (apart(&before, &self.shot("after")) > ANOTHER).then_some(())
        });
        self.rests();
    }

    /// Closed; the keys go to the desk's window again.
    pub fn close(&self, window: &str) {
        close_by_its_frame(window);
        until("the window to close", || {
            (!windows().contains(&window.to_owned())).then_some(())
        });
        self.is_up();
    }

    /// Waits until nothing moves on the screen but a caret.
    fn rests(&self) {
        until("a screen at rest", || {
            let first = self.shot("first");
            sleep(REST);
            (apart(&first, &self.shot("second")) < CARET).then_some(())
        });
    }

    fn shot(&self, name: &str) -> PathBuf {
        let path = self.data.with_extension(format!("{name}.png"));
        run("import", &["-window", "root", path.to_str().unwrap()]);
        path
    }

    pub fn picture(&self, name: &str) {
        drop(fs::create_dir_all(shots()));
        let path = shots().join(format!("{name}.png"));
        run("import", &["-window", "root", path.to_str().unwrap()]);
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.picture("failed-bare");
            let log = fs::read_to_string(self.data.with_extension("log"));
            eprintln!("the program said: {}", log.unwrap_or_default());
        }
        drop(self.group.stdin.take());
        for desk in host::desks_on(&self.data, &program()) {
            run("kill", &["-KILL", &desk.to_string()]);
        }
        run("kill", &["-TERM", "--", &format!("-{}", self.group.id())]);
        drop(self.group.wait());
    }
}

/// Windows of the program on this display, by number.
pub fn windows() -> Vec<String> {
    let found = run("xdotool", &["search", "--onlyvisible", "--name", "Тіркеу"]);
    found.lines().map(str::to_owned).collect()
}

/// Whether it is the patient's: on one monitor it has a size of its own.
pub fn is_patients(window: &str) -> bool {
    run("xdotool", &["getwindowgeometry", window]).contains("1280x800")
}

/// What the frame of a window says when its cross is clicked: WM_DELETE_WINDOW.
const CLOSE: &str = "import ctypes, sys
x = ctypes.CDLL('libX11.so.6')
x.XOpenDisplay.restype = ctypes.c_void_p
x.XInternAtom.restype = ctypes.c_ulong
d = ctypes.c_void_p(x.XOpenDisplay(None))
w = ctypes.c_ulong(int(sys.argv[1]))
atom = lambda name: x.XInternAtom(d, name, 0)
class Event(ctypes.Structure):
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('send', ctypes.c_int),
                ('display', ctypes.c_void_p), ('window', ctypes.c_ulong), ('message', ctypes.c_ulong),
                ('format', ctypes.c_int), ('data', ctypes.c_long * 5), ('pad', ctypes.c_long * 24)]
e = Event(33, 0, 1, d, w, atom(b'WM_PROTOCOLS'), 32)
e.data[0] = atom(b'WM_DELETE_WINDOW')
x.XSendEvent(d, w, 0, ctypes.c_long(0), ctypes.byref(e))
x.XFlush(d)";

/// As a click on the frame's cross would.
pub fn close_by_its_frame(window: &str) {
    let asked = Command::new("python3").args(["-c", CLOSE, window]).status();
    assert!(asked.unwrap().success());
}

/// Whether words are painted where the patient's window stands, and the desk's under it. The screen is asked and never a window:
/// one that goes away meanwhile would hold the display for ever.
pub fn has_words() -> bool {
    let part = [
        "-window",
        "root",
        "-crop",
        "1280x768+0+0",
        "-format",
        "%k",
        "info:",
    ];
    let shades: u32 = run("import", &part).trim().parse().unwrap_or(0);
    shades > PAINTED
}

/// In how many points two pictures differ.
fn apart(one: &Path, other: &Path) -> u32 {
    let compared = Command::new("compare")
        .args(["-metric", "AE"])
        .args([one, other])
        .arg("null:")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&compared.stderr);
    // Large numbers come as 1.2e+06.
    let points: f64 = said.split_whitespace().next().unwrap().parse().unwrap();
    points as u32
}

fn program() -> PathBuf {
    programs().join("tirkeu-desk")
}

fn run(program: &str, args: &[&str]) -> String {
    let out = Command::new("timeout")
        .args(["20", program])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8_lossy(&out.stdout).into_owned()
}

pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let limit = Instant::now() + WAIT + Duration::from_secs(10);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < limit, "waited in vain for {what}");
        sleep(STEP);
    }
}
