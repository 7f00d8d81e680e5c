//! Translations by the model: their records, and what becomes of each language.

use async_trait::async_trait;
use domain::translation::{LanguageOutcome, TranslationProgress};
use domain::{LanguageTag, Translation, TranslationId};
use jiff::Timestamp;

use crate::error::Result;

/// Translations. A record may be removed once [`Translation::expires_at`] has passed.
#[async_trait]
pub trait TranslationStore: Send + Sync {
    /// Adds a translation under a new id.
    async fn create_translation(&self, translation: &Translation) -> Result<()>;
    /// Reads a translation and what has become of its languages, consistently.
    async fn get_translation(&self, id: TranslationId) -> Result<Option<TranslationProgress>>;
    /// Takes a translation that nobody has begun, for good. Answers whether it did.
    async fn begin_translation(&self, id: TranslationId, now: Timestamp) -> Result<bool>;
    /// Keeps what became of a language. What was kept before stays.
    async fn keep_outcome(
        &self,
        translation: &Translation,
        language: &LanguageTag,
        outcome: &LanguageOutcome,
    ) -> Result<()>;
}
