use serde::Serialize;
use url::Url;

use crate::templates::Facts;

/// Lets somebody in: the mail to sign in, or an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessMail {
    /// The name of the reader; absent where several persons read the mailbox.
    pub recipient_name: Option<String>,
    /// The page with the button, for whoever has this address.
    pub url: Url,
    /// Until when it works, in words.
    pub until: String,
    /// What it is for.
    pub purpose: AccessPurpose,
}

/// What a mail lets somebody into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessPurpose {
    /// Signing in.
    SignIn {
        /// The code for the browser that asked, in groups of digits.
        code: String,
    },
    /// The first way in.
    Invitation {
        /// For whom the person acts; absent where it is for the body itself.
        organisation: Option<String>,
        /// The place that is offered there; absent where they have one.
        place: Option<OfferedPlace>,
    },
}

/// A place in an organisation, as the mail tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedPlace {
    /// The post in words.
    pub post: String,
    /// The role, in the reader's language.
    pub role: Option<String>,
}

/// The mail as its templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct AccessView {
    /// What the keys of the catalogue begin with.
    kind: &'static str,
    greeting: &'static str,
    opening: &'static str,
    url: String,
    code: Option<String>,
    /// The key of the sentence that tells what is offered.
    offer: Option<&'static str>,
}

impl AccessMail {
    fn kind(&self) -> &'static str {
        match self.purpose {
            AccessPurpose::SignIn { .. } => "mail-sign-in",
            AccessPurpose::Invitation { .. } => "mail-invitation",
        }
    }

    /// The key of the line that mail programs show beside the subject.
    pub(crate) fn preheader(&self) -> &'static str {
        match self.purpose {
            AccessPurpose::SignIn { .. } => "mail-sign-in-until",
            AccessPurpose::Invitation { .. } => "mail-invitation-until",
        }
    }

    pub(crate) fn facts(&self) -> Facts {
        let (organisation, place) = match &self.purpose {
            AccessPurpose::Invitation { organisation, place } => (organisation.clone(), place.clone()),
            AccessPurpose::SignIn { .. } => (None, None),
        };
        let (post, role) = place.map(|place| (place.post, place.role)).unwrap_or_default();
        Facts(vec![
            ("name", self.recipient_name.clone().unwrap_or_default().into()),
            ("until", self.until.clone().into()),
            ("organisation", organisation.unwrap_or_default().into()),
            ("post", post.into()),
            ("role", role.unwrap_or_default().into()),
        ])
    }

    pub(crate) fn view(&self) -> AccessView {
        let (opening, code) = match &self.purpose {
            AccessPurpose::SignIn { code } => ("mail-sign-in-opening", Some(code.clone())),
            AccessPurpose::Invitation { organisation: Some(_), .. } => ("mail-invitation-opening", None),
            AccessPurpose::Invitation { organisation: None, .. } => ("mail-invitation-opening-body", None),
        };
        let offer = match &self.purpose {
            AccessPurpose::Invitation { place: Some(place), .. } if place.role.is_some() => {
                Some("mail-invitation-offer-role")
            }
            AccessPurpose::Invitation { place: Some(_), .. } => Some("mail-invitation-offer"),
            _ => None,
        };
        let named = self.recipient_name.is_some();
        AccessView {
            kind: self.kind(),
            greeting: if named { "mail-greeting" } else { "mail-greeting-shared" },
            opening,
            url: self.url.to_string(),
            code,
            offer,
        }
    }
}
