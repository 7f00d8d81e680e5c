//! What a caller plainly asks for, in any language that we ship: a person, a message, a prayer, confidence, an end of
//! texts, to hear it again, to end the call, another language.
//!
//! Only what is asked beyond doubt is read here, for it is done without asking back; a question that merely mentions it
//! ("when is the prayer meeting") goes to the model. The phrases are in `spoken_request/phrases.tsv`, by language, for a
//! person who speaks it to review; nobody has yet.

use std::sync::LazyLock;

use crate::care::rows;
use crate::language::LanguageTag;
use crate::phrases::pattern::Pattern;
use crate::phrases::without;
use crate::phrases::written::WrittenText;
use crate::shipped_language::ShippedLanguage;

/// What a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpokenRequest {
    /// To speak with a person.
    Person,
    /// To leave a message, or to be called back.
    Message,
    /// To be prayed for.
    Prayer,
    /// That only the pastor should know.
    Confidence,
    /// Not to be texted.
    NoMoreTexts,
    /// To hear it again.
    Repeat,
    /// To end the call.
    Goodbye,
    /// To speak this language.
    Speak(ShippedLanguage),
}

const PHRASES: &str = include_str!("spoken_request/phrases.tsv");

/// What changes something goes before what only leads the conversation on.
const ORDER: [SpokenRequest; 7] = [
    SpokenRequest::NoMoreTexts,
    SpokenRequest::Confidence,
    SpokenRequest::Prayer,
    SpokenRequest::Person,
    SpokenRequest::Message,
    SpokenRequest::Repeat,
    SpokenRequest::Goodbye,
];

static RULES: LazyLock<Rules> = LazyLock::new(Rules::read);

#[derive(Default)]
struct Rules {
    requests: Vec<(SpokenRequest, Pattern)>,
    ordinary: Vec<Pattern>,
}

impl Rules {
    fn read() -> Self {
        let mut rules = Self::default();
        for (_, kind, phrase) in rows(PHRASES) {
            let pattern = Pattern::read(phrase);
            match request_named(kind) {
                Some(request) => rules.requests.push((request, pattern)),
                None => rules.ordinary.push(pattern),
            }
        }
        rules
    }
}

/// The request that a row of the table is about; `None` for what is ordinary.
fn request_named(kind: &str) -> Option<SpokenRequest> {
    Some(match kind {
        "person" => SpokenRequest::Person,
        "message" => SpokenRequest::Message,
        "prayer" => SpokenRequest::Prayer,
        "confidence" => SpokenRequest::Confidence,
        "no_more_texts" => SpokenRequest::NoMoreTexts,
        "repeat" => SpokenRequest::Repeat,
        "goodbye" => SpokenRequest::Goodbye,
        _ => {
            let tag = LanguageTag::parse(kind.strip_prefix("speak_")?).ok()?;
            SpokenRequest::Speak(ShippedLanguage::find(&tag)?)
        }
    })
}

/// Reads what is asked beyond doubt, as it was transcribed.
pub fn read_request(text: &str) -> Option<SpokenRequest> {
    let text = WrittenText::of(text);
    let clauses = text.clauses.iter();
    let rests: Vec<_> = clauses
        .flat_map(|clause| without(&RULES.ordinary, clause))
        .collect();
    let finds = |pattern: &Pattern| rests.iter().any(|rest| pattern.find(rest).is_some());
    let found: Vec<SpokenRequest> = RULES
        .requests
        .iter()
        .filter(|(_, pattern)| finds(pattern))
        .map(|(request, _)| *request)
        .collect();
    let language = found
        .iter()
        .find(|request| matches!(request, SpokenRequest::Speak(_)));
    let first = || ORDER.iter().find(|request| found.contains(request));
    language.or_else(first).copied()
}

#[cfg(test)]
mod tests;
