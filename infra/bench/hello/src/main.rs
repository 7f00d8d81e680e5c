//! Greets. The bench starts it beside our functions: what they take longer is ours, and not the runtime's.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(async |_: LambdaEvent<Value>| {
        Ok::<Value, Error>(json!({ "greeting": "hello" }))
    }))
    .await
}
