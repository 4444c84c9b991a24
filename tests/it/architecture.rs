//! The shape of the repository: who may depend on whom, what stands where, how long a file may be.
//!
//! Every rule is a function from facts to complaints, so that the rules themselves are tested on facts that break them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::MetadataCommand;

/// A crate of this workspace, and which others it may name, in whatever kind of dependency.
type Arrows = (&'static str, &'static [&'static str]);

const ARROWS: [Arrows; 11] = [
    ("cordata-domain", &[]),
    ("cordata-text", &["cordata-domain"]),
    ("cordata-report", &["cordata-domain", "cordata-text"]),
    ("cordata-mail", &["cordata-domain", "cordata-text"]),
    ("cordata-app", &["cordata-domain", "cordata-report"]),
    ("cordata-migrations", &[]),
    ("cordata-persistence", &["cordata-app", "cordata-domain", "cordata-migrations"]),
    ("cordata-api", &["cordata-app", "cordata-domain", "cordata-report", "cordata-text"]),
    ("cordata-worker", &["cordata-app", "cordata-domain", "cordata-mail", "cordata-report", "cordata-text"]),
    (
        "cordata",
        &[
            "cordata-api",
            "cordata-app",
            "cordata-domain",
            "cordata-mail",
            "cordata-migrations",
            "cordata-persistence",
            "cordata-report",
            "cordata-text",
            "cordata-worker",
        ],
    ),
    // The suite may see everything.
    (SUITE, &[]),
];

const SUITE: &str = "cordata-tests";

/// Libraries (by the beginning of their name) that belong to a few crates only.
const RESERVED: [Arrows; 4] = [
    ("sea-orm", &["cordata-persistence", "cordata-migrations"]),
    ("sqlx", &["cordata-persistence", "cordata-migrations"]),
    ("async-graphql", &["cordata-api"]),
    ("lettre", &["cordata-mail"]),
];

/// What a rule of the domain has no use for: it decides, and others fetch, store and send.
const NOT_IN_DOMAIN: [&str; 14] = [
    "async fn",
    "async_graphql",
    "axum",
    "hyper",
    "lettre",
    "reqwest",
    "sea_orm",
    "sqlx",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "tokio",
];

const TOP_LEVEL: [&str; 10] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "crates",
    "migrations",
    "publiccode.yml",
    "schema.graphql",
    "tests",
];

/// Names that say nothing of what is inside.
const MEANINGLESS: [&str; 6] = ["common", "helper", "helpers", "misc", "util", "utils"];

/// The longest file of code, in lines; tests may be twice as long.
const LONGEST_FILE: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite stands in a folder of the repository")
}

/// The dependencies of every crate of the workspace, of all kinds, as pairs of names.
fn dependencies() -> (BTreeSet<String>, Vec<(String, String)>) {
    let manifest = root().join("Cargo.toml");
    let metadata =
        MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo describes the workspace");
    let packages = metadata.workspace_packages();
    let members = packages.iter().map(|package| package.name.to_string()).collect();
    let pairs = packages.iter().flat_map(|package| {
        let from = package.name.to_string();
        package.dependencies.iter().map(move |dependency| (from.clone(), dependency.name.clone()))
    });
    (members, pairs.collect())
}

/// The files of the repository, relative to its top: what git would commit, or all there is where git cannot say.
fn files() -> Vec<PathBuf> {
    let git = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output();
    let listed = match git {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).expect("paths are UTF-8"),
        _ => return walk(Path::new("")),
    };
    let paths = listed.split('\0').filter(|path| !path.is_empty()).map(PathBuf::from);
    // A file may be deleted here and still be known to git.
    paths.filter(|path| root().join(path).exists()).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("the folder can be read").flatten() {
        let path = folder.join(entry.file_name());
        if [".git", "data", "target"].iter().any(|ignored| path == Path::new(ignored)) {
            continue;
        }
        if entry.path().is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    let code = files().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    code.map(|path| {
        let text = fs::read_to_string(root().join(&path)).expect("code can be read");
        (path, text)
    })
    .collect()
}

fn forbidden_dependencies(pairs: &[(String, String)]) -> Vec<String> {
    let forbidden = pairs.iter().filter(|(from, to)| from != SUITE && !allowed(from, to));
    forbidden.map(|(from, to)| format!("{from} may not depend on {to}")).collect()
}

fn allowed(from: &str, to: &str) -> bool {
    if ARROWS.iter().any(|(name, _)| *name == to) {
        return ARROWS.iter().any(|(name, targets)| *name == from && targets.contains(&to));
    }
    RESERVED.iter().all(|(library, owners)| !to.starts_with(library) || owners.contains(&from))
}

fn too_long(path: &Path, text: &str) -> Option<String> {
    let tests = path.iter().any(|part| part == "tests" || part == "tests.rs");
    let limit = if tests { 2 * LONGEST_FILE } else { LONGEST_FILE };
    let lines = text.lines().count();
    (lines > limit).then(|| format!("{} has {lines} lines, {limit} are allowed", path.display()))
}

fn meaningless_name(path: &Path) -> Option<String> {
    let named = path.with_extension("");
    let mut parts = named.iter().filter_map(|part| part.to_str());
    let name = parts.find(|part| MEANINGLESS.contains(part))?;
    Some(format!("{}: `{name}` does not say what is inside", path.display()))
}

fn input_and_output(path: &Path, text: &str) -> Vec<String> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let words: Vec<&str> =
        code.flat_map(|line| NOT_IN_DOMAIN.iter().filter(move |word| line.contains(**word))).copied().collect();
    words.iter().map(|word| format!("{} names {word}", path.display())).collect()
}

fn unexpected_at_top(files: &[PathBuf]) -> Vec<String> {
    let tops = files.iter().filter_map(|path| path.iter().next()?.to_str());
    let found: BTreeSet<&str> = tops.filter(|name| !name.starts_with('.')).collect();
    let expected = BTreeSet::from(TOP_LEVEL);
    let surplus = found.difference(&expected).map(|name| format!("{name} does not belong at the top"));
    let missing = expected.difference(&found).map(|name| format!("{name} is missing at the top"));
    surplus.chain(missing).collect()
}

#[track_caller]
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn the_workspace_has_exactly_the_crates_of_the_table() {
    let (members, _) = dependencies();
    let expected: BTreeSet<String> = ARROWS.iter().map(|(name, _)| (*name).to_string()).collect();
    assert_eq!(members, expected);
}

#[test]
fn crates_depend_on_what_they_may() {
    let (_, pairs) = dependencies();
    assert!(pairs.contains(&("cordata".into(), "cordata-api".into())), "the arrows were not read");
    assert_none(&forbidden_dependencies(&pairs));
}

#[test]
fn every_folder_of_crates_is_a_crate() {
    let folders = fs::read_dir(root().join("crates")).expect("the crates can be listed");
    let strays = folders.flatten().filter(|entry| !entry.path().join("Cargo.toml").is_file());
    assert_none(&strays.map(|entry| format!("{} has no Cargo.toml", entry.path().display())).collect::<Vec<_>>());
}

#[test]
fn files_are_short() {
    let sources = sources();
    assert!(sources.len() >= ARROWS.len(), "the code was not read");
    assert_none(&sources.iter().filter_map(|(path, text)| too_long(path, text)).collect::<Vec<_>>());
}

#[test]
fn names_say_what_is_inside() {
    assert_none(&files().iter().filter_map(|path| meaningless_name(path)).collect::<Vec<_>>());
}

#[test]
fn the_domain_does_no_input_or_output() {
    let mut domain = sources();
    domain.retain(|(path, _)| path.starts_with("crates/domain"));
    assert!(!domain.is_empty(), "the domain was not read");
    assert_none(&domain.iter().flat_map(|(path, text)| input_and_output(path, text)).collect::<Vec<_>>());
}

#[test]
fn nothing_else_stands_at_the_top() {
    assert_none(&unexpected_at_top(&files()));
}

#[test]
fn a_forbidden_dependency_is_found() {
    let pair = |from: &str, to: &str| (from.to_string(), to.to_string());
    let pairs = [
        pair("cordata-api", "cordata-persistence"),
        pair("cordata-domain", "cordata-text"),
        pair("cordata-app", "sea-orm"),
        pair("cordata", "async-graphql-axum"),
        pair("cordata-worker", "lettre"),
        pair("cordata-app", "cordata-tests"),
        // These may.
        pair("cordata-tests", "sea-orm"),
        pair("cordata-persistence", "sea-orm"),
        pair("cordata-api", "axum"),
    ];
    assert_eq!(forbidden_dependencies(&pairs).len(), 6);
}

#[test]
fn a_long_file_an_empty_name_and_a_stray_file_are_found() {
    let long = "\n".repeat(LONGEST_FILE + 1);
    assert!(too_long(Path::new("crates/app/src/meeting.rs"), &long).is_some());
    assert!(too_long(Path::new("tests/it/meeting.rs"), &long).is_none());
    assert!(meaningless_name(Path::new("crates/app/src/utils.rs")).is_some());
    assert!(meaningless_name(Path::new("crates/common/src/lib.rs")).is_some());
    assert!(meaningless_name(Path::new("crates/app/src/commons.rs")).is_none());

    let mut files: Vec<PathBuf> = TOP_LEVEL.iter().map(|name| Path::new(name).join("file")).collect();
    files.push(".ci/run".into());
    assert_none(&unexpected_at_top(&files));
    files[0] = "docs/notes.md".into();
    assert_eq!(unexpected_at_top(&files), ["docs does not belong at the top", "CHANGELOG.md is missing at the top"]);
}

#[test]
fn input_and_output_are_found_in_code_and_not_in_comments() {
    let path = Path::new("crates/domain/src/plan.rs");
    assert!(input_and_output(path, "/// never with tokio\nuse std::fmt;").is_empty());
    assert_eq!(input_and_output(path, "use std::fs;\npub async fn load() {}").len(), 2);
}
