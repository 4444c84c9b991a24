//! What is wrong with a file, a variable or a flag, by the key as a file has it. A value of the wrong kind and the lines
//! of a file are not repeated: they may hold secrets.

use figment::error::Kind;
use figment::{Error, Source};

/// Everything that is wrong, in words.
pub(super) fn told(errors: Error) -> String {
    errors.into_iter().map(|error| format!("{}{}", what(&error), place(&error))).collect::<Vec<_>>().join("; ")
}

fn what(error: &Error) -> String {
    let key = error.path.join(".");
    match &error.kind {
        Kind::UnknownField(_, known) => format!("there is no key {key}; there are {}", known.join(", ")),
        Kind::MissingField(field) if key.is_empty() => format!("{field} is missing"),
        Kind::MissingField(field) => format!("{key}.{field} is missing"),
        Kind::UnknownVariant(_, known) => format!("{key} must be {}", known.join(" or ")),
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => format!("{key} must be {}", form(expected)),
        Kind::Message(message) if key.is_empty() => without_excerpt(message),
        Kind::Message(message) => format!("{key}: {message}"),
        _ => format!("{key} is not understood"),
    }
}

/// Rust's numbers in words.
fn form(expected: &str) -> &str {
    match expected {
        "usize" | "u64" | "u32" => "a whole number",
        other if other.starts_with("struct") => "a table",
        other => other,
    }
}

/// A message about a file without the lines that it quotes, which stand behind a bar.
fn without_excerpt(message: &str) -> String {
    let quotes = |line: &str| line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('|');
    message.lines().filter(|line| !quotes(line)).collect::<Vec<_>>().join(": ")
}

fn place(error: &Error) -> String {
    match error.metadata.as_ref().map(|metadata| &metadata.source) {
        Some(Some(Source::File(path))) => format!(" (in {})", path.display()),
        Some(None) => " (in the environment)".to_owned(),
        _ => String::new(),
    }
}
