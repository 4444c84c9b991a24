//! `cargo suite`: the tests of the whole workspace, once per database.
//!
//! Builds everything once, starts one PostgreSQL if this machine has one, runs all tests on SQLite and those
//! that may see a database again on PostgreSQL, and ends by saying what was counted and what was left out. Arguments go to the test tool:
//! `cargo suite meeting` runs the tests whose name contains "meeting".

mod postgres;
mod tool;

use std::ffi::OsString;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, ensure};
use cargo_metadata::{Message, MetadataCommand};
use clap::Parser;
use clap::builder::FalseyValueParser;

use postgres::Postgres;
use tool::{Counts, Outcome, Scope, Tool, cargo};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs the tests of the whole workspace, once per database.
#[derive(Parser)]
#[command(name = "cargo suite", bin_name = "cargo suite")]
struct Arguments {
    /// Fail where PostgreSQL is missing, instead of leaving its half out
    #[arg(long, env = "CORDATA_TEST_REQUIRE_POSTGRES", value_parser = FalseyValueParser::new())]
    require_postgres: bool,
    /// Filters and options for the test tool (cargo-nextest where installed, else `cargo test`)
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    passed_on: Vec<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    outlive_interrupts()?;
    let mut suite = Suite::default();
    let server = match Postgres::start() {
        Ok(server) => Some(server),
        Err(error) if arguments.require_postgres => return Err(error),
        Err(error) => {
            suite.left_out.push(format!("every test on PostgreSQL ({error:#})"));
            None
        }
    };
    suite.run(arguments.passed_on, server.as_ref())?;
    drop(server);
    Ok(suite.close())
}

/// Ctrl-C also reaches the test tool, which ends; the runner stays alive to tidy up behind it.
fn outlive_interrupts() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    thread::spawn(move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                INTERRUPTED.store(true, Ordering::Relaxed);
            }
        });
    });
    Ok(())
}

#[derive(Default)]
struct Suite {
    passes: Vec<(&'static str, Outcome)>,
    left_out: Vec<String>,
}

impl Suite {
    fn run(&mut self, passed_on: Vec<String>, server: Option<&Postgres>) -> anyhow::Result<()> {
        let folder = tempfile::Builder::new().prefix("cordata-suite-").tempdir()?;
        let mut environment: Vec<(&'static str, OsString)> =
            vec![("CORDATA_BIN", build()?.into()), ("CORDATA_TEST_FOLDER", folder.path().into())];
        let data = data_folder()?;
        let real_data = data.is_some();
        environment.extend(data.map(|data| ("CORDATA_TEST_DATA", data.into())));
        environment.extend(server.map(|server| ("CORDATA_TEST_POSTGRES_URL", server.url().into())));

        let everything = passed_on.is_empty();
        let tool = Tool { nextest: Tool::has_nextest(), environment, real_data, passed_on };
        let counts = self.pass("sqlite", &tool, Scope::Workspace, "sqlite")?;
        if tool.nextest && everything {
            self.pass("documentation", &tool, Scope::Documentation, "sqlite")?;
        }
        if server.is_some() {
            self.pass("postgres", &tool, Scope::Stored, "postgres")?;
        }
        if !real_data && everything && counts.skipped > 0 {
            self.left_out.push(format!("{} test(s) on real data (no folder ../shared/data)", counts.skipped));
        } else if !real_data && !everything {
            self.left_out.push("tests on real data (no folder ../shared/data)".into());
        }
        Ok(())
    }

    fn pass(&mut self, name: &'static str, tool: &Tool, scope: Scope, database: &str) -> anyhow::Result<Counts> {
        if INTERRUPTED.load(Ordering::Relaxed) {
            return Ok(Counts::default());
        }
        eprintln!("\n== tests: {name}");
        let outcome = tool.run(scope, database)?;
        let counts = outcome.counts;
        self.passes.push((name, outcome));
        Ok(counts)
    }

    /// Says what happened, in lines that a person and a script can read.
    fn close(&self) -> ExitCode {
        println!("\n== suite");
        for (name, outcome) in &self.passes {
            let remark = match (outcome.succeeded, outcome.counts.failed) {
                (false, 0) => " (did not finish)",
                _ => "",
            };
            println!("{name}: {} in {} s{remark}", outcome.counts, outcome.took.as_secs());
        }
        if self.left_out.is_empty() {
            println!("left out: nothing");
        }
        for what in &self.left_out {
            println!("left out: {what}");
        }
        if INTERRUPTED.load(Ordering::Relaxed) {
            println!("interrupted");
            return ExitCode::from(130);
        }
        let ran = self.passes.iter().any(|(_, outcome)| outcome.counts.passed + outcome.counts.failed > 0);
        if !ran {
            println!("no test ran");
        }
        let succeeded = ran && self.passes.iter().all(|(_, outcome)| outcome.succeeded);
        ExitCode::from(u8::from(!succeeded))
    }
}

/// Builds all tests and the program, in one go and with one set of features. Answers the program's path.
fn build() -> anyhow::Result<PathBuf> {
    let mut child = cargo()
        .args(["build", "--workspace", "--tests", "--bin", "cordata"])
        .arg("--message-format=json-render-diagnostics")
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().context("cargo has no output")?;
    let mut program = None;
    for message in Message::parse_stream(BufReader::new(output)) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.target.name == "cordata"
            && artifact.target.is_bin()
            && !artifact.profile.test
        {
            program = artifact.executable;
        }
    }
    ensure!(child.wait()?.success(), "the workspace does not build");
    Ok(program.context("cargo built no program `cordata`")?.into())
}

/// The folder with real data beside the checkout, if there is one.
fn data_folder() -> anyhow::Result<Option<PathBuf>> {
    let root = MetadataCommand::new().no_deps().exec()?.workspace_root;
    Ok(root.parent().map(|parent| parent.join("shared/data").into_std_path_buf()).filter(|folder| folder.is_dir()))
}
