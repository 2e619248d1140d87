//! A real mail server (aiosmtpd) in a process of its own, with certificates made for the day.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tirkeu_channels::{Gateway, Message, Security, Smtp};

pub const USER: &str = "desk@zhuldyz.kz";
pub const PASSWORD: &str = "құпия-7";

/// What a test waits for where an answer comes, and where none does.
pub const TIMEOUT: Duration = Duration::from_secs(5);
pub const SOON: Duration = Duration::from_millis(400);

/// An authority, and what it signed for `localhost`.
pub struct Papers {
    folder: TempDir,
}

impl Papers {
    pub fn authority(&self) -> Vec<u8> {
        std::fs::read(self.at("ca.pem")).unwrap()
    }

    /// Certificate and key of the server.
    pub fn leaf(&self) -> (PathBuf, PathBuf) {
        (self.at("leaf.pem"), self.at("leaf.key"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

pub fn papers() -> &'static Papers {
    static PAPERS: OnceLock<Papers> = OnceLock::new();
    PAPERS.get_or_init(|| {
        let papers = Papers {
            folder: TempDir::new().unwrap(),
        };
        let folder = papers.folder.path();
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        openssl(folder, &format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=Zhuldyz"));
        openssl(folder, &format!("req {key} -keyout leaf.key -out leaf.csr -subj /CN=localhost"));
        let names = "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n";
        std::fs::write(papers.at("names"), names).unwrap();
        let by = "-CA ca.pem -CAkey ca.key -CAcreateserial";
        openssl(folder, &format!("x509 -req -in leaf.csr {by} -days 2 -extfile names -out leaf.pem"));
        papers
    })
}

fn openssl(folder: &Path, words: &str) {
    let said = Command::new("openssl")
        .args(words.split(' '))
        .current_dir(folder)
        .output()
        .expect("these tests need openssl");
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
}

pub struct Office {
    pub port: u16,
    process: Child,
    _until: ChildStdin,
    said: Receiver<Value>,
}

impl Office {
    pub fn open(security: &str) -> Self {
        let papers = papers();
        // The system's own, which has the system's packages.
        let mut process = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/post/office.py"))
            .arg(security)
            .args(<[PathBuf; 2]>::from(papers.leaf()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("these tests need python3");
        let until = process.stdin.take().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (tell, said) = channel();
        thread::spawn(move || {
            for line in lines {
                let told = tell.send(serde_json::from_str(&line.unwrap()).unwrap());
                if told.is_err() {
                    return;
                }
            }
        });
        let first: Value = said
            .recv_timeout(Duration::from_secs(20))
            .expect("these tests need python3-aiosmtpd");
        Self {
            port: u16::try_from(first["port"].as_u64().unwrap()).unwrap(),
            process,
            _until: until,
            said,
        }
    }

    /// The next letter that came whole, past what was said of its sender.
    pub fn letter(&self) -> Value {
        loop {
            let said = self.said.recv_timeout(TIMEOUT).expect("a letter comes");
            if said.get("text").is_some() {
                return said;
            }
        }
    }

    /// Whether nobody so much as named a sender.
    pub fn is_quiet(&self) -> bool {
        self.said.recv_timeout(SOON / 4).is_err()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A server on loopback that trusts our authority and knows the password.
pub fn smtp(port: u16, security: Security) -> Gateway {
    let smtp = Smtp::new("localhost", port, security, TIMEOUT).unwrap();
    let smtp = smtp.with_login(USER, PASSWORD);
    Gateway::Smtp(smtp.with_roots(&[papers().authority()]).unwrap())
}

pub fn letter(to: &str) -> Message<'_> {
    Message {
        to,
        from: "«Жұлдыз» зертханасы <lab@zhuldyz.kz>",
        subject: "Нәтижеңіз дайын",
        text: "Сәлеметсіз бе!\n.\n..Өтініміңіз бойынша нәтиже дайын.\n",
        ticket: 41,
    }
}

/// A port where nobody listens.
pub fn nobody() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
