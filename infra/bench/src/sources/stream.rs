//! Hands changes of the table to a function, as Lambda's event source does:
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>. Reading the stream costs nothing.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::pattern::fits;
use super::{Running, Troubles};
use crate::aws::Services;
use crate::aws::stream::{Change, Stream};
use crate::lambda::fleet::Fleet;
use crate::template::StreamTrigger;

/// Begins to hand out changes: each shard has an environment of its own, and one batch at a time.
pub(crate) fn start(
    running: &mut Running,
    services: &Arc<Services>,
    trigger: &StreamTrigger,
    fleet: &Arc<Fleet>,
    troubles: &Troubles,
) {
    for (shard, environment) in fleet.environments.iter().enumerate() {
        let (services, trigger, fleet) = (services.clone(), trigger.clone(), fleet.clone());
        let (environment, troubles) = (environment.clone(), troubles.clone());
        running.spawn(async move {
            let Some(stream) = &services.table.stream else {
                return;
            };
            loop {
                let event = next_event(stream, shard, &trigger).await;
                if let Err(error) = fleet.invoke(&environment, event).await {
                    // Lambda would hand out the same batch again; here it ends the run.
                    troubles.note(&error);
                    return;
                }
            }
        });
    }
}

async fn next_event(stream: &Stream, shard: usize, trigger: &StreamTrigger) -> Bytes {
    let window = Duration::from_secs(trigger.window);
    loop {
        let changes = stream.take(shard, trigger.batch, window).await;
        let records: Vec<Value> = changes
            .iter()
            .map(Change::record)
            .filter(|record| trigger.patterns.iter().any(|pattern| fits(pattern, record)))
            .collect();
        if !records.is_empty() {
            return Bytes::from(json!({ "Records": records }).to_string());
        }
    }
}
