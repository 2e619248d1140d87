//! The processes around one session: a bus, tauri-driver, the system's WebDriver, the application.
//!
//! All of them live in one process group, so that a test that fails leaves nothing behind. The
//! system's WebDriver holds its output open after a lone SIGKILL of its parent: hence the file,
//! hence SIGTERM first.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What a test may set in the application's environment besides its folder.
pub type Extra<'a> = &'a [(&'a str, &'a str)];

pub struct Host {
    group: Child,
    data: PathBuf,
    program: PathBuf,
    pub port: u16,
    pub log: PathBuf,
}

impl Host {
    /// Starts the drivers and waits until both answer.
    pub fn start(data: &Path, program: &Path, extra: Extra<'_>) -> std::io::Result<Self> {
        let [port, native] = free_ports()?;
        let log = data.with_extension(format!("driver-{port}.log"));
        let out = File::create(&log)?;
        let group = Command::new("dbus-run-session")
            .arg("--config-file")
            .arg(crate::root().join("tests/window/bus.conf"))
            .args(["--", "tauri-driver"])
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
            ])
            .env("TIRKEU_DATA", data)
            .env("TIRKEU_KDF", "floor")
            .env("TIRKEU_NO_RELAUNCH", "1")
            .env("TIRKEU_SAVE_DIR", saved(data)?)
            .env("NO_AT_BRIDGE", "1")
            // No story prints on a printer of this machine; one that prints brings a spooler of its own.
            .env("CUPS_SERVER", data.with_extension("no-spooler"))
            // What the webview might keep on disk lands beside the data, where a story can look.
            .env("XDG_DATA_HOME", webview_folder(data))
            .env("XDG_CACHE_HOME", webview_folder(data))
            .env("XDG_CONFIG_HOME", webview_folder(data))
            // Where somebody has set it, the WebDriver waits for ever for a picture of the window.
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .envs(extra.iter().copied())
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .process_group(0)
            .spawn()?;
        let host = Self {
            group,
            data: data.to_owned(),
            program: program.to_owned(),
            port,
            log,
        };
        for one in [port, native] {
            host.wait_for(one)?;
        }
        Ok(host)
    }

    fn wait_for(&self, port: u16) -> std::io::Result<()> {
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > until {
                let said = fs::read_to_string(&self.log).unwrap_or_default();
                return Err(std::io::Error::other(format!(
                    "no driver on port {port}: {said}"
                )));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The application's processes on this test's folder (after a relaunch there is another one).
    pub fn desks(&self) -> Vec<u32> {
        desks_on(&self.data, &self.program)
    }

    /// When the application's process began, in ms since 1970; the kernel counts hundredths of a second.
    pub fn began(&self) -> Option<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.desks().first()?)).ok()?;
        // The name in brackets may hold blanks; the beginning is the 20th field behind it.
        let ticks: f64 = stat
            .rsplit_once(')')?
            .1
            .split_whitespace()
            .nth(19)?
            .parse()
            .ok()?;
        let uptime: f64 = fs::read_to_string("/proc/uptime")
            .ok()?
            .split_whitespace()
            .next()?
            .parse()
            .ok()?;
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()?
            .as_secs_f64();
        Some((now - uptime + ticks / 100.0) * 1e3)
    }

    /// Megabytes of the application and its web processes, shared pages counted by their share.
    pub fn held(&self) -> f64 {
        let is_part = |pid: &u32| {
            let exe = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
            exe == self.program
                || exe.to_string_lossy().contains("WebKit") && !exe.ends_with("WebKitWebDriver")
        };
        let share = |pid: u32| -> Option<f64> {
            let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
            let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        family(&self.data)
            .into_iter()
            .filter(is_part)
            .filter_map(share)
            .sum::<f64>()
            / 1024.0
    }

    /// The processes in which its pages live.
    pub fn web_processes(&self) -> Vec<u32> {
        let is_page = |pid: &u32| {
            let exe = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
            exe.ends_with("WebKitWebProcess")
        };
        family(&self.data).into_iter().filter(is_page).collect()
    }

    /// kill −9, as a power cut would: no handler of the application runs.
    pub fn kill_desks(&self) {
        for pid in self.desks() {
            signal("-KILL", &pid.to_string());
        }
        self.wait_until_gone(Duration::from_secs(5));
    }

    /// True when no application of this test is left within the time.
    pub fn wait_until_gone(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        while !self.desks().is_empty() {
            if Instant::now() > until {
                return false;
            }
            sleep(Duration::from_millis(20));
        }
        true
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let group = format!("-{}", self.group.id());
        signal("-TERM", &group);
        let until = Instant::now() + Duration::from_secs(2);
        while Instant::now() < until && matches!(self.group.try_wait(), Ok(None)) {
            sleep(Duration::from_millis(20));
        }
        signal("-KILL", &group);
        let _ = self.group.wait();
        self.kill_desks();
    }
}

/// The processes of a program on a data folder.
pub fn desks_on(data: &Path, program: &Path) -> Vec<u32> {
    let is_program =
        |pid: &u32| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program);
    family(data).into_iter().filter(is_program).collect()
}

/// Every process that has this folder in its environment.
pub fn family(data: &Path) -> Vec<u32> {
    let ours = format!("TIRKEU_DATA={}", data.display());
    let is_ours = |pid: &u32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|one| one == ours.as_bytes())
    };
    let numbers = fs::read_dir("/proc").into_iter().flatten().flatten();
    numbers
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(is_ours)
        .collect()
}

/// Where the webview of a desk on this folder would keep anything.
pub fn webview_folder(data: &Path) -> PathBuf {
    data.with_extension("webview")
}

/// Where the application under test saves papers, beside its data folder.
pub fn saved(data: &Path) -> std::io::Result<PathBuf> {
    let folder = data.with_extension("saved");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A signal to a process, or with a minus before its number to a group, of a test.
pub fn signal(name: &str, target: &str) {
    // The group may be gone already: what `kill` says about that is of no interest.
    let _ = Command::new("kill")
        .args([name, "--", target])
        .stderr(Stdio::null())
        .status();
}

/// The application behind a script that notes how it ended: the WebDriver tells nobody.
pub fn watched(data: &Path, application: &Path) -> std::io::Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let script = data.with_extension("sh");
    let ended = ended(data);
    if ended.exists() {
        fs::remove_file(&ended)?;
    }
    let text = format!(
        // A file that may not grow is an answer to the program, not its end.
        "#!/bin/sh\ntrap '' XFSZ\n'{}' \"$@\"\necho $? >'{}'\n",
        application.display(),
        ended.display()
    );
    fs::write(&script, text)?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    Ok(script)
}

/// The file with the exit code of the application's last run.
pub fn ended(data: &Path) -> PathBuf {
    data.with_extension("ended")
}

/// Both held until both are known: one that was let go may be given out again at once.
fn free_ports() -> std::io::Result<[u16; 2]> {
    let held = [
        TcpListener::bind(("127.0.0.1", 0))?,
        TcpListener::bind(("127.0.0.1", 0))?,
    ];
    let [one, other] = &held;
    Ok([one.local_addr()?.port(), other.local_addr()?.port()])
}
