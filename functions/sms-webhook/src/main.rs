//! Twilio: delivery status of texts.

fn main() {}
