//! What the church tells its phone assistant, whom it rings, and how far a call may go.

use std::collections::BTreeMap;

use adapters::twilio::voice::voice_options;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::assistant_settings::{CallLimits, ChurchFacts};
use domain::phone::PhoneNumber;
use domain::{AssistantSettings, LanguageTag, SHIPPED_LANGUAGES, ShippedLanguage};
use http::header;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Admin, Viewer};
use crate::extract::{Body, IfMatch};
use crate::form::{Form, FromForm};
use crate::problem::{Problem, Result};
use crate::settings::{is_there, needed, needed_or_null};

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_phone_assistant, change_phone_assistant))
        .routes(routes!(list_voices))
}

/// What the assistant may tell anybody. Each is free text, at most 2,000 characters.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistantFacts {
    /// When there are services.
    service_times: String,
    /// Where the church is, and how to get there.
    address: String,
    /// Who works there, and for what.
    staff: String,
    /// What is coming up.
    events: String,
    /// Anything else.
    other: String,
}

/// How far a call may go.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssistantLimits {
    /// The most turns, 5 to 60.
    turns: u32,
    /// The most minutes, 2 to 14.
    minutes: u32,
    /// The most calls a day in which the model is asked.
    calls_a_day: u32,
}

/// What the church has decided about its phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct PhoneAssistant {
    /// Whether the assistant answers questions; otherwise it takes messages and rings people.
    is_answering: bool,
    /// What it may tell anybody.
    facts: AssistantFacts,
    /// The language of a greeting to a stranger, a BCP 47 tag.
    first_language: String,
    /// Languages that are offered then, with the keys from 2 on; at most four.
    offered_languages: Vec<String>,
    /// The language of summaries.
    staff_language: String,
    /// Who is rung for a caller who wants a person, in E.164.
    #[schema(required)]
    transfer_phone: Option<String>,
    /// Who is told by text when somebody may be in danger, in E.164.
    #[schema(required)]
    on_call_phone: Option<String>,
    /// The voices that were chosen, by language.
    voices: BTreeMap<String, String>,
    /// How far a call may go.
    limits: AssistantLimits,
    /// Grows with each change.
    version: u32,
}

/// A voice that can be chosen.
#[derive(Serialize, ToSchema)]
pub(crate) struct Voice {
    /// The language that it speaks, a BCP 47 tag.
    language: &'static str,
    /// Its name at the carrier's.
    name: &'static str,
    /// What staff read.
    label: &'static str,
    /// Whether it speaks where none is chosen.
    is_default: bool,
}

/// All voices.
#[derive(Serialize, ToSchema)]
pub(crate) struct VoicePage {
    /// The voices, language by language.
    items: Vec<Voice>,
    /// There is no next page.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<AssistantSettings> for PhoneAssistant {
    fn from(settings: AssistantSettings) -> Self {
        let tag = |language: ShippedLanguage| language.tag().to_owned();
        let text = |phone: PhoneNumber| phone.as_str().to_owned();
        let ChurchFacts {
            service_times,
            address,
            staff,
            events,
            other,
        } = settings.facts;
        let voices = settings.voices.into_iter();
        Self {
            is_answering: settings.is_answering,
            facts: AssistantFacts {
                service_times,
                address,
                staff,
                events,
                other,
            },
            first_language: tag(settings.first_language),
            offered_languages: settings.offered_languages.into_iter().map(tag).collect(),
            staff_language: tag(settings.staff_language),
            transfer_phone: settings.transfer_phone.map(text),
            on_call_phone: settings.on_call_phone.map(text),
            voices: voices
                .map(|(language, name)| (tag(language), name))
                .collect(),
            limits: AssistantLimits {
                turns: settings.limits.turns.into(),
                minutes: settings.limits.minutes.into(),
                calls_a_day: settings.limits.calls_a_day,
            },
            version: settings.version,
        }
    }
}

/// The settings as they are given: numbers as people write them.
#[derive(ToSchema)]
#[schema(example = json!({
    "is_answering": true,
    "facts": { "service_times": "Sunday at 9 and 11", "address": "", "staff": "", "events": "", "other": "" },
    "first_language": "en", "offered_languages": ["es"], "staff_language": "en",
    "transfer_phone": null, "on_call_phone": "212 555 0123", "voices": {},
    "limits": { "turns": 30, "minutes": 10, "calls_a_day": 200 },
}))]
#[expect(
    dead_code,
    reason = "it describes the body; `NewPhoneAssistant` is what is read of it"
)]
pub(crate) struct PhoneAssistantInput {
    /// Whether the assistant answers questions; otherwise it takes messages and rings people.
    is_answering: bool,
    /// What it may tell anybody.
    facts: AssistantFacts,
    /// The language of a greeting to a stranger, a BCP 47 tag.
    first_language: String,
    /// Languages that are offered then, with the keys from 2 on; at most four.
    offered_languages: Vec<String>,
    /// The language of summaries.
    staff_language: String,
    /// Who is rung for a caller who wants a person.
    #[schema(required)]
    transfer_phone: Option<String>,
    /// Who is told by text when somebody may be in danger.
    #[schema(required)]
    on_call_phone: Option<String>,
    /// The voices that were chosen, by language.
    voices: BTreeMap<String, String>,
    /// How far a call may go.
    limits: AssistantLimits,
}

/// The settings as they were read, with the numbers as they were written.
pub(crate) struct NewPhoneAssistant {
    settings: AssistantSettings,
    transfer_phone: Option<String>,
    on_call_phone: Option<String>,
}

impl FromForm for NewPhoneAssistant {
    fn from_form(form: &mut Form) -> Option<Self> {
        let is_answering = needed::<bool>(form, "is_answering");
        let facts = nested(form, "facts", |facts| {
            Some(ChurchFacts {
                service_times: needed(facts, "service_times")?,
                address: needed(facts, "address")?,
                staff: needed(facts, "staff")?,
                events: needed(facts, "events")?,
                other: needed(facts, "other")?,
            })
        });
        let first_language = language(form, "first_language");
        let staff_language = language(form, "staff_language");
        let offered = needed::<Vec<String>>(form, "offered_languages");
        let offered = offered.and_then(|tags| {
            let all: Option<Vec<_>> = tags.iter().map(|tag| shipped(tag)).collect();
            if all.is_none() {
                form.reject("offered_languages", NO_LANGUAGE);
            }
            all
        });
        let transfer_phone = needed_or_null(form, "transfer_phone");
        let on_call_phone = needed_or_null(form, "on_call_phone");
        let voices = nested(form, "voices", voices);
        let limits = nested(form, "limits", |limits| {
            let small = |value: u32| u16::try_from(value).unwrap_or(u16::MAX);
            Some(CallLimits {
                turns: small(needed(limits, "turns")?),
                minutes: small(needed(limits, "minutes")?),
                calls_a_day: needed(limits, "calls_a_day")?,
            })
        });
        Some(Self {
            settings: AssistantSettings {
                is_answering: is_answering?,
                facts: facts?,
                first_language: first_language?,
                offered_languages: offered?,
                staff_language: staff_language?,
                transfer_phone: None,
                on_call_phone: None,
                voices: voices?,
                limits: limits?,
                version: 0,
            },
            transfer_phone: transfer_phone?,
            on_call_phone: on_call_phone?,
        })
    }
}

const NO_LANGUAGE: &str = "Choose from the languages that the assistant speaks.";

fn shipped(tag: &str) -> Option<ShippedLanguage> {
    ShippedLanguage::find(&LanguageTag::parse(tag).ok()?)
}

fn language(form: &mut Form, field: &str) -> Option<ShippedLanguage> {
    let tag = needed::<String>(form, field)?;
    let language = shipped(&tag);
    if language.is_none() {
        form.reject(field, NO_LANGUAGE);
    }
    language
}

fn nested<T>(form: &mut Form, field: &str, read: impl FnOnce(&mut Form) -> Option<T>) -> Option<T> {
    if !is_there(form, field) {
        return None;
    }
    let Some(mut given) = form.nested(field)? else {
        form.reject(field, "Give an object.");
        return None;
    };
    let value = read(&mut given);
    form.absorb(field, given);
    value
}

fn voices(form: &mut Form) -> Option<BTreeMap<ShippedLanguage, String>> {
    let mut voices = BTreeMap::new();
    for tag in form.names() {
        let name = form.optional::<String>(&tag)?;
        let language = SHIPPED_LANGUAGES
            .into_iter()
            .find(|language| language.tag() == tag);
        let is_known = |language| {
            voice_options()
                .iter()
                .any(|voice| voice.language == language && voice.name == name)
        };
        match language.filter(|language| is_known(*language)) {
            Some(language) => voices.insert(language, name),
            None => {
                form.reject(
                    &tag,
                    "Choose one of the voices that are listed for this language.",
                );
                return None;
            }
        };
    }
    Some(voices)
}

impl NewPhoneAssistant {
    /// The settings with both numbers, which are read as people of the church's country write them.
    fn with_numbers(self, api: &Shared) -> Result<AssistantSettings> {
        let read = |field: &str, text: Option<String>| {
            let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
                return Ok(None);
            };
            PhoneNumber::parse(&text, api.church.region)
                .map(Some)
                .map_err(|error| {
                    let error = domain::FieldError::new(field, error.to_string());
                    Problem::wrong_fields(vec![error])
                })
        };
        Ok(AssistantSettings {
            transfer_phone: read("transfer_phone", self.transfer_phone)?,
            on_call_phone: read("on_call_phone", self.on_call_phone)?,
            ..self.settings
        })
    }
}

fn tagged(settings: AssistantSettings) -> Response {
    let tag = format!("\"{}\"", settings.version);
    let body = Json(PhoneAssistant::from(settings));
    ([(header::ETAG, tag)], body).into_response()
}

/// Read what the phone assistant knows
///
/// What the church has decided, or what holds until it does.
#[utoipa::path(
    get, path = "/api/settings/assistant", operation_id = "getPhoneAssistant", tag = "settings",
    security(("bearer" = ["viewer"])),
    responses((
        status = OK, description = "The settings.", body = PhoneAssistant,
        headers(("ETag" = String, description = "The settings' version, in quotation marks.")),
    )),
)]
async fn get_phone_assistant(State(api): State<Shared>, _: Viewer) -> Result<Response> {
    Ok(tagged(api.change_assistant_settings.read().await?))
}

/// Change what the phone assistant knows
///
/// Replaces all of it; it holds from the next turn of every call on. `If-Match` names the version that was read.
#[utoipa::path(
    put, path = "/api/settings/assistant", operation_id = "changePhoneAssistant", tag = "settings",
    security(("bearer" = ["admin"])),
    params(
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"0\""),
    ),
    request_body = PhoneAssistantInput,
    responses((
        status = OK, description = "The settings, changed.", body = PhoneAssistant,
        headers(("ETag" = String, description = "The settings' new version, in quotation marks.")),
    )),
)]
async fn change_phone_assistant(
    State(api): State<Shared>,
    Admin(user): Admin,
    IfMatch(version): IfMatch,
    Body(input): Body<NewPhoneAssistant>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let wanted = input.with_numbers(&api)?;
    let by = user.shown_as();
    let changed = api.change_assistant_settings.run(wanted, version, &by);
    Ok(tagged(changed.await?))
}

/// List the voices to choose from
#[utoipa::path(
    get, path = "/api/settings/assistant/voices", operation_id = "listVoices", tag = "settings",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "All voices, language by language.", body = VoicePage)),
)]
async fn list_voices(_: Viewer) -> Json<VoicePage> {
    let items = voice_options().into_iter().map(|voice| Voice {
        language: voice.language.tag(),
        name: voice.name,
        label: voice.label,
        is_default: voice.is_default,
    });
    Json(VoicePage {
        items: items.collect(),
        next_cursor: None,
    })
}
