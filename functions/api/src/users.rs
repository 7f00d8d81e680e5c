//! Who works with the dashboard.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Role, Staff};
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_users))
}

/// Somebody who has used the dashboard.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "user_id": "c4f814e8-70a1-7036-26bd-8c2a4d0d9d5a",
    "name": "ruth@example.org",
    "role": "staff",
    "last_seen_at": "2026-03-01T09:30:05Z",
}))]
pub(crate) struct User {
    /// The user's id.
    user_id: String,
    /// How others on the staff know the user: the e-mail address.
    name: String,
    /// The highest role that the user had when last seen.
    role: Role,
    /// When the user was last seen, to the day.
    last_seen_at: Timestamp,
}

/// Those who have used the dashboard.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserPage {
    /// The users, by name.
    items: Vec<User>,
    /// There is no next page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List users
///
/// Who has used the dashboard, and can be given a thread if at least staff. There is one page.
#[utoipa::path(
    get, path = "/api/users", operation_id = "listUsers", tag = "inbox",
    security(("bearer" = ["staff"])),
    responses((status = OK, description = "The users.", body = UserPage)),
)]
async fn list_users(State(api): State<Shared>, _: Staff) -> Result<Json<UserPage>> {
    let mut users = api.inbox.users.list_users().await?;
    users.sort_by(|one, other| one.account.shown_as.cmp(&other.account.shown_as));
    let items = users.into_iter().map(|user| User {
        user_id: user.account.id,
        name: user.account.shown_as,
        role: user.role.into(),
        last_seen_at: user.seen_at,
    });
    Ok(Json(UserPage {
        items: items.collect(),
        next_cursor: None,
    }))
}
