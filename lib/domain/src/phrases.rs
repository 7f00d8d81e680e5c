//! Phrases that are looked for in what people write and say, in all languages that we ship at once: a text does not say
//! in which language it is, and people mix them.
//!
//! The notation of a row is in `pattern`; how a text is taken apart, so that it does not matter how it was typed, is
//! in `written`. What a phrase means is known to those who keep the tables.

mod pattern;
mod written;

pub(crate) use pattern::{Pattern, Slips};
pub(crate) use written::{Word, WrittenText};

/// Reads the rows of a table.
pub(crate) fn read_rows<'rows>(
    rows: impl IntoIterator<Item = &'rows &'static str>,
) -> Vec<Pattern> {
    rows.into_iter().map(|row| Pattern::read(row)).collect()
}

/// Whether one of the phrases stands anywhere in these words.
pub(crate) fn is_any_in(phrases: &[Pattern], words: &[Word]) -> bool {
    phrases.iter().any(|phrase| phrase.find(words).is_some())
}

/// What is left of a clause around the phrases that only sound like what is looked for: "don't stop".
pub(crate) fn without_ordinary<'clause>(
    ordinary: &[Pattern],
    clause: &'clause [Word],
) -> Vec<&'clause [Word]> {
    let (mut rest, mut start, mut position) = (Vec::new(), 0, 0);
    while position < clause.len() {
        let ends = ordinary
            .iter()
            .filter_map(|pattern| pattern.end_from(clause, position));
        if let Some(end) = ends.max().filter(|end| *end > position) {
            rest.push(&clause[start..position]);
            (start, position) = (end, end);
        } else {
            position += 1;
        }
    }
    rest.push(&clause[start..]);
    rest
}

/// The words without greetings and thanks around them.
pub(crate) fn without_courtesies<'words>(
    courtesies: &[Pattern],
    mut words: &'words [Word],
) -> &'words [Word] {
    while let Some(end) = courtesies
        .iter()
        .find_map(|courtesy| courtesy.end_from(words, 0))
    {
        words = &words[end..];
    }
    while let Some(start) = courtesies
        .iter()
        .find_map(|courtesy| courtesy.start_at_end(words))
    {
        words = &words[..start];
    }
    words
}
