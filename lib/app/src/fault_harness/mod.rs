//! The fault harness: the use cases of the send path, driven through every kill point times every fault of the
//! network times redelivery, and through a thousand bad days that a seed decides; and a checker that holds what came
//! of it against what is true at Twilio (I1 to I4).
//!
//! Nothing here is real but the use cases. The records have the conditions of the DynamoDB store, the queue is SQS as
//! far as a worker can tell, and Twilio does whatever Twilio may do. A worker dies as on Lambda: its future is dropped
//! between two effects, or within one. There is one thread, one clock and one source of chance, so the same seed
//! is the same story.
//!
//! ```text
//! cargo test -p app fault_harness -- --nocapture               # the figures
//! TIDINGS_FAULT_SEED=17 cargo test -p app fault_harness        # one seed again
//! TIDINGS_FAULT_SEEDS=50000 cargo test -p app fault_harness    # a long night: fifty times as much
//! ```
//!
//! A checker that never complains proves little: [`ablations`] takes each safeguard away, and sees it complain.

mod ablations;
mod carrier;
mod cells;
mod checker;
mod messages;
mod queue;
mod random;
mod scenes;
mod seeds;
mod simulation;
mod stores;
mod twilio;
mod worker;
mod world;
