//! Time that only a test moves.

use std::sync::Mutex;

use app::ports::Clock;
use jiff::{SignedDuration, Timestamp};

/// Stands at 9:30 on 1 March 2026 (UTC) until it is moved.
pub(crate) struct TestClock(Mutex<Timestamp>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Mutex::new("2026-03-01T09:30:00Z".parse().expect("a time")))
    }
}

impl TestClock {
    pub(crate) fn advance(&self, duration: SignedDuration) {
        *self.0.lock().expect("no test panicked") += duration;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panicked")
    }
}
