//! The tools that a stack, a build and the checks need, set up without asking: a virtual environment with the
//! emulator, SAM and cargo-lambda, and the dashboard's packages.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::fingerprint::{Fingerprint, Note};
use crate::process;
use crate::progress::{self, step};
use crate::workspace::Workspace;

const PYTHON: (u32, u32) = (3, 10);
const NODE: (u32, u32) = (20, 19);

/// Makes the virtual environment, if it is not there as requirements.txt has it.
///
/// # Errors
/// When Python 3 is missing or too old, or a package can't be installed: with the remedy.
pub(crate) fn python(workspace: &Workspace) -> Result<()> {
    let _claim = workspace.claim()?;
    let what = "Python tools (ministack, SAM, cargo-lambda)";
    let venv = workspace.local().join(".venv");
    let requirements = workspace.local().join("emulator/requirements.txt");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let version = version_of(
        &python,
        PYTHON,
        "Install Python 3.10 or newer, or name it: PYTHON=/path/to/python3",
    )?;
    let fingerprint = Fingerprint::default()
        .text(&version)
        .path(&requirements)?
        .finish();
    let note = Note::new(&venv, "requirements");
    if note.says(&fingerprint) {
        progress::skipped(what, "there");
        return Ok(());
    }
    step(what, |step| {
        let logs = workspace.notes();
        process::run(
            step,
            Command::new(&python)
                .args(["-m", "venv", "--clear"])
                .arg(&venv),
            &logs.join("venv.log"),
            "Python's venv module is needed; on Debian and Ubuntu: apt install python3-venv",
        )?;
        process::run(
            step,
            Command::new(venv.join("bin/python"))
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--no-input",
                    "--progress-bar=off",
                    "--requirement",
                ])
                .arg(&requirements),
            &logs.join("pip.log"),
            "Packages come from PyPI: check the network, and pip's settings if you use a mirror",
        )?;
        note.write(&fingerprint)
    })
}

/// Installs the dashboard's packages, if they are not there as package-lock.json has them.
///
/// # Errors
/// When Node is missing or too old, or a package can't be installed: with the remedy.
pub(crate) fn node(workspace: &Workspace) -> Result<()> {
    let _claim = workspace.claim()?;
    let what = "Node packages of the dashboard";
    let version = version_of(
        "node",
        NODE,
        "Install Node 20.19 or newer: https://nodejs.org",
    )?;
    let web = workspace.web();
    let fingerprint = Fingerprint::default()
        .text(&version)
        .path(&web.join("package-lock.json"))?
        .finish();
    let note = Note::new(&web.join("node_modules"), ".tidings");
    if note.says(&fingerprint) {
        progress::skipped(what, "there");
        return Ok(());
    }
    step(what, |step| {
        process::run(
            step,
            npm(workspace).args(["ci", "--no-audit", "--no-fund"]),
            &workspace.notes().join("npm-ci.log"),
            "Packages come from the npm registry: check the network, and npm's settings if you use a mirror",
        )?;
        note.write(&fingerprint)
    })
}

/// npm, in the dashboard's project.
pub(crate) fn npm(workspace: &Workspace) -> Command {
    let mut command = Command::new("npm");
    command
        .current_dir(workspace.web())
        .env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// Cargo, in the workspace.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new("cargo");
    without_our_own_build(command.current_dir(&workspace.root));
    command
}

/// Takes out of a command's environment what cargo tells a program that it runs about that program. Build scripts look
/// at some of it (ring's does), and would compile half the tree again whenever somebody else calls us: a shell,
/// `cargo xtask`, or a test.
pub(crate) fn without_our_own_build(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_our_own_build) {
            command.env_remove(name);
        }
    }
    command
}

/// <https://doc.rust-lang.org/cargo/reference/environment-variables.html#environment-variables-cargo-sets-for-crates>
fn is_of_our_own_build(name: &str) -> bool {
    const NAMES: [&str; 5] = [
        "CARGO",
        "CARGO_CRATE_NAME",
        "CARGO_BIN_NAME",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_TARGET_TMPDIR",
    ];
    const BEGINNINGS: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_EXE_"];
    NAMES.contains(&name)
        || BEGINNINGS
            .iter()
            .any(|beginning| name.starts_with(beginning))
}

fn version_of(program: &str, least: (u32, u32), remedy: &str) -> Result<String> {
    let answer = process::ask(Command::new(program).arg("--version"), "")
        .with_context(|| remedy.to_owned())?;
    let version = answer
        .trim()
        .trim_start_matches("Python ")
        .trim_start_matches('v')
        .to_owned();
    match parse_version(&version) {
        Some(found) if found >= least => Ok(version),
        _ => bail!("{program} is version {version}, too old. {remedy}"),
    }
}

fn parse_version(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_not_told_who_asked_for_it() {
        for name in [
            "CARGO",
            "CARGO_PKG_NAME",
            "CARGO_MANIFEST_DIR",
            "CARGO_BIN_EXE_xtask",
        ] {
            assert!(is_of_our_own_build(name), "{name}");
        }
        for name in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_NET_OFFLINE",
            "PATH",
        ] {
            assert!(!is_of_our_own_build(name), "{name} is the developer's");
        }
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(parse_version("3.9.18"), Some((3, 9)));
        assert!(parse_version("3.9.18") < Some(PYTHON), "9 is less than 10");
        assert!(parse_version("22.4.0") > Some(NODE));
        assert_eq!(parse_version("unknown"), None);
    }
}
