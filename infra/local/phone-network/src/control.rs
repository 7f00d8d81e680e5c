//! What tests and the page use to see and to steer the network. Not a part of Twilio.

mod calls;
mod events;

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, RawQuery, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    app::App,
    faults::{FaultKind, FaultOrder},
    inbound::TextOrder,
    live::Act,
    parameters::is_e164,
    phone::{Behaviour, sent_view},
};

/// Five megabytes of media are seven in base64.
const LARGEST_TEXT: usize = 8 * 1024 * 1024;
/// How long an order for an outage has to be answered before the door closes.
const OUTAGE_NOTICE: Duration = Duration::from_millis(50);

/// A refusal: `{"error": "a sentence"}`.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn bad_request(sentence: impl Into<String>) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, sentence.into())
}

/// All control routes and the page.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(|| async { Html(include_str!("page/index.html")) }))
        .route(
            "/page.css",
            get(|| async { file("text/css", include_str!("page/page.css")) }),
        )
        .route(
            "/page.js",
            get(|| async { file("text/javascript", include_str!("page/page.js")) }),
        )
        .route(
            "/call.js",
            get(|| async { file("text/javascript", include_str!("page/call.js")) }),
        )
        .route(
            "/faults.js",
            get(|| async { file("text/javascript", include_str!("page/faults.js")) }),
        )
        .route(
            "/call.css",
            get(|| async { file("text/css", include_str!("page/call.css")) }),
        )
        .route("/health", get(health))
        .route("/accepted", get(accepted).delete(reset))
        .route("/reset", post(reset))
        .route("/phones", get(phones))
        .route("/phones/{number}", get(phone).put(set_phone))
        .route(
            "/phones/{number}/texts",
            post(send_text).layer(DefaultBodyLimit::max(LARGEST_TEXT)),
        )
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/events", get(events::stream))
        .merge(calls::routes())
        .layer(middleware::from_fn(refuse_foreign_pages))
}

/// Lets the page load only what comes from here, and nothing frame it.
pub(crate) async fn protect_page(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page of another origin, open in the same browser, can neither read nor steer this one.
pub(crate) async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let host = text(header::HOST).unwrap_or_default();
    let local =
        ["127.0.0.1", "localhost"].contains(&host.rsplit_once(':').map_or(host, |(name, _)| name));
    let foreign =
        text(header::ORIGIN).is_some_and(|origin| origin.strip_prefix("http://") != Some(host));
    if local && !foreign {
        next.run(request).await
    } else {
        let sentence = "ask from the phone network's own page, or with a tool that sends no Origin";
        Refusal(StatusCode::FORBIDDEN, sentence.to_owned()).into_response()
    }
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

fn json_body<'a, T: Deserialize<'a>>(body: &'a Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| bad_request(format!("the body can't be taken: {error}")))
}

fn query<T: for<'a> Deserialize<'a>>(raw: Option<&str>) -> Result<T, Refusal> {
    serde_urlencoded::from_str(raw.unwrap_or_default())
        .map_err(|error| bad_request(format!("the query can't be taken: {error}")))
}

async fn health(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!({
        "status": "ready",
        "church_phone": app.config.church_phone,
        "totals": app.network().totals(),
        "callbacks": app.carrier.counts(),
        "texts_go_to": app.incoming_number().sms_url,
        "calls_go_to": app.incoming_number().voice.url,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcceptedQuery {
    /// Skips so many, for one who knows them already.
    #[serde(default)]
    after: usize,
}

async fn accepted(
    State(app): State<Arc<App>>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let AcceptedQuery { after } = query(raw.as_deref())?;
    let network = app.network();
    let entries = network
        .records()
        .iter()
        .filter(|record| record.is_creation())
        .skip(after)
        .map(|record| record.ground_truth(app.config.price_per_segment))
        .collect();
    Ok(Json(Value::Array(entries)))
}

async fn reset(State(app): State<Arc<App>>) -> Result<StatusCode, Refusal> {
    app.faults().clear();
    {
        let mut network = app.network();
        network.reset().map_err(not_kept)?;
        app.announce_change(&network);
    }
    app.calls().clear();
    Ok(StatusCode::NO_CONTENT)
}

fn not_kept(error: anyhow::Error) -> Refusal {
    Refusal(
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("nothing changed: {error:#}"),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhonesQuery {
    #[serde(default)]
    search: String,
    #[serde(default = "all")]
    limit: usize,
    #[serde(default = "all")]
    last: usize,
}

fn all() -> usize {
    usize::MAX
}

async fn phones(
    State(app): State<Arc<App>>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let PhonesQuery {
        search,
        limit,
        last,
    } = query(raw.as_deref())?;
    Ok(Json(app.network().phones(&search, limit, last)))
}

async fn phone(
    State(app): State<Arc<App>>,
    Path(number): Path<String>,
) -> Result<Json<Value>, Refusal> {
    app.network().phone(&number).map(Json).ok_or_else(|| {
        Refusal(
            StatusCode::NOT_FOUND,
            "no such phone has received or sent anything or was set".to_owned(),
        )
    })
}

async fn set_phone(
    State(app): State<Arc<App>>,
    Path(number): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let behaviour: Behaviour = json_body(&body)?;
    check_number(&number)?;
    if let Some(problem) = behaviour.problem() {
        return Err(bad_request(problem));
    }
    let (waiting, ringing, view) = {
        let mut network = app.network();
        network
            .set_behaviour(&number, behaviour)
            .map_err(not_kept)?;
        app.announce_change(&network);
        let mut ringing = network.unfinished_calls();
        ringing.retain(|record| record.to() == number);
        (
            network.unfinished(Some(&number)),
            ringing,
            network.phone(&number),
        )
    };
    // What waited for a phone that never answered goes on.
    for sid in waiting {
        app.carry(sid);
    }
    for record in ringing {
        app.calls().tell(&record.sid, Act::Retold);
    }
    Ok(Json(view.unwrap_or_default()))
}

fn check_number(number: &str) -> Result<(), Refusal> {
    if is_e164(number) {
        Ok(())
    } else {
        Err(bad_request(
            "the number must be in E.164, such as +12025550143",
        ))
    }
}

async fn send_text(
    State(app): State<Arc<App>>,
    Path(number): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let order: TextOrder = json_body(&body)?;
    check_number(&number)?;
    if number == app.config.church_phone {
        return Err(bad_request(
            "that is the church's own number: no phone has it",
        ));
    }
    order.check().map_err(bad_request)?;
    let (sid, twilios_answer, view) = {
        let mut network = app.network();
        let (sid, answer) = network
            .receive(
                &number,
                &app.config.church_phone,
                order,
                app.config.handles_opt_out,
            )
            .map_err(not_kept)?;
        app.announce_change(&network);
        let view = network.get(&sid).map(sent_view).unwrap_or_default();
        (sid, answer, view)
    };
    if let Some(answer) = twilios_answer {
        app.carry(answer);
    }
    app.hand_over(sid);
    Ok((StatusCode::CREATED, Json(view)))
}

async fn faults(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!(app.faults().list()))
}

async fn add_fault(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let order: FaultOrder = json_body(&body)?;
    let (fault, strike) = app.faults().add(order).map_err(bad_request)?;
    if let Some(strike) = strike.filter(|strike| strike.kind == FaultKind::Outage) {
        let outages = app.outages.clone();
        tokio::spawn(async move {
            sleep(OUTAGE_NOTICE).await;
            outages.send(strike.delay).ok();
        });
    }
    Ok((StatusCode::CREATED, Json(json!(fault))))
}

async fn clear_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.faults().clear();
    StatusCode::NO_CONTENT
}

async fn remove_fault(
    State(app): State<Arc<App>>,
    Path(id): Path<u64>,
) -> Result<StatusCode, Refusal> {
    if app.faults().remove(id) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal(
            StatusCode::NOT_FOUND,
            format!("there is no fault {id}"),
        ))
    }
}
