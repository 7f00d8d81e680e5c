//! What the webhooks of a call tell us: <https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application>.

use app::announce_message::{AnsweredBy, AnsweredPhone};
use app::answer_call::RingingCall;
use app::record_call_report::{CallProgress, CallReport};
use domain::PhoneNumber;
use domain::call::CallStatus;
use domain::conversation::Heard;

use super::links::Placed;
use crate::twilio::error_codes::call_failure;
use crate::twilio::webhook::WebhookRequest;

/// What is kept of one turn's words, in characters: minutes of speech.
const MOST_WORDS: usize = 1_500;
/// What is kept of a name that a network gives, in characters.
const LONGEST_NAME: usize = 100;

/// What Twilio gives for a number that is withheld: letters on the keys of a phone, such as ANONYMOUS
/// (<https://help.twilio.com/articles/223179988>).
const WITHHELD: [&str; 5] = [
    "+266696687",
    "+7378742883",
    "+2562533",
    "+8656696",
    "+86282452253",
];

/// The end of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallEnd {
    /// Twilio's id of the call.
    pub twilio_call_sid: String,
    /// How it ended.
    pub status: CallStatus,
    /// How long it lasted, in seconds.
    pub duration: u32,
}

/// Reads a call that comes in; `None` when it has no id.
pub fn read_ringing(request: &WebhookRequest) -> Option<RingingCall> {
    let sid = request.parameter("CallSid");
    let from = request.parameter("From");
    let name = request.parameter("CallerName").trim();
    (!sid.is_empty()).then(|| RingingCall {
        twilio_call_sid: sid.to_owned(),
        from: match WITHHELD.contains(&from) {
            true => None,
            false => PhoneNumber::from_e164(from),
        },
        caller_name: (!name.is_empty()).then(|| name.chars().take(LONGEST_NAME).collect()),
    })
}

/// Reads what was heard. Keys count for more than words: they can't be misheard.
pub fn read_heard(request: &WebhookRequest) -> Heard {
    let keys: String = request
        .parameter("Digits")
        .chars()
        .filter(|key| key.is_ascii_digit() || matches!(key, '*' | '#'))
        .collect();
    let words = request.parameter("SpeechResult").trim();
    match (keys.is_empty(), words.is_empty()) {
        (false, _) => Heard::Keys { keys },
        (true, false) => Heard::Words {
            words: words.chars().take(MOST_WORDS).collect(),
        },
        (true, true) => Heard::Silence,
    }
}

/// Reads what became of ringing somebody. Whoever picked up, and did not press the key, was not put through.
pub fn read_connected(request: &WebhookRequest) -> Heard {
    let was_answered = match request.parameter("DialBridged") {
        "" => matches!(
            request.parameter("DialCallStatus"),
            "completed" | "answered"
        ),
        bridged => bridged == "true",
    };
    Heard::Connected { was_answered }
}

/// Reads that a call of ours was answered, and by whom. `Ok(None)`: by a fax, which is told nothing.
///
/// # Errors
/// When it is no call of ours.
pub fn read_answered(request: &WebhookRequest) -> Result<Option<AnsweredPhone>, NotOurs> {
    let placed = Placed::read(&request.url).ok_or(NotOurs)?;
    let sid = request.parameter("CallSid");
    if sid.is_empty() {
        return Err(NotOurs);
    }
    let answered_by = match request.parameter("AnsweredBy") {
        "fax" => return Ok(None),
        machine if machine.starts_with("machine_") => AnsweredBy::Machine,
        // Where it can't be told, a person may be there.
        _ => AnsweredBy::Person,
    };
    Ok(Some(AnsweredPhone {
        message_id: placed.message,
        twilio_call_sid: sid.to_owned(),
        answered_by,
    }))
}

/// Reads how a call of ours fares; `None` for what says nothing new, and for what is no call of ours.
/// <https://www.twilio.com/docs/voice/api/call-resource#call-status-values>
pub fn read_progress(request: &WebhookRequest) -> Option<CallReport> {
    let placed = Placed::read(&request.url)?;
    let sid = request.parameter("CallSid");
    let progress = match request.parameter("CallStatus") {
        "ringing" | "in-progress" => CallProgress::UnderWay,
        "completed" => CallProgress::Completed,
        "busy" => CallProgress::Busy,
        "no-answer" => CallProgress::NoAnswer,
        "failed" | "canceled" => CallProgress::Failed(call_failure(request.parameter("ErrorCode"))),
        _ => return None,
    };
    (!sid.is_empty()).then(|| CallReport {
        message_id: placed.message,
        attempt: placed.attempt,
        twilio_sid: sid.to_owned(),
        progress,
    })
}

/// A webhook of a call that we did not make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address names no call of ours")]
pub struct NotOurs;

/// Reads the end of a call; `None` when it has not ended.
pub fn read_end(request: &WebhookRequest) -> Option<CallEnd> {
    let sid = request.parameter("CallSid");
    let status = match request.parameter("CallStatus") {
        "completed" => CallStatus::Completed,
        "failed" | "busy" | "no-answer" | "canceled" => CallStatus::Failed,
        _ => return None,
    };
    (!sid.is_empty()).then(|| CallEnd {
        twilio_call_sid: sid.to_owned(),
        status,
        duration: request.parameter("CallDuration").parse().unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(parameters: &[(&str, &str)]) -> WebhookRequest {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        WebhookRequest {
            path: String::new(),
            url: String::new(),
            parameters: parameters.iter().map(owned).collect(),
        }
    }

    #[test]
    fn what_was_heard_is_keys_before_words_before_nothing() {
        let words = |words: &str| Heard::Words {
            words: words.into(),
        };
        let keys = |keys: &str| Heard::Keys { keys: keys.into() };
        for (speech, digits, expected) in [
            (" When? ", "", words("When?")),
            ("When?", "2", keys("2")),
            ("", "*#", keys("*#")),
            ("Hi", "w", words("Hi")),
            (" ", "", Heard::Silence),
        ] {
            let heard = read_heard(&request(&[("SpeechResult", speech), ("Digits", digits)]));
            assert_eq!(heard, expected, "{speech:?} {digits:?}");
        }
        assert_eq!(read_heard(&request(&[])), Heard::Silence);
        let long = "é".repeat(MOST_WORDS + 1);
        let heard = read_heard(&request(&[("SpeechResult", &long)]));
        assert_eq!(heard, words(&"é".repeat(MOST_WORDS)));
    }

    #[test]
    fn a_number_that_is_withheld_or_none_is_no_number() {
        let from = |from: &str| {
            let ringing = read_ringing(&request(&[("CallSid", "CA1"), ("From", from)]));
            ringing.expect("a call").from.map(|phone| phone.to_string())
        };
        assert_eq!(from("+12125550123").as_deref(), Some("+12125550123"));
        for withheld in ["+266696687", "+7378742883", "Anonymous", "sip:a@b", ""] {
            assert_eq!(from(withheld), None, "{withheld}");
        }
        assert!(read_ringing(&request(&[("From", "+12125550123")])).is_none());
    }

    #[test]
    fn only_who_was_put_through_was_answered() {
        for (status, bridged, expected) in [
            ("completed", "", true),
            ("completed", "true", true),
            ("completed", "false", false),
            ("busy", "", false),
            ("no-answer", "", false),
            ("", "", false),
        ] {
            let request = request(&[("DialCallStatus", status), ("DialBridged", bridged)]);
            let was_answered = expected;
            assert_eq!(read_connected(&request), Heard::Connected { was_answered });
        }
    }

    #[test]
    fn a_call_that_goes_on_has_no_end() {
        let end = |status| {
            let parameters = [
                ("CallSid", "CA1"),
                ("CallStatus", status),
                ("CallDuration", "61"),
            ];
            read_end(&request(&parameters)).map(|end| (end.status, end.duration))
        };
        assert_eq!(end("completed"), Some((CallStatus::Completed, 61)));
        assert_eq!(end("busy"), Some((CallStatus::Failed, 61)));
        assert_eq!(end("in-progress"), None);
        assert_eq!(end("new"), None);
    }

    const OURS: &str = "https://api.example.org/api/webhooks/twilio/voice-progress?message_id=msg_000000000000000000000000025A8N6EPP5XA03GNN\
                        &attempt_id=att_00000000000000000000000007";

    fn of_ours(parameters: &[(&str, &str)]) -> WebhookRequest {
        WebhookRequest {
            url: OURS.into(),
            ..request(parameters)
        }
    }

    #[test]
    fn who_answered_a_call_of_ours_is_a_person_unless_it_is_known_for_a_machine() {
        for (answered_by, expected) in [
            ("human", Some(AnsweredBy::Person)),
            ("unknown", Some(AnsweredBy::Person)),
            ("", Some(AnsweredBy::Person)),
            ("machine_end_beep", Some(AnsweredBy::Machine)),
            ("machine_end_silence", Some(AnsweredBy::Machine)),
            ("machine_end_other", Some(AnsweredBy::Machine)),
            ("fax", None),
        ] {
            let read = read_answered(&of_ours(&[("CallSid", "CA1"), ("AnsweredBy", answered_by)]));
            let read = read.expect("ours").map(|phone| phone.answered_by);
            assert_eq!(read, expected, "{answered_by}");
        }
        assert_eq!(read_answered(&request(&[("CallSid", "CA1")])), Err(NotOurs));
    }

    #[test]
    fn each_status_of_a_call_of_ours_says_how_it_fares() {
        let progress = |status, code| {
            let parameters = [
                ("CallSid", "CA1"),
                ("CallStatus", status),
                ("ErrorCode", code),
            ];
            read_progress(&of_ours(&parameters)).map(|report| report.progress)
        };
        for (status, expected) in [
            ("ringing", CallProgress::UnderWay),
            ("in-progress", CallProgress::UnderWay),
            ("completed", CallProgress::Completed),
            ("busy", CallProgress::Busy),
            ("no-answer", CallProgress::NoAnswer),
        ] {
            assert_eq!(progress(status, ""), Some(expected), "{status}");
        }
        for status in ["initiated", "queued", ""] {
            assert_eq!(progress(status, ""), None, "{status}");
        }
        let Some(CallProgress::Failed(failure)) = progress("failed", "21215") else {
            panic!("it has failed");
        };
        assert_eq!(failure.code, "21215");
        assert!(matches!(
            progress("canceled", ""),
            Some(CallProgress::Failed(_))
        ));
    }
}
