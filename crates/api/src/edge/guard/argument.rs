//! What the arguments of a field say about its price: the page it asks for and the number of
//! values it hands over.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value as Constant, Variables,
    parser::types::{Field, OperationDefinition},
};
use async_graphql_value::Value;

use super::lists::Lists;
use crate::limits::Limits;

/// Reads literals, variables and the defaults of variables.
pub(super) struct Arguments<'a> {
    variables: HashMap<&'a str, Variable<'a>>,
    lists: &'a Lists,
    largest_page: u64,
    default_page: u64,
}

struct Variable<'a> {
    value: &'a Constant,
    /// Number of values in it, itself included.
    size: usize,
}

impl<'a> Arguments<'a> {
    /// The variables of the operation that will run; a given value wins over the default.
    pub(super) fn new(
        operation: &'a OperationDefinition,
        given: &'a Variables,
        limits: &Limits,
        lists: &'a Lists,
    ) -> Self {
        let defaults = operation.variable_definitions.iter().filter_map(|def| {
            let value = &def.node.default_value.as_ref()?.node;
            Some((def.node.name.node.as_str(), value))
        });
        let given = given.iter().map(|(name, value)| (name.as_str(), value));
        let variables = defaults
            .chain(given)
            .map(|(name, value)| {
                let size = constant_size(value);
                (name, Variable { value, size })
            })
            .collect();
        Self { variables, lists, largest_page: limits.page_size.max(1), default_page: limits.default_page_size }
    }

    /// Number of values in all variables.
    pub(super) fn total(&self) -> usize {
        self.variables.values().fold(0, |sum, variable| sum.saturating_add(variable.size))
    }

    /// Number of values in these arguments, variables counted at each use.
    pub(super) fn values(&self, arguments: &[(Positioned<Name>, Positioned<Value>)]) -> usize {
        arguments.iter().fold(0, |sum, (_, value)| sum.saturating_add(self.size(&value.node)))
    }

    /// The rows a field may return: its page if it names one, the default page if it asks for
    /// `edges` or `nodes` without, the number of its `ids`, the assumed length of a list without
    /// pages, otherwise one.
    pub(super) fn rows(&self, field: &Field, paged: bool) -> u64 {
        let named =
            ["first", "last", "ids"].into_iter().filter_map(|name| self.page(&field.get_argument(name)?.node)).max();
        let rows = match named {
            Some(rows) => rows,
            None if paged => self.default_page,
            None => self.lists.rows(field.name.node.as_str()),
        };
        rows.clamp(1, self.largest_page)
    }

    fn page(&self, value: &Value) -> Option<u64> {
        match value {
            Value::Number(number) => Some(number.as_u64().unwrap_or(1)),
            Value::List(items) => u64::try_from(items.len()).ok(),
            Value::Variable(name) => match self.variables.get(name.as_str())?.value {
                Constant::Number(number) => Some(number.as_u64().unwrap_or(1)),
                Constant::List(items) => u64::try_from(items.len()).ok(),
                _ => None,
            },
            _ => None,
        }
    }

    fn size(&self, value: &Value) -> usize {
        let inner = match value {
            Value::Variable(name) => self.variables.get(name.as_str()).map_or(0, |v| v.size),
            Value::List(items) => sum(items.iter().map(|item| self.size(item))),
            Value::Object(fields) => sum(fields.values().map(|item| self.size(item))),
            _ => 0,
        };
        inner.saturating_add(1)
    }
}

fn constant_size(value: &Constant) -> usize {
    let inner = match value {
        Constant::List(items) => sum(items.iter().map(constant_size)),
        Constant::Object(fields) => sum(fields.values().map(constant_size)),
        _ => 0,
    };
    inner.saturating_add(1)
}

fn sum(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.fold(0, usize::saturating_add)
}
