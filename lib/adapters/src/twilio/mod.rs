//! Twilio: <https://www.twilio.com/docs/usage/api>.

mod client;
mod error_codes;
mod inbound;
mod log;
mod media;
#[cfg(test)]
mod network;
mod outcome;
mod price;
mod report;
mod signature;
pub mod voice;
mod webhook;

pub use client::{REQUEST_TIMEOUT, TwilioAccount, TwilioClient, api_url_from_environment};
pub use error_codes::kind_of;
pub use inbound::{INBOUND_PATH, InvalidInboundText, read_inbound_text, reply_twiml};
pub use media::TwilioMedia;
pub use report::{InvalidReport, read_delivery_report, signed_spellings, status_callback_url};
pub use signature::{SignedRequest, is_json_signed_by, is_signed_by};
pub use webhook::{WebhookDoor, WebhookRequest, empty_response, twiml_response};
