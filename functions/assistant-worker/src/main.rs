//! Does the language model's work that no caller waits for: translates drafts, and finishes calls.

mod handler;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let work = handler::Work::from_environment().await?;
    run(service_fn(|event: LambdaEvent<_>| work.handle(event))).await
}
