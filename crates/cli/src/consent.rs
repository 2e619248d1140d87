//! `tirkeu consent`: what a patient said about consent.

use tirkeu_core::command::{Command as Core, ConsentForm, PageForm, WithdrawalForm};
use tirkeu_core::desk::Open;
use tirkeu_core::id::SubjectId;
use tirkeu_core::words::Lang;

use crate::exit::{Failure, OK};
use crate::input;
use crate::patient::{self, id};
use crate::say::Say;
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Record what the patient ticked, or a refusal
    Give(Give),
    /// Record that the patient takes consent back
    Withdraw(Withdraw),
    /// Show acts of consent and what stands today
    Show {
        /// The card
        #[arg(value_parser = id)]
        card: SubjectId,
    },
}

/// Records what the patient ticked on the page of today's policy version, or a refusal.
#[derive(Debug, clap::Args)]
pub struct Give {
    /// The card
    #[arg(value_parser = id)]
    card: SubjectId,
    /// The patient ticked the sentence about personal data
    #[arg(long)]
    personal_data: bool,
    /// The patient ticked informed consent to medical care
    #[arg(long)]
    care: bool,
    /// Language of the page that was shown: ru or kk
    #[arg(long, value_name = "LANG", value_parser = page_lang)]
    page: Lang,
    /// How it was given
    #[arg(long, default_value = "paper", value_parser = ["screen", "paper"])]
    channel: String,
    /// Date on the paper [default: today]
    #[arg(long, value_name = "DATE", default_value = "")]
    given_on: String,
    /// Folder and sheet where the paper is filed
    #[arg(long, value_name = "PLACE", default_value = "")]
    paper_place: String,
    /// The signature on the paper was seen
    #[arg(long)]
    signature_seen: bool,
    /// The patient refused: `signed`, or `worker_alone` where they would not sign
    #[arg(long, value_name = "HOW", value_parser = ["signed", "worker_alone"])]
    refused: Option<String>,
    /// Read why they refused, in their words, from standard input after the password
    #[arg(long)]
    reason_stdin: bool,
}

/// Records that the patient takes consent back.
#[derive(Debug, clap::Args)]
pub struct Withdraw {
    /// The card
    #[arg(value_parser = id)]
    card: SubjectId,
    /// A purpose, `service` or `care`; none means all
    #[arg(long, value_name = "NAME")]
    purpose: Vec<String>,
    /// How it reached the desk
    #[arg(long, default_value = "counter", value_parser = ["counter", "paper", "post", "email"])]
    channel: String,
    /// Date on it [default: today]
    #[arg(long, value_name = "DATE", default_value = "")]
    given_on: String,
    /// Who takes it back; asked of a child for whom somebody acts [default: the person]
    #[arg(long, value_name = "WHO", default_value = "", hide_default_value = true, value_parser = ["", "person", "representative"])]
    by: String,
    /// The card of the representative, of several that are known
    #[arg(long, value_name = "CARD", value_parser = id)]
    giver: Option<SubjectId>,
    /// Read why, in the patient's words, from standard input after the password
    #[arg(long)]
    reason_stdin: bool,
}

fn page_lang(tag: &str) -> Result<Lang, &'static str> {
    Lang::from_tag(tag).ok_or("ru or kk")
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Give(args) => give(global, args),
        Command::Withdraw(args) => withdraw(global, args),
        Command::Show { card } => show(global, *card),
    }
}

fn give(global: &Global, args: &Give) -> Result<u8, Failure> {
    let receipt = global.under_session(|open| {
        let consent = form(open, args)?;
        let command = Core::Consent {
            card: args.card,
            consent,
        };
        Ok(open.app.execute(command, None)?)
    })?;
    let say = global.say();
    say.answer(&receipt, &[say.text("common-saved", &[])])?;
    Ok(OK)
}

/// The version shown is today's: the page in force when the call is made.
fn form(open: &mut Open, args: &Give) -> Result<ConsentForm, Failure> {
    // The page names the person: whoever shows it has the card open.
    open.app.open_card(args.card)?;
    let page = open.app.consent_page(
        &PageForm {
            card: Some(args.card),
            ..PageForm::default()
        },
        args.page,
    )?;
    Ok(ConsentForm {
        answer: if args.refused.is_some() {
            "refused"
        } else {
            "given"
        }
        .to_owned(),
        personal_data: args.personal_data,
        care: args.care,
        channel: args.channel.clone(),
        language: Some(args.page),
        policy: Some(page.policy),
        page: (args.channel == "screen").then_some(page.sha256),
        given_on: args.given_on.clone(),
        paper_place: args.paper_place.clone(),
        signature_seen: args.signature_seen,
        reason: reason(args.reason_stdin)?,
        refusal_signed: args.refused.clone().unwrap_or_default(),
        ..ConsentForm::default()
    })
}

/// What the patient said is about their health more often than not: it never stands in an argument.
fn reason(asked: bool) -> Result<String, Failure> {
    if asked {
        Ok(input::text("reason")?.to_string())
    } else {
        Ok(String::new())
    }
}

fn withdraw(global: &Global, args: &Withdraw) -> Result<u8, Failure> {
    let receipt = global.under_session(|open| {
        let command = Core::Withdraw {
            card: args.card,
            withdrawal: WithdrawalForm {
                purposes: args.purpose.clone(),
                channel: args.channel.clone(),
                given_on: args.given_on.clone(),
                reason: reason(args.reason_stdin)?,
                by: args.by.clone(),
                giver: args.giver,
            },
        };
        Ok(open.app.execute(command, None)?)
    })?;
    let say = global.say();
    say.answer(&receipt, &[say.text("common-saved", &[])])?;
    Ok(OK)
}

fn show(global: &Global, card: SubjectId) -> Result<u8, Failure> {
    let view = patient::card(global, card)?;
    let say = global.say();
    let mut lines = patient::standings(say, &view);
    lines.extend(view.consents.iter().map(|row| {
        let act = say.text(&format!("journal-kind-consent-{}", row.act), &[]);
        let purposes = purposes(say, &row.purposes);
        let mut line = format!(
            "{}  {act}: {purposes}  {}  {}",
            row.given_on, row.by, row.entry
        );
        if row.annulled.is_some() {
            line.push_str("  ");
            line.push_str(&say.text("common-consent-by-mistake", &[]));
        }
        line
    }));
    let answer =
        serde_json::json!({ "card": card, "standings": view.standings, "consents": view.consents });
    say.answer(&answer, &lines)?;
    Ok(OK)
}

/// What an act speaks of; none named means all.
fn purposes(say: Say, names: &[String]) -> String {
    if names.is_empty() {
        return say.text("consent-purpose-all", &[]);
    }
    let names: Vec<String> = names
        .iter()
        .map(|name| say.text(&format!("consent-purpose-{name}"), &[]))
        .collect();
    names.join(", ")
}
