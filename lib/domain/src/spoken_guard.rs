//! The last look, in code, at what a model wants to say before it is spoken.
//!
//! No prompt stops whoever wants to make a model say something. So what could harm is looked for in its answer: phone
//! and account numbers, addresses and links are spoken only if the church published them, however they are written. What
//! a voice would read out as noise, such as marks of Markdown, is taken away.

mod addresses;
mod cleaning;
mod numbers;
mod sentences;
#[cfg(test)]
mod tests;

use crate::shipped_language::ShippedLanguage;
use crate::spoken_language::detect_language;
pub use sentences::cut_at_sentence;

/// What may be repeated.
#[derive(Clone, Copy)]
pub struct SpokenFacts<'a> {
    /// All that the church published, as it is given to the model.
    pub facts: &'a str,
    /// The caller's own first name.
    pub first_name: Option<&'a str>,
    /// What the church last sent to the caller.
    pub last_sent: Option<&'a str>,
}

/// Debug output ends up in logs, and no log may hold a caller's data (I7).
impl std::fmt::Debug for SpokenFacts<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SpokenFacts(..)")
    }
}

impl SpokenFacts<'_> {
    /// All of it together; nothing runs over from one to the next.
    fn published(&self) -> String {
        let parts = [Some(self.facts), self.first_name, self.last_sent];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }
}

/// Why an answer is not spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unspeakable {
    /// Nothing is left that could be spoken.
    #[error("the answer is empty")]
    Empty,
    /// It has a phone number, or another long one, that the church did not publish.
    #[error("the answer has a number that was not published")]
    Number,
    /// It has a street address that the church did not publish.
    #[error("the answer has an address that was not published")]
    Address,
    /// It has an e-mail address or a link that the church did not publish.
    #[error("the answer has a link or an e-mail address that was not published")]
    Contact,
    /// It is made of marks for a machine: code, JSON, pages.
    #[error("the answer is made of marks, not of words")]
    Markup,
    /// It is surely in another language than is spoken.
    #[error("the answer is in another language")]
    OtherLanguage,
}

/// More characters than this are not spoken: about 40 seconds.
const MAXIMUM_CHARACTERS: usize = 600;
/// The same in Chinese and Korean, where a character is a syllable.
const MAXIMUM_SYLLABLES: usize = 220;
/// What follows is not looked at: a model that answers with 100 KB has gone astray.
const MAXIMUM_READ: usize = 8_000;

/// Cleans an answer, cuts it to a length that can be listened to, and refuses it if it says what the church did not
/// publish. What is refused is not mended: a part of a bad answer is no good answer.
///
/// # Errors
/// When nothing of it should be spoken, with the first reason that was found.
pub fn guard_spoken(
    answer: &str,
    facts: &SpokenFacts<'_>,
    language: ShippedLanguage,
) -> Result<String, Unspeakable> {
    let read: String = answer.chars().take(MAXIMUM_READ).collect();
    if cleaning::is_markup(&read) {
        return Err(Unspeakable::Markup);
    }
    // Before anything is taken away: a link hides in the marks of Markdown.
    let published = facts.published();
    if addresses::has_new_contact(&read, &published) {
        return Err(Unspeakable::Contact);
    }
    let clean = cleaning::cleaned(&read);
    if !clean.chars().any(char::is_alphabetic) {
        return Err(Unspeakable::Empty);
    }
    // Marks and invisible characters may have kept a link or a number apart.
    if addresses::has_new_contact(&clean, &published) {
        return Err(Unspeakable::Contact);
    }
    if numbers::has_new_number(&clean, &published) {
        return Err(Unspeakable::Number);
    }
    if addresses::has_new_street(&clean, &published) {
        return Err(Unspeakable::Address);
    }
    if is_in_another_language(&clean, language) {
        return Err(Unspeakable::OtherLanguage);
    }
    let maximum = match language {
        ShippedLanguage::Korean
        | ShippedLanguage::ChineseSimplified
        | ShippedLanguage::ChineseTraditional => MAXIMUM_SYLLABLES,
        _ => MAXIMUM_CHARACTERS,
    };
    Ok(sentences::shortened(&clean, maximum).to_owned())
}

/// A voice reads only its own language. Either way of writing Chinese is read by the same voice, and so it passes.
fn is_in_another_language(text: &str, language: ShippedLanguage) -> bool {
    let is_chinese = |language| {
        matches!(
            language,
            ShippedLanguage::ChineseSimplified | ShippedLanguage::ChineseTraditional
        )
    };
    detect_language(text).is_some_and(|found| {
        found.is_sure
            && found.language != language
            && !(is_chinese(found.language) && is_chinese(language))
    })
}
