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

/// A report with a valid signature that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReport {
    /// Our id is missing from the URL, or is not one of ours.
    #[error("the URL has no message_id of ours")]
    NoMessageId,
    /// A parameter that each report has is missing.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// A status that we do not know, perhaps a new one.
    #[error("the status {0:?} is unknown")]
    UnknownStatus(String),
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
/// # Errors
/// When something is missing, or the status is unknown.
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
    let status = carrier_status(status_name)
        .ok_or_else(|| InvalidReport::UnknownStatus(status_name.to_owned()))?;
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
        failure,
    })
}

fn message_id_in(url: &str) -> Option<MessageId> {
    let url = Url::parse(url).ok()?;
    let (_, value) = url.query_pairs().find(|(name, _)| name == MESSAGE_ID)?;
    value.parse().ok()
}

/// What each of Twilio's statuses of an outbound message means for us:
/// <https://www.twilio.com/docs/messaging/api/message-resource#message-status-values>.
fn carrier_status(name: &str) -> Option<CarrierStatus> {
    match name {
        "accepted" | "scheduled" | "queued" | "sending" => Some(CarrierStatus::Accepted),
        "sent" | "partially_delivered" => Some(CarrierStatus::Sent),
        "delivered" | "read" => Some(CarrierStatus::Delivered),
        "undelivered" => Some(CarrierStatus::Undelivered),
        "failed" | "canceled" => Some(CarrierStatus::Failed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::delivery::FailureKind;
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
        let unknown = [("MessageSid", "SM1"), ("MessageStatus", "teleported")];
        assert_eq!(
            read(&url, &unknown),
            InvalidReport::UnknownStatus("teleported".into())
        );
    }

    #[test]
    fn every_status_of_an_outbound_message_is_known() {
        for name in [
            "accepted",
            "scheduled",
            "queued",
            "sending",
            "sent",
            "delivered",
            "undelivered",
            "failed",
            "read",
            "partially_delivered",
            "canceled",
        ] {
            assert!(carrier_status(name).is_some(), "{name}");
        }
    }
}
