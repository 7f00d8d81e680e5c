//! Feeds the functions' release binaries through the Lambda runtime interface, against an embedded DynamoDB and the
//! phone network, and says what a message costs and how long things take. The README tells what is measured and how.

mod aws;
mod budgets;
mod congregation;
mod lambda;
mod prices;
mod report;
mod runs;
mod server;
mod sources;
mod template;
mod twilio;
mod verdicts;
mod world;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use crate::budgets::Budgets;
use crate::runs::Measured;
use crate::template::Template;
use crate::world::{ACCOUNT_SID, CHURCH_PHONE, Setup};

/// Measures what a message costs and how long things take, and compares with the budgets
#[derive(Parser)]
#[command(name = "bench")]
struct Arguments {
    /// Folder of the functions' release binaries, each as <name>/bootstrap
    #[arg(long, value_name = "FOLDER")]
    binaries: PathBuf,
    /// Folder for what the functions print
    #[arg(long, value_name = "FOLDER")]
    logs: PathBuf,
    /// People in the run that the cost sheet is about [default: 1000, quick: 200]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    recipients: Option<u32>,
    /// Fewer people and fewer starts, for a first look
    #[arg(long)]
    quick: bool,
}

/// How much is done in each run.
struct Sizes {
    recipients: usize,
    planned: usize,
    sent: usize,
    starts: usize,
    calls: usize,
}

impl Arguments {
    fn sizes(&self) -> Sizes {
        let sizes = if self.quick {
            Sizes {
                recipients: 200,
                planned: 10_000,
                sent: 1_000,
                starts: 5,
                calls: 20,
            }
        } else {
            Sizes {
                recipients: 1_000,
                planned: 100_000,
                sent: 5_000,
                starts: 15,
                calls: 100,
            }
        };
        let recipients = self.recipients.map(|count| count as usize);
        Sizes {
            recipients: recipients.unwrap_or(sizes.recipients),
            ..sizes
        }
    }
}

// One thread: what the functions are measured against must not take the processors that they need.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // To end in order is to end the functions too.
    let result = tokio::select! {
        result = measure(&arguments) => result,
        result = asked_to_stop() => result,
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("\nerror: a count is over its budget");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn asked_to_stop() -> Result<bool> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    bail!("stopped, as asked")
}

/// Measures, prints, and answers whether every count is within its budget.
async fn measure(arguments: &Arguments) -> Result<bool> {
    ensure!(
        lambda::process::is_supported(),
        "processor time and memory are read from /proc, as Linux has it: run this on Linux"
    );
    let budgets = Budgets::read()?;
    let sizes = arguments.sizes();
    let setup = setup(&arguments.binaries, &arguments.logs)?;
    let measured = Measured {
        starts: step("Starts", runs::starts::run(&setup, sizes.starts)).await?,
        ordinary: step(
            "One message, its whole life",
            runs::ordinary::run(&setup, sizes.recipients),
        )
        .await?,
        planning: step(
            "Planning of a large message",
            runs::planning::run(&setup, sizes.planned),
        )
        .await?,
        one_sends: step(
            "Sending by one worker",
            runs::pace::run(&setup, sizes.sent / 5, Some(1)),
        )
        .await?,
        calls: step("Calls that come in", runs::calls::run(&setup, sizes.calls)).await?,
        all_send: step(
            "Sending by all workers",
            runs::pace::run(&setup, sizes.sent, None),
        )
        .await?,
    };
    let verdicts = verdicts::all(&measured, &budgets);
    report::print(&measured, &verdicts);
    Ok(!verdicts.iter().any(budgets::Verdict::fails))
}

fn setup(binaries: &Path, logs: &Path) -> Result<Setup> {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../template.yaml");
    let text = fs::read_to_string(&template).with_context(|| template.display().to_string())?;
    fs::create_dir_all(logs).with_context(|| format!("can't make {}", logs.display()))?;
    Ok(Setup {
        template: Template::parse(&text)?
            .with("ChurchName", "Church of the Bench")
            .with("ChurchPhone", CHURCH_PHONE)
            .with("TwilioAccountSid", ACCOUNT_SID),
        binaries: binaries.to_owned(),
        logs: logs.to_owned(),
    })
}

/// Does a run, and says how long it took.
async fn step<T>(what: &str, run: impl Future<Output = Result<T>>) -> Result<T> {
    let begun = Instant::now();
    let result = run.await;
    let mark = if result.is_ok() { "ok  " } else { "FAIL" };
    println!(
        "  {mark} {what:<52} {:>6.1} s",
        begun.elapsed().as_secs_f64()
    );
    result.with_context(|| what.to_owned())
}
