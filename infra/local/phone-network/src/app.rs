//! What the handlers and the carrier share.

use std::{
    path::PathBuf,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Result;
use axum::{Router, middleware, routing::any};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::timeout,
};

use crate::{
    api,
    call::Prices,
    carrier::Carrier,
    control,
    faults::Faults,
    front_door::FrontDoor,
    incoming_number::IncomingNumber,
    live::{Calls, Tempo},
    network::Network,
    price::Price,
    timetable::Pace,
};

/// How long a stop waits for requests and callbacks that are under way.
const STOP_PATIENCE: Duration = Duration::from_secs(2);

/// What a phone network is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// `AC` and 32 hexadecimal digits: the one account that there is.
    pub account_sid: String,
    /// The account's token: the password of basic authentication, and the key of callback signatures.
    pub auth_token: String,
    /// The church's number in E.164: the one sender that the account has.
    pub church_phone: String,
    /// The folder that keeps the ground truth over restarts.
    pub state_dir: PathBuf,
    /// How long one status lasts.
    pub pace: Pace,
    /// How many callbacks may be under way at once.
    pub callbacks_at_once: usize,
    /// How long a callback waits for a receiver on whose port nothing listens.
    pub callback_patience: Duration,
    /// What each segment of a text costs.
    pub price_per_segment: Price,
    /// What each minute of a call to the church costs.
    pub price_per_minute_in: Price,
    /// What each minute of a call from the church costs.
    pub price_per_minute_out: Price,
    /// How long each character takes to be spoken in a call, in milliseconds.
    pub speech_ms_per_character: u64,
    /// How much of the real time silences in a call take, in percent.
    pub silence_percent: u64,
    /// Whether STOP, START and HELP are answered, and STOP blocks, as Twilio does by default.
    pub handles_opt_out: bool,
}

impl Config {
    /// How quickly calls go by that say nothing else.
    pub(crate) fn tempo(&self) -> Tempo {
        Tempo {
            speech_ms_per_character: self.speech_ms_per_character,
            silence_percent: self.silence_percent,
        }
    }

    pub(crate) fn prices_of_calls(&self) -> Prices {
        Prices {
            inbound: self.price_per_minute_in,
            outbound: self.price_per_minute_out,
        }
    }
}

/// The state behind every request.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) config: Config,
    /// `http://127.0.0.1:<port>`: where media are fetched.
    pub(crate) address: String,
    network: Mutex<Network>,
    incoming_number: Mutex<IncomingNumber>,
    faults: Mutex<Faults>,
    calls: Mutex<Calls>,
    pub(crate) carrier: Carrier,
    pub(crate) outages: mpsc::UnboundedSender<Duration>,
    /// The network's version, for pages that watch.
    pub(crate) version: watch::Sender<u64>,
}

impl App {
    pub(crate) fn network(&self) -> MutexGuard<'_, Network> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn incoming_number(&self) -> MutexGuard<'_, IncomingNumber> {
        self.incoming_number
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the pages that watch of a change of `network`.
    pub(crate) fn announce_change(&self, network: &Network) {
        self.version.send_replace(network.version());
    }
}

/// A phone network that listens and has not begun to answer.
#[derive(Debug)]
pub struct Server {
    door: FrontDoor,
    app: Arc<App>,
}

impl Server {
    /// Opens the state and the port.
    ///
    /// # Errors
    /// When the port is taken, or the state can't be read or is in use.
    pub async fn open(config: Config) -> Result<Self> {
        let network = Network::open(&config.state_dir)?;
        let incoming_number = IncomingNumber::open(&config.state_dir, &config.church_phone)?;
        let (door, outages) = FrontDoor::open(config.port).await.map_err(|error| {
            anyhow::anyhow!(
                "can't listen on 127.0.0.1:{}: {error}; give another --port, or 0 for a free one",
                config.port
            )
        })?;
        let carrier = Carrier::new(config.callbacks_at_once, config.callback_patience)?;
        let app = Arc::new(App {
            version: watch::Sender::new(network.version()),
            address: format!("http://{}", door.address()),
            network: Mutex::new(network),
            incoming_number: Mutex::new(incoming_number),
            faults: Mutex::default(),
            calls: Mutex::default(),
            carrier,
            outages,
            config,
        });
        Ok(Self { door, app })
    }

    /// `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn address(&self) -> String {
        self.app.address.clone()
    }

    /// Answers until `stop` resolves; then gives what is under way two seconds to end.
    ///
    /// # Errors
    /// When the listening socket fails.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let Self { door, app } = self;
        let router = Router::new()
            .route("/2010-04-01/{*resource}", any(api::answer))
            .merge(control::routes())
            .merge(
                model_stand_in::routes().layer(middleware::from_fn(control::refuse_foreign_pages)),
            )
            .layer(middleware::map_response(control::protect_page))
            .with_state(Arc::clone(&app));
        let (unfinished, inbound, calls) = {
            let network = app.network();
            (
                network.unfinished(None),
                network.not_handed_over(),
                network.unfinished_calls(),
            )
        };
        tracing::info!(unfinished = unfinished.len(), "phone network ready");
        for sid in unfinished {
            app.carry(sid);
        }
        for sid in inbound {
            app.hand_over(sid);
        }
        for call in calls {
            app.take_up(&call);
        }
        let service = router.into_make_service_with_connect_info::<crate::front_door::Peer>();
        let (tell, told) = oneshot::channel::<()>();
        let serve = axum::serve(door, service).with_graceful_shutdown(async { drop(told.await) });
        let mut serve = pin!(serve.into_future());
        tokio::select! {
            ended = &mut serve => ended?,
            () = stop => {}
        }
        // Requests under way are answered; those that a fault keeps waiting, and pages that watch, are not waited
        // for. Each creation that was accepted is in the journal.
        tell.send(()).ok();
        tokio::join!(
            timeout(STOP_PATIENCE, serve),
            app.carrier.finish(STOP_PATIENCE)
        )
        .0
        .ok();
        tracing::info!("phone network stopped");
        Ok(())
    }
}
