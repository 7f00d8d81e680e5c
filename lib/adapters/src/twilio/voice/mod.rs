//! Calls, in Twilio's words: what a reply becomes in TwiML (<https://www.twilio.com/docs/voice/twiml>), in which voice,
//! and what the webhooks of a call tell us.

mod links;
mod replies;
mod twiml;
mod voices;
mod webhooks;

pub use links::{CallPlace, Placed, Step};
pub use replies::{bridge, hang_up, render_reply, render_whisper, retry_inbound};
pub use voices::{VoiceOption, voice_options};
pub use webhooks::{
    CallEnd, read_answered, read_connected, read_end, read_heard, read_progress, read_ringing,
};
