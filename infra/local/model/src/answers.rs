//! What the model answers. It understands nothing, and says the same to the same.

use serde_json::{Value, json};

use crate::behaviour::Behaviour;
use crate::phrasebook;
use crate::wire::{Request, tokens};

/// The words before each language in an instruction to translate.
const TAG: &str = "BCP 47 tag \"";

const RUDE: &str = "What a stupid question. Leave me alone, you fool.";

/// The size of a large answer, in bytes.
const LARGE: usize = 100 * 1024;

/// The answer, and whether it was cut off where the request wanted.
pub(crate) fn answer(request: &Request, behaviour: Behaviour) -> (String, bool) {
    let words = match behaviour {
        Behaviour::Empty => return (String::new(), false),
        Behaviour::Large => "x".repeat(LARGE),
        Behaviour::Rude => RUDE.to_owned(),
        Behaviour::Obedient => told(request).unwrap_or_else(|| helpful(request)),
        _ => helpful(request),
    };
    let text = match request.property() {
        Some(property) => json!({ property: words }).to_string(),
        None => words,
    };
    match request.max_completion_tokens {
        Some(maximum) if behaviour != Behaviour::Large && tokens(&text) > maximum => {
            (text.chars().take(4 * maximum).collect(), true)
        }
        _ => (text, false),
    }
}

/// Translates where the instructions name two languages; else repeats what it heard.
fn helpful(request: &Request) -> String {
    let (first, last) = request.asked();
    let mut tags = request
        .instructions()
        .split(TAG)
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    match (tags.next(), tags.next()) {
        (Some(from), Some(to)) => phrasebook::translate(&text_of(first), from, to),
        _ => format!("You said: {last}"),
    }
}

/// What stands after "say:" in whatever it was given, to the end of the line.
fn told(request: &Request) -> Option<String> {
    let (_, last) = request.asked();
    let text = text_of(last);
    let at = text.to_ascii_lowercase().find("say:")?;
    let told = text[at + "say:".len()..].lines().next()?.trim();
    (!told.is_empty()).then(|| told.to_owned())
}

/// The text within `{"text": ...}`, or what is not such an object as it is.
fn text_of(asked: &str) -> String {
    let value = serde_json::from_str::<Value>(asked).unwrap_or_default();
    value["text"].as_str().unwrap_or(asked).to_owned()
}
