//! The two ports of a stack, both on loopback only.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::Choices;
use super::state::State;

const FILE: &str = "ports.json";

/// Ports that a stack listens on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Ports {
    /// The emulator: AWS's API, the dashboard and ours.
    pub(crate) emulator: u16,
    /// The phone network.
    pub(crate) phone_network: u16,
}

const USUAL: Ports = Ports {
    emulator: 4566,
    phone_network: 4580,
};

impl Ports {
    /// Those that were asked for, else those of the last start, else the usual ones; they are kept for the next start,
    /// because everything that is deployed knows its own address.
    ///
    /// # Errors
    /// When one is taken: with the remedy.
    pub(crate) fn choose(choices: &Choices, state: &State) -> Result<Self> {
        let last = fs::read_to_string(state.path(FILE))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok());
        let last = last.unwrap_or(USUAL);
        let emulator = take(choices.port.unwrap_or(last.emulator), "--port")?;
        let phone_network = take(
            choices.phone_port.unwrap_or(last.phone_network),
            "--phone-port",
        )?;
        let ports = Self {
            emulator: port(&emulator)?,
            phone_network: port(&phone_network)?,
        };
        state.write(FILE, &serde_json::to_string(&ports)?)?;
        Ok(ports)
    }

    /// Address of the emulator.
    pub(crate) fn emulator_url(self) -> String {
        format!("http://127.0.0.1:{}", self.emulator)
    }

    /// Address of the phone network.
    pub(crate) fn phone_network_url(self) -> String {
        format!("http://127.0.0.1:{}", self.phone_network)
    }
}

/// Holds the port for a moment, so that two free ones are two different ones.
fn take(port: u16, option: &str) -> Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener),
        Err(error) => bail!(
            "port {port} is taken ({error}). See what has it with `lsof -i :{port}`, or choose another: \
             cargo xtask up {option} {}",
            port.wrapping_add(100)
        ),
    }
}

fn port(listener: &TcpListener) -> Result<u16> {
    Ok(listener.local_addr().context("no address")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_its_remedy() -> Result<()> {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let number = port(&taken)?;
        let error = take(number, "--port")
            .expect_err("the port is taken")
            .to_string();
        assert!(
            error.contains(&number.to_string()) && error.contains("--port"),
            "{error}"
        );
        Ok(())
    }

    #[test]
    fn the_ports_of_the_last_start_are_taken_again() -> Result<()> {
        let directory = std::env::temp_dir().join(format!("tidings-ports-{}", std::process::id()));
        let state = State::at(directory.clone());
        drop(state.lock()?);
        let first = Ports::choose(
            &Choices {
                fresh: false,
                port: Some(0),
                phone_port: Some(0),
            },
            &state,
        )?;
        assert_ne!(first.emulator, first.phone_network);
        let second = Ports::choose(
            &Choices {
                fresh: false,
                port: None,
                phone_port: None,
            },
            &state,
        )?;
        assert_eq!(first, second);
        fs::remove_dir_all(directory)?;
        Ok(())
    }
}
