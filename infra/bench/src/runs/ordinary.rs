//! The whole life of a message to everybody: written, planned, sent, reported and counted.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use domain::MessageStatus;
use phone_network::{Config, Pace};

use super::{feed, patience, progress};
use crate::aws::metering::Usage;
use crate::aws::stream::SHARDS;
use crate::congregation::{gather, write_to_everybody};
use crate::lambda::fleet::{Fleet, Report};
use crate::sources::{Running, stream};
use crate::twilio::{Behind, Traffic};
use crate::world::{ACCOUNT_SID, AUTH_TOKEN, CHURCH_PHONE, Setup, World};

/// How many reports of Twilio's are worked on at once.
const WEBHOOKS: usize = 4;
/// How long nothing may happen before a run is over.
const QUIET: Duration = Duration::from_secs(2);

/// What a run came to.
pub(crate) struct Ordinary {
    /// How many people it was about.
    pub(crate) recipients: usize,
    /// From the acceptance of the message to the last count.
    pub(crate) duration: Duration,
    /// What accepting the message asked of AWS.
    pub(crate) accepting: Usage,
    /// The functions.
    pub(crate) functions: Vec<Report>,
    /// Requests to Twilio that were to send a text.
    pub(crate) twilio_sends: u64,
    /// All requests to Twilio.
    pub(crate) twilio_requests: u64,
    /// Reports that Twilio has sent.
    pub(crate) reports: u64,
    /// Messages of queues that were given out more than once.
    pub(crate) repeated: u64,
}

impl Ordinary {
    /// What everything together asked of AWS.
    pub(crate) fn usage(&self) -> Usage {
        let mut sum = self.accepting;
        for function in &self.functions {
            sum += function.usage;
        }
        sum
    }
}

/// Sends one message to so many people.
///
/// # Errors
/// When not everybody gets it, once, and is counted.
pub(crate) async fn run(setup: &Setup, recipients: usize) -> Result<Ordinary> {
    let world = World::start(setup, true).await?;
    gather(&world, recipients).await?;
    let traffic = Arc::<Traffic>::default();
    let network = PhoneNetwork::start(setup).await?;
    let planner = world.fleet("broadcast-worker", 1).await?;
    let senders = {
        let function = setup.template.function("send-worker")?;
        let count = setup.template.queue_trigger(&function)?.concurrency;
        let behind = || Behind::PhoneNetwork(network.address.clone());
        world
            .fleet_with_twilio("send-worker", count, behind, &traffic)
            .await?
    };
    let webhook = world.fleet("sms-webhook", WEBHOOKS).await?;
    let counter = world.fleet("statistics-worker", SHARDS).await?;
    let fleets = [&planner, &senders, &webhook, &counter];

    let mut running = Running::new();
    let planning = feed(&world, &mut running, &planner)?;
    let sending = feed(&world, &mut running, &senders)?;
    let trigger = setup.template.stream_trigger(&counter.function)?;
    stream::start(
        &mut running,
        &world.services,
        &trigger,
        &counter,
        &world.troubles,
    );
    world.gateway.serve(webhook.clone());

    let begun = Instant::now();
    let (id, accepting) = write_to_everybody(&world).await?;
    let all = recipients as u64;
    let are_delivered = async || {
        let counts = progress(&world, id).await?.counts;
        Ok(counts.get(MessageStatus::Delivered) == all)
    };
    world
        .wait_until(
            "everybody's text is counted as delivered",
            patience(recipients),
            are_delivered,
        )
        .await?;
    let duration = begun.elapsed();
    wait_until_quiet(&world, &fleets).await?;

    let counts = progress(&world, id).await?.counts;
    ensure!(
        counts.total() == all,
        "{} messages are counted, of {all}",
        counts.total()
    );
    ensure!(
        traffic.texts() == all,
        "Twilio took {} texts, of {all}",
        traffic.texts()
    );
    ensure!(
        world.gateway.refused() == 0,
        "{} reports were refused",
        world.gateway.refused()
    );
    let functions = fleets
        .into_iter()
        .map(|fleet| fleet.report())
        .collect::<Result<_>>()?;
    Ok(Ordinary {
        recipients,
        duration,
        accepting,
        functions,
        twilio_sends: traffic.sends(),
        twilio_requests: traffic.requests(),
        reports: world.gateway.requests(),
        repeated: planning.repeated() + sending.repeated(),
    })
}

/// Reports that change nothing any more may still come, and cost too.
async fn wait_until_quiet(world: &World, fleets: &[&Arc<Fleet>]) -> Result<()> {
    let mut last = (Instant::now(), u64::MAX);
    let is_quiet = async || {
        let requests = world.gateway.requests();
        let waiting = world
            .services
            .table
            .stream
            .as_ref()
            .map_or(0, |stream| stream.waiting());
        let is_busy = waiting > 0 || fleets.iter().any(|fleet| fleet.is_working());
        if is_busy || requests != last.1 {
            last = (Instant::now(), requests);
        }
        Ok(last.0.elapsed() > QUIET)
    };
    world
        .wait_until("nothing happens any more", patience(0), is_quiet)
        .await
}

/// The phone network, in this process.
struct PhoneNetwork {
    address: String,
    task: tokio::task::JoinHandle<()>,
}

/// What the phone network charges for a segment, in dollars. The cost sheet has prices of its own.
const PRICE_PER_SEGMENT: &str = "0.0083";

impl PhoneNetwork {
    async fn start(setup: &Setup) -> Result<Self> {
        let state_dir = setup.logs.join("phone-network");
        // What an earlier run sent is nothing to this one.
        if state_dir.exists() {
            std::fs::remove_dir_all(&state_dir)?;
        }
        let server = phone_network::Server::open(Config {
            port: 0,
            account_sid: ACCOUNT_SID.into(),
            auth_token: AUTH_TOKEN.into(),
            church_phone: CHURCH_PHONE.into(),
            state_dir,
            pace: Pace {
                min_ms: 100,
                max_ms: 400,
            },
            callbacks_at_once: 16,
            callback_patience: Duration::from_secs(120),
            price_per_segment: PRICE_PER_SEGMENT.parse().map_err(anyhow::Error::msg)?,
            // Nobody calls in the bench.
            price_per_minute_in: PRICE_PER_SEGMENT.parse().map_err(anyhow::Error::msg)?,
            price_per_minute_out: PRICE_PER_SEGMENT.parse().map_err(anyhow::Error::msg)?,
            speech_ms_per_character: 0,
            silence_percent: 100,
            handles_opt_out: true,
        })
        .await?;
        let address = server.address();
        let task = tokio::spawn(async move {
            // Its end is the end of the run, which stops it.
            let _ = server.run(std::future::pending()).await;
        });
        Ok(Self { address, task })
    }
}

impl Drop for PhoneNetwork {
    fn drop(&mut self) {
        self.task.abort();
    }
}
