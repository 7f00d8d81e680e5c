//! A text that a member of staff has the model translate, and what becomes of it in each language. Nothing of it is sent:
//! staff read what comes back, beside its translation back into their own language, and take it or not.

use std::collections::BTreeMap;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::broadcast::Broadcast;
use crate::ids::TranslationId;
use crate::language::LanguageTag;
use crate::merge_fields::MessageTemplate;
use crate::money::MicroDollars;

mod guard;
mod marks;

pub use guard::{Complaint, Guarded, guard};

/// What is to be translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// Its id.
    pub id: TranslationId,
    /// The text, with its fields.
    pub content: MessageTemplate,
    /// The language that it is written in.
    pub language: LanguageTag,
    /// The languages that it is wanted in, in the order asked for.
    pub languages: Vec<LanguageTag>,
    /// Who asked: an e-mail address or id.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}

impl Translation {
    /// The most languages at once: as many as a broadcast takes.
    pub const MAXIMUM_LANGUAGES: usize = Broadcast::MAXIMUM_TRANSLATIONS;

    /// How long it is kept.
    pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

    /// How long somebody waits for it. What has not come back by then is taken for failed, and is not begun any more.
    pub const PATIENCE: SignedDuration = SignedDuration::from_mins(3);

    /// Until when it can be read.
    pub fn expires_at(&self) -> Timestamp {
        self.created_at + Self::KEPT_FOR
    }

    /// When nobody waits for it any more.
    pub fn is_waited_for_until(&self) -> Timestamp {
        self.created_at + Self::PATIENCE
    }
}

/// What became of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageOutcome {
    /// What came of it.
    pub result: LanguageResult,
    /// What the model's work on it cost.
    pub cost: MicroDollars,
}

/// What came of one language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum LanguageResult {
    /// It is there to be read.
    Done {
        /// The text, with its fields.
        text: MessageTemplate,
        /// The same, translated back by a request that did not see the original; `None` when that failed.
        back_translation: Option<String>,
        /// What staff should look at: whole sentences.
        warnings: Vec<String>,
    },
    /// There is none.
    Failed {
        /// Why, and what to do.
        reason: String,
    },
}

/// Debug output ends up in logs, and no log may hold what we write to people (I7).
impl fmt::Debug for LanguageResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Done { .. } => "Done(..)",
            Self::Failed { .. } => "Failed(..)",
        })
    }
}

/// A translation, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationProgress {
    /// What was asked for.
    pub translation: Translation,
    /// When a worker began it. No other ever begins it again: what the model did is paid for.
    pub begun_at: Option<Timestamp>,
    /// The languages whose work has ended.
    pub outcomes: BTreeMap<LanguageTag, LanguageOutcome>,
}

/// How one language stands, for whoever waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanguageState<'a> {
    /// It is being worked on.
    Working,
    /// Its work has ended.
    Ended(&'a LanguageResult),
    /// Nobody works on it any more, and nothing came of it.
    Lost,
}

impl TranslationProgress {
    /// How a language stands at `now`.
    pub fn state(&self, language: &LanguageTag, now: Timestamp) -> LanguageState<'_> {
        match self.outcomes.get(language) {
            Some(outcome) => LanguageState::Ended(&outcome.result),
            None if now < self.translation.is_waited_for_until() => LanguageState::Working,
            None => LanguageState::Lost,
        }
    }

    /// Whether some language is being worked on at `now`.
    pub fn is_working(&self, now: Timestamp) -> bool {
        let mut languages = self.translation.languages.iter();
        languages.any(|language| self.state(language, now) == LanguageState::Working)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::parse(text).expect("a tag")
    }

    fn progress() -> TranslationProgress {
        let done = LanguageOutcome {
            result: LanguageResult::Done {
                text: MessageTemplate::parse("Cena el viernes").expect("a template"),
                back_translation: None,
                warnings: Vec::new(),
            },
            cost: MicroDollars::new(500),
        };
        TranslationProgress {
            translation: Translation {
                id: TranslationId::new(Timestamp::UNIX_EPOCH, 1),
                content: MessageTemplate::parse("Dinner on Friday").expect("a template"),
                language: LanguageTag::english(),
                languages: vec![tag("es"), tag("ko")],
                created_by: "ruth@example.org".into(),
                created_at: Timestamp::UNIX_EPOCH,
            },
            begun_at: None,
            outcomes: BTreeMap::from([(tag("es"), done)]),
        }
    }

    #[test]
    fn what_has_not_come_back_in_three_minutes_is_lost_and_what_has_stays() {
        let progress = progress();
        let at = |seconds: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        assert_eq!(progress.state(&tag("ko"), at(179)), LanguageState::Working);
        assert!(progress.is_working(at(179)));
        assert_eq!(progress.state(&tag("ko"), at(180)), LanguageState::Lost);
        assert!(!progress.is_working(at(180)));
        let spanish = progress.state(&tag("es"), at(3_600));
        assert!(matches!(spanish, LanguageState::Ended(_)));
    }

    #[test]
    fn words_are_not_shown_by_debug_output() {
        let shown = format!("{:?}", progress());
        assert!(
            !shown.contains("Cena") && !shown.contains("Dinner"),
            "{shown}"
        );
    }

    #[test]
    fn an_outcome_is_read_from_json_as_it_was_written() {
        let outcomes = progress().outcomes;
        let json = serde_json::to_string(&outcomes).expect("JSON");
        let read: BTreeMap<LanguageTag, LanguageOutcome> =
            serde_json::from_str(&json).expect("outcomes");
        assert_eq!(read, outcomes);
    }
}
