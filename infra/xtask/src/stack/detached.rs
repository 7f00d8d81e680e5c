//! A stack in the background: `up --detach` and `down`.

use std::fs::File;
use std::io::{Read, Write, stdout};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::child;
use super::description::Description;
use super::phone_network;
use crate::interrupt;
use crate::progress::step;
use crate::workspace::Workspace;

const POLL: Duration = Duration::from_millis(100);
/// The emulator's own grace, and some.
const GRACE: Duration = Duration::from_secs(135);

/// Starts a supervisor of its own, shows what it says, and returns what its stack says of itself when it is ready. The
/// supervisor does not say that by itself, because it speaks into a log, and passwords don't belong there.
///
/// # Errors
/// When it ends before, or we are told to stop.
pub(crate) fn start(workspace: &Workspace) -> Result<Description> {
    let state = &workspace.state;
    Description::remove(state);
    let log = state.logs().join("supervisor.log");
    let file = File::create(&log)?;
    let mut supervisor = Command::new(&workspace.xtask)
        .args([
            "--state-directory".as_ref(),
            state.directory().as_os_str(),
            "supervise".as_ref(),
        ])
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        // It outlives this call and its terminal.
        .process_group(0)
        .spawn()
        .context("can't start the supervisor")?;
    let mut said = File::open(&log)?;
    loop {
        let ended = supervisor.try_wait()?;
        let ready = Description::read(state)?;
        echo(&mut said)?;
        if let Some(status) = ended {
            bail!("the stack did not start ({status})");
        }
        if let Some(description) = ready {
            return Ok(description);
        }
        if interrupt::requested() {
            stop_waiting(&mut supervisor)?;
        }
        sleep(POLL);
    }
}

fn echo(said: &mut File) -> Result<()> {
    let mut bytes = Vec::new();
    said.read_to_end(&mut bytes)?;
    stdout().write_all(&bytes)?;
    Ok(stdout().flush()?)
}

fn stop_waiting(supervisor: &mut Child) -> Result<()> {
    kill(
        Pid::from_raw(supervisor.id().cast_signed()),
        Signal::SIGTERM,
    )?;
    supervisor.wait()?;
    interrupt::check()
}

/// Stops the stack of this state, whoever started it, and what a supervisor that was killed has left behind.
///
/// # Errors
/// When it does not stop.
pub(crate) fn down(workspace: &Workspace) -> Result<()> {
    let state = &workspace.state;
    let description = Description::read(state)?;
    if state.is_in_use()? {
        let Some(description) = description else {
            bail!(
                "a stack is just starting on {}: stop it where it starts",
                state.directory().display()
            );
        };
        return step("Stopping the stack", |_| {
            stop_supervisor(workspace, description.supervisor_pid)
        });
    }
    let Some(description) = description else {
        println!("Nothing runs.");
        return Ok(());
    };
    let left: [(u32, PathBuf); 2] = [
        (
            description.pids.emulator,
            workspace.local().join("emulator/launch.py"),
        ),
        (
            description.pids.phone_network,
            phone_network::program(state),
        ),
    ];
    for (pid, sign) in left {
        if child::is_still(pid, &sign) {
            child::stop(pid, GRACE, &mut || child::is_still(pid, &sign));
        }
    }
    Description::remove(state);
    println!("The supervisor was gone already; what it had left behind is stopped.");
    Ok(())
}

fn stop_supervisor(workspace: &Workspace, pid: u32) -> Result<()> {
    // Its lock is held, so the number is still its own.
    kill(Pid::from_raw(pid.cast_signed()), Signal::SIGTERM).context("can't stop the supervisor")?;
    let asked = Instant::now();
    while workspace.state.is_in_use()? {
        if asked.elapsed() > GRACE {
            bail!(
                "the supervisor (process {pid}) does not stop; see {}",
                workspace.state.logs().display()
            );
        }
        sleep(POLL);
    }
    Ok(())
}
