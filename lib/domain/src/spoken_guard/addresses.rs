//! E-mail addresses, links and street addresses.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::phrases::{Pattern, Word, WrittenText, read_rows};

/// Whether a text has an e-mail address or a link, written or spelled out, that `published` has not.
pub(super) fn has_new_contact(text: &str, published: &str) -> bool {
    let known = contacts(published);
    let is_known = |contact: &String| {
        known.contains(contact)
            // "example.org" of "https://example.org/dinner", and not the other way round.
            || known.iter().any(|known| {
                known
                    .strip_prefix(contact.as_str())
                    .is_some_and(|rest| rest.starts_with(['/', '?', '#']))
            })
    };
    contacts(text).iter().any(|contact| !is_known(contact))
}

/// The contacts of a text in one form.
fn contacts(text: &str) -> BTreeSet<String> {
    let spoken = written_out(text);
    let runs = [text, &spoken].map(runs_of);
    runs.into_iter().flatten().collect()
}

fn runs_of(text: &str) -> BTreeSet<String> {
    let may_be_within = |character: char| {
        character.is_ascii_digit()
            || character.is_lowercase()
            || character.is_uppercase()
            || "-._~:/?#@%&=+".contains(character)
    };
    text.split(|character| !may_be_within(character))
        .map(|run| run.trim_matches(|character: char| "-._~:/?#%&=+".contains(character)))
        .filter(|run| is_contact(run))
        .map(plain_contact)
        .collect()
}

fn plain_contact(run: &str) -> String {
    let run = run.to_lowercase();
    let run = run.strip_prefix("mailto:").unwrap_or(&run);
    let run = run.split_once("://").map_or(run, |(_, rest)| rest);
    run.strip_prefix("www.").unwrap_or(run).to_owned()
}

/// `https://…`, `www.…`, `example.org/path`, `a@example.org`; not "p.m." nor "hall.Bring".
fn is_contact(run: &str) -> bool {
    if run.contains("://") || run.contains('@') || run.to_lowercase().starts_with("www.") {
        return true;
    }
    let host = run.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let Some((name, ending)) = host.rsplit_once('.') else {
        return false;
    };
    let is_ending = ending.chars().count() >= 2
        && (ending.chars().all(char::is_lowercase) || ending.chars().all(char::is_uppercase))
        && ending.chars().all(char::is_alphabetic);
    is_ending
        && name
            .split('.')
            .all(|label| label.chars().any(char::is_alphanumeric))
        && name.chars().filter(|letter| letter.is_alphabetic()).count() > 1
}

/// "office at example dot org" as it would be typed.
fn written_out(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut typed = String::with_capacity(lower.len());
    let mut words = lower.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|mark: char| "()[]{}".contains(mark));
        match bare {
            "dot" | "punto" | "ponto" | "point" | "pwen" | "tuldok" | "точка" | "chấm" | "डॉट"
            | "点" | "點" => {
                typed.push('.');
                continue;
            }
            "at" | "arroba" | "arobase" | "собака" | "@" if is_address_ahead(words.clone()) =>
            {
                typed.push('@');
                continue;
            }
            _ => {}
        }
        if !typed.ends_with(['.', '@']) || typed.ends_with(". ") {
            typed.push(' ');
        }
        typed.push_str(word);
        if word.ends_with(['.', '!', '?']) {
            typed.push(' ');
        }
    }
    typed
}

/// "at example dot org", not "at the hall".
fn is_address_ahead<'text>(mut words: impl Iterator<Item = &'text str>) -> bool {
    let host = words.next();
    let next = words.next().unwrap_or_default();
    host.is_some() && ["dot", "punto", "ponto", "point", "точка", "."].contains(&next)
}

/// A house number and a street, in the orders of the languages that we ship.
static STREETS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    read_rows(&[
        "street|avenue|boulevard|drive|lane|parkway|highway|ave|blvd|rd|ln|dr|pkwy|hwy|road|court|terrace|circle|place|broadway|way|square|st",
        "calle|avenida|carretera|paseo|rue|chemin|rua|travessa|alameda|lari|ri|kalye|duong|pho",
        "улица|ул|проспект|переулок",
        "शारिअ|सड़क|मार्ग|गली",
        "شارع|طريق",
        "വീഥി|റോഡ്|వీధి|రోడ్డు|தெரு|சாலை",
        "路|街|道|巷",
        "로|길",
    ])
});

/// How many words may stand between the house number and the word for a street.
const MAXIMUM_BETWEEN: usize = 3;

/// Whether a text has a street address that `published` has not.
pub(super) fn has_new_street(text: &str, published: &str) -> bool {
    let known: Vec<Word> = WrittenText::of_speech(published).clauses.concat();
    let clauses = WrittenText::of_speech(text).clauses;
    let words: Vec<Word> = clauses.concat();
    addresses(&words)
        .into_iter()
        .any(|address| !stands_in(&words[address], &known))
}

/// From the house number to the word for a street, or the other way round.
fn addresses(words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (position, word) in words.iter().enumerate() {
        if !is_house_number(word) {
            continue;
        }
        let reach = |from: usize, to: usize| (from..to).find(|at| is_street(words, *at));
        // English and French put the number first, most others behind.
        let after = reach(
            position + 2,
            (position + 2 + MAXIMUM_BETWEEN).min(words.len()),
        )
        .filter(|end| words[position + 1..*end].iter().all(may_be_name));
        if let Some(end) = after {
            found.push(position..end + 1);
        }
        // "45 rue Victor".
        if position + 2 < words.len() && is_street_first(words, position + 1) {
            found.push(position..position + 3);
        }
        let start = position.saturating_sub(MAXIMUM_BETWEEN + 1);
        let before = (start..position.saturating_sub(1))
            .rev()
            .find(|at| is_street_first(words, *at));
        if let Some(begin) = before {
            found.push(begin..position + 1);
        }
        // 路12号, 로 12.
        if position > 1 && words[position - 1].is_one_syllable() && is_street(words, position - 1) {
            found.push(position.saturating_sub(3)..position + 1);
        }
    }
    found
}

/// "12", "12b"; no time and no year makes a house: they are told by the words that follow.
fn is_house_number(word: &Word) -> bool {
    let digits = word.plain.chars().filter(char::is_ascii_digit).count();
    let letters = word.plain.chars().count() - digits;
    (1..=6).contains(&digits) && letters <= 1
}

/// Small words are no names of streets: "at 7 in the street", "10 minutes down the road".
fn may_be_name(word: &Word) -> bool {
    const NONE: [&str; 31] = [
        "the", "a", "an", "in", "on", "at", "of", "to", "down", "from", "up", "and", "am", "pm",
        "minutes", "miles", "people", "blocks", "our", "your", "this", "by", "is", "for", "with",
        "along", "way", "every", "oclock", "we", "or",
    ];
    !NONE.contains(&word.plain.as_str())
}

fn is_street(words: &[Word], at: usize) -> bool {
    STREETS
        .iter()
        .any(|street| street.end_from(&words[at..=at], 0).is_some())
}

/// The words that stand before the name of a street.
fn is_street_first(words: &[Word], at: usize) -> bool {
    const FIRST: [&str; 20] = [
        "calle",
        "avenida",
        "carretera",
        "paseo",
        "rue",
        "rua",
        "travessa",
        "alameda",
        "kalye",
        "lari",
        "duong",
        "pho",
        "улица",
        "ул",
        "проспект",
        "переулок",
        "улице",
        "شارع",
        "طريق",
        "улицу",
    ];
    FIRST.contains(&words[at].plain.as_str())
}

fn stands_in(address: &[Word], known: &[Word]) -> bool {
    let is_same = |window: &[Word]| {
        window
            .iter()
            .zip(address)
            .all(|(one, other)| one.plain == other.plain)
    };
    known.windows(address.len().max(1)).any(is_same)
}
