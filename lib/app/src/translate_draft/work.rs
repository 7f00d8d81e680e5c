//! One language: a translation, a second try when the first can't be taken, and the way back.

use domain::money::{MicroDollars, TokenUsage};
use domain::translation::{Guarded, LanguageOutcome, LanguageResult, guard};
use domain::{LanguageTag, MessageContent, Translation};
use jiff::Timestamp;
use serde::Deserialize;
use tracing::warn;

use super::prompts::{self, Refused, UNREADABLE};
use super::{TranslateDraft, failed};
use crate::ports::{LanguageModel, ModelFailure, ModelRequest, SpentTokens};

const OUT_OF_TIME: &str =
    "The language model took too long. Ask for this language again, or write it yourself.";

const BACK_FAILED: &str = "The translation back could not be made. Have somebody who reads this language look at the text \
                           before you send it.";

/// What the model answers when it is asked for an object.
#[derive(Deserialize)]
struct TranslatedMessage {
    translation: String,
}

/// What came of one try.
enum Try {
    /// A text that can be taken.
    Good(Guarded),
    /// One that can't.
    Bad {
        /// What the model answered.
        answer: String,
        /// What is wrong with it: the end of a sentence that begins with "The translation".
        complaint: String,
    },
    /// No answer; why, for staff.
    Nothing(String),
}

/// Asks the model for one language, and counts what that costs.
struct Asking<'a> {
    by: &'a TranslateDraft,
    model: &'a dyn LanguageModel,
    until: Timestamp,
    cost: MicroDollars,
}

impl TranslateDraft {
    /// Translates into one language. Whatever goes wrong is a result with its reason.
    pub(super) async fn translate(
        &self,
        model: &dyn LanguageModel,
        translation: &Translation,
        language: &LanguageTag,
        until: Timestamp,
    ) -> LanguageOutcome {
        let mut asking = Asking {
            by: self,
            model,
            until,
            cost: MicroDollars::ZERO,
        };
        match asking.forth(translation, language).await {
            Ok(guarded) => {
                let text = guarded.text.source().as_str();
                let back = asking.back(language, &translation.language, text).await;
                let mut warnings = guarded.warnings;
                if back.is_none() {
                    warnings.push(BACK_FAILED.to_owned());
                }
                LanguageOutcome {
                    result: LanguageResult::Done {
                        text: guarded.text,
                        back_translation: back,
                        warnings,
                    },
                    cost: asking.cost,
                }
            }
            Err(reason) => failed(reason, asking.cost),
        }
    }
}

impl Asking<'_> {
    /// The text, or the reason why there is none.
    async fn forth(
        &mut self,
        translation: &Translation,
        language: &LanguageTag,
    ) -> Result<Guarded, String> {
        let (answer, complaint, taken) = match self.attempt(translation, language, None).await {
            Try::Nothing(reason) => return Err(reason),
            Try::Bad { answer, complaint } => (answer, complaint, None),
            Try::Good(guarded) => match &guarded.missing_numbers {
                None => return Ok(guarded),
                Some(missing) => {
                    let answer = guarded.text.source().as_str().to_owned();
                    (answer, missing.to_string(), Some(guarded))
                }
            },
        };
        let refused = Refused {
            answer: &answer,
            complaint: &complaint,
        };
        match (
            self.attempt(translation, language, Some(refused)).await,
            taken,
        ) {
            (Try::Good(better), _) => Ok(better),
            // Numbers may well be written otherwise in another language: staff are warned, and decide.
            (_, Some(taken)) => Ok(taken),
            (Try::Bad { complaint, .. }, None) => Err(format!(
                "The translation {complaint} A first try was no better. Write this one yourself."
            )),
            (Try::Nothing(reason), None) => Err(reason),
        }
    }

    async fn attempt(
        &mut self,
        translation: &Translation,
        language: &LanguageTag,
        refused: Option<Refused<'_>>,
    ) -> Try {
        let Some(patience) = self.by.patience(self.until) else {
            return Try::Nothing(OUT_OF_TIME.to_owned());
        };
        let request = prompts::forth(translation, language, refused, patience);
        let answer = match self.ask(&request).await {
            Ok(answer) => answer,
            Err(failure) => {
                return Try::Nothing(format!("{} Or write this one yourself.", failure.sentence));
            }
        };
        let Ok(given) = serde_json::from_str::<TranslatedMessage>(&answer) else {
            return Try::Bad {
                answer,
                complaint: UNREADABLE.to_owned(),
            };
        };
        match guard(&translation.content, &given.translation) {
            Ok(guarded) => Try::Good(guarded),
            Err(complaint) => Try::Bad {
                answer,
                complaint: complaint.to_string(),
            },
        }
    }

    /// The text in the language of the original; `None` when that did not work, or is too long to be one.
    async fn back(&mut self, from: &LanguageTag, to: &LanguageTag, text: &str) -> Option<String> {
        let patience = self.by.patience(self.until)?;
        let request = prompts::back(from, to, text, patience);
        let answer = self.ask(&request).await.ok()?;
        let answer = answer.trim();
        let longest = 2 * MessageContent::MAXIMUM_CHARACTERS;
        let is_text = !answer.is_empty() && answer.chars().take(longest + 1).count() <= longest;
        is_text.then(|| answer.to_owned())
    }

    async fn ask(&mut self, request: &ModelRequest) -> Result<String, ModelFailure> {
        let answer = self.model.answer(request).await;
        let spent = match &answer {
            Ok(answer) => answer.spent,
            Err(failure) => failure.spent,
        };
        let tokens = match spent {
            SpentTokens::Nothing => TokenUsage::default(),
            SpentTokens::Exactly(usage) => usage,
            SpentTokens::Unknown => request.most_tokens(),
        };
        self.cost = self.cost.plus(self.by.prices.cost(tokens));
        match answer {
            Ok(answer) => Ok(answer.text),
            Err(failure) => {
                // What will not pass by itself needs somebody: a wrong key, an account without money.
                if failure.is_retryable {
                    warn!(error.code = failure.code, "The model did not answer");
                } else {
                    warn!(
                        error.code = failure.code,
                        alarm = "model_refused",
                        "The model did not answer"
                    );
                }
                Err(failure)
            }
        }
    }
}
