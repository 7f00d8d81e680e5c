//! What a running stack tells scripts about itself: `stack.json`.

use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::state::State;

/// Everything that a script needs to drive the stack.
#[derive(Serialize, Deserialize)]
pub(crate) struct Description {
    /// Where staff sign in.
    pub(crate) dashboard_url: String,
    /// Base that `/api/...` is appended to; by number, because not every resolver knows `*.localhost`.
    pub(crate) api_url: String,
    /// Base that `/api/webhooks/twilio/...` is appended to.
    pub(crate) webhook_base_url: String,
    /// The phones, and Twilio's API.
    pub(crate) phone_network_url: String,
    /// The staff account's address.
    pub(crate) staff_email: String,
    /// Its password.
    pub(crate) staff_password: String,
    /// What the dashboard signs in through.
    pub(crate) user_pool_client_id: String,
    /// The emulator, for AWS's tools.
    pub(crate) aws_endpoint_url: String,
    /// The emulator's region.
    pub(crate) region: String,
    /// The language model's name.
    pub(crate) language_model: String,
    /// The number that texts come from.
    pub(crate) church_phone: String,
    /// Stand-in for Twilio's account.
    pub(crate) twilio_account_sid: String,
    /// Stand-in for Twilio's secret, which callbacks are signed with.
    pub(crate) twilio_auth_token: String,
    /// Process that starts and stops the others.
    pub(crate) supervisor_pid: u32,
    /// The others.
    pub(crate) pids: Pids,
    /// One log each.
    pub(crate) log_directory: String,
}

/// Process ids of what the supervisor started.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pids {
    /// The AWS emulator; functions are its children.
    pub(crate) emulator: u32,
    /// The phone network.
    pub(crate) phone_network: u32,
}

impl Description {
    /// That of the stack that runs on this state, if one does.
    ///
    /// # Errors
    /// When there is one that can't be read.
    pub(crate) fn read(state: &State) -> Result<Option<Self>> {
        match fs::read_to_string(state.description()) {
            Ok(text) => Ok(Some(
                serde_json::from_str(&text).context("stack.json can't be read")?,
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("stack.json can't be read"),
        }
    }

    /// Tells that the stack is ready.
    ///
    /// # Errors
    /// When it can't be written.
    pub(crate) fn write(&self, state: &State) -> Result<()> {
        state.write("stack.json", &serde_json::to_string_pretty(self)?)
    }

    /// Tells that no stack is ready.
    pub(crate) fn remove(state: &State) {
        // One that isn't there is as good as removed.
        let _ = fs::remove_file(state.description());
    }

    /// Says where everything is, and how to sign in.
    pub(crate) fn print(&self) {
        println!(
            "\nReady.\n\n  Dashboard      {}\n  Sign in as     {}\n  Password       {}\n  Phones         {}\n  \
             Language model {}\n  API            {}/api\n  Logs           cargo xtask logs --follow",
            self.dashboard_url,
            self.staff_email,
            self.staff_password,
            self.phone_network_url,
            self.language_model,
            self.api_url
        );
    }
}
