//! What happened with a person, and everything that is known of one.

use app::contact_history::{HistoryItem as Item, HistoryPosition};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::history::{ChangeRecord, ChangeSource};
use domain::{BroadcastId, ContactId, ImportId, MessageId};
use http::header;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::record::Contact;
use crate::Shared;
use crate::authentication::Viewer;
use crate::extract::{Id, Query};
use crate::messages::{MessageStatus, MessageType, SkipReason};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor};
use crate::problem::{Problem, Result};

/// How many items the file about a person holds at most, and how many are read at once.
const MAXIMUM_EXPORTED: usize = 2_000;
const EXPORTED_AT_ONCE: usize = 100;
/// How many pages are looked at for it.
const MAXIMUM_PAGES: usize = 100;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_history))
        .routes(routes!(export_contact))
}

/// Something that happened with a person: either `message` or `change` is there.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryItem {
    /// The id of the message or of the change.
    id: String,
    /// When: for a message, when staff sent it.
    at: Timestamp,
    /// What it was.
    kind: HistoryKind,
    /// The message; null for a change.
    #[schema(required)]
    message: Option<HistoryMessage>,
    /// The change; null for a message.
    #[schema(required)]
    change: Option<HistoryChange>,
}

/// What happened.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HistoryKind {
    /// A message was sent to the person, or the person was left out of one.
    Message,
    /// The record was changed.
    Change,
}

/// A message of a person's history.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryMessage {
    /// The message's id.
    #[schema(value_type = String)]
    id: MessageId,
    /// The broadcast that it belongs to.
    #[schema(value_type = String)]
    broadcast_id: BroadcastId,
    /// Text or call.
    message_type: MessageType,
    /// Where it stands.
    status: MessageStatus,
    /// Why the person was left out; null unless it is skipped.
    #[schema(required)]
    skip_reason: Option<SkipReason>,
    /// What went wrong, in plain words; null when nothing did.
    #[schema(required)]
    error_message: Option<String>,
    /// What it says.
    content: String,
}

/// A change of a person's record.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryChange {
    /// What was done.
    action: ChangeAction,
    /// Who did it: an e-mail address.
    actor: String,
    /// By which way.
    source: ChangeWay,
    /// The import; null when it was made by hand.
    #[schema(required, value_type = Option<String>)]
    import_id: Option<ImportId>,
    /// Why, in the words of whoever did it; null when none were asked for.
    #[schema(required)]
    reason: Option<String>,
    /// The fields that changed.
    changes: Vec<FieldChange>,
}

/// How a field changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldChange {
    /// The field's name.
    pub(crate) field: String,
    /// Before; null when there was nothing.
    #[schema(required)]
    pub(crate) before: Option<String>,
    /// After; null when there is nothing.
    #[schema(required)]
    pub(crate) after: Option<String>,
}

impl From<domain::history::FieldChange> for FieldChange {
    fn from(change: domain::history::FieldChange) -> Self {
        Self {
            field: change.field,
            before: change.before,
            after: change.after,
        }
    }
}

mirror! {
    /// What was done to a record: `created` made it, `changed` changed fields, `opted_out` and `opted_in` noted whether
    /// the person's number may be texted, `calls_opted_out` and `calls_opted_in` whether it may be called.
    ChangeAction from domain::history::ChangeAction { Created, Changed, OptedOut, OptedIn, CallsOptedOut, CallsOptedIn }
}

/// By which way a change came.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChangeWay {
    /// Someone made it in the dashboard, or by the API.
    ByHand,
    /// A spreadsheet said so.
    Import,
}

impl From<Item> for HistoryItem {
    fn from(item: Item) -> Self {
        let at = item.at();
        match item {
            Item::Message { message, content } => Self::of_message(at, *message, content),
            Item::Change(change) => Self::of_change(at, change),
        }
    }
}

impl HistoryItem {
    fn of_message(at: Timestamp, message: domain::Message, content: String) -> Self {
        Self {
            id: message.id.to_string(),
            at,
            kind: HistoryKind::Message,
            message: Some(HistoryMessage {
                id: message.id,
                broadcast_id: message.id.broadcast_id(),
                message_type: message.message_type.into(),
                status: message.status.into(),
                skip_reason: message.skip_reason.map(SkipReason::from),
                error_message: message.error_message,
                content,
            }),
            change: None,
        }
    }

    fn of_change(at: Timestamp, change: ChangeRecord) -> Self {
        let (source, import_id) = match change.source {
            ChangeSource::ByHand => (ChangeWay::ByHand, None),
            ChangeSource::Import { import_id } => (ChangeWay::Import, Some(import_id)),
        };
        Self {
            id: change.id.to_string(),
            at,
            kind: HistoryKind::Change,
            message: None,
            change: Some(HistoryChange {
                action: change.action.into(),
                actor: change.actor.shown_as,
                source,
                import_id,
                reason: change.reason,
                changes: change.changes.into_iter().map(FieldChange::from).collect(),
            }),
        }
    }
}

/// A page of a person's history.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryPage {
    /// What happened, newest first. There may be fewer than `limit`, or none, and still be a next page.
    items: Vec<HistoryItem>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Read a person's history
///
/// Everything that was sent to the person, and how the record was changed and by whom, newest first.
#[utoipa::path(
    get, path = "/api/contacts/{id}/history", operation_id = "listContactHistory", tag = "contacts",
    security(("bearer" = ["viewer"])),
    params(Id<ContactId>, PageRequest<HistoryPosition>),
    responses((status = OK, description = "A page of the history.", body = HistoryPage)),
)]
async fn list_history(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ContactId>,
    Query(page): Query<PageRequest<HistoryPosition>>,
) -> Result<Json<HistoryPage>> {
    let start = page.start()?.unwrap_or_default();
    let page = api.contact_history.list(id, start, page.limit).await?;
    Ok(Json(HistoryPage {
        next_cursor: page.next.as_ref().map(cursor),
        items: page.items.into_iter().map(HistoryItem::from).collect(),
    }))
}

/// Everything that is known of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactExport {
    /// The record.
    contact: Contact,
    /// What happened, newest first.
    history: Vec<HistoryItem>,
    /// Whether the history is all there; a very long one is cut.
    is_complete: bool,
}

/// Download what is known of a person
///
/// The record and the history as one file, such as before a deletion.
#[utoipa::path(
    get, path = "/api/contacts/{id}/export", operation_id = "exportContact", tag = "contacts",
    security(("bearer" = ["viewer"])),
    params(Id<ContactId>),
    responses((
        status = OK, description = "Everything that is known of the person.", body = ContactExport,
        headers(("Content-Disposition" = String, description = "`attachment` with the file's name.")),
    )),
)]
async fn export_contact(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ContactId>,
) -> Result<Response> {
    let contact = api.contacts.get_contact(id).await?;
    let contact = contact.ok_or_else(|| Problem::not_found("contact"))?;
    let mut history = Vec::new();
    let mut next = Some(HistoryPosition::default());
    for _ in 0..MAXIMUM_PAGES {
        let Some(start) = next.filter(|_| history.len() < MAXIMUM_EXPORTED) else {
            break;
        };
        let page = api
            .contact_history
            .list(id, start, EXPORTED_AT_ONCE)
            .await?;
        history.extend(page.items.into_iter().map(HistoryItem::from));
        next = page.next;
    }
    let file = format!("attachment; filename=\"{id}.json\"");
    let export = ContactExport {
        contact: contact.into(),
        history,
        is_complete: next.is_none(),
    };
    Ok(([(header::CONTENT_DISPOSITION, file)], Json(export)).into_response())
}
