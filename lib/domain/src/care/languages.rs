//! The words of danger and self-harm, one file a language, for a person who speaks it to review.
//!
//! The rows are in the notation of `phrases` and are looked for anywhere in a clause. Speech comes without punctuation,
//! so a clause is mostly all that was said in a turn.

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
pub(super) struct CareWords {
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
    /// Somebody may harm themselves.
    pub(super) self_harm: &'static [&'static str],
    /// Somebody is in danger.
    pub(super) danger: &'static [&'static str],
    /// What only sounds like it, and is taken out before.
    pub(super) ordinary: &'static [&'static str],
}

/// All languages that we ship.
pub(super) static LANGUAGES: [CareWords; 16] = [
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
