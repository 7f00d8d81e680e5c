//! What the church answers by itself.

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::LanguageTag;
use domain::automatic_answers::{
    AfterHours, AnswerText, AnswerWords, InvalidOfficeHours, Keyword, KeywordAnswer, OfficeDay,
    OfficeHours,
};
use http::header;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Admin, Viewer};
use crate::extract::{Body, IfMatch};
use crate::form::{Form, FromForm};
use crate::problem::Result;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_answers, change_answers))
}

/// The answer to a word.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeywordAnswerBody {
    /// The word that the whole text must be, in any case.
    #[schema(min_length = 1, max_length = 30)]
    keyword: String,
    /// What is answered.
    #[schema(min_length = 1, max_length = 480)]
    answer: String,
    /// The same in other languages, by BCP 47 tag, 20 at most.
    translations: BTreeMap<String, String>,
    /// From when on; null for at once.
    #[schema(required)]
    starts_at: Option<Timestamp>,
    /// Until when; null for as long as it stands here.
    #[schema(required)]
    ends_at: Option<Timestamp>,
}

/// The hours of a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfficeDayBody {
    /// `monday` to `sunday`.
    day: String,
    /// From when on somebody is there, such as `09:00`.
    opens: String,
    /// Until when, such as `17:00`; `24:00` at the latest.
    closes: String,
}

/// What is answered while nobody is in the office.
#[derive(Serialize, ToSchema)]
pub(crate) struct AfterHoursBody {
    /// What is answered.
    #[schema(min_length = 1, max_length = 480)]
    answer: String,
    /// The same in other languages, by BCP 47 tag, 20 at most.
    translations: BTreeMap<String, String>,
    /// When somebody is there, by the church's clock. A day that is missing is closed.
    #[schema(min_items = 1, max_items = 7)]
    office_hours: Vec<OfficeDayBody>,
}

/// What the church answers by itself.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "keywords": [{
        "keyword": "DINNER", "answer": "Dinner is at six, in the hall.",
        "translations": { "es": "La cena es a las seis, en el salón." }, "starts_at": null, "ends_at": null,
    }],
    "after_hours": {
        "answer": "The office is closed; we read this tomorrow.", "translations": {},
        "office_hours": [{ "day": "monday", "opens": "09:00", "closes": "17:00" }],
    },
    "version": 1,
}))]
pub(crate) struct AutomaticAnswers {
    /// Answers to words, 50 at most.
    keywords: Vec<KeywordAnswerBody>,
    /// What is answered while nobody is in the office; null for nothing.
    #[schema(required)]
    after_hours: Option<AfterHoursBody>,
    /// Counts the changes; 0 while nothing was ever decided. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

fn written(words: AnswerWords) -> (String, BTreeMap<String, String>) {
    let translations = words.translations.into_iter();
    let translations = translations.map(|(tag, text)| (tag.into(), text.into()));
    (words.answer.into(), translations.collect())
}

impl From<domain::AutomaticAnswers> for AutomaticAnswers {
    fn from(answers: domain::AutomaticAnswers) -> Self {
        let keywords = answers.keywords.into_iter().map(|one| {
            let (answer, translations) = written(one.words);
            KeywordAnswerBody {
                keyword: one.keyword.into(),
                answer,
                translations,
                starts_at: one.starts_at,
                ends_at: one.ends_at,
            }
        });
        let after_hours = answers.after_hours.map(|one| {
            let (answer, translations) = written(one.words);
            let days = one.office_hours.days();
            let days = days.map(|(day, opens, closes)| OfficeDayBody {
                day: day.as_str().to_owned(),
                opens,
                closes,
            });
            AfterHoursBody {
                answer,
                translations,
                office_hours: days.collect(),
            }
        });
        Self {
            keywords: keywords.collect(),
            after_hours,
            version: answers.version,
        }
    }
}

/// What the church is to answer by itself: all of it, whether it changes or not.
#[derive(ToSchema)]
#[schema(example = json!({
    "keywords": [{
        "keyword": "DINNER", "answer": "Dinner is at six, in the hall.", "translations": {},
        "starts_at": null, "ends_at": null,
    }],
    "after_hours": null,
}))]
#[expect(
    dead_code,
    reason = "it describes the body; `NewAnswers` is what is read of it"
)]
pub(crate) struct AnswersInput {
    /// Answers to words, 50 at most.
    keywords: Vec<KeywordAnswerBody>,
    /// What is answered while nobody is in the office; null for nothing.
    #[schema(required)]
    after_hours: Option<AfterHoursBody>,
}

/// What is read of it.
struct NewAnswers(domain::AutomaticAnswers);

impl FromForm for NewAnswers {
    fn from_form(form: &mut Form) -> Option<Self> {
        let most = domain::AutomaticAnswers::MAXIMUM_KEYWORDS;
        let keywords = form.nested_list("keywords", most, read_keyword);
        let after_hours = match form.nested("after_hours")? {
            None => Some(None),
            Some(mut nested) => {
                let read = read_after_hours(&mut nested);
                form.absorb("after_hours", nested);
                read.map(Some)
            }
        };
        Some(Self(domain::AutomaticAnswers {
            keywords: keywords?,
            after_hours: after_hours?,
            version: 0,
        }))
    }
}

/// Notes why a value could not be read.
fn parsed<T>(
    form: &mut Form,
    field: &str,
    read: std::result::Result<T, impl Display>,
) -> Option<T> {
    read.map_err(|error| form.reject(field, error.to_string()))
        .ok()
}

fn read_keyword(form: &mut Form) -> Option<KeywordAnswer> {
    let keyword = form.needed_text("keyword");
    let keyword = keyword.and_then(|text| parsed(form, "keyword", Keyword::parse(&text)));
    let words = read_words(form);
    let starts_at = read_time(form, "starts_at");
    let ends_at = read_time(form, "ends_at");
    if let (Some(Some(starts)), Some(Some(ends))) = (starts_at, ends_at)
        && ends <= starts
    {
        form.reject("ends_at", "Choose an end after the beginning.");
        return None;
    }
    Some(KeywordAnswer {
        keyword: keyword?,
        words: words?,
        starts_at: starts_at?,
        ends_at: ends_at?,
    })
}

fn read_words(form: &mut Form) -> Option<AnswerWords> {
    let answer = form.needed_text("answer");
    let answer = answer.and_then(|text| parsed(form, "answer", AnswerText::parse(&text)));
    let translations = read_translations(form);
    Some(AnswerWords {
        answer: answer?,
        translations: translations?,
    })
}

fn read_translations(form: &mut Form) -> Option<BTreeMap<LanguageTag, AnswerText>> {
    const FIELD: &str = "translations";
    let Some(mut given) = form.nested(FIELD)? else {
        return Some(BTreeMap::new());
    };
    let names = given.names();
    if names.len() > AnswerWords::MAXIMUM_TRANSLATIONS {
        let message = format!(
            "Give at most {} translations.",
            AnswerWords::MAXIMUM_TRANSLATIONS
        );
        form.reject(FIELD, message);
        return None;
    }
    let mut translations = BTreeMap::new();
    let mut are_good = true;
    for name in names {
        let text = given.optional::<String>(&name);
        let tag = parsed(&mut given, &name, LanguageTag::parse(&name));
        let text = text.and_then(|text| parsed(&mut given, &name, AnswerText::parse(&text)));
        match (tag, text) {
            (Some(tag), Some(text)) => {
                if translations.insert(tag, text).is_some() {
                    given.reject(&name, "Give one text for each language.");
                    are_good = false;
                }
            }
            _ => are_good = false,
        }
    }
    form.absorb(FIELD, given);
    are_good.then_some(translations)
}

/// `Some(None)` where none is given.
fn read_time(form: &mut Form, field: &str) -> Option<Option<Timestamp>> {
    if !form.has(field) {
        return Some(None);
    }
    let Some(text) = form.clearable::<String>(field)? else {
        return Some(None);
    };
    let time = text.parse();
    if time.is_err() {
        let message = "Give the time in RFC 3339, such as 2026-12-24T17:30:00-06:00, or null.";
        form.reject(field, message);
    }
    time.ok().map(Some)
}

fn read_after_hours(form: &mut Form) -> Option<AfterHours> {
    const FIELD: &str = "office_hours";
    let words = read_words(form);
    let mut office_hours = OfficeHours::closed();
    let is_given = form.has(FIELD);
    let days = form.nested_list(FIELD, OfficeDay::ALL.len(), |day| {
        read_day(day, &mut office_hours)
    });
    if days.is_some() && (!is_given || office_hours.is_empty()) {
        form.reject(
            FIELD,
            "Give the hours of at least one day, or null for no answer.",
        );
        return None;
    }
    days?;
    Some(AfterHours {
        words: words?,
        office_hours,
    })
}

fn read_day(form: &mut Form, office_hours: &mut OfficeHours) -> Option<()> {
    let name = form.needed_text("day");
    let day = name.and_then(|name| {
        let found = OfficeDay::ALL.into_iter().find(|day| day.as_str() == name);
        if found.is_none() {
            form.reject(
                "day",
                "Use one of monday, tuesday, wednesday, thursday, friday, saturday, sunday.",
            );
        }
        found
    });
    let (opens, closes) = (form.needed_text("opens"), form.needed_text("closes"));
    match office_hours.open_on(day?, &opens?, &closes?) {
        Ok(()) => Some(()),
        Err(error) => {
            let field = match error {
                InvalidOfficeHours::NotATime => "opens",
                InvalidOfficeHours::TooShort => "closes",
                InvalidOfficeHours::Twice => "day",
            };
            form.reject(field, error.to_string());
            None
        }
    }
}

fn tagged(answers: domain::AutomaticAnswers) -> Response {
    let tag = [(header::ETAG, format!("\"{}\"", answers.version))];
    (tag, Json(AutomaticAnswers::from(answers))).into_response()
}

/// Read the automatic answers
#[utoipa::path(
    get, path = "/api/inbox/answers", operation_id = "getAutomaticAnswers", tag = "inbox",
    security(("bearer" = ["viewer"])),
    responses((
        status = OK, description = "What the church answers by itself.", body = AutomaticAnswers,
        headers(("ETag" = String, description = "The version, in quotation marks.")),
    )),
)]
async fn get_answers(State(api): State<Shared>, _: Viewer) -> Result<Response> {
    Ok(tagged(api.inbox.answers.get_answers().await?))
}

/// Change the automatic answers
///
/// Replaces all of them. `If-Match` names the version that was read, `"0"` where nothing was ever decided. A sender gets
/// at most one in five minutes; a machine, or somebody who asked not to be texted, none.
#[utoipa::path(
    put, path = "/api/inbox/answers", operation_id = "changeAutomaticAnswers", tag = "inbox",
    security(("bearer" = ["admin"])),
    params(
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*`.", example = "\"0\""),
    ),
    request_body = AnswersInput,
    responses((
        status = OK, description = "The answers, changed.", body = AutomaticAnswers,
        headers(("ETag" = String, description = "The new version, in quotation marks.")),
    )),
)]
async fn change_answers(
    State(api): State<Shared>,
    Admin(user): Admin,
    IfMatch(version): IfMatch,
    Body(NewAnswers(new)): Body<NewAnswers>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let by = user.shown_as();
    Ok(tagged(
        api.inbox.change_answers.run(new, version, &by).await?,
    ))
}
