//! One execution environment: a process of a function, with an interface and a door to AWS of its own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use bytes::Bytes;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::process;
use super::runtime_api::{Invocation, RuntimeApi, Start};
use crate::aws::Door;
use crate::server::{Connections, Server};
use crate::template::Function;

/// Lambda gives a start ten seconds: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>.
const START_PATIENCE: Duration = Duration::from_secs(10);

/// What a start needs.
pub(crate) struct Plan<'a> {
    /// The function.
    pub(crate) function: &'a Function,
    /// Its binary.
    pub(crate) binary: &'a Path,
    /// What the template puts into its environment.
    pub(crate) variables: BTreeMap<String, String>,
    /// Where it finds AWS.
    pub(crate) door: Arc<Door>,
    /// Where its output goes.
    pub(crate) log: PathBuf,
}

/// A process that takes events.
pub(crate) struct Environment {
    /// How long its start took: from the process to its question for the first event.
    pub(crate) start: Duration,
    /// The processor time of its start.
    pub(crate) start_processor: Duration,
    /// Where it finds AWS.
    pub(crate) door: Arc<Door>,
    runtime_api: Arc<RuntimeApi>,
    patience: Duration,
    pid: u32,
    log: PathBuf,
    aws: Server,
    _interface: Server,
    _child: Child,
}

impl Environment {
    /// Starts the process, and waits until it asks for an event.
    ///
    /// # Errors
    /// When it does not, with the last lines that it printed.
    pub(crate) async fn start(plan: Plan<'_>) -> Result<Self> {
        let Plan {
            function,
            binary,
            variables,
            door,
            log,
        } = plan;
        let patience = Duration::from_secs(function.timeout);
        let runtime_api = Arc::new(RuntimeApi::new(function.name.clone(), patience));
        let interface = Server::start(runtime_api.clone()).await?;
        let aws = Server::start(door.clone()).await?;
        let output =
            File::create(&log).with_context(|| format!("can't write {}", log.display()))?;
        let mut command = Command::new(binary);
        command
            .env_clear()
            .envs(of_lambda(function))
            .envs(variables)
            .env("AWS_LAMBDA_RUNTIME_API", interface.address.to_string())
            .env("AWS_ENDPOINT_URL", aws.url())
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output)
            .kill_on_drop(true);
        let begun = Instant::now();
        let mut child = command.spawn().with_context(|| {
            format!(
                "can't start {}; cargo xtask bench without --binaries builds it",
                binary.display()
            )
        })?;
        let mut started = runtime_api.start();
        let ended =
            |words: &str| anyhow!("{} did not start: {words}\n{}", function.name, tail(&log));
        let ready = tokio::select! {
            start = started.wait_for(|start| *start != Start::Pending) => match start.map(|start| start.clone()) {
                Ok(Start::Ready(at)) => at,
                Ok(Start::Failed(words)) => return Err(ended(&words)),
                Ok(Start::Pending) | Err(_) => return Err(ended("its interface is gone")),
            },
            status = child.wait() => return Err(ended(&format!("it ended ({})", status?))),
            () = tokio::time::sleep(START_PATIENCE) => return Err(ended("it took longer than Lambda allows")),
        };
        door.is_ready.store(true, Ordering::Relaxed);
        let pid = child.id().context("the process is gone")?;
        Ok(Self {
            start: ready - begun,
            start_processor: process::processor_time(pid)?,
            door,
            runtime_api,
            patience,
            pid,
            log,
            aws,
            _interface: interface,
            _child: child,
        })
    }

    /// Has an event worked on.
    ///
    /// # Errors
    /// When the function dies of it or takes longer than it may, with the last lines that it printed.
    pub(crate) async fn invoke(&self, payload: Bytes) -> Result<Invocation> {
        match timeout(self.patience, self.runtime_api.invoke(payload)).await {
            Ok(Ok(invocation)) => Ok(invocation),
            Ok(Err(_)) => bail!("a function has died:\n{}", tail(&self.log)),
            Err(_) => bail!(
                "a function took longer than {} s for an event:\n{}",
                self.patience.as_secs(),
                tail(&self.log)
            ),
        }
    }

    /// The connections to AWS.
    pub(crate) fn connections(&self) -> &Connections {
        &self.aws.connections
    }

    /// The processor time so far, that of the start included.
    ///
    /// # Errors
    /// When the process is gone.
    pub(crate) fn processor_time(&self) -> Result<Duration> {
        process::processor_time(self.pid)
    }

    /// The most memory that it has had, in bytes.
    ///
    /// # Errors
    /// When the process is gone.
    pub(crate) fn peak_memory(&self) -> Result<u64> {
        process::peak_memory(self.pid)
    }

    /// How much it has logged, in bytes.
    pub(crate) fn log_bytes(&self) -> u64 {
        fs::metadata(&self.log).map_or(0, |log| log.len())
    }
}

/// What Lambda puts into every environment:
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.
fn of_lambda(function: &Function) -> Vec<(&'static str, String)> {
    let text = str::to_owned;
    vec![
        (
            "AWS_LAMBDA_FUNCTION_NAME",
            format!("tidings-{}", function.name),
        ),
        ("AWS_LAMBDA_FUNCTION_VERSION", text("$LATEST")),
        (
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            function.memory.to_string(),
        ),
        (
            "AWS_LAMBDA_LOG_GROUP_NAME",
            format!("/aws/lambda/tidings-{}", function.name),
        ),
        ("AWS_LAMBDA_LOG_STREAM_NAME", text("bench")),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", text("on-demand")),
        ("AWS_REGION", text("us-east-1")),
        ("AWS_DEFAULT_REGION", text("us-east-1")),
        ("AWS_ACCESS_KEY_ID", text("bench")),
        ("AWS_SECRET_ACCESS_KEY", text("bench")),
        ("AWS_SESSION_TOKEN", text("bench")),
        ("LAMBDA_TASK_ROOT", text("/var/task")),
        ("LANG", text("en_US.UTF-8")),
        ("TZ", text(":UTC")),
    ]
}

/// The last lines of a log.
fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}
