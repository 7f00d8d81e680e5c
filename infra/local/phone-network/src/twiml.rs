//! TwiML, as the answer to an inbound text: read strictly, so that what Twilio would pass over with a warning is
//! an error here.
//!
//! Sources: <https://www.twilio.com/docs/messaging/twiml>, <https://www.twilio.com/docs/messaging/twiml/message>,
//! and the pages of the error codes below <https://www.twilio.com/docs/api/errors>.

mod document;
pub(crate) mod speech;
pub(crate) mod voice;

use crate::{
    message::BODY_LIMIT,
    parameters::{Parameters, is_e164, is_web_url},
};
use document::Element;

/// The largest document that Twilio reads, in bytes.
pub(crate) const LARGEST_DOCUMENT: usize = 64 * 1024;
/// The most texts that one answer may send.
const MOST_MESSAGES: usize = 10;
const MESSAGE_ATTRIBUTES: &[&str] = &["to", "from", "action", "method", "statusCallback"];

/// Why a document was not executed: Twilio's code, and what is wrong with it in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: u32,
    pub(crate) sentence: String,
}

impl Problem {
    pub(crate) fn new(code: u32, sentence: impl Into<String>) -> Self {
        Self {
            code,
            sentence: sentence.into(),
        }
    }

    /// What is wrong with a webhook that gave no answer.
    pub(crate) fn of_webhook(error: &reqwest::Error) -> Self {
        let (code, what) = if error.is_connect() {
            (11205, "Nothing listens at the webhook's address.")
        } else if error.is_timeout() {
            (11200, "The webhook did not answer within 15 seconds.")
        } else {
            (11200, "The webhook's answer broke off.")
        };
        Self::new(code, what)
    }

    fn schema(element: &Element, what: &str) -> Self {
        Self::new(12200, format!("Line {}: {what}", element.line))
    }

    /// Twilio's title of the code.
    pub(crate) fn title_of(code: u32) -> &'static str {
        match code {
            11200 => "HTTP retrieval failure",
            11205 => "HTTP connection failure",
            11750 => "TwiML response body too large",
            12100 => "Document parse failure",
            12200 => "Schema validation warning",
            12300 => "Invalid Content-Type",
            13331 => "Gather: Invalid language value",
            13511 => "Say: Invalid voice value",
            13520 => "Say: Invalid text",
            14101 => "Invalid \"To\" attribute",
            14102 => "Invalid \"From\" attribute",
            14103 => "Invalid Body",
            14104 => "Invalid Method attribute",
            14105 => "Invalid statusCallback attribute",
            14109 => "SMS Reply message limit exceeded",
            _ => crate::error::message_of(code),
        }
    }
}

/// Who sent the text that is answered, and from where the answer came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conversation<'a> {
    pub(crate) phone: &'a str,
    pub(crate) church_phone: &'a str,
    /// The webhook's URL without its fragment: the base of relative ones.
    pub(crate) webhook_url: &'a str,
}

/// Reads an answer, and gives back the texts that it sends, as the parameters of creations. A document with a
/// single mistake sends none.
///
/// # Errors
/// The first mistake.
pub(crate) fn read(
    content_type: Option<&str>,
    body: &[u8],
    conversation: Conversation<'_>,
) -> Result<Vec<Parameters>, Problem> {
    check_content_type(content_type)?;
    let root = response(body)?;
    if root.children.len() > MOST_MESSAGES {
        return Err(Problem::new(
            14109,
            "The answer sends more than ten texts: Twilio sends ten at most.",
        ));
    }
    root.children
        .iter()
        .map(|verb| message(verb, conversation))
        .collect()
}

/// The `<Response>` with what stands in it.
fn response(body: &[u8]) -> Result<Element, Problem> {
    if body.len() > LARGEST_DOCUMENT {
        return Err(Problem::new(
            11750,
            "The answer is larger than 64 kB: Twilio reads no more.",
        ));
    }
    let root = document::parse(body)?;
    if root.name != "Response" {
        return Err(Problem::new(
            12100,
            format!(
                "The outermost element is <{}> rather than <Response>.",
                root.name
            ),
        ));
    }
    root.refuse_attributes(&[])?;
    root.refuse_text()?;
    Ok(root)
}

fn check_content_type(content_type: Option<&str>) -> Result<(), Problem> {
    let essence = content_type
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "text/xml" | "application/xml" => Ok(()),
        "" => Err(Problem::new(
            12300,
            "The answer has no Content-Type: give text/xml.",
        )),
        other => Err(Problem::new(
            12300,
            format!("The answer's Content-Type is {other}: give text/xml."),
        )),
    }
}

fn message(verb: &Element, conversation: Conversation<'_>) -> Result<Parameters, Problem> {
    match verb.name.as_str() {
        "Message" => {}
        "Redirect" => {
            return Err(Problem::schema(
                verb,
                "the phone network does not play <Redirect>: answer with <Message> verbs alone.",
            ));
        }
        name => {
            return Err(Problem::schema(
                verb,
                &format!("<{name}> is no verb of an answer to a text."),
            ));
        }
    }
    verb.refuse_attributes(MESSAGE_ATTRIBUTES)?;
    let to = verb.attribute("to").unwrap_or(conversation.phone);
    if !is_e164(to) || to == conversation.church_phone {
        return Err(Problem::new(
            14101,
            format!(
                "Line {}: to=\"{to}\" is no phone that can be texted.",
                verb.line
            ),
        ));
    }
    let from = verb.attribute("from").unwrap_or(conversation.church_phone);
    if from != conversation.church_phone {
        return Err(Problem::new(
            14102,
            format!(
                "Line {}: from=\"{from}\" is not the church's number.",
                verb.line
            ),
        ));
    }
    let mut parameters = vec![
        ("To".to_owned(), to.to_owned()),
        ("From".to_owned(), from.to_owned()),
        ("Body".to_owned(), body_of(verb)?),
    ];
    parameters.extend(callback_of(verb, conversation)?);
    Ok(Parameters(parameters))
}

/// The text: between the tags, or in a `<Body>`, and never both.
fn body_of(verb: &Element) -> Result<String, Problem> {
    for noun in &verb.children {
        if noun.name == "Media" {
            return Err(Problem::schema(
                noun,
                "the phone network does not play <Media>.",
            ));
        }
        if noun.name != "Body" {
            return Err(Problem::schema(
                noun,
                &format!("<{}> may not stand in <Message>.", noun.name),
            ));
        }
        noun.refuse_attributes(&[])?;
        if let Some(inner) = noun.children.first() {
            return Err(Problem::schema(
                inner,
                &format!("<{}> may not stand in <Body>.", inner.name),
            ));
        }
    }
    let text = match verb.children.as_slice() {
        [] => &verb.text,
        [body] => {
            verb.refuse_text()?;
            &body.text
        }
        [_, again, ..] => return Err(Problem::schema(again, "<Message> has two <Body>.")),
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::new(
            14103,
            format!("Line {}: the <Message> is empty.", verb.line),
        ));
    }
    if text.chars().count() > BODY_LIMIT {
        return Err(Problem::new(
            14103,
            format!(
                "Line {}: the <Message> is longer than {BODY_LIMIT} characters.",
                verb.line
            ),
        ));
    }
    Ok(text.to_owned())
}

/// Where the statuses of the text go. `action` is the newer name of `statusCallback`, and alone has a method.
fn callback_of(
    verb: &Element,
    conversation: Conversation<'_>,
) -> Result<Vec<(String, String)>, Problem> {
    let method = verb.attribute("method");
    if !matches!(method, None | Some("GET" | "POST")) {
        return Err(Problem::new(
            14104,
            format!("Line {}: method must be GET or POST.", verb.line),
        ));
    }
    let url = match (verb.attribute("action"), verb.attribute("statusCallback")) {
        (Some(_), Some(_)) => {
            return Err(Problem::schema(
                verb,
                "the phone network plays either action or statusCallback: give one.",
            ));
        }
        (None, None) if method.is_some() => {
            return Err(Problem::schema(verb, "method goes with action."));
        }
        (None, None) => return Ok(Vec::new()),
        (Some(url), None) | (None, Some(url)) => url,
    };
    let absolute = reqwest::Url::parse(conversation.webhook_url)
        .and_then(|base| base.join(url))
        .ok()
        .filter(|absolute| !url.is_empty() && is_web_url(absolute.as_str()))
        .ok_or_else(|| Problem::new(14105, format!("Line {}: {url} is no URL.", verb.line)))?;
    let mut parameters = vec![("StatusCallback".to_owned(), absolute.to_string())];
    parameters.extend(method.map(|method| ("StatusCallbackMethod".to_owned(), method.to_owned())));
    Ok(parameters)
}

#[cfg(test)]
mod tests;
