//! What an endpoint answered, as one of: an answer, a failure, or the proof that nothing was done.

use std::time::Duration;

use app::ports::{ModelAnswer, ModelFailure, SpentTokens};
use domain::money::TokenUsage;
use serde::Deserialize;

/// What came of one request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome<Answer> {
    /// There is an answer, or there will be none.
    Final(Result<Answer, ModelFailure>),
    /// It was certainly not worked on, and may be sent again after this long; if there is no time for that, this is why.
    Again(Option<Duration>, ModelFailure),
    /// Our key was not taken: it may have been replaced.
    WrongKey,
}

/// A good answer, as much of it as we need.
#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
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

/// An error, as much of it as we need.
#[derive(Deserialize)]
struct Refusal {
    error: RefusalDetail,
}

#[derive(Deserialize)]
struct RefusalDetail {
    #[serde(default)]
    code: Option<String>,
}

/// Reads a whole answer.
pub(super) fn read(status: u16, retry_after: Option<&str>, body: &[u8]) -> Outcome<ModelAnswer> {
    match status {
        200..300 => Outcome::Final(read_completion(body)),
        _ => read_refusal(status, retry_after, body),
    }
}

/// Reads an answer that is none, by its status.
pub(super) fn read_refusal<Answer>(
    status: u16,
    retry_after: Option<&str>,
    body: &[u8],
) -> Outcome<Answer> {
    match status {
        401 => Outcome::WrongKey,
        // <https://platform.openai.com/docs/guides/error-codes>: nothing is worked on, nor paid for.
        429 if is_out_of_money(body) => Outcome::Final(Err(OUT_OF_MONEY)),
        429 => {
            let seconds = retry_after.and_then(|text| text.trim().parse().ok());
            Outcome::Again(seconds.map(Duration::from_secs), OVERLOADED)
        }
        408 | 500.. => Outcome::Final(Err(ModelFailure {
            spent: SpentTokens::Unknown,
            ..OUT_OF_ORDER
        })),
        _ => Outcome::Final(Err(NOT_TAKEN)),
    }
}

fn is_out_of_money(body: &[u8]) -> bool {
    let refusal = serde_json::from_slice::<Refusal>(body);
    refusal.is_ok_and(|refusal| refusal.error.code.as_deref() == Some("insufficient_quota"))
}

fn read_completion(body: &[u8]) -> Result<ModelAnswer, ModelFailure> {
    let Ok(completion) = serde_json::from_slice::<Completion>(body) else {
        return Err(UNREADABLE);
    };
    let spent = completion.usage.map_or(SpentTokens::Unknown, |usage| {
        SpentTokens::Exactly(TokenUsage {
            input: usage.prompt_tokens,
            output: usage.completion_tokens,
        })
    });
    let failed = |failure: ModelFailure| Err(ModelFailure { spent, ..failure });
    let Some(choice) = completion.choices.into_iter().next() else {
        return failed(UNREADABLE);
    };
    let is_cut = choice.finish_reason.as_deref() == Some("length");
    let is_declined = choice.message.refusal.is_some()
        || choice.finish_reason.as_deref() == Some("content_filter");
    match choice.message.content {
        _ if is_declined => failed(DECLINED),
        _ if is_cut => failed(CUT_OFF),
        Some(text) if !text.trim().is_empty() => Ok(ModelAnswer { text, spent }),
        _ => failed(EMPTY),
    }
}

const fn failure(
    code: &'static str,
    is_retryable: bool,
    spent: SpentTokens,
    sentence: &'static str,
) -> ModelFailure {
    ModelFailure {
        code,
        is_retryable,
        sentence,
        spent,
    }
}

pub(super) const OVERLOADED: ModelFailure = failure(
    "overloaded",
    true,
    SpentTokens::Nothing,
    "The language model has too much to do. Try again in some minutes.",
);
pub(super) const UNREACHABLE: ModelFailure = failure(
    "unreachable",
    true,
    SpentTokens::Nothing,
    "The language model can't be reached. Try again in some minutes.",
);
pub(super) const TIMEOUT: ModelFailure = failure(
    "timeout",
    true,
    SpentTokens::Unknown,
    "The language model did not answer in time. Try again in some minutes.",
);
pub(super) const OUT_OF_ORDER: ModelFailure = failure(
    "out_of_order",
    true,
    SpentTokens::Unknown,
    "The language model is out of order. Try again in some minutes.",
);
pub(super) const TOO_LARGE: ModelFailure = failure(
    "too_large",
    true,
    SpentTokens::Unknown,
    "The language model answered far too much. Try again.",
);
pub(super) const UNREADABLE: ModelFailure = failure(
    "unreadable",
    true,
    SpentTokens::Unknown,
    "The language model's answer could not be read. Try again.",
);
pub(super) const EMPTY: ModelFailure = failure(
    "empty",
    true,
    SpentTokens::Unknown,
    "The language model answered nothing. Try again.",
);
const CUT_OFF: ModelFailure = failure(
    "cut_off",
    true,
    SpentTokens::Unknown,
    "The language model's answer was cut off. Shorten the message, and try again.",
);
/// It does not alarm: the words of one message were the reason.
pub(super) const DECLINED: ModelFailure = failure(
    "declined",
    true,
    SpentTokens::Unknown,
    "The language model declined to answer this. Change the words, and try again.",
);
pub(super) const WRONG_KEY: ModelFailure = failure(
    "wrong_key",
    false,
    SpentTokens::Nothing,
    "The language model does not take this church's key. Tell whoever set Tidings up.",
);
const OUT_OF_MONEY: ModelFailure = failure(
    "out_of_money",
    false,
    SpentTokens::Nothing,
    "The church's account with the language model is out of money. Tell whoever set Tidings up.",
);
const NOT_TAKEN: ModelFailure = failure(
    "not_taken",
    false,
    SpentTokens::Nothing,
    "The language model does not take what Tidings asks: its name or address may be wrong. Tell whoever set Tidings up.",
);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn completion(message: serde_json::Value, finish_reason: &str) -> Vec<u8> {
        json!({
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{ "index": 0, "message": message, "finish_reason": finish_reason }],
            "usage": { "prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15 },
        })
        .to_string()
        .into_bytes()
    }

    const USED: SpentTokens = SpentTokens::Exactly(TokenUsage {
        input: 12,
        output: 3,
    });

    fn code(outcome: Outcome<ModelAnswer>) -> (&'static str, SpentTokens) {
        match outcome {
            Outcome::Final(Ok(answer)) => ("answered", answer.spent),
            Outcome::Final(Err(failure)) => (failure.code, failure.spent),
            Outcome::Again(_, failure) => (failure.code, failure.spent),
            Outcome::WrongKey => ("key", SpentTokens::Nothing),
        }
    }

    #[test]
    fn what_each_answer_comes_to() {
        let message = |content| json!({ "role": "assistant", "content": content });
        let error = |code: &str| json!({ "error": { "message": "m", "code": code } }).to_string();
        let (nothing, unknown) = (SpentTokens::Nothing, SpentTokens::Unknown);
        for (status, body, expected) in [
            (200, completion(message("Hola"), "stop"), ("answered", USED)),
            (200, completion(message(" "), "stop"), ("empty", USED)),
            (
                200,
                completion(json!({ "content": null }), "stop"),
                ("empty", USED),
            ),
            (200, completion(message("Ho"), "length"), ("cut_off", USED)),
            (
                200,
                completion(json!({ "refusal": "No." }), "stop"),
                ("declined", USED),
            ),
            (
                200,
                completion(message(""), "content_filter"),
                ("declined", USED),
            ),
            (200, br#"{"choices":[]}"#.to_vec(), ("unreadable", unknown)),
            (200, b"<html>".to_vec(), ("unreadable", unknown)),
            (200, Vec::new(), ("unreadable", unknown)),
            (
                200,
                br#"{"choices":[{"message":{"content":"Hola"}}]}"#.to_vec(),
                ("answered", unknown),
            ),
            (400, error("x").into_bytes(), ("not_taken", nothing)),
            (
                404,
                error("model_not_found").into_bytes(),
                ("not_taken", nothing),
            ),
            (302, Vec::new(), ("not_taken", nothing)),
            (401, error("invalid_api_key").into_bytes(), ("key", nothing)),
            (
                429,
                error("rate_limit_exceeded").into_bytes(),
                ("overloaded", nothing),
            ),
            (429, Vec::new(), ("overloaded", nothing)),
            (
                429,
                error("insufficient_quota").into_bytes(),
                ("out_of_money", nothing),
            ),
            (500, b"oops".to_vec(), ("out_of_order", unknown)),
            (503, Vec::new(), ("out_of_order", unknown)),
        ] {
            let shown = String::from_utf8_lossy(&body).into_owned();
            assert_eq!(
                code(read(status, None, &body)),
                expected,
                "{status} {shown}"
            );
        }
    }

    #[test]
    fn the_endpoint_says_when_to_come_again() {
        let again = |header| match read(429, header, b"") {
            Outcome::Again(after, _) => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(again(Some("3")), Some(Duration::from_secs(3)));
        assert_eq!(again(Some("Thu, 26 Nov 2026 12:00:00 GMT")), None);
        assert_eq!(again(None), None);
    }
}
