//! Lists without pages: how long the guard takes them to be.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};

/// How long a list is taken to be where nothing else is known of it.
const USUAL: u64 = 5;

/// Lists that are shorter or longer than usual, by the name of their field.
const KNOWN: [(&str, u64); 10] = [
    ("agenda", 10),
    ("attendance", 15),
    ("circulatedVersions", 50),
    ("clauses", 10),
    ("comments", 20),
    ("contributionMatrix", 50),
    ("measurements", 20),
    ("remarks", 50),
    ("seats", 15),
    ("userErrors", 1),
];

/// The fields of a schema that answer lists of objects without pages, each with the length that its price assumes. A
/// name that is such a list in one type counts as one in all: the guard knows names, not types.
#[derive(Debug, Clone, Default)]
pub struct Lists(Arc<HashMap<String, u64>>);

impl Lists {
    /// The lists of a schema, by its text. What is inside a connection is paid by its page.
    pub fn of_schema(sdl: &str) -> Self {
        let definitions = parse_schema(sdl).map(|document| document.definitions).unwrap_or_default();
        let fields = definitions.into_iter().flat_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => fields_of(definition.node.kind),
            TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => Vec::new(),
        });
        let paid_by_page = |name: &str| matches!(name, "edges" | "nodes");
        let names = fields.filter(|field| is_list(&field.ty.node)).map(|field| field.name.node.to_string());
        Self(Arc::new(names.filter(|name| !paid_by_page(name)).map(|name| (name.clone(), length(&name))).collect()))
    }

    /// The rows that a field without a page is paid for.
    pub(super) fn rows(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(1)
    }
}

fn fields_of(kind: TypeKind) -> Vec<FieldDefinition> {
    let fields = match kind {
        TypeKind::Object(object) => object.fields,
        TypeKind::Interface(interface) => interface.fields,
        TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::InputObject(_) => Vec::new(),
    };
    fields.into_iter().map(|field| field.node).collect()
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn length(name: &str) -> u64 {
    KNOWN.iter().find(|(known, _)| *known == name).map_or(USUAL, |(_, length)| *length)
}
