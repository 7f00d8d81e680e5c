//! The Call resource, and what Twilio tells of a call.
//!
//! Source: <https://www.twilio.com/docs/voice/api/call-resource>.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    clock,
    error::TwilioError,
    inbound::country,
    parameters::{CREATE_CALL, Parameters, UPDATE_CALL, is_e164, is_web_url},
    price::Price,
    record::{Origin, Record, Status},
};

const EVENTS: &[&str] = &["initiated", "ringing", "answered", "completed"];
const FLAGS: &[&str] = &["Record"];
/// Known to Twilio, and not played here.
const UNPLAYED: &[&str] = &[
    "ApplicationSid",
    "AsyncAmd",
    "AsyncAmdStatusCallback",
    "AsyncAmdStatusCallbackMethod",
    "Byoc",
    "CallToken",
    "ClientNotificationUrl",
    "SipAuthPassword",
    "SipAuthUsername",
];

/// Known to Twilio, and not played in a change of a call.
const UNPLAYED_IN_UPDATE: &[&str] = &["StatusCallback", "StatusCallbackMethod", "TimeLimit"];
/// The most characters of TwiML in a parameter.
const LONGEST_TWIML: usize = 4_000;
/// Twilio's limit of a call that sets none, in seconds: four hours.
pub(crate) const TIME_LIMIT: u64 = 14_400;

/// Checks the form of a creation.
pub(crate) fn check(form: &Parameters, church_phone: &str) -> Result<(), TwilioError> {
    form.refuse_unknown(CREATE_CALL)?;
    form.refuse_unplayed(UNPLAYED)?;
    let Some(to) = form.filled("To") else {
        return Err(TwilioError::bad_request(
            21201,
            "No 'To' number is specified",
        ));
    };
    if !is_e164(to) {
        return Err(TwilioError::bad_request(
            21211,
            format!("Invalid 'To' Phone Number: {to}"),
        ));
    }
    match form.filled("From") {
        None => {
            return Err(TwilioError::bad_request(
                21213,
                "A 'From' phone number is required.",
            ));
        }
        Some(from) if !is_e164(from) => {
            return Err(TwilioError::bad_request(
                21212,
                format!("Invalid 'From' Phone Number: {from}"),
            ));
        }
        Some(from) if from != church_phone => {
            return Err(TwilioError::bad_request(
                21210,
                format!(
                    "The source phone number provided, {from}, is not yet verified for your account."
                ),
            ));
        }
        Some(_) => {}
    }
    check_instructions(form)?;
    check_callback(form)?;
    form.check_flags(FLAGS)?;
    form.number_in("Timeout", 1..=600)?;
    form.number_in("TimeLimit", 1..=86_400)?;
    check_detection(form)
}

/// Answering machine detection: <https://www.twilio.com/docs/voice/answering-machine-detection>.
fn check_detection(form: &Parameters) -> Result<(), TwilioError> {
    if !matches!(
        form.filled("MachineDetection"),
        None | Some("Enable" | "DetectMessageEnd")
    ) {
        return Err(TwilioError::parameter(
            "MachineDetection must be Enable or DetectMessageEnd",
        ));
    }
    form.number_in("MachineDetectionTimeout", 3..=59)?;
    form.number_in("MachineDetectionSpeechThreshold", 1_000..=6_000)?;
    form.number_in("MachineDetectionSpeechEndThreshold", 500..=5_000)?;
    form.number_in("MachineDetectionSilenceTimeout", 2_000..=10_000)?;
    Ok(())
}

/// What a change does to a call that lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// It is hung up, whatever it does.
    Complete,
    /// It is hung up, if it was not answered yet.
    Cancel,
    /// It goes on with another document.
    Redirect(Instructions),
}

/// Where the TwiML of a call comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Instructions {
    Url { url: String, by_get: bool },
    Twiml(String),
}

impl Instructions {
    /// Those of a form that was checked. A URL goes before TwiML, as with Twilio.
    pub(crate) fn of(form: &Parameters) -> Self {
        match form.filled("Url") {
            Some(url) => Self::Url {
                url: url.to_owned(),
                by_get: form.get("Method") == Some("GET"),
            },
            None => Self::Twiml(form.get("Twiml").unwrap_or_default().to_owned()),
        }
    }
}

/// Reads the form of a change.
pub(crate) fn read_change(form: &Parameters) -> Result<Change, TwilioError> {
    form.refuse_unknown(UPDATE_CALL)?;
    form.refuse_unplayed(UNPLAYED_IN_UPDATE)?;
    match form.filled("Status") {
        Some("completed") => Ok(Change::Complete),
        Some("canceled") => Ok(Change::Cancel),
        Some(_) => Err(TwilioError::parameter(
            "Status must be completed or canceled",
        )),
        None => {
            check_instructions(form)?;
            Ok(Change::Redirect(Instructions::of(form)))
        }
    }
}

fn check_instructions(form: &Parameters) -> Result<(), TwilioError> {
    match (form.filled("Twiml"), form.filled("Url")) {
        (None, None) => Err(TwilioError::bad_request(
            21205,
            "Url parameter is required.",
        )),
        (_, Some(url)) if !is_web_url(url) => Err(TwilioError::bad_request(
            21205,
            format!("Url is not a valid URL: {url}"),
        )),
        (Some(twiml), None) if twiml.chars().count() > LONGEST_TWIML => {
            Err(TwilioError::parameter("Twiml is at most 4,000 characters"))
        }
        _ => check_methods(form),
    }
}

fn check_methods(form: &Parameters) -> Result<(), TwilioError> {
    if let Some(url) = form.filled("FallbackUrl")
        && !is_web_url(url)
    {
        return Err(TwilioError::parameter(format!(
            "FallbackUrl is not a valid URL: {url}"
        )));
    }
    for name in ["Method", "FallbackMethod"] {
        if !matches!(form.filled(name), None | Some("GET" | "POST")) {
            return Err(TwilioError::parameter(format!(
                "{name} must be GET or POST"
            )));
        }
    }
    Ok(())
}

fn check_callback(form: &Parameters) -> Result<(), TwilioError> {
    if let Some(url) = form.filled("StatusCallback")
        && !is_web_url(url)
    {
        return Err(TwilioError::bad_request(
            21609,
            format!("The 'StatusCallback' URL {url} is not a valid URL."),
        ));
    }
    if let Some(event) = form
        .words("StatusCallbackEvent")
        .iter()
        .find(|event| !EVENTS.contains(event))
    {
        return Err(TwilioError::bad_request(
            21626,
            format!("Invalid StatusCallbackEvent: {event}"),
        ));
    }
    match form.filled("StatusCallbackMethod") {
        None | Some("GET" | "POST") => Ok(()),
        Some(_) => Err(TwilioError::parameter(
            "StatusCallbackMethod must be GET or POST",
        )),
    }
}

/// The name that `StatusCallbackEvent` has for a status.
fn event_of(status: Status) -> Option<&'static str> {
    match status {
        Status::Initiated => Some("initiated"),
        Status::Ringing => Some("ringing"),
        Status::InProgress => Some("answered"),
        status if status.is_final() => Some("completed"),
        _ => None,
    }
}

/// Whether the caller asked to be told of this status; without a wish it is the end alone.
pub(crate) fn wants_callback(record: &Record, status: Status) -> bool {
    let wished = record.parameters.words("StatusCallbackEvent");
    event_of(status).is_some_and(|event| {
        if wished.is_empty() {
            event == "completed"
        } else {
            wished.contains(&event)
        }
    })
}

/// Twilio's name for who called whom.
pub(crate) fn direction(record: &Record) -> &'static str {
    match record.origin {
        Origin::Phone => "inbound",
        Origin::Twiml => "outbound-dial",
        Origin::Api | Origin::OptOut => "outbound-api",
    }
}

/// What a minute costs, each begun one in full, to the church and from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prices {
    pub(crate) inbound: Price,
    pub(crate) outbound: Price,
}

/// The resource, with every field that Twilio sends.
pub(crate) fn resource(record: &Record, account_sid: &str, prices: Prices) -> Value {
    let path = format!("/2010-04-01/Accounts/{account_sid}/Calls/{}", record.sid);
    let from = record.parameters.get("From").unwrap_or_default();
    let ended = record.status.is_final().then_some(record.updated_at);
    let subresources: serde_json::Map<String, Value> = [
        ("events", "Events"),
        ("notifications", "Notifications"),
        ("payments", "Payments"),
        ("recordings", "Recordings"),
        ("siprec", "Siprec"),
        ("streams", "Streams"),
        ("transcriptions", "Transcriptions"),
        (
            "user_defined_message_subscriptions",
            "UserDefinedMessageSubscriptions",
        ),
        ("user_defined_messages", "UserDefinedMessages"),
    ]
    .into_iter()
    .map(|(name, part)| (name.to_owned(), json!(format!("{path}/{part}.json"))))
    .collect();
    json!({
        "account_sid": account_sid,
        "annotation": null,
        "answered_by": record.answered_by,
        "api_version": "2010-04-01",
        "caller_name": record.parameters.get("CallerName"),
        "date_created": clock::rfc2822(record.accepted_at),
        "date_updated": clock::rfc2822(record.updated_at),
        "direction": direction(record),
        "duration": ended.map(|end| seconds_until(record, end).to_string()),
        "end_time": ended.map(clock::rfc2822),
        "forwarded_from": null,
        "from": from,
        "from_formatted": from,
        "group_sid": null,
        "parent_call_sid": record.parameters.get("ParentCallSid"),
        "phone_number_sid": null,
        "price": price(record, prices),
        "price_unit": "USD",
        "queue_time": "0",
        "sid": record.sid,
        "start_time": record.sent_at.map(clock::rfc2822),
        "status": record.status.name(),
        "subresource_uris": subresources,
        "to": record.to(),
        "to_formatted": record.to(),
        "trunk_sid": null,
        "uri": format!("{path}.json"),
    })
}

/// The seconds from the answer to `end`; none were spoken when nobody answered.
pub(crate) fn seconds_until(record: &Record, end: Timestamp) -> i64 {
    record
        .sent_at
        .map_or(0, |start| end.as_second() - start.as_second())
        .max(0)
}

/// The minutes that are billed, each begun one in full: an answered call costs one at least.
fn minutes(record: &Record) -> usize {
    let seconds = seconds_until(record, record.updated_at).max(i64::from(record.sent_at.is_some()));
    usize::try_from((seconds + 59) / 60).unwrap_or_default()
}

/// What a call has cost that was answered and is over.
fn price(record: &Record, prices: Prices) -> Option<String> {
    let each = match record.origin {
        Origin::Phone => prices.inbound,
        Origin::Api | Origin::Twiml | Origin::OptOut => prices.outbound,
    };
    (record.status.is_final() && record.sent_at.is_some()).then(|| each.times(minutes(record)))
}

/// The parameters with which Twilio asks for TwiML. City, state and zip are empty, as it sends what it does not know;
/// `ForwardedFrom` is not sent.
///
/// Source: <https://www.twilio.com/docs/voice/twiml#request-parameters>.
pub(crate) fn request_parameters(record: &Record, account_sid: &str) -> Vec<(String, String)> {
    let from = record.parameters.get("From").unwrap_or_default();
    let to = record.to();
    let mut parameters = vec![
        ("AccountSid".to_owned(), account_sid.to_owned()),
        ("ApiVersion".to_owned(), "2010-04-01".to_owned()),
        ("CallSid".to_owned(), record.sid.clone()),
        ("CallStatus".to_owned(), record.status.name().to_owned()),
        ("Direction".to_owned(), direction(record).to_owned()),
    ];
    for (name, number) in [("From", from), ("Caller", from), ("To", to), ("Called", to)] {
        parameters.push((name.to_owned(), number.to_owned()));
        parameters.push((format!("{name}Country"), country(number).to_owned()));
        for part in ["City", "State", "Zip"] {
            parameters.push((format!("{name}{part}"), String::new()));
        }
    }
    for name in ["CallerName", "ParentCallSid"] {
        if let Some(value) = record.parameters.get(name) {
            parameters.push((name.to_owned(), value.to_owned()));
        }
    }
    if let Some(who) = record.answered_by {
        parameters.push(("AnsweredBy".to_owned(), who.to_owned()));
    }
    parameters
}

/// The parameters of a status callback.
///
/// Source: <https://www.twilio.com/docs/voice/api/call-resource#statuscallback>.
pub(crate) fn callback_parameters(record: &Record, account_sid: &str) -> Vec<(String, String)> {
    let sequence = match (record.origin, record.status) {
        (Origin::Phone, _) | (_, Status::Initiated) => 0,
        (_, Status::Ringing) => 1,
        (_, Status::InProgress) => 2,
        _ => 3,
    };
    let mut parameters = request_parameters(record, account_sid);
    let mut add = |name: &str, value: String| parameters.push((name.to_owned(), value));
    add("CallbackSource", "call-progress-events".to_owned());
    add("SequenceNumber", sequence.to_string());
    add("Timestamp", clock::rfc2822(record.updated_at));
    if record.status.is_final() {
        let seconds = seconds_until(record, record.updated_at);
        add("CallDuration", seconds.to_string());
        add("Duration", minutes(record).to_string());
    }
    if let Some(code) = record.error_code {
        add("ErrorCode", code.to_string());
    }
    parameters
}

#[cfg(test)]
mod tests;
