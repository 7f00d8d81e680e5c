//! Phrases that are looked for in what people write and say, however they write it.

pub(crate) mod pattern;
pub(crate) mod written;

use pattern::Pattern;
use written::Word;

/// What is left of a clause around what is ordinary in it: "don't stop" is no request to stop.
pub(crate) fn without<'clause>(
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
