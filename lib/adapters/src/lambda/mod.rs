//! What every function that is triggered by a queue shares.

mod sqs_batch;

pub use sqs_batch::{SqsBatch, failed_items};

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::Context;

/// Work should stop this long before Lambda stops the function, so that what was begun can be finished.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// Until when a function may begin more work. The deadline of its invocation comes with its context.
pub fn deadline(context: &Context) -> Timestamp {
    let milliseconds = i64::try_from(context.deadline).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(milliseconds).map_or(Timestamp::MAX, |deadline| deadline - MARGIN)
}
