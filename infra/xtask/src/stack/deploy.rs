//! Deploys template.yaml onto the emulator, by the real `sam deploy`, and makes what the template can't.

use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use super::emulator;
use super::language_model::LanguageModel;
use super::phone_network::CHURCH_PHONE;
use super::ports::Ports;
use super::secrets::Secrets;
use crate::artefacts::{Architecture, FUNCTIONS};
use crate::fingerprint::Fingerprint;
use crate::process;
use crate::progress::{self, step};
use crate::workspace::Workspace;

/// Address of the staff account that is made with the stack.
pub(crate) const STAFF_EMAIL: &str = "staff@example.org";

const STACK: &str = "tidings";
const SECRET: &str = "/tidings/twilio-auth-token";
const MODEL_KEY: &str = "/tidings/model-api-key";

/// What the deployment says of itself: outputs of template.yaml.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Outputs {
    /// Where staff sign in.
    pub(crate) dashboard_url: String,
    /// Base that `/api/...` is appended to.
    pub(crate) api_url: String,
    /// Base of what Twilio calls.
    pub(crate) webhook_base_url: String,
    /// Pool of the dashboard's users.
    pub(crate) user_pool_id: String,
    /// Client of the pool.
    pub(crate) user_pool_client_id: String,
}

#[derive(Deserialize)]
struct Deployed {
    release: String,
    outputs: Outputs,
}

/// Deploys, unless the very same is deployed already.
///
/// # Errors
/// When a step fails: with the end of its log.
pub(crate) fn deploy(
    workspace: &Workspace,
    ports: Ports,
    secrets: &Secrets,
    model: &LanguageModel,
) -> Result<Outputs> {
    let what = "Deployment of template.yaml (sam deploy)";
    let parameters = parameters(ports, secrets, model)?;
    let release = release(workspace, &parameters, secrets, model)?;
    if let Some(deployed) = deployed(workspace, ports)?
        && deployed.release == release
    {
        progress::skipped(what, "unchanged");
        return Ok(deployed.outputs);
    }
    step("Twilio's auth token and the model's key, into SSM", |_| {
        for (parameter, value) in [
            (SECRET, &secrets.twilio_auth_token),
            (MODEL_KEY, &model.key),
        ] {
            let secret = json!({ "parameter": parameter, "value": value });
            provision(workspace, ports, "secret", &secret)?;
        }
        Ok(())
    })?;
    step(what, |step| {
        let mut command = Command::new(workspace.tool("sam"));
        command.current_dir(&workspace.root).args([
            "deploy",
            "--config-env",
            "local",
            "--no-progressbar",
        ]);
        command.arg("--parameter-overrides").args(&parameters);
        let log = workspace.state.logs().join("deploy.log");
        process::run(
            step,
            emulator::point_at(&mut command, ports),
            &log,
            "If the state is at fault: up --fresh",
        )
    })?;
    let outputs = stack(workspace, ports)?
        .context("the stack is not there after its deployment")?
        .outputs;
    step("Staff account", |_| {
        let staff = json!({
            "pool": outputs.user_pool_id, "email": STAFF_EMAIL, "password": secrets.staff_password
        });
        provision(workspace, ports, "staff", &staff)
    })?;
    provision(workspace, ports, "release", &json!({ "release": release }))?;
    Ok(outputs)
}

fn parameters(ports: Ports, secrets: &Secrets, model: &LanguageModel) -> Result<Vec<String>> {
    Ok(vec![
        format!("LocalPort={}", ports.emulator),
        "ChurchName=\"Church of the Sample Congregation\"".to_owned(),
        // Somebody may try it at night: hours can be chosen in Settings.
        "QuietHours=off".to_owned(),
        format!("ChurchPhone={CHURCH_PHONE}"),
        format!("TwilioAccountSid={}", secrets.twilio_account_sid),
        format!("TwilioAuthTokenParameter={SECRET}"),
        format!("TwilioApiUrl={}", ports.phone_network_url()),
        format!("ModelName={}", model.name),
        format!("ModelApiUrl={}", model.url),
        format!("ModelKeyParameter={MODEL_KEY}"),
        format!("Architecture={}", Architecture::here()?.name()),
        "DeletionProtection=false".to_owned(),
        "LogRetentionDays=1".to_owned(),
    ])
}

/// Everything that a deployment depends on, as one word.
fn release(
    workspace: &Workspace,
    parameters: &[String],
    secrets: &Secrets,
    model: &LanguageModel,
) -> Result<String> {
    let mut inputs = Fingerprint::default()
        .text(&secrets.staff_password)
        .text(&secrets.twilio_auth_token)
        .text(&model.key);
    for parameter in parameters {
        inputs = inputs.text(parameter);
    }
    for file in [
        "template.yaml",
        "samconfig.toml",
        "infra/local/emulator/provision.py",
    ] {
        inputs = inputs.path(&workspace.root.join(file))?;
    }
    for function in FUNCTIONS {
        inputs = inputs.text(function).path(&workspace.lambda(function))?;
    }
    Ok(inputs.finish())
}

fn deployed(workspace: &Workspace, ports: Ports) -> Result<Option<Deployed>> {
    // An emulator without state has no stack: no need to start a tool to learn that.
    if workspace
        .state
        .path("emulator/cloudformation.json")
        .exists()
    {
        stack(workspace, ports)
    } else {
        Ok(None)
    }
}

fn stack(workspace: &Workspace, ports: Ports) -> Result<Option<Deployed>> {
    let answer = ask(workspace, ports, "stack", &json!({ "stack": STACK }))?;
    serde_json::from_str(&answer).with_context(|| format!("provision.py answered {answer}"))
}

fn provision(
    workspace: &Workspace,
    ports: Ports,
    what: &str,
    input: &serde_json::Value,
) -> Result<()> {
    ask(workspace, ports, what, input).map(drop)
}

fn ask(
    workspace: &Workspace,
    ports: Ports,
    what: &str,
    input: &serde_json::Value,
) -> Result<String> {
    let mut command = Command::new(workspace.tool("python"));
    command
        .arg(workspace.local().join("emulator/provision.py"))
        .arg(what);
    process::ask(emulator::point_at(&mut command, ports), &input.to_string())
}
