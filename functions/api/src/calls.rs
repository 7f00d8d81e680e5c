//! The church's calls: who rang, what was said, and what is to be done about it.

use app::read_calls::{CallView, FollowUpView, WholeCall};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::call::{CallSummary, ChangeDecision, ChangeableField, FollowUpKind};
use domain::care::CareNeed;
use domain::conversation::{Heard, Turn};
use domain::{CallId, ContactId, FollowUpId};
use http::header;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Body, Id, IfMatch, Query};
use crate::form::{Form, FromForm};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor};
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_calls))
        .routes(routes!(get_call))
        .routes(routes!(decide_change))
        .routes(routes!(list_follow_ups))
        .routes(routes!(change_follow_up))
}

mirror! {
    /// Who called whom.
    CallDirection from domain::call::CallDirection { Inbound, Outbound }
}
mirror! {
    /// Where a call stands.
    CallStatus from domain::call::CallStatus { InProgress, Completed, Failed }
}

/// A phone call with the church.
#[derive(Serialize, ToSchema)]
#[schema(as = Call)]
pub(crate) struct Call {
    /// The call's id.
    #[schema(value_type = String)]
    id: CallId,
    /// The person in the directory who has the number.
    #[schema(required)]
    contact_id: Option<String>,
    /// The number, in E.164; null when it was withheld, or the person was forgotten.
    #[schema(required)]
    caller_phone: Option<String>,
    /// The person's name, or the one that the network gave.
    #[schema(required)]
    caller_name: Option<String>,
    /// Who called whom.
    direction: CallDirection,
    /// Where it stands.
    status: CallStatus,
    /// How long it lasted, in seconds; null until it has ended.
    #[schema(required)]
    duration: Option<u32>,
    /// The carrier's id.
    twilio_call_sid: String,
    /// What it was about, in the language of the staff; null while there is none.
    #[schema(required)]
    conversation_summary: Option<String>,
    /// Why there is no summary, and will be none.
    #[schema(required)]
    summary_note: Option<String>,
    /// The language that was spoken last, a BCP 47 tag.
    language_detected: String,
    /// Whether the caller asked that only the pastor should know.
    confidential: bool,
    /// Whether what was said is withheld from whoever asks.
    withheld: bool,
    /// What somebody may need at once: `self_harm` or `danger`.
    #[schema(required)]
    care_need: Option<&'static str>,
    /// How many things are to be done, or done, about it.
    follow_ups: u16,
    /// Changes of the contact that the caller asked for. None is made until somebody accepts it.
    proposed_changes: Vec<ProposedChange>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ended.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Grows with each change. Send it as `If-Match: "<version>"` with a decision.
    version: u32,
}

/// A change of the contact that a caller asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposedChange {
    /// The field of the contact.
    field: &'static str,
    /// What it should be, as the caller said it.
    value: String,
    /// What became of it: `proposed`, `accepted` or `refused`.
    decision: &'static str,
    /// Who decided; null while nobody has.
    #[schema(required)]
    decided_by: Option<String>,
    /// When it was decided.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    decided_at: Option<Timestamp>,
}

impl From<domain::call::ProposedChange> for ProposedChange {
    fn from(change: domain::call::ProposedChange) -> Self {
        let (decision, decided) = match change.decision {
            ChangeDecision::Proposed => ("proposed", None),
            ChangeDecision::Accepted { by, at } => ("accepted", Some((by.shown_as, at))),
            ChangeDecision::Refused { by, at } => ("refused", Some((by.shown_as, at))),
        };
        let (decided_by, decided_at) = decided.unzip();
        Self {
            field: change.field.as_str(),
            value: change.value,
            decision,
            decided_by,
            decided_at,
        }
    }
}

/// A page of calls, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallPage {
    /// The calls.
    items: Vec<Call>,
    /// For the next page; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// One side of a turn.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversationTurn {
    /// The turn's id.
    id: String,
    /// The call's id.
    #[schema(value_type = String)]
    call_log_id: CallId,
    /// `caller` or `assistant`.
    role: &'static str,
    /// What was said; null for keys and silence.
    #[schema(required)]
    content: Option<String>,
    /// Keys that were pressed.
    #[schema(required)]
    keys: Option<String>,
    /// Its language, a BCP 47 tag; null for keys and silence.
    #[schema(required)]
    language: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
}

/// A call with all that was said and is to be done.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallDetails {
    /// The call.
    call: Call,
    /// What was said, in order; nothing where it is withheld.
    turns: Vec<ConversationTurn>,
    /// What is to be done, in order; nothing where it is withheld.
    follow_ups: Vec<FollowUp>,
}

/// Something that a caller asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct FollowUp {
    /// Its id.
    #[schema(value_type = String)]
    id: FollowUpId,
    /// The call's id.
    #[schema(value_type = String)]
    call_id: CallId,
    /// What kind of thing: `prayer`, `callback`, `message`, `care` or `other`.
    kind: &'static str,
    /// What the caller said, or what it comes to; empty where it is withheld.
    words: String,
    /// Whether the words are withheld from whoever asks.
    withheld: bool,
    /// Who called; null where that is not known.
    #[schema(required)]
    caller_name: Option<String>,
    /// The number, in E.164.
    #[schema(required)]
    caller_phone: Option<String>,
    /// The person in the directory.
    #[schema(required)]
    contact_id: Option<String>,
    /// Who has done it; null while it is open.
    #[schema(required)]
    done_by: Option<String>,
    /// When it was done.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    done_at: Option<Timestamp>,
    /// When it was noted.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Grows with each change.
    version: u32,
}

/// A page of what is to be done, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FollowUpPage {
    /// What is to be done.
    items: Vec<FollowUp>,
    /// For the next page; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<CallView> for Call {
    fn from(CallView { call, is_withheld }: CallView) -> Self {
        let (conversation_summary, summary_note) = match call.summary {
            CallSummary::Written { words } => (Some(words), None),
            CallSummary::None { reason } => (None, Some(reason)),
            CallSummary::Pending | CallSummary::Writing { .. } => (None, None),
        };
        let changes = call.changes.into_iter();
        Self {
            id: call.id,
            contact_id: call.contact_id.map(|id| id.to_string()),
            caller_phone: call.caller_phone.map(|phone| phone.as_str().to_owned()),
            caller_name: call.caller_name,
            direction: call.direction.into(),
            status: call.status.into(),
            duration: call.duration,
            twilio_call_sid: call.twilio_call_sid,
            conversation_summary,
            summary_note,
            language_detected: call.language.tag().to_owned(),
            confidential: call.is_confidential,
            withheld: is_withheld,
            care_need: call.care_need.map(|need| match need {
                CareNeed::SelfHarm => "self_harm",
                CareNeed::Danger => "danger",
            }),
            follow_ups: call.follow_ups,
            proposed_changes: changes.map(ProposedChange::from).collect(),
            created_at: call.created_at,
            ended_at: call.ended_at,
            version: call.version,
        }
    }
}

impl From<FollowUpView> for FollowUp {
    fn from(view: FollowUpView) -> Self {
        let FollowUpView {
            follow_up,
            call,
            is_withheld,
        } = view;
        let call = call.map(|view| view.call);
        let call = call.as_ref();
        let done = follow_up.done.as_ref();
        Self {
            id: follow_up.id,
            call_id: follow_up.call_id,
            kind: FollowUpKind::as_str(follow_up.kind),
            words: follow_up.words.clone(),
            withheld: is_withheld,
            caller_name: call.and_then(|call| call.caller_name.clone()),
            caller_phone: call.and_then(|call| {
                let phone = call.caller_phone.as_ref()?;
                Some(phone.as_str().to_owned())
            }),
            contact_id: call.and_then(|call| Some(call.contact_id?.to_string())),
            done_by: done.map(|done| done.by.shown_as.clone()),
            done_at: done.map(|done| done.at),
            created_at: follow_up.created_at,
            version: follow_up.version,
        }
    }
}

/// Both sides of a turn: what was heard, and each sentence of the answer.
fn sides(call: CallId, turn: Turn) -> Vec<ConversationTurn> {
    let side = |part: usize, role, timestamp| ConversationTurn {
        id: format!("{call}-{:03}-{part}", turn.number),
        call_log_id: call,
        role,
        content: None,
        keys: None,
        language: None,
        timestamp,
    };
    let language = turn.answer.as_ref().map(|answer| answer.state.language);
    let heard = turn.heard.as_ref().map(|heard| {
        let silent = side(0, "caller", turn.heard_at);
        match heard {
            Heard::Words { words } => ConversationTurn {
                content: Some(words.clone()),
                language: language.map(|language| language.tag().to_owned()),
                ..silent
            },
            Heard::Keys { keys } => ConversationTurn {
                keys: Some(keys.clone()),
                ..silent
            },
            Heard::Silence | Heard::Connected { .. } => silent,
        }
    });
    let said = turn.answer.iter().flat_map(|answer| {
        let said = answer.reply.say.iter().enumerate();
        said.map(|(index, said)| ConversationTurn {
            content: Some(said.words.clone()),
            language: Some(said.language.tag().to_owned()),
            ..side(index + 1, "assistant", answer.at)
        })
    });
    heard.into_iter().chain(said).collect()
}

impl From<WholeCall> for CallDetails {
    fn from(whole: WholeCall) -> Self {
        let id = whole.view.call.id;
        let of_call = |follow_up| FollowUpView {
            follow_up,
            call: Some(whole.view.clone()),
            is_withheld: whole.view.is_withheld,
        };
        Self {
            follow_ups: whole
                .follow_ups
                .into_iter()
                .map(of_call)
                .map(FollowUp::from)
                .collect(),
            turns: whole
                .turns
                .into_iter()
                .flat_map(|turn| sides(id, turn))
                .collect(),
            call: whole.view.clone().into(),
        }
    }
}

/// Which calls are asked for.
pub(crate) struct CallQuery {
    contact_id: Option<ContactId>,
    page: PageRequest<CallId>,
}

impl FromForm for CallQuery {
    fn from_form(form: &mut Form) -> Option<Self> {
        let contact_id = match form.optional::<String>("contact_id") {
            None => Some(None),
            Some(text) => {
                let id = text.parse().ok();
                if id.is_none() {
                    let message = "Give a contact's id, which starts with \"con_\".";
                    form.reject("contact_id", message);
                }
                id.map(Some)
            }
        };
        let page = PageRequest::from_form(form);
        Some(Self {
            contact_id: contact_id?,
            page: page?,
        })
    }
}

/// Which follow-ups are asked for.
pub(crate) struct FollowUpQuery {
    is_done: bool,
    page: PageRequest<FollowUpId>,
}

impl FromForm for FollowUpQuery {
    fn from_form(form: &mut Form) -> Option<Self> {
        let state = form.optional::<String>("state");
        let is_done = match state.as_deref() {
            None | Some("open") => Some(false),
            Some("done") => Some(true),
            Some(_) => {
                form.reject("state", "Choose \"open\" or \"done\".");
                None
            }
        };
        let page = PageRequest::from_form(form);
        Some(Self {
            is_done: is_done?,
            page: page?,
        })
    }
}

/// Whether something is done.
#[derive(ToSchema)]
#[schema(example = json!({ "done": true }))]
pub(crate) struct FollowUpChange {
    /// Whether it is done.
    done: bool,
}

impl FromForm for FollowUpChange {
    fn from_form(form: &mut Form) -> Option<Self> {
        let done = crate::settings::needed(form, "done")?;
        Some(Self { done })
    }
}

/// List calls
///
/// Newest first. What was said in a confidential call is withheld from all but the pastor.
#[utoipa::path(
    get, path = "/api/calls", operation_id = "listCalls", tag = "calls",
    security(("bearer" = ["viewer"])),
    params(
        PageRequest<CallId>,
        ("contact_id" = Option<String>, Query, description = "Only calls with the number of this contact.", nullable = false),
    ),
    responses((status = OK, description = "A page of calls.", body = CallPage)),
)]
async fn list_calls(
    State(api): State<Shared>,
    Viewer(user): Viewer,
    Query(CallQuery { contact_id, page }): Query<CallQuery>,
) -> Result<Json<CallPage>> {
    let (start, limit, reader) = (page.start()?, page.limit, user.reader());
    let calls = &api.read_calls;
    let found = match contact_id {
        Some(contact) => calls.list_with(contact, start, limit, reader).await?,
        None => calls.list(start, limit, reader).await?,
    };
    Ok(Json(CallPage {
        items: found.items.into_iter().map(Call::from).collect(),
        next_cursor: found.next.as_ref().map(cursor),
    }))
}

/// Read a call
///
/// With all that was said, and what is to be done about it.
#[utoipa::path(
    get, path = "/api/calls/{id}", operation_id = "getCall", tag = "calls",
    security(("bearer" = ["viewer"])),
    params(Id<CallId>),
    responses((status = OK, description = "The call.", body = CallDetails)),
)]
async fn get_call(
    State(api): State<Shared>,
    Viewer(user): Viewer,
    Id(id): Id<CallId>,
) -> Result<Json<CallDetails>> {
    let whole = api.read_calls.get(id, user.reader()).await?;
    Ok(Json(whole.into()))
}

/// What is decided about a change that a caller asked for.
#[derive(ToSchema)]
#[schema(example = json!({ "field": "city", "accepted": true }))]
#[expect(
    dead_code,
    reason = "it describes the body; `DecidedChange` is what is read of it"
)]
pub(crate) struct ChangeDecisionInput {
    /// The field of the contact, as the call names it.
    field: String,
    /// True: the contact is changed. False: it is left as it is.
    accepted: bool,
}

/// What is decided, as it was read.
struct DecidedChange {
    field: ChangeableField,
    is_accepted: bool,
}

impl FromForm for DecidedChange {
    fn from_form(form: &mut Form) -> Option<Self> {
        let text = form.needed_text("field");
        let is_accepted = crate::settings::needed(form, "accepted");
        let text = text?;
        let mut all = ChangeableField::ALL.into_iter();
        let field = all.find(|field| field.as_str() == text);
        if field.is_none() {
            form.reject(
                "field",
                "Name a field as the call has it, such as \"city\".",
            );
        }
        Some(Self {
            field: field?,
            is_accepted: is_accepted?,
        })
    }
}

/// Decide about a change
///
/// Makes a change of the contact that the caller asked for, or leaves it. `If-Match` names the version of the call that was
/// read.
#[utoipa::path(
    post, path = "/api/calls/{id}/changes", operation_id = "decideProposedChange", tag = "calls",
    security(("bearer" = ["staff"])),
    params(
        Id<CallId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to decide whatever is there.", example = "\"1\""),
    ),
    request_body = ChangeDecisionInput,
    responses(
        (
            status = OK, description = "The call.", body = CallDetails,
            headers(("ETag" = String, description = "The new version, in quotation marks.")),
        ),
        (status = CONFLICT, description = "It is decided already, it is confidential, or the person is gone."),
    ),
)]
async fn decide_change(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<CallId>,
    IfMatch(version): IfMatch,
    Body(decided): Body<DecidedChange>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let whole = api
        .decide_proposed_change
        .run(
            id,
            decided.field,
            decided.is_accepted,
            version,
            user.actor(),
            user.reader(),
        )
        .await?;
    let tag = format!("\"{}\"", whole.view.call.version);
    Ok(([(header::ETAG, tag)], Json(CallDetails::from(whole))).into_response())
}

/// List what is to be done about calls
///
/// Newest first: what callers left for the church and asked for.
#[utoipa::path(
    get, path = "/api/follow-ups", operation_id = "listFollowUps", tag = "calls",
    security(("bearer" = ["viewer"])),
    params(
        PageRequest<FollowUpId>,
        ("state" = Option<String>, Query, description = "`open`, which is the default, or `done`.", nullable = false),
    ),
    responses((status = OK, description = "A page of what is to be done.", body = FollowUpPage)),
)]
async fn list_follow_ups(
    State(api): State<Shared>,
    Viewer(user): Viewer,
    Query(query): Query<FollowUpQuery>,
) -> Result<Json<FollowUpPage>> {
    let start = query.page.start()?;
    let found = api
        .read_calls
        .list_follow_ups(query.is_done, start, query.page.limit, user.reader())
        .await?;
    Ok(Json(FollowUpPage {
        items: found.items.into_iter().map(FollowUp::from).collect(),
        next_cursor: found.next.as_ref().map(cursor),
    }))
}

/// Tick off what is done
///
/// Or take that back. `If-Match` names the version that was read.
#[utoipa::path(
    patch, path = "/api/follow-ups/{id}", operation_id = "changeFollowUp", tag = "calls",
    security(("bearer" = ["staff"])),
    params(
        Id<FollowUpId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"1\""),
    ),
    request_body = FollowUpChange,
    responses(
        (
            status = OK, description = "What is to be done, or done.", body = FollowUp,
            headers(("ETag" = String, description = "The new version, in quotation marks.")),
        ),
        (status = CONFLICT, description = "It is confidential, and only the pastor can tick it off."),
    ),
)]
async fn change_follow_up(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<FollowUpId>,
    IfMatch(version): IfMatch,
    Body(change): Body<FollowUpChange>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let view = api
        .read_calls
        .finish_follow_up(id, change.done, version, user.actor(), user.reader())
        .await?;
    let tag = format!("\"{}\"", view.follow_up.version);
    Ok(([(header::ETAG, tag)], Json(FollowUp::from(view))).into_response())
}
