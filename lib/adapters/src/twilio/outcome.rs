//! What an answer of Twilio's, or the lack of one, says about whether Twilio has the message.

use domain::delivery::{Failure, SendOutcome};
use serde::Deserialize;

use super::error_codes::sentence;

/// What came of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer<'a> {
    /// An answer, with its whole body.
    Complete {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: &'a [u8],
    },
    /// No connection could be made, so nothing was sent.
    NeverConnected,
    /// A connection was made, and no whole answer came: a timeout, a reset, a body cut off.
    Interrupted,
}

#[derive(Deserialize)]
struct CreatedMessage {
    sid: String,
}

#[derive(Deserialize)]
struct TwilioError {
    code: Option<u64>,
}

/// Refusals that are about the moment and not about the message: too many requests, a full queue, and a password
/// that is being replaced. A refusal is proof that nothing was processed.
const MAY_PASS: [&str; 6] = ["20003", "20429", "14107", "21611", "30001", "30022"];

/// Decides. Twilio has no idempotency keys, so only what certainly was not processed may be sent again:
/// requests that never connected, and refusals that may pass (<https://www.twilio.com/docs/api/errors/20429>).
pub(super) fn outcome_of(answer: Answer<'_>) -> SendOutcome {
    match answer {
        Answer::NeverConnected => {
            SendOutcome::NotProcessed(own_failure("not_connected", "Twilio could not be reached."))
        }
        Answer::Interrupted => SendOutcome::Unclear(own_failure(
            "no_answer",
            "Twilio did not answer, and we can't tell yet whether it went out. It is not sent again, so that \
             nobody gets it twice.",
        )),
        Answer::Complete {
            status: 200..=299,
            body,
        } => match serde_json::from_slice::<CreatedMessage>(body) {
            Ok(message) => SendOutcome::Accepted { sid: message.sid },
            Err(_) => SendOutcome::Unclear(own_failure(
                "unreadable_answer",
                "Twilio's answer could not be read, and we can't tell yet whether it went out. It is not sent \
                 again, so that nobody gets it twice.",
            )),
        },
        Answer::Complete {
            status: status @ 400..=499,
            body,
        } => {
            let failure = twilio_failure(status, body);
            if MAY_PASS.contains(&failure.code.as_str()) {
                SendOutcome::NotProcessed(failure)
            } else {
                SendOutcome::Refused(failure)
            }
        }
        Answer::Complete { status, body: _ } => SendOutcome::Unclear(own_failure(
            &format!("http_{status}"),
            "Twilio had trouble of its own, and we can't tell yet whether it went out. It is not sent again, so \
             that nobody gets it twice.",
        )),
    }
}

fn twilio_failure(status: u16, body: &[u8]) -> Failure {
    let code = serde_json::from_slice::<TwilioError>(body)
        .ok()
        .and_then(|error| error.code);
    match code {
        Some(code) => Failure {
            sentence: sentence(&code.to_string()).to_owned(),
            code: code.to_string(),
        },
        None if status == 429 => own_failure("20429", sentence("20429")),
        None if status == 401 => own_failure("20003", sentence("20003")),
        None => own_failure(&format!("http_{status}"), sentence("")),
    }
}

fn own_failure(code: &str, sentence: &str) -> Failure {
    Failure {
        code: code.to_owned(),
        sentence: sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Kind {
        Accepted,
        Refused,
        NotProcessed,
        Unclear,
    }

    fn kind(answer: Answer<'_>) -> (Kind, String) {
        match outcome_of(answer) {
            SendOutcome::Accepted { sid } => (Kind::Accepted, sid),
            SendOutcome::Refused(failure) => (Kind::Refused, failure.code),
            SendOutcome::NotProcessed(failure) => (Kind::NotProcessed, failure.code),
            SendOutcome::Unclear(failure) => (Kind::Unclear, failure.code),
        }
    }

    #[test]
    fn each_answer_has_its_outcome() {
        let complete = |status, body: &'static str| Answer::Complete {
            status,
            body: body.as_bytes(),
        };
        for (answer, expected, code) in [
            (
                complete(201, r#"{"sid":"SM1","status":"queued"}"#),
                Kind::Accepted,
                "SM1",
            ),
            (complete(200, r#"{"sid":"SM2"}"#), Kind::Accepted, "SM2"),
            (
                complete(201, r#"{"sid":"SM"#),
                Kind::Unclear,
                "unreadable_answer",
            ),
            (complete(201, ""), Kind::Unclear, "unreadable_answer"),
            (
                complete(400, r#"{"code":21211,"status":400}"#),
                Kind::Refused,
                "21211",
            ),
            (complete(400, r#"{"code":21610}"#), Kind::Refused, "21610"),
            (
                complete(401, r#"{"code":20003}"#),
                Kind::NotProcessed,
                "20003",
            ),
            (complete(401, ""), Kind::NotProcessed, "20003"),
            (
                complete(400, r#"{"code":21611}"#),
                Kind::NotProcessed,
                "21611",
            ),
            (complete(404, "not JSON"), Kind::Refused, "http_404"),
            (
                complete(429, r#"{"code":20429}"#),
                Kind::NotProcessed,
                "20429",
            ),
            (complete(429, ""), Kind::NotProcessed, "20429"),
            (
                complete(500, r#"{"code":20500}"#),
                Kind::Unclear,
                "http_500",
            ),
            (complete(503, ""), Kind::Unclear, "http_503"),
            (complete(302, ""), Kind::Unclear, "http_302"),
            (Answer::NeverConnected, Kind::NotProcessed, "not_connected"),
            (Answer::Interrupted, Kind::Unclear, "no_answer"),
        ] {
            assert_eq!(kind(answer), (expected, code.to_owned()), "{answer:?}");
        }
    }
}
