//! `cordata`: the only binary. It reads the configuration, wires the layers and runs one command.

// The schema merges an object per area; the type of its futures is nested deeper than the default allows.
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its two streams")]

mod command;
mod config;
mod custody;
mod demo;
mod heads;
mod lifecycle;
mod lock;
mod system;
mod telemetry;
mod wire;

use std::process::ExitCode;

use clap::Parser;
use cordata_app::AppError;
use cordata_domain::Locale;
use cordata_text::refusal_message;

use crate::command::Cli;

/// A refusal in words, with the field it is about; anything else as its chain of causes.
fn told(error: &anyhow::Error) -> String {
    match error.downcast_ref() {
        Some(AppError::Refused(refusal)) => {
            let message = refusal_message(&Locale::english(), refusal);
            if refusal.path.is_empty() { message } else { format!("{}: {message}", refusal.path.join(".")) }
        }
        _ => format!("{error:#}"),
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
