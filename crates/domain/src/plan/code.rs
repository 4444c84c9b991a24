use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

macro_rules! dotted_code {
    ($(#[$meta:meta])* $name:ident, $parts:literal, $form:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads the code; anything else is refused with the expected form.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                let text = text.trim();
                let parts: Vec<&str> = text.split('.').collect();
                let numeric = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
                if parts.len() == $parts && parts.iter().all(numeric) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(Refusal::input(InputProblem::Format { expected: $form }))
                }
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

dotted_code!(
    /// The code of an axis inside its edition, like `2`.
    AxisCode, 1, "2"
);
dotted_code!(
    /// The code of a strategy inside its edition, like `2.1`.
    StrategyCode, 2, "2.1"
);
dotted_code!(
    /// The code of an action inside its edition, like `2.1.3`.
    PlanActionCode, 3, "2.1.3"
);

impl StrategyCode {
    /// Whether this strategy's code continues the code of the axis.
    pub fn belongs_to(&self, axis: &AxisCode) -> bool {
        self.0.split('.').next() == Some(axis.as_str())
    }
}

impl PlanActionCode {
    /// Whether this action's code continues the code of the strategy.
    pub fn belongs_to(&self, strategy: &StrategyCode) -> bool {
        self.0.rsplit_once('.').map(|(parent, _)| parent) == Some(strategy.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_part_for_each_level() {
        let strategy = StrategyCode::parse(" 2.1 ").unwrap();
        assert!(strategy.belongs_to(&AxisCode::parse("2").unwrap()));
        assert!(PlanActionCode::parse("2.1.10").unwrap().belongs_to(&strategy));
        assert!(!PlanActionCode::parse("2.11.1").unwrap().belongs_to(&strategy));
        for bad in ["", "2", "2.1", "2.1.x", "2..1", "2.1.1.1", "2.1.100"] {
            assert!(PlanActionCode::parse(bad).is_err(), "{bad}");
        }
    }
}
