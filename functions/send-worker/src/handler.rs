//! From a batch of queue messages to the use cases.

use std::sync::Arc;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, deadline, failed_items};
use adapters::secrets::AuthTokenSource;
use adapters::sqs::{SendQueueMessage, SqsSendQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::{REQUEST_TIMEOUT, TwilioAccount, TwilioClient};
use app::ports::ReconciliationTask;
use app::reconcile_message::ReconcileMessage;
use app::record_opt_out::RecordOptOut;
use app::send_messages::SendMessages;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// The use cases of the queue.
pub(crate) struct SendWorker {
    send: SendMessages,
    reconcile: ReconcileMessage,
}

/// Wires the use cases to our table, our queue and Twilio.
pub(crate) async fn from_environment() -> Result<SendWorker, Error> {
    let config = adapters::aws::configuration_from_environment()?;
    let store = Arc::new(DynamoStore::new(
        aws_sdk_dynamodb::Client::new(&config),
        required("TABLE_NAME")?,
    ));
    let ssm = aws_sdk_ssm::Client::new(&config);
    let parameter = required("TWILIO_AUTH_TOKEN_PARAMETER")?;
    let (tokens, ()) = tokio::join!(AuthTokenSource::start(ssm, parameter), store.connect());
    let twilio = Arc::new(TwilioClient {
        http: adapters::http::client(REQUEST_TIMEOUT)?,
        account: TwilioAccount::from_environment()?,
        tokens: Arc::new(tokens?),
    });
    twilio.connect().await;
    let queue = Arc::new(SqsSendQueue {
        client: aws_sdk_sqs::Client::new(&config),
        url: required("SEND_QUEUE_URL")?,
    });
    Ok(SendWorker {
        reconcile: ReconcileMessage {
            messages: store.clone(),
            broadcasts: store.clone(),
            reviews: store.clone(),
            log: twilio.clone(),
            queue: queue.clone(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        },
        send: SendMessages {
            broadcasts: store.clone(),
            messages: store.clone(),
            opt_outs: store.clone(),
            record_opt_out: RecordOptOut {
                opt_outs: store.clone(),
                contacts: store.clone(),
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
            settings: settings_from_environment(store.clone())?,
            sender: store,
            carrier: twilio,
            queue,
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        },
    })
}

/// Works on the batch, its messages side by side; those that failed come back later.
pub(crate) async fn handle(
    worker: &SendWorker,
    event: LambdaEvent<SqsEvent>,
) -> Result<SqsBatchResponse, Error> {
    let deadline = deadline(&event.context);
    let batch = SqsBatch::<SendQueueMessage>::read(event.payload);
    let mut to_send = Vec::new();
    let mut to_reconcile = Vec::new();
    for task in batch.tasks {
        match task.task {
            SendQueueMessage::V1 { message_id } => to_send.push((task.id, message_id)),
            SendQueueMessage::ReconcileV1 {
                message_id,
                looks,
                tries,
            } => to_reconcile.push((
                task.id,
                ReconciliationTask {
                    message_id,
                    looks,
                    tries,
                },
            )),
        }
    }
    let ids: Vec<_> = to_send.iter().map(|(_, id)| *id).collect();
    let looks = to_reconcile
        .iter()
        .map(|(_, task)| worker.reconcile.run(*task));
    let (sent, reconciled) = tokio::join!(
        worker.send.run(&ids, deadline),
        futures::future::join_all(looks)
    );
    let done = to_reconcile
        .into_iter()
        .map(|(sqs_id, task)| (sqs_id, task.message_id));
    let mut failed = batch.unreadable;
    for ((sqs_id, message_id), result) in to_send.into_iter().zip(sent).chain(done.zip(reconciled))
    {
        if let Err(error) = result {
            error!(message.id = %message_id, %error, "A message will be looked at again");
            failed.push(sqs_id);
        }
    }
    Ok(failed_items(failed))
}
