//! Staff send a message: one request, whatever the size of the audience.

use std::collections::BTreeMap;

use app::composition::Composition;
use app::create_broadcast::NewBroadcast;
use app::send_test::TestMessage;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::{BroadcastProgress, ContactId, LanguageTag, MessageTemplate};
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::audience::AudienceChoice;
use crate::authentication::Staff;
use crate::broadcasts::{Broadcast, Purpose};
use crate::composition::{read_composition, read_purpose, read_schedule};
use crate::extract::Body;
use crate::form::{Form, FromForm};
use crate::idempotency::RepeatKey;
use crate::messages::MessageType;
use crate::problem::Result;
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(send_message))
        .routes(routes!(test_message))
}

/// A message for an audience.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "content": "Hi {first_name|friend}, dinner on Friday at six, in the hall.",
    "message_type": "sms",
    "send_to_all": true,
    "language": "en",
    "translations": { "es": "Hola {first_name}, cena el viernes a las seis, en el salón." },
    "purpose": "information",
    "scheduled_at": null,
}))]
pub(crate) struct SendRequest {
    /// What it says. The fields `{first_name}`, `{name}`, `{city}` and `{church}` are filled for each reader;
    /// `{first_name|friend}` says what stands there where nothing is known. A brace itself is written twice.
    #[schema(value_type = String, min_length = 1, max_length = 1600)]
    content: MessageTemplate,
    /// Text or call: whoever is called has agreed to it, and hears the words in their language.
    #[schema(value_type = MessageType)]
    message_type: domain::MessageType,
    /// The language that `content` is written in, a BCP 47 tag.
    #[schema(value_type = String, required = false, default = "en")]
    language: LanguageTag,
    /// The same in other languages, by BCP 47 tag, 20 at most. Whoever prefers another language gets `content`.
    #[schema(value_type = BTreeMap<String, String>, required = false)]
    translations: BTreeMap<LanguageTag, MessageTemplate>,
    /// What it is for, which decides at which hours it may go out; `information` unless it is given.
    #[schema(value_type = Purpose, required = false)]
    purpose: domain::Purpose,
    /// Must be true for an emergency, which goes out at any hour.
    #[schema(required = false, default = false)]
    confirm_emergency: bool,
    /// When it is to go out, within a year; null for at once.
    scheduled_at: Option<Timestamp>,
    /// Whom it is for.
    #[serde(flatten)]
    audience: AudienceChoice,
}

impl FromForm for SendRequest {
    fn from_form(form: &mut Form) -> Option<Self> {
        let composition = read_composition(form);
        let message_type = read_message_type(form);
        let purpose = read_purpose(form);
        let was_confirmed = form.has("confirm_emergency");
        let confirm_emergency = form.optional("confirm_emergency");
        let scheduled_at = read_schedule(form);
        let audience = AudienceChoice::from_form(form);
        let composition = composition?;
        Some(Self {
            content: composition.content,
            message_type: message_type?,
            language: composition.language,
            translations: composition.translations,
            purpose: purpose?,
            confirm_emergency: match was_confirmed {
                true => confirm_emergency?,
                false => false,
            },
            scheduled_at: scheduled_at?,
            audience: audience?,
        })
    }
}

pub(crate) fn read_message_type(form: &mut Form) -> Option<domain::MessageType> {
    let text = form.needed_text("message_type")?;
    message_type(form, "message_type", &text)
}

/// Reads a text as the name of one of the two.
pub(crate) fn message_type(
    form: &mut Form,
    field: &str,
    text: &str,
) -> Option<domain::MessageType> {
    let found = domain::MessageType::ALL
        .into_iter()
        .find(|kind| kind.as_str() == text);
    if found.is_none() {
        form.reject(field, "Use \"sms\" or \"voice\".");
    }
    found
}

/// Send a message
///
/// Takes a message for an audience, which is one broadcast, and answers at once, whatever the audience; the
/// broadcast shows the progress. A request that is repeated with the same `Idempotency-Key` within 30 days
/// sends nothing again, and answers with the same broadcast.
#[utoipa::path(
    post, path = "/api/messages/send", operation_id = "sendMessage", tag = "messages",
    security(("bearer" = ["staff"])),
    params(RepeatKey),
    request_body = SendRequest,
    responses(
        (
            status = ACCEPTED, description = "The message is being sent, or waits for its time.", body = Broadcast,
            headers(("Location" = String, description = "The path of the broadcast.")),
        ),
        (status = CONFLICT, description = "The `Idempotency-Key` was used for another message."),
    ),
)]
async fn send_message(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    key: RepeatKey,
    Body(request): Body<SendRequest>,
) -> Result<Response> {
    let new = NewBroadcast {
        idempotency: key.for_request(&user, &request)?,
        content: request.content,
        language: request.language,
        translations: request.translations,
        purpose: request.purpose,
        is_emergency_confirmed: request.confirm_emergency,
        is_test: false,
        scheduled_at: request.scheduled_at,
        message_type: request.message_type,
        audience: request.audience.into(),
        birthday: None,
        created_by: user.shown_as(),
    };
    let progress = api.create_broadcast.run(new).await?;
    Ok(accepted(&api, &log, progress))
}

/// A broadcast that was taken.
pub(crate) fn accepted(api: &Shared, log: &RequestLog, progress: BroadcastProgress) -> Response {
    log.note_subject(progress.broadcast.id.to_string());
    let location = format!("/api/broadcasts/{}", progress.broadcast.id);
    let body = Json(Broadcast::seen_at(api.clock.now(), progress));
    (StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response()
}

/// What is composed, to be tried out.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "contact_id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "content": "Hi {first_name|friend}, dinner on Friday at six, in the hall.",
    "language": "en",
    "translations": { "es": "Hola {first_name}, cena el viernes a las seis, en el salón." },
    "test_language": "es",
}))]
pub(crate) struct TestRequest {
    /// Who gets it: a contact's id.
    #[schema(value_type = String)]
    contact_id: ContactId,
    /// What it says.
    #[schema(value_type = String, min_length = 1, max_length = 1600)]
    content: MessageTemplate,
    /// The language that `content` is written in, a BCP 47 tag; `en` unless it is given.
    #[schema(value_type = String, required = false)]
    language: LanguageTag,
    /// The same in other languages, by BCP 47 tag, 20 at most.
    #[schema(value_type = BTreeMap<String, String>, required = false)]
    translations: BTreeMap<LanguageTag, MessageTemplate>,
    /// In which of these languages it is sent, whatever the reader prefers; `language` unless it is given.
    #[schema(value_type = Option<String>, nullable = false)]
    test_language: Option<LanguageTag>,
}

impl FromForm for TestRequest {
    fn from_form(form: &mut Form) -> Option<Self> {
        let contact_id = form.needed_text("contact_id").and_then(|text| {
            let id = text.parse().ok();
            if id.is_none() {
                let message = "Give a contact's id, which starts with \"con_\".";
                form.reject("contact_id", message);
            }
            id
        });
        let composition = read_composition(form);
        let test_language = form.optional::<String>("test_language").map(|text| {
            LanguageTag::parse(&text)
                .map_err(|error| form.reject("test_language", error.to_string()))
                .ok()
        });
        let composition = composition?;
        Some(Self {
            contact_id: contact_id?,
            content: composition.content,
            language: composition.language,
            translations: composition.translations,
            test_language: match test_language {
                Some(test_language) => Some(test_language?),
                None => None,
            },
        })
    }
}

/// Send a test
///
/// Sends what is composed to one person of the directory, in one of its languages: a broadcast of one text, marked as a
/// test, that keeps every rule that others keep.
#[utoipa::path(
    post, path = "/api/messages/test", operation_id = "testMessage", tag = "messages",
    security(("bearer" = ["staff"])),
    params(RepeatKey),
    request_body = TestRequest,
    responses(
        (
            status = ACCEPTED, description = "The test is being sent.", body = Broadcast,
            headers(("Location" = String, description = "The path of the broadcast.")),
        ),
        (status = CONFLICT, description = "The `Idempotency-Key` was used for another message."),
    ),
)]
async fn test_message(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    key: RepeatKey,
    Body(request): Body<TestRequest>,
) -> Result<Response> {
    let test = TestMessage {
        idempotency: key.for_request(&user, &request)?,
        composition: Composition {
            content: request.content,
            language: request.language,
            translations: request.translations,
        },
        test_language: request.test_language,
        contact_id: request.contact_id,
        created_by: user.shown_as(),
    };
    let progress = api.send_test.run(test).await?;
    Ok(accepted(&api, &log, progress))
}
