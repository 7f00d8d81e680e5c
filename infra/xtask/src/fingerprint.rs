//! Tells whether the inputs of a step have changed since it last succeeded.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A number over names and contents. It only ever says "again" or "not again", so 64 bits are enough, and one that
/// changes with the toolchain costs one run of the step.
#[derive(Default)]
pub(crate) struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Adds a text.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.write(text.as_bytes());
        self.0.write_u8(0xff);
        self
    }

    /// Adds the names and contents of everything under a path, if it exists.
    ///
    /// # Errors
    /// When a file can't be read.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        for file in files {
            let name = file
                .strip_prefix(path)
                .unwrap_or(&file)
                .to_string_lossy()
                .into_owned();
            let content =
                fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
            self = self.text(&name);
            self.0.write_usize(content.len());
            self.0.write(&content);
        }
        Ok(self)
    }

    /// The fingerprint, as written into notes.
    pub(crate) fn finish(self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}

/// A file that says for which inputs a step has succeeded.
pub(crate) struct Note(PathBuf);

impl Note {
    /// The note with this name in a directory.
    pub(crate) fn new(directory: &Path, name: &str) -> Self {
        Self(directory.join(format!("{name}.done")))
    }

    /// Whether the step has succeeded for these inputs.
    pub(crate) fn says(&self, fingerprint: &str) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|noted| noted == fingerprint)
    }

    /// Notes a success.
    ///
    /// # Errors
    /// When the note can't be written.
    pub(crate) fn write(&self, fingerprint: &str) -> Result<()> {
        Ok(fs::write(&self.0, fingerprint)?)
    }

    /// Takes the note back before its step runs, so that half a step is never taken for a whole one.
    pub(crate) fn withdraw(&self) {
        // One that isn't there is as good as withdrawn.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_renamed_or_added_file_changes_the_fingerprint() -> Result<()> {
        let directory =
            std::env::temp_dir().join(format!("tidings-fingerprint-{}", std::process::id()));
        fs::create_dir_all(directory.join("inner"))?;
        let print = || Ok::<_, anyhow::Error>(Fingerprint::default().path(&directory)?.finish());
        fs::write(directory.join("inner/a"), "1")?;
        let first = print()?;
        assert_eq!(first, print()?, "the same files");
        fs::write(directory.join("inner/a"), "2")?;
        let changed = print()?;
        fs::rename(directory.join("inner/a"), directory.join("inner/b"))?;
        let renamed = print()?;
        fs::write(directory.join("c"), "")?;
        let added = print()?;
        fs::remove_dir_all(&directory)?;
        assert!(first != changed && changed != renamed && renamed != added);
        Ok(())
    }
}
