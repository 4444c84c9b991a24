//! Mail: typed contexts, templates, MIME messages, and transports that hand them over.
//!
//! A mail comes to be in three steps. The caller gathers the facts of one recipient ([`context`]); a [`Renderer`]
//! turns them into texts in the recipient's language; [`message::build`] makes bytes of them, which are stored and
//! handed over by a [`transport`] as often as it takes, always the same.

pub mod context;
pub mod message;
mod render;
mod templates;
pub mod transport;

pub use render::{Renderer, Sender};
pub use templates::{MailError, Templates};
