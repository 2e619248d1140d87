//! SMSC. Source: "Интеграция с сервисом (API). HTTP/HTTPS протокол", pages "Отправка SMS-сообщения", "Статусы сообщений" and
//! "Проверка состояния баланса" (<https://smsc.kz/api/http/>).
//!
//! Our ticket is their id. They take the same id twice and send twice: an id finds a message, it does not guard against a
//! second one. What guards, for a minute, is that the same request is refused (error 9); so such a refusal says that a like
//! message went just before, and nobody knows by it whether it was this one. The charset is windows-1251 unless named.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::http::{Base, Miss};
use crate::json::{number, told};
use crate::phone;
use crate::{Answer, Asked, Message, Status};

/// Theirs are numbers of 31 bits; 0 would have them choose one.
const TICKETS: std::ops::RangeInclusive<u32> = 1..=2_147_483_647;

/// An account at SMSC.
#[derive(Clone)]
pub struct Smsc {
    base: Base,
    login: Zeroizing<String>,
    password: Zeroizing<String>,
    timeout: Duration,
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow, default)]
    error_code: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    cnt: Option<&'a RawValue>,
    #[serde(borrow, default)]
    cost: Option<&'a RawValue>,
    #[serde(borrow, default)]
    phone: Option<&'a RawValue>,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    balance: Option<&'a RawValue>,
    #[serde(borrow, default)]
    currency: Option<&'a RawValue>,
}

impl Smsc {
    /// Where it is asked.
    pub const BASE: &'static str = "https://smsc.kz";

    /// An account by its login.
    ///
    /// # Errors
    /// [`Cause::Settings`] when `base` is not `https` (or `http` on loopback); [`Cause::Login`] when either word is empty.
    pub fn new(base: &str, login: &str, password: &str, timeout: Duration) -> Result<Self, Cause> {
        if login.is_empty() || password.is_empty() {
            return Err(Cause::Login);
        }
        Ok(Self {
            base: Base::new(base)?,
            login: Zeroizing::new(login.to_owned()),
            password: Zeroizing::new(password.to_owned()),
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
        if !TICKETS.contains(&message.ticket) {
            return Answer::Failed(Cause::Rejected);
        }
        let ticket = message.ticket.to_string();
        let mut form = vec![
            ("phones", to),
            ("mes", message.text),
            ("id", &ticket),
            ("cost", "3"),
        ];
        if !message.from.is_empty() {
            form.push(("sender", message.from));
        }
        match self.post("send", &form) {
            Ok(text) => answer(&text),
            Err(miss) => miss.into(),
        }
    }

    /// They allow one question for several messages a minute, and five for the same message; then it is [`Cause::Rate`].
    pub(crate) fn statuses(&self, asked: &[Asked<'_>]) -> Result<Vec<Status>, Cause> {
        let mut phones = Vec::new();
        for one in asked {
            phones.push(phone::digits(one.to).ok_or(Cause::BadAddress)?);
        }
        let ids: Vec<String> = asked.iter().map(id).collect();
        let form = [("phone", &*phones.join(",")), ("id", &*ids.join(","))];
        let text = self.post("status", &form).map_err(Miss::cause)?;
        let list = serde_json::from_str::<Vec<&RawValue>>(&text);
        let is_single = asked.len() == 1 && list.is_err();
        let replies: Vec<Reply<'_>> = match list {
            Ok(list) => list.iter().flat_map(|part| reply(part.get())).collect(),
            Err(_) => vec![reply(&text)?],
        };
        // A single one that says no id speaks of the only one that was asked about.
        let status = |(at, id): (usize, &String)| {
            let about = replies.iter().filter(|reply| match told(reply.id) {
                Some(said) => said == *id && is_same(told(reply.phone), phones.get(at).copied()),
                None => is_single,
            });
            let mut found = about.filter_map(|reply| number(reply.status)).map(status);
            let first = found.next()?;
            // Reported twice: what is final is not taken back.
            Some(match first {
                Status::Pending => found.find(|s| *s != Status::Pending).unwrap_or(first),
                first => first,
            })
        };
        // Only their own "not found" says that they have no such message.
        let statuses = ids.iter().enumerate().map(status);
        Ok(statuses
            .map(|found| found.unwrap_or(Status::NotLearnt))
            .collect())
    }

    pub(crate) fn balance(&self) -> Result<String, Cause> {
        let text = self.post("balance", &[("cur", "1")]).map_err(Miss::cause)?;
        let said = reply(&text)?;
        let balance = told(said.balance).ok_or(Cause::BadAnswer)?;
        Ok(match told(said.currency) {
            Some(currency) => format!("{balance} {currency}"),
            None => balance,
        })
    }

    fn post(&self, what: &str, form: &[(&str, &str)]) -> Result<String, Miss> {
        let mut whole = vec![
            ("login", self.login.as_str()),
            ("psw", self.password.as_str()),
            ("charset", "utf-8"),
            ("fmt", "3"),
        ];
        whole.extend_from_slice(form);
        let tail = format!("/sys/{what}.php");
        self.base.post(&tail, &whole, self.timeout)
    }
}

/// Theirs, or ours where they told none.
fn id(asked: &Asked<'_>) -> String {
    match asked.id {
        "" => asked.ticket.to_string(),
        id => id.to_owned(),
    }
}

/// The same number, however its country is written; one that is not told is no other.
fn is_same(said: Option<String>, asked: Option<&str>) -> bool {
    let last = |text: &str| -> String {
        let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        digits.iter().rev().take(10).collect()
    };
    match (said, asked) {
        (Some(said), Some(asked)) => last(&said) == last(asked),
        _ => true,
    }
}

/// What a reply to a message says.
fn answer(text: &str) -> Answer {
    let Ok(reply) = serde_json::from_str::<Reply<'_>>(text) else {
        return Answer::Unknown(Cause::BadAnswer);
    };
    if let Some(code) = reply.error_code {
        return refusal(number(Some(code)));
    }
    match (told(reply.id), number(reply.cnt)) {
        (Some(id), cnt) if cnt != Some(0) => Answer::Accepted {
            id,
            price: told(reply.cost),
        },
        _ => Answer::Unknown(Cause::BadAnswer),
    }
}

/// "Ответ сервера и коды ошибок" of a message.
fn refusal(code: Option<i64>) -> Answer {
    match code {
        Some(1 | 5) => Answer::Failed(Cause::Rejected),
        Some(2) => Answer::Deferred(Cause::Login),
        Some(3) => Answer::Deferred(Cause::Money),
        Some(4) => Answer::Deferred(Cause::IpBlocked),
        Some(6) => Answer::Failed(Cause::Forbidden),
        Some(7) => Answer::Failed(Cause::BadAddress),
        Some(8) => Answer::Failed(Cause::NoRecipient),
        Some(9) => Answer::Unknown(Cause::Duplicate),
        _ => Answer::Unknown(Cause::BadAnswer),
    }
}

/// A reply to a question, or why there is none ("Ответ сервера и коды ошибок" of statuses and of the balance).
fn reply(text: &str) -> Result<Reply<'_>, Cause> {
    let reply: Reply<'_> = serde_json::from_str(text).map_err(|_| Cause::BadAnswer)?;
    let Some(code) = reply.error_code else {
        return Ok(reply);
    };
    Err(match number(Some(code)) {
        Some(1 | 5) => Cause::Settings,
        Some(2) => Cause::Login,
        Some(4) => Cause::IpBlocked,
        Some(9) => Cause::Rate,
        _ => Cause::BadAnswer,
    })
}

/// "Статусы сообщений"; a mailing that was halted (-2) is not final; a number that is not there says nothing.
fn status(code: i64) -> Status {
    match code {
        -3 => Status::NotFound,
        -2..=0 => Status::Pending,
        1 | 2 | 4 => Status::Delivered,
        3 => Status::Failed(Cause::Expired),
        20 => Status::Failed(Cause::Undelivered),
        22 => Status::Failed(Cause::BadAddress),
        23 => Status::Failed(Cause::Forbidden),
        24 => Status::Failed(Cause::Money),
        25 => Status::Failed(Cause::NoRecipient),
        _ => Status::NotLearnt,
    }
}

impl fmt::Debug for Smsc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smsc")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
