//! One GraphQL operation, from its parameters to its execution, whatever the transport.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc};

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Data, Executor, Request, Response, Value as Constant, Variables, value};
use cordata_domain::Locale;
use futures_util::FutureExt;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::{
    Edge,
    budget::{Purse, RateStatus},
    caller::{Caller, Credentials},
    fault::EdgeError,
    guard,
    order::Order,
};
use crate::live::Audience;

/// The parameters of a request, each of the right type.
#[derive(Debug, Default)]
pub(super) struct Params {
    pub(super) query: Option<String>,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Map<String, Value>,
    pub(super) extensions: Map<String, Value>,
}

impl Params {
    /// Reads the parameters of a JSON body or message. Unknown members are ignored.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` (400) naming the member of a wrong type; lists of operations are refused.
    pub(super) fn from_json(body: Value) -> Result<Self, EdgeError> {
        let mut body = match body {
            Value::Object(body) => body,
            Value::Array(_) => {
                return Err(EdgeError::bad_request("Batches of operations are not accepted."));
            }
            _ => return Err(EdgeError::bad_request("The body must be a JSON object.")),
        };
        Ok(Self {
            query: text(&mut body, "query")?,
            operation_name: text(&mut body, "operationName")?.filter(|name| !name.is_empty()),
            variables: object(&mut body, "variables")?,
            extensions: object(&mut body, "extensions")?,
        })
    }
}

impl Params {
    /// Who asks the same with the same rights, in the same language.
    pub(super) fn audience(&self, credentials: &Credentials<'_>) -> Audience {
        let [token, session, language] = credentials.identity().map(Sha256::digest);
        let asked = format!("{:?}", (&self.query, &self.operation_name, &self.variables, &self.extensions));
        let all = Sha256::new().chain_update(token).chain_update(session).chain_update(language).chain_update(asked);
        Audience(all.finalize().into())
    }
}

fn text(body: &mut Map<String, Value>, name: &str) -> Result<Option<String>, EdgeError> {
    match body.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(EdgeError::bad_request(format!("`{name}` must be a string."))),
    }
}

fn object(body: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, EdgeError> {
    match body.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(EdgeError::bad_request(format!("`{name}` must be an object."))),
    }
}

/// An operation that passed the guard and whose points are not yet taken.
#[derive(Clone)]
pub(super) struct Inspected {
    text: String,
    name: Option<String>,
    variables: Variables,
    document: ExecutableDocument,
    order: Arc<Order>,
    pub(super) kind: OperationType,
    pub(super) cost: u64,
}

impl Inspected {
    /// The operation for a caller, and by what its answers are settled.
    pub(super) fn prepared(self, data: Data, locale: Locale) -> (Request, Terms) {
        let mut request = Request::new(self.text).variables(self.variables);
        request.operation_name = self.name;
        request.set_parsed_query(self.document);
        request.data = data;
        (request, Terms { order: self.order, locale })
    }
}

/// An operation that may run now.
pub(super) struct Admitted {
    pub(super) request: Request,
    pub(super) terms: Terms,
    pub(super) rate: RateStatus,
    pub(super) purse: Purse,
}

/// By what the answer to an operation is settled.
pub(super) struct Terms {
    pub(super) order: Arc<Order>,
    pub(super) locale: Locale,
}

/// Parses and measures an operation.
///
/// # Errors
/// Those of [`guard::inspect`] and of parsing.
pub(super) fn inspect<E>(edge: &Edge<E>, params: Params) -> Result<Inspected, EdgeError> {
    let limits = &edge.parts.limits;
    let text = params.query.as_deref();
    let mut document = edge.parts.documents.resolve(text, &params.extensions, limits)?;
    let mut variables = Variables::from_json(Value::Object(params.variables));
    let name = params.operation_name.as_deref();
    let approved = guard::inspect(&document, name, &variables, limits, &edge.parts.schema.lists)?;
    fill_defaults(guard::select(&document.operations, name)?, &mut variables);
    let order = Arc::new(Order::prepare(&mut document, name, &variables));
    Ok(Inspected {
        text: params.query.unwrap_or_default(),
        name: params.operation_name,
        variables,
        document,
        order,
        kind: approved.kind,
        cost: approved.cost,
    })
}

/// Gives the variables that were left out their defaults, which the library forgets under `@skip` and `@include`.
fn fill_defaults(operation: &OperationDefinition, variables: &mut Variables) {
    for definition in operation.variable_definitions.iter().map(|definition| &definition.node) {
        if let Some(default) = definition.default_value() {
            variables.entry(definition.name.node.clone()).or_insert_with(|| default.clone());
        }
    }
}

/// Takes the points of the operation and gives it the caller's data.
///
/// # Errors
/// `RATE_LIMITED`.
pub(super) fn admit<E>(edge: &Edge<E>, inspected: Inspected, caller: Caller) -> Result<Admitted, EdgeError> {
    let rate = edge.turnstile.pay(&caller.purse, inspected.cost)?;
    let mut data = caller.data;
    data.insert(rate);
    let (request, terms) = inspected.prepared(data, caller.locale);
    Ok(Admitted { request, terms, rate, purse: caller.purse })
}

/// Asks who calls, within the execution timeout.
///
/// # Errors
/// Those of the application, or `TIMEOUT`.
pub(super) async fn authenticate<E>(edge: &Edge<E>, credentials: Credentials<'_>) -> Result<Caller, EdgeError> {
    guarded(edge, edge.parts.authenticate.authenticate(credentials)).await?
}

/// Executes a query or mutation.
///
/// # Errors
/// `TIMEOUT`, or `INTERNAL` after a panic.
pub(super) async fn execute<E: Executor>(edge: &Edge<E>, request: Request) -> Result<Response, EdgeError> {
    guarded(edge, edge.parts.schema.executor.execute(request)).await
}

/// Bounds a future in time and turns its panic into an error.
pub(super) async fn guarded<E, F: Future>(edge: &Edge<E>, work: F) -> Result<F::Output, EdgeError> {
    match timeout(edge.parts.limits.execution_timeout, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(_panic)) => Err(panicked()),
        Err(_elapsed) => Err(EdgeError::timeout()),
    }
}

/// The error told after a panic; its text went to the panic hook.
pub(super) fn panicked() -> EdgeError {
    tracing::error!("an operation panicked");
    EdgeError::internal()
}

/// The value of `extensions.cost`.
pub(super) fn cost_extension(rate: &RateStatus) -> Constant {
    value!({
        "limit": rate.limit,
        "cost": rate.cost,
        "remaining": rate.remaining,
        "resetsInSeconds": rate.resets_in.as_secs().saturating_add(1).min(60),
    })
}
