//! The figures that the project promises, measured and printed as medians; nothing here passes or fails.
//!
//! `cargo build --release && CORDATA_BIN=…/release/cordata cargo run --bin figures -- [FILE.csv]`: how soon the demo is
//! ready, how much memory `serve` holds idle and under load, how soon a thousand followers of a meeting learn of a
//! change, and, with the recovery plan's file, how long its import takes on SQLite.

mod followers;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures_util::StreamExt;
use serde_json::{Value, json};

const RUNS: usize = 5;
const REQUESTS: usize = 2_000;

#[tokio::main]
async fn main() -> Result<()> {
    let program = PathBuf::from(std::env::var_os("CORDATA_BIN").context("CORDATA_BIN names the program to measure")?);
    let ready: Vec<Duration> = (0..RUNS).map(|_| demo(&program)).collect::<Result<_>>()?;
    println!("demo ready: {:?} (median of {RUNS})", median(ready));
    serve(&program).await?;
    followers::follow(&program).await?;
    if let Some(file) = std::env::args_os().nth(1) {
        let times: Vec<Duration> = (0..RUNS).map(|_| import(&program, Path::new(&file))).collect::<Result<_>>()?;
        println!("import on SQLite: {:?} (median of {RUNS})", median(times));
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Starts a command and waits for its first line.
fn start(command: &mut Command) -> Result<(Child, String)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
    Ok((child, line))
}

fn end(mut child: Child) -> Result<()> {
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
    child.wait()?;
    Ok(())
}

fn demo(program: &Path) -> Result<Duration> {
    let begun = Instant::now();
    let (child, _) = start(Command::new(program).args(["demo", "--json", "--listen", "127.0.0.1:0"]))?;
    let ready = begun.elapsed();
    end(child)?;
    Ok(ready)
}

/// Resident memory in MiB.
fn memory(child: &Child) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS")).context("no VmRSS")?;
    let kib: u64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kib / 1024)
}

async fn serve(program: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (child, line) =
        start(Command::new(program).args(["serve", "--listen", "127.0.0.1:0"]).env("CORDATA_DATA_DIR", folder.path()))?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    println!("serve idle: {} MiB", memory(&child)?);
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).context("no address")?;
    let question =
        json!({ "query": "{ meetings { nodes { title agenda { title } } } stakeholders { nodes { name } } }" });
    let client = reqwest::Client::new();
    let begun = Instant::now();
    let answers =
        futures_util::stream::iter(0..REQUESTS).map(|_| client.post(format!("{url}graphql")).json(&question).send());
    let mut answers = answers.buffer_unordered(64);
    let mut peak = 0;
    while let Some(answer) = answers.next().await {
        let _: Value = answer?.json().await?;
        peak = peak.max(memory(&child)?);
    }
    println!("serve under load: {peak} MiB at most, {REQUESTS} requests in {:?}", begun.elapsed());
    end(child)
}

fn import(program: &Path, file: &Path) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let cordata = || {
        let mut command = Command::new(program);
        command.env("CORDATA_DATA_DIR", folder.path()).stdout(Stdio::null());
        command
    };
    anyhow::ensure!(cordata().arg("migrate").status()?.success(), "migrate failed");
    let begun = Instant::now();
    anyhow::ensure!(cordata().args(["import", "pnrr"]).arg(file).status()?.success(), "import failed");
    Ok(begun.elapsed())
}
