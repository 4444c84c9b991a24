use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// An Italian tax code, checked: eleven digits with a check digit (partita IVA, codice fiscale of an organisation)
/// or sixteen characters with a check letter (codice fiscale of a person, omocodia letters accepted).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaxCode(String);

impl TaxCode {
    /// Reads and checks a code; white space and case do not matter, an `IT` before eleven digits is dropped.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let code = code.strip_prefix("IT").filter(|rest| rest.len() == 11).unwrap_or(&code);
        let fits = match code.len() {
            11 if code.bytes().all(|b| b.is_ascii_digit()) => numeric_check(code),
            16 if has_personal_form(code) => personal_check(code),
            _ => return Err(Refusal::input(InputProblem::Format { expected: "codice fiscale" })),
        };
        if fits { Ok(Self(code.to_owned())) } else { Err(Refusal::input(InputProblem::CheckDigit)) }
    }

    /// The code, upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn numeric_check(code: &str) -> bool {
    let digits = code.bytes().map(|b| u32::from(b - b'0'));
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 0 { digit } else { doubled(digit) }).sum();
    sum.is_multiple_of(10)
}

fn doubled(digit: u32) -> u32 {
    let twice = digit * 2;
    if twice > 9 { twice - 9 } else { twice }
}

const OMOCODIA: &[u8] = b"LMNPQRSTUV";

/// Letters and digits stand where a personal code has them: `AAAAAA99A99A999A`.
fn has_personal_form(code: &str) -> bool {
    b"LLLLLLDDLDDLDDDL".iter().zip(code.bytes()).all(|(kind, byte)| match kind {
        b'L' => byte.is_ascii_uppercase(),
        _ => byte.is_ascii_digit() || OMOCODIA.contains(&byte),
    })
}

/// Values of the characters in odd places, for `0`–`9` and `A`–`Z` alike (decree of 12 March 1974).
const ODD_VALUES: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

fn rank(byte: u8) -> u8 {
    if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' }
}

fn personal_check(code: &str) -> bool {
    let (body, check) = code.split_at(15);
    let value = |(index, byte): (usize, u8)| {
        let rank = rank(byte);
        if index % 2 == 0 { ODD_VALUES.get(usize::from(rank)).copied().unwrap_or_default() } else { u32::from(rank) }
    };
    let sum: u32 = body.bytes().enumerate().map(value).sum();
    check.bytes().next().map(|b| u32::from(rank(b))) == Some(sum % 26)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("01907990012", Some("01907990012"))]
    #[case("00514490010", Some("00514490010"))]
    #[case("80087670016", Some("80087670016"))]
    #[case("IT 01907990012", Some("01907990012"))]
    #[case("rssmra85t10a562s", Some("RSSMRA85T10A562S"))]
    #[case("MSSTRS53B19H892P", Some("MSSTRS53B19H892P"))]
    #[case("01907990013", None)]
    #[case("RSSMRA85T10A562T", None)]
    #[case("0190799001", None)]
    #[case("RSSMRA8ÈT10A562S", None)]
    #[case("", None)]
    fn checks_the_real_codes(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(TaxCode::parse(text).ok().as_ref().map(TaxCode::as_str), expected);
    }
}
