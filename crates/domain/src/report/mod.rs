//! The sustainability report of a plan: until when it looks, and counts that add up.

mod count;
mod cut_off;

pub use count::ActionCounts;
pub use cut_off::CutOff;
