//! From a batch of queue messages to the use case.

use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, deadline, failed_items};
use adapters::secrets::AuthTokenSource;
use adapters::sqs::{SendQueueMessage, SqsSendQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::{REQUEST_TIMEOUT, TwilioAccount, TwilioClient};
use app::send_messages::SendMessages;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// Wires the use case to our table, our queue and Twilio.
pub(crate) async fn from_environment() -> Result<SendMessages, Error> {
    let config = adapters::aws::configuration_from_environment()?;
    let store = Arc::new(DynamoStore::new(
        aws_sdk_dynamodb::Client::new(&config),
        required("TABLE_NAME")?,
    ));
    let ssm = aws_sdk_ssm::Client::new(&config);
    let parameter = required("TWILIO_AUTH_TOKEN_PARAMETER")?;
    let (tokens, ()) = tokio::join!(AuthTokenSource::start(ssm, parameter), store.connect());
    let carrier = TwilioClient {
        http: adapters::http::client(REQUEST_TIMEOUT)?,
        account: TwilioAccount::from_environment()?,
        tokens: Arc::new(tokens?),
    };
    Ok(SendMessages {
        broadcasts: store.clone(),
        messages: store.clone(),
        opt_outs: store,
        carrier: Arc::new(carrier),
        queue: Arc::new(SqsSendQueue {
            client: aws_sdk_sqs::Client::new(&config),
            url: required("SEND_QUEUE_URL")?,
        }),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    })
}

/// Sends the messages of the batch; those that failed come back later.
pub(crate) async fn handle(
    send: &SendMessages,
    event: LambdaEvent<SqsEvent>,
) -> Result<SqsBatchResponse, Error> {
    let deadline = deadline(&event.context);
    let batch = SqsBatch::<SendQueueMessage>::read(event.payload);
    let (sqs_ids, message_ids): (Vec<_>, Vec<_>) = batch
        .tasks
        .into_iter()
        .map(|task| {
            let SendQueueMessage::V1 { message_id } = task.task;
            (task.id, message_id)
        })
        .unzip();
    let results = send.run(&message_ids, deadline).await;
    let mut failed = batch.unreadable;
    for ((sqs_id, message_id), result) in sqs_ids.into_iter().zip(message_ids).zip(results) {
        if let Err(error) = result {
            error!(message.id = %message_id, %error, "Sending will be looked at again");
            failed.push(sqs_id);
        }
    }
    Ok(failed_items(failed))
}
