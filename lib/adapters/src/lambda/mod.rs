//! What every function that is triggered by a queue shares.

mod sqs_batch;

pub use sqs_batch::{SqsBatch, SqsTask, failed_items};

use jiff::Timestamp;
use lambda_runtime::Context;

/// When Lambda stops the function: it comes with each invocation.
pub fn deadline(context: &Context) -> Timestamp {
    let milliseconds = i64::try_from(context.deadline).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}
