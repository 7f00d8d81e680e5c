//! Exports: everyone in the directory as one file.

use app::ports::SignedRequest;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::ExportId;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Staff;
use crate::extract::{Body, Id};
use crate::form::{Form, FromForm};
use crate::names::mirror;
use crate::problem::Result;
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(create_export))
        .routes(routes!(get_export))
}

mirror! {
    /// Where an export stands: `writing` is being written; `ready` can be downloaded; `failed` does not fit into one
    /// file.
    ExportStage from domain::import::ExportStage { Writing, Ready, Failed }
}

/// An export of the whole directory.
#[derive(Serialize, ToSchema)]
pub(crate) struct Export {
    /// The export's id.
    #[schema(value_type = String)]
    id: ExportId,
    /// Where it stands.
    stage: ExportStage,
    /// How many people are in it; null until it is ready.
    #[schema(required)]
    rows: Option<u64>,
    /// Where the file can be downloaded for 15 minutes, without a token; null until it is ready.
    #[schema(required)]
    url: Option<String>,
    /// When it was asked for.
    created_at: Timestamp,
}

impl Export {
    fn of(export: domain::import::Export, link: Option<SignedRequest>) -> Self {
        Self {
            id: export.id,
            stage: export.stage.into(),
            rows: export.rows,
            url: link.map(|link| link.url),
            created_at: export.created_at,
        }
    }
}

/// An export that is asked for. There is nothing to say of it.
#[derive(ToSchema)]
pub(crate) struct ExportInput {}

impl FromForm for ExportInput {
    fn from_form(_: &mut Form) -> Option<Self> {
        Some(Self {})
    }
}

/// Export the directory
///
/// Everyone, with all that is known of each but the history, as a CSV file that can be imported again. It is written in
/// the background.
#[utoipa::path(
    post, path = "/api/exports", operation_id = "createExport", tag = "exports",
    security(("bearer" = ["staff"])),
    request_body = ExportInput,
    responses((
        status = ACCEPTED, description = "It is being written.", body = Export,
        headers(("Location" = String, description = "The path of the new export.")),
    )),
)]
async fn create_export(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Body(ExportInput {}): Body<ExportInput>,
) -> Result<Response> {
    let export = api.exports.create(user.actor()).await?;
    log.note_subject(export.id.to_string());
    let location = [(header::LOCATION, format!("/api/exports/{}", export.id))];
    let export = Json(Export::of(export, None));
    Ok((StatusCode::ACCEPTED, location, export).into_response())
}

/// Read an export
#[utoipa::path(
    get, path = "/api/exports/{id}", operation_id = "getExport", tag = "exports",
    security(("bearer" = ["staff"])),
    params(Id<ExportId>),
    responses((status = OK, description = "The export, and where to download it.", body = Export)),
)]
async fn get_export(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ExportId>,
) -> Result<Json<Export>> {
    let (export, link) = api.exports.get(id).await?;
    Ok(Json(Export::of(export, link)))
}
