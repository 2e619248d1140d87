//! Questions that the exchange raises: looked for beside the work, counted without names, opened one at a time.

use rusqlite::{TransactionBehavior, params};

use super::{App, Released};
use crate::decide::question::QUESTION_SETTLED;
use crate::domain::rights::{Action, may};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::list;
use crate::event::patient::field;
use crate::id::SubjectId;
use crate::projection::status::Status;
use crate::query;
use crate::query::question::{self, Question};
use crate::view::{FieldQuestionView, PairQuestionView, QuestionsView};
use crate::words::numbers;

/// Bodies that are looked through at once.
const STEP: u32 = 500;
/// New cards that are compared with all others at once: each costs some milliseconds.
const COMPARED: usize = 20;
/// Questions of which a screen is told.
const TOLD: usize = 20;

impl App {
    /// Looks through the next of what other desks sent for what a person has to be asked; false when nothing is left. Who
    /// looks is nobody: the program does it after each meeting.
    pub fn look_for_questions(&mut self) -> Result<bool, Error> {
        let (on, own) = (self.clock.now().date(), self.device);
        let conn = self.store.conn();
        let (after, people) = question::looked(conn)?;
        let (mut found, mut upto, mut more) = question::arrived(conn, own, after, STEP)?;
        let is_new = |one: &question::Arrived| one.begins && one.row > people;
        if let Some(one) = found.iter().filter(|one| is_new(one)).nth(COMPARED) {
            (upto, more) = (one.row - 1, true);
            found.retain(|one| one.row <= upto);
        }
        let (mut cards, mut pairs) = (Vec::new(), Vec::new());
        for one in &found {
            let waits = matches!(one.status, Status::Pending | Status::Waiting);
            if waits || !query::card::open_fields(conn, one.card)?.is_empty() {
                cards.push(one.card);
            }
            if is_new(one) {
                let alike = question::alike_to(conn, one.card, on)?.into_iter();
                pairs.extend(alike.map(|other| (one.card.min(other), one.card.max(other))));
            }
        }
        let answered = self.answered_questions()?;
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for card in &answered.0 {
            tx.prepare_cached("DELETE FROM l_asked_card WHERE card = ?1")?
                .execute([card])?;
        }
        for (a, b) in &answered.1 {
            tx.prepare_cached("DELETE FROM l_asked_pair WHERE a = ?1 AND b = ?2")?
                .execute(params![a, b])?;
        }
        for card in cards {
            tx.prepare_cached("INSERT OR IGNORE INTO l_asked_card (card) VALUES (?1)")?
                .execute([card])?;
        }
        for (a, b) in pairs {
            tx.prepare_cached("INSERT OR IGNORE INTO l_asked_pair (a, b) VALUES (?1, ?2)")?
                .execute(params![a, b])?;
        }
        tx.execute("UPDATE l_looked SET bodies = ?1", [upto])?;
        tx.commit()?;
        Ok(more)
    }

    /// What there is nothing more to ask about.
    fn answered_questions(&self) -> Result<Answered, Error> {
        let conn = self.store.conn();
        let (mut cards, mut pairs) = (Vec::new(), Vec::new());
        for card in question::asked_cards(conn)? {
            let open = query::card::open_fields(conn, card)?;
            if open.is_empty() && question::is_settled(conn, card)? {
                cards.push(card);
            }
        }
        for (one, other) in question::asked_pairs(conn)? {
            if !question::is_undecided(conn, one, other)? {
                pairs.push((one, other));
            }
        }
        Ok((cards, pairs))
    }

    /// Whose cards were here when this desk began is known elsewhere: nobody is asked about those.
    pub(super) fn passes_over_people(&mut self) -> Result<(), Error> {
        let sql = "UPDATE l_looked SET people = (SELECT coalesce(max(rowid), 0) FROM j_bodies)";
        self.store.conn().execute(sql, [])?;
        Ok(())
    }

    /// The questions that whoever works may answer; no person in them.
    pub fn questions(&self) -> Result<QuestionsView, Error> {
        let open = self.open_questions()?;
        Ok(QuestionsView {
            count: numbers::some(open.len() as u64),
            first: (open.into_iter().take(TOLD))
                .map(|one| question::head(self.conn(), one))
                .collect::<Result<_, _>>()?,
        })
    }

    /// How many questions whoever works may answer.
    pub fn questions_open(&self) -> Result<u64, Error> {
        Ok(self.open_questions()?.len() as u64)
    }

    fn open_questions(&self) -> Result<Vec<Question>, Error> {
        let role = self.session()?.role;
        let mut open = question::open(self.conn())?;
        open.retain(|one| may(role, action(*one)));
        Ok(open)
    }

    /// Opens a question about a field: who it is, and what each desk said, in full.
    ///
    /// # Errors
    /// `question-settled` where somebody answered it meanwhile.
    pub fn open_field_question(
        &mut self,
        card: SubjectId,
        name: &str,
    ) -> Result<Released<FieldQuestionView>, Error> {
        self.allowed(Action::Amend)?;
        let field = field::number(name).ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let conn = self.conn();
        if !query::card::open_fields(conn, card)?.contains(&field) {
            return Err(Refusal::new(QUESTION_SETTLED).into());
        }
        let view = question::of_field(conn, card, field)?;
        self.note_in_full(card)?;
        Ok(Released(view))
    }

    /// Opens a question about two cards: both side by side, and what speaks for one person.
    ///
    /// # Errors
    /// `question-settled` where somebody answered it meanwhile.
    pub fn open_pair_question(
        &mut self,
        one: SubjectId,
        other: SubjectId,
    ) -> Result<Released<PairQuestionView>, Error> {
        self.allowed(Action::Merge)?;
        let (conn, on) = (self.conn(), self.now().date());
        if !question::is_undecided(conn, one, other)? {
            return Err(Refusal::new(QUESTION_SETTLED).into());
        }
        let view = question::of_pair(conn, one, other, on)?;
        self.note_told(list::LOOKALIKES, &[one, other])?;
        Ok(Released(view))
    }
}

/// Cards and pairs.
type Answered = (Vec<SubjectId>, Vec<(SubjectId, SubjectId)>);

/// What whoever answers must be allowed.
fn action(question: Question) -> Action {
    match question {
        Question::Field { .. } => Action::Amend,
        Question::Pair { .. } => Action::Merge,
        Question::Held { .. } => Action::Destroy,
    }
}
