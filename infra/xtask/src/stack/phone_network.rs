//! The phone network, which stands in for Twilio and the phones.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::child::Running;
use super::ports::Ports;
use super::secrets::Secrets;
use super::state::State;
use crate::artefacts;
use crate::workspace::Workspace;

/// The church's own number: Washington's area code, and a range that is kept for fiction.
pub(crate) const CHURCH_PHONE: &str = "+12025550100";

const DIRECTORY: &str = "bin";
const GRACE: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(20);

/// Copies the binary to where it runs from. A program that runs can't be written over, and the next build, of another
/// stack perhaps, writes where this one was built.
///
/// # Errors
/// When it was not built, or can't be copied.
pub(crate) fn install(workspace: &Workspace) -> Result<()> {
    let program = program(&workspace.state);
    let draft = program.with_extension("draft");
    fs::create_dir_all(workspace.state.path(DIRECTORY))?;
    fs::copy(artefacts::phone_network(workspace), &draft)
        .context("the phone network is not built")?;
    Ok(fs::rename(&draft, &program)?)
}

/// Where it runs from.
pub(crate) fn program(state: &State) -> PathBuf {
    state.path(DIRECTORY).join("phone-network")
}

/// Starts the phone network with what it has accepted before, and waits until it answers.
///
/// # Errors
/// When it does not come up.
pub(crate) fn start(workspace: &Workspace, ports: Ports, secrets: &Secrets) -> Result<Running> {
    let state = &workspace.state;
    let mut command = Command::new(program(state));
    command
        .args(["--port", &ports.phone_network.to_string()])
        .args(["--account-sid", &secrets.twilio_account_sid])
        .args(["--church-phone", CHURCH_PHONE])
        .arg("--state-dir")
        .arg(state.path("phone-network"))
        .env("PHONE_NETWORK_AUTH_TOKEN", &secrets.twilio_auth_token)
        .current_dir(state.directory());
    let log = state.logs().join("phone-network.log");
    let mut network = Running::start("phone network", &mut command, log, GRACE)?;
    let page = ports.phone_network_url();
    network.wait_until(|| ureq::get(&page).call().is_ok(), PATIENCE)?;
    Ok(network)
}
