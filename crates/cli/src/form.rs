//! `tirkeu form`: paper as PDF, through the disclosing door.

mod data;
mod values;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tirkeu_core::app::Paper;
use tirkeu_core::command::PageForm;
use tirkeu_core::desk::{Open, PaperFile};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::error::{Error, NOT_FOUND, Refusal};
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::query::page::PEN;
use tirkeu_core::query::paper::PaperFacts;
use tirkeu_core::time::Wall;
use tirkeu_forms::{Form, RegistrationData, RequestWording, paper};

use crate::exit::{Failure, OK};
use crate::input;
use crate::patient::id;
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The receipt of one act of consent
    Receipt(OfAct),
    /// The sheet on which the patient consents by hand
    Consent(Consent),
    /// Every fact of one act of consent
    Evidence(OfAct),
    /// Who of an employer's list came
    Expected(Expected),
    /// The heads of the journal
    Control(Plain),
    /// Who looked at a card
    Seen(Seen),
    /// Labels of tubes
    Label(Plain),
    /// What a patient takes away with an order
    Slip(Plain),
    /// A sheet for a patient written down by hand
    Registration(Plain),
    /// Reserved order numbers to be crossed off
    Reserved(Plain),
    /// The recovery kit, until it is typed back
    Kit(Kit),
    /// The request form in both languages
    RequestBoth(Request),
    /// The request form: the Russian annex word for word
    RequestRu(Request),
    /// The request form whole in Kazakh
    RequestKkFull(Request),
    /// The request form: the Kazakh annex as published
    RequestKkOriginal(Request),
}

/// A form without arguments of its own.
#[derive(Debug, clap::Args)]
pub struct Plain {
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// A form about one act of consent.
#[derive(Debug, clap::Args)]
pub struct OfAct {
    /// The card; without it `--data` names the values
    #[arg(value_parser = id)]
    card: Option<SubjectId>,
    /// The act [default: the latest that gave consent]
    #[arg(long, value_parser = entry, requires = "card")]
    entry: Option<Hash>,
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// The sheet to be signed: of a card, a numbered blank of this laboratory, or with values from a file.
#[derive(Debug, clap::Args)]
pub struct Consent {
    /// The card; without it `--data` names the values
    #[arg(value_parser = id)]
    card: Option<SubjectId>,
    /// A blank with this number, under a session
    #[arg(long, value_name = "NUMBER", conflicts_with = "card")]
    blank: Option<u32>,
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// An employer's sheet of a day, or values from a file.
#[derive(Debug, clap::Args)]
pub struct Expected {
    /// Whose list; without it `--data` names the values
    #[arg(long, value_name = "NAME")]
    counterparty: Option<String>,
    /// The day [default: today]
    #[arg(
        long,
        value_name = "DAY",
        requires = "counterparty",
        default_value = ""
    )]
    day: String,
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// Who looked at a card, or values from a file.
#[derive(Debug, clap::Args)]
pub struct Seen {
    /// The card; without it `--data` names the values
    #[arg(value_parser = id)]
    card: Option<SubjectId>,
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// A subject's request form: for a pen, with values from a file, or filled in from a card.
#[derive(Debug, clap::Args)]
pub struct Request {
    /// Fill in from this card, under a session
    #[arg(long, value_parser = id)]
    card: Option<SubjectId>,
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the recovery kit, or takes the two asked groups typed back from the sheet.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Kit {
    /// Where to; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Read the two asked groups from standard input after the password; afterwards the secret is on paper only
    #[arg(long)]
    typed_back: bool,
}

fn entry(text: &str) -> Result<Hash, &'static str> {
    Hash::parse(text).ok_or("64 hex digits")
}

#[derive(Serialize)]
struct Answer {
    sha256: Hash,
    bytes: usize,
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Receipt(args) => act(global, args, document::RECEIPT),
        Command::Evidence(args) => act(global, args, document::EVIDENCE),
        Command::Consent(args) => consent(global, args),
        Command::Expected(args) => expected(global, args),
        Command::Control(args) => control(global, args),
        Command::Seen(args) => seen(global, args),
        Command::Label(args) => of_values(global, &args.out, Form::Label),
        Command::Slip(args) => of_values(global, &args.out, Form::Slip),
        Command::Registration(args) if global.named().is_none() => written(
            global,
            &args.out,
            &Form::Registration(RegistrationData::blank()),
        ),
        Command::Registration(args) => of_values(global, &args.out, Form::Registration),
        Command::Reserved(args) => of_values(global, &args.out, Form::Reserved),
        Command::Kit(args) => kit(global, args),
        Command::RequestBoth(args) => request(global, args, RequestWording::Both),
        Command::RequestRu(args) => request(global, args, RequestWording::Ru),
        Command::RequestKkFull(args) => request(global, args, RequestWording::KkFull),
        Command::RequestKkOriginal(args) => request(global, args, RequestWording::KkOriginal),
    }
}

/// A form with the values of a file.
fn of_values<T: DeserializeOwned>(
    global: &Global,
    out: &Path,
    form: fn(T) -> Form,
) -> Result<u8, Failure> {
    written(global, out, &form(data::read(global)?))
}

fn written(global: &Global, out: &Path, form: &Form) -> Result<u8, Failure> {
    let out = Out::beside(std::env::var_os("TIRKEU_DATA"), out)?;
    let (sha256, bytes, out) = data::written(form, out)?;
    finish(global, (sha256, bytes), out)
}

fn act(global: &Global, args: &OfAct, document: u8) -> Result<u8, Failure> {
    let Some(card) = args.card else {
        return match document {
            document::RECEIPT => of_values(global, &args.out, Form::Receipt),
            _ => of_values(global, &args.out, Form::EvidenceCard),
        };
    };
    let form = match document {
        document::RECEIPT => paper::receipt,
        _ => paper::evidence,
    };
    let out = Out::begin(global, &args.out)?;
    let asked = asked(card, document, args.entry);
    let written = global.under_session(|open| sheet(open, asked, form))?;
    finish(global, written, out)
}

fn consent(global: &Global, args: &Consent) -> Result<u8, Failure> {
    match (args.card, args.blank) {
        (Some(card), _) => {
            let out = Out::begin(global, &args.out)?;
            let asked = asked(card, document::CONSENT, None);
            let form = |facts: &PaperFacts| Some(paper::consent(facts));
            let written = global.under_session(|open| sheet(open, asked, form))?;
            finish(global, written, out)
        }
        (None, Some(number)) => {
            let out = Out::begin(global, &args.out)?;
            let nobody = PageForm::of(&PatientForm {
                surname: PEN.to_owned(),
                ..PatientForm::default()
            });
            let written = global.under_session(|open| {
                let released = open.app.sheet(&nobody, action::SAVE, |facts| {
                    let form = paper::consent_blanks(facts, &[number.to_string()]);
                    rendered(&form, facts.now)
                })?;
                Ok(released.into_inner())
            })?;
            finish(global, written, out)
        }
        (None, None) => of_values(global, &args.out, Form::Consent),
    }
}

fn expected(global: &Global, args: &Expected) -> Result<u8, Failure> {
    let Some(counterparty) = &args.counterparty else {
        return of_values(global, &args.out, Form::Expected);
    };
    let out = Out::begin(global, &args.out)?;
    let written = global.under_session(|open| {
        let asked = (args.day.as_str(), counterparty.as_str());
        let released = open.app.expected_sheet(asked, action::SAVE, |facts| {
            rendered(&paper::expected(facts), facts.now)
        })?;
        Ok(released.into_inner())
    })?;
    finish(global, written, out)
}

/// Of the data folder that is named, or with the values of a file.
fn control(global: &Global, args: &Plain) -> Result<u8, Failure> {
    if global.named().is_some_and(|path| !path.is_dir()) {
        return of_values(global, &args.out, Form::Control);
    }
    let out = Out::begin(global, &args.out)?;
    let written = global.under_session(|open| {
        let released = open.app.control_sheet(action::SAVE, |facts| {
            rendered(&paper::control(facts), facts.now)
        })?;
        Ok(released.into_inner())
    })?;
    finish(global, written, out)
}

fn seen(global: &Global, args: &Seen) -> Result<u8, Failure> {
    let Some(card) = args.card else {
        return of_values(global, &args.out, Form::Seen);
    };
    let out = Out::begin(global, &args.out)?;
    let written = global.under_session(|open| {
        let released = open.app.seen_paper(card, action::SAVE, |facts| {
            rendered(&paper::seen(facts), facts.now)
        })?;
        Ok(released.into_inner())
    })?;
    finish(global, written, out)
}

fn rendered(form: &Form, now: Wall) -> Result<Vec<u8>, Error> {
    tirkeu_forms::pdf(form, paper::date(now)).map_err(|error| Error::Paper(error.to_string()))
}

fn asked(card: SubjectId, document: u8, entry: Option<Hash>) -> Paper {
    Paper {
        document,
        card,
        entry,
        action: action::SAVE,
    }
}

fn sheet(
    open: &mut Open,
    asked: Paper,
    form: impl FnOnce(&PaperFacts) -> Option<Form>,
) -> Result<(Hash, Vec<u8>), Failure> {
    let released = open.app.paper(asked, |facts| {
        let form = form(facts).ok_or_else(|| Refusal::new(NOT_FOUND))?;
        rendered(&form, facts.now)
    })?;
    Ok(released.into_inner())
}

fn finish(global: &Global, (sha256, bytes): (Hash, Vec<u8>), out: Out) -> Result<u8, Failure> {
    if out.write(&bytes)? == Gone::Out {
        return Ok(OK);
    }
    let say = global.say();
    let hash = sha256.to_string();
    let answer = Answer {
        sha256,
        bytes: bytes.len(),
    };
    say.answer(&answer, &[say.text("cli-form-saved", &[("hash", &hash)])])?;
    Ok(OK)
}

/// Of a card it is a paper like any other; without one it says nothing of anybody whom a desk knows, so it needs
/// neither a data folder nor a session, and `--data` names the values.
fn request(global: &Global, args: &Request, wording: RequestWording) -> Result<u8, Failure> {
    let Some(card) = args.card else {
        let values = global.named().map(values::read).transpose()?;
        let form = Form::Request(values::sheet(wording, values.unwrap_or_default())?);
        return written(global, &args.out, &form);
    };
    let out = Out::begin(global, &args.out)?;
    let written = global.under_session(|open| {
        let released = open.app.request_paper(card, action::SAVE, |facts| {
            rendered(&paper::request(facts, wording), facts.now)
        })?;
        Ok(released.into_inner())
    })?;
    finish(global, written, out)
}

fn kit(global: &Global, args: &Kit) -> Result<u8, Failure> {
    if args.typed_back {
        global.under_session(|open| Ok(open.confirm_kit(&input::groups()?)?))?;
        let say = global.say();
        say.answer(
            &serde_json::json!({}),
            &[say.text("cli-kit-confirmed", &[])],
        )?;
        return Ok(OK);
    }
    let out = args.out.as_ref();
    let out = out.map(|out| Out::begin(global, out)).transpose()?;
    let written = global.under_session(|open| {
        let released = open.kit_paper(action::SAVE, |kit, organisation, now| {
            rendered(&paper::kit(organisation, kit, now), now)
        })?;
        Ok(released.into_inner())
    })?;
    match out {
        Some(out) => finish(global, written, out),
        None => Ok(OK),
    }
}

/// Where bytes go that somebody asked for.
pub enum Out {
    /// `-`.
    Standard,
    /// A file of the caller.
    File(PaperFile),
}

/// Where they are.
#[derive(PartialEq, Eq)]
pub enum Gone {
    /// On standard output: nothing more is said there.
    Out,
    /// In a file.
    ToFile,
}

impl Out {
    /// Takes the place, before anything is noted as handed out.
    pub fn begin(global: &Global, path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self::Standard);
        }
        Ok(Self::File(PaperFile::begin(&global.data()?, path)?))
    }

    /// The same where no data folder is needed: one that the environment names is still no place for it.
    fn beside(data: Option<OsString>, path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self::Standard);
        }
        let data = PathBuf::from(data.unwrap_or_default());
        Ok(Self::File(PaperFile::begin(&data, path)?))
    }

    /// Whole or not at all.
    pub fn write(self, bytes: &[u8]) -> Result<Gone, Failure> {
        match self {
            Self::Standard => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()?;
                Ok(Gone::Out)
            }
            Self::File(file) => {
                file.write(bytes)?;
                Ok(Gone::ToFile)
            }
        }
    }
}
