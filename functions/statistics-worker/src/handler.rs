//! From a batch of stream records to the use case.

use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::dynamodb::stream::{CountedChange, read_change};
use adapters::environment::required;
use app::count_changes::CountChanges;
use aws_lambda_events::dynamodb::Event;
use lambda_runtime::{Error, LambdaEvent};
use tracing::{error, info};

/// Wires the use case to our table.
pub(crate) async fn from_environment() -> Result<CountChanges, Error> {
    let config = adapters::aws::configuration_from_environment()?;
    let store = Arc::new(DynamoStore::new(
        aws_sdk_dynamodb::Client::new(&config),
        required("TABLE_NAME")?,
    ));
    store.connect().await;
    Ok(CountChanges { statistics: store })
}

/// Counts the changes of the batch. An error has Lambda give out the whole batch again, which counts nothing twice.
pub(crate) async fn handle(count: &CountChanges, event: LambdaEvent<Event>) -> Result<(), Error> {
    let records = event.payload.records;
    let total = records.len();
    let (mut messages, mut contacts) = (Vec::new(), Vec::new());
    for record in records {
        match read_change(record) {
            Ok(Some(CountedChange::Message(change))) => messages.push(change),
            Ok(Some(CountedChange::Contact(presence))) => contacts.push(presence),
            Ok(None) => {}
            // One that can't be read must not hold up those behind it.
            Err(error) => error!(%error, "A stream record is not counted"),
        }
    }
    info!(
        records = total,
        messages = messages.len(),
        contacts = contacts.len(),
        "Counting"
    );
    count.run(messages, contacts).await?;
    Ok(())
}
