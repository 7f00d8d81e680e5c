//! Characters that word processors and phones put in, and the 7-bit alphabet's characters that look like them.
//!
//! The source is Twilio's list (<https://www.twilio.com/docs/messaging/services/smart-encoding-char-list>), with
//! these decisions of our own:
//! - added: primes, the minus sign, other dashes and bullets, ligatures, small fullwidth letters, soft hyphens;
//! - a letter and the accent that follows it become the one letter that is meant, where the alphabet has it; other
//!   accents stay as they are, for Twilio's `e^` would not be read as `ê`;
//! - a space of any width, and a tab, becomes one space; `‹` becomes `<`, and the comma for vertical lines a comma;
//! - control characters are not looked at: no message may hold them.

use serde::Serialize;
use unicode_normalization::char::compose;

use super::{Encoding, SegmentCount, count_segments, is_gsm7};

/// A text in which look-alikes of 7-bit characters were swapped for them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct LookAlikes {
    /// The text after the swap; characters without a counterpart are still in it.
    pub text: String,
    /// What was swapped, in the order in which each was first met.
    pub replaced: Vec<Replacement>,
}

/// A character that was swapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replacement {
    /// The character, or a letter and its accent.
    pub original: String,
    /// What stands there now; empty where the character was invisible.
    pub replacement: String,
    /// How often it was swapped.
    pub count: usize,
}

/// What swapping look-alikes would save.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct LookAlikeSaving {
    /// The text after the swap, and what was swapped.
    #[serde(flatten)]
    pub look_alikes: LookAlikes,
    /// What the text takes up as it is.
    pub before: SegmentCount,
    /// What it takes up after the swap, in the 7-bit alphabet.
    pub after: SegmentCount,
    /// How many segments fewer that are; at least one.
    pub saved_segments: u32,
}

/// Debug output ends up in logs, and no log may hold what we write to people (I7).
impl std::fmt::Debug for LookAlikes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("LookAlikes(..)")
    }
}

/// Debug output ends up in logs, and no log may hold what we write to people (I7).
impl std::fmt::Debug for LookAlikeSaving {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "LookAlikeSaving({} segments)",
            self.saved_segments
        )
    }
}

/// Swaps every look-alike, whether or not that saves anything; see [`saving_by_look_alikes`].
pub fn replace_look_alikes(text: &str) -> LookAlikes {
    let mut result = LookAlikes {
        text: String::with_capacity(text.len()),
        replaced: Vec::new(),
    };
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let accented = |mark: &char| compose(character, *mark).filter(|letter| is_gsm7(*letter));
        if let Some((mark, letter)) = characters.peek().and_then(|m| Some((*m, accented(m)?))) {
            characters.next();
            result.swap(String::from_iter([character, mark]), &letter.to_string());
        } else if let Some(replacement) = counterpart(character) {
            result.swap(character.to_string(), replacement);
        } else {
            result.text.push(character);
        }
    }
    result
}

impl LookAlikes {
    fn swap(&mut self, original: String, replacement: &str) {
        self.text.push_str(replacement);
        match self.replaced.iter_mut().find(|r| r.original == original) {
            Some(known) => known.count += 1,
            None => self.replaced.push(Replacement {
                original,
                replacement: replacement.to_owned(),
                count: 1,
            }),
        }
    }
}

/// The swap, where it saves segments; `None` where there is nothing to offer.
///
/// Like Twilio, this is all or nothing: a text that holds anything without a counterpart stays in UTF-16 whatever is
/// swapped in it, and its writer's dashes and full stops are better left alone.
pub fn saving_by_look_alikes(text: &str) -> Option<LookAlikeSaving> {
    let before = count_segments(text);
    if before.encoding == Encoding::Gsm7 {
        return None;
    }
    let look_alikes = replace_look_alikes(text);
    let after = count_segments(&look_alikes.text);
    let saved_segments = before.segments.saturating_sub(after.segments);
    (after.encoding == Encoding::Gsm7 && saved_segments > 0).then_some(LookAlikeSaving {
        look_alikes,
        before,
        after,
        saved_segments,
    })
}

/// The printable characters of ASCII from `!` on, of which fullwidth forms exist in the same order; the 7-bit
/// alphabet has no grave accent.
const FULLWIDTH: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_\
                         'abcdefghijklmnopqrstuvwxyz{|}~";

/// What looks like this character and is in the 7-bit alphabet; `None` for characters of the alphabet itself, and
/// for those that nothing looks like.
fn counterpart(character: char) -> Option<&'static str> {
    if let '\u{ff01}'..='\u{ff5e}' = character {
        let index = usize::try_from(u32::from(character) - 0xff01).ok()?;
        return FULLWIDTH.get(index..=index);
    }
    punctuation(character)
        .or_else(|| mark(character))
        .or_else(|| letters(character))
}

/// Quotation marks, dashes, spaces and what else ends or joins words.
fn punctuation(character: char) -> Option<&'static str> {
    Some(match character {
        '«' | '»' | '“' | '”' | '„' | '‟' | 'ʺ' | 'ˮ' | '❝' | '❞' | '〝' | '〞' | '″' | '‶' => {
            "\""
        }
        '‘' | '’' | '‛' | 'ʻ' | 'ˈ' | 'ʼ' | 'ʽ' | 'ʹ' | '´' | 'ˊ' | '`' | 'ˋ' | '❛' | '❜' | '‗' => {
            "'"
        }
        '′' | '‵' | '\u{1fef}' => "'",
        '‐' | '\u{2011}' | '‒' | '–' | '—' | '―' | '−' | '⁃' | '﹘' | '﹣' | '⎼' | '⎽' => {
            "-"
        }
        '•' | '‣' | '◦' | '●' | '∙' => "-",
        '…' => "...",
        '‥' => "..",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' => " ",
        '\u{205f}' | '\u{3000}' | '\t' => " ",
        // Invisible, and without meaning for how letters join, unlike U+200C and U+200D.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => "",
        '‚' | '﹐' | '﹑' | '､' | '、' | '\u{fe10}' | '\u{fe11}' => ",",
        '。' | '﹒' | '｡' | '․' => ".",
        'ː' | '˸' | '⦂' | '꞉' | '\u{fe13}' | '﹕' => ":",
        '⁏' | '\u{fe14}' | '﹔' | '\u{37e}' => ";",
        'ǃ' | '\u{fe15}' | '﹗' => "!",
        '‼' => "!!",
        '\u{fe16}' | '﹖' => "?",
        '❨' | '❪' | '﹙' | '⟮' | '⦅' | '\u{ff5f}' => "(",
        '❩' | '❫' | '﹚' | '⟯' | '⦆' | '\u{ff60}' => ")",
        '❴' | '﹛' => "{",
        '❵' | '﹜' => "}",
        _ => return None,
    })
}

/// Signs of arithmetic, of trade and of drawing.
fn mark(character: char) -> Option<&'static str> {
    Some(match character {
        '÷' | '⧸' | '⁄' | '∕' => "/",
        '⧹' | '⧵' | '﹨' => "\\",
        '∣' | '⎸' | '⎹' | '⏐' | '⎜' | '⎟' | '¦' => "|",
        '﹫' => "@",
        '﹩' => "$",
        '﹟' => "#",
        '﹪' => "%",
        '﹠' => "&",
        '⁎' | '∗' | '⊛' | '✢' | '✣' | '✤' | '✥' | '✱' | '✲' | '✳' | '✺' | '✻' | '✼' | '✽' => {
            "*"
        }
        '❃' | '❉' | '❊' | '❋' | '⧆' | '﹡' => "*",
        '˖' | '﹢' => "+",
        '×' => "x",
        '‹' | '﹤' => "<",
        '›' | '﹥' => ">",
        '꞊' | '﹦' => "=",
        'ˆ' => "^",
        '˜' | '˷' | '∼' => "~",
        '¼' => "1/4",
        '½' => "1/2",
        '¾' => "3/4",
        '\u{ffe1}' => "£",
        '\u{ffe5}' => "¥",
        _ => return None,
    })
}

/// Ligatures, small capitals, and signs that are letters.
fn letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '\u{212a}' => "K",
        '\u{212b}' => "Å",
        '\u{2126}' => "Ω",
        'ᴀ' => "A",
        'ʙ' => "B",
        'ᴄ' => "C",
        'ᴅ' => "D",
        'ᴇ' => "E",
        'ꜰ' => "F",
        'ɢ' => "G",
        'ʜ' => "H",
        'ɪ' => "I",
        'ᴊ' => "J",
        'ᴋ' => "K",
        'ʟ' => "L",
        'ᴍ' => "M",
        'ɴ' => "N",
        'ᴏ' => "O",
        'ᴘ' => "P",
        'ʀ' => "R",
        'ꜱ' => "S",
        'ᴛ' => "T",
        'ᴜ' => "U",
        'ᴠ' => "V",
        'ᴡ' => "W",
        'ʏ' => "Y",
        'ᴢ' => "Z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_processors_characters_become_plain_ones() {
        for (text, expected) in [
            ("“We’ll meet” – 6\u{a0}pm…", "\"We'll meet\" - 6 pm..."),
            ("• oﬃce\u{200b}\t½", "- office 1/2"),
            ("ＡＢＣ　ｘｙｚ！＠＾｀～", "ABC xyz!@^'~"),
            // The first é is a letter and an accent; the alphabet has no á, however it is written.
            ("cafe\u{301} é a\u{301} á", "café é a\u{301} á"),
            ("‹a› 5 − 3 × 2 ÷ 1", "<a> 5 - 3 x 2 / 1"),
        ] {
            assert_eq!(replace_look_alikes(text).text, expected, "{text}");
        }
    }

    #[test]
    fn what_was_swapped_is_counted_in_order() {
        let replaced = replace_look_alikes("“a” ‘b’ “c” e\u{301}").replaced;
        let counts: Vec<_> = replaced
            .iter()
            .map(|r| (r.original.as_str(), r.replacement.as_str(), r.count))
            .collect();
        let expected = [
            ("“", "\"", 2),
            ("”", "\"", 2),
            ("‘", "'", 1),
            ("’", "'", 1),
            ("e\u{301}", "é", 1),
        ];
        assert_eq!(counts, expected);
    }

    #[test]
    fn the_swap_is_offered_only_where_it_saves_segments() {
        let saving = saving_by_look_alikes(&format!("{}’", "a".repeat(149))).expect("a saving");
        assert_eq!((saving.before.segments, saving.after.segments), (3, 1));
        assert_eq!(saving.saved_segments, 2);
        // Plain already; short enough as it is; an emoji keeps it in UTF-16; not a single look-alike.
        let long = "a".repeat(149);
        for text in [long.clone(), "It’s Friday".to_owned(), format!("{long}’🙏")] {
            assert_eq!(saving_by_look_alikes(&text), None, "{text}");
        }
        assert_eq!(saving_by_look_alikes(&"主日崇拜。".repeat(30)), None);
    }

    #[test]
    fn every_counterpart_is_in_the_alphabet_and_stands_for_what_is_not() {
        let mut swapped = 0;
        for character in '\0'..=char::MAX {
            let Some(replacement) = counterpart(character) else {
                continue;
            };
            swapped += 1;
            assert!(!is_gsm7(character), "U+{:04X}", u32::from(character));
            assert!(replacement.chars().all(is_gsm7), "{replacement}");
        }
        println!("{swapped} characters have a counterpart in the 7-bit alphabet");
        assert!(swapped >= 300);
    }

    #[test]
    fn a_joiner_of_letters_or_emoji_is_never_taken_away() {
        for text in ["👨\u{200d}👩\u{200d}👧", "می\u{200c}خواهم", "❤\u{fe0f}"] {
            assert_eq!(replace_look_alikes(text).text, text);
        }
    }

    #[test]
    fn a_saving_is_shown_without_the_text_in_debug_output() {
        let saving = saving_by_look_alikes(&"a’".repeat(40)).expect("a saving");
        assert_eq!(format!("{saving:?}"), "LookAlikeSaving(1 segments)");
        assert_eq!(format!("{:?}", saving.look_alikes), "LookAlikes(..)");
        let json = serde_json::to_value(&saving).expect("JSON");
        assert_eq!(json["replaced"][0]["count"], 40);
        assert_eq!(json["saved_segments"], 1);
    }
}
