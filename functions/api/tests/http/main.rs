//! The API over HTTP, on the real store in an embedded DynamoDB, with stand-ins for SQS and the user pool.

mod bad_compositions;
mod bad_input;
mod bad_requests;
mod calls;
mod composing;
mod conditions;
mod contacts;
mod finding;
mod in_doubt;
mod inbox;
mod logs;
mod messages;
mod openapi;
mod reminders;
mod roles;
mod sending;
mod settings;
mod support;
mod tokens;
mod translations;
mod work;
