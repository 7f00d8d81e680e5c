//! Stands in for Twilio and the phones, in Twilio's wire format.

fn main() {}
