//! Where a stack keeps what it knows, and that only one runs on it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// State directory of one stack.
pub(crate) struct State(PathBuf);

/// While it lives, no other supervisor runs on the same state.
pub(crate) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

/// What a stack leaves in its directory, and `--fresh` removes: by name, so that a directory given by mistake
/// loses nothing else.
const KEPT: [&str; 8] = [
    "bin",
    "emulator",
    "s3",
    "tmp",
    "phone-network",
    "logs",
    "secrets.json",
    "ports.json",
];

impl State {
    /// The state in this directory, which need not be there yet.
    pub(crate) fn at(directory: PathBuf) -> Self {
        Self(directory)
    }

    /// The directory itself.
    pub(crate) fn directory(&self) -> &Path {
        &self.0
    }

    /// A file or directory in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// One log each for the functions, the emulator, the phone network and the supervisor.
    pub(crate) fn logs(&self) -> PathBuf {
        self.path("logs")
    }

    /// What scripts read to drive the stack: there from when it is ready until it stops.
    pub(crate) fn description(&self) -> PathBuf {
        self.path("stack.json")
    }

    /// Takes the state for ourselves.
    ///
    /// # Errors
    /// When a stack runs on it.
    pub(crate) fn lock(&self) -> Result<Lock> {
        match self.try_lock()? {
            Some(lock) => Ok(lock),
            None => bail!(
                "a stack runs on {} already. Stop it: cargo xtask down",
                self.0.display()
            ),
        }
    }

    /// Whether a stack runs on this state.
    ///
    /// # Errors
    /// When the directory can't be written.
    pub(crate) fn is_in_use(&self) -> Result<bool> {
        Ok(self.try_lock()?.is_none())
    }

    fn try_lock(&self) -> Result<Option<Lock>> {
        for directory in [self.0.clone(), self.logs(), self.path("tmp")] {
            fs::create_dir_all(&directory)
                .with_context(|| format!("can't make {}", directory.display()))?;
        }
        let file = File::create(self.path("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("can't lock the state directory"),
        }
    }

    /// Forgets everything that an earlier stack has kept.
    ///
    /// # Errors
    /// When something can't be removed.
    pub(crate) fn forget(&self, _held: &Lock) -> Result<()> {
        for name in KEPT {
            let path = self.path(name);
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match removed {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("can't remove {}", path.display()));
                }
                _ => {}
            }
        }
        fs::create_dir_all(self.logs())?;
        Ok(fs::create_dir_all(self.path("tmp"))?)
    }

    /// Writes a file as a whole or not at all, readable by us alone, since some hold secrets of the local stack.
    ///
    /// # Errors
    /// When it can't be written.
    pub(crate) fn write(&self, name: &str, content: &str) -> Result<()> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;

        let draft = self.path(&format!("{name}.draft"));
        let mut file = File::options()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(content.as_bytes())?;
        fs::rename(&draft, self.path(name)).with_context(|| format!("can't write {name}"))
    }
}
