//! Which pages may open a websocket: browsers send cookies with the handshake of any page.

use axum::http::{
    HeaderMap, Uri,
    header::{HOST, ORIGIN},
    uri::Authority,
};

/// Programs send no `Origin`; pages need that of this host or of the list.
pub(super) fn is_allowed(headers: &HeaderMap, uri: &Uri, allowed: &[String]) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else {
        return !headers.contains_key(ORIGIN);
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let host = uri.authority().map(Authority::as_str).or_else(|| headers.get(HOST)?.to_str().ok());
    let same_host =
        origin.split_once("://").is_some_and(|(_, site)| host.is_some_and(|host| host.eq_ignore_ascii_case(site)));
    same_host || allowed.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn allowed(origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("piano.example.it:8080"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        let list = ["https://app.example.it/".to_owned()];
        is_allowed(&headers, &Uri::from_static("/graphql/ws"), &list)
    }

    #[test]
    fn programs_this_host_and_the_list_may_come_in() {
        assert!(allowed(None));
        assert!(allowed(Some("http://piano.example.it:8080")));
        assert!(allowed(Some("https://app.example.it")));
    }

    #[test]
    fn others_may_not() {
        for origin in [
            "https://evil.example",
            "http://piano.example.it",
            "https://piano.example.it.evil.example:8080",
            "null",
            "",
            "piano.example.it:8080",
        ] {
            assert!(!allowed(Some(origin)), "{origin}");
        }
    }
}
