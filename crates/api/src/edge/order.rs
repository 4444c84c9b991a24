//! The order of an answer's fields: that of the query, as the specification wants it. The library answers them as
//! they are ready.
//!
//! Which fragments hold for an object depends on its type, which the answer need not tell. So each fragment is given
//! one field more, a marker, before the operation is executed: an object that carries it fits the fragment's type.
//! Markers have names that no document can spell, and never leave the server.

use std::{collections::HashMap, mem};

use async_graphql::{
    Name, Pos, Positioned, Value, Variables,
    indexmap::IndexMap,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::Value as Literal;

/// The fields of one operation, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(super) struct Order {
    root: Level,
    fragments: HashMap<Name, Fragment>,
}

/// A selection set without what is skipped.
#[derive(Debug, Default)]
struct Level(Vec<Step>);

#[derive(Debug)]
enum Step {
    /// A field, and what is asked for of its object or objects; nothing for a leaf.
    Field {
        key: Name,
        below: Option<Level>,
    },
    Fragment(Fragment),
    Spread(Name),
}

/// A fragment, and the marker of the objects whose type it fits; without one it fits all.
#[derive(Debug)]
struct Fragment {
    marker: Option<Name>,
    inside: Level,
}

impl Order {
    /// Reads the order of the operation that will run, and adds the markers to its document. The document has passed
    /// the guard: it has no cycles and is nested no deeper than the guard allows. It takes time linear in its size.
    pub(super) fn prepare(document: &mut ExecutableDocument, name: Option<&str>, variables: &Variables) -> Self {
        let mut reader = Reader { variables, markers: 0 };
        let fragments = document.fragments.iter_mut().map(|(name, fragment)| {
            let inside = &mut fragment.node.selection_set.node;
            (name.clone(), reader.fragment(inside, true))
        });
        let fragments = fragments.collect();
        let root = operation(&mut document.operations, name)
            .map(|operation| reader.level(&mut operation.selection_set.node))
            .unwrap_or_default();
        Self { root, fragments }
    }

    /// Puts the fields of an answer into order and takes the markers out.
    pub(super) fn apply(&self, data: &mut Value) {
        self.sort(&[&self.root], data);
    }

    fn sort(&self, levels: &[&Level], value: &mut Value) {
        match value {
            // The value of a scalar, whatever it is.
            _ if levels.is_empty() => {}
            Value::Object(fields) => self.sort_fields(levels, fields),
            Value::List(items) => items.iter_mut().for_each(|item| self.sort(levels, item)),
            _ => {}
        }
    }

    fn sort_fields(&self, levels: &[&Level], fields: &mut IndexMap<Name, Value>) {
        let mut asked = IndexMap::with_capacity(fields.len());
        for level in levels {
            self.collect(level, fields, &mut asked);
        }
        let mut found = mem::take(fields);
        for (key, below) in asked {
            if let Some(mut value) = found.swap_remove(key) {
                self.sort(&below, &mut value);
                fields.insert(key.clone(), value);
            }
        }
    }

    /// The keys of an object, each with all that was asked for below it: the same key may be asked for many times.
    fn collect<'a>(
        &'a self,
        level: &'a Level,
        fields: &IndexMap<Name, Value>,
        asked: &mut IndexMap<&'a Name, Vec<&'a Level>>,
    ) {
        for step in &level.0 {
            let fragment = match step {
                Step::Field { key, below } => {
                    asked.entry(key).or_default().extend(below);
                    continue;
                }
                Step::Fragment(fragment) => Some(fragment),
                Step::Spread(name) => self.fragments.get(name),
            };
            let fits = |fragment: &&Fragment| fragment.marker.as_ref().is_none_or(|marker| fields.contains_key(marker));
            if let Some(fragment) = fragment.filter(fits) {
                self.collect(&fragment.inside, fields, asked);
            }
        }
    }
}

/// The operation that will run.
fn operation<'a>(operations: &'a mut DocumentOperations, name: Option<&str>) -> Option<&'a mut OperationDefinition> {
    let operation = match (operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(named), Some(name)) => named.get_mut(name),
        (DocumentOperations::Multiple(named), None) => named.values_mut().next(),
    };
    operation.map(|operation| &mut operation.node)
}

/// Reads selection sets and adds markers to them.
struct Reader<'a> {
    variables: &'a Variables,
    markers: usize,
}

impl Reader<'_> {
    fn level(&mut self, set: &mut SelectionSet) -> Level {
        let mut steps = Vec::with_capacity(set.items.len());
        for item in &mut set.items {
            if !self.skips(item.node.directives()) {
                steps.push(self.step(&mut item.node));
            }
        }
        Level(steps)
    }

    fn step(&mut self, selection: &mut Selection) -> Step {
        match selection {
            Selection::Field(field) => Step::Field {
                key: field.node.response_key().node.clone(),
                below: self.below(&mut field.node.selection_set.node),
            },
            Selection::FragmentSpread(spread) => Step::Spread(spread.node.fragment_name.node.clone()),
            Selection::InlineFragment(inline) => {
                let conditional = inline.node.type_condition.is_some();
                Step::Fragment(self.fragment(&mut inline.node.selection_set.node, conditional))
            }
        }
    }

    /// What is asked for of an object. Where perhaps nothing of it holds, a marker keeps the library from answering
    /// `null` in place of an empty object.
    fn below(&mut self, set: &mut SelectionSet) -> Option<Level> {
        if set.items.is_empty() {
            return None;
        }
        let level = self.level(set);
        let certain = set
            .items
            .iter()
            .any(|item| matches!(&item.node, Selection::Field(field) if field.node.directives.is_empty()));
        if !certain {
            set.items.push(marking(self.marker()));
        }
        Some(level)
    }

    fn fragment(&mut self, set: &mut SelectionSet, conditional: bool) -> Fragment {
        let inside = self.level(set);
        let marker = conditional.then(|| self.marker());
        set.items.extend(marker.clone().map(marking));
        Fragment { marker, inside }
    }

    /// No alias of a document begins with a digit.
    fn marker(&mut self) -> Name {
        self.markers += 1;
        Name::new(self.markers.to_string())
    }

    fn skips(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let condition = directive.node.get_argument("if").map(|condition| self.holds(&condition.node));
            match directive.node.name.node.as_str() {
                "skip" => condition == Some(true),
                "include" => condition == Some(false),
                _ => false,
            }
        })
    }

    fn holds(&self, condition: &Literal) -> bool {
        match condition {
            Literal::Boolean(yes) => *yes,
            Literal::Variable(name) => self.variables.get(name) == Some(&Value::Boolean(true)),
            _ => false,
        }
    }
}

/// The field that answers under a marker.
fn marking(marker: Name) -> Positioned<Selection> {
    let here = |name| Positioned::new(name, Pos::default());
    let field = Field {
        alias: Some(here(marker)),
        name: here(Name::new("__typename")),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    };
    Positioned::new(Selection::Field(Positioned::new(field, Pos::default())), Pos::default())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use async_graphql::parser::parse_query;
    use async_graphql::{EmptyMutation, EmptySubscription, Interface, Object, Request, Schema};
    use rstest::rstest;
    use tokio::time::sleep;

    use super::*;

    /// Answers sooner the later its field stands in the alphabet.
    #[derive(Clone, Copy)]
    struct Cat;
    #[derive(Clone, Copy)]
    struct Dog;

    async fn after(millis: u64) -> u64 {
        sleep(Duration::from_millis(millis)).await;
        millis
    }

    #[Object]
    #[expect(clippy::unused_async, reason = "resolvers are async by the library's rule")]
    impl Cat {
        async fn slow(&self) -> u64 {
            after(9).await
        }
        async fn quick(&self) -> u64 {
            after(0).await
        }
        async fn friends(&self) -> Vec<Animal> {
            after(3).await;
            vec![Animal::Dog(Dog), Animal::Cat(Cat)]
        }
        async fn refuses(&self) -> async_graphql::Result<Option<u64>> {
            Err("no".into())
        }
    }

    #[Object]
    impl Dog {
        async fn slow(&self) -> u64 {
            after(9).await
        }
        async fn quick(&self) -> u64 {
            after(0).await
        }
    }

    #[derive(Interface)]
    #[expect(clippy::duplicated_attributes, reason = "two fields of one type")]
    #[graphql(field(name = "slow", ty = "u64"), field(name = "quick", ty = "u64"))]
    enum Animal {
        Cat(Cat),
        Dog(Dog),
    }

    struct Query;

    #[Object]
    impl Query {
        async fn cat(&self) -> Cat {
            after(2).await;
            Cat
        }
        async fn dog(&self) -> Animal {
            Animal::Dog(Dog)
        }
    }

    /// The answer in order, as text.
    async fn answer(text: &str, variables: &str) -> String {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        let variables: Variables = serde_json::from_str(variables).unwrap();
        let mut document = parse_query(text).unwrap();
        let order = Order::prepare(&mut document, None, &variables);
        let mut request = Request::new(text).variables(variables);
        request.set_parsed_query(document);
        let mut data = schema.execute(request).await.data;
        order.apply(&mut data);
        serde_json::to_string(&data).unwrap()
    }

    #[rstest]
    #[case::plain(
        "{ cat { slow quick } dog { quick slow } }",
        r#"{"cat":{"slow":9,"quick":0},"dog":{"quick":0,"slow":9}}"#
    )]
    #[case::aliases("{ b: dog { z: slow a: quick } a: cat { slow } }", r#"{"b":{"z":9,"a":0},"a":{"slow":9}}"#)]
    #[case::merged(
        "{ cat { slow } dog { slow } cat { quick slow } }",
        r#"{"cat":{"slow":9,"quick":0},"dog":{"slow":9}}"#
    )]
    #[case::fragments(
        "{ ...Both } fragment Both on Query { cat { ...Fields quick } dog { quick ...Fields } }
         fragment Fields on Animal { slow quick }",
        r#"{"cat":{"slow":9,"quick":0},"dog":{"quick":0,"slow":9}}"#
    )]
    #[case::by_type(
        "{ cat { friends { ... on Cat { slow quick } ... on Dog { quick slow } } } }",
        r#"{"cat":{"friends":[{"quick":0,"slow":9},{"slow":9,"quick":0}]}}"#
    )]
    #[case::by_name_of_type(
        "{ cat { friends { ...D ...C __typename } } } fragment C on Cat { slow ...A }
         fragment D on Dog { ... { ...A } } fragment A on Animal { quick slow }",
        r#"{"cat":{"friends":[{"quick":0,"slow":9,"__typename":"Dog"},{"slow":9,"quick":0,"__typename":"Cat"}]}}"#
    )]
    #[case::nothing_fits("{ dog { ... on Cat { slow } } }", r#"{"dog":{}}"#)]
    #[case::all_skipped("{ cat { friends { slow @skip(if: true) } } }", r#"{"cat":{"friends":[{},{}]}}"#)]
    #[case::introspection(
        "{ dog { quick } __type(name: \"Dog\") { ...T } } fragment T on __Type { name kind }",
        r#"{"dog":{"quick":0},"__type":{"name":"Dog","kind":"OBJECT"}}"#
    )]
    #[tokio::test]
    async fn fields_are_answered_as_they_were_asked_for(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(answer(text, "{}").await, expected);
    }

    #[rstest]
    #[case(r#"{"yes": true}"#, r#"{"cat":{"slow":9,"quick":0}}"#)]
    #[case(r#"{"yes": false}"#, r#"{"cat":{"quick":0,"slow":9}}"#)]
    #[tokio::test]
    async fn what_is_skipped_has_no_place(#[case] variables: &str, #[case] expected: &str) {
        let text = "query ($yes: Boolean!) { cat { slow @include(if: $yes) ...F @skip(if: $yes) quick slow } }
                    fragment F on Cat { quick }";
        assert_eq!(answer(text, variables).await, expected);
    }

    #[test]
    fn the_operation_that_runs_is_the_one_that_is_read() {
        let mut document = parse_query("query A { a } query B { b }").unwrap();
        let order = Order::prepare(&mut document, Some("B"), &Variables::default());
        let mut data = async_graphql::value!({"b": 1, "1": "Query"});
        order.apply(&mut data);
        assert_eq!(serde_json::to_string(&data).unwrap(), r#"{"b":1}"#);
    }
}
