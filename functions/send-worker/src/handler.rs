//! From a batch of queue messages to the use cases.

use std::sync::Arc;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, deadline, failed_items};
use adapters::secrets::AuthTokenSource;
use adapters::sqs::{SendQueueMessage, SendWork, SqsBroadcastQueue, SqsSendQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::{REQUEST_TIMEOUT, TwilioAccount, TwilioClient};
use app::call_landlines::CallLandlines;
use app::place_call::PlaceCall;
use app::reconcile_message::ReconcileMessage;
use app::record_opt_out::RecordOptOut;
use app::send_messages::SendMessages;
use app::settle_broadcast::SettleBroadcast;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use futures::future::join_all;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// The use cases of the queue.
pub(crate) struct SendWorker {
    send: SendMessages,
    reconcile: ReconcileMessage,
    settle: SettleBroadcast,
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
    let broadcast_queue = SqsBroadcastQueue {
        client: aws_sdk_sqs::Client::new(&config),
        url: required("BROADCAST_QUEUE_URL")?,
    };
    let settings = settings_from_environment(store.clone())?;
    Ok(SendWorker {
        settle: SettleBroadcast {
            broadcasts: store.clone(),
            messages: store.clone(),
            budget: store.clone(),
            log: twilio.clone(),
            settings: settings.clone(),
            queue: queue.clone(),
            landlines: CallLandlines {
                broadcasts: store.clone(),
                queue: Arc::new(broadcast_queue),
                settings: settings.clone(),
                clock: Arc::new(SystemClock),
            },
            clock: Arc::new(SystemClock),
        },
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
            settings,
            sender: store.clone(),
            calls: PlaceCall {
                places: store,
                carrier: twilio.clone(),
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
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
    let (mut to_send, mut ids, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for task in batch.tasks {
        match SendWork::from(task.task) {
            SendWork::Send(id) => {
                to_send.push(task.id);
                ids.push(id);
            }
            work => others.push((task.id, work)),
        }
    }
    let looks = others
        .iter()
        .map(|(_, work)| worker.look(work.clone(), deadline));
    let (sent, looked) = tokio::join!(worker.send.run(&ids, deadline), join_all(looks));
    let mut failed = batch.unreadable;
    for ((sqs_id, id), result) in to_send.into_iter().zip(&ids).zip(sent) {
        if let Err(error) = result {
            error!(message.id = %id, %error, "A message will be looked at again");
            failed.push(sqs_id);
        }
    }
    for ((sqs_id, work), result) in others.into_iter().zip(looked) {
        if let Err(error) = result {
            error!(subject.id = work.subject(), %error, "This will be looked at again");
            failed.push(sqs_id);
        }
    }
    Ok(failed_items(failed))
}

impl SendWorker {
    /// Looks at what the carrier says of what it has.
    async fn look(&self, work: SendWork, deadline: Timestamp) -> app::Result<()> {
        match work {
            SendWork::Send(id) => {
                let results = self.send.run(&[id], deadline).await;
                results.into_iter().collect()
            }
            SendWork::Reconcile(task) => self.reconcile.run(task).await,
            SendWork::Settle(task) => self.settle.run(task, deadline).await,
        }
    }
}
