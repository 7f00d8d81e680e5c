//! Twilio reports how texts fare, and brings the texts that members write.

mod handler;

pub use handler::{Webhook, Wiring};
