//! From a command to entries: loads the facts that a rule asks for, calls the rule, maps its outcome.
//!
//! Called by `App::execute` inside its transaction; reads through `query`, decides through `domain`,
//! writes nothing. Time, identity and randomness come in as values. One file for a noun's commands.

mod consent;
mod director;
pub(crate) mod expected;
mod lab;
pub(crate) mod legacy;
pub(crate) mod notice;
mod offer;
pub(crate) mod order;
pub(crate) mod others;
pub(crate) mod otp;
pub(crate) mod patient;
mod person;
pub mod question;
mod reading;
pub(crate) mod representative;
pub(crate) mod roster;
pub(crate) mod service;

pub use lab::{
    desk as judge_desk, organisation as judge_organisation, staff_name as judge_staff_name,
};

use rusqlite::Connection;

use crate::app::Line;
use crate::command::{Command, ConsentForm};
use crate::domain::acquaintance::gate;
use crate::domain::columns::Value;
use crate::domain::order::number;
use crate::domain::rights::{Action, may};
use crate::error::{
    CLOCK_BEHIND, Code, Error, NEEDS_UPDATE, NOT_ALLOWED, NOT_FOUND, Refusal, SUBJECT_DESTROYED,
};
use crate::event::Event;
use crate::event::kinds::Role;
use crate::id::{DeviceId, Entropy, OrgId, StaffId, SubjectId};
use crate::projection::roster::Roster;
use crate::query;
use crate::table::Cell;
use crate::time::Wall;
use crate::view::OrderGiven;
use crate::words::dates;

/// How the desk's clock stands to its own journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockSeen {
    /// Not behind.
    Right,
    /// A day or more behind.
    Behind {
        /// Milliseconds since 1970 of the last entry.
        last_ms: u64,
        /// Milliseconds of the desk's hybrid clock.
        hlc_ms: u64,
    },
}

/// Who acts, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// The organisation.
    pub org: OrgId,
    /// The desk.
    pub device: DeviceId,
    /// The person.
    pub staff: StaffId,
    /// The person's role in this session.
    pub role: Role,
    /// What the clock shows.
    pub now: Wall,
    /// How it stands to the journal.
    pub clock: ClockSeen,
}

/// Where and when: all that is known of a desk that acts by itself.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// The desk.
    pub device: DeviceId,
    /// What the clock shows.
    pub now: Wall,
}

impl Desk {
    /// Where and when, whoever acts.
    fn here(&self) -> Here {
        Here {
            device: self.device,
            now: self.now,
        }
    }
}

/// What a command comes to.
#[derive(Debug)]
pub struct Decided {
    /// The main subject.
    pub subject: SubjectId,
    /// Entries to write, in order.
    pub lines: Vec<Line>,
}

impl Decided {
    /// Cards that begin here: whoever typed them knows whose they are.
    pub fn registered(&self) -> Vec<SubjectId> {
        let begins = |line: &&Line| matches!(line.event, Event::PatientRegistered(_));
        let lines = self.lines.iter().filter(begins);
        lines.map(|line| line.subject).collect()
    }

    /// The order that begins here, with its number.
    pub fn order(&self) -> Option<OrderGiven> {
        self.lines.iter().find_map(|line| match &line.event {
            Event::OrderPlaced(placed) => Some(OrderGiven {
                id: placed.order,
                of: line.subject,
                number: number::shown(&placed.number),
                claim: placed.claim.clone().unwrap_or_default(),
                from_paper: false,
            }),
            Event::OrderEntered(entered) => Some(OrderGiven {
                id: entered.order,
                of: line.subject,
                number: number::shown(&entered.number),
                claim: String::new(),
                from_paper: true,
            }),
            _ => None,
        })
    }

    /// The new card of whoever acts for the person: the next of a family has the same representative and no second card
    /// of theirs.
    pub fn representative(&self) -> Option<SubjectId> {
        let registered = self.registered();
        self.lines.iter().find_map(|line| match &line.event {
            Event::RelationSet(set) if registered.contains(&set.a) => Some(set.a),
            _ => None,
        })
    }
}

/// Decides one command of somebody whose role includes it and who has read what is to be read. While the clock stands behind the journal only its confirmation is taken. Nothing is written to a subject that a newer program has closed.
pub fn decide(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    command: Command,
) -> Result<Decided, Error> {
    let asked = asked(&command);
    allowed(conn, desk, &asked)?;
    if !matches!(command, Command::ConfirmClock { .. }) {
        believed(desk)?;
    }
    let decided = by_noun(conn, roster, desk, entropy, command)?;
    for line in &decided.lines {
        if query::card::needs_update(conn, line.subject)? {
            return Err(Refusal::new(NEEDS_UPDATE).into());
        }
    }
    Ok(decided)
}

/// Somebody whose role includes the actions and who has read what is to be read before them.
fn allowed(conn: &Connection, desk: &Desk, asked: &[Action]) -> Result<(), Error> {
    if !asked.iter().all(|action| may(desk.role, *action)) {
        return Err(Refusal::new(NOT_ALLOWED).into());
    }
    let unread = query::reading::unread(conn, desk.staff, desk.now.date())?.len();
    for action in asked {
        gate(*action, unread)?;
    }
    Ok(())
}

/// A clock that stands behind the journal is believed by nobody.
pub(crate) fn believed(desk: &Desk) -> Result<(), Refusal> {
    let ClockSeen::Behind { last_ms, .. } = desk.clock else {
        return Ok(());
    };
    Err(Refusal::new(CLOCK_BEHIND)
        .with("shown", dates::moment(desk.now))
        .with("last", dates::moment(Wall::almaty(last_ms))))
}

fn by_noun(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    command: Command,
) -> Result<Decided, Error> {
    match command {
        Command::Intake {
            card,
            patient,
            reason,
            representative,
            consent,
            expected,
            order,
        } => {
            let asked = patient::Intake {
                card,
                form: &patient,
                reason: &reason,
                representative: representative.as_ref(),
                answer: consent.as_ref(),
                expected,
                order: order.as_ref(),
            };
            patient::intake(conn, roster, desk, entropy, &asked)
        }
        Command::Amend {
            card,
            patient,
            reason,
        } => patient::amend(conn, desk, card, &patient, &reason),
        Command::Settle {
            card,
            field,
            entry,
            seen,
            reason,
        } => {
            let answer = question::Answer {
                field: &field,
                entry,
                seen: &seen,
                reason: &reason,
            };
            question::settle(conn, card, &answer, desk.now.date())
        }
        Command::Consent { card, consent } => consent::answer(conn, desk, card, &consent),
        Command::Represent {
            card,
            representative,
        } => representative::represent(conn, desk, entropy, card, &representative),
        Command::EndRelation {
            card,
            representative,
            reason,
        } => representative::end(conn, card, representative, &reason),
        Command::Merge { card, with, reason } => person::merge(conn, card, with, &reason),
        Command::Part { card, from, reason } => {
            person::part(conn, card, from, &reason, desk.now.date())
        }
        Command::FilePaper {
            card,
            target,
            paper_place,
        } => consent::file_paper(conn, card, target, &paper_place),
        Command::DataList { fields } => offer::data_list(desk, &fields),
        Command::Offers { offers } => offer::offers(desk, &offers),
        Command::Withdraw { card, withdrawal } => consent::withdraw(conn, desk, card, &withdrawal),
        Command::Annul {
            card,
            target,
            reason,
        } => consent::annul(conn, roster, desk, card, target, &reason),
        Command::PublishPolicy { policy } => lab::publish_policy(conn, desk, &policy),
        Command::PublishDocument { document } => reading::publish(conn, desk, entropy, &document),
        Command::SignDocument {
            document,
            language,
            read,
        } => reading::sign(conn, desk, document, language, read),
        Command::RecordTraining {
            staff,
            topic,
            held_on,
            held_by,
        } => reading::training(conn, desk, staff, &topic, &held_on, &held_by),
        Command::SetCover { minutes } => lab::set_cover(desk, &minutes),
        Command::SetUsual {
            hours_from,
            hours_to,
            cards_an_hour,
        } => lab::set_usual(desk, (&hours_from, &hours_to), &cards_an_hour),
        Command::DescribeOrganisation { organisation } => {
            lab::describe_organisation(desk, &organisation)
        }
        Command::NameDirector { director } => director::name_director(conn, desk, &director),
        Command::ConfirmClock { today } => lab::confirm_clock(desk, &today),
        Command::DescribeStaff { staff, name } => lab::describe_staff(staff, &name),
        Command::EnrolDevice {
            device,
            ed25519,
            x25519,
            site,
            prefix,
        } => roster::enrol(roster, desk, device, ed25519, x25519, site, prefix),
        Command::RevokeDevice { device, last_seq } => {
            roster::revoke(roster, desk, device, last_seq)
        }
        Command::SetRole { staff, role } => roster::set_role(roster, desk, staff, role),
        Command::AddStaffKey {
            staff,
            device,
            ed25519,
            x25519,
        } => roster::add_key(roster, desk, staff, device, ed25519, x25519),
        Command::RemoveStaff { staff } => roster::remove(roster, desk, staff),
        Command::Destroy {
            subject,
            basis,
            act,
        } => patient::destroy(conn, desk, subject, basis, &act),
        Command::Expect { expected } => expected::list(conn, desk, entropy, &expected),
        Command::ExpectMany { rows } => expected::list_many(conn, desk, entropy, &rows),
        Command::MoveExpected {
            expected,
            planned_on,
        } => expected::move_to(conn, desk, expected, &planned_on),
        Command::CancelExpected { expected, reason } => expected::cancel(conn, expected, &reason),
        Command::KeepExpectedFor { days } => expected::keep_for(desk, &days),
        Command::SetService {
            was,
            from,
            service: form,
        } => service::set(conn, desk, (&was, &from), &form),
        Command::DropService { code, from, reason } => {
            service::drop_one(conn, desk, (&code, &from), &reason)
        }
        Command::WithdrawPriceList { list, reason } => service::withdraw(conn, list, &reason),
        Command::SetTubes { tubes } => service::set_tubes(conn, desk, &tubes),
        Command::SetFavourites { codes } => service::set_favourites(conn, desk, &codes),
        Command::PlaceOrder { card, order: form } => {
            order::place(conn, roster, desk, entropy, card, &form)
        }
        Command::PlaceAnonymous { order: form } => {
            order::place_anonymous(conn, roster, desk, entropy, &form)
        }
        Command::ChangeOrder {
            order: name,
            form,
            reason,
        } => order::change(conn, desk, &name, &form, &reason),
        Command::MarkReady { order: name } => order::mark_ready(conn, desk, &name),
        Command::HandOver { order: name, form } => order::hand_over(conn, desk, &name, &form),
        Command::CancelOrder {
            order: name,
            reason,
        } => order::cancel(conn, &name, &reason),
        Command::ReopenOrder {
            order: name,
            reason,
        } => order::reopen(conn, &name, &reason),
        Command::PayOrder {
            order: name,
            amount,
            receipt,
        } => order::pay(conn, &name, (&amount, &receipt)),
        Command::UnpayOrder {
            order: name,
            reason,
        } => order::unpay(conn, &name, &reason),
        Command::MoveOrder {
            order: name,
            to,
            annul,
            reason,
        } => order::move_to(conn, roster, desk, &name, (to, &annul), &reason),
        Command::Tell { order: name, tell } => notice::tell(conn, desk, &name, &tell),
        Command::TakeBackNotice { card, notice: id } => notice::take_back(conn, card, id),
        Command::TakeOverNotice { card, notice: id } => notice::take_over(conn, desk, card, id),
        Command::SetNotices { notices } => notice::set_notices(desk, &notices),
        Command::ReserveNumbers { count } => order::reserve(conn, roster, desk, entropy, &count),
        Command::AllowAnonymous { allowed } => Ok(order::allow_anonymous(desk, allowed)),
    }
}

/// What a command asks of the person's role; an annulment asks more once its target is known.
fn asked(command: &Command) -> Vec<Action> {
    let answer = |consent: &ConsentForm| match consent.answer.as_str() {
        "refused" => Action::RecordRefusal,
        _ => Action::RecordConsent,
    };
    match command {
        Command::Intake {
            card,
            representative,
            consent,
            order,
            ..
        } => {
            let mut asked = vec![Action::TakeIn];
            asked.extend(card.map(|_| Action::Amend));
            asked.extend(representative.as_ref().map(|_| Action::Represent));
            asked.extend(consent.as_ref().map(answer));
            asked.extend(order.as_ref().map(|_| Action::PlaceOrder));
            asked
        }
        Command::Amend { .. } | Command::Settle { .. } => vec![Action::Amend],
        Command::Consent { consent, .. } => vec![answer(consent)],
        Command::Represent { .. } | Command::EndRelation { .. } => vec![Action::Represent],
        Command::Merge { .. } | Command::Part { .. } => vec![Action::Merge],
        Command::FilePaper { .. } => vec![Action::RecordConsent],
        Command::DataList { .. } | Command::Offers { .. } => vec![Action::SetDataList],
        Command::Withdraw { .. } => vec![Action::RecordWithdrawal],
        Command::Annul { .. } => vec![Action::AnnulOwn],
        Command::PublishPolicy { .. } => vec![Action::PublishPolicy],
        Command::PublishDocument { .. } => vec![Action::PublishDocument],
        Command::SignDocument { .. } => vec![Action::SignDocument],
        Command::RecordTraining { .. } => vec![Action::RecordTraining],
        Command::SetCover { .. } => vec![Action::ChangeSettings],
        Command::SetUsual { .. } => vec![Action::SetUsual],
        Command::DescribeOrganisation { .. } => vec![Action::DescribeOrganisation],
        Command::NameDirector { .. } => vec![Action::NameDirector],
        Command::ConfirmClock { .. } => vec![Action::ConfirmClock],
        Command::EnrolDevice { .. } => vec![Action::EnrolDesk],
        Command::RevokeDevice { .. } => vec![Action::RevokeDesk],
        Command::SetRole { .. } => vec![Action::SetRole],
        Command::AddStaffKey { .. } => vec![Action::AddKey],
        Command::DescribeStaff { .. } => vec![Action::DescribeStaff],
        Command::RemoveStaff { .. } => vec![Action::RemoveStaff],
        Command::Destroy { .. } => vec![Action::Destroy],
        Command::Expect { .. }
        | Command::ExpectMany { .. }
        | Command::MoveExpected { .. }
        | Command::CancelExpected { .. } => vec![Action::Expect],
        Command::KeepExpectedFor { .. } => vec![Action::KeepExpectedFor],
        Command::SetService { .. }
        | Command::DropService { .. }
        | Command::WithdrawPriceList { .. }
        | Command::SetTubes { .. }
        | Command::SetFavourites { .. } => vec![Action::SetServices],
        Command::PlaceOrder { .. }
        | Command::PlaceAnonymous { .. }
        | Command::ChangeOrder { .. }
        | Command::CancelOrder { .. }
        | Command::PayOrder { .. }
        | Command::UnpayOrder { .. } => vec![Action::PlaceOrder],
        Command::MarkReady { .. } | Command::ReopenOrder { .. } => vec![Action::MarkReady],
        Command::Tell { .. } | Command::TakeBackNotice { .. } => vec![Action::Tell],
        Command::TakeOverNotice { .. } => vec![Action::TakeOverNotice],
        Command::SetNotices { .. } => vec![Action::SetChannels],
        Command::HandOver { .. } => vec![Action::HandOver],
        Command::MoveOrder { annul, .. } => {
            let mut asked = vec![Action::MoveOrder];
            asked.extend(annul.first().map(|_| Action::AnnulOwn));
            asked
        }
        Command::ReserveNumbers { .. } => vec![Action::ReserveNumbers],
        Command::AllowAnonymous { .. } => vec![Action::AllowAnonymous],
    }
}

/// A cell of somebody else's table, for whoever makes a field of it; or why it cannot be taken.
fn cell_value(cell: &Cell) -> Result<Value<'_>, Code> {
    match cell {
        Cell::Text(text) => Ok(Value {
            text,
            is_number: false,
        }),
        Cell::Number(text) => Ok(Value {
            text,
            is_number: true,
        }),
        Cell::Bad(code) => Err(*code),
    }
}

/// Refusals are set aside, so that the form hears of everything at once; a fault is one.
fn collect<T>(refusals: &mut Vec<Refusal>, outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Error::Refused(more)) => {
            refusals.extend(more);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// A card that may be written to.
fn writable(conn: &Connection, card: SubjectId) -> Result<(), Error> {
    if query::destroyed(conn, card)? {
        return Err(Refusal::new(SUBJECT_DESTROYED).into());
    }
    if query::card::exists(conn, card)? {
        Ok(())
    } else {
        Err(Refusal::new(NOT_FOUND).into())
    }
}
