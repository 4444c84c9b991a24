//! Whether a request was made by one of our own pages.

use axum::http::{HeaderMap, header};

/// Whether a request was made by one of our own pages, as far as the browser tells (Fetch Metadata, RFC 6454). Silence
/// counts as yes, for forms carry a secret besides, in their address or in a field: `Origin: null` is what browsers send
/// from a page that hides its address, and ours do.
pub(crate) fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let value = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    if let Some(site) = value("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match value(header::ORIGIN.as_str()) {
        None | Some("null") => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            origin == public_url || (host.is_some() && host == value(header::HOST.as_str()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_ours(&headers, "https://piano.example.it")
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site"), ("origin", "https://piano.example.it")]));
        assert!(!ours(&[("origin", "https://evil.example")]));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "localhost:8080")]));
    }

    #[test]
    fn our_own_forms_are_taken() {
        assert!(ours(&[]));
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(ours(&[("origin", "null")]));
        assert!(ours(&[("origin", "https://piano.example.it")]));
        assert!(ours(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
    }
}
