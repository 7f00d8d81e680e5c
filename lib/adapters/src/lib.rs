//! The vendors behind the ports of `app`, and the parts of Lambda that every function shares.

pub mod aws;
pub mod church;
pub mod dynamodb;
pub mod environment;
pub mod http;
pub mod lambda;
pub mod openai;
pub mod s3;
pub mod scheduler;
pub mod secrets;
pub mod sqs;
pub mod surroundings;
pub mod telemetry;
pub mod twilio;

#[cfg(feature = "testing")]
pub mod testing;
