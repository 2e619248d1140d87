//! A gateway of SMS on this machine that answers as Mobizon documents it: it takes every message, and says that it arrived.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Longest request in bytes.
const LONGEST: usize = 64 * 1024;

/// What reached it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Digits of the phone.
    pub recipient: String,
    /// The text.
    pub text: String,
    /// The sender's name.
    pub from: String,
}

/// How it meets whoever calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes every message, and says that it arrived.
    Answers,
    /// Takes it and hangs up without a word.
    HangsUp,
    /// Refuses: the account is blocked ("API Response Codes", 9).
    Blocked,
}

/// A gateway, for as long as the program runs.
pub struct Gateway {
    address: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    mood: Arc<Mutex<Mood>>,
}

impl Gateway {
    /// Begins on a port of its own.
    pub fn begin() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let mood = Arc::new(Mutex::new(Mood::Answers));
        let (kept, met) = (Arc::clone(&taken), Arc::clone(&mood));
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                answer(line, &kept, *met.lock().unwrap());
            }
        });
        Self {
            address,
            taken,
            mood,
        }
    }

    /// `http://127.0.0.1:…`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Everything that reached it, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// How it meets whoever calls from here on.
    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

fn answer(mut line: TcpStream, kept: &Mutex<Vec<Taken>>, mood: Mood) {
    drop(line.set_read_timeout(Some(Duration::from_secs(5))));
    let Some((path, body)) = read(&mut line) else {
        return;
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    let of = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    if mood == Mood::Blocked {
        return reply(&mut line, 9, "null");
    }
    let data = if path.contains("SendSmsMessage") {
        let mut kept = kept.lock().unwrap();
        kept.push(Taken {
            recipient: of("recipient"),
            text: of("text"),
            from: of("from"),
        });
        // An id beyond 32 bits, as a text: both occur.
        let id = 5_000_000_000 + kept.len();
        format!("{{\"campaignId\":\"7\",\"messageId\":\"{id}\",\"status\":2}}")
    } else if path.contains("GetSMSStatus") {
        let ids = fields.iter().filter(|(key, _)| key.starts_with("ids"));
        let rows: Vec<String> = ids
            .map(|(_, id)| format!("{{\"id\":\"{id}\",\"status\":\"DELIVRD\",\"segNum\":\"1\"}}"))
            .collect();
        format!("[{}]", rows.join(","))
    } else {
        "{\"balance\":\"1520.50\",\"currency\":\"KZT\"}".to_owned()
    };
    if mood == Mood::Answers {
        reply(&mut line, 0, &data);
    }
}

fn reply(line: &mut TcpStream, code: u8, data: &str) {
    let body = format!("{{\"code\":{code},\"data\":{data},\"message\":\"\"}}");
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    drop(line.write_all(format!("{head}{body}").as_bytes()));
}

/// The path and the body of one request.
fn read(line: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                let path = head.split(' ').nth(1)?.to_owned();
                return Some((path, body.to_owned()));
            }
        }
        let read = line.read(&mut part).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        if bytes.len() > LONGEST {
            return None;
        }
    }
}
