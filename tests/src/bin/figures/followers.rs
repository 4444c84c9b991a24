//! A thousand followers of one meeting: how soon they learn of a change, what each costs, how many miss the last one.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cordata_tests::socket::Socket;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{end, memory, start};

const FOLLOWERS: usize = 1_000;
const CHANGES: usize = 50;
/// A change every so often: each is told before the next is made.
const PAUSE: Duration = Duration::from_millis(200);
const QUERY: &str = "subscription($id: ID!) { meetingChanged(meetingId: $id, withCurrent: true) {
    change at meeting { title state startsAt agenda { title } } } }";

/// A member at the demo's API.
struct Member {
    client: reqwest::Client,
    graphql: String,
    token: String,
}

impl Member {
    /// The record that a mutation answers.
    async fn change(&self, name: &str, record: &str, input: Value) -> Result<Value> {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{ {record} {{ id version }} userErrors {{ message }} }} }}"
        );
        let question = json!({ "query": query, "variables": { "input": input } });
        let answer = self.client.post(&self.graphql).bearer_auth(&self.token).json(&question).send().await?;
        let answer: Value = answer.json().await?;
        let changed = answer["data"][name][record].clone();
        anyhow::ensure!(changed.is_object(), "{name}: {answer}");
        Ok(changed)
    }
}

/// Measures and prints.
pub(crate) async fn follow(program: &Path) -> Result<()> {
    let mut demo = Command::new(program);
    // All followers are strangers at one address here, as they never are.
    for limit in ["CONNECTIONS", "CONNECTIONS_PER_NETWORK", "WS_PER_NETWORK"] {
        demo.env(format!("CORDATA_LIMITS__{limit}"), (2 * FOLLOWERS).to_string());
    }
    let (child, line) = start(demo.args(["demo", "--json", "--listen", "127.0.0.1:0"]))?;
    let invitation: Value = serde_json::from_str(&line)?;
    let text = |value: &Value| value.as_str().map(str::to_owned).context("the demo says where it is");
    let member = Member {
        client: reqwest::Client::new(),
        graphql: text(&invitation["graphql"])?,
        token: text(&invitation["tokens"]["coordinator"])?,
    };
    let meeting = postponed(&member).await?;
    let site = text(&invitation["site"])?;
    let before = memory(&child)?;
    let mut sockets = Vec::new();
    for _ in 0..FOLLOWERS {
        let mut socket = Socket::open(&site, None).await;
        socket.subscribe("f", QUERY, json!({ "id": meeting["id"] })).await;
        socket.data().await;
        sockets.push(socket);
    }
    let each = (memory(&child)? - before) * 1024 / u64::try_from(FOLLOWERS)?;
    let followers: Vec<JoinHandle<Vec<(usize, Instant)>>> =
        sockets.into_iter().map(|socket| tokio::spawn(listen(socket))).collect();
    let made = make_changes(&member, meeting).await?;
    let heard = join_all(followers).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let lost = heard.iter().filter(|heard| heard.last().is_none_or(|(number, _)| *number != CHANGES)).count();
    let mut delays: Vec<Duration> =
        heard.iter().flatten().filter_map(|(number, at)| Some(at.duration_since(*made.get(number - 1)?))).collect();
    delays.sort_unstable();
    let quantile = |percent: usize| delays.get(delays.len() * percent / 100).copied().unwrap_or_default();
    println!(
        "{FOLLOWERS} followers of a meeting: told after {:?} (median) and {:?} (99th percentile) from the request that \
         made the change, {} of {} messages, {lost} followers without the last state; {each} KiB each",
        quantile(50),
        quantile(99),
        delays.len(),
        FOLLOWERS * CHANGES,
    );
    end(child)
}

/// A meeting that citizens see and that can still be changed.
async fn postponed(member: &Member) -> Result<Value> {
    let question = json!({ "query": "{ concertationTables { nodes { id } } }" });
    let answer: Value = member.client.post(&member.graphql).json(&question).send().await?.json().await?;
    let input = json!({
        "tableId": answer["data"]["concertationTables"]["nodes"][0]["id"], "title": "0", "kind": "ORDINARY",
        "mode": "IN_PERSON", "place": "Sala", "startsAtLocal": "2099-10-01T10:00:00", "minutes": 60,
        "agenda": [{ "title": "Uno", "kind": "DECISION" }, { "title": "Due", "kind": "INFORMATION" }],
    });
    let named = |meeting: &Value| json!({ "meetingId": meeting["id"], "expectedVersion": meeting["version"] });
    let meeting = member.change("draftMeeting", "meeting", input).await?;
    let meeting = member.change("conveneMeeting", "meeting", named(&meeting)).await?;
    let mut input = named(&meeting);
    input["reason"] = json!("Neve");
    member.change("postponeMeeting", "meeting", input).await
}

/// Renames the meeting over and over; answers when each change was asked for.
async fn make_changes(member: &Member, mut meeting: Value) -> Result<Vec<Instant>> {
    let mut made = Vec::new();
    for number in 1..=CHANGES {
        tokio::time::sleep(PAUSE).await;
        made.push(Instant::now());
        let input =
            json!({ "meetingId": meeting["id"], "expectedVersion": meeting["version"], "title": number.to_string() });
        meeting = member.change("updateMeeting", "meeting", input).await?;
    }
    Ok(made)
}

/// The numbers of the changes that a follower hears of, and when.
async fn listen(mut socket: Socket) -> Vec<(usize, Instant)> {
    let mut heard = Vec::new();
    loop {
        let Ok(data) = tokio::time::timeout(Duration::from_secs(10), socket.data()).await else { return heard };
        let at = Instant::now();
        let number = data["meetingChanged"]["meeting"]["title"].as_str().and_then(|title| title.parse().ok());
        heard.extend(number.map(|number| (number, at)));
        if number == Some(CHANGES) {
            return heard;
        }
    }
}
