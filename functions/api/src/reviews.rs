//! Messages in doubt: nobody could prove whether they reached the carrier, and a person decides.

use app::review_messages::ReviewDecision;
use axum::Json;
use axum::extract::State;
use domain::MessageId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Body, Id, Query};
use crate::form::{Form, FromForm};
use crate::messages::{Message, MessagePage};
use crate::paging::PageRequest;
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_reviews))
        .routes(routes!(decide_review))
}

/// What somebody says about a message in doubt: `arrived` when it is known to have arrived, `send_again` when it did not,
/// `give_up` to leave it at that.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    /// It arrived.
    Arrived,
    /// It did not arrive, and is sent again.
    SendAgain,
    /// It is left at that.
    GiveUp,
}

/// A decision about a message.
#[derive(ToSchema)]
#[schema(example = json!({ "decision": "send_again" }))]
pub(crate) struct ReviewInput {
    /// What is to be done.
    decision: Decision,
}

impl FromForm for ReviewInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let text = form.needed_text("decision")?;
        let decision = match text.as_str() {
            "arrived" => Decision::Arrived,
            "send_again" => Decision::SendAgain,
            "give_up" => Decision::GiveUp,
            _ => {
                form.reject(
                    "decision",
                    "Choose \"arrived\", \"send_again\" or \"give_up\".",
                );
                return None;
            }
        };
        Some(Self { decision })
    }
}

/// List messages in doubt
///
/// Those of the oldest broadcast first. A page may have fewer messages than `limit`, or none, and still have a next one.
#[utoipa::path(
    get, path = "/api/reviews", operation_id = "listReviews", tag = "messages",
    security(("bearer" = ["viewer"])),
    params(PageRequest<MessageId>),
    responses((status = OK, description = "A page of messages that wait for somebody's decision.", body = MessagePage)),
)]
async fn list_reviews(
    State(api): State<Shared>,
    _: Viewer,
    Query(page): Query<PageRequest<MessageId>>,
) -> Result<Json<MessagePage>> {
    let found = api.review_messages.list(page.start()?, page.limit).await?;
    Ok(Json(found.into()))
}

/// Decide about a message in doubt
///
/// Says whether it arrived, is to be sent again, or is left at that. The first word counts.
#[utoipa::path(
    post, path = "/api/reviews/{id}", operation_id = "decideReview", tag = "messages",
    security(("bearer" = ["staff"])),
    params(Id<MessageId>),
    request_body = ReviewInput,
    responses(
        (status = OK, description = "The message as it is now.", body = Message),
        (status = CONFLICT, description = "It does not wait for a decision any more."),
    ),
)]
async fn decide_review(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<MessageId>,
    Body(input): Body<ReviewInput>,
) -> Result<Json<Message>> {
    let decision = match input.decision {
        Decision::Arrived => ReviewDecision::Arrived,
        Decision::SendAgain => ReviewDecision::SendAgain,
        Decision::GiveUp => ReviewDecision::GiveUp,
    };
    let by = user.shown_as();
    let view = api.review_messages.decide(id, decision, &by).await?;
    Ok(Json(view.into()))
}
