//! `cargo xtask bench`: measures the release binaries. What is measured stands in infra/bench/README.md.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::artefacts;
use crate::interrupt;
use crate::process;
use crate::progress::step;
use crate::tools;
use crate::workspace::Workspace;

/// The program that measures, built to be quick.
const PACKAGE: [&str; 5] = ["--locked", "--profile", "harness", "--package", "bench"];

/// What is measured, and how much of it.
#[derive(Args)]
pub(crate) struct Bench {
    /// People in the run that the cost sheet is about [default: 1000, quick: 200]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    recipients: Option<u32>,
    /// Fewer people and fewer starts, for a first look
    #[arg(long)]
    quick: bool,
    /// Measure the binaries in this folder, each as <name>/bootstrap, rather than build them first
    #[arg(long, value_name = "FOLDER")]
    binaries: Option<PathBuf>,
}

/// Builds what is needed, and measures.
///
/// # Errors
/// When a build fails, a run does, or a count is over its budget.
pub(crate) fn bench(workspace: &Workspace, bench: &Bench) -> Result<()> {
    let binaries = match &bench.binaries {
        Some(folder) => std::path::absolute(folder)?,
        None => {
            tools::python(workspace)?;
            artefacts::build_to_measure(workspace)?;
            workspace.lambda("")
        }
    };
    step("The bench", |step| {
        let mut build = tools::cargo(workspace);
        build.args(["build"]).args(PACKAGE);
        let log = workspace.notes().join("build-bench.log");
        process::run(step, &mut build, &log, artefacts::COMPILE)
    })?;
    interrupt::check()?;
    let mut measure = tools::cargo(workspace);
    measure
        .args(["run", "--quiet"])
        .args(PACKAGE)
        .args(["--", "--binaries"])
        .arg(binaries)
        .arg("--logs")
        .arg(workspace.target().join("bench"));
    if let Some(recipients) = bench.recipients {
        measure.args(["--recipients", &recipients.to_string()]);
    }
    if bench.quick {
        measure.arg("--quick");
    }
    // It prints as it goes, and Ctrl-C reaches it as it does us.
    let status = measure.status().context("can't start cargo")?;
    interrupt::check()?;
    if !status.success() {
        bail!("not every budget was kept, or a run failed: see above");
    }
    Ok(())
}
