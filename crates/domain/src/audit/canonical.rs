//! The bytes that stand for an entry: every field in a fixed order, each with a mark for presence and its length, so
//! that no two entries are written alike.

use serde_json::Value;

use super::AuditEntry;

/// Collects bytes, each part with its length before it.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn size(&mut self, size: usize) {
        self.0.extend(u64::try_from(size).unwrap_or(u64::MAX).to_be_bytes());
    }

    fn part(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn optional(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.0.push(1);
                self.part(bytes);
            }
            None => self.0.push(0),
        }
    }

    /// A value of JSON, whatever the order of its keys and the blanks of its text: a database may change both.
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.0.push(b'n'),
            Value::Bool(false) => self.0.push(b'f'),
            Value::Bool(true) => self.0.push(b't'),
            Value::Number(number) => {
                self.0.push(b'#');
                self.part(number.to_string().as_bytes());
            }
            Value::String(text) => {
                self.0.push(b's');
                self.part(text.as_bytes());
            }
            Value::Array(items) => {
                self.0.push(b'[');
                self.size(items.len());
                for item in items {
                    self.value(item);
                }
            }
            Value::Object(fields) => {
                self.0.push(b'{');
                self.size(fields.len());
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_unstable_by_key(|(name, _)| *name);
                for (name, value) in fields {
                    self.part(name.as_bytes());
                    self.value(value);
                }
            }
        }
    }
}

/// The bytes of an entry in format 1.
pub(super) fn bytes(entry: &AuditEntry) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.part(entry.id.0.as_bytes());
    writer.part(&entry.recorded_at.timestamp().to_be_bytes());
    writer.part(&entry.recorded_at.timestamp_subsec_nanos().to_be_bytes());
    writer.optional(entry.person.as_ref().map(|id| id.0.as_bytes().as_slice()));
    writer.optional(entry.on_behalf_of.as_ref().map(|id| id.0.as_bytes().as_slice()));
    writer.optional(entry.table.as_ref().map(|id| id.0.as_bytes().as_slice()));
    writer.part(entry.command.as_bytes());
    writer.part(entry.subject_kind.as_bytes());
    writer.part(entry.subject.as_bytes());
    writer.value(&entry.detail);
    writer.optional(entry.reason.as_deref().map(str::as_bytes));
    writer.optional(entry.request_id.as_deref().map(str::as_bytes));
    writer.0
}
