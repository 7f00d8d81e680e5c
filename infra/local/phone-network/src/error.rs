//! Twilio's error body and the codes that this stand-in can answer with.
//!
//! Source: <https://www.twilio.com/docs/api/errors>.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An answer of Twilio's REST API that says no: `{code, message, more_info, status}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TwilioError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
}

impl TwilioError {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    /// A 400 with Twilio's code for it.
    pub(crate) fn bad_request(code: u32, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    /// 20001, "unknown parameters": also what this stand-in says of a value that Twilio would ignore or
    /// would check in a way that is not published.
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::bad_request(20001, message)
    }

    pub(crate) fn not_found(path: &str) -> Self {
        Self::new(
            404,
            20404,
            format!("The requested resource {path} was not found"),
        )
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(401, 20003, "Authenticate")
    }

    pub(crate) fn too_many_requests() -> Self {
        Self::new(429, 20429, "Too Many Requests")
    }

    pub(crate) fn unsubscribed() -> Self {
        Self::bad_request(21610, message_of(21610))
    }

    /// What is done to a call that lives was done to one that does not.
    pub(crate) fn not_in_progress() -> Self {
        Self::bad_request(21220, "Call is not in-progress. Cannot redirect.")
    }

    pub(crate) fn internal() -> Self {
        Self::new(500, 20500, "An internal server error has occurred")
    }
}

impl IntoResponse for TwilioError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        });
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"Twilio API\""),
            );
        }
        response
    }
}

/// What happens to a text or call for a phone that is set to fail with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureMoment {
    /// The creation itself is refused, with this HTTP status.
    AtCreation(u16),
    /// Accepted, and `failed` before a carrier had it.
    BeforeCarrier,
    /// Accepted, `sent`, and then `undelivered`.
    AtCarrier,
}

/// When Twilio reports `code`: 2xxxx and 63038 answer the request, 3xxxx and 14107 come later.
pub(crate) fn failure_moment(code: u32) -> FailureMoment {
    match code {
        20003 => FailureMoment::AtCreation(401),
        20429 | 21611 | 63038 => FailureMoment::AtCreation(429),
        20500 => FailureMoment::AtCreation(500),
        20000..=29999 => FailureMoment::AtCreation(400),
        30001 | 30002 | 30010 | 30022 | 30023 | 30024 | 30027 | 30036 | 14107 => {
            FailureMoment::BeforeCarrier
        }
        _ => FailureMoment::AtCarrier,
    }
}

/// Whether `code` is one that a phone may be set to fail with: five digits, of the families above.
pub(crate) fn is_failure_code(code: u32) -> bool {
    matches!(code, 14107 | 20001..=21999 | 30001..=39999 | 63038)
}

/// Twilio's sentence for a code, in the words of its error dictionary.
pub(crate) fn message_of(code: u32) -> &'static str {
    match code {
        14107 => "SMS send rate limit exceeded",
        20003 => "Authenticate",
        20429 => "Too Many Requests",
        20500 => "An internal server error has occurred",
        21211 => "Invalid 'To' Phone Number",
        21214 => "'To' phone number cannot be reached",
        21217 => "Phone number does not appear to be valid",
        21402 => "Invalid Url",
        21403 => "Invalid Method",
        21408 => {
            "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"
        }
        21606 => {
            "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination"
        }
        21610 => "Attempt to send to unsubscribed recipient",
        21611 => "This 'From' number has exceeded the maximum number of queued messages",
        21614 => "'To' number is not a valid mobile number",
        21624 => "Invalid validity period value",
        21635 => "'To' number cannot be a landline",
        30001 => "Queue overflow",
        30002 => "Account suspended",
        30003 => "Unreachable destination handset",
        30004 => "Message blocked",
        30005 => "Unknown destination handset",
        30006 => "Landline or unreachable carrier",
        30007 => "Message filtered",
        30008 => "Unknown error",
        30010 => "Message price exceeds max price",
        30017 => "Carrier network congestion",
        30022 => "US A2P 10DLC - Rate Limits Exceeded",
        30023 => "US A2P 10DLC - Daily Message Cap Reached",
        30024 => "Numeric Sender ID Not Provisioned on Carrier",
        30027 => "US A2P 10DLC - T-Mobile Daily Message Limit Reached",
        30032 => "Toll-Free Number Has Not Been Verified",
        30034 => "US A2P 10DLC - Message from an Unregistered Number",
        30036 => "Validity Period Expired",
        30410 => "Provider Timeout Error",
        63038 => "Account exceeded the daily messages limit",
        _ => "Unknown error",
    }
}

#[cfg(test)]
mod tests {
    use super::{FailureMoment, failure_moment};

    #[test]
    fn a_code_strikes_when_twilio_reports_it() {
        for (code, moment) in [
            (21610, FailureMoment::AtCreation(400)),
            (21614, FailureMoment::AtCreation(400)),
            (21611, FailureMoment::AtCreation(429)),
            (63038, FailureMoment::AtCreation(429)),
            (20003, FailureMoment::AtCreation(401)),
            (30001, FailureMoment::BeforeCarrier),
            (14107, FailureMoment::BeforeCarrier),
            (30003, FailureMoment::AtCarrier),
            (30007, FailureMoment::AtCarrier),
        ] {
            assert_eq!(failure_moment(code), moment, "{code}");
        }
    }
}
