//! The command line itself in Russian or Kazakh: `--help`, and what is wrong with a call.
//!
//! The words stand in `locales/*/cli.ftl` under `cli-help-<command>`, those of an argument as an attribute
//! under its id; what stands once for all commands is under `cli-help-tirkeu`. What was typed in a wrong place
//! may be a person's number: it is never repeated.

use std::ffi::OsString;
use std::io::Write;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use tirkeu_core::error::Refusal;
use tirkeu_core::words::{self, Lang};

use crate::exit::{
    self, Failure, OK, USAGE_CONFLICT, USAGE_MISSING, USAGE_OTHER, USAGE_UNKNOWN, USAGE_VALUE,
};
use crate::say::Say;

/// The command that every other one belongs to; its arguments are known to all.
const ROOT: &str = "tirkeu";

/// How the caller wants to be answered, before the call is understood.
pub fn wanted(words: &[OsString]) -> Say {
    let mut say = Say {
        lang: Lang::Ru,
        json: false,
    };
    let mut words = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let lang = match word.as_ref() {
            "--" => break,
            "--json" => {
                say.json = true;
                continue;
            }
            "--lang" => words.next(),
            other => other
                .strip_prefix("--lang=")
                .map(|tag| tag.to_owned().into()),
        };
        say.lang = lang
            .and_then(|tag| Lang::from_tag(&tag))
            .unwrap_or(say.lang);
    }
    say
}

/// The same commands, explained in a language.
pub fn explained(mut command: Command, lang: Lang) -> Command {
    // Only afterwards the arguments that the library adds are there to be explained.
    command.build();
    // Kept by the library as long as the process runs.
    let headings = ["usage", "commands", "arguments", "options", "help"]
        .map(|heading| &*words::text(lang, &format!("cli-help-{heading}"), &[]).leak());
    explain(command, lang, ROOT, headings).after_help(words::text(lang, "cli-help-exit", &[]))
}

fn explain(mut command: Command, lang: Lang, path: &str, headings: [&'static str; 5]) -> Command {
    let [usage, commands, arguments, options, help] = headings;
    if let Some(about) = words::find(lang, &format!("cli-help-{path}"), &[]) {
        command = command.about(about).long_about(None);
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        // Below `help` the same commands stand once more.
        let below = match (path, name.as_str()) {
            (_, "help") => path.to_owned(),
            (ROOT, name) => name.to_owned(),
            (path, name) => format!("{path}-{name}"),
        };
        command = command.mut_subcommand(&name, |sub| {
            let sub = explain(sub, lang, &below, headings);
            if name == "help" { sub.about(help) } else { sub }
        });
    }
    command
        .mut_args(|arg| {
            let group = if arg.is_positional() {
                arguments
            } else {
                options
            };
            let words = of_argument(lang, path, arg.get_id().as_str());
            let arg = arg
                .help_heading(group)
                .hide_default_value(true)
                .hide_possible_values(true);
            match words {
                Some(words) => arg.help(words).long_help(None),
                None => arg,
            }
        })
        .subcommand_help_heading(commands)
        .help_template(format!(
            "{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
}

fn of_argument(lang: Lang, path: &str, id: &str) -> Option<String> {
    [path, ROOT].iter().find_map(|path| {
        let key = format!("cli-help-{path}");
        let said = words::attr(lang, &key, id, &[]);
        (said != key).then_some(said)
    })
}

/// Answers a call that is no call, or one that asks for help; gives the exit code.
pub fn answer(say: Say, error: &clap::Error) -> u8 {
    let asked = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !say.json,
        _ => false,
    };
    if asked {
        drop(error.print());
        return if error.use_stderr() { exit::USAGE } else { OK };
    }
    let code = say.failure(&Failure::Call(wrong(error)));
    if let (false, Some(ContextValue::StyledStr(usage))) = (say.json, error.get(ContextKind::Usage))
    {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let heading = say.text("cli-help-usage", &[]);
        drop(writeln!(std::io::stderr().lock(), "{heading}: {usage}"));
    }
    code
}

/// The library's finding as a code of ours. Names of arguments stand in it as they are written in a call.
fn wrong(error: &clap::Error) -> Refusal {
    let named = || {
        let context = error
            .get(ContextKind::InvalidArg)
            .or_else(|| error.get(ContextKind::InvalidSubcommand));
        match context {
            Some(ContextValue::String(one)) => one.clone(),
            Some(ContextValue::Strings(all)) => all.join(", "),
            _ => "COMMAND".to_owned(),
        }
    };
    match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => Refusal::new(USAGE_UNKNOWN),
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Refusal::new(USAGE_MISSING).with("what", named())
        }
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => Refusal::new(USAGE_VALUE).with("what", named()),
        ErrorKind::ArgumentConflict => Refusal::new(USAGE_CONFLICT).with("what", named()),
        _ => Refusal::new(USAGE_OTHER),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::CommandFactory;

    use super::*;

    /// Commands and arguments, each with what its help says; those below `help` are the same once more.
    fn said(command: &Command, path: &str, out: &mut Vec<(String, String)>) {
        let text = |said: Option<&clap::builder::StyledStr>| said.map(ToString::to_string);
        out.push((
            path.to_owned(),
            text(command.get_about()).unwrap_or_default(),
        ));
        for arg in command.get_arguments() {
            let id = format!("{path} {}", arg.get_id());
            out.push((id, text(arg.get_help()).unwrap_or_default()));
        }
        for sub in command.get_subcommands() {
            said(sub, &format!("{path} {}", sub.get_name()), out);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        for lang in Lang::ALL {
            let mut all = Vec::new();
            said(&explained(crate::Cli::command(), lang), "", &mut all);
            assert!(all.len() > 100, "{}", all.len());
            for (what, words) in all {
                let cyrillic = words.contains(|c| matches!(c, '\u{400}'..='\u{52F}'));
                assert!(cyrillic, "{}: {what}: {words:?}", lang.tag());
            }
        }
    }
}
