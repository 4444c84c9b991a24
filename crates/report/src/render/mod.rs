//! Formats of documents.

pub mod html;
