//! The words by which people ask to be left alone, one file a language, for a person who speaks it to review.
//!
//! Each row is written in the notation of `phrases::pattern`; accents, case and punctuation need no rows of their own. A row
//! belongs in the strictest list that is true of it: what is in an `opt_out_alone`, `opt_out_words` or
//! `opt_out_phrases` opts a person out without anybody looking.

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
pub(super) struct ReplyWords {
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
    /// The whole text, with not even a courtesy: words that mean much else besides ("cancel").
    pub(super) opt_out_alone: &'static [&'static str],
    /// The whole text but for courtesies: words that hardly mean anything else. As the last clause, probably.
    pub(super) opt_out_words: &'static [&'static str],
    /// The whole text but for courtesies: phrases. As any clause, probably.
    pub(super) opt_out_phrases: &'static [&'static str],
    /// The whole text but for courtesies: what only probably asks for an end.
    pub(super) doubtful: &'static [&'static str],
    /// Anywhere in a clause: what probably asks for an end.
    pub(super) opt_out_sentences: &'static [&'static str],
    /// Anywhere in a clause: what only sounds like it, and is taken out before sentences are looked for.
    pub(super) ordinary: &'static [&'static str],
    /// Words that are one slip from a row and mean something else, separated by spaces.
    pub(super) look_alikes: &'static [&'static str],
    /// The whole text: to get texts again. No word for "yes" but Twilio's own: it is the answer to other questions.
    pub(super) opt_in: &'static [&'static str],
    /// The whole text: who are you, how do I stop this.
    pub(super) help: &'static [&'static str],
}

/// All languages that we ship.
pub(super) static LANGUAGES: [ReplyWords; 16] = [
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
