//! The subcommands, one file each.

mod backup;
mod config;
mod demo;
mod doctor;
mod export;
mod import;
mod instance;
mod migrate;
mod note_restore;
mod person;
mod report;
mod restore;
mod schema;
mod serve;
mod token;
mod user;
mod version;
mod worker;

use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};
use crate::lock::naming_the_holder;
use crate::telemetry;

/// Coordinates the strategic plan of a metropolitan city, and accounts for it.
#[derive(Debug, Parser)]
#[command(name = "cordata", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: a seeded plan in a temporary folder, mails as files, nothing left behind
    Demo(demo::Demo),
    /// Serve the API and the pages, with the worker in the same process
    Serve(serve::Serve),
    /// Run the notification worker alone (PostgreSQL)
    Worker,
    /// Bring the schema of the database up to date
    Migrate(migrate::Migrate),
    /// Print the GraphQL schema
    Schema,
    /// Say which body this installation serves
    Instance(instance::InstanceCommand),
    /// Add people
    User(user::User),
    /// Hand out or erase what is kept about a person
    Person(person::Person),
    /// Make and revoke bearer tokens
    Token(token::Token),
    /// Look at the configuration
    Config(config::ConfigCommand),
    /// Take in a publisher's projects, or a whole export
    Import(import::Import),
    /// Take data out
    Export(export::Export),
    /// Copy the database into a file, while it is in use, and verify the copy
    Backup(backup::Backup),
    /// Put a backup into the database
    Restore(restore::Restore),
    /// Say that the database went back to an older state on purpose
    NoteRestore(note_restore::NoteRestoreCommand),
    /// Write the sustainability report of a plan
    Report(report::Report),
    /// Check configuration, database and queue, and the trail
    Doctor(doctor::Doctor),
    /// Print the version
    Version(version::Version),
}

/// Runs one command to its end.
pub(crate) fn run(cli: Cli) -> anyhow::Result<()> {
    let config = Config::load(&cli.flags)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match cli.command {
        Command::Schema => schema::run(),
        Command::Version(command) => command.run(),
        Command::Config(command) => command.run(&config),
        Command::Demo(command) => logged(&config, "warn", || runtime.block_on(command.run(config.clone()))),
        Command::Serve(command) => logged(&config, "info", || runtime.block_on(command.run(&config))),
        Command::Worker => logged(&config, "info", || runtime.block_on(worker::run(&config))),
        Command::Migrate(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Instance(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::User(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Person(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Token(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Import(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Export(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Backup(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Restore(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::NoteRestore(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Report(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
        Command::Doctor(command) => logged(&config, "warn", || runtime.block_on(command.run(&config))),
    }
}

/// Starts the log at the configured level, or at the command's own.
fn logged(config: &Config, level: &str, run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    telemetry::start_log(config.log.as_deref().unwrap_or(level))?;
    run().map_err(|error| naming_the_holder(error, &config.database_url()))
}
