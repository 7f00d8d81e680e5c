//! What the kernel knows of a process: <https://man7.org/linux/man-pages/man5/proc.5.html>.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// The processor time that the threads of a process have had.
///
/// # Errors
/// When the process is gone, or this is not Linux.
pub(crate) fn processor_time(pid: u32) -> Result<Duration> {
    let threads = format!("/proc/{pid}/task");
    let mut nanoseconds = 0;
    for thread in fs::read_dir(&threads).with_context(|| gone(&threads))? {
        // In nanoseconds, unlike /proc/<pid>/stat, which counts in hundredths of a second.
        let path = thread?.path().join("schedstat");
        // A thread may end between the listing and this.
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        let first = text.split_whitespace().next().unwrap_or_default();
        nanoseconds += first.parse::<u64>().unwrap_or(0);
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// The most memory that a process has had, in bytes.
///
/// # Errors
/// When the process is gone, or this is not Linux.
pub(crate) fn peak_memory(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/status");
    let text = fs::read_to_string(&path).with_context(|| gone(&path))?;
    peak(&text).with_context(|| format!("{path} does not tell the memory"))
}

/// Whether the kernel tells all that is asked of it.
pub(crate) fn is_supported() -> bool {
    let own = std::process::id();
    Path::new("/proc/self/schedstat").exists() && peak_memory(own).is_ok()
}

fn peak(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

fn gone(path: &str) -> String {
    format!("can't read {path}: the function has ended")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_of_memory_is_read_in_bytes() {
        let status = "Name:\tbootstrap\nVmPeak:\t  999 kB\nVmHWM:\t    7412 kB\nVmRSS:\t 7000 kB\n";
        assert_eq!(peak(status), Some(7412 * 1024));
        assert_eq!(peak("Name:\tbootstrap\n"), None);
    }

    #[test]
    fn work_takes_processor_time() {
        let own = std::process::id();
        let before = processor_time(own).expect("a time");
        let mut number = 1_u64;
        while processor_time(own).expect("a time") < before + Duration::from_millis(2) {
            number = std::hint::black_box(number.wrapping_mul(31));
        }
        assert!(peak_memory(own).expect("bytes") > 100_000);
    }
}
