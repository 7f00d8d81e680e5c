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

const BROWSER: &str = "Browser tests";
const SYSTEM: &str = "Tests of the whole system";
const DIRECTORY: &str = "Tests of a large directory";
const CRASHES: &str = "Crashes in the middle of a message to everybody";
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

    /// Stacks of their own, on free ports, with states of their own, beside whatever a developer has running. What a crash
    /// leaves in doubt takes minutes to settle: that is waited for on a second one, beside the other tests of the whole system.
    fn whole_system(&mut self, large: bool) {
        let stack = TestStack::new(self.workspace, "test-stack");
        let crash_stack = TestStack::new(self.workspace, "crash-stack");
        let mut browser = tools::npm(self.workspace);
        browser.args(["run", "e2e"]);
        let mut crash = system_tests(self.workspace, &["--", "--nocapture", "crashes::"]);
        let mut system = system_tests(self.workspace, &["--", "--skip", "crashes::"]);
        // Ignored by the others, whose messages to everybody would go to all of these people.
        let mut directory = system_tests(self.workspace, &["--", "--ignored", "--nocapture"]);
        if large {
            directory.env("TIDINGS_IMPORT_ROWS", MANY);
        }

        let left = self.check("No stack of an earlier run is left", |_, _| {
            stack.stop()?;
            crash_stack.stop()
        });
        if !left
            || !self.run(
                "Build, deploy and start the whole system",
                &mut stack.start(),
            )
        {
            let missed = [BROWSER, SYSTEM, DIRECTORY, CRASHES];
            self.failed.extend(missed.map(str::to_owned));
            return;
        }
        // The browser has the machine to itself: its tests wait for what a person would wait for, and no longer.
        self.run(BROWSER, stack.drives(&mut browser));
        let crash_log = self.log(CRASHES);
        let crashing = self
            .run("Start it once more, for crashes", &mut crash_stack.start())
            .then(|| process::start(crash_stack.drives(&mut crash), &crash_log, WHOLE));
        self.run(SYSTEM, stack.drives(&mut system));
        self.run(DIRECTORY, stack.drives(&mut directory));
        if large {
            measured(&self.log(DIRECTORY));
        }
        match crashing {
            Some(crashing) => {
                self.check(CRASHES, |step, _| crashing?.finish(step));
            }
            None => self.failed.push(CRASHES.to_owned()),
        }
        // Also when we are told to stop in between: nothing may be left running.
        let stopped = step("The whole system stops", |_| {
            let first = stack.stop();
            crash_stack.stop().and(first)
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

fn system_tests(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = tools::cargo(workspace);
    command.args(["test", "--locked", "--package", "system-tests"]);
    command.args(["--features", "stack"]).args(arguments);
    command
}

/// A stack that tests drive.
struct TestStack<'a> {
    xtask: &'a Path,
    state: PathBuf,
}

impl<'a> TestStack<'a> {
    fn new(workspace: &'a Workspace, name: &str) -> Self {
        Self {
            xtask: &workspace.xtask,
            state: workspace.target().join(name),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.xtask);
        command
            .env("TIDINGS_STATE_DIRECTORY", &self.state)
            .args(arguments);
        command
    }

    fn start(&self) -> Command {
        self.command(&[
            "up",
            "--fresh",
            "--detach",
            "--port",
            "0",
            "--phone-port",
            "0",
        ])
    }

    fn stop(&self) -> Result<()> {
        process::ask(&mut self.command(&["down"]), "").map(drop)
    }

    /// Tells a test which stack to drive, and how to stop and start it.
    fn drives<'b>(&self, command: &'b mut Command) -> &'b mut Command {
        command
            .env("TIDINGS_STACK_FILE", self.state.join("stack.json"))
            .env("TIDINGS_STATE_DIRECTORY", &self.state)
            .env("TIDINGS_XTASK", self.xtask)
    }
}
