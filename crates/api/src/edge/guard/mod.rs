//! Measures a parsed document before it is executed, in time linear in its text.
//!
//! Fragments make a short text expand exponentially, so each fragment is measured once and
//! its measure reused. All arithmetic saturates. The shape of **every** definition is bounded,
//! because validation walks them all; the price is asked only for the operation that will run.

mod argument;
mod introspection;
mod lists;
mod measure;

use async_graphql::{
    Positioned, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection},
};

pub use self::lists::Lists;
use self::{
    argument::Arguments,
    measure::{Measure, Measurer},
};
use super::fault::{EdgeError, FaultCode};
use crate::limits::Limits;

/// What the guard found out about the operation that will run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approved {
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// Complexity in points: one per field, times the page for what is inside a connection, or the assumed length for
    /// what is inside a list without pages.
    pub cost: u64,
}

/// Measures the document and refuses it when a limit is passed.
///
/// # Errors
/// `DEPTH_LIMIT`, `COMPLEXITY_LIMIT`, `GRAPHQL_VALIDATION_FAILED` for a cycle of fragments,
/// `BAD_USER_INPUT` for a wrong `operationName` or a missing variable.
pub fn inspect(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    limits: &Limits,
    lists: &Lists,
) -> Result<Approved, EdgeError> {
    let definitions = document.operations.iter().len() + document.fragments.len();
    at_most("operations and fragments", definitions, limits.definitions)?;
    let operation = select(&document.operations, operation_name)?;
    require_variables(operation, variables)?;

    let arguments = Arguments::new(operation, variables, limits, lists);
    at_most("values in variables", arguments.total(), limits.argument_values)?;
    let mut measurer = Measurer::new(document, limits, arguments);
    for name in document.fragments.keys() {
        measurer.fragment(name, 0)?;
    }
    for (_, other) in document.operations.iter() {
        let measure = measurer.operation(&other.node)?;
        check_root(&other.node, &measure, limits)?;
    }
    let cost = measurer.operation(operation)?.cost;
    if cost > limits.complexity {
        return Err(EdgeError::new(
            FaultCode::ComplexityLimit,
            format!(
                "The operation costs {cost} points, at most {} are allowed. Ask for smaller pages.",
                limits.complexity
            ),
        ));
    }
    Ok(Approved { kind: operation.ty, cost })
}

/// The operation that will run, by the rules of the specification.
///
/// # Errors
/// `BAD_USER_INPUT` for a wrong `operationName`.
pub fn select<'a>(
    operations: &'a DocumentOperations,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, EdgeError> {
    let unknown = || EdgeError::new(FaultCode::BadUserInput, "`operationName` names no operation of the document.");
    let ambiguous = || {
        EdgeError::new(
            FaultCode::BadUserInput,
            "The document has several operations: say which one by `operationName`.",
        )
    };
    let found: &Positioned<OperationDefinition> = match (operations, name) {
        (DocumentOperations::Single(operation), None) => operation,
        (DocumentOperations::Single(_), Some(_)) => return Err(unknown()),
        (DocumentOperations::Multiple(named), Some(name)) => named.get(name).ok_or_else(unknown)?,
        (DocumentOperations::Multiple(named), None) if named.len() == 1 => {
            named.values().next().ok_or_else(ambiguous)?
        }
        (DocumentOperations::Multiple(_), None) => return Err(ambiguous()),
    };
    Ok(&found.node)
}

/// A variable of a non-null type without a default needs a value before anything runs.
fn require_variables(operation: &OperationDefinition, variables: &Variables) -> Result<(), EdgeError> {
    for definition in operation.variable_definitions.iter().map(|def| &def.node) {
        let name = &definition.name.node;
        let required = !definition.var_type.node.nullable;
        let missing = match variables.get(name) {
            Some(value) => matches!(value, async_graphql::Value::Null),
            None => definition.default_value.is_none(),
        };
        if required && missing {
            return Err(EdgeError::new(
                FaultCode::BadUserInput,
                format!("The variable `${name}` of type `{}` needs a value.", definition.var_type.node),
            ));
        }
    }
    Ok(())
}

fn check_root(operation: &OperationDefinition, measure: &Measure, limits: &Limits) -> Result<(), EdgeError> {
    at_most("fields at the root", measure.fields, limits.root_fields)?;
    match operation.ty {
        OperationType::Query => Ok(()),
        OperationType::Mutation => at_most("mutations", measure.fields, limits.mutations),
        OperationType::Subscription => require_one_field(operation),
    }
}

/// A subscription has one field at its root. The library would carry out several, and overlook one inside a fragment.
fn require_one_field(operation: &OperationDefinition) -> Result<(), EdgeError> {
    match operation.selection_set.node.items.as_slice() {
        [Positioned { node: Selection::Field(_), .. }] => Ok(()),
        _ => Err(EdgeError::new(
            FaultCode::ValidationFailed,
            "A subscription has exactly one field at its root, written out there.",
        )),
    }
}

fn at_most(what: &str, found: usize, allowed: usize) -> Result<(), EdgeError> {
    if found <= allowed {
        return Ok(());
    }
    Err(EdgeError::new(
        FaultCode::ComplexityLimit,
        format!("The document has too many {what}: at most {allowed} are allowed."),
    ))
}

#[cfg(test)]
mod tests;
