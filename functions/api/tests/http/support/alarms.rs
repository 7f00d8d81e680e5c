//! A stand-in for EventBridge Scheduler: it keeps what is set.

use std::collections::BTreeMap;
use std::sync::Mutex;

use app::error::Result;
use app::ports::ReminderScheduler;
use async_trait::async_trait;
use domain::ReminderId;
use jiff::Timestamp;

/// To when alarms are set.
#[derive(Debug, Default)]
pub(crate) struct Alarms(Mutex<BTreeMap<ReminderId, Timestamp>>);

impl Alarms {
    pub(crate) fn all(&self) -> BTreeMap<String, String> {
        let alarms = self.0.lock().expect("no test panicked");
        let written = alarms.iter();
        written
            .map(|(id, at)| (id.to_string(), at.to_string()))
            .collect()
    }
}

#[async_trait]
impl ReminderScheduler for Alarms {
    async fn set_alarm(&self, id: ReminderId, at: Timestamp) -> Result<()> {
        self.0.lock().expect("no test panicked").insert(id, at);
        Ok(())
    }

    async fn remove_alarm(&self, id: ReminderId) -> Result<()> {
        self.0.lock().expect("no test panicked").remove(&id);
        Ok(())
    }

    async fn get_alarm(&self, id: ReminderId) -> Result<Option<Timestamp>> {
        Ok(self.0.lock().expect("no test panicked").get(&id).copied())
    }

    async fn list_alarms(&self) -> Result<Vec<(ReminderId, Timestamp)>> {
        let alarms = self.0.lock().expect("no test panicked");
        Ok(alarms.keys().map(|id| (*id, id.created_at())).collect())
    }
}
