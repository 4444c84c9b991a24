//! Pages of lists: keyset cursors, so that an insert never shifts a page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cordata_domain::{InputProblem, Refusal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The place of a row in an ordered list: the value it is sorted by, and its id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor(pub String, pub Uuid);

impl Cursor {
    /// The opaque form that clients see.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}:{}", self.1.simple(), self.0))
    }

    /// Reads the opaque form; anything else is refused.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let problem = || Refusal::input(InputProblem::Format { expected: "cursor" });
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| problem())?;
        let text = String::from_utf8(bytes).map_err(|_| problem())?;
        let (id, key) = text.split_once(':').ok_or_else(problem)?;
        Ok(Self(key.to_owned(), Uuid::parse_str(id).map_err(|_| problem())?))
    }
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Greatest first.
    Descending,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Window {
    /// How many rows at most, 1 to 100.
    pub limit: u32,
    /// Only rows after this one.
    pub after: Option<Cursor>,
    /// Only rows before this one.
    pub before: Option<Cursor>,
    /// Whether the last rows are wanted instead of the first.
    pub backward: bool,
    /// Which way the list runs.
    pub direction: Direction,
}

/// The most rows that a page holds.
pub const MAX_PAGE: u32 = 100;
/// The rows of a page when nothing is said.
pub const DEFAULT_PAGE: u32 = 20;

impl Window {
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Self {
        Self { limit, after: None, before: None, backward: false, direction: Direction::Ascending }
    }

    /// Reads the four arguments of a connection. `first` and `last` exclude each other and lie within 1 to 100.
    pub fn read(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<Self, Refusal> {
        if first.is_some() && last.is_some() {
            return Err(Refusal::input(InputProblem::Duplicate).under("last"));
        }
        let (field, given) = if last.is_some() { ("last", last) } else { ("first", first) };
        let limit = match given.map(u32::try_from) {
            None => DEFAULT_PAGE,
            Some(Ok(limit)) if (1..=MAX_PAGE).contains(&limit) => limit,
            Some(_) => {
                let range = InputProblem::OutOfRange { min: "1".to_owned(), max: MAX_PAGE.to_string() };
                return Err(Refusal::input(range).under(field));
            }
        };
        let cursor = |text: Option<&str>, field: &str| {
            text.map(Cursor::decode).transpose().map_err(|refusal| refusal.under(field))
        };
        Ok(Self {
            limit,
            after: cursor(after, "after")?,
            before: cursor(before, "before")?,
            backward: last.is_some(),
            direction: Direction::Ascending,
        })
    }

    /// The same window over a list that runs the other way.
    #[must_use]
    pub fn directed(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

/// A part of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Rows with their places.
    pub rows: Vec<(Cursor, T)>,
    /// Whether rows come before.
    pub has_previous: bool,
    /// Whether rows come after.
    pub has_next: bool,
}

impl<T> Page<T> {
    /// A page without rows.
    pub fn empty() -> Self {
        Self { rows: Vec::new(), has_previous: false, has_next: false }
    }

    /// The rows without their places.
    pub fn into_items(self) -> Vec<T> {
        self.rows.into_iter().map(|(_, item)| item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_journey_and_a_forged_one_is_refused() {
        let cursor = Cursor("2.1:03 – è".to_owned(), Uuid::from_u128(7));
        assert_eq!(Cursor::decode(&cursor.encode()).unwrap(), cursor);
        for bad in ["", "x", "AAAA", "%%"] {
            assert!(Cursor::decode(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_page_has_one_to_a_hundred_rows() {
        assert_eq!(Window::read(None, None, None, None).unwrap().limit, DEFAULT_PAGE);
        assert!(Window::read(None, None, Some(5), None).unwrap().backward);
        for first in [-1, 0, 101, i32::MAX] {
            assert_eq!(Window::read(Some(first), None, None, None).unwrap_err().path, ["first"], "{first}");
        }
        assert!(Window::read(Some(1), None, Some(1), None).is_err());
    }
}
