//! Where things are.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::interrupt;
use crate::stack::state::State;

const WAIT: Duration = Duration::from_millis(200);

/// Directories of this checkout, all absolute.
pub(crate) struct Workspace {
    /// The repository.
    pub(crate) root: PathBuf,
    /// State of the one-machine stack that this call is about.
    pub(crate) state: State,
    /// This program, as it was found when it started: a test run may replace the file under it.
    pub(crate) xtask: PathBuf,
}

impl Workspace {
    /// # Errors
    /// When a directory can't be made or found.
    pub(crate) fn find(state_directory: Option<PathBuf>) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("infra/xtask is not inside a checkout")?
            .to_owned();
        let state = state_directory.unwrap_or_else(|| root.join("infra/local/.state"));
        let state = State::at(std::path::absolute(state)?);
        let workspace = Self {
            root,
            state,
            xtask: env::current_exe()?,
        };
        fs::create_dir_all(workspace.notes())?;
        Ok(workspace)
    }

    /// Takes what all calls in this checkout share, tools and what is built, for as long as the answer lives. Two builds
    /// side by side write into the same files: cargo waits for another cargo, but cargo-lambda and npm do not.
    ///
    /// # Errors
    /// When we are told to stop while we wait for another call.
    pub(crate) fn claim(&self) -> Result<File> {
        let path = self.notes().join("lock");
        let file =
            File::create(&path).with_context(|| format!("can't write {}", path.display()))?;
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => {
                    return Err(error).context("can't lock the checkout");
                }
                Err(TryLockError::WouldBlock) => interrupt::check()?,
            }
            if !told {
                println!("  ...  waiting for another cargo xtask, which is building");
                told = true;
            }
            sleep(WAIT);
        }
    }

    /// Cargo's target directory.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// What `sam deploy` takes the functions from, one directory each.
    pub(crate) fn lambda(&self, binary: &str) -> PathBuf {
        self.target().join("lambda").join(binary)
    }

    /// Logs of steps, and notes of what is already done.
    pub(crate) fn notes(&self) -> PathBuf {
        self.target().join("xtask")
    }

    /// The dashboard's project.
    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// The one-machine stack's folder.
    pub(crate) fn local(&self) -> PathBuf {
        self.root.join("infra/local")
    }

    /// A program of the virtual environment.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.local().join(".venv/bin").join(name)
    }
}
