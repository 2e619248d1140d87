//! The same against Postfix, the server that most laboratories meet: TLS, STARTTLS, a mailbox, and its way of saying no. It stands
//! within the house and knows its desks without a name.
//!
//! Its master process needs root, so nothing runs by itself: `make postfix`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

#[allow(dead_code, reason = "what the tests of the other server use")]
mod post;

use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use post::{TIMEOUT, letter, nobody, papers};
use tempfile::TempDir;
use tirkeu_channels::{Answer, Cause, Gateway, Security, Smtp};

/// What a Postfix needs to take letters and put them into a mailbox; nothing of it is chrooted.
const SERVICES: &str = "\
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";

struct Postfix {
    folder: TempDir,
    tls: u16,
    starttls: u16,
}

impl Postfix {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let (tls, starttls) = (nobody(), nobody());
        let at = |name: &str| folder.path().join(name);
        let mail = id("-u");
        for (name, owner) in [
            ("etc", None),
            ("queue", None),
            ("data", Some(mail)),
            ("box", Some(mail)),
        ] {
            fs::create_dir(at(name)).unwrap();
            chown(at(name), owner, None).unwrap();
        }
        // Its own processes look into it.
        run("chmod", &["755", folder.path().to_str().unwrap()]);
        let (cert, key) = papers().leaf();
        let place = folder.path().display();
        let settings = format!(
            "compatibility_level = 3.6\nqueue_directory = {place}/queue\ndata_directory = {place}/data\n\
             mail_owner = postfix\nsetgid_group = postdrop\nmaillog_file = {place}/log\nmaillog_file_prefixes = {place}\n\
             inet_interfaces = 127.0.0.1\nmyhostname = post.localhost\nmydestination =\nalias_maps =\nlocal_recipient_maps =\n\
             virtual_mailbox_domains = zhuldyz.kz, xn--80aau2aet5b92c.xn--80ao21a\nvirtual_mailbox_base = {place}/box\n\
             virtual_mailbox_maps = inline:{{aigul@zhuldyz.kz=letters, later@zhuldyz.kz=letters}}\nvirtual_minimum_uid = 1\n\
             virtual_uid_maps = static:{mail}\nvirtual_gid_maps = static:{gid}\nvirtual_transport = virtual\n\
             smtpd_tls_cert_file = {cert}\nsmtpd_tls_key_file = {key}\n\
             mynetworks = 127.0.0.0/8\n\
             smtpd_relay_restrictions = permit_mynetworks, reject\n\
             smtpd_recipient_restrictions = check_recipient_access inline:{{later@zhuldyz.kz=DEFER}}, permit_mynetworks, reject\n",
            gid = id("-g"),
            cert = cert.display(),
            key = key.display(),
        );
        fs::write(at("etc/main.cf"), settings).unwrap();
        let lines = format!(
            "127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n\
             127.0.0.1:{starttls} inet n - n - - smtpd -o smtpd_tls_security_level=may\n{SERVICES}"
        );
        fs::write(at("etc/master.cf"), lines).unwrap();
        let of_it = Self {
            folder,
            tls,
            starttls,
        };
        of_it.master("start");
        of_it
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn master(&self, word: &str) {
        run("postfix", &["-c", self.at("etc").to_str().unwrap(), word]);
    }

    fn gateway(&self, security: Security) -> Gateway {
        let port = match security {
            Security::Tls => self.tls,
            Security::StartTls => self.starttls,
        };
        let smtp = Smtp::new("localhost", port, security, TIMEOUT).unwrap();
        Gateway::Smtp(smtp.with_roots(&[papers().authority()]).unwrap())
    }

    /// What lies in the mailbox, once so many letters do.
    fn letters(&self, count: usize) -> String {
        let until = Instant::now() + TIMEOUT * 3;
        loop {
            let lies = fs::read_to_string(self.at("box/letters")).unwrap_or_default();
            if lies.matches("\nSubject: ").count() >= count || Instant::now() > until {
                return lies;
            }
            std::thread::sleep(TIMEOUT / 50);
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(self.at("log")).unwrap_or_default();
            eprintln!("{log}");
        }
        self.master("stop");
    }
}

fn run(program: &str, words: &[&str]) {
    let said = Command::new(program).args(words).output();
    let said = said.unwrap_or_else(|_| panic!("this needs {program}: make postfix"));
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.status.success(), "{program} {words:?}: {told}");
}

fn id(which: &str) -> u32 {
    let said = Command::new("id")
        .args([which, "postfix"])
        .output()
        .unwrap();
    let number = String::from_utf8(said.stdout).unwrap();
    number
        .trim()
        .parse()
        .expect("this needs postfix: make postfix")
}

#[test]
#[ignore = "Postfix needs root: make postfix"]
fn postfix_takes_it_once_and_says_no_in_its_own_way() {
    assert!(Path::new("/usr/sbin/postfix").exists());
    let postfix = Postfix::start();
    let accepted = Answer::Accepted {
        id: String::new(),
        price: None,
    };
    for (count, security) in [(1, Security::Tls), (2, Security::StartTls)] {
        let gateway = postfix.gateway(security);
        assert_eq!(gateway.check(), Ok(()));
        assert_eq!(gateway.send(&letter("aigul@zhuldyz.kz")), accepted);
        let lies = postfix.letters(count);
        assert_eq!(lies.matches("\nSubject: ").count(), count, "{lies}");
        assert!(lies.contains("To: aigul@zhuldyz.kz"), "{lies}");
    }
    let gateway = postfix.gateway(Security::StartTls);
    let nobody = gateway.send(&letter("nobody@zhuldyz.kz"));
    assert_eq!(nobody, Answer::Failed(Cause::NoRecipient));
    let later = gateway.send(&letter("later@zhuldyz.kz"));
    assert!(matches!(later, Answer::Deferred(_)), "{later:?}");
    let lies = postfix.letters(3);
    assert_eq!(
        lies.matches("\nSubject: ").count(),
        2,
        "no more than those two"
    );
}
