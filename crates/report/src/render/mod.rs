//! Formats of documents.

pub mod html;
pub mod json;
