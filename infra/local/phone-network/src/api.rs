//! Twilio's REST API: `/2010-04-01/Accounts/{sid}/Messages`, `/Calls` and `/IncomingPhoneNumbers`.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::stream;
use serde_json::Value;
use tokio::time::sleep;

use crate::{
    app::App,
    call::{self, Change},
    error::TwilioError,
    faults::{Aim, FaultKind, Sighting},
    front_door::Peer,
    listing,
    live::Act,
    media, message,
    parameters::{LIST_CALLS, LIST_MESSAGES, Parameters},
    record::{Kind, Record, Status},
};

/// An unanswered request is let go after this, if its client has not let go before.
const LONGEST_SILENCE: Duration = Duration::from_secs(600);

/// A request, as far as it is read before anything is decided.
struct Request {
    method: Method,
    path: String,
    query: Result<Parameters, TwilioError>,
    form: Result<Parameters, TwilioError>,
    authorization: Option<String>,
}

impl Request {
    fn read(method: Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Self {
        let is_form = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        let form = if is_form || body.is_empty() {
            Parameters::parse(body)
        } else {
            Err(TwilioError::new(
                415,
                20415,
                "The body must be application/x-www-form-urlencoded",
            ))
        };
        Self {
            method,
            path: uri.path().to_owned(),
            query: Parameters::parse(uri.query().unwrap_or_default().as_bytes()),
            form,
            authorization: headers
                .get(header::AUTHORIZATION)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
        }
    }

    /// The number that the request is about, for faults that match one.
    fn to(&self) -> Option<&str> {
        [&self.form, &self.query]
            .into_iter()
            .flatten()
            .find_map(|parameters| parameters.filled("To"))
    }
}

/// Answers every request under `/2010-04-01/`, or lets a fault do so.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Request::read(method, &uri, &headers, &body);
    let strike = app.faults().strike(Sighting {
        aim: Aim::Request,
        last: false,
        method: request.method.as_str(),
        path: &request.path,
        to: request.to(),
    });
    let Some(strike) = strike else {
        return handle(&app, &request);
    };
    tracing::info!(fault = ?strike.kind, "fault struck");
    match strike.kind {
        FaultKind::Refuse => {
            peer.reset();
            silence().await
        }
        FaultKind::NoAnswerBefore => silence().await,
        FaultKind::TooManyRequests => TwilioError::too_many_requests().into_response(),
        FaultKind::ErrorBefore => TwilioError::internal().into_response(),
        FaultKind::Slow => {
            sleep(strike.delay).await;
            handle(&app, &request)
        }
        FaultKind::ErrorAfter => {
            handle(&app, &request);
            TwilioError::internal().into_response()
        }
        FaultKind::NoAnswer => {
            handle(&app, &request);
            silence().await
        }
        FaultKind::CutBody => cut(handle(&app, &request)).await,
        FaultKind::Outage
        | FaultKind::CallbackLost
        | FaultKind::CallbackRepeated
        | FaultKind::CallbackReordered
        | FaultKind::WebhookRepeated => handle(&app, &request),
    }
}

async fn silence() -> Response {
    sleep(LONGEST_SILENCE).await;
    StatusCode::GATEWAY_TIMEOUT.into_response()
}

/// The same head, the first half of the body, and then the end of the connection.
async fn cut(whole: Response) -> Response {
    let (mut head, body) = whole.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    head.headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    let pieces = stream::unfold(Some(half), |half| async move {
        match half {
            Some(half) if half.is_empty() => {
                // The half is on the wire before the connection ends: an end at once would swallow it.
                sleep(Duration::from_millis(20)).await;
                Some((
                    Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
                    None,
                ))
            }
            Some(half) => Some((Ok(half), Some(Bytes::new()))),
            None => None,
        }
    });
    Response::from_parts(head, Body::from_stream(pieces))
}

fn handle(app: &Arc<App>, request: &Request) -> Response {
    match route(app, request) {
        Ok(response) => response,
        Err(error) => {
            tracing::info!(
                twilio.code = error.code,
                http.status = error.status,
                "request refused"
            );
            error.into_response()
        }
    }
}

type Answer = Result<Response, TwilioError>;

fn ok(body: Value) -> Response {
    Json(body).into_response()
}

fn route(app: &Arc<App>, request: &Request) -> Answer {
    authenticate(app, request)?;
    let not_found = || TwilioError::not_found(&request.path);
    let method_not_allowed = || TwilioError::new(405, 20004, "Method not allowed");
    let resource = request
        .path
        .strip_prefix("/2010-04-01/Accounts/")
        .and_then(|rest| rest.strip_prefix(app.config.account_sid.as_str()))
        .and_then(|rest| rest.strip_prefix('/'))
        .ok_or_else(not_found)?;
    let below_message = resource
        .strip_prefix("Messages/")
        .and_then(|rest| rest.split_once('/'));
    if let Some((sid, rest)) = below_message {
        let network = app.network();
        let record = network
            .get(sid)
            .filter(|record| record.kind == Kind::Message);
        let found = record.and_then(|record| media::answer(record, rest, &app.config.account_sid));
        return match request.method {
            Method::GET => found.ok_or_else(not_found),
            _ => Err(method_not_allowed()),
        };
    }
    let resource = resource.strip_suffix(".json").ok_or_else(not_found)?;
    let (collection, sid) = match resource.split_once('/') {
        Some((collection, sid)) => (collection, Some(sid)),
        None => (resource, None),
    };
    let kind = match collection {
        "Messages" => Kind::Message,
        "Calls" => Kind::Call,
        "IncomingPhoneNumbers" => return incoming_numbers(app, request, sid),
        _ => return Err(not_found()),
    };
    match (sid, request.method.as_str()) {
        (None, "POST") => create(app, request, kind),
        (None, "GET") => list(app, request, kind),
        (Some(sid), "GET") => fetch(app, sid, kind).ok_or_else(not_found),
        (Some(sid), "POST") if kind == Kind::Call => change_call(app, request, sid),
        _ => Err(method_not_allowed()),
    }
}

fn incoming_numbers(app: &App, request: &Request, sid: Option<&str>) -> Answer {
    let account = &app.config.account_sid;
    let mut number = app.incoming_number();
    if sid.is_some_and(|sid| !number.is(sid)) {
        return Err(TwilioError::not_found(&request.path));
    }
    match (sid, request.method.as_str()) {
        (None, "GET") => number.list(&request.query.clone()?, account).map(ok),
        (Some(_), "GET") => Ok(ok(number.resource(account))),
        (Some(_), "POST") => {
            number.update(&form_alone(request)?, &app.config.state_dir)?;
            Ok(ok(number.resource(account)))
        }
        _ => Err(TwilioError::new(405, 20004, "Method not allowed")),
    }
}

fn authenticate(app: &App, request: &Request) -> Result<(), TwilioError> {
    let given = request
        .authorization
        .as_deref()
        .and_then(|value| value.strip_prefix("Basic "));
    let expected = format!("{}:{}", app.config.account_sid, app.config.auth_token);
    let decoded = given.and_then(|text| STANDARD.decode(text).ok());
    if decoded.as_deref() == Some(expected.as_bytes()) {
        Ok(())
    } else {
        Err(TwilioError::unauthenticated())
    }
}

/// The form of a request that writes.
fn form_alone(request: &Request) -> Result<Parameters, TwilioError> {
    if request
        .query
        .as_ref()
        .is_ok_and(|query| !query.0.is_empty())
    {
        return Err(TwilioError::parameter(
            "This takes its parameters in the body, not in the query",
        ));
    }
    request.form.clone()
}

fn create(app: &Arc<App>, request: &Request, kind: Kind) -> Answer {
    let form = form_alone(request)?;
    match kind {
        Kind::Message => message::check(&form, &app.config.church_phone)?,
        Kind::Call => call::check(&form, &app.config.church_phone)?,
    }
    let mut network = app.network();
    if let Some(refusal) = network.refusal_for(kind, form.get("To").unwrap_or_default()) {
        return Err(refusal);
    }
    let record = network.accept(kind, form).map_err(|error| {
        tracing::error!(%error, "a creation could not be kept");
        TwilioError::internal()
    })?;
    app.announce_change(&network);
    drop(network);
    tracing::debug!(twilio.sid = record.sid, "accepted");
    match kind {
        Kind::Message => app.carry(record.sid.clone()),
        Kind::Call => app.call(&record),
    }
    Ok((StatusCode::CREATED, Json(resource(app, &record))).into_response())
}

/// Changes a call that lives: <https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource>.
fn change_call(app: &App, request: &Request, sid: &str) -> Answer {
    let not_found = || TwilioError::not_found(&request.path);
    let form = form_alone(request)?;
    let change = call::read_change(&form)?;
    let record = app
        .network()
        .get(sid)
        .filter(|record| record.kind == Kind::Call)
        .cloned()
        .ok_or_else(not_found)?;
    let talks = record.status == Status::InProgress;
    let act = match change {
        Change::Complete => Act::Complete,
        Change::Cancel if talks => return Ok(ok(resource(app, &record))),
        Change::Cancel => Act::Cancel,
        Change::Redirect(_) if !talks => return Err(TwilioError::not_in_progress()),
        Change::Redirect(instructions) => Act::Redirect(instructions),
    };
    if !app.calls().tell(sid, act) {
        return Err(TwilioError::not_in_progress());
    }
    Ok(ok(resource(app, &record)))
}

fn list(app: &App, request: &Request, kind: Kind) -> Answer {
    let query = request.query.clone()?;
    let (filters, name) = match kind {
        Kind::Message => (LIST_MESSAGES, "messages"),
        Kind::Call => (LIST_CALLS, "calls"),
    };
    query.refuse_unknown_in_list(filters)?;
    let network = app.network();
    let page = listing::page(&query, kind, &network, &app.config.church_phone)?;
    let answer = listing::answer(&page, &query, &request.path, name, &network, |record| {
        resource(app, record)
    });
    Ok(ok(answer))
}

fn fetch(app: &App, sid: &str, kind: Kind) -> Option<Response> {
    let network = app.network();
    let record = network.get(sid).filter(|record| record.kind == kind)?;
    Some(ok(resource(app, record)))
}

fn resource(app: &App, record: &Record) -> Value {
    match record.kind {
        Kind::Message => message::resource(record, &app.config),
        Kind::Call => call::resource(
            record,
            &app.config.account_sid,
            app.config.prices_of_calls(),
        ),
    }
}
