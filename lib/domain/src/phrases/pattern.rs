//! The notation of the tables of phrases, and how it is compared with a text.
//!
//! | written | stands for |
//! | --- | --- |
//! | `stop texting me` | these words, one after the other, in one clause |
//! | `stop\|quit` | one of them |
//! | `any_more` | two words where one is expected |
//! | `me\|us?` | one of them, or nothing |
//! | `text*` | every word that begins so |
//! | `=dừng` | the word with just these accents |
//! | `..` | up to four words, or up to eight syllables of Korean or characters of Chinese |
//! | `^` `$` | the start and the end of a clause; the end may also be one of several: `now\|$` |

use super::written::{Word, WrittenText};

/// A row of a table, ready to be compared.
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

enum Part {
    Start,
    End,
    Gap,
    OneOf {
        alternatives: Vec<Alternative>,
        optional: bool,
    },
}

enum Alternative {
    End,
    Words(Vec<PatternWord>),
}

struct PatternWord {
    word: Word,
    /// Longer words that begin so are taken too.
    is_beginning: bool,
    /// Accents may not be left out.
    as_written: bool,
}

/// What a gap may hold: a word takes two of it, a syllable that stands for itself takes one.
const GAP_WIDTH: usize = 8;

/// Shorter words have too many neighbours that mean something else.
const MINIMUM_LETTERS_FOR_A_SLIP: usize = 5;

/// Which slips of the keyboard are forgiven.
#[derive(Clone, Copy)]
pub(crate) struct Slips<'rules> {
    /// How many words may have one.
    pub(crate) allowed: usize,
    /// Words that are no slips, but mean something else: "cancer" is not "cancel".
    pub(crate) look_alikes: &'rules [Word],
}

impl Slips<'_> {
    pub(crate) const NONE: Slips<'static> = Slips {
        allowed: 0,
        look_alikes: &[],
    };
}

impl Pattern {
    /// Reads the notation; a part without a letter or digit would match everything, which the tests exclude.
    pub(crate) fn read(notation: &str) -> Self {
        Self {
            parts: notation.split_whitespace().map(Part::read).collect(),
        }
    }

    /// Whether the words are this, from the first to the last.
    pub(crate) fn is_all_of(&self, words: &[Word], slips: Slips<'_>) -> bool {
        Self::ends(&self.parts, words, 0, slips, &|end| end == words.len()).is_some()
    }

    /// Where this stands first in a clause: the position of its first word and that after its last.
    pub(crate) fn find(&self, clause: &[Word]) -> Option<std::ops::Range<usize>> {
        (0..clause.len()).find_map(|start| self.end_from(clause, start).map(|end| start..end))
    }

    /// The position after the last word, if this stands at `start`.
    pub(crate) fn end_from(&self, clause: &[Word], start: usize) -> Option<usize> {
        Self::ends(&self.parts, clause, start, Slips::NONE, &|_| true)
    }

    /// The same, backwards: the position of the first word, if this ends the words.
    pub(crate) fn start_at_end(&self, words: &[Word]) -> Option<usize> {
        (0..words.len()).find(|start| self.is_all_of(&words[*start..], Slips::NONE))
    }

    /// Tries the parts in turn. Gaps and choices are bounded by the pattern, and so is the time for each start.
    fn ends(
        parts: &[Part],
        words: &[Word],
        position: usize,
        slips: Slips<'_>,
        accepts: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return accepts(position).then_some(position);
        };
        let go_on = |position, slips| Self::ends(rest, words, position, slips, accepts);
        match part {
            Part::Start => (position == 0).then(|| go_on(position, slips)).flatten(),
            Part::End => (position == words.len())
                .then(|| go_on(position, slips))
                .flatten(),
            Part::Gap => gap_ends(words, position).find_map(|end| go_on(end, slips)),
            Part::OneOf {
                alternatives,
                optional,
            } => alternatives
                .iter()
                .find_map(|alternative| {
                    let Alternative::Words(expected) = alternative else {
                        return (position == words.len())
                            .then(|| go_on(position, slips))
                            .flatten();
                    };
                    let end = position + expected.len();
                    let made = slips_in(expected, words.get(position..end)?, slips)?;
                    go_on(
                        end,
                        Slips {
                            allowed: slips.allowed - made,
                            ..slips
                        },
                    )
                })
                .or_else(|| optional.then(|| go_on(position, slips)).flatten()),
        }
    }
}

impl Part {
    fn read(notation: &str) -> Self {
        match notation {
            "^" => return Part::Start,
            "$" => return Part::End,
            ".." => return Part::Gap,
            _ => {}
        }
        let (choices, optional) = match notation.strip_suffix('?') {
            Some(choices) => (choices, true),
            None => (notation, false),
        };
        Part::OneOf {
            alternatives: choices.split('|').map(Alternative::read).collect(),
            optional,
        }
    }
}

impl Alternative {
    fn read(notation: &str) -> Self {
        if notation == "$" {
            Self::End
        } else {
            Self::Words(pattern_words(notation))
        }
    }
}

fn pattern_words(notation: &str) -> Vec<PatternWord> {
    let (notation, as_written) = match notation.strip_prefix('=') {
        Some(notation) => (notation, true),
        None => (notation, false),
    };
    let (notation, is_beginning) = match notation.strip_suffix('*') {
        Some(notation) => (notation, true),
        None => (notation, false),
    };
    let words: Vec<Word> = WrittenText::of(notation).clauses.concat();
    let last = words.len().saturating_sub(1);
    let words = words.into_iter().enumerate();
    words
        .map(|(index, word)| PatternWord {
            word,
            is_beginning: is_beginning && index == last,
            as_written,
        })
        .collect()
}

/// The positions to which a gap may reach, the nearest first.
fn gap_ends(words: &[Word], start: usize) -> impl Iterator<Item = usize> {
    let widths = words[start..]
        .iter()
        .map(|word| if word.is_one_syllable() { 1 } else { 2 });
    let reached = widths.scan(0, |sum, width| {
        *sum += width;
        (*sum <= GAP_WIDTH).then_some(())
    });
    std::iter::once(start).chain(
        reached
            .enumerate()
            .map(move |(index, ())| start + index + 1),
    )
}

/// How many slips make these words of those, if it is allowed.
fn slips_in(expected: &[PatternWord], words: &[Word], slips: Slips<'_>) -> Option<usize> {
    let mut made = 0;
    for (expected, word) in expected.iter().zip(words) {
        if !expected.is(word) {
            made += 1;
            if made > slips.allowed || !expected.is_nearly(word) || slips.look_alikes.contains(word)
            {
                return None;
            }
        }
    }
    Some(made)
}

impl PatternWord {
    fn is(&self, word: &Word) -> bool {
        let expected = &self.word;
        if self.is_beginning {
            return word.plain.starts_with(&expected.plain);
        }
        if self.as_written {
            return word.written == expected.written;
        }
        word.plain == expected.plain
            && (word.written == expected.written
                || word.written == word.plain
                || expected.written == expected.plain)
    }

    /// Whether one letter is missing, added or wrong, or two neighbours are exchanged, in a word of a script where a
    /// letter is a character.
    fn is_nearly(&self, word: &Word) -> bool {
        let expected: Vec<char> = self.word.plain.chars().collect();
        let found: Vec<char> = word.plain.chars().collect();
        let is_letter =
            |letter: &char| letter.is_ascii_lowercase() || matches!(letter, '\u{430}'..='\u{45f}');
        !self.as_written
            && expected.len() >= MINIMUM_LETTERS_FOR_A_SLIP
            && expected.len().abs_diff(found.len()) <= 1
            && expected.iter().chain(&found).all(is_letter)
            && is_one_slip(&expected, &found)
    }
}

fn is_one_slip(expected: &[char], found: &[char]) -> bool {
    let same = expected
        .iter()
        .zip(found)
        .take_while(|(one, other)| one == other)
        .count();
    let (expected, found) = (&expected[same..], &found[same..]);
    match (expected, found) {
        ([_, rest @ ..], _) if rest == found => true,
        (_, [_, rest @ ..]) if rest == expected => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([first, second, one @ ..], [third, fourth, other @ ..]) => {
            first == fourth && second == third && one == other
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(notation: &str, text: &str) -> bool {
        let text = WrittenText::of(text);
        text.clauses
            .iter()
            .any(|clause| Pattern::read(notation).find(clause).is_some())
    }

    #[test]
    fn the_notation_means_what_its_table_says() {
        for (notation, found, not_found) in [
            (
                "stop texting me",
                "so stop texting me then",
                "stop, texting me",
            ),
            ("stop|quit it", "quit it", "it quit"),
            (
                "text me any_more|anymore",
                "text me any more",
                "text me any",
            ),
            ("no more|other? texts", "no texts", "no few texts"),
            ("text*", "texting", "context"),
            ("=dừng", "Dừng", "dung"),
            ("dừng", "dung", "đúng"),
            ("stop .. text", "stop a b c d text", "stop a b c d e text"),
            (
                "不要 .. 短信",
                "不要一二三四五六七八短信",
                "不要一二三四五六七八九短信",
            ),
            ("^ stop $", "go. stop", "go stop"),
            ("stop now|$", "go stop", "stop there"),
        ] {
            assert!(finds(notation, found), "{notation} in {found}");
            assert!(!finds(notation, not_found), "{notation} in {not_found}");
        }
    }

    #[test]
    fn one_slip_is_forgiven_in_long_words_that_mean_nothing_else() {
        let look_alikes = WrittenText::of("cancer").words();
        let slips = Slips {
            allowed: 1,
            look_alikes: &look_alikes,
        };
        for (notation, text, same) in [
            ("cancel", "cancle", true),
            ("cancel", "cancl", true),
            ("cancel", "cancell", true),
            ("cancel", "camcel", true),
            ("cancel", "acncel", true),
            ("cancel", "cancer", false),
            ("cancel", "cncle", false),
            ("stop", "sotp", false),
            ("cancel texting", "cancle textng", false),
            ("отписаться", "отписатся", true),
        ] {
            let words = WrittenText::of(text).words();
            assert_eq!(
                Pattern::read(notation).is_all_of(&words, slips),
                same,
                "{text}"
            );
        }
    }
}
