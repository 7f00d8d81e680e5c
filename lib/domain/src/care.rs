//! What can't wait in what a caller says: danger to life, and self-harm. It is found in code, so that no model decides
//! whether somebody is told to call 911, and in all languages at once, since the recognition may be set to another.
//!
//! What a model writes is looked through too: it may have understood what the tables have not.
//!
//! To find too much costs a caller one sentence that was not needed, and the person on call one look; to find too little
//! may cost a life. So the tables lean to the former, and leave out what churches say daily: "Jesus died for us".

mod languages;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::phrases::{self, Pattern, WrittenText};
use languages::LANGUAGES;

/// What somebody needs at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareNeed {
    /// Somebody may harm themselves.
    SelfHarm,
    /// Somebody is in danger.
    Danger,
}

/// The tables of all languages, made ready when the first words come.
static RULES: LazyLock<Rules> = LazyLock::new(|| Rules {
    self_harm: phrases::read_rows(LANGUAGES.iter().flat_map(|words| words.self_harm)),
    danger: phrases::read_rows(LANGUAGES.iter().flat_map(|words| words.danger)),
    ordinary: phrases::read_rows(LANGUAGES.iter().flat_map(|words| words.ordinary)),
});

struct Rules {
    self_harm: Vec<Pattern>,
    danger: Vec<Pattern>,
    ordinary: Vec<Pattern>,
}

/// Looks for danger and self-harm in what was said or is about to be, in any language that we ship.
///
/// Self-harm goes before danger, because its answer names 911 too. What follows the first 8,000 characters is not
/// looked at: no turn on the phone is as long. The time it takes grows with the length, and not faster.
pub fn find_care_need(text: &str) -> Option<CareNeed> {
    let text = WrittenText::of_speech(text);
    let rests: Vec<_> = text
        .clauses
        .iter()
        .flat_map(|clause| phrases::without_ordinary(&RULES.ordinary, clause))
        .collect();
    let is_found = |table: &[Pattern]| rests.iter().any(|rest| phrases::is_any_in(table, rest));
    if is_found(&RULES.self_harm) {
        Some(CareNeed::SelfHarm)
    } else if is_found(&RULES.danger) {
        Some(CareNeed::Danger)
    } else {
        None
    }
}
