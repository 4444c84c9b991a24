//! Signing in and out, and everything of one's own: sessions, tokens, preferences. These pages are kept nowhere.

mod enter;
mod me;
mod openid;
mod sign_in;
mod work;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::answer::DISCREET;
use super::reader::Reader;
use super::{MAX_FORM, PageState};
use crate::openid::CALLBACK;

/// The pages of this module, under the prefix of a language.
pub(super) fn routes(prefix: &str) -> Router<PageState> {
    let at = |path: &str| format!("{prefix}{path}");
    Router::new()
        .route(&at("/sign-in"), get(sign_in::ask).post(sign_in::send))
        .route(&at("/sign-in/code"), get(sign_in::ask_code).post(sign_in::enter_code))
        .route(&at("/sign-in/openid"), get(openid::begin))
        .route(&at(CALLBACK), get(openid::come_back))
        .route(&at("/sign-in/{token}"), get(enter::show_sign_in).post(enter::sign_in))
        .route(&at("/invitation/{token}"), get(enter::show_invitation).post(enter::accept))
        .route(&at("/set-up/{token}"), get(enter::show_set_up).post(enter::set_up))
        .route(&at("/sign-out"), post(me::sign_out))
        .route(&at("/me"), get(me::show))
        .route(&at("/me/digests"), post(me::choose_digests))
        .route(&at("/me/tokens"), post(me::make_token))
        .route(&at("/me/tokens/{id}/revoke"), post(me::revoke_token))
        .route(&at("/me/sessions/{id}/end"), post(me::end_session))
        .route(&at("/me/openid"), post(openid::begin_link))
        .route(&at("/me/openid/{id}/unlink"), post(openid::unlink))
        .layer(DefaultBodyLimit::max(MAX_FORM))
}

/// The address of one of our own pages, as a form carries it; the account's page for anything else.
pub(super) fn next_page(reader: &Reader, wanted: &str) -> String {
    let ours =
        wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(|c: char| c == '\\' || c.is_control());
    if ours { wanted.to_owned() } else { reader.link("/me") }
}

/// On to another page of ours, kept nowhere.
pub(super) fn onward(address: &str) -> Response {
    (DISCREET, Redirect::to(address)).into_response()
}

/// An answer that is kept nowhere.
pub(super) fn discreet(answer: impl IntoResponse) -> Response {
    (DISCREET, answer).into_response()
}

#[cfg(test)]
mod tests {
    use super::super::testing::reader;
    use super::*;

    #[test]
    fn one_goes_on_to_our_own_pages_only() {
        let reader = reader("/en/sign-in");
        assert_eq!(next_page(&reader, "/en/proposals/1?x=2"), "/en/proposals/1?x=2");
        for foreign in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/\t/evil.example",
            "/\u{1}",
            "evil",
        ] {
            assert_eq!(next_page(&reader, foreign), "/en/me", "{foreign}");
        }
    }
}
