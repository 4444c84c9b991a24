//! What a command changed: of what the trail keeps of an object, the fields that differ, before and after.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::ids::TableId;

/// An object whose changes stand in the trail.
pub trait Traced {
    /// The kind of object, as entries name it.
    const KIND: &'static str;

    /// Its id.
    fn subject(&self) -> Uuid;

    /// The table it belongs to.
    fn table(&self) -> Option<TableId>;

    /// What the trail keeps of it: states, dates, amounts and ids; no names, no addresses, no words of citizens.
    fn fields(&self) -> Value;

    /// The same at this moment, to be compared with later.
    fn snapshot(&self) -> Snapshot {
        Snapshot { kind: Self::KIND, subject: self.subject(), table: self.table(), fields: self.fields() }
    }

    /// The same before it was there.
    fn before_it_was(&self) -> Snapshot {
        Snapshot { fields: json!({}), ..self.snapshot() }
    }
}

/// An object as it was at one moment of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The kind of object.
    pub kind: &'static str,
    /// Its id.
    pub subject: Uuid,
    /// The table it belongs to.
    pub table: Option<TableId>,
    /// What the trail keeps of it.
    pub fields: Value,
}

/// The fields that differ: `{"before": {…}, "after": {…}}`. Objects are compared field by field and lists of objects
/// with an `id` by that id, so that a long list gives what changed in it only.
pub fn difference(before: &Value, after: &Value) -> Value {
    difference_and(before, after, [])
}

/// The same with more fields beside the two.
pub fn difference_and<const N: usize>(before: &Value, after: &Value, more: [(&'static str, Value); N]) -> Value {
    let (old, new) = split(before, after).unwrap_or_else(|| (json!({}), json!({})));
    let both = [("before", old), ("after", new)];
    Value::Object(both.into_iter().chain(more).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The parts of both values that differ; nothing where they are alike.
fn split(before: &Value, after: &Value) -> Option<(Value, Value)> {
    if before == after {
        return None;
    }
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => Some(split_objects(old, new)),
        (Value::Array(old), Value::Array(new)) => {
            let keyed = by_id(old).zip(by_id(new));
            let whole = || (before.clone(), after.clone());
            Some(keyed.map_or_else(whole, |(old, new)| split_objects(&old, &new)))
        }
        _ => Some((before.clone(), after.clone())),
    }
}

fn split_objects(before: &Map<String, Value>, after: &Map<String, Value>) -> (Value, Value) {
    let (mut old, mut new) = (Map::new(), Map::new());
    for (name, value) in before {
        match after.get(name) {
            Some(changed) => {
                if let Some((was, is)) = split(value, changed) {
                    old.insert(name.clone(), was);
                    new.insert(name.clone(), is);
                }
            }
            None => {
                old.insert(name.clone(), value.clone());
            }
        }
    }
    for (name, value) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        new.insert(name.clone(), value.clone());
    }
    (Value::Object(old), Value::Object(new))
}

/// The items of a list by their ids; nothing for a list of other things.
fn by_id(items: &[Value]) -> Option<Map<String, Value>> {
    let keyed = |item: &Value| {
        let mut item = item.as_object()?.clone();
        let id = item.remove("id")?.as_str()?.to_owned();
        Some((id, Value::Object(item)))
    };
    items.iter().map(keyed).collect()
}

/// One field that a command changed.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The name of the field.
    pub field: String,
    /// What it was; absent where it was not there.
    pub before: Option<Value>,
    /// What it became; absent where it is not there any more.
    pub after: Option<Value>,
}

/// The fields that the detail of an entry tells the change of, by name.
pub fn field_changes(detail: &Value) -> Vec<FieldChange> {
    let part = |name: &str| detail.get(name).and_then(Value::as_object);
    let (before, after) = (part("before"), part("after"));
    let mut names: Vec<&String> = before.into_iter().chain(after).flat_map(Map::keys).collect();
    names.sort_unstable();
    names.dedup();
    let value = |part: Option<&Map<String, Value>>, name: &String| part.and_then(|part| part.get(name)).cloned();
    let change =
        |name: &String| FieldChange { field: name.clone(), before: value(before, name), after: value(after, name) };
    names.into_iter().map(change).collect()
}
