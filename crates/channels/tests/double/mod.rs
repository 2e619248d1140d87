//! A gateway's double: a server on loopback that notes each request and plays what it is told, byte by byte.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tirkeu_channels::Message;

/// What a test waits for.
pub const SOON: Duration = Duration::from_millis(300);

/// What is done with one request.
pub enum Play {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// These bytes, then nothing for longer than a test waits.
    Silence(Vec<u8>),
}

/// One request as it came.
#[derive(Debug)]
pub struct Request {
    pub line: String,
    pub head: String,
    pub body: String,
}

pub struct Double {
    pub base: String,
    heard: Receiver<Request>,
}

/// A whole reply.
pub fn reply(status: u16, body: impl AsRef<[u8]>) -> Play {
    let body = body.as_ref();
    let kind = "application/json; charset=utf-8";
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    Play::Bytes([head.as_bytes(), body].concat())
}

pub fn ok(body: &str) -> Play {
    reply(200, body)
}

impl Double {
    pub fn new(plays: Vec<Play>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (tell, heard) = channel();
        thread::spawn(move || {
            for play in plays {
                let (mut line, _) = listener.accept().unwrap();
                if tell.send(read(&mut line)).is_err() {
                    return;
                }
                match play {
                    // Whoever hangs up in the midst is allowed to.
                    Play::Bytes(bytes) => drop(line.write_all(&bytes)),
                    Play::Silence(bytes) => {
                        drop(line.write_all(&bytes));
                        thread::sleep(SOON * 3);
                    }
                }
            }
        });
        Self { base, heard }
    }

    /// The next request that came.
    pub fn heard(&self) -> Request {
        self.heard.recv_timeout(SOON * 10).unwrap()
    }

    /// Whether nothing came but what was looked at.
    pub fn is_quiet(&self) -> bool {
        self.heard.try_recv().is_err()
    }
}

fn read(line: &mut TcpStream) -> Request {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or_default() {
                let (first, rest) = head.split_once("\r\n").unwrap();
                return Request {
                    line: first.to_owned(),
                    head: rest.to_ascii_lowercase(),
                    body: body.to_owned(),
                };
            }
        }
        let read = line.read(&mut part).unwrap();
        assert_ne!(read, 0, "a request comes whole");
        bytes.extend_from_slice(&part[..read]);
    }
}

/// An address where nobody listens.
pub fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub fn message() -> Message<'static> {
    Message {
        to: "+77012345678",
        from: "Zhuldyz",
        subject: "",
        text: "Нәтижеңіз дайын & «№ 7»+1",
        ticket: 41,
    }
}

/// The text of [`message`] as a form carries it: UTF-8, percent-encoded.
pub const TEXT: &str = "%D0%9D%D3%99%D1%82%D0%B8%D0%B6%D0%B5%D2%A3%D1%96%D0%B7+%D0%B4%D0%B0%D0%B9%D1%8B%D0%BD+%26+\
     %C2%AB%E2%84%96+7%C2%BB%2B1";
