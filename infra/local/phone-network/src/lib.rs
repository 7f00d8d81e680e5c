//! Stands in for Twilio and all phones, in Twilio's wire format, on one machine and without an account.
//!
//! The product talks to this program as it talks to Twilio: it creates messages and calls, and is called
//! back with their statuses. Beside that, tests and people can see what every phone received, tell a phone
//! how to behave, and order faults. `README.md` has the tables.
//!
//! It depends on none of the product's crates: it is an independent reading of Twilio's specification, so
//! that a mistake in the product's reading shows as a failure.

mod api;
mod app;
mod call;
mod carrier;
mod clock;
mod control;
mod error;
mod faults;
mod front_door;
mod inbound;
mod incoming_number;
mod journal;
mod listing;
mod live;
mod loop_guard;
mod media;
mod message;
mod network;
mod opt_out;
mod overrides;
mod parameters;
mod phone;
mod price;
mod random;
mod record;
mod run;
mod segments;
mod signature;
mod timetable;
mod twiml;
mod webhook;

pub use app::{Config, Server};
pub use price::Price;
pub use timetable::Pace;
