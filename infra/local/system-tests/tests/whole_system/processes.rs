//! The stack's processes: found by their parents, so that nobody else's are ever met.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    time::Duration,
};

use tokio::process::Command;

use crate::stack::{Description, file, until};

struct Process {
    parent: u32,
    /// The Lambda function that it runs, by its environment.
    function: Option<String>,
}

/// Every living process of this machine, by its id.
async fn processes() -> BTreeMap<u32, Process> {
    // All processes, in full width, with their environments: each system spells that in its own way.
    let options = if cfg!(target_os = "macos") {
        "-axwwE"
    } else {
        "axwwe"
    };
    let output = Command::new("ps")
        .args([options, "-o", "pid=,ppid=,stat=,command="])
        .output()
        .await
        .expect("ps lists the processes");
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let pid = words.next()?.parse().ok()?;
            let parent = words.next()?.parse().ok()?;
            // Ended, and only not yet noticed by its parent.
            if words.next()?.starts_with('Z') {
                return None;
            }
            let function = words.find_map(|word| word.strip_prefix("AWS_LAMBDA_FUNCTION_NAME="));
            Some((
                pid,
                Process {
                    parent,
                    function: function.map(str::to_owned),
                },
            ))
        })
        .collect()
}

/// The processes below `ancestor` that run the function whose name ends in `-<name>`.
async fn workers(ancestor: u32, name: &str) -> BTreeSet<u32> {
    let processes = processes().await;
    let is_below = |pid: u32| {
        let mut at = pid;
        // A loop can't be, since a parent is born before its child; 64 generations would be odd enough.
        for _ in 0..64 {
            match processes.get(&at) {
                Some(process) if process.parent == ancestor => return true,
                Some(process) => at = process.parent,
                None => return false,
            }
        }
        false
    };
    let ending = format!("-{name}");
    processes
        .iter()
        .filter(|(pid, process)| {
            process
                .function
                .as_ref()
                .is_some_and(|function| function.ends_with(&ending))
                && is_below(**pid)
        })
        .map(|(pid, _)| *pid)
        .collect()
}

/// Ends a process as a crash would.
pub(crate) async fn kill(pid: u32) {
    let status = Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status()
        .await;
    assert!(
        status.expect("kill runs").success(),
        "process {pid} was gone already"
    );
}

/// Kills every process of the function `name` that the stack's emulator runs, and says how many there were.
pub(crate) async fn kill_workers(stack: &Description, name: &str) -> usize {
    let workers = workers(stack.pids.emulator, name).await;
    for worker in &workers {
        kill(*worker).await;
    }
    workers.len()
}

/// The most memory that any living process of the function `name` has held, in bytes; none where the system does not
/// say, or there is no such process.
pub(crate) async fn peak_memory(stack: &Description, name: &str) -> Option<u64> {
    let workers = workers(stack.pids.emulator, name).await;
    workers.into_iter().filter_map(peak_of).max()
}

/// <https://docs.kernel.org/filesystems/proc.html>: `VmHWM`, in units of 1,024 bytes.
fn peak_of(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1_024)
}

/// Sets how many seconds `worker` may take, and its queue waits for it, and says what it was before.
pub(crate) async fn hurry(
    stack: &Description,
    worker: &str,
    queue: &str,
    (timeout, visibility): (u32, u32),
) -> (u32, u32) {
    let local = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(local.join(".venv/bin/python"))
        .arg(local.join("emulator/hurry.py"))
        .args([worker, &timeout.to_string(), queue, &visibility.to_string()])
        .env("AWS_ENDPOINT_URL", &stack.aws_endpoint_url)
        .env("AWS_DEFAULT_REGION", &stack.region)
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("NO_PROXY", "127.0.0.1,localhost")
        .output()
        .await
        .expect("Python runs");
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "hurry.py failed:\n{complained}");
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said
        .split_whitespace()
        .map(|word| word.parse().expect("a number"));
    let mut next = || numbers.next().expect("two numbers");
    (next(), next())
}

/// Waits until the supervisor has started the phone network again, after it was killed.
pub(crate) async fn await_new_phone_network(before: &Description) {
    until("a new phone network", Duration::from_secs(30), async || {
        let pid = Description::read().pids.phone_network;
        if pid == before.pids.phone_network {
            Err(format!("it is still {pid}"))
        } else {
            Ok(())
        }
    })
    .await;
}

/// Stops the stack and starts it again on the same state.
pub(crate) async fn stop_and_start_stack(before: &Description) {
    xtask(&["down"]).await;
    let ours = [
        before.supervisor_pid,
        before.pids.emulator,
        before.pids.phone_network,
    ];
    until(
        "the end of every process",
        Duration::from_secs(10),
        async || {
            let living = processes().await;
            match ours.iter().find(|pid| living.contains_key(pid)) {
                Some(pid) => Err(format!("process {pid} lives on")),
                None => Ok(()),
            }
        },
    )
    .await;
    xtask(&["up", "--detach"]).await;
}

/// Runs the build's own xtask where its path is given, else the one of the sources.
async fn xtask(arguments: &[&str]) {
    let mut command = match env::var_os("TIDINGS_XTASK") {
        Some(path) => Command::new(path),
        None => {
            let mut cargo = Command::new("cargo");
            cargo.arg("xtask");
            cargo
        }
    };
    let state = file();
    let output = command
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.."))
        .env(
            "TIDINGS_STATE_DIRECTORY",
            state.parent().expect("the file is in a folder"),
        )
        .output()
        .await
        .expect("xtask runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "xtask {arguments:?} failed:\n{said}\n{complained}"
    );
}
