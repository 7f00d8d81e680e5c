//! The ground truth on disk: one JSON line for each thing that happened, only ever appended.
//!
//! A line is handed to the kernel in one write before the request is answered, so a killed process loses
//! nothing that it has answered for. A machine that loses power may: there is no fsync, since what a demo
//! and a test are measured against has to take 2,000 creations a second.

use std::{
    fs::{File, OpenOptions},
    io::{Read as _, Write as _},
    path::Path,
};

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    media::Medium,
    opt_out::Reaction,
    phone::{Alert, Behaviour},
    record::{Handover, Kind, Origin, Status},
};

const FILE_NAME: &str = "accepted.jsonl";

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(crate) enum Line {
    /// A creation was accepted.
    Accepted {
        sid: String,
        kind: Kind,
        at: Timestamp,
        parameters: Vec<(String, String)>,
        #[serde(default, skip_serializing_if = "is_of_the_api")]
        origin: Origin,
    },
    /// A phone dialled the church.
    Dialled {
        sid: String,
        at: Timestamp,
        parameters: Vec<(String, String)>,
    },
    /// Something was wrong with the TwiML of a call.
    Mistake { number: String, alert: Alert },
    /// A phone sent a text to the church, and Twilio reacted to it, or did not.
    Received {
        sid: String,
        at: Timestamp,
        parameters: Vec<(String, String)>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<Medium>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reaction: Option<ReactionLine>,
    },
    /// A phone's text was handed on, and the answer executed: both in one line, so that no restart executes an
    /// answer twice.
    Answered {
        sid: String,
        at: Timestamp,
        #[serde(flatten)]
        handover: Handover,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        replies: Vec<ReplyLine>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        alerts: Vec<Alert>,
    },
    /// A status was reached, and its callback has been attempted.
    Progress {
        sid: String,
        status: Status,
        at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error_code: Option<u32>,
    },
    /// A phone was told how to behave.
    Phone {
        number: String,
        behaviour: Behaviour,
    },
}

fn is_of_the_api(origin: &Origin) -> bool {
    *origin == Origin::Api
}

/// What Twilio did about a text by itself, and the sid of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReactionLine {
    pub(crate) reaction: Reaction,
    pub(crate) answer_sid: String,
}

/// A text that the answer to a phone's text has sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReplyLine {
    pub(crate) sid: String,
    pub(crate) parameters: Vec<(String, String)>,
}

/// The open journal. The file stays locked while the process lives.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
}

impl Journal {
    /// Opens the journal in `folder`, making both where they are missing, and reads what it holds.
    ///
    /// A last line without its end is what a kill in the middle of a write leaves: it was never answered for
    /// and is cut off.
    ///
    /// # Errors
    /// When the folder can't be written, another process holds the journal, or a line in the middle is damaged.
    pub(crate) fn open(folder: &Path) -> Result<(Self, Vec<Line>)> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("can't make the state folder {}", folder.display()))?;
        let path = folder.join(FILE_NAME);
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(&path)
            .with_context(|| format!("can't open {}", path.display()))?;
        if file.try_lock().is_err() {
            bail!(
                "another phone network uses {}: stop it, or give another --state-dir",
                path.display()
            );
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .with_context(|| format!("can't read {}", path.display()))?;
        let whole = bytes
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |end| end + 1);
        if whole < bytes.len() {
            file.set_len(whole as u64)
                .with_context(|| format!("can't mend {}", path.display()))?;
        }
        let mut lines = Vec::new();
        for (index, line) in bytes[..whole].split(|&byte| byte == b'\n').enumerate() {
            if line.is_empty() {
                continue;
            }
            // serde's message may quote the line, which holds people's numbers: the position is enough.
            let Ok(line) = serde_json::from_slice(line) else {
                bail!(
                    "line {} of {} is damaged: move the file away to start empty",
                    index + 1,
                    path.display()
                );
            };
            lines.push(line);
        }
        Ok((Self { file }, lines))
    }

    /// Appends one line.
    ///
    /// # Errors
    /// When the disk refuses it: the caller must not answer as if it were kept.
    pub(crate) fn append(&mut self, line: &Line) -> Result<()> {
        let mut bytes = serde_json::to_vec(line).context("can't write a journal line as JSON")?;
        bytes.push(b'\n');
        self.file
            .write_all(&bytes)
            .context("can't append to the journal")
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When the file can't be emptied.
    pub(crate) fn clear(&mut self) -> Result<()> {
        self.file.set_len(0).context("can't empty the journal")
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::{FILE_NAME, Journal, Line};
    use crate::phone::Behaviour;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!(
            "phone-network-journal-{name}-{}",
            std::process::id()
        ));
        fs::remove_dir_all(&folder).ok();
        folder
    }

    fn line(number: &str) -> Line {
        Line::Phone {
            number: number.to_owned(),
            behaviour: Behaviour::Normal {},
        }
    }

    #[test]
    fn what_was_appended_is_read_again() {
        let folder = folder("again");
        let (mut journal, before) = Journal::open(&folder).expect("opens");
        assert_eq!(before, []);
        journal.append(&line("+12025550100")).expect("appends");
        drop(journal);
        let (_, after) = Journal::open(&folder).expect("opens again");
        assert_eq!(after, [line("+12025550100")]);
        fs::remove_dir_all(&folder).expect("removes");
    }

    #[test]
    fn a_last_line_cut_by_a_kill_is_forgotten_and_the_next_one_stands_alone() {
        let folder = folder("cut");
        let (mut journal, _) = Journal::open(&folder).expect("opens");
        journal.append(&line("+12025550100")).expect("appends");
        drop(journal);
        let path = folder.join(FILE_NAME);
        let mut bytes = fs::read(&path).expect("reads");
        bytes.extend_from_slice(br#"{"event":"phone","num"#);
        fs::write(&path, bytes).expect("writes");

        let (mut journal, lines) = Journal::open(&folder).expect("opens");
        assert_eq!(lines, [line("+12025550100")]);
        journal.append(&line("+12025550101")).expect("appends");
        drop(journal);
        let (_, lines) = Journal::open(&folder).expect("opens");
        assert_eq!(lines, [line("+12025550100"), line("+12025550101")]);
        fs::remove_dir_all(&folder).expect("removes");
    }

    #[test]
    fn a_damaged_line_in_the_middle_is_named_without_its_content() {
        let folder = folder("damaged");
        fs::create_dir_all(&folder).expect("makes");
        fs::write(
            folder.join(FILE_NAME),
            b"{\"event\":\"phone\",\"number\":\"+12025550100\"}\n",
        )
        .expect("writes");
        let error = Journal::open(&folder)
            .expect_err("a behaviour is missing")
            .to_string();
        assert!(error.contains("line 1"), "{error}");
        assert!(!error.contains("2025550100"), "{error}");
        fs::remove_dir_all(&folder).expect("removes");
    }

    #[test]
    fn two_networks_never_share_a_journal() {
        let folder = folder("shared");
        let (_held, _) = Journal::open(&folder).expect("opens");
        let error = Journal::open(&folder)
            .expect_err("the first one holds it")
            .to_string();
        assert!(error.contains("another phone network"), "{error}");
        fs::remove_dir_all(&folder).expect("removes");
    }
}
