//! `tirkeu form`: paper as PDF, through the disclosing door.

mod values;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tirkeu_core::app::Paper;
use tirkeu_core::desk::{Open, PaperFile};
use tirkeu_core::error::{Error, NOT_FOUND, Refusal};
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::journal::tagged_hash;
use tirkeu_core::query::paper::PaperFacts;
use tirkeu_core::time::{Clock, SystemClock};
use tirkeu_forms::{Form, RequestWording, paper};

use crate::exit::{Failure, OK};
use crate::input;
use crate::patient::id;
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The receipt of one act of consent
    Receipt {
        /// The card
        #[arg(value_parser = id)]
        card: SubjectId,
        /// The act [default: the latest that gave consent]
        #[arg(long, value_parser = entry)]
        entry: Option<Hash>,
        /// Where to; `-` is standard output
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
    },
    /// The sheet on which the patient consents by hand
    Consent {
        /// The card
        #[arg(value_parser = id)]
        card: SubjectId,
        /// Where to; `-` is standard output
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
    },
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
        Command::Receipt { card, entry, out } => {
            let out = Out::begin(global, out)?;
            let written = global.under_session(|open| {
                let asked = asked(*card, document::RECEIPT, *entry);
                sheet(open, asked, paper::receipt)
            })?;
            finish(global, written, out)
        }
        Command::Consent { card, out } => {
            let out = Out::begin(global, out)?;
            let written = global.under_session(|open| {
                sheet(open, asked(*card, document::CONSENT, None), |facts| {
                    Some(paper::consent(facts))
                })
            })?;
            finish(global, written, out)
        }
        Command::Kit(args) => kit(global, args),
        Command::RequestBoth(args) => request(global, args, RequestWording::Both),
        Command::RequestRu(args) => request(global, args, RequestWording::Ru),
        Command::RequestKkFull(args) => request(global, args, RequestWording::KkFull),
        Command::RequestKkOriginal(args) => request(global, args, RequestWording::KkOriginal),
    }
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
        tirkeu_forms::pdf(&form, paper::date(facts.now))
            .map_err(|error| Error::Paper(error.to_string()))
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
        let out = Out::beside(std::env::var_os("TIRKEU_DATA"), &args.out)?;
        let form = Form::Request(values::sheet(wording, values.unwrap_or_default())?);
        let bytes = tirkeu_forms::pdf(&form, paper::date(SystemClock.now()))
            .map_err(|error| Error::Paper(error.to_string()))?;
        let sha256 = tagged_hash(b"", &[&bytes]);
        return finish(global, (sha256, bytes), out);
    };
    let out = Out::begin(global, &args.out)?;
    let written = global.under_session(|open| {
        let released = open.app.request_paper(card, action::SAVE, |facts| {
            let form = paper::request(facts, wording);
            tirkeu_forms::pdf(&form, paper::date(facts.now))
                .map_err(|error| Error::Paper(error.to_string()))
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
            let form = paper::kit(organisation, kit, now);
            tirkeu_forms::pdf(&form, paper::date(now))
                .map_err(|error| Error::Paper(error.to_string()))
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
