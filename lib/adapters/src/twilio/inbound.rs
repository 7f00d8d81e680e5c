//! A text to the church, as Twilio tells of it, and the answer that it sends for us:
//! <https://www.twilio.com/docs/messaging/guides/webhook-request>.

use domain::inbound_text::{AnsweredKeyword, InboundMedia, InboundText, Sender};
use quick_xml::escape::escape;
use url::Url;

/// The path, below the base that Twilio calls, of texts to the church. Twilio is told the URL in its console.
pub const INBOUND_PATH: &str = "/api/webhooks/twilio/sms-inbound";

/// Twilio takes at most ten files with a text.
const MAXIMUM_MEDIA: usize = 10;

/// A signed request that does not tell of a text: Twilio sends each of these with every text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInboundText {
    /// A parameter that each text has is missing or empty.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
}

/// Reads a text whose signature has been checked, from the form that Twilio posted. `api_url` is where Twilio's API is:
/// files are taken from there and from Twilio's own hosts, and from nowhere else.
///
/// # Errors
/// When it does not say which text it is, from whom, or to whom.
pub fn read_inbound_text(
    parameters: &[(String, String)],
    api_url: &str,
) -> Result<InboundText, InvalidInboundText> {
    let get = |name: &str| {
        let found = parameters.iter().find(|(parameter, _)| parameter == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let required = |name: &'static str| match get(name) {
        "" => Err(InvalidInboundText::Missing(name)),
        value => Ok(value.to_owned()),
    };
    let from = required("From")?;
    let files = get("NumMedia").parse().unwrap_or(0);
    let media: Vec<_> = (0..MAXIMUM_MEDIA.min(files))
        .filter_map(|index| {
            let url = get(&format!("MediaUrl{index}"));
            let content_type = get(&format!("MediaContentType{index}"));
            inbound_media(url, content_type, api_url)
        })
        .collect();
    Ok(InboundText {
        message_sid: required("MessageSid")?,
        from: Sender::from(from),
        to: required("To")?,
        body: get("Body").to_owned(),
        dropped_media: files - media.len(),
        media,
        segments: get("NumSegments").parse().unwrap_or(0).max(1),
        answered_keyword: answered_keyword(get("OptOutType")),
    })
}

fn inbound_media(url: &str, content_type: &str, api_url: &str) -> Option<InboundMedia> {
    let url = Url::parse(url).ok()?;
    let is_of_twilio = is_at_twilio(&url) || is_below(&url, api_url);
    (is_of_twilio && !content_type.is_empty()).then(|| InboundMedia {
        url: url.into(),
        content_type: content_type.to_owned(),
    })
}

/// Whether a URL is at one of Twilio's hosts, reached in the usual way: our password is sent along with a request
/// there, and a browser shows what comes back.
pub(super) fn is_at_twilio(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let is_of_twilio = host == "api.twilio.com"
        // Of a region, such as api.dublin.ie1.twilio.com.
        || (host.starts_with("api.") && host.ends_with(".twilio.com"))
        || host.ends_with(".twiliocdn.com");
    is_of_twilio && url.scheme() == "https" && url.port().is_none() && has_no_credentials(url)
}

/// Whether a URL is at the configured place of the API, which on the one-machine stack is neither Twilio's nor safe
/// from listeners.
pub(super) fn is_below(url: &Url, api_url: &str) -> bool {
    Url::parse(api_url).is_ok_and(|api| api.origin() == url.origin()) && has_no_credentials(url)
}

fn has_no_credentials(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

/// What Twilio's own care for opt-outs has made of a text:
/// <https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out>.
fn answered_keyword(name: &str) -> Option<AnsweredKeyword> {
    match name {
        "STOP" => Some(AnsweredKeyword::Stop),
        "START" => Some(AnsweredKeyword::Start),
        "HELP" => Some(AnsweredKeyword::Help),
        _ => None,
    }
}

/// The TwiML that makes Twilio answer a text with `words`, or with nothing:
/// <https://www.twilio.com/docs/messaging/twiml>. Characters that no XML document may hold are left out.
pub fn reply_twiml(words: Option<&str>) -> String {
    let declaration = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    match words {
        None => format!("{declaration}<Response/>"),
        Some(words) => {
            let allowed: String = words.chars().filter(|letter| is_of_xml(*letter)).collect();
            let escaped = escape(&allowed);
            format!("{declaration}<Response><Message>{escaped}</Message></Response>")
        }
    }
}

/// Whether a character may stand in XML 1.0 at all: <https://www.w3.org/TR/xml/#charsets>.
pub(super) fn is_of_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use domain::PhoneNumber;
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::escape::resolve_predefined_entity;
    use quick_xml::events::Event;

    use super::*;

    const API: &str = "https://api.twilio.com";
    const LOCAL_API: &str = "http://localhost:4010";
    const FILE: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";

    fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let basic = [
            ("MessageSid", "SM1"),
            ("From", "+12125550123"),
            ("To", "+12025550100"),
            ("Body", "Hello"),
            ("NumSegments", "1"),
            ("NumMedia", "0"),
        ];
        let is_changed = |name: &str| pairs.iter().any(|(changed, _)| *changed == name);
        basic
            .iter()
            .filter(|(name, _)| !is_changed(name))
            .chain(pairs)
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    fn read(pairs: &[(&str, &str)]) -> InboundText {
        read_inbound_text(&form(pairs), API).expect("a text")
    }

    #[test]
    fn a_text_is_read_as_it_was_written() {
        let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
        let expected = InboundText {
            message_sid: "SM1".into(),
            from: Sender::Phone(phone),
            to: "+12025550100".into(),
            body: " <b>Grüße</b> &\n😀 ".into(),
            media: Vec::new(),
            dropped_media: 0,
            segments: 3,
            answered_keyword: None,
        };
        let text = read(&[("Body", " <b>Grüße</b> &\n😀 "), ("NumSegments", "3")]);
        assert!(text == expected);
    }

    #[test]
    fn what_each_text_has_must_be_there() {
        for name in ["MessageSid", "From", "To"] {
            let missing: Vec<_> = form(&[])
                .into_iter()
                .filter(|(key, _)| key != name)
                .collect();
            for parameters in [missing, form(&[(name, "")])] {
                let error = read_inbound_text(&parameters, API).expect_err("an error");
                assert_eq!(error, InvalidInboundText::Missing(name));
            }
        }
    }

    #[test]
    fn what_a_text_may_lack_does_not_make_it_unreadable() {
        let bare = [("Body", ""), ("NumSegments", "many"), ("NumMedia", "-1")];
        let text = read(&bare);
        assert_eq!(
            (text.body.as_str(), text.segments, text.media.len()),
            ("", 1, 0)
        );
    }

    #[test]
    fn only_a_phone_is_taken_for_one() {
        for other in [
            "12345",
            "MyBank",
            "whatsapp:+12125550123",
            "+1212555012x",
            "12125550123",
        ] {
            assert!(
                read(&[("From", other)]).from == Sender::Other(other.into()),
                "{other}"
            );
        }
    }

    #[test]
    fn the_word_that_twilio_has_answered_is_known() {
        for (name, expected) in [
            ("STOP", Some(AnsweredKeyword::Stop)),
            ("START", Some(AnsweredKeyword::Start)),
            ("HELP", Some(AnsweredKeyword::Help)),
            ("", None),
            ("DANCE", None),
        ] {
            assert_eq!(
                read(&[("OptOutType", name)]).answered_keyword,
                expected,
                "{name}"
            );
        }
    }

    fn accepts(url: &str, api_url: &str) -> bool {
        let pairs = [
            ("NumMedia", "1"),
            ("MediaUrl0", url),
            ("MediaContentType0", "image/jpeg"),
        ];
        let text = read_inbound_text(&form(&pairs), api_url).expect("a text");
        assert_eq!(text.media.len() + text.dropped_media, 1, "{url}");
        !text.media.is_empty()
    }

    #[test]
    fn files_are_taken_from_twilio_alone() {
        for url in [
            FILE,
            "https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1",
            "https://media.twiliocdn.com/AC1/ME1",
            "https://mms.twiliocdn.com/AC1/ME1?Expires=1",
            "https://API.twilio.com:443/ME1",
        ] {
            assert!(accepts(url, API), "{url}");
        }
        for url in [
            "http://api.twilio.com/ME1",
            "https://api.twilio.com:8443/ME1",
            "https://user@api.twilio.com/ME1",
            "https://user:word@media.twiliocdn.com/ME1",
            "https://api.twilio.com@example.com/ME1",
            "https://api.twilio.com.example.com/ME1",
            "https://example.com/api.twilio.com",
            "https://example.com/?https://api.twilio.com",
            "https://notapi.twilio.com/ME1",
            "https://eviltwiliocdn.com/ME1",
            "https://twiliocdn.com.example.com/ME1",
            "//api.twilio.com/ME1",
            "javascript:alert(1)",
            "data:image/png;base64,AAAA",
            "file:///etc/passwd",
            "",
            "http://localhost:4010/ME1",
            "http://169.254.169.254/latest/meta-data",
        ] {
            assert!(!accepts(url, API), "{url}");
        }
    }

    /// Programs read a backslash in two ways, so nobody after us gets to see one.
    #[test]
    fn a_url_is_kept_as_it_was_understood() {
        let text = read(&[
            ("NumMedia", "1"),
            ("MediaUrl0", "https://api.twilio.com\\@example.com/ME1"),
            ("MediaContentType0", "image/jpeg"),
        ]);
        let urls: Vec<_> = text.media.iter().map(|media| media.url.as_str()).collect();
        assert_eq!(urls, ["https://api.twilio.com/@example.com/ME1"]);
    }

    #[test]
    fn on_one_machine_files_are_taken_from_where_the_api_is() {
        assert!(accepts("http://localhost:4010/2010-04-01/ME1", LOCAL_API));
        assert!(accepts(FILE, LOCAL_API));
        for url in [
            "http://localhost:4011/ME1",
            "https://localhost:4010/ME1",
            "http://user@localhost:4010/ME1",
            "http://localhost:4010.example.com/ME1",
        ] {
            assert!(!accepts(url, LOCAL_API), "{url}");
        }
    }

    #[test]
    fn files_that_are_left_out_are_counted_and_the_others_stay_in_order() {
        let mut text = read(&[
            ("NumMedia", "4"),
            ("MediaUrl0", FILE),
            ("MediaContentType0", "image/jpeg"),
            ("MediaUrl1", "https://example.com/"),
            ("MediaContentType1", "image/png"),
            ("MediaUrl2", FILE),
            ("MediaUrl3", FILE),
            ("MediaContentType3", "text/vcard"),
        ]);
        let types: Vec<_> = text
            .media
            .drain(..)
            .map(|media| media.content_type)
            .collect();
        assert_eq!(types, ["image/jpeg", "text/vcard"]);
        assert_eq!(text.dropped_media, 2);
        assert_eq!(read(&[("NumMedia", "12")]).dropped_media, 12);
    }

    #[test]
    fn neither_words_nor_numbers_are_shown_by_debug_output() {
        let text = read(&[
            ("Body", "swordfish"),
            ("NumMedia", "1"),
            ("MediaUrl0", FILE),
            ("MediaContentType0", "image/jpeg"),
        ]);
        let other = read(&[("From", "MyBank")]);
        let shown = format!("{text:?} {:?} {:?} {:?}", text.media, text.from, other.from);
        for secret in ["swordfish", "5550123", "5550100", "ME1", "MyBank"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn an_answer_is_escaped_and_no_answer_is_empty() {
        let declaration = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
        assert_eq!(reply_twiml(None), format!("{declaration}<Response/>"));
        assert_eq!(
            reply_twiml(Some("</Message> & \"Grüße\"\u{0}\u{ffff} 😀")),
            format!(
                "{declaration}<Response><Message>&lt;/Message&gt; &amp; &quot;Grüße&quot; 😀</Message></Response>"
            )
        );
    }

    /// What Twilio reads in our answer: the names of the elements, and the words between them.
    fn parsed(twiml: &str) -> (Vec<String>, String) {
        let mut reader = Reader::from_str(twiml);
        let (mut elements, mut words) = (Vec::new(), String::new());
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => {
                    elements.push(start.name().as_ref().to_owned());
                }
                Event::Text(text) => words.push_str(&text),
                Event::GeneralRef(reference) => {
                    let predefined = resolve_predefined_entity(&reference);
                    words.push_str(predefined.expect("an entity of XML's own"));
                }
                Event::Eof => return (elements, words),
                Event::Decl(_) | Event::End(_) => {}
                other => panic!("{other:?} has no place in an answer"),
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_answered_arrives_as_it_was_and_adds_no_element(words in "(\\PC|[<>&'\"\n\t]|\\]\\]>|<!--){0,60}") {
            let (elements, arrived) = parsed(&reply_twiml(Some(&words)));
            prop_assert_eq!(elements, ["Response", "Message"]);
            let allowed: String = words.chars().filter(|letter| is_of_xml(*letter)).collect();
            prop_assert_eq!(arrived, allowed);
        }

        #[test]
        fn reading_never_panics(pairs in proptest::collection::vec(("[A-Za-z0-9]{0,12}", "\\PC{0,12}"), 0..12)) {
            let _ = read_inbound_text(&pairs, API);
        }
    }
}
