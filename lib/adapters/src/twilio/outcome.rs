//! What an answer of Twilio's, or the lack of one, says about whether Twilio has the message.

use domain::delivery::{Failure, FailureKind, SendOutcome};
use serde::Deserialize;

use super::error_codes::failure;

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

/// Decides. Twilio has no idempotency keys, so only what certainly was not processed may be sent again: requests that
/// never connected, and refusals that are about the moment (<https://www.twilio.com/docs/api/errors/20429>).
///
/// What proves that is the HTTP status, and never a code by itself: Twilio's codes from 30001 on come with reports on
/// texts that it had accepted.
pub(super) fn outcome_of(answer: Answer<'_>) -> SendOutcome {
    match answer {
        Answer::NeverConnected => SendOutcome::NotProcessed(Failure::new(
            "not_connected",
            FailureKind::Busy,
            "Twilio could not be reached.",
        )),
        Answer::Interrupted => unclear("no_answer", "Twilio did not answer"),
        Answer::Complete {
            status: 200..=299,
            body,
        } => match serde_json::from_slice::<CreatedMessage>(body) {
            Ok(message) if !message.sid.is_empty() => SendOutcome::Accepted { sid: message.sid },
            _ => unclear("unreadable_answer", "Twilio's answer could not be read"),
        },
        // 408 is a server's or a proxy's word that time ran out, and not that nothing was done.
        Answer::Complete {
            status: status @ (400..=407 | 409..=499),
            body,
        } => refusal(twilio_failure(status, body)),
        Answer::Complete { status, body: _ } => {
            unclear(&format!("http_{status}"), "Twilio had trouble of its own")
        }
    }
}

/// A refusal is proof that nothing was processed. Whether the message may be sent again is decided by whom the refusal
/// is about: us and the moment, or this message and its number.
fn refusal(failure: Failure) -> SendOutcome {
    match failure.kind {
        FailureKind::Busy | FailureKind::DailyCap | FailureKind::Configuration => {
            SendOutcome::NotProcessed(failure)
        }
        FailureKind::InvalidNumber
        | FailureKind::Landline
        | FailureKind::OptedOut
        | FailureKind::ThisTextOnly
        | FailureKind::MayPass
        | FailureKind::Ours
        | FailureKind::Unknown => SendOutcome::Refused(failure),
    }
}

fn unclear(code: &str, what_happened: &str) -> SendOutcome {
    SendOutcome::Unclear(Failure::new(
        code,
        FailureKind::Unknown,
        format!(
            "{what_happened}, and we can't tell yet whether it went out. We ask Twilio, and send it again only if it \
             surely did not."
        ),
    ))
}

/// The failure of a refusal; a refusal that says nothing is known by its HTTP status.
fn twilio_failure(status: u16, body: &[u8]) -> Failure {
    let code = serde_json::from_slice::<TwilioError>(body)
        .ok()
        .and_then(|error| error.code);
    match code {
        Some(code) => failure(&code.to_string()),
        None if status == 429 => failure("20429"),
        None if status == 401 => failure("20003"),
        None => failure(&format!("http_{status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Case {
        Accepted,
        Refused,
        NotProcessed,
        Unclear,
    }

    fn read(answer: Answer<'_>) -> (Case, String, Option<FailureKind>) {
        match outcome_of(answer) {
            SendOutcome::Accepted { sid } => (Case::Accepted, sid, None),
            SendOutcome::Refused(failure) => (Case::Refused, failure.code, Some(failure.kind)),
            SendOutcome::NotProcessed(failure) => {
                (Case::NotProcessed, failure.code, Some(failure.kind))
            }
            SendOutcome::Unclear(failure) => (Case::Unclear, failure.code, Some(failure.kind)),
        }
    }

    fn complete(status: u16, body: &str) -> Answer<'_> {
        Answer::Complete {
            status,
            body: body.as_bytes(),
        }
    }

    #[test]
    fn each_answer_has_its_outcome() {
        use Case::{Accepted, NotProcessed, Refused, Unclear};
        use FailureKind::{Busy, Configuration, InvalidNumber, OptedOut, Unknown};
        for (answer, case, code, kind) in [
            (
                complete(201, r#"{"sid":"SM1","status":"queued"}"#),
                Accepted,
                "SM1",
                None,
            ),
            (complete(200, r#"{"sid":"SM2"}"#), Accepted, "SM2", None),
            (
                complete(201, r#"{"sid":"SM"#),
                Unclear,
                "unreadable_answer",
                Some(Unknown),
            ),
            (
                complete(201, r#"{"sid":""}"#),
                Unclear,
                "unreadable_answer",
                Some(Unknown),
            ),
            (
                complete(201, r#"{"sid":null}"#),
                Unclear,
                "unreadable_answer",
                Some(Unknown),
            ),
            (
                complete(201, ""),
                Unclear,
                "unreadable_answer",
                Some(Unknown),
            ),
            (
                complete(204, ""),
                Unclear,
                "unreadable_answer",
                Some(Unknown),
            ),
            (
                complete(400, r#"{"code":21211}"#),
                Refused,
                "21211",
                Some(InvalidNumber),
            ),
            (
                complete(400, r#"{"code":21610}"#),
                Refused,
                "21610",
                Some(OptedOut),
            ),
            (
                complete(400, r#"{"code":99999}"#),
                Refused,
                "99999",
                Some(Unknown),
            ),
            (
                complete(400, r#"{"code":null}"#),
                Refused,
                "http_400",
                Some(Unknown),
            ),
            (
                complete(404, "not JSON"),
                Refused,
                "http_404",
                Some(Unknown),
            ),
            (complete(403, ""), Refused, "http_403", Some(Unknown)),
            (
                complete(401, r#"{"code":20003}"#),
                NotProcessed,
                "20003",
                Some(Configuration),
            ),
            (
                complete(401, ""),
                NotProcessed,
                "20003",
                Some(Configuration),
            ),
            (
                complete(400, r#"{"code":21611}"#),
                NotProcessed,
                "21611",
                Some(Busy),
            ),
            (
                complete(429, r#"{"code":20429}"#),
                NotProcessed,
                "20429",
                Some(Busy),
            ),
            (complete(429, ""), NotProcessed, "20429", Some(Busy)),
            (
                complete(429, "<html>slow down</html>"),
                NotProcessed,
                "20429",
                Some(Busy),
            ),
            (complete(408, ""), Unclear, "http_408", Some(Unknown)),
            (
                complete(408, r#"{"code":20429}"#),
                Unclear,
                "http_408",
                Some(Unknown),
            ),
            (
                complete(500, r#"{"code":20500}"#),
                Unclear,
                "http_500",
                Some(Unknown),
            ),
            (
                complete(503, r#"{"code":20429}"#),
                Unclear,
                "http_503",
                Some(Unknown),
            ),
            (complete(503, ""), Unclear, "http_503", Some(Unknown)),
            (complete(302, ""), Unclear, "http_302", Some(Unknown)),
            (complete(100, ""), Unclear, "http_100", Some(Unknown)),
            (
                Answer::NeverConnected,
                NotProcessed,
                "not_connected",
                Some(Busy),
            ),
            (Answer::Interrupted, Unclear, "no_answer", Some(Unknown)),
        ] {
            assert_eq!(read(answer), (case, code.to_owned(), kind), "{answer:?}");
        }
    }

    #[test]
    fn only_refusals_about_us_and_the_moment_may_be_sent_again() {
        for (code, may_be_sent_again) in [
            ("21211", false),
            ("21614", false),
            ("21610", false),
            ("30007", false),
            ("30003", false),
            ("21617", false),
            ("99999", false),
            ("20429", true),
            ("63038", true),
            ("21606", true),
        ] {
            let body = format!(r#"{{"code":{code}}}"#);
            let (case, ..) = read(complete(400, &body));
            assert_eq!(case == Case::NotProcessed, may_be_sent_again, "{code}");
        }
    }

    /// I1: outside of 4xx no code is proof of anything, whatever it means elsewhere.
    #[test]
    fn no_code_is_proof_without_the_status_of_a_refusal() {
        for status in (100..200).chain(300..400).chain(500..600).chain([408]) {
            for code in [
                "20429", "20003", "21610", "21211", "30001", "63038", "99999",
            ] {
                let body = format!(r#"{{"code":{code}}}"#);
                assert_eq!(
                    read(complete(status, &body)).0,
                    Case::Unclear,
                    "{status} {code}"
                );
            }
        }
    }
}
