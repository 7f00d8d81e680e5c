//! `cargo xtask test`: every check there is, in the order in which they fail fastest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::contract;
use crate::interrupt;
use crate::process;
use crate::progress::{Step, seconds, step};
use crate::tools;
use crate::workspace::Workspace;

/// Where the last words of a failed check don't suffice.
const WHOLE: &str = "Its whole output is in that file";

const DIRECTORY: &str = "Tests of a large directory";
/// People who are imported when the run is a large one: a diocese.
const MANY: &str = "100000";

/// Runs all checks, goes on after one that fails, and counts them.
///
/// # Errors
/// When one of them failed.
pub(crate) fn test(workspace: &Workspace, large: bool) -> Result<()> {
    let started = Instant::now();
    let mut checks = Checks {
        workspace,
        passed: 0,
        failed: Vec::new(),
    };
    checks.code();
    checks.dashboard();
    checks.contract_and_template();
    checks.whole_system(large);
    println!("\nAll checks took {}.", seconds(started.elapsed()));
    for check in &checks.failed {
        println!("failed: {check}");
    }
    println!("{} passed, {} failed", checks.passed, checks.failed.len());
    if checks.failed.is_empty() {
        Ok(())
    } else {
        bail!("not every check passed")
    }
}

struct Checks<'a> {
    workspace: &'a Workspace,
    passed: usize,
    failed: Vec<String>,
}

impl Checks<'_> {
    fn code(&mut self) {
        self.cargo("Rust is formatted", &["fmt", "--all", "--check"]);
        self.cargo(
            "Clippy has nothing to say",
            &[
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--",
                "--deny",
                "warnings",
            ],
        );
        self.cargo("Rust tests", &["test", "--locked", "--workspace"]);
    }

    fn dashboard(&mut self) {
        if !self.check("Node packages", |_, workspace| tools::node(workspace)) {
            return;
        }
        for (what, script) in [
            ("Dashboard: types", "typecheck"),
            ("Dashboard: lint", "lint"),
            ("Dashboard: formatting", "format:check"),
            ("Dashboard: unit tests", "test"),
        ] {
            self.run(what, tools::npm(self.workspace).args(["run", script]));
        }
    }

    fn contract_and_template(&mut self) {
        self.check(
            "openapi.json and TypeScript types are fresh",
            |step, workspace| contract::check_fresh(workspace, step),
        );
        if !self.check("Python tools", |_, workspace| tools::python(workspace)) {
            return;
        }
        let mut mends = Command::new(self.workspace.tool("python"));
        mends
            .current_dir(self.workspace.local().join("emulator"))
            .args(["-B", "-m", "unittest", "discover"]);
        self.run("Mends of the AWS emulator", &mut mends);
        let mut validate = Command::new(self.workspace.tool("sam"));
        validate
            .current_dir(&self.workspace.root)
            .args([
                "validate",
                "--lint",
                "--template-file",
                "template.yaml",
                "--region",
                "us-east-1",
            ])
            .env("SAM_CLI_TELEMETRY", "0");
        self.run("template.yaml (sam validate --lint)", &mut validate);
    }

    /// A stack of its own, on free ports, with a state of its own, beside whatever a developer has running.
    fn whole_system(&mut self, large: bool) {
        let state = self.workspace.target().join("test-stack");
        let stack = |arguments: &[&str]| {
            let mut command = Command::new(&self.workspace.xtask);
            command
                .env("TIDINGS_STATE_DIRECTORY", &state)
                .args(arguments);
            command
        };
        let mut start = stack(&[
            "up",
            "--fresh",
            "--detach",
            "--port",
            "0",
            "--phone-port",
            "0",
        ]);
        let mut stop = stack(&["down"]);
        let mut browser = tools::npm(self.workspace);
        browser.args(["run", "e2e"]);
        let system_tests = |arguments: &[&str]| {
            let mut command = tools::cargo(self.workspace);
            command.args(["test", "--locked", "--package", "system-tests"]);
            command.args(["--features", "stack"]).args(arguments);
            command
        };
        let mut system = system_tests(&[]);
        // Ignored by the others, whose messages to everybody would go to all of these people.
        let mut directory = system_tests(&["--", "--ignored", "--nocapture"]);
        if large {
            directory.env("TIDINGS_IMPORT_ROWS", MANY);
        }

        // One that an interrupted run has left.
        let left = self.check("No stack of an earlier run is left", |_, _| {
            process::ask(&mut stop, "").map(drop)
        });
        if !left || !self.run("Build, deploy and start the whole system", &mut start) {
            self.failed.extend([
                "Browser tests".to_owned(),
                "Tests of the whole system".to_owned(),
                DIRECTORY.to_owned(),
            ]);
            return;
        }
        self.run(
            "Browser tests",
            driven(&mut browser, self.workspace, &state),
        );
        self.run(
            "Tests of the whole system",
            driven(&mut system, self.workspace, &state),
        );
        self.run(DIRECTORY, driven(&mut directory, self.workspace, &state));
        if large {
            measured(&self.log(DIRECTORY));
        }
        // Also when we are told to stop in between: nothing may be left running.
        let stopped = step("The whole system stops", |_| {
            process::ask(&mut stop, "").map(drop)
        });
        self.count("The whole system stops", stopped);
    }

    fn cargo(&mut self, what: &str, arguments: &[&str]) {
        self.run(what, tools::cargo(self.workspace).args(arguments));
    }

    fn run(&mut self, what: &str, command: &mut Command) -> bool {
        let log = self.log(what);
        self.check(what, |step, _| process::run(step, command, &log, WHOLE))
    }

    fn check(&mut self, what: &str, work: impl FnOnce(&Step, &Workspace) -> Result<()>) -> bool {
        // Ctrl-C ends the run, not one check of it.
        let result =
            interrupt::check().and_then(|()| step(what, |step| work(step, self.workspace)));
        self.count(what, result)
    }

    fn count(&mut self, what: &str, result: Result<()>) -> bool {
        match result {
            Ok(()) => {
                self.passed += 1;
                true
            }
            Err(error) => {
                println!("\n{error:#}\n");
                self.failed.push(what.to_owned());
                false
            }
        }
    }

    fn log(&self, what: &str) -> PathBuf {
        let name: String = what
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '-'
                }
            })
            .collect();
        self.workspace.notes().join(format!("test-{name}.log"))
    }
}

/// Shows what a test has measured.
fn measured(log: &Path) {
    let text = fs::read_to_string(log).unwrap_or_default();
    for line in text
        .lines()
        .filter_map(|line| line.strip_prefix("measured: "))
    {
        println!("       {line}");
    }
}

/// Tells a test which stack to drive, and how to stop and start it.
fn driven<'a>(command: &'a mut Command, workspace: &Workspace, state: &Path) -> &'a mut Command {
    command
        .env("TIDINGS_STACK_FILE", state.join("stack.json"))
        .env("TIDINGS_STATE_DIRECTORY", state)
        .env("TIDINGS_XTASK", &workspace.xtask)
}
