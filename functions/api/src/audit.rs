//! The audit: administrators see who did what.

use axum::Json;
use axum::extract::State;
use domain::AuditId;
use domain::audit::AuditEntry as Entry;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Admin;
use crate::extract::Query;
use crate::names::mirror;
use crate::paging::{PageRequest, cursor};
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_audit))
}

mirror! {
    /// What somebody did.
    AuditAction from domain::audit::AuditAction {
        EmergencySent, SettingsChanged, TemplateCreated, TemplateChanged, TemplateDeleted, MessageConfirmed,
        MessageResent, MessageGivenUp, OptOutNoted, OptInNoted, NumberFaultCleared, BroadcastCancelled, BroadcastResumed
    }
}

mirror! {
    /// What came of it: `done`; `refused`, and nothing was changed; `unclear` when it was begun and nobody could note what
    /// came of it, so that it may have been done.
    AuditOutcome from domain::audit::AuditOutcome { Unclear, Done, Refused }
}

/// Something that somebody did. No words, names or numbers are kept of it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "aud_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "at": "2026-11-26T03:12:00Z",
    "by": "ruth@example.org",
    "action": "emergency_sent",
    "action_text": "Sent an emergency message",
    "subject_id": "brc_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "outcome": "done",
}))]
pub(crate) struct AuditEntry {
    /// The entry's id.
    #[schema(value_type = String)]
    id: AuditId,
    /// When.
    at: Timestamp,
    /// Who: an e-mail address, or a user's id.
    by: String,
    /// What.
    action: AuditAction,
    /// The same in words.
    action_text: &'static str,
    /// The id of what it was done to; null where there is only one such thing, as with the settings.
    #[schema(required)]
    subject_id: Option<String>,
    /// What came of it.
    outcome: AuditOutcome,
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            by: entry.by,
            action: entry.action.into(),
            action_text: entry.action.sentence(),
            subject_id: entry.subject_id,
            outcome: entry.outcome.into(),
        }
    }
}

/// A page of the audit, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditPage {
    /// The entries.
    items: Vec<AuditEntry>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Read the audit
///
/// Who did what, newest first, a page at a time.
#[utoipa::path(
    get, path = "/api/audit", operation_id = "listAudit", tag = "audit",
    security(("bearer" = ["admin"])),
    params(PageRequest<AuditId>),
    responses((status = OK, description = "A page of the audit.", body = AuditPage)),
)]
async fn list_audit(
    State(api): State<Shared>,
    _: Admin,
    Query(page): Query<PageRequest<AuditId>>,
) -> Result<Json<AuditPage>> {
    let found = api.audit.list(page.start()?, page.limit).await?;
    Ok(Json(AuditPage {
        next_cursor: found.next.as_ref().map(cursor),
        items: found.items.into_iter().map(AuditEntry::from).collect(),
    }))
}
