//! The measure of a selection set, and the walk that computes it.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use super::{argument::Arguments, at_most, introspection};
use crate::{
    edge::fault::{EdgeError, FaultCode},
    limits::Limits,
};

/// Nested selection sets of any kind. The library itself gives up beyond 32 (without a code),
/// and this also bounds the recursion below.
const NESTING: usize = 32;

/// What a selection set amounts to once its fragments are expanded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    /// Fields, spreads and inline fragments, at any depth.
    pub(super) selections: usize,
    /// Aliased fields, at any depth.
    pub(super) aliases: usize,
    /// Directives, at any depth.
    pub(super) directives: usize,
    /// Values in arguments, at any depth.
    pub(super) values: usize,
    /// Fields at the first level.
    pub(super) fields: usize,
    /// Levels of fields.
    pub(super) depth: usize,
    /// Levels of selection sets below this one, fragments included.
    pub(super) nesting: usize,
    /// Points.
    pub(super) cost: u64,
    /// Whether the first level asks for `edges` or `nodes`.
    pub(super) paged: bool,
    /// Introspection lists along the worst path.
    pub(super) lists: usize,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.values = self.values.saturating_add(other.values);
        self.fields = self.fields.saturating_add(other.fields);
        self.cost = self.cost.saturating_add(other.cost);
        self.depth = self.depth.max(other.depth);
        self.nesting = self.nesting.max(other.nesting);
        self.lists = self.lists.max(other.lists);
        self.paged |= other.paged;
    }

    fn check(&self, limits: &Limits) -> Result<(), EdgeError> {
        if self.depth > limits.depth {
            return Err(too_deep(limits.depth));
        }
        at_most("selections", self.selections, limits.selections)?;
        at_most("aliases", self.aliases, limits.aliases)?;
        at_most("directives", self.directives, limits.directives)?;
        at_most("values in arguments", self.values, limits.argument_values)
    }
}

/// Measures definitions, each fragment once.
pub(super) struct Measurer<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    arguments: Arguments<'a>,
    /// `None` while the fragment is being measured: meeting it again then is a cycle.
    known: HashMap<&'a str, Option<Measure>>,
}

impl<'a> Measurer<'a> {
    pub(super) fn new(document: &'a ExecutableDocument, limits: &'a Limits, arguments: Arguments<'a>) -> Self {
        Self { document, limits, arguments, known: HashMap::new() }
    }

    /// The measure of a whole operation.
    pub(super) fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Measure, EdgeError> {
        let mut measure = self.set(&operation.selection_set.node, 0)?;
        measure.directives = operation
            .variable_definitions
            .iter()
            .fold(operation.directives.len(), |sum, variable| sum.saturating_add(variable.node.directives.len()))
            .saturating_add(measure.directives);
        measure.check(self.limits)?;
        Ok(measure)
    }

    /// The measure of a fragment spread at this level. Unknown ones are left to validation.
    pub(super) fn fragment(&mut self, name: &'a Name, level: usize) -> Result<Measure, EdgeError> {
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Measure::default());
        };
        let measure = match self.known.get(name.as_str()) {
            Some(Some(measure)) => *measure,
            Some(None) => return Err(cycle(name)),
            None => {
                self.known.insert(name.as_str(), None);
                let mut measure = self.set(&fragment.node.selection_set.node, level)?;
                measure.directives = measure.directives.saturating_add(fragment.node.directives.len());
                measure.check(self.limits)?;
                self.known.insert(name.as_str(), Some(measure));
                measure
            }
        };
        if level.saturating_add(measure.nesting) > NESTING {
            return Err(too_deep(self.limits.depth));
        }
        Ok(measure)
    }

    fn set(&mut self, set: &'a SelectionSet, level: usize) -> Result<Measure, EdgeError> {
        if level > NESTING {
            return Err(too_deep(self.limits.depth));
        }
        let mut sum = Measure::default();
        for selection in &set.items {
            sum.add(match &selection.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::FragmentSpread(spread) => {
                    let inner = self.fragment(&spread.node.fragment_name.node, level + 1)?;
                    transparent(inner, &spread.node.directives)
                }
                Selection::InlineFragment(inline) => {
                    let inner = self.set(&inline.node.selection_set.node, level + 1)?;
                    transparent(inner, &inline.node.directives)
                }
            });
        }
        Ok(sum)
    }

    fn field(&mut self, field: &'a Field, level: usize) -> Result<Measure, EdgeError> {
        let leaf = field.selection_set.node.items.is_empty();
        let inner = if leaf { Measure::default() } else { self.set(&field.selection_set.node, level + 1)? };
        let name = field.name.node.as_str();
        introspection::check(name, inner.lists)?;
        let rows = self.arguments.rows(field, inner.paged);
        Ok(Measure {
            selections: inner.selections.saturating_add(1),
            aliases: inner.aliases.saturating_add(usize::from(field.alias.is_some())),
            directives: inner.directives.saturating_add(field.directives.len()),
            values: inner.values.saturating_add(self.arguments.values(&field.arguments)),
            fields: 1,
            depth: inner.depth.saturating_add(1),
            nesting: if leaf { 0 } else { inner.nesting.saturating_add(1) },
            cost: inner.cost.saturating_mul(rows).saturating_add(1),
            paged: matches!(name, "edges" | "nodes"),
            lists: inner.lists.saturating_add(usize::from(introspection::is_list(name))),
        })
    }
}

/// A fragment adds itself as a selection and a nesting level, but no level of fields.
fn transparent(inner: Measure, directives: &[Positioned<Directive>]) -> Measure {
    Measure {
        selections: inner.selections.saturating_add(1),
        directives: inner.directives.saturating_add(directives.len()),
        nesting: inner.nesting.saturating_add(1),
        ..inner
    }
}

fn too_deep(depth: usize) -> EdgeError {
    EdgeError::new(
        FaultCode::DepthLimit,
        format!("The document is nested too deeply: at most {depth} levels of fields are allowed."),
    )
}

fn cycle(name: &Name) -> EdgeError {
    EdgeError::new(FaultCode::ValidationFailed, format!("The fragment `{name}` contains itself."))
}
