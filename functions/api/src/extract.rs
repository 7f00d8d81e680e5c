//! What handlers take from a request. Each refuses with a problem that says what to do.

use std::fmt::Display;
use std::str::FromStr;

use app::manage_contacts::ReadVersion;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use domain::{
    BroadcastId, CallId, ContactId, ExportId, FollowUpId, GroupId, ImportId, MessageId, ReminderId,
    TemplateId, ThreadId, TranslationId,
};
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::form::{Form, FromForm};
use crate::problem::Problem;
use crate::request_log::RequestLog;

/// The largest body, in bytes. The longest request of ours, 500 ids, has about 16 KB.
const MAXIMUM_BODY: usize = 1_000_000;

/// A body of JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Sync, T: FromForm> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Send the body as JSON, with the header Content-Type: application/json.",
            ));
        }
        let too_large = || {
            let detail = "The body is larger than 1 MB. Send less at once.";
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
        };
        // In Lambda the whole body is in memory already, so that nothing but its size can be wrong with it.
        let body = axum::body::to_bytes(request.into_body(), MAXIMUM_BODY).await;
        let body = body.map_err(|_| too_large())?;
        Form::from_json(&body)?.read().map(Self)
    }
}

/// Whether the content type is `application/json`, whatever its parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

/// The query of the address.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Sync, T: FromForm> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Form::from_query(parts.uri.query().unwrap_or_default())
            .read()
            .map(Self)
    }
}

/// What an id in a path stands for.
pub(crate) trait Noun {
    /// The noun in sentences.
    const NOUN: &'static str;
}

impl Noun for ContactId {
    const NOUN: &'static str = "contact";
}

impl Noun for BroadcastId {
    const NOUN: &'static str = "broadcast";
}

impl Noun for GroupId {
    const NOUN: &'static str = "group";
}

impl Noun for TemplateId {
    const NOUN: &'static str = "template";
}

impl Noun for ImportId {
    const NOUN: &'static str = "import";
}

impl Noun for ExportId {
    const NOUN: &'static str = "export";
}

impl Noun for ThreadId {
    const NOUN: &'static str = "thread";
}

impl Noun for ReminderId {
    const NOUN: &'static str = "reminder";
}

impl Noun for TranslationId {
    const NOUN: &'static str = "translation";
}

impl Noun for CallId {
    const NOUN: &'static str = "call";
}

impl Noun for FollowUpId {
    const NOUN: &'static str = "follow-up";
}

impl Noun for MessageId {
    const NOUN: &'static str = "message";
}

/// The id in the path. What is no id names nothing, so it is answered like an id that nobody has.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: FromStr + Display + Noun> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let not_found = || Problem::not_found(T::NOUN);
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| not_found())?;
        let id: T = text.parse().map_err(|_| not_found())?;
        if let Some(log) = parts.extensions.get::<RequestLog>() {
            log.note_subject(id.to_string());
        }
        Ok(Self(id))
    }
}

impl<T: Noun> IntoParams for Id<T> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = ParameterBuilder::new()
            .name("id")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(format!("The {}'s id.", T::NOUN)))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build();
        vec![parameter]
    }
}

/// The header `If-Match`: which version of a record someone means to change.
pub(crate) struct IfMatch(pub(crate) Option<ReadVersion>);

impl IfMatch {
    /// The header is needed and was not sent.
    pub(crate) fn missing() -> Problem {
        Problem::new(
            StatusCode::PRECONDITION_REQUIRED,
            "Say which version you read: send If-Match with the record's version in quotation marks, or * to \
             change whatever is there.",
        )
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self(None));
        };
        let version = value.to_str().ok().and_then(read_version);
        version.map(Some).map(Self).ok_or_else(|| {
            Problem::malformed(
                "Send If-Match as the record's version in quotation marks, such as \"3\", or as *.",
            )
        })
    }
}

/// A cache that compresses an answer marks its tag as weak (`W/`). Ours names the record, not its bytes,
/// so that it is as good.
fn read_version(text: &str) -> Option<ReadVersion> {
    let text = text.trim();
    if text == "*" {
        return Some(ReadVersion::Any);
    }
    let tag = text.strip_prefix("W/").unwrap_or(text);
    let number = tag.strip_prefix('"')?.strip_suffix('"')?;
    number.parse().ok().map(ReadVersion::Exactly)
}
