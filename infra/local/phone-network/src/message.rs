//! The Message resource: what a creation must hold, and what an answer shows.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource>.

use serde_json::{Value, json};

use crate::{
    app::Config,
    clock,
    error::{FailureMoment, TwilioError, failure_moment, message_of},
    parameters::{CREATE_MESSAGE, Parameters, is_e164, is_sid, is_web_url},
    phone::Behaviour,
    record::{Origin, Record, Status},
};

/// The longest body, in Unicode characters.
pub(crate) const BODY_LIMIT: usize = 1_600;
/// Known to Twilio, and not played here: sending at a later time, templates, applications, RCS.
const UNPLAYED: &[&str] = &[
    "ApplicationSid",
    "ContentSid",
    "ContentVariables",
    "FallbackFrom",
    "PersistentAction",
    "ScheduleType",
    "SendAt",
];
const FLAGS: &[&str] = &[
    "ProvideFeedback",
    "ForceDelivery",
    "SmartEncoded",
    "ShortenUrls",
    "SendAsMms",
];

/// Checks the form of a creation in the order in which Twilio answers.
pub(crate) fn check(form: &Parameters, church_phone: &str) -> Result<(), TwilioError> {
    form.refuse_unknown(CREATE_MESSAGE)?;
    form.refuse_unplayed(UNPLAYED)?;
    check_recipient(form)?;
    check_sender(form, church_phone)?;
    check_content(form)?;
    if let Some(url) = form.filled("StatusCallback")
        && !is_web_url(url)
    {
        return Err(TwilioError::bad_request(
            21609,
            format!("The 'StatusCallback' URL {url} is not a valid URL."),
        ));
    }
    form.check_flags(FLAGS)?;
    check_validity(form)?;
    form.number_in("Attempt", 1..=u64::from(u32::MAX))?;
    Ok(())
}

fn check_validity(form: &Parameters) -> Result<(), TwilioError> {
    form.number_in("ValidityPeriod", 1..=36_000)
        .map(drop)
        .map_err(|error| TwilioError::bad_request(21624, error.message))
}

fn check_recipient(form: &Parameters) -> Result<(), TwilioError> {
    let Some(to) = form.filled("To") else {
        return Err(TwilioError::bad_request(
            21604,
            "A 'To' phone number is required.",
        ));
    };
    if is_e164(to) {
        Ok(())
    } else {
        Err(TwilioError::bad_request(
            21211,
            format!("Invalid 'To' Phone Number: {to}"),
        ))
    }
}

fn check_sender(form: &Parameters, church_phone: &str) -> Result<(), TwilioError> {
    if let Some(service) = form.filled("MessagingServiceSid")
        && !is_sid(service, "MG")
    {
        return Err(TwilioError::bad_request(
            21701,
            format!("The Messaging Service {service} does not exist"),
        ));
    }
    match form.filled("From") {
        None if form.filled("MessagingServiceSid").is_some() => Ok(()),
        None => Err(TwilioError::bad_request(
            21603,
            "A 'From' phone number is required.",
        )),
        Some(from) if !is_e164(from) => Err(TwilioError::bad_request(
            21212,
            format!(
                "The 'From' number {from} is not a valid phone number, shortcode, or alphanumeric sender ID."
            ),
        )),
        Some(from) if Some(from) == form.get("To") => Err(TwilioError::bad_request(
            21266,
            "'To' and 'From' number cannot be the same",
        )),
        Some(from) if from != church_phone => Err(TwilioError::bad_request(
            21606,
            format!(
                "The 'From' phone number provided ({from}) is not a valid message-capable Twilio phone number for this destination."
            ),
        )),
        Some(_) => Ok(()),
    }
}

fn check_content(form: &Parameters) -> Result<(), TwilioError> {
    let body = form.filled("Body");
    if body.is_none() && form.filled("MediaUrl").is_none() {
        return Err(TwilioError::bad_request(21602, "Message body is required."));
    }
    if body.is_some_and(|body| body.chars().count() > BODY_LIMIT) {
        return Err(TwilioError::bad_request(
            21617,
            "The concatenated message body exceeds the 1600 character limit.",
        ));
    }
    Ok(())
}

/// The refusal that a phone's behaviour brings at the creation itself, if it does.
pub(crate) fn refusal_of(behaviour: Behaviour) -> Option<TwilioError> {
    let Behaviour::Fail { error_code } = behaviour else {
        return None;
    };
    match failure_moment(error_code) {
        FailureMoment::AtCreation(status) => {
            Some(TwilioError::new(status, error_code, message_of(error_code)))
        }
        FailureMoment::BeforeCarrier | FailureMoment::AtCarrier => None,
    }
}

/// The resource, with every field that Twilio sends.
pub(crate) fn resource(record: &Record, config: &Config) -> Value {
    let account_sid = &config.account_sid;
    let media_urls = record
        .parameters
        .0
        .iter()
        .filter(|(name, _)| name == "MediaUrl");
    let media = media_urls.count() + record.media.len();
    let uri = format!("/2010-04-01/Accounts/{account_sid}/Messages/{}", record.sid);
    // A messaging service chooses the sender after it has answered.
    let undecided = record.status == Status::Accepted;
    let direction = match record.origin {
        Origin::Api => "outbound-api",
        Origin::Twiml | Origin::OptOut => "outbound-reply",
        Origin::Phone => "inbound",
    };
    json!({
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": record.body(),
        "date_created": clock::rfc2822(record.accepted_at),
        "date_sent": record.sent_at.map(clock::rfc2822),
        "date_updated": clock::rfc2822(record.updated_at),
        "direction": direction,
        "error_code": record.error_code,
        "error_message": record.error_code.map(message_of),
        "from": if undecided { record.parameters.filled("From") } else { Some(record.from(&config.church_phone)) },
        "messaging_service_sid": record.parameters.filled("MessagingServiceSid"),
        "num_media": media.to_string(),
        "num_segments": record.segments().to_string(),
        "price": record.price(config.price_per_segment),
        "price_unit": "USD",
        "sid": record.sid,
        "status": record.status.name(),
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": record.to(),
        "uri": format!("{uri}.json"),
    })
}

/// The parameters of a status callback.
///
/// Source: <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status>.
pub(crate) fn callback_parameters(
    record: &Record,
    account_sid: &str,
    church_phone: &str,
) -> Vec<(String, String)> {
    let mut parameters = vec![
        ("AccountSid", account_sid.to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("From", record.from(church_phone).to_owned()),
        ("MessageSid", record.sid.clone()),
        ("MessageStatus", record.status.name().to_owned()),
        ("SmsSid", record.sid.clone()),
        ("SmsStatus", record.status.name().to_owned()),
        ("To", record.to().to_owned()),
    ];
    if let Some(service) = record.parameters.filled("MessagingServiceSid") {
        parameters.push(("MessagingServiceSid", service.to_owned()));
    }
    if let Some(code) = record.error_code {
        parameters.push(("ErrorCode", code.to_string()));
    }
    if record.status == Status::Delivered {
        // YYMMDDhhmm, as carriers write it.
        let done = record.updated_at.strftime("%y%m%d%H%M").to_string();
        parameters.push(("RawDlrDoneDate", done));
    }
    parameters
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::parameters::Parameters;

    const CHURCH: &str = "+12025550100";
    const SERVICE: &str = "MG00000000000000000000000000000001";

    fn form(pairs: &[(&str, &str)]) -> Parameters {
        Parameters(
            pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
        )
    }

    #[test]
    fn each_mistake_has_twilios_own_code() {
        let long = "a".repeat(1_601);
        let to = ("To", "+12025550143");
        let from = ("From", CHURCH);
        let body = ("Body", "Hello");
        for (pairs, code) in [
            (vec![from, body], 21604),
            (vec![("To", "2025550143"), from, body], 21211),
            (vec![to, body], 21603),
            (vec![to, ("From", "Church"), body], 21212),
            (vec![to, ("From", "+12025550199"), body], 21606),
            (vec![("To", CHURCH), from, body], 21266),
            (vec![to, ("MessagingServiceSid", "MG1"), body], 21701),
            (vec![to, from], 21602),
            (vec![to, from, ("Body", "")], 21602),
            (vec![to, from, ("Body", &long)], 21617),
            (vec![to, from, body, ("StatusCallback", "/callback")], 21609),
            (vec![to, from, body, ("SmartEncoded", "yes")], 20001),
            (vec![to, from, body, ("ValidityPeriod", "36001")], 21624),
            (vec![to, from, body, ("ValidityPeriod", "0")], 21624),
            (vec![to, from, body, ("ValidityPeriod", "1.5")], 21624),
            (vec![to, from, body, ("Priority", "1")], 20001),
            (
                vec![to, from, body, ("SendAt", "2030-01-01T00:00:00Z")],
                20001,
            ),
        ] {
            let error = check(&form(&pairs), CHURCH).expect_err("a mistake");
            assert_eq!(error.code, code, "{pairs:?}");
            assert_eq!(error.status, 400);
        }
    }

    #[test]
    fn a_text_from_the_church_or_its_messaging_service_is_taken() {
        let to = ("To", "+12025550143");
        let body = ("Body", &*"a".repeat(1_600));
        assert_eq!(check(&form(&[to, ("From", CHURCH), body]), CHURCH), Ok(()));
        assert_eq!(
            check(&form(&[to, ("MessagingServiceSid", SERVICE), body]), CHURCH),
            Ok(())
        );
    }
}
