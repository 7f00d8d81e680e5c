//! How the model behaves, as tests order it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Shared, lock};

/// What the model does with a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "kind")]
pub(crate) enum Behaviour {
    /// Answers at once, and well.
    #[default]
    Well,
    /// Answers well, after this long.
    Slow {
        /// In milliseconds.
        ms: u64,
    },
    /// Refuses with this status.
    Error {
        /// From 400 to 599.
        status: u16,
    },
    /// Answers with something that is no JSON.
    Garbage,
    /// Answers nothing.
    Empty,
    /// Answers with 100 KB.
    Large,
    /// Begins to answer, and never ends.
    Stall,
    /// Answers with an insult.
    Rude,
    /// Says what it is told to say, whoever tells it, and else all that it was given.
    Obedient,
    /// Answers well, with a pause before each word.
    SlowWords {
        /// In milliseconds.
        ms: u64,
    },
    /// Begins to answer, and ends in the middle.
    Cut,
}

/// A behaviour for the requests to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    #[serde(flatten)]
    behaviour: Behaviour,
    /// For how many requests; all, unless it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
}

/// The behaviour for one request, which counts.
pub(crate) fn take(order: &mut Option<Order>) -> Behaviour {
    let Some(current) = order else {
        return Behaviour::Well;
    };
    let behaviour = current.behaviour;
    match &mut current.times {
        Some(times) if *times <= 1 => *order = None,
        Some(times) => *times -= 1,
        None => {}
    }
    behaviour
}

pub(crate) async fn show(State(model): State<Shared>) -> Json<Value> {
    let order = lock(&model).order;
    Json(order.map_or_else(|| json!({ "kind": "well" }), |order| json!(order)))
}

pub(crate) async fn set(State(model): State<Shared>, body: Bytes) -> Response {
    let order = match serde_json::from_slice::<Order>(&body) {
        Ok(order) => order,
        Err(error) => return refusal(format!("the body can't be taken: {error}")),
    };
    match order {
        Order {
            behaviour: Behaviour::Error { status },
            ..
        } if !(400..600).contains(&status) => refusal("give a status from 400 to 599".into()),
        Order { times: Some(0), .. } => refusal("give 1 or more times, or leave times out".into()),
        order => {
            lock(&model).order = Some(order);
            Json(order).into_response()
        }
    }
}

pub(crate) async fn clear(State(model): State<Shared>) -> StatusCode {
    lock(&model).order = None;
    StatusCode::NO_CONTENT
}

/// How many requests there were, and the last of them as they came.
pub(crate) async fn requests(State(model): State<Shared>) -> Json<Value> {
    let model = lock(&model);
    Json(json!({ "count": model.count, "items": model.asked }))
}

fn refusal(sentence: String) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": sentence }))).into_response()
}
