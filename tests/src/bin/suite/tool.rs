//! The test tool: cargo-nextest where it is installed, `cargo test` elsewhere.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::ops::AddAssign;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// The module of the integration tests that need files which not every machine has.
const REAL_DATA: &str = "real_data::";

/// Cargo, the one that started the runner.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // `cargo run` describes this package in the environment, and the build script of `ring` watches that: left in,
    // TLS, both database drivers and all that stands on them would be built anew at every change of caller.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Which tests a pass runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every test of the workspace.
    Workspace,
    /// Those that may see a database: of the libraries, and of the product as a whole.
    Stored,
    /// The examples in documentation comments.
    Documentation,
}

/// How many tests ended how.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Counts {
    /// What nextest's closing line says:
    /// `Summary [0.1s] 4 tests run: 2 passed, 1 failed, 1 timed out, 3 skipped`.
    fn from_summary(line: &str) -> Option<Self> {
        let (_, numbers) = line.trim_start().strip_prefix("Summary [")?.split_once("run:")?;
        Some(Self::read(numbers))
    }

    /// What the closing line of one test binary says:
    /// `test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out`.
    fn from_result(line: &str) -> Option<Self> {
        Some(Self::read(line.strip_prefix("test result:")?))
    }

    fn read(numbers: &str) -> Self {
        let words: Vec<&str> = numbers.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut counts = Self::default();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u32>() else {
                continue;
            };
            match pair[1] {
                "passed" => counts.passed += number,
                // "timed out" and "exec failed" as well
                "failed" | "timed" | "exec" => counts.failed += number,
                "skipped" | "filtered" | "ignored" => counts.skipped += number,
                _ => {}
            }
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// What became of a pass.
pub(crate) struct Outcome {
    pub(crate) counts: Counts,
    pub(crate) succeeded: bool,
    pub(crate) took: Duration,
}

/// How the tests are run: with which tool, which environment, which arguments of the caller.
pub(crate) struct Tool {
    pub(crate) nextest: bool,
    pub(crate) environment: Vec<(&'static str, OsString)>,
    pub(crate) real_data: bool,
    pub(crate) passed_on: Vec<String>,
}

impl Tool {
    /// Whether cargo-nextest is installed.
    pub(crate) fn has_nextest() -> bool {
        cargo()
            .args(["nextest", "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Runs one pass, shows the tool's output as it comes, and counts.
    pub(crate) fn run(&self, scope: Scope, database: &str) -> anyhow::Result<Outcome> {
        let started = Instant::now();
        let nextest = self.nextest && scope != Scope::Documentation;
        let mut command = cargo();
        command.args(self.arguments(scope)).envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.env("CORDATA_TEST_DATABASE", database).env("CARGO_TERM_COLOR", "never");
        // Each tool sums up on another stream; the other one is not touched.
        let counts;
        let mut child;
        if nextest {
            child = command.stderr(Stdio::piped()).spawn()?;
            counts = follow(child.stderr.take(), Counts::from_summary)?;
        } else {
            child = command.stdout(Stdio::piped()).spawn()?;
            counts = follow(child.stdout.take(), Counts::from_result)?;
        }
        let succeeded = child.wait()?.success();
        Ok(Outcome { counts, succeeded, took: started.elapsed() })
    }

    /// Always the whole workspace with the same features: another selection would rebuild nearly everything.
    fn arguments(&self, scope: Scope) -> Vec<String> {
        let nextest = self.nextest && scope != Scope::Documentation;
        let tool: &[&str] = if nextest { &["nextest", "run"] } else { &["test", "--no-fail-fast"] };
        let mut arguments: Vec<String> = tool.iter().copied().map(String::from).collect();
        arguments.push("--workspace".into());
        match scope {
            Scope::Workspace => {}
            Scope::Stored => arguments.extend(["--lib".into(), "--test".into(), "it".into()]),
            Scope::Documentation => arguments.extend(["--doc".into(), "--quiet".into()]),
        }
        if nextest && !self.passed_on.is_empty() {
            // A filter may well match no test of the second pass.
            arguments.push("--no-tests=warn".into());
        }
        arguments.extend(self.passed_on.iter().cloned());
        if !self.real_data {
            if !self.passed_on.iter().any(|argument| argument == "--") {
                arguments.push("--".into());
            }
            arguments.extend(["--skip".into(), REAL_DATA.into()]);
        }
        arguments
    }
}

/// Shows the lines of a stream as they come, and adds up what those that count say.
fn follow(stream: Option<impl Read>, read: impl Fn(&str) -> Option<Counts>) -> anyhow::Result<Counts> {
    let mut counts = Counts::default();
    let stream = stream.context("the test tool has no output")?;
    for line in BufReader::new(stream).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        counts += read(&line).unwrap_or_default();
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_of_nextest_is_counted() {
        let line = "     Summary [   0.100s] 9/12 tests run: 5 passed (1 slow), 2 failed, 1 timed out, 1 exec failed, 3 skipped";
        assert_eq!(Counts::from_summary(line), Some(Counts { passed: 5, failed: 4, skipped: 3 }));
    }

    #[test]
    fn the_result_of_a_binary_is_counted() {
        let line = "test result: FAILED. 1 passed; 3 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s";
        assert_eq!(Counts::from_result(line), Some(Counts { passed: 1, failed: 3, skipped: 3 }));
    }

    #[test]
    fn the_results_of_all_binaries_are_added_up_and_shown_text_is_not() {
        let output = "test result: ok. 5 passed; 0 failed;\nthe council: 12 failed\n    test result: ok. 7 passed;\n\
                      test result: ok. 1 passed; 1 failed;\n";
        let counts = follow(Some(output.as_bytes()), Counts::from_result).expect("the text is read");
        assert_eq!(counts, Counts { passed: 6, failed: 1, skipped: 0 });
    }

    #[test]
    fn missing_data_is_skipped_behind_the_callers_own_arguments() {
        let tool = |passed_on: &[&str]| Tool {
            nextest: false,
            environment: Vec::new(),
            real_data: false,
            passed_on: passed_on.iter().copied().map(String::from).collect(),
        };
        assert_eq!(
            tool(&["meeting"]).arguments(Scope::Stored).join(" "),
            "test --no-fail-fast --workspace --lib --test it meeting -- --skip real_data::"
        );
        assert_eq!(
            tool(&["--", "--nocapture"]).arguments(Scope::Workspace).join(" "),
            "test --no-fail-fast --workspace -- --nocapture --skip real_data::"
        );
    }
}
