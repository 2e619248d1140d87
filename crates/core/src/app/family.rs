//! A family at the doors: whom one representative may answer for together, and who is known to whoever asks.
//!
//! A list like any other: whoever stands in it is noted before the rows are released, and nobody is named on a page
//! who was not told of first.

use serde_json::Value;

use super::disclose::Released;
use super::{App, Handle};
use crate::command::PageForm;
use crate::decide::{others, representative};
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::list;
use crate::event::patient::field;
use crate::id::SubjectId;
use crate::query;
use crate::query::page::Whose;
use crate::view::{FamilyRow, Problem};
use crate::words::dates;

impl App {
    /// For whom else the representative of this page may answer on it: those of today's visit who still have to be
    /// asked for, and whoever is ticked already, with what stands against it. Nobody while no representative is known.
    ///
    /// # Errors
    /// `not-found` for a card that is not open and a representative who was not shown.
    pub fn family(&mut self, asked: &PageForm) -> Result<Released<Vec<FamilyRow>>, Error> {
        let staff = self.allowed(Action::RecordConsent)?.staff;
        let whose = self.alone(asked)?;
        let Some(giver) = self.giver_card(asked)? else {
            return Ok(Released(Vec::new()));
        };
        let on = self.now().date();
        let mut cards = query::family::here_today(self.conn(), giver, (self.device(), staff), on)?;
        cards.retain(|card| !asked.others.contains(card));
        let mut rows = Vec::new();
        for card in cards.into_iter().filter(|card| Some(*card) != asked.card) {
            let row = self.family_row(&whose, giver, card)?;
            rows.extend(Some(row).filter(|row| row.1.problems.is_empty()));
        }
        for card in &asked.others {
            rows.push(self.family_row(&whose, giver, *card)?);
        }
        rows.sort_by_key(|(born, row)| (*born, row.card));
        let rows: Vec<FamilyRow> = rows.into_iter().map(|(_, row)| row).collect();
        let named = rows.iter().filter(|row| !row.name.is_empty());
        let ids: Vec<SubjectId> = named.map(|row| row.card).collect();
        self.note_told(list::FAMILY, &ids)?;
        Ok(Released(rows))
    }

    fn family_row(
        &self,
        whose: &Whose,
        giver: SubjectId,
        card: SubjectId,
    ) -> Result<(Option<chrono::NaiveDate>, FamilyRow), Error> {
        let (conn, on) = (self.conn(), self.now().date());
        let judged = others::judged(conn, on, Some(giver), card)?;
        let mut row = FamilyRow {
            card,
            name: String::new(),
            kind: String::new(),
            newborn_number: String::new(),
            birth_date: String::new(),
            standing: query::consent::service(conn, card, on)?,
            basis: String::new(),
            apart: Vec::new(),
            problems: Vec::new(),
        };
        // A stranger's card that a form names has no name here.
        let mut born = None;
        if query::family::were_related(conn, giver, card)? && !query::destroyed(conn, card)? {
            let fields = query::card::fields(conn, card)?;
            let get = |name| fields.get(&name).cloned().unwrap_or_default();
            born = query::card::birth_date(conn, card)?;
            row.name = query::card::full_name(&fields);
            row.kind = get(field::CARD_KIND);
            row.newborn_number = get(field::NEWBORN_NUMBER);
            row.birth_date = born.map(dates::short).unwrap_or_default();
        }
        match judged {
            Ok(joined) => {
                row.basis = joined.acts.relation.basis.text().to_owned();
                row.apart = query::page::apart(conn, whose, &joined.beside())?;
            }
            Err(no) => row.problems.push(Problem::refused(&no)),
        }
        Ok((born, row))
    }

    /// Whose page it is, with everybody who stands on it.
    pub(super) fn whose(&self, asked: &PageForm) -> Result<Whose, Error> {
        let mut whose = self.alone(asked)?;
        if !asked.others.is_empty() {
            for card in &asked.others {
                if !self.is_told(*card)? {
                    return Err(Refusal::new(NOT_FOUND).into());
                }
            }
            let (giver, on) = (self.giver_card(asked)?, self.now().date());
            let named = others::named(self.conn(), on, giver, asked.card, &asked.others)?;
            whose.others = named.iter().map(others::Joined::beside).collect();
        }
        Ok(whose)
    }

    /// The page of one: as they would be stored, from what was typed; or as the opened card says.
    fn alone(&self, asked: &PageForm) -> Result<Whose, Error> {
        let conn = self.conn();
        let chosen = asked.representative.as_ref().and_then(|form| form.card);
        if asked.card.is_some_and(|card| !self.is_open(card)) {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        if let Some(card) = chosen
            && !self.is_told(card)?
        {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let fields = match (&asked.patient, asked.card) {
            (Some(form), _) => query::page::typed(form),
            (None, Some(card)) => query::card::fields(conn, card)?,
            _ => return Err(Refusal::new(NOT_FOUND).into()),
        };
        let giver = match (&asked.representative, asked.card) {
            _ if asked.by != "representative" => None,
            (Some(form), _) => representative::typed(conn, form)?,
            (None, Some(card)) => self.known_giver(card, asked)?.map(|acts| acts.giver),
            (None, None) => None,
        };
        Ok(Whose {
            fields,
            giver,
            others: Vec::new(),
        })
    }

    /// The card of whoever answers on this page, where there is one.
    pub(super) fn giver_card(&self, asked: &PageForm) -> Result<Option<SubjectId>, Error> {
        match (&asked.representative, asked.card) {
            _ if asked.by != "representative" => Ok(None),
            (Some(form), _) => representative::card_of(self.conn(), form, self.now().date()),
            (None, Some(card)) => Ok(self.known_giver(card, asked)?.map(|acts| acts.card)),
            (None, None) => Ok(None),
        }
    }

    fn known_giver(
        &self,
        card: SubjectId,
        asked: &PageForm,
    ) -> Result<Option<representative::Acts>, Error> {
        let who = (asked.by.as_str(), asked.giver);
        representative::giver(self.conn(), card, who, None)
    }

    /// Whether this session knows who has the card: it is open, stood in a list, acts for a card that is open (the
    /// child whose brother is taken in next), or was registered by this session, which typed it.
    fn is_told(&self, card: SubjectId) -> Result<bool, Error> {
        for handle in self.handles.values() {
            let told = match handle {
                Handle::List { shown, .. } => shown.contains(&card),
                Handle::Card { card: open, .. } => *open == card || self.acts_for(card, *open)?,
                Handle::Table(_) | Handle::Services(_) | Handle::Ready(..) | Handle::Legacy(_) => {
                    false
                }
            };
            if told {
                return Ok(true);
            }
        }
        let registered = query::card::registered_in(self.conn(), card)?;
        Ok(registered == Some(self.session()?.id))
    }

    fn acts_for(&self, card: SubjectId, patient: SubjectId) -> Result<bool, Error> {
        let standing = query::relation::representatives(self.conn(), patient)?;
        Ok(standing.iter().any(|stands| stands.representative == card))
    }

    pub(super) fn is_open(&self, card: SubjectId) -> bool {
        let opened =
            |handle: &Handle| matches!(handle, Handle::Card { card: open, .. } if *open == card);
        self.handles.values().any(opened)
    }

    /// A kept form that says by their card who acts for the person tells of them: they are noted like a list.
    pub(super) fn note_named(&mut self, json: &str) -> Result<(), Error> {
        let form: Value = serde_json::from_str(json).unwrap_or_default();
        let card = form
            .pointer("/representative/card")
            .and_then(Value::as_str)
            .and_then(SubjectId::parse);
        match card {
            Some(card) if query::card::exists(self.conn(), card)? => {
                self.note_told(list::FAMILY, &[card])
            }
            _ => Ok(()),
        }
    }
}
