use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cordata_app::AppError;
use cordata_domain::Reason;
use std::sync::Arc;

/// What a reader gets instead of the page they asked for. [`super::frame::dress`] turns it into a page.
#[derive(Debug, Clone)]
pub(super) enum Instead {
    /// It does not exist, or it may not be seen: nobody can tell which.
    NotFound,
    /// The same page has another address.
    Moved(String),
    /// One has to sign in first.
    SignIn,
    /// The request makes no sense.
    BadRequest,
    /// The form came from another site.
    Foreign,
    /// A one-time link that was used, has expired or never was one: nobody can tell which.
    LinkUnusable,
    /// So much was asked for already that this one has to wait, for so many seconds.
    TooMany(u64),
    /// Something broke, or is busy; the cause is for the log.
    Fault(Arc<AppError>),
}

impl From<AppError> for Instead {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) if refusal.reason == Reason::NotFound => Self::NotFound,
            AppError::Refused(_) => Self::BadRequest,
            other => Self::Fault(Arc::new(other)),
        }
    }
}

impl Instead {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Moved(_) => StatusCode::PERMANENT_REDIRECT,
            Self::SignIn => StatusCode::SEE_OTHER,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::LinkUnusable => StatusCode::GONE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault(error) => match error.as_ref() {
                AppError::Busy | AppError::Unavailable(_) | AppError::Uncertain(_) => StatusCode::SERVICE_UNAVAILABLE,
                AppError::Refused(_) | AppError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        if let Self::Moved(address) = &self {
            // Words in addresses can change back, so browsers ask again instead of keeping the redirect for good.
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            if let Ok(address) = HeaderValue::from_str(address) {
                headers.insert(header::LOCATION, address);
            }
        }
        if let Self::TooMany(seconds) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(self);
        response
    }
}
