//! Takes broadcasts from their queue and turns each into messages.

mod handler;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let plan = handler::from_environment().await?;
    run(service_fn(|event: LambdaEvent<_>| {
        handler::handle(&plan, event)
    }))
    .await
}
