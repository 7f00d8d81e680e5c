//! What the texts of a month cost.

use axum::Json;
use axum::extract::State;
use domain::MonthlyBudget;
use domain::money::YearMonth;
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Viewer;
use crate::extract::Query;
use crate::form::{Form, FromForm};
use crate::names::mirror;
use crate::paging::query_parameter;
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_spending))
}

mirror! {
    /// How near the cap is: `half` from 50%, `mostly_used` from 80%, `used` from 100%.
    AlarmLevel from domain::money::AlarmLevel { None, Half, MostlyUsed, Used }
}

/// The money of a month, in millionths of a US dollar.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "month": "2026-11", "cap": 50000000, "reserved": 2697000, "spent": 10150000, "remaining": 37153000,
    "used_percent": 25, "alarm_level": "none",
}))]
pub(crate) struct Spending {
    /// The month, in the church's time zone.
    #[schema(value_type = String)]
    month: YearMonth,
    /// The most that a month may cost, as it is set now; null without a limit.
    #[schema(required)]
    cap: Option<i64>,
    /// What is set aside for messages that were not sent yet, or whose price is not known yet.
    reserved: i64,
    /// What was paid.
    spent: i64,
    /// What may still be used; null without a limit.
    #[schema(required)]
    remaining: Option<i64>,
    /// How much of the limit is used, in whole percent; more than 100 after the limit was lowered; null without one.
    #[schema(required)]
    used_percent: Option<u32>,
    /// How near the limit is.
    alarm_level: AlarmLevel,
}

impl From<MonthlyBudget> for Spending {
    fn from(budget: MonthlyBudget) -> Self {
        Self {
            month: budget.month,
            cap: budget.cap.map(domain::MicroDollars::micros),
            reserved: budget.reserved.micros(),
            spent: budget.spent.micros(),
            remaining: budget.remaining().map(domain::MicroDollars::micros),
            used_percent: budget.used_percent(),
            alarm_level: budget.alarm_level().into(),
        }
    }
}

/// Which month is asked for.
pub(crate) struct MonthChoice {
    month: Option<YearMonth>,
}

impl FromForm for MonthChoice {
    fn from_form(form: &mut Form) -> Option<Self> {
        let Some(text) = form.optional::<String>("month") else {
            return Some(Self { month: None });
        };
        let month =
            YearMonth::parse(&text).map_err(|error| form.reject("month", error.to_string()));
        Some(Self {
            month: Some(month.ok()?),
        })
    }
}

impl IntoParams for MonthChoice {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let description = "A month such as 2026-11; the present one, unless it is given.";
        vec![query_parameter("month", description, String::schema())]
    }
}

/// Read a month's money
#[utoipa::path(
    get, path = "/api/spending", operation_id = "getSpending", tag = "settings",
    security(("bearer" = ["viewer"])),
    params(MonthChoice),
    responses((status = OK, description = "What is set aside and spent.", body = Spending)),
)]
async fn get_spending(
    State(api): State<Shared>,
    _: Viewer,
    Query(choice): Query<MonthChoice>,
) -> Result<Json<Spending>> {
    Ok(Json(api.read_spending.run(choice.month).await?.into()))
}
