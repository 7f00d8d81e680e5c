//! Staff have the model translate a draft. It is done by [`crate::translate_draft`].

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::translation::TranslationProgress;
use domain::{LanguageTag, MessageTemplate, Translation, TranslationId};

use crate::error::{Error, Result};
use crate::ports::{AssistantQueue, AssistantTask, Clock, Randomness, TranslationStore};

/// Why nothing can be translated where no model was given at the deployment, and what to do.
pub const NO_MODEL: &str = "Nobody has connected this church's Tidings to a language model, so it can't translate. \
                            Write the translations yourself, or ask whoever set Tidings up.";

/// What staff do with translations.
pub struct Translations {
    /// The translations.
    pub translations: Arc<dyn TranslationStore>,
    /// Who translates.
    pub queue: Arc<dyn AssistantQueue>,
    /// The model's name; `None` where there is none.
    pub model: Option<String>,
    /// For times of creation, and to see what has expired.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

/// A draft to be translated.
#[derive(Debug, Clone)]
pub struct NewTranslation {
    /// The text, with its fields.
    pub content: MessageTemplate,
    /// The language that it is written in.
    pub language: LanguageTag,
    /// The languages that it is wanted in, each once.
    pub languages: Vec<LanguageTag>,
    /// Who asks: an e-mail address or id.
    pub created_by: String,
}

impl Translations {
    /// Has a draft translated.
    ///
    /// The record comes first, and then the work: a request that dies in between leaves a record that nobody works on,
    /// which reads as failed after [`Translation::PATIENCE`], as any work does that has not come back by then.
    ///
    /// # Errors
    /// When there is no model, or the store or the queue fails.
    pub async fn create(&self, new: NewTranslation) -> Result<TranslationProgress> {
        if self.model.is_none() {
            return Err(Error::Conflict(NO_MODEL.into()));
        }
        let now = self.clock.now();
        let translation = Translation {
            id: TranslationId::new(now, self.randomness.draw()),
            content: new.content,
            language: new.language,
            languages: new.languages,
            created_by: new.created_by,
            created_at: now,
        };
        self.translations.create_translation(&translation).await?;
        let task = AssistantTask::Translate(translation.id);
        self.queue.enqueue_assistant_task(task).await?;
        Ok(TranslationProgress {
            translation,
            begun_at: None,
            outcomes: BTreeMap::new(),
        })
    }

    /// Reads a translation, as far as it has come.
    ///
    /// # Errors
    /// When there is none, or it has expired, or a store fails.
    pub async fn get(&self, id: TranslationId) -> Result<TranslationProgress> {
        let now = self.clock.now();
        let found = self.translations.get_translation(id).await?;
        found
            .filter(|progress| progress.translation.expires_at() > now)
            .ok_or(Error::NotFound("translation"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{Fault, World};

    fn translations(world: &Arc<World>, model: Option<&str>) -> Translations {
        Translations {
            translations: world.clone(),
            queue: world.clone(),
            model: model.map(str::to_owned),
            clock: world.clone(),
            randomness: world.clone(),
        }
    }

    fn draft() -> NewTranslation {
        NewTranslation {
            content: MessageTemplate::parse("Dinner on Friday").expect("a template"),
            language: LanguageTag::english(),
            languages: vec![LanguageTag::parse("es").expect("a tag")],
            created_by: "ruth@example.org".into(),
        }
    }

    #[tokio::test]
    async fn a_draft_is_kept_for_a_week_and_its_work_is_queued() {
        let world = Arc::new(World::default());
        let translations = translations(&world, Some("model"));
        let made = translations.create(draft()).await.expect("made");
        let id = made.translation.id;
        let queued = world.assistant_queue.lock().expect("a lock").clone();
        assert_eq!(queued, [AssistantTask::Translate(id)]);
        assert_eq!(translations.get(id).await.expect("found"), made);
        world.pass(7 * 24 * 3_600);
        let gone = translations.get(id).await;
        assert!(matches!(gone, Err(Error::NotFound("translation"))));
    }

    #[tokio::test]
    async fn without_a_model_nothing_is_kept_or_queued() {
        let world = Arc::new(World::default());
        let refused = translations(&world, None).create(draft()).await;
        assert!(matches!(refused, Err(Error::Conflict(sentence)) if sentence == NO_MODEL));
        assert!(world.assistant_queue.lock().expect("a lock").is_empty());
    }

    #[tokio::test]
    async fn a_record_whose_work_was_never_queued_does_not_keep_anybody_waiting() {
        let world = Arc::new(World::default());
        let translations = translations(&world, Some("model"));
        world.fail(2, Fault::Before);
        assert!(translations.create(draft()).await.is_err());
        let id = TranslationId::new(world.now(), 0);
        let progress = translations.get(id).await.expect("kept");
        assert!(progress.is_working(world.now()));
        world.pass(180);
        assert!(!progress.is_working(world.now()));
    }
}
