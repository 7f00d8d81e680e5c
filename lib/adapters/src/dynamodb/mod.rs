//! Our records in one DynamoDB table. What is asked of it, and at what cost, stands in `ACCESS_PATTERNS.md`;
//! each method cites its number there.

mod assistant_settings;
mod audit;
mod automatic_answers;
mod broadcasts;
mod budget;
mod call_places;
mod calls;
mod changes;
mod contacts;
mod directory;
mod follow_ups;
mod groups;
mod idempotency;
mod imports;
mod inserts;
mod item;
pub mod keys;
mod messages;
mod opt_outs;
mod pages;
mod reminders;
mod sending;
mod settings;
mod statistics;
pub mod stream;
mod templates;
mod threads;
mod transactions;
mod translations;
mod turns;
mod users;

use app::error::Error;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::DisplayErrorContext;

/// All our stores, on one table.
#[derive(Debug, Clone)]
pub struct DynamoStore {
    client: Client,
    table: String,
}

impl DynamoStore {
    /// Uses this table.
    pub fn new(client: Client, table: String) -> Self {
        Self { client, table }
    }

    /// Opens the connection while there is time, at the function's start. A failure shows with the first request.
    pub async fn connect(&self) {
        let _ = self.get_item(&keys::Key::statistics(), false).await;
    }
}

/// An error of DynamoDB's, for the logs. Its messages name fields and tables, not values.
fn unavailable(error: impl std::error::Error) -> Error {
    Error::Unavailable(format!("DynamoDB: {}", DisplayErrorContext(&error)))
}
