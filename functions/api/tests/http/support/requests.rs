//! Asking the API, and reading what it answers.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{HeaderMap, Method, Request, header};
use serde_json::Value;
use tower::ServiceExt;

use super::{Token, World};

/// A request in the making. It carries the token of a member of staff, until another is given.
pub(crate) struct Ask {
    request: Request<Body>,
}

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The body as JSON; null when there is none.
    pub(crate) body: Value,
}

impl Ask {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let method: Method = method.parse().expect("a method");
        let request = Request::builder().method(method).uri(path);
        let ask = Self {
            request: request.body(Body::empty()).expect("a request"),
        };
        ask.token(&Token::id("sam", &["staff"]).sign())
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn post(path: &str, body: &Value) -> Self {
        Self::new("POST", path).json(body)
    }

    pub(crate) fn patch(path: &str, version: &str, body: &Value) -> Self {
        Self::new("PATCH", path)
            .header("if-match", version)
            .json(body)
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request
            .headers_mut()
            .insert(name, value.parse().expect("a header's value"));
        self
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.request.headers_mut().remove(name);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body(body.to_string())
    }

    /// A body that says to be JSON.
    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self.header("content-type", "application/json")
    }

    pub(crate) async fn of(self, world: &World) -> Answer {
        let answer = world.router.clone().oneshot(self.request).await;
        Answer::read(answer.unwrap_or_else(|never| match never {})).await
    }
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).expect("a body of JSON")
        };
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("plain text"))
    }

    /// Asserts the status and gives the body.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        self.body
    }

    /// Asserts that this is a whole problem document of this status, and gives the sentence.
    #[track_caller]
    pub(crate) fn expect_problem(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{:#}", self.body);
        assert_eq!(
            self.header(header::CONTENT_TYPE.as_str()),
            "application/problem+json"
        );
        assert_eq!(self.body["type"], "about:blank");
        assert_eq!(self.body["status"], status);
        assert!(!self.text("title").is_empty());
        assert!(!self.text("request_id").is_empty());
        assert_eq!(self.text("request_id"), self.header("x-request-id"));
        assert_eq!(
            self.body.get("errors").is_some(),
            status == 422,
            "{:#}",
            self.body
        );
        let detail = self.text("detail");
        assert!(
            detail.ends_with('.') && detail.contains(' '),
            "{detail:?} is no sentence"
        );
        detail
    }

    /// Asserts that fields are refused, and gives each with its sentence.
    #[track_caller]
    pub(crate) fn expect_wrong_fields(&self) -> Vec<(&str, &str)> {
        self.expect_problem(422);
        let errors = self.body["errors"].as_array().expect("a list of errors");
        let text = |error: &'_ Value, name: &str| error[name].as_str().map(str::len).is_some();
        assert!(
            errors
                .iter()
                .all(|error| text(error, "field") && text(error, "message"))
        );
        errors
            .iter()
            .map(|error| {
                let field = error["field"].as_str().unwrap_or_default();
                (field, error["message"].as_str().unwrap_or_default())
            })
            .collect()
    }

    fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_default()
    }
}
