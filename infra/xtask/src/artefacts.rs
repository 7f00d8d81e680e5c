//! Builds what is deployed: the functions, and the dashboard inside site-publisher's package.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::fingerprint::{Fingerprint, Note};
use crate::process;
use crate::progress::{self, step};
use crate::tools;
use crate::workspace::Workspace;

/// The functions, by the name that crate, binary and `CodeUri` share.
pub(crate) const FUNCTIONS: [&str; 10] = [
    "api",
    "assistant-worker",
    "broadcast-worker",
    "send-worker",
    "directory-worker",
    "reminder",
    "sms-webhook",
    "statistics-worker",
    "voice-webhook",
    "site-publisher",
];

/// C library of Amazon Linux 2023. A binary that is linked against a newer one, as the build machine's may be, does
/// not start on AWS.
const GLIBC: &str = "2.34";

/// Processor that functions run on, under the names that Lambda uses.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Architecture {
    /// Intel and AMD
    #[value(name = "x86_64")]
    X86_64,
    /// Graviton, Apple
    Arm64,
}

impl Architecture {
    /// The one of this machine.
    ///
    /// # Errors
    /// When it is one that Lambda does not know.
    pub(crate) fn here() -> Result<Self> {
        match env::consts::ARCH {
            "x86_64" => Ok(Self::X86_64),
            "aarch64" => Ok(Self::Arm64),
            other => bail!("functions can't be built for {other}: Lambda knows x86_64 and arm64"),
        }
    }

    /// The name that the template's parameter takes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }

    fn linux(self) -> String {
        let processor = match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "aarch64",
        };
        format!("{processor}-unknown-linux-gnu.{GLIBC}")
    }
}

/// Builds everything that `sam deploy` takes.
///
/// # Errors
/// When a tool is missing or a build fails.
pub(crate) fn build_for_aws(workspace: &Workspace, architecture: Architecture) -> Result<()> {
    tools::python(workspace)?;
    tools::node(workspace)?;
    let _claim = workspace.claim()?;
    functions(workspace, Some(&architecture.linux()))?;
    dashboard(workspace)?;
    println!(
        "\nBuilt for {}. Now: sam deploy --guided",
        architecture.name()
    );
    Ok(())
}

/// Builds everything that runs in the one-machine stack. On Linux that is, byte for byte, what goes to AWS; elsewhere
/// the emulator, which runs functions as processes of the machine, needs the machine's own kind of binary.
///
/// # Errors
/// When a build fails.
pub(crate) fn build_for_here(workspace: &Workspace) -> Result<()> {
    let _claim = workspace.claim()?;
    let target = here()?;
    functions(workspace, target.as_deref())?;
    step("Phone network, release build", |step| {
        let mut command = cargo_lambda(workspace, target.as_deref());
        process::run(
            step,
            command.args(["--package", "phone-network"]),
            &log(workspace, "phone-network"),
            COMPILE,
        )
    })?;
    dashboard(workspace)
}

/// Builds what is measured: the functions, and beside them one that does nothing.
///
/// # Errors
/// When a build fails.
pub(crate) fn build_to_measure(workspace: &Workspace) -> Result<()> {
    let _claim = workspace.claim()?;
    let target = here()?;
    functions(workspace, target.as_deref())?;
    step("A function that does nothing, release build", |step| {
        let mut command = cargo_lambda(workspace, target.as_deref());
        process::run(
            step,
            command.args(["--package", "hello"]),
            &log(workspace, "hello"),
            COMPILE,
        )
    })
}

/// Where the phone network's binary is after [`build_for_here`]. cargo-lambda builds it as well, so that what it has
/// in common with the functions is compiled once.
pub(crate) fn phone_network(workspace: &Workspace) -> PathBuf {
    workspace.lambda("phone-network").join("bootstrap")
}

/// What to do when a build fails.
pub(crate) const COMPILE: &str = "Mend what the compiler says, and try again";

fn here() -> Result<Option<String>> {
    Ok(if env::consts::OS == "linux" {
        Some(Architecture::here()?.linux())
    } else {
        None
    })
}

fn functions(workspace: &Workspace, target: Option<&str>) -> Result<()> {
    step("Functions, release build", |step| {
        let mut command = cargo_lambda(workspace, target);
        for function in FUNCTIONS {
            command.args(["--package", function]);
        }
        process::run(step, &mut command, &log(workspace, "functions"), COMPILE)
    })
}

fn cargo_lambda(workspace: &Workspace, target: Option<&str>) -> Command {
    let mut command = Command::new(workspace.tool("cargo-lambda"));
    tools::without_our_own_build(&mut command);
    // Its own optimisations are flags for a newer processor; the profile in Cargo.toml says all that we want.
    command.current_dir(&workspace.root).args([
        "lambda",
        "build",
        "--release",
        "--disable-optimizations",
    ]);
    match target {
        // Zig, which comes with the Python package, links against the C library that the target names.
        Some(target) => command.args(["--target", target, "--compiler", "cargo-zigbuild"]),
        None => command.args(["--compiler", "cargo"]),
    };
    command.env("PATH", path_with(&workspace.tool("")));
    command
}

fn path_with(directory: &Path) -> std::ffi::OsString {
    let mut path = directory.as_os_str().to_owned();
    if let Some(rest) = env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    path
}

/// Builds the dashboard, if it has changed, and puts it beside site-publisher's binary.
fn dashboard(workspace: &Workspace) -> Result<()> {
    let what = "Dashboard build";
    let web = workspace.web();
    let site = workspace.lambda("site-publisher").join("site");
    let inputs = dashboard_inputs(&web)?;
    let note = Note::new(&workspace.notes(), "dashboard");
    if note.says(&inputs) && site.join("index.html").is_file() {
        progress::skipped(what, "unchanged");
        return Ok(());
    }
    step(what, |step| {
        note.withdraw();
        process::run(
            step,
            tools::npm(workspace).args(["run", "build"]),
            &log(workspace, "dashboard"),
            COMPILE,
        )?;
        if site.exists() {
            fs::remove_dir_all(&site)?;
        }
        copy(&web.join("dist"), &site)?;
        note.write(&inputs)
    })
}

/// Everything in the project but what is installed, built, or there for tests alone.
fn dashboard_inputs(web: &Path) -> Result<String> {
    const OTHERS: [&str; 7] = [
        "node_modules",
        "dist",
        "e2e",
        "test",
        "mock",
        "test-results",
        "playwright-report",
    ];
    let mut names = fs::read_dir(web)?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<Result<Vec<_>>>()?;
    names.sort();
    let mut inputs = Fingerprint::default();
    for name in names
        .iter()
        .filter(|name| OTHERS.iter().all(|other| name != other))
    {
        inputs = inputs.text(&name.to_string_lossy()).path(&web.join(name))?;
    }
    Ok(inputs.finish())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in
        fs::read_dir(from).with_context(|| format!("the build left no {}", from.display()))?
    {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn log(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.notes().join(format!("build-{name}.log"))
}
