//! Stylesheets, fonts and icons. They stand under the hash of all of them, so browsers may keep them for good.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/web"]
struct Assets;

/// The beginning of the hash of all assets.
static BUNDLE: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort_unstable();
    let mut hash = Sha256::new();
    for (name, file) in names.iter().filter_map(|name| Some((name, Assets::get(name)?))) {
        hash.update(name.as_bytes());
        hash.update(file.metadata.sha256_hash());
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
});

/// The address of an asset.
pub(super) fn address(file: &str) -> String {
    format!("/static/{}/{file}", *BUNDLE)
}

/// Serves an asset. Under the hash of another release it is served too, but not to be kept.
pub(super) async fn serve(Path((bundle, file)): Path<(String, String)>) -> Response {
    let Some(asset) = Assets::get(&file) else { return StatusCode::NOT_FOUND.into_response() };
    let caching = if bundle == *BUNDLE { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, media_type(&file)),
        (header::CACHE_CONTROL, caching),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.data.into_owned()).into_response()
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn caching(bundle: &str, file: &str) -> (StatusCode, Option<String>) {
        let response = serve(Path((bundle.to_owned(), file.to_owned()))).await;
        let value = response.headers().get(header::CACHE_CONTROL);
        (response.status(), value.map(|value| value.to_str().unwrap().to_owned()))
    }

    #[tokio::test]
    async fn only_the_present_release_is_kept_by_browsers() {
        let (status, value) = caching(&BUNDLE, "cordata.css").await;
        assert_eq!(status, StatusCode::OK);
        assert!(value.unwrap().ends_with("immutable"));
        assert_eq!(caching("0123456789abcdef", "cordata.css").await.1.as_deref(), Some("no-cache"));
        assert_eq!(caching(&BUNDLE, "../Cargo.toml").await.0, StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_first_visit_weighs_little_and_asks_nobody_else() {
        let files = ["bootstrap-italia.css", "cordata.css", "titillium-web-400.woff2", "titillium-web-600.woff2"];
        let files: Vec<_> = files.iter().map(|name| Assets::get(name).unwrap()).collect();
        assert!(files.iter().map(|file| file.data.len()).sum::<usize>() < 90_000);
        for file in files.iter().take(2) {
            let css = std::str::from_utf8(&file.data).unwrap();
            assert!(!css.contains("http") && !css.contains("data:") && !css.contains("@import"));
        }
    }
}
