//! What the model answers. It understands nothing, and says the same to the same.

mod form;

use serde_json::{Value, json};

use crate::behaviour::Behaviour;
use crate::wire::{Request, tokens};
use crate::{conversation, phrasebook};

/// The words before each language in an instruction to translate.
const TAG: &str = "BCP 47 tag \"";

const RUDE: &str = "What a stupid question. Leave me alone, you fool.";

/// The size of a large answer, in bytes.
const LARGE: usize = 100 * 1024;

/// The answer, and whether it was cut off where the request wanted.
pub(crate) fn answer(request: &Request, behaviour: Behaviour) -> (String, bool) {
    let words = match behaviour {
        Behaviour::Empty => return (String::new(), false),
        Behaviour::Large => "word ".repeat(LARGE / 5 + 1),
        Behaviour::Rude => RUDE.to_owned(),
        Behaviour::Obedient => told(request).unwrap_or_else(|| match languages(request) {
            Some(_) => helpful(request),
            None => conversation::everything(request),
        }),
        _ => helpful(request),
    };
    let is_well = !matches!(
        behaviour,
        Behaviour::Large | Behaviour::Rude | Behaviour::Obedient
    );
    let text = match (request.schema(), request.property()) {
        (Some(schema), _) if has_several(schema) && languages(request).is_none() => {
            let heard = match is_well {
                true => form::callers_part(&request.all_asked()),
                false => words,
            };
            form::fill(schema, &heard).to_string()
        }
        (_, Some(property)) => json!({ property: words }).to_string(),
        _ => words,
    };
    match request.max_completion_tokens {
        Some(maximum) if behaviour != Behaviour::Large && tokens(&text) > maximum => {
            (text.chars().take(4 * maximum).collect(), true)
        }
        _ => (text, false),
    }
}

/// Translates where the instructions name two languages; else answers a caller.
fn helpful(request: &Request) -> String {
    match languages(request) {
        Some((from, to)) => phrasebook::translate(&text_of(request.asked().0), from, to),
        None => conversation::answer(request),
    }
}

/// The two languages between which the instructions have it translate.
fn languages(request: &Request) -> Option<(&str, &str)> {
    let mut tags = request
        .instructions()
        .split(TAG)
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    tags.next().zip(tags.next())
}

/// Whether an object has more than one field: those are forms to fill.
fn has_several(schema: &Value) -> bool {
    schema["properties"]
        .as_object()
        .is_some_and(|fields| fields.len() > 1)
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
