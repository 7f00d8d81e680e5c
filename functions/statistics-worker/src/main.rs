//! Follows the table's stream and counts messages by status, and contacts.

mod handler;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let count = handler::from_environment().await?;
    run(service_fn(|event: LambdaEvent<_>| {
        handler::handle(&count, event)
    }))
    .await
}
