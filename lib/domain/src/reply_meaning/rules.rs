//! The tables of all languages together: a text does not say in which language it is, and people mix them.

use std::sync::LazyLock;

use super::languages::{LANGUAGES, ReplyWords};
use crate::phrases::{self, Pattern, Slips, Word, WrittenText};

/// The rules, made ready when the first text comes.
pub(super) static RULES: LazyLock<Rules> = LazyLock::new(Rules::of_all_languages);

/// Longer texts than this, in words, are not compared as a whole: no fixed phrase has so many with its courtesies.
const MAXIMUM_WORDS_OF_A_PHRASE: usize = 40;

/// A phrase of fewer words means something else too often inside of a sentence: "don't leave me alone with the kids".
const MINIMUM_WORDS_WITHIN_A_SENTENCE: usize = 4;

/// See `ReplyWords` for what each list holds.
pub(super) struct Rules {
    courtesies: Vec<Pattern>,
    alone: Vec<Pattern>,
    words: Vec<Pattern>,
    phrases: Vec<Pattern>,
    doubtful: Vec<Pattern>,
    sentences: Vec<Pattern>,
    ordinary: Vec<Pattern>,
    look_alikes: Vec<Word>,
    opt_in: Vec<Pattern>,
    help: Vec<Pattern>,
}

impl Rules {
    fn of_all_languages() -> Self {
        let read = |list: fn(&ReplyWords) -> &'static [&'static str]| -> Vec<Pattern> {
            phrases::read_rows(LANGUAGES.iter().flat_map(list))
        };
        let look_alikes = LANGUAGES.iter().flat_map(|language| language.look_alikes);
        Self {
            courtesies: read(|language| language.courtesies),
            alone: read(|language| language.opt_out_alone),
            words: read(|language| language.opt_out_words),
            phrases: read(|language| language.opt_out_phrases),
            doubtful: read(|language| language.doubtful),
            sentences: read(|language| language.opt_out_sentences),
            ordinary: read(|language| language.ordinary),
            look_alikes: look_alikes
                .flat_map(|words| WrittenText::of(words).clauses.concat())
                .collect(),
            opt_in: read(|language| language.opt_in),
            help: read(|language| language.help),
        }
    }

    /// Whether the whole text asks for an end, beyond doubt.
    pub(super) fn opts_out(&self, text: &WrittenText) -> bool {
        let words = text.words();
        is_one_of(&self.alone, &words, Slips::NONE)
            || self.without_courtesies(&words).is_some_and(|request| {
                is_one_of(&self.words, request, Slips::NONE)
                    || is_one_of(&self.phrases, request, Slips::NONE)
            })
    }

    /// Whether the whole text asks for texts again.
    pub(super) fn opts_in(&self, text: &WrittenText) -> bool {
        is_one_of(&self.opt_in, &text.words(), Slips::NONE)
    }

    /// Whether the whole text asks for help.
    pub(super) fn asks_for_help(&self, text: &WrittenText) -> bool {
        is_one_of(&self.help, &text.words(), Slips::NONE)
    }

    /// Whether a part of the text asks for an end, or its words look as if they were to.
    pub(super) fn probably_opts_out(&self, text: &WrittenText) -> bool {
        self.looks_misspelt(&text.words()) || self.has_request(text) || self.has_sentence(text)
    }

    fn looks_misspelt(&self, words: &[Word]) -> bool {
        let slips = Slips {
            allowed: 1,
            look_alikes: &self.look_alikes,
        };
        self.without_courtesies(words).is_some_and(|request| {
            is_one_of(&self.doubtful, request, Slips::NONE)
                || [&self.alone, &self.words, &self.phrases]
                    .iter()
                    .any(|rules| is_one_of(rules, request, slips))
        })
    }

    /// Whether a clause is one of the phrases, or the last one is one of the words: "wrong number. Stop".
    fn has_request(&self, text: &WrittenText) -> bool {
        let requests = text
            .clauses
            .iter()
            .map(|clause| self.without_courtesies(clause));
        let is_last_a_word = text
            .clauses
            .last()
            .and_then(|clause| self.without_courtesies(clause))
            .is_some_and(|request| is_one_of(&self.words, request, Slips::NONE));
        is_last_a_word
            || requests
                .flatten()
                .any(|request| is_one_of(&self.phrases, request, Slips::NONE))
    }

    /// Whether a clause holds a sentence of the tables, apart from what is ordinary in it.
    fn has_sentence(&self, text: &WrittenText) -> bool {
        text.clauses
            .iter()
            .flat_map(|clause| phrases::without_ordinary(&self.ordinary, clause))
            .any(|rest| {
                phrases::is_any_in(&self.sentences, rest)
                    || self
                        .phrases
                        .iter()
                        .filter_map(|phrase| phrase.find(rest))
                        .any(|found| is_long(&rest[found]))
            })
    }

    /// The words without greetings and thanks around them, if they are few enough for a phrase.
    fn without_courtesies<'words>(&self, words: &'words [Word]) -> Option<&'words [Word]> {
        if words.len() > MAXIMUM_WORDS_OF_A_PHRASE {
            return None;
        }
        Some(phrases::without_courtesies(&self.courtesies, words))
    }
}

/// Whether there are words enough, of which two syllables that stand for themselves make one.
fn is_long(words: &[Word]) -> bool {
    let halves: usize = words
        .iter()
        .map(|word| if word.is_one_syllable() { 1 } else { 2 })
        .sum();
    halves >= 2 * MINIMUM_WORDS_WITHIN_A_SENTENCE
}

fn is_one_of(patterns: &[Pattern], words: &[Word], slips: Slips<'_>) -> bool {
    !words.is_empty()
        && words.len() <= MAXIMUM_WORDS_OF_A_PHRASE
        && patterns
            .iter()
            .any(|pattern| pattern.is_all_of(words, slips))
}
