//! One person is called: a message that is spoken, to one reader. It is a broadcast like any other.

use std::collections::BTreeMap;

use app::create_broadcast::NewBroadcast;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::{Audience, ContactId, LanguageTag, MessageTemplate, MessageType};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Staff;
use crate::broadcasts::{Broadcast, Purpose};
use crate::composition::{read_content, read_language, read_purpose};
use crate::extract::Body;
use crate::form::{Form, FromForm};
use crate::idempotency::RepeatKey;
use crate::problem::Result;
use crate::request_log::RequestLog;
use crate::sending::accepted;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(place_call))
}

/// Who is called, and what is said.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "contact_id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "content": "Choir practice is at seven tonight, in the hall.",
    "language": "en",
    "purpose": "information",
}))]
pub(crate) struct CallRequest {
    /// Who is called: a contact's id.
    #[schema(value_type = String)]
    contact_id: ContactId,
    /// What is said, as in a text to many.
    #[schema(value_type = String, min_length = 1, max_length = 1600)]
    content: MessageTemplate,
    /// The language that `content` is written in and spoken in, a BCP 47 tag.
    #[schema(value_type = String, required = false, default = "en")]
    language: LanguageTag,
    /// What it is for, which decides at which hours the phone may ring; `information` unless it is given.
    #[schema(value_type = Purpose, required = false)]
    purpose: domain::Purpose,
    /// Must be true for an emergency, which rings at any hour.
    #[schema(required = false, default = false)]
    confirm_emergency: bool,
}

impl FromForm for CallRequest {
    fn from_form(form: &mut Form) -> Option<Self> {
        let contact_id = form.needed_text("contact_id").and_then(|text| {
            let id = text.parse().ok();
            if id.is_none() {
                let message = "Give a contact's id, which starts with \"con_\".";
                form.reject("contact_id", message);
            }
            id
        });
        let content = read_content(form);
        let language = read_language(form);
        let purpose = read_purpose(form);
        let confirm_emergency = match form.has("confirm_emergency") {
            true => form.optional("confirm_emergency"),
            false => Some(false),
        };
        Some(Self {
            contact_id: contact_id?,
            content: content?,
            language: language?,
            purpose: purpose?,
            confirm_emergency: confirm_emergency?,
        })
    }
}

/// Call a person
///
/// Has one person called, who has agreed to automatic calls. It is one broadcast, which shows the progress. A request that
/// is repeated with the same `Idempotency-Key` within 30 days calls nobody again, and answers with the same broadcast.
#[utoipa::path(
    post, path = "/api/calls", operation_id = "placeCall", tag = "calls",
    security(("bearer" = ["staff"])),
    params(RepeatKey),
    request_body = CallRequest,
    responses(
        (
            status = ACCEPTED, description = "The call is being made, or waits for its hour.", body = Broadcast,
            headers(("Location" = String, description = "The path of the broadcast.")),
        ),
        (status = CONFLICT, description = "The `Idempotency-Key` was used for another message."),
    ),
)]
async fn place_call(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    key: RepeatKey,
    Body(request): Body<CallRequest>,
) -> Result<Response> {
    let new = NewBroadcast {
        idempotency: key.for_request(&user, &request)?,
        content: request.content,
        language: request.language,
        translations: BTreeMap::new(),
        purpose: request.purpose,
        is_emergency_confirmed: request.confirm_emergency,
        is_test: false,
        scheduled_at: None,
        message_type: MessageType::Voice,
        audience: Audience::Contacts {
            contact_ids: vec![request.contact_id],
        },
        birthday: None,
        created_by: user.shown_as(),
    };
    let progress = api.create_broadcast.run(new).await?;
    Ok(accepted(&api, &log, progress))
}
