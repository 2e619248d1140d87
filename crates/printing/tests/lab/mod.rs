//! A CUPS of the test's own, and printers on the loopback that keep what they are sent.

use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;
use tirkeu_printing::Spooler;

/// A driver that hands PDF through.
pub const THROUGH: &str = "application/vnd.cups-pdf application/pdf 0 -";
/// The print system starts within seconds on any machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A print system of its own: its queues, spool and door lie in a folder that goes away with it.
pub struct Cups {
    folder: TempDir,
    server: Child,
}

impl Cups {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        // Filters run under another name where the tests run as root.
        fs::set_permissions(&root, fs::Permissions::from_mode(0o755)).unwrap();
        for part in ["etc", "spool", "spool/tmp", "cache", "run", "log"] {
            fs::create_dir(root.join(part)).unwrap();
        }
        let shown = root.display();
        let whose = if is_root() { "User lp\nGroup lp\n" } else { "" };
        let files = format!(
            "{whose}SystemGroup root\nServerRoot {shown}/etc\nRequestRoot {shown}/spool\nTempDir {shown}/spool/tmp\n\
             CacheDir {shown}/cache\nStateDir {shown}/run\nAccessLog {shown}/log/access\nErrorLog {shown}/log/error\n\
             PageLog {shown}/log/page\nServerBin /usr/lib/cups\nDataDir /usr/share/cups\n"
        );
        let rules = format!(
            "LogLevel debug\nListen {shown}/door\nBrowsing Off\nWebInterface No\nDefaultAuthType None\nJobRetryInterval 1\n\
             <Location />\nOrder allow,deny\nAllow all\n</Location>\n\
             <Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
        );
        fs::write(root.join("etc/files.conf"), files).unwrap();
        fs::write(root.join("etc/rules.conf"), rules).unwrap();
        let server = Command::new("/usr/sbin/cupsd")
            .arg("-f")
            .args(["-c".as_ref(), root.join("etc/rules.conf").as_os_str()])
            .args(["-s".as_ref(), root.join("etc/files.conf").as_os_str()])
            .stdout(Stdio::null())
            .stderr(fs::File::create(root.join("log/said")).unwrap())
            .spawn()
            .expect("cups must be installed");
        let cups = Self { folder, server };
        cups.wait("the print system answers", || {
            cups.spooler().printers().is_ok()
        });
        cups
    }

    pub fn door(&self) -> PathBuf {
        self.folder.path().join("door")
    }

    pub fn spooler(&self) -> Spooler {
        Spooler::at(self.door().to_str().unwrap())
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A queue before a printer at a port of the loopback.
    pub fn queue(&self, name: &str, port: u16, filter: &str) {
        let driver = self.folder.path().join(format!("{name}.ppd"));
        let text = include_str!("test.ppd").replace("FILTER", filter);
        fs::write(&driver, text).unwrap();
        self.run(
            "/usr/sbin/lpadmin",
            &[
                "-p",
                name,
                "-E",
                "-v",
                &format!("socket://127.0.0.1:{port}/"),
                "-P",
                driver.to_str().unwrap(),
                "-D",
                &format!("Принтер {name}"),
            ],
        );
    }

    /// One of CUPS's own programs.
    pub fn run(&self, program: &str, args: &[&str]) {
        let done = Command::new(program)
            .args(args)
            .env("CUPS_SERVER", self.door())
            .output()
            .unwrap();
        assert!(done.status.success(), "{program} {args:?}: {done:?}");
    }

    pub fn wait(&self, what: &str, mut done: impl FnMut() -> bool) {
        let from = Instant::now();
        while !done() {
            if from.elapsed() > PATIENCE {
                let log =
                    |name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
                let error = log("log/error");
                let tail = &error[error.floor_char_boundary(error.len().saturating_sub(6_000))..];
                panic!("{what}: {}\n{tail}", log("log/said"));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    id.trim_ascii() == b"0"
}

/// What a printer does with a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Takes all and closes, as printers do when a job is out.
    Prints,
    /// Takes all and stays silent: a job that is stuck.
    Hangs,
}

/// A network printer (port 9100 of other machines): keeps what it is sent.
pub struct Device {
    pub port: u16,
    got: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Device {
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let got = Arc::new(Mutex::new(Vec::new()));
        let kept = got.clone();
        thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut bytes = Vec::new();
                if stream.read_to_end(&mut bytes).is_ok() {
                    kept.lock().unwrap().push(bytes);
                }
                if manner == Manner::Hangs {
                    open.push(stream);
                }
            }
        });
        Self { port, got }
    }

    pub fn got(&self) -> Vec<Vec<u8>> {
        self.got.lock().unwrap().clone()
    }
}

/// A port at which nobody listens.
pub fn nobody() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
