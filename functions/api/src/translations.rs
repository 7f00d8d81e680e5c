//! Translations of a draft by the language model, for staff to read before anything is sent.

use std::collections::BTreeSet;

use app::translations::{NO_MODEL, NewTranslation};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::segments::count_segments;
use domain::translation::{LanguageResult, LanguageState, TranslationProgress};
use domain::{LanguageTag, MergeValues, MessageTemplate, TranslationId};
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::composition::{read_content, read_language};
use crate::extract::{Body, Id};
use crate::form::{Form, FromForm};
use crate::previews::Encoding;
use crate::problem::Result;
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_assistant))
        .routes(routes!(create_translation))
        .routes(routes!(get_translation))
}

/// What the language model does here.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "is_available": true, "model": "gpt-4.1-mini", "explanation": null }))]
pub(crate) struct Assistant {
    /// Whether translations can be asked for.
    is_available: bool,
    /// The model's name; null where there is none.
    #[schema(required)]
    model: Option<String>,
    /// Why there is none, and what to do; null where there is one.
    #[schema(required)]
    explanation: Option<&'static str>,
}

/// How far a translation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TranslationStatus {
    /// Some language is being worked on.
    Working,
    /// No language is being worked on any more.
    Done,
}

/// How one language stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LanguageStatus {
    /// It is being worked on.
    Working,
    /// There is a text.
    Done,
    /// There is none; `reason` says why.
    Failed,
}

/// A draft in other languages.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "trn_01K6Q2V9GZ3M8T5R7W1X4Y6A0B", "status": "done",
    "content": "Hi {first_name|friend}, dinner on Friday at 6.", "language": "en",
    "created_at": "2026-11-26T05:20:00Z", "expires_at": "2026-12-03T05:20:00Z",
    "translations": [{
        "language": "es", "status": "done", "text": "Hola {first_name|amigo}, cena el viernes a las 6.",
        "back_translation": "Hello {first_name|friend}, dinner on Friday at 6.", "encoding": "gsm7", "segments": 1,
        "warnings": [], "reason": null,
    }],
}))]
pub(crate) struct Translation {
    /// The translation's id.
    #[schema(value_type = String)]
    id: TranslationId,
    /// How far it has come.
    status: TranslationStatus,
    /// The draft.
    #[schema(value_type = String)]
    content: MessageTemplate,
    /// Its language, a BCP 47 tag.
    #[schema(value_type = String)]
    language: LanguageTag,
    /// When it was asked for.
    created_at: Timestamp,
    /// Until when it can be read.
    expires_at: Timestamp,
    /// Each language, in the order asked for.
    translations: Vec<TranslatedLanguage>,
}

/// A draft in one other language.
#[derive(Serialize, ToSchema)]
pub(crate) struct TranslatedLanguage {
    /// The language, a BCP 47 tag.
    #[schema(value_type = String)]
    language: LanguageTag,
    /// How it stands.
    status: LanguageStatus,
    /// The text, with its fields; null unless it is done.
    #[schema(required)]
    text: Option<String>,
    /// The text in the language of the draft, by a request that did not see the draft; null unless it is done, and when
    /// it could not be made.
    #[schema(required)]
    back_translation: Option<String>,
    /// How the text travels; null unless it is done.
    #[schema(required)]
    encoding: Option<Encoding>,
    /// How many segments the text has with its fallbacks in place of names; null unless it is done.
    #[schema(required)]
    segments: Option<u32>,
    /// What to look at before it is sent: whole sentences.
    warnings: Vec<String>,
    /// Why there is none, and what to do; null unless it has failed.
    #[schema(required)]
    reason: Option<String>,
}

/// A language that has not come back in time, whatever happened to it.
const LOST: &str =
    "The translation did not come back in time. Ask for this language again, or write it yourself.";

impl TranslatedLanguage {
    fn new(language: LanguageTag, status: LanguageStatus) -> Self {
        Self {
            language,
            status,
            text: None,
            back_translation: None,
            encoding: None,
            segments: None,
            warnings: Vec::new(),
            reason: None,
        }
    }

    fn of(language: LanguageTag, state: LanguageState<'_>) -> Self {
        let failed = |language, reason: &str| Self {
            reason: Some(reason.to_owned()),
            ..Self::new(language, LanguageStatus::Failed)
        };
        match state {
            LanguageState::Working => Self::new(language, LanguageStatus::Working),
            LanguageState::Lost => failed(language, LOST),
            LanguageState::Ended(LanguageResult::Failed { reason }) => failed(language, reason),
            LanguageState::Ended(LanguageResult::Done {
                text,
                back_translation,
                warnings,
            }) => {
                let sample = text.render(&MergeValues::nobody(&language));
                let count = count_segments(&sample);
                Self {
                    text: Some(text.source().as_str().to_owned()),
                    back_translation: back_translation.clone(),
                    encoding: Some(count.encoding.into()),
                    segments: Some(count.segments),
                    warnings: warnings.clone(),
                    ..Self::new(language, LanguageStatus::Done)
                }
            }
        }
    }
}

impl Translation {
    fn seen_at(now: Timestamp, progress: &TranslationProgress) -> Self {
        let translation = &progress.translation;
        let languages = translation.languages.iter();
        Self {
            id: translation.id,
            status: match progress.is_working(now) {
                true => TranslationStatus::Working,
                false => TranslationStatus::Done,
            },
            content: translation.content.clone(),
            language: translation.language.clone(),
            created_at: translation.created_at,
            expires_at: translation.expires_at(),
            translations: languages
                .map(|language| {
                    TranslatedLanguage::of(language.clone(), progress.state(language, now))
                })
                .collect(),
        }
    }
}

/// A draft to be translated.
#[derive(ToSchema)]
#[schema(example = json!({
    "content": "Hi {first_name|friend}, dinner on Friday at 6.", "language": "en", "languages": ["es", "ko"],
}))]
pub(crate) struct TranslationInput {
    /// The draft, with its fields, as a message takes them.
    #[schema(value_type = String, min_length = 1, max_length = 1600)]
    content: MessageTemplate,
    /// The language that it is written in, a BCP 47 tag.
    #[schema(value_type = String, required = false, default = "en")]
    language: LanguageTag,
    /// The languages that it is wanted in, each once.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 20)]
    languages: Vec<LanguageTag>,
}

impl FromForm for TranslationInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let content = read_content(form);
        let language = read_language(form);
        let languages = read_languages(form, language.as_ref());
        Some(Self {
            content: content?,
            language: language?,
            languages: languages?,
        })
    }
}

/// The languages that a draft in `original`, if that could be read, is wanted in.
fn read_languages(form: &mut Form, original: Option<&LanguageTag>) -> Option<Vec<LanguageTag>> {
    const FIELD: &str = "languages";
    if !form.has(FIELD) {
        form.reject(FIELD, "Choose at least one language.");
        return None;
    }
    let texts = form.optional::<Vec<String>>(FIELD)?;
    let maximum = domain::Translation::MAXIMUM_LANGUAGES;
    if texts.is_empty() || texts.len() > maximum {
        let message = format!(
            "Choose from 1 to {maximum} languages: there are {}.",
            texts.len()
        );
        form.reject(FIELD, message);
        return None;
    }
    let mut seen = BTreeSet::new();
    let mut languages = Vec::with_capacity(texts.len());
    for text in texts {
        let Ok(tag) = LanguageTag::parse(&text) else {
            let shown: String = text.chars().take(40).collect();
            let message =
                format!("\"{shown}\" is no language code. Use one such as \"es\" or \"pt-BR\".");
            form.reject(FIELD, message);
            return None;
        };
        if Some(&tag) == original {
            let message = format!("The message itself is in \"{tag}\". Remove it here.");
            form.reject(FIELD, message);
            return None;
        }
        if !seen.insert(tag.clone()) {
            form.reject(
                FIELD,
                format!("Give each language once: \"{tag}\" is there twice."),
            );
            return None;
        }
        languages.push(tag);
    }
    Some(languages)
}

/// Read what the language model does here
#[utoipa::path(
    get, path = "/api/assistant", operation_id = "getAssistant", tag = "translations",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "Whether there is a model.", body = Assistant)),
)]
async fn get_assistant(State(api): State<Shared>, _: Viewer) -> Json<Assistant> {
    let model = api.translations.model.clone();
    Json(Assistant {
        is_available: model.is_some(),
        explanation: model.is_none().then_some(NO_MODEL),
        model,
    })
}

/// Translate a draft
///
/// Has the language model translate a draft, in the background. Nothing is sent: read it, and put what you take into a
/// message's `translations`. Each request is paid for again.
#[utoipa::path(
    post, path = "/api/translations", operation_id = "createTranslation", tag = "translations",
    security(("bearer" = ["staff"])),
    request_body = TranslationInput,
    responses(
        (
            status = ACCEPTED, description = "It is being translated.", body = Translation,
            headers(("Location" = String, description = "The path of the new translation.")),
        ),
        (status = CONFLICT, description = "There is no language model here."),
    ),
)]
async fn create_translation(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Body(input): Body<TranslationInput>,
) -> Result<Response> {
    let new = NewTranslation {
        content: input.content,
        language: input.language,
        languages: input.languages,
        created_by: user.shown_as(),
    };
    let progress = api.translations.create(new).await?;
    let id = progress.translation.id;
    log.note_subject(id.to_string());
    let location = [(header::LOCATION, format!("/api/translations/{id}"))];
    let body = Json(Translation::seen_at(api.clock.now(), &progress));
    Ok((StatusCode::ACCEPTED, location, body).into_response())
}

/// Read a translation
///
/// As far as it has come. It can be read for seven days.
#[utoipa::path(
    get, path = "/api/translations/{id}", operation_id = "getTranslation", tag = "translations",
    security(("bearer" = ["staff"])),
    params(Id<TranslationId>),
    responses((status = OK, description = "The translation.", body = Translation)),
)]
async fn get_translation(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<TranslationId>,
) -> Result<Json<Translation>> {
    let progress = api.translations.get(id).await?;
    Ok(Json(Translation::seen_at(api.clock.now(), &progress)))
}
