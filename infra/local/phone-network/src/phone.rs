//! A phone, and how it behaves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    error::{is_failure_code, message_of},
    loop_guard::LoopGuard,
    record::Record,
    twiml::Problem,
};

/// How a phone treats what comes in; set through `PUT /phones/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "behaviour", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Behaviour {
    /// Receives everything at the usual pace.
    Normal {},
    /// Fails with Twilio's code: at the creation or later, whichever Twilio does for that code.
    Fail { error_code: u32 },
    /// Takes `delay_ms` between one status and the next.
    Slow {
        #[serde(default = "default_slowness")]
        delay_ms: u64,
    },
    /// A text stays `sent`, without a receipt; a call rings until its timeout.
    NeverAnswer {},
    /// Receives texts; a call finds the line busy.
    Busy {},
    /// Receives texts; a call is answered by a machine, which greets for so long and then beeps.
    Machine {
        #[serde(default = "default_greeting")]
        greeting_ms: u64,
    },
    /// Receives texts; a call rings until a person answers it on the page.
    ByHand {},
}

impl Default for Behaviour {
    fn default() -> Self {
        Self::Normal {}
    }
}

fn default_slowness() -> u64 {
    5_000
}

fn default_greeting() -> u64 {
    3_000
}

impl Behaviour {
    /// The reason why this behaviour can't be set, if there is one.
    pub(crate) fn problem(self) -> Option<String> {
        match self {
            Self::Fail { error_code } if !is_failure_code(error_code) => Some(format!(
                "{error_code} is not an error code of a text or call: take one such as 21610, 21614, 30003 or 30007"
            )),
            Self::Slow { delay_ms } if delay_ms > 3_600_000 => {
                Some("delay_ms is at most 3,600,000, which is an hour".to_owned())
            }
            Self::Machine { greeting_ms } if greeting_ms > 120_000 => {
                Some("greeting_ms is at most 120,000, which is two minutes".to_owned())
            }
            _ => None,
        }
    }
}

/// What went wrong with the answer to a phone's text, or in a call: an entry of Twilio's debugger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Alert {
    /// The text that was answered, or the call.
    pub(crate) sid: String,
    pub(crate) at: Timestamp,
    pub(crate) code: u32,
    pub(crate) message: String,
}

impl Alert {
    fn view(&self) -> Value {
        json!({
            "sid": self.sid,
            "at": self.at.to_string(),
            "code": self.code,
            "title": Problem::title_of(self.code),
            "message": self.message,
        })
    }
}

/// A number that has received or sent something, or was told how to behave.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phone {
    pub(crate) behaviour: Behaviour,
    /// Positions in the network's list of records, oldest first.
    pub(crate) received: Vec<usize>,
    /// The same of the texts that it sent to the church.
    pub(crate) sent: Vec<usize>,
    /// The same of its calls to the church.
    pub(crate) dialled: Vec<usize>,
    /// What was wrong with the answers to them, oldest first.
    pub(crate) alerts: Vec<Alert>,
    /// Whether Twilio sends it nothing any more, because it said STOP.
    pub(crate) opted_out: bool,
    pub(crate) loop_guard: LoopGuard,
    /// The network's version at the last change.
    pub(crate) version: u64,
}

impl Phone {
    /// The phone as the control API shows it, with the `last` newest of what it received, what it sent, and what went
    /// wrong with the answers, oldest first.
    pub(crate) fn view(&self, number: &str, records: &[Record], last: usize) -> Value {
        let received = newest(&self.received, last, |position| {
            received_view(&records[*position])
        });
        let sent = newest(&self.sent, last, |position| sent_view(&records[*position]));
        let mut view = json!({
            "number": number,
            "received_count": self.received.len(),
            "received": received,
            "sent_count": self.sent.len(),
            "sent": sent,
            "dialled_count": self.dialled.len(),
            "dialled": newest(&self.dialled, last, |position| received_view(&records[*position])),
            "errors": newest(&self.alerts, last, Alert::view),
            "opted_out": self.opted_out,
            "version": self.version,
        });
        if let (Some(view), Ok(Value::Object(behaviour))) =
            (view.as_object_mut(), serde_json::to_value(self.behaviour))
        {
            view.extend(behaviour);
        }
        view
    }
}

fn newest<T>(items: &[T], last: usize, view: impl Fn(&T) -> Value) -> Vec<Value> {
    let first = items.len().saturating_sub(last);
    items[first..].iter().map(view).collect()
}

/// A text from the phone; `webhook` is `pending` until it was handed on.
pub(crate) fn sent_view(record: &Record) -> Value {
    let media: Vec<Value> = record
        .media
        .iter()
        .map(|medium| json!({ "sid": medium.sid, "content_type": medium.content_type }))
        .collect();
    let mut view = json!({
        "sid": record.sid,
        "at": record.accepted_at.to_string(),
        "body": record.body(),
        "media": media,
        "webhook": "pending",
    });
    if let (Some(view), Some(Ok(Value::Object(handover)))) = (
        view.as_object_mut(),
        record.handover.map(serde_json::to_value),
    ) {
        view.extend(handover);
    }
    view
}

fn received_view(record: &Record) -> Value {
    json!({
        "sid": record.sid,
        "kind": record.kind,
        "origin": record.origin,
        "at": record.accepted_at.to_string(),
        "body": record.body(),
        "status": record.status.name(),
        "error_code": record.error_code,
        "error_message": record.error_code.map(message_of),
    })
}

#[cfg(test)]
mod tests {
    use super::Behaviour;

    #[test]
    fn behaviours_are_read_strictly() {
        let read = |text: &str| serde_json::from_str::<Behaviour>(text);
        assert_eq!(
            read(r#"{"behaviour":"normal"}"#).expect("normal"),
            Behaviour::Normal {}
        );
        assert!(read(r#"{"behaviour":"normal","error_code":30003}"#).is_err());
        assert_eq!(
            read(r#"{"behaviour":"fail","error_code":30003}"#).expect("fail"),
            Behaviour::Fail { error_code: 30003 }
        );
        assert!(read(r#"{"behaviour":"fail"}"#).is_err());
        assert!(read(r#"{"behaviour":"slow","delay":3}"#).is_err());
        assert!(read(r#"{"behaviour":"never_answer","error_code":1}"#).is_err());
    }

    #[test]
    fn a_number_that_is_no_error_code_is_refused() {
        assert!(Behaviour::Fail { error_code: 200 }.problem().is_some());
        assert!(Behaviour::Fail { error_code: 21610 }.problem().is_none());
    }
}
