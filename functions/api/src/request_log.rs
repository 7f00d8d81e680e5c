//! The outermost layer: names each request, writes problems out, logs one line when a request is answered,
//! and turns a panic into a problem.
//!
//! A log line has ids only: the pattern of the route and never the query, which may hold anything (I7).

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use lambda_http::request::RequestContext;
use tracing::{error, info};

use crate::Shared;
use crate::problem::{MEDIA_TYPE, Problem};

/// Answers carry the id of their request, so that a page can show it whatever the answer is.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a request's own log line needs, and only extractors and handlers know.
#[derive(Clone, Default)]
pub(crate) struct RequestLog {
    user: Arc<OnceLock<String>>,
    subject: Arc<OnceLock<String>>,
}

impl RequestLog {
    /// Notes who asks. The first one noted stays.
    pub(crate) fn note_user(&self, id: &str) {
        // An error only says that there is one already.
        let _ = self.user.set(id.to_owned());
    }

    /// Notes the record that the request is about: an id of ours, never the text that was sent for it.
    pub(crate) fn note_subject(&self, id: String) {
        let _ = self.subject.set(id);
    }
}

/// Wraps every route and both fallbacks.
pub(crate) async fn layer(State(api): State<Shared>, mut request: Request, next: Next) -> Response {
    let started_at = api.clock.now();
    let id = request_id(&api, &request);
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("none", MatchedPath::as_str).to_owned();
    let notes = RequestLog::default();
    request.extensions_mut().insert(notes.clone());

    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answer.unwrap_or_else(|panic| panicked(panic.as_ref()));
    let problem = response.extensions_mut().remove::<Arc<Problem>>();
    let duration = api.clock.now().duration_since(started_at);
    log(&Answer {
        id: &id,
        method: &method,
        route: &route,
        status: response.status(),
        duration_ms: u64::try_from(duration.as_millis()).unwrap_or(0),
        user: notes.user.get().map(String::as_str),
        subject: notes.subject.get().map(String::as_str),
        reason: problem.as_deref().and_then(Problem::inside),
    });
    if let Some(problem) = problem {
        write_out(&problem, &id, &mut response);
    }
    add_headers(&id, &mut response);
    response
}

/// What is logged of an answer.
struct Answer<'a> {
    id: &'a str,
    method: &'a Method,
    route: &'a str,
    status: StatusCode,
    duration_ms: u64,
    user: Option<&'a str>,
    subject: Option<&'a str>,
    reason: Option<&'a str>,
}

fn log(answer: &Answer<'_>) {
    macro_rules! log_as {
        ($level:ident, $message:literal) => {
            $level!(
                request.id = answer.id,
                http.method = %answer.method,
                http.route = answer.route,
                http.status = answer.status.as_u16(),
                duration_ms = answer.duration_ms,
                user.id = answer.user,
                subject.id = answer.subject,
                reason = answer.reason,
                $message
            )
        };
    }
    if answer.status.is_server_error() {
        log_as!(error, "Failed");
    } else {
        log_as!(info, "Answered");
    }
}

fn add_headers(id: &str, response: &mut Response) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    // Answers are people's data: neither CloudFront nor a browser on a shared machine may keep them.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// API Gateway's id of the request; elsewhere the trace, or an id of our own.
fn request_id(api: &Shared, request: &Request) -> String {
    let gateway = match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.clone(),
        _ => None,
    };
    gateway
        .or_else(|| trace_id(request.headers()))
        .unwrap_or_else(|| format!("req-{:032x}", api.randomness.draw()))
}

/// The root of `X-Amzn-Trace-Id`
/// (<https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>).
fn trace_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("x-amzn-trace-id")?.to_str().ok()?;
    let root = value
        .split(';')
        .find_map(|part| part.trim().strip_prefix("Root="))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (root.len() <= 64 && root.bytes().all(plain)).then(|| root.to_owned())
}

fn write_out(problem: &Problem, id: &str, response: &mut Response) {
    let body = serde_json::to_vec(&problem.document(id)).unwrap_or_default();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    *response.body_mut() = body.into();
}

fn panicked(panic: &(dyn Any + Send)) -> Response {
    // The message may quote anything, a person's data included, so it is not logged; the place was
    // printed by the panic itself.
    let kind = if panic.is::<String>() {
        "formatted"
    } else {
        "plain"
    };
    Problem::failure(format!("a handler panicked with a {kind} message")).into_response()
}

/// There is no such route.
pub(crate) async fn not_found() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "There is nothing at this address. Check it against the API's description.",
    )
}

/// There is such a route, for other methods; the router adds `Allow`.
pub(crate) async fn method_not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "This address does not take this method. The header Allow lists those that it takes.",
    )
}
