//! One-time codes by SMS: sent while the person is there, read back, and then good for what they were sent for.
//!
//! They go past the queue of messages and its hours: whoever is asked stands at the desk, or is on the phone. The intent is
//! committed before the bytes are released. A code lives in a table of this desk for a day, because a screen that locks itself
//! meanwhile takes nothing away from somebody who looks for their phone.

use rusqlite::{Connection, params};

use super::notice::{Answered, ticket};
use super::session::By;
use super::{App, Line};
use crate::command::{ConsentForm, PageForm};
use crate::decide::believed;
use crate::decide::otp::{Answers, bound_to, phone_of};
use crate::decide::representative::own_phone;
use crate::domain::consent::{
    CONSENT_BY_REPRESENTATIVE, CONSENT_PAGE_CHANGED, CONSENT_TICK_REQUIRED,
};
use crate::domain::date;
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::channel::{Channel, GatewayKind};
use crate::domain::notice::gate::Owner;
use crate::domain::notice::state::Outcome;
use crate::domain::otp::{
    Aim, DIGITS, LIFE_MS, OTP_GONE, OTP_NO_GATEWAY, OTP_NO_PHONE, OTP_SPENT, OTP_WRONG,
    REMEMBER_MS, hidden, reachable, throttle,
};
use crate::domain::phone::{self, Parsed, Phone};
use crate::domain::representative::is_needed;
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::otp::{OtpAnswered, OtpSending};
use crate::id::{Hash, Id, SubjectId};
use crate::journal::log::signed;
use crate::query::page::Whose;
use crate::query::{self, card, lab, notice, otp};
use crate::time::Wall;
use crate::view::{OtpSent, PhoneCheck};
use crate::words::{Lang, dates, text};

/// A code that goes now; its intent is committed. It holds a phone, a code and the gateway's key: it is not shown in any log.
pub struct OtpDispatch {
    /// Which.
    pub otp: Id,
    /// Own number at the gateway.
    pub ticket: u32,
    /// Through what, as its intent says.
    pub wire: Channel,
    /// E.164.
    pub to: String,
    /// Name of the sender.
    pub from: String,
    /// The text with the code.
    pub text: String,
    /// Until when it may be read back, in milliseconds since 1970.
    pub until_ms: u64,
}

impl std::fmt::Debug for OtpDispatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OtpDispatch")
            .field("wire", &self.wire)
            .finish_non_exhaustive()
    }
}

/// What a code is sent for.
#[derive(Debug, Clone, Copy)]
struct Question {
    aim: Aim,
    bound: Option<Hash>,
    lang: Lang,
}

impl App {
    /// What the screen says of a phone as it was typed: whether this desk can check it, and when it was checked on an open card,
    /// or a moment ago.
    pub(super) fn phone_check(
        &self,
        typed: &str,
        of: Option<SubjectId>,
    ) -> Result<PhoneCheck, Error> {
        let takes_foreign = notice::takes_foreign(self.conn())?;
        let parsed = phone::parse("phone", typed)
            .and_then(|parsed| reachable(&parsed, takes_foreign).map(|()| parsed));
        let Ok(parsed) = parsed else {
            return Ok(PhoneCheck::default());
        };
        let e164 = parsed.phone.e164();
        let now = self.now();
        let just = otp::read_lately(self.conn(), e164, now)?;
        let on_card = match of.filter(|card| self.is_open(*card)) {
            Some(card) => otp::checked_at(self.conn(), card, e164)?,
            None => None,
        };
        Ok(PhoneCheck {
            can: self.wire(NoticeChannel::Sms)?.is_some(),
            just: just.is_some(),
            checked: on_card.map_or_else(String::new, |ms| dates::short(Wall::almaty(ms).date())),
        })
    }

    /// A code goes to a phone as it was typed, to see that it is in the hands of whoever is asked.
    ///
    /// # Errors
    /// `phone-…`, `notice-landline`, `notice-foreign`, `otp-no-gateway`, `otp-soon`, `otp-often`, `otp-desk-often`.
    pub fn otp_for_phone(&mut self, typed: &str, lang: Lang) -> Result<OtpDispatch, Error> {
        self.allowed(Action::SendOtp)?;
        let parsed = phone::parse("phone", typed)?;
        let question = Question {
            aim: Aim::Phone,
            bound: None,
            lang,
        };
        self.send_otp(&parsed, question)
    }

    /// The phone to which a code for consent would go, masked: of whoever answers on this page.
    ///
    /// # Errors
    /// `otp-no-gateway`, `otp-no-phone`, `consent-by-representative`, `notice-landline`, `notice-foreign`.
    pub fn otp_to(&self, asked: &PageForm) -> Result<String, Error> {
        self.may_ask()?;
        if self.wire(NoticeChannel::Sms)?.is_none() {
            return Err(Refusal::at("code", OTP_NO_GATEWAY).into());
        }
        let whose = self.whose(asked)?;
        let to = self.answering_phone(asked, &whose)?;
        reachable(&to, notice::takes_foreign(self.conn())?)?;
        Ok(to.phone.masked())
    }

    /// A code for consent goes to whoever answers: it is bound to the page that stands there and to its ticks.
    ///
    /// # Errors
    /// Those of [`App::otp_for_phone`]; `otp-no-phone`, `consent-by-representative`, `consent-tick-required`,
    /// `consent-page-changed`.
    pub fn otp_for_consent(
        &mut self,
        asked: &PageForm,
        form: &ConsentForm,
    ) -> Result<OtpDispatch, Error> {
        self.may_ask()?;
        let whose = self.whose(asked)?;
        if !(form.personal_data || form.care || !form.optional.is_empty()) {
            return Err(Refusal::at("code", CONSENT_TICK_REQUIRED).into());
        }
        let lang = form.language.unwrap_or(Lang::Kk);
        let page = query::page::page(self.conn(), &whose, lang, self.now().date())?;
        // What was ticked is what stands there now.
        if page.is_none() || page.map(|page| page.sha256) != form.page {
            return Err(Refusal::at("code", CONSENT_PAGE_CHANGED).into());
        }
        let parsed = self.answering_phone(asked, &whose)?;
        let question = Question {
            aim: Aim::Consent,
            bound: bound_to(form),
            lang,
        };
        self.send_otp(&parsed, question)
    }

    fn may_ask(&self) -> Result<(), Error> {
        self.allowed(Action::RecordConsent)?;
        self.allowed(Action::SendOtp).map(drop)
    }

    /// The phone of whoever answers, as the cards would say if the form were saved now.
    fn answering_phone(&self, asked: &PageForm, whose: &Whose) -> Result<Parsed, Error> {
        let conn = self.conn();
        let answers = match asked.by.as_str() {
            "representative" => Answers::Representative(match self.giver_card(asked)? {
                Some(card) => own_phone(&card::fields(conn, card)?, Owner::Patient),
                // Whoever has no card yet gets one with the phone that was typed.
                None => (asked.representative.as_ref())
                    .and_then(|form| phone::parse("code", &form.phone).ok())
                    .map(|parsed| parsed.phone.e164().to_owned()),
            }),
            _ if self.is_child(asked)? => {
                return Err(Refusal::at("code", CONSENT_BY_REPRESENTATIVE).into());
            }
            _ => Answers::Person,
        };
        let found = phone_of(answers, &whose.fields);
        let found = found.ok_or_else(|| Refusal::at("code", OTP_NO_PHONE))?;
        Ok(phone::parse("code", &found)?)
    }

    /// Somebody must answer for the person.
    fn is_child(&self, asked: &PageForm) -> Result<bool, Error> {
        let on = self.now().date();
        let born = match (&asked.patient, asked.card) {
            (Some(form), _) => date::birth("birth_date", &form.birth_date, on).ok(),
            (None, Some(card)) => card::birth_date(self.conn(), card)?,
            (None, None) => None,
        };
        Ok(is_needed(born, on))
    }

    fn send_otp(&mut self, to: &Parsed, question: Question) -> Result<OtpDispatch, Error> {
        let desk = self.facts()?;
        believed(&desk)?;
        let now = desk.now;
        reachable(to, notice::takes_foreign(self.conn())?)?;
        let wire = self.wire(NoticeChannel::Sms)?;
        let wire = wire.ok_or_else(|| Refusal::at("code", OTP_NO_GATEWAY))?;
        let phone = to.phone.e164().to_owned();
        throttle(&otp::history(self.conn(), &phone, now)?, now.ms).map_err(|no| Refusal {
            field: Some("code"),
            ..no
        })?;
        let from = lab::offers(self.conn())?.sms_sender;
        let masked = to.phone.masked();
        let digits = self.entropy.digits(DIGITS);
        let said = match question.aim {
            Aim::Phone => "otp-sms-phone",
            Aim::Consent => "otp-sms-consent",
        };
        let body = text(question.lang, said, &[("code", &digits)]);
        let ((otp, ticket), _) = self.transact(
            &By::Session,
            |_, _, entropy| {
                let (id, ticket) = (entropy.id(), ticket(entropy));
                let sending = OtpSending {
                    aim: question.aim.code(),
                    ticket,
                    gateway: wire.gateway.text().to_owned(),
                    from: from.clone(),
                    to: masked,
                    language: question.lang.tag().to_owned(),
                    text: hidden(&body, &digits),
                };
                Ok(((id, ticket), vec![Line::new(id, sending)]))
            },
            |tx, (id, _), _| {
                forget(tx, now)?;
                tx.execute(
                    "INSERT INTO l_otp (id, phone, digits, bound, sent) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![id, phone, digits, question.bound, signed(now.ms)],
                )?;
                Ok(())
            },
        )?;
        Ok(OtpDispatch {
            otp,
            ticket,
            wire,
            to: to.phone.e164().to_owned(),
            from,
            text: body,
            until_ms: now.ms + LIFE_MS,
        })
    }

    /// What the gateway said of a code. The desk keeps it by itself: it is true whoever looks at the screen by now.
    pub fn otp_answered(
        &mut self,
        one: &OtpDispatch,
        answered: &Answered,
        lang: Lang,
    ) -> Result<OtpSent, Error> {
        let body = OtpAnswered {
            outcome: answered.outcome.code(),
            gateway_id: answered.gateway_id.clone(),
            cause: answered.cause.clone(),
            price: answered.price.clone(),
        };
        // Whoever waits for the code gets it all the same; an intent without an answer says that nobody knows.
        if let Err(error) = self.note(vec![Line::new(one.otp, body)]) {
            tracing::error!(%error, "what the gateway said of a code is not kept");
        }
        let is_out = matches!(answered.outcome, Outcome::Accepted | Outcome::Unknown);
        if !is_out {
            let sql = "UPDATE l_otp SET failed = 1 WHERE id = ?1";
            self.conn().execute(sql, [one.otp])?;
        }
        let cause = answered.cause.as_deref().unwrap_or_default();
        Ok(OtpSent {
            otp: one.otp,
            to: Phone::from_e164(&one.to).map_or_else(String::new, |to| to.masked()),
            until: dates::time(Wall::almaty(one.until_ms)),
            failed: match is_out {
                true => String::new(),
                false => query::notice::rows::cause(lang, cause),
            },
            is_unknown: answered.outcome == Outcome::Unknown,
            text: match one.wire.gateway {
                GatewayKind::Training => one.text.clone(),
                _ => String::new(),
            },
        })
    }

    /// Somebody read a code back.
    ///
    /// # Errors
    /// `otp-form`, `otp-wrong`, `otp-spent`, `otp-expired`, `otp-gone`.
    pub fn otp_read(&mut self, id: Id, typed: &str) -> Result<(), Error> {
        self.allowed(Action::SendOtp)?;
        let now = self.now();
        let code = otp::code(self.conn(), id)?;
        let code = code.ok_or_else(|| Refusal::at("code", OTP_GONE))?;
        let outcome = code.reads(typed, now.ms);
        match &outcome {
            Ok(()) => {
                let sql = "UPDATE l_otp SET read = ?2, digits = '' WHERE id = ?1";
                self.conn().execute(sql, params![id, signed(now.ms)])?;
            }
            Err(no) if no.code == OTP_WRONG || no.code == OTP_SPENT => {
                let sql = "UPDATE l_otp SET wrong = min(wrong + 1, 99) WHERE id = ?1";
                self.conn().execute(sql, [id])?;
            }
            Err(_) => {}
        }
        Ok(outcome?)
    }

    /// What was sent more than a day ago is forgotten.
    pub(super) fn forget_codes(&self) -> Result<(), Error> {
        Ok(forget(self.conn(), self.now())?)
    }
}

fn forget(conn: &Connection, now: Wall) -> Result<(), rusqlite::Error> {
    let before = signed(now.ms.saturating_sub(REMEMBER_MS));
    conn.execute(
        "DELETE FROM l_otp WHERE sent < ?1 OR sent > ?2",
        [before, signed(now.ms.saturating_add(REMEMBER_MS))],
    )?;
    Ok(())
}
