//! `GraphiQL` at `/explorer`, served whole by this binary: no request goes outside.

use std::{borrow::Cow, collections::HashMap, fmt::Write as _, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Only this server's own files; styles that the editor writes into the page and fonts that
/// its style sheet holds inside are the two exceptions.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Files whose name holds their version never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// All others are asked for again, and mostly answered with 304.
const REVALIDATE: &str = "no-cache";

#[derive(RustEmbed)]
#[folder = "assets/explorer/"]
struct Assets;

/// A curated operation, opened in a tab of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// What it shows, in a few words.
    pub name: String,
    /// The document.
    pub query: String,
    /// Its variables, if it has any.
    pub variables: Option<serde_json::Value>,
}

/// `/explorer`, `/explorer/examples.json` and `/explorer/assets/…`.
pub fn router(examples: &[Example]) -> Router {
    let mut files: HashMap<String, File> = Assets::iter()
        .filter_map(|name| {
            let data = Assets::get(&name)?.data;
            let content = match data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => bytes.into(),
            };
            Some((name.to_string(), File::new(&name, content)))
        })
        .collect();
    let examples = serde_json::to_vec(examples).unwrap_or_else(|error| {
        tracing::error!(%error, "the examples of the explorer could not be written as JSON");
        b"[]".to_vec()
    });
    files.insert("examples.json".to_owned(), File::new("examples.json", examples.into()));
    Router::new()
        .route("/explorer", get(page))
        .route("/explorer/", get(page))
        .route("/explorer/examples.json", get(examples_file))
        .route("/explorer/assets/{*name}", get(asset))
        .with_state(Arc::new(files))
}

type Files = Arc<HashMap<String, File>>;

async fn page(State(files): State<Files>, headers: HeaderMap) -> Response {
    let mut response = answer(&files, "index.html", &headers);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

async fn examples_file(State(files): State<Files>, headers: HeaderMap) -> Response {
    answer(&files, "examples.json", &headers)
}

async fn asset(State(files): State<Files>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    answer(&files, &name, &headers)
}

fn answer(files: &Files, name: &str, headers: &HeaderMap) -> Response {
    let Some(file) = files.get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|tags| tags.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .any(|tag| tag.trim().trim_start_matches("W/") == file.tag);
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(file.content.clone())) };
    file.describe(response.headers_mut());
    response
}

/// A file, ready to be sent.
struct File {
    content: Bytes,
    media: &'static str,
    caching: &'static str,
    /// The entity tag, quotes included.
    tag: String,
}

impl File {
    fn new(name: &str, content: Bytes) -> Self {
        let digest = Sha256::digest(&content);
        let mut tag = String::from('"');
        for byte in digest.iter().take(16) {
            // Writing into a String cannot fail.
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        Self {
            media: match extension {
                "html" => "text/html; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                "css" => "text/css; charset=utf-8",
                "json" => "application/json; charset=utf-8",
                _ => "text/plain; charset=utf-8",
            },
            caching: if name.contains(|letter: char| letter.is_ascii_digit()) { FOREVER } else { REVALIDATE },
            content,
            tag,
        }
    }

    fn describe(&self, headers: &mut HeaderMap) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.caching));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(ETAG, tag);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::to_bytes, http::Request};
    use serde_json::json;
    use tower::ServiceExt;

    use super::*;

    async fn fetch(path: &str, tag: Option<&str>) -> (StatusCode, HeaderMap, String) {
        let examples =
            [Example { name: "Who am I".to_owned(), query: "{ viewer { id } }".to_owned(), variables: None }];
        let mut request = Request::get(path);
        if let Some(tag) = tag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        let request = request.body(Body::empty()).unwrap();
        let (parts, body) = router(&examples).oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        (parts.status, parts.headers, text)
    }

    /// The values of `src` and `href` in the page.
    fn links(page: &str) -> Vec<&str> {
        page.split(['"']).filter(|part| part.starts_with('/')).collect()
    }

    #[tokio::test]
    async fn the_page_names_only_files_of_this_server_and_all_are_there() {
        let (status, headers, page) = fetch("/explorer", None).await;
        assert_eq!(status, StatusCode::OK);
        assert!(headers[CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'"));
        assert!(!page.contains("://"));
        let links = links(&page);
        assert_eq!(links.len(), 6);
        for link in links {
            let (status, headers, content) = fetch(link, None).await;
            assert_eq!(status, StatusCode::OK, "{link}");
            assert!(!content.is_empty());
            let media = headers[CONTENT_TYPE].to_str().unwrap();
            let (_, extension) = link.rsplit_once('.').unwrap();
            assert!(media.starts_with("text/") && media.contains(&extension[1..]), "{media}");
        }
    }

    #[tokio::test]
    async fn files_are_not_sent_twice() {
        let (_, headers, _) = fetch("/explorer/assets/explorer.js", None).await;
        assert_eq!(headers[CACHE_CONTROL], REVALIDATE);
        let tag = headers[ETAG].to_str().unwrap();
        let (status, _, body) = fetch("/explorer/assets/explorer.js", Some(tag)).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let (_, headers, _) = fetch("/explorer/assets/react-18.3.1.min.js", None).await;
        assert_eq!(headers[CACHE_CONTROL], FOREVER);
    }

    #[tokio::test]
    async fn the_examples_are_served_as_given() {
        let (_, headers, body) = fetch("/explorer/examples.json", None).await;
        assert_eq!(headers[CONTENT_TYPE], "application/json; charset=utf-8");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&body).unwrap(),
            json!([{"name": "Who am I", "query": "{ viewer { id } }", "variables": null}])
        );
    }

    #[tokio::test]
    async fn nothing_else_is_served() {
        for path in ["/explorer/assets/none.js", "/explorer/assets/../../Cargo.toml", "/explorer/x"] {
            assert_eq!(fetch(path, None).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn the_checked_in_files_are_those_of_the_list() {
        let sources = include_str!("../../assets/explorer/SOURCES.md");
        for name in Assets::iter().filter(|name| name.contains("min.")) {
            let digest = Sha256::digest(&Assets::get(&name).unwrap().data);
            let hex = digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
            let listed = sources.lines().any(|line| line.contains(&*name) && line.contains(&hex));
            assert!(listed, "{name} {hex}");
        }
    }
}
