//! All reminders on a calendar.

use axum::Json;
use axum::extract::State;
use domain::{BroadcastId, FieldError, ReminderId};
use jiff::civil::Date;
use jiff::{Span, Timestamp, Unit};
use serde::Serialize;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::read_date;
use super::occurrence::{Mark, Occurrence, Outcome, PastOccurrence};
use crate::Shared;
use crate::authentication::Viewer;
use crate::extract::Query;
use crate::form::{Form, FromForm};
use crate::problem::{Problem, Result};

/// The most days of one calendar: two months.
const MAXIMUM_DAYS: i32 = 62;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_reminder_calendar))
}

/// From which day to which.
pub(crate) struct CalendarRequest {
    from: Option<Date>,
    to: Option<Date>,
}

impl FromForm for CalendarRequest {
    fn from_form(form: &mut Form) -> Option<Self> {
        let mistakes = form.mistakes();
        let mut day = |field| form.has(field).then(|| read_date(form, field)).flatten();
        let request = Self {
            from: day("from"),
            to: day("to"),
        };
        (form.mistakes() == mistakes).then_some(request)
    }
}

impl CalendarRequest {
    /// The first and the last day: a month from today on, where nothing else was asked for.
    fn days(&self, today: Date) -> Result<(Date, Date)> {
        let from = self.from.unwrap_or(today);
        let in_a_month = || from.checked_add(Span::new().days(30));
        let to = match self.to {
            Some(to) => to,
            None => in_a_month().unwrap_or(from),
        };
        let days = from.until((Unit::Day, to)).map(|span| span.get_days());
        if days.is_ok_and(|days| (0..MAXIMUM_DAYS).contains(&days)) {
            return Ok((from, to));
        }
        let message =
            format!("Choose a last day from the first one on, at most {MAXIMUM_DAYS} days in all.");
        Err(Problem::wrong_fields(vec![FieldError::new("to", message)]))
    }
}

impl IntoParams for CalendarRequest {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        [
            ("from", "The first day; today, unless it is given."),
            ("to", "The last day, at most 62 days in all; 30 days after the first, unless it is given."),
        ]
        .into_iter()
        .map(|(name, description)| {
            let format = SchemaFormat::KnownFormat(KnownFormat::Date);
            let day = ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(format));
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(Required::True)
                .description(Some(description))
                .schema(Some(day))
                .build()
        })
        .collect()
    }
}

/// How an occurrence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CalendarState {
    /// It is to come.
    Planned,
    /// It will be left out.
    Skipped,
    /// It was sent.
    Sent,
    /// It could not be sent, and was given up.
    Missed,
}

/// An occurrence of a reminder on the calendar.
#[derive(Serialize, ToSchema)]
pub(crate) struct CalendarEntry {
    /// The reminder.
    #[schema(value_type = String)]
    reminder_id: ReminderId,
    /// What staff call it.
    name: String,
    /// The local day.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// When it comes, or was to come.
    at: Timestamp,
    /// How it stands.
    state: CalendarState,
    /// The broadcast that it made; null where there is none.
    #[schema(value_type = Option<String>, required)]
    broadcast_id: Option<BroadcastId>,
    /// What is worth knowing about it.
    marks: Vec<Mark>,
}

/// The occurrences of all reminders.
#[derive(Serialize, ToSchema)]
pub(crate) struct Calendar {
    /// The occurrences, by time.
    items: Vec<CalendarEntry>,
    /// Always null: they fit on one page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Show all reminders on a calendar
///
/// What was and what is to come from one day to another, both included. Of what is paused only what was is shown.
#[utoipa::path(
    get, path = "/api/reminders/calendar", operation_id = "getReminderCalendar", tag = "reminders",
    security(("bearer" = ["viewer"])),
    params(CalendarRequest),
    responses((status = OK, description = "The occurrences, by time.", body = Calendar)),
)]
async fn get_reminder_calendar(
    State(api): State<Shared>,
    _: Viewer,
    Query(request): Query<CalendarRequest>,
) -> Result<Json<Calendar>> {
    let church = api.read_settings.run().await?.time_zone;
    let today = api.clock.now().to_zoned(church.rules()).date();
    let (from, to) = request.days(today)?;
    let parts = api
        .reminder_history
        .calendar(&api.preview_reminder, from, to)
        .await?;
    let mut items = Vec::new();
    for part in parts {
        let reminder_id = part.reminder.id;
        let name = String::from(part.reminder.details.name);
        let past = part.past.into_iter().map(|past| {
            let past = PastOccurrence::from(past);
            CalendarEntry {
                reminder_id,
                name: name.clone(),
                date: past.date,
                at: past.at,
                state: match past.outcome {
                    Outcome::Sent => CalendarState::Sent,
                    Outcome::Missed => CalendarState::Missed,
                },
                broadcast_id: past.broadcast_id,
                marks: Vec::new(),
            }
        });
        items.extend(past);
        let upcoming = part.upcoming.iter().map(|shown| {
            let occurrence = Occurrence::from(shown);
            CalendarEntry {
                reminder_id,
                name: name.clone(),
                date: occurrence.date,
                at: occurrence.at,
                state: match occurrence.skipped {
                    Some(_) => CalendarState::Skipped,
                    None => CalendarState::Planned,
                },
                broadcast_id: None,
                marks: occurrence.marks,
            }
        });
        items.extend(upcoming);
    }
    items.sort_by_key(|entry| (entry.at, entry.reminder_id));
    Ok(Json(Calendar {
        items,
        next_cursor: None,
    }))
}
