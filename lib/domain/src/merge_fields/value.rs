//! What the directory says, made fit for the middle of a sentence.

use crate::contact::one_line;

/// The most characters of a value: nobody's name is longer, and a text has room for 1,600.
pub(super) const MAXIMUM_CHARACTERS: usize = 100;

/// One line of at most [`MAXIMUM_CHARACTERS`]; `None` where there is no letter and no digit in it, for `Hi -,` is no
/// better than `Hi ,`.
pub(super) fn tidy(text: &str) -> Option<String> {
    let line = shortened(&line(text));
    line.chars().any(char::is_alphanumeric).then_some(line)
}

/// The text in one line, without characters that are not seen, or that would turn the letters after it around.
pub(super) fn line(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_unseen(*letter)).collect();
    one_line(&seen)
}

/// Zero-width spaces and marks of direction; joiners are kept, for some scripts need them.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// What is too long is cut between two words, or anywhere where it is one word.
fn shortened(line: &str) -> String {
    let Some((end, _)) = line.char_indices().nth(MAXIMUM_CHARACTERS) else {
        return line.to_owned();
    };
    let cut = &line[..end];
    let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    words.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_that_can_be_seen() {
        for (text, expected) in [
            (" Ruth \n  Okafor\t", Some("Ruth Okafor")),
            ("Ruth\u{0}\u{7}Okafor", Some("Ruth Okafor")),
            ("\u{202e}Ruth\u{200b}", Some("Ruth")),
            ("می\u{200c}خواهم", Some("می\u{200c}خواهم")),
            ("", None),
            (" \u{a0}\u{200b}\u{2060} ", None),
            ("-", None),
            ("???", None),
            ("7", Some("7")),
        ] {
            assert_eq!(tidy(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_value_that_is_too_long_is_cut_between_words() {
        let text = format!("{} {}", "a".repeat(60), "b".repeat(60));
        assert_eq!(tidy(&text), Some("a".repeat(60)));
        assert_eq!(tidy(&"é".repeat(101)), Some("é".repeat(100)));
        assert_eq!(tidy(&"é".repeat(100)), Some("é".repeat(100)));
    }
}
