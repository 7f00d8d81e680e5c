//! Objects by a JSON schema, filled from what a caller said, as plausibly as one can without understanding.

use serde_json::{Map, Value, json};

use crate::conversation::sentences;
use crate::languages::{concepts_in, tag_of};

/// The requests that are looked for, and the parts of names by which a schema asks for them.
const REQUESTS: &[(&str, &[&str])] = &[
    ("prayer", &["pray"]),
    ("callback", &["call", "phone", "ring"]),
    ("address", &["address", "mov"]),
];
/// The parts of names that take any request but a change, and those that take changes.
const ANY_REQUEST: &[&str] = &["request", "follow", "task", "action"];
const ANY_CHANGE: &[&str] = &["change", "update"];
const LONGEST_SUMMARY: usize = 300;

/// A value of `schema` from what the caller said.
pub(super) fn fill(schema: &Value, heard: &str) -> Value {
    value(schema, "", heard, heard)
}

/// What a caller said in the messages: the contents of those that say who speaks, or all of it.
pub(super) fn callers_part(asked: &str) -> String {
    if let Ok(turns) = serde_json::from_str::<Value>(asked) {
        let mut said = Vec::new();
        collect(&turns, &mut said);
        if !said.is_empty() {
            return said.join("\n");
        }
    }
    let said: Vec<&str> = asked
        .lines()
        .filter_map(|line| {
            let (who, words) = line.split_once(':')?;
            let who = who.trim().to_lowercase();
            matches!(who.as_str(), "caller" | "user" | "contact").then(|| words.trim())
        })
        .collect();
    match said.is_empty() {
        true => asked.to_owned(),
        false => said.join("\n"),
    }
}

/// The contents of turns that are the caller's.
fn collect(value: &Value, said: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, said)),
        Value::Object(fields) => {
            let who = ["role", "speaker", "who"]
                .into_iter()
                .find_map(|name| fields.get(name)?.as_str());
            let words = ["content", "text", "words"]
                .into_iter()
                .find_map(|name| fields.get(name)?.as_str());
            match (who, words) {
                (Some("caller" | "user" | "contact"), Some(words)) => said.push(words.to_owned()),
                (Some(_), _) => {}
                (None, _) => fields.values().for_each(|field| collect(field, said)),
            }
        }
        _ => {}
    }
}

fn value(schema: &Value, name: &str, sentence: &str, heard: &str) -> Value {
    if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let filled = choices.iter().find(|choice| choice["type"] != "null");
        let wanted = filled.filter(|_| !is_optional(schema) || fits(name, sentence));
        return wanted.map_or(Value::Null, |choice| value(choice, name, sentence, heard));
    }
    if let Some(choices) = schema["enum"].as_array() {
        return choose(choices, name, sentence);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => {
            let kind = kinds.iter().find(|kind| *kind != "null");
            if kinds.iter().any(|kind| kind == "null") && !fits(name, sentence) {
                return Value::Null;
            }
            kind.cloned().unwrap_or_default()
        }
        kind => kind.clone(),
    };
    match kind.as_str().unwrap_or_default() {
        "object" => {
            let empty = Map::new();
            let fields = schema["properties"].as_object().unwrap_or(&empty);
            let filled = fields
                .iter()
                .map(|(name, field)| (name.clone(), value(field, name, sentence, heard)));
            Value::Object(filled.collect())
        }
        "array" => Value::Array(items(&schema["items"], name, heard)),
        "boolean" => json!(fits(name, heard)),
        "integer" => json!(number(sentence)),
        "number" => json!(number(sentence)),
        "null" => Value::Null,
        _ if name.contains("language") => json!(tag_of(heard)),
        _ if name.contains("summary") => json!(summary(heard)),
        _ => json!(sentence.trim()),
    }
}

fn is_optional(schema: &Value) -> bool {
    let choices = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    choices.is_some_and(|choices| choices.iter().any(|choice| choice["type"] == "null"))
}

/// Whether a text has what a name asks for.
fn fits(name: &str, text: &str) -> bool {
    let concepts = concepts_in(text);
    let name = name.to_lowercase();
    REQUESTS.iter().any(|(request, parts)| {
        concepts.contains(request) && parts.iter().any(|part| name.contains(part))
    })
}

/// The first value whose words the text has, or whose request it makes; else that of the language, else the first.
fn choose(choices: &[Value], name: &str, text: &str) -> Value {
    let small = text.to_lowercase();
    let has = |choice: &&Value| {
        let choice = choice.as_str().unwrap_or_default();
        fits(choice, text)
            || (choice.chars().count() > 2
                && small.contains(&choice.replace('_', " ").to_lowercase()))
    };
    let language = || {
        choices
            .iter()
            .find(|_| name.contains("language"))
            .and_then(|_| choices.iter().find(|choice| *choice == tag_of(text)))
    };
    let chosen = language().or_else(|| choices.iter().find(has));
    chosen.or(choices.first()).cloned().unwrap_or_default()
}

/// An item for each sentence of the caller that makes a request of the array's kind.
fn items(schema: &Value, name: &str, heard: &str) -> Vec<Value> {
    let name = name.to_lowercase();
    let takes = |request: &str, parts: &[&str]| {
        let general = if request == "address" {
            ANY_CHANGE
        } else {
            ANY_REQUEST
        };
        parts.iter().chain(general).any(|part| name.contains(part)) || has_choice(schema, parts)
    };
    let mut found = Vec::new();
    for sentence in sentences(heard) {
        let concepts = concepts_in(sentence);
        let is_wanted = REQUESTS
            .iter()
            .any(|(request, parts)| concepts.contains(request) && takes(request, parts));
        if is_wanted {
            found.push(value(schema, "", sentence, heard));
        }
    }
    found
}

/// Whether a schema has a choice for a request, at any depth.
fn has_choice(schema: &Value, parts: &[&str]) -> bool {
    match schema {
        Value::Object(fields) => fields
            .iter()
            .any(|(name, field)| match (name.as_str(), field) {
                ("enum", Value::Array(choices)) => {
                    choices.iter().filter_map(Value::as_str).any(|choice| {
                        parts
                            .iter()
                            .any(|part| choice.to_lowercase().contains(part))
                    })
                }
                (_, field) => has_choice(field, parts),
            }),
        Value::Array(items) => items.iter().any(|item| has_choice(item, parts)),
        _ => false,
    }
}

/// The first number of a text, or none of anything.
fn number(text: &str) -> u64 {
    let digits = text.split(|letter: char| !letter.is_ascii_digit());
    digits
        .filter_map(|digits| digits.parse().ok())
        .next()
        .unwrap_or(0)
}

fn summary(heard: &str) -> String {
    let words = heard.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(LONGEST_SUMMARY).collect();
    format!("The caller said: {short}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{callers_part, fill};

    #[test]
    fn a_summary_holds_what_was_said_and_asked_for() {
        let schema = json!({ "type": "object", "properties": {
            "summary": { "type": "string" },
            "language_detected": { "type": "string" },
            "wants_callback": { "type": "boolean" },
            "new_address": { "type": ["string", "null"] },
            "requests": { "type": "array", "items": { "type": "object", "properties": {
                "kind": { "type": "string", "enum": ["prayer", "callback", "other"] },
                "text": { "type": "string" },
            } } },
            "proposed_changes": { "type": "array", "items": { "type": "string" } },
        } });
        let heard = "Please pray for my mother. Please call me back at six. I moved: my new address is 5 Elm Street.";
        let filled = fill(&schema, heard);
        assert!(
            filled["summary"]
                .as_str()
                .expect("a text")
                .contains("pray for my mother")
        );
        assert_eq!(filled["language_detected"], "en");
        assert_eq!(filled["wants_callback"], true);
        assert_eq!(
            filled["requests"],
            json!([
                { "kind": "prayer", "text": "Please pray for my mother." },
                { "kind": "callback", "text": "Please call me back at six." },
            ])
        );
        assert_eq!(
            filled["proposed_changes"],
            json!(["I moved: my new address is 5 Elm Street."])
        );
        let quiet = fill(&schema, "¿Cuándo es la misa?");
        assert_eq!(quiet["language_detected"], "es");
        assert_eq!(
            (&quiet["requests"], &quiet["new_address"]),
            (&json!([]), &json!(null))
        );
    }

    #[test]
    fn only_the_callers_part_of_a_transcript_counts() {
        assert_eq!(
            callers_part("Assistant: Shall I pray?\nCaller: When is it?"),
            "When is it?"
        );
        let turns = json!({ "turns": [
            { "role": "assistant", "content": "Shall we pray?" },
            { "role": "caller", "content": "When is it?" },
        ] });
        assert_eq!(callers_part(&turns.to_string()), "When is it?");
        assert_eq!(callers_part("When is it?"), "When is it?");
    }
}
