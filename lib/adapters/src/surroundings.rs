//! The real time and real chance.

use app::ports::{Clock, Randomness};
use jiff::{Timestamp, Unit};

/// The clock of the machine, to the millisecond, which is as fine as our records have it.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.round(Unit::Millisecond).unwrap_or(now)
    }
}

/// The random numbers of the operating system.
#[derive(Debug, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    /// # Panics
    /// When the operating system has no random numbers: going on with guessable ids would be worse.
    fn draw(&self) -> u128 {
        let mut bytes = [0; 16];
        #[expect(
            clippy::expect_used,
            reason = "there is no safe way to go on without random numbers"
        )]
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        u128::from_le_bytes(bytes)
    }
}
