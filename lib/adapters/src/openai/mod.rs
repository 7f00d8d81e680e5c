//! OpenAI's chat completions, or any endpoint that speaks them:
//! <https://platform.openai.com/docs/api-reference/chat/create>.
//!
//! The types of requests are those of `async-openai`. Its client is not used: it repeats requests by itself, also those
//! that may have been worked on and paid for, knows no time for all tries together, and takes an answer of any size. What
//! is read of an answer is little, and written here, because endpoints that speak the same leave out what we don't need.

mod answer;
mod client;
mod streaming;

pub use client::{ModelAccount, OpenAi};
