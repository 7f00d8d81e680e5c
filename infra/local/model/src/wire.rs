//! OpenAI's wire format, as far as the product uses it:
//! <https://platform.openai.com/docs/api-reference/chat/create>.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

/// A request. What it does not know it leaves alone, as OpenAI does not: a mistake in a field's name shows as a missing
/// field.
#[derive(Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) model: String,
    pub(crate) messages: Vec<Message>,
    #[serde(default)]
    pub(crate) stream: bool,
    #[serde(default)]
    pub(crate) stream_options: Option<StreamOptions>,
    #[serde(default)]
    pub(crate) response_format: Option<ResponseFormat>,
    #[serde(default)]
    pub(crate) max_completion_tokens: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    pub(crate) role: Role,
    pub(crate) content: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    System,
    Developer,
    User,
    Assistant,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StreamOptions {
    #[serde(default)]
    pub(crate) include_usage: bool,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ResponseFormat {
    Text,
    JsonObject,
    JsonSchema { json_schema: JsonSchema },
}

#[derive(Debug, Deserialize)]
pub(crate) struct JsonSchema {
    pub(crate) schema: Value,
}

impl Request {
    /// What our own instructions say.
    pub(crate) fn instructions(&self) -> &str {
        let ours = |message: &&Message| matches!(message.role, Role::System | Role::Developer);
        let found = self.messages.iter().find(ours);
        found.map_or("", |message| message.content.as_str())
    }

    /// All of our own instructions.
    pub(crate) fn all_instructions(&self) -> String {
        let ours = |message: &&Message| matches!(message.role, Role::System | Role::Developer);
        let found = self.messages.iter().filter(ours);
        let texts: Vec<&str> = found.map(|message| message.content.as_str()).collect();
        texts.join("\n")
    }

    /// All that was asked, one after the other.
    pub(crate) fn all_asked(&self) -> String {
        let asked = self
            .messages
            .iter()
            .filter(|message| message.role == Role::User);
        let texts: Vec<&str> = asked.map(|message| message.content.as_str()).collect();
        texts.join("\n")
    }

    /// The schema of the object that is asked for, if one is.
    pub(crate) fn schema(&self) -> Option<&Value> {
        match self.response_format.as_ref()? {
            ResponseFormat::JsonSchema { json_schema } => Some(&json_schema.schema),
            ResponseFormat::Text | ResponseFormat::JsonObject => None,
        }
    }

    /// What is asked first, and what is asked last.
    pub(crate) fn asked(&self) -> (&str, &str) {
        let mut asked = self
            .messages
            .iter()
            .filter(|message| message.role == Role::User)
            .map(|message| message.content.as_str());
        let first = asked.next().unwrap_or_default();
        (first, asked.next_back().unwrap_or(first))
    }

    /// The one property of the object that is asked for, if an object is.
    pub(crate) fn property(&self) -> Option<&str> {
        self.schema()?["required"][0].as_str()
    }

    /// About what OpenAI would count.
    pub(crate) fn prompt_tokens(&self) -> usize {
        let all = self.messages.iter();
        all.map(|message| tokens(&message.content) + 4).sum()
    }
}

/// About four letters are a token.
pub(crate) fn tokens(text: &str) -> usize {
    text.chars().count().div_ceil(4)
}

/// An error, as OpenAI words it: <https://platform.openai.com/docs/guides/error-codes>.
pub(crate) fn error(status: StatusCode, kind: &str, code: &str, message: &str) -> Response {
    let body =
        json!({ "error": { "message": message, "type": kind, "param": null, "code": code } });
    (status, Json(body)).into_response()
}

/// A whole answer.
pub(crate) fn completion(request: &Request, number: u64, content: &str, is_cut: bool) -> Value {
    json!({
        "id": format!("chatcmpl-{number}"),
        "object": "chat.completion",
        "created": 0,
        "model": request.model,
        "choices": [{
            "index": 0,
            "message": { "role": "assistant", "content": content, "refusal": null },
            "logprobs": null,
            "finish_reason": finish_reason(is_cut),
        }],
        "usage": usage(request, content),
    })
}

/// The events of an answer that is streamed, each as the data of one event:
/// <https://platform.openai.com/docs/api-reference/chat-streaming>.
pub(crate) fn chunks(request: &Request, number: u64, content: &str, is_cut: bool) -> Vec<String> {
    let has_usage = request
        .stream_options
        .as_ref()
        .is_some_and(|options| options.include_usage);
    let chunk = |choices: Value, usage: Option<Value>| {
        let mut chunk = json!({
            "id": format!("chatcmpl-{number}"),
            "object": "chat.completion.chunk",
            "created": 0,
            "model": request.model,
            "choices": choices,
        });
        if has_usage {
            chunk["usage"] = usage.unwrap_or_default();
        }
        chunk.to_string()
    };
    let delta = |delta: Value, reason: Option<&str>| {
        let choice =
            json!({ "index": 0, "delta": delta, "logprobs": null, "finish_reason": reason });
        chunk(json!([choice]), None)
    };
    let mut chunks = vec![delta(json!({ "role": "assistant", "content": "" }), None)];
    let words = content.split_inclusive(' ');
    chunks.extend(words.map(|word| delta(json!({ "content": word }), None)));
    chunks.push(delta(json!({}), Some(finish_reason(is_cut))));
    if has_usage {
        chunks.push(chunk(json!([]), Some(usage(request, content))));
    }
    chunks.push("[DONE]".to_owned());
    chunks
}

fn finish_reason(is_cut: bool) -> &'static str {
    if is_cut { "length" } else { "stop" }
}

fn usage(request: &Request, content: &str) -> Value {
    let (prompt, completion) = (request.prompt_tokens(), tokens(content));
    json!({ "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion })
}
