//! Mobizon. Source: "Mobizon API documentation", pages `SendSmsMessage`, `GetSMSStatus`, `GetOwnBalance`, "API Response
//! Codes" and "List of Possible SMS Statuses" (<https://mobizon.kz/help/api-docs>).
//!
//! The key stands in the query, as they want it: no address of a request is ever shown. An id has more than 32 bits.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::http::{Base, Miss};
use crate::json::{number, parts, told};
use crate::phone;
use crate::{Answer, Asked, Message, Status};

/// An account at Mobizon.
#[derive(Clone)]
pub struct Mobizon {
    base: Base,
    key: Zeroizing<String>,
    timeout: Duration,
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    code: &'a RawValue,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Sent<'a> {
    #[serde(borrow, default, rename = "messageId")]
    id: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Reported<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Balance<'a> {
    #[serde(borrow, default)]
    balance: Option<&'a RawValue>,
    #[serde(borrow, default)]
    currency: Option<&'a RawValue>,
}

impl Mobizon {
    /// Where it is asked.
    pub const BASE: &'static str = "https://api.mobizon.kz";

    /// An account by its key.
    ///
    /// # Errors
    /// [`Cause::Settings`] when `base` is not `https` (or `http` on loopback); [`Cause::Login`] when the key is none.
    pub fn new(base: &str, key: &str, timeout: Duration) -> Result<Self, Cause> {
        // What stands in an address as it is, and nothing that would begin another word there.
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        if key.is_empty() || !key.bytes().all(is_plain) {
            return Err(Cause::Login);
        }
        Ok(Self {
            base: Base::new(base)?,
            key: Zeroizing::new(key.to_owned()),
            timeout,
        })
    }

    pub(crate) fn send(&self, message: &Message<'_>) -> Answer {
        let Some(to) = phone::digits(message.to) else {
            return Answer::Failed(Cause::BadAddress);
        };
        if message.text.is_empty() {
            return Answer::Failed(Cause::BadText);
        }
        let mut form = vec![("recipient", to), ("text", message.text)];
        if !message.from.is_empty() {
            form.push(("from", message.from));
        }
        match self.post("Message/SendSmsMessage", &form) {
            Ok(text) => answer(&text),
            Err(miss) => miss.into(),
        }
    }

    pub(crate) fn statuses(&self, asked: &[Asked<'_>]) -> Result<Vec<Status>, Cause> {
        let with_id = asked.iter().filter(|asked| !asked.id.is_empty());
        let form: Vec<(String, &str)> = with_id
            .enumerate()
            .map(|(at, asked)| (format!("ids[{at}]"), asked.id))
            .collect();
        if form.is_empty() {
            return Ok(vec![Status::NotLearnt; asked.len()]);
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(key, id)| (key.as_str(), *id)).collect();
        let text = self
            .post("Message/GetSMSStatus", &form)
            .map_err(Miss::cause)?;
        let found = reported(&text)?;
        // Whoever was accepted without an id cannot be asked about; whom the list leaves out, they do not know.
        let status = |asked: &Asked<'_>| match asked.id {
            "" => Status::NotLearnt,
            id => found.get(id).copied().unwrap_or(Status::NotFound),
        };
        Ok(asked.iter().map(status).collect())
    }

    pub(crate) fn balance(&self) -> Result<String, Cause> {
        let text = self.post("User/GetOwnBalance", &[]).map_err(Miss::cause)?;
        let data = data(&text)?.ok_or(Cause::BadAnswer)?;
        let said: Balance<'_> = serde_json::from_str(data.get()).map_err(|_| Cause::BadAnswer)?;
        let balance = told(said.balance).ok_or(Cause::BadAnswer)?;
        Ok(match told(said.currency) {
            Some(currency) => format!("{balance} {currency}"),
            None => balance,
        })
    }

    fn post(&self, method: &str, form: &[(&str, &str)]) -> Result<String, Miss> {
        let key = self.key.as_str();
        let tail = format!("/service/{method}?output=json&api=v1&apiKey={key}");
        self.base.post(&Zeroizing::new(tail), form, self.timeout)
    }
}

/// What a reply to a message says.
fn answer(text: &str) -> Answer {
    let unread = Answer::Unknown(Cause::BadAnswer);
    let Ok(reply) = serde_json::from_str::<Reply<'_>>(text) else {
        return unread;
    };
    let id = || {
        let sent = |part: &RawValue| {
            let sent: Sent<'_> = serde_json::from_str(part.get()).ok()?;
            told(sent.id)
        };
        parts(reply.data, "messageId").into_iter().find_map(sent)
    };
    match number(Some(reply.code)) {
        Some(0) => Answer::Accepted {
            id: id().unwrap_or_default(),
            price: None,
        },
        // Taken, to be worked off later. A number that stands there alone is the task's, and no message is found by it.
        Some(100) if reply.data.is_some() => Answer::Accepted {
            id: id().unwrap_or_default(),
            price: None,
        },
        Some(code) => refusal(code, reply.data),
        None => unread,
    }
}

/// "API Response Codes". Where it is not said that nothing was done, nobody knows.
fn refusal(code: i64, data: Option<&RawValue>) -> Answer {
    match code {
        1 | 12 | 99 => Answer::Failed(field(data)),
        2 => Answer::Failed(Cause::Rejected),
        4 | 5 | 6 | 11 | 13 => Answer::Deferred(Cause::Settings),
        8 => Answer::Deferred(Cause::Login),
        9 | 14 => Answer::Deferred(Cause::Account),
        30 => Answer::Deferred(Cause::Rate),
        3 | 10 | 15 | 98 | 999 => Answer::Unknown(Cause::ServerFault),
        _ => Answer::Unknown(Cause::BadAnswer),
    }
}

/// Which field is wrong, where it is named.
fn field(data: Option<&RawValue>) -> Cause {
    let named: BTreeMap<String, &RawValue> = data
        .and_then(|data| serde_json::from_str(data.get()).ok())
        .unwrap_or_default();
    let by_field = [
        ("recipient", Cause::BadAddress),
        ("from", Cause::BadSender),
        ("text", Cause::BadText),
    ];
    by_field
        .into_iter()
        .find(|(field, _)| named.contains_key(*field))
        .map_or(Cause::Rejected, |(_, cause)| cause)
}

/// What a reply to a question holds.
fn data(text: &str) -> Result<Option<&RawValue>, Cause> {
    let reply: Reply<'_> = serde_json::from_str(text).map_err(|_| Cause::BadAnswer)?;
    let code = number(Some(reply.code)).ok_or(Cause::BadAnswer)?;
    match (code, refusal(code, reply.data)) {
        (0, _) => Ok(reply.data),
        // None of what was asked about is known.
        (2, _) => Ok(None),
        (_, Answer::Deferred(cause) | Answer::Failed(cause) | Answer::Unknown(cause)) => Err(cause),
        (_, Answer::Accepted { .. }) => Err(Cause::BadAnswer),
    }
}

fn reported(text: &str) -> Result<BTreeMap<String, Status>, Cause> {
    let mut found = BTreeMap::new();
    for part in parts(data(text)?, "id") {
        let Ok(one) = serde_json::from_str::<Reported<'_>>(part.get()) else {
            continue;
        };
        let Some(id) = told(one.id) else {
            continue;
        };
        let status = status(told(one.status).as_deref().unwrap_or_default());
        let known = found.entry(id).or_insert(status);
        // Reported twice: what is final is not taken back.
        if matches!(*known, Status::Pending | Status::NotLearnt) {
            *known = status;
        }
    }
    Ok(found)
}

/// "List of Possible SMS Statuses"; a word that is not on it is not final.
fn status(word: &str) -> Status {
    match word {
        "DELIVRD" => Status::Delivered,
        "UNDELIV" => Status::Failed(Cause::Undelivered),
        "REJECTD" => Status::Failed(Cause::Rejected),
        "EXPIRED" => Status::Failed(Cause::Expired),
        "DELETED" => Status::Failed(Cause::Stopped),
        "" => Status::NotLearnt,
        _ => Status::Pending,
    }
}

impl fmt::Debug for Mobizon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mobizon")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
