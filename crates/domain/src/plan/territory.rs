use chrono::NaiveDate;

use crate::error::{InputProblem, Refusal};
use crate::ids::{MunicipalityId, ZoneId};
use crate::period::Validity;

/// A homogeneous zone of the metropolitan city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomogeneousZone {
    /// Its id.
    pub id: ZoneId,
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Municipalities in it on `counted_on`.
    pub municipalities: u32,
    /// Inhabitants on `counted_on`.
    pub inhabitants: u32,
    /// The day that both counts describe.
    pub counted_on: NaiveDate,
}

/// A municipality. Mergers happen, so it has dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Its id.
    pub id: MunicipalityId,
    /// Its ISTAT code, six digits.
    pub istat_code: String,
    /// Its name.
    pub name: String,
    /// The zone it belongs to.
    pub zone: Option<ZoneId>,
    /// When it exists.
    pub validity: Validity,
}

/// Reads an ISTAT municipality code; leading zeros that a spreadsheet ate are put back.
pub fn istat_code(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.len() > 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::input(InputProblem::Format { expected: "001272" }));
    }
    Ok(format!("{text:0>6}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_lost_zeros_back() {
        assert_eq!(istat_code("1272").unwrap(), "001272");
        assert_eq!(istat_code("001272").unwrap(), "001272");
        for bad in ["", "0012720", "00A272"] {
            assert!(istat_code(bad).is_err(), "{bad}");
        }
    }
}
