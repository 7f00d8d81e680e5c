//! How long functions take to start, beside one that does nothing.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

use super::median;
use crate::template::Function;
use crate::world::{Setup, World};

/// The function that does nothing.
pub(crate) const BARE: &str = "hello";

/// The starts of one function.
pub(crate) struct Starts {
    /// The function.
    pub(crate) name: String,
    /// The size of its binary, in bytes.
    pub(crate) bytes: u64,
    /// The median of how long a start took.
    pub(crate) duration: Duration,
    /// The median of its processor time.
    pub(crate) processor: Duration,
}

/// Starts every function so many times, one after another and in turns, so that whatever else the machine does meets all
/// of them alike. The bare one is the first of the answer.
///
/// # Errors
/// When one does not start.
pub(crate) async fn run(setup: &Setup, times: usize) -> Result<Vec<Starts>> {
    let world = World::start(setup, false).await?;
    let mut functions = setup.template.functions()?;
    functions.insert(0, Function::bare(BARE));
    let mut measured: Vec<Vec<(Duration, Duration)>> = vec![Vec::new(); functions.len()];
    for _ in 0..times {
        for (function, measured) in functions.iter().zip(&mut measured) {
            let environment = world
                .environment(function, 0, &Default::default(), None)
                .await?;
            measured.push((environment.start, environment.start_processor));
        }
    }
    let starts = functions.iter().zip(measured).map(|(function, measured)| {
        let binary = setup.binary(&function.name);
        let size = fs::metadata(&binary).with_context(|| binary.display().to_string())?;
        Ok(Starts {
            name: function.name.clone(),
            bytes: size.len(),
            duration: median(measured.iter().map(|(duration, _)| *duration).collect()),
            processor: median(measured.iter().map(|(_, processor)| *processor).collect()),
        })
    });
    starts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slow_start_does_not_count() {
        let milliseconds = [4, 90, 5, 3, 4].map(Duration::from_millis);
        assert_eq!(median(milliseconds.to_vec()), Duration::from_millis(4));
    }
}
