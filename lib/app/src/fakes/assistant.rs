//! The model, its queue, and translations, in memory.

use async_trait::async_trait;
use domain::money::TokenUsage;
use domain::translation::{LanguageOutcome, TranslationProgress};
use domain::{LanguageTag, Translation, TranslationId};
use jiff::Timestamp;
use serde_json::Value;

use super::World;
use crate::error::Result;
use crate::ports::{
    AnswerForm, AssistantQueue, AssistantTask, LanguageModel, ModelAnswer, ModelFailure,
    ModelRequest, SpentTokens, TranslationStore, Turn,
};

/// What each good answer of the model takes.
pub(crate) const TOKENS: TokenUsage = TokenUsage {
    input: 300,
    output: 100,
};

#[async_trait]
impl AssistantQueue for World {
    async fn enqueue_assistant_task(&self, task: AssistantTask) -> Result<()> {
        self.effect(|| self.assistant_queue.lock().expect("a lock").push(task))
    }
}

#[async_trait]
impl TranslationStore for World {
    async fn create_translation(&self, translation: &Translation) -> Result<()> {
        self.effect(|| {
            let progress = TranslationProgress {
                translation: translation.clone(),
                begun_at: None,
                outcomes: Default::default(),
            };
            let mut translations = self.translations.lock().expect("a lock");
            translations.insert(translation.id, progress);
        })
    }

    async fn get_translation(&self, id: TranslationId) -> Result<Option<TranslationProgress>> {
        Ok(self.translations.lock().expect("a lock").get(&id).cloned())
    }

    async fn begin_translation(&self, id: TranslationId, now: Timestamp) -> Result<bool> {
        self.effect(|| {
            let mut translations = self.translations.lock().expect("a lock");
            let free = translations
                .get_mut(&id)
                .filter(|progress| progress.begun_at.is_none());
            free.map(|progress| progress.begun_at = Some(now)).is_some()
        })
    }

    async fn keep_outcome(
        &self,
        translation: &Translation,
        language: &LanguageTag,
        outcome: &LanguageOutcome,
    ) -> Result<()> {
        self.effect(|| {
            let mut translations = self.translations.lock().expect("a lock");
            let progress = translations.get_mut(&translation.id).expect("it is there");
            let outcomes = &mut progress.outcomes;
            outcomes
                .entry(language.clone())
                .or_insert_with(|| outcome.clone());
        })
    }
}

#[async_trait]
impl LanguageModel for World {
    /// Answers what the test has prepared; else the text between exclamation marks, or back without them.
    async fn answer(
        &self,
        request: &ModelRequest,
    ) -> std::result::Result<ModelAnswer, ModelFailure> {
        self.model_requests
            .lock()
            .expect("a lock")
            .push(request.clone());
        let prepared = self.model_answers.lock().expect("a lock").pop_front();
        if let Some(prepared) = prepared {
            return prepared;
        }
        let Some(Turn::Asked(asked)) = request.turns.first() else {
            panic!("the model is asked nothing");
        };
        let asked: Value = serde_json::from_str(asked).expect("JSON");
        let text = asked["text"].as_str().expect("a text");
        Ok(model_answer(match request.form {
            AnswerForm::Object { .. } => {
                serde_json::json!({ "translation": format!("¡{text}!") }).to_string()
            }
            AnswerForm::Words => text.trim_matches(['¡', '!']).to_owned(),
        }))
    }
}

/// A good answer.
pub(crate) fn model_answer(text: impl Into<String>) -> ModelAnswer {
    ModelAnswer {
        text: text.into(),
        spent: SpentTokens::Exactly(TOKENS),
    }
}
