//! Opt-outs, by number: what holds, and each change that led to it.

use app::error::Result;
use app::ports::OptOutStore;
use async_trait::async_trait;
use domain::history::Actor;
use domain::opt_out::{OptOut, OptOutReason, OptOutSource};
use domain::reply_meaning::Certainty;
use domain::{OptOutId, PhoneNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DynamoStore;
use super::item::{Item, from_item, to_item};
use super::keys::Key;

#[derive(Serialize, Deserialize)]
struct OptOutRecord {
    phone: PhoneNumber,
    opted_out: bool,
    since: Timestamp,
    actor: Actor,
    reason: OptOutReason,
    #[serde(default)]
    source: OptOutSource,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certainty: Option<Certainty>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wording: Option<String>,
}

fn read_opt_out(item: Item) -> Result<OptOut> {
    let record: OptOutRecord = from_item(item)?;
    Ok(OptOut {
        phone: record.phone,
        opted_out: record.opted_out,
        since: record.since,
        actor: record.actor,
        reason: record.reason,
        source: record.source,
        certainty: record.certainty,
        wording: record.wording,
    })
}

#[async_trait]
impl OptOutStore for DynamoStore {
    /// O1
    async fn get_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>> {
        let item = self.get_item(&Key::opt_out(phone), true).await?;
        item.map(read_opt_out).transpose()
    }

    /// O2
    async fn get_opt_outs(&self, phones: &[PhoneNumber]) -> Result<Vec<OptOut>> {
        let mut keys: Vec<Key> = phones.iter().map(Key::opt_out).collect();
        keys.sort_unstable_by(|one, other| one.pk.cmp(&other.pk));
        keys.dedup();
        let items = self.get_items(keys, true).await?;
        items.into_iter().map(read_opt_out).collect()
    }

    /// O3: the last one to note it wins; each change stays.
    async fn put_opt_out(&self, id: OptOutId, opt_out: &OptOut) -> Result<()> {
        let record = OptOutRecord {
            phone: opt_out.phone.clone(),
            opted_out: opt_out.opted_out,
            since: opt_out.since,
            actor: opt_out.actor.clone(),
            reason: opt_out.reason.clone(),
            source: opt_out.source,
            certainty: opt_out.certainty,
            wording: opt_out.wording.clone(),
        };
        let keys = [
            Key::opt_out(&opt_out.phone),
            Key::opt_out_change(&opt_out.phone, id),
        ];
        let actions = keys
            .iter()
            .map(|key| self.put_action(to_item(key, &record)?));
        // Neither action has a condition: it is written, or it fails.
        self.transact(actions.collect::<Result<_>>()?).await?;
        Ok(())
    }
}
