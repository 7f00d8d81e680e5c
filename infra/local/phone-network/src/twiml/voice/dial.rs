//! The verb that calls other phones, and its noun.

use super::{Address, Dial, Number, values::Base};
use crate::twiml::{Problem, document::Element};

const MOST_NUMBERS: usize = 10;

pub(super) const DIAL: &[&str] = &[
    "action",
    "method",
    "timeout",
    "timeLimit",
    "callerId",
    "answerOnBridge",
];

/// Reads a `<Dial>`.
pub(super) fn read(element: &Element, base: Base<'_>) -> Result<Dial, Problem> {
    element.refuse_attributes(DIAL)?;
    let numbers = match element.children.as_slice() {
        [] => vec![Number {
            phone: element.phone(element.text.trim())?,
            whisper: None,
            callback: None,
            events: Vec::new(),
        }],
        children => {
            element.refuse_text()?;
            let numbers = children.iter().map(|child| number(child, base));
            numbers.collect::<Result<Vec<_>, _>>()?
        }
    };
    if numbers.len() > MOST_NUMBERS {
        return Err(Problem::schema(
            element,
            "<Dial> rings ten numbers at most.",
        ));
    }
    let by_get = element.by_get("method")?;
    let action = match element.attribute("action") {
        Some(url) => Some(Address {
            url: base.join(element, url)?,
            by_get,
        }),
        None => None,
    };
    Ok(Dial {
        action,
        timeout: element.seconds("timeout")?.unwrap_or(30),
        time_limit: element.seconds("timeLimit")?.unwrap_or(14_400),
        caller_id: match element.attribute("callerId") {
            Some(phone) => Some(element.phone(phone)?),
            None => None,
        },
        answers_on_bridge: element.flag("answerOnBridge", false)?,
        numbers,
    })
}

pub(super) const NUMBER: &[&str] = &[
    "url",
    "method",
    "statusCallback",
    "statusCallbackEvent",
    "statusCallbackMethod",
];
const EVENTS: &[&str] = &["initiated", "ringing", "answered", "completed"];

fn number(element: &Element, base: Base<'_>) -> Result<Number, Problem> {
    if element.name != "Number" {
        return Err(Problem::schema(
            element,
            &format!("<{}> may not stand in <Dial>.", element.name),
        ));
    }
    element.refuse_attributes(NUMBER)?;
    element.refuse_children()?;
    let events: Vec<String> = element
        .attribute("statusCallbackEvent")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    if !events.iter().all(|event| EVENTS.contains(&event.as_str())) {
        return Err(Problem::schema(
            element,
            "statusCallbackEvent holds initiated, ringing, answered and completed.",
        ));
    }
    let address = |url: &str, method: &str| {
        let wanted = element.attribute(url);
        let by_get = element.by_get(method)?;
        match wanted {
            Some(url) => base
                .join(element, url)
                .map(|url| Some(Address { url, by_get })),
            None => Ok(None),
        }
    };
    Ok(Number {
        phone: element.phone(element.text.trim())?,
        whisper: address("url", "method")?,
        callback: address("statusCallback", "statusCallbackMethod")?,
        events,
    })
}
