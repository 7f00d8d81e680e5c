//! What staff do with threads.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{FieldError, MessageId, ThreadId};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entries::Entry;
use super::{Thread, tagged};
use crate::Shared;
use crate::authentication::Staff;
use crate::contacts::OptOutInput;
use crate::extract::{Body, Id, IfMatch};
use crate::form::{Form, FromForm};
use crate::idempotency::RepeatKey;
use crate::problem::{Problem, Result};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(read_thread))
        .routes(routes!(assign_thread))
        .routes(routes!(resolve_thread))
        .routes(routes!(reopen_thread))
        .routes(routes!(add_note))
        .routes(routes!(reply))
        .routes(routes!(set_opt_out))
}

/// What was read.
#[derive(ToSchema)]
#[schema(example = json!({ "last_text_at": "2026-03-01T09:30:05Z" }))]
pub(crate) struct ReadInput {
    /// The thread's `last_text_at` as it was shown. A newer text stays unread.
    last_text_at: Timestamp,
}

impl FromForm for ReadInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        const FIELD: &str = "last_text_at";
        let text = form.needed_text(FIELD)?;
        let time = text.parse();
        if time.is_err() {
            form.reject(FIELD, "Give the thread's last_text_at as it was read.");
        }
        Some(Self {
            last_text_at: time.ok()?,
        })
    }
}

/// Mark a thread as read
///
/// For the church as a whole: what one has read is read for all.
#[utoipa::path(
    post, path = "/api/inbox/{id}/read", operation_id = "readThread", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(Id<ThreadId>),
    request_body = ReadInput,
    responses((
        status = OK, description = "The thread.", body = Thread,
        headers(("ETag" = String, description = "The thread's version, in quotation marks.")),
    )),
)]
async fn read_thread(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ThreadId>,
    Body(input): Body<ReadInput>,
) -> Result<Response> {
    let thread = api.inbox.manage.mark_read(id, input.last_text_at).await?;
    Ok(tagged(api.inbox.list.view(thread).await?))
}

/// Who is to look after a thread.
#[derive(ToSchema)]
#[schema(example = json!({ "user_id": "c4f814e8-70a1-7036-26bd-8c2a4d0d9d5a" }))]
pub(crate) struct AssignInput {
    /// Somebody of `GET /api/users` who is at least staff; null for nobody.
    #[schema(required)]
    user_id: Option<String>,
}

impl FromForm for AssignInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        const FIELD: &str = "user_id";
        if !form.has(FIELD) {
            form.reject(FIELD, "Give the id of a user, or null for nobody.");
            return None;
        }
        Some(Self {
            user_id: form.clearable(FIELD)?,
        })
    }
}

/// Give a thread to somebody
#[utoipa::path(
    post, path = "/api/inbox/{id}/assign", operation_id = "assignThread", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(
        Id<ThreadId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*`.", example = "\"1\""),
    ),
    request_body = AssignInput,
    responses((
        status = OK, description = "The thread.", body = Thread,
        headers(("ETag" = String, description = "The thread's version, in quotation marks.")),
    )),
)]
async fn assign_thread(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ThreadId>,
    IfMatch(version): IfMatch,
    Body(input): Body<AssignInput>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let thread = api
        .inbox
        .manage
        .assign(id, version, input.user_id.as_deref(), user.actor())
        .await?;
    Ok(tagged(api.inbox.list.view(thread).await?))
}

/// Resolve a thread
///
/// It is dealt with, until another text comes in. One that has come in since the thread was read is not overlooked: then
/// nothing is changed.
#[utoipa::path(
    post, path = "/api/inbox/{id}/resolve", operation_id = "resolveThread", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(
        Id<ThreadId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*`.", example = "\"1\""),
    ),
    responses((
        status = OK, description = "The thread.", body = Thread,
        headers(("ETag" = String, description = "The thread's version, in quotation marks.")),
    )),
)]
async fn resolve_thread(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ThreadId>,
    IfMatch(version): IfMatch,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let thread = api.inbox.manage.resolve(id, version, user.actor()).await?;
    Ok(tagged(api.inbox.list.view(thread).await?))
}

/// Reopen a thread
#[utoipa::path(
    post, path = "/api/inbox/{id}/reopen", operation_id = "reopenThread", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(
        Id<ThreadId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*`.", example = "\"1\""),
    ),
    responses((
        status = OK, description = "The thread.", body = Thread,
        headers(("ETag" = String, description = "The thread's version, in quotation marks.")),
    )),
)]
async fn reopen_thread(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ThreadId>,
    IfMatch(version): IfMatch,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let thread = api.inbox.manage.reopen(id, version, user.actor()).await?;
    Ok(tagged(api.inbox.list.view(thread).await?))
}

/// Something for the others on the staff.
#[derive(ToSchema)]
#[schema(example = json!({ "content": "Called her: she comes with four." }))]
pub(crate) struct NoteInput {
    /// The note, which is never sent.
    #[schema(min_length = 1, max_length = 2000)]
    content: String,
}

impl FromForm for NoteInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        Some(Self {
            content: form.needed_text("content")?,
        })
    }
}

/// Add a note to a thread
#[utoipa::path(
    post, path = "/api/inbox/{id}/notes", operation_id = "addThreadNote", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(Id<ThreadId>),
    request_body = NoteInput,
    responses((status = CREATED, description = "The note.", body = Entry)),
)]
async fn add_note(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ThreadId>,
    Body(input): Body<NoteInput>,
) -> Result<Response> {
    let entry = api
        .inbox
        .manage
        .add_note(id, &input.content, user.actor())
        .await?;
    Ok((StatusCode::CREATED, Json(Entry::of(entry, None))).into_response())
}

/// A reply.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "content": "See you at six!" }))]
pub(crate) struct ReplyInput {
    /// What it says. Braces mean themselves: a reply has no fields.
    #[schema(min_length = 1, max_length = 1600)]
    content: String,
}

impl FromForm for ReplyInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        Some(Self {
            content: form.needed_text("content")?,
        })
    }
}

/// The request, and the thread that it goes to: the same words to two people are two replies.
#[derive(Serialize)]
struct ReplyRequest<'a> {
    thread_id: ThreadId,
    content: &'a str,
}

/// Reply to a thread
///
/// Sends one text to the number, by the way of all messages: the month's limit, the allowed countries and opt-outs hold.
/// Within an hour of the person's last text it goes out at any hour; later it keeps to the hours in which texts go out.
/// `Idempotency-Key` is needed: a request that is repeated with the same one sends nothing again.
#[utoipa::path(
    post, path = "/api/inbox/{id}/replies", operation_id = "replyToThread", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(Id<ThreadId>, RepeatKey),
    request_body = ReplyInput,
    responses(
        (status = ACCEPTED, description = "The reply is being sent.", body = Entry),
        (
            status = CONFLICT,
            description = "The number asked not to be texted, or is no phone; or the `Idempotency-Key` was used for \
                           another message.",
        ),
    ),
)]
async fn reply(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ThreadId>,
    key: RepeatKey,
    Body(input): Body<ReplyInput>,
) -> Result<Response> {
    let request = ReplyRequest {
        thread_id: id,
        content: &input.content,
    };
    let key = key.for_request(&user, &request)?.ok_or_else(|| {
        let message = "Send a key that is unique to this reply, such as a UUID.";
        Problem::wrong_fields(vec![FieldError::new("Idempotency-Key", message)])
    })?;
    let replied = api
        .inbox
        .reply
        .run(id, &input.content, user.actor(), key)
        .await?;
    let message_id = MessageId::for_phone(replied.entry.id.among_broadcasts(), &replied.phone);
    let entry = Entry::of(replied.entry, Some(message_id));
    Ok((StatusCode::ACCEPTED, Json(entry)).into_response())
}

/// Say whether a thread's number may be texted
///
/// Confirms or undoes what a text was taken for, or notes what staff know. It holds for everyone who has the number.
#[utoipa::path(
    post, path = "/api/inbox/{id}/opt-out", operation_id = "setThreadOptOut", tag = "inbox",
    security(("bearer" = ["staff"])),
    params(Id<ThreadId>),
    request_body = OptOutInput,
    responses(
        (
            status = OK, description = "The thread.", body = Thread,
            headers(("ETag" = String, description = "The thread's version, in quotation marks.")),
        ),
        (status = CONFLICT, description = "The sender is no phone."),
    ),
)]
async fn set_opt_out(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ThreadId>,
    Body(input): Body<OptOutInput>,
) -> Result<Response> {
    let thread = api.inbox.list.get(id).await?.thread;
    let (opted_out, channel, reason) = input.into_parts();
    api.opt_out_by_hand
        .run_for_thread(&thread, opted_out, channel, &reason, user.actor())
        .await?;
    Ok(tagged(api.inbox.list.view(thread).await?))
}
