//! Pictures and other files that came with texts.

use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use domain::{ThreadEntryId, ThreadId};
use http::request::Parts;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Viewer;
use crate::files::FileRequest;
use crate::problem::{Problem, Result};
use crate::request_log::RequestLog;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_media))
}

/// Which file is asked for. What is no id names nothing.
struct MediaPath {
    thread: ThreadId,
    entry: ThreadEntryId,
    index: usize,
}

impl<S: Send + Sync> FromRequestParts<S> for MediaPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let not_found = || Problem::not_found("file");
        let path = Path::<(String, String, String)>::from_request_parts(parts, state).await;
        let Path((thread, entry, index)) = path.map_err(|_| not_found())?;
        let thread: ThreadId = thread.parse().map_err(|_| not_found())?;
        if let Some(log) = parts.extensions.get::<RequestLog>() {
            log.note_subject(thread.to_string());
        }
        Ok(Self {
            thread,
            entry: entry.parse().map_err(|_| not_found())?,
            index: index.parse().map_err(|_| not_found())?,
        })
    }
}

/// Look at a file that came with a text
///
/// Answers a request that the browser makes by itself, within 15 minutes. The first look fetches the file from Twilio.
#[utoipa::path(
    get, path = "/api/inbox/{id}/entries/{entry_id}/media/{index}", operation_id = "getThreadMedia", tag = "inbox",
    security(("bearer" = ["viewer"])),
    params(
        ("id" = String, Path, description = "The thread's id."),
        ("entry_id" = String, Path, description = "The entry's id."),
        ("index" = u32, Path, description = "The file's place among those of the text, from 0."),
    ),
    responses(
        (status = OK, description = "How the browser gets the file.", body = FileRequest),
        (status = CONFLICT, description = "The file is too large, or of a kind that is not taken."),
    ),
)]
async fn get_media(
    State(api): State<Shared>,
    _: Viewer,
    path: MediaPath,
) -> Result<Json<FileRequest>> {
    let link = api
        .inbox
        .media
        .run(path.thread, path.entry, path.index)
        .await?;
    Ok(Json(link.into()))
}
