//! The words of requests, one file a language, for a person who speaks it to review; in the notation of `phrases`.

mod arabic;
mod chinese_simplified;
mod chinese_traditional;
mod english;
mod filipino;
mod french;
mod haitian_creole;
mod hindi;
mod korean;
mod malayalam;
mod portuguese;
mod russian;
mod spanish;
mod tamil;
mod telugu;
mod vietnamese;

use crate::shipped_language::ShippedLanguage;

/// The rows of one language.
pub(super) struct RequestWords {
    /// The language.
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "for the reader, and for the test that no language is missing"
        )
    )]
    pub(super) language: ShippedLanguage,
    /// Who has read the rows and speaks the language; `None` where nobody has yet.
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "for the reader, and for the test that tells what is unreviewed"
        )
    )]
    pub(super) reviewed_by: Option<&'static str>,
    /// What may stand before or after a request and changes nothing of it.
    pub(super) courtesies: &'static [&'static str],
    /// All that was said, but for courtesies: a person.
    pub(super) person_alone: &'static [&'static str],
    /// Anywhere in a clause: to talk to a person.
    pub(super) person: &'static [&'static str],
    /// All that was said: a message.
    pub(super) message_alone: &'static [&'static str],
    /// Anywhere: to leave one.
    pub(super) message: &'static [&'static str],
    /// All that was said: a prayer.
    pub(super) prayer_alone: &'static [&'static str],
    /// Anywhere: to be prayed for.
    pub(super) prayer: &'static [&'static str],
    /// Anywhere: that nobody else learns of it.
    pub(super) confidence: &'static [&'static str],
    /// All that was said: again.
    pub(super) repeat_alone: &'static [&'static str],
    /// Anywhere: to say it again.
    pub(super) repeat: &'static [&'static str],
    /// All that was said: farewells, and that there is nothing else.
    pub(super) goodbye: &'static [&'static str],
    /// Anywhere: to go on in `{language}`, which stands for each of `names`.
    pub(super) speak: &'static [&'static str],
    /// Words for texts, without which an end is not taken for theirs.
    pub(super) texts: &'static [&'static str],
    /// What merely mentions one of these, and is taken out before sentences are looked for.
    pub(super) ordinary: &'static [&'static str],
    /// All that was said: yes.
    pub(super) yes: &'static [&'static str],
    /// All that was said: no.
    pub(super) no: &'static [&'static str],
    /// What speakers of this language call languages.
    pub(super) names: &'static [(ShippedLanguage, &'static [&'static str])],
}

/// All languages that we ship.
pub(super) static LANGUAGES: [RequestWords; 16] = [
    english::WORDS,
    spanish::WORDS,
    french::WORDS,
    portuguese::WORDS,
    korean::WORDS,
    chinese_simplified::WORDS,
    chinese_traditional::WORDS,
    vietnamese::WORDS,
    filipino::WORDS,
    hindi::WORDS,
    telugu::WORDS,
    tamil::WORDS,
    malayalam::WORDS,
    arabic::WORDS,
    haitian_creole::WORDS,
    russian::WORDS,
];
