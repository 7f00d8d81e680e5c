//! `cargo xtask`: everything that is done with the workspace as a whole, as one program with no set-up of its own.

mod artefacts;
mod bench;
mod checks;
mod contract;
mod fingerprint;
mod interrupt;
mod logs;
mod process;
mod progress;
mod stack;
mod tools;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::artefacts::Architecture;
use crate::bench::Bench;
use crate::stack::Choices;
use crate::workspace::Workspace;

/// Starts, tests and builds Tidings, and sets up by itself what each of these needs
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Where the one-machine stack keeps its state [default: infra/local/.state]
    #[arg(
        long,
        global = true,
        env = "TIDINGS_STATE_DIRECTORY",
        value_name = "DIRECTORY"
    )]
    state_directory: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Start everything on this machine: AWS emulator, phone network, dashboard, sample congregation
    Up(Up),
    /// Stop a stack that was started with `up --detach`
    Down,
    /// Run every check there is, ending with the whole system in a real browser
    Test {
        /// Import 100,000 people rather than 5,000, and say how long each step took
        #[arg(long)]
        large: bool,
    },
    /// Build the functions and the dashboard for `sam deploy`
    Build {
        /// Processor that the functions will run on
        #[arg(long, value_enum, default_value_t = Architecture::X86_64)]
        architecture: Architecture,
    },
    /// Measure what a message costs and how long things take, and compare with the budgets
    Bench(Bench),
    /// Show the logs of the functions, the emulator and the phone network
    Logs {
        /// Go on showing what is written, until Ctrl-C
        #[arg(long, short)]
        follow: bool,
        /// Lines of each log to begin with
        #[arg(long, short = 'n', default_value_t = 20, value_name = "COUNT")]
        lines: usize,
    },
    /// Write functions/api/openapi.json from the code, and the dashboard's types from that
    Generate,
    /// What runs in the background after `up --detach`
    #[command(hide = true)]
    Supervise(Ports),
}

#[derive(Args)]
struct Up {
    /// Forget what an earlier start has kept: contacts, messages, users, secrets
    #[arg(long)]
    fresh: bool,
    /// Return when all is ready, and leave the stack running in the background
    #[arg(long)]
    detach: bool,
    #[command(flatten)]
    ports: Ports,
}

#[derive(Args)]
struct Ports {
    /// Port of the AWS emulator and the dashboard; 0 takes any free one [default: the last one, or 4566]
    #[arg(long)]
    port: Option<u16>,
    /// Port of the phone network; 0 takes any free one [default: the last one, or 4580]
    #[arg(long)]
    phone_port: Option<u16>,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    let workspace = Workspace::find(cli.state_directory)?;
    interrupt::listen()?;
    match cli.command {
        Command::Up(up) => stack::up(&workspace, &choices(&up.ports, up.fresh), up.detach),
        Command::Down => stack::down(&workspace),
        Command::Test { large } => checks::test(&workspace, large),
        Command::Build { architecture } => artefacts::build_for_aws(&workspace, architecture),
        Command::Bench(bench) => bench::bench(&workspace, &bench),
        Command::Logs { follow, lines } => logs::show(&workspace.state.logs(), lines, follow),
        Command::Generate => contract::generate(&workspace),
        Command::Supervise(ports) => stack::supervise(&workspace, &choices(&ports, false)),
    }
}

fn choices(ports: &Ports, fresh: bool) -> Choices {
    Choices {
        fresh,
        port: ports.port,
        phone_port: ports.phone_port,
    }
}
