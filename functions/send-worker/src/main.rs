//! SQS: one text to Twilio.

fn main() {}
