//! The one-machine stack: emulator, phone network, deployment, sample congregation, and the supervisor of it all.

mod child;
mod congregation;
mod deploy;
mod description;
mod detached;
mod emulator;
mod language;
mod language_model;
mod phone_network;
mod ports;
mod secrets;
pub(crate) mod state;

use std::process;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use self::child::Running;
use self::description::{Description, Pids};
use self::language_model::LanguageModel;
use self::ports::Ports;
use self::secrets::Secrets;
use self::state::Lock;
use crate::progress::{seconds, step};
use crate::workspace::Workspace;
use crate::{artefacts, interrupt, tools};

pub(crate) use self::detached::down;

const POLL: Duration = Duration::from_millis(200);
/// A phone network that dies at once, again and again, is not worth restarting.
const SHORT_LIFE: Duration = Duration::from_secs(2);
const SHORT_LIVES: u32 = 5;

/// How a stack is to be started.
pub(crate) struct Choices {
    /// Without what an earlier start has kept.
    pub(crate) fresh: bool,
    /// The emulator's port, if one was asked for.
    pub(crate) port: Option<u16>,
    /// The phone network's, if one was asked for.
    pub(crate) phone_port: Option<u16>,
}

/// Sets up, builds and starts everything; then, unless detached, keeps it running until somebody stops us.
///
/// # Errors
/// When a step fails: with its remedy. Whatever was started is stopped.
pub(crate) fn up(workspace: &Workspace, choices: &Choices, detach: bool) -> Result<()> {
    let started = Instant::now();
    let lock = workspace.state.lock()?;
    if choices.fresh {
        workspace.state.forget(&lock)?;
    }
    // Now rather than after a build of minutes.
    Ports::choose(choices, &workspace.state)?;
    println!("Setting up and building:");
    tools::python(workspace)?;
    tools::node(workspace)?;
    artefacts::build_for_here(workspace)?;
    println!("Starting:");
    if detach {
        drop(lock);
        detached::start(workspace)?.print();
        println!(
            "\nStarted in {}. Stop it: cargo xtask down",
            seconds(started.elapsed())
        );
        return Ok(());
    }
    let mut stack = Stack::start(
        workspace,
        &Choices {
            fresh: false,
            port: None,
            phone_port: None,
        },
        &lock,
    )?;
    stack.description.print();
    println!(
        "\nStarted in {}. Ctrl-C stops it",
        seconds(started.elapsed())
    );
    stack.keep()
}

/// What `up --detach` leaves running.
///
/// # Errors
/// When a step of the start fails, or the emulator ends.
pub(crate) fn supervise(workspace: &Workspace, choices: &Choices) -> Result<()> {
    let lock = workspace.state.lock()?;
    Stack::start(workspace, choices, &lock)?.keep()
}

/// A stack that is ready. When it is dropped, everything that it started is stopped.
struct Stack<'a> {
    // Stopped first, and by itself: functions at work can still hand their texts over while the emulator rests.
    emulator: Running,
    phone_network: Running,
    workspace: &'a Workspace,
    ports: Ports,
    secrets: Secrets,
    description: Description,
}

impl<'a> Stack<'a> {
    fn start(workspace: &'a Workspace, choices: &Choices, _held: &Lock) -> Result<Self> {
        let state = &workspace.state;
        Description::remove(state);
        let ports = Ports::choose(choices, state)?;
        let secrets = Secrets::of(state)?;
        let phone_network = step("Phone network", |_| {
            phone_network::install(workspace)?;
            phone_network::start(workspace, ports, &secrets)
        })?;
        let emulator = step("AWS emulator", |_| emulator::start(workspace, ports))?;
        let model = LanguageModel::of_environment(ports);
        let outputs = deploy::deploy(workspace, ports, &secrets, &model)?;
        step("Webhook of the church's number", |_| {
            let network = ports.phone_network_url();
            phone_network::set_webhook(&network, &outputs.webhook_base_url, &secrets)
        })?;
        congregation::import(
            &workspace.local().join("sample/congregation.csv"),
            ports,
            &outputs,
            &secrets,
        )?;
        let description = Description {
            dashboard_url: outputs.dashboard_url,
            api_url: outputs.api_url,
            webhook_base_url: outputs.webhook_base_url,
            phone_network_url: ports.phone_network_url(),
            staff_email: deploy::STAFF_EMAIL.to_owned(),
            staff_password: secrets.staff_password.clone(),
            user_pool_client_id: outputs.user_pool_client_id,
            aws_endpoint_url: ports.emulator_url(),
            region: emulator::REGION.to_owned(),
            language_model: model.name,
            church_phone: phone_network::CHURCH_PHONE.to_owned(),
            twilio_account_sid: secrets.twilio_account_sid.clone(),
            twilio_auth_token: secrets.twilio_auth_token.clone(),
            supervisor_pid: process::id(),
            pids: Pids {
                emulator: emulator.pid(),
                phone_network: phone_network.pid(),
            },
            log_directory: state.logs().to_string_lossy().into_owned(),
        };
        description.write(state)?;
        Ok(Self {
            emulator,
            phone_network,
            workspace,
            ports,
            secrets,
            description,
        })
    }

    /// Keeps everything running until somebody stops us.
    fn keep(&mut self) -> Result<()> {
        let (mut born, mut short_lives) = (Instant::now(), 0);
        while !interrupt::requested() {
            sleep(POLL);
            if self.emulator.has_ended()? {
                bail!(
                    "the AWS emulator ended by itself. {}",
                    self.emulator.last_words()
                );
            }
            if self.phone_network.has_ended()? {
                short_lives = if born.elapsed() < SHORT_LIFE {
                    short_lives + 1
                } else {
                    0
                };
                if short_lives == SHORT_LIVES {
                    bail!(
                        "the phone network ends as soon as it starts. {}",
                        self.phone_network.last_words()
                    );
                }
                println!("The phone network ended; starting it again");
                born = Instant::now();
                self.phone_network =
                    phone_network::start(self.workspace, self.ports, &self.secrets)?;
                self.description.pids.phone_network = self.phone_network.pid();
                self.description.write(&self.workspace.state)?;
            }
        }
        println!("\nStopping everything that was started, and keeping its state");
        Ok(())
    }
}

impl Drop for Stack<'_> {
    fn drop(&mut self) {
        Description::remove(&self.workspace.state);
    }
}
