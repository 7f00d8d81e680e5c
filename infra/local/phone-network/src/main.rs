//! The phone network as a program: reads its arguments, listens, and stops on SIGTERM or Ctrl-C.

use std::{io::Write as _, path::PathBuf, time::Duration};

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use phone_network::{Config, Pace, Price, Server};
use tokio::signal::unix::{SignalKind, signal};

/// Stands in for Twilio and all phones on this machine, in Twilio's wire format.
///
/// Listens on 127.0.0.1 only. When it is ready it prints one JSON line with its address; its log goes to
/// standard error as JSON lines and holds sids and counts, never a number or a text.
///
/// The account's token comes from PHONE_NETWORK_AUTH_TOKEN in the environment, so that no list of processes
/// shows it.
#[derive(Debug, Parser)]
#[command(name = "phone-network", version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The account's sid: AC and 32 hexadecimal digits.
    #[arg(long)]
    account_sid: String,
    /// The church's own number, in E.164: the only sender.
    #[arg(long)]
    church_phone: String,
    /// Folder for what was accepted; kept between runs.
    #[arg(long)]
    state_dir: PathBuf,
    /// The shortest time that one status lasts, in milliseconds.
    #[arg(long, default_value_t = 100)]
    min_delay_ms: u64,
    /// The longest time that one status lasts, in milliseconds.
    #[arg(long, default_value_t = 400)]
    max_delay_ms: u64,
    /// How many status callbacks may be under way at once.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1000))]
    callbacks_at_once: u16,
    /// How long a callback waits, in seconds, for a receiver on whose port nothing listens.
    #[arg(long, default_value_t = 120)]
    callback_patience_s: u64,
    /// What one segment of a text costs, in US dollars.
    #[arg(long, default_value = "0.0083")]
    price_per_segment: Price,
    /// What one minute of a call to the church costs, in US dollars.
    #[arg(long, default_value = "0.0085")]
    price_per_minute_in: Price,
    /// What one minute of a call from the church costs, in US dollars.
    #[arg(long, default_value = "0.0140")]
    price_per_minute_out: Price,
    /// How long each character takes to be spoken in a call, in milliseconds; 0 takes no time.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=1000))]
    speech_ms_per_character: u64,
    /// How much of the real time silences in a call take, in percent: pauses, and waiting for an answer.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(0..=100))]
    silence_percent: u64,
    /// Answers no STOP, START or HELP, and blocks nobody, as an account on which Twilio switched that off.
    #[arg(long)]
    no_opt_out_handling: bool,
}

impl Arguments {
    fn config(self) -> Result<Config> {
        let sid = self.account_sid.strip_prefix("AC").unwrap_or_default();
        if sid.len() != 32 || !sid.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            bail!("--account-sid must be AC and 32 hexadecimal digits");
        }
        let auth_token = std::env::var("PHONE_NETWORK_AUTH_TOKEN").unwrap_or_default();
        if auth_token.is_empty() {
            bail!("PHONE_NETWORK_AUTH_TOKEN is not set: set it to the account's token");
        }
        if self.min_delay_ms > self.max_delay_ms {
            bail!("--min-delay-ms is larger than --max-delay-ms");
        }
        Ok(Config {
            port: self.port,
            account_sid: self.account_sid,
            auth_token,
            church_phone: self.church_phone,
            state_dir: self.state_dir,
            pace: Pace {
                min_ms: self.min_delay_ms,
                max_ms: self.max_delay_ms,
            },
            callbacks_at_once: usize::from(self.callbacks_at_once),
            callback_patience: Duration::from_secs(self.callback_patience_s),
            price_per_segment: self.price_per_segment,
            price_per_minute_in: self.price_per_minute_in,
            price_per_minute_out: self.price_per_minute_out,
            speech_ms_per_character: self.speech_ms_per_character,
            silence_percent: self.silence_percent,
            handles_opt_out: !self.no_opt_out_handling,
        })
    }
}

// One thread: what the product is measured against must not take the cores that the product needs.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let config = Arguments::parse().config()?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .init();
    let mut terminate = signal(SignalKind::terminate()).context("can't listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("can't listen for Ctrl-C")?;

    let server = Server::open(config).await?;
    let ready = serde_json::json!({ "address": server.address(), "pid": std::process::id() });
    writeln!(std::io::stdout(), "{ready}").context("can't print the address")?;
    server
        .run(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
        .await
}
