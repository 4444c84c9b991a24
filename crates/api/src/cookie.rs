//! The cookies of browsers: the secret of a session, the ones of requests to sign in. None can be read by scripts,
//! and none is sent along from other sites but for following a link.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};

/// The secret of a session.
pub(crate) const SESSION: &str = "cordata_session";
/// The secret by which a browser is known in which somebody signed in. It opens nothing.
pub(crate) const BROWSER: &str = "cordata_browser";
/// The secret of a browser that asked for a mail to sign in.
pub(crate) const SIGN_IN: &str = "cordata_sign_in";
/// The secret of a browser that was sent to the identity provider.
pub(crate) const OPENID: &str = "cordata_openid";

/// The value of a cookie of the request.
pub(crate) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(Cookie::split_parse).flatten();
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// The header that sets a cookie for so many seconds; only over TLS where the site is reached by it.
pub(crate) fn set(name: &'static str, secret: String, seconds: i64, public_url: &str) -> Option<HeaderValue> {
    let cookie = Cookie::build((name, secret))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(public_url.starts_with("https://"))
        .max_age(Duration::seconds(seconds));
    HeaderValue::from_str(&cookie.build().to_string()).ok()
}

/// The header that takes a cookie away.
pub(crate) fn clear(name: &'static str, public_url: &str) -> Option<HeaderValue> {
    set(name, String::new(), 0, public_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_and_kept_from_scripts() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; cordata_session=sessione_x; b=2"));
        assert_eq!(value(&headers, SESSION).as_deref(), Some("sessione_x"));
        assert_eq!(value(&headers, SIGN_IN), None);
        let secure = set(SESSION, "x".to_owned(), 60, "https://piano.example.it").unwrap();
        assert_eq!(secure, "cordata_session=x; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
        let local = set(SESSION, "x".to_owned(), 60, "http://127.0.0.1:8080").unwrap();
        assert!(!local.to_str().unwrap().contains("Secure"));
    }
}
