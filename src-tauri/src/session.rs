//! What the system's session manager (logind) tells: the screen is being locked, the machine goes to sleep.
//!
//! A desk without such a manager still locks after half an hour and after a sleep (`watch`).

use std::sync::mpsc::Sender;

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::{MatchRule, Message};

const MANAGER: &str = "org.freedesktop.login1";

/// Calls `then` each time the session is locked or the machine is about to sleep; returns at once.
pub fn listen(then: impl Fn() + Send + 'static) {
    let (told, tells) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let heard = Connection::system().and_then(|bus| hear(&bus, &told));
        if let Err(error) = heard {
            tracing::info!(%error, "nobody tells when the session is locked");
        }
    });
    std::thread::spawn(move || {
        for () in tells {
            then();
        }
    });
}

/// Sends a word for every lock or sleep until the bus ends.
fn hear(bus: &Connection, told: &Sender<()>) -> zbus::Result<()> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(MANAGER)?
        .build();
    let own = own_session(bus);
    for message in MessageIterator::for_match_rule(rule, bus, Some(64))? {
        if is_lock(&message?, own.as_deref()) && told.send(()).is_err() {
            break;
        }
    }
    Ok(())
}

/// The path of the session in which this program runs; other people's sessions are no business of ours.
fn own_session(bus: &Connection) -> Option<String> {
    let reply = bus
        .call_method(
            Some(MANAGER),
            "/org/freedesktop/login1",
            Some("org.freedesktop.login1.Manager"),
            "GetSessionByPID",
            &std::process::id(),
        )
        .ok()?;
    let body = reply.body();
    let path: zbus::zvariant::ObjectPath<'_> = body.deserialize().ok()?;
    Some(path.to_string())
}

fn is_lock(message: &Message, own: Option<&str>) -> bool {
    let header = message.header();
    match header.member().map(|member| member.as_str()) {
        Some("Lock") => {
            let path = header.path().map(|path| path.as_str());
            own.is_none() || path == own
        }
        // True before the sleep, false after it.
        Some("PrepareForSleep") => message.body().deserialize().unwrap_or(false),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const OWN: &str = "/org/freedesktop/login1/session/c1";

    fn lock_of(session: &str) -> Message {
        Message::signal(session, "org.freedesktop.login1.Session", "Lock")
            .unwrap()
            .build(&())
            .unwrap()
    }

    fn sleep(coming: bool) -> Message {
        Message::signal(
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
            "PrepareForSleep",
        )
        .unwrap()
        .build(&coming)
        .unwrap()
    }

    #[test]
    fn a_lock_of_this_session_and_a_coming_sleep_are_heard() {
        assert!(is_lock(&lock_of(OWN), Some(OWN)));
        assert!(is_lock(&lock_of(OWN), None), "better once too often");
        assert!(!is_lock(
            &lock_of("/org/freedesktop/login1/session/c2"),
            Some(OWN)
        ));
        assert!(is_lock(&sleep(true), Some(OWN)));
        assert!(
            !is_lock(&sleep(false), Some(OWN)),
            "the machine is awake again"
        );
    }
}
