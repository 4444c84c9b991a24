//! Which act of the policy guards each reading: every root field of queries and subscriptions has a row.

use cordata_domain::policy::Act;

/// The act of the policy that guards each root field of queries and subscriptions. Where it is not for everybody, the
/// last line of the field's description is the act's [`Act::requires`]. What is for everybody tells each caller what
/// they may see: the visible set is part of every query.
pub fn required_reads() -> &'static [(&'static str, Act)] {
    REQUIRED_READS
}

const REQUIRED_READS: &[(&str, Act)] = &[
    ("node", Act::ReadPublic),
    ("nodes", Act::ReadPublic),
    ("viewer", Act::ReadOneself),
    ("person", Act::ReadPersons),
    ("persons", Act::ReadPersons),
    ("explainAccess", Act::ExplainAccess),
    ("instance", Act::ReadPublic),
    ("rateLimit", Act::ReadPublic),
    ("plan", Act::ReadPublic),
    ("plans", Act::ReadPublic),
    ("planAction", Act::ReadPublic),
    ("planActions", Act::ReadPublic),
    ("taxonomies", Act::ReadPublic),
    ("homogeneousZones", Act::ReadPublic),
    ("stakeholder", Act::ReadPublic),
    ("stakeholders", Act::ReadPublic),
    ("stakeholderKinds", Act::ReadPublic),
    ("concertationTable", Act::ReadPublic),
    ("concertationTables", Act::ReadPublic),
    ("meeting", Act::ReadPublic),
    ("meetings", Act::ReadPublic),
    ("minutes", Act::ReadPublic),
    ("decisions", Act::ReadPublic),
    ("followUps", Act::ReadPublic),
    ("project", Act::ReadPublic),
    ("projects", Act::ReadPublic),
    ("commitments", Act::ReadPublic),
    ("contributionMatrix", Act::ReadPublic),
    ("fundingProgrammes", Act::ReadPublic),
    ("fundingSources", Act::ReadPublic),
    ("fundingTotals", Act::ReadPublic),
    ("paymentsToValidate", Act::ReadValidations),
    ("inKindContributions", Act::ReadValidations),
    ("document", Act::ReadPublic),
    ("proposal", Act::ReadPublic),
    ("proposals", Act::ReadPublic),
    ("contribution", Act::ReadContributions),
    ("contributions", Act::ReadContributions),
    ("sustainabilityReport", Act::ReadPublic),
    ("indicator", Act::ReadPublic),
    ("indicators", Act::ReadPublic),
    ("deviations", Act::ReadPublic),
    ("measurementsToValidate", Act::ReadMeasurements),
    ("agreement", Act::ReadPublic),
    ("agreements", Act::ReadPublic),
    ("mails", Act::ReadMail),
    ("auditLog", Act::ReadAudit),
    ("meetingChanged", Act::ReadPublic),
    ("projectFundingChanged", Act::ReadPublic),
    ("proposalChanged", Act::ReadPublic),
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::*;

    const ROOTS: &str = "{ __schema { queryType { fields { name description } }
        subscriptionType { fields { name description } } } }";

    #[tokio::test]
    async fn each_root_field_says_what_the_policy_requires() {
        let answer = crate::schema::build().execute(ROOTS).await;
        let schema = answer.data.into_json().unwrap();
        let fields = ["queryType", "subscriptionType"].map(|root| schema["__schema"][root]["fields"].clone());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let described: BTreeMap<String, String> = fields
            .iter()
            .flat_map(|fields| fields.as_array().unwrap())
            .map(|field| (text(&field["name"]), text(&field["description"])))
            .collect();
        let guarded: BTreeSet<&str> = required_reads().iter().map(|(field, _)| *field).collect();
        assert_eq!(guarded, described.keys().map(String::as_str).collect(), "one row for each root field");
        assert_eq!(guarded.len(), required_reads().len(), "and no more than one");
        for (field, act) in required_reads() {
            let last = described[*field].lines().last().unwrap_or_default();
            let says = last.starts_with("Requires: ").then_some(last);
            let expected = act.requires();
            if *act == Act::ReadPublic {
                assert!(says.is_none_or(|says| says == expected), "{field}: {last}");
            } else {
                assert_eq!(says, Some(expected.as_str()), "{field}");
            }
        }
    }
}
