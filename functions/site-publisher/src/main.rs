//! CloudFormation custom resource: puts the built dashboard into its bucket.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use site_publisher::Publisher;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let publisher = Publisher::from_environment()?;
    run(service_fn(|event: LambdaEvent<_>| {
        publisher.handle(event.payload, event.context.deadline())
    }))
    .await
}
