//! Media types of the specification "GraphQL over HTTP".

use axum::http::{
    HeaderMap, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use mime::Mime;

use crate::edge::fault::{EdgeError, FaultCode};

/// The two media types an answer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status tells what happened.
    GraphqlResponse,
    /// `application/json`: a well-formed request gets 200, errors are in the body.
    Json,
}

impl Media {
    /// The value of `Content-Type`.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    const fn subtype(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "graphql-response+json",
            Self::Json => "json",
        }
    }
}

/// How well a range fits: quality in thousandths, then how exactly it names the type.
type Fit = (u16, u8);

/// Chooses the media type of the answer from `Accept`; `application/json` without one.
///
/// # Errors
/// 406 when neither type is acceptable.
pub(super) fn negotiate(headers: &HeaderMap) -> Result<Media, EdgeError> {
    let mut accepted = headers.get_all(ACCEPT).iter().peekable();
    if accepted.peek().is_none() {
        return Ok(Media::Json);
    }
    let ranges: Vec<Mime> = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| range.trim().parse().ok())
        .filter(is_utf8)
        .collect();
    let modern = fit(&ranges, Media::GraphqlResponse);
    let plain = fit(&ranges, Media::Json);
    match (modern, plain) {
        ((0, _), (0, _)) => Err(not_acceptable()),
        // Named as exactly and liked as much, the richer type wins; a wildcard means JSON.
        (modern, plain) if modern > plain || (modern == plain && modern.1 == 2) => Ok(Media::GraphqlResponse),
        _ => Ok(Media::Json),
    }
}

/// The quality the most specific range gives to a media type.
fn fit(ranges: &[Mime], media: Media) -> Fit {
    ranges
        .iter()
        .filter_map(|range| Some((specificity(range, media)?, quality(range))))
        .max()
        .map_or((0, 0), |(exact, quality)| (quality, exact))
}

fn specificity(range: &Mime, media: Media) -> Option<u8> {
    let essence = range.essence_str();
    if essence == "*/*" {
        return Some(0);
    }
    match essence.strip_prefix("application/")? {
        "*" => Some(1),
        subtype if subtype == media.subtype() => Some(2),
        _ => None,
    }
}

/// The `q` parameter in thousandths; an unreadable one counts as 1.
fn quality(range: &Mime) -> u16 {
    let Some(q) = range.get_param("q") else {
        return 1000;
    };
    let (whole, fraction) = q.as_str().split_once('.').unwrap_or((q.as_str(), ""));
    let thousandths = format!("{fraction:0<3}");
    match (whole, thousandths.get(..3).and_then(|text| text.parse().ok())) {
        ("0", Some(thousandths)) => thousandths,
        _ => 1000,
    }
}

fn is_utf8(range: &Mime) -> bool {
    range.get_param(mime::CHARSET).is_none_or(|charset| charset == mime::UTF_8)
}

/// Accepts `application/json` in UTF-8 as the type of a body and nothing else: other types can
/// be sent by a foreign page without asking.
///
/// # Errors
/// 415.
pub(super) fn require_json(headers: &HeaderMap) -> Result<(), EdgeError> {
    let media: Option<Mime> =
        headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(|value| value.parse().ok());
    match media {
        Some(media) if media.essence_str() == "application/json" && is_utf8(&media) => Ok(()),
        _ => Err(EdgeError::new(FaultCode::BadUserInput, "The body must be `application/json` in UTF-8.")
            .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
    }
}

fn not_acceptable() -> EdgeError {
    EdgeError::new(FaultCode::BadUserInput, "Answers are `application/graphql-response+json` or `application/json`.")
        .with_status(StatusCode::NOT_ACCEPTABLE)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn accept(value: &'static str) -> Option<Media> {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]);
        negotiate(&headers).ok()
    }

    #[test]
    fn json_is_assumed() {
        assert_eq!(negotiate(&HeaderMap::new()).ok(), Some(Media::Json));
        for value in ["*/*", "application/*", "text/html, */*;q=0.8"] {
            assert_eq!(accept(value), Some(Media::Json), "{value}");
        }
    }

    #[test]
    fn the_better_type_wins_by_quality_and_exactness() {
        for (value, expected) in [
            ("application/graphql-response+json", Media::GraphqlResponse),
            ("application/json, application/graphql-response+json", Media::GraphqlResponse),
            (
                "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
                Media::GraphqlResponse,
            ),
            ("application/graphql-response+json;q=0.8, application/json", Media::Json),
            ("application/json;q=0.5, application/graphql-response+json;q=0.501", Media::GraphqlResponse),
            ("application/json, */*", Media::Json),
            ("application/graphql-response+json;q=0, */*", Media::Json),
            ("application/json;q=0, */*", Media::GraphqlResponse),
        ] {
            assert_eq!(accept(value), Some(expected), "{value}");
        }
    }

    #[test]
    fn nothing_acceptable_is_said() {
        for value in ["text/html", "", "application/json;q=0", "application/json; charset=latin1", "*/*;q=0"] {
            assert_eq!(accept(value), None, "{value}");
        }
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        for (value, accepted) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json; charset=utf-16", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("multipart/form-data; boundary=x", false),
            ("application/graphql", false),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(value))]);
            assert_eq!(require_json(&headers).is_ok(), accepted, "{value}");
        }
        assert!(require_json(&HeaderMap::new()).is_err());
    }
}
