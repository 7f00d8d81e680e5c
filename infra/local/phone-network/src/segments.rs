//! How many segments a text is billed as: `num_segments`.
//!
//! Alphabet: 3GPP 23.038, section 6.2.1. Sizes: GSM-7 holds 160 septets alone and 153 in each part of a
//! longer text; UCS-2 holds 70 UTF-16 units alone and 67 in a part. A character is never split.

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// The segments of `body`; an empty text still takes one.
pub(crate) fn segments(body: &str) -> usize {
    match body.chars().map(septets).collect::<Option<Vec<_>>>() {
        Some(sizes) => parts(sizes.into_iter(), 160, 153),
        None => parts(body.chars().map(char::len_utf16), 70, 67),
    }
}

fn septets(character: char) -> Option<usize> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENDED.contains(character) {
        Some(2)
    } else {
        None
    }
}

fn parts(sizes: impl Iterator<Item = usize> + Clone, alone: usize, in_part: usize) -> usize {
    if sizes.clone().sum::<usize>() <= alone {
        return 1;
    }
    let mut count = 1;
    let mut used = 0;
    for size in sizes {
        if used + size > in_part {
            count += 1;
            used = 0;
        }
        used += size;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn segments_are_counted_by_alphabet_and_length() {
        for (body, expected) in [
            (String::new(), 1),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            // 153 is odd: the 77th euro sign of a part may not be split, so a part holds 76.
            ("€".repeat(153), 3),
            ("’".repeat(70), 1),
            ("’".repeat(71), 2),
            // An emoji is two UTF-16 units and 67 is odd: 33 fit in a part.
            ("🙏".repeat(67), 3),
        ] {
            assert_eq!(
                segments(&body),
                expected,
                "{} characters",
                body.chars().count()
            );
        }
    }
}
