//! What goes out to patients, beside the window: one thread sends, and asks what became of what was sent.
//!
//! The core says what goes and keeps what came back; the channels are the wire. The desk is held for moments only, never while
//! a gateway is spoken to. An answer that cannot be kept at once is kept before anything else goes.

use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager};
use tirkeu_channels::{
    Answer, Asked, Cause, Gateway, Message, Mobizon, Security, Smsc, Smtp, Status,
};
use tirkeu_core::app::OtpDispatch;
use tirkeu_core::app::notice::{Answered, Ask, Dispatch};
use tirkeu_core::domain::notice::NoticeChannel;
use tirkeu_core::domain::notice::channel::{Channel, GatewayKind};
use tirkeu_core::domain::notice::state::{NoticeState, Outcome};
use tirkeu_core::error::Error;

use crate::stage::Stage;

/// Between two looks whether something goes.
const LOOK: Duration = Duration::from_millis(700);
/// Between two looks whether something is to be asked for.
const ASK: Duration = Duration::from_secs(5);
/// Between two questions what is left on the account.
const BALANCE: Duration = Duration::from_secs(3600);
/// The same after no answer.
const BALANCE_AGAIN: Duration = Duration::from_secs(300);
/// How long a gateway is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// After a fault of our own nothing is tried for so long.
const AFTER_A_FAULT: Duration = Duration::from_secs(60);

/// Sends for as long as the program runs.
pub fn begin(app: AppHandle) {
    std::thread::spawn(move || {
        let mut owed = None;
        let (mut asked, mut rests_until) = (Instant::now(), Instant::now());
        let mut balance_due = Instant::now();
        loop {
            std::thread::sleep(LOOK);
            if Instant::now() < rests_until {
                continue;
            }
            if let Err(error) = send(&app, &mut owed) {
                tracing::warn!(%error, "messages could not be sent");
                rests_until = Instant::now() + AFTER_A_FAULT;
            }
            if asked.elapsed() < ASK {
                continue;
            }
            asked = Instant::now();
            if Instant::now() >= balance_due {
                balance_due = Instant::now() + balance(&app);
            }
            for channel in NoticeChannel::ALL {
                if let Err(error) = ask(&app, channel) {
                    tracing::warn!(%error, "what became of messages could not be asked");
                }
            }
        }
    });
}

/// Asks what is left on the account of whatever carries SMS from this desk; how long until it is asked again.
fn balance(app: &AppHandle) -> Duration {
    let stage = app.state::<Stage>();
    let channel = NoticeChannel::Sms;
    // Nobody has signed in, or this desk does not send.
    let Ok(Some(set)) = stage.open(|open| open.app.sending(channel)) else {
        return ASK;
    };
    if set.gateway == GatewayKind::Training {
        return BALANCE;
    }
    match gateway(&set).and_then(|gateway| gateway.balance()) {
        Ok(balance) => {
            let balance = balance.unwrap_or_default();
            drop(stage.open(|open| open.app.note_balance(channel, &balance)));
            BALANCE
        }
        Err(_) => BALANCE_AGAIN,
    }
}

/// Sends what goes now, one after the other. An answer that could not be kept is kept before anything else goes.
fn send(app: &AppHandle, owed: &mut Option<(Dispatch, Answered)>) -> Result<(), Error> {
    let stage = app.state::<Stage>();
    loop {
        if let Some((one, answered)) = owed.as_ref() {
            match stage.open(|open| open.app.notice_answered(one, answered)) {
                Err(Error::Locked) => return Ok(()),
                kept => kept?,
            }
            drop(app.emit("touched", vec![one.of.to_string()]));
            *owed = None;
        }
        let next = match stage.open(|open| open.notice_next()) {
            Err(Error::Locked) | Ok(None) => return Ok(()),
            other => other?,
        };
        let Some(one) = next else { return Ok(()) };
        let answered = told(&deliver(&one));
        *owed = Some((one, answered));
    }
}

fn deliver(one: &Dispatch) -> Answer {
    let message = Message {
        to: &one.to,
        from: &one.from,
        subject: &one.text,
        text: &one.text,
        ticket: one.ticket,
    };
    over(&one.wire, &message)
}

/// Sends a one-time code, for whoever waits for it.
pub fn send_otp(one: &OtpDispatch) -> Answered {
    let message = Message {
        to: &one.to,
        from: &one.from,
        subject: "",
        text: &one.text,
        ticket: one.ticket,
    };
    told(&over(&one.wire, &message))
}

fn over(wire: &Channel, message: &Message<'_>) -> Answer {
    if wire.gateway == GatewayKind::Training {
        return Answer::Accepted {
            id: String::new(),
            price: None,
        };
    }
    match gateway(wire) {
        Ok(gateway) => gateway.send(message),
        Err(cause) => Answer::Deferred(cause),
    }
}

/// What the wire says, in the core's words.
fn told(answer: &Answer) -> Answered {
    let plain = |outcome, cause: Option<Cause>| Answered {
        outcome,
        gateway_id: None,
        cause: cause.map(|cause| cause.code().to_owned()),
        price: None,
        is_of_channel: cause.is_some_and(Cause::is_of_channel),
    };
    match answer {
        Answer::Accepted { id, price } => Answered {
            gateway_id: Some(id.clone()).filter(|id| !id.is_empty()),
            price: price.clone(),
            ..plain(Outcome::Accepted, None)
        },
        Answer::Deferred(cause) => plain(Outcome::PutOff, Some(*cause)),
        // What every message would meet is put right in the settings, and then it goes after all.
        Answer::Failed(cause) if cause.is_of_channel() => plain(Outcome::PutOff, Some(*cause)),
        Answer::Failed(cause) => plain(Outcome::Failed, Some(*cause)),
        Answer::Unknown(cause) => plain(Outcome::Unknown, Some(*cause)),
    }
}

/// The wire of a channel as it is set.
pub fn gateway(channel: &Channel) -> Result<Gateway, Cause> {
    let base = |usual: &str| match channel.address.as_str() {
        "" => usual.to_owned(),
        own => own.to_owned(),
    };
    match channel.gateway {
        GatewayKind::Mobizon => {
            let base = base(Mobizon::BASE);
            Mobizon::new(&base, &channel.secret, PATIENCE).map(Gateway::Mobizon)
        }
        GatewayKind::Smsc => {
            let base = base(Smsc::BASE);
            Smsc::new(&base, &channel.login, &channel.secret, PATIENCE).map(Gateway::Smsc)
        }
        GatewayKind::Smtp => {
            let security = match channel.starttls {
                true => Security::StartTls,
                false => Security::Tls,
            };
            let server = Smtp::new(&channel.host, channel.port, security, PATIENCE)?;
            Ok(Gateway::Smtp(match channel.login.as_str() {
                "" => server,
                login => server.with_login(login, &channel.secret),
            }))
        }
        GatewayKind::Training => Err(Cause::Settings),
    }
}

/// Asks what became of messages whose time to be asked for has come.
fn ask(app: &AppHandle, channel: NoticeChannel) -> Result<(), Error> {
    let stage = app.state::<Stage>();
    let asks = match stage.open(|open| open.app.notice_asks(channel)) {
        Err(Error::Locked) => return Ok(()),
        asks => asks?,
    };
    let set = match asks.is_empty() {
        true => return Ok(()),
        false => stage.open(|open| open.app.channel(channel))?,
    };
    let Some(Ok(gateway)) = set.as_ref().map(gateway) else {
        return wait(&stage, &asks);
    };
    // Without an id of theirs only a gateway that knows our number can say anything.
    let (known, lost): (Vec<Ask>, Vec<Ask>) =
        (asks.into_iter()).partition(|ask| gateway.looks_up() || !ask.gateway_id.is_empty());
    for ask in &lost {
        stage.open(|open| open.app.notice_unaskable(ask))?;
    }
    if known.is_empty() {
        return Ok(());
    }
    let asked: Vec<Asked<'_>> = (known.iter())
        .map(|ask| Asked {
            id: &ask.gateway_id,
            ticket: ask.ticket,
            to: &ask.to,
        })
        .collect();
    let Ok(statuses) = gateway.statuses(&asked) else {
        return wait(&stage, &known);
    };
    let mut touched = Vec::new();
    for (ask, status) in known.iter().zip(&statuses) {
        let became = became((ask.state, ask.is_settled), status);
        stage.open(|open| open.app.notice_became(ask, became.as_ref()))?;
        touched.extend(became.map(|_| ask.of.to_string()));
    }
    if !touched.is_empty() {
        drop(app.emit("touched", touched));
    }
    Ok(())
}

/// What a status makes of a message; none where nothing new is known.
fn became((state, is_settled): (NoticeState, bool), status: &Status) -> Option<Answered> {
    let plain = |outcome| Answered {
        outcome,
        gateway_id: None,
        cause: None,
        price: None,
        is_of_channel: false,
    };
    match (state, status) {
        (_, Status::Delivered) => Some(plain(Outcome::Delivered)),
        (_, Status::Failed(cause)) => Some(Answered {
            cause: Some(cause.code().to_owned()),
            ..plain(Outcome::Failed)
        }),
        (NoticeState::Unknown, Status::Pending) => Some(plain(Outcome::Accepted)),
        // Just after the answer was lost the gateway may not have written it down yet.
        (NoticeState::Unknown, Status::NotFound) if is_settled => Some(Answered::never_heard_of()),
        (_, Status::Pending | Status::NotFound | Status::NotLearnt) => None,
    }
}

/// Nobody could be asked: they are asked for later.
fn wait(stage: &Stage, asks: &[Ask]) -> Result<(), Error> {
    for ask in asks {
        stage.open(|open| open.app.notice_became(ask, None))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_message_would_meet_puts_it_off_and_what_this_one_meets_ends_it() {
        let of_channel = told(&Answer::Failed(Cause::BadSender));
        assert_eq!(of_channel.outcome, Outcome::PutOff);
        assert!(of_channel.is_of_channel);
        let own = told(&Answer::Failed(Cause::BadAddress));
        assert_eq!((own.outcome, own.is_of_channel), (Outcome::Failed, false));
        let away = told(&Answer::Deferred(Cause::Network));
        assert_eq!(away.outcome, Outcome::PutOff);
        assert_eq!(away.cause.as_deref(), Some("network"));
        let lost = told(&Answer::Unknown(Cause::Timeout));
        assert_eq!(lost.outcome, Outcome::Unknown, "never put off");
        let taken = told(&Answer::Accepted {
            id: String::new(),
            price: Some("17".to_owned()),
        });
        assert_eq!(
            (taken.gateway_id, taken.price),
            (None, Some("17".to_owned()))
        );
    }

    #[test]
    fn a_status_says_no_more_than_the_gateway_does() {
        use NoticeState::{Accepted, Unknown};
        let outcome = |state, is_settled, status| {
            became((state, is_settled), &status).map(|answer| answer.outcome)
        };
        for state in [Accepted, Unknown] {
            assert_eq!(
                outcome(state, true, Status::Delivered),
                Some(Outcome::Delivered)
            );
            let refused = Status::Failed(Cause::Undelivered);
            assert_eq!(outcome(state, true, refused), Some(Outcome::Failed));
            assert_eq!(outcome(state, true, Status::NotLearnt), None);
        }
        assert_eq!(
            outcome(Unknown, true, Status::Pending),
            Some(Outcome::Accepted)
        );
        assert_eq!(
            outcome(Unknown, false, Status::NotFound),
            None,
            "too early to say"
        );
        assert_eq!(
            outcome(Unknown, true, Status::NotFound),
            Some(Outcome::Failed)
        );
        for status in [Status::Pending, Status::NotFound] {
            assert_eq!(outcome(Accepted, true, status), None);
        }
    }
}
