//! What somebody on the phone asks for beyond doubt, so that no model has to be asked: a person, a message, a prayer,
//! another language. A question that merely mentions one of these goes on to the model.
//!
//! All languages are read at once, since the recognition may be set to another than is spoken.

mod languages;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::phrases::{self, Pattern, Slips, Word, WrittenText};
use crate::reply_meaning::{Certainty, ReplyMeaning, read_reply};
use crate::shipped_language::ShippedLanguage;
use languages::{LANGUAGES, RequestWords};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpokenRequest {
    /// To talk to a person.
    Person,
    /// To leave a message.
    Message,
    /// To be prayed for.
    Prayer,
    /// That only the pastor reads what is said.
    Confidence,
    /// To get no more texts.
    NoMoreTexts,
    /// To hear it again.
    Repeat,
    /// To end the call.
    Goodbye,
    /// To go on in this language.
    Speak(ShippedLanguage),
}

/// A longer turn tells of something, whatever it says besides: it is left to the model, but for requests of which there
/// is no doubt anywhere in it. In words, of which two syllables that stand for themselves make one.
const MAXIMUM_WORDS: usize = 24;

/// The tables of all languages, made ready when the first words come.
static RULES: LazyLock<Rules> = LazyLock::new(Rules::of_all_languages);

struct Rules {
    courtesies: Vec<Pattern>,
    ordinary: Vec<Pattern>,
    /// In the order in which they are looked for.
    sentences: Vec<(SpokenRequest, Vec<Pattern>)>,
    /// Fixed phrases, as all that was said but for courtesies.
    alone: Vec<(SpokenRequest, Vec<Pattern>)>,
    yes: Vec<Pattern>,
    no: Vec<Pattern>,
}

impl Rules {
    fn of_all_languages() -> Self {
        let read = |list: fn(&RequestWords) -> &'static [&'static str]| {
            phrases::read_rows(LANGUAGES.iter().flat_map(list))
        };
        let mut sentences = vec![
            (SpokenRequest::Confidence, read(|words| words.confidence)),
            (SpokenRequest::Person, read(|words| words.person)),
            (SpokenRequest::Message, read(|words| words.message)),
            (SpokenRequest::Prayer, read(|words| words.prayer)),
            (SpokenRequest::Repeat, read(|words| words.repeat)),
        ];
        let mut alone = vec![
            (SpokenRequest::Person, read(|words| words.person_alone)),
            (SpokenRequest::Message, read(|words| words.message_alone)),
            (SpokenRequest::Prayer, read(|words| words.prayer_alone)),
            (SpokenRequest::Repeat, read(|words| words.repeat_alone)),
            (SpokenRequest::Goodbye, read(|words| words.goodbye)),
        ];
        for words in &LANGUAGES {
            for (language, names) in words.names {
                let request = SpokenRequest::Speak(*language);
                alone.push((request, phrases::read_rows(*names)));
                let asked: Vec<Pattern> = words
                    .speak
                    .iter()
                    .flat_map(|row| names.iter().map(|name| row.replace("{language}", name)))
                    .map(|row| Pattern::read(&row))
                    .collect();
                sentences.push((request, asked));
            }
        }
        Self {
            courtesies: read(|words| words.courtesies),
            ordinary: read(|words| words.ordinary),
            sentences,
            alone,
            yes: read(|words| words.yes),
            no: read(|words| words.no),
        }
    }

    fn read(&self, text: &WrittenText) -> Option<SpokenRequest> {
        let words = text.words();
        let said = phrases::without_courtesies(&self.courtesies, &words);
        // A farewell may be all courtesies: "thank you so much".
        let alone = self
            .alone
            .iter()
            .find(|(_, rows)| is_one_of(rows, said) || is_one_of(rows, &words));
        if let Some((request, _)) = alone {
            return Some(*request);
        }
        if length(&words) > 2 * MAXIMUM_WORDS {
            return None;
        }
        let rests: Vec<&[Word]> = text
            .clauses
            .iter()
            .flat_map(|clause| phrases::without_ordinary(&self.ordinary, clause))
            .collect();
        let asked = self
            .sentences
            .iter()
            .find(|(_, rows)| rests.iter().any(|rest| phrases::is_any_in(rows, rest)));
        asked.map(|(request, _)| *request)
    }
}

/// Reads what a caller said; `None` where it is no request, or not beyond doubt.
///
/// What can't wait comes first: see [`crate::care::find_care_need`].
pub fn read_request(text: &str) -> Option<SpokenRequest> {
    let written = WrittenText::of(text);
    // A text of one word means more on paper: "stop" on the phone may be the end of a sentence, or of the call.
    let ends_texts = match read_reply(text) {
        ReplyMeaning::OptOut(Certainty::Exact) => length(&written.words()) > 2,
        ReplyMeaning::OptOut(Certainty::Fuzzy) => speaks_of_texts(&written),
        _ => false,
    };
    if ends_texts {
        return Some(SpokenRequest::NoMoreTexts);
    }
    RULES.read(&written)
}

/// Reads the answer to a question that is answered by yes or no; `None` where it is neither alone.
pub fn read_yes_no(text: &str) -> Option<bool> {
    let words = WrittenText::of(text).words();
    let said = phrases::without_courtesies(&RULES.courtesies, &words);
    let is_said = |rows: &[Pattern]| is_one_of(rows, said) || is_one_of(rows, &words);
    match (is_said(&RULES.yes), is_said(&RULES.no)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Of what sounds like an end of something, only that of texts is obeyed on the phone.
fn speaks_of_texts(text: &WrittenText) -> bool {
    static TEXTS: LazyLock<Vec<Pattern>> =
        LazyLock::new(|| phrases::read_rows(LANGUAGES.iter().flat_map(|words| words.texts)));
    text.clauses
        .iter()
        .any(|clause| phrases::is_any_in(&TEXTS, clause))
}

fn is_one_of(rows: &[Pattern], words: &[Word]) -> bool {
    !words.is_empty() && rows.iter().any(|row| row.is_all_of(words, Slips::NONE))
}

/// In halves of words: two syllables that stand for themselves make one.
fn length(words: &[Word]) -> usize {
    words
        .iter()
        .map(|word| if word.is_one_syllable() { 1 } else { 2 })
        .sum()
}
