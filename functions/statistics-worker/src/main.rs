//! DynamoDB stream: counts messages by status, and contacts.

fn main() {}
