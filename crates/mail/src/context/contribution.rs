use serde::Serialize;
use url::Url;

use crate::templates::Facts;

/// Tells the author of a contribution that it came in, or what became of it. Nothing that its author typed stands in it:
/// the address may be a stranger's. The page behind the link shows the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionMail {
    /// The name of a member; absent for a citizen, who may be anybody.
    pub recipient_name: Option<String>,
    /// The number by which the author knows it.
    pub reference: String,
    /// The page that shows where it stands, for whoever has this address.
    pub status_url: Url,
    /// What became of it; absent in the receipt.
    pub outcome: Option<ContributionOutcome>,
}

/// What became of a contribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContributionOutcome {
    /// A table goes on with it.
    Forwarded {
        /// The name of the table, in the author's language; absent where the author may not know it.
        table: Option<String>,
        /// What the author is told besides.
        message: Option<String>,
    },
    /// A proposal takes it up.
    Merged {
        /// The title of the proposal; absent where the author may not know it.
        proposal: Option<String>,
        /// What the author is told besides.
        message: Option<String>,
    },
    /// It is not taken up.
    Declined {
        /// Why.
        reason: String,
    },
}

impl ContributionOutcome {
    /// The key of the sentence that tells it.
    fn key(&self) -> &'static str {
        match self {
            Self::Forwarded { table: Some(_), .. } => "mail-contribution-forwarded",
            Self::Forwarded { table: None, .. } => "mail-contribution-forwarded-unnamed",
            Self::Merged { proposal: Some(_), .. } => "mail-contribution-merged",
            Self::Merged { proposal: None, .. } => "mail-contribution-merged-unnamed",
            Self::Declined { .. } => "mail-contribution-declined",
        }
    }

    /// The table or proposal that goes on with it.
    fn place(&self) -> Option<&str> {
        match self {
            Self::Forwarded { table, .. } => table.as_deref(),
            Self::Merged { proposal, .. } => proposal.as_deref(),
            Self::Declined { .. } => None,
        }
    }

    fn message(&self) -> Option<&str> {
        match self {
            Self::Forwarded { message, .. } | Self::Merged { message, .. } => message.as_deref(),
            Self::Declined { reason } => Some(reason),
        }
    }
}

/// A receipt or an answer as its templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct ContributionView {
    /// What the keys of the catalogue begin with.
    change: &'static str,
    /// The key of the greeting.
    greeting: &'static str,
    /// The key of the sentence that says what became of it.
    opening: &'static str,
    message: Option<String>,
    status_url: String,
}

impl ContributionMail {
    pub(crate) fn facts(&self) -> Facts {
        let place = self.outcome.as_ref().and_then(ContributionOutcome::place).unwrap_or_default();
        Facts(vec![
            ("name", self.recipient_name.clone().unwrap_or_default().into()),
            ("reference", self.reference.clone().into()),
            ("place", place.to_owned().into()),
        ])
    }

    /// The key of the line that mail programs show beside the subject.
    pub(crate) fn preheader(&self) -> &'static str {
        if self.outcome.is_some() {
            "mail-contribution-answer-preheader"
        } else {
            "mail-contribution-receipt-preheader"
        }
    }

    pub(crate) fn view(&self) -> ContributionView {
        let receipt = ("mail-contribution-receipt", "mail-contribution-receipt-opening");
        let answer = |outcome: &ContributionOutcome| ("mail-contribution-answer", outcome.key());
        let (change, opening) = self.outcome.as_ref().map_or(receipt, answer);
        ContributionView {
            change,
            greeting: if self.recipient_name.is_some() { "mail-greeting" } else { "mail-greeting-shared" },
            opening,
            message: self.outcome.as_ref().and_then(ContributionOutcome::message).map(str::to_owned),
            status_url: self.status_url.to_string(),
        }
    }
}
