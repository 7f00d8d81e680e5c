//! Reminders: messages that go out again and again, by a rule.

mod calendar;
mod holidays;
mod input;
mod occurrence;
mod record;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::ReminderId;
use http::{StatusCode, header};
use jiff::civil::Date;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::broadcasts::Broadcast;
use crate::extract::{Body, Id, IfMatch, Query};
use crate::idempotency::RepeatKey;
use crate::paging::{PageRequest, cursor};
use crate::problem::{Problem, Result};
use crate::request_log::RequestLog;

use input::{ReminderInput, ReminderPreviewInput, SkipInput};
use occurrence::{OccurrencePage, PastOccurrence, PastOccurrencePage};
use record::{Reminder, ReminderPage};

/// The routes of this folder.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_reminders, create_reminder))
        .routes(routes!(preview_reminder))
        .routes(routes!(get_reminder, replace_reminder, delete_reminder))
        .routes(routes!(list_upcoming))
        .routes(routes!(pause_reminder))
        .routes(routes!(resume_reminder))
        .routes(routes!(skip_reminder))
        .routes(routes!(send_reminder_now))
        .routes(routes!(duplicate_reminder))
        .routes(routes!(list_occurrences))
        .merge(calendar::routes())
        .merge(holidays::routes())
}

/// A reminder with its version as the entity tag.
async fn tagged(api: &Shared, reminder: domain::Reminder) -> Result<Response> {
    let outlook = api.preview_reminder.outlook().await?;
    let tag = format!("\"{}\"", reminder.version);
    let body = Json(Reminder::seen_by(&outlook, reminder));
    Ok(([(header::ETAG, tag)], body).into_response())
}

/// The answer to a request that added a reminder.
async fn created(api: &Shared, log: &RequestLog, reminder: domain::Reminder) -> Result<Response> {
    log.note_subject(reminder.id.to_string());
    let location = format!("/api/reminders/{}", reminder.id);
    let body = tagged(api, reminder).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], body).into_response())
}

/// List all reminders
#[utoipa::path(
    get, path = "/api/reminders", operation_id = "listReminders", tag = "reminders",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "All reminders, newest first.", body = ReminderPage)),
)]
async fn list_reminders(State(api): State<Shared>, _: Viewer) -> Result<Json<ReminderPage>> {
    let outlook = api.preview_reminder.outlook().await?;
    let reminders = api.reminders.list_reminders().await?;
    Ok(Json(ReminderPage {
        items: reminders
            .into_iter()
            .map(|reminder| Reminder::seen_by(&outlook, reminder))
            .collect(),
        next_cursor: None,
    }))
}

/// Add a reminder
#[utoipa::path(
    post, path = "/api/reminders", operation_id = "createReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    request_body = ReminderInput,
    responses(
        (
            status = CREATED, description = "The reminder was added.", body = Reminder,
            headers(
                ("ETag" = String, description = "The record's version, in quotation marks."),
                ("Location" = String, description = "The path of the new reminder."),
            ),
        ),
        (status = CONFLICT, description = "There are too many reminders."),
    ),
)]
async fn create_reminder(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Body(input): Body<ReminderInput>,
) -> Result<Response> {
    let draft = input.draft(&api, None).await?;
    let reminder = api.manage_reminders.create(draft, user.shown_as()).await?;
    created(&api, &log, reminder).await
}

/// Show when a reminder would go out
///
/// The next ten occurrences of a rule that is not saved, and those that are left out between them. Nothing is kept.
#[utoipa::path(
    post, path = "/api/reminders/preview", operation_id = "previewReminder", tag = "reminders",
    security(("bearer" = ["viewer"])),
    request_body = ReminderPreviewInput,
    responses((status = OK, description = "What would come.", body = OccurrencePage)),
)]
async fn preview_reminder(
    State(api): State<Shared>,
    _: Viewer,
    Body(input): Body<ReminderPreviewInput>,
) -> Result<Json<OccurrencePage>> {
    let rule = input.schedule.rule(&api, None).await?;
    let shown = api.preview_reminder.of_rule(&rule, input.purpose).await?;
    Ok(Json(shown.into()))
}

/// Read a reminder
#[utoipa::path(
    get, path = "/api/reminders/{id}", operation_id = "getReminder", tag = "reminders",
    security(("bearer" = ["viewer"])),
    params(Id<ReminderId>),
    responses((
        status = OK, description = "The reminder.", body = Reminder,
        headers(("ETag" = String, description = "The record's version, in quotation marks.")),
    )),
)]
async fn get_reminder(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ReminderId>,
) -> Result<Response> {
    let reminder = api.reminders.get_reminder(id).await?;
    let reminder = reminder.ok_or_else(|| Problem::not_found("reminder"))?;
    tagged(&api, reminder).await
}

/// Change a reminder
///
/// Replaces all that staff wrote. `If-Match` names the version that was read, which also changes when the reminder goes
/// out: whoever saves over one that went out meanwhile is told so.
#[utoipa::path(
    put, path = "/api/reminders/{id}", operation_id = "replaceReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(
        Id<ReminderId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"1\""),
    ),
    request_body = ReminderInput,
    responses((
        status = OK, description = "The reminder, changed.", body = Reminder,
        headers(("ETag" = String, description = "The record's new version, in quotation marks.")),
    )),
)]
async fn replace_reminder(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ReminderId>,
    IfMatch(version): IfMatch,
    Body(input): Body<ReminderInput>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let present = api.reminders.get_reminder(id).await?;
    let present = present.ok_or_else(|| Problem::not_found("reminder"))?;
    let draft = input.draft(&api, Some(&present)).await?;
    let by = user.shown_as();
    tagged(
        &api,
        api.manage_reminders.change(id, version, draft, by).await?,
    )
    .await
}

/// Delete a reminder
///
/// It is gone at once. What it has sent stays.
#[utoipa::path(
    delete, path = "/api/reminders/{id}", operation_id = "deleteReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(Id<ReminderId>),
    responses((status = NO_CONTENT, description = "The reminder was deleted.")),
)]
async fn delete_reminder(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ReminderId>,
) -> Result<StatusCode> {
    api.manage_reminders.delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Show when a reminder goes out
///
/// The next ten occurrences, and those that are left out between them; none while it is paused.
#[utoipa::path(
    get, path = "/api/reminders/{id}/upcoming", operation_id = "listUpcoming", tag = "reminders",
    security(("bearer" = ["viewer"])),
    params(Id<ReminderId>),
    responses((status = OK, description = "What is to come.", body = OccurrencePage)),
)]
async fn list_upcoming(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ReminderId>,
) -> Result<Json<OccurrencePage>> {
    Ok(Json(api.preview_reminder.of_reminder(id).await?.into()))
}

/// Pause a reminder
///
/// Pausing twice is pausing once.
#[utoipa::path(
    post, path = "/api/reminders/{id}/pause", operation_id = "pauseReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(Id<ReminderId>),
    responses((status = OK, description = "The reminder is paused.", body = Reminder)),
)]
async fn pause_reminder(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ReminderId>,
) -> Result<Response> {
    let paused = api.manage_reminders.set_active(id, false, user.shown_as());
    tagged(&api, paused.await?).await
}

/// Resume a reminder
///
/// What went by in the meantime does not go out.
#[utoipa::path(
    post, path = "/api/reminders/{id}/resume", operation_id = "resumeReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(Id<ReminderId>),
    responses((status = OK, description = "The reminder goes on.", body = Reminder)),
)]
async fn resume_reminder(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ReminderId>,
) -> Result<Response> {
    let resumed = api.manage_reminders.set_active(id, true, user.shown_as());
    tagged(&api, resumed.await?).await
}

/// Skip the next occurrence
///
/// It is named by its day, so that nobody skips another than the one that was seen. The day joins `skip_dates`.
#[utoipa::path(
    post, path = "/api/reminders/{id}/skip", operation_id = "skipReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(Id<ReminderId>),
    request_body = SkipInput,
    responses(
        (status = OK, description = "The reminder, with the day left out.", body = Reminder),
        (status = CONFLICT, description = "Another occurrence is next."),
    ),
)]
async fn skip_reminder(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ReminderId>,
    Body(input): Body<SkipInput>,
) -> Result<Response> {
    let skipped = api.manage_reminders.skip(id, input.date, user.shown_as());
    tagged(&api, skipped.await?).await
}

/// Send a reminder now
///
/// Sends what it says to its audience, beside its schedule. A request that is repeated with the same `Idempotency-Key`
/// within 30 days sends nothing again.
#[utoipa::path(
    post, path = "/api/reminders/{id}/send-now", operation_id = "sendReminderNow", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(Id<ReminderId>, RepeatKey),
    responses(
        (
            status = ACCEPTED, description = "The message is being sent.", body = Broadcast,
            headers(("Location" = String, description = "The path of the broadcast.")),
        ),
        (status = CONFLICT, description = "The `Idempotency-Key` was used for another message."),
    ),
)]
async fn send_reminder_now(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ReminderId>,
    key: RepeatKey,
) -> Result<Response> {
    #[derive(Serialize)]
    struct SendNow {
        reminder_id: ReminderId,
    }

    let key = key.for_request(&user, &SendNow { reminder_id: id })?;
    let sent = api.send_reminder_now.run(id, user.shown_as(), key).await?;
    let location = format!("/api/broadcasts/{}", sent.broadcast.id);
    let body = Json(Broadcast::seen_at(api.clock.now(), sent));
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response())
}

/// Copy a reminder
///
/// The copy is paused.
#[utoipa::path(
    post, path = "/api/reminders/{id}/duplicate", operation_id = "duplicateReminder", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(Id<ReminderId>),
    responses((
        status = CREATED, description = "The copy was added.", body = Reminder,
        headers(
            ("ETag" = String, description = "The record's version, in quotation marks."),
            ("Location" = String, description = "The path of the copy."),
        ),
    )),
)]
async fn duplicate_reminder(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Id(id): Id<ReminderId>,
) -> Result<Response> {
    let copy = api.manage_reminders.duplicate(id, user.shown_as()).await?;
    created(&api, &log, copy).await
}

/// List what a reminder has sent
///
/// Newest first, a page at a time, each with its broadcast; and what was missed. It is kept for three years.
#[utoipa::path(
    get, path = "/api/reminders/{id}/occurrences", operation_id = "listOccurrences", tag = "reminders",
    security(("bearer" = ["viewer"])),
    params(Id<ReminderId>, PageRequest<Date>),
    responses((status = OK, description = "A page of past occurrences.", body = PastOccurrencePage)),
)]
async fn list_occurrences(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ReminderId>,
    Query(page): Query<PageRequest<Date>>,
) -> Result<Json<PastOccurrencePage>> {
    let page = api
        .reminder_history
        .page(id, page.start()?, page.limit)
        .await?;
    let now = api.clock.now();
    Ok(Json(PastOccurrencePage {
        next_cursor: page.next.as_ref().map(cursor),
        items: page
            .items
            .into_iter()
            .map(|(past, broadcast)| PastOccurrence {
                broadcast: broadcast.map(|progress| Broadcast::seen_at(now, progress)),
                ..PastOccurrence::from(past)
            })
            .collect(),
    }))
}
