//! REST API of the dashboard, behind API Gateway.

use lambda_http::{Error, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    adapters::telemetry::init();
    let api = api::cold_start::api_from_environment().await?;
    run(api::router(api)).await
}
