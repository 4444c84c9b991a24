use chrono::NaiveDate;

use crate::error::{InputProblem, Refusal};
use crate::ids::MilestoneId;

/// A step of a project with its date, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// What is reached.
    pub title: String,
    /// Until when.
    pub due: NaiveDate,
    /// How much of it is done, 0 to 100.
    pub percent_done: u32,
}

impl Milestone {
    /// A milestone that nothing is done of.
    pub fn new(id: MilestoneId, title: &str, due: NaiveDate) -> Result<Self, Refusal> {
        let title = crate::search::line(title, 200).map_err(|refusal| refusal.under("title"))?;
        Ok(Self { id, title, due, percent_done: 0 })
    }

    /// Notes how much is done.
    pub fn report(&mut self, percent_done: u32) -> Result<(), Refusal> {
        if percent_done > 100 {
            let range = InputProblem::OutOfRange { min: "0".to_owned(), max: "100".to_owned() };
            return Err(Refusal::input(range).under("percentDone"));
        }
        self.percent_done = percent_done;
        Ok(())
    }

    /// Whether it is late on `day`.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.percent_done < 100 && self.due < day
    }
}
