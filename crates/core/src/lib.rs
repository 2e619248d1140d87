//! All behaviour of the desk: journal, vault, rules, projections, queries.
//!
//! Three doors lead in (`App::execute`, `App::disclose`, `App::ingest`) and one room
//! (`projection`) changes domain tables. No window, no paper, no async, no network here.
//! The rooms and what must never enter them stand in `ARCHITECTURE.md`.

pub mod app;
pub mod audit;
pub mod command;
pub mod cores;
pub mod decide;
pub mod desk;
pub mod domain;
pub mod error;
pub mod event;
pub mod frames;
pub mod id;
pub mod journal;
pub mod projection;
pub mod query;
pub mod roster;
pub mod store;
pub mod table;
pub mod time;
pub mod vault;
pub mod view;
pub mod words;
