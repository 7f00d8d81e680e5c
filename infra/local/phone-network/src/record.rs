//! One accepted creation, and how far it has come.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::parameters::Parameters;

/// What was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Message,
    Call,
}

/// A status of a message or call, under Twilio's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    Accepted,
    Queued,
    Sent,
    Delivered,
    Undelivered,
    Failed,
    Initiated,
    Ringing,
    InProgress,
    Completed,
    NoAnswer,
}

impl Status {
    /// Twilio's name of this status.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Initiated => "initiated",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::NoAnswer => "no-answer",
        }
    }

    /// Whether nothing comes after it.
    pub(crate) fn is_final(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::Undelivered | Self::Failed | Self::Completed | Self::NoAnswer
        )
    }
}

/// An accepted creation: the ground truth that tests compare the product with.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) sid: String,
    pub(crate) kind: Kind,
    pub(crate) accepted_at: Timestamp,
    /// Form parameters as they came.
    pub(crate) parameters: Parameters,
    /// What the resource shows now.
    pub(crate) status: Status,
    /// The last step that the resource was moved to; none before the first. One carrier at a time moves it.
    pub(crate) stepped: Option<Status>,
    /// The last step whose callback was attempted; none before the first.
    pub(crate) announced: Option<Status>,
    pub(crate) error_code: Option<u32>,
    pub(crate) updated_at: Timestamp,
    /// When a text was handed to the carrier, or a call was answered.
    pub(crate) sent_at: Option<Timestamp>,
}

impl Record {
    pub(crate) fn new(sid: String, kind: Kind, at: Timestamp, parameters: Parameters) -> Self {
        let through_service = parameters.filled("MessagingServiceSid").is_some();
        let status = if through_service {
            Status::Accepted
        } else {
            Status::Queued
        };
        Self {
            sid,
            kind,
            accepted_at: at,
            parameters,
            status,
            stepped: None,
            announced: None,
            error_code: None,
            updated_at: at,
            sent_at: None,
        }
    }

    /// The called or texted number.
    pub(crate) fn to(&self) -> &str {
        self.parameters.get("To").unwrap_or_default()
    }

    /// The sender: as given, or the church's own number when a messaging service chose it.
    pub(crate) fn from<'a>(&'a self, church_phone: &'a str) -> &'a str {
        self.parameters.filled("From").unwrap_or(church_phone)
    }

    pub(crate) fn body(&self) -> &str {
        self.parameters.get("Body").unwrap_or_default()
    }

    pub(crate) fn move_to(&mut self, status: Status, error_code: Option<u32>, at: Timestamp) {
        self.status = status;
        self.stepped = Some(status);
        self.error_code = error_code;
        self.updated_at = at;
        if matches!(status, Status::Sent | Status::InProgress) {
            self.sent_at = Some(at);
        }
    }

    /// The entry of `GET /accepted`: `sid`, `kind`, `accepted_at`, `status`, and the form parameters under
    /// their own names; the values of a repeated one are joined with spaces.
    pub(crate) fn ground_truth(&self) -> Value {
        let mut entry = Map::new();
        entry.insert("sid".into(), json!(self.sid));
        entry.insert("kind".into(), json!(self.kind));
        entry.insert("accepted_at".into(), json!(self.accepted_at.to_string()));
        entry.insert("status".into(), json!(self.status.name()));
        for (name, value) in &self.parameters.0 {
            match entry.get_mut(name) {
                Some(Value::String(earlier)) => {
                    earlier.push(' ');
                    earlier.push_str(value);
                }
                _ => {
                    entry.insert(name.clone(), json!(value));
                }
            }
        }
        Value::Object(entry)
    }
}
