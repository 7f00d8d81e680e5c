//! Administrators decide what the church answers by itself.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::{AutomaticAnswers, FieldError};

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::ports::{AutomaticAnswerStore, Replacement};

/// Changes the automatic answers.
pub struct ChangeAnswers {
    /// Where they are kept.
    pub answers: Arc<dyn AutomaticAnswerStore>,
    /// Where it is noted who changed them.
    pub audit: Audit,
}

impl ChangeAnswers {
    /// Replaces all of them, if they are those of the version that was read.
    ///
    /// # Errors
    /// When one can't be, someone else changed them since they were read, or the store fails.
    pub async fn run(
        &self,
        new: AutomaticAnswers,
        read: ReadVersion,
        by: &str,
    ) -> Result<AutomaticAnswers> {
        if let Some((index, sentence)) = new.misfit() {
            let field = format!("keywords[{index}].keyword");
            return Err(Error::field(&field, sentence));
        }
        if new.is_too_large() {
            let kilobytes = AutomaticAnswers::MAXIMUM_BYTES / 1_000;
            let message = format!(
                "All answers together are too long: shorten some, to {kilobytes} KB in all."
            );
            return Err(Error::Invalid(vec![FieldError::new("keywords", message)]));
        }
        let current = self.answers.get_answers().await?;
        read.check(current.version)?;
        let new = AutomaticAnswers {
            version: current.version + 1,
            ..new
        };
        let deed = Deed {
            by,
            action: AuditAction::SettingsChanged,
            subject_id: None,
        };
        let replace = async {
            match self.answers.replace_answers(&new, current.version).await? {
                Replacement::Done => Ok(()),
                Replacement::Stale | Replacement::Missing => Err(Error::Stale),
            }
        };
        self.audit.of(deed, replace).await?;
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use domain::automatic_answers::{AnswerText, AnswerWords, Keyword, KeywordAnswer};

    use super::*;
    use crate::fakes::{World, audit};

    fn answers(keywords: &[&str]) -> AutomaticAnswers {
        let keywords = keywords.iter().map(|keyword| KeywordAnswer {
            keyword: Keyword::parse(keyword).expect("a keyword"),
            words: AnswerWords {
                answer: AnswerText::parse("At six.").expect("an answer"),
                translations: Default::default(),
            },
            starts_at: None,
            ends_at: None,
        });
        AutomaticAnswers {
            keywords: keywords.collect(),
            ..AutomaticAnswers::default()
        }
    }

    #[tokio::test]
    async fn what_someone_else_changed_is_not_overwritten() {
        let world = Arc::new(World::default());
        let change = ChangeAnswers {
            answers: world.clone(),
            audit: audit(&world),
        };
        let read = ReadVersion::Exactly(0);
        let first = change.run(answers(&["Dinner"]), read, "ada").await;
        assert_eq!(first.expect("changed").version, 1);
        let second = change.run(answers(&["Supper"]), read, "ada").await;
        assert!(matches!(second, Err(Error::Stale)));
        let kept = world.get_answers().await.expect("read");
        assert_eq!(kept.keywords, answers(&["Dinner"]).keywords);
    }

    #[tokio::test]
    async fn a_word_of_consent_is_refused_at_its_place() {
        let world = Arc::new(World::default());
        let change = ChangeAnswers {
            answers: world.clone(),
            audit: audit(&world),
        };
        let new = answers(&["Dinner", "stop"]);
        match change.run(new, ReadVersion::Any, "ada").await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "keywords[1].keyword"),
            other => panic!("{other:?}"),
        }
    }
}
