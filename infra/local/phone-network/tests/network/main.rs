//! The phone network as a real process, over its wire format.

mod calls;
mod faults;
mod inbound;
mod incoming_number;
mod opt_out;
mod phones;
mod prices;
mod restart;
mod support;
mod voice;
mod wire;
