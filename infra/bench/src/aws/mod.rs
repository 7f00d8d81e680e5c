//! Stands in for the AWS services that our functions call.

pub(crate) mod metering;
pub(crate) mod queues;
pub(crate) mod stream;
pub(crate) mod table;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::server::{Answer, body, status};
use metering::{Meter, Usage};
use queues::Queues;
use table::Table;

/// The services, which all functions of a run share.
pub(crate) struct Services {
    /// DynamoDB.
    pub(crate) table: Table,
    /// SQS.
    pub(crate) queues: Queues,
    /// What SSM's one parameter holds.
    pub(crate) secret: String,
}

/// Whether a service was asked while a function started, and since.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    in_init: AtomicBool,
    since: AtomicBool,
}

impl Visits {
    /// Notes a request.
    pub(crate) fn note(&self, is_ready: bool) {
        let which = if is_ready { &self.since } else { &self.in_init };
        which.store(true, Ordering::Relaxed);
    }

    /// Whether the first request of an event had to open the connection.
    pub(crate) fn came_late(&self) -> bool {
        self.since.load(Ordering::Relaxed) && !self.in_init.load(Ordering::Relaxed)
    }
}

/// Where one execution environment finds AWS.
pub(crate) struct Door {
    services: Arc<Services>,
    meter: Arc<Meter>,
    /// Whether the environment has started.
    pub(crate) is_ready: AtomicBool,
    dynamodb: Visits,
    sqs: Visits,
    ssm: Visits,
}

impl Door {
    /// A door to the services, whose use the meter counts.
    pub(crate) fn new(services: Arc<Services>, meter: Arc<Meter>) -> Self {
        Self {
            services,
            meter,
            is_ready: AtomicBool::new(false),
            dynamodb: Visits::default(),
            sqs: Visits::default(),
            ssm: Visits::default(),
        }
    }

    /// The services that were asked first by an event, and not by the start.
    pub(crate) fn late_services(&self) -> Vec<&'static str> {
        [
            ("DynamoDB", &self.dynamodb),
            ("SQS", &self.sqs),
            ("SSM", &self.ssm),
        ]
        .into_iter()
        .filter(|(_, visits)| visits.came_late())
        .map(|(name, _)| name)
        .collect()
    }

    fn answer_now(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let target = request.headers().get("x-amz-target");
        let target = target
            .and_then(|target| target.to_str().ok())
            .unwrap_or_default();
        let (service, operation) = target.split_once('.').unwrap_or_default();
        let is_ready = self.is_ready.load(Ordering::Relaxed);
        match service {
            "DynamoDB_20120810" => {
                self.dynamodb.note(is_ready);
                let (response, usage) = self.services.table.answer(operation, request.body());
                self.meter.add(usage);
                response
            }
            "AmazonSQS" => {
                self.sqs.note(is_ready);
                self.meter.add(Usage {
                    sqs_requests: 1,
                    ..Usage::default()
                });
                self.services.queues.answer(operation, request.body())
            }
            "AmazonSSM" if operation == "GetParameter" => {
                self.ssm.note(is_ready);
                self.meter.add(Usage {
                    ssm_requests: 1,
                    ..Usage::default()
                });
                parameter(request.body(), &self.services.secret)
            }
            _ => status(StatusCode::NOT_FOUND),
        }
    }
}

impl Answer for Door {
    async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.answer_now(&request)
    }
}

/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html>
fn parameter(request: &[u8], secret: &str) -> Response<Bytes> {
    let request: Value = serde_json::from_slice(request).unwrap_or_default();
    let parameter =
        json!({ "Name": request["Name"], "Type": "SecureString", "Value": secret, "Version": 1 });
    body(
        StatusCode::OK,
        json!({ "Parameter": parameter }).to_string(),
    )
}
