//! The chain Rust -> openapi.json -> TypeScript types: made, and checked for staleness.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::progress::{Step, step};
use crate::tools;
use crate::workspace::Workspace;

/// Writes both links of the chain.
///
/// # Errors
/// When the api function does not compile, or npm fails.
pub(crate) fn generate(workspace: &Workspace) -> Result<()> {
    tools::node(workspace)?;
    step("openapi.json, from the api function", |_| {
        Ok(fs::write(document(workspace), describe(workspace)?)?)
    })?;
    step("TypeScript types, from openapi.json", |step| {
        generate_types(workspace, step)
    })
}

/// # Errors
/// When a committed link of the chain is not what its source says.
pub(crate) fn check_fresh(workspace: &Workspace, step: &Step) -> Result<()> {
    const STALE: &str = "Run `cargo xtask generate` and commit what it writes";
    let committed = fs::read_to_string(document(workspace)).context(STALE)?;
    if committed != describe(workspace)? {
        bail!("functions/api/openapi.json is not what the code says. {STALE}");
    }
    let types = workspace.web().join("src/api/schema.d.ts");
    let before = fs::read_to_string(&types).context(STALE)?;
    generate_types(workspace, step)?;
    if before != fs::read_to_string(&types)? {
        // A check changes nothing.
        fs::write(&types, before)?;
        bail!("web/src/api/schema.d.ts is not what openapi.json says. {STALE}");
    }
    Ok(())
}

fn document(workspace: &Workspace) -> PathBuf {
    workspace.root.join("functions/api/openapi.json")
}

fn describe(workspace: &Workspace) -> Result<String> {
    let mut command = tools::cargo(workspace);
    process::ask(
        command.args(["run", "--quiet", "--package", "api", "--example", "openapi"]),
        "",
    )
}

fn generate_types(workspace: &Workspace, step: &Step) -> Result<()> {
    let log = workspace.notes().join("generate-types.log");
    process::run(
        step,
        tools::npm(workspace).args(["run", "generate"]),
        &log,
        "Mend what openapi-typescript says",
    )
}
