//! Every limit of the GraphQL edge and of the server under it, named and configurable.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The limits of the edge. `Default` gives the values promised to clients; a configuration
/// file may change each of them by name, times in whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest request body in bytes.
    pub body_bytes: usize,
    /// Largest number of lexical tokens of one document, checked before it is parsed.
    pub tokens: usize,
    /// Largest number of operations and fragments of one document.
    pub definitions: usize,
    /// Deepest nesting of fields; standard introspection needs 15.
    pub depth: usize,
    /// Largest number of selections after the expansion of fragments, `__typename` included.
    pub selections: usize,
    /// Largest number of aliases after expansion.
    pub aliases: usize,
    /// Largest number of fields at the root of one operation.
    pub root_fields: usize,
    /// Largest number of mutations in one operation.
    pub mutations: usize,
    /// Largest number of directives after expansion.
    pub directives: usize,
    /// Largest number of values in arguments after expansion, variables counted at each use.
    pub argument_values: usize,
    /// Largest complexity of one operation, in points.
    pub complexity: u64,
    /// Points one caller may spend in a minute.
    pub complexity_per_minute: u64,
    /// Points that the known callers of one network share in a minute, beside their own; without a value, five times
    /// those of one caller. Strangers of a network have those of one caller together, and no more than this.
    pub complexity_per_minute_per_address: Option<u64>,
    /// Largest page of a connection; larger values count as this one.
    pub page_size: u64,
    /// Page assumed for a connection without `first` or `last`.
    pub default_page_size: u64,
    /// Number of persisted operations kept in memory.
    pub persisted_operations: usize,
    /// Longest time to receive a body.
    #[serde(rename = "body_timeout_seconds", with = "seconds")]
    pub body_timeout: Duration,
    /// Longest time to authenticate, and longest time to execute an operation.
    #[serde(rename = "execution_timeout_seconds", with = "seconds")]
    pub execution_timeout: Duration,
    /// Longest time to receive the headers of a request.
    #[serde(rename = "header_timeout_seconds", with = "seconds")]
    pub header_timeout: Duration,
    /// Longest time for requests in flight to end after the shutdown began.
    #[serde(rename = "drain_timeout_seconds", with = "seconds")]
    pub drain_timeout: Duration,
    /// Largest number of connections open at once; more are answered 503, but for questions about health.
    pub connections: u32,
    /// Connections beyond those, which may only ask about health; one network has a quarter of them at most, and who
    /// waits there without asking gives way to who comes.
    pub connections_for_health: u32,
    /// Largest number of connections of one network open at once; more are answered 429. Trusted proxies are not
    /// counted by their address: what they bring is counted by request and websocket.
    pub connections_per_network: u32,
    /// How long a connection stays open on which nothing is asked.
    #[serde(rename = "connection_idle_seconds", with = "seconds")]
    pub connection_idle: Duration,
    /// Largest number of requests of the strangers of one network that are answered at once.
    pub requests_per_network: u32,
    /// Largest number of requests of one known caller that are answered at once, wherever they are.
    pub requests_per_caller: u32,
    /// Longest wait for `connection_init` on a websocket.
    #[serde(rename = "ws_init_timeout_seconds", with = "seconds")]
    pub ws_init_timeout: Duration,
    /// Interval of the server's pings; a peer silent for two of them is gone.
    #[serde(rename = "ws_keepalive_seconds", with = "seconds")]
    pub ws_keepalive: Duration,
    /// How long a websocket stays open on which no operation is open, whatever pings it answers.
    #[serde(rename = "ws_idle_seconds", with = "seconds")]
    pub ws_idle: Duration,
    /// How long a websocket of a stranger stays open; they may connect again.
    #[serde(rename = "ws_stranger_life_seconds", with = "seconds")]
    pub ws_stranger_life: Duration,
    /// Largest number of websockets that the strangers of one network have open at once.
    pub ws_per_network: u32,
    /// Largest number of websockets that one known caller has open at once, and of those at one network who have yet
    /// to say who they are where strangers took all places.
    pub ws_per_caller: u32,
    /// Largest number of operations open on one websocket.
    pub ws_subscriptions: usize,
    /// Read buffer of one websocket in bytes.
    pub ws_read_buffer_bytes: usize,
    /// Largest message a websocket accepts, in bytes.
    pub ws_message_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            tokens: 15_000,
            definitions: 100,
            depth: 16,
            selections: 1000,
            aliases: 30,
            root_fields: 20,
            mutations: 10,
            directives: 50,
            argument_values: 50_000,
            complexity: 10_000,
            complexity_per_minute: 100_000,
            complexity_per_minute_per_address: None,
            page_size: 100,
            default_page_size: 20,
            persisted_operations: 1000,
            body_timeout: Duration::from_secs(10),
            execution_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(5),
            drain_timeout: Duration::from_secs(10),
            connections: 4096,
            connections_for_health: 32,
            connections_per_network: 512,
            connection_idle: Duration::from_mins(1),
            requests_per_network: 256,
            requests_per_caller: 256,
            ws_init_timeout: Duration::from_secs(3),
            ws_keepalive: Duration::from_secs(25),
            ws_idle: Duration::from_mins(2),
            ws_stranger_life: Duration::from_hours(1),
            ws_per_network: 256,
            ws_per_caller: 64,
            ws_subscriptions: 50,
            ws_read_buffer_bytes: 4096,
            ws_message_bytes: 1 << 20,
        }
    }
}

/// How many callers' budgets the callers of one network share.
const CALLERS_PER_NETWORK: u64 = 5;

impl Limits {
    /// Refuses limits with which nothing would be answered any more.
    ///
    /// # Errors
    /// What must be changed.
    pub fn check(&self) -> Result<(), &'static str> {
        let working = [
            (self.body_bytes >= 1, "body_bytes must be 1 or more"),
            (self.tokens >= 1, "tokens must be 1 or more"),
            (self.definitions >= 1, "definitions must be 1 or more"),
            (self.depth >= 1, "depth must be 1 or more"),
            (self.selections >= 1, "selections must be 1 or more"),
            (self.root_fields >= 1, "root_fields must be 1 or more"),
            (self.complexity >= 1, "complexity must be 1 or more"),
            (self.complexity_per_minute >= 1, "complexity_per_minute must be 1 or more"),
            (self.complexity_per_minute_per_address != Some(0), "complexity_per_minute_per_address must be 1 or more"),
            (self.page_size >= 1, "page_size must be 1 or more"),
            (self.default_page_size >= 1, "default_page_size must be 1 or more"),
            (self.default_page_size <= self.page_size, "default_page_size must not be above page_size"),
            (!self.body_timeout.is_zero(), "body_timeout_seconds must be 1 or more"),
            (!self.execution_timeout.is_zero(), "execution_timeout_seconds must be 1 or more"),
            (!self.header_timeout.is_zero(), "header_timeout_seconds must be 1 or more"),
            (self.connections >= 1, "connections must be 1 or more"),
            (self.connections_for_health >= 2, "connections_for_health must be 2 or more"),
            (self.connections_per_network >= 1, "connections_per_network must be 1 or more"),
            (!self.connection_idle.is_zero(), "connection_idle_seconds must be 1 or more"),
            (self.requests_per_network >= 1, "requests_per_network must be 1 or more"),
            (self.requests_per_caller >= 1, "requests_per_caller must be 1 or more"),
            (!self.ws_init_timeout.is_zero(), "ws_init_timeout_seconds must be 1 or more"),
            (!self.ws_keepalive.is_zero(), "ws_keepalive_seconds must be 1 or more"),
            (!self.ws_idle.is_zero(), "ws_idle_seconds must be 1 or more"),
            (!self.ws_stranger_life.is_zero(), "ws_stranger_life_seconds must be 1 or more"),
            (self.ws_per_network >= 1, "ws_per_network must be 1 or more"),
            (self.ws_per_caller >= 1, "ws_per_caller must be 1 or more"),
        ];
        working.into_iter().find(|(works, _)| !works).map_or(Ok(()), |(_, setting)| Err(setting))
    }

    /// Points that the known callers of one network share in a minute.
    pub fn network_complexity_per_minute(&self) -> u64 {
        let share = self.complexity_per_minute.saturating_mul(CALLERS_PER_NETWORK);
        self.complexity_per_minute_per_address.unwrap_or(share)
    }
}

/// Durations as whole seconds in configuration files.
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Duration, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u64(value.as_secs())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Duration, D::Error> {
        u64::deserialize(input).map(Duration::from_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_change_one_limit_and_keeps_the_rest() {
        let limits: Limits = serde_json::from_str(r#"{"aliases": 5, "header_timeout_seconds": 2}"#).unwrap();
        assert_eq!(limits, Limits { aliases: 5, header_timeout: Duration::from_secs(2), ..Limits::default() });
    }

    #[test]
    fn a_misspelt_limit_is_refused() {
        assert!(serde_json::from_str::<Limits>(r#"{"alias": 5}"#).is_err());
    }

    #[test]
    fn limits_that_let_nothing_through_are_refused() {
        assert_eq!(Limits::default().check(), Ok(()));
        let refused = |text: &str| serde_json::from_str::<Limits>(text).unwrap().check().unwrap_err();
        let keys =
            ["connections", "connections_per_network", "requests_per_network", "ws_per_network", "ws_idle_seconds"];
        for key in keys.into_iter().chain(["page_size", "depth", "complexity", "ws_keepalive_seconds"]) {
            assert_eq!(refused(&format!("{{\"{key}\": 0}}")), format!("{key} must be 1 or more"));
        }
        assert_eq!(refused(r#"{"connections_for_health": 1}"#), "connections_for_health must be 2 or more");
        assert_eq!(refused(r#"{"page_size": 10}"#), "default_page_size must not be above page_size");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = serde_json::to_string(&Limits::default()).unwrap();
        assert_eq!(serde_json::from_str::<Limits>(&text).unwrap(), Limits::default());
    }
}
