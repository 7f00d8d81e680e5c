//! Takes messages from their queue and hands each to Twilio.

mod handler;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let worker = handler::from_environment().await?;
    run(service_fn(|event: LambdaEvent<_>| {
        handler::handle(&worker, event)
    }))
    .await
}
