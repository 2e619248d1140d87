//! The manager's day in figures. They name nobody, so reading them is no disclosure and writes no entry: what can be
//! learned of a person is learned behind the journal's door, to which an alarm leads.
//!
//! What is of this day is read at once. Counting everybody takes as long as there are cards, so it goes on in stretches:
//! each call is one, and whoever does not ask again has broken it off.

use chrono::{Days, NaiveDate};

use super::App;
use crate::domain::rights::Action;
use crate::domain::today::subjects::{self, EDITIONS, Edition};
use crate::domain::today::{shares, span};
use crate::domain::trail::unusual::Unusual;
use crate::error::Error;
use crate::journal::arrived::{self, Place};
use crate::journal::log::LogError;
use crate::query::today::{self, Counting, Persons, WORDS};
use crate::query::trail::Tally;
use crate::view::{
    TodayAlarm, TodayClass, TodayConsent, TodayCount, TodayCounted, TodayHour, TodayNear,
    TodayPace, TodaySubjects, TodayThreshold, TodayView,
};
use crate::words::{dates, numbers};

/// Days of the alarms, today too.
const WEEK: u64 = 7;

/// Of what a count is true: entries that are here, and the day.
type Stamp = (Place, NaiveDate);

/// How the count of everybody stands.
#[derive(Debug, Default)]
pub(super) enum Count {
    #[default]
    None,
    Going(Box<Going>),
    Done(Stamp, Box<TodayCounted>),
}

/// A count that goes on.
#[derive(Debug)]
pub(super) struct Going {
    stamp: Stamp,
    /// Views that were counted.
    tallies: Vec<Tally>,
    /// The one that is.
    tally: Option<Tally>,
    counting: Counting,
}

impl App {
    /// What is of this day.
    ///
    /// # Errors
    /// `not-allowed`.
    pub fn today(&self) -> Result<TodayView, Error> {
        self.allowed(Action::SeeToday)?;
        let (conn, now) = (self.conn(), self.now());
        let on = now.date();
        let hours = today::hours(conn, on)?;
        let all = std::array::from_fn(|hour| hours.new[hour] + hours.known[hour]);
        let shown = span(&all).into_iter().flatten().map(|hour| TodayHour {
            hour: u8::try_from(hour).unwrap_or(0),
            new: hours.new[hour],
            known: hours.known[hour],
        });
        let pace = today::paces(conn, on)?
            .into_iter()
            .map(|(day, pace)| TodayPace {
                day: dates::short(day).chars().take(5).collect(),
                median: pace.percentile(50),
                ninety: pace.percentile(90),
                count: pace.count(),
                left_out: pace.left_out(),
            });
        Ok(TodayView {
            day: dates::short(on),
            at: dates::time(now),
            hours: shown.collect(),
            new: hours.new.iter().sum(),
            known: hours.known.iter().sum(),
            pace: pace.collect(),
            unsaved: numbers::some(today::in_no_backup(conn, self.device)?),
            unset: today::unset(conn)?,
        })
    }

    /// One stretch of the count of everybody; at its end what was counted, until something is written. What was written
    /// meanwhile may be counted or not, so the next count begins at once.
    ///
    /// # Errors
    /// `not-allowed`.
    pub fn count_today(&mut self) -> Result<TodayCount, Error> {
        self.allowed(Action::SeeToday)?;
        let stamp = (arrived::last(self.conn())?, self.now().date());
        let mut going = match std::mem::take(&mut self.count) {
            Count::Done(of, counted) if of == stamp => {
                let view = counted.as_ref().clone();
                self.count = Count::Done(of, counted);
                return Ok(done(view));
            }
            // Yesterday's is nobody's.
            Count::Going(going) if going.stamp.1 == stamp.1 => going,
            _ => self.begin_count(stamp)?,
        };
        if let Some(persons) = self.go_on(&mut going)? {
            let counted = self.counted(&going, persons);
            if going.stamp == stamp {
                self.count = Count::Done(stamp, Box::new(counted.clone()));
                return Ok(done(counted));
            }
            self.count = Count::Going(self.begin_count(stamp)?);
            return Ok(TodayCount {
                percent: 0,
                counted: Some(counted),
            });
        }
        let tallied = u8::try_from(going.tallies.len()).unwrap_or(u8::MAX);
        let percent = going.counting.percent().max(tallied);
        self.count = Count::Going(going);
        Ok(TodayCount {
            percent,
            counted: None,
        })
    }

    fn begin_count(&self, stamp: Stamp) -> Result<Box<Going>, Error> {
        Ok(Box::new(Going {
            stamp,
            tallies: Vec::new(),
            tally: None,
            counting: Counting::begin(self.conn(), stamp.1)?,
        }))
    }

    /// A stretch of a view of the journal, or of everybody.
    fn go_on(&self, going: &mut Going) -> Result<Option<Persons>, LogError> {
        let conn = self.conn();
        let Some(rule) = Unusual::ALL.get(going.tallies.len()) else {
            return Ok(going.counting.go_on(conn)?);
        };
        let new = || Tally::of(*rule, week(going.stamp.1));
        let mut tally = going.tally.take().unwrap_or_else(new);
        match tally.go_on(conn)? {
            true => going.tallies.push(tally),
            false => going.tally = Some(tally),
        }
        Ok(None)
    }

    fn counted(&self, going: &Going, persons: Persons) -> TodayCounted {
        let on = going.stamp.1;
        let mut alarms: Vec<TodayAlarm> = Unusual::ALL
            .iter()
            .zip(&going.tallies)
            .map(|(view, tally)| TodayAlarm {
                view: *view,
                today: tally.last_day,
                week: tally.all,
            })
            .collect();
        alarms.sort_by_key(|alarm| (alarm.today == 0, alarm.week == 0));
        let patients: u64 = persons.standing.iter().sum();
        TodayCounted {
            at: dates::time(self.now()),
            alarms,
            today: dates::short(on),
            week_from: dates::short(week(on).0),
            consent: match patients {
                0 => Vec::new(),
                _ => consent(&persons.standing),
            },
            patients: numbers::grouped(patients),
            subjects: TodaySubjects {
                count: numbers::grouped(persons.people),
                class: subjects::in_force(&EDITIONS, on)
                    .map(|edition| class(edition, persons.people)),
            },
        }
    }
}

fn done(counted: TodayCounted) -> TodayCount {
    TodayCount {
        percent: 100,
        counted: Some(counted),
    }
}

fn week(on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let from = on.checked_sub_days(Days::new(WEEK - 1));
    (from.unwrap_or(on), on)
}

fn consent(standing: &[u64; 5]) -> Vec<TodayConsent> {
    let words = WORDS.into_iter().zip(standing).zip(shares(standing));
    words
        .map(|((word, count), share)| TodayConsent {
            standing: crate::query::consent::word(word),
            count: numbers::grouped(*count),
            share,
            percent: format!("{},{}", share / 10, share % 10),
        })
        .collect()
}

fn class(edition: &Edition, people: u64) -> TodayClass {
    let stands = edition.stands(people);
    let thresholds = edition.thresholds.iter().filter(|one| one.from > 0);
    TodayClass {
        since: dates::short(edition.from),
        source: edition.source.clone(),
        by_count: stands.by_count,
        counted_as: stands.counted_as,
        notifies: stands.notifies,
        thresholds: thresholds
            .map(|one| TodayThreshold {
                size: one.size,
                from: numbers::grouped(one.from),
                reached: u8::try_from(people.min(one.from) * 100 / one.from).unwrap_or(100),
            })
            .collect(),
        near: stands.near.map(|near| TodayNear {
            from: numbers::grouped(near.from),
            counted_as: near.counted_as,
            begins_to_notify: near.begins_to_notify,
        }),
    }
}
