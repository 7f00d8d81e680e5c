//! From a batch of queue messages to the use case.

use std::sync::Arc;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, SqsTask, deadline, failed_items};
use adapters::sqs::{BroadcastQueueMessage, SqsBroadcastQueue, SqsSendQueue};
use adapters::surroundings::SystemClock;
use app::plan_broadcast::PlanBroadcast;
use app::ports::BroadcastTask;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// Wires the use case to our table and queues.
pub(crate) async fn from_environment() -> Result<PlanBroadcast, Error> {
    let config = adapters::aws::configuration_from_environment()?;
    let sqs = aws_sdk_sqs::Client::new(&config);
    let store = Arc::new(DynamoStore::new(
        aws_sdk_dynamodb::Client::new(&config),
        required("TABLE_NAME")?,
    ));
    let broadcast_queue = SqsBroadcastQueue {
        client: sqs.clone(),
        url: required("BROADCAST_QUEUE_URL")?,
    };
    tokio::join!(store.connect(), broadcast_queue.connect());
    let send_queue = Arc::new(SqsSendQueue {
        client: sqs,
        url: required("SEND_QUEUE_URL")?,
    });
    Ok(PlanBroadcast {
        contacts: store.clone(),
        groups: store.clone(),
        broadcasts: store.clone(),
        messages: store.clone(),
        settings: settings_from_environment(store.clone())?,
        budget: store.clone(),
        sender: store,
        settlements: send_queue.clone(),
        send_queue,
        broadcast_queue: Arc::new(broadcast_queue),
        clock: Arc::new(SystemClock),
    })
}

/// Plans each broadcast of the batch; those that failed come back later.
pub(crate) async fn handle(
    plan: &PlanBroadcast,
    event: LambdaEvent<SqsEvent>,
) -> Result<SqsBatchResponse, Error> {
    let deadline = deadline(&event.context);
    let batch = SqsBatch::<BroadcastQueueMessage>::read(event.payload);
    let mut failed = batch.unreadable;
    for SqsTask {
        id,
        is_repeated,
        task,
    } in batch.tasks
    {
        let task = BroadcastTask::from(task);
        if let Err(error) = plan.run(task, is_repeated, deadline).await {
            error!(broadcast.id = %task.id, %error, "Planning will be tried again");
            failed.push(id);
        }
    }
    Ok(failed_items(failed))
}
