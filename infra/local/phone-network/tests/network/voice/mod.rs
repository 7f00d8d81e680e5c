//! Calls that are played for real, against a small church that answers with TwiML.

mod connected;
mod crowd;
mod inbound;
mod mistakes;
mod outbound;
mod turns;
