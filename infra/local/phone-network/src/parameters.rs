//! Form and query parameters: read strictly, so that a misspelt one is an error and not a silence.
//!
//! The field lists are those of Twilio's OpenAPI document `twilio_api_v2010.json`
//! (<https://github.com/twilio/twilio-oai>), operations CreateMessage, ListMessage, CreateCall, ListCall.

use crate::error::TwilioError;

/// The 25 fields of CreateMessage.
pub(crate) const CREATE_MESSAGE: &[&str] = &[
    "To",
    "StatusCallback",
    "ApplicationSid",
    "MaxPrice",
    "ProvideFeedback",
    "Attempt",
    "ValidityPeriod",
    "ForceDelivery",
    "ContentRetention",
    "AddressRetention",
    "SmartEncoded",
    "PersistentAction",
    "TrafficType",
    "ShortenUrls",
    "ScheduleType",
    "SendAt",
    "SendAsMms",
    "ContentVariables",
    "RiskCheck",
    "From",
    "FallbackFrom",
    "MessagingServiceSid",
    "Body",
    "MediaUrl",
    "ContentSid",
];

/// The fields of CreateCall.
pub(crate) const CREATE_CALL: &[&str] = &[
    "To",
    "From",
    "Method",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackEvent",
    "StatusCallbackMethod",
    "SendDigits",
    "Timeout",
    "Record",
    "RecordingChannels",
    "RecordingStatusCallback",
    "RecordingStatusCallbackMethod",
    "SipAuthUsername",
    "SipAuthPassword",
    "MachineDetection",
    "MachineDetectionTimeout",
    "RecordingStatusCallbackEvent",
    "Trim",
    "CallerId",
    "MachineDetectionSpeechThreshold",
    "MachineDetectionSpeechEndThreshold",
    "MachineDetectionSilenceTimeout",
    "AsyncAmd",
    "AsyncAmdStatusCallback",
    "AsyncAmdStatusCallbackMethod",
    "Byoc",
    "CallReason",
    "CallToken",
    "RecordingTrack",
    "TimeLimit",
    "ClientNotificationUrl",
    "Url",
    "Twiml",
    "ApplicationSid",
];

/// The fields of UpdateCall.
pub(crate) const UPDATE_CALL: &[&str] = &[
    "Url",
    "Method",
    "Status",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
    "Twiml",
    "TimeLimit",
];

const PAGING: &[&str] = &["PageSize", "Page", "PageToken"];

/// The filters of ListMessage; `DateSent>=D` arrives as the key `DateSent>`.
pub(crate) const LIST_MESSAGES: &[&str] = &["To", "From", "DateSent", "DateSent<", "DateSent>"];

/// The filters of ListCall that this stand-in knows.
pub(crate) const LIST_CALLS: &[&str] = &[
    "To",
    "From",
    "Status",
    "StartTime",
    "StartTime<",
    "StartTime>",
    "EndTime",
    "EndTime<",
    "EndTime>",
];

const REPEATABLE: &[&str] = &[
    "MediaUrl",
    "PersistentAction",
    "StatusCallbackEvent",
    "RecordingStatusCallbackEvent",
];

/// The parameters of one request, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parameters(pub(crate) Vec<(String, String)>);

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text, of a body or of a query.
    pub(crate) fn parse(encoded: &[u8]) -> Result<Self, TwilioError> {
        serde_urlencoded::from_bytes(encoded)
            .map(Self)
            .map_err(|_| TwilioError::parameter("The parameters are not form-encoded UTF-8"))
    }

    /// The first value of `name`, if it was given at all.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// As [`Self::get`], where an empty value counts as absent, as it does for Twilio.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Every value of a repeatable parameter. Twilio also takes several in one, with spaces between.
    pub(crate) fn words(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split_whitespace())
            .collect()
    }

    /// Refuses a name that is not in `known`, and a second value for one that takes a single value.
    pub(crate) fn refuse_unknown(&self, known: &[&str]) -> Result<(), TwilioError> {
        for (index, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(TwilioError::parameter(format!("Unknown parameter: {name}")));
            }
            let again = self.0[..index].iter().any(|(earlier, _)| earlier == name);
            if again && !REPEATABLE.contains(&name.as_str()) {
                return Err(TwilioError::parameter(format!(
                    "Parameter given twice: {name}"
                )));
            }
        }
        Ok(())
    }

    /// As [`Self::refuse_unknown`], with the parameters of paging allowed besides.
    pub(crate) fn refuse_unknown_in_list(&self, filters: &[&str]) -> Result<(), TwilioError> {
        let known: Vec<&str> = filters.iter().chain(PAGING).copied().collect();
        self.refuse_unknown(&known)
    }

    /// Refuses what Twilio takes and this stand-in does not play, rather than pretend to play it.
    pub(crate) fn refuse_unplayed(&self, names: &[&str]) -> Result<(), TwilioError> {
        match names.iter().find(|name| self.get(name).is_some()) {
            None => Ok(()),
            Some(name) => Err(TwilioError::parameter(format!(
                "The phone network does not play {name}: send without it"
            ))),
        }
    }

    /// Checks each named flag that is present: `true` or `false`, in any case.
    pub(crate) fn check_flags(&self, names: &[&str]) -> Result<(), TwilioError> {
        for name in names {
            if let Some(value) = self.get(name)
                && !["true", "false"]
                    .iter()
                    .any(|flag| value.eq_ignore_ascii_case(flag))
            {
                return Err(TwilioError::parameter(format!(
                    "{name} must be true or false"
                )));
            }
        }
        Ok(())
    }

    /// Reads a whole number in `range`, when `name` is present.
    pub(crate) fn number_in(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Result<Option<u64>, TwilioError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        value
            .parse()
            .ok()
            .filter(|number| range.contains(number))
            .map(Some)
            .ok_or_else(|| {
                TwilioError::parameter(format!(
                    "{name} must be a whole number from {} to {}",
                    range.start(),
                    range.end()
                ))
            })
    }
}

/// Whether `text` is a phone number in E.164; one of the North American plan has exactly ten digits.
pub(crate) fn is_e164(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else {
        return false;
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    is_number
        && if digits.starts_with('1') {
            digits.len() == 11
        } else {
            (7..=15).contains(&digits.len())
        }
}

/// Whether `text` is a sid with this two-letter prefix.
pub(crate) fn is_sid(text: &str, prefix: &str) -> bool {
    text.len() == 34
        && text
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether `text` is an absolute `http` or `https` URL.
pub(crate) fn is_web_url(text: &str) -> bool {
    reqwest::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::{CREATE_MESSAGE, Parameters, is_e164};

    #[test]
    fn only_e164_is_a_phone_number() {
        for (text, expected) in [
            ("+12025550143", true),
            ("+447700900123", true),
            ("+919876543210", true),
            ("12025550143", false),
            ("+1202555014", false),
            ("+120255501431", false),
            ("+02025550143", false),
            ("+1 202 555 0143", false),
            ("+", false),
            ("", false),
        ] {
            assert_eq!(is_e164(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_misspelt_parameter_is_refused_by_name() {
        let parameters = Parameters::parse(b"To=%2B1&Bodi=hello").expect("form");
        let error = parameters
            .refuse_unknown(CREATE_MESSAGE)
            .expect_err("Bodi is no parameter");
        assert_eq!(
            (error.code, error.message.as_str()),
            (20001, "Unknown parameter: Bodi")
        );
    }

    #[test]
    fn a_single_parameter_given_twice_is_refused() {
        let parameters = Parameters::parse(b"To=%2B1&To=%2B2").expect("form");
        let error = parameters
            .refuse_unknown(CREATE_MESSAGE)
            .expect_err("To is single");
        assert_eq!(error.message, "Parameter given twice: To");
    }

    #[test]
    fn message_creation_knows_the_25_fields_of_the_specification() {
        assert_eq!(CREATE_MESSAGE.len(), 25);
    }
}
