//! Twilio's reports on a message: <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status>.

use app::record_delivery_report::DeliveryReport;
use domain::MessageId;
use domain::message::CarrierStatus;
use url::Url;

use super::error_codes::failure;

/// The path, below the base that Twilio calls, of reports on texts.
const STATUS_PATH: &str = "/api/webhooks/twilio/sms-status";
/// The parameter in the query with which our id comes back.
const MESSAGE_ID: &str = "message_id";

/// Twilio drops a report that was not taken, unless the URL's fragment asks it to try again: three times, whatever went
/// wrong (<https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>).
const RETRIES: &str = "rc=3&rp=all";

/// No status that Twilio has today is longer than 19 letters.
const LONGEST_STATUS: usize = 40;

/// A report with a valid signature that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReport {
    /// Our id is missing from the URL, or is not one of ours.
    #[error("the URL has no message_id of ours")]
    NoMessageId,
    /// A parameter that each report has is missing.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
}

/// Where Twilio reports on a message: our id is in the URL, so that a report finds its record even when
/// the answer to our own request was lost.
pub fn status_callback_url(webhook_base_url: &str, id: MessageId) -> String {
    format!("{webhook_base_url}{STATUS_PATH}?{MESSAGE_ID}={id}#{RETRIES}")
}

/// The spellings of a called URL that Twilio may have signed. Its documentation says that the fragment with our wish
/// for retries is not sent; whether it is signed it does not say.
pub fn signed_spellings(url: &str) -> [String; 2] {
    [url.to_owned(), format!("{url}#{RETRIES}")]
}

/// Reads a report whose signature has been checked, from the URL that was called and the form posted.
///
/// A status that we do not know, perhaps a new one, is no error: the report still proves that Twilio has the message.
///
/// # Errors
/// When something is missing.
pub fn read_delivery_report(
    url: &str,
    parameters: &[(String, String)],
) -> Result<DeliveryReport, InvalidReport> {
    let get = |name: &'static str| {
        let found = parameters.iter().find(|(parameter, _)| parameter == name);
        found
            .map(|(_, value)| value.as_str())
            .ok_or(InvalidReport::Missing(name))
    };
    let message_id = message_id_in(url).ok_or(InvalidReport::NoMessageId)?;
    let twilio_sid = get("MessageSid")?.to_owned();
    let status_name = get("MessageStatus")?;
    let known = carrier_status(status_name);
    let status = known.unwrap_or(CarrierStatus::Accepted);
    let failure = match status {
        CarrierStatus::Failed | CarrierStatus::Undelivered => {
            Some(failure(get("ErrorCode").unwrap_or_default()))
        }
        CarrierStatus::Accepted | CarrierStatus::Sent | CarrierStatus::Delivered => None,
    };
    Ok(DeliveryReport {
        message_id,
        twilio_sid,
        status,
        unknown_status: known.is_none().then(|| shown(status_name)),
        failure,
    })
}

/// A status as it may be logged: of a length and of letters that a status has.
fn shown(status: &str) -> String {
    let is_of_a_name =
        |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    status
        .chars()
        .take(LONGEST_STATUS)
        .filter(is_of_a_name)
        .collect()
}

fn message_id_in(url: &str) -> Option<MessageId> {
    let url = Url::parse(url).ok()?;
    let (_, value) = url.query_pairs().find(|(name, _)| name == MESSAGE_ID)?;
    value.parse().ok()
}

/// What each of Twilio's statuses means for us; `None` for one that we do not know:
/// <https://www.twilio.com/docs/messaging/api/message-resource#message-status-values>.
///
/// `receiving` and `received` are those of texts to us; of a text from us they would say no more than that Twilio has it.
pub(super) fn carrier_status(name: &str) -> Option<CarrierStatus> {
    match name {
        "accepted" | "scheduled" | "queued" | "sending" | "receiving" | "received" => {
            Some(CarrierStatus::Accepted)
        }
        "sent" | "partially_delivered" => Some(CarrierStatus::Sent),
        "delivered" | "read" => Some(CarrierStatus::Delivered),
        "undelivered" => Some(CarrierStatus::Undelivered),
        "failed" | "canceled" => Some(CarrierStatus::Failed),
        _ => None,
    }
}

/// What a call's status means for us, where it is not one of a text's too:
/// <https://www.twilio.com/docs/voice/api/call-resource#call-status-values>.
pub(super) fn call_status(name: &str) -> Option<CarrierStatus> {
    match name {
        "ringing" | "in-progress" => Some(CarrierStatus::Sent),
        "completed" => Some(CarrierStatus::Delivered),
        "busy" | "no-answer" => Some(CarrierStatus::Undelivered),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use domain::delivery::FailureKind;
    use domain::message::{MessageStatus, Transition};
    use domain::{BroadcastId, PhoneNumber};
    use jiff::Timestamp;

    use super::*;

    fn message() -> MessageId {
        let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
        MessageId::for_phone(BroadcastId::new(Timestamp::UNIX_EPOCH, 1), &phone)
    }

    fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn our_id_comes_back_with_each_report() {
        let url = status_callback_url("https://api.example.org", message());
        let report = read_delivery_report(
            &url,
            &form(&[("MessageSid", "SM1"), ("MessageStatus", "delivered")]),
        );
        let report = report.expect("a report");
        assert_eq!(report.message_id, message());
        assert_eq!(report.twilio_sid, "SM1");
        assert_eq!(report.status, CarrierStatus::Delivered);
        assert_eq!(report.failure, None);
    }

    #[test]
    fn a_failure_is_told_in_plain_words() {
        let url = status_callback_url("https://api.example.org", message());
        let parameters = [
            ("MessageSid", "SM1"),
            ("MessageStatus", "undelivered"),
            ("ErrorCode", "30006"),
        ];
        let failure = read_delivery_report(&url, &form(&parameters))
            .expect("a report")
            .failure
            .expect("a failure");
        assert_eq!(failure.code, "30006");
        assert_eq!(failure.kind, FailureKind::Landline);
        assert_eq!(
            failure.sentence,
            "This is a landline, or a phone that can't get texts."
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let url = status_callback_url("https://api.example.org", message());
        let read = |url: &str, pairs: &[(&str, &str)]| {
            read_delivery_report(url, &form(pairs)).expect_err("an error")
        };
        let no_id = "https://api.example.org/api/webhooks/twilio/sms-status";
        assert_eq!(read(no_id, &[]), InvalidReport::NoMessageId);
        assert_eq!(
            read(&url, &[("MessageStatus", "sent")]),
            InvalidReport::Missing("MessageSid")
        );
        assert_eq!(
            read(&url, &[("MessageSid", "SM1")]),
            InvalidReport::Missing("MessageStatus")
        );
    }

    #[test]
    fn a_status_that_we_do_not_know_is_proof_that_twilio_has_the_message() {
        let url = status_callback_url("https://api.example.org", message());
        for (status, shown) in [
            ("teleported", "teleported"),
            ("", ""),
            ("+12125550123\nsent", "12125550123sent"),
            (&*"x".repeat(1_000), &*"x".repeat(40)),
        ] {
            let pairs = [("MessageSid", "SM1"), ("MessageStatus", status)];
            let report = read_delivery_report(&url, &form(&pairs)).expect("a report");
            assert_eq!(report.status, CarrierStatus::Accepted);
            assert_eq!(report.unknown_status.as_deref(), Some(shown));
            assert_eq!(report.failure, None);
        }
    }

    const STATUSES: [(&str, CarrierStatus); 13] = [
        ("accepted", CarrierStatus::Accepted),
        ("scheduled", CarrierStatus::Accepted),
        ("queued", CarrierStatus::Accepted),
        ("sending", CarrierStatus::Accepted),
        ("receiving", CarrierStatus::Accepted),
        ("received", CarrierStatus::Accepted),
        ("sent", CarrierStatus::Sent),
        ("partially_delivered", CarrierStatus::Sent),
        ("failed", CarrierStatus::Failed),
        ("canceled", CarrierStatus::Failed),
        ("undelivered", CarrierStatus::Undelivered),
        ("delivered", CarrierStatus::Delivered),
        ("read", CarrierStatus::Delivered),
    ];

    #[test]
    fn every_status_of_twilio_is_known() {
        let url = status_callback_url("https://api.example.org", message());
        for (name, expected) in STATUSES {
            let pairs = [("MessageSid", "SM1"), ("MessageStatus", name)];
            let report = read_delivery_report(&url, &form(&pairs)).expect("a report");
            assert_eq!(
                (report.status, report.unknown_status),
                (expected, None),
                "{name}"
            );
            let has_failed = matches!(expected, CarrierStatus::Failed | CarrierStatus::Undelivered);
            assert_eq!(report.failure.is_some(), has_failed, "{name}");
        }
    }

    /// Calls `visit` with every order of the numbers from 0 to 5, made by Heap's algorithm.
    fn for_each_order(visit: &mut impl FnMut(&[usize; 6])) {
        fn permute(numbers: &mut [usize; 6], length: usize, visit: &mut impl FnMut(&[usize; 6])) {
            if length == 1 {
                visit(numbers);
                return;
            }
            for index in 0..length {
                permute(numbers, length - 1, visit);
                let other = if length.is_multiple_of(2) { index } else { 0 };
                numbers.swap(other, length - 1);
            }
        }
        permute(&mut [0, 1, 2, 3, 4, 5], 6, visit);
    }

    /// The status after a report, for every status and report: the rule itself, asked once for each.
    fn transitions() -> HashMap<MessageStatus, HashMap<&'static str, MessageStatus>> {
        let after = |status: MessageStatus, name: &'static str| {
            let report = Transition::Report(carrier_status(name).expect("a known status"));
            let is_allowed = report.from().contains(&status);
            (name, if is_allowed { report.to() } else { status })
        };
        MessageStatus::ALL
            .into_iter()
            .map(|status| (status, STATUSES.map(|(name, _)| after(status, name)).into()))
            .collect()
    }

    /// I4: six of Twilio's statuses, in all 720 orders, each reported twice.
    #[test]
    fn six_reports_of_twilio_end_the_same_in_every_order() {
        let transitions = transitions();
        let mut orders = HashSet::new();
        for_each_order(&mut |order| {
            orders.insert(*order);
        });
        assert_eq!(orders.len(), 720);
        for (six, end) in [
            (
                [
                    "queued",
                    "sending",
                    "sent",
                    "undelivered",
                    "delivered",
                    "read",
                ],
                MessageStatus::Delivered,
            ),
            (
                ["accepted", "queued", "sending", "sent", "delivered", "read"],
                MessageStatus::Delivered,
            ),
            (
                [
                    "accepted",
                    "sent",
                    "failed",
                    "undelivered",
                    "delivered",
                    "canceled",
                ],
                MessageStatus::Delivered,
            ),
            (
                [
                    "accepted",
                    "queued",
                    "sending",
                    "sent",
                    "failed",
                    "undelivered",
                ],
                MessageStatus::Undelivered,
            ),
            (
                [
                    "scheduled",
                    "queued",
                    "sending",
                    "sent",
                    "partially_delivered",
                    "failed",
                ],
                MessageStatus::Failed,
            ),
            (
                [
                    "accepted",
                    "scheduled",
                    "queued",
                    "sending",
                    "sent",
                    "canceled",
                ],
                MessageStatus::Failed,
            ),
            (
                [
                    "accepted",
                    "scheduled",
                    "queued",
                    "sending",
                    "sent",
                    "partially_delivered",
                ],
                MessageStatus::Sent,
            ),
            (
                [
                    "accepted",
                    "scheduled",
                    "queued",
                    "sending",
                    "receiving",
                    "received",
                ],
                MessageStatus::Accepted,
            ),
        ] {
            for_each_order(&mut |order| {
                let reports = order.iter().flat_map(|index| [six[*index], six[*index]]);
                let status = reports.fold(MessageStatus::Sending, |status, name| {
                    transitions[&status][name]
                });
                assert_eq!(status, end, "{six:?} {order:?}");
            });
        }
    }
}
