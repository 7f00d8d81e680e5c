//! The Call resource. A call rings, is answered and ends; its TwiML is not fetched or executed yet.
//!
//! Source: <https://www.twilio.com/docs/voice/api/call-resource>.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    clock,
    error::TwilioError,
    parameters::{CREATE_CALL, Parameters, is_e164, is_web_url},
    record::{Record, Status},
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
    Ok(())
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
        _ => Ok(()),
    }
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
        Status::Completed | Status::NoAnswer | Status::Failed => Some("completed"),
        _ => None,
    }
}

/// Whether the caller asked to be told of this status; without a wish it is the end alone.
pub(crate) fn wants_callback(record: &Record, status: Status) -> bool {
    let wished = record.parameters.words("StatusCallbackEvent");
    match event_of(status) {
        None => false,
        Some(event) if wished.is_empty() => event == "completed",
        Some(event) => wished.contains(&event),
    }
}

/// The resource, with every field that Twilio sends.
pub(crate) fn resource(record: &Record, account_sid: &str) -> Value {
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
        "answered_by": null,
        "api_version": "2010-04-01",
        "caller_name": null,
        "date_created": clock::rfc2822(record.accepted_at),
        "date_updated": clock::rfc2822(record.updated_at),
        "direction": "outbound-api",
        "duration": ended.map(|end| seconds_until(record, end).to_string()),
        "end_time": ended.map(clock::rfc2822),
        "forwarded_from": null,
        "from": from,
        "from_formatted": from,
        "group_sid": null,
        "parent_call_sid": null,
        "phone_number_sid": null,
        "price": null,
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
fn seconds_until(record: &Record, end: Timestamp) -> i64 {
    record
        .sent_at
        .map_or(0, |start| end.as_second() - start.as_second())
        .max(0)
}

/// The parameters of a status callback.
///
/// Source: <https://www.twilio.com/docs/voice/api/call-resource#statuscallback>.
pub(crate) fn callback_parameters(record: &Record, account_sid: &str) -> Vec<(String, String)> {
    let from = record.parameters.get("From").unwrap_or_default();
    let sequence = match record.status {
        Status::Initiated => 0,
        Status::Ringing => 1,
        Status::InProgress => 2,
        _ => 3,
    };
    let mut parameters = vec![
        ("AccountSid", account_sid.to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("CallSid", record.sid.clone()),
        ("CallStatus", record.status.name().to_owned()),
        ("CallbackSource", "call-progress-events".to_owned()),
        ("Called", record.to().to_owned()),
        ("Caller", from.to_owned()),
        ("Direction", "outbound-api".to_owned()),
        ("From", from.to_owned()),
        ("SequenceNumber", sequence.to_string()),
        ("Timestamp", clock::rfc2822(record.updated_at)),
        ("To", record.to().to_owned()),
    ];
    if record.status.is_final() {
        let seconds = seconds_until(record, record.updated_at);
        parameters.push(("CallDuration", seconds.to_string()));
        // Billed minutes, each begun one in full.
        parameters.push(("Duration", ((seconds + 59) / 60).to_string()));
    }
    if let Some(code) = record.error_code {
        parameters.push(("ErrorCode", code.to_string()));
    }
    parameters
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{check, wants_callback};
    use crate::{
        clock,
        parameters::Parameters,
        record::{Kind, Origin, Record, Status},
    };

    const CHURCH: &str = "+12025550100";

    fn form(text: &str) -> Parameters {
        Parameters::parse(text.as_bytes()).expect("a form")
    }

    #[test]
    fn each_mistake_has_twilios_own_code() {
        for (text, code) in [
            ("From=%2B12025550100&Twiml=x", 21201),
            ("To=12&From=%2B12025550100&Twiml=x", 21211),
            ("To=%2B12025550143&Twiml=x", 21213),
            ("To=%2B12025550143&From=church&Twiml=x", 21212),
            ("To=%2B12025550143&From=%2B12025550199&Twiml=x", 21210),
            ("To=%2B12025550143&From=%2B12025550100", 21205),
            ("To=%2B12025550143&From=%2B12025550100&Url=nowhere", 21205),
            (
                "To=%2B12025550143&From=%2B12025550100&Twiml=x&StatusCallbackEvent=hung-up",
                21626,
            ),
            (
                "To=%2B12025550143&From=%2B12025550100&Twiml=x&Timeout=601",
                20001,
            ),
            (
                "To=%2B12025550143&From=%2B12025550100&Twiml=x&Voice=alice",
                20001,
            ),
        ] {
            assert_eq!(
                check(&form(text), CHURCH).expect_err("a mistake").code,
                code,
                "{text}"
            );
        }
        assert_eq!(
            check(
                &form("To=%2B12025550143&From=%2B12025550100&Twiml=x"),
                CHURCH
            ),
            Ok(())
        );
    }

    #[test]
    fn only_the_wished_for_events_are_called_back() {
        let record = |text| {
            let sid = "CA1".into();
            Record::new(sid, Kind::Call, Origin::Api, clock::now(), form(text))
        };
        let silent = record("To=1");
        assert!(!wants_callback(&silent, Status::Ringing));
        assert!(wants_callback(&silent, Status::Completed));
        let curious = record("To=1&StatusCallbackEvent=ringing&StatusCallbackEvent=answered");
        assert!(wants_callback(&curious, Status::Ringing));
        assert!(wants_callback(&curious, Status::InProgress));
        assert!(!wants_callback(&curious, Status::Completed));
    }
}
