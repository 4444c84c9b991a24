//! A body in the middle of its work: one table with a thing of every kind around it, and the people of every role.

use std::collections::BTreeMap;

use cordata_api::graphql::id::encode;
use cordata_domain::identity::Role;
use cordata_domain::table::Publicity;
use serde_json::{Value, json};

use crate::TestApp;
use crate::browser::Browser;
use crate::fixture::{World, activate, delegate_of, person, seat, staff, table, world_at};

/// What the table has, by the names that inputs of the API give it (`meetingId`, `decisionId`, …).
pub struct Seeded {
    /// The table and its people.
    pub world: World,
    /// The token of a delegate who sits at another table only.
    pub stranger: String,
    /// The token of a steward.
    pub steward: String,
    /// Ids by the names of inputs.
    pub ids: BTreeMap<&'static str, Value>,
}

struct Seeding<'a> {
    app: &'a TestApp,
    world: World,
    ids: BTreeMap<&'static str, Value>,
}

impl Seeded {
    /// Seeds everything on 2026-09-01, and opens a meeting of the table on 2026-10-01.
    pub async fn start(app: &TestApp, publicity: Publicity) -> Self {
        let world = world_at(app, publicity).await;
        let elsewhere = table(app, "Tavolo di altri", Publicity::Public).await;
        let place = seat(app, elsewhere, "Gravere", true).await;
        activate(app, elsewhere, place.titular).await;
        let other = seat(app, elsewhere, "Ingria", true).await;
        let stranger = delegate_of(app, other.titular, other.organisation).await;
        let steward = staff(app, "Curatrice", Role::Steward).await;
        let second = staff(app, "Curatore", Role::Steward).await;
        let mut seeding = Seeding { app, world, ids: BTreeMap::new() };
        seeding.ids.insert("otherTableId", json!(encode(elsewhere)));
        seeding.people().await;
        seeding.plan().await;
        seeding.money().await;
        seeding.co_design().await;
        seeding.agreement().await;
        seeding.indicator(&steward, &second).await;
        seeding.document().await;
        seeding.meetings().await;
        app.work().await;
        // Last, because what nobody uses for long is discarded.
        let session = seeding.session().await;
        seeding.ids.insert("sessionId", session);
        let Seeding { world, ids, .. } = seeding;
        Self { world, stranger, steward, ids }
    }
}

/// Sends a small file; answers the id of its upload.
pub async fn upload(app: &TestApp, token: &str) -> Value {
    let text = "Relazione";
    let input = json!({ "fileName": "Relazione.txt", "mediaType": "text/plain", "sizeBytes": text.len() });
    let upload = app.done(token, "requestUpload", "upload { id url }", input).await["upload"].clone();
    let put = app.client.put(upload["url"].as_str().unwrap()).body(text).send().await.unwrap();
    assert!(put.status().is_success(), "{put:?}");
    upload["id"].clone()
}

impl Seeding<'_> {
    fn id(&self, name: &str) -> Value {
        self.ids.get(name).unwrap_or_else(|| panic!("nothing is seeded as {name}")).clone()
    }

    async fn by_secretariat(&self, mutation: &str, fields: &str, input: Value) -> Value {
        self.app.done(&self.world.secretariat, mutation, fields, input).await
    }

    async fn people(&mut self) {
        let place = &self.world.seats[1];
        let ids = [
            ("tableId", json!(encode(self.world.table))),
            ("seatId", json!(encode(place.seat))),
            ("organisationId", json!(encode(place.organisation))),
            ("personId", json!(encode(place.titular))),
        ];
        self.ids.extend(ids);
        let query = "query($id: ID!) { person(id: $id) { affiliations { id } } }";
        let data = self.app.query(Some(&self.world.admin), query, json!({ "id": self.id("personId") })).await;
        self.ids.insert("affiliationId", data["person"]["affiliations"][0]["id"].clone());
        let colleague = person(self.app, "Collega", "it").await;
        let post = json!({
            "personId": encode(colleague), "organisationId": self.id("organisationId"), "post": "Assessora",
            "from": "2026-01-01",
        });
        self.by_secretariat("startAffiliation", "affiliationId", post).await;
        let role = json!({
            "personId": encode(colleague), "role": "DELEGATE", "scope": { "organisationId": self.id("organisationId") },
            "from": "2026-01-01",
        });
        let granted = self.app.done(&self.world.manager, "grantRole", "grantId", role).await;
        self.ids.insert("grantId", granted["grantId"].clone());
        let token = json!({ "personId": self.id("personId"), "label": "telefono" });
        let token = self.app.done(&self.world.delegate, "createApiToken", "tokenId", token).await;
        self.ids.insert("ownerId", self.id("organisationId"));
        self.ids.insert("onBehalfOfId", self.id("organisationId"));
        self.ids.insert("contributorId", self.id("organisationId"));
        self.ids.insert("tokenId", token["tokenId"].clone());
        let offer = json!({
            "organisationId": self.id("organisationId"), "givenName": "Ospite", "familyName": "Prova",
            "email": "ospite@example.org", "post": "Consigliera", "from": "2026-09-01",
        });
        let invited = self.app.done(&self.world.manager, "inviteMember", "invitationId", offer).await;
        self.ids.insert("invitationId", invited["invitationId"].clone());
    }

    /// Invites the delegate, who accepts; answers the session.
    async fn session(&self) -> Value {
        let address = &self.world.seats[1].address;
        self.by_secretariat("invitePerson", "invitationId", json!({ "personId": self.id("personId") })).await;
        self.app.work().await;
        let page = format!("{}/invitation/", self.app.url);
        let link = self.app.mailbox.to(address).iter().rev().find_map(|mail| mail.link(&page));
        let entered = Browser::new(self.app).post(&link.expect("an invitation"), &[]).await;
        assert_eq!(entered.status, 303);
        let data = self.app.query(Some(&self.world.delegate), "{ viewer { sessions { id } } }", json!({})).await;
        data["viewer"]["sessions"][0]["id"].clone()
    }

    async fn plan(&mut self) {
        let title = json!([{ "locale": "it", "text": "Piano" }]);
        let period = json!({ "from": "2024-01-01", "to": "2026-12-31" });
        let plan = json!({ "edition": "2024-2026", "title": title, "period": period });
        let plan = self.by_secretariat("createPlan", "plan { id }", plan).await["plan"]["id"].clone();
        let consult = json!({ "planId": plan, "expectedVersion": 1 });
        self.by_secretariat("consultPlan", "plan { id }", consult).await;
        let axis = json!({ "planId": plan, "code": "1", "title": title });
        let axis = self.by_secretariat("createAxis", "axis { id }", axis).await["axis"]["id"].clone();
        let strategy = json!({ "axisId": axis, "code": "1.1", "title": title });
        let strategy =
            self.by_secretariat("createStrategy", "strategy { id }", strategy).await["strategy"]["id"].clone();
        let action = json!({
            "strategyId": strategy, "code": "1.1.1", "title": title, "competence": "OWN", "cityRole": "DELIVERS",
        });
        let action = self.by_secretariat("createPlanAction", "planAction { id }", action).await;
        self.ids.extend([("planId", plan), ("axisId", axis), ("strategyId", strategy)]);
        self.ids.insert("planActionId", action["planAction"]["id"].clone());
        self.ids.insert("actionId", action["planAction"]["id"].clone());
    }

    async fn money(&mut self) {
        let name = json!([{ "locale": "it", "text": "Fondo" }]);
        let programme = json!({ "code": "P1", "name": name });
        let programme = self.by_secretariat("createFundingProgramme", "programme { id }", programme).await;
        self.ids.insert("programmeId", programme["programme"]["id"].clone());
        let source = json!({ "code": "S1", "name": name });
        let source = self.by_secretariat("createFundingSource", "source { id }", source).await;
        self.ids.insert("sourceId", source["source"]["id"].clone());
        let project = json!({
            "title": "Rifugio", "tableId": self.id("tableId"), "budget": { "cash": "1000.00", "inKind": "500.00" },
        });
        let project = self.by_secretariat("createProject", "project { id }", project).await["project"]["id"].clone();
        self.ids.insert("projectId", project.clone());
        let milestone = json!({ "projectId": project, "title": "Tetto", "due": "2026-12-01" });
        self.by_secretariat("addMilestone", "project { id }", milestone).await;
        let query = "query($id: ID!) { project(by: { id: $id }) { milestones { id } } }";
        let data = self.app.query(Some(&self.world.secretariat), query, json!({ "id": project })).await;
        self.ids.insert("milestoneId", data["project"]["milestones"][0]["id"].clone());
        let pledge = json!({
            "idempotencyKey": "seed-1", "projectId": project, "contributorId": self.id("organisationId"), "nature": "CASH",
            "amount": "500.00",
        });
        let pledged = self.app.done(&self.world.manager, "pledgeCommitment", "commitment { id }", pledge).await;
        let commitment = pledged["commitment"]["id"].clone();
        let confirm = json!({ "idempotencyKey": "seed-2", "commitmentId": commitment, "act": "DGC 1/2026" });
        self.app.done(&self.world.manager, "confirmCommitment", "commitment { id }", confirm).await;
        let pay = json!({
            "idempotencyKey": "seed-3", "commitmentId": commitment, "amount": "100.00", "paidOn": "2026-08-20",
            "reference": "Mandato 7",
        });
        let paid = self.by_secretariat("recordPayment", "disbursement { id }", pay).await;
        self.ids.insert("commitmentId", commitment);
        self.ids.insert("disbursementId", paid["disbursement"]["id"].clone());
        self.work(&project).await;
    }

    /// Work that the manager reported and documented.
    async fn work(&mut self, project: &Value) {
        let manager = &self.world.manager;
        let pledge = json!({
            "idempotencyKey": "seed-6", "projectId": project, "contributorId": self.id("organisationId"),
            "nature": "IN_KIND", "amount": "400.00",
        });
        let pledged = self.app.done(manager, "pledgeCommitment", "commitment { id }", pledge).await;
        let commitment = pledged["commitment"]["id"].clone();
        let confirm = json!({ "idempotencyKey": "seed-7", "commitmentId": commitment, "act": "DGC 2/2026" });
        self.app.done(manager, "confirmCommitment", "commitment { id }", confirm).await;
        let declare = json!({
            "idempotencyKey": "seed-8", "commitmentId": commitment, "amount": "100.00", "givenOn": "2026-08-20",
            "description": "Due giornate di lavoro",
        });
        let declared = self.app.done(manager, "declareInKind", "inKindContribution { id }", declare).await;
        let report = declared["inKindContribution"]["id"].clone();
        let paper = json!({ "inKindId": report, "expectedVersion": 1, "reference": "Foglio ore 1" });
        self.app.done(manager, "documentInKind", "inKindContribution { id }", paper).await;
        self.ids.insert("workCommitmentId", commitment);
        self.ids.insert("inKindId", report);
    }

    async fn co_design(&mut self) {
        let clauses = json!([{ "title": "Oggetto", "bodyMarkdown": "Un servizio." }]);
        let proposal = json!({
            "tableId": self.id("tableId"), "title": "Trasporto", "onBehalfOfId": self.id("organisationId"),
            "clauses": clauses,
        });
        let fields = "proposal { id lastVersion { clauses { id } } }";
        let proposal = self.by_secretariat("createProposal", fields, proposal).await["proposal"].clone();
        let clause = proposal["lastVersion"]["clauses"][0]["id"].clone();
        let open = json!({ "proposalId": proposal["id"], "expectedVersion": 1 });
        self.by_secretariat("openProposal", "proposal { id }", open).await;
        let comment = json!({
            "proposalId": proposal["id"], "clauseId": clause, "versionNumber": 1, "textMarkdown": "Bene.",
            "onBehalfOfId": self.id("organisationId"),
        });
        self.app.done(&self.world.delegate, "commentOn", "proposal { id }", comment).await;
        let query = "query($id: ID!) { proposal(by: { id: $id }) { comments { id } } }";
        let data = self.app.query(Some(&self.world.secretariat), query, json!({ "id": proposal["id"] })).await;
        self.ids.insert("commentId", data["proposal"]["comments"][0]["id"].clone());
        self.ids.insert("proposalId", proposal["id"].clone());
        self.ids.insert("clauseId", clause);
        let idea = json!({
            "idempotencyKey": "seed-4", "kind": "IDEA", "title": "Un bus", "text": "La domenica.",
            "tableId": self.id("tableId"),
        });
        self.app.done(&self.world.delegate, "submitContribution", "", idea).await;
        let data = self.app.query(Some(&self.world.secretariat), "{ contributions { nodes { id } } }", json!({})).await;
        self.ids.insert("contributionId", data["contributions"]["nodes"][0]["id"].clone());
    }

    async fn agreement(&mut self) {
        let draft = json!({
            "kind": "PA_AGREEMENT", "title": "Accordo", "validFrom": "2026-09-01", "validTo": "2028-08-31",
            "tableId": self.id("tableId"),
        });
        let drafted = self.by_secretariat("draftAgreement", "agreement { id }", draft).await;
        let agreement = drafted["agreement"]["id"].clone();
        for place in [1, 2] {
            let party = json!({
                "agreementId": agreement, "organisationId": encode(self.world.seats[place].organisation),
                "participation": "REQUIRED",
            });
            let party = self.by_secretariat("addParty", "party { id }", party).await["party"]["id"].clone();
            self.ids.entry("partyId").or_insert(party);
        }
        let version = "query($id: ID!) { agreement(by: { id: $id }) { version text { hash } } }";
        let read = async || {
            let data = self.app.query(Some(&self.world.secretariat), version, json!({ "id": agreement })).await;
            data["agreement"].clone()
        };
        let clauses = json!([{ "heading": "Oggetto", "bodyMarkdown": "Gli enti collaborano." }]);
        let text = json!({ "agreementId": agreement, "expectedVersion": read().await["version"], "clauses": clauses });
        self.by_secretariat("editAgreementText", "agreement { id }", text).await;
        let freeze = json!({ "agreementId": agreement, "expectedVersion": read().await["version"] });
        self.by_secretariat("freezeAgreementText", "agreement { id }", freeze).await;
        let act = json!({ "partyId": self.id("partyId"), "number": "12", "date": "2026-09-01", "body": "Giunta" });
        self.app.done(&self.world.manager, "recordAuthorisingAct", "party { id }", act).await;
        let hash = read().await["text"]["hash"].clone();
        let sign = json!({
            "idempotencyKey": "seed-5", "partyId": self.id("partyId"), "textHash": hash, "kind": "DIGITAL",
            "signedOn": "2026-09-01",
        });
        let signed = self.app.done(&self.world.manager, "signAgreement", "party { signatures { id } }", sign).await;
        self.ids.insert("signatureId", signed["party"]["signatures"][0]["id"].clone());
        self.ids.insert("textHash", hash);
        self.ids.insert("agreementId", agreement);
    }

    async fn indicator(&mut self, enters: &str, validates: &str) {
        let text = |text: &str| json!([{ "locale": "it", "text": text }]);
        let input = json!({
            "code": "A1", "name": text("Rifiuti"), "class": "ENVIRONMENTAL", "unit": text("t"), "kind": "FLOW_PER_PERIOD",
            "direction": "LOWER_IS_BETTER", "frequency": "ANNUAL", "decimals": 1, "counted": "THINGS", "source": "ARPA",
            "seriesLabel": text("Prima"), "since": "2015-01-01", "stewardId": self.id("organisationId"),
        });
        let made = self.app.done(enters, "createIndicator", "indicator { id }", input).await;
        let indicator = made["indicator"]["id"].clone();
        let step = json!({ "indicatorId": indicator, "expectedVersion": 1 });
        self.app.done(enters, "activateIndicator", "indicator { id }", step).await;
        let value = json!({
            "indicatorId": indicator, "seriesVersion": 1, "period": { "from": "2024-01-01", "to": "2024-12-31" },
            "observation": { "value": "3.0" }, "source": { "name": "ARPA", "publishedOn": "2025-05-01" },
        });
        let entered = self.app.done(enters, "recordMeasurement", "measurement { id }", value).await;
        let measurement = entered["measurement"]["id"].clone();
        let step = json!({ "measurementId": measurement, "expectedVersion": 1 });
        self.app.done(enters, "submitMeasurement", "measurement { id }", step).await;
        // The second steward is there for four eyes; nothing is validated yet.
        assert_ne!(enters, validates);
        self.ids.insert("indicatorId", indicator);
        self.ids.insert("measurementId", measurement);
    }

    async fn document(&mut self) {
        let file = upload(self.app, &self.world.manager).await;
        let subject = json!({ "commitmentId": self.id("commitmentId") });
        let attach = json!({ "uploadId": file, "subject": subject, "title": "Atto", "visibility": "RESERVED" });
        let attached = self.app.done(&self.world.manager, "attachDocument", "document { id }", attach).await;
        self.ids.insert("commitmentDocumentId", attached["document"]["id"].clone());
    }

    async fn meetings(&mut self) {
        let input = json!({
            "tableId": self.id("tableId"), "title": "Seduta", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
            "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60,
            "agenda": [{ "title": "Uno", "kind": "DECISION" }, { "title": "Due", "kind": "DECISION" }],
        });
        let drafted = self.by_secretariat("draftMeeting", "meeting { id }", input.clone()).await;
        self.ids.insert("draftMeetingId", drafted["meeting"]["id"].clone());
        let drafted = self.by_secretariat("draftMeeting", "meeting { id agenda { id } }", input).await;
        let meeting = drafted["meeting"].clone();
        let convene = json!({ "meetingId": meeting["id"], "expectedVersion": 1 });
        let fields = "meeting { version invitees { id } }";
        let convened =
            self.app.done(&self.world.coordinator, "conveneMeeting", fields, convene).await["meeting"].clone();
        let file = upload(self.app, &self.world.secretariat).await;
        let subject = json!({ "meetingId": meeting["id"] });
        let attach = json!({ "uploadId": file, "subject": subject, "title": "Relazione", "visibility": "MEMBERS" });
        let attached = self.by_secretariat("attachDocument", "document { id }", attach).await;
        self.ids.insert("documentId", attached["document"]["id"].clone());
        let waiting = upload(self.app, &self.world.secretariat).await;
        self.ids.insert("uploadId", waiting);
        let brief = self.convened_briefly().await;
        self.app.work().await;
        self.app.at("2026-10-01T08:10:00Z");
        let open = json!({ "meetingId": meeting["id"], "expectedVersion": convened["version"] });
        self.by_secretariat("openMeeting", "meeting { id }", open).await;
        let entries: Vec<Value> = self.world.seats[..4]
            .iter()
            .map(|place| json!({ "seatId": encode(place.seat), "presence": "IN_PERSON" }))
            .collect();
        self.by_secretariat("recordAttendance", "", json!({ "meetingId": meeting["id"], "entries": entries })).await;
        let decide = json!({
            "meetingId": meeting["id"], "agendaItemId": meeting["agenda"][0]["id"], "text": "Si prova.",
            "method": "OPEN_VOTE", "majority": "SIMPLE",
            "tally": { "inFavour": 4, "against": 0, "abstained": 0, "notVoting": 0 },
        });
        let decided = self.by_secretariat("recordDecision", "decision { id }", decide).await;
        let decision = decided["decision"]["id"].clone();
        let task = json!({
            "decisionId": decision, "ownerId": self.id("organisationId"), "text": "Scrivere", "due": "2026-11-30",
        });
        let task = self.by_secretariat("addFollowUp", "followUp { id }", task).await;
        self.ids.insert("followUpId", task["followUp"]["id"].clone());
        self.ids.insert("decisionId", decision);
        self.ids.insert("inviteeId", convened["invitees"][1]["id"].clone());
        self.ids.insert("agendaItemId", meeting["agenda"][1]["id"].clone());
        self.ids.insert("meetingId", meeting["id"].clone());
        self.minutes(brief).await;
        self.app.work().await;
        let data = self.app.query(Some(&self.world.secretariat), "{ mails { nodes { id } } }", json!({})).await;
        self.ids.insert("mailId", data["mails"]["nodes"][0]["id"].clone());
    }

    /// A short meeting of the same day, convened.
    async fn convened_briefly(&self) -> Value {
        let input = json!({
            "tableId": self.id("tableId"), "title": "Seduta breve", "kind": "ORDINARY", "mode": "IN_PERSON",
            "place": "Sala", "startsAtLocal": "2026-10-01T09:00:00", "minutes": 15,
            "agenda": [{ "title": "Saluti", "kind": "INFORMATION" }],
        });
        let drafted = self.by_secretariat("draftMeeting", "meeting { id version }", input).await["meeting"].clone();
        let convene = json!({ "meetingId": drafted["id"], "expectedVersion": drafted["version"] });
        let convened =
            self.app.done(&self.world.coordinator, "conveneMeeting", "meeting { id version }", convene).await;
        convened["meeting"].clone()
    }

    /// Holds a convened meeting, and circulates its minutes.
    async fn minutes(&mut self, meeting: Value) {
        let mut version = meeting["version"].clone();
        for mutation in ["openMeeting", "closeMeeting"] {
            let step = json!({ "meetingId": meeting["id"], "expectedVersion": version });
            let stepped = self.by_secretariat(mutation, "meeting { version }", step).await;
            version = stepped["meeting"]["version"].clone();
        }
        let text = json!({ "meetingId": meeting["id"], "publicMarkdown": "Saluti.", "reservedMarkdown": "Riserbo." });
        let minutes = self.by_secretariat("draftMinutes", "minutes { id }", text).await["minutes"]["id"].clone();
        let circulate = json!({ "minutesId": minutes, "expectedVersion": 1 });
        self.by_secretariat("circulateMinutes", "", circulate).await;
        self.ids.insert("closedMeetingId", meeting["id"].clone());
        self.ids.insert("minutesId", minutes);
    }
}
