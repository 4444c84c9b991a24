//! Documents as pure models, and what they look like.
//!
//! [`model`] says what a document contains, in values of the domain and without any language of the reader; [`build`]
//! makes it from what was read; [`render`] turns it into a format, in the language of whoever reads it.

pub mod build;
pub mod model;
pub mod render;
#[cfg(test)]
mod testing;
