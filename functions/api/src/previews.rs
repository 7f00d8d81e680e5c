//! What a message would come to, before it is sent: whom it reaches, what it says to them, what it costs, when it is out.

use std::collections::BTreeMap;

use app::preview_message as preview;
use axum::Json;
use axum::extract::State;
use domain::money::YearMonth;
use domain::{ContactId, LanguageTag, MicroDollars};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::audience::AudienceChoice;
use crate::authentication::Viewer;
use crate::broadcasts::Purpose;
use crate::composition::{read_composition, read_purpose, read_schedule};
use crate::extract::Body;
use crate::form::{Form, FromForm};
use crate::messages::{MessageType, SkipReason};
use crate::names::mirror;
use crate::problem::Result;
use crate::sending::read_message_type;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(preview_message))
}

mirror! {
    /// How a text travels: `gsm7` has room for 160 characters of one alphabet in a segment, `unicode` for 70 of any.
    Encoding from domain::segments::Encoding { Gsm7, Unicode }
}

/// An audience, and what is to be sent to it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "send_to_all": true,
    "message_type": "sms",
    "content": "Hi {first_name|friend}, dinner on Friday at six, in the hall.",
    "language": "en",
    "translations": { "es": "Hola {first_name}, cena el viernes a las seis, en el salón." },
    "purpose": "information",
    "scheduled_at": null,
    "preview_as": null,
}))]
pub(crate) struct PreviewRequest {
    /// Text or call: `sms` unless it is given.
    #[schema(required = false)]
    message_type: MessageType,
    /// What it says; without it, only the audience is told.
    #[schema(nullable = false, min_length = 1, max_length = 1600)]
    content: Option<String>,
    /// The language that `content` is written in, a BCP 47 tag; `en` unless it is given.
    #[schema(nullable = false)]
    language: Option<String>,
    /// The same in other languages, by BCP 47 tag, 20 at most.
    #[schema(required = false)]
    translations: BTreeMap<String, String>,
    /// What it is for; `information` unless it is given.
    #[schema(required = false)]
    purpose: Purpose,
    /// When it is to go out; null, or a time that has passed, for at once.
    scheduled_at: Option<Timestamp>,
    /// A contact whose own text is to be shown.
    preview_as: Option<String>,
    /// Whom it is for.
    #[serde(flatten)]
    audience: AudienceChoice,
}

/// What is asked.
pub(crate) struct Asked {
    audience: AudienceChoice,
    message_type: domain::MessageType,
    draft: Option<preview::Draft>,
}

/// The fields that say nothing without a text.
const PARTS: [&str; 5] = [
    "language",
    "translations",
    "purpose",
    "scheduled_at",
    "preview_as",
];

impl FromForm for Asked {
    fn from_form(form: &mut Form) -> Option<Self> {
        let is_written = form.has("content") || PARTS.iter().any(|part| form.has(part));
        let draft = match is_written {
            true => read_draft(form).map(Some),
            false => Some(None),
        };
        let message_type = match form.has("message_type") {
            true => read_message_type(form),
            false => Some(domain::MessageType::Sms),
        };
        let audience = AudienceChoice::from_form(form);
        Some(Self {
            message_type: message_type?,
            audience: audience?,
            draft: draft?,
        })
    }
}

fn read_draft(form: &mut Form) -> Option<preview::Draft> {
    let composition = read_composition(form);
    let purpose = read_purpose(form);
    let scheduled_at = read_schedule(form);
    let preview_as = read_person(form);
    Some(preview::Draft {
        composition: composition?,
        purpose: purpose?,
        scheduled_at: scheduled_at?,
        preview_as: preview_as?,
    })
}

/// `Some(None)` for nobody.
fn read_person(form: &mut Form) -> Option<Option<ContactId>> {
    const FIELD: &str = "preview_as";
    if !form.has(FIELD) {
        return Some(None);
    }
    let Some(text) = form.clearable::<String>(FIELD)? else {
        return Some(None);
    };
    let id = text.parse();
    if id.is_err() {
        form.reject(FIELD, "Give a contact's id, which starts with \"con_\".");
    }
    id.ok().map(Some)
}

/// What a message would come to.
#[derive(Serialize, ToSchema)]
#[schema(as = AudiencePreview, example = json!({
    "recipients": 186,
    "left_out": [{
        "reason": "inactive",
        "reason_text": "Marked as not active",
        "count": 1,
        "people": [{ "contact_id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B", "name": "Ruth Okafor" }],
    }],
    "languages": [{ "language": "en", "recipients": 150 }, { "language": "es-MX", "recipients": 36 }],
    "is_estimate": false,
    "estimate": {
        "texts": [{
            "language": "en",
            "recipients": 150,
            "sample": {
                "contact_id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
                "name": "Samuel Adeyemi",
                "text": "Hi Samuel, dinner on Friday at six, in the hall.",
            },
            "encoding": "gsm7", "segments_min": 1, "segments_max": 1, "segments": 150, "price": 2175000,
        }],
        "segments": 150,
        "price": 2175000,
        "budget": { "month": "2026-11", "cap": 50000000, "remaining": 37153000, "fits": true },
        "starts_at": "2026-11-26T18:00:00Z",
        "out_by": "2026-11-26T18:02:30Z",
        "waits_for_morning": 0,
        "waits_for_room": 0,
    },
    "preview_as": null,
}))]
pub(crate) struct Preview {
    /// How many messages would be sent.
    recipients: u64,
    /// Who would be left out, by reason.
    left_out: Vec<LeftOut>,
    /// How many of the readers prefer each language, most first.
    languages: Vec<LanguageShare>,
    /// Whether the first 5,000 people of a larger directory stand for all of it.
    is_estimate: bool,
    /// What the texts come to; null while there is no text.
    #[schema(required)]
    estimate: Option<Estimate>,
    /// What one person would get; null unless it was asked.
    #[schema(required)]
    preview_as: Option<PersonPreview>,
}

/// The people who are left out for one reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOut {
    /// The reason.
    reason: SkipReason,
    /// The reason in words.
    reason_text: &'static str,
    /// How many people.
    count: u64,
    /// The first 50 of them.
    people: Vec<Person>,
}

/// Someone in the directory.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    /// The contact's id.
    #[schema(value_type = String)]
    contact_id: ContactId,
    /// The person's name.
    name: String,
}

/// How many recipients read a language.
#[derive(Serialize, ToSchema)]
pub(crate) struct LanguageShare {
    /// The language, as a BCP 47 tag.
    language: String,
    /// How many of the recipients read it.
    recipients: u64,
}

/// What the texts come to, by the price list and at the sender's pace.
#[derive(Serialize, ToSchema)]
pub(crate) struct Estimate {
    /// By the language that somebody gets, most readers first. Whoever prefers a language without a translation gets
    /// the original.
    texts: Vec<TextShare>,
    /// The segments of all.
    segments: u64,
    /// What all cost, in micro-dollars.
    price: i64,
    /// The money of the month that pays.
    budget: BudgetShare,
    /// When the first text leaves; null when nobody gets one, or not within weeks.
    #[schema(required)]
    starts_at: Option<Timestamp>,
    /// When the last one is out; null when nobody gets one, or that is weeks away.
    #[schema(required)]
    out_by: Option<Timestamp>,
    /// How many texts wait for their reader's morning.
    waits_for_morning: u64,
    /// How many texts wait because the carrier's queue holds no more for now.
    waits_for_room: u64,
}

/// What the readers of one language get.
#[derive(Serialize, ToSchema)]
pub(crate) struct TextShare {
    /// The language, as a BCP 47 tag.
    language: String,
    /// How many get it.
    recipients: u64,
    /// One of them, whose text has the most segments.
    sample: Sample,
    /// `unicode` where the text of at least one reader needs it.
    encoding: Encoding,
    /// The fewest segments of a reader's text.
    segments_min: u32,
    /// The most.
    segments_max: u32,
    /// Those of all readers.
    segments: u64,
    /// What all of them cost, in micro-dollars.
    price: i64,
}

/// One reader, and what that person gets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sample {
    /// The contact's id.
    #[schema(value_type = String)]
    contact_id: ContactId,
    /// The person's name.
    name: String,
    /// The text.
    text: String,
}

/// Whether it fits into a month's money, in micro-dollars.
#[derive(Serialize, ToSchema)]
pub(crate) struct BudgetShare {
    /// The month that pays, in the church's time zone.
    #[schema(value_type = String)]
    month: YearMonth,
    /// The most that a month may cost; null without a limit.
    #[schema(required)]
    cap: Option<i64>,
    /// What may still be used, before this message; null without a limit.
    #[schema(required)]
    remaining: Option<i64>,
    /// False: it would be refused as a whole, and nobody would get it.
    fits: bool,
}

/// What one person would get.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonPreview {
    /// The contact's id.
    #[schema(value_type = String)]
    contact_id: ContactId,
    /// The person's name.
    name: String,
    /// The language of the text, as a BCP 47 tag.
    language: String,
    /// The text.
    text: String,
    /// How it travels.
    encoding: Encoding,
    /// In how many segments.
    segments: u32,
    /// What it costs, in micro-dollars.
    price: i64,
    /// Why the person would not get it, as far as it is up to the person and the text alone; null otherwise.
    #[schema(required)]
    skip_reason: Option<SkipReason>,
    /// The reason in words; null without one.
    #[schema(required)]
    skip_reason_text: Option<&'static str>,
}

impl From<preview::MessagePreview> for Preview {
    fn from(found: preview::MessagePreview) -> Self {
        let left_out = found.left_out.into_iter().map(|(reason, people)| LeftOut {
            reason: reason.into(),
            reason_text: reason.sentence(),
            count: people.count,
            people: people
                .people
                .into_iter()
                .map(|(contact_id, name)| Person { contact_id, name })
                .collect(),
        });
        let languages = found.languages.into_iter();
        let mut languages: Vec<_> = languages
            .map(|(language, recipients)| LanguageShare {
                language: language.into(),
                recipients,
            })
            .collect();
        languages.sort_by_key(|share| std::cmp::Reverse(share.recipients));
        Self {
            recipients: found.recipients,
            left_out: left_out.collect(),
            languages,
            is_estimate: found.is_estimate,
            estimate: found.estimate.map(Estimate::from),
            preview_as: found.preview_as.map(PersonPreview::from),
        }
    }
}

impl From<preview::Estimate> for Estimate {
    fn from(estimate: preview::Estimate) -> Self {
        let mut texts: Vec<TextShare> = estimate.texts.into_iter().map(TextShare::from).collect();
        texts.sort_by_key(|share| std::cmp::Reverse(share.recipients));
        let budget = estimate.budget;
        Self {
            texts,
            segments: estimate.segments,
            price: estimate.price.micros(),
            budget: BudgetShare {
                month: budget.month.month,
                cap: budget.month.cap.map(MicroDollars::micros),
                remaining: budget.month.remaining().map(MicroDollars::micros),
                fits: budget.fits,
            },
            starts_at: estimate.forecast.map(|forecast| forecast.starts_at),
            out_by: estimate.forecast.and_then(|forecast| forecast.out_by),
            waits_for_morning: estimate
                .forecast
                .map_or(0, |forecast| forecast.waits_for_morning),
            waits_for_room: estimate
                .forecast
                .map_or(0, |forecast| forecast.waits_for_room),
        }
    }
}

impl From<(LanguageTag, preview::TextShare)> for TextShare {
    fn from((language, share): (LanguageTag, preview::TextShare)) -> Self {
        Self {
            language: language.into(),
            recipients: share.recipients,
            sample: Sample {
                contact_id: share.sample.contact_id,
                name: share.sample.name,
                text: share.sample.text,
            },
            encoding: share.encoding.into(),
            segments_min: share.segments_min,
            segments_max: share.segments_max,
            segments: share.segments,
            price: share.price.micros(),
        }
    }
}

impl From<preview::PersonPreview> for PersonPreview {
    fn from(person: preview::PersonPreview) -> Self {
        Self {
            contact_id: person.contact_id,
            name: person.name,
            language: person.language.into(),
            text: person.text,
            encoding: person.encoding.into(),
            segments: person.segments,
            price: person.price.micros(),
            skip_reason: person.skip_reason.map(SkipReason::from),
            skip_reason_text: person.skip_reason.map(domain::SkipReason::sentence),
        }
    }
}

/// Preview a message
///
/// Whom a message would reach if it were sent now, who would be left out and why; and with a text what it says, what it
/// costs and when the last one is out, by the rules by which it is planned. Nothing is sent.
#[utoipa::path(
    post, path = "/api/messages/preview", operation_id = "previewMessage", tag = "messages",
    security(("bearer" = ["viewer"])),
    request_body = PreviewRequest,
    responses((status = OK, description = "What it would come to.", body = Preview)),
)]
async fn preview_message(
    State(api): State<Shared>,
    _: Viewer,
    Body(asked): Body<Asked>,
) -> Result<Json<Preview>> {
    let audience = asked.audience.into();
    let preview = api
        .preview_message
        .run(&audience, asked.message_type, asked.draft.as_ref())
        .await?;
    Ok(Json(preview.into()))
}
