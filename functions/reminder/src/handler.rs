//! From an alarm to the use case.

use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::scheduler::{EventBridgeScheduler, ReminderTask, SchedulerWiring};
use adapters::sqs::SqsBroadcastQueue;
use adapters::surroundings::SystemClock;
use app::fire_reminder::FireReminder;
use app::reconcile_schedules::ReconcileSchedules;
use app::set_alarms::SetAlarms;
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// Wires the use cases to our table, queue and schedules.
pub(crate) async fn from_environment() -> Result<ReconcileSchedules, Error> {
    let config = adapters::aws::configuration_from_environment()?;
    let store = Arc::new(DynamoStore::new(
        aws_sdk_dynamodb::Client::new(&config),
        required("TABLE_NAME")?,
    ));
    let queue = SqsBroadcastQueue {
        client: aws_sdk_sqs::Client::new(&config),
        url: required("BROADCAST_QUEUE_URL")?,
    };
    let wiring = SchedulerWiring::from_environment()?;
    let scheduler = Arc::new(EventBridgeScheduler::new(&config, wiring));
    let clock = Arc::new(SystemClock);
    store.connect().await;
    let alarms = SetAlarms {
        reminders: store.clone(),
        scheduler: scheduler.clone(),
    };
    Ok(ReconcileSchedules {
        reminders: store.clone(),
        scheduler,
        fire: FireReminder {
            reminders: store,
            queue: Arc::new(queue),
            alarms: alarms.clone(),
            church_name: required("CHURCH_NAME")?,
            clock: clock.clone(),
        },
        alarms,
        clock,
    })
}

/// Does what the alarm asks for. What failed is asked for again by Lambda, twice, and by the next look at all alarms.
pub(crate) async fn handle(
    work: &ReconcileSchedules,
    event: LambdaEvent<ReminderTask>,
) -> Result<(), Error> {
    let done = match event.payload {
        ReminderTask::FireV1 { reminder_id } => work.fire.run(reminder_id).await.map(|_| ()),
        ReminderTask::ReconcileV1 => work.run().await.map(|_| ()),
    };
    done.map_err(|error| {
        error!(%error, "What is due will be looked at again");
        error.into()
    })
}
