//! Twilio brings calls to the church, turn by turn, and tells how they end.

mod handler;
mod wiring;

pub use handler::Webhook;
pub use wiring::Wiring;
