//! Questions that the exchange raises: looked for beside the work, counted without names, opened one at a time.

use std::collections::BTreeSet;

use rusqlite::{Transaction, TransactionBehavior, params};

use super::{App, Released};
use crate::decide::question::QUESTION_SETTLED;
use crate::domain::rights::{Action, may};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::list;
use crate::event::patient::field;
use crate::event::relation::{kind, pair};
use crate::id::SubjectId;
use crate::query;
use crate::query::question::{self, Question};
use crate::view::{FieldQuestionView, PairQuestionView, QuestionsView};
use crate::words::numbers;

/// Subjects that are looked at in one moment: comparing a card with all others costs some milliseconds.
const STEP: u32 = 10;
/// Questions of which a screen is told at once, and how many of them before the one that it shows.
const TOLD: usize = 30;
const BEFORE: usize = 10;

/// Something is asked about a subject.
const IS_ASKED: &str = "EXISTS (SELECT 1 FROM l_asked_field WHERE card = ?1) \
                        OR EXISTS (SELECT 1 FROM l_asked_pair WHERE a = ?1 OR b = ?1 OR subject = ?1)";

/// What somebody else touched is to be looked at: cards, and what is asked about.
pub(super) fn touched_from_outside(
    tx: &Transaction<'_>,
    subjects: &BTreeSet<SubjectId>,
) -> Result<(), rusqlite::Error> {
    let mut note = tx.prepare_cached(&format!(
        "INSERT OR IGNORE INTO l_look (subject) SELECT ?1 WHERE EXISTS (SELECT 1 FROM p_card WHERE subject = ?1) OR {IS_ASKED}"
    ))?;
    for subject in subjects {
        note.execute([subject])?;
    }
    Ok(())
}

/// A desk that begins with what others have asks about fields alone: who is whose second card was asked where they met.
pub(super) fn began_with(
    tx: &Transaction<'_>,
    subjects: &BTreeSet<SubjectId>,
) -> Result<(), rusqlite::Error> {
    for subject in subjects {
        asks_about_fields(tx, *subject)?;
    }
    Ok(())
}

/// What a person wrote here is looked at where it may have answered something, or touched more than it speaks of.
pub(super) fn touched_here(
    tx: &Transaction<'_>,
    about: &BTreeSet<SubjectId>,
    touched: &BTreeSet<SubjectId>,
) -> Result<(), rusqlite::Error> {
    let mut asked = tx.prepare_cached(&format!(
        "INSERT OR IGNORE INTO l_look (subject) SELECT ?1 WHERE {IS_ASKED}"
    ))?;
    for subject in touched.intersection(about) {
        asked.execute([subject])?;
    }
    let further = touched.difference(about).copied().collect();
    touched_from_outside(tx, &further)
}

fn asks_about_fields(tx: &Transaction<'_>, card: SubjectId) -> Result<(), rusqlite::Error> {
    tx.prepare_cached("DELETE FROM l_asked_field WHERE card = ?1")?
        .execute([card])?;
    for field in query::card::open_fields(tx, card)? {
        tx.prepare_cached("INSERT INTO l_asked_field (card, field) VALUES (?1, ?2)")?
            .execute(params![card, field])?;
    }
    Ok(())
}

impl App {
    /// Looks at some of what was touched from outside; false when nothing is left. Who looks is nobody: the program does
    /// it after each meeting, a moment at a time.
    pub fn look_for_questions(&mut self) -> Result<bool, Error> {
        let on = self.clock.now().date();
        let waiting = question::waiting(self.store.conn(), STEP)?;
        if waiting.is_empty() {
            return Ok(false);
        }
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for subject in &waiting {
            match question::pair_of(&tx, *subject)? {
                Some((one, other)) if question::is_undecided(&tx, one, other)? => {}
                Some((one, _)) => {
                    tx.prepare_cached("DELETE FROM l_asked_pair WHERE subject = ?1")?
                        .execute([subject])?;
                    tx.prepare_cached("INSERT OR IGNORE INTO l_look (subject) VALUES (?1)")?
                        .execute([one])?;
                }
                None => {
                    asks_about_fields(&tx, *subject)?;
                    tx.prepare_cached("DELETE FROM l_asked_pair WHERE a = ?1 OR b = ?1")?
                        .execute([subject])?;
                    for other in question::alike_to(&tx, *subject, on)? {
                        let (a, b) = (other.min(*subject), other.max(*subject));
                        tx.prepare_cached(
                            "INSERT INTO l_asked_pair (a, b, subject) VALUES (?1, ?2, ?3)",
                        )?
                        .execute(params![a, b, pair(kind::SAME, a, b)])?;
                    }
                }
            }
            tx.prepare_cached("DELETE FROM l_look WHERE subject = ?1")?
                .execute([subject])?;
        }
        tx.commit()?;
        Ok(true)
    }

    /// The questions that whoever works may answer, around one of them; no person in them.
    pub fn questions(&self, at: usize) -> Result<QuestionsView, Error> {
        let open = self.open_questions()?;
        let first = at.min(open.len()).saturating_sub(BEFORE);
        Ok(QuestionsView {
            count: numbers::some(open.len() as u64),
            from: u32::try_from(first).unwrap_or(u32::MAX),
            some: (open.into_iter().skip(first).take(TOLD))
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

/// What whoever answers must be allowed.
fn action(question: Question) -> Action {
    match question {
        Question::Field { .. } => Action::Amend,
        Question::Pair { .. } => Action::Merge,
        Question::Held { .. } => Action::Destroy,
    }
}
