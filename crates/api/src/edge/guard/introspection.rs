//! Introspection has no pages: a short query can list fields of types of fields of types…
//! Ordinary tools nest these lists once; more is refused.

use crate::edge::fault::{EdgeError, FaultCode};

/// Lists that may be nested below `__schema` or `__type`.
const NESTED_LISTS: usize = 2;

/// Whether a field of this name is a list of the introspection schema that leads back to types.
pub(super) fn is_list(name: &str) -> bool {
    matches!(name, "fields" | "inputFields" | "interfaces" | "possibleTypes")
}

/// Refuses an introspection root under which such lists are nested too deeply.
pub(super) fn check(name: &str, lists: usize) -> Result<(), EdgeError> {
    if matches!(name, "__schema" | "__type") && lists > NESTED_LISTS {
        return Err(EdgeError::new(
            FaultCode::DepthLimit,
            format!("Introspection may nest at most {NESTED_LISTS} lists of fields or types."),
        ));
    }
    Ok(())
}
