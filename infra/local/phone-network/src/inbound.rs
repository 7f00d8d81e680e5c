//! A text from a phone to the church: what is ordered, and what Twilio tells the webhook.
//!
//! Source: <https://www.twilio.com/docs/messaging/guides/webhook-request>.

use serde::Deserialize;

use crate::{
    media::{self, MediumOrder},
    message::BODY_LIMIT,
    record::Record,
    segments::segments,
};

/// The body of `POST /phones/{number}/texts`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextOrder {
    #[serde(default)]
    pub(crate) body: String,
    #[serde(default)]
    pub(crate) media: Vec<MediumOrder>,
}

impl TextOrder {
    /// # Errors
    /// A sentence that says why no phone could send it.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.body.trim().is_empty() && self.media.is_empty() {
            return Err("a text needs a body or media".to_owned());
        }
        if self.body.chars().count() > BODY_LIMIT {
            return Err(format!("body is at most {BODY_LIMIT} characters"));
        }
        media::check(&self.media)
    }
}

/// ISO country codes by calling code, for the countries that texts to a church in North America come from most.
/// None is the beginning of another.
const COUNTRIES: &[(&str, &str)] = &[
    ("+1", "US"),
    ("+20", "EG"),
    ("+27", "ZA"),
    ("+33", "FR"),
    ("+34", "ES"),
    ("+39", "IT"),
    ("+44", "GB"),
    ("+49", "DE"),
    ("+52", "MX"),
    ("+55", "BR"),
    ("+57", "CO"),
    ("+61", "AU"),
    ("+63", "PH"),
    ("+81", "JP"),
    ("+82", "KR"),
    ("+84", "VN"),
    ("+86", "CN"),
    ("+91", "IN"),
    ("+233", "GH"),
    ("+234", "NG"),
    ("+251", "ET"),
    ("+254", "KE"),
    ("+380", "UA"),
    ("+502", "GT"),
    ("+503", "SV"),
    ("+504", "HN"),
    ("+509", "HT"),
];

/// Empty when it is not known, as Twilio sends it then.
pub(crate) fn country(number: &str) -> &'static str {
    COUNTRIES
        .iter()
        .find(|(code, _)| number.starts_with(code))
        .map_or("", |(_, country)| country)
}

/// The parameters of the request to the webhook. City, state and zip are empty, as Twilio sends what it does not know.
pub(crate) fn webhook_parameters(
    record: &Record,
    account_sid: &str,
    own_address: &str,
) -> Vec<(String, String)> {
    let from = record.phone_number();
    let to = record.to();
    let mut parameters: Vec<(String, String)> = [
        ("AccountSid", account_sid.to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("Body", record.body().to_owned()),
        ("From", from.to_owned()),
        ("FromCity", String::new()),
        ("FromCountry", country(from).to_owned()),
        ("FromState", String::new()),
        ("FromZip", String::new()),
        ("MessageSid", record.sid.clone()),
        ("NumMedia", record.media.len().to_string()),
        ("NumSegments", segments(record.body()).to_string()),
        ("SmsMessageSid", record.sid.clone()),
        ("SmsSid", record.sid.clone()),
        ("SmsStatus", record.status.name().to_owned()),
        ("To", to.to_owned()),
        ("ToCity", String::new()),
        ("ToCountry", country(to).to_owned()),
        ("ToState", String::new()),
        ("ToZip", String::new()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    for (index, medium) in record.media.iter().enumerate() {
        let path = media::path(account_sid, &record.sid, &medium.sid);
        parameters.push((format!("MediaUrl{index}"), format!("{own_address}{path}")));
        parameters.push((
            format!("MediaContentType{index}"),
            medium.content_type.clone(),
        ));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, TextOrder, country};

    #[test]
    fn a_country_is_known_by_its_calling_code() {
        assert_eq!(country("+12025550143"), "US");
        assert_eq!(country("+447700900123"), "GB");
        assert_eq!(country("+50370001234"), "SV");
        assert_eq!(country("+3725550143"), "");
        for (index, (code, _)) in COUNTRIES.iter().enumerate() {
            let others = COUNTRIES.iter().enumerate().filter(|(at, _)| *at != index);
            assert!(
                others
                    .map(|(_, (other, _))| other)
                    .all(|other| !other.starts_with(code))
            );
        }
    }

    #[test]
    fn a_text_holds_something_and_not_too_much() {
        let order = |body: &str| TextOrder {
            body: body.to_owned(),
            media: Vec::new(),
        };
        assert_eq!(order("Hello").check(), Ok(()));
        assert!(order(" \n").check().is_err());
        assert_eq!(order(&"é".repeat(1_600)).check(), Ok(()));
        assert!(order(&"é".repeat(1_601)).check().is_err());
    }
}
