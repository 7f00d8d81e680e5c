//! The church's holidays, which reminders may leave out.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::holidays::HolidayName;
use http::header;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::read_date;
use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Body, IfMatch};
use crate::form::{Form, FromForm};
use crate::problem::Result;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_holidays, change_holidays))
}

/// One holiday.
#[derive(Serialize, ToSchema)]
pub(crate) struct Holiday {
    /// The day.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// What it is called.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

/// The church's holidays.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "items": [{ "date": "2026-12-25", "name": "Christmas" }], "version": 1 }))]
pub(crate) struct Holidays {
    /// The holidays, by day.
    items: Vec<Holiday>,
    /// Counts the changes; 0 while nothing was ever written. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

/// All holidays: those that are left out are none any more.
#[derive(ToSchema)]
#[schema(example = json!({ "items": [{ "date": "2026-12-25", "name": "Christmas" }] }))]
pub(crate) struct HolidaysInput {
    /// The holidays, each day once.
    #[schema(value_type = Vec<Holiday>, max_items = 200)]
    items: BTreeMap<Date, HolidayName>,
}

impl FromForm for HolidaysInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        const FIELD: &str = "items";
        if !form.has(FIELD) {
            form.reject(
                FIELD,
                "Give this too: the holidays are replaced as a whole.",
            );
            return None;
        }
        let mut items = BTreeMap::new();
        form.nested_list(FIELD, domain::Holidays::MAXIMUM_DAYS, |given| {
            let date = read_date(given, "date");
            let name = given.needed_text("name").and_then(|text| {
                HolidayName::parse(&text)
                    .map_err(|error| given.reject("name", error.to_string()))
                    .ok()
            });
            if items.insert(date?, name?).is_some() {
                given.reject("date", "Give each day once.");
                return None;
            }
            Some(())
        })?;
        Some(Self { items })
    }
}

fn tagged(holidays: domain::Holidays) -> Response {
    let tag = format!("\"{}\"", holidays.version);
    let items = holidays.days.into_iter();
    let body = Holidays {
        items: items
            .map(|(date, name)| Holiday {
                date,
                name: name.into(),
            })
            .collect(),
        version: holidays.version,
    };
    ([(header::ETAG, tag)], Json(body)).into_response()
}

/// Read the holidays
#[utoipa::path(
    get, path = "/api/reminders/holidays", operation_id = "getHolidays", tag = "reminders",
    security(("bearer" = ["viewer"])),
    responses((
        status = OK, description = "The holidays, by day.", body = Holidays,
        headers(("ETag" = String, description = "Their version, in quotation marks.")),
    )),
)]
async fn get_holidays(State(api): State<Shared>, _: Viewer) -> Result<Response> {
    Ok(tagged(api.reminders.get_holidays().await?))
}

/// Change the holidays
///
/// Replaces all of them, and plans anew what they change. `If-Match` names the version that was read, `"0"` where nothing
/// was ever written.
#[utoipa::path(
    put, path = "/api/reminders/holidays", operation_id = "changeHolidays", tag = "reminders",
    security(("bearer" = ["staff"])),
    params(
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"0\""),
    ),
    request_body = HolidaysInput,
    responses((
        status = OK, description = "The holidays, changed.", body = Holidays,
        headers(("ETag" = String, description = "Their new version, in quotation marks.")),
    )),
)]
async fn change_holidays(
    State(api): State<Shared>,
    _: Staff,
    IfMatch(version): IfMatch,
    Body(input): Body<HolidaysInput>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let holidays = domain::Holidays {
        days: input.items,
        version: 0,
    };
    let changed = api.manage_reminders.change_holidays(holidays, version);
    Ok(tagged(changed.await?))
}
