//! The stores against an embedded DynamoDB, through the real AWS client: what each port promises.

mod broadcasts;
mod budget;
mod call_places;
mod calls;
mod contacts;
mod directory;
mod follow_ups;
mod idempotency;
mod inserts;
mod messages;
mod reminders;
mod samples;
mod statistics;
mod threads;
mod translations;
