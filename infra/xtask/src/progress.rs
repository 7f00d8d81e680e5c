//! Says what is being done, and how long it took.

use std::cell::Cell;
use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};

use anyhow::Result;

/// How often a log, which nobody can redraw, gets a sign of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);

/// A step that is being done.
pub(crate) struct Step {
    what: String,
    started: Instant,
    told: Cell<Instant>,
    redraws: bool,
}

/// Does a step, and prints a line when it is over.
///
/// # Errors
/// The step's own.
pub(crate) fn step<T>(what: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
    let now = Instant::now();
    let step = Step {
        what: what.to_owned(),
        started: now,
        told: Cell::new(now),
        redraws: stdout().is_terminal(),
    };
    if step.redraws {
        step.redraw("");
    }
    let result = work(&step);
    step.clear();
    let mark = if result.is_ok() { "ok  " } else { "FAIL" };
    println!("  {mark} {what:<52} {:>8}", seconds(step.started.elapsed()));
    result
}

/// Says that a step was not needed.
pub(crate) fn skipped(what: &str, why: &str) {
    println!("  --   {what:<52} {why}");
}

/// A duration as people read it.
pub(crate) fn seconds(duration: Duration) -> String {
    let total = duration.as_secs();
    if total < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} m {:02} s", total / 60, total % 60)
    }
}

impl Step {
    /// What is being done.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// Shows that the step lives, with the last thing that it said.
    pub(crate) fn alive(&self, last: &str) {
        if self.redraws {
            self.redraw(last);
        } else if self.told.get().elapsed() > SIGN_OF_LIFE {
            self.told.set(Instant::now());
            println!(
                "  ...  {} for {}: {last}",
                self.what,
                seconds(self.started.elapsed())
            );
        }
    }

    fn redraw(&self, last: &str) {
        let last: String = last.chars().take(60).collect();
        print!(
            "\r\x1b[2K  ...  {} {} {last}",
            self.what,
            seconds(self.started.elapsed())
        );
        self.flush();
    }

    fn clear(&self) {
        if self.redraws {
            print!("\r\x1b[2K");
        }
        self.flush();
    }

    fn flush(&self) {
        // A terminal that is gone is no reason to fail the step.
        let _ = stdout().flush();
    }
}
