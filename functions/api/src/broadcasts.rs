//! Broadcasts: one message to an audience, and how far it has come.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{BroadcastId, BroadcastProgress, ContactId, GroupId, ThreadId};
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Id, Query};
use crate::messages::{MessagePage, MessageType, StatusFilter};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor, wrong_cursor};
use crate::problem::{Problem, Result};
use crate::statistics::StatusCounts;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_broadcasts))
        .routes(routes!(get_broadcast))
        .routes(routes!(list_broadcast_messages))
        .routes(routes!(cancel_broadcast))
        .routes(routes!(resume_broadcast))
}

mirror! {
    /// Where a broadcast stands: `scheduled` until the time that staff chose, `planning` while messages are being written for its audience, `sending` while
    /// they are on their way, `completed` when nothing will change by itself any more, `paused` while it waits for
    /// somebody to mend what `notice` tells, `refused` when it could not be sent and nobody got it, `cancelled` when staff
    /// stopped it.
    BroadcastStatus from domain::broadcast::BroadcastStatus {
        Scheduled, Planning, Sending, Completed, Paused, Refused, Cancelled
    }
}

mirror! {
    /// What a message is for: an `emergency` goes out at any hour, `information` in the church's hours, a
    /// `solicitation`, which asks for money, in the church's hours and not before noon on Sundays.
    Purpose from domain::Purpose { Emergency, Information, Solicitation }
}

/// One message to an audience.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "brc_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "content": "Dinner on Friday at six, in the hall.",
    "message_type": "sms",
    "audience": { "kind": "all" },
    "birthdays_on": null,
    "landlines_of": null,
    "status": "sending",
    "counts": {
        "queued": 120, "sending": 5, "unknown": 0, "accepted": 20, "sent": 10, "delivered": 30,
        "undelivered": 0, "failed": 1, "needs_review": 0, "skipped": 14,
    },
    "recipients": 186,
    "skipped": 14,
    "created_by": "ruth@example.org",
    "created_at": "2026-03-01T09:30:00Z",
    "planned_at": "2026-03-01T09:30:02Z",
    "cancelled_at": null,
    "scheduled_at": null,
    "release_at": null,
    "out_by": "2026-03-01T09:33:10Z",
    "purpose": "information",
    "is_test": false,
    "language": "en",
    "translations": { "es": "Cena el viernes a las seis, en el salón." },
    "segments": 186,
    "cost": 2697000,
    "notice": null,
}))]
pub(crate) struct Broadcast {
    /// The broadcast's id.
    #[schema(value_type = String)]
    id: BroadcastId,
    /// What it says.
    content: String,
    /// Text or call.
    message_type: MessageType,
    /// Whom it is for.
    audience: Audience,
    /// When given, of these only whoever has a birthday on this day; null for all of them.
    #[schema(value_type = Option<String>, format = Date, required)]
    birthdays_on: Option<Date>,
    /// When given, only whoever could not get this text is called, for the number is a landline; null for all of them.
    #[schema(value_type = Option<String>, required)]
    landlines_of: Option<BroadcastId>,
    /// Where it stands.
    status: BroadcastStatus,
    /// Its messages by status. They follow the records within a second or two.
    counts: StatusCounts,
    /// How many messages it has, without those left out; null while it is being planned.
    #[schema(required)]
    recipients: Option<u64>,
    /// How many people were left out of it; null while it is being planned.
    #[schema(required)]
    skipped: Option<u64>,
    /// Who made it: an e-mail address, or a user's id.
    created_by: String,
    /// When it was made.
    created_at: Timestamp,
    /// When the last of its messages was written; null until then.
    #[schema(required)]
    planned_at: Option<Timestamp>,
    /// When staff stopped it; null if nobody did.
    #[schema(required)]
    cancelled_at: Option<Timestamp>,
    /// When staff want it to go out; null for at once.
    #[schema(required)]
    scheduled_at: Option<Timestamp>,
    /// When the next messages that wait for the morning, or for room at the carrier, go out; null when none waits.
    #[schema(required)]
    release_at: Option<Timestamp>,
    /// When the last of the messages that were handed over will be out, at the sender's pace; null until planned.
    #[schema(required)]
    out_by: Option<Timestamp>,
    /// What it is for.
    purpose: Purpose,
    /// Whether staff only tried it out, on one of them.
    is_test: bool,
    /// The language that `content` is written in, a BCP 47 tag.
    #[schema(value_type = String)]
    language: domain::LanguageTag,
    /// The same in other languages, by BCP 47 tag.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    translations: std::collections::BTreeMap<domain::LanguageTag, String>,
    /// In how many segments it goes out, all messages together; null while it is being planned.
    #[schema(required)]
    segments: Option<u64>,
    /// What it costs by the price list, in micro-dollars; null while it is being planned.
    #[schema(required)]
    cost: Option<i64>,
    /// Why it is paused or refused, in plain words; null when it is neither.
    #[schema(required)]
    notice: Option<String>,
}

/// Whom a broadcast is for.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Audience {
    /// Everyone in the directory.
    All,
    /// These people.
    Contacts {
        /// Their ids.
        #[schema(value_type = Vec<String>)]
        contact_ids: Vec<ContactId>,
    },
    /// Whoever was in one of these groups when it was planned.
    Groups {
        /// Their ids.
        #[schema(value_type = Vec<String>)]
        group_ids: Vec<GroupId>,
    },
    /// The other side of a conversation.
    Reply {
        /// The conversation.
        #[schema(value_type = String)]
        thread_id: ThreadId,
    },
}

impl From<domain::Audience> for Audience {
    fn from(audience: domain::Audience) -> Self {
        match audience {
            domain::Audience::All => Self::All,
            domain::Audience::Contacts { contact_ids } => Self::Contacts { contact_ids },
            domain::Audience::Groups { group_ids } => Self::Groups { group_ids },
            domain::Audience::Reply { thread_id, .. } => Self::Reply { thread_id },
        }
    }
}

impl Broadcast {
    /// The broadcast as it is seen at `now`.
    pub(crate) fn seen_at(now: Timestamp, progress: BroadcastProgress) -> Self {
        let status = progress.status(now);
        let broadcast = progress.broadcast;
        let planned = broadcast.planned_at.is_some();
        Self {
            id: broadcast.id,
            content: broadcast.content.into(),
            message_type: broadcast.message_type.into(),
            audience: broadcast.audience.into(),
            birthdays_on: broadcast.birthday.map(|birthday| birthday.date),
            landlines_of: broadcast.landlines_of,
            status: status.into(),
            counts: StatusCounts::from(&progress.counts),
            recipients: planned.then_some(broadcast.plan.recipients),
            skipped: planned.then_some(broadcast.plan.left_out),
            created_by: broadcast.created_by,
            created_at: broadcast.created_at,
            planned_at: broadcast.planned_at,
            cancelled_at: broadcast.cancelled_at,
            scheduled_at: broadcast.scheduled_at,
            release_at: broadcast.release_at,
            out_by: broadcast.plan.out_by,
            purpose: broadcast.purpose.into(),
            is_test: broadcast.is_test,
            language: broadcast.language,
            translations: broadcast
                .translations
                .into_iter()
                .map(|(language, content)| (language, content.into()))
                .collect(),
            segments: planned.then_some(broadcast.plan.segments),
            cost: planned.then_some(broadcast.plan.cost.micros()),
            notice: broadcast.notice.map(|notice| notice.sentence),
        }
    }
}

/// A page of broadcasts, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct BroadcastPage {
    /// The broadcasts.
    items: Vec<Broadcast>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List broadcasts
///
/// Newest first, a page at a time.
#[utoipa::path(
    get, path = "/api/broadcasts", operation_id = "listBroadcasts", tag = "broadcasts",
    security(("bearer" = ["viewer"])),
    params(PageRequest<BroadcastId>),
    responses((status = OK, description = "A page of broadcasts.", body = BroadcastPage)),
)]
async fn list_broadcasts(
    State(api): State<Shared>,
    _: Viewer,
    Query(page): Query<PageRequest<BroadcastId>>,
) -> Result<Json<BroadcastPage>> {
    let page = api
        .broadcasts
        .list_broadcasts(page.start()?, page.limit)
        .await?;
    Ok(Json(BroadcastPage {
        next_cursor: page.next.as_ref().map(cursor),
        items: page
            .items
            .into_iter()
            .map(|progress| Broadcast::seen_at(api.clock.now(), progress))
            .collect(),
    }))
}

/// Read a broadcast
#[utoipa::path(
    get, path = "/api/broadcasts/{id}", operation_id = "getBroadcast", tag = "broadcasts",
    security(("bearer" = ["viewer"])),
    params(Id<BroadcastId>),
    responses((status = OK, description = "The broadcast.", body = Broadcast)),
)]
async fn get_broadcast(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<BroadcastId>,
) -> Result<Json<Broadcast>> {
    let progress = api.broadcasts.get_broadcast(id).await?;
    let progress = progress.ok_or_else(|| Problem::not_found("broadcast"))?;
    Ok(Json(Broadcast::seen_at(api.clock.now(), progress)))
}

/// List the messages of a broadcast
///
/// A page may have fewer messages than `limit`, or none, and still have a next one.
#[utoipa::path(
    get, path = "/api/broadcasts/{id}/messages", operation_id = "listBroadcastMessages", tag = "broadcasts",
    security(("bearer" = ["viewer"])),
    params(Id<BroadcastId>, StatusFilter<domain::MessageId>),
    responses((status = OK, description = "A page of the broadcast's messages.", body = MessagePage)),
)]
async fn list_broadcast_messages(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<BroadcastId>,
    Query(filter): Query<StatusFilter<domain::MessageId>>,
) -> Result<Json<MessagePage>> {
    let after = filter.page.start()?;
    if after.is_some_and(|message| message.broadcast_id() != id) {
        return Err(wrong_cursor());
    }
    let page = api
        .list_messages
        .of_broadcast(id, filter.status, after, filter.page.limit)
        .await?;
    Ok(Json(page.into()))
}

/// Stop a broadcast
///
/// What is not yet with the carrier is not sent. Stopping twice is the same as once.
#[utoipa::path(
    post, path = "/api/broadcasts/{id}/cancel", operation_id = "cancelBroadcast", tag = "broadcasts",
    security(("bearer" = ["staff"])),
    params(Id<BroadcastId>),
    responses(
        (status = ACCEPTED, description = "The broadcast is stopped.", body = Broadcast),
        (status = CONFLICT, description = "It has been completed."),
    ),
)]
async fn cancel_broadcast(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<BroadcastId>,
) -> Result<Response> {
    let progress = api.cancel_broadcast.run(id, &user.shown_as()).await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(Broadcast::seen_at(api.clock.now(), progress)),
    )
        .into_response())
}

/// Let a paused broadcast go on
///
/// It goes on where it was, within half a minute, once what `notice` tells is mended.
#[utoipa::path(
    post, path = "/api/broadcasts/{id}/resume", operation_id = "resumeBroadcast", tag = "broadcasts",
    security(("bearer" = ["staff"])),
    params(Id<BroadcastId>),
    responses(
        (status = OK, description = "The broadcast goes on.", body = Broadcast),
        (status = CONFLICT, description = "It is not paused."),
    ),
)]
async fn resume_broadcast(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<BroadcastId>,
) -> Result<Json<Broadcast>> {
    let progress = api.resume_broadcast.run(id, &user.shown_as()).await?;
    Ok(Json(Broadcast::seen_at(api.clock.now(), progress)))
}
