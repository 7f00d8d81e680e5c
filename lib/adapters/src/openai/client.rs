//! The one request: a chat completion.

use std::sync::Arc;
use std::time::Duration;

use app::ports::{AnswerForm, LanguageModel, ModelAnswer, ModelFailure, ModelRequest, Turn};
use async_openai::types::chat::{
    ChatCompletionRequestAssistantMessage, ChatCompletionRequestMessage,
    ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage,
    CreateChatCompletionRequest, ResponseFormat, ResponseFormatJsonSchema,
};
use async_trait::async_trait;
use domain::money::{MicroDollars, ModelPrices};
use reqwest::{Client, Response, header};
use secrecy::ExposeSecret;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{error, warn};

use super::answer::{self, OUT_OF_ORDER, Outcome, TIMEOUT, TOO_LARGE, UNREACHABLE, WRONG_KEY};
use crate::environment::{ConfigurationError, optional, parsed, required};
use crate::secrets::AuthTokenSource;

/// The longest answer that is read, in bytes. The longest that we ask for, 4,096 tokens, has about 20 KB.
pub(super) const MAXIMUM_BODY: usize = 64 * 1024;

/// How long is waited at a function's start for the connection.
const TO_CONNECT: Duration = Duration::from_secs(1);

/// How long is waited at first before a request is sent again that was not worked on; then twice as long, and so on.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Which model is asked, and what it asks.
#[derive(Debug, Clone)]
pub struct ModelAccount {
    /// Where it is, without a slash at the end: `https://api.openai.com/v1`.
    pub api_url: String,
    /// The model's name.
    pub model: String,
    /// What it asks.
    pub prices: ModelPrices,
}

impl ModelAccount {
    /// Reads the account from `MODEL_API_URL`, `MODEL_NAME`, `MODEL_INPUT_PRICE` and `MODEL_OUTPUT_PRICE`, both prices in
    /// millionths of a US dollar for a million tokens. `None` when no model is named: then nothing is asked of any.
    ///
    /// # Errors
    /// When a variable is missing or can't be used.
    pub fn from_environment() -> Result<Option<Self>, ConfigurationError> {
        let Some(model) = optional("MODEL_NAME") else {
            return Ok(None);
        };
        Ok(Some(Self {
            api_url: required("MODEL_API_URL")?,
            model,
            prices: ModelPrices {
                input: MicroDollars::new(parsed("MODEL_INPUT_PRICE")?),
                output: MicroDollars::new(parsed("MODEL_OUTPUT_PRICE")?),
            },
        }))
    }
}

/// A model behind OpenAI's chat API.
pub struct OpenAi {
    /// A client that never repeats a request by itself, such as [`crate::http::client`] makes. Its own time limit is
    /// longer than any request's patience.
    pub http: Client,
    /// Which model.
    pub account: ModelAccount,
    /// The key.
    pub key: Arc<AuthTokenSource>,
}

#[async_trait]
impl LanguageModel for OpenAi {
    /// A request that was certainly not worked on is sent again while there is time; any other is sent once.
    async fn answer(&self, request: &ModelRequest) -> Result<ModelAnswer, ModelFailure> {
        let until = Instant::now() + request.patience;
        let body = completion_request(&self.account.model, request);
        self.until_answered(until, || self.ask_once(&body, until))
            .await
    }
}

impl OpenAi {
    /// Wires the model that the environment names, with the key that SSM has under `MODEL_KEY_PARAMETER`; `None` where
    /// no model is named, or there is no key. No request is waited for as long as `longest_request`.
    ///
    /// # Errors
    /// When a variable can't be used, SSM can't be read, or TLS can't be set up.
    pub async fn from_environment(
        ssm: aws_sdk_ssm::Client,
        longest_request: Duration,
    ) -> Result<Option<Self>, Box<dyn std::error::Error + Send + Sync>> {
        let account = ModelAccount::from_environment()?;
        let parameter = required("MODEL_KEY_PARAMETER")?;
        let key = AuthTokenSource::start_if_any(ssm, parameter).await?;
        let has_name = account.is_some();
        let (Some(account), Some(key)) = (account, key) else {
            warn!(
                has_name,
                "No language model: its name or its key is missing"
            );
            return Ok(None);
        };
        Ok(Some(Self {
            http: crate::http::client(longest_request)?,
            account,
            key: Arc::new(key),
        }))
    }

    /// Asks until there is an answer, or none to be had, while there is time.
    pub(super) async fn until_answered<Answer, Asking>(
        &self,
        until: Instant,
        ask: impl Fn() -> Asking,
    ) -> Result<Answer, ModelFailure>
    where
        Asking: Future<Output = Outcome<Answer>>,
    {
        let mut pause = FIRST_PAUSE;
        let mut was_refreshed = false;
        loop {
            match ask().await {
                Outcome::Final(result) => return result,
                Outcome::WrongKey if !was_refreshed && self.refresh_key().await => {
                    was_refreshed = true;
                }
                Outcome::WrongKey => return Err(WRONG_KEY),
                Outcome::Again(after, failure) => {
                    let after = after.unwrap_or(pause).max(pause);
                    if Instant::now() + after >= until {
                        return Err(failure);
                    }
                    sleep(after).await;
                    pause *= 2;
                }
            }
        }
    }

    async fn ask_once(
        &self,
        body: &CreateChatCompletionRequest,
        until: Instant,
    ) -> Outcome<ModelAnswer> {
        let response = match self.send(body, until).await {
            Ok(response) => response,
            Err(outcome) => return outcome,
        };
        match timeout_at(until, read(response)).await {
            Err(_) => Outcome::Final(Err(TIMEOUT)),
            Ok(outcome) => outcome,
        }
    }

    /// Sends a request, and gives the head of the answer, or what became of it without one.
    pub(super) async fn send<Answer>(
        &self,
        body: &CreateChatCompletionRequest,
        until: Instant,
    ) -> Result<Response, Outcome<Answer>> {
        let key = self.key.tokens().await;
        let request = self
            .http
            .post(format!("{}/chat/completions", self.account.api_url))
            .bearer_auth(key.current().expose_secret())
            .json(body);
        match timeout_at(until, request.send()).await {
            Err(_) => Err(Outcome::Final(Err(TIMEOUT))),
            Ok(Err(error)) if error.is_connect() => Err(Outcome::Again(None, UNREACHABLE)),
            Ok(Err(error)) if error.is_timeout() => Err(Outcome::Final(Err(TIMEOUT))),
            Ok(Err(_)) => Err(Outcome::Final(Err(OUT_OF_ORDER))),
            Ok(Ok(response)) => Ok(response),
        }
    }

    /// Opens the connection while there is time, at the function's start, and waits for it no longer than that is worth.
    /// A failure shows with the first request.
    pub async fn connect(&self) {
        let request = self.http.head(&self.account.api_url);
        let _ = request.timeout(TO_CONNECT).send().await;
    }

    /// Fetches the key anew; answers whether it is another one.
    async fn refresh_key(&self) -> bool {
        let before = self.key.tokens().await;
        match self.key.refreshed().await {
            Ok(after) => before.current().expose_secret() != after.current().expose_secret(),
            Err(error) => {
                error!(%error, "The language model's key could not be fetched anew");
                false
            }
        }
    }
}

async fn read(mut response: Response) -> Outcome<ModelAnswer> {
    let status = response.status().as_u16();
    let retry_after = response.headers().get(header::RETRY_AFTER);
    let retry_after = retry_after
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MAXIMUM_BODY => {
                return Outcome::Final(Err(TOO_LARGE));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return answer::read(status, retry_after.as_deref(), &body),
            Err(_) => return Outcome::Final(Err(OUT_OF_ORDER)),
        }
    }
}

/// Instructions go as `system`, which every endpoint knows.
pub(super) fn completion_request(
    model: &str,
    request: &ModelRequest,
) -> CreateChatCompletionRequest {
    let instructions = ChatCompletionRequestSystemMessage::from(request.instructions.as_str());
    let turns = request.turns.iter().map(|turn| match turn {
        Turn::Asked(text) => ChatCompletionRequestMessage::User(
            ChatCompletionRequestUserMessage::from(text.as_str()),
        ),
        Turn::Answered(text) => ChatCompletionRequestMessage::Assistant(
            ChatCompletionRequestAssistantMessage::from(text.as_str()),
        ),
    });
    let response_format = match &request.form {
        AnswerForm::Words => None,
        AnswerForm::Object { name, schema } => Some(ResponseFormat::JsonSchema {
            json_schema: ResponseFormatJsonSchema {
                name: (*name).to_owned(),
                schema: schema.clone(),
                strict: Some(true),
                ..ResponseFormatJsonSchema::default()
            },
        }),
    };
    CreateChatCompletionRequest {
        model: model.to_owned(),
        messages: [ChatCompletionRequestMessage::System(instructions)]
            .into_iter()
            .chain(turns)
            .collect(),
        max_completion_tokens: Some(request.maximum_tokens),
        response_format,
        ..CreateChatCompletionRequest::default()
    }
}

#[cfg(test)]
pub(super) mod tests;
