//! A church on this machine: an empty table, queues, and functions that believe to be on AWS.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use adapters::dynamodb::DynamoStore;
use adapters::testing::TestTable;
use anyhow::{Context, Result, bail};
use tokio::time::{Instant, sleep};

use crate::aws::metering::Meter;
use crate::aws::queues::{Queue, Queues};
use crate::aws::table::Table;
use crate::aws::{Door, Services};
use crate::lambda::environment::{Environment, Plan};
use crate::lambda::fleet::{Fleet, Twilio};
use crate::server::Server;
use crate::sources::Troubles;
use crate::sources::gateway::Gateway;
use crate::template::{Function, Template};
use crate::twilio::{Behind, Traffic, TwilioDoor};

/// The account that texts are sent from.
pub(crate) const ACCOUNT_SID: &str = "AC0123456789abcdef0123456789abcdef";
/// Its password.
pub(crate) const AUTH_TOKEN: &str = "00112233445566778899aabbccddeeff";
/// The church's number: Washington's area code, and a range that is kept for fiction.
pub(crate) const CHURCH_PHONE: &str = "+12025550100";

/// How often a condition is looked at again.
const POLL: Duration = Duration::from_millis(50);

/// What all runs have in common.
#[derive(Clone)]
pub(crate) struct Setup {
    /// The template, with the values that it has on AWS.
    pub(crate) template: Template,
    /// Where the binaries are: a folder for each, with a `bootstrap` in it.
    pub(crate) binaries: PathBuf,
    /// Where the functions' output goes.
    pub(crate) logs: PathBuf,
}

impl Setup {
    /// The binary of a function.
    pub(crate) fn binary(&self, function: &str) -> PathBuf {
        self.binaries.join(function).join("bootstrap")
    }
}

/// One church.
pub(crate) struct World {
    /// Where things are.
    pub(crate) setup: Setup,
    /// Our stores, by a way that nobody is charged for.
    pub(crate) store: DynamoStore,
    /// The table's name.
    pub(crate) table: String,
    /// The stand-ins for AWS.
    pub(crate) services: Arc<Services>,
    /// What Twilio calls back.
    pub(crate) gateway: Arc<Gateway>,
    /// What has gone wrong.
    pub(crate) troubles: Troubles,
    gateway_server: Server,
    _own_door: Server,
}

impl World {
    /// An empty church, whose changes the stream has or has not.
    ///
    /// # Errors
    /// When a stand-in can't be started.
    pub(crate) async fn start(setup: &Setup, with_stream: bool) -> Result<Self> {
        let services = Arc::new(Services {
            table: Table::new(with_stream)?,
            queues: Queues::default(),
            secret: AUTH_TOKEN.to_owned(),
        });
        let own_door = Door::new(services.clone(), Arc::default());
        let own_door = Server::start(Arc::new(own_door)).await?;
        let TestTable { store, table, .. } = TestTable::on(own_door.url()).await;
        let troubles = Troubles::default();
        let gateway = Arc::new(Gateway::new(troubles.clone()));
        Ok(Self {
            setup: setup.clone(),
            store,
            table,
            services,
            gateway_server: Server::start(gateway.clone()).await?,
            gateway,
            troubles,
            _own_door: own_door,
        })
    }

    /// Starts environments of a function that has nothing to do with Twilio.
    ///
    /// # Errors
    /// When one does not start.
    pub(crate) async fn fleet(&self, name: &str, count: usize) -> Result<Arc<Fleet>> {
        let function = self.setup.template.function(name)?;
        let meter = Arc::<Meter>::default();
        let mut environments = Vec::new();
        for index in 0..count {
            let environment = self.environment(&function, index, &meter, None).await?;
            environments.push(Arc::new(environment));
        }
        Ok(Arc::new(Fleet::new(
            function,
            environments,
            meter,
            Vec::new(),
        )))
    }

    /// Starts environments of a function, each with a door of its own to Twilio.
    ///
    /// # Errors
    /// When one does not start.
    pub(crate) async fn fleet_with_twilio(
        &self,
        name: &str,
        count: usize,
        behind: impl Fn() -> Behind,
        traffic: &Arc<Traffic>,
    ) -> Result<Arc<Fleet>> {
        let function = self.setup.template.function(name)?;
        let meter = Arc::<Meter>::default();
        let (mut environments, mut doors) = (Vec::new(), Vec::new());
        for index in 0..count {
            let door = TwilioDoor::new(behind(), traffic.clone())?;
            let server = Server::start(Arc::new(door)).await?;
            let url = server.url();
            let environment = self
                .environment(&function, index, &meter, Some(&url))
                .await?;
            environments.push(Arc::new(environment));
            doors.push(Twilio {
                opened_in_init: server.connections.opened(),
                server,
            });
        }
        Ok(Arc::new(Fleet::new(function, environments, meter, doors)))
    }

    /// Starts one environment.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) async fn environment(
        &self,
        function: &Function,
        index: usize,
        meter: &Arc<Meter>,
        twilio: Option<&str>,
    ) -> Result<Environment> {
        // The gateway is reached as on the one-machine stack; all else is as on AWS.
        let local = self
            .setup
            .template
            .with("LocalPort", self.gateway_server.address.port())
            .with("Table", &self.table)
            .with("TwilioApiUrl", twilio.unwrap_or("http://127.0.0.1:9"));
        let door = Door::new(self.services.clone(), meter.clone());
        Environment::start(Plan {
            function,
            binary: &self.setup.binary(&function.name),
            variables: local.environment(function)?,
            door: Arc::new(door),
            log: self
                .setup
                .logs
                .join(format!("{}-{index}.log", function.name)),
        })
        .await
    }

    /// What Twilio calls, as the functions believe.
    pub(crate) fn webhook_base_url(&self) -> String {
        let port = self.gateway_server.address.port();
        format!("http://127.0.0.1:{port}/_aws/execute-api/HttpApi/$default")
    }

    /// A way to AWS whose use somebody is charged for.
    ///
    /// # Errors
    /// When it can't be opened.
    pub(crate) async fn door(&self, meter: &Arc<Meter>) -> Result<Server> {
        let door = Door::new(self.services.clone(), meter.clone());
        Server::start(Arc::new(door)).await
    }

    /// A queue, by its name in the template.
    pub(crate) fn queue(&self, name: &str) -> Arc<Queue> {
        self.services.queues.get(name)
    }

    /// Waits until something is so.
    ///
    /// # Errors
    /// When something goes wrong meanwhile, or it takes longer than `patience`.
    pub(crate) async fn wait_until(
        &self,
        what: &str,
        patience: Duration,
        mut is_so: impl AsyncFnMut() -> Result<bool>,
    ) -> Result<()> {
        let until = Instant::now() + patience;
        while !is_so()
            .await
            .with_context(|| format!("waiting until {what}"))?
        {
            self.troubles.check()?;
            if Instant::now() > until {
                bail!("it took longer than {} s until {what}", patience.as_secs());
            }
            sleep(POLL).await;
        }
        Ok(())
    }
}
