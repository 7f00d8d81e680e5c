//! The shared inbox: threads of texts with one number each, which all of the staff look after together.

mod actions;
mod answers;
mod entries;
mod media;
mod use_cases;

use app::read_inbox::{InboxFilter, ThreadView};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{ContactId, ThreadEntryId, ThreadId};
use http::header;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Viewer;
use crate::extract::{Id, Query};
use crate::form::{Form, FromForm};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor, query_parameter};
use crate::problem::Result;
pub(crate) use use_cases::{Inbox, thread_people};

/// The routes of this noun.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_threads))
        .routes(routes!(count_threads))
        .routes(routes!(get_thread))
        .merge(entries::routes())
        .merge(media::routes())
        .merge(actions::routes())
        .merge(answers::routes())
}

mirror! {
    /// Whether there is something to do about a thread. A new text opens a resolved one.
    ThreadState from domain::thread::ThreadState { Open, Resolved }
}

mirror! {
    /// Which way a text went: `in` to the church, `out` to the person.
    Direction from domain::thread::Direction { In, Out }
}

/// Somebody who has the number of a thread.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThreadPerson {
    /// The contact.
    #[schema(value_type = String)]
    contact_id: ContactId,
    /// The name.
    name: String,
}

/// Somebody on the staff.
#[derive(Serialize, ToSchema)]
pub(crate) struct Assignee {
    /// The user's id.
    user_id: String,
    /// How others on the staff know the user: the e-mail address.
    name: String,
}

impl From<domain::history::Actor> for Assignee {
    fn from(actor: domain::history::Actor) -> Self {
        Self {
            user_id: actor.id,
            name: actor.shown_as,
        }
    }
}

/// A text that was taken for an opt-out, and that nobody has looked at.
#[derive(Serialize, ToSchema)]
pub(crate) struct OptOutToCheck {
    /// What was written; null for a text without words.
    #[schema(required)]
    wording: Option<String>,
    /// When.
    at: Timestamp,
}

/// The last text or reply.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preview {
    /// Whether it came in or went out.
    direction: Direction,
    /// Its first 160 characters.
    content: String,
    /// How many files came with it.
    media: u32,
}

/// One number, and where the conversation with it stands.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "thr_2V8T6Q0M3J7ZK4B9X5C1N8R0WC",
    "sender": "+12125550123",
    "phone": "+12125550123",
    "people": [{ "contact_id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B", "name": "Ruth Okafor" }],
    "state": "open",
    "unread": true,
    "assignee": { "user_id": "c4f814e8-70a1-7036-26bd-8c2a4d0d9d5a", "name": "sam@example.org" },
    "opted_out": false,
    "opt_out_to_check": null,
    "can_reply": true,
    "preview": { "direction": "in", "content": "Yes! Four of us.", "media": 0 },
    "last_text_at": "2026-03-01T09:30:05Z",
    "last_activity_at": "2026-03-01T09:30:05Z",
    "created_at": "2026-02-20T09:00:00Z",
    "version": 7,
}))]
pub(crate) struct Thread {
    /// The thread's id.
    #[schema(value_type = String)]
    id: ThreadId,
    /// The number in E.164, or the short code or name, as Twilio writes it.
    sender: String,
    /// The number in E.164; null where the sender is no phone, and can't be answered.
    #[schema(required)]
    phone: Option<String>,
    /// Who in the directory has the number, 10 at most; nobody where it is not in the directory.
    people: Vec<ThreadPerson>,
    /// Whether there is something to do.
    state: ThreadState,
    /// Whether nobody on the staff has read the last text.
    unread: bool,
    /// Who looks after it; null for nobody.
    #[schema(required)]
    assignee: Option<Assignee>,
    /// Whether the number asked not to be texted.
    opted_out: bool,
    /// A text that was only taken for an opt-out, and waits for somebody to look at it; null when there is none.
    #[schema(required)]
    opt_out_to_check: Option<OptOutToCheck>,
    /// Whether a reply can be sent.
    can_reply: bool,
    /// The last text or reply.
    preview: Preview,
    /// When the last text came in.
    last_text_at: Timestamp,
    /// When the last text came in or the last reply was written.
    last_activity_at: Timestamp,
    /// When the first text came in.
    created_at: Timestamp,
    /// Counts the changes. Send it as `If-Match: "<version>"` with one.
    version: u32,
}

impl From<ThreadView> for Thread {
    fn from(view: ThreadView) -> Self {
        let opted_out = view.is_opted_out();
        let thread = view.thread;
        let phone = thread.sender.phone().map(ToString::to_string);
        let people = view.people.into_iter().map(|person| ThreadPerson {
            contact_id: person.id,
            name: person.details.name,
        });
        let to_check = view.opt_out.filter(|opt_out| opt_out.is_to_be_checked());
        Self {
            id: thread.id,
            last_activity_at: thread.last_activity_at(),
            sender: thread.sender.into(),
            can_reply: phone.is_some() && !opted_out,
            phone,
            people: people.collect(),
            state: thread.state.into(),
            unread: thread.is_unread,
            assignee: thread.assignee.map(Assignee::from),
            opted_out,
            opt_out_to_check: to_check.map(|opt_out| OptOutToCheck {
                wording: opt_out.wording,
                at: opt_out.since,
            }),
            preview: Preview {
                direction: thread.preview.direction.into(),
                content: thread.preview.content,
                media: u32::try_from(thread.preview.media).unwrap_or(u32::MAX),
            },
            last_text_at: thread.last_text_at,
            created_at: thread.created_at,
            version: thread.version,
        }
    }
}

/// A thread with its version as `ETag`.
fn tagged(view: ThreadView) -> Response {
    let tag = [(header::ETAG, format!("\"{}\"", view.thread.version))];
    (tag, Json(Thread::from(view))).into_response()
}

/// A page of threads.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThreadPage {
    /// The threads, newest activity first. There may be fewer than `limit`, or none, and still be a next page.
    items: Vec<Thread>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Which threads are asked for, as it is written.
#[derive(Clone, Copy)]
enum FilterName {
    Open,
    Unread,
    Mine,
    Unassigned,
    Resolved,
}

impl FilterName {
    const ALL: [(&'static str, Self); 5] = [
        ("open", Self::Open),
        ("unread", Self::Unread),
        ("mine", Self::Mine),
        ("unassigned", Self::Unassigned),
        ("resolved", Self::Resolved),
    ];

    fn for_user(self, user_id: String) -> InboxFilter {
        match self {
            Self::Open => InboxFilter::Open,
            Self::Unread => InboxFilter::Unread,
            Self::Mine => InboxFilter::AssignedTo(user_id),
            Self::Unassigned => InboxFilter::Unassigned,
            Self::Resolved => InboxFilter::Resolved,
        }
    }
}

/// Which threads are asked for.
pub(crate) struct ThreadFilter {
    name: FilterName,
    page: PageRequest<ThreadEntryId>,
}

impl FromForm for ThreadFilter {
    fn from_form(form: &mut Form) -> Option<Self> {
        let name = match form.optional::<String>("filter") {
            None => Some(FilterName::Open),
            Some(text) => {
                let found = FilterName::ALL.into_iter().find(|(name, _)| *name == text);
                if found.is_none() {
                    let names = FilterName::ALL.map(|(name, _)| name).join(", ");
                    form.reject("filter", format!("Use one of {names}."));
                }
                found.map(|(_, name)| name)
            }
        };
        let page = PageRequest::from_form(form)?;
        Some(Self { name: name?, page })
    }
}

impl IntoParams for ThreadFilter {
    fn into_params(location: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let names = FilterName::ALL.map(|(name, _)| name);
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(names))
            .default(Some("open".into()));
        let description =
            "`open`, of these the `unread`, `mine` and `unassigned` ones, or `resolved`.";
        let mut parameters = vec![query_parameter("filter", description, schema.into())];
        parameters.extend(PageRequest::<ThreadEntryId>::into_params(location));
        parameters
    }
}

/// List threads
///
/// Newest activity first. `mine` are those that are assigned to whoever asks.
#[utoipa::path(
    get, path = "/api/inbox", operation_id = "listThreads", tag = "inbox",
    security(("bearer" = ["viewer"])),
    params(ThreadFilter),
    responses((status = OK, description = "A page of threads.", body = ThreadPage)),
)]
async fn list_threads(
    State(api): State<Shared>,
    Viewer(user): Viewer,
    Query(filter): Query<ThreadFilter>,
) -> Result<Json<ThreadPage>> {
    let page = filter.page;
    let filter = filter.name.for_user(user.id);
    let found = api
        .inbox
        .list
        .list(&filter, page.start()?, page.limit)
        .await?;
    Ok(Json(ThreadPage {
        next_cursor: found.next.as_ref().map(cursor),
        items: found.items.into_iter().map(Thread::from).collect(),
    }))
}

/// How many threads there are.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "unread": 2, "is_complete": true }))]
pub(crate) struct ThreadCounts {
    /// How many nobody has read, 99 at most.
    unread: u64,
    /// Whether that is all of them.
    is_complete: bool,
}

/// Count unread threads
#[utoipa::path(
    get, path = "/api/inbox/counts", operation_id = "countThreads", tag = "inbox",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "How many there are.", body = ThreadCounts)),
)]
async fn count_threads(State(api): State<Shared>, _: Viewer) -> Result<Json<ThreadCounts>> {
    let (unread, is_complete) = api.inbox.list.count_unread().await?;
    Ok(Json(ThreadCounts {
        unread,
        is_complete,
    }))
}

/// Read a thread
#[utoipa::path(
    get, path = "/api/inbox/{id}", operation_id = "getThread", tag = "inbox",
    security(("bearer" = ["viewer"])),
    params(Id<ThreadId>),
    responses((
        status = OK, description = "The thread.", body = Thread,
        headers(("ETag" = String, description = "The thread's version, in quotation marks.")),
    )),
)]
async fn get_thread(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ThreadId>,
) -> Result<Response> {
    Ok(tagged(api.inbox.list.get(id).await?))
}
