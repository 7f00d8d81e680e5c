//! What can't wait in what a caller says, and in what a model answers: somebody may harm themselves, or is in danger.
//!
//! It is matched in code, in all languages at once, because a model may miss it, and a transcription may be in another
//! language than expected. Whoever is wrongly taken to be in danger hears two kind sentences; whoever is missed may die.
//! So the phrases are generous, and what only sounds like one ("my grandmother died", "suicide prevention evening") is
//! taken out before they are looked for. The phrases are in `care/phrases.tsv`, by language, for a person who speaks it to
//! review; nobody has yet.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::phrases::pattern::Pattern;
use crate::phrases::without;
use crate::phrases::written::WrittenText;

/// What somebody needs at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareNeed {
    /// Somebody may harm themselves.
    SelfHarm,
    /// Somebody is in danger.
    Danger,
}

const PHRASES: &str = include_str!("care/phrases.tsv");

static RULES: LazyLock<Rules> = LazyLock::new(Rules::read);

#[derive(Default)]
struct Rules {
    self_harm: Vec<Pattern>,
    danger: Vec<Pattern>,
    ordinary: Vec<Pattern>,
}

impl Rules {
    fn read() -> Self {
        let mut rules = Self::default();
        for (_, kind, phrase) in rows(PHRASES) {
            let list = match kind {
                "self_harm" => &mut rules.self_harm,
                "danger" => &mut rules.danger,
                _ => &mut rules.ordinary,
            };
            list.push(Pattern::read(phrase));
        }
        rules
    }
}

/// The rows of a table of phrases: language, kind, phrase.
pub(crate) fn rows(
    table: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?, columns.next()?))
    })
}

/// Looks for danger in words of any language. Harm to oneself comes first where both are heard.
pub fn find_care_need(text: &str) -> Option<CareNeed> {
    let text = WrittenText::of(text);
    let has = |list: &[Pattern]| {
        let clauses = text.clauses.iter();
        clauses
            .flat_map(|clause| without(&RULES.ordinary, clause))
            .any(|rest| list.iter().any(|pattern| pattern.find(rest).is_some()))
    };
    if has(&RULES.self_harm) {
        Some(CareNeed::SelfHarm)
    } else if has(&RULES.danger) {
        Some(CareNeed::Danger)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
