//! Numbers that are long enough to be dialled or charged, however they are written: in the digits of any script, with
//! blanks, dashes or a few words between, or spelled out.

use std::collections::BTreeSet;

use crate::phrases::{Word, WrittenText};

/// The fewest digits of a phone number.
const PHONE_DIGITS: usize = 7;
/// More characters than this between two digits make them two numbers.
const MAXIMUM_GAP: usize = 3;

/// Whether a text has a long number that `published` has not.
pub(super) fn has_new_number(text: &str, published: &str) -> bool {
    let known = Numbers::of(published);
    Numbers::of(text)
        .long
        .iter()
        .any(|number| !known.has(number))
}

/// The long numbers of a text.
struct Numbers {
    long: BTreeSet<String>,
}

impl Numbers {
    fn of(text: &str) -> Self {
        let mut long = written_numbers(text);
        long.extend(spelled_numbers(text));
        Self { long }
    }

    /// With or without the country's own number before it.
    fn has(&self, number: &str) -> bool {
        let national = |number: &str| number.strip_prefix('1').unwrap_or(number).to_owned();
        self.long.iter().any(|known| {
            known == number
                || (number.len() >= 10 && national(known) == national(number))
                // "555-0123" of a number that stands there with its area code.
                || (number.len() == PHONE_DIGITS && known.len() >= 10 && known.ends_with(number))
        })
    }
}

/// A digit's value in any script.
fn digit(character: char) -> Option<char> {
    /// The zeros of the decimal digits; the nine others follow each
    /// (<https://www.unicode.org/reports/tr44/#General_Category_Values>, Nd).
    const ZEROS: [char; 28] = [
        '0',
        '٠',
        '۰',
        '߀',
        '०',
        '০',
        '੦',
        '૦',
        '୦',
        '௦',
        '౦',
        '೦',
        '൦',
        '๐',
        '໐',
        '༠',
        '၀',
        '០',
        '᠐',
        '０',
        '\u{1d7ce}',
        '\u{1d7d8}',
        '\u{1d7e2}',
        '\u{1d7ec}',
        '\u{1d7f6}',
        '\u{0de6}',
        '\u{1090}',
        '\u{a9d0}',
    ];
    if let Some(position) = "〇零一二三四五六七八九"
        .chars()
        .position(|known| known == character)
    {
        let value = position.saturating_sub(1);
        return char::from_digit(u32::try_from(value).ok()?, 10);
    }
    // Digits in circles and above the line.
    let enclosed = match character {
        '①'..='⑨' => Some(u32::from(character) - u32::from('①') + 1),
        '⓪' | '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(u32::from(character) - u32::from('⁰')),
        '₀'..='₉' => Some(u32::from(character) - u32::from('₀')),
        _ => None,
    };
    let value = enclosed.or_else(|| {
        let from = ZEROS.map(|zero| u32::from(character).wrapping_sub(zero.into()));
        from.into_iter().find(|value| *value < 10)
    })?;
    char::from_digit(value, 10)
}

/// Runs of digits with little between them.
fn written_numbers(text: &str) -> BTreeSet<String> {
    let mut long = BTreeSet::new();
    let (mut groups, mut gap): (Vec<String>, String) = (Vec::new(), String::new());
    for character in text.chars().chain("\u{0}\u{0}\u{0}\u{0}".chars()) {
        if let Some(digit) = digit(character) {
            if groups.is_empty() || !gap.is_empty() {
                groups.push(String::new());
            }
            gap.clear();
            if let Some(group) = groups.last_mut() {
                group.push(digit);
            }
        } else if !groups.is_empty() {
            gap.push(character);
            let is_too_far = gap.chars().count() > MAXIMUM_GAP && !is_filler(&gap);
            if is_too_far
                || !gap
                    .chars()
                    .all(|within| may_be_between(within) || within.is_alphabetic())
            {
                end_number(&std::mem::take(&mut groups), &mut long);
                gap.clear();
            }
        }
    }
    long
}

/// A few words that stand between the parts of a number: "area code 212 then 555 and 0123".
fn is_filler(gap: &str) -> bool {
    const FILLERS: [&str; 11] = [
        "then", "and", "dash", "hyphen", "dot", "luego", "guion", "y", "e", "puis", "tiret",
    ];
    gap.split([' ', ',', '.', '-'])
        .filter(|word| !word.is_empty())
        .all(|word| {
            FILLERS
                .iter()
                .any(|filler| filler.starts_with(&word.to_lowercase()))
        })
        && gap.chars().count() <= 12
}

fn may_be_between(character: char) -> bool {
    character.is_whitespace()
        || "-.()/,·+\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2022}".contains(character)
}

fn end_number(groups: &[String], long: &mut BTreeSet<String>) {
    let digits = groups.concat();
    if digits.len() >= PHONE_DIGITS && !is_ordinary(groups) {
        long.insert(digits);
    }
}

/// Dates, and lists of times and verses: no group is longer than a year, and the short ones are no parts of a phone number.
fn is_ordinary(groups: &[String]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(String::len).collect();
    let is_date = matches!(lengths[..], [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2]);
    // "1,500,000".
    let is_thousands = groups.len() > 2
        && lengths[0] <= 3
        && lengths[1..].iter().all(|length| *length == 3)
        && groups.last().is_some_and(|group| group == "000");
    // "2024, 2025", "1990-2025".
    let is_years = lengths.len() <= 3
        && groups
            .iter()
            .all(|group| group.len() == 4 && (group.starts_with("19") || group.starts_with("20")));
    // "9:30, 11 and 6": four short numbers at most, none of three digits.
    let is_times = lengths.len() <= 4 && lengths.iter().all(|length| *length <= 2);
    is_date || is_thousands || is_years || is_times
}

/// Digits that are spelled out: "five five five, oh one two three".
fn spelled_numbers(text: &str) -> BTreeSet<String> {
    let mut long = BTreeSet::new();
    let words: Vec<Word> = WrittenText::of_speech(text).clauses.concat();
    let (mut run, mut between, mut is_spelled) = (String::new(), 0, false);
    for word in &words {
        if let Some(digits) = spelled(&word.plain) {
            run.push_str(digits);
            (between, is_spelled) = (0, true);
        } else if word
            .plain
            .chars()
            .all(|character| digit(character).is_some())
            && word.plain.chars().count() < 4
        {
            run.extend(word.plain.chars().filter_map(digit));
            between = 0;
        } else if !run.is_empty() {
            between += 1;
            if between > 1 {
                end_spelled(&mut run, is_spelled, &mut long);
                (between, is_spelled) = (0, false);
            }
        }
    }
    end_spelled(&mut run, is_spelled, &mut long);
    long
}

/// Digits alone were looked at where they were written.
fn end_spelled(run: &mut String, is_spelled: bool, long: &mut BTreeSet<String>) {
    if is_spelled && run.len() >= PHONE_DIGITS {
        long.insert(run.clone());
    }
    run.clear();
}

/// The digit of a word, in the languages that we ship, without accents; "double five" is not known.
fn spelled(word: &str) -> Option<&'static str> {
    const DIGITS: [(&str, &str); 10] = [
        (
            "0",
            "zero oh cero zero zewo khong sero ноль нуль शून्य జీరో సున్నా பூஜ்யம் പൂജ്യം صفر 공 영 zéro",
        ),
        (
            "1",
            "one uno una un um uma mot isa один एक ఒకటి ஒன்று ഒന്ന് واحد 일 youn en",
        ),
        (
            "2",
            "two dos deux dois duas hai dalawa два दो రెండు இரண்டு രണ്ട് اثنان اثنين 이 de",
        ),
        (
            "3",
            "three tres trois twa ba tatlo три तीन మూడు மூன்று മൂന്ന് ثلاثه 삼",
        ),
        (
            "4",
            "four cuatro quatre quatro kat bon apat четыре चार నాలుగు நான்கு നാല് اربعه 사",
        ),
        (
            "5",
            "five cinco cinq senk nam lima пять पांच पाँच ఐదు ஐந்து അഞ്ച് خمسه 오",
        ),
        ("6", "six seis sis sau anim шесть छह छः ఆరు ஆறு ആറ് سته 육"),
        (
            "7",
            "seven siete sept sete set bay pito семь सात ఏడు ஏழு ഏഴ് سبعه 칠",
        ),
        (
            "8",
            "eight ocho huit oito uit tam walo восемь आठ ఎనిమిది எட்டு എട്ട് ثمانيه 팔",
        ),
        (
            "9",
            "nine nueve neuf nove nef chin siyam девять नौ తొమ్మిది ஒன்பது ഒൻപത് تسعه 구",
        ),
    ];
    let is_one = |list: &str| list.split(' ').any(|known| known == word);
    let found = DIGITS.iter().find(|(_, words)| is_one(words));
    found.map(|(digit, _)| *digit)
}
