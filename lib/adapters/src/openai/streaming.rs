//! An answer that is streamed, so that a caller hears what was said in time even when the rest is late:
//! <https://platform.openai.com/docs/api-reference/chat-streaming>.
//!
//! The stream is server-sent events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>), of which only
//! `data` is used. It is read line by line in bounded memory: an endpoint that never ends a line is cut off as surely as
//! one that never ends its answer.

use std::time::Duration;

use app::ports::{ConversationModel, ModelFailure, ModelRequest, PartialAnswer, SpentTokens};
use async_openai::types::chat::{ChatCompletionStreamOptions, CreateChatCompletionRequest};
use async_trait::async_trait;
use domain::money::TokenUsage;
use reqwest::{Response, header};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::answer::{self, DECLINED, EMPTY, OUT_OF_ORDER, Outcome, TIMEOUT, TOO_LARGE, UNREADABLE};
use super::client::{MAXIMUM_BODY, OpenAi, completion_request};

/// The longest answer that is taken, in bytes of words. A reply on the phone is far shorter.
const MAXIMUM_WORDS: usize = 8 * 1024;

/// How long is waited, when all was said, for what it took and for the end: a caller waits with us.
const FOR_THE_END: Duration = Duration::from_millis(300);

/// What the last event of a stream says.
const DONE: &str = "[DONE]";

/// One event, as much of it as we need. With the last, which has the usage, comes no choice.
#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    delta: Delta,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: u32,
    completion_tokens: u32,
}

/// An answer as far as it has come.
#[derive(Default)]
struct Listener {
    /// Bytes of a line that has not ended.
    line: Vec<u8>,
    bytes: usize,
    words: String,
    usage: Option<TokenUsage>,
    finish_reason: Option<String>,
    is_declined: bool,
    is_done: bool,
}

impl Listener {
    /// Takes what came.
    fn take(&mut self, bytes: &[u8]) -> Result<(), ModelFailure> {
        self.bytes += bytes.len();
        if self.bytes > MAXIMUM_BODY {
            return Err(TOO_LARGE);
        }
        for byte in bytes {
            match byte {
                b'\n' => {
                    let line = std::mem::take(&mut self.line);
                    self.take_line(&line)?;
                }
                byte => self.line.push(*byte),
            }
            if self.is_done {
                break;
            }
        }
        Ok(())
    }

    fn take_line(&mut self, line: &[u8]) -> Result<(), ModelFailure> {
        // Comments, which some endpoints send to keep the connection open, and fields that we don't need.
        let Some(data) = line.strip_prefix(b"data:") else {
            return Ok(());
        };
        let data = data.trim_ascii();
        if data == DONE.as_bytes() {
            self.is_done = true;
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_slice(data).map_err(|_| UNREADABLE)?;
        if let Some(usage) = chunk.usage {
            self.usage = Some(TokenUsage {
                input: usage.prompt_tokens,
                output: usage.completion_tokens,
            });
        }
        let Some(choice) = chunk.choices.into_iter().next() else {
            return Ok(());
        };
        self.is_declined |= choice.delta.refusal.is_some();
        self.words
            .push_str(choice.delta.content.as_deref().unwrap_or_default());
        self.finish_reason = choice.finish_reason.or(self.finish_reason.take());
        match self.words.len() > MAXIMUM_WORDS {
            true => Err(TOO_LARGE),
            false => Ok(()),
        }
    }

    fn spent(&self) -> SpentTokens {
        self.usage
            .map_or(SpentTokens::Unknown, SpentTokens::Exactly)
    }

    /// What it comes to, where no more is waited for, for this reason; `None` when the stream ended.
    fn finish(self, reason: Option<ModelFailure>) -> Result<PartialAnswer, ModelFailure> {
        let spent = self.spent();
        let finish_reason = self.finish_reason.as_deref();
        let is_over = self.is_done || finish_reason == Some("stop");
        let failed = |failure: ModelFailure| Err(ModelFailure { spent, ..failure });
        if reason == Some(TOO_LARGE) {
            return failed(TOO_LARGE);
        }
        if self.is_declined || finish_reason == Some("content_filter") {
            return failed(DECLINED);
        }
        if self.words.trim().is_empty() {
            // A stream without any event of ours is no answer at all.
            return failed(match reason {
                Some(reason) => reason,
                None if is_over || finish_reason.is_some() => EMPTY,
                None => UNREADABLE,
            });
        }
        Ok(PartialAnswer {
            is_whole: is_over && finish_reason != Some("length"),
            text: self.words,
            spent,
        })
    }
}

#[async_trait]
impl ConversationModel for OpenAi {
    /// A request that was certainly not worked on is sent again while there is time; any other is sent once.
    async fn converse(&self, request: &ModelRequest) -> Result<PartialAnswer, ModelFailure> {
        let until = Instant::now() + request.patience;
        let body = CreateChatCompletionRequest {
            stream: Some(true),
            stream_options: Some(ChatCompletionStreamOptions {
                include_usage: Some(true),
                include_obfuscation: None,
            }),
            ..completion_request(&self.account.model, request)
        };
        self.until_answered(until, || async {
            match self.send(&body, until).await {
                Ok(response) => listen(response, until).await,
                Err(outcome) => outcome,
            }
        })
        .await
    }
}

/// Listens to a stream until its end or ours; an answer that is no stream is an error of the endpoint's.
async fn listen(mut response: Response, until: Instant) -> Outcome<PartialAnswer> {
    let status = response.status().as_u16();
    let mut listener = Listener::default();
    let mut refusal = Vec::new();
    let retry_after = response.headers().get(header::RETRY_AFTER).cloned();
    let is_good = (200..300).contains(&status);
    let mut until = until;
    loop {
        let reason = match timeout_at(until, response.chunk()).await {
            Err(_) => Some(TIMEOUT),
            Ok(Err(_)) => Some(OUT_OF_ORDER),
            Ok(Ok(None)) => None,
            Ok(Ok(Some(chunk))) if is_good => match listener.take(&chunk) {
                Ok(()) if listener.is_done => None,
                Ok(()) => {
                    if listener.finish_reason.is_some() {
                        until = until.min(Instant::now() + FOR_THE_END);
                    }
                    continue;
                }
                Err(failure) => Some(failure),
            },
            Ok(Ok(Some(chunk))) if refusal.len() + chunk.len() <= MAXIMUM_BODY => {
                refusal.extend_from_slice(&chunk);
                continue;
            }
            // What was refused is told by its status; there is no need to read all of why.
            Ok(Ok(Some(_))) => None,
        };
        let retry_after = retry_after.as_ref().and_then(|value| value.to_str().ok());
        return match is_good {
            true => Outcome::Final(listener.finish(reason)),
            false => answer::read_refusal(status, retry_after, &refusal),
        };
    }
}

#[cfg(test)]
mod tests;
