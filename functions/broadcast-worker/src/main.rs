//! SQS: one broadcast becomes a send task for each recipient.

fn main() {}
