//! Legal entities and informal groups that take part in the plan, and their tax codes.

mod kind;
mod tax_code;

pub use kind::{ActorGroup, StakeholderKind};
pub use tax_code::TaxCode;

use crate::error::Refusal;
use crate::ids::StakeholderId;

/// A legal entity or informal group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stakeholder {
    /// Its id.
    pub id: StakeholderId,
    /// Its human key in addresses of pages.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The code of its [`StakeholderKind`].
    pub kind: String,
    /// Its tax code, where known.
    pub tax_code: Option<TaxCode>,
    /// Raised by every change.
    pub version: i64,
}

impl Stakeholder {
    /// A new stakeholder; the slug is made from the name.
    pub fn new(id: StakeholderId, name: &str, kind: &StakeholderKind, tax_code: Option<&str>) -> Result<Self, Refusal> {
        let name = crate::search::line(name, 200).map_err(|refusal| refusal.under("name"))?;
        let tax_code = tax_code.filter(|code| !code.trim().is_empty()).map(TaxCode::parse).transpose();
        Ok(Self {
            id,
            slug: crate::search::slug_or(&name, &id),
            name,
            kind: kind.code.clone(),
            tax_code: tax_code.map_err(|refusal| refusal.under("taxCode"))?,
            version: 1,
        })
    }
}
