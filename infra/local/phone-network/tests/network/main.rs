//! The phone network as a real process, over its wire format.

mod calls;
mod faults;
mod phones;
mod restart;
mod support;
mod wire;
