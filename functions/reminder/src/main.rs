//! Wakes for reminders: an occurrence becomes a broadcast, and now and then all alarms are looked at.

mod handler;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let work = handler::from_environment().await?;
    run(service_fn(|event: LambdaEvent<_>| {
        handler::handle(&work, event)
    }))
    .await
}
