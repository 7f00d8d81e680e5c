//! Answers to a caller. It understands nothing: it gives back the sentence of its instructions that shares most words
//! with the question, in a frame of the caller's language.

use crate::languages;
use crate::wire::{Request, Role};

/// What the caller is answered.
pub(crate) fn answer(request: &Request) -> String {
    let instructions = request.all_instructions();
    let (_, question) = request.asked();
    let language = languages::named_in(&instructions);
    let concepts = languages::concepts_in(question);
    if concepts.contains(&"thanks") {
        return language.thanks.to_owned();
    }
    match best_sentence(&instructions, question, &concepts) {
        Some(sentence) => format!("{} {sentence}", language.found),
        None if concepts.contains(&"greeting") => language.greeting.to_owned(),
        None => language.unknown.to_owned(),
    }
}

/// All that it was given: what an attacker wants.
pub(crate) fn everything(request: &Request) -> String {
    let own = request
        .messages
        .iter()
        .filter(|message| message.role != Role::User);
    let given: Vec<&str> = own.map(|message| message.content.as_str()).collect();
    format!("I was told: {}", given.join(" "))
}

/// The sentence of the instructions that shares most words with the question, and the earliest of those; none when no
/// sentence shares a word of weight.
fn best_sentence(instructions: &str, question: &str, concepts: &[&str]) -> Option<String> {
    let mut asked = words(question);
    asked.extend(concepts.iter().flat_map(|concept| {
        let meant: &[&str] = match *concept {
            "time" => &["service", "begins", "begin", "starts", "am", "pm"],
            "place" => &["address", "street", "church", "located", "find"],
            "pastor" => &["pastor", "priest", "minister"],
            "text" => &["text", "texts", "message", "sent"],
            "event" => &["event", "events", "dinner", "supper"],
            _ => &[],
        };
        meant.iter().map(|word| (*word).to_owned())
    }));
    let mut best: Option<(usize, &str)> = None;
    for sentence in sentences(instructions) {
        let shared = words(sentence);
        let score = shared.iter().filter(|word| asked.contains(word)).count();
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, sentence));
        }
    }
    best.map(|(_, sentence)| sentence.to_owned())
}

/// The sentences of a text. A point ends one only before a space, so that times and addresses stay whole.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(&['.', '!', '?', '。', '？', '！']))
        .map(|sentence| sentence.trim().trim_start_matches(['-', '*', '#']).trim())
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
}

/// The words that carry a meaning, in small letters.
fn words(text: &str) -> Vec<String> {
    const EMPTY: [&str; 40] = [
        "the", "and", "you", "your", "for", "are", "what", "that", "this", "with", "have", "will",
        "can", "from", "not", "our", "was", "does", "about", "there", "when", "where", "who",
        "how", "please", "any", "all", "say", "tell", "know", "they", "them", "she", "his", "her",
        "its", "caller", "answer", "never", "only",
    ];
    let mut words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .map(str::to_lowercase)
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.chars().count() > 3 => stem.to_owned(),
            _ => word,
        })
        .filter(|word| word.chars().count() > 2 && !EMPTY.contains(&word.as_str()))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
