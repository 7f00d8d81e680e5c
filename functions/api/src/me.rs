//! Who am I, and what may I do?

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use tracing::warn;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Role, Viewer};

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_me))
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "user_id": "c4f814e8-70a1-7036-26bd-8c2a4d0d9d5a",
    "email": "ruth@example.org",
    "roles": ["staff"],
    "reads_confidential": false,
}))]
pub(crate) struct Me {
    /// The user's id.
    user_id: String,
    /// The e-mail address; null when the token does not say it, as access tokens don't.
    #[schema(required)]
    email: Option<String>,
    /// The roles, least first. Each may do what those before it may: viewer, staff, admin.
    roles: Vec<Role>,
    /// Whether this is the pastor, who alone reads confidential calls.
    reads_confidential: bool,
}

/// Who is signed in
///
/// Reads the user and the roles from the token. Others can give threads to who has asked this once.
#[utoipa::path(
    get, path = "/api/me", operation_id = "getMe", tag = "me",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "Who is signed in.", body = Me)),
)]
async fn get_me(State(api): State<Shared>, Viewer(user): Viewer) -> Json<Me> {
    // Only an id token says what others call the user.
    if let (Some(_), Some(role)) = (&user.email, user.role())
        && let Err(error) = api.inbox.note_user.run(user.actor(), role.into()).await
    {
        warn!(%error, "It was not noted who uses the dashboard");
    }
    Json(Me {
        user_id: user.id,
        email: user.email,
        reads_confidential: user.is_pastor,
        roles: user.roles,
    })
}
