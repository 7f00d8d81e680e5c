//! The function's start.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let webhook = voice_webhook::Webhook::from_environment().await?;
    run(service_fn(|event: LambdaEvent<_>| {
        webhook.handle(event.payload)
    }))
    .await
}
