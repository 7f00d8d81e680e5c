//! What goes wrong, as RFC 9457 problem documents (<https://www.rfc-editor.org/rfc/rfc9457>), and the one
//! place that decides which status an error has.
//!
//! A [`Problem`] travels in the extensions of a response without a body; [`crate::request_log`] writes the
//! document, because it alone knows the id of the request, and logs what stays inside.

use std::sync::Arc;

use app::Error;
use axum::response::{IntoResponse, Response};
use domain::FieldError;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of every error.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Shorthand for what handlers and extractors return.
pub(crate) type Result<T> = std::result::Result<T, Problem>;

/// Why a request was not done: a sentence for the person who asked, and a context for our logs alone.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
    headers: Vec<(HeaderName, HeaderValue)>,
    inside: Option<String>,
}

/// The body of every answer that is an error (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "about:blank",
    "title": "Unprocessable Entity",
    "status": 422,
    "detail": "Some fields are wrong. Correct them and send the request again.",
    "request_id": "Tm9jZSB0cnkh",
    "errors": [{ "field": "phone", "message": "Enter a phone number." }],
}))]
pub(crate) struct ProblemDocument<'a> {
    /// `about:blank`: the status says what kind of problem this is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The name of the status.
    title: &'a str,
    /// The status, once more.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// A sentence for the person who asked: what is wrong and what to do.
    detail: &'a str,
    /// Names this request in our logs.
    request_id: &'a str,
    /// The wrong fields of a request that can't be processed (422).
    #[serde(skip_serializing_if = "<[WrongField]>::is_empty")]
    #[schema(required = false)]
    errors: Vec<WrongField<'a>>,
}

/// A field or parameter that was given wrongly.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrongField<'a> {
    /// Its name, such as `phone`.
    field: &'a str,
    /// What to do about it, for the person who filled it in.
    message: &'a str,
}

impl Problem {
    /// A problem with a sentence that says what to do.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            headers: Vec::new(),
            inside: None,
        }
    }

    /// The request can't be read at all.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// The request can be read, and some of its fields are wrong.
    pub(crate) fn wrong_fields(errors: Vec<FieldError>) -> Self {
        let detail = "Some fields are wrong. Correct them and send the request again.";
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
        }
    }

    /// Nobody knows who asks. `challenge` is the value of `WWW-Authenticate`
    /// (<https://www.rfc-editor.org/rfc/rfc6750#section-3>).
    pub(crate) fn not_signed_in(challenge: &'static str, detail: &str) -> Self {
        let challenge = HeaderValue::from_static(challenge);
        Self::new(StatusCode::UNAUTHORIZED, detail).with_header(header::WWW_AUTHENTICATE, challenge)
    }

    /// There is no such record.
    pub(crate) fn not_found(noun: &str) -> Self {
        let detail = format!(
            "There is no such {noun}; it may have been deleted. Look for it in the list again."
        );
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Something failed that whoever asks can't mend. `inside` goes to our logs and holds no personal data.
    pub(crate) fn failure(inside: impl Into<String>) -> Self {
        let detail = "Something failed on our side. Try again in a minute. If it happens again, give your \
                      administrator the request_id.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail).with_inside(inside)
    }

    /// Adds what only our logs may say.
    pub(crate) fn with_inside(self, inside: impl Into<String>) -> Self {
        Self {
            inside: Some(inside.into()),
            ..self
        }
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// What only our logs may say.
    pub(crate) fn inside(&self) -> Option<&str> {
        self.inside.as_deref()
    }

    /// The document for the person who asked.
    pub(crate) fn document<'a>(&'a self, request_id: &'a str) -> ProblemDocument<'a> {
        let errors = self.errors.iter().map(|error| WrongField {
            field: &error.field,
            message: &error.message,
        });
        ProblemDocument {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            request_id,
            errors: errors.collect(),
        }
    }
}

/// The policy: which status each kind of error has.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(errors) => Self::wrong_fields(errors),
            Error::NotFound(noun) => Self::not_found(noun),
            Error::Conflict(sentence) => Self::new(StatusCode::CONFLICT, sentence),
            Error::Stale => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "Someone else changed this since you opened it. Reload it, and make your change again.",
            ),
            Error::Unavailable(inside) => Self::failure(inside),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let mut response = self.status.into_response();
        response.headers_mut().extend(
            self.headers
                .drain(..)
                .map(|(name, value)| (Some(name), value)),
        );
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
