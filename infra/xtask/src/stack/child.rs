//! A program that runs as long as the stack does.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use crate::interrupt;
use crate::process::tail;

const POLL: Duration = Duration::from_millis(50);
/// A log that has grown larger is set aside at the next start, and the one before it is dropped.
const LARGE: u64 = 32 * 1024 * 1024;

/// It and everything that it starts are one process group; when this is dropped, none of them is left.
pub(crate) struct Running {
    name: &'static str,
    child: Child,
    log: PathBuf,
    /// How long it may take to put its state away.
    grace: Duration,
}

impl Running {
    /// Starts a program with its output added to a log.
    ///
    /// # Errors
    /// When it can't be started.
    pub(crate) fn start(
        name: &'static str,
        command: &mut Command,
        log: PathBuf,
        grace: Duration,
    ) -> Result<Self> {
        if fs::metadata(&log).is_ok_and(|log| log.len() > LARGE) {
            fs::rename(&log, log.with_extension("old"))?;
        }
        let file = File::options().create(true).append(true).open(&log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            // Not ours, so that Ctrl-C reaches us alone, and we stop things in their order.
            .process_group(0)
            .spawn()
            .with_context(|| format!("can't start the {name}"))?;
        Ok(Self {
            name,
            child,
            log,
            grace,
        })
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it answers.
    ///
    /// # Errors
    /// When it ends, takes too long, or we are told to stop.
    pub(crate) fn wait_until(
        &mut self,
        ready: impl Fn() -> bool,
        patience: Duration,
    ) -> Result<()> {
        let started = Instant::now();
        while !ready() {
            interrupt::check()?;
            if self.has_ended()? {
                bail!(
                    "the {} ended as it started. {}",
                    self.name,
                    self.last_words()
                );
            }
            if started.elapsed() > patience {
                bail!(
                    "the {} has not answered for {} s. {}",
                    self.name,
                    patience.as_secs(),
                    self.last_words()
                );
            }
            sleep(POLL);
        }
        Ok(())
    }

    /// Whether it is no longer there.
    ///
    /// # Errors
    /// When the system does not say.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// The end of its log, for an error.
    pub(crate) fn last_words(&self) -> String {
        format!(
            "Its last words, from {}:\n\n{}",
            self.log.display(),
            tail(&self.log, 30)
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(self.pid(), self.grace, &mut || {
            self.child.try_wait().is_ok_and(|status| status.is_none())
        });
    }
}

/// Asks a program to stop, and after its grace ends it and whatever is left of its group.
pub(crate) fn stop(pid: u32, grace: Duration, lives: &mut dyn FnMut() -> bool) {
    let pid = Pid::from_raw(pid.cast_signed());
    let asked = Instant::now();
    // Errors of these say that it is gone already.
    if lives() {
        let _ = kill(pid, Signal::SIGTERM);
    }
    while lives() && asked.elapsed() < grace {
        sleep(POLL);
    }
    let _ = killpg(pid, Signal::SIGKILL);
    while lives() {
        sleep(POLL);
    }
}

/// Whether a process that an earlier supervisor left behind is still there, and is what it was: a number alone may
/// by now be another program's.
pub(crate) fn is_still(pid: u32, sign: &Path) -> bool {
    let asked = Command::new("ps")
        .args(["-o", "command=", "-p", &pid.to_string()])
        .output();
    asked.is_ok_and(|answer| {
        String::from_utf8_lossy(&answer.stdout).contains(&*sign.to_string_lossy())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_started_is_stopped_with_it() -> Result<()> {
        let log = std::env::temp_dir().join(format!("tidings-child-{}.log", std::process::id()));
        let mut script = Command::new("sh");
        // It stops at once when asked; its own child does not listen.
        script.args([
            "-c",
            "sh -c 'trap \"\" TERM; echo started $$; while true; do sleep 0.1; done' & wait",
        ]);
        let mut running = Running::start("test", &mut script, log.clone(), Duration::from_secs(5))?;
        let said = || fs::read_to_string(&log).unwrap_or_default();
        running.wait_until(|| said().contains("started"), Duration::from_secs(5))?;
        let inner: u32 = said().trim().trim_start_matches("started ").parse()?;
        drop(running);
        fs::remove_file(&log)?;
        let deadline = Instant::now() + Duration::from_secs(5);
        while is_still(inner, Path::new("sh")) {
            assert!(Instant::now() < deadline, "process {inner} is still there");
            sleep(POLL);
        }
        Ok(())
    }
}
