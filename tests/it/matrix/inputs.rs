//! What is sent to each root field: an entry for every one of them, with the values that cannot be made up from the
//! types. Versions that nobody read stop most changes behind the gate, so that one world serves all actors.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use cordata_tests::walk::Values;
use serde_json::{Value, json};

/// A version that no record has.
const STALE: i64 = 999;

/// Fields of Query.
pub(crate) const QUERIES: &[&str] = &[
    "agreement",
    "agreements",
    "auditLog",
    "commitments",
    "concertationTable",
    "concertationTables",
    "contribution",
    "contributionMatrix",
    "contributions",
    "decisions",
    "deviations",
    "document",
    "explainAccess",
    "followUps",
    "fundingProgrammes",
    "fundingSources",
    "fundingTotals",
    "homogeneousZones",
    "inKindContributions",
    "indicator",
    "indicators",
    "instance",
    "mails",
    "measurementsToValidate",
    "meeting",
    "meetings",
    "minutes",
    "node",
    "nodes",
    "paymentsToValidate",
    "person",
    "persons",
    "plan",
    "planAction",
    "planActions",
    "plans",
    "project",
    "projects",
    "proposal",
    "proposals",
    "rateLimit",
    "stakeholder",
    "stakeholderKinds",
    "stakeholders",
    "sustainabilityReport",
    "taxonomies",
    "viewer",
];

/// Fields of Mutation, each with what is not made up, as `path=JSON`.
pub(crate) const MUTATIONS: &[(&str, &[&str])] = &[
    ("abandonPlanAction", &[]),
    ("acceptInKind", &[]),
    ("activateIndicator", &[]),
    ("activatePlanAction", &[]),
    ("activateTable", &[]),
    ("addFollowUp", &[]),
    ("addMilestone", &[]),
    ("addParty", &[]),
    ("addSeat", &[]),
    ("addUrgentItem", &[]),
    ("adoptPlan", &[]),
    ("adoptProposal", &["input.textVersion=999"]),
    ("advanceFollowUp", &[]),
    ("answerContribution", &["input.outcome={\"decline\":true}"]),
    ("answerConvocation", &[]),
    ("appointCoordinator", &[]),
    ("approveMinutes", &[]),
    ("approveProject", &[]),
    ("attachDocument", &["input.subject={\"meetingId\":\"@meetingId\"}"]),
    ("breakSeries", &[]),
    ("cancelMeeting", &[]),
    ("cancelProject", &[]),
    ("checkSignature", &[]),
    ("circulateMinutes", &[]),
    ("closeMeeting", &[]),
    ("closePlan", &[]),
    ("closeProject", &[]),
    ("commentOn", &[]),
    ("completePlanAction", &[]),
    ("confirmCommitment", &[]),
    ("confirmReceipt", &[]),
    ("consultPlan", &[]),
    ("conveneMeeting", &[]),
    ("createApiToken", &[]),
    ("createAxis", &["input.code=\"2\""]),
    ("createFundingProgramme", &[]),
    ("createFundingSource", &[]),
    (
        "createIndicator",
        &[
            "input.kind=\"FLOW_PER_PERIOD\"",
            "input.direction=\"LOWER_IS_BETTER\"",
            "input.unit=[{\"locale\":\"it\",\"text\":\"t\"}]",
            "input.since=\"2015-01-01\"",
        ],
    ),
    ("createPerson", &[]),
    ("createPlan", &["input.edition=\"2030-2032\""]),
    ("createPlanAction", &["input.code=\"1.1.2\"", "input.competence=\"OWN\"", "input.cityRole=\"DELIVERS\""]),
    ("createProject", &["input.tableId=\"@tableId\""]),
    ("createProposal", &[]),
    ("createStakeholder", &["input.kind=\"MUNICIPALITY\""]),
    ("createStrategy", &["input.code=\"1.2\""]),
    ("createTable", &[]),
    (
        "declareInKind",
        &["input.commitmentId=\"@workCommitmentId\"", "input.givenOn=\"2026-08-20\"", "input.act=\"DGC 3/2026\""],
    ),
    ("declineToSign", &[]),
    ("deferItem", &[]),
    ("dissolveTable", &[]),
    ("documentInKind", &[]),
    ("draftAgreement", &[]),
    ("draftMeeting", &["input.minutes=60", "input.mode=\"IN_PERSON\"", "input.place=\"Sala\""]),
    ("draftMinutes", &["input.meetingId=\"@closedMeetingId\""]),
    ("editAgreementText", &[]),
    ("endAffiliation", &["input.lastDay=\"2020-01-01\""]),
    ("endSeat", &["input.lastDay=\"2018-01-01\""]),
    ("endorseProposal", &["input.textVersion=999"]),
    ("erasePerson", &[]),
    ("explainDeviation", &[]),
    ("exportPerson", &[]),
    ("finaliseProject", &[]),
    ("freezeAgreementText", &[]),
    ("grantRole", &["input.role=\"DELEGATE\"", "input.scope={\"organisationId\":\"@organisationId\"}"]),
    ("inviteMember", &["input.email=\"nuova@example.org\"", "input.role=\"DELEGATE\""]),
    ("invitePerson", &[]),
    ("nameSeatHolder", &[]),
    ("openMeeting", &[]),
    ("openProposal", &[]),
    ("orderDisbursement", &[]),
    ("pledgeCommitment", &["input.contributorId=\"@organisationId\"", "input.nature=\"CASH\""]),
    ("postponeMeeting", &[]),
    ("proposeAgendaItem", &["input.meetingId=\"@draftMeetingId\""]),
    ("publishAgreement", &[]),
    ("publishMeasurement", &[]),
    ("publishMinutes", &[]),
    ("putPlanIntoForce", &[]),
    ("ratifyAgreement", &[]),
    ("recordAttendance", &[]),
    ("recordAuthorisingAct", &[]),
    ("recordDecision", &[]),
    ("recordMeasurement", &["input.seriesVersion=1", "input.observation={\"value\":\"1.0\"}"]),
    ("recordPayment", &[]),
    ("redriveMail", &[]),
    ("reduceCommitment", &[]),
    ("rejectInKind", &[]),
    ("remarkOnMinutes", &[]),
    ("reportMilestone", &[]),
    ("requestLoginLink", &["input.email=\"collega@example.org\""]),
    ("requestUpload", &["input.fileName=\"a.txt\"", "input.mediaType=\"text/plain\"", "input.sizeBytes=9"]),
    ("resolveComment", &[]),
    ("restoreProposalVersion", &["input.baseVersion=999"]),
    ("resumeProject", &[]),
    ("retireIndicator", &[]),
    ("reverseDisbursement", &[]),
    ("reviseBudget", &[]),
    ("reviseMinutes", &[]),
    ("revokeApiToken", &[]),
    ("revokeRole", &[]),
    ("revokeSession", &[]),
    ("saveProposalVersion", &["input.baseVersion=999"]),
    ("setAgenda", &["input.meetingId=\"@draftMeetingId\""]),
    ("setBaseline", &["input.seriesVersion=1", "input.observation={\"value\":\"1.0\"}"]),
    ("setNotificationPreferences", &["input.timeZone=\"Europe/Rome\"", "input.hour=7", "input.weekdays=[\"MONDAY\"]"]),
    ("setProjectActions", &[]),
    ("setTarget", &["input.seriesVersion=1"]),
    ("signAgreement", &["input.textHash=\"@textHash\"", "input.kind=\"DIGITAL\""]),
    ("signMinutes", &[]),
    ("startAffiliation", &[]),
    ("startCoDesign", &[]),
    ("startProject", &[]),
    ("submitContribution", &[]),
    ("submitMeasurement", &[]),
    ("supersedeMeasurement", &["input.observation={\"value\":\"1.0\"}"]),
    ("suspendProject", &[]),
    ("suspendTable", &[]),
    ("terminateAgreement", &[]),
    ("updateMeeting", &["input.meetingId=\"@draftMeetingId\""]),
    ("updatePerson", &[]),
    ("updateTableRules", &[]),
    ("validateMeasurement", &[]),
    ("withdrawFromAgreement", &[]),
    ("withdrawInvitation", &[]),
    ("withdrawProposal", &[]),
];

/// Mutations that nobody gets past the gate with these inputs, and why.
pub(crate) const UNDRIVEN: &[(&str, &str)] = &[];

/// The values of a seeded world.
pub(crate) struct Inputs<'a> {
    ids: &'a BTreeMap<&'static str, Value>,
    key: Cell<u32>,
    /// An upload of whoever asks.
    pub(crate) upload: RefCell<Option<Value>>,
}

impl<'a> Inputs<'a> {
    pub(crate) fn of(ids: &'a BTreeMap<&'static str, Value>) -> Self {
        Self { ids, key: Cell::new(0), upload: RefCell::new(None) }
    }

    fn entry(&self, root: &str, path: &[String]) -> Option<Value> {
        let (_, given) = MUTATIONS.iter().find(|(name, _)| *name == root)?;
        let path = path.join(".");
        let text = given.iter().find_map(|entry| entry.split_once('=').filter(|(key, _)| *key == path))?.1;
        let named = self
            .ids
            .iter()
            .fold(text.to_owned(), |text, (name, id)| text.replace(&format!("\"@{name}\""), &id.to_string()));
        Some(serde_json::from_str(&named).unwrap_or_else(|_| panic!("{root}: {named}")))
    }

    /// The thing that a look-up by id is about.
    fn looked_up(&self, root: &str) -> Option<Value> {
        let name = match root {
            "concertationTable" => "tableId".to_owned(),
            "stakeholder" => "organisationId".to_owned(),
            "sustainabilityReport" => "planId".to_owned(),
            "node" => "meetingId".to_owned(),
            other => format!("{other}Id"),
        };
        self.ids.get(name.as_str()).cloned()
    }

    fn next_key(&self) -> Value {
        self.key.set(self.key.get() + 1);
        json!(format!("key-{}", self.key.get()))
    }
}

impl Values for Inputs<'_> {
    fn value(&self, root: &str, path: &[String], needed: bool) -> Option<Value> {
        if let Some(value) = self.entry(root, path) {
            return Some(value);
        }
        if !needed {
            return None;
        }
        let own_upload = || self.upload.borrow().clone();
        match path.last()?.as_str() {
            "expectedVersion" => Some(json!(STALE)),
            "idempotencyKey" => Some(self.next_key()),
            "uploadId" => own_upload().or_else(|| self.ids.get("uploadId").cloned()),
            "id" if path.len() <= 2 => self.looked_up(root),
            "ids" => Some(json!([self.ids.get("meetingId")?])),
            "act" if root == "explainAccess" => Some(json!("conveneMeeting")),
            name => self.ids.get(name).cloned(),
        }
    }
}
