//! Pages of lists that belong to tables: the same page of many tables is read at once.

use std::collections::HashMap;

use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_domain::ids::TableId;
use cordata_domain::meeting::{Decision, FollowUp, Meeting};

use super::{Key, Source};

/// `pages_of!(MeetingsPage, MeetingsCount => Meeting, meetings_of_tables, count_meetings_of_tables)`.
macro_rules! pages_of {
    ($($(#[$meta:meta])* $page:ident, $count:ident => $row:ty, $pages:ident, $counts:ident);+ $(;)?) => {$(
        $(#[$meta])*
        /// A page of them: pages of one window cost one statement, whatever the number of tables.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $page(pub TableId, pub Window);

        impl Key for $page {
            type Value = Page<$row>;

            async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Page<$row>>, AppError> {
                let mut found = HashMap::with_capacity(keys.len());
                for (window, tables) in by_window(keys.iter().map(|key| (key.0, &key.1))) {
                    let pages = source.reads.$pages(&source.sight, &tables, window).await?;
                    found.extend(pages.into_iter().map(|(table, page)| (Self(table, window.clone()), page)));
                }
                Ok(found)
            }
        }

        $(#[$meta])*
        /// How many there are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $count(pub TableId);

        impl Key for $count {
            type Value = u64;

            async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, u64>, AppError> {
                let tables: Vec<TableId> = keys.iter().map(|key| key.0).collect();
                let counts = source.reads.$counts(&source.sight, &tables).await?;
                Ok(counts.into_iter().map(|(table, count)| (Self(table), count)).collect())
            }
        }
    )+};
}

pages_of! {
    /// The meetings of a table, by start.
    MeetingsPage, MeetingsCount => Meeting, meetings_of_tables, count_meetings_of_tables;
    /// The decisions of a table, in the order in which they were recorded.
    DecisionsPage, DecisionsCount => Decision, decisions_of_tables, count_decisions_of_tables;
    /// The follow-ups of a table, by due date.
    FollowUpsPage, FollowUpsCount => FollowUp, follow_ups_of_tables, count_follow_ups_of_tables;
}

/// The tables of which the same part of the list is wanted.
fn by_window<'a>(keys: impl Iterator<Item = (TableId, &'a Window)>) -> HashMap<&'a Window, Vec<TableId>> {
    let mut tables: HashMap<&Window, Vec<TableId>> = HashMap::new();
    for (table, window) in keys {
        tables.entry(window).or_default().push(table);
    }
    tables
}
