use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::locale::LocalisedText;

/// The four groups of local actors that the plan's page on governance names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActorGroup {
    /// Institutional bodies.
    InstitutionalBody,
    /// Economic and social parties.
    EconomicOrSocialParty,
    /// Civil society.
    CivilSociety,
    /// Universities and training bodies.
    UniversityOrTrainingBody,
}

/// A kind of stakeholder: data, not code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StakeholderKind {
    /// Its key, like `UNION_OF_MUNICIPALITIES`.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The group of actors it counts in.
    pub group: ActorGroup,
    /// Whether it is a public administration (rule A2).
    pub public_administration: bool,
}

impl StakeholderKind {
    /// The kinds that a new installation starts with.
    pub fn delivered() -> Vec<Self> {
        use ActorGroup::{CivilSociety, EconomicOrSocialParty, InstitutionalBody, UniversityOrTrainingBody};
        let rows = [
            ("METROPOLITAN_CITY", "Città metropolitana", "Metropolitan city", InstitutionalBody, true),
            ("REGION", "Regione", "Region", InstitutionalBody, true),
            ("MUNICIPALITY", "Comune", "Municipality", InstitutionalBody, true),
            ("UNION_OF_MUNICIPALITIES", "Unione di comuni", "Union of municipalities", InstitutionalBody, true),
            ("HOMOGENEOUS_ZONE", "Zona omogenea", "Homogeneous zone", InstitutionalBody, true),
            ("OTHER_PUBLIC_BODY", "Altro ente pubblico", "Other public body", InstitutionalBody, true),
            ("CHAMBER_OF_COMMERCE", "Camera di commercio", "Chamber of commerce", InstitutionalBody, true),
            ("FOREIGN_BODY", "Ente estero", "Foreign body", InstitutionalBody, false),
            ("UNIVERSITY", "Università", "University", UniversityOrTrainingBody, true),
            ("TRAINING_BODY", "Ente di formazione", "Training body", UniversityOrTrainingBody, false),
            ("RESEARCH", "Ente di ricerca", "Research body", UniversityOrTrainingBody, false),
            ("BUSINESS_ASSOCIATION", "Associazione di categoria", "Business association", EconomicOrSocialParty, false),
            ("TRADE_UNION", "Sindacato", "Trade union", EconomicOrSocialParty, false),
            ("COMPANY", "Impresa", "Company", EconomicOrSocialParty, false),
            ("LOCAL_ACTION_GROUP", "Gruppo di azione locale", "Local action group", EconomicOrSocialParty, false),
            ("THIRD_SECTOR", "Ente del terzo settore", "Third-sector body", CivilSociety, false),
            ("FOUNDATION", "Fondazione", "Foundation", CivilSociety, false),
            ("CITIZENS_GROUP", "Gruppo di cittadini", "Citizens' group", CivilSociety, false),
            ("DIFFUSE_INTERESTS", "Portatore di interessi diffusi", "Bearer of diffuse interests", CivilSociety, false),
        ];
        rows.into_iter()
            .map(|(code, italian, english, group, public_administration)| Self {
                code: code.to_owned(),
                name: LocalisedText::bilingual(italian, english),
                group,
                public_administration,
            })
            .collect()
    }
}
