//! The mailroom: what became of the mails.

pub mod mutation;
mod preference;
pub mod query;
mod types;

pub use mutation::NotificationMutation;
pub use preference::NotificationPreferences;
pub use query::NotificationQuery;
pub use types::{Mail, MailKind, MailState};
