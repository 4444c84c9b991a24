//! Pages of people and organisations, for those who manage them. Whoever may not see one gets the answer to a page that
//! does not exist; whoever is not signed in signs in first. They are kept nowhere.

mod desk;
mod explain;
mod form;
mod list;
mod member;
mod organisation;
mod person;
mod press;
mod view;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(super) use self::desk::Desk;
pub(super) use self::form::{Choice, Mistake, read_day, read_zone};
use super::{MAX_FORM, PageState};

/// The pages of this module, under the prefix of a language.
pub(super) fn routes(prefix: &str) -> Router<PageState> {
    let at = |path: &str| format!("{prefix}{path}");
    Router::new()
        .route(&at("/organisations"), get(organisation::list).post(organisation::add))
        .route(&at("/organisations/{id}/people"), get(member::list).post(member::invite))
        .route(&at("/people"), get(list::show))
        .route(&at("/people/new"), get(list::ask).post(list::add))
        .route(&at("/people/{id}"), get(person::show).post(person::change))
        .route(&at("/people/{id}/invite"), post(press::invite))
        .route(&at("/people/{id}/posts"), post(person::start_post))
        .route(&at("/people/{id}/roles"), post(person::give_role))
        .route(&at("/invitations/{id}/withdraw"), post(press::withdraw))
        .route(&at("/posts/{id}/end"), post(press::end_post))
        .route(&at("/roles/{id}/end"), post(press::end_role))
        .layer(DefaultBodyLimit::max(MAX_FORM))
}
