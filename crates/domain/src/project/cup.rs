use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// A CUP: the code of a public investment project, 15 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cup(String);

impl Cup {
    /// Reads a code; case and surrounding white space do not matter.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let code = text.trim().to_ascii_uppercase();
        let fits = |(place, byte): (usize, u8)| match place {
            0 => (b'B'..=b'J').contains(&byte),
            3 => (b'A'..=b'J').contains(&byte),
            _ => byte.is_ascii_digit(),
        };
        if code.len() == 15 && code.bytes().enumerate().all(fits) {
            Ok(Self(code))
        } else {
            Err(Refusal::input(InputProblem::Format { expected: "CUP" }))
        }
    }

    /// The code, upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_real_codes_and_no_placeholder() {
        for good in ["B73C22000050001", "f48i22000000001", " H84E22000600001 "] {
            assert!(Cup::parse(good).is_ok(), "{good}");
        }
        for bad in ["riga-3", "A73C22000050001", "B73K22000050001", "B73C2200005000", ""] {
            assert!(Cup::parse(bad).is_err(), "{bad}");
        }
    }
}
