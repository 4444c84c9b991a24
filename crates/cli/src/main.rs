//! `cordata`: the only binary. It reads the configuration, wires the layers and runs one command.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its two streams")]

mod command;
mod config;
mod demo;
mod lifecycle;
mod lock;
mod system;
mod telemetry;
mod wire;

use std::process::ExitCode;

use clap::Parser;

use crate::command::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match command::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cordata: {error:#}");
            ExitCode::FAILURE
        }
    }
}
