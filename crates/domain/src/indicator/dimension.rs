use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Refusal};
use crate::ids::{MunicipalityId, ZoneId};

/// A sex, as official statistics tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Sex {
    /// Women.
    Female,
    /// Men.
    Male,
}

/// Which part of the whole a value speaks of; nothing named is the whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Dimensions {
    /// A homogeneous zone.
    pub zone: Option<ZoneId>,
    /// A municipality.
    pub municipality: Option<MunicipalityId>,
    /// One sex.
    pub sex: Option<Sex>,
    /// First and last year of age; the last is open for the oldest.
    pub age: Option<(u32, Option<u32>)>,
}

impl Dimensions {
    /// Checks it: a municipality lies in its zone, so only one of both is named; ages are in order.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.zone.is_some() && self.municipality.is_some() {
            return Err(Refusal::input(InputProblem::Foreign).under("zoneId"));
        }
        match self.age {
            Some((from, to)) if from > 120 || to.is_some_and(|to| to < from || to > 120) => {
                let range = InputProblem::OutOfRange { min: "0".to_owned(), max: "120".to_owned() };
                Err(Refusal::input(range).under("age"))
            }
            _ => Ok(()),
        }
    }

    /// Whether it is the whole.
    pub fn is_total(&self) -> bool {
        *self == Self::default()
    }

    /// The one way in which it is written, empty for the whole: `zone=…;sex=FEMALE;age=15-29`.
    pub fn key(&self) -> String {
        let sex = |sex: Sex| <&'static str>::from(sex).to_owned();
        let age = |(from, to): (u32, Option<u32>)| format!("{from}-{}", to.map_or(String::new(), |to| to.to_string()));
        let parts = [
            ("zone", self.zone.map(|zone| zone.to_string())),
            ("municipality", self.municipality.map(|municipality| municipality.to_string())),
            ("sex", self.sex.map(sex)),
            ("age", self.age.map(age)),
        ];
        let named = parts.into_iter().filter_map(|(name, part)| part.map(|part| format!("{name}={part}")));
        named.collect::<Vec<_>>().join(";")
    }

    /// Reads what [`Dimensions::key`] writes.
    pub fn parse(key: &str) -> Option<Self> {
        let mut dimensions = Self::default();
        for part in key.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=')? {
                ("zone", id) => dimensions.zone = Some(id.parse::<uuid::Uuid>().ok()?.into()),
                ("municipality", id) => dimensions.municipality = Some(id.parse::<uuid::Uuid>().ok()?.into()),
                ("sex", sex) => dimensions.sex = Some(sex.parse().ok()?),
                ("age", ages) => {
                    let (from, to) = ages.split_once('-')?;
                    let to = if to.is_empty() { None } else { Some(to.parse().ok()?) };
                    dimensions.age = Some((from.parse().ok()?, to));
                }
                _ => return None,
            }
        }
        Some(dimensions)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    #[rstest]
    #[case(Dimensions::default())]
    #[case(Dimensions { sex: Some(Sex::Female), age: Some((15, Some(29))), ..Dimensions::default() })]
    #[case(Dimensions { zone: Some(Uuid::from_u128(7).into()), age: Some((65, None)), ..Dimensions::default() })]
    fn a_part_of_the_whole_survives_its_key(#[case] dimensions: Dimensions) {
        assert_eq!(Dimensions::parse(&dimensions.key()), Some(dimensions));
    }

    #[test]
    fn a_part_that_makes_no_sense_is_refused() {
        let both = Dimensions {
            zone: Some(Uuid::nil().into()),
            municipality: Some(Uuid::nil().into()),
            ..Dimensions::default()
        };
        assert!(both.check().is_err());
        assert!(Dimensions { age: Some((30, Some(15))), ..Dimensions::default() }.check().is_err());
        assert_eq!(Dimensions::parse("colour=blue"), None);
    }
}
