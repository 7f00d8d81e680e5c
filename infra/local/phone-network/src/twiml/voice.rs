//! TwiML of calls, read as strictly as `schema/voice.xsd` has it: what Twilio would pass over with a warning is an
//! error here.
//!
//! Sources: <https://www.twilio.com/docs/voice/twiml> and the pages of the verbs below it.

mod dial;
mod values;

use super::{
    Problem, check_content_type,
    document::Element,
    response,
    speech::{self, DEFAULT_LANGUAGE},
};
use values::Base;

/// The most characters of one Say.
const LONGEST_SPEECH: usize = 4_096;

/// One instruction of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verb {
    Prompt(Prompt),
    Gather(Gather),
    Dial(Dial),
    Redirect(Address),
    Reject { busy: bool },
    Hangup,
}

/// What is heard, or a silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Prompt {
    Say {
        text: String,
        voice: String,
        language: String,
        /// 0 is for ever.
        loops: u64,
    },
    Tones {
        digits: String,
    },
    Pause {
        seconds: u64,
    },
}

/// An absolute address, and how it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) url: String,
    pub(crate) by_get: bool,
}

/// A question to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gather {
    pub(crate) takes_keys: bool,
    pub(crate) takes_speech: bool,
    pub(crate) action: Address,
    /// Seconds of silence after which it is over.
    pub(crate) timeout: u64,
    pub(crate) language: String,
    pub(crate) hints: Vec<String>,
    pub(crate) most_digits: Option<usize>,
    pub(crate) finish_on: String,
    pub(crate) reports_silence: bool,
    pub(crate) barge_in: bool,
    pub(crate) prompts: Vec<Prompt>,
}

/// A call to other phones, of which the first to answer is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dial {
    pub(crate) action: Option<Address>,
    /// Seconds for which the phones ring.
    pub(crate) timeout: u64,
    /// Seconds for which both may talk.
    pub(crate) time_limit: u64,
    pub(crate) caller_id: Option<String>,
    pub(crate) answers_on_bridge: bool,
    pub(crate) numbers: Vec<Number>,
}

/// A phone to ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) phone: String,
    /// Where the document lies that whoever answers hears first.
    pub(crate) whisper: Option<Address>,
    pub(crate) callback: Option<Address>,
    pub(crate) events: Vec<String>,
}

/// Reads what a webhook answered at `url`.
///
/// # Errors
/// The first mistake.
pub(crate) fn read(
    content_type: Option<&str>,
    body: &[u8],
    url: &str,
) -> Result<Vec<Verb>, Problem> {
    check_content_type(content_type)?;
    read_text(body, url)
}

/// Reads a document that came in a parameter, where `url` is empty.
///
/// # Errors
/// The first mistake.
pub(crate) fn read_text(body: &[u8], url: &str) -> Result<Vec<Verb>, Problem> {
    let base = Base(url);
    let root = response(body)?;
    root.children
        .iter()
        .map(|verb| verb_of(verb, base))
        .collect()
}

fn verb_of(element: &Element, base: Base<'_>) -> Result<Verb, Problem> {
    match element.name.as_str() {
        "Say" | "Play" | "Pause" => prompt(element).map(Verb::Prompt),
        "Gather" => gather(element, base).map(Verb::Gather),
        "Dial" => dial::read(element, base).map(Verb::Dial),
        "Redirect" => {
            element.refuse_attributes(&["method"])?;
            element.refuse_children()?;
            let by_get = element.by_get("method")?;
            let url = base.join(element, element.text.trim())?;
            Ok(Verb::Redirect(Address { url, by_get }))
        }
        "Reject" => {
            element.refuse_attributes(&["reason"])?;
            element.refuse_content()?;
            let reason = element.one_of("reason", &["rejected", "busy"])?;
            Ok(Verb::Reject {
                busy: reason == Some("busy"),
            })
        }
        "Hangup" => {
            element.refuse_attributes(&[])?;
            element.refuse_content()?;
            Ok(Verb::Hangup)
        }
        name => Err(Problem::schema(
            element,
            &format!("<{name}> is no verb of a call that the phone network plays."),
        )),
    }
}

fn prompt(element: &Element) -> Result<Prompt, Problem> {
    match element.name.as_str() {
        "Say" => say(element),
        "Play" => {
            element.refuse_attributes(&["digits"])?;
            element.refuse_content()?;
            let digits = element.attribute("digits").unwrap_or_default();
            let plays = |key| matches!(key, '0'..='9' | 'A'..='D' | 'w' | 'W' | '*' | '#');
            if !(1..=32).contains(&digits.len()) || !digits.chars().all(plays) {
                return Err(Problem::schema(
                    element,
                    "the phone network plays tones alone: give 1 to 32 digits of 0-9, A-D, w, W, * and #.",
                ));
            }
            Ok(Prompt::Tones {
                digits: digits.to_owned(),
            })
        }
        _ => {
            element.refuse_attributes(&["length"])?;
            element.refuse_content()?;
            let seconds = element.seconds("length")?.unwrap_or(1);
            Ok(Prompt::Pause { seconds })
        }
    }
}

fn say(element: &Element) -> Result<Prompt, Problem> {
    element.refuse_attributes(&["voice", "language", "loop"])?;
    if let Some(inner) = element.children.first() {
        return Err(Problem::schema(
            inner,
            &format!(
                "<{}> may not stand in <Say>: it speaks plain text.",
                inner.name
            ),
        ));
    }
    let bad_text = |what: &str| {
        Err(Problem::new(
            13520,
            format!("Line {}: {what}", element.line),
        ))
    };
    if element.text.trim().is_empty() {
        return bad_text("the <Say> is empty.");
    }
    if element.text.chars().count() > LONGEST_SPEECH {
        return bad_text("the <Say> is longer than 4,096 characters.");
    }
    let (voice, language) =
        speech::voice(element.attribute("voice"), element.attribute("language"))
            .map_err(|(code, what)| Problem::new(code, format!("Line {}: {what}", element.line)))?;
    Ok(Prompt::Say {
        text: element
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        voice,
        language,
        loops: element.number("loop", 0..=1_000)?.unwrap_or(1),
    })
}

const GATHER: &[&str] = &[
    "input",
    "action",
    "method",
    "timeout",
    "speechTimeout",
    "language",
    "hints",
    "numDigits",
    "finishOnKey",
    "actionOnEmptyResult",
    "enhanced",
    "speechModel",
    "profanityFilter",
    "bargeIn",
];
const SPEECH_MODELS: &[&str] = &[
    "default",
    "numbers_and_commands",
    "phone_call",
    "experimental_conversations",
    "experimental_utterances",
    "googlev2_long",
    "googlev2_short",
    "googlev2_telephony",
    "googlev2_telephony_short",
    "deepgram_nova-2",
    "deepgram_nova-3",
];

fn gather(element: &Element, base: Base<'_>) -> Result<Gather, Problem> {
    element.refuse_attributes(GATHER)?;
    element.refuse_text()?;
    let inputs = &["dtmf", "speech", "dtmf speech", "speech dtmf"];
    let input = element.one_of("input", inputs)?.unwrap_or("dtmf");
    let language = element.attribute("language").unwrap_or(DEFAULT_LANGUAGE);
    if !speech::is_recognised(language) {
        return Err(Problem::new(
            13331,
            format!(
                "Line {}: language=\"{language}\" is none that Twilio's Gather lists for us.",
                element.line
            ),
        ));
    }
    let model = element.one_of("speechModel", SPEECH_MODELS)?;
    if element.flag("enhanced", false)? && model != Some("phone_call") {
        return Err(Problem::schema(
            element,
            "enhanced goes with speechModel=\"phone_call\" alone.",
        ));
    }
    element.flag("profanityFilter", true)?;
    if element.attribute("speechTimeout") != Some("auto") {
        element.seconds("speechTimeout")?;
    }
    let finish_on = element.attribute("finishOnKey").unwrap_or("#");
    if !finish_on.chars().all(values::is_key) {
        return Err(Problem::schema(
            element,
            "finishOnKey holds 0-9, * and #, or nothing.",
        ));
    }
    let mut prompts = Vec::new();
    for child in &element.children {
        if !matches!(child.name.as_str(), "Say" | "Play" | "Pause") {
            return Err(Problem::schema(
                child,
                &format!("<{}> may not stand in <Gather>.", child.name),
            ));
        }
        prompts.push(prompt(child)?);
    }
    Ok(Gather {
        takes_keys: input.contains("dtmf"),
        takes_speech: input.contains("speech"),
        action: Address {
            url: base.join(element, element.attribute("action").unwrap_or(base.0))?,
            by_get: element.by_get("method")?,
        },
        timeout: element.seconds("timeout")?.unwrap_or(5),
        language: language.to_owned(),
        hints: element.hints()?,
        most_digits: element
            .number("numDigits", 1..=1_000)?
            .and_then(|most| usize::try_from(most).ok()),
        finish_on: finish_on.to_owned(),
        reports_silence: element.flag("actionOnEmptyResult", false)?,
        barge_in: element.flag("bargeIn", true)?,
        prompts,
    })
}

#[cfg(test)]
mod tests;
