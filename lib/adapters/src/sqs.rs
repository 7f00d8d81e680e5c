//! Queues between the functions, on SQS: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/>.
//!
//! A queue message is a small tagged object that carries an id. The tag has a version: a function that is being
//! replaced may leave messages behind, also in dead-letter queues, so an old version is read for as
//! long as one may be left.

mod assistant;
mod broadcasts;
mod directory;
mod messages;

pub use assistant::{AssistantQueueMessage, AssistantWork, SqsAssistantQueue, SqsCallQueue};
pub use broadcasts::{BroadcastQueueMessage, SqsBroadcastQueue};
pub use directory::{DirectoryQueueMessage, SqsDirectoryQueue};
pub use messages::{SendQueueMessage, SendWork, SettlementPlace, SqsSendQueue};

use std::time::Duration;

use app::error::{Error, Result};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::DisplayErrorContext;
use serde::Serialize;

async fn send_one(
    client: &Client,
    url: &str,
    task: &(impl Serialize + Sync),
    delay: Duration,
) -> Result<()> {
    // SQS counts whole seconds; a wait that is cut short would come too early.
    let seconds = delay.as_secs_f64().ceil().clamp(0.0, 900.0);
    client
        .send_message()
        .queue_url(url)
        .message_body(body(task)?)
        .delay_seconds(seconds as i32)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

fn body(task: &impl Serialize) -> Result<String> {
    serde_json::to_string(task).map_err(|error| Error::Unavailable(error.to_string()))
}

fn unavailable(error: impl std::error::Error) -> Error {
    Error::Unavailable(format!("SQS: {}", DisplayErrorContext(&error)))
}
