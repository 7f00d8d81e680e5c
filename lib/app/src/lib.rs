//! What Tidings does: one use case a file, named as a sentence, and the ports through which it reaches
//! the world. It decides the order of effects; what is true is decided in `domain`, and how a
//! vendor is spoken to in `adapters`.

pub mod cancel_broadcast;
pub mod count_changes;
pub mod create_broadcast;
pub mod error;
pub mod list_messages;
pub mod manage_contacts;
pub mod page;
pub mod plan_broadcast;
pub mod ports;
pub mod preview_audience;
pub mod record_delivery_report;
pub mod send_messages;

#[cfg(test)]
mod fakes;

pub use error::{Error, Result};
pub use page::Page;
