//! Messages: staff see what became of each.

use app::list_messages::{MessagePosition, MessageView};
use axum::Json;
use axum::extract::State;
use domain::{BroadcastId, ContactId, MessageId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::openapi::Ref;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Viewer;
use crate::extract::{Id, Query};
use crate::form::{Form, FromForm};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor, query_parameter, wrong_cursor};
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_messages))
        .routes(routes!(get_message))
}

mirror! {
    /// Text or call.
    MessageType from domain::MessageType { Sms, Voice }
}

mirror! {
    /// Where a message stands. `queued` waits for a worker; `sending` is with a worker; `unknown` may or may not
    /// have reached the carrier, and is not sent again without proof; `accepted` is with the carrier, `sent` was
    /// passed on by it; `delivered`, `undelivered` and `failed` are how it ends; `needs_review` waits for a
    /// person; `skipped` was left out on purpose.
    MessageStatus from domain::MessageStatus {
        Queued, Sending, Unknown, NeedsReview, Accepted, Sent, Failed, Undelivered, Delivered, Skipped
    }
}

mirror! {
    /// Why someone was left out: `same_phone` shares a phone with someone who gets the message, `inactive` is
    /// marked as not active, `cancelled` was stopped before it went out, `opted_out` asked not to be texted, `deleted`
    /// was deleted from the directory before it went out, `over_budget` came when the month's money was used up,
    /// `country_not_allowed` has a number in a country that the church does not text, `too_long` is longer than a text may
    /// be with the person's own name in it, `landline` has a number that can't take texts, `unreachable` one that does not
    /// exist or can't be reached.
    SkipReason from domain::SkipReason {
        SamePhone, Inactive, Cancelled, OptedOut, Deleted, OverBudget, CountryNotAllowed, TooLong,
        Landline, Unreachable, CallsOptedOut, NoCallConsent
    }
}

/// One text or call to one person.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "msg_01K6Q2V9GZ3M8T5R7W1X4Y6A0B0123456789ABCDEF",
    "broadcast_id": "brc_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "contact_id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "contact_name": "Ruth Okafor",
    "phone": "+12125550123",
    "message_type": "sms",
    "content": "Dinner on Friday at six, in the hall.",
    "status": "delivered",
    "skip_reason": null,
    "scheduled_at": null,
    "sent_at": "2026-03-01T09:30:05Z",
    "delivered_at": "2026-03-01T09:30:08Z",
    "twilio_sid": "SM0123456789abcdef0123456789abcdef",
    "error_code": null,
    "error_message": null,
    "created_at": "2026-03-01T09:30:02Z",
    "updated_at": "2026-03-01T09:30:08Z",
}))]
pub(crate) struct Message {
    /// The message's id.
    #[schema(value_type = String)]
    id: MessageId,
    /// The broadcast that it belongs to.
    #[schema(value_type = String)]
    broadcast_id: BroadcastId,
    /// The person that it is for; the first one where several share a phone. Null for an answer to a number that is
    /// not in the directory.
    #[schema(value_type = Option<String>, required)]
    contact_id: Option<ContactId>,
    /// The person's name; null when there is no such person in the directory.
    #[schema(required)]
    contact_name: Option<String>,
    /// Where it goes, in E.164; null once the person was deleted from the directory.
    #[schema(required)]
    phone: Option<String>,
    /// Text or call.
    message_type: MessageType,
    /// What it says, in the reader's language and with the reader's name.
    content: String,
    /// Where it stands.
    status: MessageStatus,
    /// Why nobody gets it; null unless it is skipped.
    #[schema(required)]
    skip_reason: Option<SkipReason>,
    /// Until when it waits on purpose, for the morning or for room at the carrier; null when it does not.
    #[schema(required)]
    scheduled_at: Option<Timestamp>,
    /// When the carrier passed it on; null until then.
    #[schema(required)]
    sent_at: Option<Timestamp>,
    /// When it arrived; null until then.
    #[schema(required)]
    delivered_at: Option<Timestamp>,
    /// The carrier's own id of it; null until the carrier has it.
    #[schema(required)]
    twilio_sid: Option<String>,
    /// The carrier's code of what went wrong; null when nothing did.
    #[schema(required)]
    error_code: Option<String>,
    /// What went wrong, in plain words; null when nothing did.
    #[schema(required)]
    error_message: Option<String>,
    /// When the record was made.
    created_at: Timestamp,
    /// When its status last changed.
    updated_at: Timestamp,
}

impl From<MessageView> for Message {
    fn from(view: MessageView) -> Self {
        let message = view.message;
        Self {
            id: message.id,
            broadcast_id: message.id.broadcast_id(),
            contact_id: message.contact_id,
            contact_name: view.contact_name,
            phone: message.phone.map(String::from),
            message_type: message.message_type.into(),
            content: view.content,
            status: message.status.into(),
            skip_reason: message.skip_reason.map(SkipReason::from),
            scheduled_at: message.hold_until,
            sent_at: message.sent_at,
            delivered_at: message.delivered_at,
            twilio_sid: message.twilio_sid,
            error_code: message.error_code,
            error_message: message.error_message,
            created_at: message.created_at,
            updated_at: message.updated_at,
        }
    }
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessagePage {
    /// The messages. There may be fewer than `limit`, or none, and still be a next page.
    items: Vec<Message>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl<Position: std::fmt::Display> From<app::Page<MessageView, Position>> for MessagePage {
    fn from(page: app::Page<MessageView, Position>) -> Self {
        Self {
            next_cursor: page.next.as_ref().map(cursor),
            items: page.items.into_iter().map(Message::from).collect(),
        }
    }
}

/// A page of messages in one status, or in any.
pub(crate) struct StatusFilter<Position> {
    pub(crate) status: Option<domain::MessageStatus>,
    pub(crate) page: PageRequest<Position>,
}

impl<Position> FromForm for StatusFilter<Position> {
    fn from_form(form: &mut Form) -> Option<Self> {
        let status = form
            .optional::<String>("status")
            .map(|text| text.parse().ok());
        if status == Some(None) {
            let names = domain::MessageStatus::ALL.map(domain::MessageStatus::as_str);
            form.reject("status", format!("Use one of {}.", names.join(", ")));
        }
        let page = PageRequest::from_form(form)?;
        Some(Self {
            status: status.flatten(),
            page,
        })
    }
}

impl<Position> IntoParams for StatusFilter<Position> {
    fn into_params(location: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let description = "Only messages in this status.";
        let schema = Ref::from_schema_name(MessageStatus::name());
        let status = query_parameter("status", description, schema.into());
        let mut parameters = vec![status];
        parameters.extend(PageRequest::<Position>::into_params(location));
        parameters
    }
}

/// Which messages are asked for.
pub(crate) struct MessageFilter {
    broadcast_id: Option<BroadcastId>,
    filter: StatusFilter<MessagePosition>,
}

impl FromForm for MessageFilter {
    fn from_form(form: &mut Form) -> Option<Self> {
        let broadcast_id = form
            .optional::<String>("broadcast_id")
            .map(|text| text.parse().ok());
        if broadcast_id == Some(None) {
            form.reject(
                "broadcast_id",
                "Use a broadcast's id, which starts with \"brc_\".",
            );
        }
        let filter = StatusFilter::from_form(form)?;
        Some(Self {
            broadcast_id: broadcast_id.flatten(),
            filter,
        })
    }
}

impl IntoParams for MessageFilter {
    fn into_params(location: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let description = "Only messages of this broadcast.";
        let broadcast = query_parameter("broadcast_id", description, String::schema());
        let mut parameters = vec![broadcast];
        parameters.extend(StatusFilter::<MessagePosition>::into_params(location));
        parameters
    }
}

/// List messages
///
/// Those of the newest broadcast first. A page may have fewer messages than `limit`, or none, and still have
/// a next one.
#[utoipa::path(
    get, path = "/api/messages", operation_id = "listMessages", tag = "messages",
    security(("bearer" = ["viewer"])),
    params(MessageFilter),
    responses((status = OK, description = "A page of messages.", body = MessagePage)),
)]
async fn list_messages(
    State(api): State<Shared>,
    _: Viewer,
    Query(wanted): Query<MessageFilter>,
) -> Result<Json<MessagePage>> {
    let StatusFilter { status, page } = wanted.filter;
    let start = page.start()?;
    let Some(broadcast) = wanted.broadcast_id else {
        let found = api.list_messages.of_all(status, start, page.limit).await?;
        return Ok(Json(found.into()));
    };
    let after = match start {
        None => None,
        Some(MessagePosition::After(id)) if id.broadcast_id() == broadcast => Some(id),
        Some(_) => return Err(wrong_cursor()),
    };
    let found = api
        .list_messages
        .of_broadcast(broadcast, status, after, page.limit)
        .await?;
    Ok(Json(found.into()))
}

/// Read a message
#[utoipa::path(
    get, path = "/api/messages/{id}", operation_id = "getMessage", tag = "messages",
    security(("bearer" = ["viewer"])),
    params(Id<MessageId>),
    responses((status = OK, description = "The message.", body = Message)),
)]
async fn get_message(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>> {
    Ok(Json(api.list_messages.get(id).await?.into()))
}
