//! What a text costs in segments: carriers cut a text into short messages, and each of them is paid for.
//!
//! A text is sent in the 7-bit alphabet of 3GPP TS 23.038, section 6.2.1 (<https://www.3gpp.org/dynareport/23038.htm>),
//! when all of its characters are in it, and in UTF-16 otherwise: one curly quote makes the whole text dearer. A
//! message carries 140 bytes, of which the parts of a longer text spend six on saying how they belong together
//! (<https://www.twilio.com/docs/glossary/what-sms-character-limit>).

use serde::{Deserialize, Serialize};

mod look_alikes;

pub use look_alikes::{
    LookAlikeSaving, LookAlikes, Replacement, replace_look_alikes, saving_by_look_alikes,
};

/// How the characters of a text travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// The 7-bit alphabet: 160 septets in a text of one segment, 153 in each segment of a longer one.
    Gsm7,
    /// UTF-16: 70 units in a text of one segment, 67 in each segment of a longer one.
    Unicode,
}

impl Encoding {
    /// How many units a text of a single segment has room for.
    pub const fn units_of_single_segment(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Unicode => 70,
        }
    }

    /// How many units each segment of a longer text has room for.
    pub const fn units_of_joined_segment(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Unicode => 67,
        }
    }
}

/// What a text takes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentCount {
    /// How the text travels.
    pub encoding: Encoding,
    /// How long the text is: in septets, or in UTF-16 units.
    pub units: usize,
    /// How many segments are paid for. An empty text has none: it can't be sent, so it costs nothing.
    pub segments: u32,
    /// How many more units fit before another segment begins. A character of two units needs room for both.
    pub remaining_in_segment: usize,
}

/// Counts the segments of a text as it is sent, so after its fields were filled in.
///
/// A character of two units (an extension character of the 7-bit alphabet, a surrogate pair of UTF-16) goes
/// whole into the next segment when only one unit is left in this one.
///
/// ```
/// use domain::segments::{Encoding, count_segments};
///
/// let count = count_segments("Dinner on Friday – bring a friend");
/// assert_eq!((count.encoding, count.segments), (Encoding::Unicode, 1));
/// ```
pub fn count_segments(text: &str) -> SegmentCount {
    match text.chars().map(septets).sum::<Option<usize>>() {
        Some(units) => pack(Encoding::Gsm7, units, text.chars().filter_map(septets)),
        None => {
            let units = text.encode_utf16().count();
            pack(Encoding::Unicode, units, text.chars().map(char::len_utf16))
        }
    }
}

/// Fills segments with characters of these widths, in units, one after another.
fn pack(encoding: Encoding, units: usize, widths: impl Iterator<Item = usize>) -> SegmentCount {
    let (segments, remaining_in_segment) = if units <= encoding.units_of_single_segment() {
        let remaining = encoding.units_of_single_segment() - units;
        (u32::from(units > 0), remaining)
    } else {
        pack_joined(encoding.units_of_joined_segment(), widths)
    };
    SegmentCount {
        encoding,
        units,
        segments,
        remaining_in_segment,
    }
}

/// The number of segments of a text that needs several, and the room left in the last of them.
fn pack_joined(room: usize, widths: impl Iterator<Item = usize>) -> (u32, usize) {
    let mut segments = 1;
    let mut used = 0;
    for width in widths {
        if used + width > room {
            segments += 1;
            used = 0;
        }
        used += width;
    }
    (segments, room - used)
}

/// Whether the 7-bit alphabet or its extension has the character.
pub fn is_gsm7(character: char) -> bool {
    septets(character).is_some()
}

/// How many septets a character takes: one in the default alphabet, two in its extension (where an escape comes
/// first), `None` where neither has it. The code of the escape itself is no character.
fn septets(character: char) -> Option<usize> {
    match character {
        'a'..='z' | 'A'..='Z' | ' '..='#' | '%'..='?' => Some(1),
        '\n' | '\r' | '@' | '$' | '_' | '£' | '¥' | '¤' | '§' | '¡' | '¿' => Some(1),
        'è' | 'é' | 'ù' | 'ì' | 'ò' | 'à' | 'Ç' | 'Ø' | 'ø' | 'Å' | 'å' | 'Æ' | 'æ' | 'ß' | 'É' => {
            Some(1)
        }
        'Ä' | 'Ö' | 'Ñ' | 'Ü' | 'ä' | 'ö' | 'ñ' | 'ü' => Some(1),
        'Δ' | 'Φ' | 'Γ' | 'Λ' | 'Ω' | 'Π' | 'Ψ' | 'Σ' | 'Θ' | 'Ξ' => Some(1),
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' | '\u{c}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> (Encoding, usize, u32, usize) {
        let count = count_segments(text);
        (
            count.encoding,
            count.units,
            count.segments,
            count.remaining_in_segment,
        )
    }

    #[test]
    fn a_text_is_cut_where_the_carrier_cuts_it() {
        use Encoding::{Gsm7, Unicode};
        for (text, expected) in [
            (String::new(), (Gsm7, 0, 0, 160)),
            ("a".repeat(160), (Gsm7, 160, 1, 0)),
            ("a".repeat(161), (Gsm7, 161, 2, 145)),
            ("a".repeat(306), (Gsm7, 306, 2, 0)),
            ("a".repeat(307), (Gsm7, 307, 3, 152)),
            ("ж".repeat(70), (Unicode, 70, 1, 0)),
            ("ж".repeat(71), (Unicode, 71, 2, 63)),
            ("ж".repeat(134), (Unicode, 134, 2, 0)),
            ("ж".repeat(135), (Unicode, 135, 3, 66)),
        ] {
            assert_eq!(count(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_character_of_two_units_is_not_split_over_two_segments() {
        // One septet is left in the first segment, and the euro sign needs two.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(count(&text), (Encoding::Gsm7, 306, 3, 152));
        let text = format!("{}🙏{}", "a".repeat(66), "a".repeat(66));
        assert_eq!(count(&text), (Encoding::Unicode, 134, 3, 66));
    }

    #[test]
    fn one_curly_quote_makes_the_whole_text_dearer() {
        assert_eq!(count(&"a".repeat(150)).2, 1);
        assert_eq!(count(&format!("{}’", "a".repeat(149))).2, 3);
    }

    #[test]
    fn a_count_is_plain_json() {
        let json = serde_json::to_string(&count_segments("Amen")).expect("JSON");
        assert_eq!(
            json,
            r#"{"encoding":"gsm7","units":4,"segments":1,"remaining_in_segment":156}"#
        );
    }
}
