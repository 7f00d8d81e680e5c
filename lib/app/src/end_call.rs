//! The network tells that a call has ended.

use std::sync::Arc;
use std::time::Duration;

use domain::call::CallStatus;
use tracing::info;

use crate::error::{Error, Result};
use crate::ports::{CallQueue, CallStore, CallTask, Clock, Replacement};

/// How often a call that is being changed is read again.
const TRIES: usize = 8;

/// Notes the ends of calls.
pub struct EndCall {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// Who writes what it was about.
    pub queue: Arc<dyn CallQueue>,
    /// For when it ended, since the network tells how long it lasted.
    pub clock: Arc<dyn Clock>,
}

impl EndCall {
    /// Notes that a call has ended, as `status` says, after `duration` seconds. A call that we know nothing of is passed
    /// over. A crash before the work on it is queued is made good by the task that was queued when the call began.
    ///
    /// # Errors
    /// When a store or a queue fails: the same end may be told of again.
    pub async fn run(
        &self,
        twilio_call_sid: &str,
        status: CallStatus,
        duration: u32,
    ) -> Result<()> {
        let Some(id) = self.calls.find_call(twilio_call_sid).await? else {
            info!(call.sid = twilio_call_sid, "The end of an unknown call");
            return Ok(());
        };
        for _ in 0..TRIES {
            let Some(mut call) = self.calls.get_call(id).await? else {
                return Ok(());
            };
            if call.ended_at.is_none() {
                let read_version = call.version;
                call.status = status;
                call.duration = Some(duration);
                call.ended_at = Some(self.clock.now());
                call.version += 1;
                let replaced = self.calls.replace_call(&call, read_version, &[]).await?;
                if replaced == Replacement::Stale {
                    continue;
                }
                info!(call.id = %id, call.seconds = duration, "A call has ended");
            }
            return self
                .queue
                .enqueue_call_task(CallTask::Finish(id), Duration::ZERO)
                .await;
        }
        Err(Error::Unavailable(
            "the call is being changed all the time".into(),
        ))
    }
}
