//! Time and chance are handed in, so that tests can decide both.

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Draws random numbers that nobody can guess.
pub trait Randomness: Send + Sync {
    /// 128 random bits.
    fn draw(&self) -> u128;
}
