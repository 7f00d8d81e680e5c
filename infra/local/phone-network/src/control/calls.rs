//! Calls, as a test or a person at the page makes them, hears them and speaks in them.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::{Refusal, bad_request, check_number, json_body, not_kept, query};
use crate::{
    app::App,
    live::{Deed, Refused, Tempo, Words},
    parameters::Parameters,
    record::Kind,
};

const LONGEST_PATIENCE_MS: u64 = 60_000;
const LONGEST_NAME: usize = 60;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/phones/{number}/calls", post(dial))
        .route("/calls", get(list))
        .route("/calls/{sid}", get(show))
        .route("/calls/{sid}/say", post(say))
        .route("/calls/{sid}/press", post(press))
        .route("/calls/{sid}/stay_silent", post(stay_silent))
        .route("/calls/{sid}/hang_up", post(hang_up))
        .route("/calls/{sid}/answer", post(answer))
        .route("/calls/{sid}/decline", post(decline))
}

/// A call with the `last` newest entries of its dialogue.
pub(super) fn view(app: &App, sid: &str, last: usize) -> Option<Value> {
    let record = app
        .network()
        .get(sid)
        .filter(|record| record.kind == Kind::Call)
        .cloned()?;
    Some(app.calls().view(&record, last))
}

fn found(app: &App, sid: &str) -> Result<Json<Value>, Refusal> {
    view(app, sid, usize::MAX).map(Json).ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal(StatusCode::NOT_FOUND, "there is no such call".to_owned())
}

/// How quickly a call goes by, where it differs from the program's options.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TempoOrder {
    caller_name: Option<String>,
    speech_ms_per_character: Option<u64>,
    silence_percent: Option<u64>,
}

impl TempoOrder {
    fn read(body: &Bytes) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        let order: Self = json_body(body)?;
        if order.speech_ms_per_character.is_some_and(|ms| ms > 1_000) {
            return Err(bad_request("speech_ms_per_character is from 0 to 1,000"));
        }
        if order.silence_percent.is_some_and(|percent| percent > 100) {
            return Err(bad_request("silence_percent is from 0 to 100"));
        }
        let name = order.caller_name.as_deref();
        if name.is_some_and(|name| name.trim().is_empty() || name.chars().count() > LONGEST_NAME) {
            return Err(bad_request(format!(
                "caller_name is from 1 to {LONGEST_NAME} characters"
            )));
        }
        Ok(order)
    }

    fn change(&self, tempo: Tempo) -> Tempo {
        Tempo {
            speech_ms_per_character: self
                .speech_ms_per_character
                .unwrap_or(tempo.speech_ms_per_character),
            silence_percent: self.silence_percent.unwrap_or(tempo.silence_percent),
        }
    }
}

async fn dial(
    State(app): State<Arc<App>>,
    Path(number): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let order = TempoOrder::read(&body)?;
    check_number(&number)?;
    if number == app.config.church_phone {
        return Err(bad_request(
            "that is the church's own number: no phone has it",
        ));
    }
    let mut parameters = vec![
        ("From".to_owned(), number),
        ("To".to_owned(), app.config.church_phone.clone()),
    ];
    let told = app.incoming_number().status_callback.clone();
    if !told.url.is_empty() {
        parameters.push(("StatusCallback".to_owned(), told.url));
        parameters.push(("StatusCallbackMethod".to_owned(), told.method));
    }
    parameters.extend(
        order
            .caller_name
            .clone()
            .map(|name| ("CallerName".to_owned(), name)),
    );
    let record = {
        let mut network = app.network();
        let record = network
            .take_call(Parameters(parameters))
            .map_err(not_kept)?;
        app.announce_change(&network);
        record
    };
    app.put_through(&record);
    let tempo = order.change(app.config.tempo());
    app.calls().set_tempo(&record.sid, tempo);
    Ok((StatusCode::CREATED, found(&app, &record.sid)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Calls of one phone alone.
    phone: Option<String>,
    /// Those alone that have not ended.
    #[serde(default)]
    open: bool,
    #[serde(default = "some_calls")]
    limit: usize,
}

fn some_calls() -> usize {
    100
}

/// The newest calls, newest first, with the last entry of each dialogue.
async fn list(
    State(app): State<Arc<App>>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let ListQuery { phone, open, limit } = query(raw.as_deref())?;
    let records: Vec<_> = {
        let network = app.network();
        let calls = network.records().iter().rev();
        calls
            .filter(|record| record.kind == Kind::Call)
            .filter(|record| {
                phone
                    .as_deref()
                    .is_none_or(|phone| record.phone_number() == phone)
            })
            .filter(|record| !open || !record.status.is_final())
            .take(limit)
            .cloned()
            .collect()
    };
    let calls = app.calls();
    let items: Vec<Value> = records.iter().map(|record| calls.view(record, 1)).collect();
    Ok(Json(json!({ "items": items })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShowQuery {
    /// Answers only when the call waits for this, or has ended.
    until: Option<String>,
    /// Answers only when the dialogue has more entries than this, or the call has ended.
    after: Option<usize>,
    /// How long it waits for that, in milliseconds.
    #[serde(default = "patience")]
    timeout_ms: u64,
}

fn patience() -> u64 {
    10_000
}

async fn show(
    State(app): State<Arc<App>>,
    Path(sid): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Value>, Refusal> {
    const STAGES: [&str; 10] = [
        "line",
        "ringing",
        "detecting",
        "answer",
        "speaking",
        "listening",
        "pausing",
        "dialling",
        "connected",
        "ended",
    ];
    let ShowQuery {
        until,
        after,
        timeout_ms,
    } = query(raw.as_deref())?;
    if let Some(until) = &until
        && !STAGES.contains(&until.as_str())
    {
        return Err(bad_request(format!(
            "until is one of {}",
            STAGES.join(", ")
        )));
    }
    if timeout_ms > LONGEST_PATIENCE_MS {
        return Err(bad_request(format!(
            "timeout_ms is at most {LONGEST_PATIENCE_MS}"
        )));
    }
    let deadline = Instant::now() + Duration::from_millis(timeout_ms);
    let mut watch = app.calls().watch();
    loop {
        watch.borrow_and_update();
        let (stage, length) = app.calls().stage(&sid);
        let is_there = until.as_deref().is_none_or(|until| until == stage)
            && after.is_none_or(|after| length > after);
        if is_there || stage == "ended" {
            return found(&app, &sid);
        }
        if timeout_at(deadline, watch.changed()).await.is_err() {
            // Who asked sees how far it has come.
            return found(&app, &sid);
        }
    }
}

async fn perform(app: &App, sid: &str, deed: Deed) -> Result<Json<Value>, Refusal> {
    let performed = app.calls().perform(sid, deed);
    match performed {
        Ok(()) => {}
        Err(Refused::Unknown) if view(app, sid, 0).is_none() => return Err(unknown()),
        Err(Refused::Unknown) => {
            return Err(Refusal(
                StatusCode::CONFLICT,
                "the call has ended".to_owned(),
            ));
        }
        Err(Refused::Senseless(sentence)) => return Err(bad_request(sentence)),
        Err(Refused::Untimely(sentence)) => return Err(Refusal(StatusCode::CONFLICT, sentence)),
    }
    found(app, sid)
}

type Performed = Result<Json<Value>, Refusal>;

async fn say(State(app): State<Arc<App>>, Path(sid): Path<String>, body: Bytes) -> Performed {
    let words: Words = json_body(&body)?;
    perform(&app, &sid, Deed::Say(words)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    digits: String,
}

async fn press(State(app): State<Arc<App>>, Path(sid): Path<String>, body: Bytes) -> Performed {
    let Keys { digits } = json_body(&body)?;
    perform(&app, &sid, Deed::Press(digits)).await
}

async fn stay_silent(State(app): State<Arc<App>>, Path(sid): Path<String>) -> Performed {
    perform(&app, &sid, Deed::StaySilent).await
}

async fn hang_up(State(app): State<Arc<App>>, Path(sid): Path<String>) -> Performed {
    perform(&app, &sid, Deed::HangUp).await
}

async fn decline(State(app): State<Arc<App>>, Path(sid): Path<String>) -> Performed {
    perform(&app, &sid, Deed::Decline).await
}

async fn answer(State(app): State<Arc<App>>, Path(sid): Path<String>, body: Bytes) -> Performed {
    let order = TempoOrder::read(&body)?;
    if order.caller_name.is_some() {
        return Err(bad_request("caller_name goes with a call to the church"));
    }
    let known = app.calls().tempo(&sid);
    if let Some(tempo) = known {
        app.calls().set_tempo(&sid, order.change(tempo));
    }
    perform(&app, &sid, Deed::Answer).await
}
