//! Staff send a message: one request, whatever the size of the audience.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use app::create_broadcast::NewBroadcast;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::{LanguageTag, MessageTemplate};
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
use crate::extract::Body;
use crate::form::{Form, FromForm};
use crate::idempotency::RepeatKey;
use crate::messages::MessageType;
use crate::problem::Result;
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(send_message))
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
    /// Text or call. Only `sms` is taken for now.
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
        let content = read_content(form);
        let message_type = read_message_type(form);
        let language = read_language(form);
        let translations = read_translations(form, language.as_ref());
        let purpose = read_purpose(form);
        let was_confirmed = form.has("confirm_emergency");
        let confirm_emergency = form.optional("confirm_emergency");
        let scheduled_at = read_schedule(form);
        let audience = AudienceChoice::from_form(form);
        Some(Self {
            content: content?,
            message_type: message_type?,
            language: language?,
            translations: translations?,
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

fn read_content(form: &mut Form) -> Option<MessageTemplate> {
    let text = form.needed_text("content")?;
    MessageTemplate::parse(&text)
        .map_err(|error| form.reject("content", error.to_string()))
        .ok()
}

fn read_message_type(form: &mut Form) -> Option<domain::MessageType> {
    let text = form.needed_text("message_type")?;
    let found = domain::MessageType::ALL
        .into_iter()
        .find(|kind| kind.as_str() == text);
    if found.is_none() {
        form.reject("message_type", "Use \"sms\".");
    }
    found
}

/// English, unless another is given.
fn read_language(form: &mut Form) -> Option<LanguageTag> {
    if !form.has("language") {
        return Some(LanguageTag::english());
    }
    let text = form.optional::<String>("language")?;
    LanguageTag::parse(&text)
        .map_err(|error| form.reject("language", error.to_string()))
        .ok()
}

/// The translations of a text in `language`, if that could be read; none, unless they are given.
fn read_translations(
    form: &mut Form,
    language: Option<&LanguageTag>,
) -> Option<BTreeMap<LanguageTag, MessageTemplate>> {
    const FIELD: &str = "translations";
    let Some(mut given) = form.nested(FIELD)? else {
        return Some(BTreeMap::new());
    };
    let names = given.names();
    let maximum = domain::Broadcast::MAXIMUM_TRANSLATIONS;
    if names.len() > maximum {
        let message = format!(
            "Give at most {maximum} translations: there are {}.",
            names.len()
        );
        form.reject(FIELD, message);
        return None;
    }
    let mut translations = BTreeMap::new();
    let mut are_good = true;
    for name in names {
        let text = given.optional::<String>(&name);
        let Ok(tag) = LanguageTag::parse(&name) else {
            let shown: String = name.chars().take(40).collect();
            let message =
                format!("\"{shown}\" is no language code. Use one such as \"es\" or \"pt-BR\".");
            form.reject(FIELD, message);
            are_good = false;
            continue;
        };
        if Some(&tag) == language {
            given.reject(
                &name,
                "The message itself is in this language. Remove this text.",
            );
        } else if let Some(text) = text {
            match (MessageTemplate::parse(&text), translations.entry(tag)) {
                (_, Entry::Occupied(_)) => {
                    given.reject(&name, "Give one text for each language.");
                }
                (Ok(template), Entry::Vacant(entry)) => {
                    entry.insert(template);
                    continue;
                }
                (Err(error), Entry::Vacant(_)) => given.reject(&name, error.to_string()),
            }
        }
        are_good = false;
    }
    form.absorb(FIELD, given);
    are_good.then_some(translations)
}

/// Information, unless another is given.
fn read_purpose(form: &mut Form) -> Option<domain::Purpose> {
    if !form.has("purpose") {
        return Some(domain::Purpose::default());
    }
    let text = form.optional::<String>("purpose")?;
    text.parse()
        .map_err(|error: domain::purpose::InvalidPurpose| form.reject("purpose", error.to_string()))
        .ok()
}

/// `Some(None)` for at once.
fn read_schedule(form: &mut Form) -> Option<Option<Timestamp>> {
    if !form.has("scheduled_at") {
        return Some(None);
    }
    let Some(text) = form.clearable::<String>("scheduled_at")? else {
        return Some(None);
    };
    let time = text.parse();
    if time.is_err() {
        form.reject(
            "scheduled_at",
            "Give the time in RFC 3339 with its offset from UTC, such as 2026-12-24T17:30:00-06:00.",
        );
    }
    time.ok().map(Some)
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
        scheduled_at: request.scheduled_at,
        message_type: request.message_type,
        audience: request.audience.into(),
        created_by: user.shown_as(),
    };
    let progress = api.create_broadcast.run(new).await?;
    log.note_subject(progress.broadcast.id.to_string());
    let location = format!("/api/broadcasts/{}", progress.broadcast.id);
    let body = Json(Broadcast::seen_at(api.clock.now(), progress));
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response())
}
