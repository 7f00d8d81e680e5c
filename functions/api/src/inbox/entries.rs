//! What a thread holds, newest first.

use app::read_thread::{ItemContent, SentText, ThreadItem};
use axum::Json;
use axum::extract::State;
use domain::inbound_text::InboundMedia;
use domain::opt_out::OptOut;
use domain::reply_meaning::{Certainty, ReplyMeaning};
use domain::thread::{Answer, AnswerReason, EntryContent, ReceivedText, ThreadEntry};
use domain::{BroadcastId, MessageId, ThreadEntryId, ThreadId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Assignee;
use crate::Shared;
use crate::authentication::Viewer;
use crate::extract::{Id, Query};
use crate::messages::{MessageStatus, SkipReason};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor};
use crate::problem::Result;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_entries))
}

/// What happened: `text` they wrote, `reply` staff answered, `broadcast` they got an ordinary message or were left out of
/// one, `note` staff wrote something down for each other, `assigned`, `resolved` and `reopened` staff did, `opt_out` it was
/// noted whether the number may be texted.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EntryKind {
    /// They wrote.
    Text,
    /// Staff answered.
    Reply,
    /// They got an ordinary message.
    Broadcast,
    /// Staff wrote something down.
    Note,
    /// It was given to somebody.
    Assigned,
    /// It is dealt with.
    Resolved,
    /// It is not.
    Reopened,
    /// Whether the number may be texted.
    OptOut,
}

/// A file that came with a text.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryMedia {
    /// Its place among the text's files, from 0.
    index: u32,
    /// What Twilio says that it is.
    content_type: String,
    /// Whether every browser shows it.
    is_picture: bool,
    /// Whether it can be fetched: some kinds are not taken.
    is_available: bool,
}

/// What a text asks of us. `maybe_opt_out` was taken for an opt-out, and waits for somebody to look at it.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextMeaning {
    /// No more texts.
    OptOut,
    /// Probably no more texts.
    MaybeOptOut,
    /// Texts again.
    OptIn,
    /// Who writes?
    Help,
    /// Something else.
    Other,
}

/// Why a text was answered by itself.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AutomaticReason {
    /// They asked for no more texts.
    OptedOut,
    /// They asked for texts again.
    OptedIn,
    /// They asked who writes.
    Help,
    /// The text was a keyword.
    Keyword,
    /// Nobody was in the office.
    AfterHours,
}

/// How a text was answered by itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct AutomaticAnswer {
    /// The words.
    content: String,
    /// Why.
    reason: AutomaticReason,
    /// The keyword; null unless it was one.
    #[schema(required)]
    keyword: Option<String>,
}

/// A text that came in.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryText {
    /// What it says; empty for a picture alone.
    content: String,
    /// The files that came with it.
    media: Vec<EntryMedia>,
    /// How many files were left out, because they were not at Twilio's.
    dropped_media: u32,
    /// How many segments it came in.
    segments: u32,
    /// What it asks of us.
    meaning: TextMeaning,
    /// Whether Twilio has answered it by itself.
    answered_by_carrier: bool,
    /// What we answered by ourselves; null for nothing.
    #[schema(required)]
    automatic_answer: Option<AutomaticAnswer>,
}

/// A text of ours.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryMessage {
    /// The message's id.
    #[schema(value_type = String)]
    id: MessageId,
    /// The broadcast that carries it.
    #[schema(value_type = String)]
    broadcast_id: BroadcastId,
    /// What it says.
    content: String,
    /// Where it stands.
    status: MessageStatus,
    /// Why nobody got it; null unless it is skipped.
    #[schema(required)]
    skip_reason: Option<SkipReason>,
    /// What went wrong, in plain words; null when nothing did.
    #[schema(required)]
    error_message: Option<String>,
    /// Until when it waits on purpose; null when it does not.
    #[schema(required)]
    scheduled_at: Option<Timestamp>,
    /// When the carrier passed it on; null until then.
    #[schema(required)]
    sent_at: Option<Timestamp>,
    /// When it arrived; null until then.
    #[schema(required)]
    delivered_at: Option<Timestamp>,
}

mirror! {
    /// By which way we know whether a number may be texted.
    OptOutSource from domain::opt_out::OptOutSource { Staff, Text, Carrier, Call }
}

/// Whether the number may be texted.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryOptOut {
    /// True: no more texts.
    opted_out: bool,
    /// Why.
    reason: String,
    /// By which way we know.
    source: OptOutSource,
}

/// One thing that happened in a thread. What does not belong to its kind is null.
#[derive(Serialize, ToSchema)]
pub(crate) struct Entry {
    /// Its place in the order of time.
    #[schema(value_type = String)]
    id: ThreadEntryId,
    /// When.
    at: Timestamp,
    /// What.
    kind: EntryKind,
    /// Who did it; null for a text.
    #[schema(required)]
    actor: Option<String>,
    /// The text that came in.
    #[schema(required)]
    text: Option<EntryText>,
    /// The reply, or the ordinary message.
    #[schema(required)]
    message: Option<EntryMessage>,
    /// The note.
    #[schema(required)]
    content: Option<String>,
    /// To whom it was given; null for nobody, too.
    #[schema(required)]
    assignee: Option<Assignee>,
    /// Whether the number may be texted.
    #[schema(required)]
    opt_out: Option<EntryOptOut>,
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn media((index, media): (usize, &InboundMedia)) -> EntryMedia {
    let kind = media.kind();
    EntryMedia {
        index: count(index),
        content_type: media.content_type.clone(),
        is_picture: kind.is_some_and(|kind| kind.is_picture()),
        is_available: kind.is_some(),
    }
}

impl From<ReceivedText> for EntryText {
    fn from(text: ReceivedText) -> Self {
        let answer = match text.answer {
            Some(Answer::Words(answer)) => Some(answer),
            Some(Answer::Nothing) | None => None,
        };
        Self {
            media: text.media.iter().enumerate().map(media).collect(),
            content: text.body,
            dropped_media: count(text.dropped_media),
            segments: text.segments,
            meaning: match text.meaning {
                ReplyMeaning::OptOut(Certainty::Exact) => TextMeaning::OptOut,
                ReplyMeaning::OptOut(Certainty::Fuzzy) => TextMeaning::MaybeOptOut,
                ReplyMeaning::OptIn => TextMeaning::OptIn,
                ReplyMeaning::Help => TextMeaning::Help,
                ReplyMeaning::Other => TextMeaning::Other,
            },
            answered_by_carrier: text.answered_keyword.is_some(),
            automatic_answer: answer.map(AutomaticAnswer::from),
        }
    }
}

impl From<domain::thread::AutomaticAnswer> for AutomaticAnswer {
    fn from(answer: domain::thread::AutomaticAnswer) -> Self {
        let (reason, keyword) = match answer.reason {
            AnswerReason::OptedOut => (AutomaticReason::OptedOut, None),
            AnswerReason::OptedIn => (AutomaticReason::OptedIn, None),
            AnswerReason::Help => (AutomaticReason::Help, None),
            AnswerReason::Keyword(keyword) => (AutomaticReason::Keyword, Some(keyword)),
            AnswerReason::AfterHours => (AutomaticReason::AfterHours, None),
        };
        Self {
            content: answer.content,
            reason,
            keyword,
        }
    }
}

impl From<SentText> for EntryMessage {
    fn from(text: SentText) -> Self {
        let message = text.message;
        let planned = message.as_ref();
        let status = match (planned, &text.refusal) {
            (Some(message), _) => message.status,
            (None, Some(_)) => domain::MessageStatus::Failed,
            (None, None) => domain::MessageStatus::Queued,
        };
        Self {
            id: text.message_id,
            broadcast_id: text.broadcast_id,
            content: text.content,
            status: status.into(),
            skip_reason: planned
                .and_then(|one| one.skip_reason)
                .map(SkipReason::from),
            scheduled_at: planned.and_then(|one| one.hold_until),
            sent_at: planned.and_then(|one| one.sent_at),
            delivered_at: planned.and_then(|one| one.delivered_at),
            error_message: message.and_then(|one| one.error_message).or(text.refusal),
        }
    }
}

impl From<OptOut> for EntryOptOut {
    fn from(opt_out: OptOut) -> Self {
        Self {
            opted_out: opt_out.opted_out,
            reason: opt_out.reason.into(),
            source: opt_out.source.into(),
        }
    }
}

impl Entry {
    fn empty(id: ThreadEntryId, at: Timestamp, kind: EntryKind) -> Self {
        Self {
            id,
            at,
            kind,
            actor: None,
            text: None,
            message: None,
            content: None,
            assignee: None,
            opt_out: None,
        }
    }

    fn of_message(id: ThreadEntryId, at: Timestamp, kind: EntryKind, text: SentText) -> Self {
        Self {
            actor: Some(text.written_by.clone()),
            message: Some(text.into()),
            ..Self::empty(id, at, kind)
        }
    }

    /// What staff have just done, as the list of entries will show it. `message_id` is a reply's message.
    pub(super) fn of(entry: ThreadEntry, message_id: Option<MessageId>) -> Self {
        let content = match (entry.content, message_id) {
            (
                EntryContent::Reply {
                    broadcast_id,
                    content,
                    actor,
                },
                Some(message_id),
            ) => ItemContent::Reply(SentText {
                broadcast_id,
                message_id,
                content: content.into(),
                written_by: actor.shown_as,
                message: None,
                refusal: None,
            }),
            (content, _) => ItemContent::Entry(content),
        };
        Self::from(ThreadItem {
            id: entry.id,
            at: entry.at,
            content,
        })
    }
}

impl From<ThreadItem> for Entry {
    fn from(item: ThreadItem) -> Self {
        let empty = |kind| Self::empty(item.id, item.at, kind);
        match item.content {
            ItemContent::Reply(text) => Self::of_message(item.id, item.at, EntryKind::Reply, text),
            ItemContent::Broadcast(text) => {
                Self::of_message(item.id, item.at, EntryKind::Broadcast, text)
            }
            ItemContent::OptOut(opt_out) => Self {
                actor: Some(opt_out.actor.shown_as.clone()),
                opt_out: Some(opt_out.into()),
                ..empty(EntryKind::OptOut)
            },
            ItemContent::Entry(EntryContent::Text(text)) => Self {
                text: Some((*text).into()),
                ..empty(EntryKind::Text)
            },
            // Who has no phone gets no reply.
            ItemContent::Entry(EntryContent::Reply { content, actor, .. }) => Self {
                content: Some(content.into()),
                actor: Some(actor.shown_as),
                ..empty(EntryKind::Reply)
            },
            ItemContent::Entry(EntryContent::Note { content, actor }) => Self {
                content: Some(content.into()),
                actor: Some(actor.shown_as),
                ..empty(EntryKind::Note)
            },
            ItemContent::Entry(EntryContent::Assigned { to, actor }) => Self {
                assignee: to.map(Assignee::from),
                actor: Some(actor.shown_as),
                ..empty(EntryKind::Assigned)
            },
            ItemContent::Entry(EntryContent::Resolved { actor }) => Self {
                actor: Some(actor.shown_as),
                ..empty(EntryKind::Resolved)
            },
            ItemContent::Entry(EntryContent::Reopened { actor }) => Self {
                actor: Some(actor.shown_as),
                ..empty(EntryKind::Reopened)
            },
        }
    }
}

/// A page of what a thread holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryPage {
    /// What happened, newest first. There may be fewer than `limit`, or none, and still be a next page.
    items: Vec<Entry>,
    /// Where the next page starts, further back in time; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Read what a thread holds
///
/// Texts, replies with how they fare, notes, what staff did, whether the number may be texted, and what it got with
/// ordinary messages, newest first.
#[utoipa::path(
    get, path = "/api/inbox/{id}/entries", operation_id = "listThreadEntries", tag = "inbox",
    security(("bearer" = ["viewer"])),
    params(Id<ThreadId>, PageRequest<ThreadEntryId>),
    responses((status = OK, description = "A page of what happened.", body = EntryPage)),
)]
async fn list_entries(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ThreadId>,
    Query(page): Query<PageRequest<ThreadEntryId>>,
) -> Result<Json<EntryPage>> {
    let found = api.inbox.read.list(id, page.start()?, page.limit).await?;
    Ok(Json(EntryPage {
        next_cursor: found.next.as_ref().map(cursor),
        items: found.items.into_iter().map(Entry::from).collect(),
    }))
}
