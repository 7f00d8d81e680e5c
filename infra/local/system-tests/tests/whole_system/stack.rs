//! The stack that is tested, as `stack.json` describes it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use tokio::sync::{Mutex, MutexGuard};

use crate::{api::Api, phones::Phones};

/// What scripts are told of a running stack.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Description {
    pub(crate) api_url: String,
    pub(crate) phone_network_url: String,
    pub(crate) staff_email: String,
    pub(crate) staff_password: String,
    pub(crate) user_pool_client_id: String,
    pub(crate) aws_endpoint_url: String,
    pub(crate) region: String,
    pub(crate) church_phone: String,
    pub(crate) supervisor_pid: u32,
    pub(crate) pids: Pids,
    pub(crate) log_directory: PathBuf,
}

/// The processes that the supervisor started.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Pids {
    pub(crate) emulator: u32,
    pub(crate) phone_network: u32,
}

impl Description {
    /// Reads the file that `TIDINGS_STACK_FILE` names.
    pub(crate) fn read() -> Self {
        let path = file();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!(
                "{} can't be read ({error}): start the stack with `cargo xtask up --detach`",
                path.display()
            )
        });
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{} is not as expected: {error}", path.display()))
    }
}

/// Where the stack's description is.
pub(crate) fn file() -> PathBuf {
    let path = env::var_os("TIDINGS_STACK_FILE").expect(
        "TIDINGS_STACK_FILE must name the stack.json of a running stack: `cargo xtask test` sets it; by hand, start \
         one with `cargo xtask up --detach` and set it to infra/local/.state/stack.json",
    );
    // Cargo runs a test in its package's folder, but a path is typed in the workspace's.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../..")
        .join(path)
}

/// The stack, held by one test at a time: each compares what there was before with what there is after.
pub(crate) struct Stack {
    pub(crate) description: Description,
    pub(crate) api: Api,
    pub(crate) phones: Phones,
    client: Client,
    _turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::const_new(());

impl Stack {
    /// Waits for its turn, reads where everything is, and signs in as staff.
    pub(crate) async fn take() -> Self {
        let turn = TURN.lock().await;
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = Client::builder()
            .tls_certs_only([])
            .no_proxy()
            // Longer than a function takes that is started for the first time on a busy machine.
            .timeout(Duration::from_secs(60))
            .build()
            .expect("an HTTP client");
        let description = Description::read();
        let api = Api::sign_in(client.clone(), &description).await;
        let phones = Phones::new(client.clone(), &description);
        phones.clear_faults().await;
        Self {
            description,
            api,
            phones,
            client,
            _turn: turn,
        }
    }

    /// A request to any address, with nothing of staff's in it.
    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// A request without a token.
    pub(crate) fn anonymous(&self, method: Method, url: &str) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Reads everything anew after the stack was stopped and started.
    pub(crate) async fn refresh(&mut self) {
        self.description = Description::read();
        self.api = Api::sign_in(self.client.clone(), &self.description).await;
        self.phones = Phones::new(self.client.clone(), &self.description);
    }
}

/// Asks again and again until there is a value; fails with what was seen last.
pub(crate) async fn until<T>(
    what: &str,
    patience: Duration,
    mut ask: impl AsyncFnMut() -> Result<T, String>,
) -> T {
    let deadline = Instant::now() + patience;
    loop {
        match ask().await {
            Ok(value) => return value,
            Err(seen) if Instant::now() > deadline => {
                panic!("{} s went by without {what}: {seen}", patience.as_secs())
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
