//! The counter of segments compared with a slow reference that encodes each text and cuts it into parts.

use std::time::Instant;

use domain::segments::{Encoding, SegmentCount, count_segments};

/// The default alphabet in the order of its codes: 3GPP TS 23.038, section 6.2.1. Code 27 is the escape to the
/// extension, for which nothing can be written: a character that no Unicode text holds keeps its place.
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{10ffff}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                        ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension's characters and their codes: section 6.2.1.1.
const EXTENSION: [(char, u16); 10] = [
    ('\u{c}', 0x0a),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2f),
    ('[', 0x3c),
    ('~', 0x3d),
    (']', 0x3e),
    ('|', 0x40),
    ('€', 0x65),
];

const ESCAPE: u16 = 0x1b;

/// The code of each character up to the euro sign, the last one that has any.
struct Reference {
    codes: Vec<Code>,
}

#[derive(Clone, Copy)]
enum Code {
    Missing,
    Plain(u16),
    Extended(u16),
}

impl Reference {
    fn new() -> Self {
        let mut codes = vec![Code::Missing; '€' as usize + 1];
        for (letter, code) in ALPHABET.chars().zip(0_u16..) {
            if code != ESCAPE {
                codes[letter as usize] = Code::Plain(code);
            }
        }
        for (letter, code) in EXTENSION {
            codes[letter as usize] = Code::Extended(code);
        }
        Self { codes }
    }

    /// The text in septets; `None` where a character has no code.
    fn septets(&self, text: &str) -> Option<Vec<u16>> {
        let mut septets = Vec::with_capacity(2 * text.len());
        for letter in text.chars() {
            match self.codes.get(letter as usize)? {
                Code::Missing => return None,
                Code::Plain(code) => septets.push(*code),
                Code::Extended(code) => {
                    septets.push(ESCAPE);
                    septets.push(*code);
                }
            }
        }
        Some(septets)
    }

    /// The parts that a text is sent in, each a list of codes, and the room of each.
    fn parts(&self, text: &str) -> (Encoding, Vec<Vec<u16>>, usize) {
        if let Some(septets) = self.septets(text) {
            let (parts, room) = cut(&septets, 160, 153, |code| *code == ESCAPE);
            return (Encoding::Gsm7, parts, room);
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        let (parts, room) = cut(&units, 70, 67, |unit| (0xd800..0xdc00).contains(unit));
        (Encoding::Unicode, parts, room)
    }
}

/// Cuts codes into parts as long as they may be, but never behind a code that another one must follow.
fn cut(
    codes: &[u16],
    single: usize,
    joined: usize,
    wants_another: impl Fn(&u16) -> bool,
) -> (Vec<Vec<u16>>, usize) {
    if codes.len() <= single {
        let parts = (!codes.is_empty()).then(|| codes.to_vec());
        return (parts.into_iter().collect(), single);
    }
    let mut parts = Vec::new();
    let mut rest = codes;
    while !rest.is_empty() {
        let mut length = rest.len().min(joined);
        if wants_another(&rest[length - 1]) {
            length -= 1;
        }
        let (part, others) = rest.split_at(length);
        parts.push(part.to_vec());
        rest = others;
    }
    (parts, joined)
}

/// Compares one text; the count is returned for statistics.
fn compare(reference: &Reference, text: &str) -> SegmentCount {
    let (encoding, parts, room) = reference.parts(text);
    let count = count_segments(text);
    let units: usize = parts.iter().map(Vec::len).sum();
    let remaining = room - parts.last().map_or(0, Vec::len);
    let segments = u32::try_from(parts.len()).expect("few parts");
    assert_eq!(
        (
            count.encoding,
            count.units,
            count.segments,
            count.remaining_in_segment
        ),
        (encoding, units, segments, remaining),
        "{text:?}"
    );
    count
}

#[test]
fn every_character_of_the_basic_plane_is_counted_as_it_is_sent() {
    let (reference, begin) = (Reference::new(), Instant::now());
    let surroundings = [(0, 0), (69, 0), (66, 4), (159, 0), (152, 8)]
        .map(|(before, after)| ("a".repeat(before), "b".repeat(after)));
    let (mut texts, mut gsm7) = (0, 0);
    let mut text = String::new();
    for character in '\0'..='\u{ffff}' {
        for (before, after) in &surroundings {
            text.clear();
            text.push_str(before);
            text.push(character);
            text.push_str(after);
            let count = compare(&reference, &text);
            gsm7 += u32::from(before.is_empty() && count.encoding == Encoding::Gsm7);
            texts += 1;
        }
    }
    println!(
        "{texts} texts, {gsm7} characters of the 7-bit alphabet, no difference, in {:?}",
        begin.elapsed()
    );
    // 127 of the default alphabet, for the escape is no character, and ten of the extension.
    assert_eq!((texts, gsm7), (63_488 * 5, 137));
}

#[test]
fn emoji_are_counted_as_they_are_sent_wherever_a_boundary_falls() {
    let reference = Reference::new();
    let emoji = [
        "🙏",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        "👍🏽",
        "🇺🇸",
        "❤\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "𐍈",
        "\u{10ffff}",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ];
    let mut texts = 0;
    for emoji in emoji {
        for before in 0..210 {
            for after in [0, 1, 66, 67] {
                let text = format!("{}{emoji}{}", "a".repeat(before), "ж".repeat(after));
                compare(&reference, &text);
                texts += 1;
            }
        }
        for times in 1..120 {
            compare(&reference, &emoji.repeat(times));
            texts += 1;
        }
    }
    println!("{texts} texts with emoji, no difference");
    assert_eq!(texts, 9 * (210 * 4 + 119));
}

#[test]
fn random_texts_are_counted_as_they_are_sent() {
    let (reference, begin) = (Reference::new(), Instant::now());
    let mut random = fastrand::Rng::with_seed(23_038);
    let alphabet: Vec<char> = ALPHABET.chars().filter(|c| *c != '\u{10ffff}').collect();
    let (mut gsm7, mut segments) = (0, 0);
    for _ in 0..100_000 {
        let text = random_text(&mut random, &alphabet);
        let count = compare(&reference, &text);
        segments += count.segments;
        gsm7 += u32::from(count.encoding == Encoding::Gsm7);
    }
    println!(
        "100,000 random texts, {gsm7} of them in 7 bits, {segments} segments, no difference, in {:?}",
        begin.elapsed()
    );
    assert!((20_000..80_000).contains(&gsm7));
}

/// A text of up to 340 characters, most of them shorter; in half of them there is Unicode, rarely or often.
fn random_text(random: &mut fastrand::Rng, alphabet: &[char]) -> String {
    let longest = random.choice([80, 180, 180, 340]).unwrap_or(0);
    let length = random.usize(0..longest);
    let extension = random.u8(0..60);
    let unicode = random.choice([0, 0, 1, 40]).unwrap_or(0);
    let one = |random: &mut fastrand::Rng| match random.u8(0..100) {
        roll if roll < unicode => random.char(..),
        roll if roll < unicode + extension => EXTENSION[random.usize(0..EXTENSION.len())].0,
        _ => alphabet[random.usize(0..alphabet.len())],
    };
    (0..length).map(|_| one(random)).collect()
}
