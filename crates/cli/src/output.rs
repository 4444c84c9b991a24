//! What the program says on its standard output.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};

use anyhow::Context;

/// Writes a line, put together as by `format!`.
macro_rules! say {
    ($($words:tt)*) => { $crate::output::say(format_args!($($words)*)) };
}

/// Writes a line. Whoever stopped reading, like `head`, has what they wanted.
pub(crate) fn say(line: Arguments<'_>) -> anyhow::Result<()> {
    match writeln!(stdout(), "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("the standard output takes no more"),
    }
}
