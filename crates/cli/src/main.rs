//! `cordata`: the only binary. It reads the configuration, wires the layers and runs one command.

// The schema merges an object per area; the type of its futures is nested deeper than the default allows.
#![recursion_limit = "256"]
#![expect(clippy::print_stderr, reason = "a command line says there what goes wrong")]

#[macro_use]
mod output;
mod command;
mod config;
mod custody;
mod demo;
mod heads;
mod lifecycle;
mod lock;
mod sweeper;
mod system;
mod telemetry;
mod wire;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use cordata_app::AppError;
use cordata_domain::{Locale, Refusal};
use cordata_text::refusal_message;

use crate::command::Cli;

/// The chain of causes; a refusal in words, with the field it is about.
fn told(error: &anyhow::Error) -> String {
    let mut said = Vec::new();
    for cause in error.chain() {
        if let Some(refusal) = refusal(cause) {
            said.extend(Some(refusal.path.join(".")).filter(|path| !path.is_empty()));
            said.push(refusal_message(&Locale::english(), refusal));
            break;
        }
        said.push(cause.to_string());
    }
    said.join(": ")
}

fn refusal<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a Refusal> {
    match cause.downcast_ref() {
        Some(AppError::Refused(refusal)) => Some(refusal),
        _ => cause.downcast_ref(),
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match command::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cordata: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;
    use cordata_domain::identity::EmailAddress;

    use super::*;

    #[test]
    fn a_refusal_is_told_in_words_wherever_it_comes_from() {
        let refused = || EmailAddress::parse("nomail").unwrap_err();
        let flag = told(&Err::<(), _>(refused()).context("--email").unwrap_err());
        assert!(flag.starts_with("--email: The ") && !flag.contains("INVALID_INPUT"), "{flag}");
        let field = told(&AppError::Refused(refused().under("email")).into());
        assert!(field.starts_with("email: The "), "{field}");
        assert_eq!(told(&anyhow::anyhow!("cause").context("deed")), "deed: cause");
    }
}
