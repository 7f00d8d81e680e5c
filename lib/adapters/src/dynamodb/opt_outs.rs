//! Opt-outs, by number: what holds, and each change that led to it.

use app::Page;
use app::error::Result;
use app::ports::OptOutStore;
use async_trait::async_trait;
use domain::history::Actor;
use domain::opt_out::{OptOut, OptOutReason, OptOutSource};
use domain::reply_meaning::Certainty;
use domain::{MessageType, OptOutId, PhoneNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, sort_id, string, to_item};
use super::keys::Key;
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct OptOutRecord {
    phone: PhoneNumber,
    #[serde(default)]
    channel: MessageType,
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
        channel: record.channel,
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

    /// O5
    async fn get_call_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>> {
        let item = self.get_item(&Key::call_opt_out(phone), true).await?;
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

    /// O4
    async fn list_opt_outs(
        &self,
        phone: &PhoneNumber,
        before: Option<OptOutId>,
        limit: usize,
    ) -> Result<Page<(OptOutId, OptOut), OptOutId>> {
        let start = before.map(|id| Key::opt_out_change(phone, id).attributes());
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :change)")
            .expression_attribute_values(":pk", string(Key::opt_out(phone).pk))
            .expression_attribute_values(":change", string(OptOutId::PREFIX))
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let next = output.last_evaluated_key().map(sort_id).transpose()?;
        let changes = output.items.unwrap_or_default().into_iter().map(|item| {
            let id = sort_id(&item)?;
            Ok((id, read_opt_out(item)?))
        });
        Ok(Page {
            items: changes.collect::<Result<_>>()?,
            next,
        })
    }

    /// O3: the last one to note it wins; each change stays.
    async fn put_opt_out(&self, id: OptOutId, opt_out: &OptOut) -> Result<()> {
        let record = OptOutRecord {
            phone: opt_out.phone.clone(),
            channel: opt_out.channel,
            opted_out: opt_out.opted_out,
            since: opt_out.since,
            actor: opt_out.actor.clone(),
            reason: opt_out.reason.clone(),
            source: opt_out.source,
            certainty: opt_out.certainty,
            wording: opt_out.wording.clone(),
        };
        let keys = [
            match opt_out.channel {
                MessageType::Sms => Key::opt_out(&opt_out.phone),
                MessageType::Voice => Key::call_opt_out(&opt_out.phone),
            },
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
