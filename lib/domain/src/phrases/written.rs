//! A text taken apart into words that can be compared, however it was typed.
//!
//! Case, full-width and decorated letters, punctuation, emoji, invisible characters, the short vowels of Arabic and
//! the two ways of writing some Indic letters make no difference. Accents make none where one of the two sides has no
//! accents at all: people leave them out, but in Vietnamese "đúng" (right) is not "dừng" (stop).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest text that Twilio takes or hands over: <https://www.twilio.com/docs/api/errors/21617>.
const MAXIMUM_CHARACTERS: usize = 1_600;

/// More than anybody says on the phone before it is answered.
const MAXIMUM_CHARACTERS_OF_SPEECH: usize = 8_000;

/// One word; a syllable of Korean, or a character of Chinese, is a word by itself, as spaces say little there.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// With its accents.
    pub(crate) written: String,
    /// Without them.
    pub(crate) plain: String,
}

impl Word {
    fn of(letters: &str) -> Self {
        let plain = letters
            .nfd()
            .filter(|letter| !is_accent(*letter))
            .map(without_stroke)
            .nfc()
            .collect();
        Self {
            written: letters.nfc().collect(),
            plain,
        }
    }

    /// Whether this is one character of a script that is written without dependable spaces.
    pub(crate) fn is_one_syllable(&self) -> bool {
        self.written.chars().all(stands_alone)
    }
}

/// The words of a text, in clauses that end at punctuation or at the end of a line. No clause is empty.
pub(crate) struct WrittenText {
    pub(crate) clauses: Vec<Vec<Word>>,
}

impl WrittenText {
    /// Takes a text apart.
    pub(crate) fn of(text: &str) -> Self {
        Self::of_characters(text.chars().take(MAXIMUM_CHARACTERS))
    }

    /// Takes apart what was said, which may be longer.
    pub(crate) fn of_speech(text: &str) -> Self {
        Self::of_characters(text.chars().take(MAXIMUM_CHARACTERS_OF_SPEECH))
    }

    /// Takes apart what is not in quotation marks, unless everything is: a phone that reacts to our text with a
    /// heart sends us our own words back, as in `Loved “Grace Church: .. Reply STOP ..”`.
    pub(crate) fn outside_quotations(text: &str) -> Self {
        let mut closing = None;
        let outside = text
            .chars()
            .take(MAXIMUM_CHARACTERS)
            .filter(|character| match closing {
                Some(mark) => {
                    if *character == mark {
                        closing = None;
                    }
                    false
                }
                None => {
                    closing = closing_mark(*character);
                    closing.is_none()
                }
            });
        let outside = Self::of_characters(outside);
        // A mark that is not closed was an inch, or a slip.
        if outside.clauses.is_empty() || closing.is_some() {
            Self::of(text)
        } else {
            outside
        }
    }

    fn of_characters(characters: impl Iterator<Item = char>) -> Self {
        let mut clauses = vec![Vec::new()];
        let mut letters = String::new();
        let end_word = |letters: &mut String, clauses: &mut Vec<Vec<Word>>| {
            if let Some(clause) = clauses.last_mut().filter(|_| !letters.is_empty()) {
                clause.push(Word::of(letters));
            }
            letters.clear();
        };
        // The spacing accent becomes a space and an accent when normalised: it is taken for an apostrophe before.
        let characters = characters.filter(|character| *character != '\u{b4}');
        for character in characters
            .nfkc()
            .flat_map(char::to_lowercase)
            .filter(|character| !is_ignored(*character))
        {
            if stands_alone(character) {
                end_word(&mut letters, &mut clauses);
                letters.push(character);
                end_word(&mut letters, &mut clauses);
            } else if character.is_alphanumeric() || is_combining_mark(character) {
                push_unified(&mut letters, character);
            } else {
                end_word(&mut letters, &mut clauses);
                if ends_clause(character) {
                    clauses.push(Vec::new());
                }
            }
        }
        end_word(&mut letters, &mut clauses);
        clauses.retain(|clause| !clause.is_empty());
        Self { clauses }
    }

    /// All words, without repetitions ("stop stop stop") and with letters put together that were spaced ("S.T.O.P.").
    pub(crate) fn words(&self) -> Vec<Word> {
        let mut words: Vec<Word> = self.clauses.iter().flatten().cloned().collect();
        if words.len() > 2 && words.iter().all(is_one_letter) {
            let letters: String = words.iter().map(|word| word.written.as_str()).collect();
            return vec![Word::of(&letters)];
        }
        words.dedup_by(|word, previous| word == previous && !word.is_one_syllable());
        words
    }
}

fn is_one_letter(word: &Word) -> bool {
    word.plain.len() == 1 && word.plain.chars().all(|letter| letter.is_ascii_lowercase())
}

/// The mark that ends what this one begins; that of a straight one is the same again.
fn closing_mark(opening: char) -> Option<char> {
    match opening {
        '"' => Some('"'),
        '\u{201c}' => Some('\u{201d}'),
        '\u{ab}' => Some('\u{bb}'),
        '\u{300c}' => Some('\u{300d}'),
        '\u{300e}' => Some('\u{300f}'),
        _ => None,
    }
}

/// Chinese characters, Korean syllables and Japanese kana.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Where a sentence or a part of it ends, in the scripts of the languages that we ship.
fn ends_clause(character: char) -> bool {
    matches!(
        character,
        '.' | ','
            | '!'
            | '?'
            | ';'
            | ':'
            | '\n'
            | '\r'
            | '¡'
            | '¿'
            | '\u{60c}'
            | '\u{61b}'
            | '\u{61f}'
            | '\u{6d4}'
            | '\u{964}'
            | '\u{965}'
            | '\u{3001}'
            | '\u{3002}'
    )
}

/// What is not seen, or changes nothing of a word: apostrophes, joiners, marks of direction, selectors of a glyph,
/// frames around it, the stretching stroke and the short vowels of Arabic, the dot under some letters of Hindi.
fn is_ignored(character: char) -> bool {
    matches!(character,
        '\'' | '`' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{93c}')
}

/// Accents of Latin and Cyrillic letters.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// Letters whose accent is a stroke through them, which normalisation does not take away.
fn without_stroke(letter: char) -> char {
    match letter {
        'đ' => 'd',
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        other => other,
    }
}

/// Adds a letter, in one form of those that people take for the same.
fn push_unified(letters: &mut String, letter: char) {
    // Malayalam has two encodings of its final consonants; the older one ends in a virama.
    const VIRAMA: char = '\u{d4d}';
    match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' => letters.push('ا'),
        'ؤ' => letters.push('و'),
        'ى' | 'ی' | 'ئ' => letters.push('ي'),
        'ة' => letters.push('ه'),
        'ک' => letters.push('ك'),
        '\u{901}' => letters.push('\u{902}'),
        'ൺ' => letters.extend(['ണ', VIRAMA]),
        'ൻ' => letters.extend(['ന', VIRAMA]),
        'ർ' => letters.extend(['ര', VIRAMA]),
        'ൽ' => letters.extend(['ല', VIRAMA]),
        'ൾ' => letters.extend(['ള', VIRAMA]),
        'ൿ' => letters.extend(['ക', VIRAMA]),
        other => letters.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain_words(text: &str) -> String {
        let words = WrittenText::of(text).words();
        words
            .iter()
            .map(|word| word.plain.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn what_is_written_differently_is_compared_as_the_same() {
        for (text, same) in [
            ("  “ＳＴＯＰ”!! ", "stop"),
            ("𝐒𝐭𝐨𝐩 🛑\u{fe0f}", "stop"),
            ("S.T.O.P.", "stop"),
            ("s t o p", "stop"),
            ("STOP STOP\nSTOP", "stop"),
            ("don´t don’t don't", "dont"),
            ("opt-out", "opt out"),
            ("st\u{200b}op", "stop"),
            ("Hủy đăng ký", "huy dang ky"),
            ("تَوَقَّـــف", "توقف"),
            ("إيقاف", "ايقاف"),
            ("നിര്\u{200d}ത്തൂ", "നിര്ത്തൂ"),
            ("നിർത്തൂ", "നിര്ത്തൂ"),
            ("ग़लत", "गलत"),
            ("ещё", "еще"),
            ("문자 보내", "문 자 보 내"),
            ("再send短訊", "再 send 短 訊"),
            ("谢谢", "谢 谢"),
            ("👍🏽", ""),
        ] {
            assert_eq!(plain_words(text), same, "{text}");
        }
    }

    #[test]
    fn clauses_end_at_punctuation_of_every_script() {
        for text in [
            "a, b",
            "a. b",
            "a؟ b",
            "a। b",
            "文。字",
            "a\nb",
            "a… b",
            "a，b",
        ] {
            assert_eq!(WrittenText::of(text).clauses.len(), 2, "{text}");
        }
        assert_eq!(WrittenText::of("a (b) c — d 🙏 e").clauses.len(), 1);
    }

    #[test]
    fn quotations_are_left_out_unless_there_is_nothing_else() {
        for (text, words) in [
            ("Loved “Reply STOP to end”", 1),
            ("👍 to \"Reply STOP to end\" ok", 2),
            ("a «b c» d", 2),
            ("12\" of snow", 3),
            ("“stop texting me”", 3),
        ] {
            assert_eq!(
                WrittenText::outside_quotations(text).words().len(),
                words,
                "{text}"
            );
        }
    }

    #[test]
    fn no_more_is_read_than_a_text_can_hold() {
        let text = "a b ".repeat(400) + "c";
        assert!(
            WrittenText::of(&text)
                .clauses
                .iter()
                .flatten()
                .all(|word| word.plain != "c")
        );
    }
}
