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
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use lambda_http::request::RequestContext;
use tracing::{Instrument, error, info, info_span};

use crate::Shared;
use crate::problem::{MEDIA_TYPE, Problem};

/// Answers carry the id of their request, so that a page can show it whatever the answer is.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a request's own log line needs and only a handler knows.
#[derive(Clone, Default)]
pub(crate) struct RequestLog(Arc<OnceLock<String>>);

impl RequestLog {
    /// Notes who asks. The first one noted stays.
    pub(crate) fn note_user(&self, id: &str) {
        // An error only says that there is one already.
        let _ = self.0.set(id.to_owned());
    }

    fn user(&self) -> &str {
        self.0.get().map_or("", String::as_str)
    }
}

/// Wraps every route and both fallbacks.
pub(crate) async fn layer(State(api): State<Shared>, mut request: Request, next: Next) -> Response {
    let started_at = api.clock.now();
    let id = request_id(&api, &request);
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("none", MatchedPath::as_str).to_owned();
    let log = RequestLog::default();
    request.extensions_mut().insert(log.clone());

    let span = info_span!("request", request.id = %id);
    let work = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .instrument(span.clone());
    let mut response = work.await.unwrap_or_else(|panic| panicked(panic.as_ref()));

    let status = response.status().as_u16();
    let duration_ms = api.clock.now().duration_since(started_at).as_millis();
    let problem = response.extensions_mut().remove::<Arc<Problem>>();
    let reason = problem
        .as_deref()
        .and_then(Problem::inside)
        .unwrap_or_default();
    let user = log.user();
    let _entered = span.entered();
    if response.status().is_server_error() {
        error!(http.method = %method, http.route = route, http.status = status, duration_ms, user.id = user, reason, "Failed");
    } else {
        info!(http.method = %method, http.route = route, http.status = status, duration_ms, user.id = user, reason, "Answered");
    }

    if let Some(problem) = problem {
        write_out(&problem, &id, &mut response);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
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
