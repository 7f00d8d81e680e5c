//! What the church has decided about its texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use app::change_settings::NewSettings;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::settings::OutgoingCalls;
use domain::{ChurchSettings, Country, MicroDollars, TimeZoneName};
use http::header;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Admin, Viewer};
use crate::extract::{Body, IfMatch};
use crate::form::{FieldValue, Form, FromForm};
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_settings, change_settings))
}

/// When texts go out, on each member's own clock.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuietHours {
    /// From when on, such as `09:00`; 08:00 at the earliest.
    opens: String,
    /// Until when, such as `20:00`; 21:00 at the latest.
    closes: String,
}

/// What the church has decided.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "time_zone": "America/Chicago", "other_time_zones": [], "quiet_hours": { "opens": "09:00", "closes": "20:00" },
    "segments_per_second": 1, "monthly_cap": 50000000, "countries": ["US"], "text_prices": { "US": 14500 },
    "other_text_price": 500000, "prices_as_of": "2026-11-01", "carrier_answers_keywords": true, "calls_at_once": 2,
    "call_landlines": false, "version": 1,
}))]
pub(crate) struct Settings {
    /// The zone that the church lives in, an IANA name.
    #[schema(value_type = String)]
    time_zone: TimeZoneName,
    /// Other zones in which members live: whose zone is not known is texted when it is day in all of them.
    #[schema(value_type = Vec<String>)]
    other_time_zones: BTreeSet<TimeZoneName>,
    /// When texts go out; null for at any hour.
    #[schema(required)]
    quiet_hours: Option<QuietHours>,
    /// How many segments the church's number sends in a second.
    segments_per_second: u32,
    /// The most that a month may cost, in millionths of a US dollar; null for no limit.
    #[schema(required)]
    monthly_cap: Option<i64>,
    /// The countries whose numbers are texted, of two letters each.
    #[schema(value_type = Vec<String>)]
    countries: BTreeSet<Country>,
    /// What a segment costs by country, in millionths of a US dollar.
    #[schema(value_type = BTreeMap<String, i64>)]
    text_prices: BTreeMap<Country, MicroDollars>,
    /// What a segment to any other country costs.
    other_text_price: i64,
    /// The day of these prices.
    #[schema(value_type = String, format = Date)]
    prices_as_of: Date,
    /// Whether Twilio itself answers STOP, START and HELP.
    carrier_answers_keywords: bool,
    /// How many calls of the church may be under way at once.
    calls_at_once: u8,
    /// Whether whoever can't get a text because the number is a landline is called instead.
    call_landlines: bool,
    /// Counts the changes; 0 while nothing was ever decided. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

impl From<ChurchSettings> for Settings {
    fn from(settings: ChurchSettings) -> Self {
        let written = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
        Self {
            time_zone: settings.time_zone,
            other_time_zones: settings.other_time_zones,
            quiet_hours: settings.quiet_hours.map(|hours| QuietHours {
                opens: written(hours.opens()),
                closes: written(hours.closes()),
            }),
            segments_per_second: settings.pace.segments_per_second(),
            monthly_cap: settings.monthly_cap.map(MicroDollars::micros),
            countries: settings.countries,
            text_prices: settings.prices.text_prices().clone(),
            other_text_price: settings.prices.other_text_price().micros(),
            prices_as_of: settings.prices.as_of(),
            carrier_answers_keywords: settings.carrier_answers_keywords,
            calls_at_once: settings.calls.at_once,
            call_landlines: settings.calls.landlines,
            version: settings.version,
        }
    }
}

/// What is decided: all of it, whether it changes or not.
#[derive(ToSchema)]
#[schema(example = json!({
    "time_zone": "America/Chicago", "other_time_zones": [], "quiet_hours": { "opens": "09:00", "closes": "20:00" },
    "segments_per_second": 1, "monthly_cap": 50000000, "countries": ["US"], "text_prices": { "US": 14500 },
    "other_text_price": 500000, "carrier_answers_keywords": true, "calls_at_once": 2,
    "call_landlines": false,
}))]
#[expect(
    dead_code,
    reason = "it describes the body; `NewSettings` is what is read of it"
)]
pub(crate) struct SettingsInput {
    /// The zone that the church lives in, an IANA name.
    time_zone: String,
    /// Other zones in which members live.
    other_time_zones: Vec<String>,
    /// When texts go out; null for at any hour.
    #[schema(required)]
    quiet_hours: Option<QuietHours>,
    /// How many segments the church's number sends in a second.
    #[schema(minimum = 1, maximum = 225)]
    segments_per_second: u32,
    /// The most that a month may cost, in millionths of a US dollar; null for no limit.
    #[schema(required, minimum = 0)]
    monthly_cap: Option<i64>,
    /// The countries whose numbers are texted, of two letters each.
    #[schema(min_items = 1)]
    countries: Vec<String>,
    /// What a segment costs by country, in millionths of a US dollar.
    text_prices: BTreeMap<String, i64>,
    /// What a segment to any other country costs.
    #[schema(minimum = 0)]
    other_text_price: i64,
    /// Whether Twilio itself answers STOP, START and HELP.
    carrier_answers_keywords: bool,
    /// How many calls of the church may be under way at once.
    #[schema(minimum = 1, maximum = 50)]
    calls_at_once: u8,
    /// Whether whoever can't get a text because the number is a landline is called instead.
    call_landlines: bool,
}

impl FromForm for NewSettings {
    fn from_form(form: &mut Form) -> Option<Self> {
        let time_zone = needed::<String>(form, "time_zone")
            .and_then(|text| parsed(form, "time_zone", TimeZoneName::parse(&text)));
        let other_time_zones = read_list(form, "other_time_zones", TimeZoneName::parse);
        let quiet_hours = read_quiet_hours(form);
        let segments_per_second = needed(form, "segments_per_second");
        let monthly_cap = needed_or_null::<i64>(form, "monthly_cap");
        let countries = read_list(form, "countries", Country::parse);
        let text_prices = read_prices(form);
        let other_text_price = needed::<i64>(form, "other_text_price");
        let carrier_answers_keywords = needed(form, "carrier_answers_keywords");
        let calls_at_once = needed::<u32>(form, "calls_at_once");
        let call_landlines = needed(form, "call_landlines");
        Some(Self {
            time_zone: time_zone?,
            other_time_zones: other_time_zones?,
            quiet_hours: quiet_hours?,
            segments_per_second: segments_per_second?,
            monthly_cap: monthly_cap?.map(MicroDollars::new),
            countries: countries?,
            text_prices: text_prices?,
            other_text_price: MicroDollars::new(other_text_price?),
            carrier_answers_keywords: carrier_answers_keywords?,
            calls: OutgoingCalls {
                // More than fits is more than may be, which is said where that is decided.
                at_once: u8::try_from(calls_at_once?).unwrap_or(u8::MAX),
                landlines: call_landlines?,
            },
        })
    }
}

/// Settings are replaced as a whole, so that what is left out would be lost.
const MISSING: &str = "Give this too: the settings are replaced as a whole.";

pub(crate) fn is_there(form: &mut Form, field: &str) -> bool {
    let is_there = form.has(field);
    if !is_there {
        form.reject(field, MISSING);
    }
    is_there
}

pub(crate) fn needed<T: FieldValue>(form: &mut Form, field: &str) -> Option<T> {
    is_there(form, field).then(|| form.optional(field))?
}

pub(crate) fn needed_or_null<T: FieldValue>(form: &mut Form, field: &str) -> Option<Option<T>> {
    is_there(form, field).then(|| form.clearable(field))?
}

fn parsed<T, E: Display>(
    form: &mut Form,
    field: &str,
    result: std::result::Result<T, E>,
) -> Option<T> {
    result
        .map_err(|error| form.reject(field, error.to_string()))
        .ok()
}

/// A list of texts, each of which is parsed.
fn read_list<T: Ord, E: Display>(
    form: &mut Form,
    field: &str,
    parse: impl Fn(&str) -> std::result::Result<T, E>,
) -> Option<BTreeSet<T>> {
    let texts = needed::<Vec<String>>(form, field)?;
    let all: std::result::Result<BTreeSet<T>, E> = texts.iter().map(|text| parse(text)).collect();
    parsed(form, field, all)
}

fn read_quiet_hours(form: &mut Form) -> Option<Option<domain::QuietHours>> {
    const FIELD: &str = "quiet_hours";
    if !is_there(form, FIELD) {
        return None;
    }
    let Some(mut given) = form.nested(FIELD)? else {
        return Some(None);
    };
    let opens = given.needed_text("opens");
    let closes = given.needed_text("closes");
    form.absorb(FIELD, given);
    let hours = domain::QuietHours::parse(&opens?, &closes?);
    parsed(form, FIELD, hours).map(Some)
}

fn read_prices(form: &mut Form) -> Option<BTreeMap<Country, MicroDollars>> {
    const FIELD: &str = "text_prices";
    if !is_there(form, FIELD) {
        return None;
    }
    let Some(mut given) = form.nested(FIELD)? else {
        form.reject(FIELD, "Give an object of prices; it may be empty.");
        return None;
    };
    let mut prices = BTreeMap::new();
    let mut are_good = true;
    for name in given.names() {
        let price = given.optional::<i64>(&name);
        match (Country::parse(&name), price) {
            (Ok(country), Some(price)) => {
                prices.insert(country, MicroDollars::new(price));
            }
            (Err(error), _) => {
                form.reject(FIELD, error.to_string());
                are_good = false;
            }
            (Ok(_), None) => are_good = false,
        }
    }
    form.absorb(FIELD, given);
    are_good.then_some(prices)
}

/// Settings with their version as the entity tag.
fn tagged(settings: ChurchSettings) -> Response {
    let tag = format!("\"{}\"", settings.version);
    ([(header::ETAG, tag)], Json(Settings::from(settings))).into_response()
}

/// Read the settings
///
/// What the church has decided, or what holds until it does.
#[utoipa::path(
    get, path = "/api/settings", operation_id = "getSettings", tag = "settings",
    security(("bearer" = ["viewer"])),
    responses((
        status = OK, description = "The settings.", body = Settings,
        headers(("ETag" = String, description = "The settings' version, in quotation marks.")),
    )),
)]
async fn get_settings(State(api): State<Shared>, _: Viewer) -> Result<Response> {
    Ok(tagged(api.read_settings.run().await?))
}

/// Change the settings
///
/// Replaces all of them. `If-Match` names the version that was read, `"0"` where nothing was ever decided. Prices that
/// differ are taken as those of today.
#[utoipa::path(
    put, path = "/api/settings", operation_id = "changeSettings", tag = "settings",
    security(("bearer" = ["admin"])),
    params(
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"0\""),
    ),
    request_body = SettingsInput,
    responses((
        status = OK, description = "The settings, changed.", body = Settings,
        headers(("ETag" = String, description = "The settings' new version, in quotation marks.")),
    )),
)]
async fn change_settings(
    State(api): State<Shared>,
    Admin(user): Admin,
    IfMatch(version): IfMatch,
    Body(new): Body<NewSettings>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let by = user.shown_as();
    Ok(tagged(api.change_settings.run(new, version, &by).await?))
}
