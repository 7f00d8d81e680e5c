//! Shows the logs of a stack: one file each for the functions, the emulator, the phone network and the supervisor.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::interrupt;
use crate::process::tail;

const POLL: Duration = Duration::from_millis(200);

/// Prints the last lines of each log, and then, if asked, what is added to any of them, until somebody stops us.
///
/// # Errors
/// When there is no log, or one can't be read.
pub(crate) fn show(directory: &Path, lines: usize, follow: bool) -> Result<()> {
    let mut read: BTreeMap<PathBuf, u64> = BTreeMap::new();
    for path in logs(directory)? {
        let length = fs::metadata(&path)?.len();
        for line in tail(&path, lines).lines() {
            print(&path, line);
        }
        read.insert(path, length);
    }
    if read.is_empty() {
        bail!(
            "there are no logs in {}. Start the stack first: cargo xtask up",
            directory.display()
        );
    }
    while follow && !interrupt::requested() {
        for path in logs(directory)? {
            let from = read.entry(path.clone()).or_insert(0);
            for line in added(&path, from)?.lines() {
                print(&path, line);
            }
        }
        sleep(POLL);
    }
    Ok(())
}

fn logs(directory: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Ok(Vec::new());
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "log") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whole lines that were written since `from`, which moves on behind them.
fn added(path: &Path, from: &mut u64) -> Result<String> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() < *from {
        // Somebody began the file anew.
        *from = 0;
    }
    file.seek(SeekFrom::Start(*from))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |last| last + 1);
    *from += whole as u64;
    Ok(String::from_utf8_lossy(&bytes[..whole]).into_owned())
}

fn print(path: &Path, line: &str) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    println!("{name:<20} | {line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn only_whole_lines_are_shown_and_none_twice() -> Result<()> {
        let path = std::env::temp_dir().join(format!("tidings-logs-{}.log", std::process::id()));
        let mut file = File::create(&path)?;
        let mut from = 0;
        file.write_all(b"one\ntw")?;
        assert_eq!(added(&path, &mut from)?, "one\n");
        file.write_all(b"o\n")?;
        assert_eq!(added(&path, &mut from)?, "two\n");
        assert_eq!(added(&path, &mut from)?, "");
        fs::remove_file(&path)?;
        Ok(())
    }
}
