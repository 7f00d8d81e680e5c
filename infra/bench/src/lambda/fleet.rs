//! The environments of one function, and what they have come to together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use bytes::Bytes;

use super::environment::Environment;
use crate::aws::metering::{Meter, Usage};
use crate::server::Server;
use crate::template::Function;

/// All environments of a function.
pub(crate) struct Fleet {
    /// The function.
    pub(crate) function: Function,
    /// Its environments.
    pub(crate) environments: Vec<Arc<Environment>>,
    /// What they ask of AWS.
    pub(crate) meter: Arc<Meter>,
    /// Their doors to Twilio, for those that have one.
    twilio: Vec<Twilio>,
    invocations: AtomicU64,
    working: AtomicU64,
    billed: Mutex<Duration>,
}

/// One environment's door to Twilio.
pub(crate) struct Twilio {
    /// The door.
    pub(crate) server: Server,
    /// How many connections the start had opened to it.
    pub(crate) opened_in_init: u64,
}

/// What a function has cost and taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    /// The function.
    pub(crate) name: String,
    /// How many events it has worked on.
    pub(crate) invocations: u64,
    /// What Lambda bills, in milliseconds: each event and each start, rounded up.
    pub(crate) billed: Duration,
    /// Memory times what is billed, in GB-seconds.
    pub(crate) gigabyte_seconds: f64,
    /// Processor time without the starts.
    pub(crate) processor: Duration,
    /// The most memory that one environment has had, in bytes.
    pub(crate) peak_memory: u64,
    /// What it asked of AWS.
    pub(crate) usage: Usage,
    /// What it logged, in bytes.
    pub(crate) log_bytes: u64,
    /// How many connections it has opened.
    pub(crate) connections: u64,
    /// How many of these it has closed again.
    pub(crate) dropped_connections: u64,
    /// Services to which an event had to open the connection, because the start had not.
    pub(crate) late_services: Vec<&'static str>,
}

impl Fleet {
    /// A fleet of environments that have started.
    pub(crate) fn new(
        function: Function,
        environments: Vec<Arc<Environment>>,
        meter: Arc<Meter>,
        twilio: Vec<Twilio>,
    ) -> Self {
        let starts = environments
            .iter()
            .map(|environment| rounded_up(environment.start));
        Self {
            billed: Mutex::new(starts.sum()),
            function,
            environments,
            meter,
            twilio,
            invocations: AtomicU64::new(0),
            working: AtomicU64::new(0),
        }
    }

    /// Has one environment work on an event.
    ///
    /// # Errors
    /// When the function fails, dies, or takes longer than it may.
    pub(crate) async fn invoke(&self, environment: &Environment, payload: Bytes) -> Result<Bytes> {
        self.working.fetch_add(1, Ordering::SeqCst);
        let invocation = environment.invoke(payload).await;
        self.working.fetch_sub(1, Ordering::SeqCst);
        let invocation = invocation?;
        self.invocations.fetch_add(1, Ordering::Relaxed);
        *self.billed.lock().unwrap_or_else(PoisonError::into_inner) +=
            rounded_up(invocation.duration);
        match invocation.answer {
            Ok(answer) => Ok(answer),
            Err(words) => bail!("{} failed: {words}", self.function.name),
        }
    }

    /// Whether some environment works on an event.
    pub(crate) fn is_working(&self) -> bool {
        self.working.load(Ordering::SeqCst) > 0
    }

    /// What all environments have billed so far.
    pub(crate) fn billed(&self) -> Duration {
        *self.billed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Measures, while the processes live.
    ///
    /// # Errors
    /// When one of them is gone.
    pub(crate) fn report(&self) -> Result<Report> {
        let billed = self.billed();
        let mut report = Report {
            name: self.function.name.clone(),
            invocations: self.invocations.load(Ordering::Relaxed),
            billed,
            gigabyte_seconds: self.function.memory as f64 / 1024.0 * billed.as_secs_f64(),
            usage: self.meter.total(),
            ..Report::default()
        };
        for environment in &self.environments {
            report.processor += environment.processor_time()? - environment.start_processor;
            report.peak_memory = report.peak_memory.max(environment.peak_memory()?);
            report.log_bytes += environment.log_bytes();
            report.connections += environment.connections().opened();
            report.dropped_connections += environment.connections().dropped();
            report
                .late_services
                .extend(environment.door.late_services());
        }
        for Twilio {
            server,
            opened_in_init,
        } in &self.twilio
        {
            report.connections += server.connections.opened();
            report.dropped_connections += server.connections.dropped();
            if *opened_in_init == 0 && server.connections.opened() > 0 {
                report.late_services.push("Twilio");
            }
        }
        report.late_services.sort_unstable();
        report.late_services.dedup();
        Ok(report)
    }
}

/// Lambda bills whole milliseconds, and since August 2025 those of the start too:
/// <https://aws.amazon.com/lambda/pricing/>,
/// <https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/>.
fn rounded_up(duration: Duration) -> Duration {
    let microseconds = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    Duration::from_millis(microseconds.div_ceil(1000).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_millisecond_is_billed_as_a_whole_one() {
        for (microseconds, milliseconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (12_345, 13)] {
            let billed = rounded_up(Duration::from_micros(microseconds));
            assert_eq!(
                billed,
                Duration::from_millis(milliseconds),
                "{microseconds}"
            );
        }
    }
}
