//! Runs other programs, with their output in a log and its end in the error.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::interrupt;
use crate::progress::Step;

/// Lines of a failed program's log that its error shows.
const TAIL: usize = 60;
const POLL: Duration = Duration::from_millis(50);
const REDRAW: Duration = Duration::from_millis(500);

/// A program that was started, with what it prints in a log. It is stopped with whoever started it.
pub(crate) struct Running {
    program: Child,
    log: PathBuf,
    remedy: &'static str,
    has_ended: bool,
}

/// Runs a program to its end, with what it prints in a log.
///
/// # Errors
/// When it can't be started, when it fails (with the end of its log and the remedy), or when we are told to stop.
pub(crate) fn run(
    step: &Step,
    command: &mut Command,
    log: &Path,
    remedy: &'static str,
) -> Result<()> {
    start(command, log, remedy)?.finish(step)
}

/// Starts a program that runs beside others, with what it prints in a log.
///
/// # Errors
/// When it can't be started.
pub(crate) fn start(command: &mut Command, log: &Path, remedy: &'static str) -> Result<Running> {
    if let Some(directory) = log.parent() {
        fs::create_dir_all(directory)?;
    }
    let file = File::create(log).with_context(|| format!("can't write {}", log.display()))?;
    let name = command.get_program().to_string_lossy().into_owned();
    let program = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        // A group of its own, so that its own children can be stopped with it.
        .process_group(0)
        .spawn()
        .with_context(|| format!("can't start {name}. {remedy}"))?;
    Ok(Running {
        program,
        log: log.to_owned(),
        remedy,
        has_ended: false,
    })
}

impl Running {
    /// Waits for its end.
    ///
    /// # Errors
    /// When it fails (with the end of its log and the remedy), or when we are told to stop.
    pub(crate) fn finish(mut self, step: &Step) -> Result<()> {
        let mut drawn = Instant::now();
        let status = loop {
            if let Some(status) = self.program.try_wait()? {
                self.has_ended = true;
                break status;
            }
            interrupt::check()?;
            if drawn.elapsed() > REDRAW {
                drawn = Instant::now();
                step.alive(tail(&self.log, 1).trim());
            }
            sleep(POLL);
        };
        if !status.success() {
            bail!(
                "{} failed ({status}). Its last words, from {}:\n\n{}\n\n{}",
                step.what(),
                self.log.display(),
                tail(&self.log, TAIL),
                self.remedy
            );
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.has_ended {
            // It may have ended in this moment, which is as well.
            let _ = killpg(
                Pid::from_raw(self.program.id().cast_signed()),
                Signal::SIGTERM,
            );
            let _ = self.program.wait();
        }
    }
}

/// Runs a program that answers on its standard output, with an optional text on its standard input.
///
/// # Errors
/// When it can't be started or fails, with what it said on standard error.
pub(crate) fn ask(command: &mut Command, input: &str) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| format!("can't start {program}"))?;
    child
        .stdin
        .take()
        .context("no standard input")?
        .write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!(
            "{program} failed ({}):\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The last lines of a file; empty when there is none.
pub(crate) fn tail(path: &Path, lines: usize) -> String {
    let read = || -> Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        // Lines of logs are short: this many bytes hold more of them than are asked for.
        let wanted = 400 * (lines as u64 + 1);
        file.seek(SeekFrom::Start(length.saturating_sub(wanted)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = read().unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
