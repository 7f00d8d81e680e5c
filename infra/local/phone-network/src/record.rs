//! One text or call, and how far it has come.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{media::Medium, parameters::Parameters, price::Price, segments::segments};

/// How long a text may wait to be sent when its creation does not say: ten hours.
const VALIDITY_SECONDS: u64 = 36_000;

/// What was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Message,
    Call,
}

/// Who made it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// The account, through the REST API.
    #[default]
    Api,
    /// The account, by TwiML: the answer to a phone's text, or the `<Dial>` of a call.
    Twiml,
    /// Twilio itself, which answers STOP, START and HELP.
    OptOut,
    /// A phone.
    Phone,
}

/// How a phone's text was handed on to the account's webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "webhook", rename_all = "snake_case")]
pub(crate) enum Handover {
    /// The church's number has no webhook for texts.
    NoUrl,
    /// It was answered, if only with an error.
    Answered { http_status: u16 },
    /// There was no answer.
    Failed,
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
    Received,
    Initiated,
    Ringing,
    InProgress,
    Completed,
    Busy,
    NoAnswer,
    Canceled,
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
            Self::Received => "received",
            Self::Initiated => "initiated",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::NoAnswer => "no-answer",
            Self::Canceled => "canceled",
        }
    }

    /// Whether nothing comes after it.
    pub(crate) fn is_final(self) -> bool {
        matches!(
            self,
            Self::Delivered
                | Self::Undelivered
                | Self::Failed
                | Self::Received
                | Self::Completed
                | Self::Busy
                | Self::NoAnswer
                | Self::Canceled
        )
    }
}

/// A text or call. Those that the account created are the ground truth that tests compare the product with.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) sid: String,
    pub(crate) kind: Kind,
    pub(crate) origin: Origin,
    pub(crate) accepted_at: Timestamp,
    /// Form parameters as they came; of a phone's text `From`, `To` and `Body`.
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
    /// What a text fails with before it is sent, if that is certain from the beginning.
    pub(crate) doom: Option<u32>,
    /// What came with a phone's text.
    pub(crate) media: Arc<[Medium]>,
    /// How a phone's text was handed on; none before.
    pub(crate) handover: Option<Handover>,
    /// Who answered a call, where Twilio was asked to find out.
    pub(crate) answered_by: Option<&'static str>,
}

impl Record {
    /// A text or call that the account, or Twilio for it, has just created.
    pub(crate) fn new(
        sid: String,
        kind: Kind,
        origin: Origin,
        at: Timestamp,
        parameters: Parameters,
    ) -> Self {
        let through_service = parameters.filled("MessagingServiceSid").is_some();
        let status = if through_service {
            Status::Accepted
        } else {
            Status::Queued
        };
        Self {
            sid,
            kind,
            origin,
            accepted_at: at,
            parameters,
            status,
            stepped: None,
            announced: None,
            error_code: None,
            updated_at: at,
            sent_at: None,
            doom: None,
            media: Arc::default(),
            handover: None,
            answered_by: None,
        }
    }

    /// A text that a phone has sent to the church.
    pub(crate) fn received(
        sid: String,
        at: Timestamp,
        parameters: Parameters,
        media: Vec<Medium>,
    ) -> Self {
        Self {
            status: Status::Received,
            stepped: Some(Status::Received),
            sent_at: Some(at),
            media: media.into(),
            ..Self::new(sid, Kind::Message, Origin::Phone, at, parameters)
        }
    }

    /// A call from a phone to the church, which rings there.
    pub(crate) fn dialled(sid: String, at: Timestamp, parameters: Parameters) -> Self {
        Self {
            status: Status::Ringing,
            stepped: Some(Status::Ringing),
            announced: Some(Status::Ringing),
            ..Self::new(sid, Kind::Call, Origin::Phone, at, parameters)
        }
    }

    /// Whether the account created it.
    pub(crate) fn is_creation(&self) -> bool {
        matches!(self.origin, Origin::Api | Origin::Twiml)
    }

    /// The number of the phone, at whichever end it is.
    pub(crate) fn phone_number(&self) -> &str {
        match self.origin {
            Origin::Phone => self.parameters.get("From").unwrap_or_default(),
            Origin::Api | Origin::Twiml | Origin::OptOut => self.to(),
        }
    }

    /// How long from `now` it may still wait to be sent.
    pub(crate) fn validity_left(&self, now: Timestamp) -> Duration {
        let seconds = self
            .parameters
            .get("ValidityPeriod")
            .and_then(|text| text.parse().ok())
            .unwrap_or(VALIDITY_SECONDS);
        let waited = Duration::try_from(now.duration_since(self.accepted_at)).unwrap_or_default();
        Duration::from_secs(seconds).saturating_sub(waited)
    }

    /// The segments that it is billed as. A messaging service chooses the sender, and with it their number, after it
    /// has answered: zero until then.
    pub(crate) fn segments(&self) -> usize {
        if self.status == Status::Accepted {
            0
        } else {
            segments(self.body())
        }
    }

    /// What it costs: nothing is charged before a text is sent, nor for what Twilio answers by itself.
    pub(crate) fn price(&self, per_segment: Price) -> Option<String> {
        (self.kind == Kind::Message && self.sent_at.is_some() && self.origin != Origin::OptOut)
            .then(|| per_segment.times(self.segments()))
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

    /// The entry of `GET /accepted`: `sid`, `kind`, `origin`, `accepted_at`, `status`, of a text `num_segments` and
    /// `price`, and the form parameters under their own names; the values of a repeated one are joined with spaces.
    pub(crate) fn ground_truth(&self, price_per_segment: Price) -> Value {
        let mut entry = Map::new();
        entry.insert("sid".into(), json!(self.sid));
        entry.insert("kind".into(), json!(self.kind));
        entry.insert("origin".into(), json!(self.origin));
        entry.insert("accepted_at".into(), json!(self.accepted_at.to_string()));
        entry.insert("status".into(), json!(self.status.name()));
        if self.kind == Kind::Message {
            entry.insert("num_segments".into(), json!(self.segments().to_string()));
            entry.insert("price".into(), json!(self.price(price_per_segment)));
        }
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
