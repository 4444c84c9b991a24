//! What surrounds every page: the dress of the body, the language switch, and headers that keep browsers strict.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use cordata_text::{available, words};
use tower_http::request_id::RequestId;

use super::instead::Instead;
use super::reader::Reader;
use super::view::query_value;
use super::{PageState, Site};

/// Nothing but our own files; no frames; forms go to us only.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Headers that every page has unless it sets its own.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
];

/// One step of the way back to the home page.
pub(super) struct Crumb {
    pub(super) label: String,
    pub(super) href: String,
}

/// The same page in another language.
pub(super) struct Switch {
    pub(super) lang: String,
    pub(super) name: String,
    pub(super) invitation: String,
    pub(super) href: String,
    pub(super) current: bool,
}

/// What surrounds a page.
pub(super) struct Frame {
    reader: Reader,
    pub(super) site: String,
    pub(super) version: &'static str,
    pub(super) heading: String,
    pub(super) crumbs: Vec<Crumb>,
}

impl Frame {
    /// The surroundings of the page with this heading.
    pub(super) fn new(reader: Reader, site: &Site, heading: impl Into<String>) -> Self {
        Self { reader, site: site.name.clone(), version: site.version, heading: heading.into(), crumbs: Vec::new() }
    }

    /// Adds a step after the home page.
    #[must_use]
    pub(super) fn crumb(mut self, label: impl Into<String>, path: &str) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: self.reader.link(path) });
        self
    }

    /// A text of the catalogue.
    pub(super) fn text(&self, key: &str) -> String {
        self.reader.text(key)
    }

    /// The address of another page, in the language of this one.
    pub(super) fn link(&self, path: &str) -> String {
        self.reader.link(path)
    }

    /// The language of the page.
    pub(super) fn lang(&self) -> &str {
        self.reader.locale().as_str()
    }

    /// The title of the window.
    pub(super) fn title(&self) -> String {
        let args = [("title", self.heading.as_str().into()), ("site", self.site.as_str().into())];
        self.reader.format("page-title", &args)
    }

    /// What the site is for.
    pub(super) fn about(&self) -> String {
        self.reader.format("page-footer-about", &[("body", self.site.as_str().into())])
    }

    /// Whether the page belongs to the section of the plan.
    pub(super) fn is_home(&self) -> bool {
        self.reader.path() == "/" || self.is_at("/plans")
    }

    /// Whether the page belongs to this section.
    pub(super) fn is_at(&self, section: &str) -> bool {
        self.reader.path().strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Where one signs in, or one's own page.
    pub(super) fn account(&self) -> Crumb {
        let (key, path) =
            if self.reader.is_known() { ("page-nav-me", "/me") } else { ("page-nav-sign-in", "/sign-in") };
        Crumb { label: self.text(key), href: self.link(path) }
    }

    /// The languages of the page.
    pub(super) fn switches(&self) -> Vec<Switch> {
        let switch = |locale: cordata_domain::Locale| {
            let words = words(&locale);
            let path = self.reader.path();
            Switch {
                lang: locale.to_string(),
                name: words.text("page-language-this"),
                invitation: words.text("page-language-switch"),
                href: if path == "/" { format!("/{locale}") } else { format!("/{locale}{path}") },
                current: locale == *self.reader.locale(),
            }
        };
        available().into_iter().map(switch).collect()
    }
}

/// A page that only says something.
#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage {
    frame: Frame,
    text: String,
}

/// Gives every answer its headers, and every failure the dress of a page.
pub(super) async fn dress(State(pages): State<PageState>, request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri(), request.headers());
    let here = (request.method() == Method::GET).then(|| request.uri().path_and_query().cloned()).flatten();
    let reference = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        response = explain(&pages, reader.clone(), reference.as_ref(), response).await;
    }
    if matches!(response.extensions().get(), Some(Instead::SignIn)) {
        let next = query_value(here.as_ref().map_or("", PathAndQuery::as_str));
        let place = HeaderValue::from_str(&format!("{}?next={next}", reader.link("/sign-in")));
        response.headers_mut().extend(place.map(|place| (header::LOCATION, place)));
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(lang) = HeaderValue::from_str(reader.locale().as_str()) {
        headers.entry(header::CONTENT_LANGUAGE).or_insert(lang);
    }
    if reader.negotiated() {
        headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    }
    response
}

/// Puts words into an answer that has none. Pages that explain themselves stay as they are.
async fn explain(pages: &PageState, reader: Reader, reference: Option<&RequestId>, response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let instead = parts.extensions.get::<Instead>();
    if let Some(Instead::Fault(error)) = instead {
        tracing::error!(cause = std::error::Error::source(error.as_ref()), "A page failed: {error}");
    }
    let name = match instead {
        Some(Instead::LinkUnusable) => "page-answer-unusable",
        _ if parts.status == StatusCode::TOO_MANY_REQUESTS => "page-error-too-many",
        _ if parts.status.is_server_error() => "page-error-fault",
        _ if parts.status == StatusCode::NOT_FOUND => "page-error-not-found",
        _ => "page-error-bad-request",
    };
    let reference = reference.and_then(|id| id.header_value().to_str().ok()).unwrap_or("–");
    let text = reader.format(name, &[("reference", reference.into())]);
    let title = reader.text(&format!("{name}-title"));
    // The database may be what broke, or there may be too much to do: then the page does without the body's name.
    let crowded = parts.status == StatusCode::TOO_MANY_REQUESTS;
    let named = if crowded { None } else { pages.site().await.ok() };
    let site = named.unwrap_or_else(|| pages.unnamed_site());
    let html = NoticePage { frame: Frame::new(reader, &site, title), text }.render().unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    (parts, Html(html)).into_response()
}
