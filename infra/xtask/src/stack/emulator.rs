//! The AWS emulator: how it is started, and how AWS's tools are pointed at it and at nothing else.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::child::Running;
use super::ports::Ports;
use crate::workspace::Workspace;

/// The one that the emulator and the template's local deployment live in.
pub(crate) const REGION: &str = "us-east-1";

/// Waiting for functions that are at work, ending them, and writing everything to disk: with 100,000 contacts that is
/// most of a minute, and so is reading it again.
const GRACE: Duration = Duration::from_secs(120);
const PATIENCE: Duration = Duration::from_secs(120);

/// Starts the emulator with the state of the last graceful stop, and waits until it answers.
///
/// # Errors
/// When it does not come up.
pub(crate) fn start(workspace: &Workspace, ports: Ports) -> Result<Running> {
    let state = &workspace.state;
    let mut command = Command::new(workspace.tool("python"));
    command
        .arg(workspace.local().join("emulator/launch.py"))
        .arg(state.logs())
        .current_dir(state.directory());
    // Functions inherit this environment: on AWS they get nothing of the developer's either.
    command.env_clear();
    for name in ["PATH", "HOME", "LANG"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .env("PYTHONUNBUFFERED", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("BIND_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", ports.emulator.to_string())
        // Signatures are checked and roles enforced, so that a permission missing from the template is missed here.
        .env("AUTH", "true")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_DEFAULT_REGION", REGION)
        .env("MINISTACK_REGION", REGION)
        // What it hands to functions; without it their calls go to AWS's real addresses.
        .env("AWS_ENDPOINT_URL", ports.emulator_url())
        .env("PERSIST_STATE", "1")
        .env("STATE_DIR", state.path("emulator"))
        .env("S3_PERSIST", "1")
        .env("S3_DATA_DIR", state.path("s3"))
        .env("TMPDIR", state.path("tmp"))
        // At a finer level it prints what functions print, which their own logs have already.
        .env("LOG_LEVEL", "WARNING")
        // Listeners that nothing here uses, and that would not be on loopback only.
        .env("SFTP_ENABLED", "0")
        .env("IOT_MTLS_ENABLED", "0")
        // It removes other emulators' containers as it starts. They are not ours.
        .env("DOCKER_HOST", "unix:///nonexistent");
    let mut emulator = Running::start(
        "AWS emulator",
        &mut command,
        state.logs().join("emulator.log"),
        GRACE,
    )?;
    let health = format!("{}/_ministack/ready", ports.emulator_url());
    emulator.wait_until(|| ureq::get(&health).call().is_ok(), PATIENCE)?;
    Ok(emulator)
}

/// Points a tool that speaks AWS at the emulator. Whatever account the developer has is out of its reach.
pub(crate) fn point_at(command: &mut Command, ports: Ports) -> &mut Command {
    for name in [
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_SECURITY_TOKEN",
    ] {
        command.env_remove(name);
    }
    command
        .env("AWS_ENDPOINT_URL", ports.emulator_url())
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_REGION", REGION)
        .env("AWS_DEFAULT_REGION", REGION)
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("NO_PROXY", "127.0.0.1,localhost")
        .env("SAM_CLI_TELEMETRY", "0")
}
