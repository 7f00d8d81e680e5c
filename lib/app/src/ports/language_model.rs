//! A language model that answers in words: whoever needs one asks through this, and none of them knows a vendor.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use domain::money::TokenUsage;
use serde_json::Value;

/// What a model is asked.
#[derive(Clone, PartialEq)]
pub struct ModelRequest {
    /// What it is to do, in our own words. Nothing that somebody else wrote stands here.
    pub instructions: String,
    /// What was said, in order; the last is what it answers.
    pub turns: Vec<Turn>,
    /// The form of the answer.
    pub form: AnswerForm,
    /// The most tokens that it may write: what lies beyond is cut off, and an answer that was cut is a failure.
    pub maximum_tokens: u32,
    /// How long the answer may take, with all tries. What was certainly not worked on is tried again within it.
    pub patience: Duration,
}

/// One turn of a conversation.
#[derive(Clone, PartialEq, Eq)]
pub enum Turn {
    /// What a person wrote, or what is to be worked on.
    Asked(String),
    /// What the model answered.
    Answered(String),
}

/// The form of an answer.
#[derive(Clone, PartialEq)]
pub enum AnswerForm {
    /// Words.
    Words,
    /// A JSON object.
    Object {
        /// What it is called: letters and underscores.
        name: &'static str,
        /// Its JSON Schema, in which every property is required and no other is allowed.
        schema: Value,
    },
}

/// Debug output ends up in logs, and no log may hold what people write (I7).
impl fmt::Debug for ModelRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ModelRequest(..)")
    }
}

/// Debug output ends up in logs, and no log may hold what people write (I7).
impl fmt::Debug for Turn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Asked(_) => "Asked(..)",
            Self::Answered(_) => "Answered(..)",
        })
    }
}

impl ModelRequest {
    /// How many tokens the request certainly does not exceed. No token is less than a byte; each turn is set off by a
    /// few more, and so is the form of the answer.
    pub fn most_tokens(&self) -> TokenUsage {
        const BESIDE_EACH_TURN: usize = 16;
        let turns = self.turns.iter().map(|turn| match turn {
            Turn::Asked(text) | Turn::Answered(text) => text.len() + BESIDE_EACH_TURN,
        });
        let form = match &self.form {
            AnswerForm::Words => 0,
            AnswerForm::Object { name, schema } => name.len() + schema.to_string().len(),
        };
        let input = turns.sum::<usize>() + self.instructions.len() + 2 * BESIDE_EACH_TURN + form;
        TokenUsage {
            input: u32::try_from(input).unwrap_or(u32::MAX),
            output: self.maximum_tokens,
        }
    }
}

/// What a model answered.
#[derive(Clone, PartialEq, Eq)]
pub struct ModelAnswer {
    /// The answer: words, or a JSON object as text. It may be anything: the model wrote it.
    pub text: String,
    /// What it took.
    pub spent: SpentTokens,
}

/// Debug output ends up in logs, and no log may hold what people write (I7).
impl fmt::Debug for ModelAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ModelAnswer")
            .field("spent", &self.spent)
            .finish_non_exhaustive()
    }
}

/// What a request took, answered or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpentTokens {
    /// Nothing: it was certainly not worked on.
    Nothing,
    /// So many.
    Exactly(TokenUsage),
    /// Nobody said. It may be as many as the request could take.
    Unknown,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the model did not answer: {code}")]
pub struct ModelFailure {
    /// A stable word for logs.
    pub code: &'static str,
    /// Whether the same request may succeed later, without anybody changing anything.
    pub is_retryable: bool,
    /// What it means, and what to do, for staff.
    pub sentence: &'static str,
    /// What it took all the same.
    pub spent: SpentTokens,
}

/// A language model.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Asks it once, and answers within the request's patience.
    ///
    /// # Errors
    /// When there is no answer that can be used.
    async fn answer(&self, request: &ModelRequest) -> Result<ModelAnswer, ModelFailure>;
}

/// What a model had said when its time was over, or all that it had to say.
#[derive(Clone, PartialEq, Eq)]
pub struct PartialAnswer {
    /// The words, of which the last may be cut off. It may be anything: the model wrote it.
    pub text: String,
    /// Whether it said all.
    pub is_whole: bool,
    /// What it took.
    pub spent: SpentTokens,
}

/// Debug output ends up in logs, and no log may hold what people say (I7).
impl fmt::Debug for PartialAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PartialAnswer")
            .field("is_whole", &self.is_whole)
            .field("spent", &self.spent)
            .finish_non_exhaustive()
    }
}

/// A language model that somebody waits for on the phone.
#[async_trait]
pub trait ConversationModel: Send + Sync {
    /// Asks it once for words, has the answer streamed, and gives what came within the request's patience. What was
    /// certainly not worked on is asked again while there is time.
    ///
    /// # Errors
    /// When nothing came that can be used.
    async fn converse(&self, request: &ModelRequest) -> Result<PartialAnswer, ModelFailure>;
}
